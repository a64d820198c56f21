"""Expected answers of HYD-04: six cells on an own sheet, and what an override proves."""

from __future__ import annotations

from grading.answers import Ask, Expected, Word
from labsim.course import own_bench
from labsim.teaching.stations import sheet_faults

__all__ = ["proves", "where"]

WHY = {
    "before the card": "An LED is dark: the command, or a permission, never reached the card.",
    "input card": "LED on and bit 0, and no force: the card does not pass it on.",
    "program": "All bits are there, or a force holds one, and the output is not asked.",
    "output card": "The LED of Q0.0 is on, and Y1 has no volts.",
    "coil": "No current where the LED is on: the coil or a wire of it is open.",
    "valve": "Current flows, and M2 stays at idle: the spool has not moved.",
    "pump": "Current flows, and M2 has nothing at all: no oil comes.",
    "end of stroke": "The rod is out under full pressure: the way back is not asked for.",
}


def where(ask: Ask) -> dict[str, Expected]:
    cells = sheet_faults(own_bench(ask.lab, ask.seed, None).seed)
    found: dict[str, Expected] = {}
    for row, told in cells.items():
        station = told.partition("|")[0]
        found[f"cell {row}"] = Word(station, why=WHY[station])
    return found


def proves(ask: Ask) -> dict[str, Expected]:
    return {
        "spool of V1": Word("sound", why="It went where the pin pushed it."),
        "coil Y1": Word("open", why="The thumb did the work of the coil."),
        "pump P1": Word("sound", why="No oil, no movement."),
        "sensor B1": Word("open", why="The override goes past the program and what it asks for."),
    }
