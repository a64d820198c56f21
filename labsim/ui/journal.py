"""The journal: each line of the record in trade words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from labsim.core.machine import Machine
from labsim.hands import INSTRUMENTS

__all__ = ["after_words", "against", "domain", "fluid_ports", "injury", "row"]

FUNCTIONS = {name: (kind, f) for kind in INSTRUMENTS for name, f in kind.functions.items()}

WORDS = {
    "press": "Press {tag}",
    "release": "Release {tag}",
    "operate": "Put {tag} to {position}",
    "tap": "Knock on {tag}",
    "warm": "Heat gun on {tag}",
    "look": "Look at {tag}",
    "notify": "Tell the people concerned",
    "isolate": "Switch {tag} off",
    "lock": "Lock and tag {tag}",
    "discharge": "Discharge {tag}",
    "block": "Put the prop under {tag}",
    "unblock": "Take the prop out from under {tag}",
    "reach": "Reach in to {tag}",
    "prove": "Prove the meter",
    "try_out": "Try to start with {tag}",
    "mend": "Put the {what} right",
    "restore": "Take the lock off {tag}, switch on",
    "lift": "Take the conductor off {port}",
    "land": "Put the conductor back on {port}",
    "diagnose": "Diagnosis: {component}, {title}",
    "sign_off": "Signed off",
    "look_up": "Look up {point}",
    "backup": "Back up the program of {tag}",
    "hint": "Hint {step}, {points:g} points",
}
FITTED = {"L/min": "flow meter", "mL/min": "measuring jug", "bar": "gauge"}
FLUID = {
    "lift": "Break the line at {port}, plug both ends",
    "land": "Connect the line at {port} again",
}


def fluid_ports(machine: Machine) -> frozenset[str]:
    """Return the names of the ports at which there is a line, not a wire."""
    return frozenset(p.name for p in machine.reachable() if domain(p.component) == "fluid")


def domain(part: Any) -> str:
    """Return what a part belongs to: "fluid", "electrical"."""
    return getattr(part.network, "domain", "electrical")


def row(event: dict[str, Any], fluid: Collection[str] = ()) -> dict[str, Any]:
    """Return one line of the journal: number, minute, what was done, what it told.

    `fluid` names the ports at which there is a line, not a wire.
    """
    return {
        "n": event["n"],
        "t": round(float(event.get("t", 0.0)), 2),
        "do": event["do"],
        "what": _what(event, fluid),
        "told": event.get("text", "") if event["do"] in ("measure", "look") else after_words(event),
        "warn": "; ".join([*event.get("warnings", ()), *injury(event)]),
    }


def injury(event: dict[str, Any]) -> list[str]:
    """Say what injured the hands that went in, if anything did."""
    hurt = event.get("hurt", ())
    return [f"Injury: hands in the danger zone, and {', '.join(hurt)}"] if hurt else []


def _what(event: dict[str, Any], fluid: Collection[str]) -> str:
    do = event["do"]
    if do == "measure":
        ports = [*event["ports"], against(event["function"], event["ports"])]
        return f"{event['function']}  {' → '.join(filter(None, ports))}".strip()
    if do in TOLD:
        return TOLD[do](event)
    table = FLUID if event.get("port") in fluid and do in FLUID else WORDS
    return table.get(do, do).format_map(event)


def against(function: str, ports: list[str]) -> str:
    """Return what one place is read against where a function takes two: earth, the tacho."""
    kind, f = FUNCTIONS.get(function, (None, None))
    if f is None or len(ports) != 1 or 2 not in f.leads:
        return ""
    return kind.ends[-1] if kind.ends else "earth"


def _turned(event: dict[str, Any]) -> str:
    """Say how far a screw was turned, and which way."""
    turns = abs(event["turns"])
    unit = "turn" if turns <= 1 else "turns"
    way = "in" if event["turns"] >= 0 else "out"
    return f"Turn the {event['screw']} screw of {event['tag']} {way}, {turns:g} {unit}"


def _repaired(event: dict[str, Any]) -> str:
    verb = "Make the connection anew at" if ":" in event["what"] else "Fit a new"
    return f"{verb} {event['what']}"


def _expected(event: dict[str, Any]) -> str:
    return "Expected: " + "; ".join(f"{what} {v:g}" for what, v in event["figures"].items())


TOLD: dict[str, Callable[[dict[str, Any]], str]] = {
    "fit": lambda e: f"Open the line at {e['port']}, put the {FITTED.get(e['function'])} in",
    "unfit": lambda e: f"Take the {FITTED.get(e['function'])} out of the line at {e['port']}",
    "arm": lambda e: f"Set the trap on {' and '.join(e['ports'])}",
    "set": lambda e: f"Set {e['tag']} {e['parameter']} to {e['value']:g}",
    "turn": _turned,
    "shim": lambda e: f"Shims under foot {e['foot']} of {e['tag']}: {e['mm']:+g} mm",
    "shift": lambda e: f"Shift the {e['end']} end of {e['tag']} by {e['mm']:+g} mm to the right",
    "force": lambda e: f"Force {e['point']} {'on' if e['on'] else 'off'}",
    "unforce": lambda e: f"Take the force out of {e['point']}",
    "mode": lambda e: f"Put {e['tag']} into {e['to']} mode",
    "repair": _repaired,
    "predict": _expected,
    "file": lambda e: f"Put {len(e['text'].splitlines())} lines on file for {e['tag']}",
    "suspect": lambda e: f"Suspects noted: {', '.join(e['suspects'])}",
    "wait": lambda e: f"Wait {e.get('dt', 0):g} s",
    "open": lambda e: "Work order taken",
}


def after_words(event: dict[str, Any]) -> str:
    """Say what eye and ear noticed of an event: "K1 pulled in, M1 turns", oil on the floor."""
    told = [f"{tag} {text}" for tag, text in event.get("seen", {}).items()]
    litres = event.get("litres")
    return ", ".join([*told, f"{litres:g} L of oil ran out"] if litres else told)
