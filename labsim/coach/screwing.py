"""Setting a screw by the reading that tells most of it: turn, read, turn again."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from labsim.bench import Bench
from labsim.coach.dictionary import stack, tabulate
from labsim.core.simulation import Variant
from labsim.screws import CLOSE, pitch, screws

__all__ = ["by_gauge", "is_screw"]

LESS = 0.8  # of what the drawing says: a screw so far out is compared with one that is right
TURNS = 6  # readings at most
SEEN = 5.0  # standard errors that a reading is to be off zero, to set anything by it
NEAR = 0.006  # of the reading wanted, at which a hand stops turning


def is_screw(lab: Any, tag: str) -> bool:
    """Tell whether what is set on a part is a screw without a scale, not a keypad."""
    return tag in screws(lab.machine)


@cache
def telling(lab: Any, tag: str, code: str) -> tuple[str, float, float]:
    """Return the check that tells most of a screw, what it ought to read, and its change a turn."""
    part = lab.machine.component(tag)
    name, right = part.menu[code], float(part.values[part.menu[code]])
    value, sigma = tabulate(lab, stack(lab, [Variant(), Variant({(tag, name): LESS * right})]))
    told = np.abs(value[:, 0] - value[:, 1]) / np.maximum(sigma[:, 0], 1e-9)
    cost = np.array([check.minutes + check.setup for check in lab.checks])
    plain = _plain(lab) & (value < 1e6).all(axis=1) & (np.abs(value[:, 0]) > SEEN * sigma[:, 0])
    best = int(np.argmax(np.where(plain & (told > 3.0), told / cost, -1.0)))
    slope = (value[best, 0] - value[best, 1]) / ((1.0 - LESS) * right / pitch(part, code))
    return lab.checks[best].id, float(value[best, 0]), float(slope)


def _plain(lab: Any) -> np.ndarray:
    """Tell which checks a screw is set by: a gauge, or a stroke that is timed anew every time."""
    anew = {state.label for state in lab.states if state.fleeting}
    return np.array([c.function == "bar" or (c.function == "s" and c.state in anew)
                     for c in lab.checks])  # fmt: skip


def by_gauge(lab: Any, bench: Bench, tag: str, code: str) -> None:
    """Turn a screw until the check that tells most of it reads what it does on a sound machine."""
    check, wanted, slope = telling(lab, tag, code)
    before = np.nan
    for _ in range(TURNS):
        now = float(bench.do(check).value)
        off = wanted - now
        if abs(off) <= NEAR * abs(wanted):
            return
        if now == before and abs(off) <= CLOSE * abs(wanted):
            return  # a turn changes nothing more: the rest is the gauge's own error
        before = now
        bench.turn(tag, code, round(float(np.clip(off / slope, -5.0, 5.0)), 2))
