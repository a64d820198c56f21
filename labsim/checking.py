"""What a scenario file may say: each error names file, key, what was given and what is allowed."""

from __future__ import annotations

import json
import math
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Any

from labsim.core.errors import LabsimError, nearest

__all__ = ["KINDS", "PARTS", "TIERS", "check"]

TIERS = ("junior", "technician", "senior", "lead")
KINDS = ("diagnosis", "task", "exam")
PARTS = ("evidence", "path", "safety", "repair", "report")
COUNTS = ("best", "last")
COACH = ("panel", "hints", "replay")
VERBS = ("press", "release", "operate", "tap", "isolate", "restore", "wait", "warm")

NEEDED = ("title", "machine", "complaint")
TEXTS = (*NEEDED, "id", "area", "kind", "tier", "guided", "stalls", "exam", "counts")
LISTS = ("skills", "prerequisites", "sheets", "before", "without", "instruments",
         "provoke", "as_drawn",
         "not_drawn")  # fmt: skip
TABLES = ("symptom", "marks", "changes", "units", "coach", "conditions", "stations")
NUMBERS = ("minutes", "band", "downtime", "witnesses", "attempts")
KEYS = (*TEXTS, *LISTS, *TABLES, *NUMBERS, "faults", "together")


def check(name: str, data: dict[str, Any], machines: Collection[str]) -> None:
    """Check what a file says, as far as no machine is needed for it; LabsimError if it is wrong."""
    for key in data:
        if key not in KEYS:
            raise _refused(name, key, data[key], "no such key", KEYS, key)
    for key in NEEDED:
        if not data.get(key):
            raise LabsimError(f'{name}: {key} is missing; write {key} = "…"')
    _types(name, data, machines)
    choices = {"machine": machines, "tier": TIERS, "kind": KINDS, "counts": COUNTS}
    for key, allowed in choices.items():
        if key in data and data[key] not in allowed:
            raise _refused(name, key, data[key], f"unknown {key}", allowed)
    for key, allowed in (("skills", _codes("skills")), ("prerequisites", _codes("labs"))):
        for code in data.get(key, ()):
            if code not in allowed:
                raise _refused(name, key, code, f"unknown {key.rstrip('s')}", allowed)
    _symptom(name, data)
    _marks(name, data.get("marks"))
    _exam(name, data)
    _coach(name, data.get("coach", {}))


def _refused(
    name: str, key: str, given: Any, what: str, allowed: Any, like: str = ""
) -> LabsimError:
    close = nearest(like or given, allowed)
    hint = f". Nearest: {close}" if close else ""
    return LabsimError(f"{name}: {key} = {given!r}: {what}; allowed: {', '.join(allowed)}{hint}")


def _wants(name: str, key: str, given: Any, what: str) -> LabsimError:
    return LabsimError(f"{name}: {key} = {given!r}: must be {what}")


def _texts(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(item, str) for item in given)


def _number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _unit(name: str, key: str, changes: Any, machines: Collection[str]) -> None:
    """Check what differs on a sister machine: numbers, and the machine if it is built otherwise."""
    kind = changes.get("machine") if isinstance(changes, dict) else None
    if kind is not None and kind not in machines:
        raise _refused(name, f"{key}.machine", kind, "unknown machine", machines)
    if kind is not None:
        changes = {tag: params for tag, params in changes.items() if tag != "machine"}
    _changes(name, key, changes)


def _types(name: str, data: dict[str, Any], machines: Collection[str]) -> None:
    for key, given in data.items():
        if key in TEXTS and not isinstance(given, str):
            raise _wants(name, key, given, "a text in quotes")
        if key in LISTS and not _texts(given):
            raise _wants(name, key, given, "a list of texts")
        if key in TABLES and not isinstance(given, dict):
            raise _wants(name, key, given, f"a table: write [{key}]")
        if key in NUMBERS and not (_number(given) and given > 0):
            raise _wants(name, key, given, "a number above 0")
        if key == "together" and given not in (1, 2):
            raise _wants(name, key, given, "1 or 2, the faults the machine hides at once")
        if key == "faults" and given != "all" and not _texts(given):
            raise _wants(name, key, given, '"all" or a list of fault ids')
        if key == "faults" and not given:
            raise _wants(name, key, given, '"all", or a list that is not empty')
        if key == "changes":
            _changes(name, key, given)
        if key == "units":
            for unit, changes in given.items():
                _unit(name, f"units.{unit}", changes, machines)
    _steps(name, "before", data.get("before", []))
    _steps(name, "symptom.do", data.get("symptom", {}).get("do", []))
    for label, listed in data.get("conditions", {}).items():
        _steps(name, f"conditions.{label}", listed)


def _steps(name: str, key: str, listed: Any) -> None:
    if not _texts(listed):
        raise _wants(name, key, listed, 'a list of steps such as "press S1"')
    for step in listed:
        verb, _, what = step.partition(" ")
        if verb not in VERBS:
            raise _refused(name, key, step, "no such step", VERBS, verb)
        if not what.strip():
            raise _wants(name, key, step, f'whole: "{verb} …"')
        if verb == "wait" and not what.replace(".", "", 1).isdecimal():
            raise _wants(name, key, step, '"wait" and a number of seconds')


def _changes(name: str, key: str, given: Any) -> None:
    """Check a table of tables of numbers: `[changes.K1]`, `rated = 24`."""
    tables = given.items() if isinstance(given, dict) else [("", given)]
    for tag, params in tables:
        if not isinstance(params, dict):
            raise _wants(name, f"{key}.{tag}".rstrip("."), params, "a table of parameters")
        for param, value in params.items():
            if not _number(value) and value != math.inf:
                raise _wants(name, f"{key}.{tag}.{param}", value, "a number")


def _symptom(name: str, data: dict[str, Any]) -> None:
    symptom = data.get("symptom")
    if symptom is None:
        if data.get("kind", "diagnosis") == "diagnosis":
            raise LabsimError(f"{name}: symptom is missing; write [symptom] with do and look")
        return
    for key, given in symptom.items():
        if key not in ("do", "look"):
            raise _refused(name, f"symptom.{key}", given, "no such key", ("do", "look"), key)
    if not isinstance(symptom.get("look"), str):
        raise LabsimError(f'{name}: symptom.look is missing; write look = "TAG" of what shows it')


def _marks(name: str, marks: dict[str, Any] | None) -> None:
    for part, mark in (marks or {}).items():
        if part not in PARTS:
            raise _refused(name, f"marks.{part}", mark, "no such part of the score", PARTS, part)
        if not _number(mark) or mark < 0:
            raise _wants(name, f"marks.{part}", mark, "a number from 0 up")
    if marks is not None and not math.isclose(sum(marks.values()), 100):
        raise LabsimError(f"{name}: marks add up to {sum(marks.values()):g}, not to 100")


def _exam(name: str, data: dict[str, Any]) -> None:
    """Check what only an exam says: which one, and the labs its benches are drawn from."""
    if (data.get("kind") == "exam") != bool(data.get("exam")):
        raise LabsimError(f'{name}: exam = "cat1" or "cmrt" goes with kind = "exam"')
    if data.get("exam") and data.get("counts") == "last":
        raise LabsimError(f"{name}: counts: of the sittings of an exam the best one counts")
    for station, names in data.get("stations", {}).items():
        key = f"stations.{station}"
        if not station.isalpha() or not _texts(names) or not names:
            raise _wants(name, key, names, "a list of labs, under a name of letters")
        for code in names:
            if code not in _codes("labs"):
                raise _refused(name, key, code, "unknown lab", _codes("labs"))


def _coach(name: str, coach: dict[str, Any]) -> None:
    """Check what help graded work gets: panel, replay (yes or no), hints (three prices)."""
    for key, given in coach.items():
        if key not in COACH:
            raise _refused(name, f"coach.{key}", given, "no such key", COACH, key)
        if key != "hints" and not isinstance(given, bool):
            raise _wants(name, f"coach.{key}", given, "true or false")
        sound = isinstance(given, list) and all(_number(p) and 0 <= p <= 100 for p in given)
        if key == "hints" and not (sound and len(given) == 3):
            raise _wants(name, "coach.hints", given, "three prices in points, such as [2, 3, 5]")


@cache
def _codes(what: str) -> tuple[str, ...]:
    """Return the codes the curriculum knows: of skills and techniques, or of labs."""
    text = resources.files("labsim").joinpath("curriculum.json").read_text(encoding="utf-8")
    data = json.loads(text)
    if what == "labs":
        return tuple(lab["id"] for lab in data["labs"])
    skills = [skill["id"] for group in data["groups"] for skill in group["skills"]]
    return (*skills, *data["techniques"])
