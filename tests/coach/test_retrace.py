"""A way through the machine that was gone before is known; what it came to is the same."""

from __future__ import annotations

import numpy as np
import pytest

import labsim
from labsim.attempt import Attempt
from labsim.coach import Coach, bots
from labsim.coach.belief import Belief
from labsim.coach.retrace import acted


@pytest.fixture(scope="module")
def coach() -> Coach:
    return Coach.of(labsim.lab("ELE-02"))


@pytest.fixture(scope="module")
def records(coach: Coach) -> list[Attempt]:
    """Two searches for each of three faults."""
    found = []
    for n, fault in enumerate(coach.lab.family[:3]):
        for bot in (bots.half_splitter, bots.serial_worker):
            bench = coach.lab.bench(fault, seed=n)
            bot(coach.lab, coach, bench, n)
            found.append(bench.attempt)
    return found


def followed(belief: Belief, record: Attempt) -> list:
    """Every line's probabilities, and where each reading found the machine."""
    belief.again().update(record)
    lines = [np.round(p, 10).tolist() for p in belief.lines]
    return [lines, [(s.came, s.state, s.scene.key, s.code.tolist()) for s in belief.steps]]


@pytest.mark.parametrize(("room", "deep"), [(400, 10_000), (25, 10_000), (400, 6)])
def test_a_way_gone_again_leads_to_the_same_beliefs(coach, records, room, deep) -> None:
    plain, knows = (Belief(coach.lab, coach.dictionary) for _ in range(2))
    knows.way.room, knows.way.deep = room, deep
    for record in [*records, *reversed(records)]:
        assert followed(knows, record) == followed(plain, record)
        assert knows.sim.now == plain.sim.now
        assert knows.state() == plain.state()


def test_a_way_that_is_known_takes_no_work(coach, records) -> None:
    knows = Belief(coach.lab, coach.dictionary)
    knows.way.room = 400
    for record in records:
        knows.again().update(record)
    knows.way.hands.do = None  # whoever works now fails
    for record in records:
        knows.again().update(record)
    assert knows.p.sum() == pytest.approx(1.0)


def test_no_more_places_are_kept_than_there_is_room(coach, records) -> None:
    knows = Belief(coach.lab, coach.dictionary)
    knows.way.room = 10

    def places(place) -> int:
        return 1 + sum(map(places, place.on.values()))

    for record in records:
        knows.again().update(record)
        assert places(knows.way.start) <= 11


def test_what_hands_did_tells_ways_apart_and_what_was_read_does_not() -> None:
    read = {"do": "measure", "function": "V", "ports": ["K1:A1", "K1:A2"], "dt": 30.0, "n": 4}
    assert acted(read | {"value": 24.0, "text": "24.0 V"}) == acted(read | {"value": 0.0, "n": 9})
    for other in ({"ports": ["K1:A1"]}, {"dt": 31.0}, {"range": 60}, {"function": "A"}):
        assert acted(read) != acted(read | other)
    entered = {"do": "set", "tag": "T1", "parameter": "P1.02", "value": 5.0}
    assert acted(entered) != acted(entered | {"value": 8.0})
    assert acted({"do": "open", "student": "ann"}) == acted({"do": "open", "student": "ben"})


def test_an_action_that_fails_leaves_no_place_behind(coach, records) -> None:
    knows = Belief(coach.lab, coach.dictionary)
    knows.way.room = 400
    knows.again().update(records[0], 3)
    with pytest.raises(labsim.LabsimError):
        knows.way.do({"do": "press", "tag": "Z99"})
    plain = Belief(coach.lab, coach.dictionary)
    assert followed(knows, records[0]) == followed(plain, records[0])
