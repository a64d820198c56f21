"""Pieces of a rung for `why`: what lets power through, and what of it is open or closed."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from labsim.plc.operands import write_path
from labsim.plc.program import Member, Op, Path
from labsim.plc.reasons.parts import Part, tests, words
from labsim.plc.reasons.scan import Scan, last_scan
from labsim.plc.reasons.words import Cause, clock, counts
from labsim.plc.reasons.xref import resolve

__all__ = ["COUNTERS", "TIMERS", "Pieces"]

_EDGES = frozenset({"ONS", "OSR", "OSF", "XICP", "XICN", "R_TRIG", "F_TRIG"})
TIMERS = frozenset({"TON", "TOF", "TP", "RTO"})
COUNTERS = frozenset({"CTU", "CTD", "CTUD"})


class Pieces:
    """What a look at a controller needs of single rungs; `Why` follows them from bit to bit."""

    def __init__(self, controller: Any) -> None:
        self.c, self.program = controller, controller.program
        self.seen: list[str] = []
        self.flows: dict[tuple[str, int], tuple[Any, Any]] = {}

    def bit(self, path: Path) -> Cause:
        """Return what a bit is, and why."""
        raise NotImplementedError

    @cached_property
    def scan(self) -> Scan:
        """The way of the last scan."""
        return last_scan(self.c)

    @property
    def knows_flow(self) -> bool:
        """Whether the power of the last scan was kept."""
        return bool(self.c.traced and self.c.scans and self.c.mode() == "run")

    def conducts(self, part: Part, place: tuple[str, int]) -> bool:
        """Return whether a piece of a rung lets power through."""
        if part.kind == "series":
            return all(self.conducts(one, place) for one in part.inside)
        if part.kind == "parallel":
            return any(self.conducts(one, place) for one in part.inside)
        op = part.op
        if self.knows_flow and self.scan.worked(place):
            before, behind = self.flow(place)
            if before[part.number]:
                return behind[part.number]
        found = tests(self.c, op)
        return True if found is None else found

    def flow(self, place: tuple[str, int]) -> tuple[Any, Any]:
        if place not in self.flows:
            flow = self.c.flow
            self.flows[place] = (flow.ahead(*place, place not in self.scan.dead), flow[place])
        return self.flows[place]

    # pieces of a rung -------------------------------------------------------------------------
    def opened(self, part: Part, place: tuple[str, int]) -> Cause:
        """Say what is open in a piece that lets nothing through."""
        if part.kind == "op":
            return self.open_element(part.op, place)
        if part.kind == "series":
            found = [self.opened(p, place) for p in part.inside if not self.conducts(p, place)]
            return found[0] if len(found) == 1 else Cause("", tuple(found))
        ways = [self.opened(p, place) for p in part.inside if not self.own(p)]
        ways = sorted(ways or [self.opened(p, place) for p in part.inside], key=lambda w: w.size)
        return ways[0] if len(ways) == 1 else Cause("", tuple(ways), ways=True)

    def own(self, part: Part) -> bool:
        """Tell whether a branch is the seal-in: a contact of the bit that is being explained."""
        ops = [one.op for one in part.ops()]
        paths = [op.args[0] for op in ops if op.name == "XIC" and isinstance(op.args[0], Path)]
        seen = self.seen[-1:]
        return any(write_path(resolve(self.program, p)).casefold() in seen for p in paths)

    def open_element(self, op: Op, place: tuple[str, int]) -> Cause:
        operand = op.args[0] if op.args else None
        if op.name in ("XIC", "XIO") and isinstance(operand, Path):
            return self.member(operand)
        if op.name in _EDGES:
            what = f" of {write_path(operand)}" if isinstance(operand, Path) else ""
            return Cause(f"{op.name}{what} lets power through for one scan only")
        if op.name == "AFI":
            return Cause(f"AFI in {place[0]}, rung {place[1]} is always false")
        if op.name in TIMERS | COUNTERS and isinstance(operand, Path):
            return Cause((clock if op.name in TIMERS else counts)(self.c, operand))
        asked, found = words(self.c, op)
        return Cause(f"{asked} is not so" + (f": {found}" if found else ""))

    def member(self, path: Path) -> Cause:
        """Say why a contact's bit is as it is; of a timer's or counter's bit how far that is."""
        found = self.bit(path)
        last = path.steps[-1] if path.steps else None
        done = isinstance(last, Member) and last.name.upper() in ("DN", "Q")
        return found if not done or not found.behind else self.shorter(found)

    def shorter(self, found: Cause) -> Cause:
        first = found.behind[0]
        return first if len(found.behind) == 1 else found

    def closed(self, part: Part, place: tuple[str, int]) -> list[Cause]:
        """Say what lets power through a piece: of several branches the one that holds it."""
        if part.kind == "series":
            return [cause for one in part.inside for cause in self.closed(one, place)]
        if part.kind == "parallel":
            ways = [one for one in part.inside if self.conducts(one, place)]
            held = [one for one in ways if not self.own(one)]
            if not held and ways and self.own(ways[0]):
                return [Cause(f"it seals itself in through {write_path(self.seal(ways[0]))}")]
            found = [self.closed(one, place) for one in held]
            return min(found, key=len, default=[])
        return self.closed_element(part.op)

    def seal(self, part: Part) -> Path:
        return next(one.op.args[0] for one in part.ops() if self.own(one) or part is one)

    def closed_element(self, op: Op) -> list[Cause]:
        operand = op.args[0] if op.args else None
        if op.name in ("XIC", "XIO") and isinstance(operand, Path):
            return [self.member(operand)]
        if op.name in _EDGES or tests(self.c, op) is None:
            return []
        asked, found = words(self.c, op)
        return [Cause(f"{asked}" + (f" ({found})" if found else ""))]
