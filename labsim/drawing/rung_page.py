"""Rungs on a page: plain HTML and one SVG, with the states of a moment baked in; no script.

`show(program)` or `show(controller)` at the end of a cell is all a lesson needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from labsim.drawing.rung_text import wide
from labsim.drawing.rungs import Drawn, Ladder, draw_routine
from labsim.plc.program import Program

__all__ = ["Page", "State", "badge", "page", "show", "style"]

NOTE, GUTTER = 15.0, 40.0  # px, a line of a comment, the room for rung numbers
LINE = 112  # characters of a comment in a line of the one SVG


@dataclass(frozen=True)
class State:
    """What is lit at a moment.

    `bits` are elements, nets and legs in this order; `mode` "studio" lights the instructions that
    are true by their tags, "power" the wires and symbols power flows through, "" nothing.
    """

    mode: str = ""
    bits: Sequence[bool] = ()
    values: Sequence[str] = ()
    forced: Mapping[int, str] = field(default_factory=dict)  # element: "F1", "F0", "F"


@cache
def style() -> str:
    """Return the style sheet of ladders."""
    return Path(__file__).with_name("rungs.css").read_text(encoding="utf-8")


def badge(text: str) -> str:
    """Return the mark of a forced point, beside its symbol."""
    half = wide(text, 10.5) / 2 + 4
    return (
        f'<g class="ls-badge-f" transform="translate(28,11)"><rect x="{-half:g}" y="-7" '
        f'width="{2 * half:g}" height="13" rx="3"/><text y="3.5">{escape(text)}</text></g>'
    )


def picture(drawn: Drawn, svg: str = "") -> str:
    """Return one rung as an SVG that stands alone in a page."""
    return (
        f'<svg width="{drawn.width:g}" height="{drawn.height:g}" '
        f'viewBox="0 0 {drawn.width:g} {drawn.height:g}" role="img" '
        f'aria-label="{escape(drawn.words, quote=True)}">{svg or drawn.svg}</svg>'
    )


def page(ladder: Ladder, rungs: Sequence[int] = (), state: State | None = None) -> str:
    """Return rungs as items of a list for a page: number, comment, picture."""
    chosen = [ladder.rungs[n] for n in rungs] if rungs else ladder.rungs
    return "".join(_item(one, lit(ladder, one.svg, state)) for one in chosen)


def _item(one: Drawn, svg: str) -> str:
    label = f'<b class="lr-label">{escape(one.label)}:</b> ' if one.label else ""
    note = f'<p class="lr-note">{label}{escape(one.comment)}</p>' if one.comment or label else ""
    return (
        f'<li class="lr-rung"><span class="lr-no">{one.number}</span>{note}'
        f'<div class="lr-line">{picture(one, svg)}</div></li>'
    )


def lit(ladder: Ladder, svg: str, state: State | None) -> str:
    """Return a rung with its states in it."""
    if state is None:
        return svg
    put = _Put(state, len(ladder.elements), len(ladder.elements) + len(ladder.joints))
    svg = re.sub(r'<g data-el="(\d+)"[^>]*>', put.element, svg)
    svg = re.sub(r'<path data-([wx])="(\d+)"', put.wire, svg)
    svg = re.sub(r'class="q l" data-q="(\d+)"', put.leg, svg)
    return re.sub(r'data-v="(\d+)">–<', put.value, svg)


@dataclass(frozen=True)
class _Put:
    """Puts states into a picture, place by place."""

    state: State
    nets: int  # where the nets begin among the bits
    legs: int

    def on(self, at: int) -> bool:
        return at < len(self.state.bits) and bool(self.state.bits[at])

    def element(self, found: re.Match[str]) -> str:
        n, forced = int(found[1]), self.state.forced
        names = [{"studio": "true", "power": "on"}[self.state.mode]] if self.on(n) else []
        names += ["forced"] if n in forced else []
        mark = badge(forced[n]) if n in forced else ""
        return f'<g class="{" ".join(names)}" {found[0][3:]}{mark}' if names else found[0]

    def wire(self, found: re.Match[str]) -> str:
        live = self.state.mode == "power" and self.on(int(found[2]) + self.nets * (found[1] == "x"))
        return f'<path class="on" {found[0][6:]}' if live else found[0]

    def leg(self, found: re.Match[str]) -> str:
        return f'class="q l{" true" * self.on(self.legs + int(found[1]))}" data-q="{found[1]}"'

    def value(self, found: re.Match[str]) -> str:
        n, known = int(found[1]), self.state.values
        return f'data-v="{n}">{escape(known[n]) if n < len(known) else "–"}<'


@dataclass(frozen=True)
class Page:
    """Rungs as they stand: a notebook shows it without a script, `svg()` is one picture."""

    ladder: Ladder
    rungs: tuple[int, ...]
    state: State | None = None

    def html(self) -> str:
        """Return the rungs as a block of HTML with its style."""
        items = page(self.ladder, self.rungs, self.state)
        return f'<style>{style()}</style><ol class="ls-ladder ls-auto">{items}</ol>'

    def words(self) -> str:
        """Return every rung in words, a line each."""
        return "\n".join(self.ladder.rungs[n].words for n in self.rungs)

    def svg(self) -> str:
        """Return the rungs as one SVG, its style within."""
        drawn = [self.ladder.rungs[n] for n in self.rungs]
        y, parts = 4.0, []
        for one in drawn:
            parts.append(
                f'<text x="{GUTTER - 10:g}" y="{y + 14:g}" class="n d">{one.number}</text>'
            )
            for text in _comment(one):
                note = f'<text x="{GUTTER + 6:g}" y="{y + 14:g}" class="l d">{escape(text)}</text>'
                parts.append(note)
                y += NOTE
            y += 4 if _comment(one) else 0
            body = lit(self.ladder, one.svg, self.state)
            parts.append(f'<g transform="translate({GUTTER:g},{y:g})">{body}</g>')
            y += one.height + 8
        width = GUTTER + max([one.width for one in drawn], default=0.0) + 4
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ls-ladder" role="img" '
            f'width="{width:g}" height="{y:g}" viewBox="0 0 {width:g} {y:g}" '
            f'font-family="system-ui, sans-serif" font-size="12" '
            f'aria-label="{escape(self.words(), quote=True)}"><style>{style()}</style>'
            f"{''.join(parts)}</svg>"
        )

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_svg_(self) -> str:
        return self.svg()

    def __repr__(self) -> str:
        return self.words()


def _comment(one: Drawn) -> list[str]:
    text = f"{one.label}: {one.comment}" if one.label else one.comment
    rows = [re.findall(rf".{{1,{LINE}}}(?:\s|$)|\S+", row) for row in text.splitlines()]
    return [line.strip() for row in rows for line in row]


def show(
    source: Any, routine: str = "", rungs: Sequence[int] = (), mode: str = "", dialect: str = ""
) -> Page:
    """Show rungs of a program, or of a controller as it stands, at the end of a cell.

    `rungs` are numbers, counted from 0; left out, all of the routine. `mode` "studio" or "power"
    for a controller: what the tags say, or where power went in the last scan.
    """
    from labsim.drawing.rung_states import Watch

    program = source if isinstance(source, Program) else source.program
    ladder = draw_routine(program, routine, dialect)
    state = None if source is program else Watch(ladder, source).state(mode or "studio")
    return Page(ladder, tuple(rungs) or tuple(range(len(ladder.rungs))), state)
