"""Prescan to code: what an Allen-Bradley controller does once on its way to RUN.

Every instruction is worked as if its rung were false, jumps are not taken, and some do more:
(1756-RM003, prescan tables) coils and timers are cleared, a TOF is left as run out, one-shots and
counters take a level that is there already as seen. Latches, accumulators of RTO and counters stay.
Subscripts that are out of bounds are no fault during prescan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from labsim.plc.compiling.blocks import Cells
from labsim.plc.compiling.calls import call_lines, label, routine_name
from labsim.plc.program import Op, Routine

__all__ = ["prescan"]


def prescan(u: Any) -> None:
    """Write the prescan function of a program or of a block."""
    block = u.block
    name = f"pre_{routine_name(block, '')}" if block else "prescan"
    u.restart()
    u.put(f"def {name}(m, b, now, e, F, a):")
    u.indent = 1
    u.put("pass")
    routines = block.routines if block else u.program.routines
    first = block.main if block else u.main
    reached = list(_reached(routines, first))
    for routine in routines.values():
        for rung in routine.rungs:
            for op in rung.ops():
                _one(u, op, routine in reached)
    own = {key.upper(): key for key in routines}.get("PRESCAN") if block else None
    if own:
        u.put(f"{routine_name(block, own)}(m, b, now, e, F, ())")
    u.indent = 0


def _reached(routines: Any, name: str) -> Iterator[Routine]:
    known = {key.upper(): one for key, one in routines.items()}
    seen, ahead = set(), [name.upper()]
    while ahead:
        here = ahead.pop(0)
        if here in seen or here not in known:
            continue
        seen.add(here)
        yield known[here]
        for rung in known[here].rungs:
            ahead += [label(op).upper() for op in rung.ops() if op.name in ("JSR", "FOR")]


def _one(u: Any, op: Op, reached: bool) -> None:
    """Write one instruction's part; memories without a name are counted in any case."""
    hidden = u.hidden(op) if u.layout.hidden_type(op) is not None else None
    if not reached:
        return
    before = len(u.lines)
    if hidden is not None and op.name != "CALL":
        u.put(f"m[{hidden.slot()}] = {op.name in ('XICP', 'OTEP')}")
    if op.name in _WORK:
        _WORK[op.name](u, op)
    written = u.lines[before:]
    if any("ix(" in line for line in written):
        u.lines[before:] = [" try:", *(f" {line}" for line in written), " except Halt: pass"]


def _set(position: int, value: str) -> Callable[[Any, Op], None]:
    def write(u: Any, op: Op) -> None:
        bound = list(op.args) + list(op.pins.values())
        if position < len(bound):
            u.store(u.ref(bound[position]), (value, "BOOL"))

    return write


def _one_shot(value: str) -> Callable[[Any, Op], None]:
    def write(u: Any, op: Op) -> None:
        _set(0, value)(u, op)
        _set(1, "False")(u, op)

    return write


def _timer(u: Any, op: Op) -> None:
    t = Cells(u, op, u.ref(op.args[0]))
    if t.type.kind != "TIMER":
        return
    u.put(f"{t['EN']} = {t['TT']} = {t['DN']} = False")
    if op.name != "RTO":
        u.put(f"{t['ACC']} = {t['PRE'] if op.name == 'TOF' else 0}")


def _counter(u: Any, op: Op) -> None:
    c = Cells(u, op, u.ref(op.args[0]))
    if c.type.kind == "COUNTER":
        u.put(f"{c['CU' if op.name == 'CTU' else 'CD']} = True")


def _file(u: Any, op: Op) -> None:
    control = op.args[1 if op.name in ("BSL", "BSR") else 2]
    c = Cells(u, op, u.ref(control))
    if op.name in ("BSL", "BSR"):
        u.put(f"{c['EN']} = {c['DN']} = {c['ER']} = False; {c['POS']} = 0")
    else:
        u.put(f"{c['EN' if op.name in ('FFL', 'LFL') else 'EU']} = True")


def _call(u: Any, op: Op) -> None:
    slot, block = call_lines(u, op) if op.args else ("", None)
    if block is not None and block.kind != "FUN":
        u.put(f"pre_{routine_name(block, '')}(m, {slot}, now, e, F, ())")


_WORK: dict[str, Callable[[Any, Op], None]] = {
    "OTE": _set(0, "False"),
    "OTN": _set(0, "True"),
    "OTEP": _set(0, "False"),
    "OTEN": _set(0, "False"),
    "ONS": _set(0, "True"),
    "OSR": _one_shot("True"),
    "OSF": _one_shot("False"),
    **dict.fromkeys(("TON", "TOF", "RTO"), _timer),
    **dict.fromkeys(("CTU", "CTD"), _counter),
    **dict.fromkeys(("BSL", "BSR", "FFL", "FFU", "LFL", "LFU"), _file),
    "CALL": _call,
}
