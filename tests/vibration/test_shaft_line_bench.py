"""The shaft line at the bench: instrument, states, lockout, repair, drawing, what is refused."""

from __future__ import annotations

import time
from types import SimpleNamespace

import numpy as np
import pytest

from labsim.bench import Bench
from labsim.coach.belief import likelihood
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.drawing import draw_all
from labsim.hands import Hands
from labsim.instruments.vibration import VibrationAnalyser
from labsim.machines.coolant_pump import CoolantPump
from labsim.machines.fan_drive import FanDrive
from labsim.machines.gear_drive import GearDrive
from labsim.machines.pump_set import PumpSet
from labsim.places import places_of
from labsim.states import operating_states
from labsim.vibration.analysis import values
from labsim.vibration.coupling import Coupling
from labsim.vibration.driven import CentrifugalPump
from labsim.vibration.feet import Feet
from labsim.vibration.line import ShaftLine
from labsim.vibration.motor import Motor
from labsim.vibration.rolling import RollingBearing
from labsim.vibration.route import Setting, collect
from labsim.vibration.sensor import Accelerometer
from labsim.vibration.synth import waves
from tests.vibration.trains import Train

CASE = SimpleNamespace(instruments=("multimeter", "vibration analyser"))
MACHINES = (PumpSet, FanDrive, GearDrive)


class Bare(Machine):
    """Motor and pump that always run, without any wiring: a shaft line by itself."""

    B1, B2 = RollingBearing("6205"), RollingBearing("6205")
    B3, B4 = RollingBearing("6205"), RollingBearing("6205")
    U1, U2 = Feet(), Feet()
    M1 = Motor(B1, B2, feet=U1)
    P1 = CentrifugalPump(B3, B4, feet=U2)
    X1 = Coupling()
    shaft = ShaftLine("Shaft line", M1, X1, P1)


class Stray(Bare):
    """A bearing nobody has put on a shaft."""

    B7 = RollingBearing("6205")


class Watched(CoolantPump):
    """The coolant pump of ELE-08, and its shaft line: its own motor drives it."""

    B11, B12, B13, B14 = (RollingBearing("6205") for _ in range(4))
    U1, U2 = Feet(mass=60.0), Feet(mass=40.0)
    P11 = CentrifugalPump(B13, B14, feet=U2, rotor=8.0)
    M2 = Motor(B11, B12, feet=U1, drive=vars(CoolantPump)["M1"], turns=P11, rotor=14.0)
    X11 = Coupling(stiff_axial=2500.0, stiff_radial=300.0)
    shaft = ShaftLine("Shaft line", M2, X11, P11)


class Plant(Machine):
    """A plant with a pump set in it."""

    pump = PumpSet()


class Route(PumpSet):
    """The pump set, and the accelerometer its route is collected with."""

    B10 = Accelerometer()


def bench(fault: str | None = None, seed: int = 1) -> Bench:
    found = Bench(PumpSet(), fault, seed)
    found.hands = Hands(found.sim, seed, CASE.instruments)
    return found


def running(fault: str | None = None, at: str = "60 Hz") -> Bench:
    return bench(fault).operate("A1", at).wait(4)


def test_an_apprentice_tells_angular_misalignment_from_a_bent_shaft_by_two_phases() -> None:
    crooked, bent = running("X1: angular misalignment"), running("M1: shaft bent")
    for one in (crooked, bent):
        assert one.measure("mm/s 1X", "B2:A").value > 2 * one.measure("mm/s 1X", "B2:H").value
    assert crooked.measure("° 1X", "B2:A", "B3:A").value > 150
    assert crooked.measure("° 1X", "B1:A", "B2:A").value < 30
    assert bent.measure("° 1X", "B1:A", "B2:A").value > 150


def test_twice_line_frequency_goes_with_the_power() -> None:
    one = running("M1: stator off centre")
    before = one.measure("mm/s 2FL", "B1:V").value
    one.operate("A1", "power cut").wait(1)
    assert before > 2.0 > 0.1 > one.measure("mm/s 2FL", "B1:V").value
    assert one.measure("mm/s 1X", "B1:H").value > 0


def test_the_envelope_names_the_race_and_the_bearing() -> None:
    one = running("B3: inner race spalled", at="60 Hz")
    read = {(b, d): one.measure(f"envelope {d}", f"{b}:H").value
            for b in ("B2", "B3", "B4") for d in ("BPFO", "BPFI", "BSF", "FTF")}  # fmt: skip
    assert max(read, key=read.get) == ("B3", "BPFI")


def test_a_record_taken_at_the_bench_is_on_record_and_comes_out_the_same_again() -> None:
    one = running("B2: outer race spalled")
    first = one.collect("B2:H", fmax=2000, lines=1600)
    second = one.collect("B2:H", fmax=2000, lines=1600)
    assert not np.array_equal(first.samples, second.samples)  # another moment
    assert values.overall(first) == pytest.approx(values.overall(second), rel=0.05)
    event = one.attempt.events[-1]
    assert (event["function"], event["settings"]) == ("record", {"fmax": 2000, "lines": 1600})
    again = Bench(PumpSet(), "B2: outer race spalled", 1)
    again.hands = Hands(again.sim, 1, CASE.instruments)
    for done in one.attempt.events[1:]:
        again.again(done)
    assert again.attempt.events[-1]["value"] == event["value"]
    with pytest.raises(LabsimError, match="lines"):
        one.collect("B2:H", line=1600)


def test_a_sensor_with_a_fault_of_its_own_spoils_every_record() -> None:
    machine = Route()
    faults = [f for f in machine.faults if f.component == "B10"]
    sim = Simulation(machine, [Variant(), *(variants_of(f)[-1] for f in faults)])
    taken = [collect(sim, "B2:H", Setting(), seed=3, variant=n) for n in range(sim.count)]
    good, gain, lead, magnet, bias = (values.wave(r) for r in taken)
    assert gain.rms == pytest.approx(10 * good.rms, rel=0.01)
    assert lead.kurtosis > 2 * good.kurtosis
    assert abs(magnet.mean) > 10 * abs(good.mean)
    assert bias.mean == pytest.approx(45.0, abs=0.5)


def test_a_trial_weight_opposite_the_heavy_spot_takes_the_unbalance_away() -> None:
    # G 117 at 30 Hz: e = 117 / 188.5 = 0.621 mm, 45 kg: 27.9 kg·mm = 186 g at 150 mm, 180° on.
    heavy = {("M1", "heavy"): 117.0, ("M1", "angle"): 40.0}
    weights = {("M1", "weight"): 186.2, ("M1", "at"): 220.0, ("M1", "couple"): 0.0}
    before, after = Train(heavy), Train(heavy | weights)
    assert before.order("B1:H", 1) > 4.0
    assert after.order("B1:H", 1) < 0.25


def test_a_pad_takes_no_voltmeter_and_a_terminal_no_sensor() -> None:
    one = running()
    for function, ports, words in (
        ("V", ("B1:H", "B1:V"), "measuring pad"),
        ("mm/s", ("M1:U1",), "electrical terminal"),
        ("mm/s", ("X1:shaft",), "inside the part"),
        ("mm/s", ("B1:X",), "no terminal X"),
    ):
        with pytest.raises(LabsimError, match=words):
            one.measure(function, *ports)


def test_it_is_locked_out_proved_dead_repaired_and_proved_again() -> None:
    one = running("X1: parallel misalignment")
    assert one.look("B9").text.startswith("lamps lit")
    one.operate("A1", "off").wait(5).notify().isolate("Q1").lock("Q1").prove()
    assert one.measure("V", "Q1:2", "Q1:4").value == 0
    one.prove()
    one.repair("X1").notify().restore("Q1").operate("A1", "60 Hz").wait(4)
    assert not [e for e in one.attempt.events if e.get("breaches")]
    assert one.look("B9").text == "lamps dark"
    assert one.measure("mm/s 2X", "B2:V").value < 0.5


def test_hands_on_a_part_that_can_turn_are_a_breach() -> None:
    for what in ("X1", "B3", "P1", "U1"):
        one = running().repair(what)
        broken = {b["rule"] for e in one.attempt.events for b in e.get("breaches", ())}
        assert "work-live" in broken, what


def test_speeds_and_a_power_cut_are_states_that_checks_are_made_in() -> None:
    labels = [state.label for state in operating_states(PumpSet())]
    assert {"A1 at 60 Hz", "A1 at 45 Hz", "A1 at 30 Hz", "A1 at power cut"} <= set(labels)
    places = places_of(PumpSet(), None)
    assert len(places.pads) == 16
    assert not [p for group in places.pairs for p in group if ":H" in p.name]


@pytest.mark.parametrize("kind", MACHINES)
def test_every_pad_is_drawn_and_every_part_has_a_place(kind: type[Machine]) -> None:
    machine = kind()
    drawing = next(d for d in draw_all(machine) if d.title == "Shaft line")
    assert set(drawing.anchors) == {port.name for port in machine.shaft.ports}
    assert set(drawing.parts) >= {part.tag for part in machine.shaft.members}
    assert all(tag in drawing.alt for tag in ("M1", "B1", "U1"))


@pytest.mark.parametrize("kind", MACHINES)
def test_every_fault_of_a_shaft_line_changes_what_some_pad_shows(kind: type[Machine]) -> None:
    machine = kind()
    tags = {part.tag for part in machine.shaft.members} - {"M1"}
    faults = [f for f in machine.faults if f.component in tags]
    variants = [Variant(), *(variants_of(fault)[-1] for fault in faults)]
    sim = Simulation(machine, variants)
    sim.operate("A1", "60 Hz").advance(4.0)
    sigs = sim.network_of(machine.B1).signatures(machine.port("B1:H"))
    analyser = VibrationAnalyser(sim)
    figures = ("mm/s", "m/s²", "kurtosis")
    read = np.array([m.value for f in figures for m in analyser.measure_many(
        f, [(port,) for port in machine.shaft.ports])])  # fmt: skip
    moved = np.abs(read - read[:, :1]).max(axis=0) / np.maximum(1e-9, read[:, 0].max())
    same = [f.id for f, size in zip(faults, moved[1:], strict=True) if size < 0.02]
    assert not same
    assert len({id(s) for s in sigs}) == len(variants)


def test_a_shaft_line_without_wiring_runs_and_its_loose_ends_are_told() -> None:
    sim = Simulation(Bare())
    assert len(collect(sim, "B3:V", Setting(averages=1)).samples) == 4096
    stray = Simulation(Stray())
    with pytest.raises(LabsimError, match="B7, a rolling bearing, is on no shaft line"):
        collect(stray, "B7:H")
    with pytest.raises(LabsimError, match="couplings"):
        ShaftLine("Line", Bare().M1, Bare().P1).check(Bare())
    with pytest.raises(LabsimError, match="bearings"):
        ShaftLine("Line", Coupling()).check(Bare())


def test_a_shaft_line_is_part_of_a_plant_and_has_sisters() -> None:
    plant, sister = Plant(), PumpSet(unit=3)
    for machine, drive, pad in ((plant, "pump.A1", "pump.B1:H"), (sister, "A31", "B31:H")):
        sim = Simulation(machine)
        sim.operate(drive, "60 Hz").advance(4.0)
        assert collect(sim, pad).point == pad
        assert collect(sim, pad).rpm == pytest.approx(1780, abs=1)


def test_an_electrical_motor_turns_a_shaft_line_at_its_own_speed() -> None:
    sim = Simulation(Watched())
    assert len(sim.network_of(sim.machine.B11).signature(sim.machine.port("B11:H")).hertz) == 0
    sim.operate("S1", sim.machine.S1.positions[1]).advance(1.0)
    sim.operate("S1", sim.machine.S1.positions[0]).advance(4.0)
    turns = float(sim.states["M1", "speed"][0])
    assert 0.95 < turns < 0.99
    assert collect(sim, "B11:H").rpm == pytest.approx(1800 * turns, abs=1)
    assert sim.network_of(sim.machine.B11).feeds(sim.machine.port("X11:shaft"))
    sim.operate("Q1", "off").advance(3.0)
    assert not sim.network_of(sim.machine.B11).feeds(sim.machine.port("X11:shaft"))


def test_the_tacho_tells_the_speed_of_the_shaft_under_the_pad() -> None:
    one = Bench(FanDrive(), None, 1)
    one.hands = Hands(one.sim, 1, CASE.instruments)
    one.operate("A1", "60 Hz").wait(4)
    # 160/250 · 0.99 · 1780 = 1128 rpm
    assert one.measure("rpm at pad", "B1:H").value == pytest.approx(1780, abs=2)
    assert one.measure("rpm at pad", "B4:H").value == pytest.approx(1128, abs=2)


def test_a_minute_of_six_pads_takes_about_a_second() -> None:
    sim = Simulation(Bare(), [Variant({("B3", "outer"): 3.0})])
    sig = sim.network_of(sim.machine.B1).signature(sim.machine.port("B1:H"))
    rows = [sig.layout.row(f"B{n}:{way}") for n in (2, 3) for way in "HVA"]
    begin = time.process_time()
    samples = waves(sig, rows, 25600.0, 60 * 25600)
    assert samples.shape == (6, 1536000)
    assert time.process_time() - begin < 4.0  # on a shared machine; 0.5 s on a quiet one


def test_a_line_too_small_for_a_phase_shows_dashes_and_that_is_evidence() -> None:
    bench = Bench(PumpSet(), None, 1)
    bench.hands = Hands(bench.sim, 1, CASE.instruments)
    bench.operate("A1", "60 Hz").wait(4)
    read = bench.measure("° 1X", "B3:H", "B4:H")  # 0.06 mm/s on a sound set
    assert read.text == "----" and np.isinf(read.value)
    event = bench.attempt.of("measure")[-1]
    small = SimpleNamespace(value=np.array([np.inf, 20.0]), sigma=np.array([5.0, 5.0]))
    assert likelihood(event["value"], small).tolist() == pytest.approx([1.0, 0.002])
