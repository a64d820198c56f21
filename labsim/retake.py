"""Attempts at a lab: where their records lie, which is the newest, and when another may begin.

A scenario says how many there may be (`attempts`). Each has a fault, values and meters of its own;
question sheets and sister machine stay those of the first.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from labsim.attempt import Attempt, AttemptError
from labsim.core.errors import LabsimError
from labsim.seeds import Seed, derive, read_ticket, student_id

__all__ = [
    "another", "attempt_file", "committed", "may_begin", "newest", "own_seed", "seed_of",
]  # fmt: skip


FOREIGN = "the record in this cell is of another lab, student or machine"


def attempt_file(lab: Any, directory: str | Path = ".", number: int = 1) -> Path:
    """Return where the record of an attempt lies, beside the notebook: `ELE-02.attempt.jsonl`.

    That of the second is `ELE-02.2.attempt.jsonl`.
    """
    further = f".{number}" if number > 1 else ""
    return Path(directory) / f"{lab.id}{further}.attempt.jsonl"


def newest(lab: Any, directory: str | Path = ".") -> int:
    """Return the number of the last attempt that has a record, 1 if none has."""
    files = {n: attempt_file(lab, directory, n) for n in range(2, int(lab.scenario.attempts) + 1)}
    return max((n for n, file in files.items() if file.exists() and file.stat().st_size), default=1)


def seed_of(ticket: str, lab: str, student: str, number: int = 1, sealed: bool = False) -> Seed:
    """Return the seed of an attempt; sheets and sister machine are those of the first."""
    own = derive(ticket, lab, student, number, sealed)
    if number < 2:
        return own
    return replace(own, instruments=derive(ticket, lab, student, 1, sealed).instruments)


def may_begin(lab: Any, number: int, before: Attempt | None) -> None:
    """Raise LabsimError when an attempt may not begin; `before` is the record of the one before."""
    most = int(lab.scenario.attempts)
    if not 1 <= number <= most:
        times = {1: "once", 2: "twice"}.get(most, f"{most} times")
        raise LabsimError(f"{lab.id} may be worked {times}: there is no attempt {number}")
    if number > 1 and (before is None or not before.signed_off):
        last = f"attempt {number - 1} of {lab.id}"
        raise LabsimError(f"{last} is not signed off: sign it off, then attempt {number} may begin")


def own_seed(lab: Any, attempt: Attempt, name: str, directory: Path) -> Seed:
    """Return the seed of an attempt; AttemptError when it is not this student's, of this lab."""
    header, you, away = attempt.header, student_id(), "move it away to begin your own"
    if header.get("lab") != lab.id:
        other = header.get("lab") or "?"
        raise AttemptError(f"{name} is a record of {other}, not of {lab.id}: {away}")
    if header.get("student") != you:
        raise AttemptError(f"{name} belongs to {header.get('student')}, and you are {you}: {away}")
    if header.get("edition") != lab.edition:
        made = header.get("version", "an unknown release")
        changed = f"machine or faults of {lab.id} have changed since"
        raise AttemptError(f"{name} was made with labsim {made}; {changed}: {away}")
    seed = committed(lab, header, directory)
    if seed is None:
        raise AttemptError(f"{name} was made with another course ticket: not resumed; {away}")
    return seed


def committed(lab: Any, header: dict[str, Any], directory: Path) -> Seed | None:
    """Return the seed a header commits to, None if this folder's ticket does not give it."""
    number = header.get("attempt", 1)
    if not isinstance(number, int):
        return None
    seed = seed_of(read_ticket(directory, lab.id), lab.id, str(header.get("student", "")), number)
    return seed if seed.commitment == header.get("seed") else None


def another(cell: Attempt, here: Attempt, text: str = FOREIGN) -> AttemptError:
    """Return what is wrong with the record in a cell: one of another attempt, else the text."""
    one, two = cell.header, here.header
    same = all(one.get(name) == two.get(name) for name in ("lab", "student"))
    number, now = one.get("attempt"), two.get("attempt")
    if not same or number == now:
        return AttemptError(text)
    return AttemptError(
        f"this cell carries the record of attempt {number}, which is kept: "
        f"put the report of attempt {now} in its place"
    )
