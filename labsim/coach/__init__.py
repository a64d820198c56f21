"""The coach: which faults are still possible, which check tells most, and what was earned."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach import tasks
from labsim.coach.belief import Belief, Step
from labsim.coach.case import Case
from labsim.coach.dictionary import Dictionary, dictionary_of
from labsim.coach.fitted import cheaper
from labsim.coach.optimum import Plan, exact, plan, regret
from labsim.coach.outcome import Outcome, outcome
from labsim.coach.path import NEWS
from labsim.coach.policy import (
    POLICIES,
    SURE,
    Advice,
    expected_minutes,
    information,
    minutes,
    shares,
)
from labsim.coach.present import Scene, table
from labsim.coach.score import Score, judge
from labsim.coach.whose import belongs
from labsim.core.component import Fault
from labsim.core.simulation import Variant, variants_of
from labsim.family import symptom_reading

__all__ = ["Advice", "Coach", "Score", "score"]

_COACHES: dict[str, Coach] = {}
COACHES = 90  # kept in one process: the course, and some drafts of labs
WAYS, BEGUN, DEEP = 600, 60, 8  # places kept of the coach's ways; of how records begin, how far in
TABLES = 8  # scenes kept, each with what every check would read in it


class Coach:
    """Knows a lab's machine by heart: builds the fault dictionary when it is first needed."""

    def __init__(self, lab: Any) -> None:
        self.lab = lab
        self.told = ""  # the answer, for the bot that knows it
        self._belief: Belief | None = None
        self._tables: dict[str, tuple[np.ndarray, Dictionary]] = {}
        self._lost: dict[tuple, float] = {}
        self._priced: dict[tuple, tuple[Dictionary, Dictionary]] = {}  # the book keeps its id
        self._case: tuple[tuple, Case] | None = None

    @classmethod
    def of(cls, lab: Any) -> Coach:
        """Return the coach of a lab, made once in this process."""
        key = repr(lab.scenario)  # a scenario file that was changed is another lab
        if key not in _COACHES:
            while len(_COACHES) >= COACHES:
                del _COACHES[next(iter(_COACHES))]
            _COACHES[key] = cls(lab)
        return _COACHES[key]

    # what it knows of the lab -------------------------------------------------------------------
    @cached_property
    def dictionary(self) -> Dictionary:
        return dictionary_of(self.lab)

    @cached_property
    def judges(self) -> Belief:
        """A belief kept for scoring, so that scoring does not disturb the one in use."""
        return Belief(self.lab, self.dictionary)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The lab's faults with their ambiguity groups."""
        return self.dictionary.faults

    @cached_property
    def best(self) -> Plan:
        """The best way to find the group, on average over all faults, and how it was found."""
        book = self.dictionary
        return plan(book, book.prior / book.prior.sum(), self.lab.states[0].label)

    @property
    def best_minutes(self) -> float:
        """Minutes the best policy needs on average to find the group."""
        return self.best.minutes

    @cached_property
    def by_policy(self) -> dict[str, float]:
        """Minutes each named policy needs on average to find the group."""
        state = self.lab.states[0].label
        return {n: expected_minutes(self.dictionary, p, state) for n, p in POLICIES.items()}

    @property
    def serial_minutes(self) -> float:
        """Minutes needed on average terminal by terminal from the source."""
        return self.by_policy["from the source on"]

    @cached_property
    def healthy(self) -> str:
        """What the symptom's look tells on a healthy machine."""
        return symptom_reading(self.lab.scenario, self.lab.machine, [Variant()])[0]

    def retrace(self) -> None:
        """Keep the coach's own ways through the machine, and how records begin; see retrace."""
        if self._belief is None:
            self._belief = Belief(self.lab, self.dictionary)
        self._belief.way.room, self.judges.way.room, self.judges.way.deep = WAYS, BEGUN, DEEP

    def judging(self, attempt: Attempt, end: int) -> Belief:
        """Return a belief that has followed an attempt up to but without line `end`, or further."""
        used = [belief for belief in self.beliefs if belief.follows(attempt)]
        found = max(used, key=lambda belief: len(belief.done), default=None)
        return (found or self.judges.again()).update(attempt, end)

    def case(self, attempt: Attempt, fault_id: str) -> Case:
        """Return an attempt under judgement; score, hints and facts ask for the same one."""
        now = (fault_id, [event["h"] for event in attempt.events])
        if self._case is None or self._case[0] != now or self._case[1].attempt is not attempt:
            self._case = now, Case(self, attempt, fault_id)
        return self._case[1]

    @property
    def beliefs(self) -> list[Belief]:
        """What has been replayed so far: for advice, for scoring."""
        made = (self._belief, self.__dict__.get("judges"))
        return [belief for belief in made if belief is not None and belief.done]

    # what it believes of an attempt -------------------------------------------------------------
    def _replayed(self, attempt: Attempt) -> Belief:
        if self._belief is None or not self._belief.follows(attempt):
            made = self._belief is not None
            self._belief = self._belief.again() if made else Belief(self.lab, self.dictionary)
        return self._belief.update(attempt)

    def belief(self, attempt: Attempt) -> dict[str, float]:
        """Return fault id -> probability after an attempt, with "healthy" and "none of these"."""
        return self._replayed(attempt).by_fault()

    def told_by(self, attempt: Attempt) -> list[tuple[dict[str, Any], str, np.ndarray]]:
        """Return each event of an attempt, what kind of observation it is, and what it told."""
        return self._replayed(attempt).told

    def weights(self, attempt: Attempt) -> np.ndarray:
        """Return the probabilities of the dictionary's variants after an attempt."""
        return shares(self._replayed(attempt).p)

    def state(self, attempt: Attempt) -> str:
        """Return the label of the operating state an attempt has left the machine in."""
        return self._replayed(attempt).state()

    def present(self, attempt: Attempt) -> tuple[Dictionary, np.ndarray]:
        """Return what every check would read on the machine as it is now, and probabilities.

        It is the lab's dictionary until something has changed for good: a wire lifted, a part
        replaced, a fuse blown; then a table of the variants that are still possible.
        """
        belief = self._replayed(attempt)
        book, p = self.seen_in(belief.scene(), shares(belief.p))
        return self._without_idle(book, belief), p

    def _without_idle(self, book: Dictionary, belief: Any) -> Dictionary:
        """Take out what told nothing when it was made, of a machine that may not have come home:
        a table that begins at home promises news that are old."""
        if not self.lab.machine.moments:
            return book
        key = belief.scene().key
        made = [step for step in belief.steps if step.scene.key == key and self.bits(step) < NEWS]
        idle = {(step.state, *_made(step.event)) for step in made}
        rows = [n for n, c in enumerate(book.checks) if (c.state, c.function, c.ports) in idle]
        if not rows:
            return book
        code = book.code.copy()
        code[rows] = 0
        return replace(book, code=code)

    def seen_in(self, scene: Scene, p: np.ndarray) -> tuple[Dictionary, np.ndarray]:
        """Return what every check reads in a scene, and the probabilities of its variants."""
        rows, book = self.book_of(scene, p)
        return book, p[rows] / p[rows].sum()

    def book_of(self, scene: Scene, p: np.ndarray) -> tuple[np.ndarray, Dictionary]:
        """Return the numbers of the variants that are possible, and what they read in a scene."""
        rows, book = self._as_it_stands(scene, p)
        if not scene.on:
            return rows, book
        if (id(book), scene.on) not in self._priced:
            machine, titles = self.lab.machine, self.lab.scenario.instruments
            fresh = (book, cheaper(book, machine, titles, scene.on))
            self._priced = dict([*self._priced.items()][-TABLES:]) | {(id(book), scene.on): fresh}
        return rows, self._priced[id(book), scene.on][1]

    def _as_it_stands(self, scene: Scene, p: np.ndarray) -> tuple[np.ndarray, Dictionary]:
        if not scene.key:
            return np.arange(len(p)), self.dictionary
        live = np.flatnonzero(p > SURE)
        rows, book = self._tables.get(scene.key, (np.zeros(0, dtype=int), None))
        if book is None or not np.isin(live, rows).all():
            rows, book = live, table(self.lab, self.dictionary, scene, live)
            self._tables = dict([*self._tables.items()][-TABLES + 1 :]) | {scene.key: (rows, book)}
        return rows, book

    # what it advises ----------------------------------------------------------------------------
    def rank(self, attempt: Attempt, n: int = 10) -> list[Advice]:
        """Return the n checks that tell most per minute now."""
        book, p = self.present(attempt)
        bits = information(book.code, book.group, p)
        cost = minutes(book, self.state(attempt))
        order = np.argsort(-bits / cost, kind="stable")[:n]
        return [advice(book, int(k), float(bits[k]), float(cost[k]), p) for k in order]

    def plan(self, attempt: Attempt) -> Plan:
        """Return the way that ends soonest from here: exact within a budget, or else greedy."""
        book, p = self.present(attempt)
        return plan(book, p, self.state(attempt))

    def exact(self, attempt: Attempt) -> Plan | None:
        """Return the way that ends soonest from here, None where the search finds no exact one."""
        book, p = self.present(attempt)
        return exact(book, p, self.state(attempt))

    def outcome(self, attempt: Attempt, fault_id: str) -> Outcome:
        """Replay an attempt on the true machine and see what came of it."""
        truth = variants_of(self.lab.machine.fault(fault_id))
        return outcome(self.lab, attempt, truth, self.healthy if self.lab.scenario.symptom else "")

    def bits(self, step: Step) -> float:
        """Return the bits a step of an attempt was expected to tell."""
        return float(information(step.code[None], self.dictionary.group, shares(step.before))[0])

    def regret(self, step: Step, taken: float) -> float:
        """Return the minutes a step was expected to lose against the best way from there."""
        p = shares(step.before)
        key = (
            step.scene.key,
            step.scene.on,
            step.came,
            step.state,
            taken,
            step.code.tobytes(),
            p.round(9).tobytes(),
        )
        if key not in self._lost:
            rows, book = self.book_of(step.scene, p)
            now, code = p[rows] / p[rows].sum(), step.code[rows]
            self._lost[key] = regret(book, now, step.came, taken, code, step.state)
        return self._lost[key]

    def spent(self, step: Step, taken: float) -> float:
        """Return the minutes a step lost as it came out: those it took less those it spared."""
        was = plan(*self.seen_in(step.scene, shares(step.before)), step.came).minutes
        now = plan(*self.seen_in(step.scene, shares(step.after)), step.state).minutes
        return max(0.0, taken + now - was)


def _made(event: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return function and ports of a reading, as a check has them."""
    if event["do"] == "look":
        return "look", (event["tag"],)
    return event["function"], tuple(event["ports"])


def advice(book: Dictionary, k: int, bits: float, cost: float, p: np.ndarray) -> Advice:
    """Return a check of a dictionary as advice, with how it splits the suspects."""
    sizes = np.sort(np.bincount(book.code[k], weights=p))[::-1]
    sizes = [size for size in sizes if size > 0.005][:4]
    parts = " / ".join(f"{size:.0%}" for size in sizes)
    why = f"splits the suspects {parts}" if len(sizes) > 1 else "tells nothing new"
    return Advice(book.checks[k], bits, cost, why)


def score(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on a lab whose hidden fault was `fault_id`; LabsimError if it is another's.

    A record of another lab, or of an older edition of the machine, is refused, never mis-scored.
    """
    belongs(lab, attempt)
    task = tasks.of(lab)
    if task is not None:
        return task.judge(lab, attempt, fault_id)
    return judge(Coach.of(lab), attempt, fault_id)
