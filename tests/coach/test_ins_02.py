"""INS-02: found at the reference, put right with the plug out, no instrument used unchecked."""

from __future__ import annotations

from dataclasses import replace

import pytest

import labsim
from grading import answers
from grading.answers import Ask
from grading.answers.ins_02 import looked, shows
from labsim.bench import Bench
from labsim.coach import score
from labsim.course import draw, own_bench
from labsim.seeds import derive

LAB = labsim.lab("INS-02")
BLOWN = "P1: mA fuse blown"


def found(report: str) -> Bench:
    """Find a blown fuse in three looks, put it right, leave the case in order."""
    bench = LAB.bench(BLOWN)
    bench.look("P7")
    bench.operate("G2", "10 mA DC").look("P1")
    bench.operate("G2", "standby").diagnose("P1", "mA fuse blown")
    bench.notify().isolate("G1").lock("G1").prove()
    bench.measure("V", "G1:L1", "G1:N")
    bench.prove().repair("P1").notify().restore("G1")
    bench.look("P7")
    return bench.sign_off(report)


def test_one_look_at_ten_milliamperes_proves_a_blown_fuse() -> None:
    made = score(LAB, found("P1 shows 0.00 mA at 10 mA DC: fuse blown, renewed.").attempt, BLOWN)
    assert made.total > 99  # a single look leaves a little room for "none of these"


def test_a_report_may_cite_a_display_it_has_seen_and_none_it_has_not() -> None:
    seen = score(LAB, found("P1 shows 0.00 mA at 10 mA DC: fuse blown, renewed.").attempt, BLOWN)
    never = score(LAB, found("P1 shows 9.98 mA, P2 8.1 Ω: fuse blown, renewed.").attempt, BLOWN)
    given = score(LAB, found("P1 at 10 mA DC: fuse blown, has been renewed.").attempt, BLOWN)
    assert seen.parts["report"] > 9.9
    assert never.parts["report"] == 0
    assert 0 < given.parts["report"] < 7  # what the switch was put to is no reading


def test_an_instrument_opened_while_the_reference_is_on_caps_the_lab() -> None:
    bench = LAB.bench(BLOWN)
    bench.look("P7")
    bench.operate("G2", "10 mA DC").look("P1")
    bench.diagnose("P1", "mA fuse blown").repair("P1").operate("G2", "standby").look("P7")
    bench.sign_off("P1 shows 0.00 mA at 10 mA DC: fuse blown, renewed.")
    assert score(LAB, bench.attempt, BLOWN).total == 40


def ask(student: str) -> Ask:
    own = Ask(LAB, student, derive("ticket", LAB.id, student))
    return replace(own, record=answers.worked(own))


def test_a_decision_counts_only_as_far_as_the_record_shows_a_check() -> None:
    own, verdicts = ask("ann"), answers.key_of(LAB.id, "verdicts")
    right = answers.perfect(verdicts(own))
    assert sorted(set(right.values())) in (["accept", "correct"], ["accept", "tag out"])
    assert all(v.share == 1 for _, v in answers.mark(verdicts(own), right))
    blind = verdicts(replace(own, record=LAB.bench(BLOWN).attempt))
    assert all(v.share == 0 for _, v in answers.mark(blind, right))


def test_half_a_check_is_a_label_without_a_display() -> None:
    bench = LAB.bench()
    bench.look("P4")
    assert looked(bench.attempt, "P4") == 0.5
    bench.operate("G2", "10 mA DC").look("P4")  # it has no such function
    assert looked(bench.attempt, "P4") == 0.5
    bench.operate("G2", "20 A coil").look("P4")
    assert looked(bench.attempt, "P4") == 1
    assert looked(bench.attempt, "P1") == 0


@pytest.mark.parametrize("student", ["ann", "ben", "cyd", "dee"])
def test_the_tag_is_of_the_apprentices_own_instrument(student: str) -> None:
    own = ask(student)
    hidden = draw(LAB, own.seed.fault)
    right = answers.perfect(answers.key_of(LAB.id, "tag")(own))
    assert (right["instrument"], right["defect"]) == (hidden.component, hidden.title)
    bench = own_bench(LAB, own.seed, None)
    assert right["calibration due"] in bench.look(hidden.component).text
    assert right["setting that shows it"] in shows(own)
