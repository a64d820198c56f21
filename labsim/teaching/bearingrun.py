"""A bearing that dies in weeks: its readings week by week, how long it may last, when to change it.

Time passes from stage to stage in steps. What a step takes is drawn: a pace that a bearing keeps
(load, grease, cleanliness), and something of its own. The archive is drawn by the same law. What
can be known of one's own bearing is the posterior given the steps it has made; nobody is asked for
more than that. All weeks are running weeks of 168 h.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant
from labsim.instruments.vibration import VibrationAnalyser
from labsim.machines.pump_set import PumpSet
from labsim.vibration.analysis.values import wave
from labsim.vibration.rolling import SPALLS
from labsim.vibration.route import Setting, collect

__all__ = [
    "DEFECTS", "FIGURES", "LEVELS", "WEEKS", "Course", "Past", "archive", "course", "foreseen",
    "like", "own", "pinball", "read",
]  # fmt: skip

# Fault of a bearing -> parameter, name of its line in the envelope.
DEFECTS = {
    "outer race spalled": ("outer", "BPFO"), "inner race spalled": ("inner", "BPFI"),
    "ball spalled": ("ball", "BSF"), "cage worn": ("cage", "FTF"),
}  # fmt: skip
FIGURES = ("mm/s", "m/s²", "crest", "kurtosis", "envelope BPFO", "envelope BPFI",
           "envelope BSF", "envelope FTF")  # fmt: skip
WEEKS = 12  # of the run; the last is today
LEVELS = (0.1, 0.5, 0.9)  # of the interval that is asked for
LAST = 0.8  # weeks from stage 4 until it stops the set (assumed)
# Spread of what a step takes, as σ of its logarithm (assumed): of the pace a bearing keeps, of the
# single step. Together they give the spread of the P-F curve. READ: by which a step is misread.
PACE, OWN, READ = 0.25, 0.3, 0.12
DRAWN, KEPT = 6000, 240  # lives that stand for what may happen; bearings in the archive
SEALED = (
    "the run is drawn beside the machine, and that stands in the measurement service: "
    "your instructor leaves this lab out of the sealed ones"
)
FEW = 20  # of the archive that are like one's own, at least: nobody has a bearing without likes
SCATTER = 0.07  # of a reading, from week to week: magnet, load (assumed)
WAVE = Setting(fmax=10e3, lines=6400, averages=1)  # what the crest factor is taken from


def _usual() -> tuple[float, ...]:
    """Return the usual weeks of the five steps: to stage 1, 2, 3, 4 on the P-F curve, to the end.

    The curve reaches stage n at the time at which its level is n/4.
    """
    parts = np.log1p(np.arange(5) / 4 * np.expm1(SPALLS.bend)) / SPALLS.bend
    return (*(float(w) for w in SPALLS.weeks * np.diff(parts)), LAST)


USUAL = _usual()


@dataclass(frozen=True)
class Course:
    """One bearing: tag, defect, stage today (1 to 4), and the weeks its five steps take."""

    tag: str
    kind: str
    stage: int
    steps: tuple[float, ...]

    @property
    def since(self) -> float:
        """Weeks since it stood at stage 1."""
        return sum(self.steps[1 : self.stage])

    @property
    def left(self) -> float:
        """Weeks it really has left. No mark goes by it."""
        return sum(self.steps[self.stage :])

    def level(self, week: Any) -> np.ndarray:
        """Return the stage, 0 to 4, at weeks of the run; straight from stage to stage."""
        at = WEEKS - self.since - self.steps[0] + np.cumsum([0.0, *self.steps[:4]])
        return np.interp(np.asarray(week, float), at, np.arange(5.0))

    @cached_property
    def lives(self) -> np.ndarray:
        """Weeks it may have left as far as they can be known, all equally likely, sorted."""
        return foreseen(self.stage, self.steps[1 : self.stage])

    def quantiles(self) -> tuple[float, ...]:
        """Return the weeks left at LEVELS, as well as they can be known."""
        return tuple(float(q) for q in np.quantile(self.lives, LEVELS))

    def fails_before(self, weeks: float) -> float:
        """Return the chance that it stops the set within so many running weeks."""
        return float(np.searchsorted(self.lives, weeks) / len(self.lives))


def foreseen(stage: int, made: Sequence[float], drawn: int = DRAWN) -> np.ndarray:
    """Return weeks left, sorted, of a bearing at a stage whose steps since stage 1 took `made`.

    The pace has a normal posterior: prior of σ PACE, a step is one observation of √(OWN² + READ²).
    """
    usual, each = np.array(USUAL[1:]), OWN**2 + READ**2
    seen = np.log(np.asarray(made, float) / usual[: stage - 1])
    sharp = 1.0 / PACE**2 + len(seen) / each
    dice = np.random.default_rng([604, stage])
    pace = seen.sum() / each / sharp + dice.standard_normal((drawn, 1)) / np.sqrt(sharp)
    steps = usual[stage - 1 :] * np.exp(pace + OWN * dice.standard_normal((drawn, 5 - stage)))
    return np.sort(steps.sum(axis=1))


@lru_cache(maxsize=64)
def course(tag: str, kind: str, stage: int, seed: int) -> Course:
    """Return the course of a bearing that stands at a stage today.

    It passed stage 1 within the run, and the archive knows others like it. Both say something of
    steps that anybody sees, so what is left is drawn as it would be without.
    """
    dice = np.random.default_rng([604, seed & 0xFFFFFFFF])
    while True:
        pace = np.array([0.0, *[PACE * dice.standard_normal()] * 4])
        steps = np.array(USUAL) * np.exp(pace + OWN * dice.standard_normal(5))
        since = float(steps[1:stage].sum())
        if since < WEEKS - 1.5 and len(like(stage, since)) >= FEW:
            return Course(tag, kind, stage, tuple(float(s) for s in steps))


def own(bench: Any) -> Course:
    """Return the course of the bearing a bench hides; LabsimError if it hides no such fault.

    A sealed bench hides it from this process, too.
    """
    if getattr(bench, "sealed", False):
        raise LabsimError(SEALED)
    hidden = bench._hidden
    if hidden is None or hidden.title not in DEFECTS:
        raise LabsimError("this set has no bearing with a defect that grows")
    stage = round(max(bench._variant.wrong.values()))
    return course(hidden.component, hidden.title, stage, (bench.seed or 0) // 4)


# what was read ----------------------------------------------------------------------------------
@lru_cache(maxsize=64)
def read(mine: Course, pad: str, seed: int) -> dict[str, tuple[float, ...]]:
    """Return FIGURES at a pad for the weeks of the run, at full speed, as they were read."""
    machine, weeks = PumpSet(), np.arange(1, WEEKS + 1)
    place = (mine.tag, DEFECTS[mine.kind][0])
    sim = Simulation(machine, [Variant({place: float(one)}) for one in mine.level(weeks)])
    sim.operate("A1", "60 Hz").advance(4.0)
    analyser, ports = VibrationAnalyser(sim), [machine.port(pad)]
    dice = np.random.default_rng([604, seed & 0xFFFFFFFF, sum(pad.encode())])
    found = {}
    for name in FIGURES:
        if name == "crest":
            taken = [collect(sim, pad, WAVE, 100 + n, n) for n in range(WEEKS)]
            found[name] = tuple(round(wave(one).crest, 1) for one in taken)
            continue
        value = analyser.measure(name, ports).value
        spread = 1.0 + SCATTER * dice.standard_normal(WEEKS)
        found[name] = tuple(np.round(value * spread, 1 if "envelope" in name else 2).tolist())
    return found


# the archive ------------------------------------------------------------------------------------
class Past(NamedTuple):
    """A bearing that ran until it stopped its set: weeks from stage 1 to 2, 3, 4, to the stop."""

    second: float
    third: float
    fourth: float
    stop: float


@lru_cache(maxsize=1)
def archive() -> tuple[Past, ...]:
    """Return the bearings of this size that the group's plants let run until they stopped."""
    dice = np.random.default_rng([604, 0])
    pace = PACE * dice.standard_normal((KEPT, 1))
    steps = np.array(USUAL[1:]) * np.exp(pace + OWN * dice.standard_normal((KEPT, 4)))
    return tuple(Past(*(round(float(s), 1) for s in row)) for row in steps)


def like(stage: int, weeks: float = 0.0, within: float = 0.25) -> list[float]:
    """Return the weeks that bearings of the archive had left at a stage, sorted.

    Only of those that took about as long from stage 1 as `weeks`, `within` that part of it. At
    stage 1 all of them count.
    """
    if stage not in (1, 2, 3, 4):
        raise LabsimError(f"stage {stage!r}: a bearing of the archive stood at stage 1, 2, 3 or 4")
    if stage > 1 and not weeks > 0:
        raise LabsimError(f"{weeks!r} weeks from stage 1 to stage {stage}: a number above zero")
    rows = [(sum(one[: stage - 1]), sum(one[stage - 1 :])) for one in archive()]
    near = [left for took, left in rows if stage == 1 or abs(took / weeks - 1) <= within]
    return sorted(round(left, 1) for left in near)


def pinball(said: Sequence[float], true: float, levels: Sequence[float] = LEVELS) -> float:
    """Return the pinball loss in weeks of quantiles: τ·(y - q) above q, (1 - τ)·(q - y) below."""
    parts = [max(tau * (true - q), (tau - 1.0) * (true - q))
             for tau, q in zip(levels, said, strict=True)]  # fmt: skip
    return float(np.mean(parts))
