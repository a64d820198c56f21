"""What moves: revolutions of a shaft, the time of a stroke, the drift of a rod."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.component import Component
from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.instruments.base import Function, Instrument, Measured, Places, domain_of
from labsim.instruments.fluid import FluidInstrument

__all__ = ["DialIndicator", "Stopwatch", "Tachometer", "ways"]

REACTION = 0.1  # s, of a thumb at both ends of a stroke (assumed)
LOOKED = 60.0  # s the rule is held against the rod


def ways(part: Component) -> dict[str, int]:
    """Return which way each port of a cylinder drives its rod: out 1, in -1; nothing of others."""
    if domain_of(part) != "fluid" or "stroke" not in part.params:
        return {}
    return {mark: way for mark, way in (("A", 1), ("B", -1)) if mark in part.marks}


class Tachometer(Instrument):
    """Optical tachometer on the shaft of a drive, a pump or a motor, 0.5 %; any port names it."""

    title, standard, price = "tachometer", False, 160.0
    functions = {"rpm": Function("rpm", (1,), 0.7, False, "revolutions of the shaft of a part")}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("rpm", places.shafts)]

    def network(self, ports: Sequence[Port]) -> Any:
        """Return the view of the part that turns; LabsimError when nothing turns there."""
        part = ports[0].component
        if not hasattr(part, "rpm"):
            parts = self.sim.machine.components.values()
            names = ", ".join(f"{p.tag}:{p.marks[0]}" for p in parts
                              if hasattr(p, "rpm") and p.marks) or "none"  # fmt: skip
            raise LabsimError(
                f"{part.tag} is a {part.title}, no shaft of it shows; shafts: {names}"
            )
        return self.sim.views[part.tag]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        view = self.network(ports)
        true = np.abs(np.broadcast_to(view.part.rpm(view), (self.sim.count,)))
        value = np.round(true * self.gain("rpm", 0.005))
        return Measured(value, 0.003 * true + 1.0, "rpm", lambda n: f"{value[n]:.0f} rpm")


class _OfStroke(FluidInstrument):
    """What watches the rod of a cylinder: port A stands for the way out, B for the way in."""

    def way(self, port: Port) -> tuple[str, int]:
        """Return the body that moves and which way a port drives it."""
        part = port.component
        if port.mark not in ways(part):
            parts = self.sim.machine.components.values()
            names = ", ".join(f"{p.tag}:{mark}" for p in parts for mark in ways(p)) or "none"
            raise LabsimError(f"{port.name} drives no rod that can be watched; those: {names}")
        return getattr(part, "body", "rod"), ways(part)[port.mark]

    def network(self, ports: Sequence[Port]) -> Any:
        net = super().network(ports)
        self.way(ports[0])
        return net


class Stopwatch(_OfStroke):
    """Stopwatch in the hand: how long the last whole stroke took, out at port A, in at port B."""

    title, price = "stopwatch", 20.0
    functions = {"s": Function("s", (1,), 0.2, False, "time of the last whole stroke")}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("s", places.strokes)]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        body, way = self.way(ports[0])
        took = np.asarray(self.view(ports[0]).stroke_time(body, way), dtype=float)
        value = np.round(took, 1)
        sigma = np.where(np.isfinite(took), np.hypot(REACTION, 0.01 * np.nan_to_num(took)), 1.0)
        return Measured(value, sigma, "s", lambda n: seconds(value[n]))


class DialIndicator(_OfStroke):
    """Rule or dial indicator on the rod for a minute: out is positive at port A, in at port B."""

    title, price = "dial indicator", 90.0
    functions = {
        "mm/min": Function("mm/min", (1,), 1.2, False, "how far the rod drifts in a minute"),
    }

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        first = {group[0].component.tag: group for group in reversed(places.strokes)}
        return [] if dead else [("mm/min", list(first.values()))]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        return self.measure_many(function, [ports])[0]

    def measure_many(self, function: str, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        """Watch the machine for a minute as it stands; then it stands as before."""
        self.sim.solve()
        before = [self.stands(ports[0]) for ports in groups]
        now = self.sim.snapshot()
        self.sim.advance(LOOKED)
        after = [self.stands(ports[0]) for ports in groups]
        self.sim.rewind(now)
        return [self.drift(b - a) for a, b in zip(before, after, strict=True)]

    def stands(self, port: Port) -> np.ndarray:
        body, way = self.way(port)
        return way * np.asarray(self.view(port).travel(body), dtype=float)

    def drift(self, mm: np.ndarray) -> Measured:
        """Return what the dial shows: tenths below 20 mm, then a rule takes over."""
        step = np.where(np.abs(mm) < 20.0, 0.1, 1.0)
        value = np.round(np.round(mm / step) * step, 1) + 0.0
        return Measured(value, 0.4 * step + 0.01 * np.abs(mm), "mm/min",
                        lambda n: f"{value[n]:g} mm/min")  # fmt: skip


def seconds(value: float) -> str:
    """Write what the watch shows; nothing has been stopped before the first whole stroke."""
    return f"{value:.1f} s" if np.isfinite(value) else "----"
