"""The backup of a program, held against what is in the controller: which rungs differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.view import View
from labsim.instruments.base import Function, Instrument, Measured, Places
from labsim.plc.parts.processor import PROGRAM_MARK, Operated
from labsim.plc.reasons.compare import SAME, compared

__all__ = ["Archive"]

SILENT = "no answer"


class Archive(Instrument):
    """Backup of the program, and the compare tool: `measure("compare", "A1:program")`.

    It uploads what is in the controller and lists the rungs and values that are other than on file.
    It tells what was changed, not whether that was wrong; forces, wires, devices it does not see.
    """

    title, standard, domain = "program backup", False, "program"
    exact = True
    functions = {
        "compare": Function("", (1,), 5.0, False, "program in the controller against the backup")
    }

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        parts = dict.fromkeys(ports[0].component for ports in places.tags)
        groups = [(part.port(PROGRAM_MARK),) for part in parts if isinstance(part, Operated)]
        return [] if dead else [("compare", groups)]

    def network(self, ports: Sequence[Port]) -> View:
        """Return the controller; LabsimError when the port is not the program of one."""
        part = ports[0].component
        if not isinstance(part, Operated) or ports[0].mark != PROGRAM_MARK:
            found = [f"{t}:{PROGRAM_MARK}" for t, p in self.sim.machine.components.items()
                     if isinstance(p, Operated)]  # fmt: skip
            raise LabsimError(f"{ports[0].name} is no program; there is {', '.join(found)}")
        return self.sim.views[part.tag]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        view = self.network(ports)
        logic, online = view.part.logic, view.part.awake(view) & ~view.lost
        said = {n: _listed(logic, n) for n in np.unique(view.edit.astype(int)).tolist()}
        told = [said[int(n)] if on else SILENT for n, on in zip(view.edit, online, strict=True)]
        value = np.array(told)
        return Measured(value, np.zeros(value.size), "", lambda n: str(value[n]))


def _listed(logic: object, edit: int) -> str:
    return "; ".join(compared(logic.edited(0), logic.edited(edit))) or SAME
