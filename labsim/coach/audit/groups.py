"""Faults that read alike in every check: what more would tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from labsim.core.component import Fault
from labsim.core.simulation import Simulation, variants_of
from labsim.hands import Hands
from labsim.states import act

__all__ = ["split"]

APART = 4.0  # standard errors between readings that a technician takes for different
OVER = 1e12  # stands for OL
LEADS = 8  # conductors tried for each group


def split(lab: Any, faults: list[Fault]) -> str:
    """Say which check, with one conductor lifted, splits a group furthest; else what to renew.

    A group is a handful of faults, so every conductor near them is tried on their machines.
    """
    best, told, near = 1, "", False
    for port, function, ports, parts in lifted(lab, faults):
        here = port in ports  # of two that split alike, the one at the lifted conductor
        if parts > best or (parts == best > 1 and here and not near):
            best, near, told = (
                parts,
                here,
                f"lift the conductor of {port}, then {function} {' – '.join(ports)}",
            )
    if told:
        rest = "" if best == len(faults) else f" ({best} of {len(faults)} parts)"
        return told + rest
    places = list(dict.fromkeys(place(part) for fault in faults for part in fault.parts))
    if len(places) < 2:
        return f"no need: {places[0]} is renewed in any case"
    return f"renew {places[0]} and try: if the machine works, it was that"


def place(fault: Fault) -> str:
    """Return what is renewed for a fault: the terminal it names, or the part."""
    marks = marks_of(fault)
    return f"{fault.component}:{marks[0]}" if len(marks) == 1 else fault.component


def marks_of(fault: Fault) -> list[str]:
    """Return the terminals a fault is at; none when it is inside the part."""
    return list(dict.fromkeys(k.rpartition(".")[0] for k in fault.wrong if "." in k))


def conductors(lab: Any, faults: list[Fault]) -> list[str]:
    """Return the terminals whose conductors are worth lifting: those of the group's wires."""
    machine = lab.machine
    near = set()
    for part in (part for fault in faults for part in fault.parts):
        marks = marks_of(part) or machine.component(part.component).marks
        near |= {f"{part.component}:{mark}" for mark in marks}
    reach = {port.name for port in machine.reachable()}
    nets = [[p.name for p in net] for net in machine.nets]
    return [p for net in nets if near & set(net) for p in net if p in reach][:LEADS]


def lifted(lab: Any, faults: list[Fault]) -> Iterator[tuple[str, str, list[str], int]]:
    """Yield conductor, function, ports and parts of the group for every check of a dead machine."""
    dead = next((state for state in lab.states if state.dead), None)
    if dead is None:
        return
    owners = [n for n, fault in enumerate(faults) for _ in variants_of(fault)]
    sim = Simulation(lab.machine, [v for fault in faults for v in variants_of(fault)])
    hands = Hands(sim, titles=lab.scenario.instruments)
    for step in lab.scenario.before:
        hands.do(step)
    act(sim, dead.there, 3.0)
    start = sim.snapshot()
    for port in conductors(lab, faults):
        sim.rewind(start)
        hands.do({"do": "lift", "port": port})
        for function, groups in dead_checks(lab, dead.label, port).items():
            for ports, found in zip(groups, hands.measure_many(function, groups), strict=True):
                yield port, function, ports, parts_told(found, owners)


def dead_checks(lab: Any, label: str, port: str) -> dict[str, list[list[str]]]:
    """Return the ohms of a dead machine by function, and those at a lifted terminal."""
    found: dict[str, list[list[str]]] = {}
    for check in lab.checks:
        if check.state == label and check.function not in ("look", "V"):
            found.setdefault(check.function, []).append(list(check.ports))
    for groups in found.values():
        if all(len(ports) == 1 for ports in groups) and [port] not in groups:
            groups.append([port])
    return found


def parts_told(found: Any, owners: list[int]) -> int:
    """Return into how many parts a reading splits the faults that own the variants."""
    value = np.where(np.isfinite(found.value), found.value, OVER).astype(float)
    sigma = np.broadcast_to(found.sigma, value.shape)
    order = np.argsort(value, kind="stable")
    gap = np.diff(value[order]) > APART * np.hypot(sigma[order][1:], sigma[order][:-1])
    seen: dict[int, set[int]] = {}
    for n, number in zip(order, np.concatenate([[0], np.cumsum(gap)]), strict=True):
        seen.setdefault(owners[int(n)], set()).add(int(number))
    parts: list[set[int]] = []
    for codes in seen.values():
        touching = [part for part in parts if part & codes]
        parts = [p for p in parts if p not in touching] + [codes.union(*touching)]
    return len(parts)
