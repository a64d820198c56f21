"""A relief valve that is set wrong: a new one is set as the old one was, and the score says so."""

from __future__ import annotations

import labsim
from labsim.coach.screwing import by_gauge


def test_a_new_part_for_a_wrong_setting_is_told_as_what_it_is() -> None:
    lab = labsim.lab("HYD-03")
    bench = lab.bench("R1: set far too low", seed=1)
    bench.diagnose("R1", "set far too low").bring("locked out").repair("R1")
    bench.bring("at rest").operate("V1", "out").wait(25).sign_off("R1 renewed.")
    notes = labsim.coach.score(lab, bench.attempt, "R1: set far too low").notes
    assert "A new R1 puts nothing right: it is set as the old one was." in notes
    assert "The machine still does not work." in notes


def test_a_hand_stops_turning_when_a_turn_changes_nothing_more() -> None:
    lab = labsim.lab("HYD-03")
    bench = lab.bench("R1: set far too low", seed=1)
    by_gauge(lab, bench, "R1", "setting")
    turns = [event["turns"] for event in bench.attempt.of("turn")]
    assert sum(abs(turn) < 0.2 for turn in turns) <= 1
    assert bench.sim.wrong == [{}]
