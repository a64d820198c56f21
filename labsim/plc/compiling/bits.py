"""Contacts, coils and one-shots to code.

Each function gets (unit, op, given pins, power, whether the power behind is wanted) and returns the
code of the power behind the element. A coil passes power on; an edge is looked at in every scan,
whatever the power before it. Prescan (Allen-Bradley only) works without power: see `compile_start`.
"""

from __future__ import annotations

from typing import Any

from labsim.plc.errors import ProgramError
from labsim.plc.program import Op, Path

__all__ = ["BITS"]


def _bit(u: Any, op: Op, given: dict) -> Any:
    """Return what a contact or coil names; ProgramError when it is a number or a structure."""
    operand = u.need(op, u.bind(op, given), "Bit")
    kind = u.ref(operand).kind if isinstance(operand, Path) else "BOOL"
    if kind != "BOOL":
        said = operand.text or operand.root
        raise ProgramError(f"{said} is a {kind}; a contact or coil takes a BOOL, or a bit of it")
    return operand


def xic(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    return u.both(p, u.bit(_bit(u, op, given)))


def xio(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    return u.both(p, f"not {u.bit(_bit(u, op, given))}")


def _edge(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    p = u.var(p)
    level = u.var(u.bit(_bit(u, op, given)))
    memory = u.load(u.hidden(op))
    fired = f"{level} and not {memory}" if op.name == "XICP" else f"{memory} and not {level}"
    out = u.var(u.both(p, fired))
    u.put(f"{memory} = {level}")
    return out


def _coil(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    ref = u.ref(_bit(u, op, given))
    plain = op.name == "OTE" and ref.bit is None and ref.kind == "BOOL" and not ref.risky
    if plain and want and not p.isidentifier():
        out = u.temp()
        u.put(f"m[{ref.slot()}] = {out} = {p}")
        return out
    if want or op.name != "OTE":
        p = u.var(p)
    u.store(ref, (p if op.name == "OTE" else f"not {p}", "BOOL"))
    return p


def _latch(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    ref = u.ref(_bit(u, op, given))
    p = u.var(p) if want else p
    with u.when(p):
        u.store(ref, ("True" if op.name == "OTL" else "False", "BOOL"))
    return p


def _edge_coil(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    ref = u.ref(_bit(u, op, given))
    p = u.var(p)
    memory = u.load(u.hidden(op))
    fired = f"{p} and not {memory}" if op.name == "OTEP" else f"{memory} and not {p}"
    u.store(ref, (fired, "BOOL"))
    u.put(f"{memory} = {p}")
    return p


def ons(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    storage = u.ref(u.need(op, u.bind(op, given), "Storage"))
    p = u.var(p)
    out = u.var(u.both(p, f"not {u.load(storage)}"))
    u.store(storage, (p, "BOOL"))
    return out


def one_shot(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    bound = u.bind(op, given)
    storage, output = (u.ref(u.need(op, bound, name)) for name in ("Storage", "Output"))
    p = u.var(p)
    rising = op.name == "OSR"
    out = f"{p} and not {u.load(storage)}" if rising else f"{u.load(storage)} and not {p}"
    out = u.var(out)
    u.store(storage, (p, "BOOL"))
    u.store(output, (out, "BOOL"))
    return p


BITS = {
    "XIC": xic,
    "XIO": xio,
    "XICP": _edge,
    "XICN": _edge,
    "OTE": _coil,
    "OTN": _coil,
    "OTL": _latch,
    "OTU": _latch,
    "OTEP": _edge_coil,
    "OTEN": _edge_coil,
    "ONS": ons,
    "OSR": one_shot,
    "OSF": one_shot,
}
