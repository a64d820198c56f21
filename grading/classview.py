"""What a class shows its instructor: misreadings, confusions, breaches, time, whom to look at."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean, median, pstdev

from grading.cohort import Cohort, HandIn
from grading.items import Item, Slip, items, slips
from grading.mistaken import Confusion, Misread, confused, misread
from labsim.safety import RULES

__all__ = ["Breach", "ClassView", "First", "LabLine", "Leak", "view"]

# Of the best way's minutes, over all right diagnoses; tried on a made class (grading/README.md).
CHEAP, COSTLY, AGAIN = 0.7, 0.1, 2  # spent less; lost more; diagnoses at least
SHARED, MANY = 4, 0.3  # hand-ins, part of a lab's, of which the same is said: it is said once
FAR = 2.0  # standard deviations from what apprentice and lab would make one expect


@dataclass(frozen=True)
class Breach:
    """A safety rule that was broken: in how many hand-ins, by whom."""

    rule: str
    times: int
    people: tuple[str, ...]

    @property
    def critical(self) -> bool:
        return self.rule in RULES and RULES[self.rule].critical

    @property
    def text(self) -> str:
        return RULES[self.rule].text if self.rule in RULES else self.rule


@dataclass(frozen=True)
class LabLine:
    """One lab over a class."""

    lab: str
    people: int
    share: float | None
    waiting: int
    minutes: float | None
    allowed: float | None
    over: int  # who took longer
    right: int
    diagnosed: int
    guessed: int
    broke: int
    again: int  # who worked it more than once


@dataclass(frozen=True)
class Leak:
    """Diagnoses that were right and far cheaper than the best way, though not by its steps.

    Each: lab, minutes to the diagnosis, minutes of the best way on average, minutes of regret.
    """

    student: str
    labs: tuple[tuple[str, float, float, float], ...]

    @property
    def cost(self) -> float:
        """Minutes spent for each minute of the best way."""
        return sum(row[1] for row in self.labs) / sum(row[2] for row in self.labs)

    @property
    def regret(self) -> float:
        """Minutes lost on the way for each minute of the best way."""
        return sum(row[3] for row in self.labs) / sum(row[2] for row in self.labs)


@dataclass
class First:
    """A hand-in to look at first: why, weightiest reason first, and how much it weighs."""

    student: str
    lab: str
    weight: float = 0.0
    why: list[str] = field(default_factory=list)

    def add(self, weight: float, why: str) -> None:
        self.weight += weight
        self.why.append(why)


@dataclass
class ClassView:
    """All there is to say of a class."""

    cohort: Cohort
    labs: list[LabLine]
    misread: list[Misread]
    confused: list[Confusion]
    breaches: list[Breach]
    items: list[Item]
    slips: list[Slip]
    leaks: list[Leak]
    first: list[First]
    shared: list[tuple[str, str, int, int]]  # lab, what is said of many, of how many, hand-ins


def view(cohort: Cohort) -> ClassView:
    """Look at a class from every side."""
    handed = cohort.handed_in
    leaks, shared = _leaks(handed), _shared(handed)
    return ClassView(
        cohort, [_lab(lab, [h for h in handed if h.lab == lab]) for lab in cohort.labs],
        misread(handed), confused(handed), _breaches(handed),
        items(handed), slips(handed), leaks,
        _first(handed, leaks, {(lab, line) for lab, line, *_ in shared}), shared,
    )  # fmt: skip


def _lab(lab: str, mine: Sequence[HandIn]) -> LabLine:
    shares = [h.result.share for h in mine if h.result.share is not None]
    times = [h.facts["minutes"] for h in mine if h.facts.get("worked")]
    told = [h.facts for h in mine if h.facts.get("claimed")]
    late = [h for h in mine if h.facts.get("worked") and h.facts["minutes"] > h.facts["allowed"]]
    return LabLine(
        lab, len(mine), mean(shares) if shares else None, sum(h.result.waiting for h in mine),
        median(times) if times else None,
        next((h.facts["allowed"] for h in mine if h.facts.get("worked")), None), len(late),
        sum(f["right"] for f in told), len(told), sum(f["guessed"] for f in told),
        sum(any(critical for _, critical in h.facts.get("breaches", ())) for h in mine),
        sum(h.facts.get("attempts", 1) > 1 for h in mine),
    )  # fmt: skip


# safety -------------------------------------------------------------------------------------------
def _breaches(handed: Iterable[HandIn]) -> list[Breach]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in handed:
        for rule in dict.fromkeys(rule for rule, _ in each.facts.get("breaches", ())):
            found[rule].append(each.student)
    made = [Breach(rule, len(who), tuple(dict.fromkeys(who))) for rule, who in found.items()]
    return sorted(made, key=lambda b: (not b.critical, -b.times, b.rule))


# who to look at -----------------------------------------------------------------------------------
def _leaks(handed: Iterable[HandIn]) -> list[Leak]:
    """Return who was right again and again far more cheaply than the best way, by other steps.

    Luck evens out over labs; who takes the best step each time loses nothing, and is not meant.
    Who needed no reading at all lost nothing either, and is.
    """
    found: dict[str, list[tuple[str, float, float, float]]] = defaultdict(list)
    for each in handed:
        facts = each.facts
        if facts.get("right") and facts.get("found") is not None:
            lost = facts["regret"] if facts["decisions"] else facts["best"]
            found[each.student].append((each.lab, facts["found"], facts["best"], lost))
    made = [Leak(student, tuple(rows)) for student, rows in found.items() if len(rows) >= AGAIN]
    odd = [leak for leak in made if leak.cost < CHEAP and leak.regret > COSTLY]
    return sorted(odd, key=lambda leak: (leak.cost, leak.student))


def _said(each: HandIn) -> list[str]:
    """Return why to look at a hand-in; of actions that do not come out the first one."""
    lines = list(each.facts.get("look", ()))
    odd = [line for line in lines if re.match(r"action \d", line)]
    return [line for line in lines if line not in odd[1:]]


def _shared(handed: Iterable[HandIn]) -> list[tuple[str, str, int, int]]:
    """Return what is said of many hand-ins of a lab: its cause is none of theirs."""
    told = Counter((each.lab, line) for each in handed for line in set(_said(each)))
    of = Counter(each.lab for each in handed)
    found = [(lab, line, n, of[lab]) for (lab, line), n in told.items()
             if n >= SHARED and n > MANY * of[lab]]  # fmt: skip
    return sorted(found, key=lambda row: (-row[2], row[0], row[1]))


def _first(
    handed: Sequence[HandIn], leaks: Iterable[Leak], shared: set[tuple[str, str]]
) -> list[First]:
    """Return the hand-ins to look at first, with reasons."""
    found = {(h.student, h.lab): First(h.student, h.lab) for h in handed}
    for each in handed:
        here = found[each.student, each.lab]
        for line in _said(each):
            if (each.lab, line) not in shared:
                here.add(4.0, line)
        for times, line in _broken(each):
            here.add(2.0 * times, line)
        sound = len(each.facts.get("sound", ()))
        if sound:
            parts, were = ("part", "was") if sound == 1 else ("parts", "were")
            here.add(0.5 * sound, f"{sound} {parts} replaced that {were} sound")
    for leak in leaks:
        cheapest = min(leak.labs, key=lambda row: row[1] / row[2])[0]
        said = f"right {len(leak.labs)} times at {leak.cost:.0%} of the best way's cost"
        found[leak.student, cheapest].add(3.0 * len(leak.labs), f"{said}: too cheap to be found?")
    for (student, lab), (share, usual) in _odd_ones(handed).items():
        far = "far better" if share > usual else "far worse"
        found[student, lab].add(2.0, f"{share:.0%} where {usual:.0%} was to be expected: {far}")
    chosen = [each for each in found.values() if each.weight]
    return sorted(chosen, key=lambda f: (-f.weight, f.lab, f.student))


def _broken(handed: HandIn) -> Iterable[tuple[int, str]]:
    """Yield how often each critical rule was broken, and a line that says so."""
    broken = Counter(rule for rule, critical in handed.facts.get("breaches", ()) if critical)
    for rule, times in broken.items():
        again = f" ({times} times)" if times > 1 else ""
        yield times, f"critical: {_short(rule)}{again}"


def _short(rule: str) -> str:
    """Return the beginning of a rule, enough to know it by."""
    text = RULES[rule].text if rule in RULES else rule
    words = re.split(r"[.:(]", text)[0].strip()
    return words[:1].lower() + words[1:]


def _odd_ones(handed: Sequence[HandIn]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return marks far from what apprentice and lab make one expect: share and expectation."""
    known = {(h.student, h.lab): h.result.share for h in handed if h.result.share is not None}
    if len({s for s, _ in known}) < 3 or len({lab for _, lab in known}) < 2:
        return {}
    whole = mean(known.values())
    person = {s: mean(v for (o, _), v in known.items() if o == s) for s, _ in known}
    lab_of = {n: mean(v for (_, o), v in known.items() if o == n) for _, n in known}
    usual = {k: min(max(person[k[0]] + lab_of[k[1]] - whole, 0.0), 1.0) for k in known}
    spread = pstdev([known[k] - usual[k] for k in known]) or 1.0
    return {k: (known[k], usual[k]) for k in known if abs(known[k] - usual[k]) > FAR * spread}
