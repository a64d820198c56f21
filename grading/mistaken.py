"""What a class mistakes: readings that were misread, kinds of faults taken for others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from grading.cohort import HandIn

__all__ = ["Confusion", "Misread", "confused", "misread"]


@dataclass(frozen=True)
class Misread:
    """A reading that spoke against the diagnosis, and was misread or passed over."""

    lab: str
    where: str
    state: str
    people: tuple[str, ...]
    taken: int  # hand-ins with a diagnosis in that lab
    example: str


@dataclass(frozen=True)
class Confusion:
    """Two faults that were taken for one another: hidden, claimed, by whom."""

    lab: str
    truth: str
    claimed: str
    people: tuple[str, ...]
    of: int  # apprentices whose machine hid such a fault
    example: str = ""


def misread(handed: Iterable[HandIn]) -> list[Misread]:
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    taken: Counter[str] = Counter()
    for each in handed:
        taken[each.lab] += bool(each.facts.get("claimed"))
        for one in each.facts.get("misread", ()):
            ports = " and ".join(one["ports"])
            where = ports if one["function"] == "look" else f"{one['function']} at {ports}"
            found[each.lab, where, one["state"]].append((each.student, _example(one)))
    made = [
        Misread(lab, where, state, tuple(dict.fromkeys(s for s, _ in said)), taken[lab], said[0][1])
        for (lab, where, state), said in found.items()
    ]
    return sorted(made, key=lambda m: (-len(m.people), m.lab, m.where, m.state))


def _example(one: dict[str, str]) -> str:
    would = f", which would read {one['would']}" if one["would"] else ", which it excludes"
    return f"{one['reading']}; claimed: {one['claimed']}{would}"


def confused(handed: Iterable[HandIn]) -> list[Confusion]:
    """Return confusions by the kinds of faults: a class is too small for one fault and another."""
    found: dict[tuple[str, str, str, bool], list[tuple[str, str, str]]] = defaultdict(list)
    hid: Counter[tuple[str, str]] = Counter()
    for each in handed:
        hid[each.lab, _kind(each.facts.get("truth", ""))] += 1
        for truth, claimed in each.facts.get("confused", ()):
            same = truth.partition(":")[0] == claimed.partition(":")[0]
            found[each.lab, _kind(truth), _kind(claimed), same].append(
                (each.student, truth, claimed)
            )
    made = [_confusion(*key, rows, hid[key[:2]]) for key, rows in found.items()]
    return sorted(made, key=lambda c: (-len(c.people), c.lab, c.truth, c.claimed))


def _confusion(
    lab: str, truth: str, claimed: str, same: bool, rows: list[tuple[str, str, str]], of: int
) -> Confusion:
    """Return one kind of confusion; the faults themselves where they are always the same two."""
    people = tuple(dict.fromkeys(student for student, *_ in rows))
    pairs = list(dict.fromkeys((hidden, said) for _, hidden, said in rows))
    if len(pairs) == 1:
        return Confusion(lab, *pairs[0], people, of)
    claimed += ", same part" if same else ", another part"
    return Confusion(lab, truth, claimed, people, of, f"{pairs[0][0]} for {pairs[0][1]}")


def _kind(fault: str) -> str:
    """Return what is wrong without saying where: "terminal 2 open" of any lamp is one kind."""
    title = fault.partition(": ")[2] or fault
    return " ".join(re.sub(r"(?<!\S)[\d+-]+(?!\S)", " ", title).split())
