"""The vibration side of a simulation: what every pad of a shaft line does, for every variant.

Nothing marches here: a shaft line in a steady state is a list of lines, knocks and noise, worked
out when somebody measures and kept while no parameter or state it depends on changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.still import StillNetwork
from labsim.vibration.forces import Forces, Now
from labsim.vibration.line import Layout, ShaftLine
from labsim.vibration.signature import Signature, signature

if TYPE_CHECKING:
    from labsim.core.simulation import Simulation

__all__ = ["VibrationNetwork"]

KEPT = 4096  # signatures of states and variants that are kept


class VibrationNetwork(StillNetwork):
    """Every shaft line of a machine, all variants."""

    domain = "vibration"

    def __init__(self, sim: Simulation) -> None:
        super().__init__(sim)
        lines = [sheet for sheet in sim.machine.sheets if isinstance(sheet, ShaftLine)]
        self.layouts = [Layout(line) for line in lines]
        self.places = [self._places(layout) for layout in self.layouts]
        self.kept: dict[Any, Signature] = {}

    def _places(self, layout: Layout) -> list[tuple[str, str]]:
        """Return the parameters and states a shaft line depends on."""
        parts = layout.line.members
        return [(p.tag, n) for p in parts for n in (*p.params, *p._states) if "." not in n]

    def feeds(self, port: Port, *_: Any) -> bool:
        """Tell whether a motor could turn the shaft at a port: what is locked off cannot."""
        layout = self.layouts[self.line_of(port.component)]
        return any(p.can_turn(self.sim) for p in layout.line.parts if hasattr(p, "can_turn"))

    def line_of(self, part: Any) -> int:
        """Return the number of the shaft line a part belongs to."""
        for number, layout in enumerate(self.layouts):
            if part in layout.line.members:
                return number
        raise LabsimError(f"{part.tag}, a {part.title}, is on no shaft line: put it on a ShaftLine")

    def values(self, line: int) -> np.ndarray:
        """Return what a shaft line depends on, (places, variants)."""
        return np.array([self.sim.at(place) for place in self.places[line]], dtype=float)

    def signature(self, port: Port, variant: int = 0) -> Signature:
        """Return what every pad of the line of this pad does now, of one variant."""
        line = self.line_of(port.component)
        return self._signature(line, self.values(line)[:, variant])

    def signatures(self, port: Port) -> list[Signature]:
        """Return what every pad of the line of this pad does now, of every variant."""
        line = self.line_of(port.component)
        return [self._signature(line, row) for row in self.values(line).T]

    def _signature(self, line: int, values: np.ndarray) -> Signature:
        key = line, values.tobytes()
        if key not in self.kept:
            while len(self.kept) >= KEPT:
                self.kept.pop(next(iter(self.kept)))
            known = dict(zip(self.places[line], values.tolist(), strict=True))
            self.kept[key] = signature(*excited(Now(self.layouts[line], known)))
        return self.kept[key]


def excited(now: Now) -> tuple[Now, Forces]:
    """Collect what every part of a shaft line does."""
    out = Forces(now.layout)
    for part in now.layout.line.members:
        part.excite(now, out)
    return now, out
