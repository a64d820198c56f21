"""The transient engine against hand calculation, and against ngspice on the same machines."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.electrical import spice
from labsim.electrical.coils import Contactor, Relay
from labsim.electrical.contacts import Selector
from labsim.electrical.electronics import Suppressor
from labsim.electrical.loads import Resistor
from labsim.electrical.sources import DCSupply, Supply, Transformer
from labsim.electrical.storage import Capacitor, Choke, Rectifier
from labsim.electrical.transient import STEP, Transient
from labsim.electrical.wavedeck import WaveDeck

needs_engine = pytest.mark.skipif(not spice.available(), reason="ngspice is not installed")


class Charging(Machine):
    """A capacitor behind a resistor: 1 kΩ and 10 µF, 10 ms."""

    G1, R1, C1 = DCSupply(), Resistor(resistance=1e3), Capacitor(capacitance=1e-5)
    circuit = Ladder("Circuit", G1["+"], G1["-"], Rung(R1, C1))


class Choked(Machine):
    """A choke and a resistor on 120 V AC: 50 mH and 11 Ω."""

    G1, R1, R2 = Supply(), Resistor(resistance=10.0), Choke(inductance=0.05, resistance=1.0)
    circuit = Ladder("Circuit", G1["L1"], G1["N"], Rung(R1, R2))


class Smoothed(Machine):
    """A rectifier, a capacitor and a load: 24 V rms behind the bridge, 1000 µF, 100 Ω."""

    G1, T1 = Supply(), Rectifier(winding=24.0)
    C1, R1 = Capacitor(capacitance=1e-3), Resistor(resistance=100.0)
    supply = Power("Supply", Phase(G1["L1"], T1["L", "+"]), Phase(G1["N"], T1["N", "-"]))
    load = Ladder("Load", T1["+"], T1["-"], Rung(C1), Rung(R1))


class Coil(Machine):
    """A relay coil with a suppressor module behind a selector."""

    G1, S1, K1, R1 = DCSupply(), Selector(), Relay("13-14"), Suppressor()
    circuit = Ladder("Circuit", G1["+"], G1["-"], Rung(S1, K1["A1", "A2"] | R1["A1", "A2"]))


class Coupled(Machine):
    """A contactor on the secondary of a control transformer."""

    G1, T1, K1 = Supply(voltage=480), Transformer(), Contactor("13-14")
    supply = Power("Supply", Phase(G1["L1"], T1["H1", "X1"]), Phase(G1["N"], T1["H4", "X2"]))
    circuit = Ladder("Circuit", T1["X1"], T1["X2"], Rung(K1["A1", "A2"]))


def sim_of(machine: Machine) -> Simulation:
    """Return the healthy machine and all its faults, mild to severe."""
    return Simulation(machine, [Variant(), *(v for f in machine.faults for v in variants_of(f))])


def charging(step: float) -> float:
    """Return by how much the charging capacitor misses 24 V · (1 - exp(-t / RC)) after the jump."""
    sim = Simulation(Charging())
    ports = [sim.machine.port(p) for p in ("C1:+", "C1:-")]
    waves = Transient(sim.networks[0], step).rest(empty=True).run(0.05, ports)
    true = 24.0 * (1 - np.exp(-waves.time / (1000.08 * 1e-5)))
    return float(np.abs(waves.volts(*ports)[0] - true).max())


def test_a_capacitor_charges_along_its_exponential() -> None:
    # One step of backward Euler at the jump misses by (h / RC)² / 2 · 24 V: 0.3 mV at 50 µs, twice.
    assert charging(50e-6) < 1e-3


def test_half_the_step_is_a_quarter_of_the_error() -> None:
    coarse, fine = charging(400e-6), charging(200e-6)
    assert 3.2 < coarse / fine < 4.8


def test_a_choke_on_ac_goes_on_as_its_phasor_says() -> None:
    # 120 V / |11.2 + j·18.85| Ω = 5.47 A rms, from the steady state on: nothing to settle.
    sim = Simulation(Choked())
    waves = Transient(sim.networks[0], 50e-6).run(0.05, amps=[("R2", "winding")])
    phasor = sim.networks[0].amps("R2", "winding")[0]
    true = np.sqrt(2) * (phasor * np.exp(2j * np.pi * 60 * waves.time)).real
    assert abs(phasor) == pytest.approx(5.473, rel=1e-3)
    assert np.abs(waves.amps("R2", "winding")[0] - true).max() < 2e-3


def test_coupled_windings_go_on_as_their_phasors_say() -> None:
    sim = Simulation(Coupled())
    net = sim.networks[0]
    waves = Transient(net, 50e-6).run(0.05, amps=[("K1", "coil"), ("T1", "primary")])
    for name in (("K1", "coil"), ("T1", "primary")):
        true = np.sqrt(2) * (net.amps(*name)[0] * np.exp(2j * np.pi * 60 * waves.time)).real
        assert np.abs(waves.amps(*name)[0] - true).max() < 2e-3 * np.abs(true).max()


def ripple(
    machine: Machine, variants: list[Variant] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and peak-to-peak volts across the load when it has settled."""
    sim = Simulation(machine, variants or [Variant()])
    ports = [sim.machine.port(p) for p in ("R1:1", "R1:2")]
    run = Transient(sim.networks[0])
    run.run(0.3)
    volts = run.run(0.1, ports).volts(*ports)
    return volts.mean(axis=1), np.ptp(volts, axis=1)


def test_ripple_is_what_the_load_takes_between_two_crests() -> None:
    # ΔV = I / (2·f·C) is an upper bound: 0.307 A / (120 Hz · 5 mF) = 0.51 V; charging begins
    # before the crest, so the capacitor is left alone for less than the whole 8.3 ms.
    mean, swing = ripple(Smoothed(C1={"capacitance": 5e-3, "esr": 0.0}))
    bound = mean[0] / 100.0 / (120.0 * 5e-3)
    assert 0.8 * bound < swing[0] < bound


def test_an_open_diode_doubles_the_ripple_and_halves_its_frequency() -> None:
    machine = Smoothed()
    _, swing = ripple(
        machine, [Variant(), *variants_of(machine.fault("T1: a diode of the bridge open"))]
    )
    assert 1.8 < swing[1] / swing[0] < 2.3


def test_each_variant_runs_as_if_it_were_alone() -> None:
    machine = Smoothed()
    variants = [v for f in machine.faults for v in variants_of(f)]
    mean, swing = ripple(machine, variants)
    for k in (3, 17, 40):
        alone = ripple(machine, [variants[k]])
        assert (mean[k], swing[k]) == pytest.approx((alone[0][0], alone[1][0]), abs=1e-7)


def test_a_suppressed_coil_lets_its_current_die_down() -> None:
    # L / R = 2 H / 650 Ω = 3.1 ms; the diode drives it to zero: 0.7 V / 650 Ω = 1.1 mA beyond.
    run, sim = opened()
    waves = run.run(0.02, [sim.machine.port("K1:A1"), sim.machine.port("K1:A2")], [("K1", "coil")])
    amps = waves.amps("K1", "coil")[0]
    true = 38.1e-3 * np.exp(-waves.time / (2 / 650.0)) - 1.1e-3
    early = waves.time < 0.008
    assert np.abs(amps - true)[early].max() < 3e-4
    assert abs(amps[-1]) < 1e-6
    across = waves.volts(sim.machine.port("K1:A1"), sim.machine.port("K1:A2"))[0]
    assert -1.0 < across[0] < -0.6, "the diode holds the coil at its threshold"


def opened(step: float = STEP) -> tuple[Transient, Simulation]:
    """Return the coil's transient as its selector has just opened."""
    sim = Simulation(Coil()).operate("S1", "1").settle()
    run = Transient(sim.networks[0], step)
    sim.operate("S1", "0")
    return run.refresh(), sim


def apart(run: Transient, sim: Simulation, port: str, amps: tuple[str, str], variant: int,
          seconds: float) -> tuple[float, float]:  # fmt: skip
    """Return by how many volts and amperes ours and ngspice differ at worst."""
    deck = WaveDeck(run, seconds, variant, every=run.h)
    theirs = spice.waves(deck.text)
    place = sim.machine.port(port)
    ours = run.run(seconds, [place], [amps])
    volts = np.interp(ours.time, theirs["time"], theirs[deck.node(run.net.node_of[place])])
    flow = np.interp(ours.time, theirs["time"], theirs[deck.meter(*amps)])
    return (
        float(np.abs(volts - ours.volts(place)[variant]).max()),
        float(np.abs(flow - ours.amps(*amps)[variant]).max()),
    )


# What is left at 25 µs goes with the square of the step: the straight pieces between two points.
@needs_engine
@pytest.mark.parametrize(
    ("machine", "port", "amps", "within"),
    [
        (Charging(), "C1:+", ("R1", "element"), (1e-3, 1e-6)),
        (Choked(), "R2:1", ("R2", "winding"), (5e-3, 1e-3)),
        (Coupled(), "K1:A1", ("K1", "coil"), (0.05, 1e-4)),
        (Smoothed(), "C1:+", ("C1", "foils"), (0.01, 0.02)),
    ],
    ids=lambda x: type(x).__name__ if isinstance(x, Machine) else "",
)
def test_labsim_and_ngspice_draw_the_same_wave(machine, port, amps, within) -> None:
    sim = Simulation(machine)
    volts, flow = apart(Transient(sim.networks[0]), sim, port, amps, 0, 0.05)
    assert volts < within[0]
    assert flow < within[1]


@needs_engine
def test_they_agree_on_a_coil_that_is_switched_off() -> None:
    run, sim = opened()
    volts, flow = apart(run, sim, "K1:A2", ("K1", "coil"), 0, 0.01)
    assert volts < 5e-3
    assert flow < 5e-6


@needs_engine
def test_they_agree_on_every_fault_of_the_rectifier() -> None:
    # 10 mV of 32 V where the bridge works; 32 mV where + is earthed and 18 A flow in its diodes:
    # a diode begins to conduct at a point of our grid, in ngspice between two.
    sim = sim_of(Smoothed())
    for variant in range(0, sim.count, 4):
        run = Transient(sim.networks[0])
        volts, _ = apart(run, sim, "R1:1", ("R1", "element"), variant, 0.04)
        assert volts < 0.04, sim.variants[variant].name


@needs_engine
def test_half_the_step_brings_them_four_times_as_close() -> None:
    sim = Simulation(Smoothed())
    far = [apart(Transient(sim.networks[0], h), sim, "C1:+", ("C1", "foils"), 0, 0.05)[0]
           for h in (100e-6, 50e-6)]  # fmt: skip
    assert 2.5 < far[0] / far[1] < 6
