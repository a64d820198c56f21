"""Orders, phase, averaged turns, envelopes, whitening, cursors and waterfalls."""

from __future__ import annotations

import numpy as np
import pytest

from labsim import vibration
from labsim.core.errors import LabsimError
from labsim.vibration import Record
from labsim.vibration.analysis.waterfall import stacked
from tests.vibration.waves import noise, tone

FS = 10240.0


def run_up(begin=20.0, end=30.0, seconds=8.0, orders=((1, 1.0, 40.0),)) -> Record:
    """A shaft that speeds up evenly, begin to end in Hz; lines of (order, rms, lag in degrees)."""
    time = np.arange(round(FS * seconds)) / FS
    rate = (end - begin) / seconds
    turns = begin * time + rate * time**2 / 2
    wave = sum(rms * np.sqrt(2) * np.cos(2 * np.pi * k * turns - np.radians(lag))
               for k, rms, lag in orders)  # fmt: skip
    whole = np.arange(int(turns[-1]) + 1)
    pulses = (-begin + np.sqrt(begin**2 + 2 * rate * whole)) / rate if rate else whole / begin
    return Record(wave, FS, "mm/s", begin * 60, tacho=pulses)


def test_an_order_stays_one_line_while_the_speed_changes_by_half():
    record = run_up(orders=((1, 2.0, 0.0), (3.5, 1.0, 0.0)))
    found = vibration.order_spectrum(record, 10, 400)
    assert found.near(1.0)[1] == pytest.approx(2.0, rel=0.01)
    assert found.near(3.5)[1] == pytest.approx(1.0, rel=0.01)
    smeared = vibration.spectrum(record, 1000, 6400, 1)
    assert smeared.rms.max() < 0.7  # spread over the 10 Hz and more that it passed


def test_phase_is_the_lag_from_the_pulse_to_the_next_positive_peak():
    record = run_up(25, 25, orders=((1, 1.5, 75.0), (2, 0.5, 300.0)))
    one, two = vibration.phasor(record), vibration.phasor(record, 2)
    assert (one.rms, one.phase) == (pytest.approx(1.5, rel=1e-3), pytest.approx(75, abs=0.2))
    assert (two.rms, two.phase) == (pytest.approx(0.5, rel=1e-3), pytest.approx(300, abs=0.2))
    assert one.steady > 0.99 and "75°" in str(one)


def test_the_phase_of_what_does_not_turn_with_the_shaft_is_called_unsteady():
    record = run_up(25, 25).with_(samples=tone(26.3, fs=FS, seconds=8).samples)
    assert "unsteady" in str(vibration.phasor(record))


def test_averaging_turns_leaves_the_shaft_and_lets_the_rest_fade():
    record = run_up(25, 25, orders=((1, 1.0, 0.0), (7, 0.3, 0.0)))
    rest = noise(2.0, FS, 8.0).samples
    turn = vibration.averaged_turn(record.with_(samples=record.samples + rest), 128)
    clean = vibration.averaged_turn(record, 128)
    # 199 turns: noise of 2 falls to 2/√199 = 0.14; resampling takes nothing else away
    assert (turn - clean).std() == pytest.approx(2 / np.sqrt(199), rel=0.3)


def test_bad_tachos_are_refused_with_the_reason():
    record = run_up(25, 25)
    for said, pulses in {
        "no tacho": None,
        "2 tacho pulses": [0.0, 0.04],
        "missing or doubled": np.delete(record.tacho, 50),
        "each later": record.tacho[::-1],
    }.items():
        with pytest.raises(LabsimError, match=said):
            vibration.phasor(record.with_(tacho=pulses))
    with pytest.raises(LabsimError, match="orders up to"):
        vibration.order_spectrum(record, 400)


def modulated(depth=0.5, carrier=3000.0, rate=87.0, unit="m/s2") -> Record:
    record = tone(carrier, 1.0, FS, 8.0, unit)
    slow = 1 + depth * np.cos(2 * np.pi * rate * record.time)
    return record.with_(samples=record.samples * slow)


def test_the_envelope_of_a_modulated_tone_has_the_modulation_and_its_depth():
    found = vibration.envelope(modulated(), 2000, 4000)
    # envelope √2·(1 + 0.5·cos): from 0.707 to 2.121
    assert np.percentile(found.samples, 1) == pytest.approx(0.707, abs=0.02)
    assert np.percentile(found.samples, 99) == pytest.approx(2.121, abs=0.02)
    lines = vibration.envelope_spectrum(modulated(), 2000, 4000)
    assert lines.near(87.0)[1] == pytest.approx(0.5, rel=0.01)  # √2·0.5/√2 rms


def test_the_squared_envelope_has_twice_the_modulation_and_its_square():
    lines = vibration.envelope_spectrum(modulated(), 2000, 4000, squared=True)
    # 2·(1 + m·cos)²: line at the rate 4m/√2 rms, at twice the rate m²/√2 rms
    assert lines.near(87.0)[1] == pytest.approx(4 * 0.5 / np.sqrt(2), rel=0.02)
    assert lines.near(174.0)[1] == pytest.approx(0.25 / np.sqrt(2), rel=0.02)


def test_whitening_takes_the_strength_of_tones_and_leaves_impacts():
    record = noise(0.05, FS, 4.0)
    hits = np.zeros(len(record.samples))
    # each a little late or early, as a bearing's are: a strict clock would be lines, like a gear
    places = 512 * np.arange(80) + np.random.default_rng(2).integers(0, 12, 80)
    hits[places] = 2.0
    loud = record.with_(samples=record.samples + hits + tone(400, 5.0, FS).samples)
    assert vibration.wave(loud).kurtosis < 2
    white = loud.with_(samples=np.resize(vibration.whitened(loud.samples), len(loud.samples)))
    assert vibration.wave(white).kurtosis > 10
    assert vibration.spectrum(white, lines=1600, averages=1).near(400)[1] < 0.2


def test_a_harmonic_cursor_finds_the_lines_between_the_lines():
    waves = [tone(29.7 * n, 1.0 / n, seconds=8).samples for n in (1, 2, 3)]
    record = Record(sum(waves) + 1e-3 * noise(seconds=8).samples, 5120, "mm/s", rpm=29.7 * 60)
    found = vibration.harmonics(vibration.spectrum(record, 500, 3200), 29.6, 5)
    assert [c.name for c in found] == ["1×", "2×", "3×", "4×", "5×"]
    assert [c.there for c in found] == [True, True, True, False, False]
    assert found[2].hertz == pytest.approx(89.1, abs=0.02)
    assert found[2].rms == pytest.approx(1 / 3, rel=0.05)
    assert found[1].order == pytest.approx(2.0, abs=1e-3)
    tops = vibration.peaks(vibration.spectrum(record, 500, 3200), 3)
    assert [round(c.hertz, 1) for c in tops] == [29.7, 59.4, 89.1]


def test_a_sideband_cursor_finds_both_sides_of_a_gear_mesh():
    record = modulated(0.4, 600.0, 25.0)
    record = record.with_(samples=record.samples + 1e-3 * noise(1.0, FS, 8.0).samples)
    found = vibration.sidebands(vibration.spectrum(record, 1000, 3200), 600, 25, 2)
    assert [(c.name, c.there) for c in found] == [
        ("-2×", False), ("-1×", True), ("0", True), ("+1×", True), ("+2×", False),
    ]  # fmt: skip
    assert found[1].rms == pytest.approx(0.2, rel=0.02)  # m/2


def test_a_waterfall_over_speed_shows_the_order_climbing():
    found = vibration.waterfall(run_up(20, 40), 200, 200, 12, by="rpm")
    tops = found.hertz[found.rms.argmax(axis=1)] * 60
    assert found.rms.shape == (12, 201)
    assert np.abs(tops - found.along).max() < 120  # two lines of 1 Hz
    with pytest.raises(LabsimError, match="mixed units"):
        stacked([vibration.spectrum(tone()), vibration.spectrum(tone(unit="g"))], [0, 1])
    with pytest.raises(LabsimError, match="different Fmax"):
        stacked([vibration.spectrum(tone()), vibration.spectrum(tone(), 500)], [0, 1])
