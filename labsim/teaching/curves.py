"""Curves of hydraulics for a lab's text: dials of gauges, a pump against its relief valve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians, sin

from labsim.teaching.page import PAPER, Piece, figure, text
from labsim.teaching.pictures import BLUE, RED

__all__ = ["Curve", "dials", "field"]

WIDE, HIGH, LEFT, TOP, LOW = 430.0, 230.0, 52.0, 14.0, 40.0  # px, of the field and its margins
SWEEP, FIRST = 270.0, 135.0  # degrees a needle turns, and where it begins
STEADY, CLASS = 0.75, 0.016  # part of its range a gauge is used up to; class 1.6 (EN 837)
DASHES = ("", "7 4", "2 3", "10 3 2 3")
INKS = (BLUE, RED, "currentColor", "#2e7d32")

Curve = tuple[str, Sequence[tuple[float, float]]]


# gauges -----------------------------------------------------------------------------------------
def dials(bar: float, ranges: Iterable[float], caption: str = "") -> Piece:
    """Show one pressure on gauges of several ranges, and how far each may be out."""
    tops = list(ranges)
    lines = "".join(_dial(90.0 + 170.0 * n, bar, top) for n, top in enumerate(tops))
    told = "; ".join(f"to {top:g} bar: {_verdict(bar, top)}" for top in tops)
    words = f"{bar:g} bar: {told}."
    return figure(lines, 180.0 + 170.0 * (len(tops) - 1), 210.0, caption or words, words)


def _verdict(bar: float, top: float) -> str:
    if bar > top:
        return "needle bent"
    return f"± {CLASS * top:.2g} bar" + (", too near its end" if bar > STEADY * top else "")


def _on(x: float, share: float, far: float) -> tuple[float, float]:
    angle = radians(FIRST + SWEEP * min(share, 1.06))
    return x + far * cos(angle), 90.0 + far * sin(angle)


def _dial(x: float, bar: float, top: float) -> str:
    """Draw one gauge: scale, the part it is used in, the needle, its verdict."""
    (x0, y0), (x1, y1), (x2, y2) = (_on(x, s, 62.0) for s in (0.0, STEADY, 1.0))
    arc = f'<path d="M{x0:.1f},{y0:.1f}A62,62 0 1 1 {x1:.1f},{y1:.1f}" stroke="{BLUE}" '
    arc += f'stroke-width="6" fill="none"/><path d="M{x1:.1f},{y1:.1f}A62,62 0 0 1 {x2:.1f},'
    arc += f'{y2:.1f}" stroke="{RED}" stroke-width="6" stroke-dasharray="5 3" fill="none"/>'
    tip, ink = _on(x, bar / top, 50.0), RED if bar > STEADY * top else "currentColor"
    needle = f'<path d="M{x:.1f},90L{tip[0]:.1f},{tip[1]:.1f}" stroke="{ink}" stroke-width="3.5"/>'
    bold = 'font-weight="650"'
    return (
        f'<circle cx="{x}" cy="90" r="74" fill="{PAPER}" stroke="currentColor"/>{arc}{needle}'
        f'<circle cx="{x}" cy="90" r="5" fill="currentColor"/>'
        + text(x, 138, f"0 – {top:g} bar") + text(x, 190, _verdict(bar, top), more=bold)
    )  # fmt: skip


# fields of curves -------------------------------------------------------------------------------
def field(
    curves: Sequence[Curve], across: tuple[str, float], up: tuple[str, float],
    mark: tuple[float, float, str] | None = None, caption: str = "",
) -> Piece:  # fmt: skip
    """Show curves in a field; `across` and `up` are what the axes show and where they end.

    Each curve is a name and its points; `mark` is a point with a word beside it.
    """
    place = lambda x, y: (LEFT + WIDE * x / across[1], TOP + HIGH * (1.0 - y / up[1]))  # noqa: E731
    lines = _axes(across, up)
    for n, (name, points) in enumerate(curves):
        ink, dash = INKS[n % len(INKS)], DASHES[n % len(DASHES)]
        path = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in points)
        lines += f'<polyline fill="none" stroke="{ink}" stroke-width="2.4" '
        lines += f'stroke-dasharray="{dash}" points="{path}"/>'
        y = TOP + 12.0 + 22.0 * n
        lines += f'<path d="M{LEFT + WIDE + 14},{y - 4}h30" stroke="{ink}" stroke-width="2.4" '
        lines += f'stroke-dasharray="{dash}"/>' + text(LEFT + WIDE + 50, y, name, "start")
    if mark is not None:
        x, y = place(*mark[:2])
        lines += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{RED}"/>'
        lines += text(x - 10, y - 10, mark[2], "end", 'font-weight="650"')
    told = "; ".join(f"{name}: {_ends(points)}" for name, points in curves)
    words = f"{up[0]} over {across[0]}. {told}." + (f" Marked: {mark[2]}." if mark else "")
    return figure(lines, LEFT + WIDE + 250.0, TOP + HIGH + LOW, caption or words, words)


def _ends(points: Sequence[tuple[float, float]]) -> str:
    (x0, y0), (x1, y1) = points[0], points[-1]
    return f"{y0:.3g} at {x0:.3g}, {y1:.3g} at {x1:.3g}"


def _axes(across: tuple[str, float], up: tuple[str, float]) -> str:
    low, right = TOP + HIGH, LEFT + WIDE
    lines = f'<path d="M{LEFT},{TOP}V{low}H{right}" stroke="currentColor" fill="none"/>'
    for n in range(1, 5):
        x, y = LEFT + WIDE * n / 4, low - HIGH * n / 4
        lines += f'<path d="M{LEFT},{y}H{right}M{x},{TOP}V{low}" stroke="currentColor" '
        lines += 'opacity="0.13"/>'
        lines += text(x, low + 16, f"{across[1] * n / 4:g}")
        lines += text(LEFT - 6, y + 4, f"{up[1] * n / 4:g}", "end")
    bold = 'font-weight="600"'
    return (
        lines
        + text(right, low + 33, across[0], "end", bold)
        + text(LEFT + 6, TOP + 9, up[0], "start", bold)
    )
