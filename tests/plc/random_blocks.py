"""The instructions of random programs that a dialect spells its own way: blocks, edges, boxes."""

from __future__ import annotations

from typing import Any

from labsim.plc.program import (
    Block,
    Expr,
    Literal,
    Member,
    Node,
    Op,
    Operand,
    Path,
    Routine,
    Rung,
    Series,
    Tag,
)

__all__ = ["Boxes"]


def number(value: int) -> Literal:
    return Literal(value, "", str(value))


def time(ms: int) -> Literal:
    return Literal(ms, "TIME", f"T#{ms}ms")


# An edge, a timer and a seal in a body: what a block remembers belongs to its instance.
INNER = {
    "ab": Series(
        (
            Op("XIC", (Path("Go"),)),
            Op("ONS", (Path("Once"),)),
            Op("ADD", (Path("Times"), number(1), Path("Times"))),
        )
    ),
    "iec": Series(
        (
            Op("XICP", (Path("Go"),)),
            Op("ADD", (Path("Times"), number(1), Path("Times"))),
        )
    ),
}


class Boxes:
    """Part of the Maker: needs its `rnd`, `dialect`, `new`, `bit`, `word`, `operand`."""

    rnd: Any
    dialect: str
    used_block = False

    # what a program may read of blocks there are already ---------------------------------------
    def status_bit(self) -> Path:
        names = {"ab": (("EN", "TT", "DN"), ("CU", "DN", "CD")), "iec": (("Q", "IN"), ("Q",))}
        both = [(name, bits) for group, bits in zip((self.timers, self.counters),
                names[self.dialect], strict=True) for name in group]  # fmt: skip
        if not both:
            return Path("B0")
        name, bits = self.rnd.choice(both)
        return Path(name, (Member(self.rnd.choice(bits)),))

    def status_word(self) -> Path:
        if self.counters:
            member = "ACC" if self.dialect == "ab" else "CV"
            return Path(self.rnd.choice(self.counters), (Member(member),))
        return Path("N1")

    # edges ------------------------------------------------------------------------------------
    def edge(self) -> Node:
        if self.dialect == "ab":
            return Op("ONS", (self.new("S", "BOOL"),))
        if self.chance(0.6):
            return Op(self.rnd.choice(["XICP", "XICN"]), (self.bit(),))
        kind = self.rnd.choice(["R_TRIG", "F_TRIG"])
        return Op(kind, (self.new("E", kind),))

    def edge_output(self) -> Node:
        if self.dialect == "ab":
            storage = self.new("S", "BOOL")
            return Op(self.rnd.choice(["OSR", "OSF"]), (storage, self.bit(True)))
        return Op(self.rnd.choice(["OTEP", "OTEN", "OTN"]), (self.bit(True),))

    # timers and counters ----------------------------------------------------------------------
    def delay(self) -> Node:
        preset = self.rnd.choice([0, 1, 10, 15, 35, 100, 130])
        if self.dialect == "ab":
            again = self.timers and self.chance(0.1)
            name = self.rnd.choice(self.timers) if again else ""
            timer = Path(name) if name else self.new("T", "TIMER", {"PRE": preset})
            self.timers.append(timer.root)
            if self.chance(0.15):
                return Op("RES", (timer,))
            return Op(self.rnd.choice(["TON", "TOF", "RTO"]), (timer,))
        kind = self.rnd.choice(["TON", "TOF", "TP"])
        timer = self.new("T", kind)
        self.timers.append(timer.root)
        outs = {"ET": self.new("ET", "TIME")} if self.chance(0.3) else {}
        if self.chance(0.3):  # the whole block off its line: IN is a pin with a tree
            pins = {"IN": self.series(1, False), "PT": time(preset)}
            return Op(kind, (timer,), pins, outs, "EN", "Q")
        return Op(kind, (timer, time(preset)), outs=outs)

    def count(self) -> Node:
        preset = self.rnd.choice([-1, 0, 1, 2, 3])
        if self.dialect == "ab":
            again = self.counters and self.chance(0.5)
            name = self.rnd.choice(self.counters) if again else ""
            counter = Path(name) if name else self.new("C", "COUNTER", {"PRE": preset})
            self.counters.append(counter.root)
            return Op(self.rnd.choice(["CTU", "CTU", "CTD", "RES"]), (counter,))
        kind = self.rnd.choice(["CTU", "CTD"])
        counter = self.new("C", kind)
        self.counters.append(counter.root)
        reset: Operand | Node = self.series(1, False) if self.chance(0.4) else self.bit()
        pins = {"R" if kind == "CTU" else "LD": reset, "PV": number(preset)}
        return Op(kind, (counter,), pins, {}, "CU" if kind == "CTU" else "CD", "Q")

    # boxes ------------------------------------------------------------------------------------
    def compare(self, depth: int) -> Node:
        pick = self.rnd.random()
        name = self.rnd.choice(["EQU", "NEQ", "GRT", "GEQ", "LES", "LEQ"])
        if self.dialect == "ab" and pick < 0.2:
            return Op("LIM", (self.operand(), self.word(), self.operand()))
        if pick > 0.95:
            real = Path(self.rnd.choice(["R0", "R1"]))
            return Op(name, (real, self.rnd.choice([number(1), Path("R0")])))
        if self.dialect == "ab" and pick > 0.9:
            return Op("CMP", (Expr(self.rnd.choice([">", "<=", "="]),
                                   (self.expression(), self.expression(1))),))  # fmt: skip
        if self.dialect == "ab" and pick < 0.3:
            return Op("MEQ", (self.word(), number(self.rnd.randrange(64)), self.word()))
        if self.dialect == "iec" and pick < 0.15:
            return Op("SR", (self.new("L", "SR"),), {"R": self.bit()})
        if self.dialect == "iec" and pick < 0.3:
            gate = self.rnd.choice(["AND", "OR", "XOR"])
            return Op(gate, (), {"IN2": self.series(1, False)}, {}, "IN1", "OUT")
        return Op(name, (self.word(), self.operand()))

    def real_box(self) -> Node:
        """A sum of real numbers, or into a whole one and out of it."""
        real = [Path("R0"), Path("R1"), number(3), Literal(0.7, "REAL", "0.7")]
        name = self.rnd.choice(["ADD", "SUB", "MUL", "MOV"])
        dest = Path(self.rnd.choice(["R0", "R1"]))
        if name == "MOV":
            pairs = [(real[3], dest), (real[0], real[1])]
            if self.dialect == "ab":  # IEC converts only where it is told to
                pairs += [(dest, self.word(True)), (self.word(), dest)]
            return Op("MOV", self.rnd.choice(pairs))
        return Op(name, (self.rnd.choice(real[:2]), self.rnd.choice(real), dest))

    def preset(self) -> Node:
        """A new preset for a timer or counter that runs."""
        names = [(n, "PRE") for n in self.timers + self.counters]
        name, member = self.rnd.choice(names) if names else ("N1", "")
        steps = (Member(member),) if member else ()
        return Op("MOV", (number(self.rnd.choice([0, 2, 20, 60])), Path(name, steps)))

    def box(self) -> Node:
        if self.chance(0.1):
            return self.real_box()
        if self.dialect == "ab" and self.chance(0.07):
            return self.preset()
        if self.dialect == "ab":
            return self.ab_box()
        pick = self.rnd.random()
        dest = self.word(True)
        if pick < 0.3:
            return Op("MOV", (self.word(), dest))
        if pick < 0.7:
            name = self.rnd.choice(["ADD", "SUB", "MUL"])
            return Op(name, (self.word(), self.word(), dest))
        if pick < 0.8:
            return Op("SEL", (self.bit(), self.word(), self.word(), dest))
        if pick < 0.9:
            return Op(self.rnd.choice(["MIN", "MAX"]), (self.word(), self.word(), dest))
        return Op("LIMIT", (number(-5), self.word(), number(20), dest))

    def ab_box(self) -> Node:
        pick = self.rnd.random()
        dest = self.word(True)
        if pick < 0.2:
            return Op("MOV", (self.operand(), dest))
        if pick < 0.45:
            name = self.rnd.choice(["ADD", "SUB", "MUL", "AND", "OR", "XOR"])
            return Op(name, (self.operand(), self.operand(), dest))
        if pick < 0.55:
            by = number(self.rnd.choice([-3, 1, 2, 7]))
            return Op(self.rnd.choice(["DIV", "MOD"]), (self.operand(), by, dest))
        if pick < 0.75:
            return Op("CPT", (dest, self.expression()))
        if pick < 0.85:
            where = Path("A", (self.index(),))
            length = number(self.rnd.randrange(1, 3))
            return Op(self.rnd.choice(["COP", "FLL"]), (where, Path("A", (self.index(),)), length))
        return Op("CLR", (dest,)) if pick < 0.9 else Op("AFI")

    # calls ------------------------------------------------------------------------------------
    def call(self) -> Series:
        contact = Op("XIC", (self.bit(),))
        return Series((contact, Op("JSR", (Path("Sub"), number(0)))))

    def user_block(self) -> Series:
        self.used_block = True
        instance = self.new("U", "COUNTS")
        contact = Op("XIC", (self.bit(),))
        pins = {"Go": self.bit()}
        outs = {"Times": self.word(True)}
        return Series((contact, Op("CALL", (instance,), pins, outs, "EN", "ENO", "COUNTS")))

    def blocks(self) -> dict[str, Block]:
        if not self.used_block:
            return {}
        tags = [Tag("Go", "BOOL", usage="in"), Tag("Times", "DINT", usage="out")]
        tags += [Tag("Once", "BOOL")] if self.dialect == "ab" else []
        body = Routine("Logic", (Rung(INNER[self.dialect]),))
        kind = "AOI" if self.dialect == "ab" else "FB"
        return {"COUNTS": Block("COUNTS", tuple(tags), {"Logic": body}, kind=kind)}
