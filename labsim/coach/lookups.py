"""Cross references that were looked up, against the shortest way from the stall to its cause.

A scenario that names the bit at which a sequence stands (`stalls = "A1:TR1_07"`) has the way back
through the program judged: who writes it, what that rung reads, who writes that. Look-ups are free
along the shortest such way and half as many again; every further one has cost its minutes.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Iterable
from typing import Any

from labsim.actions import MINUTES
from labsim.attempt import Attempt
from labsim.core.component import Fault
from labsim.core.machine import Machine
from labsim.lookup import variable
from labsim.plc.operands import parse_path
from labsim.plc.parts.processor import Operated
from labsim.plc.program import Program
from labsim.plc.reasons import xref
from labsim.plc.reasons.compare import differing

__all__ = ["causes", "included", "lost", "way"]

ROOM = 1.5  # look-ups for each one on the shortest way that cost nothing


def lost(lab: Any, attempt: Attempt, truth: str) -> tuple[float, str]:
    """Return minutes of look-ups beyond the shortest way to a fault, and a sentence on them."""
    asked = {event["point"].casefold() for event in attempt.of("look_up")}
    if not lab.scenario.stalls or not asked:
        return 0.0, ""
    part, start = variable(lab.machine, lab.machine.numbered(lab.scenario.stalls))
    best = way(part.logic.program, start, causes(lab.machine, part, lab.machine.fault(truth)))
    free = math.ceil(ROOM * max(1, len(best)))
    over = max(0, len(asked) - free)
    noun = "look-up" if len(asked) == 1 else "look-ups"
    said = f"Cross reference: {len(asked)} {noun}; the shortest way is {' → '.join(best) or start}"
    return over * MINUTES["look_up"], f"{said} ({len(best)})."


def included(lab: Any, attempt: Attempt) -> set[int]:
    """Return the lines of readings that nobody has to justify where they told nothing new.

    Who looks a tag up reads it and the contacts of its rung; and a first comparison with the backup
    proves what a walk has found.
    """
    if not lab.scenario.stalls:
        return set()
    part, _ = variable(lab.machine, lab.machine.numbered(lab.scenario.stalls))
    behind, _ = _reads(part.logic.program)
    seen: set[str] = set()
    compares = [e["n"] for e in attempt.of("measure") if e["function"] == "compare"]
    found = set(compares[:1])
    for event in attempt.of("look_up", "measure"):
        if event["do"] == "look_up":
            tag = variable(lab.machine, event["point"])[1].partition(".")[0].casefold()
            seen |= {tag, *behind.get(tag, ())}
        elif event["function"] == "online":
            name = event["ports"][0].partition(":")[2]
            tag = part.called.get(name, name).partition(".")[0].casefold()
            found |= {event["n"]} if tag in seen else set()
    return found


def way(program: Program, start: str, ends: Iterable[str]) -> list[str]:
    """Return the tags to look up, from where it stands to the nearest of the causes.

    Where no cause feeds the start, that is the start and all its rungs read: they are what must be
    cleared before one goes to the machine.
    """
    key = lambda name: parse_path(name, program.dialect).root.casefold()  # noqa: E731
    wanted, (behind, spelt) = {key(end) for end in ends}, _reads(program)
    came: dict[str, str] = {key(start): ""}
    queue = deque(came)
    while queue:
        here = queue.popleft()
        if here in wanted:
            return [spelt.get(tag, tag) for tag in _back(came, here)]
        for tag in behind.get(here, ()):
            if tag not in came:
                came[tag] = here
                queue.append(tag)
    return [spelt.get(tag, tag) for tag in (key(start), *behind.get(key(start), ()))]


def _back(came: dict[str, str], here: str) -> list[str]:
    found = [here]
    while came[found[-1]]:
        found.append(came[found[-1]])
    return found[::-1]


def _reads(program: Program) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return, by tag in small letters, what its rungs read; and how the tags are spelt."""
    by_rung: dict[tuple[str, int], tuple[list[str], list[str]]] = {}
    found = xref.uses(program)
    for use in found:
        row = by_rung.setdefault((use.routine, use.rung), ([], []))
        row[use.writes].append(use.path.root.casefold())
    behind: dict[str, list[str]] = {}
    for read, written in by_rung.values():
        for tag in written:
            mine = behind.setdefault(tag, [])
            mine += [other for other in read if other != tag and other not in mine]
    return behind, {use.path.root.casefold(): use.path.root for use in found}


# what a fault touches in the program ----------------------------------------------------------
def causes(machine: Machine, part: Operated, fault: Fault) -> set[str]:
    """Return the tags at which a fault comes into a program: of its points, or of its rungs."""
    if fault.component == part.tag and "edit" in fault.wrong:
        return set(differing(part.logic.edited(0), part.logic.edited(int(fault.wrong["edit"]))))
    if fault.component == part.tag and "forces" in fault.wrong:
        return {part.called[point] for point in part.left[int(fault.wrong["forces"])]}
    named = re.findall(r"\b[IQ]W?\d+(?:\.\d+)?", fault.title)
    points = {part.called[p] for p in named if p in part.called}
    return points or _wired(machine, part, fault)


def _wired(machine: Machine, part: Operated, fault: Fault) -> set[str]:
    """Return the tags of the channels that a device, or its contact 23-24, is wired to."""
    found, pair = set(), re.search(r"contact (\d+)-(\d+)", fault.title)
    for net in machine.nets:
        mine = [port.mark for port in net if port.component.tag == fault.component]
        if mine and (pair is None or set(mine) & set(pair.groups())):
            marks = {port.mark for port in net if port.component in part.hosts}
            found |= {tag for point, tag in part.called.items() if point in marks and tag}
    return found
