"""Pictures of items: spectra, waveforms, gauges, trends, dials, tables. SVG in a few milliseconds.

Each comes with words that tell what is to be seen, and do not tell the answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from labsim.core.scales import ticks
from labsim.study.item import Picture

__all__ = [
    "dial", "framed", "gauge", "label", "plot", "scheme", "spectrum", "table", "waveform",
]  # fmt: skip

WIDE, HIGH, LEFT, RIGHT, TOP, FOOT = 620.0, 240.0, 62.0, 16.0, 14.0, 42.0  # px
INK, SOFT, LINE, HOT = "#1c2733", "#51606f", "#1f6f9f", "#b3391f"
POINTS = 900  # of a curve: more than the pixels there are
SWEEP = 135.0  # ° of a gauge's scale to each side of upright


def framed(body: str, words: str, wide: float = WIDE, high: float = HIGH) -> Picture:
    """Return a picture of what is drawn in a field of so many px, with its words as title."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" role="img"'
        f' style="max-width:{wide:g}px;width:100%;background:#fff" font-family="sans-serif"'
        f' font-size="12"><title>{escape(words)}</title>'
    )
    return Picture(f"{head}{body}</svg>", words)


def label(x: float, y: float, text: str, anchor: str = "middle", ink: str = INK) -> str:
    """Return a text at a place in px, escaped."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{ink}">{escape(text)}</text>'
    )


class _Axes:
    """A frame with round figures on both axes, and what is drawn in it."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.across, self.up = ticks(*x, most=9), ticks(*y, most=6)
        self.x0, self.x1, self.y0, self.y1 = x[0], x[1], self.up[0], self.up[-1]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point in px."""
        share = (x - self.x0) / (self.x1 - self.x0)
        height = (y - self.y0) / (self.y1 - self.y0)
        return LEFT + share * (WIDE - LEFT - RIGHT), HIGH - FOOT - height * (HIGH - FOOT - TOP)

    def frame(self, x_name: str, y_name: str) -> str:
        out = []
        for value in self.up:
            y = self.at(self.x0, value)[1]
            out.append(f'<path d="M{LEFT},{y:.1f}H{WIDE - RIGHT}" stroke="#d5dce3"/>')
            out.append(label(LEFT - 6, y + 4, f"{value:g}", "end", SOFT))
        for value in self.across:
            if self.x0 <= value <= self.x1:
                x = self.at(value, self.y0)[0]
                out.append(f'<path d="M{x:.1f},{HIGH - FOOT}v5" stroke="{SOFT}"/>')
                out.append(label(x, HIGH - FOOT + 18, f"{value:g}", ink=SOFT))
        out.append(label((LEFT + WIDE) / 2, HIGH - 6, x_name))
        middle = (TOP + HIGH - FOOT) / 2
        out.append(
            f'<text transform="translate(14,{middle:.0f}) rotate(-90)" text-anchor="middle"'
            f' fill="{INK}">{escape(y_name)}</text>'
        )
        return "".join(out)


def plot(
    x: Sequence[float],
    curves: Mapping[str, Sequence[float]],
    x_name: str,
    y_name: str,
    words: str,
    levels: Mapping[str, float] | None = None,
) -> Picture:
    """Draw curves over one axis, and `levels` (alarm limits, a stop) as dashed lines."""
    levels = levels or {}
    every = [float(v) for curve in curves.values() for v in curve] + list(levels.values())
    axes = _Axes((float(x[0]), float(x[-1])), (min(0.0, *every), max(every) * 1.05))
    body = axes.frame(x_name, y_name)
    for name, value in levels.items():
        at = axes.at(axes.x0, value)[1]
        body += f'<path d="M{LEFT},{at:.1f}H{WIDE - RIGHT}" stroke="{HOT}" stroke-dasharray="6 4"/>'
        body += label(WIDE - RIGHT - 4, at - 4, name, "end", HOT)
    return framed(body + _curves(axes, x, curves), words)


def _curves(axes: _Axes, x: Sequence[float], curves: Mapping[str, Sequence[float]]) -> str:
    inks, body = (LINE, "#6a4b9a", "#4d6b1f", INK), ""
    step = max(len(x) // POINTS, 1)
    for (name, curve), ink in zip(curves.items(), inks, strict=False):
        pairs = zip(x[::step], curve[::step], strict=True)
        points = [axes.at(float(a), float(b)) for a, b in pairs]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        body += f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="1.5"/>'
        if len(curves) > 1:
            body += label(points[-1][0] - 4, points[-1][1] - 6, name, "end", ink)
    return body


def waveform(
    times: Sequence[float], values: Sequence[float], unit: str, words: str, second: str = "ms"
) -> Picture:
    """Draw a waveform; times in s are shown in ms or s."""
    scale = 1000.0 if second == "ms" else 1.0
    x = np.asarray(times, float) * scale
    y = np.asarray(values, float)
    peak = float(np.max(np.abs(y))) * 1.1 or 1.0
    axes = _Axes((float(x[0]), float(x[-1])), (-peak, peak))
    step = max(len(x) // POINTS, 1)
    points = " ".join("{:.1f},{:.1f}".format(*axes.at(a, b)) for a, b in zip(x[::step], y[::step], strict=True))  # fmt: skip  # noqa: E501
    body = axes.frame(f"time, {second}", unit)
    return framed(
        body + f'<polyline points="{points}" fill="none" stroke="{LINE}" stroke-width="1.3"/>',
        words,
    )


def spectrum(
    lines: Mapping[float, float],
    unit: str,
    words: str = "",
    *,
    top: float | None = None,
    floor: float = 0.01,
    seed: int = 0,
    axis: str = "frequency, Hz",
) -> Picture:
    """Draw a spectrum of lines (frequency -> amplitude) on a floor of noise.

    `floor` is a share of the highest line. Without words the lines are read out, which a stem
    that asks for one of them must not allow: then give words.
    """
    end = top or max(lines) * 1.15
    high = max(lines.values())
    rng = np.random.default_rng(seed)
    x = np.linspace(0, end, 400)
    y = floor * high * np.abs(rng.normal(0.6, 0.3, x.size))
    axes = _Axes((0.0, end), (0.0, high * 1.08))
    base = " ".join("{:.1f},{:.1f}".format(*axes.at(a, b)) for a, b in zip(x, y, strict=True))
    body = axes.frame(axis, unit) + f'<polyline points="{base}" fill="none" stroke="{LINE}"/>'
    for at, size in lines.items():
        (a, low), (_, up) = axes.at(at, 0.0), axes.at(at, size)
        body += f'<path d="M{a:.1f},{low:.1f}V{up:.1f}" stroke="{LINE}" stroke-width="2"/>'
    told = words or "Spectrum. " + ", ".join(f"{f:.4g}: {a:.3g} {unit}" for f, a in lines.items())
    return framed(body, told)


def gauge(value: float, low: float, high: float, unit: str, words: str = "") -> Picture:
    """Draw a round gauge with a pointer."""
    cx, cy, r = 120.0, 120.0, 100.0
    body = f'<circle cx="{cx}" cy="{cy}" r="{r}" fill="#fff" stroke="{INK}" stroke-width="3"/>'
    marks = ticks(low, high, 10)
    low, high = marks[0], marks[-1]

    def spot(v: float, radius: float) -> tuple[float, float]:
        angle = math.radians(-SWEEP + 2 * SWEEP * (v - low) / (high - low))
        return cx + radius * math.sin(angle), cy - radius * math.cos(angle)

    step = (marks[1] - marks[0]) / 5
    for k in range(round((high - low) / step) + 1):
        a, b = spot(low + k * step, r - 4), spot(low + k * step, r - (16 if k % 5 == 0 else 9))
        body += f'<path d="M{a[0]:.1f},{a[1]:.1f}L{b[0]:.1f},{b[1]:.1f}" stroke="{INK}"/>'
    for mark in marks:
        x, y = spot(mark, r - 28)
        body += label(x, y + 4, f"{mark:g}")
    tip = spot(min(max(value, low), high), r - 12)
    body += f'<path d="M{cx},{cy}L{tip[0]:.1f},{tip[1]:.1f}" stroke="{HOT}" stroke-width="3"/>'
    body += f'<circle cx="{cx}" cy="{cy}" r="6" fill="{HOT}"/>' + label(cx, cy + 62, unit)
    told = words or f"Gauge from {low:g} to {high:g} {unit}, pointer at {value:g}."
    return framed(body, told, 240, 240)


def dial(readings: Mapping[str, float], unit: str, title: str, words: str = "") -> Picture:
    """Draw readings of a dial indicator at clock positions: top, right, bottom, left."""
    places = {"top": (150, 46), "right": (262, 128), "bottom": (150, 208), "left": (38, 128)}
    body = f'<circle cx="150" cy="122" r="68" fill="none" stroke="{INK}" stroke-width="2"/>'
    body += '<path d="M150,54V190M82,122H218" stroke="#d5dce3"/>' + label(150, 18, title)
    for place, value in readings.items():
        body += label(*places[place], f"{value:+g}" if value else "0")
    told = ", ".join(f"{place} {value:+g}" for place, value in readings.items())
    return framed(body, words or f"{title}, {unit}: {told}.", 300, 230)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], words: str = "") -> Picture:
    """Draw a small table."""
    widths = [max(len(str(row[k])) for row in [heads, *rows]) * 7.2 + 22 for k in range(len(heads))]
    high, wide = 26.0 * (len(rows) + 1) + 4, sum(widths) + 4
    body, y = "", 2.0
    for n, row in enumerate([heads, *rows]):
        x = 2.0
        for width, cell in zip(widths, row, strict=True):
            fill = "#e8eef3" if n == 0 else "#fff"
            body += f'<rect x="{x}" y="{y}" width="{width:.0f}" height="26" fill="{fill}" stroke="#b8c3cd"/>'  # noqa: E501
            body += label(x + 10, y + 17, str(cell), "start")
            x += width
        y += 26
    told = words or "; ".join(", ".join(f"{h} {c}" for h, c in zip(heads, row, strict=True)) for row in rows)  # noqa: E501  # fmt: skip
    return framed(body, told, wide, high)


def scheme(parts: Sequence[str], words: str, marks: Mapping[int, str] | None = None) -> Picture:
    """Draw a train of boxes in a row, motor to fan, with marks such as bearings beneath."""
    wide = WIDE / max(len(parts), 1)
    body = f'<path d="M20,70H{WIDE - 20:.0f}" stroke="{INK}" stroke-width="4"/>'
    for k, part in enumerate(parts):
        x = k * wide + 10
        body += f'<rect x="{x:.0f}" y="36" width="{wide - 20:.0f}" height="68" rx="6" fill="#e8eef3" stroke="{INK}"/>'  # noqa: E501
        body += label(x + (wide - 20) / 2, 75, part)
    for k, mark in (marks or {}).items():
        body += label(k * wide + wide / 2, 126, mark, ink=HOT)
    return framed(body, words, WIDE, 140)
