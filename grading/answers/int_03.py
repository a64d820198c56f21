"""Expected answers of INT-03: which way saves the batch, at what price; who hears what, when."""

from __future__ import annotations

import math

from grading.answers import Ask, Expected, Number, Word

__all__ = ["decision", "messages"]

LIMIT, GONE = 120.0, 38.0  # min the batch lasts from the alarm; gone when the cause is named
FITTING, RELEASE, FILLING = 12.0, 15.0, 35.0  # min: fit and prove; quality releases; fill the rest
# Way: min until the part is there, further min, euros. As the table in the notebook has them.
WAYS = {
    "courier": (95.0, 0.0, 240.0),
    "borrow from filler 3": (8.0, 5.0, 460.0),
    "bridge: override pressed by hand": (0.0, 0.0, 0.0),
    "spare station of the block": (3.0, 0.0, 71.0),
}
STOP, EVERY = 250.0, 15.0  # euros a minute of standstill; min between two messages


def minutes(way: str) -> float:
    """Return minutes from the named cause to the released line."""
    until, more, _ = WAYS[way]
    return until + more + FITTING + RELEASE


def decision(ask: Ask) -> dict[str, Expected]:
    """By hand: 120 - 38 - 35 = 47 min are left to be released in."""
    left = LIMIT - GONE - FILLING
    best = "spare station of the block"
    why = "From the named cause: part, further steps, fitting and proof, release."
    costs = {way: minutes(way) * STOP + WAYS[way][2] for way in WAYS}
    return {
        "minutes left until the line must be released (min)": Number(left, 0.0, 0.6, "120 less "
            "what is gone, less what filling takes."),
        "courier: cause named to line released (min)": Number(minutes("courier"), 0.0, 0.6, why),
        "borrowed from filler 3: cause named to line released (min)": Number(
            minutes("borrow from filler 3"), 0.0, 0.6, why),
        "spare station: cause named to line released (min)": Number(minutes(best), 0.0, 0.6, why),
        "borrowed from filler 3: standstill and parts (€)": Number(
            costs["borrow from filler 3"], 0.01, 1.0, "Minutes by 250 €, and the part."),
        "spare station: standstill and parts (€)": Number(costs[best], 0.01, 1.0, "Minutes by "
            "250 €, and the part."),
        "what you do": Word("spare station", (best, "spare"), "In time, cheapest, and nobody "
            "reaches into the filling zone."),
        "why not the bridge": Word("product", ("product integrity", "gmp", "sterility"), "A hand "
            "over open vials is no repair."),
        "what you order for tomorrow": Word("coil", ("solenoid", "solenoid coil"), "The spare "
            "station has lent its coil: the next one finds none."),
    }  # fmt: skip


def messages(ask: Ask) -> dict[str, Expected]:
    """One at once, then one every fifteen minutes, and one when the line is released."""
    end = GONE + minutes("spare station of the block")
    why = "At 0, 15, 30, … and at the end."
    return {
        "first message after the alarm, at the latest (min)": Number(5.0, 0.0, 5.0, "Before the "
            "first reading: who waits must know that somebody is there."),
        "line released, counted from the alarm (min)": Number(end, 0.0, 0.6, why),
        "messages from the alarm to the release, the last one included": Number(
            math.floor(end / EVERY) + 2.0, 0.0, 0.1, why),
        "what every message ends with": Word("time of the next", ("next message", "the time of "
            "the next message", "time of the next message"), "So that nobody calls meanwhile."),
        "who alone releases the product": Word("quality", ("qa", "quality assurance"), "You "
            "release the machine."),
    }  # fmt: skip
