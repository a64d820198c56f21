"""Random ladder programs over the whole tree, and random inputs to scan them with.

`Maker(seed, dialect).program()` is the same program for the same seed, on every computer. Programs
are small and crowded: few variables, so that rungs disturb one another; every memory bit (storage
of a one-shot, timer, counter) is used by one instruction, as the trade does, or now and then two.
"""

from __future__ import annotations

import random
from typing import Any

from labsim.plc.program import Bit as WordBit
from labsim.plc.program import (
    Expr,
    Index,
    Literal,
    Member,
    Node,
    Op,
    Operand,
    Parallel,
    Path,
    Program,
    Routine,
    Rung,
    Series,
    Struct,
    Tag,
)
from tests.plc.random_blocks import Boxes

__all__ = ["Maker", "inputs"]

INPUTS = [f"X{k}" for k in range(5)]
BITS = [f"B{k}" for k in range(8)]
CELL = Struct("CELL", (Tag("On", "BOOL"), Tag("Count", "INT"), Tag("Level", "DINT")))


def number(value: int) -> Literal:
    return Literal(value, "", str(value))


class Maker(Boxes):
    """Makes one program; everything random comes from its seed."""

    def __init__(self, seed: int, dialect: str, tidy: bool = False) -> None:
        self.tidy = tidy  # nobody but a timer writes a timer's bits
        self.rnd = random.Random(f"{dialect} {seed}")
        self.dialect = dialect
        self.tags: dict[str, Tag] = {}
        self.made = 0
        for name in INPUTS + BITS:
            self.tag(name, "BOOL")
        for name, kind in (("N0", "INT"), ("N1", "DINT"), ("N2", "DINT"), ("W0", "DINT")):
            self.tag(name, kind, initial=self.rnd.randrange(-4, 9))
        for name, kind in (("R0", "REAL"), ("R1", "REAL"), ("U0", "UINT"), ("V0", "SINT")):
            self.tag(name, kind)
        self.tag("K", "INT", initial=1)  # an index, 0…3, set from outside
        self.tag("A", "DINT", ((0, 3),))
        self.tag("F", "BOOL", ((0, 3),))
        self.tag("M", "DINT", ((0, 1), (0, 2)))
        self.tag("L", "CELL", ((0, 3),))
        self.timers: list[str] = []
        self.counters: list[str] = []

    def tag(self, name: str, kind: str, dims: Any = (), initial: Any = None) -> Path:
        self.tags[name] = Tag(name, kind, dims, initial)
        return Path(name)

    def new(self, prefix: str, kind: str, initial: Any = None) -> Path:
        self.made += 1
        return self.tag(f"{prefix}{self.made}", kind, initial=initial)

    def chance(self, share: float) -> bool:
        return self.rnd.random() < share

    # operands ---------------------------------------------------------------------------------
    def index(self) -> Index:
        at: Operand = Path("K") if self.chance(0.5) else number(self.rnd.randrange(4))
        return Index((at,))

    def bit(self, written: bool = False) -> Path:
        """A bit of any kind: of an array, a structure, a word, a timer."""
        pick = self.rnd.random()
        if pick < 0.5:
            return Path(self.rnd.choice(BITS if written else INPUTS + BITS))
        if pick < 0.65:
            return Path("F", (self.index(),))
        if pick < 0.75:
            return Path("L", (self.index(), Member("On")))
        if written and pick > 0.97 and self.dialect == "ab" and not self.tidy:
            return self.status_bit()
        if pick < 0.85 or written:
            return Path("W0", (WordBit(number(self.rnd.randrange(32))),))
        return self.status_bit()

    def word(self, written: bool = False) -> Path:
        pick = self.rnd.random()
        if pick < 0.5:
            more = ["V0"] if written else ["W0", "V0", "U0"]
            return Path(self.rnd.choice(["N0", "N1", "N2", *more]))
        if pick < 0.7:
            return Path("A", (self.index(),))
        if pick < 0.8:
            row = number(self.rnd.randrange(2))
            return Path("M", (Index((row, number(self.rnd.randrange(3)))),))
        if pick < 0.9 or written:
            return Path("L", (self.index(), Member("Level")))
        return self.status_word()

    def operand(self) -> Operand:
        return number(self.rnd.randrange(-6, 12)) if self.chance(0.4) else self.word()

    def expression(self, depth: int = 2) -> Operand:
        if depth == 0 or self.chance(0.25):
            return self.operand()
        op = self.rnd.choice(["+", "-", "*", "/", "MOD", "AND", "OR", "XOR", "neg", "ABS"])
        if op in ("neg", "ABS"):
            return Expr("-" if op == "neg" else op, (self.expression(depth - 1),))
        second = self.expression(depth - 1)
        if op in ("/", "MOD"):  # never by nothing: what then happens has its own table
            second = number(self.rnd.choice([-7, -2, 1, 3, 10]))
        return Expr(op, (self.expression(depth - 1), second))

    # power flow -------------------------------------------------------------------------------
    def series(self, depth: int, ends: bool) -> Series:
        """A branch: conditions, branches in it, and outputs at its end or in the middle."""
        items: list[Node] = []
        for _ in range(self.rnd.randrange(0 if depth < 3 else 1, 4)):
            pick = self.rnd.random()
            if depth and pick < 0.3:
                items.append(self.parallel(depth - 1, ends and self.chance(0.5)))
            elif ends and pick < 0.42:
                items.append(self.output())
            else:
                items.append(self.condition(depth))
        if ends:
            items.append(self.output())
        return Series(tuple(items))

    def parallel(self, depth: int, ends: bool) -> Parallel:
        count = self.rnd.choice([2, 2, 3])
        return Parallel(tuple(self.series(depth, ends) for _ in range(count)))

    def condition(self, depth: int) -> Node:
        pick = self.rnd.random()
        if pick < 0.6:
            return Op(self.rnd.choice(["XIC", "XIC", "XIO"]), (self.bit(),))
        if pick < 0.8:
            return self.edge()
        return self.compare(depth)

    def output(self) -> Node:
        pick = self.rnd.random()
        if pick < 0.35:
            return Op("OTE", (self.bit(True),))
        if pick < 0.5:
            return Op(self.rnd.choice(["OTL", "OTU"]), (self.bit(True),))
        if pick < 0.65:
            return self.delay()
        if pick < 0.75:
            return self.count()
        if pick < 0.8:
            return self.edge_output()
        return self.box()

    # the program ------------------------------------------------------------------------------
    def rungs(self, count: int, flow: bool) -> list[Rung]:
        made = [Rung(self.series(3, True)) for _ in range(count)]
        return self.with_jumps(made) if flow else made

    def program(self) -> Program:
        """Make the whole: a main routine, perhaps a subroutine, zones and jumps."""
        main = self.rungs(self.rnd.randrange(2, 7), True)
        routines = {}
        if self.dialect == "ab" and self.chance(0.4):
            routines["Sub"] = Routine("Sub", tuple(self.rungs(2, False)))
            main.insert(self.rnd.randrange(len(main) + 1), Rung(self.call()))
        if self.chance(0.3):
            main.insert(self.rnd.randrange(len(main) + 1), Rung(self.user_block()))
        routines["Main"] = Routine("Main", tuple(main))
        return Program("Random", self.dialect, self.tags, {"CELL": CELL}, self.blocks(),
                       routines, "Main")  # fmt: skip

    def with_jumps(self, rungs: list[Rung]) -> list[Rung]:
        """Put a jump forward in, or a zone, or an end."""
        pick = self.rnd.random()
        first = self.rnd.randrange(len(rungs))
        last = self.rnd.randrange(first, len(rungs)) + 1
        when = Op("XIC", (self.bit(),))
        if pick < 0.25:
            start = Rung(Series((when, Op("JMP", (Path("Over"),)))))
            behind = rungs[last].body.items if last < len(rungs) else (Op("NOP"),)
            if self.dialect == "iec":
                target = Rung(Series(behind), label="Over")
            else:
                target = Rung(Series((Op("LBL", (Path("Over"),)), *behind)))
            return [*rungs[:first], start, *rungs[first:last], target, *rungs[last + 1 :]]
        if self.dialect == "ab" and pick < 0.45:
            zone = [Rung(Series((when, Op("MCR")))), *rungs[first:last], Rung(Series((Op("MCR"),)))]
            return [*rungs[:first], *zone, *rungs[last:]]
        if pick < 0.52:
            stop = "TND" if self.dialect == "ab" else "RET"
            return [*rungs[:first], Rung(Series((when, Op(stop)))), *rungs[first:]]
        return rungs


def inputs(seed: int, scans: int) -> list[tuple[int, dict[str, Any]]]:
    """Return (ms, what changes) for so many scans: bits, an index in range, two words."""
    rnd = random.Random(seed)
    at, made = rnd.randrange(1000), []
    for k in range(scans):
        at += rnd.choice([0, 1, 5, 10, 10, 10, 20, 100])
        names = INPUTS if k == 0 else [n for n in INPUTS if rnd.random() < 0.3]
        change: dict[str, Any] = {name: rnd.random() < 0.5 for name in names}
        if rnd.random() < 0.2:
            change["K"] = rnd.randrange(4)
        if rnd.random() < 0.1:
            change["N0"] = rnd.choice([-32768, 32767, 0, 7])
        if rnd.random() < 0.05:
            change["N1"] = rnd.choice([-(2**31), 2**31 - 1, 0, 5])
        made.append((at, change))
    return made
