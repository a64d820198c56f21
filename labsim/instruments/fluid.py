"""What instruments of fluid power share: where they reach, how they get into a line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.core.view import View
from labsim.instruments.base import Instrument

__all__ = ["AT", "FITTING", "FluidInstrument", "InLine", "fittings"]

AT = "at "  # what a state of an instrument that sits in a line is called: "at C1:A"
FITTING = 10.0  # min to open a line, put an instrument in, tighten, wipe up (assumed)


def fittings(sim: Simulation, port: str = "") -> list[tuple[str, str]]:
    """Return what sits in lines now: instrument and port; at one port if it is named."""
    on = [(title, what[len(AT):]) for (title, what), value in sim.states.items()
          if what.startswith(AT) and value.all()]  # fmt: skip
    return [(title, at) for title, at in on if port in ("", at)]


class FluidInstrument(Instrument):
    """Reads at a port of a line or a fluid part. Named by scenarios; in no standard case."""

    standard = False
    domain = "fluid"

    def view(self, port: Port) -> View:
        """Return the part a port belongs to, seen through the simulation."""
        return self.sim.views[port.component.tag]

    def air(self, port: Port) -> bool:
        """Tell whether there is air in the line, not oil."""
        return self.network([port]).medium_of(port) == "air"

    def spread(self, what: str, width: float) -> float:
        """Return by how much this specimen reads off, within half a width; 0 without a seed."""
        return (self.gain(what, 1.0) - 1.0) * width


class InLine(FluidInstrument):
    """Sits in the line: a hand opens it, puts the instrument in, and takes it out again."""

    opens: ClassVar[str] = "L/min"  # the function it is fitted for
    single: ClassVar[bool] = True  # there is one of it

    def at(self) -> list[str]:
        """Return the ports it sits at."""
        return [at for title, at in fittings(self.sim) if title == self.title]

    def fit(self, port: Port, on: bool) -> None:
        """Put it into the line at a port, or take it out."""
        self.sim.states.pop((self.title, AT + port.name), None)
        if on:
            self.sim.states[self.title, AT + port.name] = np.ones(self.sim.count, dtype=bool)

    @classmethod
    def served(cls, port: Port, on: Collection[tuple[str, str]]) -> bool:
        """Tell whether it reads at a port with what sits in the lines, (instrument, port)."""
        return (cls.title, port.name) in on

    def reaches(self, port: Port) -> bool:
        """Tell whether it reads there without a line being opened."""
        return self.served(port, fittings(self.sim))

    def ready(self, ports: Sequence[Port]) -> None:
        for port in ports:
            if not self.reaches(port):
                raise LabsimError(self.unready(port))

    def unready(self, port: Port) -> str:
        """Say what must be done before it reads at a port."""
        what = "" if self.opens == "L/min" else f", {self.opens!r}"
        here = f"; it sits at {', '.join(self.at())}" if self.at() else ""
        return (
            f"the {self.title} is not in the line at {port.name}{here}: lock out, take the "
            f"pressure off, then fit({port.name!r}{what}) opens the line and puts it in"
        )

    def mend(self) -> None:
        """Get another; what sits in a line stays there."""
        kept = {place: v for place, v in self.sim.states.items() if place[1].startswith(AT)}
        super().mend()
        self.sim.states.update(kept)


def bounded(value: Any, low: float, high: float) -> np.ndarray:
    """Return values between two stops."""
    return np.clip(np.asarray(value, dtype=float), low, high)


__all__ += ["bounded"]
