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
from labsim.plc.types import FLOATS, TEXTS

__all__ = ["MATH"]

_OUT = ("Dest", "OUT")
_TYPED = ("ADD", "SUB", "MUL", "DIV", "NEG", "ABS", "EXPT")
_EXACT = ("ADD", "SUB", "MUL", "DIV", "MOD", "EXPT")


def inputs(u: Any, op: Op, bound: dict) -> list[tuple[str, str]]:
    """Return code and type of every input in the order of the form, repeated ones at its end."""
    form = find(op.name, u.program.dialect).form(u.program.dialect)
    names = [one.name for one in form.operands if one.way == "in"]
    if form.more:
        more = [name for name in bound if name[: len(form.more)] == form.more]
        numbers = [name for name in more if name[len(form.more) :].isdigit()]
        names += sorted(set(numbers) - set(names), key=lambda name: int(name[len(form.more) :]))
    return [u.value(u.need(op, bound, name)) for name in names]


def enabled(u: Any, op: Op, bound: dict, p: str) -> str:
    """Bring power in by its pin; return the power the function is worked with."""
    enter = op.enter.upper()
    if enter not in ("", "EN"):
        bound[enter] = u.code(u.var(p))
        return "True"
    return u.both(p, u.bit(bound["EN"])) if "EN" in bound else p


def compare(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    bound = u.bind(op, given)
    p = enabled(u, op, bound, p)
    code = _compared(u, op, inputs(u, op, bound))
    if "OUT" in bound or "ENO" in bound:
        p, code = u.var(p), u.var(code) if p == "True" else code
        with u.when(p):
            if "OUT" in bound:
                u.store(u.ref(bound["OUT"]), (code, "BOOL"))
        _eno(u, bound, p)
    return p if op.leave.upper() == "ENO" else u.both(p, code)


def _eno(u: Any, bound: dict, p: str) -> None:
    if "ENO" in bound:
        u.store(u.ref(bound["ENO"]), (p, "BOOL"))


def _compared(u: Any, op: Op, args: list[tuple[str, str]]) -> str:
    codes = [code for code, _ in args]
    wrong = {"LIM": TEXTS, "MEQ": (*TEXTS, *FLOATS)}.get(op.name, ())
    for _, of in args:
        if of in wrong:
            raise ProgramError(f"{op.name} does not work on a {of}")
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
    p = enabled(u, op, bound, p)
    outs = [bound[name] for name in _OUT if name in bound]
    ref = u.ref(outs[0]) if outs else None
    args = inputs(u, op, bound)
    if ref is not None and u.dialect == "ab" and ref.kind in FLOATS and op.name in _EXACT:
        args = [(u.converted(one, ref.kind), ref.kind) for one in args]  # 7 / 2 into a REAL is 3.5
    args = flagged(u, op, args)
    worked = worked_out(u, op, args, ref.kind if ref is not None else "")
    if op.leave.upper() == "OUT":
        code = u.var(worked[0] if worked[1] == "BOOL" else f"({worked[0]}!=0)") if outs else ""
        p = u.var(p)
    elif ref is None and "ENO" not in bound:
        raise ProgramError(f"{op.spelling or op.name} has no place for its result")
    p = u.var(p) if want or "ENO" in bound else p
    if ref is not None:
        with u.when(p):
            store(u, op, ref, worked, args)
    _eno(u, bound, p)
    if op.leave.upper() != "OUT":
        return p
    return u.both(p, code or (worked[0] if worked[1] == "BOOL" else f"({worked[0]}!=0)"))


def worked_out(u: Any, op: Op, args: list[tuple[str, str]], into: str) -> tuple[str, str]:
    """Return code and type of a result that goes into a variable of a type."""
    worked = args[0] if op.name in ("CPT", "MOV") else u.calculate(op.name, args)
    if op.name == "SQRT" and u.dialect == "ab" and not {args[0][1], into} & set(FLOATS):
        return f"cut({worked[0]})", "DINT"
    return u.fitted(worked, args, into) if op.name in _TYPED else worked


# status bits --------------------------------------------------------------------------------------
def flagged(u: Any, op: Op, args: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep the operands a carry is worked out from: the result may go into one of them."""
    if not u.flags or op.name not in ("ADD", "SUB"):
        return args
    return [(u.var(code), of) for code, of in args]


def store(u: Any, op: Op, ref: Any, worked: tuple[str, str], args: list) -> None:
    """Store a result; S:V, S:Z, S:N and S:C follow it where the program looks at them."""
    if not u.flags or ref.kind in TEXTS:
        u.store(ref, worked)
        return
    over, zero, negative, carry = u.flags
    u.put("e.v = False")
    u.store(ref, worked)
    now = u.load(ref)
    u.put(f"m[{over}] = e.v; m[{zero}] = {now} == 0; m[{negative}] = {now} < 0")
    u.put(f"m[{carry}] = {_carry(op, args)}")


def _carry(op: Op, args: list[tuple[str, str]]) -> str:
    """Bit 32 of a sum, the borrow of a difference; no other instruction carries."""
    if op.name not in ("ADD", "SUB") or any(of in FLOATS for _, of in args):
        return "False"
    one, other = (f"({code}&4294967295)" for code, _ in args)
    return f"{one}+{other} > 4294967295" if op.name == "ADD" else f"{one} < {other}"


def text_function(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """DTOS, RTOS, STOD, STOR."""
    bound = u.bind(op, given)
    code, kind = inputs(u, op, bound)[0]
    call, to = _TEXTS[op.name]
    if (kind in TEXTS) != (op.name[0] == "S"):
        raise ProgramError(f"{op.name} does not work on a {kind or 'number'}")
    code = f"whole({code})" if op.name == "DTOS" and kind in FLOATS else code
    p = u.var(p) if want else p
    with u.when(p):
        u.store(u.ref(u.need(op, bound, "Dest")), (f"{call}({code})", to))
    return p


def clear(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    ref = u.ref(u.need(op, u.bind(op, given), "Dest"))
    p = u.var(p) if want else p
    with u.when(p):
        store(u, op, ref, ("0", ""), [])
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
