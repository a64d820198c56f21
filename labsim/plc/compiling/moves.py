"""Copies, fills and moves of parts of words to code (Allen-Bradley)."""

from __future__ import annotations

from typing import Any

from labsim.core.errors import unknown
from labsim.plc.errors import ProgramError
from labsim.plc.operands import write_operand
from labsim.plc.program import Literal, Op, Path
from labsim.plc.running.memory import Ref
from labsim.plc.running.packing import plan
from labsim.plc.types import BITS, Array, Leaf, leaves

__all__ = ["MOVES"]


def _run(u: Any, ref: Ref) -> tuple[str, str, Any]:
    """Return code of the first slot, code of the slots to the end of its array, and the element."""
    if ref.part:
        raise ProgramError("a STRING is copied as a whole, not its LEN or DATA alone")
    if isinstance(ref.type, Array):
        return u.var(ref.slot()), str(ref.type.size), ref.type.item
    first = u.var(ref.slot()) if ref.more else ref.slot()
    if ref.left is None:
        return first, str(ref.type.size), ref.type
    whole, where, _size = ref.left
    return first, f"({whole}-({where})*{1})", ref.type


def copy(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """COP: elements of the destination, as far as both arrays go."""
    bound = u.bind(op, given)
    source, dest = u.ref(bound["Source"]), u.ref(u.need(op, bound, "Dest"))
    length = u.count(u.need(op, bound, "Length"))
    p = u.var(p) if want else p
    with u.when(p):
        start, have, kind = _run(u, source)
        to, room, item = _run(u, dest)
        if not _alike(kind, item):
            ends = (f"({at}, {slots}, {plan(of)!r})" for at, slots, of in
                    ((start, have, kind), (to, room, item)))  # fmt: skip
            u.put(f"copied(m, {', '.join(ends)}, {length})")
            return p
        n, s, d = u.var(f"min(({length})*{item.size}, {have}, {room})"), u.temp(), u.temp()
        u.put(f"{s} = {start}; {d} = {to}")
        u.put(f"if {s} < {d} < {s}+{n}: smear(m, {s}, {d}, {n})")
        u.put(f"elif {n} > 0: m[{d}:{d}+{n}] = m[{s}:{s}+{n}]")
    return p


def _alike(one: Any, other: Any) -> bool:
    if "unknown" in (getattr(one, "kind", ""), getattr(other, "kind", "")):
        return False
    a, b = leaves(one), leaves(other)
    short, long = sorted((a, b), key=len)
    return len(set(a + b)) == 1 or short * (len(long) // len(short)) == long


def fill(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """FLL: one value into elements of an array."""
    bound = u.bind(op, given)
    dest = u.ref(u.need(op, bound, "Dest"))
    length = u.count(u.need(op, bound, "Length"))
    p = u.var(p) if want else p
    with u.when(p):
        to, room, item = _run(u, dest)
        n, d = u.var(f"max(min(({length})*{item.size}, {room}), 0)"), u.temp()
        u.put(f"{d} = {to}")
        if isinstance(item, Leaf):
            value = u.converted(u.value(u.need(op, bound, "Source")), item.name)
            u.put(f"m[{d}:{d}+{n}] = [{value}]*{n}")
        elif _zero(bound.get("Source")):
            u.put(f"m[{d}:{d}+{n}] = {_nothing(item)!r}*({n}//{item.size})")
        else:
            source = u.ref(u.need(op, bound, "Source"))
            if leaves(source.type) != leaves(item):
                raise ProgramError(f"filling {item.name} with a {source.type.name} is not done")
            s = u.var(source.slot())
            u.put(f"m[{d}:{d}+{n}] = m[{s}:{s}+{item.size}]*({n}//{item.size})")
    return p


def _zero(operand: Any) -> bool:
    return isinstance(operand, Literal) and operand.value == 0


def _nothing(type_: Any) -> list[Any]:
    """All slots of a type with every bit off: presets as well."""
    return [value for kind in leaves(type_) for value in Leaf(kind).empty]


def swap(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """SWPB: the bytes of a word the other way round, its halves, or the bytes of each half."""
    bound = u.bind(op, given)
    code, kind = u.value(u.need(op, bound, "Source"))
    dest, order = u.ref(u.need(op, bound, "Dest")), write_operand(bound["Order"]).upper()
    if BITS.get(kind) not in (16, 32) or BITS.get(dest.kind) not in (16, 32):
        raise ProgramError(f"bytes of a {kind} into a {dest.kind} are not swapped")
    if BITS[kind] == 32 and order not in ("REVERSE", "WORD", "HIGH/LOW"):
        raise unknown("SWPB", "order", order, ["REVERSE", "WORD", "HIGH/LOW"])
    how = order if BITS[kind] == 32 else "REVERSE"
    p = u.var(p) if want else p
    with u.when(p):
        u.store(dest, (f"swapped({code}, {BITS[kind]}, {how!r})", "DINT"))
    return p


def extent(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """SIZE: how many elements one dimension of an array has."""
    bound = u.bind(op, given)
    ref, dest = u.ref(u.need(op, bound, "Source")), u.ref(u.need(op, bound, "Dest"))
    which = bound.get("Dimension")
    if not isinstance(ref.type, Array):  # Studio names the first element for the whole
        path = bound["Source"]
        ref = u.ref(Path(path.root, path.steps[:-1])) if path.steps else ref
    if not isinstance(ref.type, Array) or not isinstance(which, Literal):
        raise ProgramError(f"{ref.root} is a {ref.kind}, or its dimension is no number")
    if not 0 <= int(which.value) < len(ref.type.dims):
        raise ProgramError(f"{ref.root} has {len(ref.type.dims)} dimensions; they count from 0")
    low, high = ref.type.dims[int(which.value)]
    p = u.var(p) if want else p
    with u.when(p):
        u.store(dest, (repr(high - low + 1), ""))
    return p


def _word(u: Any, operand: Any) -> Ref:
    """Return the place of a word whose bits are moved."""
    ref = u.ref(operand)
    if ref.kind not in BITS:
        raise ProgramError(f"{ref.root} is a {ref.kind}; bits are moved in whole numbers")
    return ref


def masked(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """MVM: only the bits of the mask."""
    bound = u.bind(op, given)
    source, mask = (u.count(u.need(op, bound, name)) for name in ("Source", "Mask"))
    dest = _word(u, u.need(op, bound, "Dest"))
    p = u.var(p) if want else p
    with u.when(p):
        code = f"wrap(({source})&({mask})|{u.load(dest)}&~({mask}), {dest.kind!r})"
        u.store(dest, (code, dest.kind))
    return p


def distribute(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """BTD: a field of bits from one place of a word to another."""
    bound = u.bind(op, given)
    names = ("Source", "SourceBit", "DestBit", "Length")
    source, at, to, count = (u.count(u.need(op, bound, name)) for name in names)
    dest = _word(u, u.need(op, bound, "Dest"))
    p = u.var(p) if want else p
    with u.when(p):
        mask = f"((1<<({count}))-1<<({to}))"
        code = f"({source})>>({at})<<({to})&{mask}|{u.load(dest)}&~{mask}"
        u.store(dest, (f"wrap({code}, {dest.kind!r})", dest.kind))
    return p


MOVES = {
    "SWPB": swap,
    "SIZE": extent,
    "COP": copy,
    "CPS": copy,
    "FLL": fill,
    "MVM": masked,
    "BTD": distribute,
}
