"""Keys of the items on data acquisition, against figures by hand; bad data that look bad."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.study.cat1.bad_data import POINTS, TAKEN, UNBALANCE
from labsim.study.cat1.mounting import ringing
from labsim.study.trains import highest, taken, velocity
from labsim.vibration.mount import MOUNTS
from labsim.vibration.route import Setting
from tests.study.byhand import found, words

CASES = [  # generator, what its stem says, the key by hand
    ("transducers.volts_to_g", "100 mV/g gives 40 mV", "0.400 g"),
    ("transducers.largest_measured", "100 mV/g can swing by ±5 V", "50.0 g"),
    ("transducers.wrong_sensitivity", "has 100 mV/g, the collector is set to 10 mV/g. The machine"
     " moves 1.2 g", "12.0 g"),
    ("transducers.gap_voltage", "at -10 V cold and stands at -11.6 V", "203 µm"),
    ("calibration.true_sensitivity", "set to 50 mV/g shows 1.1 g", "55.0 mV/g"),
    ("transducers.bias_voltage", "with 24 V; the bias reads 24 V", "open circuit"),
    ("transducers.bias_voltage", "the bias reads 12.1 V", "sensor and cable are in order"),
    ("mounting.settling", "time constant of 1 s. How long until 1 %", "4.61 s"),
    ("mounting.mount_for_a_purpose", "Lines up to 800 Hz", "by two-pole magnet"),
    ("mounting.mount_for_a_purpose", "Lines up to 3,000 Hz", "on a stud"),
    ("bad_data.fmax_for_a_gear", "17 teeth turns at 1,480 rpm", "1,363 Hz"),
    ("bad_data.smeared", "at 30 Hz; speed wanders by 1 % during the record. Lines are 0.5 Hz apart."
     " Over how many lines is 4X", "2.40 lines"),
    ("bad_data.turns_in_a_block", "90 rpm. Fmax is 1,000 Hz with 1,600", "2.40 turns"),
    ("route_data.missing_points", "12 machines with 10 points. 2 stood still; 14", "71.67 %"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "key"), CASES)
def test_the_key_is_what_a_hand_calculation_gives(name: str, said: str, key: str):
    assert words(found(f"cat1/{name}", said)).startswith(key)


@pytest.mark.parametrize("pad", POINTS)
def test_a_waveform_that_is_to_look_clipped_or_broken_does(pad: str):
    def wave(name: str, seed: int) -> np.ndarray:
        setting = Setting(fmax=500, lines=400, averages=1, **TAKEN[name][0])
        return np.asarray(taken("pump", UNBALANCE, pad, setting, seed).samples)

    for seed in (1, 2, 3, 4):
        assert np.mean(np.abs(wave("clipped", seed)) > 0.499) > 0.08
        assert np.abs(wave("cable", seed)).max() > 10 * np.abs(wave("sound", seed)).max()
        assert wave("settling", seed)[0] > 30


@pytest.mark.parametrize("name", MOUNTS)
def test_the_hump_in_the_picture_stands_at_the_resonance_of_the_mount(name: str):
    hump = max(highest(ringing(name)), key=lambda peak: peak[1])[0]
    assert hump == pytest.approx(MOUNTS[name].hertz, rel=0.15)


def test_a_record_taken_too_early_is_a_ski_slope():
    early = velocity(
        "pump", (), "B3:H", Setting(fmax=500, lines=800, averages=1, settled=0.4), 1, 2
    )
    assert early.rms[1:4].max() > 3 * early.rms[20:].max()
