"""Timers, counters, latches and edge blocks to code, each by the memory it works on.

A TON, CTU, … behaves as IEC's in both dialects; a TIMER or COUNTER as Allen-Bradley's, or, in a
controller of the other dialect, with its own members and IEC's rules. In the usual case nothing is
called: what is to be done is in the lines themselves.
"""

from __future__ import annotations

from typing import Any

from labsim.plc.errors import ProgramError
from labsim.plc.instructions import find
from labsim.plc.program import Literal, Op, Path
from labsim.plc.running.memory import Ref
from labsim.plc.types import BOUNDS, Record

__all__ = ["BLOCKS"]

TOP = 2**31 - 1  # the end of a DINT: accumulators of timers stay there, counters go round


class Cells:
    """The memory of one block: code of its members."""

    def __init__(self, u: Any, op: Op, ref: Ref) -> None:
        if not isinstance(ref.type, Record) or ref.type.kind in ("structure", "block"):
            raise ProgramError(f"{ref.root} is a {ref.type.name}: no memory for {op.name}")
        self.type = ref.type
        self.base = u.var(ref.slot()) if ref.more else str(ref.at)
        self.fixed = not ref.more
        self.waits, self.name = False, op.name

    def __getitem__(self, member: str) -> str:
        if member.upper() not in self.type.members:
            raise ProgramError(f"a {self.type.name} has no {member}: no memory for {self.name}")
        offset = self.type.offset(member)
        return f"m[{int(self.base) + offset if self.fixed else f'{self.base}+{offset}'}]"

    def kind(self, member: str) -> str:
        return self.type.members[member.upper()][2].name


def block(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """A block with a memory: find it, then work it as its type does."""
    if not op.args or not isinstance(op.args[0], Path):
        raise ProgramError(f"{op.name} has no memory")
    cells = Cells(u, op, u.ref(op.args[0]))
    kind = cells.type.kind
    works = {"TIMER": _ab_timer, "COUNTER": _ab_counter}.get(kind)
    fits = ("TON", "TOF", "RTO") if kind == "TIMER" else ("CTU", "CTD")
    if works and op.name in fits:
        p = u.var(p)
        works(u, op, cells, p)
        return p if u.program.dialect == "ab" else cells["DN"]  # spelt in IEC, Q is what leaves
    if kind != op.name:
        raise ProgramError(f"{op.args[0].text or op.args[0].root} is a {kind}, not a {op.name}")
    return _iec(u, op, given, cells, p)


# Allen-Bradley ------------------------------------------------------------------------------------
def _settings(u: Any, op: Op, cells: Cells) -> None:
    for name, given in zip(("PRE", "ACC"), op.args[1:], strict=False):
        if not isinstance(given, Literal):
            u.put(f"{cells[name]} = {u.converted(u.value(given), 'DINT')}")


def _ab_timer(u: Any, op: Op, t: Cells, p: str) -> None:
    _settings(u, op, t)
    en, tt, dn, acc = t["EN"], t["TT"], t["DN"], t["ACC"]
    iec = u.dialect == "iec"
    if op.name == "TOF":
        u.put(f"if {p}:")
        u.put(f" if not {dn} or not {en} or {tt} or {acc}:")
        u.put(f"  {en} = {dn} = True; {tt} = False; {acc} = 0")
        u.put(f"elif not {dn}: {en} = {tt} = False")
        u.put("else:")
        _run_on(u, t, f"not {en}", "")
        u.put(f" {en} = False; {dn} = {tt} = {acc} < {t['PRE']}")
        u.put(f" if not {dn}: {acc} = {t['PRE']}") if iec else None
        return
    u.put(f"if {p}:")
    u.put(f" if {t['PRE']} < 0 or {acc} < 0: negative()") if not iec else None
    u.put(f" if {dn}: {en} = True; {tt} = False")
    u.put(" else:")
    _run_on(u, t, en, " ")
    u.put(f"  {en} = True; {dn} = {acc} >= {t['PRE']}; {tt} = not {dn}")
    u.put(f"  if {dn}: {acc} = {t['PRE']}") if iec else None
    if op.name == "TON":
        u.put(f"elif {en} or {acc} or {dn} or {tt}: {en} = {tt} = {dn} = False; {acc} = 0")
    else:
        u.put(f"elif {en} or {tt}: {en} = {tt} = False")


def _run_on(u: Any, t: Cells, runs: str, deep: str) -> None:
    """Add the time since the last look; the first look only starts the clock."""
    acc = t["ACC"]
    if not deep and u.dialect == "ab":  # TOF
        u.put(f" if {t['PRE']} < 0 or {acc} < 0: negative()")
    u.put(f"{deep} if {runs}:")
    u.put(f"{deep}  {acc} += now - {t['~last']}")
    u.put(f"{deep}  if {acc} > {TOP}: {acc} = {TOP}")
    u.put(f"{deep} {t['~last']} = now")


def _ab_counter(u: Any, op: Op, c: Cells, p: str) -> None:
    """Past the end it goes on at the other end, and says so in OV or UN."""
    _settings(u, op, c)
    up = op.name == "CTU"
    bit, acc, ov, un = (c[name] for name in ("CU" if up else "CD", "ACC", "OV", "UN"))
    if u.dialect == "iec":
        _iec_counter(u, c, p, bit, up)
        return
    past, other = (f"> {TOP}", -TOP - 1) if up else (f"< {-TOP - 1}", TOP)
    said, taken = (ov, un) if up else (un, ov)
    u.put(f"if {p}:")
    u.put(f" if not {bit}:")
    u.put(f"  {bit} = True; {acc} {'+' if up else '-'}= 1")
    u.put(f"  if {acc} {past}: {acc} = {other}; {said} = {said} or not {taken}; {taken} = False")
    u.put(f" {c['DN']} = {acc} >= {c['PRE']}")
    u.put(f"else: {bit} = False")


def _iec_counter(u: Any, c: Cells, p: str, bit: str, up: bool) -> None:
    """A COUNTER by IEC's rules: it stays at the end, and is done or not in every scan."""
    low, high = (0, c["PRE"]) if u.matiec else (-TOP - 1, TOP)
    acc = c["ACC"]
    room = f"{acc} < {high}" if up else f"{acc} > {low}"
    u.put(f"if {p} and not {bit} and {room}: {acc} {'+' if up else '-'}= 1")
    u.put(f"{bit} = {p}; {c['DN']} = {acc} >= {c['PRE']}")


def reset(u: Any, op: Op, given: dict, p: str, want: bool) -> str:
    """RES: accumulator (or position) and every status bit; the preset stays."""
    ref = u.ref(u.need(op, u.bind(op, given), "Structure"))
    cells = Cells(u, op, ref)
    p = u.var(p)
    kinds = {name: part[2].name for name, part in cells.type.members.items() if name[0] != "~"}
    bits = " = ".join(cells[name] for name, kind in kinds.items() if kind == "BOOL")
    count = cells["POS"] if "POS" in kinds else cells["ACC"]
    with u.when(p):
        u.put(f"{bits} = False; {count} = 0")
    return p


# IEC ----------------------------------------------------------------------------------------------
def _iec(u: Any, op: Op, given: dict, c: Cells, p: str) -> str:
    form = find(op.name, "iec").form("iec")
    enter, leave = op.enter.upper() or form.enter, op.leave.upper() or form.leave
    p = u.var(p)
    bound = u.bind(op, given)
    if enter != "EN":
        u.fed(op, bound, enter, p)
    gate = p if enter == "EN" else u.var(u.bit(bound["EN"])) if "EN" in bound else "True"
    with u.when(gate):
        for one in form.pins:
            if one.name in bound and one.name not in _OWN.get(op.name, ()):
                value = u.converted(u.value(bound[one.name]), c.kind(one.name))
                u.put(f"{c[one.name]} = {value}")
        time = bound.get("PT")  # one that is sure not to be over in the scan it begins in
        c.waits = isinstance(time, Literal) and u.value(time)[0].isdigit() and time.value > 0
        level = u.bit(bound[form.enter]) if form.enter in bound else c[form.enter]
        _WORK[op.name](u, c, level)
        for one in form.outs:
            if isinstance(bound.get(one.name), Path):
                u.store(u.ref(bound[one.name]), (c[one.name], c.kind(one.name)))
    if "ENO" in bound:
        u.store(u.ref(bound["ENO"]), (gate, "BOOL"))
    if leave == "ENO":
        return gate
    return c[leave]  # without EN it keeps what it had, and so does what hangs on it


def _ton(u: Any, c: Cells, p: str) -> None:
    p = u.var(p)
    state, q = c["~state"], c["Q"]
    u.put(f"{c['IN']} = {p}")
    u.put(f"if {p}:")
    begins = "" if u.matiec or not c.waits else f"; {c['ET']} = 0; {q} = False"
    u.put(f" if not {state}: {state} = 1; {c['~start']} = now{begins}")
    _elapse(u, c, " el" if u.matiec or c.waits else " ", f"{q} = True", f"{q} = False")
    u.put(f"elif {state} or {q}:")
    u.put(f" {state} = {c['ET']} = 0; {q} = False")


def _elapse(u: Any, c: Cells, lead: str, over: str, yet: str) -> None:
    """Look at the clock while it times; matiec does so from the next call on ("elif")."""
    state, et, pt, deep = c["~state"], c["ET"], c["PT"], lead.replace("el", "")
    u.put(f"{lead}if {state} == 1:")
    u.put(f"{deep} {et} = now - {c['~start']}")
    u.put(f"{deep} if {et} >= {pt}: {state} = 2; {et} = {pt}{over and f'; {over}'}")
    if yet:
        u.put(f"{deep} else: {yet}")


def _tof(u: Any, c: Cells, p: str) -> None:
    p = u.var(p)
    state, q = c["~state"], c["Q"]
    u.put(f"if {p}: {c['IN']} = {q} = True; {state} = {c['ET']} = 0")
    u.put("else:")
    begins = "" if u.matiec or not c.waits else f"; {c['ET']} = 0"
    u.put(f" if {c['IN']}: {c['IN']} = False; {state} = 1; {c['~start']} = now{begins}")
    _elapse(u, c, " el" if u.matiec or c.waits else " ", "", "")
    u.put(f" {q} = {state} == 1")


def _tp(u: Any, c: Cells, p: str) -> None:
    p = u.var(p)
    state = c["~state"]
    u.put(f"if {p} and not {c['IN']} and not {state}: {state} = 1; {c['~start']} = now")
    _elapse(u, c, "el" if u.matiec else "", "", "")
    u.put(f"{c['IN']} = {p}; {c['Q']} = {state} == 1")
    u.put(f"if {state} == 2 and not {p}: {state} = {c['ET']} = 0")


def _limits(u: Any, c: Cells) -> tuple[str, str]:
    low, high = BOUNDS[c.kind("CV")]
    return ("0", c["PV"]) if u.matiec else (str(low), str(high))


def _ctu(u: Any, c: Cells, p: str) -> None:
    u.put(f"if {c['R']}: {c['CV']} = 0")
    u.put(f"elif {c['CU']} and not {c['~up']} and {c['CV']} < {_limits(u, c)[1]}: {c['CV']} += 1")
    u.put(f"{c['~up']} = {c['CU']}")
    u.put(f"{c['Q']} = {c['CV']} >= {c['PV']}")


def _ctd(u: Any, c: Cells, p: str) -> None:
    low = _limits(u, c)[0]
    u.put(f"if {c['LD']}: {c['CV']} = {c['PV']}")
    u.put(f"elif {c['CD']} and not {c['~down']} and {c['CV']} > {low}: {c['CV']} -= 1")
    u.put(f"{c['~down']} = {c['CD']}")
    u.put(f"{c['Q']} = {c['CV']} <= 0")


def _ctud(u: Any, c: Cells, p: str) -> None:
    """Reset goes before load; both edges in one scan count nothing."""
    low, high = _limits(u, c)
    up, down = u.temp(), u.temp()
    u.put(f"{up} = {c['CU']} and not {c['~up']}; {down} = {c['CD']} and not {c['~down']}")
    u.put(f"{c['~up']} = {c['CU']}; {c['~down']} = {c['CD']}")
    u.put(f"if {c['R']}: {c['CV']} = 0")
    u.put(f"elif {c['LD']}: {c['CV']} = {c['PV']}")
    u.put(f"elif {up} and not {down} and {c['CV']} < {high}: {c['CV']} += 1")
    u.put(f"elif {down} and not {up} and {c['CV']} > {low}: {c['CV']} -= 1")
    u.put(f"{c['QU']} = {c['CV']} >= {c['PV']}; {c['QD']} = {c['CV']} <= 0")


def _trig(u: Any, c: Cells, p: str) -> None:
    u.put(f"{c['Q']} = {c['CLK']} and not {c['~last']}; {c['~last']} = {c['CLK']}")


def _fall(u: Any, c: Cells, p: str) -> None:
    u.put(f"{c['Q']} = not {c['CLK']} and {c['~last']}; {c['~last']} = {c['CLK']}")


def _sr(u: Any, c: Cells, p: str) -> None:
    u.put(f"{c['Q1']} = {c['S1']} or not {c['R']} and {c['Q1']}")


def _rs(u: Any, c: Cells, p: str) -> None:
    u.put(f"{c['Q1']} = not {c['R1']} and ({c['S']} or {c['Q1']})")


_WORK = {
    "TON": _ton,
    "TOF": _tof,
    "TP": _tp,
    "CTU": _ctu,
    "CTD": _ctd,
    "CTUD": _ctud,
    "R_TRIG": _trig,
    "F_TRIG": _fall,
    "SR": _sr,
    "RS": _rs,
}
_OWN = dict.fromkeys(("TON", "TOF", "TP"), ("IN",))  # pins the function itself writes
BLOCKS = dict.fromkeys((*_WORK, "RTO"), block) | {"RES": reset}
