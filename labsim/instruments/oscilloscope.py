"""Oscilloscope: two channels, probes, trigger; and the measurements it makes by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.core.sheet import Port
from labsim.electrical.network import EARTH
from labsim.electrical.shape import crossings, edges, high, lag, middle, share_above, swing
from labsim.instruments.base import Function, Instrument, Measured, Places
from labsim.instruments.screen import HEIGHT, LEVELS, NOISE, Settings, Shot

__all__ = ["SCREEN", "Oscilloscope", "Trace", "measures"]

SCREEN = "V screen"  # the function whose knobs are set by hand

FLAT = 0.15  # V, below which the automatic measurement finds no edges
CYCLES = 10.0  # Hz: one cycle of the machine is 0.1 s
UNITS = {"Vpp": "V", "mean": "V", "rms": "V", "Hz": "Hz", "duty": "%", "phase": "°"}
# Standard error of each measurement: a part of it, and in its unit.
ERRORS = {"Vpp": (0.015, 0.02), "Hz": (2e-3, 0.05), "duty": (0.0, 0.5), "phase": (0.0, 3.0)}


def written(name: str, value: float) -> str:
    """Write a measurement as the screen does: Vpp 1.64 V, 120 Hz, 49.9 %."""
    if not np.isfinite(value):
        return f"---- {UNITS[name]}"
    if name in ("duty", "phase"):
        return f"{value:.1f} {UNITS[name]}"
    if name == "Hz" and value >= 1e3:
        return f"{value / 1e3:.3g} kHz"
    places = max(0, 2 - int(np.floor(np.log10(max(abs(value), 0.1)))))
    return f"{value:.{places}f} {UNITS[name]}"


@dataclass(frozen=True)
class Trace:
    """A capture as it is on the screen: settings, time in s, volts (channels, samples), figures.

    `found`: measurements by channel, "CH1" and "CH2", and "phase"; `triggered`, `clipped`: what the
    screen says about itself. Where there was no trigger in mode normal there are no samples.
    """

    settings: Settings
    ports: tuple[str, ...]
    ground: str
    time: np.ndarray
    volts: np.ndarray
    found: Mapping[str, Any]
    triggered: bool
    clipped: tuple[str, ...]
    text: str
    warnings: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return self.text


def measures(time: np.ndarray, wave: np.ndarray) -> dict[str, np.ndarray]:
    """Return Vpp, mean, rms, Hz and duty of samples (variants, points) as the screen has them.

    Frequency and duty are taken between the first and the last rising edge on the screen; NaN
    where there are not two.
    """
    low, top = middle(wave, 0.15)
    up, cross = high(wave, low, top), crossings(wave, low, top)
    cross[..., 0] = False  # the screen does not repeat
    count, points = cross.sum(axis=-1), wave.shape[-1]
    first, last = cross.argmax(axis=-1), points - 1 - cross[..., ::-1].argmax(axis=-1)
    enough = (count >= 2) & (swing(wave) > 0)
    span = np.where(enough, last - first, 1) * (time[1] - time[0])
    before = np.concatenate([np.zeros((*up.shape[:-1], 1)), np.cumsum(up, axis=-1)], axis=-1)
    pick = lambda k: np.take_along_axis(before, k[..., None], axis=-1)[..., 0]  # noqa: E731
    on = (pick(last) - pick(first)) / np.maximum(last - first, 1)
    return {
        "Vpp": swing(wave),
        "mean": wave.mean(axis=-1),
        "rms": np.sqrt((wave**2).mean(axis=-1)),
        "Hz": np.where(enough, (count - 1) / span, np.nan),
        "duty": np.where(enough, 100.0 * on, np.nan),
    }


class Oscilloscope(Instrument):
    """Two channels, 8 bits, 1024 points; probes ×1 (1 MΩ, 110 pF) and ×10 (10 MΩ, 15 pF); 3 %.

    `functions` are its automatic measurements: it finds time base, range and trigger by itself.
    `capture` takes what its knobs are set to. The clip of a probe is earth.
    """

    title = "oscilloscope"
    standard = False
    price = 1100.0
    CAT_LIMIT = 300.0  # V to earth, probe ×10, CAT II
    functions = {
        "Vpp": Function("V", (2,), 0.8, text="peak to peak of what moves, autoset"),
        "Hz": Function("Hz", (2,), 0.8, text="rising edges in a second, autoset"),
        "duty": Function("%", (2,), 0.8, text="part of the time above the middle, autoset"),
        SCREEN: Function(
            "V", (2, 3), 0.8, text="what is on the screen, as its knobs are; clip last"
        ),
        "phase": Function("°", (3,), 1.2, text="by which the second tip lags the first; clip last"),
    }

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        if dead:
            return []
        earthed = [p for p in places.pairs if p[1].mark == "-" and p[1].component.letter in "TG"]
        tips = {pair[0].name: pair for pair in earthed}
        twins = [
            (pair[0], tips[f"{pair[0].component.tag}:B"][0], pair[1])
            for pair in earthed
            if pair[0].mark == "A" and f"{pair[0].component.tag}:B" in tips
        ]
        return [*((name, earthed) for name in ("Vpp", "Hz", "duty")), ("phase", twins)]

    def _tip(self, tip: Port, clip: Port) -> tuple[np.ndarray, np.ndarray]:
        """Return one cycle between tip and clip, (variants, samples), and the Ω behind it."""
        net = self.network([tip, clip])
        inner = net.impedance([(net.node_of[tip], net.node_of[clip])], dead=False)[:, 0]
        return net.cycle.now().volts(tip, clip), inner

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        *tips, clip = ports
        if function == SCREEN:
            return self.capture(tips, clip, Settings.of(**self.knobs))
        waves = []
        for tip in tips:
            wave, inner = self._tip(tip, clip)
            waves.append(wave / (1 + np.real(inner)[:, None] / 10e6))  # probe ×10
        value = self._automatic(function, waves)
        part, least = ERRORS[function]
        sigma = part * np.abs(value) + least
        show = lambda n: written(function, float(value[n]))  # noqa: E731
        found = Measured(value, sigma, self.functions[function].unit, show)
        return self._clipped_on(found, clip)

    def _automatic(self, function: str, waves: list[np.ndarray]) -> np.ndarray:
        wave = waves[0]
        moves, levels = swing(wave) > FLAT, middle(wave)
        if function == "Vpp":
            return np.round(swing(wave) * self.gain("Vpp", 0.03), 3)
        if function == "Hz":
            return np.where(moves, edges(wave, *levels) * CYCLES, 0.0)
        if function == "duty":
            return np.where(moves, np.round(100 * share_above(wave, *levels), 1), 0.0)
        both = moves & (swing(waves[1]) > FLAT)
        return np.where(both, np.round(360 * lag(wave, waves[1], *levels), 0), 0.0)

    def _clipped_on(self, found: Measured, clip: Port) -> Measured:
        """Say when the clip, which is earth, sits on what is not."""
        net = self.network([clip])
        away = np.abs(net.cycle.now().node(net.node_of[clip])).max(axis=1)
        inner = np.abs(net.impedance([(net.node_of[clip], EARTH)], dead=False)[:, 0])
        if np.any((away > 2.0) & (inner < 100.0)):
            found.warnings.append("the clip is earth, and was put on a live conductor: a short")
            found.short, found.rule = True, "clip-live"
        return found

    # with its knobs -----------------------------------------------------------------------
    def capture(self, ports: Sequence[Port], clip: Port, settings: Settings) -> Measured:
        """Return the peak-to-peak volts of channel 1, the other figures, and the trace."""
        waves, inner = zip(*(self._tip(tip, clip) for tip in ports), strict=True)
        waves = [wave * self.gain("Vpp", 0.03) for wave in waves]
        shot = Shot.take(waves, list(inner), settings, self.seed)
        shown = shot.found | (settings.mode == "auto")
        names = [f"CH{n}" for n in range(1, len(ports) + 1)]
        by_channel = {c: measures(shot.time, v) for c, v in zip(names, shot.volts, strict=True)}
        trace = lambda n: self._trace(shot, by_channel, ports, clip, n)  # noqa: E731
        first = by_channel["CH1"]["Vpp"]
        value = np.where(shown, first, np.nan)
        sigma = self._error(settings, 0, "Vpp", first)
        made = Measured(value, sigma, "V", lambda n: trace(n).text)
        made.trace, made.more = trace(0), self._more(by_channel, settings)
        if len(ports) == 2:
            lags = np.array([self._between(shot, k) for k in range(self.sim.count)])
            made.more["phase"] = Measured(lags, np.full(lags.shape, 8.0), "°", str)
        return self._clipped_on(made, clip)

    def _error(self, settings: Settings, n: int, name: str, value: np.ndarray) -> np.ndarray:
        """Return the standard error of a figure read off the screen."""
        if name == "duty":
            return np.full(value.shape, 2.0)
        if name == "Hz":
            step = 10 * settings.time / 1024
            return 0.01 * np.abs(value) + value**2 * step * 0.3 + 0.1
        division = 3 * HEIGHT / LEVELS + 4 * NOISE
        return 0.02 * np.abs(value) + division * settings.volts[n]

    def _more(self, by_channel: dict[str, Any], settings: Settings) -> dict[str, Measured]:
        """Return the other figures that are evidence: means, frequencies, second channel."""
        found = {}
        for n, (channel, figures) in enumerate(by_channel.items()):
            for name in ("Vpp", "mean", "Hz", "duty"):
                value = figures[name]
                sigma = self._error(settings, n, name, np.nan_to_num(value))
                found[f"{channel} {name}"] = Measured(value, sigma, UNITS[name], str)
        return found

    def _trace(self, shot: Shot, by_channel: dict[str, Any], ports: Sequence[Port], clip: Port,
               k: int) -> Trace:  # fmt: skip
        """Return the screen of one variant."""
        found: dict[str, Any] = {
            c: {name: figure(v[k]) for name, v in figures.items()}
            for c, figures in by_channel.items()
        }
        if len(ports) == 2:
            found["phase"] = figure(self._between(shot, k))
        over = tuple(f"CH{n + 1}" for n, c in enumerate(shot.clipped[:, k]) if c)
        triggered = bool(shot.found[k])
        empty = not triggered and shot.settings.mode == "normal"
        text = self._words(found, triggered, over) if not empty else "waiting for a trigger"
        volts = shot.volts[:, k, :0] if empty else shot.volts[:, k]
        time = shot.time[:0] if empty else shot.time
        names = tuple(port.name for port in ports)
        return Trace(shot.settings, names, clip.name, time, volts, {} if empty else found,
                     triggered, over, text)  # fmt: skip

    def _between(self, shot: Shot, k: int) -> float:
        """Return by how many degrees channel 2 lags channel 1 on the screen; NaN if it cannot."""
        one, two = shot.volts[0, k], shot.volts[1, k]
        hertz = measures(shot.time, one[None])["Hz"][0]
        first = crossings(one, *middle(one, 0.15)).nonzero()[0]
        second = crossings(two, *middle(two, 0.15)).nonzero()[0]
        later = [second[second >= a][0] - a for a in first if (second >= a).any()]
        if not np.isfinite(hertz) or not later:
            return np.nan
        return float(np.median(later) * (shot.time[1] - shot.time[0]) * hertz * 360)

    @staticmethod
    def _words(found: dict[str, Any], triggered: bool, over: tuple[str, ...]) -> str:
        lines = []
        for channel, figures in found.items():
            if channel != "phase":
                said = [f"{name if name in ('Vpp', 'mean', 'rms', 'duty') else ''} {text}".strip()
                        for name, text in ((n, written(n, v)) for n, v in figures.items()
                                           if v is not None)]  # fmt: skip
                lines.append(f"{channel}: {', '.join(said)}")
        lines += ["not triggered"] * (not triggered) + [f"{c} off the screen" for c in over]
        return "; ".join(lines)


def figure(value: float) -> float | None:
    """Return a figure with four digits, None for what cannot be read."""
    return float(f"{value:.4g}") if np.isfinite(value) else None
