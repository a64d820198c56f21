"""Expected answers of INS-02: decisions on six instruments, checked before use, and the tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grading.answers import Ask, Expected, Word
from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.component import Fault
from labsim.course import draw
from labsim.electrical.testgear import OUTPUTS

__all__ = ["tag", "verdicts"]

CASE = ("P1", "P2", "P3", "P4", "P5", "P6")
# What the crib puts right itself; all else goes to the calibration laboratory or off this job.
CORRECTED = (
    "mA fuse blown",
    "battery low",
    "battery flat",
    "test lead cracked",
    "test lead broken",
)


@dataclass(frozen=True)
class Checked(Expected):
    """A decision that counts only as far as the record shows a check of the instrument, 0..1."""

    decision: str
    checked: float
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        share, note = Word(self.decision).judge(given)
        if share and self.checked < 1:
            return self.checked, "Right, but your record shows no whole check: label and display."
        return share, note

    def example(self) -> str:
        return self.decision


def own(ask: Ask) -> Fault:
    """Return the defect that this apprentice's case has."""
    return draw(ask.lab, ask.seed.fault)


def decided(fault: Fault) -> str:
    return "correct" if fault.title in CORRECTED else "tag out"


def looked(record: Attempt | None, tag: str) -> float:
    """How much of a check of an instrument a record holds: half its label, half a display."""
    said = [str(e.get("text", "")) for e in record.of("look") if e["tag"] == tag] if record else []
    label = any(text.startswith("off; label") for text in said)
    display = any(not text.startswith(("off; label", "has no")) for text in said)
    return (label + display) / 2


def verdicts(ask: Ask) -> dict[str, Expected]:
    fault = own(ask)
    why = "Fuse, battery and leads are put right at the crib; anything else is tagged out."
    return {
        tag: Checked(decided(fault) if tag == fault.component else "accept",
                     looked(ask.record, tag), why)
        for tag in CASE
    }  # fmt: skip


def shows(ask: Ask) -> list[str]:
    """Return the positions of the reference at which the defect can be seen."""
    fault, found = own(ask), []
    for position in OUTPUTS:
        mine = Bench(ask.lab.machine, fault, ask.seed.specimen).operate("G2", position)
        sound = Bench(ask.lab.machine).operate("G2", position)
        if mine.look(fault.component).text != sound.look(fault.component).text:
            found.append(position)
    return found


def tag(ask: Ask) -> dict[str, Expected]:
    fault = own(ask)
    part = ask.lab.machine.component(fault.component)
    first, *more = shows(ask)
    due = f"{part.values['year']}-{part.values['month']:02d}"
    return {
        "instrument": Word(fault.component),
        "defect": Word(fault.title, why="As the list of the workbench calls it."),
        "setting that shows it": Word(first, tuple(more), "There it reads as a sound one does."),
        "decision": Word(decided(fault), why="Put right at the crib, or tagged out?"),
        "calibration due": Word(due, why="It is on the sticker: look at it with the switch off."),
    }


def worked(ask: Ask) -> Attempt:
    """Return a record that goes with a perfect answer: every instrument looked at."""
    bench = ask.lab.bench()
    for position in OUTPUTS:
        bench.operate("G2", position)
        for name in CASE:
            bench.look(name)
    return bench.attempt
