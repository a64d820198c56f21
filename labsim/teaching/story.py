"""The story of a practice bench, reading by reading, as the coach sees it."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from labsim.attempt import Attempt
from labsim.coach import Coach
from labsim.core.errors import LabsimError
from labsim.course import lab
from labsim.teaching.page import Piece, table

__all__ = ["told"]

DOUBT = 0.005  # a fault less likely than this is no suspect any more
TOLD: WeakKeyDictionary[Coach, dict[str, list[list[str]]]] = WeakKeyDictionary()  # by last hash


def told(bench: Any) -> Piece:
    """Show for every look and reading how many faults stay possible, and the best check then."""
    if bench.attempt.path is not None:
        raise LabsimError("on your own order the coach keeps quiet: strike out by yourself")
    coach, end = Coach.of(lab(bench.scenario.id)), bench.attempt.hashes[-1]
    known = TOLD.setdefault(coach, {})
    if end not in known:
        known[end] = _rows(coach, bench.attempt)
    return table(["done and told", "suspects", "likeliest", "best check now"], known[end])


def _rows(coach: Coach, record: Attempt) -> list[list[str]]:
    rows = []
    end = next((e["n"] for e in record.of("repair")), len(record.events))
    for event in record.events[:end]:
        if event["do"] not in ("open", "look", "measure"):
            continue
        so_far = record.until(event["n"])
        belief = {f: p for f, p in coach.belief(so_far).items() if p > DOUBT}
        likely = sorted((f for f in belief if ":" in f), key=lambda f: -belief[f])
        said = f"{likely[0]} ({belief[likely[0]]:.0%})" if likely else "–"
        rows.append([words(event), str(len(likely)), said, best(coach, so_far)])
    return rows


def words(event: dict[str, Any]) -> str:
    """Say an event and what it told."""
    if event["do"] == "open":
        return "work order taken"
    if event["do"] == "look":
        return f"look at {event['tag']}: {event['text']}"
    return f"{event['function']} {' → '.join(event['ports'])}".strip() + f": {event['text']}"


def best(coach: Coach, attempt: Attempt) -> str:
    """Say the check that tells most per minute, or that nothing more can be told."""
    advice = coach.rank(attempt, 1)
    if not advice or advice[0].bits < 0.02:
        return "nothing more to tell"
    check = advice[0].check
    what = "look at" if check.function == "look" else check.function
    return f"{what} {' → '.join(check.ports)}".strip() + f", {check.state}"
