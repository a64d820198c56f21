"""Whatever is done at a bench, in whatever order: it resumes, replays, and comes out the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.machines.hydraulic_press import PressWithTankHeater
from labsim.machines.motor_starter import MotorStarter
from labsim.playback import replay
from tests.bench.small import HighVoltage, LampOnSwitch, SmallStarter

MACHINES = (SmallStarter, LampOnSwitch, HighVoltage)


def actions(bench: Bench, dice: random.Random) -> list[Callable[[], object]]:
    """Return one of each thing a hand might do, sensible or not."""
    tag = dice.choice(list(bench.machine.components))
    port, other = (dice.choice(list(bench.machine.ports)) for _ in range(2))
    function = dice.choice(list(bench.functions()))
    ports = (port, other)[: dice.choice(bench.functions()[function][2])]
    fault = dice.choice(bench.machine.faults)
    by_tag = (bench.press, bench.release, bench.tap, bench.isolate, bench.lock, bench.restore)
    by_tag += (bench.look, bench.try_out, bench.discharge, bench.repair)
    by_tag += (bench.block, bench.unblock, bench.reach)
    return [
        *(lambda act=act: act(tag) for act in by_tag),
        *(lambda: bench.measure(function, *ports) for _ in range(6)),
        lambda: bench.measure("V", port, range=60),
        lambda: bench.do(dice.choice(bench.checks()).id),
        lambda: bench.lift(port), lambda: bench.land(port), lambda: bench.repair(port),
        lambda: bench.wait(dice.uniform(0, 40)), lambda: bench.mend("multimeter"),
        lambda: bench.diagnose(fault.component, fault.title), bench.notify, bench.prove,
    ]  # fmt: skip


def work(bench: Bench, dice: random.Random, most: int) -> int:
    """Do things at random; return how many were refused."""
    refused = 0
    for _ in range(most):
        before = list(bench.attempt.events)
        try:
            dice.choice(actions(bench, dice))()
        except LabsimError:
            refused += 1
            assert bench.attempt.events[: len(before)] == before
    return refused


def same(one: Bench, two: Bench) -> None:
    """Check that two benches stand alike to the last bit."""
    assert one.attempt.events == two.attempt.events
    assert (one.lockout, one.open_covers) == (two.lockout, two.open_covers)
    assert one.sim.now == two.sim.now
    for place, value in one.sim.states.items():
        assert np.array_equal(value, two.sim.states[place]), place
    assert one.sights() == two.sights()


def machine_and_fault(dice: random.Random) -> tuple[Machine, str]:
    machine = dice.choice(MACHINES)()
    return machine, dice.choice(machine.faults).id


@pytest.mark.parametrize("number", range(12))
def test_random_work_resumes_and_replays_to_the_last_bit(number: int, tmp_path: Path) -> None:
    dice = random.Random(number)
    machine, fault = machine_and_fault(dice)
    bench = Bench(machine, fault, seed=number)
    bench.attempt.save(tmp_path / "a.jsonl")
    refused = work(bench, dice, 40)
    assert len(bench.attempt.events) > 10
    assert refused < 40
    resumed = Bench(machine, fault, number, attempt=Attempt.load(tmp_path / "a.jsonl"))
    same(bench, resumed)
    fresh = Bench(machine, fault, seed=number)
    assert replay(fresh, bench.attempt) == []
    same(bench, fresh)
    sealed = Attempt.unseal(bench.attempt.seal())
    assert sealed.events == bench.attempt.events


@pytest.mark.parametrize("number", range(6))
def test_random_work_in_two_tabs_keeps_both_alike(number: int, tmp_path: Path) -> None:
    dice = random.Random(100 + number)
    machine, fault = machine_and_fault(dice)
    one = Bench(machine, fault, seed=number)
    one.attempt.save(tmp_path / "a.jsonl")
    two = Bench(machine, fault, number, attempt=Attempt.load(tmp_path / "a.jsonl"))
    for _ in range(8):
        work(one, dice, 3)
        work(two, dice, 3)
    one.catch_up()
    two.catch_up()
    same(one, two)
    assert replay(Bench(machine, fault, seed=number), one.attempt) == []


def test_random_work_at_the_motor_starter_replays(tmp_path: Path) -> None:
    dice = random.Random(5)
    machine = MotorStarter()
    bench = Bench(machine, "K1: coil burnt open", seed=5)
    work(bench, dice, 30)
    fresh = Bench(machine, "K1: coil burnt open", seed=5)
    assert replay(fresh, bench.attempt) == []
    same(bench, fresh)


def test_random_work_at_the_press_resumes_and_replays(tmp_path: Path) -> None:
    """Levels, heights and pressures move between actions: they too come out to the last bit."""
    for number in range(3):
        dice = random.Random(200 + number)
        machine = PressWithTankHeater(unit=2)
        bench = Bench(machine, "C21: bleed line nearly clogged", seed=number)
        bench.attempt.save(tmp_path / f"{number}.jsonl")
        bench.block("C22").discharge("C21").wait(7.5).unblock("C22").discharge("C23")
        work(bench, dice, 25)
        saved = Attempt.load(tmp_path / f"{number}.jsonl")
        same(bench, Bench(machine, "C21: bleed line nearly clogged", number, attempt=saved))
        fresh = Bench(machine, "C21: bleed line nearly clogged", seed=number)
        assert replay(fresh, bench.attempt) == []
        same(bench, fresh)
