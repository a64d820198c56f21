"""INS-01: right at first contact, dead and proved dead, and what one's own board reads."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import labsim
from grading import answers
from grading.answers import Ask
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import ins_01
from labsim.course import draw, own_bench, replay
from labsim.seeds import derive

LAB = labsim.lab("INS-01")
BLOWN = "F1: blown"


def points(work: Callable[[Bench], object], fault: str = BLOWN) -> labsim.coach.Score:
    bench = LAB.bench(fault)
    work(bench)
    return score(LAB, bench.attempt, fault)


def test_there_are_fifteen_places_with_marks_that_make_a_hundred() -> None:
    assert "".join(p.letter for p in ins_01.PLACES) == "abcdefghijklmno"
    assert sum(ins_01.MARKS.values()) == pytest.approx(100)


@pytest.mark.parametrize("name", ins_01.BOTS)
def test_a_simulated_apprentice_scores_in_its_band(name: str) -> None:
    bot, low, high = ins_01.BOTS[name]
    totals = [points(lambda b: bot(LAB, None, b, 0), f.id).total for f in LAB.family]
    assert low <= np.mean(totals) <= high


@pytest.mark.parametrize("student", ["ann", "ben", "cyd", "dee", "eva", "fay"])
def test_the_expert_earns_all_on_everybodys_own_board(student: str) -> None:
    seed = derive("ticket", LAB.id, student)
    bench = own_bench(LAB, seed, None)
    bench.attempt.stamp(lab=LAB.id, edition=LAB.edition, seed=seed.commitment)
    read = ins_01.work(bench)
    bench.sign_off("All fifteen readings taken and proved.")
    fresh, odd = replay(LAB, bench.attempt, seed)
    assert odd == []
    assert score(LAB, fresh, draw(LAB, seed.fault).id).total == pytest.approx(100, abs=0.1)
    ask = Ask(LAB, student, seed)
    written = {name_of(letter): abs(float(r.value)) for letter, r in read.items()}
    marks = answers.mark(answers.key_of(LAB.id, "values")(ask), written)
    assert all(verdict.share == 1 for _, verdict in marks)


def name_of(letter: str) -> str:
    place = next(p for p in ins_01.PLACES if p.letter == letter)
    unit = {"mA": "mA", "A in line": "A", "A": "A", "Ω": "Ω"}.get(place.functions[0], "V")
    return f"{letter} ({unit})"


def test_a_wrong_first_contact_costs_even_if_the_second_is_right() -> None:
    best = points(ins_01.work)
    late = points(lambda b: (b.measure("V LoZ", "G1:+", "G1:-"), ins_01.work(b)))
    assert late.parts["setup"] == pytest.approx(best.parts["setup"] - 50 * 0.6 / 15, abs=0.02)
    assert "a, line 1: V LoZ showed 23.85 V DC" in late.notes[0]


def test_a_range_that_does_not_fit_is_no_right_setting() -> None:
    assert ins_01.right(ins_01.PLACES[0], reading(range=60), 23.85)
    assert not ins_01.right(ins_01.PLACES[0], reading(range=600), 23.85)
    assert not ins_01.right(ins_01.PLACES[0], reading(jack="mA"), 23.85)
    assert not ins_01.right(ins_01.PLACES[0], reading(value="OL"), 23.85)


def reading(**given: object) -> dict:
    return {"function": "V", "ports": ["G1:+", "G1:-"], "value": 23.8, **given}


def test_proved_before_only_is_half_a_proof() -> None:
    def half(bench: Bench) -> None:
        bench.prove().measure("V LoZ", "X6:1b", "X4:1b")
        bench.look("S1")

    def whole(bench: Bench) -> None:
        bench.prove().measure("V LoZ", "X6:1b", "X4:1b")
        bench.prove()

    assert points(half).parts["proof"] == pytest.approx(100 / 3 / 6, abs=0.01)
    assert points(whole).parts["proof"] == pytest.approx(100 / 3 / 3, abs=0.01)


def test_a_blown_fuse_and_ohms_on_a_live_part_cost_care() -> None:
    def blow(bench: Bench) -> None:
        bench.measure("V", "G1:+", "G1:-", jack="10 A")
        ins_01.work(bench.mend("multimeter"))

    def ohms(bench: Bench) -> None:
        bench.measure("Ω", "E2:1", "E2:2")
        blow(bench)

    full = points(ins_01.work).parts["care"]
    assert points(blow).parts["care"] == pytest.approx(full / 2, abs=0.01)
    assert points(ohms).parts["care"] == 0


def test_data_of_the_instruments_by_hand() -> None:
    # 24 V in the range of 60 V (last figure 0.01 V): 1 % is 0.24 V, three counts 0.03 V.
    assert ins_01.limit("V", 24.0) == pytest.approx(0.27)
    assert ins_01.limit("Ω", 20.2) == pytest.approx(0.009 * 20.2 + 0.2)
    assert ins_01.limit("A", 3.0) == pytest.approx(0.06 + 0.05)


def test_meanings_follow_the_apprentices_own_board() -> None:
    said = set()
    for student in "abcdefghijkl":
        ask = Ask(LAB, student, derive("ticket", LAB.id, student))
        said.add(str(answers.perfect(answers.key_of(LAB.id, "meanings")(ask))))
    assert len(said) >= 4


def test_nothing_done_is_nothing_scored() -> None:
    assert points(lambda bench: None).total == 0
    assert points(lambda bench: bench.look("S1")).total == 0
