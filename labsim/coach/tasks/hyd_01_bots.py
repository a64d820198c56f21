"""Simulated apprentices at the power unit: who thinks first, who copies, who opens what is full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.bench import Bench
from labsim.coach.bots import nothing
from labsim.coach.tasks.hyd_01_states import LINES, STATES, gauge_at, meant, truth

__all__ = ["BOTS"]

LEVER, SCREW, TURNS = "V1", ("R1", "setting"), 8
CLOSE = 0.012  # of the figure wanted, at which a hand stops turning


def figures(bench: Bench) -> dict[str, float]:
    """Return what somebody foresees who has understood the unit."""
    return dict(truth(bench.machine))


def visit(bench: Bench, state: str) -> None:
    """Bring the unit into a state, from wherever it stands."""
    lever = bench.machine.numbered(LEVER)
    bench.operate(lever, "in").wait(30).operate(lever, "neutral")
    for position, seconds in STATES[state]:
        bench.operate(lever, position)
        bench.wait(25.0 if seconds > 20 else 0.0)


def read(bench: Bench, lines: str, top: float | None = None) -> None:
    """Read lines in every state; at rest and at the stop one gauge after the other."""
    for state in STATES:
        for n, line in enumerate(lines):
            if not n or state in ("extending", "retracting"):
                visit(bench, state)
            bench.measure("bar", gauge_at(bench.machine, line), range=top)


def tee(bench: Bench, careful: bool = True) -> None:
    """Open line B and fit a tee: told, locked, seen at zero, or just so."""
    tag = bench.machine.numbered
    if careful:
        bench.operate(tag(LEVER), "in").wait(30).operate(tag(LEVER), "neutral").wait(10)
        bench.notify().isolate(tag("M1")).lock(tag("M1")).wait(5)
        bench.measure("bar", gauge_at(bench.machine, "P"))
        bench.measure("bar", gauge_at(bench.machine, "A"))
    bench.fit(gauge_at(bench.machine, "B"), "bar")
    if careful:
        bench.notify().restore(tag("M1")).wait(5)


def adjust(bench: Bench) -> None:
    """Turn the screw at the stop until line P reads what the data sheet wants."""
    wanted, tag = meant(bench.machine), bench.machine.numbered(SCREW[0])
    visit(bench, "at the stop")
    port, slope, turned = gauge_at(bench.machine, "P"), 0.1 * wanted, 0.0
    before = bench.measure("bar", port).value
    for _ in range(TURNS):
        if abs(before - wanted) <= CLOSE * wanted:
            break
        turned = (wanted - before) / slope
        bench.turn(tag, SCREW[1], round(turned, 2))
        now = bench.measure("bar", port).value
        if abs(now - before) > 1.0:
            slope = (now - before) / turned
        before = now


def leave(bench: Bench, text: str) -> None:
    visit(bench, "idle")
    bench.sign_off(text)


def expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Foresees, reads what has couplings, opens line B at zero, sets the screw by the gauge."""
    bench.predict(figures(bench))
    tee(bench)
    read(bench, "".join(LINES))
    adjust(bench)
    leave(bench, "Relief valve set by the gauge at the stop, line B read with a tee.")


def copies(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Reads first, and foresees afterwards."""
    tee(bench)
    read(bench, "".join(LINES))
    bench.predict(figures(bench))
    adjust(bench)
    leave(bench, "Predicted what the gauge had said; relief valve set.")


def no_tee(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Does without line B."""
    bench.predict({k: v for k, v in figures(bench).items() if not k.startswith("B")})
    read(bench, "PAT")
    adjust(bench)
    leave(bench, "Relief valve set; line B has no coupling.")


def by_ear(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Foresees and reads well, and turns the screw a turn the right way without a gauge."""
    bench.predict(figures(bench))
    tee(bench)
    read(bench, "".join(LINES))
    bench.turn(bench.machine.numbered(SCREW[0]), SCREW[1], 0.5)
    leave(bench, "Sounds right.")


def unsafe(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Knows everything, and opens line B with the drive running."""
    bench.predict(figures(bench))
    visit(bench, "at the stop")
    bench.operate(bench.machine.numbered(LEVER), "in").wait(30)
    tee(bench, careful=False)
    read(bench, "".join(LINES))
    adjust(bench)
    leave(bench, "Done.")


def careless(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Foresees nothing, bends a gauge and fetches the next, opens what is full, turns by ear."""
    visit(bench, "at the stop")
    bench.measure("bar", gauge_at(bench.machine, "P"), range=16)
    bench.mend("pressure gauge")
    tee(bench, careful=False)
    bench.turn(bench.machine.numbered(SCREW[0]), SCREW[1], 1.0)
    leave(bench, "Done.")


# name: (bot, lowest and highest mean score)
BOTS: dict[str, tuple[Callable, float, float]] = {
    "expert": (expert, 98, 100),
    "by ear": (by_ear, 70, 85),
    "no tee": (no_tee, 65, 82),
    "copies": (copies, 45, 55),
    "unsafe": (unsafe, 20, 40),
    "careless": (careless, 0, 15),
    "nothing": (nothing, 0, 0),
}
