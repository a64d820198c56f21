"""Expected answers of PLC-05: who is it, by faults of the machine; four doors of one's own."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim.course import own_bench
from labsim.teaching.guarding import own

__all__ = ["doors", "who"]

# What is read, the fault that makes it, who it is, why.
WHO = {
    "A3 LINK2 dark, A5 LINK1 dark, both NS green": (
        "W2: broken", "cable", "Two dark LINKs that face each other, both couplers alive.",
    ),
    "480 CRC errors at A2 P1 and at A3 P1, both racks 120 ms": (
        "W1: screen torn off", "cable", "Who receives damage counts it: both ends of W1.",
    ),
    "A5 NS red, switches at 1": (
        "A5: address switches set to 1", "address", "Rack 1 has that address and kept it.",
    ),
    "A5 all dark, 24 V from L+ to M": (
        "A5: electronics dead", "coupler", "It is fed and dark.",
    ),
    "A5 all dark, 0 V from L+ to M": (
        "A5: terminal L+ open", "supply", "Nothing comes to it: wire or fuse.",
    ),
    "A3 MS flashes red, NS flashes red, address as on the print": (
        "A4: does not answer in its slot", "card", "The rack is not as it is configured.",
    ),
    "door open: POWER CH2 FAULT": (
        "B9: contact 23-24 welded", "channel 2", "Closed with the door open: welded.",
    ),
    "door shut: POWER CH2 FAULT": (
        "B9: contact 13-14 does not make", "channel 1", "It is dark with the door shut.",
    ),
    "door shut: POWER CH1 CH2, 0 V from Y2 to A2": (
        "K2: contact 21-22 does not make", "loop", "The feedback loop is open: the relay waits.",
    ),
    "door shut: POWER CH1 CH2, 24 V from S34 to A2, nobody presses Reset": (
        "S3: contact 13-14 welded", "reset button", "A button that is never let go resets nothing.",
    ),
    "door shut: POWER CH1 CH2 FAULT, discrepancy 20 ms": (
        "K9: discrepancy time set too short", "relay", "20 ms is sound: its time is set wrong.",
    ),
}  # fmt: skip
OTHER = {
    "coupler": ("A5", "bus coupler"), "supply": ("wire", "fuse"), "loop": ("feedback loop",),
    "reset button": ("button", "S3"), "relay": ("safety relay", "K9"), "cable": ("W1", "W2"),
}  # fmt: skip
DIGITS = 0.02  # s: how finely a trace can be read, twice that is allowed


def who(ask: Ask) -> dict[str, Expected]:
    return {place: Word(name, OTHER.get(name, ()), why) for place, (_, name, why) in WHO.items()}


def doors(ask: Ask) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    for row, door in own(own_bench(ask.lab, ask.seed, None).seed).items():
        apart, most = 1000 * door.apart, 1000 * door.window
        over = "longer" if door.locked else "not longer"
        why = f"{apart:.0f} ms is {over} than the {most:.0f} ms this relay is set to."
        found[f"{row}: later channel"] = Number(
            door.late, within=0.0, margin=0.1, why="The later one is the one that steps up last."
        )
        found[f"{row}: apart (ms)"] = Number(
            apart, within=0.0, margin=2000 * DIGITS, why="From the first step to the second."
        )
        found[f"{row}: the relay"] = Word("locks" if door.locked else "goes on", why=why)
    return found
