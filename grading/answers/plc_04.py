"""Expected answers of PLC-04: who writes, how far back, and what nobody does to an interlock."""

from __future__ import annotations

import re

from grading.answers import Ask, Expected, Number, Word
from labsim.course import own_bench
from labsim.teaching.longprogram import Sheet, task

__all__ = ["may", "ways", "writers"]

MAY = {
    "take out a force that somebody left, people told": (
        "yes", "It is not yours and not on the print: out, people told, FORCE dark.",
    ),
    "force I1.2 on until the shift ends, B7 is on order": (
        "no", "The press would come down on an empty nest, shift after shift.",
    ),
    "write 8 into SQ1, the step is nearly done anyhow": (
        "no", "The step word goes past every permissive of the transition at once.",
    ),
    "download the file, after a backup of what is in the controller": (
        "yes", "With the backup you can show, and put back, what was there.",
    ),
    "put an always-true contact beside PM1_7B, marked temporary": (
        "no", "A bypass has no date. The next fault finds no interlock.",
    ),
    "compare with the backup while the line runs": (
        "yes", "It reads, and changes nothing.",
    ),
    "download the file without looking what differs": (
        "no", "What was changed may have been right: look first, and keep it.",
    ),
}  # fmt: skip


def _mine(ask: Ask) -> Sheet:
    return task(own_bench(ask.lab, ask.seed, None).seed)


def writers(ask: Ask) -> dict[str, Expected]:
    mine, program = _mine(ask), ask.lab.machine.A1.logic.program
    return {f"tag {n}": _place(tag, place) for n, (tag, place) in enumerate(
        zip(mine.tags, mine.writers(program), strict=True), 1)}  # fmt: skip


def _place(tag: str, place: str) -> Word:
    routine, number = place.split()
    others = [f"{routine}, rung {number}", f"{routine} rung {number}", f"{routine}/{number}",
              f"{routine}, {number}"]  # fmt: skip
    named = re.sub(r"\d+$", "", routine).rstrip("_")
    return Word(place, tuple(others), f"The coil of {tag} stands in one of the {named} routines.")


def ways(ask: Ask) -> dict[str, Expected]:
    mine, program = _mine(ask), ask.lab.machine.A1.logic.program
    why = "Count the stall itself and the end, and go by the writer each time."
    return {f"end {n}": Number(steps, within=0.0, margin=0.1, why=why)
            for n, steps in enumerate(mine.steps(program), 1)}  # fmt: skip


def may(ask: Ask) -> dict[str, Expected]:
    return {deed: Word(word, why=why) for deed, (word, why) in MAY.items()}
