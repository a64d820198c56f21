"""Scan order for a lab's text: what every rung does in every scan, and an own sheet to predict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.plc import Controller, read_rungs
from labsim.teaching.page import Piece, table

__all__ = ["EYE", "Race", "race", "sheet", "steps", "trace"]

EYE = (0, 1, 1, 1, 1, 0, 0, 0, 0)  # what the photo-eye says at the beginning of each scan
CHAIN = ("XIC(Eye)OTE(M1);", "XIC(M1)OTE(M2);", "XIC(M2)OTE(Push);")
ONCE = ("XIC(Eye)XIO(Seen)OTE(Kick);", "XIC(Eye)OTE(Seen);")
EVERY = 10  # ms from scan to scan


def steps(text: str, names: Sequence[str], eye: Sequence[int] = EYE) -> list[list[int]]:
    """Scan a program in neutral text once for each value of the eye; one row a scan.

    A row has the variables named, as the scan leaves them, then the power at the coil of each rung.
    """
    program = read_rungs(text)
    controller, found = Controller(program), []
    for number, value in enumerate(eye, 1):
        controller.scan(EVERY * number, {"Eye": bool(value)})
        rungs = range(len(program.routine(program.main).rungs))
        power = [controller.flow[program.main, n][-1] for n in rungs]
        found.append([int(one) for one in (*(controller[name] for name in names), *power)])
    return found


def trace(text: str, names: Sequence[str], eye: Sequence[int] = EYE, caption: str = "") -> Piece:
    """Show what a traced controller does: after each scan the bits, and which rungs had power."""
    rows = [
        [str(n), str(value), *map(str, row[: len(names)]), _powered(row[len(names) :])]
        for n, (value, row) in enumerate(zip(eye, steps(text, names, eye), strict=True), 1)
    ]
    return table(["scan", "Eye", *names, "rungs with power"], rows, caption)  # fmt: skip


def _powered(rungs: Sequence[int]) -> str:
    return " ".join(str(n) for n, power in enumerate(rungs) if power) or "–"


# the own sheet ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Race:
    """Five rungs in an order of somebody's own, and what they do."""

    rungs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.rungs)

    def bits(self, name: str) -> list[int]:
        """Return a bit after every scan."""
        return [row[0] for row in steps(self.text, [name])]


def race(seed: int | None) -> Race:
    """Return an apprentice's own sheet: the chain in an order that is not the drawn one."""
    dice = np.random.default_rng([101, seed or 0])
    orders = [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    chain = [CHAIN[n] for n in orders[int(dice.integers(len(orders)))]]
    once = [ONCE[n] for n in dice.permutation(2)]
    return Race((*chain, *once))


def sheet(bench: Any) -> Piece:
    """Show the apprentice's own rungs, and what the eye says in each scan."""
    rungs = race(bench.seed).rungs
    rows = [[str(n), text] for n, text in enumerate(rungs)]
    eye = " ".join(str(value) for value in EYE)
    said = f"Eye in scans 1 to {len(EYE)}: {eye}"
    return table(["rung", "your program"], rows, said)
