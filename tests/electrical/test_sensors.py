"""Proximity sensors with the figures of IEC 60947-5-2, and terminal strips."""

from __future__ import annotations

import pytest

from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation
from labsim.electrical.loads import Resistor
from labsim.electrical.sensors import NPNSensor, PNPSensor, TerminalStrip, TwoWireSensor
from labsim.electrical.sources import DCSupply
from tests.electrical.benchtop import amps, broken, look, state, volts


class Three(Machine):
    """A PNP, an NPN and a two-wire sensor, each with a load of 650 Ω."""

    G1 = DCSupply()
    B1, R1 = PNPSensor(), Resistor(resistance=650.0)
    B2, R2 = NPNSensor(), Resistor(resistance=650.0)
    B3, R3 = TwoWireSensor(), Resistor(resistance=650.0)
    circuit = Ladder(
        "Circuit",
        G1["+"],
        G1["-"],
        Rung(B1["BN", "BU"]),
        Rung(B1["BN", "BK"], R1),
        Rung(B2["BN", "BU"]),
        Rung(R2, B2["BK", "BU"]),
        Rung(B3, R3),
    )


def with_target(sim: Simulation) -> Simulation:
    for tag in ("B1", "B2", "B3"):
        sim.operate(tag, "present")
    return sim.settle()


def test_pnp_gives_plus_to_its_load_and_drops_little() -> None:
    # 1.5 V + 2 Ω · 35 mA = 1.57 V; IEC 60947-5-2 allows 3.5 V.
    sim = with_target(Simulation(Three()))
    assert volts(sim, "B1:BN", "B1:BK") == pytest.approx(1.57, abs=0.02)
    assert volts(sim, "R1:1", "R1:2") == pytest.approx(24 - 1.57, abs=0.05)
    assert look(sim, "B1") == "LED lit"


def test_npn_gives_minus_to_its_load() -> None:
    sim = with_target(Simulation(Three()))
    assert volts(sim, "B2:BK", "B2:BU") == pytest.approx(1.57, abs=0.02)
    assert volts(sim, "R2:1", "R2:2") == pytest.approx(24 - 1.57, abs=0.05)


def test_without_a_target_only_leakage_flows() -> None:
    # Three-wire: 24 V / 1 MΩ = 24 µA (≤ 0.5 mA). Two-wire: 24 V / 30.65 kΩ = 0.78 mA (≤ 1.5 mA).
    sim = Simulation(Three())
    assert amps(sim, "R1", "element") == pytest.approx(24e-6, rel=0.01)
    assert amps(sim, "R3", "element") == pytest.approx(0.78e-3, rel=0.01)
    assert look(sim, "B3") == "LED dark"


def test_two_wire_sensor_leaves_its_load_less_voltage() -> None:
    # (24 - 4.5) V / (650 + 10) Ω = 29.5 mA: 19.2 V at the load, 4.8 V at the sensor (≤ 8 V).
    sim = with_target(Simulation(Three()))
    assert amps(sim, "R3", "element") == pytest.approx(29.5e-3, rel=0.01)
    assert volts(sim, "B3:BN", "B3:BU") == pytest.approx(4.8, abs=0.05)


def test_two_wire_sensor_does_not_hold_below_its_least_load() -> None:
    # 24 V through 10 kΩ is 2 mA; it needs 3 mA.
    sim = with_target(Simulation(Three(R3={"resistance": 10e3})))
    assert amps(sim, "R3", "element") < 2e-3


@pytest.mark.parametrize("tag", ["B1", "B2"])
def test_a_dead_output_lights_its_led_and_switches_nothing(tag: str) -> None:
    sim = with_target(broken(Three(), f"{tag}: no output"))
    assert look(sim, tag) == "LED lit"
    assert amps(sim, tag.replace("B", "R"), "element") < 1e-4


@pytest.mark.parametrize("tag", ["B1", "B2", "B3"])
def test_an_output_stuck_on_needs_no_target(tag: str) -> None:
    sim = broken(Three(), f"{tag}: output stuck on").settle()
    assert amps(sim, tag.replace("B", "R"), "element") > 0.025


@pytest.mark.parametrize("tag", ["B1", "B2", "B3"])
def test_a_bent_bracket_hides_the_target(tag: str) -> None:
    sim = with_target(broken(Three(), f"{tag}: target out of reach, bracket bent"))
    assert look(sim, tag) == "LED dark"


def test_without_its_minus_a_three_wire_sensor_does_nothing() -> None:
    sim = with_target(broken(Three(), "B1: terminal BU open"))
    assert look(sim, "B1") == "LED dark"
    assert not state(sim, "B1", "on")


def test_a_shorted_load_trips_the_output_until_the_target_goes() -> None:
    # 22.5 V / 2 Ω would be 11 A; it protects itself at 0.3 A.
    sim = with_target(Simulation(Three(R1={"resistance": 0.1})))
    assert state(sim, "B1", "tripped")
    assert amps(sim, "R1", "element") < 1e-3
    sim.operate("B1", "absent").settle()
    assert not state(sim, "B1", "tripped")


class Strip(Machine):
    """Two loads over a terminal strip, the second one's supply wire not there."""

    G1, X1 = DCSupply(), TerminalStrip(2)
    R1, R2 = Resistor(resistance=100.0), Resistor(resistance=100.0)
    first = Ladder("First", G1["+"], G1["-"], Rung(X1["1a", "1b"], R1))
    second = Ladder("Second", X1["2a"], G1["-"], Rung(X1["2a", "2b"], R2))


def test_neighbouring_terminals_bridged_feed_what_should_be_dead() -> None:
    assert amps(Simulation(Strip()), "R2", "element") < 1e-6
    sim = broken(Strip(), "X1: terminals 1 and 2 bridged")
    # 24 V / 100 Ω through a bridge of 50 mΩ.
    assert amps(sim, "R2", "element") == pytest.approx(0.24, rel=2e-3)


def test_a_strip_without_terminals_is_refused() -> None:
    with pytest.raises(LabsimError, match="one terminal at least, not 0"):
        TerminalStrip(0)
