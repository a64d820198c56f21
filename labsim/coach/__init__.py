"""The coach: which faults are still possible, which check tells most, and what was earned."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach import tasks
from labsim.coach.belief import Belief, Step
from labsim.coach.dictionary import Dictionary, build
from labsim.coach.outcome import Outcome, outcome
from labsim.coach.policy import Advice, expected_minutes, greedy, information, minutes, serial
from labsim.coach.score import Score, judge
from labsim.coach.whose import belongs
from labsim.core.component import Fault
from labsim.core.simulation import Variant, variants_of
from labsim.scenario import symptom_reading

__all__ = ["Advice", "Coach", "Score", "score"]

_COACHES: dict[str, Coach] = {}


class Coach:
    """Knows a lab's machine by heart: builds the fault dictionary when it is first needed."""

    def __init__(self, lab: Any) -> None:
        self.lab = lab
        self.told = ""  # the answer, for the bot that knows it
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

    @cached_property
    def judges(self) -> Belief:
        """A belief kept for scoring, so that scoring does not disturb the one in use."""
        return Belief(self.lab, self.dictionary)

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
            made = self._belief is not None
            self._belief = self._belief.again() if made else Belief(self.lab, self.dictionary)
        return self._belief.update(attempt)

    def belief(self, attempt: Attempt) -> dict[str, float]:
        """Return fault id -> probability after an attempt, with "healthy" and "none of these"."""
        return self._replayed(attempt).by_fault()

    def weights(self, attempt: Attempt) -> np.ndarray:
        """Return the probabilities of the dictionary's variants after an attempt."""
        p = self._replayed(attempt).p[:-1]
        return p / p.sum()

    def state(self, attempt: Attempt) -> str:
        """Return the label of the operating state an attempt has left the machine in."""
        return self._replayed(attempt).state()

    @cached_property
    def healthy(self) -> str:
        """What the symptom's look tells on a healthy machine."""
        return symptom_reading(self.lab.scenario, self.lab.machine, [Variant()])[0]

    def rank(self, attempt: Attempt, n: int = 10) -> list[Advice]:
        """Return the n checks that tell most per minute now."""
        book, p = self.dictionary, self.weights(attempt)
        bits = information(book.code, book.group, p)
        cost = minutes(book, self.state(attempt))
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
        cost = minutes(book, step.came)
        return own, float(np.max(bits / cost, initial=0.0))

    def outcome(self, attempt: Attempt, fault_id: str) -> Outcome:
        """Replay an attempt on the true machine and see what came of it."""
        truth = variants_of(self.lab.machine.fault(fault_id))
        return outcome(self.lab, attempt, truth, self.healthy if self.lab.scenario.symptom else "")


def score(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on a lab whose hidden fault was `fault_id`; LabsimError if it is another's.

    A record of another lab, or of an older edition of the machine, is refused, never mis-scored.
    """
    belongs(lab, attempt)
    task = tasks.of(lab)
    if task is not None:
        return task.judge(lab, attempt, fault_id)
    return judge(Coach.of(lab), attempt, fault_id)
