"""Pressure gauges: one of several ranges, on a test coupling or on a tee in the line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from labsim.core.sheet import Port
from labsim.instruments.base import TAGGED, Function, Measured, Places
from labsim.instruments.fluid import InLine, bounded

__all__ = ["PressureGauge"]

RANGES = (10.0, 16.0, 60.0, 160.0, 250.0, 400.0)  # bar, usual ones of EN 837-1
READ = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)  # bar to which each is read, between its lines (assumed)
AIR = RANGES[:2]
CLASS = 0.016  # of the range: class 1.6 (EN 837-1)
STEADY = 0.75  # part of its range up to which a gauge is used (EN 837-2, steady pressure)
VACUUM = -1.0  # bar, where the smallest gauge begins; the others begin at 0


class PressureGauge(InLine):
    """Test gauges on a hose, Ø 63, glycerine-filled, class 1.6 of range.

    On a test coupling it goes under pressure; elsewhere it needs a tee, and the line is opened.
    Without a range the hand begins with the largest gauge and goes down to the one that fits.
    What is above the range bends the needle. A snubber keeps peaks from it.
    """

    title, price = "pressure gauge", 45.0
    opens, single = "bar", False
    functions = {
        "bar": Function("bar", (1,), 0.5, False, "pressure above that of the air", RANGES),
        "bar snubbed": Function("bar", (1,), 0.6, False, "the same behind a snubber", RANGES),
    }

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("bar", [*places.taps, *places.lines])]

    @classmethod
    def served(cls, port: Port, on: Collection[tuple[str, str]]) -> bool:
        """On a test coupling, on its own tee, and on the coupling of a meter in the line."""
        tap = getattr(port.component, "tap", False)
        return bool(tap or any(at == port.name for _, at in on))

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        port = ports[0]
        true = self.view(port).bar(port.mark)
        tops = np.array(self.ranges(function) if self.held or not self.air(port) else AIR)
        fits = np.minimum(np.searchsorted(STEADY * tops, true), len(tops) - 1)
        top = tops[fits]
        step = np.array(READ)[np.searchsorted(RANGES, top)]
        value = np.where(true > top, np.inf, self.dial(true, top, step))
        found = Measured(value, np.hypot(0.5 * CLASS * top, 0.3 * step), "bar",
                         lambda n: f"{value[n]:g} bar" if np.isfinite(value[n]) else "OL bar",
                         rule="over-range")  # fmt: skip
        self.bend(found, true, top)
        return found

    def left_on(self, found: Measured, event: Mapping[str, Any]) -> None:
        """Bend the needle by a peak that came while the gauge was on; a snubber holds it off."""
        if "range" in event and event["function"] == "bar" and not found.short:
            port = self.sim.machine.port(event["ports"][0])
            self.bend(found, self.view(port).highest(port.mark), np.asarray(event["range"]))

    def bend(self, found: Measured, bar: np.ndarray, top: np.ndarray) -> None:
        """Ruin the gauge where a pressure is above its range."""
        bent = bar > top
        if not bent.any():
            return
        self.raise_flag(TAGGED, bent)
        found.short, span = True, np.broadcast_to(top, bent.shape)[bent].max()
        found.warnings.append(
            f"the needle is bent: {bar[bent].max():.0f} bar on a gauge for {span:g}; "
            f"the {self.title} is tagged out"
        )

    def dial(self, true: np.ndarray, top: np.ndarray, step: np.ndarray) -> np.ndarray:
        """Return what the dial of the gauge up to `top` shows, read to a step of it."""
        shown = true + self.spread("bar", CLASS) * top
        low = np.where(top <= RANGES[0], VACUUM, 0.0)
        return np.round(np.round(bounded(shown, -1.0, 1e4) / step) * step, 3).clip(low, top) + 0.0
