"""Answer keys against the machines: sound for everybody, and every hidden mix-up can be found."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import labsim
from grading import answers
from grading.answers import Ask, ele_01, ele_02
from labsim.bench import Bench
from labsim.course import own_bench, own_unit
from labsim.seeds import derive
from labsim.teaching import halving, prints

STUDENTS = ("ann", "ben", "cyd", "dee", "eva", "fay")


def ask(lab_id: str, student: str) -> Ask:
    own = Ask(labsim.lab(lab_id), student, derive("ticket", lab_id, student))
    return replace(own, record=answers.worked(own))


@pytest.mark.parametrize("lab", labsim.labs(), ids=lambda lab: lab.id)
def test_the_perfect_answer_earns_all_and_an_empty_one_nothing(lab: object) -> None:
    for question in answers.questions(lab.id):
        expected = answers.key_of(lab.id, question)(ask(lab.id, "ann"))
        best = answers.perfect(expected)
        assert all(v.share == 1 for _, v in answers.mark(expected, best)), question
        empty = dict.fromkeys(best) if isinstance(best, dict) else None
        assert all(v.share == 0 for _, v in answers.mark(expected, empty)), question


def test_voltages_of_the_print_by_hand() -> None:
    """Conveyor 2, 120 V control: X1-X2 120 V always, the coil while running; 480/√3 = 277 V."""
    told = {
        state: dict(zip(prints.PLACES, volts.values(), strict=True))
        for state, volts in ele_01.printed(labsim.lab("ELE-01"), "2").volts.items()
    }
    for state, coil, phases in (("at rest", 0, 0), ("running", 120, 480), ("Stop held", 0, 0)):
        assert told[state]["T1:X1", "T1:X2"] == pytest.approx(120, rel=0.03)
        assert told[state]["F1:2", "PE:PE"] == pytest.approx(277, rel=0.03)
        assert told[state]["K1:A1", "K1:A2"] == pytest.approx(coil, rel=0.03, abs=0.5)
        assert told[state]["K1:2", "K1:4"] == pytest.approx(phases, rel=0.03, abs=0.5)


def test_the_paths_by_hand() -> None:
    own = ask("ELE-01", "ann")
    unit = own_unit(own.lab, own.seed).unit
    found = answers.perfect(ele_01.paths(own))
    tag = lambda text: re.sub(r"^(\w)", rf"\g<1>{unit}", text)
    assert found["coil K1, Start held"] == [tag(x) for x in ("F7 95-96", "S0 21-22", "S1 13-14")]
    assert found["coil K1, Start let go"][-1] == tag("K1 13-14")
    assert found["stop lamp P2, at rest"] == [tag("K1 21-22")]


@pytest.mark.parametrize("fault", [f.id for f in labsim.lab("ELE-01").family])
def test_every_mix_up_shows_in_a_reading_the_apprentice_is_asked_for(fault: str) -> None:
    own, bench, differ = ask("ELE-01", "ann"), labsim.lab("ELE-01").bench(fault), []
    drawn = ele_01.printed(own.lab, "2").volts  # conveyor 2 has 120 V, as the bench of unit 0
    for state, steps in (("at rest", ()), *ele_01.WALK):
        for do, tag in steps:
            getattr(bench, do)(tag)
        for a, ports in zip(drawn[state].values(), prints.PLACES, strict=True):
            b = abs(bench.measure("V", *ports).value)
            differ += [state] * (abs(a - b) > 0.05 * max(a, b, 10))
    assert set(differ) & set(prints.STATES)


def test_neighbours_do_not_have_the_same_print() -> None:
    benches = [own_bench(labsim.lab("ELE-01"), ask("ELE-01", s).seed, None) for s in STUDENTS]
    assert len({str(prints.places(bench)) for bench in benches}) == len(STUDENTS)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_workmates_readings_leave_fewer_lamps_each_time(student: str) -> None:
    bench = Bench(labsim.lab("ELE-02").machine, seed=ask("ELE-02", student).seed.instruments)
    readings = halving.workmate(bench)
    left = [len(halving.left_over(readings[:n])) for n in range(4)]
    assert left[0] == 12
    assert left == sorted(left, reverse=True)
    assert 1 <= left[3] <= 3


def test_lamps_may_be_written_in_several_ways() -> None:
    span = ele_02.Span(("E5", "E6", "E7"))
    assert [span.mark(x).share for x in ("E5 to E7", "e5-e7", "E7 to E5")] == [1, 1, 1]
    assert 0 < span.mark("E5 to E8").share < 1
    assert span.mark("the middle").share == 0


def test_the_first_cut_is_near_the_middle_and_needs_no_ladder() -> None:
    lab = labsim.lab("ELE-02")
    good = ele_02.best_terminals(lab)
    assert "E7:1" in good
    assert all(lab.machine.port(p).component.values["access"] == 0 for p in good)


@pytest.mark.parametrize(
    ("fault", "wire"),
    [
        ("K1: conductors 14 and 34 swapped", ("K1:14", "S1:14")),
        ("K1: conductors 13 and 33 swapped", ("K1:13", "S0:22")),
        ("S1: conductors 13 and 14 swapped", ("S1:13", "S0:22")),
        ("T1: conductors X1 and X2 swapped", ("T1:X1", "F6:1")),
        ("M1: conductors U1 and V1 swapped", ("F7:2", "M1:U1")),
    ],
)
def test_a_crossed_wire_does_not_ring_when_stop_is_held(fault: str, wire: tuple[str, str]) -> None:
    """A sound wire reads what the leads read, 0.2 Ω; a winding at least 1 Ω more."""
    for named, sound in ((None, True), (fault, False)):
        bench = labsim.lab("ELE-01").bench(named).notify().isolate("Q1").lock("Q1").prove()
        bench.measure("V", "Q1:2", "Q1:4")
        ohms = bench.prove().press("S0").measure("Ω", *wire).value
        assert (ohms < 0.5) == sound
        assert not bench.attempt.breaches
