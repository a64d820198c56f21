"""What the readings of a record leave possible, and how that is said: parts, spans, sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from labsim.coach.dictionary import HEALTHY, NONE
from labsim.core.machine import Machine
from labsim.scenario import lies_on, ports_on

__all__ = ["by_part", "groups", "joined", "order", "possible", "sheet_of", "span"]

FIT = 0.05  # readings that fit a suspect less than this share of how they fit the best exclude it


def possible(coach: Any, belief: dict[str, float]) -> dict[str, float]:
    """Return fault id -> probability of the faults that the readings do not exclude.

    A rare fault stays in as long as the readings fit it: what counts is probability over rate.
    """
    rate = sum(fault.rate for fault in coach.faults) or 1.0
    fit = {f.id: belief[f.id] * rate / f.rate for f in coach.faults}
    best = max(fit.values(), default=0.0)
    return {name: belief[name] for name, share in fit.items() if share > FIT * best}


def groups(coach: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """Return group -> the fault ids among `names` that no check can tell apart, likeliest kept."""
    wanted, found = set(names), {}
    for fault in coach.faults:
        if fault.id in wanted:
            found.setdefault(fault.group, []).append(fault.id)
    return found


def by_part(belief: dict[str, float]) -> dict[str, float]:
    """Return tag -> probability that the fault sits in that part."""
    found: dict[str, float] = {}
    for name, p in belief.items():
        if name not in (HEALTHY, NONE):
            tag = name.partition(":")[0]
            found[tag] = found.get(tag, 0.0) + p
    return found


def order(machine: Machine) -> list[str]:
    """Return the tags of a machine as its sheets draw them, from the source on."""
    found: list[str] = []
    for sheet in machine.sheets:
        ends = [getattr(sheet, "left", None), *(e.start for e in sheet.elements())]
        found += [port.component.tag for port in ends if port is not None]
    return list(dict.fromkeys([*found, *machine.components]))


def sheet_of(machine: Machine, fault: Any) -> str:
    """Return the title of the sheet a fault lies on: wholly if it can be, else partly."""
    for how in (all, any):
        for sheet in machine.sheets:
            if lies_on(machine, fault, ports_on(machine, (sheet.title,)), how):
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
