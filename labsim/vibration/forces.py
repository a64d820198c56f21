"""What shakes a shaft line: harmonic forces, knocks, noise, and what clips the motion they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.vibration.line import Layout

__all__ = ["Forces", "Knocks", "Noise", "Now"]

QUARTER = -1j  # the vertical pad sees a turning force a quarter turn after the horizontal one
SAME = 1e-6  # Hz: lines nearer than this are one


class _Of:
    """The numbers of one part: `now.of(M1).heavy`."""

    def __init__(self, values: Mapping[tuple[str, str], float], tag: str) -> None:
        self._values, self._tag = values, tag

    def __getattr__(self, name: str) -> float:
        return self._values[self._tag, name]


class Now:
    """A shaft line at one moment, of one variant: parameters, shaft speeds, power, load."""

    def __init__(self, layout: Layout, values: Mapping[tuple[str, str], float]) -> None:
        self.layout, self.values = layout, values
        motor = layout.units[0]
        self.turns, self.full = self._speeds(motor.hertz(self)), self._speeds(motor.nominal(self))
        self.supply = motor.supply(self)  # Hz of the power it has now; 0 without
        driven = [p for p in layout.line.parts if hasattr(p, "draws")]
        self.load = float(np.mean([p.draws(self) for p in driven])) if driven else 1.0

    def of(self, part: Any) -> Any:
        """Return the numbers of a part by name."""
        return _Of(self.values, part.tag)

    def _speeds(self, first: float) -> list[float]:
        """Return the speed of every shaft in Hz, the motor's first."""
        speeds = [first]
        for part in self.layout.line.parts:
            if part.steps:
                speeds += [speeds[-1] * part.ratio(self)]
        return speeds

    def shaft(self, part: Any) -> float:
        """Return the speed in Hz of the shaft of a machine or bearing."""
        return self.turns[self.number(part)]

    def number(self, part: Any) -> int:
        """Return the number of the shaft of a machine or bearing."""
        layout = self.layout
        if part.tag in layout.at:
            return layout.places[layout.at[part.tag]].shaft
        return layout.shaft_of[part.tag]

    def ratio(self, part: Any) -> float:
        """Return the speed of the shaft of a part as a part of its full speed."""
        number = self.number(part)
        return self.turns[number] / self.full[number]


@dataclass(frozen=True)
class Knocks:
    """A train of knocks at a bearing: each lets its housing ring.

    `rate` in Hz; `size` m/s² at the start of the ringing; `swing` of it at `beat` Hz (0: none);
    `jitter` as part of the interval; `tones`: how strongly each housing mode takes part.
    """

    bearing: int
    rate: float
    size: float
    swing: float = 0.0
    beat: float = 0.0
    jitter: float = 0.012
    tones: tuple[float, ...] = (1.0, 0.7, 0.4)


@dataclass(frozen=True)
class Noise:
    """Noise at a bearing, `rms` m/s² spread over `low` to `high` Hz."""

    bearing: int
    rms: float
    low: float
    high: float


@dataclass
class Forces:
    """Collects what every part does: peak amplitudes, phases those of cos at the tacho pulse."""

    layout: Layout
    lines: dict[float, np.ndarray] = field(default_factory=dict)  # N, (bearings, directions)
    moves: dict[float, np.ndarray] = field(default_factory=dict)  # mm/s, the same
    clips: list[tuple[int, float, Sequence[tuple[float, float, float]], Sequence[float]]] = field(
        default_factory=list
    )
    knocks: list[Knocks] = field(default_factory=list)
    noises: list[Noise] = field(default_factory=list)

    def _at(self, table: dict[float, np.ndarray], hertz: float) -> np.ndarray:
        key = round(float(hertz) / SAME) * SAME
        return table.setdefault(key, np.zeros((len(self.layout.places), 3), dtype=complex))

    def force(
        self, bearing: int, hertz: float, h: complex = 0, v: complex = 0, a: complex = 0
    ) -> None:
        """Add a force in N at a bearing; nothing at no frequency."""
        if hertz > 0:
            self._at(self.lines, hertz)[bearing] += (h, v, a)

    def turning(self, bearing: int, hertz: float, size: complex) -> None:
        """Add a force in N that turns with the shaft: vertical a quarter turn behind horizontal."""
        self.force(bearing, hertz, size, QUARTER * size)

    def shake(self, bearing: int, hertz: float, h: complex, v: complex, a: complex = 0) -> None:
        """Add a motion in mm/s at a bearing, from an impact or a strain of its own housing."""
        if hertz > 0:
            self._at(self.moves, hertz)[bearing] += (h, v, a)

    def clip(
        self, bearing: int, hertz: float,
        orders: Sequence[tuple[float, float, float]], ways: Sequence[float] = (0.7, 1.0, 0.3),
    ) -> None:  # fmt: skip
        """Let what moves at `hertz` make other orders: (order, part of its mm/s, angle in °)."""
        if hertz > 0:
            self.clips.append((bearing, hertz, orders, ways))

    def knock(self, knocks: Knocks) -> None:
        """Add a train of knocks; none when nothing turns or nothing is struck."""
        if knocks.rate > 0 and knocks.size > 0:
            self.knocks.append(knocks)

    def noise(self, bearing: int, rms: float, low: float, high: float) -> None:
        """Add noise in m/s² at a bearing."""
        if rms > 0:
            self.noises.append(Noise(bearing, rms, low, high))
