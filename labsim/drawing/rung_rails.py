"""Which rungs had power at their left rail in the last scan: worked, not skipped, not in a zone.

A routine that was not called, a rung that was jumped over, one behind a return: all dark. That is
where an output freezes, and what instruction truth cannot show.
"""

from __future__ import annotations

from collections.abc import Sequence

from labsim.drawing.rung_text import operand
from labsim.plc.program import Op, Program, Routine

__all__ = ["rails", "starts"]


def starts(program: Program) -> dict[str, int]:
    """Return the number of every routine's first element: a controller counts through them all."""
    found, first = {}, 0
    for name, routine in program.routines.items():
        found[name] = first
        first += sum(1 for rung in routine.rungs for _ in rung.ops())
    return found


def rails(program: Program, name: str, flow: Sequence[bool]) -> list[bool]:
    """Return whether the left rail of each rung had power; `flow` is of all elements."""
    begin = starts(program)
    worked, waiting = {}, [program.main or next(iter(program.routines), "")]
    spelt = {one.upper(): one for one in program.routines}
    while waiting:
        now = waiting.pop()
        if now in worked or now not in program.routines:
            continue
        worked[now], calls = _walk(program.routines[now], begin[now], flow)
        waiting += [spelt[call] for call in calls if call in spelt]
    return worked.get(name) or [False] * len(program.routines[name].rungs)


def _walk(routine: Routine, n: int, flow: Sequence[bool]) -> tuple[list[bool], list[str]]:
    """Return rails of a routine that is worked, and the routines it called."""
    labels = _labels(routine)
    found: list[bool] = []
    calls: list[str] = []
    zone, skip, over = True, 0, False
    for k, rung in enumerate(routine.rungs):
        alive = not over and k >= skip
        found.append(alive and zone)
        for op in rung.ops():
            power = n < len(flow) and bool(flow[n])
            n += 1
            if alive and op.name == "MCR" and not power:
                zone = not zone
            if not power or not alive:
                continue
            if op.name == "JMP":
                skip = max(skip, labels.get(_first(op), 0) if labels.get(_first(op), 0) > k else 0)
            over = over or op.name in ("RET", "TND")
            calls += [_first(op)] if op.name == "JSR" else []
    return found, calls


def _first(op: Op) -> str:
    return operand(op.args[0]).upper() if op.args else ""


def _labels(routine: Routine) -> dict[str, int]:
    found = {rung.label.upper(): k for k, rung in enumerate(routine.rungs) if rung.label}
    for k, rung in enumerate(routine.rungs):
        found |= {_first(op): k for op in rung.ops() if op.name == "LBL"}
    return found
