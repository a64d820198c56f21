"""Bits against time: a lane each, one below the other, as a logic analyser shows them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from labsim.core.scales import ticks
from labsim.drawing.chart import COLORS, LEFT, RIGHT, WIDTH, Chart, Curve, figures

__all__ = ["lanes"]

LANE, HIGH, TOP, FOOT = 30.0, 18.0, 8.0, 26.0  # px: a lane, a bit that is on, margins
ROWS = 40  # changes in the table at most, the last ones
ROOM = 15  # characters of a name that stand beside a lane


def lanes(curves: Sequence[Curve], begin: float, end: float) -> Chart:
    """Draw bits (0 or 1, kept until the next time) over one axis from begin to end, in s."""
    end = max(end, begin + 1.0)
    scale = (WIDTH - LEFT - RIGHT) / (end - begin)
    drawn = [_lane(n, curve, begin, scale) for n, curve in enumerate(curves)]
    foot = TOP + LANE * len(curves)
    drawn.append(f'<path d="M{LEFT},{foot}H{WIDTH - RIGHT}" stroke="currentColor"/>')
    for t in ticks(0.0, end - begin, 8):
        if t > end - begin + 1e-9:
            continue
        x = round(LEFT + t * scale, 1)
        drawn.append(
            f'<path d="M{x},{foot}v5" stroke="currentColor"/><text x="{x}" y="{foot + 18}" '
            f'text-anchor="middle" fill="currentColor">{t:g}</text>'
        )
    words = ". ".join(_words(curve, begin) for curve in curves) + "."
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH:g} '
        f'{foot + FOOT:g}" class="ls-chart-svg" font-family="system-ui, sans-serif" '
        f'font-size="12" style="max-width:{WIDTH:g}px;width:100%" '
        f'aria-label="{escape(words, quote=True)}">{"".join(drawn)}</svg>'
    )
    return Chart(svg, words, ("s", "bit", "is"), _table(curves, begin))


def _lane(n: int, curve: Curve, begin: float, scale: float) -> str:
    """Draw one bit: a line, and a filled bar where it is on; its name and value at the end."""
    base = TOP + LANE * (n + 1) - 6
    xs = np.round(LEFT + (curve.times - begin) * scale, 1)
    path, bars = f"M{xs[0]},{base - HIGH * curve.values[0]:g}", ""
    for k in range(1, len(xs)):
        path += f"H{xs[k]}V{base - HIGH * curve.values[k]:g}"
        if curve.values[k - 1]:
            bars += f"M{xs[k - 1]},{base - HIGH:g}H{xs[k]}V{base:g}H{xs[k - 1]}z"
    color, name = COLORS[n % 4], curve.name
    short = name if len(name) <= ROOM else name[: ROOM - 1] + "…"
    return (
        f'<path d="{bars or "M0,0"}" fill="{color}" opacity="0.22"/>'
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        f'<text x="{LEFT - 8}" y="{base - 5:g}" text-anchor="end" fill="currentColor">'
        f"{int(curve.values[-1])}</text>"
        f'<text x="{WIDTH - RIGHT + 8}" y="{base - 5:g}" fill="currentColor" font-weight="600">'
        f"<title>{escape(name)}</title>{escape(short)}</text>"
    )


def _changes(curve: Curve) -> list[tuple[float, int]]:
    """Return the first value and every change."""
    kept = np.concatenate([[True], np.diff(curve.values) != 0])
    return [(float(t), int(v)) for t, v in zip(curve.times[kept], curve.values[kept], strict=True)]


def _words(curve: Curve, begin: float) -> str:
    (_, first), *rest = _changes(curve)
    said = [f"{'on' if v else 'off'} at {figures(t - begin)} s" for t, v in rest[-4:]]
    more = f", {len(rest) - 4} changes before that" if len(rest) > 4 else ""
    return f"{curve.name}: {'on' if first else 'off'} at first{more}" + "".join(
        f", {one}" for one in said
    )


def _table(curves: Sequence[Curve], begin: float) -> tuple[tuple[str, ...], ...]:
    rows = sorted((t, c.name, v) for c in curves for t, v in _changes(c))
    return tuple((f"{t - begin:.3f}", name, str(v)) for t, name, v in rows[-ROWS:])
