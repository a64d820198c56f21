"""The label line of INS-03: signals by hand calculation, symptoms as a technician sees them."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.bench import Bench
from labsim.core.simulation import Simulation
from labsim.electrical import spice
from labsim.electrical.transient import Transient
from labsim.electrical.wavedeck import WaveDeck
from labsim.machines.label_line import LabelLine
from labsim.scenario import find, load

SCENARIO = load(find()["INS-03"])
MINUS = "T1:-"


def line(fault: str | None = None, seed: int | None = None) -> Bench:
    return Bench(LabelLine(), fault, seed, SCENARIO)


def read(bench: Bench, function: str, *tips: str) -> float:
    return float(bench.measure(function, *tips, MINUS).value)


def test_a_sound_line_has_the_figures_of_its_table() -> None:
    bench = line()
    assert bench.look("A1").text == "RUN lit"
    assert read(bench, "Hz", "A1:+") == 120
    assert read(bench, "Hz", "A1:Z") == 80
    assert read(bench, "duty", "A1:Z") == pytest.approx(50, abs=0.5)
    assert read(bench, "Hz", "A1:A") == 1000
    assert read(bench, "phase", "A1:A", "A1:B") == pytest.approx(90, abs=2)
    assert read(bench, "V", "A1:U") == pytest.approx(5.97, abs=0.05)  # 6 V · 100 k / 100.5 k
    assert read(bench, "Vpp", "A1:U") < 0.05


def test_the_multimeter_shows_the_mean_of_what_moves() -> None:
    bench = line()
    trace = bench.capture("A1:Z", time="10 ms", volts="5 V", level=10)  # eight periods
    assert read(bench, "V", "A1:Z") == pytest.approx(trace.found["CH1"]["mean"], rel=0.03)


def test_ripple_stays_below_what_the_load_takes_between_crests() -> None:
    # ΔV ≤ I / (2·f·C): 0.73 A / (120 Hz · 2.2 mF) = 2.8 V.
    bench = line()
    amps = read(bench, "V", "A1:+") * (1 / 36 + 1 / 480 + 1 / 600 + 1 / 2400) + 24 / 2200 / 2
    bound = amps / (120 * 2.2e-3)
    assert 0.6 * bound < read(bench, "Vpp", "A1:+") < bound


# Fault, function, tips, lowest and highest reading.
SYMPTOMS = [
    ("C1: dried out, capacitance lost", "Vpp", ("A1:+",), 5, 12),
    ("C1: dried out, capacitance lost", "Hz", ("A1:+",), 120, 120),
    ("C1: lead broken inside", "Vpp", ("A1:+",), 18, 26),
    ("T1: a diode of the bridge open", "Hz", ("A1:+",), 60, 60),
    ("B1: gap too wide, teeth missed", "Hz", ("A1:Z",), 60, 70),
    ("B1: gap too small, teeth run together", "duty", ("A1:Z",), 14, 16),
    ("B1: no output", "Vpp", ("A1:Z",), 0, 3),
    ("B1: output leaks", "Vpp", ("A1:Z",), 4, 9),
    ("R1: burnt open", "V", ("A1:Z",), -0.1, 1),
    ("B2: output A dead", "Vpp", ("A1:A",), 0, 0.1),
    ("B2: disc dirty, lines missed", "Hz", ("A1:A",), 880, 960),
    ("B2: scanner of B out of place", "phase", ("A1:A", "A1:B"), 40, 145),
    ("B2: lamp of A weak, duty off", "duty", ("A1:A",), 20, 30),
    ("B3: output dead", "V", ("A1:U",), -0.1, 0.1),
    ("W1: shield off its clamp", "Hz", ("A1:U",), 4000, 4000),
    ("W1: return earthed at the sensor as well, ground loop", "Hz", ("A1:U",), 60, 60),
]


@pytest.mark.parametrize(("fault", "function", "tips", "low", "high"), SYMPTOMS)
def test_a_fault_has_its_figure(fault, function, tips, low, high) -> None:
    bench = line(fault, seed=1)
    assert low <= read(bench, function, *tips) <= high
    assert bench.look("A1").text == "ERR lit, labels stopped"


def test_a_wire_off_is_seen_at_one_end_only() -> None:
    bench = line("A1: terminal Z open")
    assert read(bench, "Vpp", "B1:BK") > 15
    assert read(bench, "Vpp", "A1:Z") < 1


def test_behind_the_disconnect_everything_is_dead() -> None:
    bench = line().notify().isolate("Q1").lock("Q1")
    assert not any(bench.live(p) for p in ("T1:+", "A1:Z", "B3:Q", "C1:+"))
    assert read(bench, "Vpp", "A1:+") == 0
    assert bench.look("A1").text == "dark"


@pytest.mark.skipif(not spice.available(), reason="ngspice is not installed")
def test_ngspice_sees_the_same_signals() -> None:
    # 20 ms with all switches and diodes; 26 mV of 24 V at the supply. Edges of 24 V are as steep as
    # 25 µs in the deck and upright here: they are left out, three steps each.
    machine = LabelLine()
    sim = Simulation(machine)
    run = Transient(sim.networks[0])
    run.run(0.1)
    deck = WaveDeck(run, 0.02)
    theirs = spice.waves(deck.text)
    ports = [machine.port(p) for p in ("A1:+", "A1:U", "A1:Z")]
    ours = run.run(0.02, ports)
    for port, within in zip(ports, (0.05, 0.01, 0.1), strict=True):
        mine = ours.volts(port)[0]
        name = deck.node(sim.networks[0].node_of[port])
        volts = np.interp(ours.time - ours.time[0] + run.h, theirs["time"], theirs[name])
        jump = np.abs(np.diff(mine, prepend=mine[0])) > 1.0
        near = np.convolve(jump, np.ones(7), "same") > 0
        assert np.abs(volts - mine)[~near].max() < within, port
