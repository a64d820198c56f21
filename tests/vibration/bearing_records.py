"""Records of bearings made from seeds, by a model of its own: an oracle for the examiner.

A defect strikes at its order of the shaft, a little late or early each time, and rings the
structure; races, load zone and cage modulate it. Around it: noise, shaft harmonics, gears, current,
strokes of chance, flow that pulses with the shaft, a belt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.signal import lfilter

# balls, ball mm, pitch mm, contact angle °
GEOMETRIES = {
    "6205": (9, 7.94, 39.04, 0.0), "6203": (8, 6.746, 28.5, 0.0), "6309": (8, 17.46, 72.5, 0.0),
    "7306": (12, 11.1, 51.0, 40.0), "6210": (10, 12.7, 70.0, 0.0),
    "double row": (16, 8.4, 71.5, 15.2),
}  # fmt: skip


def orders(name: str) -> dict[str, float]:
    """Orders by the textbook's formulas."""
    balls, ball, pitch, angle = GEOMETRIES[name]
    ratio = ball / pitch * np.cos(np.radians(angle))
    cage = (1 - ratio) / 2
    spin = pitch / (2 * ball) * (1 - ratio**2)
    return {"BPFO": balls * cage, "BPFI": balls * (1 - cage), "BSF": spin, "FTF": cage}


@dataclass
class Stand:
    """A test stand: what turns, how it is sampled, how it rings."""

    seed: int
    geometry: str = "6205"
    fs: float = 12000.0
    seconds: float = 4.0
    rpm: float = 1797.0

    def __post_init__(self) -> None:
        self.dice = np.random.default_rng(self.seed)
        self.count = int(self.fs * self.seconds)
        self.time = np.arange(self.count) / self.fs
        self.shaft = self.rpm / 60 * (1 + self.dice.uniform(-0.003, 0.003))
        drift = 1 + 2e-4 * np.sin(self.time * self.dice.uniform(0.5, 2.0))
        self.turns = np.cumsum(drift) / self.fs * self.shaft
        self.modes = [(self.dice.uniform(0.08, 0.42) * self.fs, self.dice.uniform(0.01, 0.06),
                       self.dice.uniform(0.3, 1)) for _ in range(3)]  # fmt: skip

    def rung(self, strokes: np.ndarray) -> np.ndarray:
        found = np.zeros(self.count)
        for hertz, damping, size in self.modes:
            w = 2 * np.pi * hertz / self.fs
            r = np.exp(-damping * w)
            found += size * lfilter([r * np.sin(w)], [1, -2 * r * np.cos(w), r * r], strokes)
        return found / (found.std() or 1.0)

    def struck(self, moments: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        strokes, place = np.zeros(self.count), moments * self.fs
        first, part = place.astype(int), place % 1
        np.add.at(strokes, first, sizes * (1 - part))
        np.add.at(strokes, first + 1, sizes * part)
        return self.rung(strokes)

    def train(self, hertz: float, jitter: float, walk: float) -> np.ndarray:
        count = int(self.seconds * hertz * 1.05) + 3
        steps = (1 + walk * self.dice.standard_normal(count)) / hertz
        moments = np.cumsum(steps) + jitter / hertz * self.dice.standard_normal(count)
        return moments[(moments > 0) & (moments < self.seconds - 3 / self.fs)]

    def defect(self, kind: str, spinning: bool = False) -> np.ndarray:
        """Strokes of a defect; a ball that is `spinning` meets its races at any time."""
        dice, own = self.dice, orders(self.geometry)
        slip = 1 + dice.uniform(-0.012, 0.003)
        order = {"outer": own["BPFO"], "inner": own["BPFI"], "ball": 2 * own["BSF"],
                 "cage": own["FTF"]}[kind]  # fmt: skip
        moments = self.train(order * self.shaft * slip, dice.uniform(0, 0.01),
                             dice.uniform(0, 0.01))  # fmt: skip
        sizes = 1 + 0.2 * dice.standard_normal(len(moments))
        turning = {"inner": self.shaft, "ball": own["FTF"] * self.shaft * slip}.get(kind)
        if turning:
            wave = np.cos(2 * np.pi * turning * moments + dice.uniform(0, 6))
            sizes *= np.clip(1 + dice.uniform(0.5, 1.3) * wave, 0, None)
        if kind == "ball" and spinning:
            moments = self.dice.uniform(0, self.seconds - 3 / self.fs, len(moments))
            wave = np.cos(2 * np.pi * turning * moments)
            sizes = np.clip(1 + self.dice.uniform(0.8, 2.0) * wave, 0, None)
        if kind == "ball":
            sizes[::2] *= dice.uniform(0.3, 1)  # inner race and outer race are struck by turns
        return self.struck(moments, sizes)

    def floor(self) -> np.ndarray:
        rung = self.rung(self.dice.standard_normal(self.count))
        return (self.dice.standard_normal(self.count) + 0.7 * rung) / 1.22

    def shaft_lines(self, size: float) -> np.ndarray:
        return sum(size * self.dice.uniform() / k * np.cos(2 * np.pi * k * self.turns
                   + self.dice.uniform(0, 6)) for k in range(1, 9))  # fmt: skip

    def gear(self) -> np.ndarray:
        teeth, wave = int(self.dice.integers(13, 45)), 2 * np.pi * self.turns
        swing = 1 + 0.4 * np.cos(wave) + 0.2 * np.cos(wave * self.dice.uniform(0.2, 0.7))
        meshes = [h for h in (1, 2, 3) if h * teeth * self.shaft < 0.45 * self.fs]
        return swing * sum(self.dice.uniform(0.3, 2) / h * np.cos(h * teeth * wave) for h in meshes)

    def current(self) -> np.ndarray:
        line = 2 * np.pi * self.dice.choice([50.0, 60.0]) * self.time
        carrier = 2 * np.pi * self.dice.uniform(1500, 0.4 * self.fs) * self.time
        swing = 1 + 0.5 * np.cos(2 * line) + 0.3 * np.cos(6 * line)
        return np.cos(2 * line) + self.dice.uniform(0.2, 1.5) * swing * np.cos(carrier)

    def chance(self, a_second: float) -> np.ndarray:
        count = self.dice.poisson(a_second * self.seconds)
        moments = self.dice.uniform(0, self.seconds - 3 / self.fs, count)
        return self.struck(moments, self.dice.lognormal(0, 1, count)) if count else 0 * self.time

    def belt(self) -> np.ndarray:
        # nowhere near a cage's order: nobody could tell the two apart
        moments = self.train(self.dice.choice([0.23, 0.31, 0.56, 0.83]) * self.shaft, 2e-3, 2e-3)
        return self.struck(moments, np.ones(len(moments)))

    def flow(self) -> np.ndarray:
        vane = 2 * np.pi * self.turns * self.dice.integers(1, 8)
        return self.dice.standard_normal(self.count) * (1 + np.cos(vane))


def faulty(kind: str, seed: int, level: float = 0.0, **more: Any) -> np.ndarray:
    """A defect `level` dB over a floor of 1, with shaft lines, and often gear or current."""
    stand = Stand(seed, **more)
    wave = stand.floor() + 10 ** (level / 20) * stand.defect(kind)
    return wave + surroundings(stand)


def healthy(seed: int, **more: Any) -> np.ndarray:
    """No defect; whatever else a plant has."""
    stand = Stand(seed, **more)
    wave = stand.floor() + surroundings(stand)
    for made in (stand.belt, stand.flow, lambda: stand.chance(2), lambda: stand.chance(20)):
        if stand.dice.uniform() < 0.35:
            wave = wave + stand.dice.uniform(0.2, 2) * made()
    return wave


def surroundings(stand: Stand) -> np.ndarray:
    wave = stand.shaft_lines(stand.dice.choice([0.0, 1.0, 10.0]))
    for made in (stand.gear, stand.current):
        if stand.dice.uniform() < 0.35:
            wave = wave + made()
    return wave
