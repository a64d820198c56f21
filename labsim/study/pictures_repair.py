"""Pictures of repair work: flange, bolt head, weld, contact pattern on a gear's tooth."""

from __future__ import annotations

import math
from collections.abc import Sequence

from labsim.study.item import Picture
from labsim.study.pictures import HOT, INK, LINE, SOFT, framed, label

__all__ = ["bolt_head", "flange", "tooth", "weld"]


def flange(bolts: int, done: Sequence[int]) -> Picture:
    """Draw a flange with numbered bolts, clockwise from the top; those `done` are dark."""
    body = f'<circle cx="130" cy="130" r="118" fill="#e8eef3" stroke="{INK}" stroke-width="2"/>'
    body += f'<circle cx="130" cy="130" r="52" fill="#fff" stroke="{INK}"/>'
    for k in range(bolts):
        angle = 2 * math.pi * k / bolts
        x, y = 130 + 88 * math.sin(angle), 130 - 88 * math.cos(angle)
        dark = k + 1 in done
        body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="15" fill="{LINE if dark else "#fff"}" stroke="{INK}"/>'  # noqa: E501
        body += label(x, y + 4, f"{k + 1}", ink="#fff" if dark else INK)
    told = ", ".join(map(str, done))
    words = f"Flange with {bolts} bolts, numbered clockwise; tightened in this pass: {told}."
    return framed(body, words, 260, 260)


def tooth(x: float, y: float, wide: float, high: float, words: str) -> Picture:
    """Draw a tooth's flank, tip up, with the contact pattern at a place; all shares of the flank."""  # noqa: E501
    left, top, span, tall = 60.0, 30.0, 300.0, 110.0
    body = f'<rect x="{left}" y="{top}" width="{span}" height="{tall}" fill="#e8eef3" stroke="{INK}" stroke-width="2"/>'  # noqa: E501
    body += (
        f'<ellipse cx="{left + x * span:.1f}" cy="{top + (1 - y) * tall:.1f}"'
        f' rx="{wide * span / 2:.1f}" ry="{high * tall / 2:.1f}" fill="{HOT}" opacity="0.75"/>'
    )
    body += label(30, top + 14, "tip", ink=SOFT) + label(30, top + tall - 4, "root", ink=SOFT)
    body += label(left, top + tall + 18, "end A", "start") + label(
        left + span, top + tall + 18, "end B", "end"
    )
    return framed(body, words, 400, 170)


def bolt_head(mark: str) -> Picture:
    """Draw the hexagon head of a bolt with its mark."""
    corners = [
        f"{110 + 90 * math.sin(math.pi * k / 3):.1f},{100 - 90 * math.cos(math.pi * k / 3):.1f}"
        for k in range(6)
    ]
    body = f'<polygon points="{" ".join(corners)}" fill="#e8eef3" stroke="{INK}" stroke-width="3"/>'
    body += f'<circle cx="110" cy="100" r="68" fill="none" stroke="{SOFT}"/>'
    body += f'<g font-size="30">{label(110, 110, mark)}</g>'
    return framed(body, f"Hexagon head of a bolt, marked {mark}.", 220, 200)


WELDS = {  # what is to be seen: how it is told
    "pores": "Bead seen from above, with small round holes over its length",
    "lifted": "Bead seen from its end: it lies on the plate, with a gap between",
    "undercut": "Bead seen from above, with a dark groove along each of its edges",
    "crack": "Bead seen from above, with a fine crooked line in the plate beside it",
}


def weld(sign: str) -> Picture:
    """Draw a weld bead with a sign of WELDS."""
    body = f'<rect x="20" y="20" width="320" height="130" fill="#e8eef3" stroke="{INK}"/>'
    if sign == "lifted":
        body = f'<rect x="20" y="95" width="320" height="45" fill="#e8eef3" stroke="{INK}"/>'
        body += f'<path d="M110,90Q180,10 250,90Z" fill="#b8c3cd" stroke="{INK}"/>'
        return framed(body + f'<path d="M110,92H250" stroke="{HOT}"/>', WELDS[sign] + ".", 360, 160)
    body += f'<rect x="30" y="64" width="300" height="42" rx="18" fill="#b8c3cd" stroke="{INK}"/>'
    for x in range(50, 320, 14):
        body += f'<path d="M{x},66q10,19 0,38" fill="none" stroke="{SOFT}"/>'
    body += {
        "pores": "".join(
            f'<circle cx="{50 + 27 * k}" cy="{78 + 7 * (k * 5 % 3)}" r="4" fill="{INK}"/>'
            for k in range(10)
        ),
        "undercut": f'<path d="M34,62H326M34,108H326" stroke="{INK}" stroke-width="5"/>',
        "crack": f'<path d="M60,120l30,4 24,-5 38,6 30,-4 44,5 30,-5" fill="none" stroke="{HOT}"/>',
    }[sign]
    return framed(body, WELDS[sign] + ".", 360, 170)
