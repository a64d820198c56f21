"""The audit proves that a lab can be solved and that its scores order as skill does."""

import pytest

import labsim
from labsim.coach.audit import audit
from labsim.coach.bots import BOTS


@pytest.mark.parametrize(
    "lab_id", ["ELE-02", pytest.param("ELE-03", marks=pytest.mark.timeout(600))]
)
def test_every_diagnosis_lab_passes_the_audit_with_a_sample_of_faults(lab_id):
    (report,) = audit([labsim.lab(lab_id)], sample=4)
    failed = [f"{f.what}: {f.text}" for f in report.findings if not f.holds]
    assert not failed
    assert {f"bot: {name}" for name in BOTS} <= {f.what for f in report.findings}


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_optimal_bot_scores_98_on_every_fault_of_every_lab():
    from labsim.coach.audit import run_bot

    low = {}
    for lab in labsim.labs():
        for n, fault in enumerate(lab.family if lab.kind == "diagnosis" else ()):
            points = run_bot(lab, "optimal", fault, seed=n).total
            if points < 98:
                low[lab.id, fault.id] = points
    assert not low
