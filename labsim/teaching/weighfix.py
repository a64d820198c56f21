"""The sister weigher of PLC-03: a program with three things wrong, changed rung by rung, tried out.

Its plate tells what the right program must know: span of the scale, way from the eye to the pusher.
The mass of every box and the way it takes are those of the check-weigher.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation
from labsim.machines.check_weigher import CheckWeigher
from labsim.plc import read_rungs, write_rungs
from labsim.plc.errors import ProgramError
from labsim.plc.parts.logic import load
from labsim.plc.program import Program

__all__ = [
    "PITCH",
    "Run",
    "Sister",
    "changed",
    "cost",
    "program_of",
    "rungs_of",
    "sister",
    "sorted_out",
    "stops",
]

PITCH = 120  # mm of belt from pulse to pulse
NEAREST = 680  # mm from the eye to a pusher at place 5
POINTS = {
    **dict.fromkeys(("Start", "Stop_OK", "Guard_OK", "Eye", "Pulse", "Push_Out"), "BOOL"),
    **dict.fromkeys(("Run", "Push", "Alarm"), "BOOL"), "Weight_Raw": "DINT",
}  # fmt: skip
SPANS, PLACES = (2000, 3000, 4000), (5, 6, 7)  # g at 20 mA; places of the register
MOST, LETTERS = 20, 400  # changes, characters of one
ALLOWED = frozenset({
    *("XIC", "XIO", "OTE", "OTL", "OTU", "ONS", "OSR", "TON", "TOF", "CTU", "RES", "NOP"),
    *("CLR", "MOV", "ADD", "SUB", "MUL", "DIV", "AND", "OR"),
    *("LES", "LEQ", "GRT", "GEQ", "EQU", "NEQ", "LIM"),
})  # fmt: skip
Edit = tuple[str, str]
# What somebody has changed: of the scaling, of an edge, of a time or a place.
SCALING: tuple[Edit, ...] = (
    ("DIV(Weight_Calc,27648,", "DIV(Weight_Calc,32767,"),
    ("MUL(Weight_Raw,{span},", "MUL(Weight_Raw,{wrong},"),
    ("MUL(Weight_Raw,", "SUB(Weight_Raw,5530,Weight_Calc)MUL(Weight_Calc,"),
)
EDGES: tuple[Edit, ...] = (
    ("ONS(Ons_Weigh)", ""),
    ("ONS(Ons_Pulse)", ""),
    ("ONS(Ons_Weigh)", "ONS(Ons_Pulse)"),
    ("XIC(Shift)XIC(Mark)OTL", "XIC(Shift)OTU(Mark);\nXIC(Shift)XIC(Mark)OTL"),
)
TIMES: tuple[Edit, ...] = (
    ("TON(T_Weigh,200,", "TON(T_Weigh,500,"),
    ("TON(T_Push,600,", "TON(T_Push,100,"),
    ("XIC(Track.{place})", "XIC(Track.{late})"),
    ("XIC(Track.{place})", "XIC(Track.{early})"),
)


@cache
def _archive() -> str:
    """Return the program of the check-weigher of the lab, as text."""
    return write_rungs(load("weigher.txt"))


@dataclass(frozen=True)
class Run:
    """What a row of boxes came to: how many, how many right, whether a fault stopped the belt."""

    boxes: int
    right: int
    stopped: bool

    @property
    def wrong(self) -> float:
        """Part of the boxes that lie in the wrong bin or in none."""
        return 1.0 - self.right / self.boxes


@dataclass(frozen=True)
class Sister:
    """Somebody's own weigher: span of its scale in g, place of its pusher, what was changed."""

    span: int
    place: int
    edits: tuple[Edit, Edit, Edit]

    def _filled(self, text: str) -> str:
        wrong = SPANS[(SPANS.index(self.span) + 1) % len(SPANS)]
        return text.format(
            span=self.span, wrong=wrong, place=self.place, late=self.place + 2, early=self.place - 2
        )

    @cached_property
    def right(self) -> str:
        """The program as it ought to be."""
        text = _archive().replace("MUL(Weight_Raw,3000,", f"MUL(Weight_Raw,{self.span},")
        text = text.replace("XIC(Track.5)", f"XIC(Track.{self.place})")
        return text.replace("Place 5 is", f"Place {self.place} is")

    @cached_property
    def found(self) -> str:
        """The program as it was found."""
        text = self.right
        for old, new in self.edits:
            text = text.replace(self._filled(old), self._filled(new))
        return write_rungs(read_rungs(text))

    @property
    def way(self) -> int:
        """From the eye's beam to the middle of the pusher, in mm."""
        return NEAREST + PITCH * (self.place - PLACES[0])

    def machine(self, program: Program, order: str) -> CheckWeigher:
        """Return this weigher with a program in it and a row of boxes before it."""
        more = float(PITCH * (self.place - PLACES[0]))
        return CheckWeigher(
            program=program, order=order, B4={"high": self.span / 1000},
            C1={"at": 1000.0 + more}, G2={"length": 1250.0 + more},
        )  # fmt: skip


def sister(seed: int | None) -> Sister:
    """Return somebody's own weigher: plate and what is wrong, drawn."""
    dice = np.random.default_rng([103, seed or 0])
    pick = lambda some: some[int(dice.integers(len(some)))]  # noqa: E731
    return Sister(pick(SPANS), pick(PLACES), (pick(SCALING), pick(EDGES), pick(TIMES)))


# changes ------------------------------------------------------------------------------------------
def rungs_of(text: str) -> list[str]:
    """Return the rungs of a program in neutral text, without their comments."""
    lines = write_rungs(read_rungs(text)).splitlines()
    return [line for line in lines if line.strip() and not line.startswith("//")]


def changed(found: str, changes: Any) -> str:
    """Return a program with rungs replaced: "4: new text;"; "9: -" takes a rung out.

    LabsimError says which change cannot be made; ProgramError where the controller would refuse.
    """
    if not isinstance(changes, list | tuple) or not all(isinstance(c, str) for c in changes):
        raise LabsimError('changes are a list of texts: ["4: XIC(a)OTE(b);", "9: -"]')
    if len(changes) > MOST:
        raise LabsimError(f"{len(changes)} changes; {MOST} at most: fix it, do not write it anew")
    rungs = rungs_of(found)
    for change in changes:
        number, colon, text = (part.strip() for part in change.partition(":"))
        if not colon or not number.isdecimal() or int(number) >= len(rungs):
            raise LabsimError(f"{change!r}: begin with a rung, 0 to {len(rungs) - 1}, and a colon")
        if len(text) > LETTERS:
            raise LabsimError(f"rung {number}: {len(text)} characters; {LETTERS} at most")
        rungs[int(number)] = "" if text == "-" else text
    text = "\n".join(rung for rung in rungs if rung)
    program_of(text)
    return text


def program_of(text: str) -> Program:
    """Return the program of a text; ProgramError when it is none for a weigher."""
    program = read_rungs(text, tags=POINTS)  # a card gives its points, whether a rung asks or not
    for where, what in program.unsupported:
        raise ProgramError(f"{what} ({where})")
    for rung in program.routine(program.main).rungs:
        for op in rung.ops():
            if op.name not in ALLOWED:
                raise ProgramError(f"{op.spelling or op.name} is not needed here")
    return program


def cost(found: str, text: str) -> int:
    """Count the instructions that differ between two programs, comments and spaces apart."""
    one, other = ([p for r in rungs_of(t) for p in (*_pieces(r), ";")] for t in (found, text))
    match = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return sum(max(b - a, d - c) for what, a, b, c, d in match.get_opcodes() if what != "equal")


def _pieces(rung: str) -> list[str]:
    return re.findall(r"[A-Z_]+\([^)]*\)|[\[\],]", rung)


# boxes --------------------------------------------------------------------------------------------
def row(boxes: int, seed: int) -> str:
    """Return a row of boxes, two of five short, in an order that a seed decides."""
    short = np.arange(boxes) < round(0.4 * boxes)
    mixed = np.random.default_rng([977, seed]).permutation(short)
    return ", ".join("short box" if one else "box" for one in mixed)


@lru_cache(maxsize=64)
def sorted_out(own: Sister, text: str, boxes: int, seed: int) -> Run:
    """Run a row of boxes over a weigher with this program; LabsimError when it cannot be loaded."""
    sim = Simulation(own.machine(program_of(text), row(boxes, seed)))
    sim.operate("S1", "pressed").advance(0.5)
    sim.operate("S1", "released").advance(1.5 * boxes + 9.0)
    good, light = (sim.views[tag].net.models[tag].counts[0] for tag in ("C3", "C4"))
    lamp = str(sim.views["P1"].look()[0])
    return Run(boxes, int(good[0] + light[1]), lamp == "lit")


@lru_cache(maxsize=64)
def stops(own: Sister, text: str) -> str:
    """Say what does not stop the belt any more: "the guard", "Stop"; nothing when both do."""
    sim = Simulation(own.machine(program_of(text), row(4, 0)))
    sim.operate("S1", "pressed").advance(1.0)
    begun = sim.operate("S1", "released").advance(0.5).snapshot()
    for tag, position, what in (("B9", "open", "the guard"), ("S0", "pressed", "Stop")):
        sim.rewind(begun)
        sim.operate(tag, position).advance(0.6)
        if sim.views["G2"].look()[0] != "stands still":
            return what
    return ""
