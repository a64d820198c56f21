"""Pictures of a stop as a drive's trace memory has it: bus voltage over time, slice by slice."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.course import lab
from labsim.electrical import drives
from labsim.electrical.dcbus import SLICE, TRIP
from labsim.teaching.page import INK, SOFT, Piece

__all__ = ["own_stop", "stops"]

STEP, SECONDS = 0.2, 6.0  # s between two looks at the machine, s shown
WIDTH, HEIGHT, LEFT, TOP = 640, 300, 62, 14
LOW, HIGH = 640.0, 850.0  # V of the axis
COLORS = ("#1f6f9f", "#c62d24", "#7a5ba6")
DASHES = ("", "7 4", "2 3")
LEVELS = ((TRIP, "trip 820 V"), (780.0, "chopper on 780 V"), (679.0, "peak of the mains 679 V"))


def trace(sim: Simulation) -> tuple[np.ndarray, str]:
    """Run a machine up, stop it, and return the bus in V every 4 ms and what the display says."""
    sim.operate("S1", "1").advance(sim.machine.pause)
    sim.operate("S1", "0")
    found: list[float] = []
    for _ in range(round(SECONDS / STEP)):
        sim.solve()
        found += drives.ahead(sim.views["T1"], STEP)
        sim.advance(STEP)
    return np.array(found), str(sim.views["T1"].look()[0])


def stops(faults: Mapping[str, str], caption: str = "") -> Piece:
    """Show stops one over the other: label -> fault id, "" for a sound machine."""
    found = lab("ELE-07")
    variants = {
        label: variants_of(found.machine.fault(name))[0] if name else Variant()
        for label, name in faults.items()
    }
    return picture({k: trace(Simulation(found.machine, [v])) for k, v in variants.items()}, caption)


def own_stop(bench: Any, caption: str = "") -> Piece:
    """Read the trace of the last stop out of the drive of a bench, as it stands now.

    Reading it is a check like any other: it is recorded and takes its time.
    """
    peak, when = bench.measure("d.05"), bench.measure("d.06")
    sim = Simulation(bench.machine, [Variant(bench.sim.wrong[0])])
    told = f"{caption} Highest {peak.text}, {when.text} after the stop command.".strip()
    return picture({"last stop": trace(sim)}, told)


def picture(rows: Mapping[str, tuple[np.ndarray, str]], caption: str) -> Piece:
    """Draw traces with axes and levels; the words say where each peaks and how it ends."""
    lines = [_level(volts, text) for volts, text in LEVELS] + _axis()
    words = []
    for n, (label, (volts, end)) in enumerate(rows.items()):
        peak = int(volts.argmax())
        words.append(
            f"{label}: bus from {volts[0]:.0f} V to {volts[peak]:.0f} V at "
            f"{peak * SLICE:.2f} s, then {end}"
        )
        lines += _curve(n, label, volts)
    text = "Bus voltage after the stop command. " + "; ".join(words) + "."
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}"><svg role="img" viewBox="0 0 {WIDTH} '
        f'{HEIGHT}" style="max-width:{WIDTH}px;width:100%" font-size="12" '
        f'font-family="system-ui, sans-serif" aria-label="{escape(text, quote=True)}">'
        f'{"".join(lines)}</svg><figcaption style="color:{SOFT};font-size:13px">'
        f"{escape(caption or text)}</figcaption></figure>"
    )
    return Piece(html, text)


def _x(seconds: float) -> float:
    return round(LEFT + seconds / SECONDS * (WIDTH - LEFT - 20), 1)


def _y(volts: float) -> float:
    span = HEIGHT - TOP - 40
    return round(TOP + (HIGH - min(max(volts, LOW), HIGH)) / (HIGH - LOW) * span, 1)


def _level(volts: float, text: str) -> str:
    y = _y(volts)
    return (
        f'<path d="M{LEFT},{y}H{WIDTH - 20}" stroke="currentColor" opacity="0.35"/>'
        f'<text x="{WIDTH - 22}" y="{y - 4}" text-anchor="end" fill="currentColor" '
        f'opacity="0.75">{text}</text>'
    )


def _axis() -> list[str]:
    """Return the axes with their figures."""
    foot = _y(LOW)
    found = [f'<path d="M{LEFT},{TOP}V{foot}H{WIDTH - 20}" fill="none" stroke="currentColor"/>']
    for volts in (650, 700, 750, 800, 850):
        found.append(
            f'<text x="{LEFT - 6}" y="{_y(volts) + 4}" text-anchor="end" fill="currentColor">'
            f"{volts}{' V' if volts == 850 else ''}</text>"
        )
    for second in range(7):
        unit = " s" if second == 6 else ""
        found.append(
            f'<text x="{_x(second)}" y="{foot + 16}" text-anchor="middle" fill="currentColor">'
            f"{second}{unit}</text>"
        )
    return found


def _curve(n: int, label: str, volts: np.ndarray) -> list[str]:
    """Return one trace and its entry in the legend; colour and dashes tell them apart."""
    points = "L".join(f"{_x(k * SLICE)},{_y(v)}" for k, v in enumerate(volts))
    style = f'stroke="{COLORS[n % 3]}" stroke-width="1.6" stroke-dasharray="{DASHES[n % 3]}"'
    at, y = LEFT + 10 + 190 * n, HEIGHT - 8
    return [
        f'<path d="M{points}" fill="none" {style}/>',
        f'<path d="M{at},{y - 4}h28" fill="none" {style}/>',
        f'<text x="{at + 34}" y="{y}" fill="currentColor">{escape(label)}</text>',
    ]
