"""Pictures of SCA-01: the hall, the alarms on a time line, the rate in ten minutes."""

from __future__ import annotations

from labsim.bench import Bench
from labsim.scada.journal import FLOOD, clock_text
from labsim.scada.points import alarm
from labsim.scada.running import BEGIN, NOW
from labsim.teaching.alarms import came, run_behind, stamp_of
from labsim.teaching.page import LINE, PAPER, SOFT, Piece, figure, text
from labsim.teaching.pictures import BLUE, RED

__all__ = ["hall", "rates", "timeline"]

WIDTH, LEFT, ROW = 760.0, 92.0, 34.0
LANES = ("Water", "Air", "Steam", "Cold", "Filler", "A1, other", "A2, other")
SIZES = {1: 7.0, 2: 5.0, 3: 3.5}  # px, half the height of a mark by priority
# The hall: box -> column, row, text; and what feeds what.
BOXES = {
    "MCC2": (0, 0, "F21", "control MCC 2"), "P21": (1, 0, "P21 Z21 V21", "cooling water"),
    "G11": (2, 0, "G11 Z11 W51", "compressed air"), "E41": (2, 1, "E41", "chilled water"),
    "E31": (1, 2, "P31 V32 E31", "boiler, steam"), "FILL": (3, 0, "filler", "24 heads"),
    "CIP": (3, 1, "CIP", "8 valves"), "PAST": (3, 2, "pasteuriser", "bottle washer"),
    "PACK": (4, 0, "labeller", "packer"),
}  # fmt: skip
FEEDS = (("MCC2", "P21"), ("P21", "G11"), ("P21", "E41"), ("MCC2", "E41"), ("G11", "FILL"),
         ("G11", "CIP"), ("E41", "FILL"), ("E31", "PAST"), ("E31", "CIP"), ("PAST", "FILL"),
         ("FILL", "PACK"))  # fmt: skip
WIDE, HIGH, STEP, FLOOR = 122.0, 46.0, 152.0, 82.0


def _box(name: str) -> tuple[float, float]:
    column, row, *_ = BOXES[name]
    return 6.0 + STEP * column, 10.0 + FLOOR * row


def hall(caption: str = "What lives on what. A1 runs the utilities, A2 the line.") -> Piece:
    """Draw the hall: what feeds what."""
    drawn = ['<defs><marker id="sca-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
             f'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="{SOFT}"/></marker>'
             "</defs>"]  # fmt: skip
    for source, to in FEEDS:
        (x, y), (u, v) = _box(source), _box(to)
        begin = (x + WIDE, y + HIGH / 2) if u > x else (x + WIDE / 2, y)
        end = (u, v + HIGH / 2) if u > x else (u + WIDE / 2, v + HIGH)
        if u == x and source == "PAST":
            begin, end = (x + WIDE + 0.0, y + 10.0), (u + WIDE, v + HIGH - 8.0)
        drawn.append(f'<line x1="{begin[0]}" y1="{begin[1]}" x2="{end[0]}" y2="{end[1]}" '
                     f'stroke="{SOFT}" marker-end="url(#sca-tip)"/>')  # fmt: skip
    for name, (_, _, tags, what) in BOXES.items():
        x, y = _box(name)
        drawn.append(f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="4" fill="{PAPER}" '
                     f'stroke="currentColor"/>')  # fmt: skip
        drawn.append(text(x + WIDE / 2, y + 20, tags, more='font-weight="600"'))
        drawn.append(text(x + WIDE / 2, y + 36, what))
    name = {box: " ".join(BOXES[box][2:]) for box in BOXES}
    words = "; ".join(f"{name[a]} feeds {name[b]}" for a, b in FEEDS)
    return figure("".join(drawn), WIDTH, 10 + 3 * FLOOR, caption, f"The hall: {words}.")


def _lane(tag: str, controller: str) -> str:
    return alarm(tag).group or f"{controller}, other"


def timeline(
    bench: Bench, begin: float = -20.0, end: float = 200.0, late: float = 0.0, caption: str = ""
) -> Piece:
    """Draw the alarms that came, a lane for each first-out group; seconds count from 10:14:00.

    `late`: seconds by which A2's stamps are put later. The mark is taller the higher the priority,
    a ring is the first-out lamp of its controller.
    """
    shown = [e for e in came(bench, late) if begin <= stamp_of(e, late) <= end]
    marked = set(run_behind(bench).end.first_out().values())
    scale = (WIDTH - LEFT - 16) / (end - begin)
    drawn = [_grid(begin, end, scale)]
    told, named = [], set()
    for event in shown:
        t, lane = stamp_of(event, late), _lane(event.tag, event.controller)
        x, y = LEFT + (t - begin) * scale, 26 + ROW * LANES.index(lane)
        half = SIZES[alarm(event.tag).priority]
        ink = BLUE if event.controller == "A1" else RED
        drawn.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - half}" y2="{y + half}" '
                     f'stroke="{ink}" stroke-width="2.2"/>')  # fmt: skip
        first = event.tag in marked and event.tag not in named
        if first:
            drawn.append(f'<circle cx="{x:.1f}" cy="{y}" r="9" fill="none" stroke="{ink}"/>')
            drawn.append(text(x + 12, y - 6, event.tag, "start", 'font-size="11"'))
        named.add(event.tag)
        told.append(f"{clock_text(t)} {event.tag}{' (first out)' if first else ''}")
    note = caption or "Blue: stamped by A1. Red: by A2. Tall: high priority. Ring: first out."
    return figure("".join(drawn), WIDTH, 26 + ROW * len(LANES) + 20, note, "; ".join(told) + ".")


def _grid(begin: float, end: float, scale: float) -> str:
    """Draw lanes and the clock below them."""
    foot = 26 + ROW * (len(LANES) - 1) + 14
    lines = []
    for n, lane in enumerate(LANES):
        y = 26 + ROW * n
        lines.append(text(6, y + 4, lane, "start"))
        lines.append(f'<line x1="{LEFT}" x2="{WIDTH - 16}" y1="{y}" y2="{y}" stroke="{LINE}"/>')
    step = 30.0 if end - begin <= 260 else 60.0
    t = step * -(-begin // step)
    while t <= end:
        x = LEFT + (t - begin) * scale
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="14" y2="{foot}" stroke="{LINE}"/>')
        lines.append(text(x, foot + 16, clock_text(t, tenths=False), more='font-size="11"'))
        t += step
    return "".join(lines)


def rates(bench: Bench, caption: str = "") -> Piece:
    """Draw how many alarms came in every ten minutes, and the line above which it is a flood."""
    found = run_behind(bench).journal.rates(BEGIN)
    most = max(FLOOD, *(count for _, count in found))
    high, wide = 150.0, 92.0
    drawn, told = [], []
    for n, (t, count) in enumerate(found):
        x, tall = 60 + wide * 1.3 * n, high * count / most
        ink = RED if count > FLOOD else BLUE
        drawn.append(f'<rect x="{x:.1f}" y="{20 + high - tall:.1f}" width="{wide}" '
                     f'height="{tall:.1f}" fill="{ink}"/>')  # fmt: skip
        drawn.append(text(x + wide / 2, 15 + high - tall, str(count)))
        until = min(t + 600.0, NOW)
        span = f"{clock_text(t, tenths=False)[:5]} to {clock_text(until, tenths=False)[:5]}"
        drawn.append(text(x + wide / 2, high + 37, span))
        told.append(f"{span}: {count}")
    y = 20 + high - high * FLOOD / most
    drawn.append(f'<line x1="40" x2="{WIDTH - 150}" y1="{y:.1f}" y2="{y:.1f}" '
                 'stroke="currentColor" stroke-dasharray="6 4"/>')  # fmt: skip
    drawn.append(text(WIDTH - 145, y + 4, f"{FLOOD} in ten minutes", "start"))
    words = f"Alarms that came: {'; '.join(told)}. More than {FLOOD} in ten minutes is a flood."
    return figure("".join(drawn), WIDTH, high + 46, caption or "Alarms that came.", words)
