"""The audit proves that a lab can be solved and that its scores order as skill does."""

from __future__ import annotations

from html import escape

import pytest

import labsim
from labsim.coach.audit import audit, run_bot
from labsim.coach.audit.battery import bots_of
from labsim.coach.audit.page import page
from labsim.coach.bots import BOTS
from labsim.hidden import drawn
from tests.conftest import DEEP

LABS = labsim.labs()
DIAGNOSES = [lab for lab in LABS if lab.kind == "diagnosis"]

# These bots take dozens of readings, and here each reading is a batch, a stroke, a ramp of a drive
# or a record of ten seconds: minutes a fault. `labsim audit LAB` and LABSIM_DEEP=1 run them.
SLOW = dict.fromkeys(
    ("ELE-07", "HYD-04", "HYD-05", "INT-03", "PLC-03", "VIB-04"), ("serial", "random prober")
)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_every_lab_passes_the_audit_with_a_sample_of_faults_and_seeds(lab):
    few = 1 if lab.id == "HYD-05" and not DEEP else 2  # its axis scans every 20 ms: minutes a fault
    without = () if DEEP else SLOW.get(lab.id, ())
    (report,) = audit([lab], sample=few, seeds=6 if DEEP else 4, without=without)
    assert not report.failed
    bots = {f.what for f in report.findings if f.what.startswith("bot: ")}
    if lab.kind == "diagnosis":
        assert bots == {f"bot: {name}" for name in BOTS if name not in without}
    assert escape(lab.title) in page([report])


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not DEEP, reason="with LABSIM_DEEP=1: the audit's sample has two faults of it")
@pytest.mark.parametrize("lab", DIAGNOSES, ids=lambda lab: lab.id)
def test_the_optimal_bot_scores_98_on_faults_that_may_be_drawn(lab):
    # Every third one, beginning anywhere; `labsim audit LAB --faults 0` works them all.
    some = list(enumerate(drawn(lab)))[len(lab.id + lab.title) % 3 :: 3]
    runs = {f.id: run_bot(lab, "optimal", f, seed=n).total for n, f in some}
    assert not {name: points for name, points in runs.items() if points < 98}


def test_bots_of_a_diagnosis_are_those_of_the_notes():
    assert bots_of(DIAGNOSES[0]) is BOTS
