"""What sensors see of a belt, and when they will next see something else.

A sensor says in `watch` how it looks: "beam" at products near its place `at`; "wheel" at the lobes
of a pulse wheel on the drive roller; "scale" at the mass that rests wholly on its platform.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.errors import unknown
from labsim.core.view import View
from labsim.process.model import NEVER
from labsim.process.queue import NEAR

__all__ = ["sees", "turns"]

WATER = 1.0  # kg/L
FLASH = 0.1  # s that a shaken beam is whole again (assumed)


def sees(run: Any, watcher: View) -> np.ndarray:
    """Return what a sensor sees now: whether a target is there, or kg."""
    return _pick(watcher)[0](run, watcher)


def turns(run: Any, watcher: View) -> np.ndarray:
    """Return when that changes next, s of machine time for every variant."""
    return _pick(watcher)[1](run, watcher)


def _pick(watcher: View) -> tuple[Any, Any]:
    ways = {"beam": (_beam, _beam_turns), "wheel": (_lobe, _lobe_turns), "scale": (_mass, _weigh)}
    if watcher.part.watch not in ways:
        raise unknown(watcher.tag, "way to watch a belt", watcher.part.watch, ways)
    return ways[watcher.part.watch]


def _first(run: Any, marks: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """Return when the belt first gets to one of the travels that lie ahead and are reached."""
    s = run.carry.at(run.net.now)[:, None]
    return run.carry.when(np.where(reached & (marks > s), marks, NEVER).min(axis=1))


# a place that products pass --------------------------------------------------------------------
def _targets(run: Any, watcher: View) -> np.ndarray:
    """Tell which slots hold what the sensor can see at all."""
    q, kind = run.queue, watcher.part.target
    if kind == "any":
        return q.there
    if kind == "tall":
        return q.goods.property("height", q.number) > watcher.above[:, None]
    if kind == "full":
        return q.there & (q.load >= watcher.above[:, None] - 1e-9)
    return q.there & (q.goods.property(kind, q.number) > 0.5)


def _spans(run: Any, watcher: View) -> tuple[np.ndarray, np.ndarray]:
    """Return where each product's front is when the sensor begins and ends to see it."""
    first, last = watcher.at - 0.5 * watcher.wide, watcher.at + 0.5 * watcher.wide
    return first[:, None] - NEAR, last[:, None] + run.queue.lengths - NEAR


def _before(run: Any, watcher: View) -> np.ndarray:
    x = run.queue.fronts(run.carry.at(run.net.now))
    first, last = _spans(run, watcher)
    return (_targets(run, watcher) & (x >= first) & (x < last)).any(axis=1)


def _flashes(run: Any, watcher: View) -> tuple[np.ndarray, np.ndarray]:
    """Return the part of its period a shaken beam is in, in s, and the period; inf: steady."""
    period = watcher.shaken
    return np.mod(run.net.now + 1e-9, np.where(np.isfinite(period), period, 1e9)), period


def _beam(run: Any, watcher: View) -> np.ndarray:
    phase, period = _flashes(run, watcher)
    return _before(run, watcher) & ~(np.isfinite(period) & (phase < FLASH))


def _beam_turns(run: Any, watcher: View) -> np.ndarray:
    q, seen = run.queue, _targets(run, watcher)
    soon = np.full(run.count, NEVER)
    for x in _spans(run, watcher):
        soon = np.minimum(soon, _first(run, x - q.b, seen & (q.cap >= x)))
    phase, period = _flashes(run, watcher)
    shaken = np.isfinite(period) & _before(run, watcher)
    if shaken.any():
        ahead = np.where(phase < FLASH, FLASH - phase, period - phase)
        soon = np.minimum(soon, np.where(shaken, run.net.now + ahead, NEVER))
    return soon


# a wheel with lobes on the drive roller --------------------------------------------------------
def _halves(run: Any, watcher: View) -> tuple[np.ndarray, np.ndarray]:
    """Return how many half pitches have passed, and the roller's travel of one in mm."""
    with np.errstate(divide="ignore"):
        half = 0.5 * watcher.pitch / watcher.grip
    return np.floor((run.roller.at(run.net.now) + NEAR) / half), half


def _lobe(run: Any, watcher: View) -> np.ndarray:
    halves, _ = _halves(run, watcher)
    return (halves % 2 == 0) & ((halves // 2) % watcher.lobes >= watcher.missed)


def _lobe_turns(run: Any, watcher: View) -> np.ndarray:
    halves, half = _halves(run, watcher)
    with np.errstate(invalid="ignore"):
        mark = np.where(np.isfinite(half), (halves + 1) * half - NEAR, NEVER)
    return run.roller.when(mark)


# a scale under the belt ------------------------------------------------------------------------
def _platform(run: Any, watcher: View) -> tuple[np.ndarray, np.ndarray]:
    """Return where a product's front is when it is wholly on the platform, and when it leaves."""
    first, last = watcher.at - 0.5 * watcher.wide, watcher.at + 0.5 * watcher.wide
    return first[:, None] + run.queue.lengths - NEAR, last[:, None] - NEAR


def _mass(run: Any, watcher: View) -> np.ndarray:
    q = run.queue
    x = q.fronts(run.carry.at(run.net.now))
    on, off = _platform(run, watcher)
    mass = q.goods.property("mass", q.number) + WATER * q.load
    return np.where((x >= on) & (x < off), mass, 0.0).sum(axis=1)


def _weigh(run: Any, watcher: View) -> np.ndarray:
    q = run.queue
    soon = np.full(run.count, NEVER)
    for x in _platform(run, watcher):
        soon = np.minimum(soon, _first(run, x - q.b, q.there & (q.cap >= x)))
    return soon
