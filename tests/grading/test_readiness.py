"""Readiness for the next tier: what to expect there, how sure, and what is in the way."""

from __future__ import annotations

import math

import pytest

from grading.readiness import readiness
from labsim.skillmodel import Evidence, planned

JUNIOR = [name for name, plan in planned().items() if plan.tier == "junior"]
TECHNICIAN = [name for name, plan in planned().items() if plan.tier == "technician"]


def test_figures_by_hand():
    """The tier has one lab, PLC-03, of SM06 alone; PLC-01, of SM06 alone too, went with 90 %.

    It lies a tier below: n = 10·1/2 = 5 observations; with Beta(1, 1) before: good 5.5, bad 1.5,
    mean 0.786, sd = sqrt(0.786·0.214/8) = 0.145. Chance of half the marks or more:
    Phi(0.286/0.145) = Phi(1.97) = 0.975.
    """
    found = readiness([Evidence("PLC-01", 0.9)], ["PLC-01", "PLC-03"])
    assert found.tier == "technician"
    assert found.mean == pytest.approx(5.5 / 7)
    assert found.sd == pytest.approx(math.sqrt(5.5 / 7 * 1.5 / 7 / 8))
    assert found.chance == pytest.approx(0.975, abs=1e-3)
    assert found.verdict == "ready"


def test_before_any_mark_nothing_is_claimed():
    found = readiness([], [*JUNIOR, *TECHNICIAN])
    assert found.mean == pytest.approx(0.5)
    assert (found.known, found.verdict) == (0.0, "too little is known")


@pytest.mark.parametrize(("share", "verdict"), [(0.95, "ready"), (0.2, "not ready yet")])
def test_verdict_follows_the_marks_once_they_speak_of_the_tier(share, verdict):
    found = readiness([Evidence(lab, share) for lab in JUNIOR], [*JUNIOR, *TECHNICIAN])
    assert found.known > 0.5
    assert found.verdict == verdict
    shown = [skill for skill, able in found.weak if able.labs]
    assert ("SM02" in shown) == (share < 0.5)


def test_more_labs_make_it_surer_and_better_marks_better():
    every = [*JUNIOR, *TECHNICIAN]
    few = readiness([Evidence(lab, 0.7) for lab in JUNIOR[:6]], every)
    many = readiness([Evidence(lab, 0.7) for lab in JUNIOR], every)
    better = readiness([Evidence(lab, 0.9) for lab in JUNIOR], every)
    assert many.sd < few.sd
    assert better.mean > many.mean > few.mean  # the prior holds what is little known near a half


def test_skills_that_hold_back_and_labs_that_wait_are_named():
    done = [Evidence(lab, 0.9 if lab != "PLC-01" else 0.1) for lab in JUNIOR]
    found = readiness(done, [*JUNIOR, *TECHNICIAN])
    assert "SM02" not in dict(found.weak)
    waits = dict(found.waits)
    assert all(lab in TECHNICIAN for lab in waits)
    assert any("PLC-01" in lacks for lacks in waits.values())


def test_there_is_nothing_above_the_last_tier():
    lead = next(name for name, plan in planned().items() if plan.tier == "lead")
    assert readiness([Evidence(lead, 0.9)], list(planned())) is None
