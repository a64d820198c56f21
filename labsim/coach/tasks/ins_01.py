"""INS-01: fifteen readings. Right setting at first contact, live-dead-live, nothing blown.

What the readings say (values and meanings) is asked in the notebook and marked by its key, which
takes places, true readings and limits from here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from labsim.attempt import Attempt
from labsim.bench import Bench, Reading
from labsim.coach.bots import nothing
from labsim.coach.score import CAP, Score
from labsim.core.display import decimals
from labsim.core.machine import Machine
from labsim.hands import functions
from labsim.safety import RULES

__all__ = ["BOTS", "MARKS", "PLACES", "Place", "judge", "limit", "on_board", "truth", "work"]

MARKS = {"setup": 50.0, "proof": 100 / 3, "care": 50 / 3}  # 30, 20 and 10 of 60 in the notebook
LATER = 0.4  # what a right contact is worth that came after a wrong one
# ±(part of the reading + counts of the last figure) by function: as the instruments' data say.
ACCURACY = {
    "V": (0.01, 3), "V LoZ": (0.01, 3), "Ω": (0.009, 2), "mA": (0.015, 3), "A in line": (0.015, 3),
    "A": (0.02, 5),
}  # fmt: skip
BLOWN = ("amps-short", "ohms-live")


@dataclass(frozen=True)
class Place:
    """One reading asked for: letter, terminals on board 0, the task, functions that fit it.

    `off`: the main switch is off and locked; `dead`: what is read is a claim that it is dead.
    """

    letter: str
    ports: tuple[str, ...]
    task: str
    functions: tuple[str, ...]
    off: bool = False
    dead: bool = False


PLACES = (
    Place("a", ("G1:+", "G1:-"), "voltage of the 24 V supply", ("V",)),
    Place("b", ("F1:1", "F1:2"), "voltage across F1, S1 at 1", ("V",)),
    Place("c", ("P1:X1", "P1:X2"), "voltage across P1, S1 at 1", ("V",)),
    Place("d", ("R2:1", "R2:2"), "voltage across R2", ("V",)),
    Place("e", ("X1:21", "X1:22"), "current of the loop, X1 open", ("mA",)),
    Place("f", ("X2:21", "X2:22"), "current of the load, X2 open", ("A in line",)),
    Place("g", ("E1:1", "E1:2"), "voltage across heater E1", ("V", "V LoZ")),
    Place("h", ("E2:1", "E2:2"), "voltage across heater E2", ("V", "V LoZ")),
    Place("i", ("Q1:2", "Q1:4"), "voltage from leg to leg", ("V", "V LoZ")),
    Place("j", ("X3:1a", "X4:1b"), "voltage from neutral bar to earth", ("V", "V LoZ")),
    Place("k", ("E1:1",), "current in E1, no wire touched", ("A",)),
    Place("l", ("X6:1b", "X4:1b"), "spare core to earth, high input", ("V",)),
    Place("m", ("X6:1b", "X4:1b"), "spare core to earth: is it dead?", ("V LoZ",), dead=True),
    Place("n", ("Q1:2", "Q1:4"), "leg to leg, Q1 locked off: dead?", ("V", "V LoZ"), True, True),
    Place("o", ("E2:1", "E2:2"), "resistance of heater E2", ("Ω",), True, True),
)


def on_board(machine: Machine, address: str) -> str:
    """Return a terminal or tag of board 0 as it is called on this one: R2:1 is R32:1."""
    tag, colon, mark = address.partition(":")
    return f"{getattr(machine, tag).tag}{colon}{mark}"


def plain(address: str) -> str:
    """Return a terminal of any board as board 0 calls it."""
    return re.sub(r"^([A-Z]+)\d(\d)\b", r"\1\2", address)


# the expert's way, and what there is to read ------------------------------------------------
def work(bench: Bench, proves: bool = True) -> dict[str, Reading]:
    """Take all fifteen readings as they ought to be taken; `proves`: with live-dead-live."""
    at = lambda address: on_board(bench.machine, address)  # noqa: E731
    read = lambda letter: take(bench, letter)  # noqa: E731
    prove = bench.prove if proves else lambda: bench
    prove()
    bench.operate(at("S1"), "1")
    found = {letter: read(letter) for letter in "abcd"}
    for letter, knife in (("e", "X1"), ("f", "X2")):
        bench.operate(at(knife), "open")
        found[letter] = read(letter)
        bench.operate(at(knife), "closed")
    found |= {letter: read(letter) for letter in "ghijkl"}
    prove()
    found["m"] = read("m")
    prove()
    bench.notify().isolate(at("Q1")).lock(at("Q1"))
    prove()
    found["n"] = read("n")
    prove()
    found["o"] = read("o")
    bench.notify().restore(at("Q1"))
    return found


def take(bench: Bench, letter: str) -> Reading:
    """Take one of the readings with the function that fits it."""
    place = next(p for p in PLACES if p.letter == letter)
    ports = (on_board(bench.machine, port) for port in place.ports)
    return bench.measure(place.functions[0], *ports)


@cache
def truth(lab: Any, unit: int, fault_id: str) -> Mapping[str, float]:
    """Return by letter what an instrument without error reads on a board with a fault."""
    machine = lab.scenario.build(str(unit))
    fault = machine.faults[lab.machine.faults.index(lab.machine.fault(fault_id))]
    return {letter: float(r.value) for letter, r in work(Bench(machine, fault)).items()}


def span(function: str, value: float) -> float:
    """Return the smallest range of a function that holds a value."""
    ranges = functions()[function][1].ranges
    return next((top for top in ranges if abs(value) <= top), ranges[-1])


def limit(function: str, value: float) -> float:
    """Return how far a sound instrument may be from a value, in the unit it shows."""
    part, counts = ACCURACY[function]
    return part * abs(value) + counts * float(10.0 ** decimals(span(function, value)))


# the record -----------------------------------------------------------------------------------
def contacts(attempt: Attempt) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield every measurement at a place that is asked for, with the place."""
    off = False
    for event in attempt.events[1:]:
        if event["do"] in ("isolate", "restore") and plain(event["tag"]) == "Q1":
            off = event["do"] == "isolate"
        if event["do"] == "measure":
            place = meant(event, off)
            if place is not None:
                yield place, event


def meant(event: dict[str, Any], off: bool) -> Place | None:
    """Return the place a measurement is an attempt at, None if at none of them."""
    ports = {plain(port) for port in event["ports"]}
    here = [p for p in PLACES if set(p.ports) == ports]
    fitting = [p for p in here if event["function"] in p.functions]
    known = next((p for p in fitting if p.off == off or p.letter == "o"), None)
    if known is None and here and event["function"] not in ("V", "V LoZ"):
        return here[0]  # a test for dead before ohms is no attempt at a voltage
    return known or next((p for p in here if p.off == off), None)


def right(place: Place, event: dict[str, Any], value: float) -> bool:
    """Tell whether function, jack and range fitted the place, and the board stood as asked."""
    function, read = event["function"], event.get("value")
    if function not in place.functions or "jack" in event or not isinstance(read, float | int):
        return False
    held = event.get("range")
    fits = held is None or math.isclose(held, span(function, value))
    return fits and abs(read - value) <= limit(function, value)


def between(attempt: Attempt, n: int, step: int) -> bool:
    """Tell whether the meter was proved before (-1) or after (1) event n, with tests between."""
    n += step
    while 0 < n < len(attempt.events) and attempt.events[n].get("function") in ("V", "V LoZ"):
        n += step
    return 0 < n < len(attempt.events) and attempt.events[n]["do"] == "prove"


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score the record of fifteen readings. Doing nothing scores zero."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    found: dict[str, list[tuple[dict[str, Any], bool]]] = {}
    tags = [port for e in attempt.of("measure") for port in e["ports"]]
    unit = next((int(m[1]) for m in (re.match(r"[A-Z]+(\d)\d:", t) for t in tags) if m), 0)
    known = truth(lab, unit, fault_id)
    for place, event in contacts(attempt):
        good = right(place, event, known[place.letter])
        found.setdefault(place.letter, []).append((event, good))
    if not attempt.worked or not found:
        score.notes.append("No reading was taken at the places asked for: nothing to score.")
        return score
    share = {"setup": setup(found, score), "proof": proof(attempt, found, score)}
    share["care"] = care(attempt, score) * sum(any(g for _, g in rows) for rows in found.values())
    share["care"] /= len(PLACES)
    score.parts = {name: round(mark * share[name], 2) for name, mark in MARKS.items()}
    return score


def setup(found: Mapping[str, list[tuple[dict[str, Any], bool]]], score: Score) -> float:
    """How many places had the right setting when the leads first touched, 0..1."""
    points = 0.0
    for place in PLACES:
        rows = found.get(place.letter, [])
        first, later = bool(rows) and rows[0][1], any(good for _, good in rows)
        points += 1.0 if first else LATER * later
        if not rows:
            score.notes.append(f"{place.letter}: no reading of the {place.task}.")
        elif not first:
            score.notes.append(wrong(place, rows[0][0]))
    return points / len(PLACES)


def wrong(place: Place, event: dict[str, Any]) -> str:
    """Say what was wrong with a first contact."""
    function, jack = event["function"], event.get("jack")
    said = f"{place.letter}, line {event['n']}: {function} showed {event['text']}"
    if jack:
        return f"{said} with the red lead in the {jack} jack."
    if function not in place.functions:
        return f"{said}; the {place.task.rstrip('?')} wants {place.functions[0]}."
    return f"{said}; board or range were not set as the {place.task.rstrip('?')} asks."


def proof(
    attempt: Attempt, found: Mapping[str, list[tuple[dict[str, Any], bool]]], score: Score
) -> float:
    """How many of the dead claims stand on prove, test, prove, 0..1."""
    points, claims = 0.0, [p for p in PLACES if p.dead]
    breaches = {(b["n"], b["rule"]) for b in attempt.breaches}
    for place in claims:
        best = 0.0
        for event, good in found.get(place.letter, []):
            if place.letter == "o":  # ohms go where the dead claim has been proved already
                mine = {(event["n"], rule) for rule in ("not-proved", "not-locked", "ohms-live")}
                best = max(best, float(good and not mine & breaches))
            elif good:
                n = event["n"]
                best = max(best, (between(attempt, n, -1) + between(attempt, n, 1)) / 2)
        points += best
        if best < 1:
            score.notes.append(f"{place.letter}: dead is a claim. Prove, test, prove again.")
    return points / len(claims)


def care(attempt: Attempt, score: Score) -> float:
    """What is left after blown fuses and ohms on live parts: 1, 0.5 for one, 0; a cap if worse."""
    bad = [b for b in attempt.breaches if b["rule"] in BLOWN]
    blown = [e for e in attempt.of("measure") if "blew" in " ".join(e.get("warnings", ()))]
    lines = {b["n"] for b in bad} | {e["n"] for e in blown}
    for breach in attempt.breaches:
        if breach["rule"] in BLOWN or RULES[breach["rule"]].critical:
            score.notes.append(f"Line {breach['n']}: {RULES[breach['rule']].text}")
        score.capped |= RULES[breach["rule"]].critical
    if score.capped:
        score.notes.append(f"A critical breach caps the lab at {CAP:.0f} points.")
    return {0: 1.0, 1: 0.5}.get(len(lines), 0.0)


# simulated apprentices ------------------------------------------------------------------------
def expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    work(bench)
    bench.sign_off("Fifteen readings, the neutral of the panel is open.")


def believer(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Sets the meter right, and believes it: never proves it."""
    work(bench, proves=False)
    bench.sign_off("All readings taken.")


def careless(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Leaves the lead in the 10 A jack, takes ohms live, believes every zero."""
    for place in PLACES:
        function = "Ω" if place.letter == "o" else "A" if len(place.ports) == 1 else "V"
        jack = "10 A" if place.letter in "ghi" else None
        bench.measure(function, *place.ports, jack=jack)
    bench.sign_off("All readings taken.")


BOTS: dict[str, tuple[Callable, float, float]] = {
    "expert": (expert, 98, 100),
    "believer": (believer, 50, 75),
    "careless": (careless, 0, 35),
    "nothing": (nothing, 0, 0),
}
