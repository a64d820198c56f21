"""A record or a thermal picture played back gives what the record has of it, and breaks nothing."""

from __future__ import annotations

import numpy as np
import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.playback import Playback
from labsim.teaching import thermograms
from labsim.vibration.analysis import values


def played(bench: labsim.bench.Bench) -> Playback:
    """Return the bench as nbgrader has it when it runs the notebook again."""
    return Playback(bench.machine, None, 1, bench.scenario, bench.attempt)


def test_a_record_played_back_has_its_settings_and_says_that_it_has_no_samples() -> None:
    bench = labsim.lab("VIB-03").bench("X1: parallel misalignment", seed=1)
    bench.operate("A1", "60 Hz").wait(4)
    taken = bench.collect("B2:H", fmax=200, lines=800)
    again = played(bench).collect("B2:H", fmax=200, lines=800)
    assert (again.fs, len(again.samples)) == (taken.fs, len(taken.samples))
    assert values.overall(taken) > 1.0 and not again.samples.any() and again.rpm is None
    assert again.notes[0] == bench.attempt.of("measure")[0]["text"]
    assert "played back" in again.notes[1]
    other = played(bench).collect("B3:V")  # never taken
    assert other.notes[0] == "not on record" and np.all(other.samples == 0.0)
    with pytest.raises(LabsimError, match="flat"):  # nobody takes it for a reading
        labsim.vibration.examine_bearing(other.samples, other.fs, 1780, bench.machine.B2.geometry)


def test_a_thermal_picture_played_back_is_empty_and_can_be_shown() -> None:
    bench = labsim.lab("INS-04").bench(seed=1)
    shown = played(bench).thermogram("U2:face", emissivity=0.7, reflected=22)
    assert shown.spots == () and shown.emissivity == 0.7
    assert "played back" in thermograms.picture(shown).words
