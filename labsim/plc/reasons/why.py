"""Why a bit is off, or on: the contacts, and behind them the inputs and devices, in words.

`why(controller, "Q0.1")` looks at the rung that decided in the last scan, at the power it had, and
at what stopped it: every open contact of a series, every branch of a parallel (the shortest way
first), and behind an internal bit its own rung. `facts` says what the machine knows of a point, as
"its LED is on, so look between the card and the bit".
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from labsim.plc.operands import parse_path, write_path
from labsim.plc.program import Path
from labsim.plc.reasons.parts import ahead, parts
from labsim.plc.reasons.pieces import COUNTERS, TIMERS, Pieces
from labsim.plc.reasons.words import Cause, Facts, clock, counts, fact, name, say
from labsim.plc.reasons.xref import COILS, Use, meets, resolve, uses

__all__ = ["Why", "why"]

DEPTH = 8  # internal bits behind internal bits


def why(controller: Any, tag: str, facts: Facts = None) -> str:
    """Return in words what keeps a bit off or holds it on; LabsimError when there is no such tag.

    `facts` maps the name or address of a point to a sentence about its device, or is a function.
    """
    return Why(controller, facts).say(tag)


class Why(Pieces):
    """One look at a controller after a scan."""

    def __init__(self, controller: Any, facts: Facts = None) -> None:
        super().__init__(controller)
        self.facts = facts

    @cached_property
    def uses(self) -> list[Use]:
        """All places where the rungs name something."""
        return uses(self.program)

    def say(self, tag: str) -> str:
        """Return the whole answer."""
        path = parse_path(tag, self.program.dialect)
        self.c[tag]  # an unknown tag is refused
        return self.state() + say(self.bit(path)) + self.doubled(path)

    def state(self) -> str:
        """Say what keeps the whole program from running."""
        if self.c.mode() == "fault":
            return f"The controller has stopped: {self.c.faults[-1]}. All outputs are off.\n"
        if self.c.mode() != "run":
            return "The controller is in program mode: no rung is worked, all outputs are off.\n"
        return "" if self.c.scans else "The controller has not scanned yet.\n"

    def doubled(self, path: Path) -> str:
        """Say which of several coils wins."""
        coils = [u for u in self.writing(path) if u.op.name in COILS]
        if len(coils) < 2:
            return ""
        where = " and ".join(f"{u.routine}, rung {u.rung}" for u in coils)
        last = self.last([u for u in coils if self.scan.worked((u.routine, u.rung))])
        wins = f"; {last.routine}, rung {last.rung} is worked last and wins" if last else ""
        return f"\nIt has {len(coils)} coils, in {where}{wins}."

    # a bit ------------------------------------------------------------------------------------
    def bit(self, path: Path) -> Cause:
        """Return what a bit is, and why."""
        called = name(self.program, path)
        if write_path(path) not in self.c:
            return Cause(f"{called} is outside of its array")
        on = self.c[write_path(path)]
        key = write_path(resolve(self.program, path)).casefold()
        forced = next((v for k, v in self.c.forces.items() if self.key(k) == key), None)
        writing = self.writing(path)
        said = self.said(called, on, not writing)
        if forced is not None and not writing:
            return Cause(f"{called} is forced {'on' if forced else 'off'}{self.about(path)}")
        if not writing:
            return Cause(said + self.about(path))
        if forced is not None:
            said = f"{called} is forced {'on' if forced else 'off'} at its terminal; the program"
            said += f" has it {'on' if on else 'off'}"
        if key in self.seen or len(self.seen) > DEPTH:
            return Cause(said)
        self.seen.append(key)
        behind = self.written(path, on, writing)
        self.seen.pop()
        if isinstance(on, dict) and behind[0].text.startswith(f"{write_path(path)} has"):
            return behind[0]  # a timer or counter: how far it is
        return Cause(said + self.about(path), tuple(behind))

    def said(self, called: str, on: Any, device: bool) -> str:
        if isinstance(on, dict | list):
            return called
        if not isinstance(on, bool):
            return f"{called} is {on}"
        if device:
            return f"{called} is {'true' if on else 'false'}"
        return f"{called} is {'on' if on else 'off'}"

    def about(self, path: Path) -> str:
        found = fact(self.facts, self.program, path)
        return f"; {found}" if found else ""

    def key(self, tag: str) -> str:
        return write_path(resolve(self.program, parse_path(tag, self.program.dialect))).casefold()

    def writing(self, path: Path) -> list[Use]:
        asked = resolve(self.program, path)
        return [use for use in self.uses if use.writes and meets(use, asked)]

    # who wrote it -----------------------------------------------------------------------------
    def written(self, path: Path, on: Any, writing: list[Use]) -> list[Cause]:
        worked = [u for u in writing if self.scan.worked((u.routine, u.rung))]
        if not worked:
            return [self.missed(writing[0])]
        acted = [u for u in worked if u.op.name in COILS or self.power(u)]
        blocks = [u for u in worked if u.op.name in TIMERS | COUNTERS]
        last = self.last(acted)
        if blocks and (last is None or last in blocks or last.op.name != "RES"):
            return self.counted(path, on, blocks[-1])
        if last is None:
            return self.kept(on, worked)
        if last.op.name in COILS:
            return self.through(last)
        how = {"OTL": "latches it", "OTU": "unlatches it"}.get(last.op.name, "writes it")
        return [Cause(f"{self.spelt(last)} {how}", tuple(self.through(last)))]

    def last(self, found: list[Use]) -> Use | None:
        """Return the place that is worked last."""
        order = {place: k for k, place in enumerate(self.scan.order)}
        ranks = [(order.get((use.routine, use.rung), -1), use.element) for use in found]
        return found[ranks.index(max(ranks))] if found else None

    def spelt(self, use: Use) -> str:
        return f"{use.op.spelling or use.op.name} in {use.routine}, rung {use.rung}"

    def missed(self, use: Use) -> Cause:
        """Say that a rung was not worked, and why the one that should call it has no power."""
        said = f"{self.spelt(use)} was not worked: {self.scan.missed(use.routine, use.rung)}"
        skipped = (use.routine, use.rung) in self.scan.skipped
        for routine, rung, element in [] if skipped else self.scan.callers.get(use.routine, []):
            if self.scan.worked((routine, rung)):
                return Cause(said, tuple(self.stopped(routine, rung, element)))
        return Cause(said)

    def kept(self, on: Any, worked: list[Use]) -> list[Cause]:
        """Nothing acted in the last scan: it is as it was left."""
        sets, resets = ([u for u in worked if u.op.name == n] for n in ("OTL", "OTU"))
        if not on:
            return [self.unpowered(use) for use in sets or worked]
        before = f"{self.spelt(sets[0])} latched it before" if sets else "it was set before"
        found = tuple(self.unpowered(use) for use in resets)
        nothing = "" if found else " and nothing resets it"
        return [Cause(before + nothing), *found]

    def unpowered(self, use: Use) -> Cause:
        return Cause(f"{self.spelt(use)} has no power", tuple(self.through(use)))

    def counted(self, path: Path, on: Any, use: Use) -> list[Cause]:
        """A timer or counter: how far it is, and what keeps it from going on."""
        block = use.op.args[0]
        assert isinstance(block, Path)
        timer = use.op.name in TIMERS
        said = clock(self.c, block) if timer else counts(self.c, block)
        powered = self.power(use)
        rests = powered if use.op.name == "TOF" else not powered
        if not timer or (not on and not rests):
            return [Cause(said)]
        return [Cause(said, tuple(self.through(use)))]

    # power ------------------------------------------------------------------------------------
    def power(self, use: Use) -> bool:
        """Return whether an element had power before it, in the last scan."""
        place = (use.routine, use.rung)
        if place in self.scan.dead or not self.scan.worked(place):
            return False
        rung = self.program.routine(use.routine).rungs[use.rung]
        return all(self.conducts(p, place) for p in ahead(parts(rung.body), use.element))

    def through(self, use: Use) -> list[Cause]:
        """Return what lets power through to a place, or stops it."""
        return self.stopped(use.routine, use.rung, use.element)

    def stopped(self, routine: str, rung: int, element: int) -> list[Cause]:
        place = (routine, rung)
        if place in self.scan.dead:
            where, number = self.scan.dead[place]
            said = f"the zone is switched off by MCR in {where}, rung {number}"
            body = self.program.routine(where).rungs[number].body
            mcr = next(p.number for p in parts(body).ops() if p.op.name == "MCR")
            return [Cause(said, tuple(self.stopped(where, number, mcr)))]
        before = ahead(parts(self.program.routine(routine).rungs[rung].body), element)
        open_ = [one for one in before if not self.conducts(one, place)]
        if open_:
            return [self.opened(one, place) for one in open_]
        found = [cause for one in before for cause in self.closed(one, place)]
        return found or [Cause(f"{routine}, rung {rung} has no contact before it")]
