"""The process side of a simulation: belts, products, pushers, tanks, between moments that matter.

Between two inputs everything runs in closed form (see travel), and what happens by itself, a box
that falls off the belt, happens at its exact time, each variant's at its own. The clock is stopped
only where somebody watches: `quantum` ends at the next edge that a sensor of any variant sees. A
part that watches is a part of any domain with `of` (what it watches) and `watch` (how); its state
named in `told` is set here, as a hand would set it: 1 while its target is before it. With no `told`
it looks for itself, in its own rules, and only the moment is found here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component
from labsim.core.simulation import TICK, Simulation
from labsim.core.still import StillNetwork
from labsim.core.view import View
from labsim.process.model import Model

__all__ = ["ProcessNetwork"]

LONGEST = 60.0  # s between two looks when nothing is due
EVENTS = 100_000  # that may happen in one march, so that a wrong model cannot hang


class ProcessNetwork(StillNetwork):
    """Every process part of a machine, all variants at once."""

    domain = "process"

    def __init__(self, sim: Simulation) -> None:
        super().__init__(sim)
        self.now = sim.now
        self.tape: tuple[Any, ...] = ()
        self.known: Any = None
        parts = sim.machine.components.values()
        mine = [p for p in parts if isinstance(self, p.network or ())]
        self.models: dict[str, Model] = {}
        for part in mine:
            self.model(part)
        self._anew()
        self.watching: list[tuple[View, Model]] = [
            (sim.views[part.tag], self.models[part.of.tag])
            for part in parts
            if isinstance(getattr(part, "of", None), Component) and part.of in mine
            if getattr(part, "watch", "")
        ]

    def model(self, part: Component) -> Any:
        """Return the model of a part; who needs another's asks for it, in any order."""
        if part.tag not in self.models:
            self.models[part.tag] = part.model(self)
        return self.models[part.tag]

    def travel(self, tag: str, body: str = "rod") -> np.ndarray:
        """Return where the rod of a part is, in mm from its inner end."""
        return self.models[tag].travel()

    # time -----------------------------------------------------------------------------------
    def solve(self) -> None:
        """Take over inputs that have changed."""
        if not self.stale:
            return
        self.stale = False
        self.now = self.sim.now
        changed = [model.steer() for model in self.models.values()]
        if any(changed) or self.sim.effective is not self.known:
            self.known = self.sim.effective
            self._anew()

    def _anew(self) -> None:
        """Forget what was foreseen: something runs otherwise from now on."""
        self.dues: list[np.ndarray] = []
        self.seen: list[tuple[np.ndarray, float]] = []

    def _foresee(self) -> None:
        if not self.dues:
            self.dues = [model.due() for model in self.models.values()]
            self.soonest = np.min(self.dues, axis=0, initial=np.inf)

    def march(self, dt: float) -> None:
        """Let a time in s pass for every variant, then tell those who watch what they see."""
        until = round(self.sim.now + dt, 6)
        for _ in range(EVENTS):
            self._foresee()
            which = self.soonest <= until
            if not which.any():
                break
            dues, when = self.dues, self.soonest
            self._anew()
            for model, due in zip(self.models.values(), dues, strict=True):
                mine = which & (due == when)
                if mine.any():
                    model.fire(mine, when)
        self.now = until
        self._look()
        for (view, _), (seen, _) in zip(self.watching, self.seen, strict=True):
            if view.part.told:
                self.sim.set_state(view.tag, view.part.told, seen)

    def _look(self) -> None:
        """Work out what each watcher sees now, and when that changes, where it is not known."""
        if not self.seen:
            self.seen = [(np.empty(0), -np.inf)] * len(self.watching)
        for k, (view, model) in enumerate(self.watching):
            if self.now >= self.seen[k][1] - 1e-9:
                self.seen[k] = model.sees(view), float(model.turns(view).min())

    @property
    def quantum(self) -> float:
        """Time in s to the next moment at which a part that watches sees something else."""
        self._foresee()
        self._look()
        wakes = (d for m, d in zip(self.models.values(), self.dues, strict=True) if m.wakes)
        soon = min((float(due.min()) for due in wakes), default=np.inf)
        for (view, _), (seen, turns) in zip(self.watching, self.seen, strict=True):
            told = view.part.told
            if told and np.any(seen != self.sim.states[view.tag, told]):
                return TICK
            soon = min(soon, turns)
        return min(max(soon - self.now, 0.0), LONGEST)

    # coming back ----------------------------------------------------------------------------
    def recall(self) -> dict[str, Any]:
        """Return everything that changes with time."""
        memory = {tag: model.recall() for tag, model in self.models.items()}
        return {"now": self.now, "models": memory}

    def restore(self, memory: dict[str, Any]) -> None:
        """Come back to what `recall` returned, here or on a network with fewer variants."""
        self.now = memory["now"]
        for tag, was in memory["models"].items():
            self.models[tag].restore(was)
        self.stale = True
        self._anew()
