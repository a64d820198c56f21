"""Comparisons, calculations, choices, conversions and strings to code.

In Allen-Bradley power goes through a calculation and out of a comparison that is true. In IEC a
function works while EN is on; ENO is what goes on, or its BOOL result where the reader says so
(`leave`). Without EN the variables at its outputs are not written.
"""

from __future__ import annotations

from typing import Any

from labsim.plc.errors import ProgramError
from labsim.plc.instructions import INSTRUCTIONS, find
from labsim.plc.program import Op
from labsim.plc.types import FLOATS

__all__ = ["MATH"]

_OUT = ("Dest", "OUT")


def inputs(u: Any, op: Op, bound: dict) -> list[tuple[str, str]]:
    """Return code and type of every input in the order of the form, repeated ones at its end."""
    form = find(op.name, u.program.dialect).form(u.program.dialect)
    names = [one.name for one in form.operands if one.way == "in"]
    if form.more:
        more = [name for name in bound if name[: len(form.more)] == form.more]
        numbers = [name for name in more if name[len(form.more) :].isdigit()]
        names += sorted(set(numbers) - set(names), key=lambda name: int(name[len(form.more) :]))
    return [u.value(u.need(op, bound, name)) for name in names]


def compare(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    bound = u.bind(op, given)
    code = _compared(u, op, inputs(u, op, bound))
    if "OUT" in bound or op.leave.upper() == "ENO":
        p = u.var(p)
        with u.when(p):
            if "OUT" in bound:
                code = u.var(code)
                u.store(u.ref(bound["OUT"]), (code, "BOOL"))
        if op.leave.upper() == "ENO":
            return p
    return u.both(p, code)


def _compared(u: Any, op: Op, args: list[tuple[str, str]]) -> str:
    codes = [code for code, _ in args]
    if op.name == "LIM":
        low, test, high = [code if code.isidentifier() else f"({code})" for code in codes]
        inside = f"{low} <= {test} <= {high}"
        return f"({inside} if {low} <= {high} else {test} >= {low} or {test} <= {high})"
    if op.name == "MEQ":
        source, mask, value = codes
        return f"(({source})&({mask})==({value})&({mask}))"
    if op.name == "CMP":
        return codes[0] if args[0][1] == "BOOL" else f"({codes[0]}!=0)"
    return u.calculate(op.name, args)[0]


def function(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """Anything that works a value out and puts it somewhere."""
    bound = u.bind(op, given)
    if op.enter.upper() not in ("", "EN"):  # power is an operand, as in a gate of IEC
        bound[op.enter.upper()], p = u.code(u.var(p)), "True"
    outs = [bound[name] for name in _OUT if name in bound]
    args = _wide(u, op, inputs(u, op, bound), outs)
    worked = args[0] if op.name in ("CPT", "MOV") else u.calculate(op.name, args)
    leave = op.leave.upper()
    if leave == "OUT" and not outs:
        code = worked[0] if worked[1] == "BOOL" else f"({worked[0]}!=0)"
        return u.both(p, f"({code})")
    if not outs:
        raise ProgramError(f"{op.spelling or op.name} has no place for its result")
    p = u.var(p) if want or leave == "OUT" else p
    with u.when(p):
        ref = u.ref(outs[0])
        u.store(ref, worked)
    if leave == "OUT":
        return u.both(p, u.load(u.ref(outs[0])))
    return p


def _wide(u: Any, op: Op, args: list[tuple[str, str]], outs: list) -> list[tuple[str, str]]:
    """In AB a REAL destination makes a sum a REAL one: 7 / 2 is 3.5 (1756-RM003, DIV)."""
    kind = u.ref(outs[0]).kind if outs and INSTRUCTIONS[op.name].kind == "math" else ""
    if u.dialect != "ab" or kind not in FLOATS or op.name == "CPT":
        return args
    return [(u.converted(one, kind), kind) for one in args]


def text_function(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """DTOS, RTOS, STOD, STOR."""
    bound = u.bind(op, given)
    code, _kind = inputs(u, op, bound)[0]
    call, to = _TEXTS[op.name]
    p = u.var(p) if want else p
    with u.when(p):
        u.store(u.ref(u.need(op, bound, "Dest")), (f"{call}({code})", to))
    return p


def clear(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    ref = u.ref(u.need(op, u.bind(op, given), "Dest"))
    p = u.var(p) if want else p
    with u.when(p):
        u.store(ref, ("0", ""))
    return p


_TEXTS = {
    "DTOS": ("str", "STRING"),
    "RTOS": ("real_text", "STRING"),
    "STOD": ("number", "LINT"),
    "STOR": ("decimal", "LREAL"),
}
MATH = {
    **{name: compare for name, one in INSTRUCTIONS.items() if one.kind == "compare"},
    **{
        name: function
        for name, one in INSTRUCTIONS.items()
        if one.kind in ("math", "logic", "select", "string")
    },
    "MOV": function,
    "CLR": clear,
    **dict.fromkeys(_TEXTS, text_function),
}
