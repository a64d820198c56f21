"""What a ladder shows of a controller: which instructions are true, where power went, values.

Two truths, and they differ. "studio": what the software reckons from the values of the tags when it
looks, as Rockwell's does; a coil's bit may have been written again since. "power": what the
controller did in its last scan. A one-shot lights in studio after it has fired; a compare or a move
never lights there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from labsim.core.errors import LabsimError
from labsim.drawing.rung_page import State
from labsim.drawing.rung_rails import rails, starts
from labsim.drawing.rung_text import operand
from labsim.drawing.rungs import Ladder
from labsim.plc.program import Member, Op, Operand, Path, Program

__all__ = ["COILS", "LIT_BY", "Watch", "written"]

# The value of its bit that lights an instruction in studio mode. OTU as OTL: it shows the bit
# (assumed); an edge contact shows the side of the edge it stands on, as there is no more to see.
LIT_BY = {
    "XIC": True, "XIO": False, "XICP": True, "XICN": False, "OTE": True, "OTN": False, "OTL": True,
    "OTU": True, "OTEP": True, "OTEN": True, "ONS": True,
}  # fmt: skip
COILS = ("OTE", "OTN", "OTL", "OTU", "OTEP", "OTEN")


def written(value: Any, time: bool = False, dialect: str = "ab") -> str:
    """Return a value as the engineering tool writes it."""
    if value is None:
        return "?"
    if isinstance(value, bool):
        return str(value).upper() if dialect == "iec" else str(int(value))
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, dict):
        return ", ".join(f"{name} {written(one, False, dialect)}" for name, one in value.items())
    if time and isinstance(value, int):
        return f"T#{value / 1000:g}s" if abs(value) >= 1000 else f"T#{value}ms"
    return str(value)


class Watch:
    """Reads a controller for one ladder: every name once, however often it is drawn."""

    def __init__(self, ladder: Ladder, controller: Any, inside: str = "") -> None:
        """Watch a routine; `inside` is the memory of the block whose logic it is."""
        self.ladder, self.controller, self.inside = ladder, controller, inside
        self.names: dict[str, int] = {}
        self.last: list[Any] = []
        self.first = starts(ladder.program)[ladder.routine]
        self.asked = [self._asked(op) for op in ladder.elements]
        self.legs = [self._slot(text) for text, _ in ladder.places.legs]
        self.places = [
            (self._slot(text), _is_time(path, ladder.program, ladder.dialect))
            for text, path in ladder.places.values
        ]
        self.feeds = [_numbers(ladder, feeds) for feeds in ladder.joints]

    def full(self, name: str) -> str:
        """Return the name of a variable for the whole program."""
        return f"{self.inside}.{name}" if self.inside and name else name

    def _slot(self, name: str) -> int:
        return self.names.setdefault(self.full(name), len(self.names))

    def _asked(self, op: Op) -> tuple[int, bool] | None:
        if op.name not in LIT_BY or not op.args or not isinstance(op.args[0], Path):
            return None
        return self._slot(operand(op.args[0])), LIT_BY[op.name]

    def one(self, name: str) -> str:
        """Return the value of one name as it is shown."""
        at = self.names.get(name)
        time = at is not None and any(n == at and is_time for n, is_time in self.places)
        return written(_value(self.controller, name), time, self.ladder.dialect)

    def names_of(self, n: int) -> list[str]:
        """Return every name that is shown at an element: its bit, the values in it, its legs."""
        values, legs = self.ladder.shown[n]
        asked = [self.asked[n][0]] if self.asked[n] is not None else []
        names = list(self.names)
        slots = [*asked, *(self.places[k][0] for k in values), *(self.legs[k] for k in legs)]
        return [names[slot] for slot in slots]

    def read(self) -> list[Any]:
        """Return the value of every name now; None for one that cannot be read."""
        return [_value(self.controller, name) for name in self.names]

    def studio(self, read: Sequence[Any]) -> list[bool]:
        """Return elements, nets (never lit) and legs, as the values of the tags say."""
        lit = [
            a is not None and read[a[0]] is not None and bool(read[a[0]]) == a[1]
            for a in self.asked
        ]
        return [*lit, *[False] * len(self.feeds), *(bool(read[n]) for n in self.legs)]

    def power(self, read: Sequence[Any]) -> list[bool]:
        """Return elements and nets that had power in the last scan, and legs; dark in program."""
        flow = self.controller.flow if self.controller.mode() == "run" else ()
        bits = [bool(one) for one in flow[self.first : self.first + len(self.asked)]]
        bits += [False] * (len(self.asked) - len(bits))
        live = rails(self.ladder.program, self.ladder.routine, flow) if self.scanned else ()
        rail = {one.rail: on for one, on in zip(self.ladder.rungs, live, strict=False)}
        nets: list[bool] = []
        for net, feeds in enumerate(self.feeds):
            nets.append(rail.get(net, False))
            nets[net] |= any(bits[n] if n >= 0 else nets[-n - 1] for n in feeds)
        return [*bits, *nets, *(bool(read[n]) for n in self.legs)]

    @property
    def scanned(self) -> bool:
        """Whether there was a scan to tell of."""
        return bool(self.controller.scans) and self.controller.mode() == "run"

    def values(self, read: Sequence[Any]) -> list[str]:
        """Return what stands at every place of a live value."""
        return [written(read[n], time, self.ladder.dialect) for n, time in self.places]

    def forced(self, forces: Mapping[str, Any] | None = None) -> dict[int, str]:
        """Return the elements whose tag is forced, and to what: F1, F0."""
        forces = self.controller.forces if forces is None else forces
        known = {name.casefold(): value for name, value in forces.items()}
        found = {}
        for n, op in enumerate(self.ladder.elements) if known else ():
            for arg in op.args:
                name = self.full(operand(arg)).casefold() if isinstance(arg, Path) else ""
                value = known.get(name)
                if value is not None:
                    found[n] = f"F{int(value)}" if isinstance(value, bool) else "F"
        return found

    def coils(self) -> dict[str, bool]:
        """Return the bits of all coils, as they were when they were last read."""
        found = {}
        for op, asked in zip(self.ladder.elements, self.asked, strict=True):
            if op.name in COILS and asked is not None and asked[0] < len(self.last):
                found[operand(op.args[0])] = bool(self.last[asked[0]])
        return found

    def state(self, mode: str = "studio") -> State:
        """Return everything that is lit now."""
        read = self.last = self.read()
        bits = self.power(read) if mode == "power" else self.studio(read)
        return State(mode, bits, self.values(read), self.forced())


def _value(controller: Any, name: str) -> Any:
    try:
        return controller[name]
    except (LabsimError, LookupError, TypeError):
        return None


def _numbers(ladder: Ladder, feeds: Sequence[tuple[str, int]]) -> list[int]:
    """Return elements as they are, and nets as numbers below zero."""
    return [n if kind == "w" else -n - 1 for kind, n in feeds]


def _is_time(path: Operand, program: Program, dialect: str) -> bool:
    """Tell whether a variable is a time, by its declaration or as a timer's own member."""
    if dialect != "iec" or not isinstance(path, Path):
        return False
    last = path.steps[-1] if path.steps else None
    if isinstance(last, Member):
        return last.name in ("PT", "ET")
    tag = program.tags.get(path.root)
    return tag is not None and tag.type == "TIME" and last is None
