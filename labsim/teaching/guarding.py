"""Two channels of a guard over time, for a lab's text, and an apprentice's own traces to judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.instruments.logger import trace
from labsim.machines.palletiser import Palletiser
from labsim.teaching.page import SOFT, Piece, figure, table, text

__all__ = ["Closing", "closings", "lamps", "own", "sheet"]

BEFORE, AFTER = 0.2, 2.0  # s shown before and after the first channel comes
WIDTH, LEFT, ROW, TALL = 760.0, 160.0, 34.0, 18.0  # px
WINDOWS = (0.25, 0.5, 1.0)  # s, discrepancy times that relays are set to
NEAR = 0.08  # s, closer than this to the discrepancy time no trace of one's own comes
ROWS = "ABCD"
BLUE, RED = "#1f6f9f", "#c62d24"


@dataclass(frozen=True)
class Closing:
    """A door that shuts: s at which each channel closes (None: never), what the relay makes of it.

    Times count from the first channel; `window` is the discrepancy time in s.
    """

    one: float | None
    two: float | None
    window: float
    locked: bool

    @property
    def late(self) -> int:
        """The channel that comes later, or not at all."""
        return 1 if self.one is None or (self.two is not None and self.one > self.two) else 2

    @property
    def apart(self) -> float | None:
        """By how many s they come apart; None when one does not come."""
        return None if None in (self.one, self.two) else abs(self.one - self.two)


def closing(wrong: Mapping[tuple[str, str], Any]) -> Closing:
    """Shut the door of a palletiser with these parameters wrong, and record both inputs."""
    machine = Palletiser()
    sim = Simulation(machine, [Variant(dict(wrong))])
    sim.arm()
    sim.operate("B9", "shut").advance(AFTER + 1.0)
    ports = [[machine.port(name) for name in (f"K9:{mark}", "K9:A2")] for mark in ("S12", "S22")]
    net = sim.network_of(machine.K9)
    times, plus = trace(sim, net, ports[0])
    _, minus = trace(sim, net, ports[1])
    first = [_since(times, plus[:, 0] > 12.0), _since(times, minus[:, 0] < 12.0)]
    start = min([at for at in first if at is not None], default=0.0)
    one, two = (None if at is None else round(at - start, 2) for at in first)
    window = float(sim.views["K9"].window[0])
    return Closing(one, two, window, bool(sim.views["K9"].locked[0]))


def _since(times: np.ndarray, on: np.ndarray) -> float | None:
    return float(times[int(np.argmax(on))]) if on.any() else None


def closings(faults: Mapping[str, str], caption: str = "") -> Piece:
    """Show doors that shut, label -> fault id or "" for sound; what the relay does is marked."""
    machine = Palletiser()
    wrong = {
        label: variants_of(machine.fault(name))[0].wrong if name else {}
        for label, name in faults.items()
    }
    rows = {label: closing(params) for label, params in wrong.items()}
    return drawn(rows, caption, judged=True)


def drawn(rows: Mapping[str, Closing], caption: str, judged: bool) -> Piece:
    """Draw two lines for each closing over one axis of time; words say the same."""
    lines, words, y = "", [], 16.0
    for label, row in rows.items():
        lines += _pair(label, row, y, judged)
        words.append(f"{label}: {_said(row, judged)}")
        y += 2 * ROW + 22
    return figure(lines + _axis(y), WIDTH, y + 34, caption, ". ".join(words) + ".")


def _said(row: Closing, judged: bool) -> str:
    told = [f"channel {n} closes at {1000 * at:.0f} ms" if at is not None else
            f"channel {n} stays open" for n, at in ((1, row.one), (2, row.two))]  # fmt: skip
    told.append(f"discrepancy time {1000 * row.window:.0f} ms")
    return ", ".join([*told, "locked" if row.locked else "not locked"] if judged else told)


def _x(seconds: float) -> float:
    return LEFT + (seconds + BEFORE) / (BEFORE + AFTER) * (WIDTH - LEFT - 36)


def _pair(label: str, row: Closing, y: float, judged: bool) -> str:
    """Draw both channels of one closing; judged: the discrepancy, and where the relay locks."""
    found = text(0, y + 14, label, "start", 'font-weight="600"')
    found += text(0, y + 30, f"set to {1000 * row.window:.0f} ms", "start", f'fill="{SOFT}"')
    if judged:
        end = AFTER if row.apart is None else row.apart
        wide, color = _x(end) - _x(0), RED if row.locked else BLUE
        found += f'<rect x="{_x(0):.1f}" y="{y - 6}" width="{wide:.1f}" height="{2 * ROW}" '
        found += f'fill="{color}" opacity="0.15"/>'
    for n, at in ((1, row.one), (2, row.two)):
        found += _channel(n, at, y + (n - 1) * ROW)
    if judged and row.locked:
        x = _x(row.window)
        found += f'<path d="M{x:.1f},{y - 6}v{2 * ROW}" stroke="{RED}" stroke-dasharray="4 3"/>'
        found += text(x + 4, y + 2 * ROW + 8, "FAULT", "start", f'style="fill:{RED}"')
    return found


def _channel(n: int, at: float | None, y: float) -> str:
    low, high, end = y + TALL, y, _x(AFTER)
    path = f"M{_x(-BEFORE):.1f},{low}"
    path += f"H{end:.1f}" if at is None else f"H{_x(at):.1f}V{high}H{end:.1f}"
    line = f'<path d="{path}" fill="none" stroke="{BLUE}" stroke-width="2"/>'
    return line + text(LEFT - 8, y + TALL, f"CH{n}", "end")


def _axis(y: float) -> str:
    """Return an axis with a line for every 100 ms, a figure for every 200."""
    found = ""
    for k in range(-2, round(AFTER * 10) + 1):
        x, wide = _x(k / 10), 0.22 if k % 2 else 0.4
        found += f'<path d="M{x:.1f},8V{y:.1f}" stroke="currentColor" opacity="{wide * 0.5}"/>'
        if k % 2 == 0:
            found += text(x, y + 16, f"{100 * k}" + (" ms" if k == round(AFTER * 10) else ""))
    return found


# the own sheet ------------------------------------------------------------------------------------
def own(seed: Any) -> dict[str, Closing]:
    """Return four closings of an apprentice's own: which channel is late, and by how much."""
    dice = np.random.default_rng([*f"guard {seed}".encode()])
    found = {}
    locks = dice.permutation([True, True, False, False])
    for row, lock in zip(ROWS, locks, strict=True):
        window = float(dice.choice(WINDOWS))
        low, high = (window + NEAR, 1.7) if lock else (0.06, window - NEAR)
        late = round(float(dice.uniform(low, high)) / 0.02) * 0.02
        first = bool(dice.integers(2))
        found[row] = closing({("B9", "slow"): late if first else 0.0,
                              ("B9", "late"): 0.0 if first else late,
                              ("K9", "window"): window})  # fmt: skip
    return found


def sheet(bench: Any) -> Piece:
    """Show the apprentice's own four traces; what the relay made of them is for him to say."""
    rows = {f"trace {row}": found for row, found in own(bench.seed).items()}
    caption = "Your four doors, each shut at 0. Up is closed. A thin line every 100 ms."
    return drawn(rows, caption, judged=False)


# LEDs ---------------------------------------------------------------------------------------------
def lamps(lab: Any, faults: Mapping[str, str]) -> Piece:
    """Show what relay and contactors tell with each of some faults: door open, shut, reset."""
    rows = []
    for label, name in faults.items():
        bench = lab.bench(name or None)
        row = [label, bench.look("K9").text]
        bench.operate("B9", "shut").wait(2)
        row.append(bench.look("K9").text)
        bench.press("S3").release("S3").wait(1)
        row.append(bench.look("K9").text)
        row += [str(bench.look(tag).text) for tag in ("K1", "K2")]
        rows.append([_plain(cell) for cell in row])
    return table(["", "door open", "door shut", "Reset let go", "K1", "K2"], rows)


def _plain(said: str) -> str:
    return escape(said.removeprefix("lit: "))
