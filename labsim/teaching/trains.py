"""Shaft lines in a lab's text, fault beside fault: figures, spectra, phase clocks, speed tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians, sin
from typing import Any

from labsim.machines.pump_set import PumpSet
from labsim.teaching.curves import Curve, field
from labsim.teaching.page import Piece, figure, table, text
from labsim.teaching.pictures import BLUE, RED
from labsim.teaching.tenfaults import Filed, filed
from labsim.teaching.vibration import spectra

__all__ = ["clocks", "orders", "signs", "speeds"]

SPEEDS = {"30 Hz": 900.0, "45 Hz": 1350.0, "60 Hz": 1800.0}  # rpm without slip
PLACES = ("B1", "B2", "B3", "B4")
STEP, ROW, FACE = 118.0, 134.0, 36.0  # px: clock to clock, row to row, radius of a clock
LEAST = 0.12  # mm/s below which a clock has no hand


def running(lab: Any, fault: str | None, drive: str = "60 Hz") -> Any:
    """Return a practice bench, fault at its worst, whose machine runs at a speed of its drive."""
    bench = lab.bench(fault, seed=1) if fault else lab.bench()
    return bench.operate("A1", drive).wait(4)


def signs(lab: Any, faults: Iterable[str | None], pad: str = "B2") -> Piece:
    """Show the lines of some faults at one bearing, at full speed."""
    rows = []
    for fault in faults:
        bench = running(lab, fault)
        ways = [bench.measure("mm/s", f"{pad}:{way}").value for way in "HVA"]
        lines = [bench.measure(f"mm/s {order}", f"{pad}:{way}").value
                 for way in "VA" for order in ("1X", "2X")]  # fmt: skip
        half = bench.measure("mm/s 0.5X", f"{pad}:V").value
        rows.append([fault or "sound", *(f"{v:.2f}" for v in (*ways, *lines, half))])
    heads = ["", "H", "V", "A", "1X up", "2X up", "1X along", "2X along", "½X up"]
    return table(heads, rows, f"mm/s rms at {pad}, 60 Hz: overall H, V, A, then single lines")


def orders(shown: Sequence[tuple[str, str, str]], caption: str = "") -> Piece:
    """Show spectra of the pump set: title, fault, pad; marks at half, one, two, three, five X."""
    lines = {"½X": 0.5, "1X": 1.0, "2X": 2.0, "3X": 3.0, "5X": 5.0}
    marks = lambda now, part: {n: k * now.shaft(part) for n, k in lines.items()}  # noqa: E731
    panels = [filed(Filed(title, PumpSet, fault, pad, marks, highest=180.0))
              for title, fault, pad in shown]  # fmt: skip
    return spectra(panels, 2, caption)


def speeds(lab: Any, shown: Sequence[tuple[str, str, str, str]], caption: str = "") -> Piece:
    """Show how lines grow with speed: name, fault, function, pad; each as part of its most."""
    curves: list[Curve] = []
    for name, fault, function, pad in shown:
        read = [running(lab, fault, drive).measure(function, pad).value for drive in SPEEDS]
        parts = [value / max(max(read), 1e-9) for value in read]
        curves.append((name, list(zip(SPEEDS.values(), parts, strict=True))))
    return field(curves, ("rpm", 2000.0), ("part of its most", 1.2), caption=caption)


# phase clocks -----------------------------------------------------------------------------------
def clocks(lab: Any, faults: Sequence[str], way: str = "A", caption: str = "") -> Piece:
    """Show 1X at the four bearings as clock hands, a row a fault: angle after the tacho, size."""
    lines, told = "", []
    for row, fault in enumerate(faults):
        bench, y = running(lab, fault), 70.0 + ROW * row
        pads = [f"{tag}:{way}" for tag in PLACES]
        sizes = [float(bench.measure("mm/s 1X", pad).value) for pad in pads]
        angles = [bench.measure("° 1X", pad).value for pad in pads]
        lines += text(14, y - FACE - 12, fault, "start", 'font-weight="600"')
        read = zip(pads, sizes, angles, strict=True)
        lines += "".join(_clock(70.0 + STEP * n + 24.0 * (n > 1), y, *one, max(sizes))
                         for n, one in enumerate(read))  # fmt: skip
        said = [f"{p} {s:.1f} mm/s" + (f" at {a:.0f}°" if s > LEAST else "")
                for p, s, a in zip(pads, sizes, angles, strict=True)]  # fmt: skip
        told.append(f"{fault}: {', '.join(said)}")
    high = 40.0 + ROW * len(faults)
    return figure(lines, 90.0 + 4 * STEP, high, caption, ". ".join(told) + ".")


def _clock(x: float, y: float, pad: str, size: float, angle: float, most: float) -> str:
    """Draw one clock: its hand points where 1X stands, as long as the line is large."""
    far = FACE * max(size / max(most, 1e-9), 0.25)
    ink = RED if pad[1] in "34" else BLUE
    face = f'<circle cx="{x}" cy="{y}" r="{FACE}" fill="none" stroke="currentColor" opacity=".5"/>'
    face += f'<path d="M{x},{y - FACE}v6" stroke="currentColor"/>'
    if size > LEAST:
        tip = x + far * sin(radians(angle)), y - far * cos(radians(angle))
        face += f'<path d="M{x},{y}L{tip[0]:.1f},{tip[1]:.1f}" stroke="{ink}" stroke-width="3.5"/>'
        face += f'<circle cx="{tip[0]:.1f}" cy="{tip[1]:.1f}" r="4" fill="{ink}"/>'
    return face + text(x, y + FACE + 15, f"{pad} {size:.1f}", more='font-size="11"')
