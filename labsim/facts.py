"""What the safety rules ask of a machine just before an action, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from labsim.actions import DEAD_VOLTS, NO_READING
from labsim.charge import charged_by, touched
from labsim.forcing import FORCES, of_forces, of_override
from labsim.instruments.base import Measured, domain_of
from labsim.opening import OPENS, of_lines, shown_zero
from labsim.panels import of_panel
from labsim.resetting import refused
from labsim.shimming import MOVES
from labsim.stored import charge_at, found_empty, running
from labsim.zero import fallen, hazards, in_zone

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["facts", "settle"]

NAMES = ("live", "running", "over", "rush", "dead_function", "dead_reading")


def facts(bench: Workplace, event: Mapping[str, Any]) -> dict[str, Any]:
    """What the safety rules need to know just before an event."""
    do = event["do"]
    known: dict[str, Any] = {**dict.fromkeys(NAMES, False), "charges": {}, "touches": frozenset()}
    if do == "isolate":
        own = "speed" in bench.machine.component(event["tag"])._states  # a motor switch stops it
        known["running"] = running(bench) and not own
    if do == "measure":
        known["dead_function"] = bench.hands.functions()[event["function"]][1].dead
        known["live"] = any(bench.live(port) for port in event["ports"])
        known["over"] = bench.hands.over_rating(event)
        known["charges"] = {} if known["live"] else charged_by(bench, event)
    known |= at_shafts(bench, event)
    if do in OPENS:
        known |= of_lines(bench, event) or charge_at(bench, event.get("port") or event["what"])
    where = event.get("port") or event.get("what") or event.get("tag")
    if do in ("lift", "land", "repair", "discharge") and bench.lockout.charged:
        known["touches"] = touched(bench, where)
    if do in ("reach", *OPENS) and in_zone(bench.machine, str(where)):
        known["hurt"] = hazards(bench.sim)
    if do in FORCES:
        known |= of_forces(bench, event)
    if do in ("operate", "press", "release"):
        known |= _of_controls(bench, event)
    known["fell"] = fallen(bench.sim)
    return known


def _of_controls(bench: Workplace, event: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules need to know before a control, a door or a piece of tape is worked."""
    if event["do"] == "release":
        return of_panel(bench, event)
    pushed = {**of_override(bench, event), "refused": refused(bench, event)}
    return pushed | of_panel(bench, event)


def at_shafts(bench: Workplace, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return whether hands are at feet or hubs, and whether a motor could turn them there."""
    if event["do"] in MOVES:
        return {"live": bench.live(f"{event['tag']}:1")}
    ports = [bench.machine.port(p) for p in event["ports"]] if event["do"] == "measure" else []
    return {"shaft": any(domain_of(port) == "mechanical" for port in ports)}


def settle(
    bench: Workplace, event: Mapping[str, Any], known: dict[str, Any], measured: Measured | None
) -> None:
    """Add to the facts what came of an event; blank a reading that cannot be one."""
    known["fell"] = fallen(bench.sim) - known["fell"]
    if measured is None:
        return
    value = measured.value[0]
    known["zero"] = shown_zero(bench, event, value)
    if event["do"] != "measure":
        return
    known["rush"] = measured.rule if measured.short else ""
    if measured.unit == "V":
        dead = abs(value) < DEAD_VOLTS and not known["live"] and "jack" not in event
        known["dead_reading"] = bool(dead)
        known["empty"] = found_empty(bench, event["ports"], value)
    if known["dead_function"] and known["live"]:
        measured.show = lambda n: NO_READING
        measured.warnings = ["live circuit: no valid reading"]
        measured.value = measured.value * math.nan
