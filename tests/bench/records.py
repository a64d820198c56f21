"""Records of work on the lamp string, for tests that damage, lose, forge or share them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import labsim
from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.course import attempt_file
from labsim.seeds import Seed, derive, read_ticket

__all__ = ["LAB", "forged", "lines", "opened", "record", "seed_of", "work", "worked"]

LAB = "ELE-02"


def opened(folder: Path) -> Bench:
    return labsim.open_lab(LAB, directory=folder)


def record(folder: Path) -> Path:
    return attempt_file(labsim.lab(LAB), folder)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in record(folder).read_text("utf-8").splitlines()]


def worked(folder: Path) -> Bench:
    bench = opened(folder)
    bench.measure("V", "E1:1", "E6:2")  # behind a cover: 3.5 min
    bench.measure("V", "E7:1", "E12:2")
    bench.look("E9")
    return bench


def forged(attempt: Attempt, number: int, **changes: Any) -> Attempt:
    """Change an event and make the chain good again, as one who can read this program might."""
    copy = Attempt.__new__(Attempt)
    copy.events, copy.path, copy.damage, copy._size = [], None, "", 0
    for event in attempt.events:
        fields = {k: v for k, v in event.items() if k not in ("n", "h")}
        fields |= changes if event["n"] == number else {}
        copy.add({k: v for k, v in fields.items() if v is not None})
    return copy


def seed_of(folder: Path, student: str = "anna") -> Seed:
    return derive(read_ticket(folder, LAB), LAB, student, 1)


def work(bench: Bench) -> Bench:
    """Halve the string, find the lamp, lock out, replace it, prove it."""
    bench.measure("V", "E1:1", "E6:2")
    bench.measure("V", "E7:1", "E12:2")
    dark = next(
        n for n in range(1, 13) if bench.measure("V", f"E{n}:1", f"E{n}:2").value > 20 or n == 12
    )
    bench.diagnose(f"E{dark}", "lamp burnt out").bring("locked out").repair(f"E{dark}")
    bench.bring("at rest").look("E1")
    return bench.sign_off(f"Lamp E{dark} was burnt out, 24 V across it. Replaced, all lit.")
