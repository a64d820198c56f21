"""A machine in time: one machine, or many variants of it that differ in parameter values."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.core.circuit import loose_ends
from labsim.core.clock import TICK
from labsim.core.component import Component, Fault
from labsim.core.errors import LabsimError, unknown
from labsim.core.intermittent import Intermittent
from labsim.core.machine import Machine
from labsim.core.told import Told, same
from labsim.core.view import View

__all__ = ["TICK", "Simulation", "Variant", "View", "variants_of"]
Values = Mapping[tuple[str, str], float] | None


@dataclass(frozen=True)
class Variant:
    """Parameters that differ from the drawing: {(tag, parameter): value}, and when they do."""

    wrong: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    when: str | None = None
    name: str = "healthy"
    severity: int = 0


def variants_of(fault: Fault) -> list[Variant]:
    """Return a variant of the machine for each severity of a fault."""
    places = enumerate(fault.places())
    return [Variant(wrong, fault.when, fault.id, n) for n, wrong in places]


class Simulation(Intermittent):
    """Runs a machine: hands operate it, time advances, networks are solved when inputs change."""

    heard: Callable[[], None] | None = None  # who looks on while time passes
    slack: float = 0.0  # standard error of its own values, part of a reading; of what foretells

    def __init__(
        self, machine: Machine, variants: Sequence[Variant] = (Variant(),), values: Values = None
    ) -> None:
        """`values` are those of this very machine where they are not as drawn, yet sound."""
        super().__init__()
        loose_ends(machine)
        self.machine, self.variants = machine, list(variants)
        self.count, self.values = len(self.variants), dict(values or {})
        self.views = {tag: View(self, part) for tag, part in machine.components.items()}
        views, silent = self.views.values(), Component.rules
        self.rules = [Told(v, self._ruled) for v in views if type(v.part).rules is not silent]
        self.states = {}
        self._take_values()
        self._calm: list[Any] | None = None  # how it stood when no rule had more to say
        self.lifted: frozenset[tuple[str, str]] = frozenset()
        self.gaping: dict[tuple[str, str], float] = {}  # fittings that are undone, mm²
        self.tape: tuple[tuple[float, Any], ...] = ()  # (s, node voltages) since it was armed
        self.armed: tuple[str, ...] = ()
        self._take_faults()
        self._refresh()
        kinds = {p.network for p in machine.components.values() if p.network is not None}
        self.networks = [kind(self) for kind in sorted(kinds, key=lambda k: k.__name__)]
        self.marching = [network for network in self.networks if hasattr(network, "march")]
        self.settle()

    def _take_values(self) -> None:
        parts = self.machine.components.items()
        sheet = {(tag, name): v for tag, part in parts for name, v in part.values.items()}
        self.nominal = {p: np.full(self.count, self.values.get(p, v)) for p, v in sheet.items()}
        for tag, name in [(tag, name) for tag, part in parts for name in part._states]:
            self._reset_state(tag, name)

    def _take_faults(self) -> None:
        self.wrong = [dict(variant.wrong) for variant in self.variants]
        for tag, name in (place for wrong in self.wrong for place in wrong):
            if (tag, name) not in self.nominal:
                raise unknown(tag, "parameter", name, self.machine.component(tag).params)
        self._effective_key: Any = None

    # parameters and states --------------------------------------------------------------
    def at(self, place: tuple[str, str]) -> np.ndarray | None:
        """Return a state or effective parameter of every variant, None if there is none."""
        values = self.states.get(place)
        return self.effective.get(place) if values is None else values

    def _reset_state(self, tag: str, name: str) -> None:
        part = self.machine.components[tag]
        initial = part._states[name].initial
        row = np.asarray(initial(part) if callable(initial) else initial)  # of several: a row each
        self.states[tag, name] = np.broadcast_to(row, (self.count, *row.shape)).copy()

    def _refresh(self) -> bool:
        """Recompute effective parameters; True when they changed."""
        live = self._live()
        key = (live, self.lifted, self.gaping)
        if key == self._effective_key:
            return False
        self._effective_key = key
        self.effective = dict(self.nominal)
        for n, (on, wrong) in enumerate(zip(live, self.wrong, strict=True)):
            for place, value in wrong.items() if on else ():
                if self.effective[place] is self.nominal[place]:
                    self.effective[place] = self.nominal[place].astype(
                        np.result_type(self.nominal[place], np.asarray(value))
                    )
                self.effective[place][n] = value
        for place in self.lifted:
            self.effective[place] = np.full(self.count, np.inf)
        for place, area in self.gaping.items():
            self.effective[place] = np.full(self.count, area)
        return True

    def set_state(self, tag: str, name: str, value: Any) -> None:
        """Set a state of every variant (array) or of all alike (scalar)."""
        old = self._glance((tag, name))
        if np.shape(value) == old.shape and not (value != old).any():
            return
        new = np.broadcast_to(np.asarray(value, dtype=old.dtype), old.shape).copy()
        if not np.array_equal(old, new):
            self.states[tag, name] = new
            self.touch()

    def remember(self, place: tuple[str, str], value: np.ndarray) -> None:
        """Set a state that no network depends on."""
        self._glance(place)
        self.states[place] = value

    def touch(self) -> None:
        """Say that something the networks depend on has changed."""
        for network in getattr(self, "networks", ()):
            network.stale = True

    def network_of(self, part: Component) -> Any:
        for network in self.networks:
            if isinstance(network, part.network):
                if self.read is not None:
                    self.read.network(network)
                return network
        raise LabsimError(f"{part.tag} belongs to no network")

    def solve(self) -> None:
        """Bring networks and state rules up to date at the present moment."""
        if self._refresh():
            self.touch()
        for network in self.networks:
            network.solve()
        stand = self._stand()
        if same(stand, self._calm):
            return
        for rules in self.rules:
            rules()
        steady = all(rules.steady for rules in self.rules)
        self._calm = stand if steady and same(stand, self._stand()) else None

    def _stand(self) -> list[Any]:
        """Return all that steady rules depend on, each the same object while it is the same."""
        news = [getattr(network, "news", None) for network in self.networks]
        return [self.now, self.effective, *news, *self.states.values()]

    def _ruled(self, view: View) -> None:
        self._rates.pop(view.tag, None)
        view.part.rules(view)

    def march(self, dt: float) -> None:
        for network in self.marching:
            network.march(dt)

    def quantum(self) -> float:
        return min((network.quantum for network in self.marching), default=np.inf)

    # hands --------------------------------------------------------------------------------
    def operate(self, tag: str, position: str) -> Simulation:
        """Put a control into one of its positions, by name."""
        part = self.machine.component(tag)
        if not part.positions:
            hands = [t for t, p in self.machine.components.items() if p.positions]
            raise unknown(f"{tag} is a {part.title} and", "control; controls are", "", hands)
        if position not in part.positions:
            raise unknown(tag, "position", position, part.positions)
        self.set_state(tag, "position", part.positions.index(position))
        return self

    def tap(self, tag: str) -> Simulation:
        """Knock on a part: what fails by vibration fails now, for a second."""
        self.machine.component(tag)
        self.tapped[tag] = self.now
        return self

    def warm(self, tag: str) -> Simulation:
        """Put a heat gun on a part: what fails by heat fails after a minute, for some minutes."""
        self.machine.component(tag)
        self.warmed[tag] = self.now
        return self

    def arm(self, *ports: str) -> Simulation:
        """Begin to record voltages on the tape, whenever they change; no port named: all count."""
        self.armed = ports
        self.tape = ((self.now, self._volts()),)
        return self

    def note(self) -> None:
        if self.heard is not None:
            self.heard()
        if self.tape:
            volts = self._volts()
            if not all(map(np.array_equal, volts, self.tape[-1][1])):
                self.tape += ((self.now, volts),)

    def _volts(self) -> tuple[np.ndarray, ...]:
        return tuple(n.v.copy() for n in self.networks if hasattr(n, "v"))

    def lift(self, address: str) -> Simulation:
        """Take the conductor off a terminal."""
        port = self.machine.port(address)
        self.lifted |= {(port.component.tag, f"{port.mark}.joint")}
        return self

    def land(self, address: str) -> Simulation:
        """Put the conductor back on its terminal; what was broken before is broken still."""
        port = self.machine.port(address)
        self.lifted -= {(port.component.tag, f"{port.mark}.joint")}
        return self

    def replace(self, tag: str) -> Simulation:
        """Fit a new part with new leads: its parameters and states are right from now on.

        What was entered at a keypad is brought over to the new part, right or wrong.
        """
        part = self.machine.component(tag)
        places = {(tag, name) for name in part.params if name not in part.menu.values()}
        for net in self.machine.nets:
            if len(net) == 2 and tag in {p.component.tag for p in net}:
                places |= {(p.component.tag, f"{p.mark}.joint") for p in net}
        return self._restore(places, tag)

    def enter(self, tag: str, name: str, value: Any) -> Simulation:
        """Enter a parameter, one value or one for each variant: wrong unless the drawing's."""
        part, place = self.machine.component(tag), (tag, name)
        values = np.broadcast_to(value, (self.count,))
        right = np.isclose(values, part.values[name], rtol=1e-9, atol=1e-9)
        mine = [{} if ok else {place: float(v)} for ok, v in zip(right, values, strict=True)]
        rest = [{k: v for k, v in w.items() if k != place} for w in self.wrong]
        self.wrong = [w | own for w, own in zip(rest, mine, strict=True)]
        self._effective_key = None
        part.entered(self.views[tag])
        self.touch()
        return self

    def remake(self, address: str) -> Simulation:
        """Make a connection anew: the terminal, and the far end if the wire has just two."""
        port = self.machine.port(address)
        places = set(port.own)
        for net in self.machine.nets:
            if port in net and len(net) == 2:
                places |= {place for end in net for place in end.own}
        return self._restore(places, None)

    def _restore(self, places: set[tuple[str, str]], tag: str | None) -> Simulation:
        for place in places:
            value = self.machine.components[place[0]].values[place[1]]
            self.nominal[place] = np.full(self.count, self.values.get(place, value))
        self.wrong = [{k: v for k, v in w.items() if k not in places} for w in self.wrong]
        if tag is not None:
            kept = self.states.get((tag, "position"))
            for name in self.machine.components[tag]._states:
                self._reset_state(tag, name)
            if kept is not None:
                self.states[tag, "position"] = kept
        self._effective_key = None
        self.touch()
        return self

    # copies -------------------------------------------------------------------------------
    def snapshot(self) -> dict[str, Any]:
        """Return everything that changes with time, to come back to with `rewind`."""
        names = ("now", "tapped", "warmed", "tape", "armed", "nominal", "states", "wrong", "lifted")
        names += ("_due", "_want", "_lags", "_grown", "flips", "_flipped", "_wakes")
        memory = {n: network.recall() for n, network in enumerate(self.marching)}
        return {"memory": memory} | {name: copy.copy(getattr(self, name)) for name in names}

    def rewind(self, snapshot: Mapping[str, Any]) -> Simulation:
        """Go back to a snapshot of this simulation."""
        for name in snapshot.keys() - {"memory"}:
            setattr(self, name, copy.copy(snapshot[name]))
        self._calm = None
        for rules in self.rules:
            rules.forget()
        self._effective_key = None
        self._refresh()
        for n, network in enumerate(self.marching):
            network.restore(snapshot["memory"][n])
        self.touch()
        self.solve()
        return self
