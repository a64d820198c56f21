"""The record of what was done: JSON lines, each with the hash of the one before."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from labsim import recordfile
from labsim.recordfile import AttemptError

__all__ = ["Attempt", "AttemptError"]

# What an event must hold besides n, do and h, so that it can be done again.
NEEDS: dict[str, dict[str, type]] = {
    **{do: {"tag": str} for do in ("press", "release", "tap", "warm", "look")},
    **{do: {"tag": str} for do in ("isolate", "lock", "discharge", "try_out", "restore")},
    **{do: {"tag": str} for do in ("block", "unblock", "reach")},
    **{do: {"port": str} for do in ("lift", "land")},
    **{do: {"port": str, "function": str} for do in ("fit", "unfit")},
    **{do: {"what": str} for do in ("repair", "mend")},
    "open": {}, "notify": {}, "prove": {}, "wait": {"dt": float}, "sign_off": {"text": str},
    "operate": {"tag": str, "position": str}, "measure": {"function": str, "ports": list},
    "arm": {"ports": list},
    "diagnose": {"component": str, "title": str},
    "set": {"tag": str, "parameter": str, "value": float},
    "turn": {"tag": str, "screw": str, "turns": float},
    "hint": {"step": int, "points": float}, "suspect": {"suspects": list},
    "predict": {"figures": dict},
    "force": {"point": str, "on": bool}, "unforce": {"point": str},
    "mode": {"tag": str, "to": str}, "file": {"tag": str, "text": str},
    "backup": {"tag": str}, "look_up": {"point": str},
    "shim": {"tag": str, "foot": str, "mm": float}, "shift": {"tag": str, "end": str, "mm": float},
}  # fmt: skip
# The same of a practice exam: its opening line names the exam. `item` is what the answer was to.
PAPER: dict[str, dict[str, type]] = {
    "open": {}, "begin": {"at": str}, "clock": {"at": str}, "sign_off": {"text": str},
    "choose": {"place": int, "option": int, "item": str, "seconds": float, "at": str},
    "flag": {"place": int, "on": bool, "at": str},
}  # fmt: skip
HUGE = 1e300
UNZIPPED = 50_000_000  # bytes at most from a sign-off cell
SEALED = 120  # characters without a blank: no report, but a record


def _hash(event: dict[str, Any], before: str) -> str:
    body = json.dumps({k: v for k, v in event.items() if k != "h"}, sort_keys=True)
    return hashlib.sha256((before + body).encode()).hexdigest()[:16]


def _number(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and -HUGE < value < HUGE  # neither NaN, nor what no float can hold


def _lacks(event: dict[str, Any], needs: dict[str, dict[str, type]]) -> str:
    """Say what keeps an event from being done again, or nothing."""
    do = event["do"]
    if not isinstance(do, str) or do not in needs:
        where = "in a paper" if needs is PAPER else "at a bench"
        return f"tells of {do!r}, which is nothing that can be done {where}"
    for name, kind in {"t": float, **needs[do]}.items():
        value = event.get(name)
        if not (_number(value) if kind is float else isinstance(value, kind)):
            return f"({do}) lacks a sound {name}"
    for name in ("ports", "suspects"):
        if not all(isinstance(item, str) for item in event.get(name, ())):
            return f"({do}) lacks sound {name}"
    figures = event.get("figures", {})
    if not isinstance(figures, dict) or not all(map(_number, figures.values())):
        return f"({do}) lacks sound figures"
    numbers = [event[name] for name in ("t", "dt", "price", "points") if name in event]
    if not all(_number(value) and 0 <= value < 1e7 for value in numbers):
        return f"({do}) has a time or price that cannot be"
    return ""


class Attempt:
    """Events in order. `header` says whose it is: lab, student, attempt number, seed commitment."""

    def __init__(self, **header: Any) -> None:
        self.events: list[dict[str, Any]] = []
        self.path: Path | None = None
        self.damage = ""
        self._size = 0
        self.append("open", t=0.0, **header)

    # what it says -------------------------------------------------------------------------
    @property
    def header(self) -> dict[str, Any]:
        return {k: v for k, v in self.events[0].items() if k not in ("n", "t", "do", "h")}

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        """Return the events of these kinds: `of("measure", "look")`."""
        return [event for event in self.events if event["do"] in kinds]

    @property
    def signed_off(self) -> bool:
        return self.events[-1:] != [] and self.events[-1]["do"] == "sign_off"

    @property
    def diagnosis(self) -> tuple[str, str] | None:
        """Component and title of the last diagnosis, or None."""
        found = self.of("diagnose")
        return (found[-1]["component"], found[-1]["title"]) if found else None

    @property
    def report(self) -> str:
        """The text of the sign-off, or nothing."""
        return str(self.events[-1]["text"]) if self.signed_off else ""

    @property
    def minutes(self) -> float:
        return float(self.events[-1]["t"])

    @property
    def cost(self) -> float:
        """Euros for parts fitted."""
        return float(sum(event.get("price", 0.0) for event in self.events))

    @property
    def breaches(self) -> list[dict[str, Any]]:
        """Safety breaches: rule, text, critical, and n of the event."""
        return [{**b, "n": e["n"]} for e in self.events for b in e.get("breaches", ())]

    @property
    def worked(self) -> bool:
        """Whether anything was done at all besides opening."""
        return len(self.events) > 1

    @property
    def hashes(self) -> list[str]:
        return [event["h"] for event in self.events]

    def until(self, number: int) -> Attempt:
        """Return the beginning of this record, up to and including event `number`."""
        begun = Attempt()
        begun.events = self.events[: number + 1]
        return begun

    def starts_with(self, other: Attempt) -> bool:
        """Tell whether another record is the beginning of this one, or all of it."""
        return self.hashes[: len(other.events)] == other.hashes

    # writing ------------------------------------------------------------------------------
    def append(self, do: str, /, **fields: Any) -> dict[str, Any]:
        """Add an event, chained to the one before; it is on the disk, if at all, before it counts.

        AttemptError when the attempt is signed off: nothing can be added to it.
        """
        return self.add({"do": do, **fields})

    def add(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Add an event given as a dict; see `append`."""
        if self.signed_off:
            raise AttemptError("this attempt is signed off: nothing can be added to it")
        body = json.dumps({"n": len(self.events), **event}, ensure_ascii=False)
        sound = json.loads(body.encode("utf-8", "replace"))
        sound["h"] = _hash(sound, self.events[-1]["h"] if self.events else "")
        if self.path is not None:
            if not self.path.exists() or self.path.stat().st_size == 0:
                recordfile.replace(self.path, self._text())
            self._size = recordfile.append(self.path, json.dumps(sound, ensure_ascii=False))
        self.events.append(sound)
        return sound

    def stamp(self, /, **header: Any) -> Attempt:
        """Say whose attempt this is, before anything is done."""
        if self.worked:
            raise AttemptError("an attempt is stamped before anything is done")
        first = {k: v for k, v in self.events[0].items() if k not in ("n", "do", "h")}
        self.events.clear()
        self.add({"do": "open", **first, **header})
        return self

    def _text(self) -> str:
        return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in self.events)

    def save(self, path: str | Path) -> Attempt:
        """Write the whole record to a file; later events go there as they happen."""
        self.path = Path(path)
        self._size = recordfile.replace(self.path, self._text())
        return self

    def go_on(self, other: Attempt) -> Attempt:
        """Take over the events of a record that continues this one."""
        self.events = other.events
        return self.save(self.path) if self.path is not None else self

    def held(self) -> AbstractContextManager[None]:
        """Keep the record's file to this tab while something is read and written."""
        return recordfile.held(self.path)

    def news(self) -> list[dict[str, Any]]:
        """Return events another tab has added to the file since we last read or wrote it."""
        if self.path is None or not self.path.exists():
            return []
        if self.path.stat().st_size in (0, self._size):
            return []
        other = Attempt.load(self.path, strict=False)
        if not other.starts_with(self):
            raise AttemptError(f"{self.path.name} was replaced meanwhile: open the lab again")
        if other.damage:
            recordfile.aside(self.path)
            other.save(self.path)
        fresh = other.events[len(self.events) :]
        self.events, self._size = other.events, other._size
        return fresh

    # reading ------------------------------------------------------------------------------
    @classmethod
    def load(cls, path: str | Path, strict: bool = True) -> Attempt:
        """Read a record. AttemptError on a broken chain; strict=False keeps the sound beginning.

        A half-written last line (power cut) is dropped in both cases and named in `damage`.
        """
        path = Path(path)
        raw = recordfile.read(path)
        attempt = cls._parse(raw.decode("utf-8", errors="replace"), path.name, strict)
        attempt.path, attempt._size = path, len(raw)
        return attempt

    @classmethod
    def _parse(cls, text: str, name: str, strict: bool) -> Attempt:
        attempt = cls.__new__(cls)
        attempt.events, attempt.path, attempt.damage, attempt._size = [], None, "", 0
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            trouble = attempt._take(line)
            if not trouble:
                continue
            attempt.damage = f"{name}, line {number}: {trouble}"
            if number == len(lines) and attempt.events and "cut short" in trouble:
                break
            if strict or not attempt.events:
                raise AttemptError(attempt.damage)
            break
        if not attempt.events:
            raise AttemptError(f"{name} holds no attempt: it is empty")
        return attempt

    def _take(self, line: str) -> str:
        """Add one line; return what is wrong with it, or nothing."""
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            return "is cut short or not JSON"
        if not isinstance(event, dict) or "do" not in event or "h" not in event:
            return "is not an event of an attempt"
        if (event["do"] == "open") != (not self.events):
            return "opens an attempt again" if self.events else "does not open an attempt"
        if self.signed_off:
            return "comes after the sign-off"
        before = self.events[-1]["h"] if self.events else ""
        if event.get("n") != len(self.events) or _hash(event, before) != event["h"]:
            return "does not follow from the line before: it was edited, or lines are missing"
        trouble = _lacks(event, PAPER if "exam" in (self.events or [event])[0] else NEEDS)
        if not trouble:
            self.events.append(event)
        return trouble

    # the copy inside the notebook ------------------------------------------------------------
    def seal(self) -> str:
        """Return the whole record as one line of text for the sign-off cell."""
        packed = [json.dumps(e, separators=(",", ":"), ensure_ascii=False) for e in self.events]
        return base64.b85encode(zlib.compress("\n".join(packed).encode(), 9)).decode()

    @classmethod
    def sealed(cls, text: str) -> Attempt | None:
        """Return the record a text is; None for a report in plain words."""
        words = len(text) < SEALED or any(letter.isspace() for letter in text)
        return None if words else cls.unseal(text)

    @classmethod
    def unseal(cls, text: str) -> Attempt:
        """Read a record from a sign-off cell; AttemptError if it is not one."""
        try:
            unzip = zlib.decompressobj()
            plain = unzip.decompress(base64.b85decode(text.strip()), UNZIPPED).decode()
        except (ValueError, zlib.error) as error:
            raise AttemptError("the sign-off cell holds no readable record") from error
        if not unzip.eof:
            raise AttemptError("the record in the sign-off cell is cut short")
        return cls._parse(plain, "the sign-off cell", strict=True)
