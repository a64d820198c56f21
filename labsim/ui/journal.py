"""The journal: each line of the record in trade words."""

from __future__ import annotations

from typing import Any

__all__ = ["after_words", "injury", "row"]

ONE_PLACE = ("A", "A swing", "°C")  # read at one terminal, against nothing
WORDS = {
    "press": "Press {tag}",
    "release": "Release {tag}",
    "operate": "Put {tag} to {position}",
    "wait": "Wait",
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
    "hint": "Hint {step}, {points:g} points",
}


def row(event: dict[str, Any]) -> dict[str, Any]:
    """Return one line of the journal: number, minute, what was done, what it told."""
    return {
        "n": event["n"],
        "t": round(float(event.get("t", 0.0)), 2),
        "do": event["do"],
        "what": _what(event),
        "told": event.get("text", "") if event["do"] in ("measure", "look") else after_words(event),
        "warn": "; ".join([*event.get("warnings", ()), *injury(event)]),
    }


def injury(event: dict[str, Any]) -> list[str]:
    """Say what injured the hands that went in, if anything did."""
    hurt = event.get("hurt", ())
    return [f"Injury: hands in the danger zone, and {', '.join(hurt)}"] if hurt else []


def _what(event: dict[str, Any]) -> str:
    do = event["do"]
    if do == "measure":
        ports = event["ports"]
        where = " → ".join(ports) + (_one_lead(event) if len(ports) == 1 else "")
        return f"{event['function']}  {where}".strip()
    if do == "arm":
        return f"Set the trap on {' and '.join(event['ports'])}"
    if do == "set":
        return f"Set {event['tag']} {event['parameter']} to {event['value']:g}"
    if do == "repair":
        verb = "Make the connection anew at" if ":" in event["what"] else "Fit a new"
        return f"{verb} {event['what']}"
    if do == "suspect":
        return f"Suspects noted: {', '.join(event['suspects'])}"
    if do == "predict":
        n = len(event["figures"])
        return f"Predicted: {n} {'figure' if n == 1 else 'figures'}"
    if do == "wait":
        return f"Wait {event.get('dt', 0):g} s"
    if do == "open":
        return "Work order taken"
    return WORDS.get(do, do).format_map(event)


def _one_lead(event: dict[str, Any]) -> str:
    return "" if event["function"] in ONE_PLACE else " → earth"


def after_words(event: dict[str, Any]) -> str:
    """Say what eye and ear noticed of an event: "K1 pulled in, M1 turns"."""
    return ", ".join(f"{tag} {text}" for tag, text in event.get("seen", {}).items())
