"""Two witnesses: how many independent kinds of observation support a claim.

An intermittent fault that shows once may have been something else. A scenario with `witnesses = 2`
asks for two kinds out of three: a trap, a provocation (what a knock or heat brought on), a reading
taken while the fault was there. What the operator sees anyway is the complaint, and no witness.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.policy import minutes
from labsim.coach.provoked import PROVOKED, READ, SIGHT
from labsim.instruments.logger import TRAP
from labsim.states import PROVOKING, Check

__all__ = ["ONE_KIND", "cap", "kinds", "second", "spared"]

FACTOR = 3.0  # a kind, with the complaint, must raise the odds of the claim so far, or to this
ONE_KIND = 0.6  # of the evidence mark is left when one kind alone supports the claim
CALLED = {TRAP: "the trap", PROVOKED: "the provocation", READ: "the reading"}

Told = Sequence[tuple[Mapping[str, Any], str, np.ndarray]]


def complaint(coach: Any, told: Told) -> np.ndarray:
    """Return the weights of the suspects after what the operator sees anyway."""
    book = coach.dictionary
    log = sum((log for _, kind, log in told if kind == SIGHT), np.zeros(len(book.prior) + 1))
    return np.append(book.prior, 1.0 - book.prior.sum()) * np.exp(log - log.max())


def odds(p: np.ndarray, mine: np.ndarray) -> Any:
    """Return the odds of the suspects in `mine` against all others, along the last axis."""
    return p[..., mine].sum(-1) / np.maximum(p[..., ~mine].sum(-1), 1e-300)


def alone(coach: Any, told: Told, claim: str) -> dict[int, str]:
    """Return the events, by number, that made their kind a witness of the claim, and the kind."""
    book, base = coach.dictionary, complaint(coach, told)
    mine = np.append(book.members[:, book.group_of[claim]], False)
    wanted = FACTOR * min(odds(base, mine), 1.0)
    total: dict[str, np.ndarray] = {}
    found: dict[int, str] = {}
    for event, kind, log in told:
        total[kind] = total.get(kind, 0.0) + log
        fresh = kind != SIGHT and kind not in found.values() and np.ptp(log) > 0
        if fresh and odds(base * np.exp(total[kind] - total[kind].max()), mine) >= wanted:
            found[event["n"]] = kind
    return found


def kinds(coach: Any, told: Told, claim: str) -> list[str]:
    """Return the kinds of observation that support a claim, in the order they came."""
    return list(alone(coach, told, claim).values())


def spared(case: Any) -> set[int]:
    """Return the lines of readings that are not idle though they told nothing new.

    Those that were a witness of another kind, and looks at what a knock or heat has brought.
    """
    told = case.told
    after = {b["n"] for (a, *_), (b, *_) in pairwise(told) if a["do"] in PROVOKING}
    right = case.right if case.lab.scenario.witnesses > 1 else []
    return after.union(*(alone(case.coach, told, claim.name) for claim in right))


def cap(case: Any, score: Any) -> float:
    """Return the part of the evidence mark that the witnesses leave, 0..1, with a note on it."""
    wanted = case.lab.scenario.witnesses
    if wanted < 2 or not case.right:
        return 1.0
    each = [kinds(case.coach, case.told, claim.name) for claim in case.right]
    found = min(each, key=len)
    names = " and ".join(CALLED[kind] for kind in found)
    if len(found) >= wanted:
        score.notes.append(f"Independent witnesses agree: {names}.")
        return 1.0
    score.notes.append(
        f"Only {names or 'the complaint itself'} speaks for it. An intermittent fault wants "
        f"{wanted} kinds of witness: a trap, a provocation, a reading while it is there."
    )
    return ONE_KIND


# for the bots ---------------------------------------------------------------------------------
def second(coach: Any, attempt: Attempt, claim: str, state: str) -> Check | None:
    """Return the quickest check that would be one more witness of a claim, None when enough."""
    if coach.lab.scenario.witnesses < 2:
        return None
    told = coach.told_by(attempt)
    have = kinds(coach, told, claim)
    if len(have) >= coach.lab.scenario.witnesses:
        return None
    book = coach.dictionary
    base, mine = complaint(coach, told)[:-1], book.members[:, book.group_of[claim]]
    own = book.code[:, [next(n for n, v in enumerate(book.variants) if v.name == claim)]]
    tells = odds((book.code == own) * base, mine) >= FACTOR * min(odds(base, mine), 1.0)
    tells &= np.ptp(book.code, axis=1) > 0
    new = np.array([_kind(coach, check) not in (*have, SIGHT) for check in book.checks])
    cost = np.where(tells & new, minutes(book, state), np.inf)
    best = int(np.argmin(cost))
    return book.checks[best] if np.isfinite(cost[best]) else None


def _kind(coach: Any, check: Check) -> str:
    state = next(s for s in coach.lab.states if s.label == check.state)
    if state.provokes:
        return PROVOKED
    return check.function if check.function == TRAP else SIGHT if check.function == "look" else READ
