"""What a hand does to a machine, one machine or many variants alike: events in, readings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.core.simulation import Simulation
from labsim.instruments.base import Function, Instrument, Measured
from labsim.instruments.multimeter import Clamp, InsulationTester, Multimeter

__all__ = ["INSTRUMENTS", "Hands", "functions", "isolators"]

INSTRUMENTS: tuple[type[Instrument], ...] = (Multimeter, Clamp, InsulationTester)
NOTHING = "nothing unusual to see"


def functions() -> dict[str, tuple[type[Instrument], Function]]:
    """Return every measuring function by name, with the instrument that has it."""
    return {name: (kind, f) for kind in INSTRUMENTS for name, f in kind.functions.items()}


def isolators(sim: Simulation) -> list[str]:
    """Return the tags of what can be switched off and locked."""
    return [tag for tag, part in sim.machine.components.items() if part.isolates]


class Hands:
    """Carries out events on a simulation. Events are dicts: {"do": "press", "tag": "S1", "dt": 6}."""

    def __init__(self, sim: Simulation, seed: int | None = None) -> None:
        """`seed` gives the instruments their calibration errors; None: they read true."""
        self.sim = sim
        self.kit = {kind: kind(sim, seed) for kind in INSTRUMENTS}

    def do(self, event: Mapping[str, Any]) -> Measured | None:
        """Carry out one event and let its time pass; return the readings if it takes any."""
        act = getattr(self, f"_{event['do']}", None)
        result = act(event) if act else None
        dt = float(event.get("dt", 0.0))
        if dt:
            self.sim.advance(dt)
        return result

    def _press(self, event: Mapping[str, Any]) -> None:
        self.sim.operate(event["tag"], self._part(event).positions[1])

    def _release(self, event: Mapping[str, Any]) -> None:
        self.sim.operate(event["tag"], self._part(event).positions[0])

    _isolate, _restore = _release, _press

    def _part(self, event: Mapping[str, Any]) -> Any:
        return self.sim.machine.component(event["tag"])

    def _operate(self, event: Mapping[str, Any]) -> None:
        self.sim.operate(event["tag"], event["position"])

    def _tap(self, event: Mapping[str, Any]) -> None:
        self.sim.tap(event["tag"])

    def _lift(self, event: Mapping[str, Any]) -> None:
        self.sim.lift(event["port"])

    def _land(self, event: Mapping[str, Any]) -> None:
        self.sim.land(event["port"])

    def _repair(self, event: Mapping[str, Any]) -> None:
        what = event["what"]
        if ":" in what:
            self.sim.remake(what)
        else:
            self.sim.replace(what)

    def _try_out(self, event: Mapping[str, Any]) -> None:
        self._press(event)
        self.sim.advance(1.0)
        self._release(event)

    def _look(self, event: Mapping[str, Any]) -> Measured:
        self.sim.solve()
        part = self._part(event)
        seen = part.look(self.sim.views[part.tag])
        if seen is None:
            seen = np.full(self.sim.count, NOTHING)
        return Measured(seen, np.zeros(self.sim.count), "", lambda n: str(seen[n]))

    def _measure(self, event: Mapping[str, Any]) -> Measured:
        return self.measure_many(event["function"], [event["ports"]])[0]

    def measure_many(self, name: str, groups: Sequence[Sequence[str]]) -> list[Measured]:
        """Measure one function at several groups of ports, the machine as it stands."""
        known = functions()
        if name not in known:
            raise unknown("The instrument case", "function", name, known)
        kind, function = known[name]
        places = [[self.sim.machine.port(p) for p in ports] for ports in groups]
        for ports in places:
            if len(ports) not in function.leads:
                need = " or ".join(str(n) for n in function.leads)
                raise LabsimError(f"{name} takes {need} terminals, not {len(ports)}")
            for port in ports:
                if port.mark in port.component.hidden:
                    raise LabsimError(f"{port.name} is inside the part: no lead reaches it")
            if len({p.name for p in ports}) < len(ports):
                raise LabsimError(f"both leads are on {ports[0].name}: use two terminals")
        return self.kit[kind].measure_many(name, places) if places else []
