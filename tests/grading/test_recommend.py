"""The skill model by hand, what it recommends and why, and that it finds abilities it is told."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta

import numpy as np
import pytest

from grading import calibration, recommend, skillpages, skills
from grading.gradebook import Result
from grading.skills import SkillMap
from labsim import skillmodel
from labsim.core.errors import LabsimError
from labsim.skillmodel import Ability, Evidence, Plan, ability, gain, planned, predict, suggest

ANN = [Evidence("SAF-01", 0.8), Evidence("INS-01", 0.6), Evidence("ELE-01", 0.9),
       Evidence("ELE-02", 0.7)]  # fmt: skip
BUILT = ["SAF-01", "INS-01", "ELE-01", "ELE-02", "INS-02", "ELE-03", "ELE-04"]


def able(*names: str, evidence: list[Evidence] = ANN) -> dict[str, Ability]:
    return {name: ability(name, "junior", evidence) for name in names}


# posteriors by hand --------------------------------------------------------------------------
def test_before_any_mark_every_share_is_equally_likely() -> None:
    """Beta(1, 1): mean 1/2, variance 1/12, as of a number drawn evenly between 0 and 1."""
    found = ability("SM03", "junior", [])
    assert (found.good, found.bad, found.labs) == (1, 1, ())
    assert found.mean == 0.5
    assert found.sd == pytest.approx(math.sqrt(1 / 12))


def test_a_lab_of_one_skill_is_ten_observations() -> None:
    """INS-01, 60 %: good 1 + 6, bad 1 + 4; mean 7/12, sd √(7·5/144/13) = 0.1367; need 0.3034."""
    found = ability("SM03", "junior", ANN)
    assert (found.good, found.bad, found.labs) == (7, 5, ("INS-01",))
    assert found.mean == pytest.approx(0.5833, abs=1e-4)
    assert found.sd == pytest.approx(0.1367, abs=1e-4)
    assert found.need == pytest.approx(0.3034, abs=1e-4)


def test_a_lab_of_two_skills_is_spread_two_to_one() -> None:
    """ELE-02, 70 %: SM02 n = 6.667, good 1 + 4.667, bad 1 + 2; SM14 n = 3.333."""
    first, second = ability("SM02", "junior", ANN), ability("SM14", "junior", ANN)
    assert (first.good, first.bad) == (pytest.approx(5.6667, abs=1e-4), pytest.approx(3))
    assert first.sd == pytest.approx(0.1530, abs=1e-4)
    assert (second.good, second.bad) == (pytest.approx(3.3333, abs=1e-4), pytest.approx(2))


def test_half_the_points_settled_a_year_ago_and_a_tier_below_each_count_half() -> None:
    """INS-01 at 60 %, n = 10 · ½ = 5: good 1 + 3, bad 1 + 2; all three: n = 1.25."""
    for marks, tier in ((Evidence("INS-01", 0.6, settled=0.5), "junior"),
                        (Evidence("INS-01", 0.6, days=365), "junior"),
                        (Evidence("INS-01", 0.6), "technician")):  # fmt: skip
        found = ability("SM03", tier, [marks])
        assert (found.good, found.bad) == (pytest.approx(4), pytest.approx(3))
    every = ability("SM03", "technician", [Evidence("INS-01", 0.6, 0.5, 365)])
    assert every.good + every.bad == pytest.approx(2 + 1.25)


def test_a_harder_lab_counts_in_full_for_the_tiers_below() -> None:
    harder = next(p for p in planned().values() if p.tier == "senior" and len(p.skills) == 1)
    found = ability(harder.skills[0], "junior", [Evidence(harder.id, 1.0)])
    assert (found.good, found.bad) == (11, 1)


def test_cells_one_by_one_come_to_the_same_as_the_lab_in_one() -> None:
    """60 points at 50 % and 40 at 100 % are 70 % of the lab, whichever way they are counted."""
    cells = [Evidence("INS-01", 0.5, settled=0.6), Evidence("INS-01", 1.0, settled=0.4)]
    apart, whole = ability("SM03", "junior", cells), ability("SM03", "junior",
                                                             [Evidence("INS-01", 0.7)])  # fmt: skip
    assert (apart.good, apart.bad) == (pytest.approx(whole.good), pytest.approx(whole.bad))


def test_marks_of_a_lab_nobody_planned_say_nothing() -> None:
    assert ability("SM03", "junior", [Evidence("MY-01", 1.0)]) == Ability()


def test_prediction_is_the_weighted_mean_of_the_skills() -> None:
    """ELE-03: ½·0.6538 + ¼·0.5833 + ¼·0.6250 = 0.6290; sd from the three independent ones."""
    mean, sd = predict(planned()["ELE-03"], able("SM02", "SM03", "SM14"))
    assert mean == pytest.approx(0.6290, abs=1e-4)
    assert sd == pytest.approx(math.hypot(0.5 * 0.1530, 0.25 * 0.1367, 0.25 * 0.1924), abs=1e-4)


def test_gain_by_hand() -> None:
    """ELE-04: 0.2492 · (0.1530 - 0.1073) · 60/45 = 0.0152; INS-02: 0.3034 · 0.0339 · 4/3."""
    assert gain(planned()["ELE-04"], able("SM02")) == pytest.approx(0.0152, abs=1e-4)
    assert gain(planned()["INS-02"], able("SM03")) == pytest.approx(0.0137, abs=1e-4)


def test_more_marks_never_make_the_estimate_less_sure_in_the_long_run() -> None:
    sds = [ability("SM03", "junior", [Evidence("INS-01", 0.6)] * n).sd for n in range(1, 6)]
    assert sds == sorted(sds, reverse=True)


# what is recommended -------------------------------------------------------------------------
def test_the_example_of_the_readme() -> None:
    found = suggest(ANN, BUILT)
    assert [s.lab for s in found] == ["ELE-04", "INS-02"]
    assert found[0].mean == pytest.approx(0.654, abs=1e-3)
    assert "rests on one lab (ELE-02): 65%, give or take 15%" in found[0].reasons[0]
    assert "ELE-04 would make that 11%" in found[0].reasons[0]
    assert found[1].reasons[-1] == "It opens ELE-03."


def test_nothing_is_suggested_before_its_prerequisites_are_passed() -> None:
    assert [s.lab for s in suggest([], BUILT)] == ["SAF-01"]
    weak = suggest([Evidence("SAF-01", 0.4)], BUILT)
    assert [(s.lab, s.again) for s in weak] == [("SAF-01", True)]
    assert any("a second time tells half as much" in reason for reason in weak[0].reasons)


def test_a_prerequisite_that_does_not_exist_yet_blocks_nobody() -> None:
    assert [s.lab for s in suggest([], ["ELE-03"])] == ["ELE-03"]


def test_marks_still_to_come_block_nobody_and_are_not_done_again() -> None:
    found = suggest([], ["SAF-01", "INS-01"], pending=["SAF-01"])
    assert [s.lab for s in found] == ["INS-01"]


def test_the_least_known_and_weakest_skill_comes_first() -> None:
    of = {"A": "SM01", "B": "SM02", "C": "SM01", "D": "SM02"}
    plans = {name: Plan(name, name, "junior", (skill,), 45) for name, skill in of.items()}
    both = [Evidence("A", 0.9), Evidence("B", 0.55)]
    assert suggest(both, list(plans), plans)[0].lab == "D"
    assert suggest(both[:1], list(plans), plans)[0].lab in ("B", "D")


def test_a_shorter_lab_of_the_same_worth_comes_first() -> None:
    plans = {"A": Plan("A", "A", "junior", ("SM01",), 60),
             "B": Plan("B", "B", "junior", ("SM01",), 30)}  # fmt: skip
    assert [s.lab for s in suggest([], ["A", "B"], plans)] == ["B", "A"]


def test_the_next_tier_comes_when_this_one_gives_nothing_more() -> None:
    plans = {"A": Plan("A", "A", "junior", ("SM01",), 45),
             "B": Plan("B", "B", "junior", ("SM01",), 45),
             "C": Plan("C", "C", "technician", ("SM02",), 45)}  # fmt: skip
    sure = [Evidence("A", 1.0)] * 4
    assert suggest(sure, ["A", "B", "C"], plans)[0].lab == "C"
    assert suggest([Evidence("A", 0.6)], ["A", "B", "C"], plans)[0].lab == "B"


def test_when_all_is_passed_there_is_nothing_to_suggest() -> None:
    assert suggest([Evidence("SAF-01", 1.0)], ["SAF-01"]) == []


# from the gradebook ----------------------------------------------------------------------------
MONDAY = datetime(2026, 3, 2)


def test_settled_marks_are_evidence_and_waiting_ones_are_not() -> None:
    results = [Result("SAF-01", 40, 80, waiting=2, when=MONDAY - timedelta(days=365)),
               Result("INS-01", 0, 0, waiting=3, when=MONDAY)]  # fmt: skip
    assert recommend.evidence(results, MONDAY) == [Evidence("SAF-01", 0.5, 0.8, 365)]
    assert recommend.newest({"ann": results, "bob": []}) == MONDAY
    assert recommend.newest({"bob": []}) is None


def test_advice_leaves_what_waits_for_marks_alone() -> None:
    found = recommend.advice([Result("SAF-01", 20, 80, waiting=2)], None, BUILT)
    assert [s.lab for s in found] == ["INS-01"]


def test_advice_knows_the_labs_there_are() -> None:
    assert recommend.advice([])[0].lab == "SAF-01"


def test_page_and_text_say_what_comes_next_and_why() -> None:
    ann = SkillMap.of("ann", [Result("SAF-01", 80, 100)])
    ann.advice = recommend.advice([Result("SAF-01", 80, 100)], None, BUILT)
    group = SkillMap.of_class([ann])
    text = skillpages.text([ann])
    assert "Next:" in text
    assert "1. INS-01" in text
    assert max(map(len, text.splitlines())) <= 110
    assert "ann: SAF-01; next INS-01" in skillpages.text([group, ann])
    page = skillpages.html([group, ann])
    assert page.count("<h3>Next</h3>") == 1
    assert "SM03 Use of Diagnostic Testing Equipment has no evidence yet" in page


def test_the_gradebook_of_a_class_gives_each_their_own_advice(tmp_path, monkeypatch) -> None:
    book = {"ann": [Result("SAF-01", 80, 100)], "abby": []}
    monkeypatch.setattr(skills.gradebook, "find", lambda file=None: tmp_path)
    monkeypatch.setattr(skills.gradebook, "read", lambda file: book)
    found = {m.title: m.advice[0].lab for m in skills.maps()}
    assert found == {"ann": "INS-01", "abby": "SAF-01"}
    assert recommend.of_student("ann")[0].lab == "INS-01"
    with pytest.raises(LabsimError, match="Nearest: ann"):
        recommend.of_student("anne")


def test_suggestions_are_plain_data() -> None:
    rows = json.loads(json.dumps([vars(s) for s in suggest(ANN, BUILT)]))
    assert rows[0]["lab"] == "ELE-04"
    assert rows[0]["reasons"]


# does it find what is there? ---------------------------------------------------------------------
def test_rank_correlation_by_hand() -> None:
    """Ranks 1 2 3 4 against 1 3 2 4: 1 - 6·(0+1+1+0)/(4·15) = 0.8; equal values share a rank."""
    assert calibration.rank_correlation(
        np.array([1, 2, 3, 4]), np.array([10, 30, 20, 40])) == pytest.approx(0.8)  # fmt: skip
    assert calibration.rank_correlation(np.array([1, 1, 2]), np.array([5, 5, 9])) == pytest.approx(
        1
    )


def test_known_abilities_are_recovered() -> None:
    count = len(calibration.junior())
    end = calibration.recover(calibration.make_class(30, seed=7), "in order", [count])[0]
    assert end.rank > 0.75
    assert end.error < 0.08
    assert 0.68 <= end.inside <= 0.95  # at least what a standard deviation promises


def test_eight_labs_by_advice_tell_more_than_eight_in_order_or_at_random() -> None:
    group = calibration.make_class(30, seed=7)
    rank = {way: calibration.recover(group, way, [8])[0].rank for way in calibration.WAYS}
    assert rank["by advice"] > 1.3 * max(rank["in order"], rank["at random"])


def test_the_constants_are_the_ones_the_readme_reckons_with() -> None:
    model = skillmodel
    assert (model.OBSERVATIONS, model.STRONG, model.PASSED) == (10, 0.75, 0.5)
    assert (model.CARRY, model.HALF_LIFE, model.REPEAT) == (0.5, 365, 0.5)
