"""Hints and answers for any machine, from belief and ranking alone."""

from __future__ import annotations

import pytest

import labsim
from labsim.attempt import Attempt
from labsim.coach import Coach, hindsight, hints, support
from labsim.coach.bots import symptom
from labsim.coach.trail import Trail
from labsim.core.errors import LabsimError
from labsim.playback import replay as do_again

SEARCHES = [lab for lab in labsim.labs() if lab.kind == "diagnosis"]


@pytest.fixture(scope="module")
def string():
    return labsim.lab("ELE-02")


@pytest.fixture(scope="module")
def starter():
    return labsim.lab("ELE-03")


def say(lab, bench, step):
    return hints.say(Coach.of(lab), bench.attempt, step)


@pytest.mark.parametrize("lab", SEARCHES, ids=lambda lab: lab.id)
def test_every_lab_has_three_hints_though_nobody_wrote_any(lab):
    bench = lab.bench(lab.family[0])
    if lab.scenario.symptom:
        symptom(lab, bench)
    texts = [say(lab, bench, step) for step in (1, 2, 3)]
    assert len(set(texts)) == 3
    assert all(text and text[-1] in ".?" for text in texts)


def test_the_first_step_names_the_half_but_neither_instrument_nor_check(string):
    text = say(string, string.bench("E9: lamp burnt out"), 1)
    assert "G1 and E1 to E12" in text
    # Twelve lamps in a row: the best cut is about the middle.
    assert "What would tell E1 to E6 from G1 and E7 to E12?" in text
    assert "multimeter" not in text and ":" not in text


def test_the_second_step_names_instrument_kind_and_state_but_no_terminal(string):
    text = say(string, string.bench("E9: lamp burnt out"), 2)
    assert text.startswith("The multimeter on V (volts")
    assert "with the machine at rest" in text
    assert "E7" not in text


def test_the_third_step_names_the_best_check_and_what_each_reading_points_at(string):
    bench = string.bench("E9: lamp burnt out")
    best = Coach.of(string).rank(bench.attempt, 1)[0].check
    text = say(string, bench, 3)
    assert all(port in text for port in best.ports)
    # One break in a 24 V string: full voltage on one side of it, nothing on the other.
    assert "About 24 V points at" in text and "about 0 V at" in text


def test_a_sheet_is_named_when_most_of_the_suspects_lie_on_it(starter):
    bench = starter.bench("K1: coil burnt open")
    symptom(starter, bench)
    assert "lies on “Control circuit”" in say(starter, bench, 1)


def test_when_one_is_left_the_ladder_says_so(starter):
    bench = starter.bench("K1: coil burnt open")
    symptom(starter, bench)
    bench.press("S1")
    bench.measure("V", "K1:A1", "K1:A2")
    bench.release("S1").bring("locked out")
    bench.measure("Ω", "K1:A1", "K1:A2")
    assert say(starter, bench, 1).startswith("What is left lies at K1.")
    assert "Note the diagnosis" in say(starter, bench, 2)


def test_a_machine_in_order_is_told_so(starter):
    bench = starter.bench()
    symptom(starter, bench)
    assert "a machine in order" in say(starter, bench, 1)


def test_a_hint_of_the_record_says_the_same_when_the_record_is_done_again(string):
    bench = string.bench("E9: lamp burnt out").hint()
    bench.measure("V", "E7:1", "G1:-")
    bench.hint().hint().hint()
    again = string.bench("E9: lamp burnt out")
    assert do_again(again, bench.attempt) == []
    told = hints.asked(Coach.of(string), bench.attempt)
    assert [(h.n, h.step, h.points) for h in told] == [(1, 1, 2), (3, 1, 2), (4, 2, 3), (5, 3, 5)]
    assert told == hints.asked(Coach(string), again.attempt)
    assert told[0].text != told[1].text


# What could I have known? -----------------------------------------------------------------------
@pytest.fixture
def worked(starter):
    bench = starter.bench("K1: coil burnt open")
    symptom(starter, bench)  # lines 1 to 3
    bench.measure("V", "F6:2", "T1:X2")  # 4: the rail has 120 V, which nobody doubted
    bench.measure("V", "S0:22", "T1:X2")  # 5: good up to behind the stop button
    bench.press("S1")
    bench.measure("V", "K1:A1", "K1:A2")  # 7: the coil has its voltage and does not pull
    return bench


def excluded(lab, bench, name):
    return hindsight.excluded(Coach.of(lab), bench.attempt, name)


def told(lab, bench, line, **how):
    return " ".join(hindsight.told(Coach.of(lab), bench.attempt, line, **how))


def test_the_reading_that_excluded_a_fault_is_named(starter, worked):
    text = excluded(starter, worked, "F7: contact 95-96 does not make")
    assert text.startswith("Line 5 excluded F7: contact 95-96")
    assert "V S0:22–T1:X2" in text


def test_a_part_is_excluded_when_all_its_faults_are(starter, worked):
    assert excluded(starter, worked, "S0").startswith("Line 7 excluded S0, with all its")


def test_what_the_eye_excluded_needs_no_reading(starter, worked):
    # A dead control supply would have left the stop lamp dark.
    assert "seen" in excluded(starter, worked, "T1")


def test_a_suspect_that_no_reading_excluded_says_how_likely_it_is(starter, worked):
    text = excluded(starter, worked, "K1")
    assert text.startswith("No reading excluded K1: it still has 9")
    assert "coil burnt open" in text


def test_an_unknown_suspect_is_named_with_the_nearest(starter, worked):
    with pytest.raises(LabsimError, match=r"no suspect K11; it has .*Nearest: K1"):
        excluded(starter, worked, "K11")


def test_a_reading_says_what_it_excluded_what_it_could_not_and_what_was_better(starter, worked):
    text = told(starter, worked, 4)
    assert "it excluded nothing" in text
    assert "It could not tell these apart" in text
    assert "Better: V from" in text and "bits to expect in" in text
    assert "Better" not in told(starter, worked, 4, better=False)


def test_a_good_reading_is_not_bettered(starter, worked):
    text = told(starter, worked, 7)
    assert "It leaves one: K1: coil burnt open." in text
    assert "No check told more per minute" in text


def test_the_first_look_and_the_test_for_dead_are_never_blamed(starter, worked):
    assert "good practice" in told(starter, worked, 2)
    worked.release("S1").bring("locked out")
    line = worked.attempt.of("measure")[-1]["n"]
    assert "never redundant" in told(starter, worked, line)


def test_a_line_that_is_no_reading_is_refused(starter, worked):
    with pytest.raises(LabsimError, match="line 1 is no reading; readings are 2, 4, 5, 7"):
        told(starter, worked, 1)


def test_the_trail_holds_what_the_coach_believed_after_every_line(starter, worked):
    coach = Coach(starter)
    trail = Trail.of(coach, worked.attempt)
    for line in (0, 4, 7):
        belief = coach.belief(worked.attempt.until(line))
        assert trail.after(line) == pytest.approx(belief)
    other = starter.bench("F6: blown").attempt
    assert Trail.of(coach, other).after(0) == pytest.approx(coach.belief(other))


# words ------------------------------------------------------------------------------------------
def test_numbers_in_a_row_are_a_span_and_others_are_listed():
    along = [f"E{n}" for n in range(1, 13)]
    assert support.span({"E3", "E1", "E2", "E7"}, along) == "E1 to E3 and E7"
    assert support.span({"E1", "E2"}, along) == "E1 and E2"
    assert support.span({"K1", "S0", "F7"}, ["F7", "S0", "S1", "K1"]) == "F7, S0 and K1"
    assert support.joined(list("abcdef"), 4) == "a, b, c and 3 more"
    assert support.joined([]) == ""


def test_a_rare_fault_stays_possible_as_long_as_the_readings_fit_it(string):
    coach = Coach.of(string)
    before = support.possible(coach, coach.belief(Attempt(lab="ELE-02")))
    assert set(before) == {fault.id for fault in coach.faults}
