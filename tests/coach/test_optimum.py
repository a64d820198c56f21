"""The exact plan against problems small enough to be worked by hand."""

from dataclasses import replace

import numpy as np
import pytest

import labsim
from labsim.coach import Coach
from labsim.coach.dictionary import Dictionary
from labsim.coach.layout import KEPT, Layout, kept
from labsim.coach.optimum import RESULTS, narrow, plan, regret
from labsim.coach.policy import POLICIES, expected_minutes, greedy
from labsim.core.simulation import Variant
from labsim.states import Check


def problem(code, minutes, prior, states=None, moves=None):
    """A dictionary of made-up checks: code (checks × suspects), minutes and state of each."""
    code = np.array(code, dtype=np.int16)
    states = states or ["at rest"] * len(code)
    labels = tuple(dict.fromkeys(["at rest", *states]))
    checks = tuple(
        Check(f"{n}", state, "meter", "V", (), time, 0.0)
        for n, (state, time) in enumerate(zip(states, minutes, strict=True))
    )
    count = code.shape[1]
    ways = np.zeros((len(labels) + 1, len(labels))) if moves is None else np.array(moves)
    variants = [Variant(name=f"F{n}: blown") for n in range(count)]
    value = code.astype(float)
    group = np.arange(count)
    return Dictionary(
        checks, labels, variants, np.array(prior), value, value * 0 + 0.1, code, group, ways, ()
    )


def test_eight_alike_in_a_row_take_three_halvings():
    # Position checks between 8 equal suspects, 1 min each: log2(8) = 3 min.
    code = [[int(n > cut) for n in range(8)] for cut in range(7)]
    book = problem(code, [1.0] * 7, [1 / 8] * 8)
    best = plan(book, book.prior, "at rest")
    assert best.exact and best.minutes == pytest.approx(3.0)
    assert best.check == 3  # the middle


def test_unequal_rates_give_the_code_lengths_of_huffman():
    # Any subset can be tested: rates ½, ¼, ⅛, ⅛ need 1·½ + 2·¼ + 3·⅛ + 3·⅛ = 1.75 min.
    subsets = [[(mask >> n) & 1 for n in range(4)] for mask in range(1, 8)]
    book = problem(subsets, [1.0] * 7, [0.5, 0.25, 0.125, 0.125])
    assert plan(book, book.prior, "at rest").minutes == pytest.approx(1.75)


def test_a_dear_check_is_left_when_cheap_ones_do():
    # One check that splits all four costs 5; two yes/no checks cost 1 each: 2 min is best.
    book = problem([[0, 1, 2, 3], [0, 0, 1, 1], [0, 1, 0, 1]], [5.0, 1.0, 1.0], [0.25] * 4)
    assert plan(book, book.prior, "at rest").minutes == pytest.approx(2.0)


def test_set_up_is_paid_once_when_the_machine_stays_there():
    # Both useful checks are locked out (6 min): 6 + 1 + 1, not 6 + 1 + 6 + 1.
    moves = [[0.0, 6.0], [0.1, 0.0], [0.1, 6.0]]
    book = problem([[0, 0, 1, 1], [0, 1, 0, 1]], [1.0, 1.0], [0.25] * 4, ["locked out"] * 2, moves)
    assert plan(book, book.prior, "at rest").minutes == pytest.approx(8.0)
    assert plan(book, book.prior, "locked out").minutes == pytest.approx(2.0)


def test_the_exact_plan_is_never_worse_than_any_policy():
    dice = np.random.default_rng(5)
    for _ in range(30):
        count = int(dice.integers(3, 9))
        code = dice.integers(0, 3, (12, count))
        weights = dice.random(count) + 0.05
        book = problem(code, dice.uniform(0.5, 4.0, 12).tolist(), weights / weights.sum())
        book.group = np.unique(book.code.T, axis=0, return_inverse=True)[1].ravel()
        best = plan(book, book.prior, "at rest")
        assert best.exact
        for name, policy in POLICIES.items():
            cost = expected_minutes(book, policy, "at rest")
            assert best.minutes <= cost + 1e-9, name


def test_beyond_its_budget_it_says_that_it_is_greedy():
    coach = Coach.of(labsim.lab("ELE-03"))
    assert not coach.best.exact and coach.best.policy == "most bits per minute"
    assert coach.best_minutes == pytest.approx(coach.by_policy["most bits per minute"], rel=1e-6)


def test_the_best_check_loses_nothing_and_a_useless_one_all_its_minutes():
    code = [[0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 0, 1]]
    book = problem(code, [1.0, 1.0, 1.0], [0.25] * 4)
    lost = [regret(book, book.prior, "at rest", 1.0, book.code[n], "at rest") for n in range(3)]
    assert lost[0] == lost[1] == pytest.approx(0.0)
    # The third leaves three of four suspects: 1 + ¾ · (1 + ⅔·1) = 2.25 min instead of 2.
    assert lost[2] == pytest.approx(0.25)
    nothing = np.zeros(4, dtype=int)
    assert regret(book, book.prior, "at rest", 1.0, nothing, "at rest") == pytest.approx(1.0)


def test_narrowing_changes_no_expectation():
    coach = Coach.of(labsim.lab("ELE-02"))
    book, state = coach.dictionary, coach.lab.states[0].label
    p = book.prior / book.prior.sum()
    small, q, rows = narrow(book, p)
    assert len(rows) < len(book.checks)
    wide = expected_minutes(replace(book), greedy, state, p)
    assert expected_minutes(small, greedy, state, q) == pytest.approx(wide, rel=0.02)


def test_of_checks_that_split_alike_in_one_state_only_the_quickest_is_looked_at():
    # Checks 0 and 2 tell the same of the first three suspects; of all four they do not.
    code = [[0, 1, 1, 0], [0, 1, 0, 1], [1, 0, 0, 0]]
    layout = Layout(problem(code, [2.0, 1.0, 1.0], [0.25] * 4), np.arange(4))
    assert [move[0] for move in layout.splits(0b1111)[0]] == [0, 1, 2]
    three = sum(1 << int(bit) for bit in layout.bundle[:3])
    assert [move[0] for move in layout.splits(three)[0]] == [1, 2]
    assert layout.found(0b0100) and not layout.found(0b0110)


def test_what_is_kept_of_one_dictionary_serves_no_other():
    # Equal splits, equal suspects: only minutes, moves or groups differ from book to book.
    code, prior = [[0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 2, 3]], np.array([0.25] * 4)
    moves = [[0.0, 6.0], [0.1, 0.0], [0.1, 6.0]]
    locked = problem(code, [1.0, 1.0, 5.0], prior, ["locked out"] * 3, moves)
    alike = problem(code, [1.0, 1.0, 5.0], prior)
    alike.group = np.array([0, 0, 1, 1])
    books = [problem(code, [1.0, 1.0, 5.0], prior), problem(code, [1.0, 1.0, 1.5], prior)]
    for _ in range(2):
        found = [plan(book, prior, "at rest").minutes for book in (*books, locked, alike)]
        assert found == pytest.approx([2.0, 1.5, 8.0, 1.0])
        assert plan(locked, prior, "locked out").minutes == pytest.approx(2.0)
    assert replace(books[0]).shelves == {}


def test_no_shelf_grows_without_end():
    book = problem([[0, 1, 2, 3]], [1.0], [0.25] * 4)
    for n in range(3 * RESULTS):
        weights = np.array([1.0, 1.0, 1.0, 1.0 + n])
        plan(book, weights / weights.sum(), "at rest")
        kept(book, "numbers", np.array([n]), lambda: "a number")
    assert len(book.shelves["numbers"]) == KEPT
    small = narrow(book, book.prior)[0]
    assert len(small.shelves["plans at rest"]) == RESULTS
