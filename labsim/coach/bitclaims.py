"""What a report says of bits and lamps, held against the record: "I0.0 = 1", "LED I0.0 dark"."""

from __future__ import annotations

import re

from labsim.attempt import Attempt

__all__ = ["bits_told"]

WORDS = {"true": "1", "on": "1", "lit": "1", "false": "0", "off": "0", "dark": "0"}
SAID = (
    r"\s*(?:=|:|is|was|reads|read|shows|stays|stood at|stands at)?\s*(-?\d+(?:\.\d+)?|{})(?!\S*\w)"
)
LAMP = re.compile(r"\bLED(?: of| at)? ([\w.]+) (?:is |was |stays )?(lit|on|dark|off)\b", re.I)


def bits_told(attempt: Attempt, text: str) -> tuple[int, int]:
    """Return how many bits, words and input lamps a report states, and how many are on record."""
    claims = [*_online(attempt, LAMP.sub("", text)), *_lamps(attempt, text)]
    return len(claims), sum(claims)


def _online(attempt: Attempt, text: str) -> list[bool]:
    """For every variable that was read online and is named with a value: was it read so?"""
    read: dict[str, set[str]] = {}
    for event in attempt.of("measure"):
        if event["function"] == "online":
            shown = str(event["text"]).lower()
            for name in (event["ports"][0], event["ports"][0].partition(":")[2]):
                read.setdefault(name, set()).add(WORDS.get(shown, shown))
    found = []
    said = SAID.format("|".join(WORDS))
    for name, shown in read.items():
        for told in re.findall(rf"(?<![\w:.]){re.escape(name)}{said}", text, re.I):
            found.append(WORDS.get(told.lower(), told) in shown)
    return found


def _lamps(attempt: Attempt, text: str) -> list[bool]:
    """For every lamp that is named lit or dark, of a card or of a part: was it seen so?"""
    cards = [str(e["text"]) for e in attempt.of("look") if "lit: " in str(e.get("text"))]
    looks = [re.findall(r"[\w.]+", text.replace("lit: ", "")) for text in cards]  # RUN, FORCE too
    own: dict[str, list[list[str]]] = {}  # a sensor's lamp bears the sensor's name
    for event in attempt.of("look"):
        if str(event.get("text")) in ("LED lit", "LED dark"):
            own.setdefault(event["tag"], []).append([event["tag"]] * (event["text"] == "LED lit"))
    return [
        any((name in lit) == (WORDS[state.lower()] == "1") for lit in own.get(name, looks))
        for name, state in LAMP.findall(text)
    ]
