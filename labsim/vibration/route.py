"""Collecting at a pad: sensor, mount, cable, settings, and what goes wrong with each.

Bad data come about as they do at the machine: the wave is taken as the sensor gives it, with its
mounting resonance, its loose magnet, a broken lead, a charge that has not settled; then it is
sampled, with or without a filter, and cut off at full scale.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.vibration.mount import Mount, mounted
from labsim.vibration.record import Record
from labsim.vibration.sensor import Accelerometer
from labsim.vibration.signature import Signature
from labsim.vibration.synth import begins, pulses, seeded, waves

__all__ = ["Setting", "collect"]

PER = 2.56  # samples for each Hz of Fmax
SETTLES, CHARGE = 1.2, 60.0  # s and m/s²: a sensor just put on a warm pad (assumed)
HUM = 0.6  # m/s² of mains hum on a broken screen (assumed)
OVER = 4  # samples made for each one taken when the speed wanders


MOST = 5e6  # samples of a record (assumed: analysers have 25 600 lines and some ten averages)


@dataclass(frozen=True)
class Setting:
    """How a point is taken. What is right comes by itself; what is wrong is said.

    `fmax` in Hz and `lines` of resolution give 2.56·fmax samples a second for lines/fmax seconds,
    times what `averages` at `overlap` need. `mount`: see labsim.vibration.mount. `full_scale` in
    m/s². `axis`: the direction the sensor really points to, if not the pad's. `filtered` False:
    no filter before sampling. `loose`, `cable` from 0 to 1: a magnet that rocks, a lead that
    breaks. `settled`: s waited after putting it on. `sway`: part by which the speed wanders.
    """

    fmax: float = 1000.0
    lines: int = 1600
    averages: int = 4
    overlap: float = 0.5
    mount: str = "flat magnet"
    full_scale: float = 490.0
    axis: str = ""
    filtered: bool = True
    loose: float = 0.0
    cable: float = 0.0
    settled: float = 15.0
    sway: float = 0.0
    tacho: bool = True

    def __post_init__(self) -> None:
        mounted(self.mount)
        for name in ("fmax", "lines", "averages", "full_scale"):
            value = getattr(self, name)
            if not np.isfinite(value) or value <= 0:
                raise LabsimError(f"{name} = {value!r}: it is a number above zero")
        if not 0 <= self.overlap < 1:
            raise LabsimError(f"overlap = {self.overlap!r}: it is from 0 to below 1")
        for name in ("loose", "cable", "sway"):
            if not 0 <= getattr(self, name) <= 1:
                raise LabsimError(f"{name} = {getattr(self, name)!r}: it is from 0 to 1")
        if 2.56 * self.lines * self.averages > MOST:
            raise LabsimError(
                f"{self.averages:g} averages of {self.lines:g} lines: the analyser holds "
                f"{MOST / 1e6:g} million samples"
            )

    @classmethod
    def of(cls, **given: Any) -> Setting:
        """Return a setting from what was said; LabsimError names what there is to set."""
        names = [field.name for field in fields(cls)]
        for name in given:
            if name not in names:
                raise unknown("A record", "setting", name, names)
        return cls(**given)

    @property
    def sound(self) -> bool:
        """Whether what is read of it can be trusted."""
        spoilt = self.loose or self.cable or self.axis or self.sway or not self.filtered
        return not spoilt and self.settled >= 5.0 and self.mount != "hand-held"

    @property
    def fs(self) -> float:
        """Samples a second."""
        return PER * self.fmax

    @property
    def seconds(self) -> float:
        """How long a record is: T·(1 + (n - 1)·(1 - overlap)), T = lines/fmax."""
        return self.lines / self.fmax * (1 + (self.averages - 1) * (1 - self.overlap))

    @property
    def holds(self) -> Mount:
        """The mount as it holds now: a magnet that rocks rings far lower."""
        mount = mounted(self.mount)
        return replace(mount, hertz=mount.hertz / (1 + 3 * self.loose))

    def chain(self, hertz: np.ndarray) -> np.ndarray:
        """Return what sensor and filter do to frequencies in Hz: complex gains."""
        gain = self.holds.chain(hertz)
        if self.filtered:  # steep: -60 dB where it would fold back below fmax
            gain = gain / np.sqrt(1.0 + (np.asarray(hertz) / (1.15 * self.fmax)) ** 48)
        return gain


def collect(
    source: Any, pad: str, setting: Setting | None = None, seed: int = 0, variant: int = 0
) -> Record:
    """Take a record at a pad of a simulation, or of a bench's; the same seed gives the same one.

    Raises LabsimError where there is no such pad or direction.
    """
    sim, setting = getattr(source, "sim", source), setting or Setting()
    port = sim.machine.port(pad)
    if port.mark not in getattr(port.component, "pads", ()):
        raise LabsimError(f"{port.name} is no pad: a sensor sits on H, V or A of a bearing")
    true = port.component.port(setting.axis or port.mark)
    sim.solve()
    setting, gain, offset = _through(sim, setting, variant)
    sig = sim.network_of(port.component).signature(port, variant)
    count = round(setting.seconds * setting.fs)
    wave = _sensed(sig, sig.layout.row(true.name), setting, count, seed)
    wave = gain * wave + offset
    wave = np.clip(wave, -setting.full_scale, setting.full_scale)
    turns = sig.turns[sig.layout.shaft_at(port.name)]
    return Record(
        wave, setting.fs, "m/s2", 60.0 * turns or None, port.name,
        _tacho(sig, turns, setting, seed) if setting.tacho and turns > 0 else None,
        setting.full_scale, (f"{setting.mount}, {setting.fmax:g} Hz, {setting.lines} lines",),
    )  # fmt: skip


def _through(sim: Any, setting: Setting, variant: int) -> tuple[Setting, float, float]:
    """Return a setting with what the accelerometer of the machine adds, its gain, its offset."""
    kits = [p for p in sim.machine.components.values() if isinstance(p, Accelerometer)]
    if not kits:
        return setting, 1.0, 0.0
    own = {name: float(sim.at((kits[0].tag, name))[variant]) for name in kits[0]._params}
    worse = {"loose": max(setting.loose, own["rocks"]), "cable": max(setting.cable, own["breaks"])}
    return replace(setting, **worse), own["gain"], own["offset"]


def _sensed(sig: Signature, row: int, setting: Setting, count: int, seed: int) -> np.ndarray:
    """Return what arrives at the sampler (count,), in m/s²."""
    if setting.sway:
        wave = _swaying(sig, row, setting, count, seed)
    else:
        wave = waves(sig, [row], setting.fs, count, seed, setting.chain)[0]
    time = np.arange(count) / setting.fs
    if setting.loose:
        wave = rocked(wave, setting.loose, seeded(seed, "loose", row))
    if setting.cable:
        wave = broken_lead(wave, setting, sig.now.supply or 60.0, seeded(seed, "cable", row))
    return wave + CHARGE * np.exp(-(time + setting.settled) / SETTLES)


def _warp(setting: Setting, count: int) -> np.ndarray:
    """Return the moment of steady running (count,) in s that each sample shows, speed wandering."""
    time, whole = np.arange(count) / setting.fs, setting.seconds
    swing = whole / (2 * np.pi * 1.5) * (1 - np.cos(2 * np.pi * 1.5 * time / whole))
    return time + setting.sway * (0.5 * time * (time / whole - 1.0) + swing)


def _swaying(sig: Signature, row: int, setting: Setting, count: int, seed: int) -> np.ndarray:
    when = _warp(setting, count) - min(0.0, float(_warp(setting, count).min()))
    long = int((when.max() * setting.fs + 2) * OVER)
    fine = waves(sig, [row], OVER * setting.fs, long, seed, setting.chain)[0]
    return np.interp(when * OVER * setting.fs, np.arange(long), fine)


def _tacho(sig: Signature, turns: float, setting: Setting, seed: int) -> np.ndarray:
    """Return the moments of the pulses; the shaft of the pad may turn at another speed."""
    count = round(setting.seconds * setting.fs)
    start = begins(sig, seed)
    if not setting.sway:
        return pulses(turns, start, setting.seconds)
    when = _warp(setting, count) - min(0.0, float(_warp(setting, count).min()))
    steady = pulses(turns, start, float(when.max()))
    return np.interp(steady, when, np.arange(count) / setting.fs)


def rocked(wave: np.ndarray, loose: float, rng: np.random.Generator) -> np.ndarray:
    """Return a wave taken by a magnet that rocks: half of it is lost, it rattles back.

    Even harmonics of everything, a shift of the middle, and noise.
    """
    rattle = loose * (0.7 * np.abs(wave) + 0.3 * wave.std() * rng.standard_normal(len(wave)))
    return wave + rattle


def broken_lead(
    wave: np.ndarray, setting: Setting, hertz: float, rng: np.random.Generator
) -> np.ndarray:
    """Return a wave over a lead that breaks now and then: gaps, jumps that die away, mains hum."""
    count, fs = len(wave), setting.fs
    time = np.arange(count) / fs
    found = wave + setting.cable * HUM * np.sin(2 * np.pi * hertz * time + 0.3)
    for moment in rng.uniform(0.0, time[-1], max(1, int(6 * setting.cable * setting.seconds))):
        gap = (time >= moment) & (time < moment + rng.uniform(0.005, 0.04))
        found[gap] = 0.0
        jump = rng.choice([-1.0, 1.0]) * rng.uniform(0.1, 0.4) * setting.full_scale
        found += np.where(time >= moment, jump * np.exp(-(time - moment) / 0.03), 0.0)
    return found
