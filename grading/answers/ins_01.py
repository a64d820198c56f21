"""Expected answers of INS-01: what faultless instruments read on the apprentice's own board."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from grading.answers import Ask, Expected, Number, Word
from labsim.coach.tasks.ins_01 import PLACES, limit, truth
from labsim.core.machine import Machine
from labsim.course import draw, own_unit

__all__ = ["accuracy", "meanings", "values"]

UNITS = {"mA": "mA", "A in line": "A", "A": "A", "Ω": "Ω"}
LEAST = 0.05  # nobody writes millivolts where there is nothing
WHY = {
    "a": "Red on plus, black on minus, function V.",
    "b": "What is closed drops nothing; what is open has all the voltage, if any arrives.",
    "c": "The lamp has all the voltage, or none arrives: S1 must be at 1.",
    "d": "10 MΩ of the meter lie beside R2. Write what it shows, not what the print promises.",
    "e": "X1 open, mA jack, in line.",
    "f": "X2 open, 10 A jack, in line.",
    "g": "With a bad neutral the smaller load gets more than its share.",
    "h": "What one heater has too much the other has too little.",
    "i": "The legs do not care about the neutral.",
    "j": "The neutral bar is no longer held to earth.",
    "k": "The clamp goes around one conductor.",
    "l": "With 10 MΩ the spare core shows half of its live neighbour.",
    "m": "3 kΩ pull a ghost down.",
    "n": "Q1 locked off: nothing may be left.",
    "o": "Dead, and proved dead: the element and 0.2 Ω of leads.",
}


def board(ask: Ask) -> tuple[Machine, Mapping[str, float]]:
    """Return the apprentice's own board, sound but for its neutral, and what it reads."""
    machine = own_unit(ask.lab, ask.seed)
    return machine, truth(ask.lab, machine.unit, draw(ask.lab, ask.seed.fault).id)


def asked(letter: str) -> tuple[str, str]:
    """Return the function that fits a place, and the words the place has in the notebook."""
    place = next(p for p in PLACES if p.letter == letter)
    return place.functions[0], f"{letter} ({UNITS.get(place.functions[0], 'V')})"


def values(ask: Ask) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    for letter, value in sorted(board(ask)[1].items()):
        function, name = asked(letter)
        margin = max(limit(function, value), LEAST)
        found[name] = Number(abs(value), within=0, margin=margin, why=WHY[letter])
    return found


def meanings(ask: Ask) -> dict[str, Expected]:
    machine, read = board(ask)
    joint = next(part for tag, part in machine.components.items() if tag[0] == "Q").values
    neutral = "neutral joint bad" if np.isfinite(joint["6.joint"]) else "neutral open"
    lamp = "open" if read["c"] > 1 else "nothing arrives"
    return {
        "b": Word("open" if read["b"] > 1 else "closed", why=WHY["b"]),
        "c": Word(lamp, why=WHY["c"]),
        "d": Word("the meter loads it", ("meter loads it",), why=WHY["d"]),
        "g": Word(neutral, why="Open: the heaters are in series, no current in the neutral."),
        "i": Word("in order", why=WHY["i"]),
        "j": Word("live", (neutral,), why="A neutral bar with voltage to earth is live."),
        "l": Word("ghost", why=WHY["l"]),
        "m": Word("dead", ("ghost",), why=WHY["m"]),
        "n": Word("dead", why=WHY["n"]),
        "o": Word("in order", why=WHY["o"]),
    }


def accuracy(ask: Ask) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    why = "Part of the reading, plus counts of the last figure shown."
    for letter in "aego":
        function, name = asked(letter)
        value = limit(function, board(ask)[1][letter])
        found[f"± of {name}"] = Number(value, within=0.15, margin=0.0, why=why)
    return found
