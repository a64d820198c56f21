"""Two faults at once: hypotheses, claims one after the other, fuses that go twice."""

import pytest

import labsim
from labsim.coach import Coach, score
from labsim.coach.bots import BOTS
from labsim.core.component import Fault, Pair
from labsim.core.errors import LabsimError

PAIR = "B1: float stuck down & P1: lamp holder shorted"


@pytest.fixture(scope="module")
def lab():
    return labsim.lab("ELE-08")


def test_a_pair_has_the_wrong_parameters_of_both_and_an_id_that_finds_it(lab):
    pair = lab.machine.fault(PAIR)
    assert pair.id == PAIR and [part.component for part in pair.parts] == ["B1", "P1"]
    assert {place[0] for place in pair.places()[0]} == {"B1", "P1"}


def test_faults_that_do_not_come_and_go_together_make_no_pair():
    steady = Fault("worn", 1.0, resistance=1.0).bound("X1")
    shaky = Fault("loose", 1.0, when="vibration", resistance=1.0).bound("X2")
    with pytest.raises(LabsimError, match="come and go"):
        Pair(steady, shaky)


def test_no_pair_lies_in_one_part_and_none_is_a_fault_with_its_own_consequence(lab):
    ids = [fault.id for fault in lab.family]
    for fault in lab.family:
        assert len({part.component for part in fault.parts}) == 2
    assert "K1: coil burnt open & K1: coil has shorted turns" not in ids
    assert "F6: blown & K1: coil has shorted turns" not in ids  # the coil kills F6 by itself


def test_the_coach_thinks_of_pairs_and_of_each_fault_alone(lab):
    belief = Coach.of(lab).belief(lab.bench(PAIR).attempt)
    assert PAIR in belief and "B1: float stuck down" in belief
    assert sum(belief.values()) == pytest.approx(1.0)


def worked(lab):
    """The first fault found and mended, the second uncovered by the start that kills F6."""
    bench = lab.bench(PAIR)
    bench.press("S1")
    bench.look("K1")
    bench.release("S1")
    bench.measure("V", "F8:1", "F8:2")
    bench.measure("V", "B1:13", "B1:14")
    bench.diagnose("B1", "float stuck down")
    bench.bring("locked out").repair("B1").bring("at rest").press("S1")
    bench.look("K1")
    bench.release("S1")
    return bench


def test_each_fault_is_claimed_on_the_readings_up_to_it(lab):
    bench = worked(lab)
    bench.measure("V", "F6:1", "F6:2")
    bench.bring("locked out").repair("F6").lift("P1:X1")
    bench.measure("Ω", "P1:X1", "P1:X2")
    bench.land("P1:X1").diagnose("P1", "lamp holder shorted").repair("P1")
    bench.bring("at rest").press("S1")
    bench.look("K1")
    bench.release("S1").sign_off("B1 float stuck: 24.00 V across it. P1 holder 0.5 Ω, F6 renewed.")
    found = score(lab, bench.attempt, PAIR)
    assert found.parts["evidence"] == pytest.approx(40, abs=0.5)
    assert found.parts["repair"] == 15 and found.penalty == 0


def test_one_of_two_faults_is_half_of_the_evidence_and_named_as_missing(lab):
    bench = worked(lab)
    bench.sign_off("B1 float switch stuck, 24.00 V across it. Replaced.")
    found = score(lab, bench.attempt, PAIR)
    assert found.parts["evidence"] == pytest.approx(20, abs=0.5)
    assert found.parts["repair"] == 0  # it still does not work
    assert "One fault was not named: P1: lamp holder shorted." in found.notes


def test_a_fuse_that_is_renewed_alone_and_goes_again_costs_fifteen_points(lab):
    fault = "K1: coil has shorted turns & S0: contact 21-22 does not make"
    bench = lab.bench("F4: blown & P1: lamp holder shorted")
    bench.bring("locked out").repair("F4").bring("at rest").press("S1").release("S1")
    bench.bring("locked out").repair("F6").bring("at rest").press("S1").release("S1")
    bench.bring("locked out").repair("F6").bring("at rest")
    found = Coach.of(lab).outcome(bench.attempt, "F4: blown & P1: lamp holder shorted")
    assert found.again == []  # F6 went after F4: it was not renewed alone
    bench = lab.bench(fault)
    bench.bring("locked out").repair("S0").bring("at rest").press("S1").release("S1")
    assert Coach.of(lab).outcome(bench.attempt, fault).again == []


def test_a_fuse_twice_with_nothing_else_done_is_held_against_the_fitter():
    lab = labsim.lab("ELE-03")
    fault = "K1: coil has shorted turns"
    bench = lab.bench(fault)
    for _ in range(2):
        bench.bring("locked out").repair("F6").bring("at rest").press("S1").release("S1")
    assert Coach.of(lab).outcome(bench.attempt, fault).again == ["F6"]
    bench.diagnose("K1", "coil has shorted turns").sign_off("K1 shorted turns, F6 went twice.")
    found = score(lab, bench.attempt, fault)
    assert any(note.startswith("F6 went a second time") for note in found.notes)


@pytest.mark.parametrize("number", [0, 20, 40])
def test_the_optimal_bot_finds_both(lab, number):
    fault = lab.family[number]
    bench = lab.bench(fault, seed=number)
    BOTS["optimal"][0](lab, Coach.of(lab), bench, number)
    found = score(lab, bench.attempt, fault.id)
    assert found.total >= 98, found.notes
