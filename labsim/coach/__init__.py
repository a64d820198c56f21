"""The coach: which faults are still possible, which check tells most, and what was earned."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.bench import variants_of
from labsim.coach.belief import Belief, Step
from labsim.coach.dictionary import Dictionary, build
from labsim.coach.policy import Advice, expected_minutes, greedy, information, minutes, serial
from labsim.coach.score import Score, judge
from labsim.core.component import Fault
from labsim.hands import Hands

__all__ = ["Advice", "Coach", "Score", "score"]

_COACHES: dict[str, Coach] = {}


class Coach:
    """Knows a lab's machine by heart: builds the fault dictionary when it is first needed."""

    def __init__(self, lab: Any) -> None:
        self.lab = lab
        self._belief: Belief | None = None

    @classmethod
    def of(cls, lab: Any) -> Coach:
        """Return the coach of a lab, made once in this process."""
        key = f"{lab.id} {lab.scenario.source}"
        if key not in _COACHES:
            _COACHES[key] = cls(lab)
        return _COACHES[key]

    @cached_property
    def dictionary(self) -> Dictionary:
        return build(self.lab)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The lab's faults with their ambiguity groups."""
        return self.dictionary.faults

    @cached_property
    def best_minutes(self) -> float:
        """Minutes the greedy policy needs on average to find the group."""
        return expected_minutes(self.dictionary, greedy, self.lab.states[0].label)

    @cached_property
    def serial_minutes(self) -> float:
        """Minutes needed on average terminal by terminal from the source."""
        return expected_minutes(self.dictionary, serial, self.lab.states[0].label)

    def _replayed(self, attempt: Attempt) -> Belief:
        if self._belief is None or not self._belief.follows(attempt):
            self._belief = Belief(self.lab, self.dictionary)
        return self._belief.update(attempt)

    def belief(self, attempt: Attempt) -> dict[str, float]:
        """Return fault id -> probability after an attempt, with "healthy" and "none of these"."""
        return self._replayed(attempt).by_fault()

    def rank(self, attempt: Attempt, n: int = 10) -> list[Advice]:
        """Return the n checks that tell most per minute now."""
        belief = self._replayed(attempt)
        book = self.dictionary
        p = belief.p[:-1] / belief.p[:-1].sum()
        bits = information(book.code, book.group, p)
        cost = minutes(book, belief.state())
        order = np.argsort(-bits / cost, kind="stable")[:n]
        return [self._advice(int(k), float(bits[k]), float(cost[k]), p) for k in order]

    def _advice(self, k: int, bits: float, cost: float, p: np.ndarray) -> Advice:
        book = self.dictionary
        code = book.code[k]
        shares = np.sort(np.bincount(code, weights=p))[::-1]
        shares = [s for s in shares if s > 0.005][:4]
        parts = " / ".join(f"{s:.0%}" for s in shares)
        why = f"splits the suspects {parts}" if len(shares) > 1 else "tells nothing new"
        return Advice(book.checks[k], bits, cost, why)

    def worth(self, step: Step) -> tuple[float, float]:
        """Return the bits a step was expected to tell, and the best bits per minute then."""
        book = self.dictionary
        p = step.before[:-1] / step.before[:-1].sum()
        own = float(information(step.code[None], book.group, p)[0])
        bits = information(book.code, book.group, p)
        cost = np.array([c.minutes for c in book.checks])
        return own, float(np.max(bits / cost, initial=0.0))

    def outcome(self, attempt: Attempt, fault_id: str) -> tuple[list[str], bool, bool]:
        """Return sound parts that were fitted, whether the symptom is gone, and was seen gone."""
        mine = [v for v in variants_of(self.lab.machine.fault(fault_id))]
        return outcome(self.lab, attempt, mine)


def outcome(lab: Any, attempt: Attempt, mine: list[Any]) -> tuple[list[str], bool, bool]:
    """Replay an attempt on the true machine; see Coach.outcome."""
    from labsim.coach.dictionary import stack

    sim = stack(lab, mine)
    hands, sound, proved = Hands(sim), [], False
    healthy = healthy_symptom(lab)
    for event in attempt.events[1:]:
        if event["do"] == "repair" and not needed(sim, event["what"]):
            sound.append(event["what"])
        hands.do(event)
        if event["do"] == "repair":
            proved = False
        symptom = lab.scenario.symptom
        if event["do"] in ("press", "release", "look", "restore") and not any(sim.wrong):
            part = lab.machine.component(symptom["look"])
            held = {s.partition(" ")[2] for s in symptom.get("do", ()) if s.startswith("press")}
            on = all(sim.states[t, "position"][0] == 1 for t in held)
            proved |= bool(on and (part.look(sim.views[part.tag]) == healthy).all())
    return sound, not any(sim.wrong), proved


def healthy_symptom(lab: Any) -> str:
    """Return what the symptom's look tells on a healthy machine."""
    from labsim.core.simulation import Variant
    from labsim.scenario import symptom_reading

    return symptom_reading(lab.scenario, lab.machine, [Variant()])[0]


def needed(sim: Any, what: str) -> bool:
    """Tell whether a repair touches something wrong: a faulty part or a melted fuse."""
    tag = what.partition(":")[0]
    if any(place[0] == tag for wrong in sim.wrong for place in wrong):
        return True
    ports = {f"{tag}:{mark}" for mark in sim.machine.component(tag).marks}
    for net in sim.machine.nets:
        names = {p.name for p in net}
        if len(net) == 2 and names & ports:
            far = {(p.component.tag, f"{p.mark}.joint") for p in net}
            if any(far & set(wrong) for wrong in sim.wrong):
                return True
    return bool(np.any(sim.states.get((tag, "melted"), False)))


def score(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on a lab whose hidden fault was `fault_id`."""
    return judge(Coach.of(lab), attempt, fault_id)
