"""The replay as a page: a curve and both ways as tables. No script, no kernel; it prints."""

from __future__ import annotations

from html import escape
from pathlib import Path

from labsim.coach.replay import Frame, Replay, Walk

__all__ = ["COLORS", "curve", "page"]

COLORS = (
    "var(--ls-you,#a8490f)",
    "var(--ls-accent,#1d5f97)",
)  # you, the coach; told apart by dash and name as well
WIDE, HIGH, EDGE = 640.0, 184.0, 40.0  # px
NUMBERS = ("readings", "min to the diagnosis", "min in all", "min", "€", "suspects", "bits")
STYLE = Path(__file__).parent / "pages" / "replay.css"


def page(replay: Replay) -> str:
    """Return the whole replay as one block of HTML."""
    mine, ideal = replay.mine, replay.ideal
    style = STYLE.read_text(encoding="utf-8")
    head = f"Replay of {escape(replay.lab)}: your way beside the coach's"
    return (
        f'<style>{style}</style><div class="ls-replay-page"><h4>{head}</h4>'
        f"<p>The fault was <b>{escape(replay.fault)}</b>. The coach took "
        f"{escape(replay.policy)}.</p>{_summary(mine, ideal)}{curve(mine, ideal)}"
        f"{_table(mine, replay)}{_table(ideal, replay)}</div>"
    )


def _summary(*walks: Walk) -> str:
    heads = ("", "readings", "min to the diagnosis", "min in all", "€")
    rows = "".join(
        f"<tr><th scope='row'>{escape(w.who)}</th>{_number(w.readings)}{_number(w.search, 1)}"
        f"{_number(w.minutes, 1)}{_number(w.euros)}</tr>"
        for w in walks
    )
    return f"<table style='max-width:520px'>{_heads(heads)}<tbody>{rows}</tbody></table>"


def _heads(names: tuple[str, ...]) -> str:
    cells = "".join(
        f"<th scope='col'{' class=ls-number' if name in NUMBERS else ''}>{escape(name)}</th>"
        for name in names
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _number(value: float, figures: int = 0) -> str:
    return f"<td class='ls-number'>{value:.{figures}f}</td>"


# the curve ------------------------------------------------------------------------------------
def curve(*walks: Walk) -> str:
    """Return the picture of what was still unknown, in bits, over the minutes of the search."""
    longest = max(max(w.search for w in walks), 0.5)
    most = max(max(f.bits for f in w.frames) for w in walks) or 1.0
    lines = "".join(_line(w, n, longest, most) for n, w in enumerate(walks))
    words = "; ".join(
        f"{w.who}: from {w.frames[0].bits:.1f} bits to {_last(w).bits:.1f} in {w.search:.1f} min"
        for w in walks
    )
    size = f'viewBox="0 0 {WIDE:.0f} {HIGH:.0f}" width="{WIDE:.0f}"'
    font = 'font-size="12" font-family="system-ui,sans-serif" fill="none"'
    return (
        '<figure style="margin:0 0 10px">'
        f'<svg role="img" aria-label="Still unknown, {escape(words)}" {size} {font}>'
        f"{_axes(longest, most)}{lines}</svg></figure>"
    )


def _last(walk: Walk) -> Frame:
    return [f for f in walk.frames if f.minute <= walk.search + 1e-9][-1]


def _x(minute: float, longest: float) -> float:
    return EDGE + minute / longest * (WIDE - EDGE - 90)


def _y(bits: float, most: float) -> float:
    return 12 + (1 - bits / most) * (HIGH - 46)


def _axes(longest: float, most: float) -> str:
    left, right, base = EDGE, WIDE - 90, _y(0, most)
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 50, 100) if longest / s <= 8)
    marks = [n * step for n in range(int(longest / step) + 1)]
    below = "".join(
        f'<text x="{_x(m, longest):.0f}" y="{base + 16:.0f}" text-anchor="middle" '
        f'fill="currentColor">{m:g}</text>'
        for m in marks
    )
    aside = "".join(
        f'<path d="M{left},{_y(b, most):.1f}H{right}" stroke="currentColor" opacity=".15"/>'
        f'<text x="{left - 6}" y="{_y(b, most) + 4:.1f}" text-anchor="end" fill="currentColor">'
        f"{b}</text>"
        for b in range(0, int(most) + 1, 1 if most < 6 else 2)
    )
    return (
        f'{aside}{below}<text x="{right + 8}" y="{base + 16:.0f}" fill="currentColor">min</text>'
        f'<text x="{left - 6}" y="10" text-anchor="end" fill="currentColor">bits</text>'
    )


def _line(walk: Walk, n: int, longest: float, most: float) -> str:
    """Return a stair of the bits left, its dots, and its name at the end."""
    frames = [f for f in walk.frames if f.minute <= walk.search + 1e-9]
    at = [(_x(f.minute, longest), _y(f.bits, most)) for f in frames]
    path = f"M{at[0][0]:.1f},{at[0][1]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in at[1:])
    dash = ' stroke-dasharray="6 4"' if n else ""
    dots = "".join(_dot(x, y, n) for x, y in at)
    x, y = at[-1]
    y += 4 if n else -4
    return (
        f'<path d="{path}" stroke-width="2"{dash} style="stroke:{COLORS[n]}"/>{dots}'
        f'<text x="{x + 10:.1f}" y="{y:.1f}" style="fill:{COLORS[n]}">{escape(walk.who)}</text>'
    )


def _dot(x: float, y: float, n: int) -> str:
    paint = f'style="fill:{COLORS[n]}"'
    if n:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" {paint}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" {paint}/>'


# the tables -----------------------------------------------------------------------------------
def _table(walk: Walk, replay: Replay) -> str:
    heads = ("line", "min", "€", "done and told", "suspects", "bits", "likeliest")
    rows = "".join(_row(frame, replay.rows) for frame in walk.frames)
    return (
        f"<table><caption>{escape(walk.who)}, step by step</caption>{_heads(heads)}"
        f"<tbody>{rows}</tbody></table>"
    )


def _row(frame: Frame, rows: tuple[str, ...]) -> str:
    told = f": <b>{escape(frame.told)}</b>" if frame.told else ""
    before = f"<div class='ls-soft'>{escape(frame.set_up)}</div>" if frame.set_up else ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in frame.notes)
    top = sorted(zip(frame.shares, rows, strict=True), reverse=True)[:3]
    likely = ", ".join(f"{row} {p:.0%}" for p, row in top if p > 0.02)
    return (
        f"<tr><td>{frame.n}</td>{_number(frame.minute, 1)}{_number(frame.euros)}"
        f"<td>{before}{escape(frame.done)}{told}{f'<ul>{notes}</ul>' if notes else ''}</td>"
        f"{_number(frame.suspects)}{_number(frame.bits, 1)}<td>{escape(likely)}</td></tr>"
    )
