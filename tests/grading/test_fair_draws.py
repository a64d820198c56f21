"""Who gets which fault in a class of forty: neighbours rarely share, and what they read differs."""

from __future__ import annotations

import itertools

import pytest

import labsim
from labsim.course import own_bench
from labsim.hidden import draw, drawn
from labsim.seeds import derive, ticket_of

CLASS = [f"student{number:02d}" for number in range(40)]
PAIRS = list(itertools.combinations(range(40), 2))


def seeds_of(lab, key="5e" * 32, attempt=1):
    ticket = ticket_of(key, "maint", lab.id)
    return [derive(ticket, lab.id, name, attempt) for name in CLASS]


@pytest.mark.parametrize(("lab_id", "most"), [("ELE-02", 0.05), ("ELE-03", 0.05), ("PLC-01", 0.1)])
def test_few_of_a_class_share_a_fault_and_hardly_any_neighbours(lab_id, most):
    """780 pairs; with n faults as likely as each other a share of 1/n is to be expected."""
    lab = labsim.lab(lab_id)
    faults = [draw(lab, seed.fault).id for seed in seeds_of(lab)]
    shared = sum(faults[a] == faults[b] for a, b in PAIRS) / len(PAIRS)
    beside = sum(one == two for one, two in itertools.pairwise(faults))
    assert 0.5 / len(drawn(lab)) < shared < most
    assert beside <= 4
    assert set(faults) <= {fault.id for fault in drawn(lab)}


def test_those_who_share_a_fault_read_other_figures():
    lab = labsim.lab("ELE-02")
    seeds = seeds_of(lab)
    faults = [draw(lab, seed.fault).id for seed in seeds]
    live = {n for n, fault in enumerate(faults) if not fault.startswith("G1")}  # else all read 0 V
    twins = [(a, b) for a, b in PAIRS if faults[a] == faults[b] and {a, b} <= live]
    assert len(twins) >= 5
    volts = {n: own_bench(lab, seeds[n], None).measure("V", "G1:+", "G1:-").value
             for n in {n for pair in twins for n in pair}}  # fmt: skip
    assert sum(volts[a] == volts[b] for a, b in twins) <= len(twins) / 4


def test_another_attempt_another_course_key_and_another_name_draw_anew():
    lab = labsim.lab("ELE-03")
    first = [draw(lab, seed.fault).id for seed in seeds_of(lab)]
    for other in (seeds_of(lab, attempt=2), seeds_of(lab, key="a1" * 32)):
        again = [draw(lab, seed.fault).id for seed in other]
        assert sum(one == two for one, two in zip(first, again, strict=True)) <= 4


def test_fault_sister_machine_and_specimen_have_numbers_of_their_own():
    """Ranks of 40 drawn numbers hang together by less than 0.4; by chance 0.31 is exceeded 5 %."""
    seeds = seeds_of(labsim.lab("ELE-03"))
    ticket = ticket_of("5e" * 32, "maint", "ELE-03")
    sealed = [derive(ticket, "ELE-03", name, 1, sealed=True) for name in CLASS]
    columns = [[getattr(s, name) for s in sealed] for name in ("fault", "instruments", "specimen")]
    for one, two in itertools.combinations(columns, 2):
        order = [sorted(range(40), key=column.__getitem__) for column in (one, two)]
        ranks = [[row.index(n) for n in range(40)] for row in order]
        apart = sum((a - b) ** 2 for a, b in zip(*ranks, strict=True))
        assert abs(1 - 6 * apart / (40 * (40**2 - 1))) < 0.4
    assert [s.fault for s in seeds] == [s.fault for s in sealed]
