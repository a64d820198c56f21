"""A record of another lab or of an older machine is refused with the reason, never mis-scored."""

import pytest

import labsim
from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.hidden import edition_of

FAULT = "E3: lamp burnt out"


def worked(**header):
    bench = labsim.lab("ELE-02").bench(FAULT)
    bench.attempt.stamp(**header)
    bench.look("E1")
    bench.measure("V", "E3:1", "E3:2")
    bench.diagnose("E3", "lamp burnt out").repair("E3")
    return bench.attempt


def test_a_record_of_another_lab_is_refused_by_name():
    with pytest.raises(LabsimError, match="a record of ELE-02, not of ELE-03"):
        labsim.coach.score(labsim.lab("ELE-03"), worked(), "F5: blown")


def test_a_record_of_an_older_edition_is_refused_with_release_and_edition():
    old = worked(edition="0123456789ab", version="0.0.9")
    with pytest.raises(LabsimError, match=r"labsim 0\.0\.9, edition 0123456789ab"):
        labsim.coach.score(labsim.lab("ELE-02"), old, FAULT)


def test_a_record_of_this_edition_and_one_without_are_scored_alike():
    lab = labsim.lab("ELE-02")
    now = labsim.coach.score(lab, worked(edition=lab.edition), FAULT)
    assert now.total == labsim.coach.score(lab, worked(), FAULT).total == 40


def test_a_record_of_a_machine_alone_belongs_to_no_lab_and_is_scored():
    lab = labsim.lab("ELE-02")
    bench = Bench(lab.machine, FAULT)
    assert labsim.coach.score(lab, bench.attempt, FAULT).total == 0
    assert labsim.coach.score(lab, Attempt(), FAULT).total == 0


@pytest.mark.parametrize(
    ("part", "figure"), [("E3", "resistance"), ("G1", "voltage")], ids=["a lamp", "the supply"]
)
def test_a_figure_of_the_machine_is_part_of_the_edition(monkeypatch, part, figure):
    lab = labsim.lab("ELE-02")
    before, values = edition_of(lab), lab.machine.component(part).values
    monkeypatch.setitem(values, figure, 1.01 * values[figure])
    assert edition_of(lab) != before


def test_what_is_drawn_is_part_of_the_edition(monkeypatch):
    lab = labsim.lab("ELE-02")
    before = edition_of(lab)
    monkeypatch.setitem(vars(lab.scenario), "not_drawn", (FAULT,))
    assert edition_of(lab) != before
