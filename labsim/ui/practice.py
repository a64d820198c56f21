"""A controller on the desk: inputs by hand, time by scans, forces, modes. No machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.drawing.rung_text import operand
from labsim.plc.program import Program
from labsim.ui.uses import Uses

__all__ = ["Practice", "inputs_of"]

PUSH = 100  # ms of controller time that a running monitor goes on by at a time
NUMBERS = ("SINT", "INT", "DINT", "LINT", "USINT", "UINT", "UDINT", "REAL", "LREAL", "WORD")
CONTACTS = ("XIC", "XIO", "XICP", "XICN")


def inputs_of(program: Program, uses: Uses) -> tuple[list[str], list[str]]:
    """Return the bits and the numbers that the program reads and never writes: its inputs."""
    bits = {
        operand(op.args[0]): None
        for routine in program.routines.values()
        for rung in routine.rungs
        for op in rung.ops()
        if op.name in CONTACTS and op.args
    }
    bits |= {n: None for n in uses.names if _type(program, n) == "BOOL"}
    own = ("~", "S:")  # wires, and what the controller writes itself
    free = [n for n in bits if not n.startswith(own) and not uses.written(n)]
    numbers = [n for n in uses.names if _number(program, n) and not uses.written(n)]
    return free, numbers


def _number(program: Program, name: str) -> bool:
    return _type(program, name) in NUMBERS


def _type(program: Program, name: str) -> str:
    """Return the type of a tag that can be set as a whole, "" of any other."""
    tag = program.tags.get(name)
    return "" if tag is None or tag.dims or tag.constant else tag.type


class Practice:
    """A controller, its inputs as they are set by hand, and its clock."""

    def __init__(self, controller: Any, scan_ms: int = 0) -> None:
        self.controller = controller
        controller.traced = True
        self.interval = int(scan_ms or controller.program.interval or 10)
        self.now, self.inputs = 0, {}

    @property
    def mode(self) -> str:
        """Where the switch stands; "fault" after a major fault."""
        return str(self.controller.mode())

    def attach(self, names: Sequence[str]) -> None:
        """Take these tags as inputs: every scan brings them from here, as from terminals."""
        self.inputs = {name: self.controller[name] for name in names}

    def scan(self, count: int = 1, after: Callable[[], None] | None = None) -> None:
        """Scan so many times, a scan time apart; `after` is called behind every scan."""
        for _ in range(count):
            if self.mode != "run":
                return
            self.controller.scan(self.now, self.inputs)
            self.now += self.interval
            if after is not None:
                after()

    def push(self, after: Callable[[], None] | None = None) -> None:
        """Go on by a tenth of a second of controller time."""
        self.scan(max(1, PUSH // self.interval), after)

    def switch(self, to: str) -> None:
        """Turn the key switch: "run" or "program"."""
        if to not in ("run", "program"):
            raise unknown("the key switch", "position", to, ("run", "program"))
        if self.mode == "fault":
            self.controller.clear_faults()
        self.controller.mode(to)

    def put(self, name: str, value: Any) -> None:
        """Set an input by hand; it stays until it is set again."""
        if isinstance(value, bool | int | float):
            self.controller[name] = value
            self.inputs[name] = value
            return
        raise LabsimError(f"{name}: give a number or a bit, not {value!r}")

    def toggle(self, name: str) -> None:
        """Turn a bit over: an input stays so, a bit of the program until the program writes it."""
        value = self.controller[name]
        if not isinstance(value, bool):
            raise LabsimError(f"{name} is {value!r}: only a bit can be toggled")
        if name in self.inputs:
            self.inputs[name] = not value
        self.controller[name] = not value
