"""A motor parted from its cable: the coach advises it when nothing else can tell, and only then."""

from __future__ import annotations

import labsim
from labsim.bench import Bench
from labsim.coach import Coach

LAB, APART = labsim.lab("ELE-05"), "locked out, motor off its cable"


def worked(fault: str) -> tuple[Coach, Bench]:
    """Confirm the complaint, clamp all three lines."""
    bench = LAB.bench(fault, seed=1).press("S1")
    for port in ("B1:2", "B1:4", "B1:6"):
        bench.measure("A", port)
    return Coach.of(LAB), bench


def test_a_leak_that_cable_and_motor_share_calls_for_one_disconnection() -> None:
    coach, bench = worked("W1: insulation chafed through")
    best = LAB.checks[coach.plan(bench.attempt).check]
    assert (best.state, best.function) == (APART, "MΩ")
    bench.do(best.id)
    assert coach.state(bench.attempt) == APART
    assert coach.belief(bench.attempt)["W1: insulation chafed through"] > 0.95
    assert not bench.attempt.breaches


def test_a_lost_phase_is_found_with_the_motor_on_its_cable() -> None:
    coach, bench = worked("K1: contact 3-4 does not make")
    for _ in range(6):
        if coach.belief(bench.attempt)["K1: contact 3-4 does not make"] > 0.95:
            break
        best = LAB.checks[coach.plan(bench.attempt).check]
        assert best.state != APART
        bench.do(best.id)
    assert coach.belief(bench.attempt)["K1: contact 3-4 does not make"] > 0.95
