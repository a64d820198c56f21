"""Combs: three harmonics of a defect, weighed against combs at orders that no part of it has."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from labsim.vibration.analysis.ses import Lines, read

__all__ = ["DOWN", "PARTS", "UP", "Found", "Part", "search"]

DOWN, UP = 0.0275, 0.0175  # part of a frequency by which slip and load may move it (a few percent)
WIDE = 0.05  # a comb that is stronger this near, but outside, is another
ROUND = 2.1  # decoys lie between order/2.1 and order·2.1
MOST = 60.0  # times the floor: a stronger line counts no more, so that one line is no comb
SHARED = (1 / 2, 2 / 3, 1, 4 / 3, 3 / 2, 5 / 3, 2)  # multiples whose combs share lines with one
CLEAR = 9.0  # times the floor: a line that is there
LEAST_SPREAD = 0.15  # of scores of decoys in a band


@dataclass(frozen=True)
class Part:
    """A part that can be damaged: the order it knocks at, `times` of `key`; what modulates it."""

    name: str
    key: str
    times: float = 1.0
    side: str = ""  # spacing of its sidebands: "shaft", "FTF" or none


PARTS = (
    Part("outer", "BPFO"),
    Part("inner", "BPFI", side="shaft"),
    Part("ball", "BSF", 2.0, "FTF"),  # a spot meets both races in one turn of the ball
    Part("cage", "FTF"),
)


@dataclass(frozen=True)
class Found:
    """The comb of a part: `z` over the decoys, `best` z of a decoy, Hz, `lines` over the floor.

    `slip`: part by which it is off its order at the shaft's speed, `off` at the told one;
    `aside`: how much stronger lines one turn of the shaft beside it are; `below`: how strong those
    at halves and thirds of it are; `long`: how many of its first eight lines are there; `edge`: a
    stronger comb stands just outside of where it may be; `band`: Hz from, to, where it is clearest.
    """

    part: str
    z: float
    best: float
    hertz: float
    slip: float
    off: float
    lines: tuple[float, ...]
    aside: float
    below: float
    long: int
    edge: bool
    band: tuple[float, float]
    decoys: int


def search(
    part: Part, orders: Mapping[str, float], heard: Sequence[Lines], shaft: float, told: float
) -> Found:
    """Return how far the comb of a part stands out of its decoys; `shaft`, `told` in Hz.

    Where the comb may be is found first; then its own lines and sidebands are taken out, and the
    decoys are searched in what is left: a defect must not hide behind its own family.
    """
    order = orders[part.key] * part.times
    grid = _Grid.of(part, orders, order, shaft, min(lines.df for lines in heard))
    spacing = {"": 0.0, "shaft": shaft, "FTF": orders["FTF"] * shaft}[part.side]
    scores = np.stack([_score(lines, grid.hertz, spacing) for lines in heard])
    rough = int(grid.own[_even(scores, scores, grid.windows).mean(axis=0)[grid.own].argmax()])
    hertz = float(grid.hertz[_top(scores.mean(axis=0), rough, grid.own, 3)])
    family = _family(hertz, spacing or shaft, grid.hertz[-1] * 3)
    rest = [lines.without(family, np.full(len(family), 1.6 * lines.df)) for lines in heard]
    left = np.stack([_score(lines, grid.hertz, spacing) for lines in rest])
    even = _even(scores, left, grid.windows)
    z, best, place, edge = max(
        _judged(one, other, grid) for one, other in _pairs(even, _even(left, left, grid.windows))
    )
    band, hertz = heard[int(even[:, place].argmax())], float(grid.hertz[place])
    return Found(
        part.name, z, best, hertz, hertz / (order * shaft) - 1, hertz / (order * told) - 1,
        _lines(heard, hertz), _aside(band, hertz, shaft), _below(heard, hertz),
        int((read(band, hertz * np.arange(1, 9)) > CLEAR).sum()), edge,
        (band.low, band.high), len(grid.windows),
    )  # fmt: skip


@dataclass(frozen=True)
class _Grid:
    """Bases in Hz (n,), by even ratios; the part's window, and those of the decoys, as places."""

    hertz: np.ndarray
    own: np.ndarray
    windows: np.ndarray
    wide: int

    @classmethod
    def of(
        cls, part: Part, orders: Mapping[str, float], order: float, shaft: float, df: float
    ) -> _Grid:
        """Lay the grid around an order, 0.4 of a line wide."""
        step = float(np.clip(0.4 * df / (order * shaft), 1e-4, 2e-3))
        span = math.log(ROUND) + 0.1
        hertz = order * shaft * np.exp(np.arange(-span, span, step))
        reach = np.arange(-_steps(DOWN, step), _steps(UP, step) + 1)
        windows = _decoys(part, orders, order, hertz / shaft)[:, None] + reach
        own = int(np.abs(hertz - order * shaft).argmin()) + reach
        return cls(hertz, own, windows, _steps(WIDE - (DOWN + UP) / 2, step))


def _top(score: np.ndarray, place: int, own: np.ndarray, width: int) -> int:
    """Return the highest place next to a place, within the window."""
    near = np.arange(max(own[0], place - width), min(own[-1], place + width) + 1)
    return int(near[score[near].argmax()])


def _family(hertz: float, spacing: float, top: float) -> np.ndarray:
    """Return the lines in Hz of a comb and of its sidebands, three to each side."""
    bases = hertz * np.arange(0, int(top / hertz) + 2)
    found = (bases[:, None] + spacing * np.arange(-3, 4)).ravel()
    return found[(found > 0) & (found < top)]


def _lines(heard: Sequence[Lines], hertz: float) -> tuple[float, ...]:
    """Return the three lines of a comb over the floor, each in the band where it is clearest."""
    places = hertz * np.arange(1, 4)
    return tuple(float(level) for level in np.max([read(one, places) for one in heard], axis=0))


def _aside(band: Lines, hertz: float, shaft: float) -> float:
    """Return how much stronger than its first two lines their neighbours a turn beside are.

    What is modulated by something that never is negative, as a load zone is, has no sideband
    stronger than itself: a comb with stronger neighbours is but the sidebands of another.
    """
    places, sides = hertz * np.arange(1, 3), []
    for side in (-shaft, shaft):
        ratio = read(band, places + side * np.arange(1, 3)) / read(band, places)
        sides.append(float(ratio.prod()) if ratio.min() > 1.1 else 0.0)
    return max(sides)


def _below(heard: Sequence[Lines], hertz: float) -> float:
    """Return how strong lines at halves and thirds of a comb are, against its fundamental."""
    own = np.max([read(one, np.array([hertz])) for one in heard])
    found = []
    for parts in (np.array([1, 3]) / 2, np.array([1, 2]) / 3):
        lines = np.max([read(one, hertz * parts) for one in heard], axis=0)
        found.append(float(lines.min() / own) if lines.min() > CLEAR else 0.0)
    return max(found)


def _pairs(even: np.ndarray, left: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return scores and what is left as the mean of the two best bands, and as that of all."""
    two = lambda rows: np.sort(rows, axis=0)[-2:].mean(axis=0)  # noqa: E731
    return [(two(even), two(left)), (even.mean(axis=0), left.mean(axis=0))]


def _score(lines: Lines, hertz: np.ndarray, spacing: float) -> np.ndarray:
    """Return the score of combs on bases (n,): logarithms of three harmonics, and of sidebands."""
    score = _level(lines, hertz) + _level(lines, 2 * hertz) + 0.7 * _level(lines, 3 * hertz)
    if not spacing:
        return score
    near = _level(lines, hertz - spacing) + _level(lines, hertz + spacing)
    far = _level(lines, 2 * hertz - spacing) + _level(lines, 2 * hertz + spacing)
    return 0.8 * score + 0.35 * near + 0.2 * far


def _level(lines: Lines, hertz: np.ndarray) -> np.ndarray:
    """Return the logarithm of lines; what is above the limit counts little, but keeps a top."""
    level = read(lines, hertz)
    return np.log(0.3 + np.minimum(level, MOST)) + 0.05 * np.log(np.maximum(level / MOST, 1.0))


def _related(part: Part, orders: Mapping[str, float]) -> list[float]:
    """Return orders at which this bearing may have a comb: parts, their harmonics, sidebands."""
    cage, own = orders["FTF"], orders[part.key] * part.times
    found = [own * k for k in SHARED]
    if part.name == "cage":
        return [*found, 1 - cage]
    knocks = [orders["BPFO"], orders["BPFI"], 2 * orders["BSF"]]
    found += [order * k for order in knocks for k in (1, 0.5, 2)]
    if part.side == "shaft":
        found += [orders["BPFI"] + k for k in (-2, -1, -0.5, 0.5, 1, 2)]
    if part.side == "FTF":
        found += [knocks[2] + k * cage for k in (-2, -1, -0.5, 0.5, 1, 2)]
    return found


def _decoys(part: Part, orders: Mapping[str, float], order: float, grid: np.ndarray) -> np.ndarray:
    """Return places (n,) on a grid of orders where no part of this bearing has a comb."""
    width = math.log((1 + UP) / (1 - DOWN))
    span = math.log(ROUND)
    centres = order * np.exp(np.arange(-span, span, width / 2))
    for own in _related(part, orders):
        clear = (centres * (1 + UP) * 1.012 < own) | (centres * (1 - DOWN) * 0.985 > own)
        centres = centres[clear]
    return np.searchsorted(grid, centres)


def _even(scores: np.ndarray, left: np.ndarray, windows: np.ndarray) -> np.ndarray:
    """Return scores (bands, n) as deviations of the decoys of their band in what is left."""
    tops = left[:, windows].max(axis=-1)
    middle = np.median(tops, axis=1, keepdims=True)
    spread = 1.4826 * np.median(np.abs(tops - middle), axis=1, keepdims=True)
    return (scores - middle) / np.maximum(spread, LEAST_SPREAD)


def _judged(scored: np.ndarray, left: np.ndarray, grid: _Grid) -> tuple[float, float, int, bool]:
    """Return z of the comb in its own window, z of a good decoy, its place, whether at an edge.

    A good decoy is the third best: one stray comb lies in two windows, which overlap by half.
    """
    own, wide = grid.own, grid.wide
    known = np.sort(left[grid.windows].max(axis=-1))
    middle = float(np.median(known))
    spread = max(1.4826 * float(np.median(np.abs(known - middle))),
                 (float(np.quantile(known, 0.9)) - middle) / 1.28, 1e-6)  # fmt: skip
    place = int(own[scored[own].argmax()])
    around = np.arange(own[0] - wide, own[-1] + wide + 1)
    edge = abs(int(around[scored[around].argmax()]) - place) > 2
    edge |= min(place - own[0], own[-1] - place) < 2
    return ((float(scored[place]) - middle) / spread, (float(known[-3]) - middle) / spread,
            place, bool(edge))  # fmt: skip


def _steps(part: float, step: float) -> int:
    return max(1, round(part / step))
