"""The motor starter and the lamp string as whole machines."""

from __future__ import annotations

from labsim.core.simulation import Simulation
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from tests.electrical.benchtop import look, state


def test_the_starter_goes_through_its_day() -> None:
    sim = Simulation(MotorStarter())
    assert [look(sim, tag) for tag in ("K1", "M1", "P1", "P2")] == [
        "dropped out", "stands still", "dark", "lit",
    ]  # fmt: skip
    sim.operate("S1", "pressed").settle().operate("S1", "released").settle()
    assert [look(sim, tag) for tag in ("K1", "M1", "P1", "P2")] == [
        "pulled in", "turns", "lit", "dark",
    ]  # fmt: skip
    sim.operate("Q1", "off").settle(10.0)
    assert [look(sim, tag) for tag in ("K1", "M1", "P1", "P2")] == [
        "dropped out", "stands still", "dark", "dark",
    ]  # fmt: skip
    sim.operate("Q1", "on").settle()
    assert not state(sim, "K1", "pulled"), "it does not start by itself when power returns"


def test_stop_wins_over_start() -> None:
    sim = Simulation(MotorStarter()).operate("S0", "pressed").operate("S1", "pressed").settle()
    assert not state(sim, "K1", "pulled")


def test_all_lamps_of_the_string_are_lit() -> None:
    sim = Simulation(LampString())
    assert {look(sim, f"E{n}") for n in range(1, 13)} == {"lit"}
