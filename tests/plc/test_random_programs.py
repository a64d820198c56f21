"""Random programs: fast form, traced form and the walking reference agree, tag by tag.

LABSIM_DEEP=1 makes it a thousand programs of each dialect; 50 in the usual run.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labsim import plc
from labsim.plc.program import Program
from tests.conftest import DEEP
from tests.plc.random_programs import Maker, inputs
from tests.plc.walker import Walker

PROGRAMS = 1000 if DEEP else 50
SCANS = 25


def controller(program: Program, traced: bool, compat: str) -> Any:
    made = plc.Controller(program, program.dialect, compat or None)
    made.traced = traced
    return made


def different(walker: Walker, others: dict[str, Any]) -> list[str]:
    """Say where anybody's tags are not the walker's."""
    return [f"{tag}: walker {value}, {name} {other[tag]}" for tag, value in walker.values().items()
            for name, other in others.items() if other[tag] != value]  # fmt: skip


def dark(walker: Walker, traced: Any) -> list[str]:
    """Say which elements have another power behind them than the walker found."""
    found = iter(traced.flow)
    return [f"power behind {name} {k} {e} {op.name}"
            for name, routine in traced.program.routines.items()
            for k, rung in enumerate(routine.rungs)
            for e, op in enumerate(rung.ops())
            if next(found) != walker.flow.get((name, k, e), False)]  # fmt: skip


def agree(seed: int, dialect: str, compat: str = "") -> None:
    program = Maker(seed, dialect).program()
    walker = Walker(program, dialect, compat)
    both = {"fast": controller(program, False, compat), "traced": controller(program, True, compat)}
    for at, change in inputs(seed, SCANS):
        walker.scan(at, change)
        for one in both.values():
            one.scan(at, change)
        wrong = different(walker, both) + dark(walker, both["traced"])
        assert not wrong, f"{dialect} {seed} {compat} at {at} ms: {wrong}\n{text(program)}"
        assert [f.code for f in both["fast"].faults] == ([walker.fault] if walker.fault else [])


def text(program: Program) -> str:
    return plc.write_rungs(program)


@pytest.mark.parametrize(("dialect", "compat"), [("ab", ""), ("iec", ""), ("iec", "matiec")])
def test_every_form_of_a_random_program_does_the_same(dialect: str, compat: str) -> None:
    for seed in range(PROGRAMS if not compat else PROGRAMS // 3):
        agree(seed, dialect, compat)


@settings(max_examples=25, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
@given(st.integers(min_value=10_000), st.sampled_from(["ab", "iec"]))
def test_any_seed_will_do(seed: int, dialect: str) -> None:
    agree(seed, dialect)


@pytest.mark.parametrize("dialect", ["ab", "iec"])
def test_scans_that_could_change_nothing_may_be_left_out(dialect: str) -> None:
    """A lazy controller scans when an input changes, is not at rest, or something is due."""
    left_out = 0
    for seed in range(PROGRAMS // 2):
        program = Maker(seed, dialect, tidy=True).program()
        eager, lazy = (controller(program, False, "") for _ in range(2))
        steps = inputs(seed, 12)
        for k in range(120):
            at, change = 10 * k, steps[k // 15][1] if k % 15 == 0 else {}
            eager.scan(at, change)
            due = lazy.due()
            if k == 0 or change or not lazy.at_rest or (due is not None and due <= at):
                lazy.scan(at, change)
            else:
                left_out += 1
                continue
            wrong = [tag for tag, value in bits(eager) if lazy[tag] != value]
            assert not wrong, f"{dialect} {seed} at {at}: {wrong}\n{text(program)}"
    assert left_out > 10 * PROGRAMS


def test_a_controller_that_is_put_back_repeats_itself() -> None:
    """And two of one program do not disturb one another."""
    for seed in range(PROGRAMS // 3):
        program = Maker(seed, "ab" if seed % 2 else "iec").program()
        one, other = (controller(program, False, "") for _ in range(2))
        steps = inputs(seed, 16)
        for at, change in steps[:8]:
            one.scan(at, change)
        state = one.recall()
        hash(state)
        for _ in range(2):
            for at, change in steps[8:]:
                one.scan(at, change)
            after = one.recall()
            one.restore(state)
            other.restore(state)
            for at, change in steps[8:]:
                other.scan(at, change)
            assert other.recall() == after, f"{program.dialect} {seed}\n{text(program)}"


def bits(controller: Any) -> list[tuple[str, Any]]:
    names = Walker(controller.program).values()
    return [(tag, controller[tag]) for tag in names]
