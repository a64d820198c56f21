"""Expected answers of PLC-01: who lies, by faults of the machine; the own rungs, scanned."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim.course import own_bench
from labsim.teaching.scans import EVERY, EYE, Race
from labsim.teaching.scans import race as drawn

__all__ = ["lies", "race"]

SEEN = EYE.index(1) + 1  # the scan that first has the eye
# What is read, the fault that makes it, whose lie it is, why.
LIES = {
    "B1 lit, 22 V from I0.3 to 1M, LED lit, bit 0, FORCE dark": (
        "A2: input I0.3 dead", "channel", "Nothing is forced: the channel is all there is left.",
    ),
    "B1 lit, 0 V from I0.3 to minus, LED dark, bit 0": (
        "A2: terminal I0.3 open", "wire", "The device says on, its voltage does not arrive.",
    ),
    "B1 lit, 24 V from I0.3 to minus, 0 V to 1M, no LED lit on A2": (
        "A2: terminal 1M open", "common", "The way in is there, the way out is not: for all.",
    ),
    "B1 dark with a part before it, 24 V from BN to BU": (
        "B1: target out of reach, bracket bent", "device", "It is fed and sees nothing.",
    ),
    "B1 lit, LED of I0.3 lit, bit 0, FORCE lit": (
        "A1: input I0.3 left forced off", "force", "A force stands over what the card says.",
    ),
    "B1 lit, 22 V from I0.3 to 1M, LED dark, bit 1": (
        "A2: LED of I0.3 failed", "LED", "Terminal and bit agree: only the lamp is gone.",
    ),
    "B3 dark, 24 V from I1.1 to minus, LED dark, bit 1, FORCE dark": (
        "A3: input I1.1 stuck on", "channel", "Sourcing: 24 V to minus is off.",
    ),
    "every device, LED and bit as it ought to be, Parts_OK 0": (
        "A1: contact of the exit sensor swapped", "program", "Right bits, wrong rung.",
    ),
}  # fmt: skip
OTHER = {"wire": ("wiring", "wire broken"), "channel": ("card", "card channel")}


def lies(ask: Ask) -> dict[str, Expected]:
    return {place: Word(who, OTHER.get(who, ()), why) for place, (_, who, why) in LIES.items()}


def race(ask: Ask) -> dict[str, Expected]:
    mine: Race = drawn(own_bench(ask.lab, ask.seed, None).seed)
    push, second = mine.bits("Push"), mine.bits("M2")
    on = push.index(1) + 1
    off = push.index(0, on) + 1
    above = "A rung sees what is above it in this scan, what is below it as the last scan left it."
    return {
        "M2 is on for the first time after scan": exact(second.index(1) + 1, above),
        "Push is on for the first time after scan": exact(on, above),
        "Push is off again after scan": exact(off, "It goes off as late as it came."),
        "Push comes later than the eye by (ms)": exact((on - SEEN) * EVERY, "10 ms for each scan."),
        "Kick is on": Word(
            "one scan" if any(mine.bits("Kick")) else "never",
            why="Who writes Seen above the rung that reads it has let the moment go by.",
        ),
    }


def exact(value: float, why: str) -> Number:
    return Number(value, within=0.0, margin=0.1, why=why)
