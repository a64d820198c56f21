"""The coach knows what every check would read, and believes what the readings leave possible."""

import math

import numpy as np
import pytest

import labsim
from labsim.coach import Coach
from labsim.coach.dictionary import HEALTHY, NONE
from labsim.coach.grouping import classes


@pytest.fixture(scope="module")
def string():
    return labsim.lab("ELE-02")


@pytest.fixture(scope="module")
def starter():
    return labsim.lab("ELE-03")


@pytest.mark.parametrize("lab_id", ["ELE-02", "ELE-03"])
def test_the_dictionary_reads_what_a_bench_reads(lab_id):
    # One definition, one code path: a stack of variants must read as one machine does.
    lab = labsim.lab(lab_id)
    book = Coach.of(lab).dictionary
    dice = np.random.default_rng(3)
    for number in dice.choice(len(book.variants), 6, replace=False):
        variant = book.variants[number]
        if variant.severity:
            continue
        bench = lab.bench(None if variant.name == HEALTHY else variant.name)
        for row in dice.choice(len(book.checks), 12, replace=False):
            check = book.checks[row]
            reading = bench.do(check.id)
            if isinstance(reading.value, float) and reading.value != math.inf:
                error = abs(reading.value - book.value[row, number])
                assert error <= 6 * book.sigma[row, number] + 0.01, (variant.name, check.id)


def test_readings_within_instrument_error_are_one_class():
    value = np.array([[120.0, 120.3, 60.0, 1e12]])
    sigma = np.array([[0.6, 0.6, 0.3, 1.0]])
    assert classes(value, sigma).tolist() == [[1, 1, 0, 2]]


def test_belief_is_a_distribution_over_every_fault_of_the_lab(starter):
    belief = Coach.of(starter).belief(starter.bench("K1: coil burnt open").attempt)
    assert {f.id for f in starter.faults} | {NONE, HEALTHY} == set(belief)
    assert sum(belief.values()) == pytest.approx(1.0)


def test_full_voltage_at_a_coil_that_does_not_pull_in_convicts_the_coil(starter):
    bench = starter.bench("K1: coil burnt open")
    bench.press("S1")
    assert bench.look("K1").text == "dropped out"
    bench.measure("V", "K1:A1", "K1:A2")  # 120 V across an open coil
    bench.release("S1").bring("locked out")
    bench.measure("Ω", "K1:A1", "K1:A2")  # OL: the copper is broken
    belief = Coach.of(starter).belief(bench.attempt)
    assert max(belief, key=belief.get) == "K1: coil burnt open"
    assert belief["K1: coil burnt open"] > 0.9


def test_a_machine_that_starts_is_believed_healthy(starter):
    bench = starter.bench()
    bench.press("S1").look("K1")
    belief = Coach.of(starter).belief(bench.attempt)
    assert max(belief, key=belief.get) == HEALTHY


def test_readings_that_no_fault_explains_leave_none_of_these(string):
    # Half of a lamp out of the series string cannot be: the voltages contradict each other.
    bench = string.bench("E9: lamp burnt out")
    for port in ("E2:2", "E5:2", "E8:2"):
        bench.measure("V", port, "G1:-")
    for event in bench.attempt.of("measure"):
        event["value"] = 7.3
    belief = Coach(string).belief(bench.attempt)
    assert max(belief, key=belief.get) == NONE


def test_ranking_puts_a_check_that_splits_before_one_that_tells_nothing(string):
    coach = Coach.of(string)
    advice = coach.rank(string.bench("E9: lamp burnt out").attempt, n=200)
    rates = [a.bits / a.minutes for a in advice]
    assert rates == sorted(rates, reverse=True)
    assert advice[0].bits > 0.9 and "splits" in advice[0].why
    assert advice[-1].bits < 0.05


def test_faults_that_no_check_separates_share_a_group_and_others_do_not(string):
    group = {f.id: f.group for f in string.faults}
    assert group["E3: terminal 2 open"] == group["E4: terminal 1 open"]  # two ends of one wire
    assert group["E3: lamp burnt out"] != group["E4: lamp burnt out"]


def test_the_best_policy_needs_less_than_going_terminal_by_terminal(starter):
    coach = Coach.of(starter)
    assert 0 < coach.best_minutes < 0.7 * coach.serial_minutes
