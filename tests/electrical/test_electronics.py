"""Diodes, LEDs and suppressors in DC circuits."""

from __future__ import annotations

import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation
from labsim.electrical.coils import Relay
from labsim.electrical.contacts import Selector
from labsim.electrical.electronics import LED, Diode, Suppressor
from labsim.electrical.loads import Resistor
from labsim.electrical.protection import Fuse
from labsim.electrical.sources import DCSupply
from tests.electrical.benchtop import amps, broken, look, state, volts


class Row(Machine):
    """A diode and an LED each in a rung of their own, one diode the wrong way round."""

    G1 = DCSupply()
    D1, R1 = Diode(), Resistor(resistance=1000.0)
    D2, R2 = Diode(), Resistor(resistance=1000.0)
    P1 = LED()
    circuit = Ladder("Circuit", G1["+"], G1["-"], Rung(D1, R1), Rung(D2["K", "A"], R2), Rung(P1))


class Bridge(Machine):
    """A bridge of four diodes: the load sees plus on the right side whichever way it is fed."""

    G1 = DCSupply()
    D1, D2, D3, D4 = Diode(), Diode(), Diode(), Diode()
    R1 = Resistor(resistance=226.0)
    feed = Ladder("Feed", G1["+"], G1["-"], Rung(D1["A", "K"], R1, D4["A", "K"]))
    other = Ladder("Other", G1["+"], G1["-"], Rung(D2["K", "A"], R1["2", "1"], D3["K", "A"]))


class Coil(Machine):
    """A relay with a suppressor module behind a fuse and a selector."""

    G1, F1, S1, K1, R1 = DCSupply(), Fuse(rating=2.0), Selector(), Relay("13-14"), Suppressor()
    control = Ladder("Control", G1["+"], G1["-"], Rung(F1, S1, K1["A1", "A2"] | R1["A1", "A2"]))


def test_a_diode_conducts_forward_and_drops_its_threshold() -> None:
    # (24 - 0.7) V / 1000 Ω = 23.3 mA.
    sim = Simulation(Row())
    assert amps(sim, "R1", "element") == pytest.approx(23.3e-3, rel=1e-3)
    assert volts(sim, "D1:A", "D1:K") == pytest.approx(0.701, abs=1e-3)


def test_a_diode_blocks_backward_and_has_the_whole_voltage() -> None:
    sim = Simulation(Row())
    assert amps(sim, "R2", "element") < 1e-7
    assert volts(sim, "D2:K", "D2:A") == pytest.approx(24.0, abs=0.01)


def test_an_led_with_its_resistor_lights_on_24_volts() -> None:
    # (24 - 2) V / 2200 Ω = 10 mA.
    sim = Simulation(Row())
    assert amps(sim, "P1", "junction") == pytest.approx(10e-3, rel=1e-3)
    assert look(sim, "P1") == "lit"
    assert look(broken(Row(), "P1: LED burnt out"), "P1") == "dark"


def test_a_shorted_diode_conducts_both_ways_and_an_open_one_neither() -> None:
    assert amps(broken(Row(), "D2: diode shorted"), "R2", "element") == pytest.approx(
        24e-3, rel=1e-3
    )
    assert amps(broken(Row(), "D1: diode open"), "R1", "element") < 1e-7


def test_a_bridge_finds_the_states_of_its_diodes() -> None:
    # Two thresholds in the way: (24 - 1.4) V / 226 Ω = 100 mA.
    sim = Simulation(Bridge())
    assert amps(sim, "R1", "element") == pytest.approx(0.1, rel=2e-3)


def test_a_healthy_suppressor_takes_no_current_but_its_leds() -> None:
    # Coil 24 V / 650 Ω = 37 mA; LED (24 - 2) V / 8200 Ω = 2.7 mA.
    sim = Simulation(Coil()).operate("S1", "1").settle()
    assert state(sim, "K1", "pulled")
    assert amps(sim, "R1", "diode") == 0.0
    assert amps(sim, "R1", "led") == pytest.approx(2.68e-3, rel=0.01)
    assert look(sim, "R1") == "LED lit"


@pytest.mark.parametrize("fault", ["diode shorted", "module plugged in turned round"])
def test_a_suppressor_that_conducts_blows_the_fuse_when_the_coil_is_switched(fault: str) -> None:
    sim = broken(Coil(), f"R1: {fault}")
    assert not state(sim, "F1", "melted")
    sim.operate("S1", "1").settle()
    assert state(sim, "F1", "melted")
    assert not state(sim, "K1", "pulled")


def test_an_open_suppressor_shows_by_its_dark_led_only() -> None:
    sim = broken(Coil(), "R1: module open, LED dead").operate("S1", "1").settle()
    assert state(sim, "K1", "pulled")
    assert look(sim, "R1") == "LED dark"
