"""Pictures of a class as SVG, each with the same in words: items, and faults taken for others."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from grading.classview import LabLine
from grading.items import Item
from grading.mistaken import Confusion

__all__ = ["confusions", "questions", "times"]

WIDE, NEXT, ROW = 720.0, 470.0, 24.0  # px
CEILING, FLOOR = 16.0, 290.0  # px, of the picture of the questions
BLUE, RUST, SOFT, INK, PALE = "#1f6f9f", "#b3391f", "#51606f", "#1b1b1b", "#d9dee5"


def _svg(parts: Sequence[str], high: float, words: str, wide: float = WIDE) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {wide:g} {high:g}" '
        f'style="max-width:{wide:g}px;width:100%;height:auto" font-size="12" '
        'font-family="system-ui, DejaVu Sans, sans-serif" '
        f'aria-label="{escape(words, quote=True)}">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, end: str = "start", colour: str = INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{end}" fill="{colour}">{escape(text)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = PALE) -> str:
    return f'<path d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" stroke="{colour}" fill="none"/>'


# questions: difficulty against discrimination ---------------------------------------------------
def questions(items: Sequence[Item]) -> str:
    """Draw items by difficulty (across) and discrimination (up); those to look at have names."""
    shown = [item for item in items if item.tells is not None]
    if not shown:
        return ""
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _across(share)
        parts += [_line(x, CEILING, x, FLOOR),
                  _text(x, FLOOR + 16, f"{share:.0%}", "middle", SOFT)]  # fmt: skip
    for tells in (-0.5, 0.0, 0.5, 1.0):
        y = _up(tells)
        parts += [_line(60, y, _across(1.0), y, SOFT if tells == 0 else PALE),
                  _text(52, y + 4, f"{tells:g}", "end", SOFT)]  # fmt: skip
    parts.append(_text(60, FLOOR + 34, "across: mean mark; up: tells apart"))
    parts += [part for item in shown for part in _dot(item)]
    odd_ones = ", ".join(item.cell for item in shown if item.verdict) or "none"
    words = (f"{len(shown)} questions by difficulty and by how well they tell apprentices apart. "
             f"To look at: {odd_ones}. The table below has the figures.")  # fmt: skip
    return _svg(parts, FLOOR + 42, words)


def _across(share: float) -> float:
    return 60 + (WIDE - 240) * share


def _up(tells: float) -> float:
    return FLOOR - (FLOOR - CEILING) * (max(-0.5, tells) + 0.5) / 1.5


def _dot(item: Item) -> list[str]:
    """Draw an item: a dot, or a diamond with its name where there is something to look at."""
    x, y, tells = _across(item.share), _up(item.tells or 0.0), item.tells or 0.0
    told = f"<title>{escape(item.cell)}: {item.share:.0%}, tells {tells:.2f}</title>"
    if not item.verdict:
        shape = f'cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{BLUE}" fill-opacity="0.75"'
        return [f"<circle {shape}>{told}</circle>"]
    path = f'<path d="M{x:.1f},{y - 6:.1f}l6,6l-6,6l-6,-6z" fill="{RUST}">{told}</path>'
    return [path, _text(x + 9, y + 4, item.cell, colour=RUST)]


# faults taken for one another --------------------------------------------------------------------
def confusions(confused: Sequence[Confusion], most: int = 14) -> str:
    """Draw which fault was taken for which: an arrow each, as thick as there were people."""
    shown = [c for c in confused if len(c.people) > 1][:most]
    if not shown:
        return ""
    left = list(dict.fromkeys(f"{c.lab} {c.truth}" for c in shown))
    right = list(dict.fromkeys(f"{c.lab} {c.claimed}" for c in shown))
    high = 34 + ROW * max(len(left), len(right))
    level = lambda names, name: 40 + ROW * names.index(name)  # noqa: E731
    parts = [_text(0, 16, "hidden", colour=SOFT), _text(NEXT, 16, "diagnosed", colour=SOFT)]
    parts += [_text(0, level(left, name) + 4, name) for name in left]
    parts += [_text(NEXT, level(right, name) + 4, name) for name in right]
    for each in shown:
        y1 = level(left, f"{each.lab} {each.truth}")
        y2 = level(right, f"{each.lab} {each.claimed}")
        count, thick = len(each.people), min(1.5 * len(each.people), 9.0)
        path = f"M{NEXT - 190:g},{y1:.1f}c80,0 100,{y2 - y1:.1f} 180,{y2 - y1:.1f}"
        told = f"<title>{count} of {each.of}</title>"
        parts.append(f'<path d="{path}" fill="none" stroke="{BLUE}" stroke-opacity="0.7" '
                     f'stroke-width="{thick:g}">{told}</path>')  # fmt: skip
    lines = "; ".join(
        f"{c.lab}: {c.truth} taken for {c.claimed} by {len(c.people)}" for c in shown[:6]
    )
    return _svg(parts, high, f"Faults taken for others. {lines}.")


# time ---------------------------------------------------------------------------------------------
def times(labs: Sequence[LabLine]) -> str:
    """Draw median minutes at the bench of each lab as a bar, the time allowed as a stroke."""
    shown = [lab for lab in labs if lab.minutes is not None and lab.allowed]
    if not shown:
        return ""
    longest = max(max(lab.minutes or 0.0, lab.allowed or 0.0) for lab in shown)
    wide = lambda minutes: (WIDE - 230) * minutes / longest  # noqa: E731
    parts, words = [], []
    for n, lab in enumerate(shown):
        y, over = 6 + ROW * n, (lab.minutes or 0.0) > (lab.allowed or 0.0)
        x = 80 + wide(lab.allowed or 0.0)
        parts += [
            _text(0, y + 14, lab.lab),
            f'<rect x="80" y="{y + 3:.1f}" width="{max(wide(lab.minutes or 0.0), 1):.1f}" '
            f'height="14" rx="2" fill="{RUST if over else BLUE}"/>',
            _line(x, y, x, y + 20, INK),
            _text(80 + wide(longest) + 10, y + 14, f"{lab.minutes:.0f} of {lab.allowed:.0f} min"),
        ]
        words.append(f"{lab.lab} {lab.minutes:.0f} of {lab.allowed:.0f} min")
    return _svg(parts, 12 + ROW * len(shown), f"Median time at the bench: {', '.join(words)}.")
