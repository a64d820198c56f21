"""The historian: what a figure is now, what it was, and when it left its band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.instruments.base import Function, Instrument, Measured, Places
from labsim.scada.parts import FieldController, run_of
from labsim.scada.trends import Trend, trend

__all__ = ["Historian"]


class Historian(Instrument):
    """Historian of the SCADA server: `measure("trend", "A1:PT201")`.

    The value is the last one; the text tells also what it was before, and when it left its band.
    """

    title, standard, domain = "historian", False, "program"
    exact = True
    functions = {"trend": Function("", (1,), 0.5, False, "a figure of a controller over time")}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("trend", places.tags)]

    def network(self, ports: Sequence[Port]) -> Any:
        """Return the controller; LabsimError when the port is no figure of one."""
        part = ports[0].component
        if not isinstance(part, FieldController):
            raise LabsimError(f"{part.tag} is a {part.title}: the historian knows A1 and A2")
        return self.sim.views[part.tag]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.network(ports)
        tag = ports[0].mark
        found: list[Trend] = [trend(run_of(self.sim, n), tag) for n in range(self.sim.count)]
        value = np.array([one.now for one in found])
        sigma = np.full(self.sim.count, 0.01 * found[0].span)
        return Measured(value, sigma, "", lambda n: str(found[n]))
