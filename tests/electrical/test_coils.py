"""Coils pull in, hold, let go, hum and chatter as coils do."""

from __future__ import annotations

import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation
from labsim.electrical.coils import Contactor, OffDelayTimer, OnDelayTimer
from labsim.electrical.contacts import Selector
from labsim.electrical.sources import DCSupply, Supply
from tests.electrical.benchtop import CoilRung, amps, broken, look, moment, state, turn, volts


class Buzzer(Machine):
    """A contactor that opens its own rung."""

    G1, S1, K1 = Supply(), Selector(), Contactor("21-22")
    control = Ladder("Control", G1["L1"], G1["N"], Rung(S1, K1[21, 22], K1["A1", "A2"]))


class Timers(Machine):
    """An on-delay and an off-delay timer on one switch."""

    G1, S1 = DCSupply(), Selector()
    K1, K2 = OnDelayTimer("13-14", delay_on=3.0), OffDelayTimer("13-14", delay_off=4.0)
    control = Ladder("Control", G1["+"], G1["-"], Rung(S1, K1["A1", "A2"] | K2["A1", "A2"]))


@pytest.mark.parametrize(("supply", "pulls"), [(101.0, False), (103.0, True)])
def test_contactor_picks_up_above_85_percent_of_rated_voltage(supply: float, pulls: bool) -> None:
    # IEC 60947-4-1: closes at any voltage from 85 % up: 0.85 · 120 V = 102 V at the coil. At its
    # inrush of 0.5 A the 0.2 Ω of the source take 0.1 V.
    sim = Simulation(CoilRung(G1={"voltage": supply})).operate("S1", "1").settle()
    assert state(sim, "K1", "pulled") == pulls


@pytest.mark.parametrize(("supply", "holds"), [(61.0, True), (59.0, False)])
def test_contactor_drops_out_below_half_of_rated_voltage(supply: float, holds: bool) -> None:
    # IEC 60947-4-1: drops out between 75 % and 20 %; here at 50 %: 60 V.
    sim = Simulation(CoilRung()).operate("S1", "1").settle()
    turn(sim, "G1", "voltage", supply).advance(1.0)
    assert state(sim, "K1", "pulled") == holds


def test_contactor_closes_after_its_delay_and_not_before() -> None:
    sim = Simulation(CoilRung()).operate("S1", "1")
    assert moment(sim, "K1", "pulled", 1.0) == pytest.approx(0.02)
    sim.operate("S1", "0")
    assert moment(sim, "K1", "pulled", 1.0) == pytest.approx(0.02)


def test_coil_draws_inrush_open_and_little_when_sealed() -> None:
    # Open: |150 + j140| Ω = 205 Ω, 120 V / 205 Ω = 0.585 A. Sealed: |150 + j1794| = 1800 Ω, 67 mA.
    sim = Simulation(CoilRung()).operate("S1", "1").advance(0.01)
    assert amps(sim, "K1", "coil") == pytest.approx(0.585, rel=5e-3)
    sim.settle()
    assert amps(sim, "K1", "coil") == pytest.approx(0.0667, rel=5e-3)


def test_a_coil_in_series_with_its_own_break_contact_chatters() -> None:
    sim = Simulation(Buzzer()).operate("S1", "1").advance(3.0)
    assert sim.chatters("K1", "pulled")[0]
    assert look(sim, "K1") == "chatters"


def test_an_open_coil_has_full_voltage_and_does_not_pull() -> None:
    sim = broken(CoilRung(), "K1: coil burnt open").operate("S1", "1").settle()
    assert volts(sim, "K1:A1", "K1:A2") == pytest.approx(120.0, abs=0.1)
    assert not state(sim, "K1", "pulled")
    assert amps(sim, "K1", "coil") == 0.0


def test_a_jammed_armature_hums_on_inrush_current() -> None:
    sim = broken(CoilRung(), "K1: armature jammed open").operate("S1", "1").settle()
    assert look(sim, "K1") == "dropped out, hums loudly"
    assert amps(sim, "K1", "coil") == pytest.approx(0.585, rel=5e-3)


def test_shorted_turns_draw_amperes_and_do_not_pull() -> None:
    # 8 % of the turns left: 12 Ω copper, 140 Ω · 0.08² = 0.9 Ω: 120 V / (12 + 0.2) Ω = 9.8 A.
    sim = broken(CoilRung(), "K1: coil has shorted turns").operate("S1", "1").settle()
    assert amps(sim, "K1", "coil") == pytest.approx(9.8, rel=0.01)
    assert not state(sim, "K1", "pulled")


def test_on_delay_timer_closes_after_its_set_time_and_opens_at_once() -> None:
    sim = Simulation(Timers()).operate("S1", "1")
    assert moment(sim, "K1", "pulled", 10.0) == pytest.approx(3.0)
    sim.operate("S1", "0")
    assert moment(sim, "K1", "pulled", 10.0) == pytest.approx(0.01)


def test_on_delay_timer_starts_anew_when_the_supply_was_away() -> None:
    sim = Simulation(Timers()).operate("S1", "1").advance(2.5)
    sim.operate("S1", "0").advance(0.1)
    sim.operate("S1", "1")
    assert moment(sim, "K1", "pulled", 10.0) == pytest.approx(3.0)


def test_off_delay_timer_closes_at_once_and_opens_after_its_set_time() -> None:
    sim = Simulation(Timers()).operate("S1", "1")
    assert moment(sim, "K2", "pulled", 10.0) == pytest.approx(0.01)
    sim.operate("S1", "0")
    assert moment(sim, "K2", "pulled", 10.0) == pytest.approx(4.0)
