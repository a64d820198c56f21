"""The ladder program of the PLC benchmark, of any size: M0, M1, … one rung each.

For 200 rungs: 38 on-delays, 10 off-delays, 5 counters, sums with comparisons, edges, latches, and
for the rest branches, some 920 elements: the shape of the public programs counted for this project
(median 3 to 5 instructions a rung, branches in half of them).
"""

from __future__ import annotations

import random
from typing import Any

from labsim.plc.program import (
    Literal,
    Node,
    Op,
    Parallel,
    Path,
    Program,
    Routine,
    Rung,
    Series,
    Tag,
)

__all__ = ["INPUTS", "inputs", "program"]

INPUTS = ("X0", "X1", "X2", "X3")
SHARES = {"TON": 38, "TOF": 10, "CTU": 5, "ADD": 12, "edge": 20, "latch": 24, "branch": 91}


class _Maker:
    def __init__(self, rungs: int, seed: int) -> None:
        self.rnd = random.Random(seed)
        self.tags = {name: Tag(name, "BOOL") for name in INPUTS}
        self.tags |= {f"M{k}": Tag(f"M{k}", "BOOL") for k in range(rungs)}
        self.count = rungs

    def new(self, name: str, kind: str) -> Path:
        self.tags[name] = Tag(name, kind)
        return Path(name)

    def contact(self, k: int) -> Op:
        """A contact of an input or of a coil of the forty rungs around."""
        near = range(max(0, k - 30), min(self.count, k + 10))
        name = self.rnd.choice(INPUTS) if self.rnd.random() < 0.5 else f"M{self.rnd.choice(near)}"
        return Op("XIO" if self.rnd.random() < 0.45 else "XIC", (Path(name),))

    def series(self, k: int, *counts: int) -> Series:
        return Series(tuple(self.contact(k) for _ in range(self.rnd.choice(counts))))

    def branch(self, k: int) -> Node:
        """Two or three branches, one of them perhaps with branches of its own."""
        ways = [self.series(k, 1, 1, 1, 2) for _ in range(self.rnd.choice((2, 2, 3)))]
        if self.rnd.random() < 0.15:
            ways[0] = Series((*ways[0].items, Parallel((self.series(k, 1), self.series(k, 1)))))
        return Parallel(tuple(ways))

    def rung(self, k: int, kind: str) -> Rung:
        coil = Op("OTE", (Path(f"M{k}"),))
        head: tuple[Node, ...] = self.series(k, 1, 1, 2).items
        if kind in ("TON", "TOF"):
            preset = self.rnd.choice((20, 50, 100, 130, 300))
            timer = (self.new(f"T{k}", kind), Literal(preset, "TIME", f"T#{preset}ms"))
            return Rung(Series((*head, Op(kind, timer), coil)))
        if kind == "branch":
            return Rung(Series((self.branch(k), *self.series(k, 0, 1, 1).items, coil)))
        if kind == "latch":
            branches = (
                Series((Op("OTL", coil.args),)),
                Series((self.contact(k), Op("OTU", coil.args))),
            )
            return Rung(Series((*head, Parallel(branches))))
        return getattr(self, f"_{kind.lower()}")(k, head, coil)

    def _ctu(self, k: int, head: tuple[Node, ...], coil: Op) -> Rung:
        pins = {"R": Path(self.rnd.choice(INPUTS)), "PV": Literal(5, "", "5")}
        counter = Op("CTU", (self.new(f"C{k}", "CTU"),), pins, {}, "CU", "Q")
        return Rung(Series((*head, counter, coil)))

    def _add(self, k: int, head: tuple[Node, ...], coil: Op) -> Rung:
        total = self.new(f"N{k}", "INT")
        step = Op("ADD", (total, Literal(7, "", "7"), total))
        above = Op("GRT", (total, Literal(100, "", "100")))
        return Rung(Series((*head, step, above, coil)))

    def _edge(self, k: int, head: tuple[Node, ...], coil: Op) -> Rung:
        edge = Op("XICP", self.contact(k).args)
        seal = Series((Op("XIC", coil.args), self.contact(k)))
        return Rung(Series((Parallel((Series((*head, edge)), seal)), coil)))

    def kinds(self) -> list[str]:
        """Kinds of rungs in their shares, shuffled."""
        made = [kind for kind, share in SHARES.items() for _ in range(share * self.count // 200)]
        made += ["branch"] * (self.count - len(made))
        self.rnd.shuffle(made)
        return made


def program(rungs: int = 200, seed: int = 5) -> Program:
    """Return the program; the same for the same seed."""
    maker = _Maker(rungs, seed)
    made = tuple(maker.rung(k, kind) for k, kind in enumerate(maker.kinds()))
    return Program(
        "Bench", "iec", maker.tags, routines={"Main": Routine("Main", made)}, main="Main"
    )


def inputs(scans: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return the inputs of so many scans: four bits, each drawn anew."""
    rnd = random.Random(seed)
    return [{name: rnd.random() < 0.5 for name in INPUTS} for _ in range(scans)]
