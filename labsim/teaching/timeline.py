"""A time line: what the event logger saw since it was armed, and what hands did meanwhile."""

from __future__ import annotations

from html import escape
from typing import Any

from labsim.core.errors import LabsimError
from labsim.instruments.logger import trace
from labsim.teaching.page import INK, PAPER, SOFT, Piece
from labsim.teaching.pictures import BLUE, RED

__all__ = ["timeline"]

WIDTH, LEFT, ROW, TALL = 760.0, 150.0, 52.0, 30.0  # px
DONE = ("press", "release", "tap", "warm")
LEAST = 1.0  # V between two levels that are told apart in words


def timeline(bench: Any, *pairs: tuple[str, str], caption: str = "") -> Piece:
    """Draw voltages since the trap was set, one line a pair of terminals; no pair: its own.

    Other pairs than the one the leads are on are for benches in a lab's text, not for your order.
    """
    if not bench.sim.tape:
        raise LabsimError("no trap is set: arm(…) it first, then let the machine run")
    own = bench.sim.armed
    if bench.attempt.path is not None and any(pair != own for pair in pairs):
        raise LabsimError(f"on your own order the logger saw one pair: {own[0]} and {own[1]}")
    begin, end = bench.sim.tape[0][0], bench.sim.now
    scale = (WIDTH - LEFT - 20) / max(end - begin, 1.0)
    drawn, words = [], []
    for n, pair in enumerate(pairs or (own,)):
        steps = levels(bench, pair)
        drawn.append(line(pair, steps, end - begin, n * ROW + 12, scale))
        words.append(f"{' to '.join(pair)}: {told(steps, end - begin)}")
    marks = doings(bench, begin)
    high = len(words) * ROW + 16
    drawn.append(axis(marks, end - begin, high, scale))
    words.append("Done: " + ", ".join(f"{what} at {at:.0f} s" for at, what in marks))
    return framed("".join(drawn), high + 52 + 15 * min(len(marks), 3), ". ".join(words), caption)


def levels(bench: Any, pair: tuple[str, str]) -> list[tuple[float, float]]:
    """Return time since the arming in s and volts, whenever the voltage changed."""
    ports = [bench.machine.port(address) for address in pair]
    net = bench.sim.network_of(ports[0].component)
    times, volts = trace(bench.sim, net, ports)
    found: list[tuple[float, float]] = []
    for time, volt in zip(times - times[0], volts[:, 0], strict=True):
        if not found or abs(volt - found[-1][1]) > LEAST:
            found.append((float(time), float(volt)))
    return found


def told(steps: list[tuple[float, float]], length: float) -> str:
    """Say a line in words."""
    ends = [time for time, _ in steps[1:]] + [length]
    spans = zip(steps, ends, strict=True)
    return ", ".join(f"{v:.0f} V from {t:.0f} to {end:.0f} s" for (t, v), end in spans)


def line(
    pair: tuple[str, str], steps: list[tuple[float, float]], length: float, y: float, scale: float
) -> str:
    """Draw one voltage as steps; times in which it is off what it was at first are shaded."""
    top = max(max(v for _, v in steps), 10.0)
    ends = [time for time, _ in steps[1:]] + [length]
    path, shade = "", ""
    for (time, volt), end in zip(steps, ends, strict=True):
        x1, x2, level = LEFT + time * scale, LEFT + end * scale, y + TALL * (1 - volt / top)
        path += f"{'L' if path else 'M'}{x1:.1f},{level:.1f}L{x2:.1f},{level:.1f}"
        if abs(volt - steps[0][1]) > 0.3 * max(steps[0][1], 10.0):
            wide = max(x2 - x1, 3.0)
            shade += f'<rect x="{x1:.1f}" y="{y - 4}" width="{wide:.1f}" height="{TALL + 8}" '
            shade += f'fill="{RED}" opacity="0.22"/>'
    label = f"{pair[0]} – {pair[1]}"
    text = f'<text x="0" y="{y + 14}" fill="currentColor">{escape(label)}</text>'
    text += f'<text x="0" y="{y + 30}" fill="{SOFT}">0 … {top:.0f} V</text>'
    return f'{shade}<path d="{path}" fill="none" stroke="{BLUE}" stroke-width="2"/>{text}'


def doings(bench: Any, begin: float) -> list[tuple[float, str]]:
    """Return when after the arming which control was worked, which part knocked on or warmed."""
    events = bench.attempt.events
    armed = max((e["n"] for e in events if e["do"] == "arm"), default=0)
    start = 60 * events[armed].get("t", 0.0) - events[armed].get("dt", 0.0)
    return [
        (60 * e["t"] - e["dt"] - start, f"{e['do']} {e['tag']}")
        for e in events[armed + 1 :]
        if e["do"] in DONE
    ]


def axis(marks: list[tuple[float, str]], length: float, y: float, scale: float) -> str:
    """Draw the seconds, and what was done, on up to three lines so that words do not touch."""
    step = next(s for s in (5, 10, 30, 60, 120, 300, 1200, 1e9) if length / s <= 10)
    found = f'<path d="M{LEFT},{y}H{LEFT + length * scale:.1f}" stroke="currentColor"/>'
    for k in range(int(length / step) + 1):
        x = LEFT + k * step * scale
        found += f'<path d="M{x:.1f},{y}v5" stroke="currentColor"/><text x="{x:.1f}" y="{y + 18}" '
        found += f'text-anchor="middle" fill="{SOFT}">{k * step:g} s</text>'
    for n, (at, what) in enumerate(marks):
        x, low = LEFT + at * scale, y + 36 + 15 * (n % 3)
        found += f'<path d="M{x:.1f},6V{y}" stroke="{SOFT}" stroke-dasharray="2 4"/>'
        found += f'<text x="{x:.1f}" y="{low}" fill="currentColor">▲ {escape(what)}</text>'
    return found


def framed(drawn: str, high: float, words: str, caption: str) -> Piece:
    """Put a drawing and its caption into a figure with its words for whoever does not see it."""
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK};background:{PAPER}"><svg role="img" '
        f'viewBox="0 0 {WIDTH:.0f} {high:.0f}" style="max-width:{WIDTH:.0f}px;width:100%" '
        f'font-size="12.5" font-family="system-ui, sans-serif" '
        f'aria-label="{escape(words, quote=True)}">{drawn}</svg>'
        f'<figcaption style="color:{SOFT};font-size:13px">{escape(caption)}</figcaption></figure>'
    )
    return Piece(html, words)
