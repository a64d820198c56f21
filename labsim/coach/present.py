"""The machine as it is now: what every check would read after wires were lifted, parts replaced,
fuses blown. The dictionary tells how the machine was found; a scene that differs from it for good
gets a table of its own, of the variants that are still possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from labsim.coach.dictionary import Dictionary, tabulate
from labsim.coach.grouping import classes
from labsim.coach.provoked import CONTROLS
from labsim.core.clock import HOT, WARM
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.hands import Hands
from labsim.moments import steps_home
from labsim.states import act

__all__ = ["Scene", "home", "lifted", "positions", "table"]

# States that stay when the machine is back at rest.
LASTING = ("melted", "tripped", "forced", "forced_to", "mode", "lost")


@dataclass
class Scene:
    """A situation: `key` names it, "" as found; `snapshot` and `state` are where it stands.

    `on`: what sits in lines and has been read there, (instrument, port).
    """

    key: str
    snapshot: dict[str, Any] | None
    state: str
    on: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(
        cls,
        sim: Any,
        start: dict[str, Any],
        made: str,
        state: str,
        live: np.ndarray,
        off: frozenset[tuple[str, str]],
    ) -> Scene:
        """Return the scene of a simulation that began at `start`; `live` suspects count.

        `off`: conductors that are off their terminals, those that the state parts left out.
        """
        lasting = {place: now for place, now in sim.states.items() if place[1] in LASTING}
        warm = _warm(sim)
        changed = any((now != start["states"][place])[live].any() for place, now in lasting.items())
        if not (changed or made or warm or off):
            return cls("", None, state)
        lasting |= warm
        now = [(place, values.tobytes()) for place, values in lasting.items()]
        return cls(repr((made, sorted(off), now)), sim.snapshot(), state)


def _warm(sim: Simulation) -> dict[tuple[str, str], np.ndarray]:
    """Return what is hot where heat brings a fault on: states in tenths, parts under a heat gun."""
    if not any(variant.when == "heat" for variant in sim.variants):
        return {}
    hot = {place: value.round(1) for place, value in sim.states.items() if place[1] == "heat"}
    found = {place: value for place, value in hot.items() if (value >= HOT).any()}
    gun = {tag for tag, since in sim.warmed.items() if sim.now - since < WARM[1]}
    return found | {(tag, "warmed"): np.zeros(1) for tag in sorted(gun)}


def home(machine: Machine) -> dict[str, int]:
    """Return the position in which every control of a machine rests, by tag."""
    parts = {tag: part for tag, part in machine.components.items() if part.positions}
    return {tag: int(part._states["position"].initial) for tag, part in parts.items()}


def positions(machine: Machine, steps: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Return where every control stands after steps such as ("press", "S1") from rest."""
    stand = home(machine)
    for do, tag, *to in steps:
        names = machine.component(tag).positions if do in CONTROLS else ()
        if names:
            turned = names.index(to[0]) if to else int(do in ("press", "restore"))
            stand[tag] = turned
    return stand


def lifted(machine: Machine, steps: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, str]]:
    """Return the conductors that steps such as ("lift", "W1:2") leave off, as a simulation does."""
    ports = [machine.port(step[1]) for step in steps if step[0] == "lift"]
    return frozenset((port.component.tag, f"{port.mark}.joint") for port in ports)


def table(lab: Any, book: Dictionary, scene: Scene, live: np.ndarray) -> Dictionary:
    """Return what every check would read in a scene, of the variants numbered in `live`."""
    sim = Simulation(lab.machine, [book.variants[n] for n in live])
    sim.slack = lab.scenario.slack
    sim.rewind(_rows(scene.snapshot, live, len(book.variants)))
    _to_rest(lab, sim, scene.state)
    value, sigma = tabulate(lab, sim)
    some = {"variants": sim.variants, "prior": book.prior[live], "group": book.group[live]}
    return replace(book, value=value, sigma=sigma, code=classes(value, sigma), **some)


def _rows(snapshot: Any, live: np.ndarray, count: int) -> Any:
    """Return a snapshot with the rows of some variants only."""
    if isinstance(snapshot, dict):
        return {key: _rows(value, live, count) for key, value in snapshot.items()}
    if isinstance(snapshot, np.ndarray) and snapshot.shape[:1] == (count,):
        return snapshot[live]
    if isinstance(snapshot, tuple):
        return tuple(_rows(value, live, count) for value in snapshot)
    if isinstance(snapshot, list) and all(isinstance(item, np.ndarray) for item in snapshot):
        return [_rows(item, live, count) for item in snapshot]
    if isinstance(snapshot, list) and len(snapshot) == count:
        return [snapshot[n] for n in live]
    return snapshot


def _to_rest(lab: Any, sim: Simulation, label: str) -> None:
    """Let go of everything, switch on what is off, stop what runs; lifted wires stay lifted."""
    hands, rest = Hands(sim), max(1.0, lab.machine.pause)
    stand = home(lab.machine)
    for tag, place in stand.items():
        if int(sim.states[tag, "position"][0]) != place:
            name = lab.machine.component(tag).positions[place]
            hands.do({"do": "operate", "tag": tag, "position": name, "dt": rest})
    state = next((s for s in lab.states if s.label == label), None)
    act(sim, state.back if state is not None else (), rest)
    act(sim, steps_home(lab.machine), None)
