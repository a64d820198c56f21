"""What could I have known? What excluded a suspect, what a reading told, what was better."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach import advice, support
from labsim.coach.belief import Step
from labsim.coach.dictionary import HEALTHY, parts_of
from labsim.coach.hints import NEWS, state_words, words
from labsim.coach.path import dead_test, practice, said
from labsim.coach.policy import information, minutes
from labsim.coach.trail import Trail
from labsim.core.errors import LabsimError, unknown

__all__ = ["excluded", "readings", "told"]


def readings(attempt: Attempt) -> list[dict[str, Any]]:
    """Return the events that can be asked about."""
    return attempt.of("measure", "look")


def _names(coach: Any, name: str) -> list[str]:
    """Return the ids a suspect stands for: of one fault, or of all of a part, alone or in pairs."""
    known = [n for n in coach.dictionary.group_of if n != HEALTHY]
    found = [n for n in known if name in (*parts_of(n), *support.tags([n]))]
    if not found:
        along = support.order(coach.lab.machine)
        parts = sorted(support.tags(known), key=along.index)
        raise unknown("The list of faults", "suspect", name, parts)
    return found


# a suspect ------------------------------------------------------------------------------------
def excluded(coach: Any, attempt: Attempt, name: str) -> str:
    """Say which line of the record excluded a part or fault, or that none did."""
    mine, trail, last = set(_names(coach, name)), Trail.of(coach, attempt), None
    for event in attempt.events:
        left = mine & set(support.possible(coach, trail.after(event["n"])))
        last = (last or event) if not left else None
    if last is not None:
        return _verdict(name, mine, last)
    share = sum(trail.after(len(attempt.events) - 1)[f] for f in mine)
    which = "" if len(mine) == 1 else _which(mine, left)
    return f"No reading excluded {name}: it still has {share:.0%}{which}."


def _verdict(name: str, mine: set[str], event: dict[str, Any]) -> str:
    who, number = name + (f", with all its {len(mine)} faults" * (len(mine) > 1)), event["n"]
    if number == 0:
        return f"What was to be seen on arrival excluded {who}."
    if event["do"] in ("measure", "look"):
        return f"Line {number} excluded {who}: {said(event)} does not go with it."
    seen = ", ".join(f"{tag} {text}" for tag, text in event.get("seen", {}).items())
    what = " ".join([event["do"].replace("_", " "), str(event.get("tag", ""))]).strip()
    why = seen or "what was to be seen and heard then"
    return f"Line {number} ({what}) excluded {who}: {why} does not go with it."


def _which(mine: set[str], left: set[str]) -> str:
    if left == mine:
        return ", every fault of it possible"
    titles = sorted(name.partition(": ")[2] for name in left)
    return f", by {support.joined(titles, 3)}"


# a reading ------------------------------------------------------------------------------------
def told(coach: Any, attempt: Attempt, number: int, better: bool = True) -> list[str]:
    """Say what a reading excluded, what it could not, and what would have been better, and why."""
    found = {event["n"]: event for event in readings(attempt)}
    if number not in found:
        raise LabsimError(f"line {number} is no reading; readings are {_lines(found)}")
    event, trail = found[number], Trail.of(coach, attempt)
    # What was to be seen since the reading before counts with a look: that is when it is noted.
    since = max((n for n in found if n < number), default=0)
    since = since if event["do"] == "look" else number - 1
    before = support.possible(coach, trail.after(since))
    after = support.possible(coach, trail.after(number))
    along, gone = support.order(coach.lab.machine), set(before) - set(after)
    step = {s.event["n"]: s for s in trail.steps}.get(number)
    lines = [_gone(coach, event, before, gone, along), _left(coach, after, along)]
    if step is None:
        return lines
    if dead_test(attempt, step):
        return [f"Line {number} is the test for dead, which is never redundant.", *lines[1:]]
    if number in practice(attempt, trail.steps):
        return [*lines, "That look or reading is good practice: nobody has to justify it."]
    return [*lines, _better(coach, step)] if better else lines


def _lines(found: dict[int, Any]) -> str:
    return ", ".join(map(str, found)) or "none yet"


def _gone(coach: Any, event: dict[str, Any], before: dict, gone: set, along: list) -> str:
    was, out = (len(support.groups(coach, names)) for names in (before, gone))
    if not gone:
        return f"Line {event['n']}, {said(event)}: it excluded nothing."
    parts = support.tags(before) - support.tags(set(before) - gone)
    which = f", {support.span(parts, along, 6)} altogether" if parts else ""
    noun = "suspect" if was == 1 else "suspects"
    return f"Line {event['n']}, {said(event)}: it excluded {out} of {was} {noun}{which}."


def _left(coach: Any, after: dict[str, float], along: list[str]) -> str:
    held = support.groups(coach, after)
    if len(held) == 1:
        names = next(iter(held.values()))
        alike = f"; no check tells its {len(names)} faults apart" if len(names) > 1 else ""
        return f"It leaves one: {support.joined(names, 3)}{alike}."
    span = support.span(support.tags(after), along, 6)
    return f"It could not tell these apart: {len(held)} suspects at {span}."


def _better(coach: Any, step: Step) -> str:
    own, taken, top = coach.bits(step), step.event.get("dt", 0.0) / 60.0, _best(coach, step)
    if top is None or top.bits < NEWS:
        return "Nothing was left to be told: no check would have been better."
    if taken > 0 and own / taken >= 0.9 * top.bits / top.minutes:
        return f"No check told more per minute: {own:.1f} bits in {taken:.1f} min."
    why = f"{top.bits:.1f} bits to expect in {top.minutes:.1f} min"
    why += f", of yours {own:.1f} in {taken:.1f}"
    check = f"{words(top.check)}, {state_words(top.check.state)}"
    return f"Better: {check}. It {top.why}: {why}."


def _best(coach: Any, step: Step) -> Any:
    """Return the check that would have told most per minute instead of a reading."""
    p = step.before[:-1] / step.before[:-1].sum()
    book, p = coach.seen_in(step.scene, p)
    bits, cost = information(book.code, book.group, p), minutes(book, step.came)
    k = int(np.argmax(bits / cost)) if len(bits) else None
    return None if k is None else advice(book, k, float(bits[k]), float(cost[k]), p)
