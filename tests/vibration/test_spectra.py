"""Spectra, integration and values against what a sine must give."""

from __future__ import annotations

import numpy as np
import pytest

from labsim import vibration
from labsim.core.errors import LabsimError
from labsim.vibration import Record
from labsim.vibration.analysis import units
from labsim.vibration.analysis.spectrum import Setup
from labsim.vibration.analysis.windows import WINDOWS, window
from tests.vibration.waves import noise, tone


@pytest.mark.parametrize("name", WINDOWS)
def test_a_sine_on_a_line_has_its_own_height_and_overall_with_every_window(name):
    found = vibration.spectrum(tone(50, 2.0), 1000, 800, window=name)
    assert found.near(50) == (pytest.approx(50), pytest.approx(2.0, rel=1e-6))
    assert found.shown("peak").max() == pytest.approx(2.0 * np.sqrt(2))
    assert found.shown("peak-peak").max() == pytest.approx(4.0 * np.sqrt(2))
    assert found.overall() == pytest.approx(2.0, rel=1e-3)


@pytest.mark.parametrize(
    ("name", "lost"), [("rectangular", 0.64), ("hann", 0.85), ("flat-top", 0.998)]
)
def test_half_way_between_lines_the_window_decides_how_much_of_a_sine_is_lost(name, lost):
    # picket fence: sinc(1/2) = 0.637, Hann 0.849, flat-top less than 0.2 %
    found = vibration.spectrum(tone(50.625, 1.0), 1000, 800, window=name)
    assert found.near(50.625, 2.0)[1] == pytest.approx(lost, abs=0.01)
    assert found.overall() == pytest.approx(1.0, rel=0.01)


def test_the_window_factors_are_those_of_the_trade():
    factors = [round(window(name, 4096).enbw, 2) for name in ("rectangular", "hann", "flat-top")]
    assert factors == [1.0, 1.5, 3.77]


def test_noise_has_the_same_overall_with_every_window_and_lines():
    record = noise(3.0, seconds=20)
    for name in WINDOWS:
        for lines in (200, 1600):
            found = vibration.spectrum(record, 2000, lines, window=name)
            # white to 2560 Hz: 2000/2560 of the power lies within Fmax
            assert found.overall() == pytest.approx(3.0 * np.sqrt(2000 / 2560), rel=0.01)


def test_a_setup_has_the_times_and_widths_of_the_formula_sheet():
    setup = Setup(1000, 1600, 4, 0.5, "hann")
    assert (setup.df, setup.block) == (0.625, 1.6)  # Fmax/LOR, LOR/Fmax
    assert setup.seconds == pytest.approx(1.6 * 2.5)  # T(1 + (n-1)(1-ov))
    assert setup.bandwidth == pytest.approx(0.9375)
    assert setup.separates == pytest.approx(1.875)


def test_a_two_pole_motor_needs_900_lines_to_part_2x_from_twice_line_frequency():
    # 3580 rpm: 2X = 119.33 Hz, 2FL = 120 Hz; Fmax 200 Hz, Hann: 2·1.5·200/0.667 = 900 lines
    assert Setup(200, 900).separates == pytest.approx(120 - 2 * 3580 / 60, rel=1e-3)


def test_the_scatter_of_the_floor_falls_with_the_root_of_the_averages():
    record = noise(seconds=40)
    scatter = [vibration.spectrum(record, 2000, 400, n, 0.0).rms[5:-5] ** 2 for n in (4, 64)]
    few, many = (float(s.std() / s.mean()) for s in scatter)
    assert few / many == pytest.approx(4.0, rel=0.25)  # √(64/4)


def test_peak_hold_keeps_what_passed():
    gone = tone(50, 1.0).samples * (np.arange(20480) < 5120)
    record = Record(gone, 5120, "mm/s")
    held, mean = (vibration.spectrum(record, 1000, 400, hold=h).near(50)[1] for h in (True, False))
    assert held == pytest.approx(1.0, rel=0.01) and mean < 0.6


def test_integration_of_a_record_and_of_its_spectrum_agree_with_v_is_a_over_omega():
    record = tone(100, 1.0, unit="g")
    there = 9806.65 / (2 * np.pi * 100)  # mm/s rms of 1 g rms at 100 Hz: 15.6
    assert vibration.spectrum(record).as_("mm/s").near(100)[1] == pytest.approx(there, rel=1e-6)
    assert vibration.overall(record) == pytest.approx(there, rel=2e-3)
    stroke = vibration.integrate(record, "um", highpass=10)
    settled = stroke.samples[2560:-2560]  # the high-pass of 10 Hz is through after half a second
    assert np.ptp(settled) == pytest.approx(27009 * there / 6000, rel=5e-3)
    back = vibration.integrate(stroke, "g", highpass=10).samples[2560:-2560]
    assert back.std() == pytest.approx(1.0, rel=0.01)


def test_what_is_off_a_line_and_has_an_offset_and_drift_integrates_too():
    record = tone(37.3, 1.0, unit="m/s2", seconds=3.17)
    drifting = record.with_(samples=record.samples + 5.0 + record.time)
    there = 1000 / (2 * np.pi * 37.3)
    assert vibration.overall(drifting) == pytest.approx(there, rel=0.01)


def test_iso_2954_cuts_below_10_and_above_1000_hz_and_from_2_hz_below_600_rpm():
    assert vibration.overall(tone(3, 5.0, seconds=10)) < 0.1
    assert vibration.overall(tone(3, 5.0, seconds=10, rpm=180)) == pytest.approx(5.0, rel=0.03)
    assert vibration.overall(tone(2000, 5.0)) < 0.4
    assert vibration.overall(tone(10, 5.0)) == pytest.approx(5.0 / np.sqrt(2), rel=0.02)  # -3 dB


def test_band_values_add_as_squares():
    record = tone(100, 3.0).with_(samples=tone(100, 3.0).samples + tone(700, 4.0).samples)
    assert vibration.band(record, 50, 200) == pytest.approx(3.0, rel=0.01)
    assert vibration.band(record, 400, 1200) == pytest.approx(4.0, rel=0.02)
    assert vibration.band(record, 10, 2000) == pytest.approx(5.0, rel=0.01)


def test_a_sine_has_crest_1_41_and_kurtosis_1_5_noise_has_3():
    found = vibration.wave(tone(50, 2.0))
    assert (found.crest, found.kurtosis) == (
        pytest.approx(np.sqrt(2), rel=1e-3),
        pytest.approx(1.5),
    )
    assert vibration.wave(noise(seconds=20)).kurtosis == pytest.approx(3.0, abs=0.1)


def test_conversions_agree_with_the_formula_sheet():
    # Notes §3: D = 27 009·V/cpm, V = 93 644·A/cpm, V_ips = cpm·D_mil/19 098, A_g = cpm·V_ips/5214
    assert units.stroke_um(1.0, 1800) == pytest.approx(27009 / 1800, rel=1e-4)
    assert 1.0 / units.acceleration_g(1.0, 1800) == pytest.approx(93644 / 1800, rel=1e-4)
    assert units.velocity_ips(1.0, 1800) == pytest.approx(1800 / 19098, rel=2e-4)
    assert units.sine(1.0, "in/s", "g", 30) == pytest.approx(1800 / 3687, rel=1e-3)
    assert units.converted(1.0, "in/s", "mm/s") == 25.4
    assert units.detected(1.0, "rms", "peak-peak") == pytest.approx(2.828, rel=1e-3)


def test_a_record_in_g_becomes_one_in_metric_units_with_its_full_scale():
    found = vibration.in_unit(Record([1.0, -1.0], 10, "g", full_scale=50), "m/s2")
    assert found.samples[0] == 9.80665 and found.full_scale == pytest.approx(490.33, abs=0.01)


def test_what_is_asked_in_vain_is_answered_with_what_can_be_had():
    record = tone()
    broken = record.with_(samples=np.where(np.arange(20480) == 7, np.nan, record.samples))
    for said, ask in {
        "Fmax 5000 Hz needs 12800 samples": lambda: vibration.spectrum(record, 5000),
        "6400 lines to 1000 Hz take 6.4 s.*3200 lines fit": lambda: vibration.spectrum(
            record, 1000, 6400
        ),
        "9 averages.*the record holds 4": lambda: vibration.spectrum(record, 1000, 1600, 9),
        "no window hamming; it has.*hann": lambda: vibration.spectrum(record, window="hamming"),
        "overlap 1": lambda: vibration.spectrum(record, overlap=1),
        "1 of 20480 samples are NaN": lambda: vibration.spectrum(broken),
        "are NaN or infinite": lambda: vibration.overall(broken),
        "too short for what is left above 0.1 Hz": lambda: vibration.integrate(record, "um", 0.1),
        "no unit mm/h": lambda: vibration.integrate(record, "mm/h"),
        "mm/s is velocity, g is acceleration: .*integrated": lambda: vibration.in_unit(record, "g"),
        "no speed is known": lambda: vibration.spectrum(record).orders,
        "beyond this spectrum": lambda: vibration.spectrum(record).near(9e3),
        "no detector average": lambda: units.detected(1.0, "rms", "average"),
    }.items():
        with pytest.raises(LabsimError, match=said):
            ask()
