"""Power flow of the last scan, by element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from labsim.core.errors import LabsimError
from labsim.plc.program import Node, Op, Parallel, Program, Series

__all__ = ["Flow"]


class Flow(Sequence[bool]):
    """Power behind every element: all routines in order, each rung in `Rung.ops()` order.

    `flow[12]` is one of all, `flow["Main", 3, 0]` one by routine, rung and element,
    `flow["Main", 3]` those of a rung. `ahead("Main", 3)` is the power before every element.
    """

    def __init__(self, program: Program, bits: Sequence[bool]) -> None:
        self.program, self.bits = program, bits

    def __len__(self) -> int:
        return len(self.bits)

    @overload
    def __getitem__(self, at: int) -> bool: ...
    @overload
    def __getitem__(self, at: slice | tuple) -> Any: ...
    def __getitem__(self, at: Any) -> Any:
        """Return one bit, or those of a rung."""
        if not isinstance(at, tuple):
            return self.bits[at]
        found = self._rung(*at[:2])
        return found[at[2]] if len(at) > 2 else found

    def _rung(self, routine: str, rung: int) -> tuple[bool, ...]:
        rungs = self.program.routine(routine).rungs
        if not 0 <= rung < len(rungs):
            raise LabsimError(f"routine {routine} has no rung {rung}; it has {len(rungs)}")
        first = 0
        for name, one in self.program.routines.items():
            if name == routine:
                break
            first += sum(len(list(each.ops())) for each in one.rungs)
        first += sum(len(list(each.ops())) for each in rungs[:rung])
        return tuple(self.bits[first : first + len(list(rungs[rung].ops()))])

    def ahead(self, routine: str, rung: int, power: bool = True) -> tuple[bool, ...]:
        """Return the power before every element of a rung; `power` is that of the left rail."""
        behind = iter(self._rung(routine, rung))
        found: list[bool] = []
        _ahead(self.program.routine(routine).rungs[rung].body, power, behind, found, power)
        return tuple(found)


def _ahead(node: Node, p: bool, behind: Any, found: list[bool], rail: bool) -> bool:
    if isinstance(node, Series):
        for item in node.items:
            p = _ahead(item, p, behind, found, rail)
        return p
    if isinstance(node, Parallel):
        ends = [_ahead(one, p, behind, found, rail) for one in node.branches]  # all of them
        return any(ends)
    for pin in node.pins.values():
        if isinstance(pin, Op | Series | Parallel):
            _ahead(pin, rail, behind, found, rail)
    found.append(p)
    return next(behind)
