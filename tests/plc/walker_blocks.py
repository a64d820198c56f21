"""Timers, counters, edges and bistables of the walking reference, one small function each.

Allen-Bradley after the execution tables of 1756-RM003N (pages in the docstrings), IEC after the
bodies and timing diagrams of IEC 61131-3 (ed. 2, 2.5.2.3) as notes of practice settle them.
Each AB function gets (structure, rung in, now); each IEC one (instance, now, matiec's manner).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.plc.walker_memory import Fault, Group, wrap

__all__ = ["AB", "AB_PRESCAN", "IEC", "falls", "rises"]

TOP, BOTTOM = 2**31 - 1, -(2**31)


def get(g: Group, name: str) -> Any:
    return g.members[name].get()


def put(g: Group, **values: Any) -> None:
    for name, value in values.items():
        if name in g.members:
            g.members[name].set(value)


# Allen-Bradley ------------------------------------------------------------------------------------
def run_on(t: Group, now: int) -> None:
    """Add the time since the last look; at the top it stays."""
    total = get(t, "ACC") + now - t.hidden.get("last", 0)
    put(t, ACC=min(total, TOP))
    t.hidden["last"] = now


def check_preset(t: Group) -> None:
    if get(t, "PRE") < 0 or get(t, "ACC") < 0:
        raise Fault("4:34")


def ton(t: Group, rung: bool, now: int) -> None:
    """On delay, p. 118: the first true scan only starts the clock; done holds until false."""
    if not rung:
        put(t, EN=0, TT=0, DN=0, ACC=0)
        return
    rto_true(t, now)


def rto_true(t: Group, now: int) -> None:
    check_preset(t)
    if get(t, "DN"):
        put(t, EN=1, TT=0)
        return
    if get(t, "EN"):
        run_on(t, now)
    t.hidden["last"] = now
    done = get(t, "ACC") >= get(t, "PRE")
    put(t, EN=1, TT=not done, DN=done)


def rto(t: Group, rung: bool, now: int) -> None:
    """Retentive on delay, p. 127: false keeps time and done."""
    if rung:
        rto_true(t, now)
    else:
        put(t, EN=0, TT=0)


def tof(t: Group, rung: bool, now: int) -> None:
    """Off delay, p. 122: true holds it at rest, the first false scan starts the clock."""
    if rung:
        put(t, EN=1, TT=0, DN=1, ACC=0)
        return
    if not get(t, "DN"):
        put(t, EN=0, TT=0)
        return
    check_preset(t)
    if not get(t, "EN"):
        run_on(t, now)
    t.hidden["last"] = now
    done = get(t, "ACC") >= get(t, "PRE")
    put(t, EN=0, TT=not done, DN=not done)


def ctu(c: Group, rung: bool, now: int) -> None:
    """Count up, p. 143: past the top it goes on at the bottom and says so in OV."""
    if rung and not get(c, "CU"):
        total = get(c, "ACC") + 1
        if total > TOP:
            put(c, UN=0) if get(c, "UN") else put(c, OV=1)
        put(c, ACC=wrap(total, 32, True))
    put(c, CU=rung)
    ab_done(c, rung)


def ctd(c: Group, rung: bool, now: int) -> None:
    """Count down, p. 147."""
    if rung and not get(c, "CD"):
        total = get(c, "ACC") - 1
        if total < BOTTOM:
            put(c, OV=0) if get(c, "OV") else put(c, UN=1)
        put(c, ACC=wrap(total, 32, True))
    put(c, CD=rung)
    ab_done(c, rung)


def ab_done(c: Group, rung: bool) -> None:
    if rung:
        put(c, DN=get(c, "ACC") >= get(c, "PRE"))


def res(t: Group, rung: bool, now: int) -> None:
    """Reset, p. 153: accumulator (or position) and every status bit; the preset stays."""
    if rung:
        for name, member in t.members.items():
            if name not in ("PRE", "LEN"):
                member.set(0)


AB: dict[str, Callable[[Group, bool, int], None]] = {
    "TON": ton, "TOF": tof, "RTO": rto, "CTU": ctu, "CTD": ctd, "RES": res,
}  # fmt: skip


def tof_prescan(t: Group) -> None:
    put(t, EN=0, TT=0, DN=0, ACC=get(t, "PRE"))


AB_PRESCAN: dict[str, Callable[[Group], None]] = {
    "TON": lambda t: put(t, EN=0, TT=0, DN=0, ACC=0),
    "TOF": tof_prescan,
    "RTO": lambda t: put(t, EN=0, TT=0, DN=0),
    "CTU": lambda c: put(c, CU=1),
    "CTD": lambda c: put(c, CD=1),
    "RES": lambda t: None,
}


# IEC 61131-3 --------------------------------------------------------------------------------------
def rises(memory: dict[str, Any], key: str, level: bool) -> bool:
    """R_TRIG: the memory begins false, so a level that is there at the first look fires."""
    before, memory[key] = memory.get(key, False), level
    return level and not before


def falls(memory: dict[str, Any], key: str, level: bool, matiec: bool) -> bool:
    """F_TRIG: nothing on the first look (61131-8), but matiec's body fires there."""
    before, memory[key] = memory.get(key, matiec), level
    return before and not level


def iec_ton(b: Group, now: int, matiec: bool) -> None:
    """On delay: Q at elapsed ≥ PT, ET no further than PT."""
    h = b.hidden
    start = rises(h, "in", get(b, "IN"))
    if not get(b, "IN"):
        h["state"] = "rest"
        put(b, Q=0, ET=0)
        return
    if start:
        h["state"], h["start"] = "timing", now
        if matiec:  # its body looks at the clock from the next call on
            return
    if h["state"] == "timing":
        clock(b, now)
    put(b, Q=h["state"] == "over")


def clock(b: Group, now: int) -> None:
    elapsed = now - b.hidden["start"]
    if elapsed >= get(b, "PT"):
        b.hidden["state"] = "over"
    put(b, ET=min(elapsed, get(b, "PT")))


def iec_tof(b: Group, now: int, matiec: bool) -> None:
    """Off delay."""
    h = b.hidden
    level = get(b, "IN")
    was, h["in"] = h.get("in", False), level
    if level:
        h["state"] = "rest"
        put(b, ET=0)
    elif was:
        h["state"], h["start"] = "timing", now
    if h.get("state") == "timing" and not (was and matiec):
        clock(b, now)
    put(b, Q=level or h.get("state") == "timing")


def iec_tp(b: Group, now: int, matiec: bool) -> None:
    """Pulse: once begun it is PT long whatever IN does."""
    h = b.hidden
    start = rises(h, "in", get(b, "IN"))
    began = start and h.get("state", "rest") == "rest"
    if began:
        h["state"], h["start"] = "timing", now
    if h.get("state") == "timing" and not (began and matiec):
        clock(b, now)
    put(b, Q=h.get("state") == "timing")
    if h.get("state") == "over" and not get(b, "IN"):
        h["state"] = "rest"
        put(b, ET=0)


def limits(b: Group) -> tuple[int, int]:
    kind = b.members["CV"].type
    bits = {"SINT": 8, "INT": 16, "DINT": 32, "LINT": 64}.get(kind)
    if bits is None:
        return 0, 2 ** {"USINT": 8, "UINT": 16, "UDINT": 32, "ULINT": 64}[kind] - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def iec_ctu(b: Group, now: int, matiec: bool) -> None:
    """Count up: to the type's end; matiec stops at PV."""
    edge = rises(b.hidden, "CU", get(b, "CU"))
    if get(b, "R"):
        put(b, CV=0)
    elif edge and get(b, "CV") < (get(b, "PV") if matiec else limits(b)[1]):
        put(b, CV=get(b, "CV") + 1)
    put(b, Q=get(b, "CV") >= get(b, "PV"))


def iec_ctd(b: Group, now: int, matiec: bool) -> None:
    """Count down: to the type's end; matiec stops at 0."""
    edge = rises(b.hidden, "CD", get(b, "CD"))
    if get(b, "LD"):
        put(b, CV=get(b, "PV"))
    elif edge and get(b, "CV") > (0 if matiec else limits(b)[0]):
        put(b, CV=get(b, "CV") - 1)
    put(b, Q=get(b, "CV") <= 0)


def iec_ctud(b: Group, now: int, matiec: bool) -> None:
    """Up and down: reset before load, and both edges in one scan count nothing."""
    up, down = (rises(b.hidden, pin, get(b, pin)) for pin in ("CU", "CD"))
    low, high = (0, get(b, "PV")) if matiec else limits(b)
    count = get(b, "CV")
    if get(b, "R"):
        count = 0
    elif get(b, "LD"):
        count = get(b, "PV")
    elif up and not down and count < high:
        count += 1
    elif down and not up and count > low:
        count -= 1
    put(b, CV=count, QU=count >= get(b, "PV"), QD=count <= 0)


def sr(b: Group, now: int, matiec: bool) -> None:
    """Set dominant."""
    put(b, Q1=get(b, "S1") or (not get(b, "R") and get(b, "Q1")))


def rs(b: Group, now: int, matiec: bool) -> None:
    """Reset dominant."""
    put(b, Q1=not get(b, "R1") and (get(b, "S") or get(b, "Q1")))


def r_trig(b: Group, now: int, matiec: bool) -> None:
    put(b, Q=rises(b.hidden, "clk", get(b, "CLK")))


def f_trig(b: Group, now: int, matiec: bool) -> None:
    put(b, Q=falls(b.hidden, "clk", get(b, "CLK"), matiec))


IEC: dict[str, Callable[[Group, int, bool], None]] = {
    "TON": iec_ton, "TOF": iec_tof, "TP": iec_tp, "CTU": iec_ctu, "CTD": iec_ctd,
    "CTUD": iec_ctud, "SR": sr, "RS": rs, "R_TRIG": r_trig, "F_TRIG": f_trig,
}  # fmt: skip
