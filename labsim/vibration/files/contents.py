"""What a file says of a record, and what becomes of it together with what the reader says."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.vibration.record import Record, positive

__all__ = ["LARGEST", "MOST", "UNKNOWN", "Contents", "chosen", "made", "packed", "unit_of",
           "unpacked"]  # fmt: skip

LARGEST = 256 * 2**20  # bytes of a file that is read: ten minutes of 51.2 kHz (assumed)
MOST = 32_000_000  # samples
UNKNOWN = "unknown"  # a speed that nobody has read, said aloud
SAME = 1e-4  # part by which what is told twice may differ
# How others write the units: theirs -> ours
SPELLINGS = {
    "m/s^2": "m/s2", "m/s²": "m/s2", "m/s**2": "m/s2", "ms-2": "m/s2", "m/sec2": "m/s2",
    "g's": "g", "gs": "g", "g_n": "g", "mm/sec": "mm/s", "µm": "um", "μm": "um", "micron": "um",
}  # fmt: skip


@dataclass
class Contents:
    """What a file says: samples (n,); rate, unit, speed and the rest where it says them."""

    samples: np.ndarray
    fs: Any = None
    unit: Any = None
    rpm: Any = None
    point: str = ""
    tacho: Any = None
    full_scale: Any = None
    notes: tuple[str, ...] = field(default=())


def unit_of(text: Any) -> str | None:
    """Return our name of a unit as somebody wrote it, None when nothing is written."""
    name = str(text or "").strip()
    low = name.lower()
    if low in ("", "none", "?", "-", "counts", "eu"):
        return None
    return SPELLINGS.get(low, low if low in ("m/s2", "g", "mm/s", "um") else name)


def chosen(names: list[str], channel: str | None, what: str = "channel") -> str:
    """Return which of several channels is meant; LabsimError lists them when none is named."""
    if channel is not None:
        if channel not in names:
            raise unknown("the file", what, channel, names)
        return channel
    if len(names) != 1:
        listed = ", ".join(names[:20]) + (", …" if len(names) > 20 else "") or "none"
        raise LabsimError(f"the file has {len(names)} {what}s: say which with channel=: {listed}")
    return names[0]


def made(found: Contents, name: str, fs: Any, unit: Any, rpm: Any) -> Record:
    """Return a record from what the file and the reader say; LabsimError where they disagree."""
    samples = np.asarray(found.samples)
    if samples.size > MOST:
        raise LabsimError(f"{name} has {samples.size} samples: {MOST} at most")
    rate = _one(name, "sampling rate", "fs", found.fs, fs, "Hz")
    if rate is None:
        raise LabsimError(f"{name} does not say its sampling rate: give fs= in Hz")
    speed = _speed(name, found.rpm, rpm)
    mine = unit_of(unit) if unit is not None else None
    theirs = unit_of(found.unit)
    if mine and theirs and mine != theirs:
        raise LabsimError(f"mixed units: {name} is in {theirs}, {mine} is asked for")
    if not (mine or theirs):
        raise LabsimError(f'{name} does not say its unit: give unit=, "m/s2", "g", "mm/s" or "um"')
    full = None if found.full_scale is None else positive(found.full_scale, "full scale", "")
    return Record(samples, rate, mine or theirs, speed, found.point, found.tacho, full,
                  found.notes)  # fmt: skip


def _speed(name: str, theirs: Any, mine: Any) -> float | None:
    none = (None, UNKNOWN)
    if (mine == UNKNOWN and theirs in none) or (mine is None and theirs == UNKNOWN):
        return None
    found = _one(name, "speed", "rpm", None if theirs in none else theirs,
                 None if mine in none else mine, "rpm")  # fmt: skip
    if found is None:
        raise LabsimError(
            f'{name} does not say the speed: give rpm=, or rpm="unknown" when nobody has read it'
        )
    return found


def _one(name: str, what: str, key: str, theirs: Any, mine: Any, unit: str) -> float | None:
    """Return the number that file and reader agree on."""
    told = [positive(v, what, unit) for v in (theirs, mine) if v is not None]
    if len(told) == 2 and not math.isclose(*told, rel_tol=SAME):
        raise LabsimError(f"{name} says {what} {told[0]:g} {unit}, {key}={told[1]:g} is given")
    return told[0] if told else None


def packed(record: Record) -> str:
    """Return everything of a record but its samples as one line of JSON."""
    facts = {"fs": record.fs, "unit": record.unit, "rpm": record.rpm or UNKNOWN,
             "point": record.point, "full_scale": record.full_scale,
             "tacho": None if record.tacho is None else [float(t) for t in record.tacho],
             "notes": list(record.notes)}  # fmt: skip
    return json.dumps({k: v for k, v in facts.items() if v not in (None, "", [])})


def unpacked(text: str, samples: np.ndarray) -> Contents:
    """Return contents from samples and a line of JSON; what is not ours is left out."""
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError):
        facts = {}
    facts = facts if isinstance(facts, dict) else {}
    known = {k: facts.get(k) for k in ("fs", "unit", "rpm", "tacho", "full_scale")}
    notes = facts.get("notes")
    listed = tuple(str(note) for note in notes) if isinstance(notes, list) else ()
    return Contents(samples, **known, point=str(facts.get("point") or ""), notes=listed)
