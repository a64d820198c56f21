"""Shift registers, FIFOs and LIFOs to code (Allen-Bradley): BSL, BSR, FFL, FFU, LFL, LFU.

Each does its work once when power comes; EN (EU of FFU and LFU) remembers that. 1756-RM003, array
(file) and shift instructions.
"""

from __future__ import annotations

from typing import Any

from labsim.plc.compiling.blocks import Cells
from labsim.plc.errors import ProgramError
from labsim.plc.program import Op
from labsim.plc.running.memory import Ref
from labsim.plc.types import BITS, Array, Leaf

__all__ = ["FILES"]


def _array(u: Any, operand: Any) -> tuple[str, str, str]:
    """Return code of the first slot, code of how many there are from there, and the type."""
    ref: Ref = u.ref(operand)
    if ref.part:
        raise ProgramError("letters of a STRING are not shifted")
    if isinstance(ref.type, Array):
        item, first, count = ref.type.item, u.var(ref.slot()), str(ref.type.size)
    elif ref.left is not None:
        item, first = ref.type, u.var(ref.slot())
        count = f"{ref.left[0]}-({ref.left[1]})"
    else:
        item, first, count = ref.type, u.var(ref.slot()), "1"
    if not isinstance(item, Leaf):
        raise ProgramError(f"{ref.root} holds {item.name}: only single values are moved here")
    return first, count, item.name


def shift(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """BSL and BSR."""
    bound = u.bind(op, given)
    first, count, kind = _array(u, u.need(op, bound, "Array"))
    if kind not in BITS:
        raise ProgramError(f"bits of a {kind} cannot be shifted")
    c = Cells(u, op, u.ref(u.need(op, bound, "Control")))
    source = u.bit(u.need(op, bound, "SourceBit"))
    p = u.var(p)
    u.put(f"if {p}:")
    u.put(f" if not {c['EN']}:")
    u.put(f"  {c['UL']} = shifted(m, {first}, {count}, {c['LEN']}, {source}, {kind!r},")
    u.put(f"   {op.name == 'BSL'})")
    u.put(f" {c['EN']} = {c['DN']} = True")
    u.put(f"else: {c['EN']} = {c['DN']} = {c['ER']} = False")
    return p


def load(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """FFL, LFL: one more at the end."""
    bound = u.bind(op, given)
    first, count, kind = _array(u, u.need(op, bound, "FIFO"))
    c = Cells(u, op, u.ref(u.need(op, bound, "Control")))
    value = u.converted(u.value(u.need(op, bound, "Source")), kind)
    p = u.var(p)
    u.put(f"if {p} and not {c['EN']} and 0 <= {c['POS']} < {c['LEN']}:")
    u.put(f" m[{first}+ix({c['POS']}, 0, {count}-1)] = {value}; {c['POS']} += 1")
    u.put(f"{c['EN']} = {p}")
    _state(u, c)
    return p


def unload(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """FFU: the first out, LFU: the last; an empty one gives 0."""
    bound = u.bind(op, given)
    first, count, kind = _array(u, u.need(op, bound, "FIFO"))
    dest = u.ref(u.need(op, bound, "Dest"))
    c = Cells(u, op, u.ref(u.need(op, bound, "Control")))
    p = u.var(p)
    u.put(f"if {p} and not {c['EU']}:")
    u.indent += 1
    out = u.temp()
    how = "taken" if op.name == "FFU" else "popped"
    u.put(f"{out} = {how}(m, {first}, {count}, {c['LEN']}, {c['POS']})")
    u.put(f"{c['POS']} = max({c['POS']}-1, 0)")
    u.store(dest, (out, kind))
    u.indent -= 1
    u.put(f"{c['EU']} = {p}")
    _state(u, c)
    return p


def _state(u: Any, c: Cells) -> None:
    u.put(f"{c['DN']} = {c['POS']} >= {c['LEN']}; {c['EM']} = {c['POS']} <= 0")


FILES = {"BSL": shift, "BSR": shift, "FFL": load, "FFU": unload, "LFL": load, "LFU": unload}
