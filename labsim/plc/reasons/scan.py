"""Which way the last scan took through a program, told from the power flow it left.

A rung may not have been worked at all: its routine was not called, a jump went over it, a return
stood before it. And it may have been worked without power: in a zone that an MCR has switched off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from labsim.plc.compiling.calls import label, labels
from labsim.plc.compiling.compiler import main
from labsim.plc.program import Op, Routine

__all__ = ["Scan", "last_scan"]

Place = tuple[str, int]
STEPS = 20_000  # rungs followed in one scan; a loop that is longer is told as far as that
CALLS = 50  # routines within routines


@dataclass
class Scan:
    """The last scan: rungs in the order they were worked, and why the others were not."""

    order: list[Place] = field(default_factory=list)
    places: set[Place] = field(default_factory=set)
    dead: dict[Place, Place] = field(default_factory=dict)  # in an MCR zone: the MCR
    skipped: dict[Place, tuple[str, int, Op]] = field(default_factory=dict)  # rung, element, by
    callers: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)  # all JSRs of it

    def worked(self, place: Place) -> bool:
        """Tell whether a rung was worked."""
        return place in self.places

    def missed(self, routine: str, rung: int) -> str:
        """Say why a rung was not worked."""
        if (routine, rung) in self.skipped:
            where, by, op = self.skipped[routine, rung]
            how = "jumps over it" if op.name == "JMP" else "ends the routine before it"
            return f"{op.name} in {where}, rung {by} {how}"
        if not self.callers.get(routine):
            return f"nothing calls routine {routine}"
        places = " and ".join(f"{name}, rung {k}" for name, k, _ in self.callers[routine])
        return f"routine {routine} is not called: no power at JSR in {places}"


def last_scan(controller: Any) -> Scan:
    """Follow the last scan of a traced controller."""
    program, scan = controller.program, Scan()
    for routine in program.routines.values():
        for k, rung in enumerate(routine.rungs):
            for element, op in enumerate(rung.ops()):
                if op.name in ("JSR", "FOR"):
                    called = label(op)
                    scan.callers.setdefault(called, []).append((routine.name, k, element))
    _Walk(controller, scan).routine(program.routine(main(program)), 0)
    return scan


class _Walk:
    def __init__(self, controller: Any, scan: Scan) -> None:
        self.program, self.scan, self.left = controller.program, scan, STEPS
        self.flow: dict[Place, tuple[bool, ...]] = {}
        bits, first = controller.flow, 0
        for routine in self.program.routines.values():
            for k, rung in enumerate(routine.rungs):
                count = sum(1 for _ in rung.ops())
                self.flow[routine.name, k] = tuple(bits[first : first + count])
                first += count
        self.names = {name.upper(): name for name in self.program.routines}

    def routine(self, routine: Routine, depth: int) -> bool:
        """Follow a routine; tell whether the scan goes on behind it."""
        at, zone, labelled = 0, None, labels(routine)
        while at < len(routine.rungs) and self.left > 0:
            self.left -= 1
            place = (routine.name, at)
            self.scan.order.append(place)
            self.scan.places.add(place)
            if zone is not None:
                self.scan.dead[place] = zone
            to, zone, on = self.rung(routine, at, zone, labelled, depth)
            if to is None or not on:
                return on
            at = to
        return True

    def rung(self, routine: Routine, at: int, zone: Any, labelled: dict, depth: int):
        """Follow one rung: where it goes on (None: the routine ends), the zone, the scan's end."""
        for power, op in zip(self.flow[routine.name, at], routine.rungs[at].ops(), strict=False):
            if op.name == "MCR" and (zone is not None or not power):  # no power in a dead zone
                zone = (routine.name, at) if zone is None else None
            if not power:
                continue
            if op.name in ("JSR", "FOR") and depth < CALLS:
                name = self.names.get(label(op).upper())
                if name and not self.routine(self.program.routines[name], depth + 1):
                    return None, zone, False
            if op.name == "JMP" and label(op).upper() in labelled:
                to = labelled[label(op).upper()]
                self.skip(routine.name, range(at + 1, to), at, op)
                return to, zone, True
            if op.name in ("RET", "TND", "BRK"):
                self.skip(routine.name, range(at + 1, len(routine.rungs)), at, op)
                return None, zone, op.name != "TND"
        return at + 1, zone, True

    def skip(self, routine: str, rungs: range, by: int, op: Op) -> None:
        for k in rungs:
            if (routine, k) not in self.scan.places:
                self.scan.skipped[routine, k] = (routine, by, op)
