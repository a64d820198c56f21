"""ELE-07: every cause has its section of the manual; the parameter record is read with the work."""

from __future__ import annotations

import re

import nbformat
import pytest

import labsim
from grading import answers
from grading.answers import Ask, ele_07
from grading.course import notebooks
from labsim.course import own_machine
from labsim.electrical.drives import CODES, MENU
from labsim.instruments.keypad import VALUES
from labsim.seeds import derive

LAB = labsim.lab("ELE-07")
RAMP = "T1: deceleration time set too short"


def page() -> str:
    book = nbformat.read(notebooks()["ELE-07"], as_version=4)
    return next(cell.source for cell in book.cells if cell.id == "ele-07-the-manual")


def own(fault: str) -> Ask:
    """Return what is asked of the first student whose machine hides a fault."""
    for n in range(500):
        seed = derive("ticket", "ELE-07", f"student {n}")
        if own_machine(LAB, seed)[0].id == fault:
            return Ask(LAB, f"student {n}", seed)
    raise AssertionError(f"no student has {fault}")


def test_the_manual_has_every_code_with_the_value_of_the_sheet() -> None:
    text = page()
    for code, (name, unit, _) in MENU.items():
        row = re.search(rf"\*\*{re.escape(code)}\*\* \|.*\| (\S+) ?(\S*) \|", text)
        assert float(row[1]) == LAB.machine.T1.values[name], code
        assert row[2] == unit, code
    assert all(code in text for code in VALUES)
    assert all(said.split()[0] in text for number, said in CODES.items() if number)


@pytest.mark.parametrize("fault", LAB.family, ids=lambda fault: fault.id)
def test_every_cause_is_in_a_section_of_the_manual(fault: object) -> None:
    assert f"**{ele_07.section(fault).value}**" in page()


def test_a_wrong_parameter_is_named_with_what_was_found_and_left() -> None:
    asked = own(RAMP)
    told = answers.perfect(ele_07.parameters(asked))
    found = RAMP and LAB.machine.fault(RAMP).severities()[asked.seed.instruments % 2]["decel"]
    assert list(told.values()) == ["P1.02", found, 5.0, "yes"]


def test_where_no_parameter_was_wrong_the_answer_is_none() -> None:
    told = answers.perfect(ele_07.parameters(own("T1: chopper transistor dead")))
    assert list(told.values()) == ["none", "none", "none", "yes"]


def share(fault: str, *entered: tuple[str, float]) -> float:
    """Return what the right answer is worth after these parameters were entered at the bench."""
    asked = own(fault)
    bench = labsim.lab("ELE-07").bench(fault, seed=asked.seed.instruments)
    bench.look("T1")
    for code, value in entered:
        bench.set("T1", code, value)
    asked.record = bench.attempt
    expected = ele_07.parameters(asked)
    given = answers.perfect(expected)
    return sum(v.share for _, v in answers.mark(expected, given)) / len(given)


def test_the_answer_counts_only_while_the_drive_is_left_as_the_sheet_has_it() -> None:
    assert share(RAMP) == 0, "still wrong"
    assert share(RAMP, ("P1.02", 5.0)) == 1
    assert share(RAMP, ("P1.02", 8.0)) == 0, "not the sheet's value"
    assert share(RAMP, ("P1.02", 5.0), ("P2.02", 30.0)) == 0, "another one was touched"
    assert share("T1: chopper transistor dead") == 1
    assert share("T1: chopper transistor dead", ("P1.02", 9.0)) == 0, "the fault hidden, not cured"


def test_a_longer_ramp_silences_the_code_and_earns_nothing() -> None:
    # 30 s: 1 · 188.5 · 6.3 = 1.2 kW, less than the drag of 2.3 kW: nothing comes back at first.
    bench = LAB.bench("R1: burnt open", seed=0)
    bench.press("S1").wait(9).release("S1").wait(9)
    bench.set("T1", "P1.02", 60.0).press("S1").wait(9).release("S1").wait(70)
    assert bench.look("T1").text == "ready, last run ended on the ramp"
    bench.diagnose("T1", "deceleration time set too short")
    bench.sign_off("T1 deceleration time set too short, set to 60 s, runs and stops now.")
    score = labsim.coach.score(LAB, bench.attempt, "R1: burnt open")
    assert score.total < 15
    assert score.parts["repair"] == 0
    assert any("T1 P1.02" in note for note in score.notes)
