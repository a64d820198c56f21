"""One attempt under judgement: what was claimed when, what the readings carried, what is true."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.dictionary import parts_of
from labsim.coach.path import Path, walk

__all__ = ["Case", "Claim"]


@dataclass
class Claim:
    """A fault that was named, and the belief just before anything but a reading followed."""

    name: str
    p: np.ndarray


class Case:
    """An attempt, the belief at each claim, the readings to the last, the true outcome."""

    def __init__(self, coach: Any, attempt: Attempt, fault_id: str) -> None:
        self.coach, self.lab, self.attempt, self.truth = coach, coach.lab, attempt, fault_id
        self.book = coach.dictionary
        self.group_of = self.book.group_of
        self.parts = parts_of(fault_id)
        self.repairs = attempt.of("repair", "set", "turn", "unforce")
        named = self._named()
        last = named[-1][1] if named else self._first(0, "repair", "set")
        belief = coach.judging(attempt, last)
        self.claims = [Claim(name, belief.lines[end - 1]) for name, end in named]
        # What the record says after the last claim adds nothing to what is judged.
        self.steps = [step for step in belief.steps if step.event["n"] < last]
        self.told = belief.told[:last]
        self.outcome = coach.outcome(attempt, fault_id)

    @cached_property
    def walked(self) -> Path:
        """What the way to the diagnosis lost."""
        return walk(self.coach, self.attempt, self.steps)

    def _first(self, after: int, *kinds: str) -> int:
        """Return the number of the first event of some kinds after an event, or the end."""
        found = [event["n"] for event in self.attempt.of(*kinds) if event["n"] > after]
        return found[0] if found else len(self.attempt.events)

    def _named(self) -> list[tuple[str, int]]:
        """Return what was claimed, and the event up to which readings can speak for it.

        What was read after the claim or the first repair earns nothing any more. Where one fault is
        hidden the last diagnosis counts; where two are, every one, the second after what the first
        repair has brought to light.
        """
        said = [(f"{e['component']}: {e['title']}", e["n"]) for e in self.attempt.of("diagnose")]
        if len(self.parts) == 1:
            return [(name, self._first(0, "diagnose", "repair", "set")) for name, _ in said[-1:]]
        named: dict[str, int] = {}
        for name, at in said:
            named.setdefault(name, at)
        ends, before = [], 0
        for name, at in named.items():
            own = name.partition(":")[0]
            done = [e["n"] for e in self.repairs if worked_on(e) == own]
            before = max(before, min([at, *done]))
            ends.append((name, before))
        return ends

    # what is right ------------------------------------------------------------------------------
    @property
    def true_groups(self) -> set[int]:
        """The ambiguity groups of the hidden faults."""
        return {self.group_of[part] for part in self.parts if part in self.group_of}

    def is_right(self, name: str) -> bool:
        """Tell whether a claim names a hidden fault, or one that no check can tell from it."""
        return self.group_of.get(name, -1) in self.true_groups

    @property
    def right(self) -> list[Claim]:
        """The claims that are right, one for each hidden fault at most."""
        found: dict[int, Claim] = {}
        for claim in self.claims:
            if self.is_right(claim.name):
                found.setdefault(self.group_of[claim.name], claim)
        return list(found.values())

    # what is likely -----------------------------------------------------------------------------
    def mass(self, p: np.ndarray, name: str) -> float:
        """Return the probability that a fault, or one no check can tell from it, is there."""
        return self.book.mass(p, name)

    def rivals(self, p: np.ndarray, claim: str) -> str:
        """Name the likeliest other groups of single faults."""
        rest: dict[int, tuple[float, str]] = {}
        for name in self.book.singles:
            if self.group_of[name] != self.group_of.get(claim):
                rest.setdefault(self.group_of[name], (self.mass(p, name), name))
        top = sorted(rest.values(), reverse=True)[:3]
        named = [f"{name} ({mass:.0%})" for mass, name in top if mass > 0.01]
        return ", ".join(named) or "none of these"

    def best(self, p: np.ndarray) -> str:
        """Return the likeliest fault."""
        return max(self.book.singles, key=lambda name: self.mass(p, name))


def worked_on(event: dict[str, Any]) -> str:
    """Return the tag of the part that is repaired, or whose parameter is entered."""
    if event["do"] in ("set", "turn"):
        return event["tag"]
    return str(event.get("what") or event["point"]).partition(":")[0]
