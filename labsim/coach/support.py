"""What the readings of a record leave possible, and how that is said: parts, spans, sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from labsim.coach.dictionary import HEALTHY, NONE, parts_of
from labsim.core.machine import Machine
from labsim.family import lies_on, ports_on

__all__ = ["by_part", "groups", "joined", "order", "possible", "sheet_of", "span", "tags"]

FIT = 0.05  # readings that fit a suspect less than this share of how they fit the best exclude it


def possible(coach: Any, belief: dict[str, float]) -> dict[str, float]:
    """Return id -> probability of the faults, or pairs, that the readings do not exclude.

    A rare fault stays in as long as the readings fit it: what counts is probability over prior.
    """
    book, prior = coach.dictionary, dict[str, float]()
    for variant, p in zip(book.variants, book.prior, strict=True):
        if variant.name != HEALTHY:
            prior[variant.name] = prior.get(variant.name, 0.0) + float(p)
    fit = {name: belief[name] / p for name, p in prior.items()}
    best = max(fit.values(), default=0.0)
    return {name: belief[name] for name, share in fit.items() if share > FIT * best}


def groups(coach: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids that no check can tell apart together, under the first of each group."""
    first, found = dict[int, str](), dict[str, list[str]]()
    for name in names:
        head = first.setdefault(coach.dictionary.group_of[name], name)
        found.setdefault(head, []).append(name)
    return found


def tags(names: Iterable[str]) -> set[str]:
    """Return the parts in which faults or pairs of them sit."""
    return {one.partition(":")[0] for name in names for one in parts_of(name)}


def by_part(belief: dict[str, float]) -> dict[str, float]:
    """Return tag -> probability that a fault sits in that part; of two faults each counts."""
    found: dict[str, float] = {}
    for name, p in belief.items():
        if name not in (HEALTHY, NONE):
            for tag in tags([name]):
                found[tag] = found.get(tag, 0.0) + p
    return found


def order(machine: Machine) -> list[str]:
    """Return the tags of a machine as its sheets draw them, from the source on."""
    found: list[str] = []
    for sheet in machine.sheets:
        ends = [getattr(sheet, "left", None), *(e.start for e in sheet.elements())]
        found += [port.component.tag for port in ends if port is not None]
    return list(dict.fromkeys([*found, *machine.components]))


def sheet_of(machine: Machine, name: str) -> str:
    """Return the title of the sheet a fault lies on: wholly if it can be, else partly."""
    faults = [machine.fault(one) for one in parts_of(name)]
    for how in (all, any):
        for sheet in machine.sheets:
            reach = ports_on(machine, (sheet.title,))
            if how(lies_on(machine, fault, reach, how) for fault in faults):
                return str(sheet.title)
    return ""


def span(tags: Iterable[str], along: Sequence[str], most: int = 4) -> str:
    """Say tags in the order of the drawing, numbers in a row as "E1 to E6"."""
    wanted, runs = set(tags), list[list[str]]()
    for tag in (t for t in along if t in wanted):
        if runs and _follows(runs[-1][-1], tag):
            runs[-1].append(tag)
        else:
            runs.append([tag])
    said: list[str] = []
    for run in runs:
        said += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else run
    return joined(said, most)


def _follows(one: str, other: str) -> bool:
    """Tell whether E4 follows E3."""
    a, b = (re.fullmatch(r"(.*?)(\d+)", tag) for tag in (one, other))
    return bool(a and b and a[1] == b[1] and int(b[2]) == int(a[2]) + 1)


def joined(words: Sequence[str], most: int = 4) -> str:
    """Join words as a sentence does; of more than `most` the rest is counted."""
    words = list(words)
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
