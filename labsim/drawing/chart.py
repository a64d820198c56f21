"""Charts: quantities against time as lines, in words and as a table. One panel for each unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from labsim.core.scales import ticks

__all__ = ["Chart", "Curve", "chart"]

WIDTH, LEFT, RIGHT, TOP, FOOT = 660.0, 58.0, 112.0, 16.0, 34.0  # px
TALL, GAP, ROWS, LABEL = 150.0, 24.0, 13, 15.0  # px, px, rows of a table, px between labels
COLORS = ("var(--ls-line1, #1f6f9f)", "var(--ls-line2, #b3391f)", "var(--ls-line3, #6a4b9a)",
          "var(--ls-line4, #4d6b1f)")  # fmt: skip
DASHES = ("", "7 3", "2 3", "9 3 2 3")
SOFT = "var(--ls-soft, #51606f)"
LONG = 300.0  # s from which the axis is in minutes
LEAST = {"bar": 10.0, "mm": 50.0, "L/min": 5.0, "°C": 10.0, "rpm": 100.0}  # spans of an axis


@dataclass(frozen=True)
class Curve:
    """One quantity: name, unit, times in s (n,), values (n,); `single`: readings, one by one.

    `least` is the least span of its axis, 0: that of its unit.
    """

    name: str
    unit: str
    times: np.ndarray
    values: np.ndarray
    single: bool = False
    least: float = 0.0


@dataclass(frozen=True)
class Chart:
    """A chart drawn: SVG, the same in words, and as rows of a table with its heads."""

    svg: str
    words: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def table(self) -> str:
        """Return the table as HTML."""
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in self.heads)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def chart(
    curves: Sequence[Curve], marks: Sequence[tuple[float, str]] = (), title: str = ""
) -> Chart:
    """Draw curves over one time axis; `marks` are moments in s with what was done then."""
    units = list(dict.fromkeys(curve.unit for curve in curves))
    begin = min(float(c.times[0]) for c in curves)
    end = max(max(float(c.times[-1]) for c in curves), begin + 1.0)
    scale = (WIDTH - LEFT - RIGHT) / (end - begin)
    drawn, low = [], TOP
    for unit in units:
        mine = [(n, c) for n, c in enumerate(curves) if c.unit == unit]
        drawn += _panel(mine, unit, low, begin, scale)
        low += TALL + GAP
    foot = low - GAP
    drawn += _times(begin, end, foot, scale) + _marks(marks, begin, end, foot, scale)
    words = _words(curves, marks, title)
    high = foot + FOOT + (LABEL if marks else 0)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH:g} {high:g}" '
        f'class="ls-chart-svg" font-family="system-ui, sans-serif" font-size="12" '
        f'style="max-width:{WIDTH:g}px;width:100%" '
        f'aria-label="{escape(words, quote=True)}">{"".join(drawn)}</svg>'
    )
    heads, rows = _table(curves, begin, end)
    return Chart(svg, words, heads, rows)


def _panel(
    curves: list[tuple[int, Curve]], unit: str, top: float, begin: float, scale: float
) -> list[str]:
    """Draw the curves of one unit with their axis; each is named where it ends."""
    every = np.concatenate([c.values for _, c in curves])
    every = every[np.isfinite(every)]
    low, high = (float(every.min()), float(every.max())) if every.size else (0.0, 0.0)
    least = max(c.least for _, c in curves) or LEAST.get(unit, 1.0)
    low = low if low < -0.04 * max(high, least) else 0.0
    marks = ticks(low, max(high, low + least), 5)
    tall = TALL / (marks[-1] - marks[0])
    level = lambda v: round(top + (marks[-1] - max(v, marks[0])) * tall, 1)  # noqa: E731
    right = WIDTH - RIGHT
    found = [
        f'<path d="M{LEFT},{level(v)}H{right}" stroke="currentColor" '
        f'opacity="{0.7 if v == 0 else 0.18}"/>'
        f'<text x="{LEFT - 6}" y="{level(v) + 4}" text-anchor="end" fill="currentColor">{v:g}'
        f"{f' {unit}' if v == marks[-1] else ''}</text>"
        for v in marks
    ]
    where = _apart([level(float(c.values[-1])) for _, c in curves], top + TALL)
    for (n, curve), y in zip(curves, where, strict=True):
        found += _line(n, curve, begin, scale, level, y)
    return found


def _line(
    n: int, curve: Curve, begin: float, scale: float, level: Callable[[float], float], y: float
) -> list[str]:
    """Draw one curve; where it has no value it has a gap. Single readings are dots."""
    path, pen, dots = "", "M", []
    for time, value in zip(curve.times, curve.values, strict=True):
        if not np.isfinite(value):
            pen = "M"
            continue
        x, high = round(LEFT + (float(time) - begin) * scale, 1), level(float(value))
        path += f"{pen}{x},{high}"
        pen = "L"
        dots.append(f'<circle cx="{x}" cy="{high}" r="3.6" fill="{COLORS[n % 4]}"/>')
    style = f'stroke="{COLORS[n % 4]}" stroke-dasharray="{DASHES[n % 4]}"'
    wide = 1 if curve.single else 2
    x = WIDTH - RIGHT + 6
    return [
        f'<path d="{path or "M0,0"}" fill="none" stroke-linejoin="round" stroke-width="{wide}" '
        f"{style}/>",
        *(dots if curve.single else ()),
        f'<path d="M{x},{y}h22" fill="none" stroke-width="2" {style}/>',
        f'<text x="{x + 27}" y="{y + 4}" fill="currentColor">{escape(curve.name)}</text>',
    ]


def _apart(levels: list[float], low: float) -> list[float]:
    """Move labels so that none lies on another."""
    order = sorted(range(len(levels)), key=lambda n: levels[n])
    found, last = list(levels), -1e9
    for n in order:
        last = found[n] = max(levels[n] if math.isfinite(levels[n]) else low, last + LABEL)
    over = max(0.0, last - low)
    return [y - over for y in found]


def _times(begin: float, end: float, foot: float, scale: float) -> list[str]:
    """Draw the axis of time: seconds, or minutes where there are many."""
    one, unit = (60.0, "min") if end - begin > LONG else (1.0, "s")
    marks = [t for t in ticks(0.0, (end - begin) / one, 8) if t * one <= end - begin + 1e-9]
    found = [f'<path d="M{LEFT},{foot}H{WIDTH - RIGHT}" stroke="currentColor"/>']
    for t in marks:
        x = round(LEFT + t * one * scale, 1)
        found.append(
            f'<path d="M{x},{foot}v5" stroke="currentColor"/><text x="{x}" y="{foot + 18}" '
            f'text-anchor="middle" fill="currentColor">{t:g}{f" {unit}" if t == marks[-1] else ""}'
            "</text>"
        )
    return found


def _marks(
    marks: Sequence[tuple[float, str]], begin: float, end: float, foot: float, scale: float
) -> list[str]:
    """Draw the moments at which something was done; words that would touch are left out."""
    found, free = [], 0.0
    for at, what in marks:
        if not begin <= at <= end:
            continue
        x = round(LEFT + (at - begin) * scale, 1)
        found.append(f'<path d="M{x},{TOP - 8}V{foot}" stroke="{SOFT}" stroke-dasharray="2 4"/>')
        if x >= free:
            found.append(
                f'<text x="{x - 4}" y="{foot + 34}" fill="{SOFT}" font-size="11">▲ '
                f"{escape(what)}</text>"
            )
            free = x + 6.5 * len(what) + 20
    return found


def figures(value: float) -> str:
    """Write a value with three figures at most."""
    if not math.isfinite(value):
        return "–"
    rounded = round(value, 1) if abs(value) < 100 else round(value)
    return f"{rounded + 0.0:g}"


def _words(curves: Sequence[Curve], marks: Sequence[tuple[float, str]], title: str) -> str:
    found = [title] if title else []
    for c in curves:
        known = np.isfinite(c.values)
        if not known.any():
            found.append(f"{c.name}: nothing recorded")
            continue
        times, values = c.times[known] - c.times[0], c.values[known]
        low, high = int(values.argmin()), int(values.argmax())
        found.append(
            f"{c.name} in {c.unit}: {figures(values[0])} at first, lowest {figures(values[low])} "
            f"at {figures(times[low])} s, highest {figures(values[high])} at "
            f"{figures(times[high])} s, {figures(values[-1])} at {figures(times[-1])} s"
        )
    begin = min(float(c.times[0]) for c in curves)
    found += [f"{what} at {figures(at - begin)} s" for at, what in marks]
    return ". ".join(found) + "."


def _table(
    curves: Sequence[Curve], begin: float, end: float
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return heads and rows: at equal times, or of single readings every one."""
    heads = ("s", *(f"{c.name}, {c.unit}" for c in curves))
    times: Any = np.linspace(begin, end, ROWS)
    if all(c.single for c in curves):
        times = np.unique(np.concatenate([c.times for c in curves]))
    rows = [
        (figures(float(time - begin)), *(_at(curve, float(time)) for curve in curves))
        for time in times
    ]
    return heads, tuple(rows)


def _at(curve: Curve, time: float) -> str:
    """Return the figure of a curve at a time; a single reading only where it was taken."""
    near = int(np.abs(curve.times - time).argmin())
    taken = not curve.single or abs(float(curve.times[near]) - time) < 0.05
    return figures(float(curve.values[near])) if taken else ""
