"""Records made of sines and noise, for the tests of the analyser."""

from __future__ import annotations

import numpy as np

from labsim.vibration import Record


def tone(hertz=50.0, rms=1.0, fs=5120.0, seconds=4.0, unit="mm/s", phase=0.0, **more) -> Record:
    """A sine of so much rms; `phase` is its lag in degrees behind the first sample."""
    time = np.arange(round(fs * seconds)) / fs
    wave = rms * np.sqrt(2) * np.cos(2 * np.pi * hertz * time - np.radians(phase))
    return Record(wave, fs, unit, **more)


def noise(rms=1.0, fs=5120.0, seconds=4.0, unit="m/s2", seed=1, **more) -> Record:
    dice = np.random.default_rng(seed)
    return Record(rms * dice.standard_normal(round(fs * seconds)), fs, unit, **more)
