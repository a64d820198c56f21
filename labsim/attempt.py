"""The record of what was done: JSON lines, each with the hash of the one before."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError

__all__ = ["Attempt", "AttemptError"]


class AttemptError(LabsimError):
    """An attempt record cannot be used; the text says which line and why."""


def _hash(event: dict[str, Any], before: str) -> str:
    body = json.dumps({k: v for k, v in event.items() if k != "h"}, sort_keys=True)
    return hashlib.sha256((before + body).encode()).hexdigest()[:16]


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
        return bool(self.of("sign_off"))

    @property
    def diagnosis(self) -> tuple[str, str] | None:
        """Component and title of the last diagnosis, or None."""
        found = self.of("diagnose")
        return (found[-1]["component"], found[-1]["title"]) if found else None

    @property
    def report(self) -> str:
        found = self.of("sign_off")
        return found[-1].get("text", "") if found else ""

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

    # writing ------------------------------------------------------------------------------
    def append(self, do: str, **fields: Any) -> dict[str, Any]:
        """Add an event, chained to the one before; written to the file at once if there is one."""
        before = self.events[-1]["h"] if self.events else ""
        event = {"n": len(self.events), "do": do, **fields}
        event = json.loads(json.dumps(event))
        event["h"] = _hash(event, before)
        self.events.append(event)
        if self.path is not None:
            self._write([event], "a")
        return event

    def stamp(self, **header: Any) -> Attempt:
        """Say whose attempt this is, before anything is done."""
        if self.worked:
            raise AttemptError("an attempt is stamped before anything is done")
        first = {k: v for k, v in self.events[0].items() if k not in ("n", "do", "h")}
        self.events.clear()
        self.append("open", **{**first, **header})
        return self

    def _write(self, events: Iterable[dict[str, Any]], mode: str) -> None:
        assert self.path is not None
        with open(self.path, mode, encoding="utf-8") as file:
            for event in events:
                file.write(json.dumps(event, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._size = self.path.stat().st_size

    def save(self, path: str | Path) -> Attempt:
        """Write the whole record to a file; later events go there as they happen."""
        self.path = Path(path)
        self._write(self.events, "w")
        return self

    def news(self) -> list[dict[str, Any]]:
        """Return events another tab has added to the file since we last read or wrote it."""
        if self.path is None or not self.path.exists():
            return []
        if self.path.stat().st_size == self._size:
            return []
        other = Attempt.load(self.path, strict=False)
        fresh = other.events[len(self.events) :]
        if [e["h"] for e in other.events[: len(self.events)]] != [e["h"] for e in self.events]:
            raise AttemptError(f"{self.path.name} was replaced while this bench was open: reopen it")
        self.events, self._size = other.events, other._size
        return fresh

    # reading ------------------------------------------------------------------------------
    @classmethod
    def load(cls, path: str | Path, strict: bool = True) -> Attempt:
        """Read a record. AttemptError on a broken chain; strict=False keeps the sound beginning.

        A half-written last line (power cut) is dropped in both cases and named in `damage`.
        """
        path = Path(path)
        if not path.exists():
            raise AttemptError(f"there is no attempt record {path.name}")
        raw = path.read_bytes()
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
        except ValueError:
            return "is cut short or not JSON"
        if not isinstance(event, dict) or "do" not in event or "h" not in event:
            return "is not an event of an attempt"
        if not self.events and event["do"] != "open":
            return "does not open an attempt"
        before = self.events[-1]["h"] if self.events else ""
        if event.get("n") != len(self.events) or _hash(event, before) != event["h"]:
            return "does not follow from the line before: it was edited, or lines are missing"
        self.events.append(event)
        return ""

    # the copy inside the notebook ------------------------------------------------------------
    def seal(self) -> str:
        """Return the whole record as one line of text for the sign-off cell."""
        text = "\n".join(json.dumps(e, separators=(",", ":"), ensure_ascii=False) for e in self.events)
        return base64.b85encode(zlib.compress(text.encode(), 9)).decode()

    @classmethod
    def unseal(cls, text: str) -> Attempt:
        """Read a record from a sign-off cell; AttemptError if it is not one."""
        try:
            unzip = zlib.decompressobj()
            plain = unzip.decompress(base64.b85decode(text.strip()), 50_000_000).decode()
        except (ValueError, zlib.error) as error:
            raise AttemptError("the sign-off cell holds no readable record") from error
        return cls._parse(plain, "the sign-off cell", strict=True)
