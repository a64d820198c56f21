"""Pictures for a lab's text: a print with its voltages, a path marked, suspects struck out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from labsim.core.machine import Machine
from labsim.drawing import Drawing, draw
from labsim.teaching.page import INK, PAPER, SOFT, Piece

__all__ = ["drawn", "framed", "path", "sheet", "struck_out", "voltages"]

RED, BLUE = "#c62d24", "var(--jp-content-link-color, #1f5f99)"
THEME = f"--ls-paper:{PAPER};--ls-mark:{SOFT};--ls-note:{SOFT};--ls-wire:{BLUE}"
LABELS = {"full": "full voltage", "part": "in between", "none": "nothing"}


def drawn(machine: Machine, title: str) -> Drawing:
    """Return the drawing of the sheet with this title."""
    return draw(machine, next(s for s in machine.sheets if s.title == title))


def framed(drawing: Drawing, extra: str, caption: str, words: str, width: float) -> Piece:
    """Put a drawing, what is drawn over it, and a caption into a figure."""
    svg = drawing.svg.replace("</svg>", f"{extra}</svg>")
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK};{THEME}">'
        f'<div role="img" aria-label="{escape(words, quote=True)}" '
        f'style="max-width:{width:.0f}px">{svg}</div>'
        f'<figcaption style="color:{SOFT};font-size:13px;max-width:760px">{caption}</figcaption>'
        "</figure>"
    )
    return Piece(html, words)


def sheet(machine: Machine, title: str, caption: str = "") -> Piece:
    """Show one sheet of a machine's print."""
    drawing = drawn(machine, title)
    return framed(drawing, "", escape(caption), drawing.alt, drawing.size[0])


def path(machine: Machine, title: str, elements: Iterable[str], caption: str = "") -> Piece:
    """Show a sheet with elements marked: "K1 13-14" is what lies between K1:13 and K1:14."""
    drawing, extra, named = drawn(machine, title), "", list(elements)
    for name in named:
        tag, _, marks = name.partition(" ")
        first, _, second = marks.partition("-")
        for (x1, y1), (x2, y2) in _spans(drawing, f"{tag}:{first}", f"{tag}:{second}"):
            extra += (
                f'<path d="M{x1},{y1}L{x2},{y2}" stroke="{RED}" stroke-width="17" '
                'stroke-linecap="round" opacity="0.28"/>'
            )
    words = f"{drawing.alt} Marked: {', '.join(named)}."
    return framed(drawing, extra, escape(caption), words, drawing.size[0])


def _spans(drawing: Drawing, one: str, other: str) -> list[tuple]:
    """Return where two terminals of one symbol are drawn; nearest pairs."""
    ends = [(s.x, s.y) for s in drawing.spots if s.address == other]
    starts = [(s.x, s.y) for s in drawing.spots if s.address == one]
    far = lambda a, b: abs(a[0] - b[0]) + abs(a[1] - b[1])  # noqa: E731
    return [(a, min(ends, key=lambda b: far(a, b))) for a in starts if ends]


def voltages(bench: Any, title: str, black: str, caption: str = "", width: float = 0) -> Piece:
    """Show what a meter reads at every terminal of a sheet, its black lead on `black`.

    It measures on the bench it is given: use a bench of your own, not the apprentice's.
    """
    drawing = drawn(bench.machine, title)
    read = {s.address: 0.0 for s in drawing.spots}
    for address in read:
        if address != bench.machine.port(black).name:
            read[address] = abs(float(bench.measure("V", address, black).value))
    full = max(read.values())
    kind = {a: "full" if v > 0.9 * full else "none" if v < 0.02 * full else "part"
            for a, v in read.items()}  # fmt: skip
    extra = "".join(_dot(s.x, s.y, kind[s.address]) for s in drawing.spots)
    seen = [k for k in LABELS if k in kind.values()]
    signs = {"full": "●", "part": "◐", "none": "○"}
    legend = " · ".join(f"{signs[k]} {LABELS[k]}" for k in seen)
    legend = f"{legend} ({full:.0f} V, black lead on {black})"
    parts = "; ".join(f"{LABELS[k]}: {', '.join(a for a in read if kind[a] == k)}" for k in seen)
    words = f"{drawing.alt} Black lead on {black}. {parts}."
    text = f"{escape(caption)}<br>{escape(legend)}" if caption else escape(legend)
    return framed(drawing, extra, text, words, width or drawing.size[0])


def _dot(x: float, y: float, kind: str) -> str:
    """Return a dot that tells by shape as well as by colour."""
    ring = f'<circle cx="{x}" cy="{y}" r="6.5" fill="{PAPER}" stroke="{BLUE}" stroke-width="2"/>'
    if kind == "none":
        return ring
    if kind == "full":
        return f'<circle cx="{x}" cy="{y}" r="7" fill="{RED}"/>'
    half = f'<path d="M{x},{y - 6.5}A6.5,6.5 0 0 0 {x},{y + 6.5}Z" fill="{RED}"/>'
    return ring.replace(BLUE, RED) + half


def struck_out(
    names: Sequence[str], rows: Sequence[tuple[str, Iterable[str]]], caption: str = ""
) -> Piece:
    """Show how suspects shrink: one line a reading, those still suspected filled in."""
    side, left, lines, words = 40, 310, [], []
    for n, (label, left_over) in enumerate(rows):
        y, kept = n * 34 + 6, set(left_over)
        lines.append(f'<text x="0" y="{y + 17}" fill="currentColor">{escape(label)}</text>')
        for k, name in enumerate(names):
            lines.append(_box(left + k * side, y, name, name in kept))
        words.append(f"{label}: {', '.join(x for x in names if x in kept)}")
    width, height = left + side * len(names) + 4, 34 * len(rows) + 8
    text = "; ".join(words)
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}"><svg role="img" viewBox="0 0 {width} '
        f'{height}" style="max-width:{width}px;width:100%" font-size="13" '
        f'font-family="system-ui, sans-serif" aria-label="{escape(text, quote=True)}">'
        f'{"".join(lines)}</svg><figcaption style="color:{SOFT};font-size:13px">'
        f"{escape(caption)}</figcaption></figure>"
    )
    return Piece(html, text)


def _box(x: float, y: float, name: str, kept: bool) -> str:
    """Return one suspect: filled while suspected, crossed out when cleared."""
    color = f'fill="{RED}" stroke="{RED}"' if kept else 'fill="none" stroke="currentColor"'
    cross = "" if kept else f'<path d="M{x + 4},{y + 21}L{x + 32},{y + 3}" stroke="currentColor"/>'
    ink = 'fill="#fff"' if kept else 'fill="currentColor" opacity="0.55"'
    return (
        f'<rect x="{x}" y="{y}" width="36" height="24" rx="4" {color} '
        f'opacity="{1 if kept else 0.55}"/>{cross}'
        f'<text x="{x + 18}" y="{y + 17}" text-anchor="middle" {ink}>{escape(name)}</text>'
    )
