"""The report checked against the record: no claim without a reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from labsim.attempt import Attempt
from labsim.coach.bitclaims import bits_told

__all__ = ["judge_report"]

SHORT = 15  # letters below which there is no report
# A figure of a wave, a pressure, a flow, a time, or a setting: it may be a reading, and need not.
SOFT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(k|M)?(Hz|%|°|(?:bar|m?L/min|mm/min|rpm|dB|s)(?![\w/]))")
NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(k|M)?(V|Ω|ohm|A|mA)\b")


def judge_report(attempt: Attempt, right: float, tags: Iterable[str] = ()) -> tuple[float, str]:
    """Return what a report is worth, 0..1, and a sentence on what it lacks, or nothing.

    A good one names the part (0.3), is right and proved (`right`, 0..1: 0.3) and cites a reading
    that was taken (0.4). `tags` are those of the machine: "V1" will do where press.V1 is alone.
    """
    text, diagnosis = attempt.report, attempt.diagnosis
    if len(text) < SHORT or not diagnosis:
        return 0.0, "The report is missing: say what you found, how you know, what you did."
    readings = [e for e in attempt.of("measure") if isinstance(e.get("value"), float)]
    named = text
    for event in attempt.of("diagnose"):
        named = named.replace(event["title"], "")  # "connected to the 540 V tap" is no reading
    claimed = _claimed(attempt, named)
    shown = figures(attempt, "look", "text") + figures(attempt, "measure", "text")
    coded = _coded(attempt, text, readings)
    backed = [c for c in claimed if c in shown or any(fits(c, e) for e in readings)]
    bits, read = bits_told(attempt, named)
    if len(backed) < len(claimed) or read < bits:
        return 0.0, "The report gives a reading that the record does not hold."
    open_read = "OL" in text and any(e.get("value") == "OL" for e in attempt.of("measure"))
    cited = bool(backed or open_read or coded or read)
    points = 0.3 * _names(diagnosis[0], text, tags) + 0.3 * right + 0.4 * cited
    lacks = "A good report names the part, the fault and the reading that proves it."
    return min(points, 1.0), "" if points > 0.99 else lacks


def _names(tag: str, text: str, tags: Iterable[str]) -> bool:
    """Tell whether a text names a part, in full or by the end of its tag if no other ends so."""
    short = tag.rpartition(".")[2]
    alone = not any(t != tag and t.rpartition(".")[2] == short for t in tags)
    return tag in text or (alone and bool(re.search(rf"(?<![\w.]){re.escape(short)}(?!\w)", text)))


def _claimed(attempt: Attempt, named: str) -> list[tuple[float, str, str]]:
    """Return the figures of a report that claim to be readings."""
    given = figures(attempt, "operate", "position")  # what a switch was put to is no reading
    entered = {float(e["value"]) for e in attempt.of("set")}  # nor is what was entered
    claims = sized(NUMBER.findall(named))
    return [claim for claim in claims if claim not in given and claim[0] not in entered]


def _coded(attempt: Attempt, text: str, readings: list[dict[str, Any]]) -> bool:
    """Tell whether a report gives a reading without a unit, "d.09 2", or with a soft one."""
    codes = [e for e in readings if "." in e["function"] and e["function"] in text]
    waves = figures(attempt, "measure", "text", SOFT)
    told = any(near(c, w) for c in sized(SOFT.findall(text)) for w in waves)
    return told or any(e["text"] in text for e in codes)


def sized(found: Iterable[tuple[str, str, str]]) -> list[tuple[float, str, str]]:
    """Return number, prefix and unit of the figures found in a text."""
    return [(float(n.replace(",", ".")), k, u) for n, k, u in found]


def figures(
    attempt: Attempt, do: str, key: str, kind: re.Pattern = NUMBER
) -> list[tuple[float, str, str]]:
    """Return the figures in what actions of one kind say: displays looked at, positions."""
    return sized(found for e in attempt.of(do) for found in kind.findall(str(e.get(key, ""))))


def near(one: tuple[float, str, str], other: tuple[float, str, str]) -> bool:
    """Tell whether two figures say the same within 2 %: 60 Hz and 60.1 Hz."""
    sizes = [number * (1e3 if prefix == "k" else 1.0) for number, prefix, _ in (one, other)]
    return one[2] == other[2] and abs(sizes[0] - sizes[1]) <= 0.02 * abs(sizes[1])


def fits(claim: tuple[float, str, str], event: dict[str, Any]) -> bool:
    """Tell whether a number in the report is a reading of the record, within 2 %."""
    number, prefix, unit = claim
    size = number * {"k": 1e3, "M": 1e6, "": 1.0}[prefix] * (1e-3 if unit == "mA" else 1.0)
    kind = {"V": "V", "Ω": "Ω", "ohm": "Ω", "A": "A", "mA": "A"}[unit]
    same = event["function"].startswith(kind) or (kind == "A" and event["function"] == "mA")
    if event["function"] == "MΩ":
        same, kind = kind == "Ω", "MΩ"
    value = event["value"] * {"mA": 1e-3, "MΩ": 1e6}.get(event["function"], 1.0)
    slack = {"V": 0.5, "MΩ": 1e3}.get(kind, 0.05)
    return same and abs(value - size) <= max(0.02 * abs(size), slack)
