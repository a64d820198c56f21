"""The settings of an oscilloscope, and what they make of a wave: the samples on its screen.

Everything is worked out for all variants of a machine at once. A wave is one cycle of a signal
that repeats; the record runs over it as often as the time base asks, in steps of its own: when
these are too wide, the picture lies (aliasing).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.electrical.cycle import CYCLE
from labsim.electrical.shape import high

__all__ = ["COUPLINGS", "DIVISIONS", "POINTS", "PROBES", "TIMES", "VOLTS", "Settings", "Shot"]

DIVISIONS, POINTS = 10, 1024  # of the time axis; samples across them
HEIGHT, LEVELS = 8, 256  # divisions of the voltage axis; steps of the converter across them
PRE = 2.0  # divisions left of the trigger
TIMES = tuple(float(f"{m}e{e}") for e in range(-6, 0) for m in (1, 2, 5))[1:-1]
VOLTS = tuple(float(f"{m}e{e}") for e in range(-3, 2) for m in (1, 2, 5))[1:-1]
COUPLINGS, PROBES, SLOPES, MODES = ("DC", "AC", "GND"), (1, 10), ("rising", "falling"), (
    "auto", "normal",
)  # fmt: skip
CORNER = 5.0  # Hz, of AC coupling
INPUT = {1: (1e6, 110e-12), 10: (10e6, 15e-12)}  # Ω, F of a channel behind its probe
NOISE = 0.03  # divisions, standard deviation of the front end (assumed)
SIZES = {"": 1.0, "m": 1e-3, "u": 1e-6, "µ": 1e-6}


def quantity(text: Any, unit: str) -> float:
    """Return a number given as such or as text: 0.005, "5 ms", "20 mV"."""
    found = re.fullmatch(rf"\s*([\d.]+)\s*([muµ]?){unit}(?:/div)?\s*", str(text))
    if found:
        return float(f"{float(found[1]) * SIZES[found[2]]:.3g}")
    try:
        return float(text)
    except (TypeError, ValueError):
        raise LabsimError(f'{text!r}: write a number and its unit, as in "5 m{unit}"') from None


def step_of(value: float, known: tuple[float, ...], what: str, unit: str) -> float:
    """Return the step of a knob; LabsimError with the steps around it when there is none."""
    near = sorted(known, key=lambda k: abs(np.log(k / value)) if value > 0 else k)
    if value <= 0 or abs(near[0] / value - 1) > 1e-6:
        names = ", ".join(f"{k:g}" for k in sorted(near[:3]))
        raise LabsimError(f"no {what} of {value:g} {unit}/div; the nearest are {names}")
    return near[0]


@dataclass(frozen=True)
class Settings:
    """Knobs of one capture; the pairs are of channel 1 and 2.

    `time` s/div, `volts` V/div, `coupling`, `probe` the switch on the probe, `menu` the factor the
    oscilloscope is told, `position` of 0 V in divisions from the middle; trigger: `source` 1 or 2,
    `level` V, `slope`, `mode` ("auto" shows something without a trigger, "normal" waits for it).
    """

    time: float = 5e-3
    volts: tuple[float, float] = (5.0, 5.0)
    coupling: tuple[str, str] = ("DC", "DC")
    probe: tuple[int, int] = (10, 10)
    menu: tuple[int, int] = (10, 10)
    position: tuple[float, float] = (-3.0, -3.0)
    source: int = 1
    level: float = 0.0
    slope: str = "rising"
    mode: str = "auto"

    @classmethod
    def of(cls, **given: Any) -> Settings:
        """Return settings as somebody writes them: "5 ms", one value for both channels."""
        for key in given:
            if key not in cls.__dataclass_fields__:
                raise unknown("the oscilloscope", "knob", key, cls.__dataclass_fields__)
        given = {key: value for key, value in given.items() if value is not None}
        two = lambda key, default: pair(given.get(key, default))  # noqa: E731
        volts = tuple(step_of(quantity(v, "V"), VOLTS, "range", "V") for v in two("volts", 5.0))
        coupling, probe = two("coupling", "DC"), two("probe", 10)
        menu = two("menu", probe)
        base = step_of(quantity(given.get("time", 5e-3), "s"), TIMES, "time base", "s")
        home = tuple(-3.0 if c == "DC" else 0.0 for c in coupling)
        place = tuple(float(p) for p in two("position", home))
        level = quantity(given.get("level", 0.0), "V") if "level" in given else 0.0
        made = cls(base, volts, coupling, probe, menu, place, given.get("source", 1), level,
                   given.get("slope", "rising"), given.get("mode", "auto"))  # fmt: skip
        made.check()
        return made

    def check(self) -> None:
        """Raise LabsimError when a switch has no such position."""
        words = (("coupling", COUPLINGS), ("probe", PROBES), ("menu", PROBES))
        for name, known in words:
            for value in getattr(self, name):
                if value not in known:
                    raise unknown("the oscilloscope", name, value, [str(k) for k in known])
        for name, known in (("source", (1, 2)), ("slope", SLOPES), ("mode", MODES)):
            if getattr(self, name) not in known:
                names = [str(k) for k in known]
                raise unknown("the oscilloscope", f"trigger {name}", getattr(self, name), names)
        if any(abs(p) > HEIGHT / 2 for p in self.position):
            raise LabsimError("position: 0 V lies from -4 to 4 divisions")

    def plain(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}


def pair(given: Any) -> tuple[Any, Any]:
    """Return a value for each channel."""
    many = tuple(given) if isinstance(given, list | tuple) else (given, given)
    return many if len(many) == 2 else (many * 2)[:2]


@dataclass
class Shot:
    """What is on the screen: time in s from the trigger on, volts (channels, variants, samples).

    `found`: where there was a trigger (variants,); `clipped`: (channels, variants).
    """

    settings: Settings
    time: np.ndarray
    volts: np.ndarray
    found: np.ndarray
    clipped: np.ndarray

    @classmethod
    def take(cls, waves: list[np.ndarray], inner: list[Any], settings: Settings,
             seed: int | None) -> Shot:  # fmt: skip
        """Sample waves (variants, samples of a cycle) behind sources of `inner` Ω (variants,)."""
        seen = [conditioned(w, settings, n, r) for n, (w, r) in
                enumerate(zip(waves, inner, strict=True))]  # fmt: skip
        start, found = trigger(seen[min(settings.source, len(seen)) - 1], settings)
        across = DIVISIONS * settings.time
        time = across * (np.arange(POINTS) / POINTS) - PRE * settings.time
        shown = [sampled(wave, start, time) for wave in seen]
        dice = None if seed is None else np.random.default_rng([seed & 0xFFFFFFFF, mark(settings)])
        kept, over = zip(*(converted(s, settings, n, dice) for n, s in enumerate(shown)),
                         strict=True)  # fmt: skip
        return cls(settings, time, np.stack(kept), found, np.stack(over))


def mark(settings: Settings) -> int:
    return zlib.crc32(repr(settings).encode())


def conditioned(wave: np.ndarray, settings: Settings, n: int, inner: Any) -> np.ndarray:
    """Return what comes to the converter: loaded by the probe, coupled, scaled as the menu says."""
    if settings.coupling[n] == "GND":
        return np.zeros_like(wave)
    ohms, farads = INPUT[settings.probe[n]]
    hertz = np.fft.rfftfreq(wave.shape[-1], CYCLE / wave.shape[-1])
    admittance = 1 / ohms + 2j * np.pi * hertz * farads
    passed = 1 / (1 + np.reshape(np.real(inner), (-1, 1)) * admittance)
    if settings.coupling[n] == "AC":
        passed = passed * (hertz / (hertz - 1j * CORNER))
    whole = np.fft.irfft(np.fft.rfft(wave, axis=-1) * passed, wave.shape[-1], axis=-1)
    return whole * (settings.menu[n] / settings.probe[n])


def trigger(wave: np.ndarray, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Return the moment in s of the first trigger in the cycle (variants,), and whether any."""
    sign = 1.0 if settings.slope == "rising" else -1.0
    room = 0.1 * settings.volts[settings.source - 1]
    up = high(sign * wave, sign * settings.level - room, sign * settings.level)
    crossed = up & ~np.roll(up, 1, axis=-1)
    found = crossed.any(axis=-1) & ~up.all(axis=-1)
    return crossed.argmax(axis=-1) * CYCLE / wave.shape[-1], found


def sampled(wave: np.ndarray, start: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Return a wave that repeats at start + time: (variants, points); straight between points."""
    count = wave.shape[-1]
    at = ((start[:, None] + time) / CYCLE % 1.0) * count
    left = at.astype(int) % count
    one = np.take_along_axis(wave, left, axis=-1)
    two = np.take_along_axis(wave, (left + 1) % count, axis=-1)
    return one + (two - one) * (at - np.floor(at))


def converted(
    wave: np.ndarray, settings: Settings, n: int, dice: np.random.Generator | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return what the converter of 8 bits makes of it, and where it ran off the screen."""
    volts, half = settings.volts[n], HEIGHT / 2
    place = wave / volts + settings.position[n]
    if dice is not None:
        place = place + NOISE * dice.standard_normal(place.shape)
    clipped = (np.abs(place) > half).any(axis=-1)
    steps = np.round(np.clip(place, -half, half) * LEVELS / HEIGHT) * HEIGHT / LEVELS
    return (steps - settings.position[n]) * volts, clipped
