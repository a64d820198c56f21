"""Every name of docs/contract.md that this release has, used the way the contract says."""

from pathlib import Path

import pytest

import labsim
from labsim.attempt import Attempt
from labsim.core.errors import LabsimError

FIRST = ("SAF-01", "ELE-01", "ELE-02", "ELE-03")


@pytest.fixture(scope="module")
def lab():
    return labsim.lab("ELE-03")


def test_the_course_lists_its_labs_in_curriculum_order():
    names = [lab.id for lab in labsim.labs()]
    assert [name for name in names if name in FIRST] == list(FIRST)


def test_a_lab_says_what_it_is(lab):
    assert (lab.id, lab.area, lab.kind) == ("ELE-03", "electrical", "diagnosis")
    assert lab.title and lab.tier and lab.skills and lab.prerequisites and lab.minutes > 0
    assert isinstance(lab.notebook, Path) and lab.notebook.exists()


def test_an_unknown_lab_names_the_nearest():
    with pytest.raises(LabsimError, match="ELE-03"):
        labsim.lab("ELE-033")


def test_a_fault_s_id_is_tag_colon_trade_title_and_unique(lab):
    assert len({f.id for f in lab.faults}) == len(lab.faults) >= 34
    for fault in lab.faults:
        assert fault.id == f"{fault.component}: {fault.title}"
        assert fault.rate > 0 and fault.group in {f.id for f in lab.faults}


def test_lab_bench_takes_a_named_fault_a_seed_or_nothing(lab):
    assert lab.bench("K1: coil burnt open").press("S1").look("K1").text == "dropped out"
    assert lab.bench().press("S1").look("K1").text == "pulled in"
    assert lab.bench(seed=5).press("S1").look("K1").text != "pulled in"


def test_checks_have_stable_ids_and_can_be_done(lab):
    bench = lab.bench("F6: blown")
    checks = bench.checks()
    assert len({c.id for c in checks}) == len(checks) > 500
    check = next(c for c in checks if c.function == "V")
    assert check.minutes > 0 and check.instrument and check.state and check.ports
    reading = bench.do(check.id)
    assert isinstance(reading.value, float) and reading.unit == "V" and "V" in reading.text


def test_open_lab_resumes_the_attempt_beside_the_notebook(lab, tmp_path):
    first = labsim.open_lab("ELE-03", directory=tmp_path)
    first.press("S1")
    again = labsim.open_lab("ELE-03", directory=tmp_path)
    assert again.attempt.events == first.attempt.events


def test_an_attempt_is_saved_and_loaded(lab, tmp_path):
    bench = lab.bench("F6: blown")
    bench.press("S1").look("K1")
    bench.attempt.save(tmp_path / "a.jsonl")
    assert Attempt.load(tmp_path / "a.jsonl").events == bench.attempt.events


def test_the_coach_believes_ranks_and_scores(lab):
    coach = labsim.coach.Coach(lab)
    bench = lab.bench("F6: blown")
    belief = coach.belief(bench.attempt)
    assert {"none of these", "healthy"} <= set(belief)
    advice = coach.rank(bench.attempt, n=3)
    assert len(advice) == 3
    assert advice[0].check.id and advice[0].bits > 0 and advice[0].minutes > 0 and advice[0].why
    score = labsim.coach.score(lab, bench.attempt, "F6: blown")
    assert score.total == 0 and score.notes
    assert set(score.parts) == {"evidence", "path", "safety", "repair", "report"}
