"""Actions: what each takes in minutes and euros, and when it can be done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.charge import discharging
from labsim.coaching import may_hint, may_suspect
from labsim.core.errors import LabsimError, unknown
from labsim.filing import may_file
from labsim.forcing import may_force, may_switch
from labsim.foresight import may_predict
from labsim.hands import INSTRUMENTS, isolators
from labsim.instruments.base import TAGGED
from labsim.instruments.fluid import FITTING
from labsim.instruments.logger import TRAP
from labsim.lookup import may_back_up, may_look_up
from labsim.opening import extra_minutes, may_fit
from labsim.panels import may_reach
from labsim.screws import may_turn
from labsim.shimming import MOVES, may_move
from labsim.stored import may_set
from labsim.zero import in_zone

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = [
    "ARGUMENTS", "DEAD_VOLTS", "MINUTES", "NO_READING", "REMAKE_MINUTES", "REMAKE_PRICE", "allow",
    "covers", "held", "plain", "price", "seconds",
]  # fmt: skip

# Minutes an action takes (assumed, by a trained hand with the tools at the machine). To enter a
# parameter: the whole set is read out and filed, before and after.
MINUTES = {
    "press": 0.1, "release": 0.05, "operate": 0.1, "tap": 0.2, "notify": 0.5,
    "isolate": 1.0, "lock": 1.0, "discharge": 1.0, "prove": 0.5, "try_out": 0.5, "restore": 1.0,
    "lift": 2.0, "land": 2.0, "mend": 3.0, "diagnose": 0.0, "sign_off": 2.0,
    "hint": 0.2, "warm": 2.0, "turn": 0.5, "set": 12.0, "arm": 0.5, "block": 1.0,
    "unblock": 1.0, "reach": 2.0, "fit": FITTING, "unfit": 8.0,
    "force": 1.0, "unforce": 0.5, "mode": 0.3, "file": 0.5,
    "backup": 3.0, "look_up": 0.5, "shim": 1.5, "shift": 1.5,
}  # fmt: skip
ARGUMENTS = {
    **dict.fromkeys(("press", "release", "tap", "warm", "look", "isolate", "lock"), ("tag",)),
    **dict.fromkeys(("discharge", "try_out", "restore", "block", "unblock", "reach"), ("tag",)),
    **dict.fromkeys(("notify", "prove"), ()), **dict.fromkeys(("lift", "land"), ("port",)),
    **dict.fromkeys(("fit", "unfit"), ("port", "function")),
    "operate": ("tag", "position"), "set": ("tag", "parameter", "value"),
    "turn": ("tag", "screw", "turns"),
    "repair": ("what",), "mend": ("what",),
    "diagnose": ("component", "title"), "sign_off": ("text",), "wait": (), "measure": (),
    "hint": (), "suspect": ("suspects", "confidence"), "predict": ("figures",),
    "arm": (), "force": ("point", "on"), "unforce": ("point",), "mode": ("tag", "to"),
    "file": ("tag", "text"), "backup": ("tag",), "look_up": ("point",),
    "shim": ("tag", "foot", "mm"), "shift": ("tag", "end", "mm"),
}  # fmt: skip
REMAKE_MINUTES, REMAKE_PRICE = 8.0, 2.0  # a connection made anew (assumed)
NO_READING = "----"  # what a display shows that cannot read
DEAD_VOLTS = 1.0  # a reading below this counts as dead in live-dead-live
LONGEST = 20_000  # characters of a report
DAY = 24 * 3600.0  # s, the longest wait


# what it takes ------------------------------------------------------------------------------
def seconds(bench: Workplace, event: Mapping[str, Any]) -> float:
    """Return how long an action takes, in s."""
    do = event["do"]
    if do == "wait":
        return round(event["dt"], 3)
    minutes = MINUTES.get(do, 0.0)
    if do == "look":
        minutes = bench.machine.component(event["tag"]).looking
    if do == "repair":
        what = event["what"]
        minutes = REMAKE_MINUTES if ":" in what else bench.machine.component(what).swap
    if do in ("set", "operate"):  # the part says where it takes other than as usual
        takes = bench.machine.component(event["tag"]).takes
        minutes = takes.get(event["parameter" if do == "set" else "position"], minutes)
    if do == "discharge":
        minutes = max(minutes, discharging(bench, event["tag"]))
    if do in ("measure", "arm"):
        shut = covers(event) - bench.open_covers
        access = [bench.machine.component(tag).values["access"] for tag in shut]
        name = event.get("function")
        minutes = bench.hands.functions()[name][1].minutes if name else minutes
        minutes += max(access, default=0.0)
    return round(60 * (minutes + extra_minutes(bench, event)), 3)


def held(bench: Workplace, function: str, span: float | None, jack: str | None) -> dict[str, Any]:
    """Return what of a meter's setting is worth recording: a range held, a jack not its own."""
    known = bench.hands.functions().get(function)
    own = jack is None or (known is not None and jack == known[1].jack)
    return ({} if span is None else {"range": span}) | ({} if own else {"jack": str(jack)})


def covers(event: Mapping[str, Any]) -> set[str]:
    """Return the tags of parts whose covers a measurement opens."""
    return {port.rpartition(":")[0] for port in event.get("ports", ())}


def price(bench: Workplace, event: Mapping[str, Any]) -> float | None:
    """Return what an action costs in euros, None if it costs nothing but time."""
    if event["do"] == "mend":
        return bench.hands.instrument(event["what"]).mending()
    if event["do"] != "repair":
        return None
    what = event["what"]
    return REMAKE_PRICE if ":" in what else bench.machine.component(what).price


# when it can be done ------------------------------------------------------------------------
def allow(bench: Workplace, event: Mapping[str, Any]) -> bool:
    """Raise LabsimError, with what can be done instead, when an action cannot be done now.

    Returns False when there is nothing to do: what is off is off already, what is on is on.
    """
    do, check = event["do"], _ALLOW.get(event["do"])
    if check is not None:
        check(bench, event)
        may_reach(bench, event)
    if do in ("isolate", "restore"):
        return (event["tag"] in bench.lockout.off) == (do == "restore")
    if do in ("block", "unblock"):
        return bool(bench.sim.states[event["tag"], "blocked"][0]) == (do == "unblock")
    return True


def _control(bench: Workplace, event: Mapping[str, Any]) -> None:
    tag = event["tag"]
    part = bench.machine.component(tag)
    if part.isolates:
        raise LabsimError(f"{tag} is a {part.title}: isolate({tag!r}) and restore({tag!r}) work it")
    if not part.positions:
        parts = bench.machine.components.items()
        names = ", ".join(t for t, p in parts if p.positions and not p.isolates) or "none"
        raise LabsimError(f"{tag} is a {part.title}, not a control; controls are {names}")
    if "position" in event and event["position"] not in part.positions:
        raise unknown(tag, "position", event["position"], part.positions)


def _isolator(bench: Workplace, event: Mapping[str, Any]) -> None:
    tag, do = event["tag"], event["do"]
    if not bench.machine.component(tag).isolates:
        names = ", ".join(isolators(bench.sim)) or "nothing"
        raise LabsimError(f"{tag} isolates nothing; what can be switched off and locked: {names}")
    if do == "lock" and tag not in bench.lockout.off:
        raise LabsimError(f"{tag} is on: isolate it before you lock it")


def _part(bench: Workplace, event: Mapping[str, Any]) -> None:
    bench.machine.component(event["tag"])


def _prop(bench: Workplace, event: Mapping[str, Any]) -> None:
    part, parts = bench.machine.component(event["tag"]), bench.machine.components.items()
    if not part.blocks:
        names = ", ".join(t for t, p in parts if p.blocks) or "nothing"
        raise LabsimError(f"{part.tag} is a {part.title}; what a prop goes under: {names}")


def _zone(bench: Workplace, event: Mapping[str, Any]) -> None:
    tag, machine = event["tag"], bench.machine
    machine.component(tag)
    if not in_zone(machine, tag):
        names = ", ".join(machine.numbered(t) for t in machine.zone) or "nothing"
        raise LabsimError(f"{tag} is outside the danger zone; in it: {names}")


def _conductor(bench: Workplace, event: Mapping[str, Any]) -> None:
    port, off = bench.machine.port(event["port"]), event["port"] in bench.lockout.off_leads
    if port.mark in port.component.hidden:
        raise LabsimError(f"{port.name} is inside the part: no screwdriver reaches it")
    if port.name not in bench.machine.wire_numbers:
        raise LabsimError(f"{port.name} has no conductor on it")
    if off == (event["do"] == "lift"):
        raise LabsimError(f"the conductor of {port.name} is {'off' if off else 'on'} already")


def _repair(bench: Workplace, event: Mapping[str, Any]) -> None:
    what = event["what"]
    if what in {kind.title for kind in INSTRUMENTS}:
        raise LabsimError(f"the {what} is no part of the machine: mend({what!r}) puts it right")
    if ":" in what:
        bench.machine.port(what)
    else:
        bench.machine.component(what)


def _mend(bench: Workplace, event: Mapping[str, Any]) -> None:
    if bench.hands.instrument(event["what"]).mending() is None:
        raise LabsimError(f"the {event['what']} is in order: nothing to mend")


def _measure(bench: Workplace, event: Mapping[str, Any]) -> None:
    name = event["function"]
    for ports in bench.hands.places(name, [event["ports"]]):
        bench.hands.meter(name).ready(ports)
    ranges = bench.hands.functions()[name][1].ranges
    if "range" in event and event["range"] not in ranges:
        raise unknown(name, "range", event["range"], [f"{top:g}" for top in ranges])
    jacks = bench.hands.functions()[name][0].jacks()
    if "jack" in event and event["jack"] not in jacks:
        raise unknown(name, "jack", event["jack"], jacks)


def _arm(bench: Workplace, event: Mapping[str, Any]) -> None:
    bench.hands.places(TRAP, [event["ports"]])


def _prove(bench: Workplace, event: Mapping[str, Any]) -> None:
    meter = bench.hands.instrument("multimeter")
    if meter.flag(TAGGED).all():
        raise LabsimError(f"the {meter.title} is tagged out: mend({meter.title!r}) gets another")


def _wait(bench: Workplace, event: Mapping[str, Any]) -> None:
    if not 0 <= event["dt"] <= DAY:  # NaN is refused here too
        raise LabsimError(f"wait {event['dt']} s: between 0 s and a day")


def _diagnose(bench: Workplace, event: Mapping[str, Any]) -> None:
    tag = bench.machine.component(event["component"]).tag
    titles = [fault.title for fault in bench.machine.faults if fault.component == tag]
    if event["title"] not in titles:
        raise unknown(tag, "fault", event["title"], titles)


def _sign_off(bench: Workplace, event: Mapping[str, Any]) -> None:
    if len(event["text"]) > LONGEST:
        raise LabsimError(f"a report has at most {LONGEST} characters")


_ALLOW = {
    **dict.fromkeys(("press", "release", "operate", "try_out"), _control),
    **dict.fromkeys(("isolate", "lock", "restore"), _isolator),
    **dict.fromkeys(("tap", "warm", "look", "discharge"), _part),
    **dict.fromkeys(("lift", "land"), _conductor),
    **dict.fromkeys(("block", "unblock"), _prop), "reach": _zone,
    "repair": _repair, "mend": _mend, "measure": _measure, "wait": _wait, "diagnose": _diagnose,
    "sign_off": _sign_off, "prove": _prove, "hint": may_hint, "suspect": may_suspect,
    "arm": _arm, "set": may_set, "turn": may_turn, "predict": may_predict,
    **dict.fromkeys(("fit", "unfit"), may_fit),
    **dict.fromkeys(("force", "unforce"), may_force), "mode": may_switch,
    "file": may_file, "backup": may_back_up, "look_up": may_look_up,
    **dict.fromkeys(MOVES, may_move),
}  # fmt: skip


# on record -----------------------------------------------------------------------------------
def plain(value: Any) -> Any:
    """Turn a reading into what JSON can hold; infinity is what a meter shows, OL."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    number = float(value)
    if math.isnan(number):
        return NO_READING
    return number if math.isfinite(number) else "OL"
