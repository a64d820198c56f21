"""Simulated apprentices of different ability: they prove that a score means something.

They use the public bench only, so an instructor can calibrate a new lab with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from labsim.bench import Bench
from labsim.coach.dictionary import parts_of
from labsim.coach.keeping import back_up
from labsim.coach.policy import Policy, half_split, serial
from labsim.coach.screwing import by_gauge, is_screw
from labsim.coach.witness import second
from labsim.family import steps
from labsim.states import LOCKED_OUT, REST, Check

__all__ = ["BOTS", "work_off"]

SURE = 0.97
GOOD_FUSE = 1.0  # Ω, leads included; more is another way round a blown one
LONGEST = 60  # readings after which a bot gives up


def suspects(coach: Any, bench: Bench) -> list[str]:
    """Return fault ids, likeliest first."""
    belief = coach.belief(bench.attempt)
    names = [name for name in belief if name not in ("healthy", "none of these")]
    return sorted(names, key=lambda name: -belief[name])


def group_mass(coach: Any, bench: Bench, name: str) -> float:
    """Return the probability of the ambiguity group of a fault, or of a pair of faults."""
    book, p = coach.dictionary, coach.weights(bench.attempt)
    return float(p[book.group == book.group_of[name]].sum())


def place_of(name: str) -> str:
    """Return what to repair for a fault: the terminal it names, or the part."""
    tag, _, title = name.partition(": ")
    mark = re.fullmatch(r"(?:terminal|fitting) (\S+) (open|loose|earthed|opens .+|leaks)", title)
    return f"{tag}:{mark[1]}" if mark else tag


def symptom(lab: Any, bench: Bench) -> str:
    """Work the machine as in the complaint, until it stops again by itself, and look."""
    sight = lambda: {s["tag"]: s["text"] for s in bench.sights()}.get(tag)  # noqa: E731
    tag = lab.scenario.symptom["look"]
    rest, ran = sight(), False
    for step in steps(lab.scenario.symptom["do"]):
        bench.again(step)
        if ran and sight() == rest:
            break
        ran |= sight() != rest
    seen = bench.look(lab.scenario.symptom["look"]).text
    for control in reversed(bench.controls()):
        if control["position"] and control["hand"]:
            bench.release(control["tag"])
    return seen


def finish(lab: Any, coach: Any, bench: Bench, names: list[str], live: bool = False) -> bool:
    """Name faults, lock out, repair, restore, try; more of their groups if it does not help.

    Returns whether the machine works.
    """
    book = coach.dictionary
    back_up(bench)
    for one in names:
        bench.diagnose(*one.split(": ", 1))
    groups = [book.group_of[one] for one in names]
    more = [n for n in book.singles if book.group_of[n] in groups and n not in names]
    places = list({remedy(lab, n): n for n in (*names, *more)})
    while places:
        now, places = places[: len(names)], places[len(names) :]
        cure(lab, bench, now, live)
        bench.bring(REST)
        if symptom(lab, bench) == coach.healthy:
            return True
        if reset(lab, bench) and symptom(lab, bench) == coach.healthy:
            return True
    return False


def hand_in(bench: Bench) -> None:
    """Report what was named, with the last reading that has a number or a lamp, and sign off."""
    named = " and ".join(f"{e['component']}: {e['title']}" for e in bench.attempt.of("diagnose"))
    back_up(bench)
    proof = next((e for e in reversed(bench.attempt.of("measure"))
                  if isinstance(e["value"], float)), None)  # fmt: skip
    told = f"{proof['function']} {'-'.join(proof['ports'])} {proof['text']}. " if proof else ""
    lamps = [e["text"] for e in bench.attempt.of("look") if "lit: " in str(e.get("text"))]
    if lamps and not proof:
        told = f"LED {lamps[-1].partition(';')[0].split()[-1]} lit. "
    bench.sign_off(f"{named}. {told}Repaired under lockout, machine proved by a start.")


def work(
    choose: Callable[[Any, Bench], str | None], lab: Any, coach: Any, bench: Bench,
    live: bool = False,
) -> None:  # fmt: skip
    """Confirm the complaint; find, name, repair and try until the machine works; report."""
    symptom(lab, bench)
    named: list[str] = []
    while len(named) < lab.scenario.together:
        name = work_off(choose, lab, coach, bench)
        if live:
            bench.bring(REST)
        book, p = coach.dictionary, coach.weights(bench.attempt)
        left = [n for n in parts_of(name) if n not in named]
        sure = [n for n in left if book.mass(p, n) >= SURE] or left[:1]
        if not sure:
            break  # what was named is all there was
        named += sure
        finish(lab, coach, bench, sure, live)
    hand_in(bench)


def reset(lab: Any, bench: Bench) -> bool:
    """Press back in what has tripped; tell whether anything had."""
    parts = lab.machine.components.items()
    out = [
        t for t, p in parts if p.positions[1:] == ("reset",) and "flag out" in bench.look(t).text
    ]
    for tag in out:
        bench.press(tag).release(tag)
    return bool(out)


def remedy(lab: Any, name: str) -> str:
    """Return what to repair for a fault, or "T1 P1.02=5" for a parameter to be entered anew."""
    fault = lab.machine.fault(name)
    part = lab.machine.component(fault.component)
    for code, param in part.menu.items():
        if param in fault.wrong:
            return f"{part.tag} {code}={part.values[param]:g}"
    return place_of(name)


def cure(lab: Any, bench: Bench, places: list[str], live: bool = False) -> None:
    """Enter parameters at the keypad; repair all else under lockout, or live."""
    hands_in = [place for place in places if "=" not in place]
    for place in [place for place in places if "=" in place]:
        tag, code, value = re.split("[ =]", place)
        if live:  # there is no danger at a keypad: he pulls a terminal tight meanwhile
            hands_in.append(f"{tag}:{lab.machine.component(tag).marks[0]}")
        bench.bring(REST)
        by_gauge(lab, bench, tag, code) if is_screw(lab, tag) else bench.set(
            tag, code, float(value)
        )
    if hands_in and not live:
        bench.bring(LOCKED_OUT)
    for place in hands_in:
        bench.repair(place)
    if hands_in and not live:
        renew_fuses(lab, bench)


def renew_fuses(lab: Any, bench: Bench) -> None:
    """Measure the fuses that are dead when the machine is locked out; renew those that are open."""
    dead = {c.ports for c in lab.checks if (c.state, c.function) == (LOCKED_OUT, "Ω")}
    for tag, part in lab.machine.components.items():
        ends = (f"{tag}:1", f"{tag}:2")
        if part.title == "fuse" and ends in dead and bench.measure("Ω", *ends).value > GOOD_FUSE:
            bench.repair(tag)


def work_off(choose: Callable[[Any, Bench], str | None], lab: Any, coach: Any, bench: Bench) -> str:
    """Make the checks a policy chooses until one ambiguity group is left; return its best fault."""
    asked: list[str] = []  # for a further witness; once more where the machine was still warm
    for _ in range(LONGEST):
        best = suspects(coach, bench)[0]
        sure = group_mass(coach, bench, best) >= SURE
        more = second(coach, bench.attempt, best, coach.state(bench.attempt)) if sure else None
        if sure and (more is None or asked.count(more.id) > 1):
            return best
        asked += [more.id] if more else []
        check = more.id if more else choose(coach, bench)
        if check is None:
            return best
        bench.do(check)
    return suspects(coach, bench)[0]


def best_check(coach: Any, bench: Bench) -> str | None:
    top = coach.rank(bench.attempt, 1)[0]
    return top.check.id if top.bits > 1e-6 else None


def probes(coach: Any) -> list[Check]:
    """Return where leads go at random: all volts, or pressures, or levels; else all looks."""
    book = coach.dictionary
    for function in ("V", "bar", "mm/s"):
        mine = [n for n, check in enumerate(book.checks) if check.function == function]
        if any(np.ptp(book.code[n]) for n in mine):
            return [book.checks[n] for n in mine]
    return [c for c in book.checks if c.function == "look"]


def by(policy: Policy) -> Callable[[Any, Bench], str | None]:
    """Return the choice of a policy, on the machine as it is now."""

    def choose(coach: Any, bench: Bench) -> str | None:
        book, p = coach.present(bench.attempt)
        chosen = policy(book, p, coach.state(bench.attempt))
        return None if chosen is None else book.checks[chosen].id

    return choose


def optimal(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    work(best_check, lab, coach, bench)


def half_splitter(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    work(by(half_split), lab, coach, bench)


def serial_worker(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    work(by(serial), lab, coach, bench)


def random_prober(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Puts the leads anywhere, whatever is known already, until sure."""
    dice = np.random.default_rng(seed)
    meters = [c.id for c in probes(coach)]

    def choose(coach: Any, bench: Bench) -> str | None:
        return meters[int(dice.integers(len(meters)))]

    work(choose, lab, coach, bench)


def guesser(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """At most three random readings, then a guess by failure rate."""
    dice = np.random.default_rng(seed)
    meters = probes(coach)
    for _ in range(3):
        bench.do(meters[int(dice.integers(len(meters)))].id)
    rates = np.array([f.rate for f in lab.family])
    guess = lab.family[int(dice.choice(len(rates), p=rates / rates.sum()))]
    for part in guess.parts:
        bench.diagnose(part.component, part.title)
        tag, code, value = re.fullmatch(r"(\S+)(?: (.+)=(.+))?", remedy(lab, part.id)).groups()
        if code and is_screw(lab, tag):
            bench.turn(tag, code, 1.0)
        else:
            bench.set(tag, code, float(value)) if code else bench.repair(tag)
    bench.sign_off(f"{guess.id}. Replaced.")


def parts_swapper(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Replaces parts by failure rate until the machine runs."""
    rate: dict[str, float] = {}
    single = [part for fault in lab.family for part in fault.parts]
    for fault in single:
        rate[fault.component] = rate.get(fault.component, 0.0) + fault.rate
    for tag in sorted(rate, key=lambda t: -rate[t]):
        bench.bring(LOCKED_OUT)
        bench.repair(tag)
        bench.bring(REST)
        if symptom(lab, bench) == coach.healthy:
            title = next(f.title for f in single if f.component == tag)
            bench.diagnose(tag, title)
            break
    bench.sign_off("Replaced parts until it ran.")


def knows_the_answer(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Names the right fault at once, without evidence."""
    finish(lab, coach, bench, parts_of(coach.told))
    hand_in(bench)


def unsafe_expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Works as the optimal one, but repairs live."""
    work(best_check, lab, coach, bench, live=True)


def nothing(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Opens the lab and hands it in."""


# name: (bot, lowest and highest mean score)
BOTS: dict[str, tuple[Callable, float, float]] = {
    "optimal": (optimal, 98, 100),
    "half-splitter": (half_splitter, 85, 100),
    "serial": (serial_worker, 60, 85),
    "random prober": (random_prober, 0, 85),
    "guesser": (guesser, 0, 25),
    "parts swapper": (parts_swapper, 0, 30),
    "answer known, no evidence": (knows_the_answer, 0, 40),
    "unsafe expert": (unsafe_expert, 0, 40),
    "nothing": (nothing, 0, 0),
}
