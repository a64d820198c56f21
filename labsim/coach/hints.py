"""Hints in three steps for any machine: where to think, which kind of check, which check.

All that is said follows from belief and ranking; no lab's author writes a hint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach import support
from labsim.coach.dictionary import HEALTHY, NONE, OVER
from labsim.hands import functions
from labsim.states import LOCKED_OUT, REST, Check

__all__ = ["TITLES", "Hint", "asked", "say", "sides", "state_words", "words"]

TITLES = ("Where to think", "Which kind of check", "Which check")
NEWS = 0.05  # bits; a check that tells less is not worth its minutes
SURE = 0.95
MOST = 0.8  # share of the probability on one sheet that makes it the place to think


@dataclass(frozen=True)
class Hint:
    """A hint on record: the line, the step, what it cost, what the coach said."""

    n: int
    step: int
    points: float
    text: str


def asked(coach: Any, attempt: Attempt) -> list[Hint]:
    """Return every hint of a record with its text, computed from the record up to that line."""
    return [
        Hint(e["n"], e["step"], e["points"], say(coach, attempt.until(e["n"] - 1), e["step"]))
        for e in attempt.of("hint")
    ]


def say(coach: Any, attempt: Attempt, step: int) -> str:
    """Return what the coach says now at a step of the ladder, 1 to 3."""
    belief = coach.belief(attempt)
    for name, text in ENDS.items():
        if belief[name] > 0.5:
            return text
    best = next((a for a in coach.rank(attempt, 1) if a.bits > NEWS), None)
    left = support.possible(coach, belief)
    if best is None or (step == 1 and _sure(coach, left)):
        return _nothing_left(coach, left, step)
    if step == 1:
        return _where(coach, attempt, left, best)
    return _kind(coach, best) if step == 2 else _check(coach, attempt, left, best)


ENDS = {
    HEALTHY: "What you have read fits a machine in order. Work it as the complaint says, and look.",
    NONE: "No fault on the coach's list explains all your readings. Take the oddest one again.",
}


def _sure(coach: Any, left: dict[str, float]) -> bool:
    masses = [sum(left[name] for name in names) for names in support.groups(coach, left).values()]
    return max(masses, default=0.0) > SURE


def _nothing_left(coach: Any, left: dict[str, float], step: int) -> str:
    found = sorted(support.groups(coach, left).values(), key=lambda g: -sum(left[n] for n in g))
    along = support.order(coach.lab.machine)
    if step == 1:
        place = support.span(support.tags(found[0] if found else ()), along)
        return f"What is left lies at {place}. Make sure of it with one reading, if none has yet."
    if step == 2:
        return "No further check is needed. Note the diagnosis, lock out, repair, prove."
    names = support.joined([g[0] for g in found], 3)
    return f"No check tells more than this: {names}."


# step 1: where ------------------------------------------------------------------------------
def _where(coach: Any, attempt: Attempt, left: dict[str, float], best: Any) -> str:
    machine, sheets = coach.lab.machine, dict[str, float]()
    for name, p in left.items():
        title = support.sheet_of(machine, name)
        sheets[title] = sheets.get(title, 0.0) + p
    total = sum(sheets.values()) or 1.0
    title, mass = max(sheets.items(), key=lambda item: item[1])
    parts = support.by_part(left)
    tags = [t for t, p in parts.items() if p > 0.02 * total]
    span = support.span(tags, support.order(machine))
    if len(sheets) == 1:
        text = f"What is still possible lies at {span}."
    elif mass > MOST * total:
        text = f"{mass / total:.0%} of what is still possible lies on “{title}”: {span}."
    else:
        ranked = sorted(sheets.items(), key=lambda item: -item[1])[:3]
        shares = [f"“{name}” ({p / total:.0%})" for name, p in ranked]
        text = f"It lies on {' or '.join(shares)}: first find out on which."
    split = [name for name, _ in sides(coach, attempt, best.check, left)]
    if len(split) > 1 and all(split):
        text += f" What would tell {split[0]} from {split[1]}?"
    return text


def sides(
    coach: Any, attempt: Attempt, check: Check, left: dict[str, float]
) -> list[tuple[str, str]]:  # fmt: skip
    """Return the two likeliest outcomes of a check: the parts each points at, and its reading."""
    book, p = coach.present(attempt)
    row = next((n for n, c in enumerate(book.checks) if c.id == check.id), None)
    if row is None:
        return []
    p = np.where([v.name in left for v in book.variants], p, 0.0)
    code = book.code[row]
    mass, homes = np.bincount(code, weights=p), _homes(book, code, p)
    along, found = support.order(coach.lab.machine), []
    for number in np.argsort(-mass, kind="stable")[:2]:
        if mass[number] > 0.005:
            tags = [tag for tag, home in homes.items() if home == number]
            likely = int(np.where(code == number, p, 0.0).argmax())
            reading = _reading(coach, check, float(book.value[row, likely]))
            found.append((support.span(tags, along), reading))
    return found


def _homes(book: Any, code: np.ndarray, p: np.ndarray) -> dict[str, int]:
    """Return part -> the outcome that most of its probability goes with."""
    weight: dict[str, dict[int, float]] = {}
    for variant, number, share in zip(book.variants, code, p, strict=True):
        for tag in support.tags([variant.name]) if share > 0 else ():
            mine = weight.setdefault(tag, {})
            mine[int(number)] = mine.get(int(number), 0.0) + float(share)
    return {tag: max(mine, key=lambda n: mine[n]) for tag, mine in weight.items()}


def _reading(coach: Any, check: Check, value: float) -> str:
    """Say roughly what a check would read: a sight has no number."""
    if check.function == "look":
        return ""
    if abs(value) >= OVER:
        return "OL"
    unit = functions(coach.lab.scenario.instruments)[check.function][1].unit
    if unit == "Ω" and abs(value) >= 1000:
        value, unit = value / 1000, "kΩ"
    size = f"{value:.0f}" if abs(value) >= 10 or abs(value) < 0.05 else f"{value:.2g}"
    return f"{size} {unit}".replace("-0 ", "0 ")


# steps 2 and 3: kind and check ----------------------------------------------------------------
def state_words(label: str) -> str:
    """Say an operating state: "with S1 held", "locked out and proved dead"."""
    state, _, held = label.partition(", ")
    if state == LOCKED_OUT:
        return "locked out and proved dead" + (f", {held}" if held else "")
    if state == REST:
        return "with the machine at rest"
    after = label.removeprefix("after ")
    return f"after {after} was pressed and let go" if after != label else f"with {label}"


def words(check: Check) -> str:
    """Say a check without its state: "V from E7:1 to G1:-"."""
    if check.function == "look":
        return f"look at {check.ports[0]}"
    if not check.ports:
        return f"{check.function} on the {check.instrument}"
    return f"{check.function} {'from' if len(check.ports) > 1 else 'at'} {' to '.join(check.ports)}"


def _kind(coach: Any, best: Any) -> str:
    check, state = best.check, state_words(best.check.state)
    if check.function == "look":
        return f"No instrument: eye and ear, {state}. {best.minutes:.1f} min."
    _, function = functions(coach.lab.scenario.instruments)[check.function]
    name = f"{check.function} ({function.text})"
    return f"The {check.instrument} on {name}, {state}. {best.minutes:.1f} min."


def _check(coach: Any, attempt: Attempt, left: dict[str, float], best: Any) -> str:
    check = best.check
    say = words(check).replace("look", "Look", check.function == "look")
    text = f"{say}, {state_words(check.state)}: it {best.why}."
    pairs = [pair for pair in sides(coach, attempt, check, left) if all(pair)]
    if len(pairs) > 1:
        (a, x), (b, y) = pairs[:2]
        text += f" About {x} points at {a}, about {y} at {b}."
    return text
