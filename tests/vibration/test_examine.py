"""The examiner calls a defect that stands out, and nothing else."""

from __future__ import annotations

import time

import numpy as np
import pytest

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant
from labsim.machines.pump_set import PumpSet
from labsim.vibration import examine_bearing
from labsim.vibration.route import Setting, collect
from tests.vibration.bearing_records import GEOMETRIES, Stand, faulty, healthy, orders

OWN = orders("6205")
FS, RPM = 12000.0, 1797.0


@pytest.mark.parametrize("kind", ["outer", "inner", "ball"])
def test_a_plain_defect_is_called_and_the_comb_is_where_the_defect_strikes(kind):
    order = {"outer": OWN["BPFO"], "inner": OWN["BPFI"], "ball": 2 * OWN["BSF"]}[kind]
    right = 0
    for seed in range(4):
        told = examine_bearing(faulty(kind, seed, 0.0), FS, RPM, OWN)
        assert told.call in (kind, None), str(told)
        right += told.call == kind
        if told.call:
            # slip of the model: -1.2 to +0.3 %; speed: ± 0.3 %
            assert told.hertz == pytest.approx(order * RPM / 60, rel=0.02)
            assert told.z > 6 and str(told).startswith(f"{kind} (z ")
            assert told.band[0] < told.band[1] <= FS / 2
    assert right >= 3


def test_a_broken_cage_is_called_when_it_is_plain():
    calls = [
        examine_bearing(faulty("cage", s, 0.0, seconds=10), FS, RPM, OWN).call for s in range(3)
    ]
    assert set(calls) <= {"cage", None} and "cage" in calls


def test_a_ball_that_comes_and_goes_with_the_cage_is_not_called_a_broken_cage():
    for seed in range(3):
        stand = Stand(seed, seconds=6)
        wave = stand.floor() + 2.0 * stand.defect("ball", spinning=True)
        told = examine_bearing(wave, FS, RPM, OWN)
        assert told.call is None and told.parts["cage"] > 10, str(told)


def test_a_defect_deep_in_the_noise_is_not_called_something_else():
    for kind in ("outer", "inner", "ball"):
        for seed in range(2):
            told = examine_bearing(faulty(kind, seed, -18.0), FS, RPM, OWN)
            assert told.call in (kind, None), str(told)


def test_healthy_machines_with_gears_current_belts_and_strokes_of_chance_get_no_call():
    names = list(GEOMETRIES)
    for seed in range(24):
        name = names[seed % len(names)]
        told = examine_bearing(healthy(seed, geometry=name, seconds=2.5), FS, RPM, orders(name))
        assert told.call is None, str(told)
        assert told.why.startswith("nothing stands clearly out")


def test_a_speed_three_per_cent_off_ends_in_no_call():
    for kind in ("outer", "inner", "ball"):
        for wrong in (0.97, 1.03):
            told = examine_bearing(faulty(kind, 1, 3.0), FS, wrong * RPM, OWN)
            assert told.call is None, str(told)


def test_the_geometry_of_another_bearing_ends_in_no_call():
    for seed, other in enumerate(("6203", "6309", "7306", "6210", "double row")):
        told = examine_bearing(faulty("outer", seed, 0.0), FS, RPM, orders(other))
        assert told.call is None, str(told)


def test_a_shaft_that_shows_at_another_speed_is_named():
    stand = healthy(0) * 0.1
    time_ = np.arange(len(stand)) / FS
    lines = sum(np.cos(2 * np.pi * k * 31.0 * time_) / k for k in range(1, 7))
    told = examine_bearing(stand + 5 * lines, FS, 60 * 29.9, OWN)
    assert told.call is None and "the shaft shows at 186" in told.why  # 31 Hz: 1860 rpm


def test_the_shaft_stands_where_its_first_lines_do_whatever_strikes_beside_the_others():
    # 29.667 Hz; a race at 3.045 orders with its harmonic, and 2FL 1.1 % beside the fourth
    time_, noise = np.arange(4 * 12000) / FS, np.random.default_rng(3).standard_normal(4 * 12000)
    lines = {1: 1.0, 2: 0.8, 3.045: 3.0, 6.09: 4.0, 120 / 29.667: 3.0}
    wave = noise + sum(a * np.cos(2 * np.pi * k * 29.667 * time_) for k, a in lines.items())
    for told in (1780.02, 1772.0, 1790.0):
        found = examine_bearing(wave, FS, told, OWN)
        assert found.rpm == pytest.approx(1780.02, rel=3e-4)


@pytest.mark.parametrize("part", ["outer", "inner", "ball"])
def test_a_defect_of_the_pump_set_is_called_and_its_speed_is_that_of_the_tacho(part):
    machine = PumpSet()
    sim = Simulation(machine, [Variant({("B2", part): 2.0})])
    sim.operate("A1", "60 Hz").advance(6.0)
    record = collect(sim, "B2:H", Setting(fmax=10e3, lines=25600, averages=2), seed=1)
    told = examine_bearing(record.samples, record.fs, record.rpm, machine.B2.geometry)
    assert told.call == part, str(told)
    assert told.rpm == pytest.approx(record.rpm, rel=1e-3)


def test_a_clipped_record_is_flagged_and_one_clipped_heavily_gets_no_call():
    wave = faulty("outer", 1, 6.0)
    top = np.quantile(np.abs(wave), 0.999)
    told = examine_bearing(np.clip(wave, -top, top), FS, RPM, OWN)
    assert told.call in ("outer", None) and told.warnings[0].startswith("clipped: 0.10%")
    low = np.quantile(np.abs(wave), 0.8)
    told = examine_bearing(np.clip(wave, -low, low), FS, RPM, OWN)
    assert told.call is None and "clipped too heavily" in told.why
    assert examine_bearing(wave, FS, RPM, OWN).warnings == ()


def test_few_turns_get_no_call_and_fewer_are_refused():
    wave = faulty("outer", 1, 20.0, geometry="6205", fs=25600.0, seconds=0.6)
    told = examine_bearing(wave, 25600, RPM, OWN)  # 18 turns
    assert told.call is None
    with pytest.raises(LabsimError, match=r"are 6\.0 turns of the shaft: 10 at least"):
        examine_bearing(wave[:5120], 25600, RPM, OWN)


def test_a_column_as_a_mat_file_has_it_is_read_and_scale_does_not_matter():
    wave = faulty("outer", 3, 3.0)
    one = examine_bearing(wave, FS, RPM, OWN)
    other = examine_bearing(1e-6 * wave[:, None] + 7.0, FS, RPM, OWN)
    assert one.call == other.call == "outer" and one.z == pytest.approx(other.z, rel=1e-3)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"fs": None}, "no sampling rate"),
        ({"fs": 0}, "sampling rate"),
        ({"fs": 1000}, "too slow: three harmonics of BPFI"),
        ({"rpm": None}, "no speed"),
        ({"rpm": float("nan")}, "speed"),
        ({"bearing": None}, "is no bearing"),
        ({"bearing": {"BPFO": 3.5}}, "is no bearing"),
        ({"bearing": {**OWN, "BPFO": 107.0, "BPFI": 162.0}}, "orders are of no bearing.*not Hz"),
        ({"signal": np.full(48000, np.nan)}, "48000 of 48000 samples are NaN"),
        ({"signal": np.zeros(48000)}, "flat"),
        ({"signal": np.ones((48000, 2))}, "one channel"),
        ({"signal": "loud"}, "no row of numbers"),
        ({"signal": []}, "one channel"),
    ],
)
def test_what_cannot_be_examined_is_refused_with_the_reason(wrong, said):
    given = {"signal": np.arange(48000.0) % 17, "fs": FS, "rpm": RPM, "bearing": OWN, **wrong}
    with pytest.raises(LabsimError, match=said):
        examine_bearing(**given)


def test_ten_seconds_at_12_khz_take_less_than_two():
    wave = faulty("outer", 2, seconds=10)
    begun = time.process_time()  # of the processor: the machine is shared
    examine_bearing(wave, FS, RPM, OWN)
    assert time.process_time() - begun < 2.0
