"""Replay: the path of an attempt beside the coach's own on the same fault. Data, no pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach import bots, hindsight, support
from labsim.coach.dictionary import HEALTHY, NONE, parts_of
from labsim.coach.path import said
from labsim.coach.trail import Trail
from labsim.core.errors import LabsimError
from labsim.states import LOCKED_OUT, REST

__all__ = ["Frame", "Replay", "Walk", "replay"]

ROWS = 14  # bars at most; parts that never mattered are taken together
OTHERS = "other parts"
AFTER = (
    *("open", "look", "hint", "suspect", "predict", "file", "diagnose", "repair", "lift"),
    "sign_off",
)
SHOWN = (*AFTER, "measure")  # after the diagnosis a measurement belongs to the lockout


@dataclass(frozen=True)
class Frame:
    """One step: the line, what was done and told, and what the coach held possible after it.

    `minute` and `euros` count from the start. `suspects` are ambiguity groups not yet excluded,
    `bits` what was still unknown (entropy over the groups), `shares` go with Replay.rows.
    """

    n: int
    minute: float
    euros: float
    set_up: str
    done: str
    told: str
    suspects: int
    bits: float
    shares: tuple[float, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Walk:
    """One way through the lab: its frames, and what it took up to the diagnosis and in all."""

    who: str
    frames: tuple[Frame, ...]
    readings: int
    search: float
    minutes: float
    euros: float


@dataclass(frozen=True)
class Replay:
    """Two walks on the same hidden fault, the coach's policy, and the rows the shares belong to."""

    lab: str
    title: str
    fault: str
    policy: str
    rows: tuple[str, ...]
    mine: Walk
    ideal: Walk

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def replay(coach: Any, attempt: Attempt, fault_id: str, seed: int | None = None) -> Replay:
    """Set an attempt beside the coach's path on the fault; `seed` is that of the bench.

    LabsimError for a task: only a diagnosis has a path. It names the fault: mind who sees it.
    """
    lab = coach.lab
    if lab.kind == "task":
        raise LabsimError(f"{lab.id} is a task: there is no search to replay")
    coach.retrace()
    best = lab.bench(lab.machine.fault(fault_id), seed=seed)
    policy = _best_way(lab, coach, best)
    walked = _beliefs(coach, attempt), _beliefs(coach, best.attempt)
    rows = _rows(coach, [belief for walk in walked for belief in walk])
    mine = _walk(coach, attempt, walked[0], rows, "You", True)
    ideal = _walk(coach, best.attempt, walked[1], rows, "The coach", False)
    return Replay(lab.id, lab.title, fault_id, policy, rows, mine, ideal)


def _best_way(lab: Any, coach: Any, bench: Any) -> str:
    """Search as the coach would, repair under lockout, prove it; return the policy in words."""
    exact: list[bool] = []

    def choose(coach: Any, bench: Any) -> str | None:
        found = coach.exact(bench.attempt)
        exact.append(found is not None)
        if found is None or found.check is None:
            return bots.best_check(coach, bench)
        return coach.present(bench.attempt)[0].checks[found.check].id

    bots.symptom(lab, bench)
    named: list[str] = []
    for _ in range(lab.scenario.together):
        name = bots.work_off(choose, lab, coach, bench)
        left = [one for one in parts_of(name) if one not in named]
        for one in left:
            bench.diagnose(*one.split(": ", 1))
        named += left
        if not left or _put_right(lab, coach, bench, left):
            break
    return _policy(exact)


def _policy(exact: list[bool]) -> str:
    best, greedy = "the quickest way there is, worked out", "most bits per minute"
    if all(exact):
        return best
    return f"{greedy} at first, then {best}" if any(exact) else greedy


def _put_right(lab: Any, coach: Any, bench: Any, names: list[str]) -> bool:
    """Repair what was named, then what is like it, until the machine works."""
    known = coach.dictionary.group_of
    alike = [n for n in coach.dictionary.singles if known[n] in {known[one] for one in names}]
    for number, place in enumerate(dict.fromkeys(map(bots.place_of, [*names, *alike]))):
        bench.bring(LOCKED_OUT).repair(place)
        if number + 1 < len(names):
            continue  # all that was named first
        if bots.symptom(lab, bench.bring(REST)) == coach.healthy:
            return True
        bots.renew_fuses(lab, bench.bring(LOCKED_OUT))  # what the fault has melted
        if bots.symptom(lab, bench.bring(REST)) == coach.healthy:
            return True
    return False


def _beliefs(coach: Any, attempt: Attempt) -> list[dict[str, float]]:
    trail = Trail.of(coach, attempt)
    return [trail.after(event["n"]) for event in attempt.events]


def _rows(coach: Any, beliefs: list[dict[str, float]]) -> tuple[str, ...]:
    """Return the parts in drawing order; of many, those that were ever likeliest."""
    most: dict[str, float] = {}
    for belief in beliefs:
        for tag, p in support.by_part(belief).items():
            most[tag] = max(p, most.get(tag, 0.0))
    kept = sorted(most, key=lambda tag: -most[tag])[:ROWS]
    rest = (OTHERS,) if len(kept) < len(most) else ()
    along = [tag for tag in support.order(coach.lab.machine) if tag in kept]
    return (*along, *rest, HEALTHY, NONE)


def _walk(
    coach: Any, attempt: Attempt, beliefs: list, rows: tuple, who: str, notes: bool
) -> Walk:  # fmt: skip
    frames = tuple(_frames(coach, attempt, beliefs, rows, notes))
    end = next((e for e in attempt.of("diagnose", "repair")), attempt.events[-1])
    read = [e for e in attempt.of("measure", "look") if e["n"] < end["n"]]
    return Walk(who, frames, len(read), _tenths(end["t"]), _tenths(attempt.minutes), attempt.cost)


def _frames(
    coach: Any, attempt: Attempt, beliefs: list, rows: tuple, notes: bool
) -> Iterator[Frame]:  # fmt: skip
    before: list[str] = []
    euros, shown = 0.0, SHOWN
    for event in attempt.events:
        euros += float(event.get("price", 0.0))
        shown = AFTER if event["do"] in ("diagnose", "repair") else shown
        if event["do"] not in shown:
            before.append(_acted(event))
            continue
        belief = beliefs[event["n"]]
        held = support.groups(coach, support.possible(coach, belief))
        shares, bits = _shares(belief, rows), _bits(coach, belief)
        done, told = _words(event)
        say = tuple(_notes(coach, attempt, event)) if notes else ()
        set_up = ", ".join(dict.fromkeys(before))
        yield Frame(event["n"], _tenths(event.get("t", 0.0)), euros, set_up, done, told, len(held),
                    bits, shares, say)  # fmt: skip
        before = []


def _tenths(minutes: float) -> float:
    """Round to tenths, halves up: page and browser then show the same."""
    return math.floor(10 * float(minutes) + 0.5) / 10


def _acted(event: dict[str, Any]) -> str:
    if event["do"] == "measure":
        return " ".join(_words(event))
    named = event.get("tag") or event.get("port") or event.get("what") or ""
    return f"{event['do'].replace('_', ' ')} {named}".strip()


def _words(event: dict[str, Any]) -> tuple[str, str]:
    """Return what an event did, and what it told."""
    do = event["do"]
    if do == "measure":
        return f"{event['function']} {' → '.join(event['ports'])}".strip(), event["text"]
    if do == "look":
        return f"look at {event['tag']}", event["text"]
    told = {
        "open": ("work order taken", ""),
        "hint": (f"hint {event.get('step')}", f"{event.get('points', 0):g} points"),
        "suspect": ("suspects noted", support.joined(event.get("suspects", ()), 6)),
        "diagnose": ("diagnosis", f"{event.get('component')}: {event.get('title')}"),
        "repair": (f"repair {event.get('what')}", f"{event.get('price', 0.0):g} €"),
        "lift": (f"lift {event.get('port')}", ""),
    }
    return told.get(do, (do.replace("_", " "), ""))


def _notes(coach: Any, attempt: Attempt, event: dict[str, Any]) -> list[str]:
    """Say what a reading of the search told and what would have been better."""
    end = next((e["n"] for e in attempt.of("diagnose", "repair")), len(attempt.events))
    if event["do"] not in ("measure", "look") or event["n"] > end:
        return []
    return [_cut(event, line) for line in hindsight.told(coach, attempt, event["n"])]


def _cut(event: dict[str, Any], line: str) -> str:
    """Leave out what the frame says anyway: the line and its reading."""
    line = line.removeprefix(f"Line {event['n']}, {said(event)}: ")
    return line[0].upper() + line[1:]


def _shares(belief: dict[str, float], rows: tuple[str, ...]) -> tuple[float, ...]:
    parts = support.by_part(belief)
    rest = sum(p for tag, p in parts.items() if tag not in rows)
    known = {**parts, OTHERS: rest, HEALTHY: belief[HEALTHY], NONE: belief[NONE]}
    return tuple(round(known.get(row, 0.0), 4) for row in rows)


def _bits(coach: Any, belief: dict[str, float]) -> float:
    """Return the entropy over ambiguity groups, healthy and none of these, in bits."""
    mass: dict[Any, float] = {NONE: belief[NONE]}
    for name, group in coach.dictionary.group_of.items():
        mass[group] = mass.get(group, 0.0) + belief[name]
    p = np.array([m for m in mass.values() if m > 1e-12])
    return float(max(0.0, -np.sum(p * np.log2(p))))
