"""The way through a program to code: jumps, subroutines, zones, calls of blocks with a body.

A routine with labels is a loop over its rungs with a place to go on from; every jump back and every
call counts towards the watchdog. A block's instance is a run of slots that begins at `b`.
"""

from __future__ import annotations

from typing import Any

from labsim.core.errors import unknown
from labsim.plc.errors import ProgramError
from labsim.plc.program import Block, Literal, Op, Path, Tag
from labsim.plc.types import Leaf

__all__ = ["CALLS", "call_lines", "label", "labels", "routine_name"]


def routine_name(block: Block | None, name: str) -> str:
    """Return the Python function of a routine."""
    owner = f"b_{_plain(block.name)}__" if block else "r_"
    return owner + _plain(name)


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else f"_{ord(c)}_" for c in name.upper())


def label(op: Op) -> str:
    """Return the name of the label or routine an instruction speaks of."""
    first = op.args[0] if op.args else None
    if isinstance(first, Path):
        return first.root
    return str(getattr(first, "value", first))


def _routine(u: Any, op: Op) -> str:
    """Return the Python function of the routine an instruction calls."""
    routines = u.block.routines if u.block else u.program.routines
    names = {name.upper(): name for name in routines}
    if label(op).upper() not in names:
        raise unknown("The program", "routine", label(op), routines)
    return routine_name(u.block, names[label(op).upper()])


def labels(routine: Any) -> dict[str, int]:
    """Return the rung of every label."""
    found = {}
    for k, rung in enumerate(routine.rungs):
        names = [rung.label] if rung.label else []
        names += [label(op) for op in rung.ops() if op.name == "LBL"]
        found.update({name.upper(): k for name in names})
    return found


def jump(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    to = u.labels.get(label(op).upper())
    if to is None:
        raise unknown("The routine", "label", label(op), u.labels)
    p = u.var(p)
    u.mark(p)
    with u.when(p):
        u.put(f"pc = {to}; e.kick()")
        u.put("continue")
    return p


def leave(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """RET and TND."""
    values = [u.value(one) for one in op.args]
    p = u.var(p)
    u.mark(p)
    with u.when(p):
        u.put(f"return ({', '.join(code for code, _ in values)}{',' * (len(values) == 1)})")
    return p


def zone(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """MCR: every one that is worked without power turns the zone over."""
    before = u.temp()
    u.put(f"{before} = {p}")
    u.put(f"if not {before}: z = not z")
    return before


def subroutine(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """JSR(Routine, number of inputs, inputs …, results …)."""
    function = _routine(u, op)
    count = op.args[1].value if len(op.args) > 1 and isinstance(op.args[1], Literal) else 0
    ins, outs = op.args[2 : 2 + int(count)], op.args[2 + int(count) :]
    p = u.var(p) if want else p
    with u.when(p):
        codes = "".join(f"{u.value(one)[0]}," for one in ins)
        back = u.temp()
        u.put(f"e.kick(); {back} = {function}(m, b, now, e, F, ({codes}))")
        for k, one in enumerate(outs):
            ref = u.ref(one)
            u.store(ref, (f"given({back}, {k})", _as_given(u, ref)))
    return p


def repeat(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """FOR(Routine, Index, Initial, Terminal, Step): the routine again and again, until BRK."""
    function = _routine(u, op)
    bound = u.bind(op, given)
    index = u.ref(u.need(op, bound, "Index"))
    first, last, step = (u.value(u.need(op, bound, one)) for one in ("Initial", "Terminal", "Step"))
    p = u.var(p) if want else p
    with u.when(p):
        u.store(index, first)
        now, back = u.load(index), u.temp()
        u.put(f"while {now} <= {last[0]} if {step[0]} >= 0 else {now} >= {last[0]}:")
        u.indent += 1
        u.put(f"e.kick(); {back} = {function}(m, b, now, e, F, ())")
        u.put(f"if {back} == 'break': break")
        u.store(index, (f"({now}+{step[0]})", index.kind))
        u.indent -= 1
    return p


def stop(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """BRK: leave the routine, and the FOR that called it."""
    p = u.var(p)
    u.mark(p)
    with u.when(p):
        u.put("return ('break')")
    return p


def parameters(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """SBR(variables …): take the inputs."""
    for k, one in enumerate(op.args):
        ref = u.ref(one)
        u.store(ref, (f"given(a, {k})", _as_given(u, ref)))
    return p


def _as_given(u: Any, ref: Any) -> str:
    """Type of a value whose own type only the caller knows: let it be converted."""
    return ref.kind if ref.kind in ("BOOL", "STRING") else "LREAL"


def through(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    return p


def never(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    return "False"


# blocks with a body -------------------------------------------------------------------------------
def call(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """CALL of an add-on instruction, a function block or a function."""
    blocks = {name.upper(): one for name, one in u.program.blocks.items()}
    if op.spelling.upper() not in blocks:
        raise unknown("The program", "block", op.spelling, u.program.blocks)
    block = blocks[op.spelling.upper()]
    function = block.kind == "FUN"
    ref = u.hidden(op) if function else u.ref(op.args[0])
    if ref.type is not u.layout.type(block.name):
        raise ProgramError(f"{op.args[0].root} is a {ref.type.name}, not a {block.name}")
    base = u.var(ref.slot())
    operands = _arguments(block, op.args if function else op.args[1:], given, op)
    work = _aoi if block.kind == "AOI" else _fb
    return work(u, op, block, ref.type, base, operands, u.var(p))


def _arguments(block: Block, args: tuple, given: dict, op: Op) -> dict[str, Any]:
    named = [t for t in block.tags if t.usage and t.name.upper() not in ("ENABLEIN", "ENABLEOUT")]
    if len(args) > len(named):
        raise ProgramError(f"{block.name} has {len(named)} parameters; {len(args)} are given")
    found = {tag.name.upper(): one for tag, one in zip(named, args, strict=False)}
    found |= given | {name.upper(): path for name, path in op.outs.items()}
    if block.kind == "FUN" and "OUT" in found:
        found[block.name.upper()] = found.pop("OUT")
    known = {tag.name.upper() for tag in block.tags} | {"EN", "ENO", "OUT"}
    for name in (*op.pins, *op.outs):
        if name.upper() not in known:
            raise unknown(block.name, "parameter", name, [tag.name for tag in named])
    return found


def cell(type_: Any, base: str, name: str) -> str:
    """Code of a scalar member of an instance."""
    return f"m[{base}+{type_.offset(name.upper())}]"


def _pass(u: Any, block: Block, type_: Any, base: str, operands: dict, ways: tuple) -> None:
    """Copy arguments into an instance, or results out of it."""
    for tag in block.tags:
        if tag.usage not in ways or tag.name.upper() not in operands:
            continue
        operand, (_, at, kind) = operands[tag.name.upper()], type_.members[tag.name.upper()]
        out = ways[0] == "out"
        if isinstance(kind, Leaf):
            if out:
                if isinstance(operand, Path):
                    u.store(u.ref(operand), (f"m[{base}+{at}]", kind.name))
            else:
                u.put(f"m[{base}+{at}] = {u.converted(u.value(operand), kind.name)}")
        else:
            _slices(u, u.ref(operand), tag, f"{base}+{at}", kind.size, out)


def _slices(u: Any, ref: Any, tag: Tag, mine: str, size: int, out: bool) -> None:
    n = min(size, ref.type.size)
    theirs = u.var(ref.slot())
    one, other = f"m[{mine}:{mine}+{n}]", f"m[{theirs}:{theirs}+{n}]"
    u.put(f"{other} = {one}" if out else f"{one} = {other}")


def _run(u: Any, block: Block, name: str, base: str) -> None:
    u.put(f"e.kick(); {routine_name(block, name)}(m, {base}, now, e, F, ())")


def _aoi(u: Any, op: Op, block: Block, type_: Any, base: str, operands: dict, p: str) -> str:
    """An add-on instruction: Logic with power, EnableInFalse (if there is one) without."""
    names = {name.upper(): name for name in block.routines}
    off = names.get("ENABLEINFALSE")
    enable_in, enable_out = (_enable(type_, base, name) for name in ("ENABLEIN", "ENABLEOUT"))
    for one in filter(None, (enable_in, enable_out)):
        u.put(f"{one} = {p}")
    for routine, gate in ((block.main, p), (off, f"not {p}")):
        if routine is None:
            continue
        with u.when(gate):
            _pass(u, block, type_, base, operands, ("in", "inout"))
            _run(u, block, routine, base)
            _pass(u, block, type_, base, operands, ("out", "inout"))
    return enable_out or p


def _enable(type_: Any, base: str, name: str) -> str:
    return cell(type_, base, name) if name in type_.members else ""


def _fb(u: Any, op: Op, block: Block, type_: Any, base: str, operands: dict, p: str) -> str:
    """A function block or function: worked in every scan, or while EN is on."""
    enter, out = op.enter.upper(), op.leave.upper()
    names = {tag.name.upper() for tag in block.tags}
    if enter and enter != "EN":
        operands[enter] = u.code(p)
    gate = "True" if enter and enter != "EN" else p
    if "EN" in operands and "EN" not in names:
        gate = u.var(u.both(gate, u.bit(operands["EN"])))
    with u.when(gate):
        if block.kind == "FUN":
            u.put(f"m[{base}:{base}+{type_.size}] = {type_.empty!r}")
        _pass(u, block, type_, base, operands, ("in", "inout"))
        _run(u, block, block.main, base)
        _pass(u, block, type_, base, operands, ("out", "inout"))
    if "ENO" in operands and "ENO" not in names:
        u.store(u.ref(operands["ENO"]), (gate, "BOOL"))
    out = block.name.upper() if out == "OUT" and block.kind == "FUN" else out
    if out in ("", "ENO") and out not in names:
        return gate
    if block.kind != "FUN":  # without EN an output keeps what it had, and what hangs on it
        return cell(type_, base, out)
    return u.both(gate, cell(type_, base, out))


def call_lines(u: Any, op: Op) -> tuple[str, Block]:
    """Return the slot an instance begins at, and its block: for prescan."""
    blocks = {name.upper(): one for name, one in u.program.blocks.items()}
    return u.var(u.ref(op.args[0]).slot()), blocks[op.spelling.upper()]


CALLS = {
    "JMP": jump,
    "JSR": subroutine,
    "FOR": repeat,
    "BRK": stop,
    "SBR": parameters,
    "RET": leave,
    "TND": leave,
    "MCR": zone,
    "AFI": never,
    "LBL": through,
    "NOP": through,
    "CALL": call,
}
