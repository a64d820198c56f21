"""The screen of an oscilloscope as SVG, and the same in words."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from labsim.instruments.screen import DIVISIONS, HEIGHT, PRE

__all__ = ["screen_svg", "screen_words", "setting"]

CELL, LEFT, TOP, FOOT = 56, 26, 14, 56  # px: a division, the margins
WIDE, HIGH = CELL * DIVISIONS, CELL * HEIGHT
INK, GRID, COLORS = "#e8efe9", "#31493c", ("#ffd84a", "#5ad1ff")


def setting(value: float, unit: str) -> str:
    """Write the step of a knob: 5 ms, 200 mV, 5 V."""
    for size, prefix in ((1.0, ""), (1e-3, "m"), (1e-6, "µ")):
        if value >= size * 0.999:
            return f"{value / size:g} {prefix}{unit}"
    return f"{value:g} {unit}"


def _grid() -> str:
    lines = []
    for k in range(DIVISIONS + 1):
        x = LEFT + k * CELL
        lines.append(f"M{x},{TOP}V{TOP + HIGH}")
    for k in range(HEIGHT + 1):
        y = TOP + k * CELL
        lines.append(f"M{LEFT},{y}H{LEFT + WIDE}")
    middle = f"M{LEFT + WIDE / 2},{TOP}V{TOP + HIGH}M{LEFT},{TOP + HIGH / 2}H{LEFT + WIDE}"
    return (
        f'<path d="{"".join(lines)}" stroke="{GRID}" fill="none"/>'
        f'<path d="{middle}" stroke="{GRID}" stroke-width="2.4" fill="none"/>'
    )


def _height(trace: Any, n: int, volts: Any) -> Any:
    """Return the place of volts of a channel on the screen, in px from the top."""
    s = trace.settings
    place = np.clip(np.asarray(volts) / s.volts[n] + s.position[n], -HEIGHT / 2, HEIGHT / 2)
    return TOP + HIGH / 2 - place * CELL


def _curve(trace: Any, n: int) -> str:
    wave = trace.volts[n]
    if not len(wave):
        return ""
    x = LEFT + WIDE * np.arange(len(wave)) / len(wave)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, _height(trace, n, wave), strict=True))
    return (
        f'<polyline points="{points}" fill="none" stroke="{COLORS[n]}" stroke-width="1.8" '
        'stroke-linejoin="round"/>'
    )


def _marks(trace: Any) -> str:
    """Return where 0 V of each channel is, and the trigger: its level, its moment."""
    s, marks = trace.settings, []
    for n in range(len(trace.ports)):
        y = float(_height(trace, n, 0.0))
        marks.append(
            f'<path d="M{LEFT - 3},{y:.1f}l-14,-7v14z" fill="{COLORS[n]}"/>'
            f'<text x="{LEFT - 16}" y="{y + 4:.1f}" font-size="10" fill="#10201a">{n + 1}</text>'
        )
    source = min(s.source, len(trace.ports)) - 1
    y, x = float(_height(trace, source, s.level)), LEFT + PRE * CELL
    marks.append(f'<path d="M{LEFT + WIDE + 3},{y:.1f}l12,-6v12z" fill="{COLORS[source]}"/>')
    marks.append(f'<path d="M{x},{TOP}l-6,-10h12z" fill="{INK}"/>')
    return "".join(marks)


def knobs(trace: Any) -> list[str]:
    """Return the settings as the foot of the screen has them: a line a channel, then the rest."""
    s, lines = trace.settings, []
    for n, port in enumerate(trace.ports):
        odd = f", menu ×{s.menu[n]}" if s.menu[n] != s.probe[n] else ""
        text = f"CH{n + 1} {port}  {setting(s.volts[n], 'V')}/div  {s.coupling[n]}"
        lines.append(f"{text}  probe ×{s.probe[n]}{odd}")
    state = "" if trace.triggered else "  NOT TRIGGERED"
    lines.append(f"{setting(s.time, 's')}/div   trigger CH{s.source} {s.slope} {s.level:g} V "
                 f"{s.mode}{state}")  # fmt: skip
    return lines


def screen_svg(trace: Any) -> str:
    """Return the screen with its curves, marks and settings."""
    *channels, rest = knobs(trace)
    y = TOP + HIGH + 20
    feet = [
        f'<text x="{LEFT + n * WIDE / 2:.0f}" y="{y}" fill="{COLORS[n]}">{escape(line)}</text>'
        for n, line in enumerate(channels)
    ]
    feet.append(f'<text x="{LEFT}" y="{y + 20}" fill="{INK}">{escape(rest)}</text>')
    curves = "".join(_curve(trace, n) for n in reversed(range(len(trace.volts))))
    waiting = "" if trace.volts.size else (
        f'<text x="{LEFT + WIDE / 2}" y="{TOP + HIGH / 2 - 14}" text-anchor="middle" '
        f'font-size="17" fill="{INK}">{escape(trace.text)}</text>'
    )  # fmt: skip
    width, height = LEFT + WIDE + 22, TOP + HIGH + FOOT
    return (
        f'<svg viewBox="0 0 {width} {height}" font-family="ui-monospace, monospace" '
        f'font-size="12.5" style="width:100%" aria-hidden="true">'
        f'<rect width="{width}" height="{height}" rx="8" fill="#10201a"/>'
        f"{_grid()}{curves}{_marks(trace)}{waiting}{''.join(feet)}</svg>"
    )


def screen_words(trace: Any) -> str:
    """Say the screen in words: the settings, and the figures it shows."""
    return f"Oscilloscope, clip on {trace.ground}. {'. '.join(knobs(trace))}. {trace.text}."
