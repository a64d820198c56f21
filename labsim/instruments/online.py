"""The engineering tool on the controller: what a bit, a word or a timer holds now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Port
from labsim.core.view import View
from labsim.instruments.base import Function, Instrument, Measured, Places
from labsim.plc.parts.processor import PROGRAM_MARK

__all__ = ["Online"]

TIMES = (".ACC", ".ET")
LATE = 25.0  # ms, by which a time that runs is read early or late (two scans; assumed)


def plain(mark: str, value: float) -> str:
    """Say a value as it is."""
    return f"{value:g}"


class Online(Instrument):
    """Notebook with the engineering tool, online: `A1:I0.3`, `A1:Start`, `A1:T1.ACC`.

    It shows the memory of the controller; of a network its diagnostics, `A2:ring`, links and CRC
    errors of the last minute; of a safety relay how far apart its channels came. What the terminal
    has is the multimeter's, what the LED shows the eye's.
    """

    title, standard, domain = "engineering tool", False, "program"
    exact = True
    functions = {"online": Function("", (1,), 0.2, False, "a variable of the program, online")}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("online", places.tags)]

    def network(self, ports: Sequence[Port]) -> View:
        """Return the controller; LabsimError when the port is no variable of one."""
        part = ports[0].component
        if not hasattr(part, "shown"):
            found = [t for t, p in self.sim.machine.components.items() if hasattr(p, "shown")]
            names = ", ".join(found) or "none"
            raise LabsimError(f"{part.tag} is a {part.title}, nothing to go online with: {names}")
        mark = ports[0].mark
        if mark == PROGRAM_MARK or (mark in part.marks and mark not in getattr(part, "called", ())):
            raise unknown(part.tag, "variable", mark, part.worth)
        return self.sim.views[part.tag]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        return self.measure_many(function, [ports])[0]

    def measure_many(self, function: str, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        """Read several variables at one moment."""
        self.sim.solve()
        views = [self.network(ports) for ports in groups]
        found: list[Measured] = []
        for ports, view in zip(groups, views, strict=True):
            mark = ports[0].mark
            value = view.part.shown(view, [mark])[:, 0]
            slack = LATE if _runs(view.part, mark) else 0.0
            sigma = 0.05 + slack + 0.003 * np.abs(np.nan_to_num(value)) * (np.abs(value) > 1)
            say = partial(getattr(view.part, "told", plain), mark)
            show = lambda n, v=value, say=say: say(v[n]) if np.isfinite(v[n]) else "----"  # noqa: E731
            found.append(Measured(value, np.where(np.isfinite(value), sigma, 1.0), "", show))
        return found


def _runs(part: Any, mark: str) -> bool:
    """Tell whether a variable is the time of a timer; the count of a counter stands still."""
    block, _, member = mark.rpartition(".")
    if f".{member}" not in TIMES or not hasattr(part, "logic"):
        return False
    return part.logic.controller(0).place(block).type.name != "COUNTER"
