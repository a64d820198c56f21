"""What came of an attempt on the true machine: sound parts, cured, proved, false readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.belief import matches
from labsim.coach.dictionary import stack
from labsim.core.simulation import Simulation, Variant
from labsim.hands import Hands

__all__ = ["Outcome", "outcome"]

IMPOSSIBLE = 5e-3  # a reading less likely than this on the true machine does not come out


@dataclass
class Outcome:
    """`sound`: repaired though nothing was wrong with it; `strange`: impossible readings.

    `again`: renewed alone, and again later because its cause was still there. `misset`: renewed
    although only what is set on it was wrong, which no new part puts right.
    """

    sound: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    misset: list[str] = field(default_factory=list)
    strange: list[dict[str, Any]] = field(default_factory=list)
    cured: bool = False
    proved: bool = False


def outcome(lab: Any, attempt: Attempt, truth: list[Variant], healthy: str) -> Outcome:
    """Replay an attempt on the true machine, all severities of its fault at once.

    `healthy` is what the symptom's look tells on a machine that works.
    """
    sim = stack(lab, truth)
    hands, found = Hands(sim, titles=lab.scenario.instruments), Outcome()
    symptom = lab.scenario.symptom
    fits, since, bare = np.ones(sim.count, dtype=bool), None, {}
    for event in attempt.events[1:]:
        if event["do"] in ("repair", "set", "turn", "force", "unforce", "mode"):
            found.proved, since = False, None
        if event["do"] in ("repair", "set"):
            _renewed(sim, event, found, bare)
        measured = hands.do(event)
        if measured is not None and event.get("value") != "----":
            match = matches(event, measured) > IMPOSSIBLE
            if not np.any(match & fits):
                found.strange.append(event)
            fits = fits & match if np.any(fits & match) else fits
        if symptom:
            since = (since or sim.now) if works(sim, lab.scenario, healthy, fits) else None
            long = since is not None and sim.now - since >= lab.scenario.waited
            found.proved |= long and not left(sim, fits)
    found.cured = (bool(symptom) and found.proved) or _cured(sim, fits)
    return found


def _renewed(sim: Simulation, event: dict[str, Any], found: Outcome, bare: dict[str, bool]) -> None:
    """Note what came of a repair; `bare` keeps what was renewed so far, and whether alone."""
    what = event.get("what") or f"{event['tag']} {event['parameter']}"
    if not (needed(sim, what) if "what" in event else misset(sim, event)):
        found.sound.append(what)
        if any(place[0] == what for wrong in sim.wrong for place in wrong):
            found.misset.append(what)
    elif bare.get(what):
        found.again.append(what)
    bare[what] = not (set(bare) - {what})


def works(sim: Simulation, scenario: Any, healthy: str, fits: np.ndarray) -> bool:
    """Tell whether the machine is being worked as in the complaint and does what it should.

    `fits` are the severities that the readings leave: another one may have blown a fuse meanwhile.
    """
    part = sim.machine.component(scenario.symptom["look"])
    at = lambda tag: sim.machine.component(tag).positions[int(sim.states[tag, "position"][0])]  # noqa: E731
    on = all(at(tag) == (to or sim.machine.component(tag).positions[1])
             for tag, to in scenario.held.items())  # fmt: skip
    return bool(on and (sim.views[part.tag].look() == healthy)[fits].all())


def left(sim: Simulation, fits: np.ndarray) -> bool:
    """Tell whether anything is wrong still; a screw turned puts one severity right, not another."""
    return any(wrong for wrong, fit in zip(sim.wrong, fits, strict=True) if fit)


def _cured(sim: Simulation, fits: np.ndarray) -> bool:
    melted = [k for k, v in sim.states.items() if k[1] == "melted" and np.any(v)]
    return not left(sim, fits) and not melted


def misset(sim: Simulation, event: dict[str, Any]) -> bool:
    """Tell whether the parameter that is entered was wrong before."""
    place = event["tag"], sim.machine.component(event["tag"]).menu[event["parameter"]]
    return any(place in wrong for wrong in sim.wrong)


def needed(sim: Simulation, what: str) -> bool:
    """Tell whether a repair touches something wrong: a faulty part or wire, or a melted fuse."""
    tag = what.partition(":")[0]
    kept = sim.machine.component(tag).menu.values()  # settings: no new part puts them right
    if any(place[0] == tag and place[1] not in kept for wrong in sim.wrong for place in wrong):
        return True
    for net in sim.machine.nets:
        if len(net) == 2 and tag in {p.component.tag for p in net}:
            ends = {place for port in net for place in port.own}
            if any(ends & set(wrong) for wrong in sim.wrong):
                return True
    return bool(np.any(sim.states.get((tag, "melted"), False)))
