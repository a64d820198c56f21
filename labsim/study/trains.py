"""Machine trains behind items: a fault set in the simulation, what a pad gives, its picture.

A train runs up once in a process for each fault; a record of a second and its spectrum take some
milliseconds.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from labsim.core.simulation import Simulation, Variant
from labsim.machines.fan_drive import FanDrive
from labsim.machines.gear_drive import GearDrive
from labsim.machines.pump_set import PumpSet
from labsim.study.item import Picture
from labsim.study.pictures import plot, table, waveform
from labsim.vibration.analysis.integration import integrate
from labsim.vibration.analysis.spectrum import Spectrum, spectrum
from labsim.vibration.features import phasor
from labsim.vibration.record import Record
from labsim.vibration.route import Setting, collect

__all__ = [
    "Wrong",
    "highest",
    "line_picture",
    "taken",
    "train",
    "turns",
    "velocity",
    "wave_picture",
]

MACHINES = {"pump": PumpSet, "fan": FanDrive, "gear": GearDrive}
DRIVEN = "A1"  # the speed drive of each of them
RUN = 4.0  # s until a train runs at speed
DRAWN = 700  # points of a drawn curve, each the highest of those it stands for

Wrong = tuple[tuple[str, str, float], ...]  # (part, parameter, wrong value), …


@lru_cache(maxsize=64)
def train(machine: str, wrong: Wrong = ()) -> Simulation:
    """Return a train that runs at full speed, with wrong parameters (part, parameter, value)."""
    sim = Simulation(
        MACHINES[machine](), [Variant({(tag, name): value for tag, name, value in wrong})]
    )
    sim.operate(DRIVEN, "60 Hz")
    sim.advance(RUN)
    return sim


def turns(machine: str, wrong: Wrong = (), shaft: int = 0) -> float:
    """Return the speed of a shaft in Hz."""
    sim = train(machine, wrong)
    pad = next(p for p in sim.machine.ports.values() if p.mark == "H")
    return float(sim.network_of(pad.component).signature(pad).turns[shaft])


@lru_cache(maxsize=256)
def taken(machine: str, wrong: Wrong, pad: str, setting: Setting, seed: int = 0) -> Record:
    """Return a record in m/s² of a pad, "B3:H", taken as a setting says."""
    return collect(train(machine, wrong), pad, setting, seed)


@lru_cache(maxsize=256)
def velocity(
    machine: str, wrong: Wrong, pad: str, setting: Setting, seed: int = 0, lowest: float = 5.0
) -> Spectrum:
    """Return the velocity spectrum of a pad in mm/s rms, to the Fmax of the setting."""
    record = integrate(taken(machine, wrong, pad, setting, seed), "mm/s", lowest)
    return spectrum(record, setting.fmax, setting.lines, setting.averages, setting.overlap)


def highest(
    found: Spectrum, count: int = 6, apart: float = 4.0, within: tuple[float, float] = (0.0, 1e9)
) -> list[tuple[float, float]]:
    """Return the highest peaks (Hz, rms), at least `apart` Hz from each other, by frequency."""
    peaks: list[tuple[float, float]] = []
    for k in np.argsort(found.rms)[::-1]:
        hertz = float(found.hertz[k])
        seen = any(abs(hertz - other) <= apart for other, _ in peaks)
        if within[0] <= hertz <= within[1] and not seen:
            peaks.append((hertz, float(found.rms[k])))
        if len(peaks) == count:
            break
    return sorted(peaks)


def line_picture(
    found: Spectrum, unit: str = "mm/s rms", top: float | None = None, words: str = "",
    low: float = 0.0,
) -> Picture:  # fmt: skip
    """Draw a spectrum of samples between two frequencies; its words read out the highest peaks."""
    keep = (found.hertz <= (top or float(found.hertz[-1]))) & (found.hertz >= low)
    hertz, rms = found.hertz[keep], found.rms[keep]
    step = max(len(hertz) // DRAWN, 1)
    many = len(hertz) // step * step
    drawn = rms[:many].reshape(-1, step).max(axis=1)
    peaks = highest(found, within=(float(hertz[0]), float(hertz[-1])))
    told = ", ".join(f"{a:.1f} Hz {b:.2g}" for a, b in peaks)
    words = words or f"Spectrum; highest peaks: {told} {unit}."
    return plot(hertz[:many:step], {"line": drawn}, "frequency, Hz", unit, words)


def wave_picture(record: Record, seconds: float, words: str) -> Picture:
    """Draw the beginning of a record in m/s²."""
    count = min(round(seconds * record.fs), len(record.samples))
    return waveform(record.time[:count], record.samples[:count], "m/s²", words)


def line_table(machine: str, wrong: Wrong, pads: tuple[str, ...], shaft: int = 0) -> Picture:
    """Draw a table of 1X at pads: mm/s rms, and phase in ° after the tacho pulse, to 5°."""
    sim = train(machine, wrong)
    sig = sim.network_of(sim.machine.port(pads[0]).component).signature(sim.machine.port(pads[0]))
    found = phasor(sig, sig.turns[shaft])
    rows = []
    for pad in pads:
        line = found[sig.layout.row(pad)]
        lag = round(float(np.degrees(np.angle(line))) / 5) * 5 % 360
        rows.append((pad, f"{abs(line) / np.sqrt(2):.1f}", f"{lag}"))
    return table(("point", "1X, mm/s rms", "phase, °"), rows)
