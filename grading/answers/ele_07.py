"""Expected answers of ELE-07: manual section and parameter record, from the hidden fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grading.answers import Ask, Expected, Number, Word
from labsim.core.component import Fault
from labsim.course import own_machine

__all__ = ["manual", "parameters"]

# Section of the manual in the notebook for each cause of F07.
SECTIONS = {
    "T2: connected to the 540 V tap": "5.3.1",
    "T1: bus sense reads too high": "5.3.1",
    "T1: braking chopper switched off by parameter": "5.3.3",
    "T1: chopper threshold set above the trip level": "5.3.3",
    "T1: deceleration time set too short": "5.3.4",
    "T1: input DI2 stuck on": "5.3.4",
    "S2: contact 13-14 welded": "5.3.4",
    "M1: load far heavier than rated": "5.3.5",
    "T1: bus capacitors dried out": "5.3.6",
}
BRAKING = "5.3.2"  # resistor, its terminals and wires, chopper transistor
CHANGED, FOUND, LEFT, REST = (
    "parameter you changed (code, or none)",
    "value you found (or none)",
    "value you left (or none)",
    "all other parameters as on the sheet (yes or no)",
)


@dataclass(frozen=True)
class Kept(Expected):
    """An answer that counts only while the record leaves the drive as the sheet has it."""

    answer: Expected
    trouble: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        return (0.0, self.trouble) if self.trouble else self.answer.judge(given)

    def example(self) -> Any:
        return self.answer.example()


def manual(ask: Ask) -> dict[str, Expected]:
    fault = own_machine(ask.lab, ask.seed)[0]
    why = "Say what is wrong in one sentence; the section that has this sentence is the one."
    return {
        "code on the display": Word("F07", why="Look at T1 after the stop."),
        "section of this code": Word("5.3", ("§5.3",), why="Table of codes, §5."),
        "section of the cause you found": section(fault, why),
    }


def section(fault: Fault, why: str = "") -> Word:
    """Return the section of the manual that a cause belongs to."""
    found = SECTIONS.get(fault.id, BRAKING)
    return Word(found, (f"§{found}",), why=why)


def parameters(ask: Ask) -> dict[str, Expected]:
    fault, machine = own_machine(ask.lab, ask.seed)
    severities = fault.severities()
    wrong = severities[ask.seed.specimen % len(severities)]
    part = machine.component(fault.component)
    code = next((code for code, name in part.menu.items() if name in wrong), "")
    none = Word("none", ("-", "nothing"), why="No parameter was wrong on your drive.")
    trouble = left_wrong(ask.record, machine.component("T1"), code, wrong)
    found = {CHANGED: none, FOUND: none, LEFT: none, REST: Word("yes")}
    if code:
        name = part.menu[code]
        found[CHANGED] = Word(code, why="Compare every parameter with the commissioning sheet.")
        found[FOUND] = Number(wrong[name], margin=0.05, why="As the keypad showed it.")
        found[LEFT] = Number(part.values[name], margin=0.05, why="As on the sheet, §3.")
    return {place: Kept(expected, trouble) for place, expected in found.items()}


def left_wrong(record: Any, drive: Any, code: str, wrong: dict[str, Any]) -> str:
    """Say what a record leaves in the drive that is not as on the sheet, or changed needlessly.

    Without work at the bench there is nothing to keep a parameter record of.
    """
    if record is None:
        return ""
    if not record.worked:
        return "Nothing was done at the bench: there is no parameter record to keep."
    now = {c: wrong.get(name, drive.values[name]) for c, name in drive.menu.items()}
    entered = [event for event in record.of("set") if event["tag"] == drive.tag]
    for event in entered:
        now[event["parameter"]] = event["value"]
    off = [c for c, name in drive.menu.items() if abs(now[c] - drive.values[name]) > 1e-9]
    if off:
        return f"At the end {', '.join(off)} is not as on the sheet."
    needless = sorted({event["parameter"] for event in entered} - {code})
    return f"{', '.join(needless)} was right and was changed." if needless else ""
