"""The exhaust fan: what each fault does to currents, sound, temperature, insulation."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from labsim.bench import Bench
from labsim.core.simulation import Simulation
from labsim.machines.exhaust_fan import ExhaustFan
from tests.electrical.benchtop import broken, look, state, volts

U = 480 / np.sqrt(3)  # V, of a phase
LINES = ("B1:2", "B1:4", "B1:6")


def impedance(slip: float, rotor: float = 1.5) -> complex:
    """Impedance of a phase in Ω: 2 Ω + j3 Ω, then (rotor / slip + j3 Ω) beside j80 Ω."""
    branch = rotor / slip + 3j
    return 2.0 + 3j + branch * 80j / (branch + 80j)


def running(fault: str | None = None, severity: int = -1) -> Simulation:
    sim = broken(ExhaustFan(), fault, severity) if fault else Simulation(ExhaustFan())
    return sim.operate("S1", "1").advance(5.0)


def currents(sim: Simulation) -> np.ndarray:
    return np.array([abs(sim.networks[0].port_amps(sim.machine.port(p))[0]) for p in LINES])


def unbalance(values: np.ndarray) -> float:
    return float(np.abs(values - values.mean()).max() / values.mean())


def slip_of(sim: Simulation) -> float:
    return 1 - float(state(sim, "M1", "speed"))


def test_a_healthy_fan_draws_85_percent_of_the_name_plate_and_says_nothing() -> None:
    sim = running()
    assert currents(sim) == pytest.approx(U / abs(impedance(slip_of(sim))), rel=0.01)
    assert 0.8 < currents(sim)[0] / 6.5 < 0.95
    assert (look(sim, "M1"), look(sim, "B1")) == ("turns", "alarm lamp dark")


def test_single_phasing_is_line_voltage_on_two_windings_in_series() -> None:
    # I1 = -I2 in size, so U = I (Z1 + Z2): 480 V / |Z(s) + Z(2 - s)|, nothing in the third line.
    sim = running("F3: blown")
    s = slip_of(sim)
    wanted = 480 / abs(impedance(s) + impedance(2 - s))
    assert currents(sim)[:2] == pytest.approx(wanted, rel=0.01)
    assert currents(sim)[2] < 1e-4
    assert look(sim, "M1") == "turns, growls"


def test_single_phasing_multiplies_the_current_by_root_three_and_a_little_more() -> None:
    # √3 if power and power factor stayed; more slip and the backward field add some.
    ratio = currents(running("F3: blown"))[0] / currents(running())[0]
    assert np.sqrt(3) < ratio < 2.0


def test_it_runs_up_on_two_phases_only_because_the_draught_turns_it() -> None:
    assert state(running("F3: blown"), "M1", "speed") > 0.95
    still = broken(ExhaustFan(G3={"push": 0.0}), "F3: blown")
    still.set_state("M1", "speed", 0.0)
    still.operate("S1", "1").advance(5.0)
    assert state(still, "M1", "speed") == 0.0
    assert look(still, "M1") == "stands still, hums loudly"


def test_the_open_winding_of_a_turning_motor_has_voltage_of_its_own() -> None:
    # The turning field of the two others induces it: about three quarters of line voltage here.
    assert 330 < volts(running("F3: blown"), "M1:W1", "M1:U1") < 480


def test_current_unbalance_is_many_times_the_voltage_unbalance() -> None:
    # 5 % missing on L3: V2 = 5 % / 3 of 277 V on |Z(2 - s)| = 6.6 Ω gives 0.7 A of 5.6 A.
    sim = running("G1: voltage unbalance, L3 low", 0)
    at = ("M1:U1", "M1:V1", "M1:W1", "M1:U1")
    lines = np.array([volts(sim, a, b) for a, b in pairwise(at)])
    assert unbalance(lines) == pytest.approx(0.0167, abs=0.002)
    assert 6 < unbalance(currents(sim)) / unbalance(lines) < 10  # NEMA MG 1, 14.36


def test_shorted_turns_draw_resistive_current_in_their_winding() -> None:
    # 1.8 % of the turns: 2 Ω / 0.018 = 111 Ω across the winding, 2.5 A in phase with its voltage.
    # The motor's 5.6 A lag by 36°: |5.6 ∠-36° + 2.5| = 7.8 A; less, for the star point gives way.
    sim = running("M1: shorted turns in winding U", 0)
    flows = currents(sim)
    assert flows.argmax() == 0
    assert 6.7 < flows[0] < 7.8
    lines = np.array([volts(sim, "M1:U1", "M1:V1"), volts(sim, "M1:V1", "M1:W1")])
    assert unbalance(lines) < 0.005, "the supply is even: the motor is not"


def test_broken_bars_need_more_slip_and_make_the_clamp_swing() -> None:
    # Slip for the same torque goes with rotor resistance: 1 / (1 - 0.18) = 1.22.
    sim = running("M1: rotor bars broken")
    assert slip_of(sim) / slip_of(running()) == pytest.approx(1.22, abs=0.04)
    assert look(sim, "M1") == "turns, its hum swells and fades"
    bench = Bench(ExhaustFan(), "M1: rotor bars broken", 1).press("S1")
    reading = bench.measure("A", "B1:1")
    assert "swings" in reading.text
    assert bench.measure("A swing", "B1:1").value == pytest.approx(0.36 * reading.value, rel=0.05)


def test_a_leak_to_the_frame_is_too_small_for_the_clamp_and_lights_the_alarm() -> None:
    # 277 V / 4 kΩ = 69 mA.
    sim = running("M1: winding damp")
    flows = [sim.networks[0].port_amps(sim.machine.port(p))[0] for p in LINES]
    assert abs(sum(flows)) == pytest.approx(277 / 4e3, rel=0.02)
    assert unbalance(currents(sim)) < 0.01
    assert look(sim, "B1") == "alarm lamp lit"


@pytest.mark.parametrize(
    ("fault", "low", "high"),
    [("G3: damper linkage off, damper wide open", 7.0, 9.0), ("G3: belt broken", 3.0, 3.8)],
)
def test_what_the_load_does_is_even_on_all_three_lines(fault: str, low: float, high: float) -> None:
    # No load: the magnetising current alone, 277 V / |2 + j83| Ω = 3.3 A.
    flows = currents(running(fault))
    assert unbalance(flows) < 0.005
    assert low < flows.mean() < high


def test_a_loose_joint_takes_volts_and_makes_heat() -> None:
    case = SimpleNamespace(instruments=("multimeter", "clamp meter", "thermal imager"))
    bench = Bench(ExhaustFan(), "W1: terminal 3 loose", 1, case).press("S1")
    amps = bench.measure("A", "W1:3").value
    assert bench.measure("V", "B1:4", "W1:3").value == pytest.approx(6.0 * amps, rel=0.03)
    # 2.5 K/W · I²R, the motor's core beside it: nothing to speak of.
    assert bench.measure("°C", "W1:3").value == pytest.approx(25 + 2.5 * 6 * amps**2, rel=0.05)
    assert bench.measure("°C", "W1:1").value < 35


def test_the_frame_warms_with_the_losses() -> None:
    healthy, single = (running(f) for f in (None, "F3: blown"))
    rise = [s.machine.M1.kelvin(s.views["M1"])[0] for s in (healthy, single)]
    # Copper 3 · 5.65² · 2 = 192 W, rotor 2.6 % of 3.8 kW = 100 W, core 120 W: 0.13 K/W · 412 W.
    assert rise[0] == pytest.approx(0.13 * 412, rel=0.05)
    assert rise[1] > 1.8 * rise[0]


def test_an_open_winding_shows_when_the_star_link_is_measured_through() -> None:
    bench = Bench(ExhaustFan(), "M1: winding V open").bring("locked out")
    assert bench.measure("Ω", "M1:U1", "M1:U2").value == pytest.approx(2.2, abs=0.1)
    assert bench.measure("Ω", "M1:V1", "M1:V2").value > 1e6


def test_at_direct_current_shorted_turns_are_only_missing() -> None:
    sim = broken(ExhaustFan(), "M1: shorted turns in winding W")
    net, port = sim.networks[0], sim.machine.port
    ends = net.node_of[port("M1:W1")], net.node_of[port("M1:W2")]
    seen = net.impedance([ends], dead=True)[0, 0].real
    assert seen == pytest.approx(2.0 * 0.96, abs=1e-3)


def test_the_trained_hand_takes_the_motor_off_its_cable_and_puts_it_back() -> None:
    bench = Bench(ExhaustFan()).bring("locked out, motor off its cable")
    assert bench.lockout.off_leads == {"W1:2", "W1:4", "W1:6"}
    assert bench.measure("Ω", "W1:1", "W1:3").text == "OL Ω"
    assert bench.measure("Ω", "M1:U1", "M1:V1").value == pytest.approx(4.2, abs=0.1)
    bench.bring("at rest").press("S1")
    assert not bench.lockout.off_leads
    assert not bench.attempt.breaches
    assert bench.look("M1").text == "turns"


def test_hands_on_a_fan_whose_motor_can_start_are_hands_on_a_live_part() -> None:
    bench = Bench(ExhaustFan()).repair("G3")
    assert [b["rule"] for b in bench.attempt.breaches] == ["work-live"]
