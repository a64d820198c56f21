"""WRK-09: a scenario written as text in a notebook, read with care and checked in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labsim import scenario
from labsim.coach.audit.lint import solvable
from labsim.coach.audit.report import Report
from labsim.core.errors import LabsimError
from labsim.course import Lab
from labsim.teaching.page import Piece, table

__all__ = ["ALLOWED", "FLAWED", "check", "draft"]

# What a draft may say. Other machines, sister machines and changed figures are for the plant's own
# labs: docs/how-to/new-lab.md.
ALLOWED = (
    "title", "machine", "complaint", "minutes", "skills", "tier", "faults", "without", "sheets",
    "symptom", "before", "guided", "not_drawn", "band", "marks",
)  # fmt: skip
LONGEST, STEPS, WAIT, NAMED = 8000, 12, 120.0, 80  # characters, steps, seconds, faults
WORDS = {
    "complaint": "every fault shows the complaint",
    "safe path": "every fault can be repaired safely",
    "detectable": "every fault can be detected",
    "told apart": "faults can be told apart",
}

# A colleague's draft, for the review. Its flaws are real, and the audit finds most of them.
FLAWED = """\
title     = "Conveyor dead after coil K1 burnt open"
machine   = "MotorStarter"
complaint = "Conveyor 2 does not start. Night shift says K1: coil burnt open. Hurry, it is easy."
minutes   = 5
skills    = ["SM02"]
tier      = "junior"
faults    = ["K1: coil burnt open", "S1: contact 13-14 does not make", "P1: lamp burnt out"]

[symptom]
do   = ["press S1"]
look = "K1"

[marks]
evidence = 10
path     = 10
safety   = 0
repair   = 70
report   = 10
"""


def draft(text: Any, machine: str = "MotorStarter") -> Lab:
    """Return the lab of a scenario given as text; LabsimError says what is wrong with it.

    No file is read, and nothing in the text can make the check long: machine, keys and lengths are
    limited.
    """
    if not isinstance(text, str) or not text.strip():
        raise LabsimError("the scenario is a text between triple quotes, and it is not empty")
    if len(text) > LONGEST:
        raise LabsimError(f"the scenario is longer than {LONGEST} characters")
    try:
        found = scenario.read(text, Path("own") / "MY-01.toml", _limits(machine))
    except LabsimError:
        raise
    except Exception as error:  # whatever a hostile text does to a parser is one sentence here
        kind = type(error).__name__
        raise LabsimError(f"the scenario cannot be read as TOML: {kind}") from None
    return Lab(found)


def _limits(machine: str) -> Any:
    def limit(data: dict[str, Any]) -> None:
        for key in data:
            if key not in ALLOWED:
                raise LabsimError(f"{key}: not in this lab; a draft may say {', '.join(ALLOWED)}")
        if data.get("machine") != machine:
            raise LabsimError(f'machine: this event was on the {machine}: machine = "{machine}"')
        if data.get("faults") != "all" and len(data.get("faults", ())) > NAMED:
            raise LabsimError(f'faults: at most {NAMED}, or "all"')
        _steps("before", data.get("before", ()))
        symptom = data.get("symptom")
        if not isinstance(symptom, dict):
            raise LabsimError("symptom is missing; write [symptom] with do and look")
        _steps("symptom.do", symptom.get("do", ()))

    return limit


def _steps(key: str, steps: Any) -> None:
    if not isinstance(steps, list | tuple) or len(steps) > STEPS:
        raise LabsimError(f"{key}: a list of at most {STEPS} steps")
    waits = [str(step).partition(" ")[2] for step in steps if str(step).startswith("wait")]
    if any(len(w) > 5 or float(w or 0) > WAIT for w in waits):
        raise LabsimError(f"{key}: nobody waits longer than {WAIT:.0f} s here")


def check(text: Any) -> Piece:
    """Show what an audit says of a draft; the figures to be predicted are not among it."""
    try:
        lab = draft(text)
        report = Report(lab.id)
        solvable(lab, report, ways=False)
    except LabsimError as error:
        return table(["", "what", "found"], [["✗", "loads", str(error)]])
    rows = []
    for found in report.findings:
        if found.what in WORDS:
            told = WORDS[found.what] if found.holds else found.text
            rows.append(["✓" if found.holds else "✗", found.what, told])
    return table(["", "what", "found"], rows, f"{lab.title}: {len(lab.family)} faults")
