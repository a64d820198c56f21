"""Transformers, supplies, lamps in series: what the meter should read."""

from __future__ import annotations

import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.core.simulation import Simulation
from labsim.electrical.loads import Resistor
from labsim.electrical.sources import Earth, Supply, Transformer
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from tests.electrical.benchtop import amps, broken, look, state, turn, volts


class Bench(Machine):
    """A 480/120 V, 150 VA transformer on 480 V with a resistor."""

    G1, T1, R1, PE = Supply(voltage=480.0), Transformer(), Resistor(), Earth()
    supply = Power(
        "Supply", Phase(G1["L1"], T1["H1", "X1"], R1), Phase(G1["N"], T1["H4", "X2"], PE["PE"])
    )
    load = Ladder("Load", T1["X1"], T1["X2"], Rung(R1))


def test_the_transformer_has_its_ratio_without_load() -> None:
    # 120 V · Xm / (Xm + Xl/2) = 120 · 12 / 12.015 = 119.85 V.
    sim = Simulation(Bench(R1={"resistance": 1e6}))
    assert volts(sim, "T1:X1", "T1:X2") == pytest.approx(119.85, abs=0.05)


def test_the_transformer_drops_four_to_five_percent_at_full_load() -> None:
    # 150 VA at 120 V: 96 Ω. Copper 4 %, leakage 3 % across: 120 / |1.04 + j0.03| = 115.3 V.
    sim = Simulation(Bench(R1={"resistance": 96.0}))
    assert volts(sim, "T1:X1", "T1:X2") == pytest.approx(115.2, abs=0.3)
    assert amps(sim, "T1", "primary") == pytest.approx(1.2 * 120 / 480, rel=0.05)


@pytest.mark.parametrize("winding", ["primary", "secondary"])
def test_an_open_winding_gives_no_secondary_voltage(winding: str) -> None:
    sim = broken(Bench(), f"T1: {winding} winding open")
    assert volts(sim, "T1:X1", "T1:X2") == pytest.approx(0.0, abs=1e-3)
    wanted = 480.0 if winding == "primary" else 479.99
    assert volts(sim, "T1:H1", "T1:H4") == pytest.approx(wanted, abs=0.1)


def test_lamps_in_series_share_the_voltage() -> None:
    # 12 lamps of 40 Ω on 24 V: 2 V each, 50 mA.
    sim = Simulation(LampString())
    assert volts(sim, "E7:1", "E7:2") == pytest.approx(2.0, abs=0.002)
    assert amps(sim, "E7", "element") == pytest.approx(0.05, rel=1e-3)
    assert look(sim, "E7") == "lit"


def test_one_lamp_out_darkens_the_string_and_has_the_whole_voltage() -> None:
    sim = broken(LampString(), "E9: lamp burnt out")
    assert look(sim, "E1") == "dark"
    assert volts(sim, "E9:1", "E9:2") == pytest.approx(24.0, abs=1e-3)
    assert volts(sim, "E3:1", "E3:2") == pytest.approx(0.0, abs=1e-4)


def test_a_shorted_lamp_makes_the_others_brighter() -> None:
    # Eleven lamps share 24 V: 2.18 V.
    machine = LampString()
    fault = next(f.id for f in machine.faults if f.id.startswith("E4: ") and "short" in f.id)
    sim = broken(machine, fault)
    assert volts(sim, "E7:1", "E7:2") == pytest.approx(24 / 11, abs=0.02)
    assert look(sim, "E4") == "dark"


def test_a_low_supply_is_read_at_the_source() -> None:
    sim = broken(LampString(), "G1: supply voltage low", 0)
    assert volts(sim, "G1:+", "G1:-") == pytest.approx(17.0, abs=0.01)


def test_a_lost_phase_upstream_leaves_the_other_pair() -> None:
    sim = broken(MotorStarter(), "G1: phase L3 lost upstream")
    assert volts(sim, "Q1:1", "Q1:3") == pytest.approx(480.0, abs=0.1)
    # L3 hangs on leakage alone, far from its 480 V.
    assert volts(sim, "Q1:3", "Q1:5") < 300.0
    assert abs(sim.networks[0].v[0, sim.networks[0].node_of[sim.machine.port("Q1:5")]]) < 1e-3


def test_low_mains_make_the_starter_drop_out() -> None:
    # 45 % of 480 V gives 54 V at the coil: below half of its 120 V.
    sim = Simulation(MotorStarter()).operate("S1", "pressed").settle()
    sim.operate("S1", "released").settle()
    turn(sim, "G1", "voltage", 0.45 * 480).advance(0.5)
    assert not state(sim, "K1", "pulled")
