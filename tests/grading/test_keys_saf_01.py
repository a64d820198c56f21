"""The key of SAF-01: any safe order earns all, a wrong order costs, neighbours differ."""

from __future__ import annotations

import random

import pytest

import labsim
from grading import answers
from grading.answers import Ask
from grading.answers.saf_01 import Order, sequence
from labsim.course import own_unit
from labsim.seeds import derive


def ask(student: str) -> Ask:
    return Ask(labsim.lab("SAF-01"), student, derive("ticket", "SAF-01", student))


def share(order: Order, given: list[str]) -> float:
    return order.mark(given).share


def test_any_order_that_keeps_the_rules_earns_all() -> None:
    order, dice = sequence(ask("ann")), random.Random(1)
    for _ in range(20):
        left, made = list(order.steps), []
        while left:
            free = [s for s in left if not any(b == s and a in left for a, b in order.before)]
            made.append(dice.choice(free))
            left.remove(made[-1])
        assert share(order, made) == 1


EARLY = [
    ("prop C2", "open Q10"),
    ("prove", "test"),
    ("lock Q1", "open Q11"),
    ("test", "prove again"),
]


@pytest.mark.parametrize(("early", "late"), EARLY)
def test_a_step_that_comes_too_early_costs(early: str, late: str) -> None:
    own = ask("ann")
    machine = own_unit(own.lab, own.seed)
    name = lambda step: " ".join([step.split()[0], *map(machine.numbered, step.split()[1:])])
    order = sequence(own)
    early, late = (s if s in order.steps else name(s) for s in (early, late))
    steps = list(order.steps)
    a, b = steps.index(early), steps.index(late)
    steps[a], steps[b] = steps[b], steps[a]
    assert 0.5 < share(order, steps) < 1


def test_what_is_missing_or_too_much_costs_and_an_empty_list_earns_nothing() -> None:
    order = sequence(ask("ann"))
    steps = list(order.steps)
    assert share(order, steps[:-1]) < 1
    assert share(order, [*steps, "lock Q99"]) < 1
    assert share(order, [*steps, steps[-1]]) < 1
    assert share(order, []) == 0
    assert share(order, ["coffee"]) == 0
    assert order.mark("tell, stop").share == 0


def test_capitals_and_blanks_do_not_matter() -> None:
    order = sequence(ask("ann"))
    assert share(order, [step.upper().replace(" ", "  ") for step in order.steps]) == 1


def test_neighbours_have_other_graphs_and_other_energies() -> None:
    graphs = {str(answers.perfect(answers.key_of("SAF-01", "graph")(ask(f"s{n}"))))
              for n in range(12)}  # fmt: skip
    energies = {str(answers.perfect(answers.key_of("SAF-01", "energy")(ask(f"s{n}"))))
                for n in range(12)}  # fmt: skip
    assert len(graphs) >= 4
    assert len(energies) >= 4
