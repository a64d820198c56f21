"""Lockout as a procedure: what must come before what, and what is broken when it does not.

Order after OSHA 1910.147(d) and 1910.333(b): notify, stop, isolate, lock, release stored energy,
prove the meter, test for absence of voltage, prove the meter again; reverse to restore.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["RULES", "Lockout", "Rule"]


@dataclass(frozen=True)
class Rule:
    """A rule: what it demands, the part of the safety mark it costs, whether it caps the lab."""

    text: str
    weight: float
    critical: bool = False


RULES = {
    "work-live": Rule("Hands on a part that can be fed. Isolate, lock, prove it dead.", 1, True),
    "ohms-live": Rule("Ohms or insulation test on a part that can still be fed.", 0.6),
    "not-waited": Rule("Hands on a charged capacitor. Wait, then measure it.", 1, True),
    "not-measured": Rule("Work at a capacitor not measured dead. A label is no proof.", 0.4),
    "line-pressurised": Rule(
        "A line opened under pressure, under a raised load or on a charged accumulator: a jet of "
        "oil goes through skin, a load comes down (OSHA 1910.147(d)(5), ISO 4413, ISO 4414). Lower "
        "or prop the load, let the pressure off, read zero.",
        1,
        True,
    ),
    "not-zeroed": Rule(
        "A line opened without having seen zero on a gauge there. A closed valve is no proof.", 0.4
    ),
    "over-range": Rule("A pressure above the range of the gauge: the needle is bent.", 0.3),
    "amps-short": Rule("An ammeter across a source, or where its jack cannot carry: a short.", 0.6),
    "clip-live": Rule("The clip of a probe is earth: on a live conductor it is a short.", 0.6),
    "over-cat": Rule("Voltage above the meter's category rating.", 1, True),
    "not-locked": Rule("Work behind an isolator that is off but not locked.", 0.5),
    "not-proved": Rule("Work without live-dead-live proof: prove, test, prove again.", 0.5),
    "not-discharged": Rule(
        "Hands on a winding or cable that an insulation test left charged. Discharge it first, "
        "four times as long as the test lasted.",
        0.6,
    ),
    "not-told": Rule("Isolated without telling the people concerned.", 0.15),
    "under-load": Rule("Isolator opened on a running machine. Stop it first.", 0.25),
    "lead-off": Rule("Energy restored with a conductor off its terminal.", 0.5),
    "injury": Rule("Hands in the danger zone while a source was not at zero.", 1, True),
    "fell": Rule("A load came down: put the prop in before you let off what holds it.", 0.5),
    "force-untold": Rule(
        "A point forced on a machine that can move, without telling the people concerned.", 0.5
    ),
    "force-open": Rule(
        "A point forced while the danger zone was open: what hangs on it moves at once.", 1, True
    ),
    "force-interlock": Rule(
        "A point of an interlock forced on: the machine goes past what protects people or itself. "
        "Find what holds it, and put that right.",
        1,
        True,
    ),
    "override-open": Rule(
        "A valve's manual override pushed with the danger zone open: it goes past every interlock.",
        1,
        True,
    ),
    "override-untold": Rule(
        "A valve's manual override pushed on a running machine, without telling the people.", 0.5
    ),
    "force-left": Rule("Signed off with a force of your own still in. Take it out.", 1, True),
    "reset-again": Rule(
        "A safety reset that had been refused was tried again with nothing repaired in between. "
        "Find why it refuses, remove the cause, then reset (ISO 13849-1, 5.2.2).",
        1,
    ),
    "arc-flash": Rule(
        "A door opened on parts that can be fed, without the arc-rated suit its label asks for "
        "(NFPA 70E 130.5 and 130.7: check the current edition).",
        1,
        True,
    ),
    "exposed-untold": Rule("A door opened on live parts without telling the people.", 0.15),
    "not-told-back": Rule("Energy restored without telling the people concerned.", 0.1),
}

RIGHTS = ("repair", "set", "land", "unforce")  # after these a cause may be gone


@dataclass
class Lockout:
    """Where the procedure stands; `note` takes every event and returns the rules it breaks."""

    told: bool = False
    told_back: bool = False
    off: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    proof: str = ""  # "", "proved", "tested", "dead"
    empty: bool = False  # capacitors measured without charge since the power is off
    zeroed: set[str] = field(default_factory=set)  # ports where a gauge was seen at zero since
    off_leads: set[str] = field(default_factory=set)
    forced: set[str] = field(default_factory=set)  # points forced by hand since the work began
    refused: int = 0  # resets a safety relay has refused since anything was put right
    charged: dict[str, float] = field(default_factory=dict)  # tag: minutes the test lasted

    def note(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        """Take an event; facts: see labsim.facts."""
        act = getattr(self, f"_{event['do']}", None)
        broken = act(event, facts) if act else []
        self.refused = 0 if event["do"] in RIGHTS else self.refused
        return [*broken, "fell"] if facts.get("fell") else broken

    def _notify(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.told = True
        self.told_back = bool(self.off)
        return []

    def _isolate(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        broken = [] if self.told else ["not-told"]
        self.off.add(event["tag"])
        self.proof, self.told_back, self.empty = "", False, False
        self.zeroed.clear()
        return broken + (["under-load"] if facts["running"] else [])

    def _force(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.forced.add(event["point"])
        broken = ["force-untold"] if facts["moves"] and not self.told else []
        broken += ["force-interlock"] if facts["past"] else []
        return broken + (["force-open"] if facts["moves"] and facts["open"] else [])

    def _operate(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.refused += bool(facts.get("refused"))
        broken = ["override-untold"] if facts.get("pushed") and not self.told else []
        broken += ["override-open"] if facts.get("pushed") and facts["open"] else []
        broken += self._before_a_panel(event, facts)
        return broken + (["reset-again"] if facts.get("refused") and self.refused > 1 else [])

    _press = _operate

    def _release(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        return self._before_a_panel(event, facts)

    def _before_a_panel(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        """What an opened door or a hand with tape breaks."""
        broken = self._repair(event, facts) if facts.get("hands") else []
        if facts.get("exposed"):
            broken += [] if facts["dressed"] else ["arc-flash"]
            broken += [] if self.told else ["exposed-untold"]
        return broken

    def _unforce(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.forced.discard(event["point"])
        return []

    def _sign_off(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        return ["force-left"] if self.forced else []

    def _lock(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.locked.add(event["tag"])
        return []

    def _prove(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.proof = "dead" if self.proof in ("tested", "dead") else "proved"
        return []

    def _measure(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        broken = []
        if facts["over"]:
            broken.append("over-cat")
        if facts["dead_function"]:
            if facts["live"]:
                broken.append("work-live" if facts.get("shaft") else "ohms-live")
            elif self.off:
                broken += self._protected()
        if facts["rush"]:
            broken.append(facts["rush"])
        for tag, minutes in facts.get("charges", {}).items():
            self.charged[tag] = max(minutes, self.charged.get(tag, 0.0))
        self.empty |= facts.get("empty", False) and bool(self.off)
        self._look(event, facts)
        if facts["dead_reading"] and self.proof == "proved":
            self.proof = "tested"
        return broken

    def _look(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.zeroed |= facts.get("zero", set()) if self.off else set()
        return []

    def _opened(self, facts: dict[str, Any]) -> list[str]:
        """What a line that is opened breaks: its pressure first, then how it was made safe."""
        broken = ["work-live"] if facts["live"] else []
        broken += ["line-pressurised"] if facts["pressed"] or facts["held"] else []
        broken += ["injury"] if facts.get("hurt") else []
        if broken:
            return broken
        broken = [] if self.off <= self.locked else ["not-locked"]
        return broken + ([] if facts["zeroed"] else ["not-zeroed"])

    def _protected(self) -> list[str]:
        """Which steps of the procedure are missing for work on dead parts."""
        broken = [] if self.off <= self.locked else ["not-locked"]
        return broken + ([] if self.proof == "dead" else ["not-proved"])

    def _discharge(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        for tag in facts.get("touches", ()):
            self.charged.pop(tag, None)
        return []

    def _repair(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        if facts.get("fluid"):
            return self._opened(facts)
        broken = ["work-live"] if facts["live"] else []
        broken += ["not-waited"] if not broken and facts.get("charged") else []
        broken += ["injury"] if facts.get("hurt") else []
        if broken:
            return broken
        charged = self.charged.keys() & facts.get("touches", set())
        unmeasured = facts.get("near") and not self.empty
        broken = self._protected() + (["not-discharged"] if charged else [])
        return broken + (["not-measured"] if unmeasured else [])

    _reach = _fit = _unfit = _shim = _shift = _repair

    def _lift(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.off_leads.add(event["port"])
        return self._repair(event, facts)

    def _land(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        self.off_leads.discard(event["port"])
        return self._repair(event, facts)

    def _restore(self, event: dict[str, Any], facts: dict[str, Any]) -> list[str]:
        broken = ["lead-off"] if self.off_leads else []
        broken += [] if self.told_back else ["not-told-back"]
        self.off.discard(event["tag"])
        self.locked.discard(event["tag"])
        self.charged.clear()  # the windings of the supply take it
        self.proof, self.empty, self.told = "", False, self.told and bool(self.off)
        self.zeroed.clear()
        return broken
