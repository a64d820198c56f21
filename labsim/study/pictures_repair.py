"""Pictures of repair work: a flange with its bolts, the contact pattern on a gear's tooth."""

from __future__ import annotations

import math
from collections.abc import Sequence

from labsim.study.item import Picture
from labsim.study.pictures import HOT, INK, LINE, SOFT, _svg, _text

__all__ = ["flange", "tooth"]


def flange(bolts: int, done: Sequence[int]) -> Picture:
    """Draw a flange with numbered bolts, clockwise from the top; those `done` are dark."""
    body = f'<circle cx="130" cy="130" r="118" fill="#e8eef3" stroke="{INK}" stroke-width="2"/>'
    body += f'<circle cx="130" cy="130" r="52" fill="#fff" stroke="{INK}"/>'
    for k in range(bolts):
        angle = 2 * math.pi * k / bolts
        x, y = 130 + 88 * math.sin(angle), 130 - 88 * math.cos(angle)
        dark = k + 1 in done
        body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="15" fill="{LINE if dark else "#fff"}" stroke="{INK}"/>'  # noqa: E501
        body += _text(x, y + 4, f"{k + 1}", ink="#fff" if dark else INK)
    told = ", ".join(map(str, done))
    words = f"Flange with {bolts} bolts, numbered clockwise; tightened in this pass: {told}."
    return _svg(body, words, 260, 260)


def tooth(x: float, y: float, wide: float, high: float, words: str) -> Picture:
    """Draw a tooth's flank, tip up, with the contact pattern at a place; all shares of the flank."""  # noqa: E501
    left, top, span, tall = 60.0, 30.0, 300.0, 110.0
    body = f'<rect x="{left}" y="{top}" width="{span}" height="{tall}" fill="#e8eef3" stroke="{INK}" stroke-width="2"/>'  # noqa: E501
    body += (
        f'<ellipse cx="{left + x * span:.1f}" cy="{top + (1 - y) * tall:.1f}"'
        f' rx="{wide * span / 2:.1f}" ry="{high * tall / 2:.1f}" fill="{HOT}" opacity="0.75"/>'
    )
    body += _text(30, top + 14, "tip", ink=SOFT) + _text(30, top + tall - 4, "root", ink=SOFT)
    body += _text(left, top + tall + 18, "end A", "start") + _text(
        left + span, top + tall + 18, "end B", "end"
    )
    return _svg(body, words, 400, 170)
