"""The screen of a vibration analyser as SVG."""

from __future__ import annotations

from html import escape

import numpy as np

from labsim.core.scales import ticks
from labsim.instruments.analyser.screen import Screen

__all__ = ["FRAME", "analyser_svg"]

WIDE, HIGH, LEFT, TOP, RIGHT, FOOT = 720.0, 300.0, 62.0, 30.0, 18.0, 58.0  # px
FRAME = (LEFT / WIDE, 1 - RIGHT / WIDE)  # where the axis begins and ends, part of the width
COLUMNS = 900  # drawn: a column keeps its lowest and highest sample
CURVE, MARK, STAMP = ("var(--ls-line1, #1f6f9f)", "var(--ls-line2, #b3391f)",
                      "var(--ls-line4, #4d6b1f)")  # fmt: skip
STEP = 9.0  # px, from one row of a waterfall to the next


class _Plane:
    """From Hz or s and values to px."""

    def __init__(self, screen: Screen) -> None:
        stacked = screen.y.ndim == 2
        self.rise = STEP * (len(screen.y) - 1) if stacked else 0.0
        self.begin, self.end = float(screen.x[0]), float(screen.x[-1])
        top = float(np.abs(screen.y).max()) or 1.0
        signed = float(screen.y.min()) < 0
        room = 1.0 if signed or stacked else 1.12  # for the sign of a cursor above its line
        self.marks = ticks(-top if signed else 0.0, top, 5)
        self.low, self.high = self.marks[0], max(self.marks[-1], room * top)

    def x(self, value: float) -> float:
        part = (value - self.begin) / (self.end - self.begin)
        return round(LEFT + part * (WIDE - LEFT - RIGHT), 1)

    def y(self, value: float, row: int = 0) -> float:
        tall = HIGH - self.rise
        part = (value - self.low) / (self.high - self.low)
        return round(TOP + HIGH - row * STEP - part * tall, 1)


def analyser_svg(screen: Screen) -> str:
    """Return the screen: axes, curve or waterfall, stamps, cursor and its family, its foot."""
    plane = _Plane(screen)
    parts = [*_axes(screen, plane), *_curves(screen, plane), *_stamps(screen, plane),
             *_cursors(screen, plane), *_texts(screen)]  # fmt: skip
    high = TOP + HIGH + FOOT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:g} {high:g}" role="img" '
        f'aria-label="{escape(screen.words, quote=True)}" font-family="system-ui, sans-serif" '
        f'font-size="12" style="width:100%;max-width:{WIDE:g}px">{"".join(parts)}</svg>'
    )


def _axes(screen: Screen, plane: _Plane) -> list[str]:
    found = []
    for value in plane.marks:
        y = plane.y(value)
        found.append(f'<path d="M{LEFT},{y}H{WIDE - RIGHT}" stroke="currentColor" opacity="0.16"/>')
        at = f'x="{LEFT - 6}" y="{y + 4}" text-anchor="end"'
        found.append(f'<text {at} fill="currentColor">{value:g}</text>')
    for value in ticks(plane.begin, plane.end, 10):
        if plane.begin <= value <= plane.end:
            x, low = plane.x(value), TOP + HIGH
            found.append(f'<path d="M{x},{low}v5" stroke="currentColor"/>')
            found.append(f'<text x="{x}" y="{low + 18}" text-anchor="middle" '
                         f'fill="currentColor">{value:g}</text>')  # fmt: skip
    found.append(f'<path d="M{LEFT},{TOP}V{TOP + HIGH}H{WIDE - RIGHT}" fill="none" '
                 'stroke="currentColor"/>')  # fmt: skip
    return found


def _curves(screen: Screen, plane: _Plane) -> list[str]:
    rows = np.atleast_2d(screen.y)
    found = []
    for n in reversed(range(len(rows))):
        path = _path(screen.x, rows[n], plane, n)
        fill = "var(--ls-paper, #fff)" if len(rows) > 1 else "none"
        found.append(f'<path d="{path}" fill="{fill}" stroke="{CURVE}" stroke-width="1.1" '
                     'stroke-linejoin="round"/>')  # fmt: skip
        if len(rows) > 1 and n % 5 == 0:
            y = plane.y(0.0, n)
            at = f'x="{WIDE - RIGHT - 4}" y="{y - 2}" text-anchor="end" font-size="10"'
            found.append(f'<text {at} fill="currentColor">{escape(screen.along[n])}</text>')
    return found


def _path(x: np.ndarray, y: np.ndarray, plane: _Plane, row: int) -> str:
    """Return a curve; of many samples in one column the lowest and the highest."""
    if len(x) <= 2 * COLUMNS:
        points = zip(x, y, strict=True)
        return "M" + "L".join(f"{plane.x(a)},{plane.y(b, row)}" for a, b in points)
    parts = np.array_split(np.arange(len(x)), COLUMNS)
    drawn = []
    for part in parts:
        place = plane.x(float(x[part[0]]))
        low, high = plane.y(float(y[part].min()), row), plane.y(float(y[part].max()), row)
        drawn.append(f"{place},{low}L{place},{high}")
    return "M" + "L".join(drawn)


def _stamps(screen: Screen, plane: _Plane) -> list[str]:
    found = []
    for n, (hertz, name) in enumerate(sorted(screen.stamps)):
        x = plane.x(hertz)
        found.append(f'<path d="M{x},{TOP}V{TOP + HIGH}" stroke="{STAMP}" stroke-dasharray="2 4"/>'
                     f'<text x="{x + 2}" y="{TOP + 10 + 11 * (n % 3)}" font-size="10" '
                     f'fill="{STAMP}">{escape(name)}</text>')  # fmt: skip
    return found


def _cursors(screen: Screen, plane: _Plane) -> list[str]:
    found = []
    for cursor in screen.marks:
        x, y = plane.x(cursor.hertz), plane.y(cursor.rms)
        fill = MARK if cursor.there else "none"
        found.append(f'<path d="M{x},{y - 4}l-5,-9h10z" fill="{fill}" stroke="{MARK}"/>'
                     f'<text x="{x}" y="{y - 16}" text-anchor="middle" font-size="10" '
                     f'fill="{MARK}">{escape(cursor.name)}</text>')  # fmt: skip
    if screen.cursor:
        x = plane.x(screen.cursor.hertz)
        found.append(f'<path d="M{x},{TOP}V{TOP + HIGH}" stroke="{MARK}" stroke-width="1.4"/>')
    return found


def _texts(screen: Screen) -> list[str]:
    head = f"{screen.title}, {screen.y_name.replace('m/s2', 'm/s²').replace('um', 'µm')}"
    found = [f'<text x="{LEFT}" y="16" font-size="13" font-weight="600" fill="currentColor">'
             f"{escape(head)}</text>"]  # fmt: skip
    low = TOP + HIGH
    found.append(f'<text x="{WIDE - RIGHT}" y="{low + 36}" text-anchor="end" fill="currentColor">'
                 f"{escape(screen.x_name)}</text>")  # fmt: skip
    for n, line in enumerate(screen.foot[:2]):
        found.append(f'<text x="{LEFT}" y="{low + 36 + 15 * n}" font-size="11.5" '
                     f'fill="currentColor">{escape(line)}</text>')  # fmt: skip
    return found
