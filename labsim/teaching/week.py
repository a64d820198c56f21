"""A week of strokes: how long the clamp took to close, simulated shift by shift, as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.machines.pneumatic_clamp import PneumaticClamp
from labsim.teaching.page import INK, SOFT, Piece
from labsim.teaching.pictures import BLUE, RED

__all__ = ["DAYS", "HOURS", "Story", "loading", "of_the_clamp", "strokes", "water", "week"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
HOURS = (6, 9, 14)  # o'clock at which the monitor keeps a stroke
WIDTH, LEFT, TOP, TALL = 640.0, 46.0, 14.0, 170.0  # px
STYLES = ((BLUE, ""), (RED, "7 3"), (SOFT, "2 3"))
GATHERS = 0.0137  # part of the section that condensate takes in an hour of standstill (assumed)
BLOWN = 4.0  # h of work in which moving air carries most of it away (assumed)

MOMENTS = len(DAYS) * len(HOURS)

Story = Sequence[Mapping[tuple[str, str], Any]]


def water(tag: str) -> Story:
    """Return a week of water in the sag of a tube: it gathers while the air stands, and is blown
    out while it moves; over a weekend of 64 h far more gathers than in a night of 16 h."""
    lies, found = 0.0, []
    for day in range(len(DAYS)):
        lies = min(lies + GATHERS * (64 if day == 0 else 16), 0.9)
        found += [{(tag, "wet"): lies * np.exp(-(h - HOURS[0]) / BLOWN)} for h in HOURS]
        lies *= np.exp(-(HOURS[-1] - HOURS[0]) / BLOWN)
    return found


def loading(tag: str, first: float, last: float) -> Story:
    """Return a week of a filter that loads up: the part of its element that is free, day by day."""
    free = np.geomspace(first, last, len(DAYS))
    return [{(tag, "loaded"): float(free[n // len(HOURS)])} for n in range(MOMENTS)]


def of_the_clamp(caption: str = "") -> Piece:
    """Show a week of closing times of three clamps of HYD-02, each with a fault of its own."""
    stories = {
        "water gathers in the sag of W1": water("W1"),
        "the element of Z1 loads up": loading("Z1", 0.12, 0.03),
        "R2 was turned on Friday": [{("R2", "setting"): 0.9}] * MOMENTS,
    }
    return week(PneumaticClamp(), stories, ("operate V1 clamp", "wait 25"), "C1", caption)


def strokes(machine: Machine, story: Story, steps: Sequence[str], body: str) -> np.ndarray:
    """Return the seconds of the last stroke out for every moment of a story, NaN if none ended.

    `steps` are done on the machine at each: "operate V1 clamp"; `body` is the cylinder.
    """
    apart = {repr(wrong): Variant(wrong) for wrong in story}  # each once: it takes its time
    sim = Simulation(machine, list(apart.values()))
    for step in steps:
        do, what, *to = step.split(" ", 2)
        if do == "wait":
            sim.advance(float(what))
        else:
            sim.operate(what, *to)
    took = dict(zip(apart, np.asarray(sim.views[body].stroke_time("rod", 1)), strict=True))
    return np.array([took[repr(wrong)] for wrong in story])


def week(
    machine: Machine,
    stories: Mapping[str, Story],
    steps: Sequence[str],
    body: str,
    caption: str = "",
) -> Piece:
    """Draw what the monitor kept of a week: a line for each story, three strokes a day."""
    read = {name: strokes(machine, story, steps, body) for name, story in stories.items()}
    most = max(float(np.nanmax(values)) for values in read.values())
    top = float(np.ceil(most * 1.1))
    drawn = axes(top)
    for n, (name, values) in enumerate(read.items()):
        drawn += line(n, name, values, top)
    words = ". ".join(told(name, values) for name, values in read.items())
    return framed(drawn, TOP + TALL + 30 + 18 * len(read), words, caption)


def framed(drawn: str, high: float, words: str, caption: str) -> Piece:
    """Put what is drawn into a figure with its caption."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {high:g}" '
        f'font-family="system-ui, sans-serif" font-size="12" '
        f'style="max-width:{WIDTH:g}px;width:100%">{drawn}</svg>'
    )
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}"><div role="img" '
        f'aria-label="{escape(words, quote=True)}">{svg}</div><figcaption style="color:{SOFT};'
        f'font-size:13px;max-width:760px">{escape(caption)}</figcaption></figure>'
    )
    return Piece(html, f"{words}. {caption}".strip())


def place(n: int) -> float:
    """Return where the n-th stroke of the week stands, in px; nights are narrower than shifts."""
    day, hour = divmod(n, len(HOURS))
    wide = (WIDTH - LEFT - 20) / len(DAYS)
    return LEFT + day * wide + 10 + hour * (wide - 26) / (len(HOURS) - 1)


def axes(top: float) -> str:
    """Draw the days, and the seconds at the left."""
    wide, foot, found = (WIDTH - LEFT - 20) / len(DAYS), TOP + TALL, ""
    step = max(round(top / 5), 1)
    for value in range(0, int(top) + 1, step):
        y = foot - TALL * value / top
        found += (
            f'<path d="M{LEFT},{y:.1f}H{WIDTH - 20}" stroke="currentColor" '
            f'opacity="{0.7 if value == 0 else 0.18}"/><text x="{LEFT - 6}" y="{y + 4:.1f}" '
            f'text-anchor="end" fill="currentColor">{value} s</text>'
        )
    for n, day in enumerate(DAYS):
        x = LEFT + n * wide
        found += (
            f'<path d="M{x:.1f},{TOP}V{foot}" stroke="currentColor" opacity="0.18"/>'
            f'<text x="{x + wide / 2:.1f}" y="{foot + 18}" text-anchor="middle" '
            f'fill="currentColor">{day}</text>'
        )
    return found


def line(n: int, name: str, values: np.ndarray, top: float) -> str:
    """Draw the strokes of one story, day by day, and its name below."""
    color, dash = STYLES[n % len(STYLES)]
    foot, found = TOP + TALL, ""
    for day in range(len(DAYS)):
        mine = range(day * len(HOURS), (day + 1) * len(HOURS))
        dots = [(place(k), foot - TALL * float(values[k]) / top) for k in mine
                if np.isfinite(values[k])]  # fmt: skip
        path = "L".join(f"{x:.1f},{y:.1f}" for x, y in dots)
        found += f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2" '
        found += f'stroke-dasharray="{dash}"/>' if dots else "/>"
        found += "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in dots
        )
    y = foot + 40 + 18 * n
    return found + (
        f'<path d="M{LEFT},{y - 4}h30" stroke="{color}" stroke-width="2" '
        f'stroke-dasharray="{dash}"/>'
        f'<text x="{LEFT + 38}" y="{y}" fill="currentColor">{escape(name)}</text>'
    )


def told(name: str, values: np.ndarray) -> str:
    """Say a story in words, the first and the last stroke of each day."""
    day = lambda k: values[k * len(HOURS) : (k + 1) * len(HOURS)]  # noqa: E731
    spans = [f"{DAYS[k]} {day(k)[0]:.1f} to {day(k)[-1]:.1f} s" for k in range(len(DAYS))]
    return f"{name}: {', '.join(spans)}"
