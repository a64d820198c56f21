"""The key of INS-03: every fault has a capture that shows it, a sound machine has none."""

from __future__ import annotations

import pytest

import labsim
from grading.answers import Ask, ins_03
from labsim.bench import Bench
from labsim.seeds import derive

LAB = labsim.lab("INS-03")


def ask() -> Ask:
    return Ask(LAB, "ann", derive("ticket", LAB.id, "ann"))


@pytest.mark.parametrize("fault", [fault.id for fault in LAB.family])
def test_every_fault_has_a_good_capture_that_shows_it(fault: str) -> None:
    own = ask()
    bench = lambda: Bench(LAB.machine, LAB.fault(fault), own.seed.instruments, LAB.scenario)
    assert any(ins_03.judged(own, bench(), good, False)[0] == 1 for good in ins_03.GOOD)


@pytest.mark.parametrize("good", ins_03.GOOD, ids=str)
def test_a_capture_of_a_sound_machine_shows_no_event(good: tuple) -> None:
    own = ask()
    bench = Bench(LAB.machine, None, own.seed.instruments, LAB.scenario)
    assert ins_03.judged(own, bench, good, False)[0] == 0


def test_a_capture_that_is_not_on_record_earns_nothing() -> None:
    own = ask()
    own.record = LAB.bench().attempt
    assert all(knob.mark(knob.value).share == 0 for knob in ins_03.proof(own).values())
