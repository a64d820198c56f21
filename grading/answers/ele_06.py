"""Expected answers of ELE-06: what waiting costs, what brings a fault on, what a trap catches."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim.actions import MINUTES
from labsim.core.clock import HOT
from labsim.instruments.logger import TRAP, EventLogger
from labsim.teaching.timeline import levels

__all__ = ["circumstances", "costs", "traps"]

EVERY, WAIT = 25.0, 0.25  # min between two stops, min waited after S3
CLIP = "F1: terminal 2 opens when shaken"
WHEN = {
    "K2 drops out a second after the compressor is started": (
        "vibration", ("shaking", "shaken"), "On its way up it shakes the frame.",
    ),
    "K2 drops out when S4 goes to 1, and starts again once it is back at 0": (
        "load", (), "At once with the load, gone at once without it.",
    ),
    "K2 drops out after seven minutes of load and will not start for a while": (
        "heat", ("hot", "warmth"), "Heat comes slowly and goes slowly.",
    ),
    "K2 drops out when the door of the box is slammed, compressor at rest": (
        "vibration", ("shaking", "shaken"), "A slam is a knock on everything.",
    ),
}  # fmt: skip
PAIRS = {
    "F1:1 to G1:N (s)": ("F1:1", "G1:N"),
    "X1:1a to G1:N (s)": ("X1:1a", "G1:N"),
    "K2:A1 to G1:N (s)": ("K2:A1", "G1:N"),
    "across the clip, F1:2 to X1:1a (s)": ("F1:2", "X1:1a"),
}


def costs(ask: Ask) -> dict[str, Expected]:
    euros = ask.lab.scenario.downtime
    trap = MINUTES["arm"] + MINUTES["press"] + WAIT + EventLogger.functions[TRAP].minutes
    return {
        "it stops every 25 minutes on average: waiting for it once (€)": Number(
            EVERY * euros, within=0.0, margin=1.0
        ),
        "trap set, S3 pressed, 15 s waited, logger read (min)": Number(trap, margin=0.06),
        "the same trap (€)": Number(trap * euros, margin=0.8),
        "under load from cold, until a heat fault shows (min)": Number(
            warm_up(ask), within=0.0, margin=0.5, why="The bay has to get warm; see the time line."
        ),
    }


def warm_up(ask: Ask) -> float:
    """Return the minutes under load until the bay is above the limit."""
    bench = ask.lab.bench().press("S4").press("S3")
    start = bench.sim.now
    while bench.sim.states["M1", "heat"][0] < HOT:
        bench.sim.advance(1.0)
    return (bench.sim.now - start) / 60


def circumstances(ask: Ask) -> dict[str, Expected]:
    return {place: Word(word, accept, why) for place, (word, accept, why) in WHEN.items()}


def traps(ask: Ask) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    for place, pair in PAIRS.items():
        bench = ask.lab.bench(CLIP).press("S1").arm(*pair).press("S3").wait(15)
        seconds = float(bench.measure(TRAP, *pair).value)
        found[place] = Number(seconds, margin=0.3, why="Ahead of the bad place nothing happens.")
    most = max(volts for _, volts in levels(bench, pair))
    found["across the clip, highest voltage (V)"] = Number(
        most, why="While it is open, all voltage stands across it."
    )
    return found
