"""What an apprentice handed in, read without running any of it: record, answers, cell trouble."""

from __future__ import annotations

import ast
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labsim.attempt import Attempt
from labsim.core.errors import LabsimError
from labsim.seeds import read_ticket

__all__ = ["Unreadable", "Work", "literal", "read_record", "read_work", "sealed_text"]

PART = re.compile(r"([a-z0-9]{1,20})\.attempt\.jsonl")
SEALED = re.compile(r"([a-z0-9]{1,20})-signoff")
RECORD = re.compile(r"""(["'])[^"'\\\s]{120,}\1""")  # one word between quotes: a sealed record
LONGEST = 20_000  # characters of a literal answer
MOST = (
    5000  # actions of a record that are marked; a diligent apprentice does some hundred (assumed)
)
BIGGEST = 20_000_000  # bytes of an attempt record


class Unreadable(ValueError):
    """An answer that is no literal; the text tells the apprentice why."""


@dataclass
class Work:
    """A submission as read. `notes` are for the apprentice, `look` for the instructor."""

    record: Attempt | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    parts: dict[str, Work] = field(default_factory=dict)  # of an exam: further sittings, benches
    ticket: str = ""
    sealed: bool = False  # the record is the measurement service's, not handed in
    unread: str = ""  # why a sealed record cannot be read now: nothing is marked then


def literal(source: str, name: str) -> Any:
    """Return the value of the last `name = literal` of a cell; Unreadable if there is none."""
    if len(source) > LONGEST:
        raise Unreadable(f"The answer is longer than {LONGEST} characters.")
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f", line {error.lineno}" if getattr(error, "lineno", None) else ""
        raise Unreadable(
            f"The answer cell is not valid Python{line}: mind quotes and brackets."
        ) from None
    found = [s for s in statements if isinstance(s, ast.Assign) and _targets(s) == [name]]
    if not found:
        raise Unreadable(f"The answer cell no longer says `{name} = …`.")
    try:
        return ast.literal_eval(found[-1].value)
    except (ValueError, TypeError, RecursionError, MemoryError, SyntaxError):
        raise Unreadable(
            "The answer must be written out: a number, text or list. Sums are not read."
        ) from None


def _targets(statement: ast.Assign) -> list[str]:
    return [t.id if isinstance(t, ast.Name) else "" for t in statement.targets]


def sealed_text(source: str) -> str | None:
    """Return the text handed to `bench.sign_off(…)` in the sign-off cell, or None."""
    if len(RECORD.sub("", source)) > LONGEST:  # a tree of it would fill the memory
        return None
    try:
        calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for call in calls:
        if getattr(call.func, "attr", "") == "sign_off":
            words = [*call.args, *(k.value for k in call.keywords)]
            texts = [w.value for w in words if isinstance(w, ast.Constant)]
            return next((t for t in texts if isinstance(t, str) and t), None)
    return None


def read_record(file: Path, sealed: str | None, work: Work) -> None:
    """Find the soundest record in file and sign-off cell; say in `work` what was found."""
    from_file, sound = _from_file(file, work)
    from_cell = _from_cell(sealed)
    if from_file is not None and sound:
        work.record = from_file
        if from_cell is not None and _extends(from_cell, from_file):
            work.record = from_cell
        elif from_cell is not None and not _extends(from_file, from_cell):
            work.look.append("Record file and sign-off cell differ; the file counts.")
    elif from_cell is not None:
        work.record = from_cell
        if file.exists():
            work.notes.append("Marked from the copy in the sign-off cell, which is whole.")
    elif from_file is not None:
        work.record = from_file
        work.notes.append(f"Only the sound beginning counts: {len(from_file.events) - 1} actions.")
    if work.record is not None and len(work.record.events) > MOST:
        said = f"The record has {len(work.record.events) - 1} actions; the first {MOST} count."
        work.record = work.record.until(MOST)
        work.notes.append(said)
        work.look.append(said)


def _from_file(file: Path, work: Work) -> tuple[Attempt | None, bool]:
    if not file.exists() and not file.is_symlink():
        return None, False
    if file.is_symlink() or not file.is_file():
        work.look.append(f"{file.name} is no plain file; it was not read.")
        return None, False
    if file.stat().st_size > BIGGEST:
        work.look.append(f"{file.name} is larger than {BIGGEST // 1_000_000} MB; it was not read.")
        return None, False
    try:
        attempt = Attempt.load(file, strict=False)
    except (LabsimError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        work.notes.append(f"The record cannot be used: {error}.")
        work.look.append(f"Unusable record: {error}.")
        return None, False
    cut = "cut short" in attempt.damage
    if attempt.damage:
        work.notes.append(f"The record is damaged: {attempt.damage}.")
        if not cut:
            work.look.append(f"Damaged record: {attempt.damage}.")
    return attempt, not attempt.damage


def _from_cell(sealed: str | None) -> Attempt | None:
    if not sealed or " " in sealed.strip():
        return None
    try:
        return Attempt.unseal(sealed)
    except (LabsimError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _extends(longer: Attempt, shorter: Attempt) -> bool:
    mine, other = [e["h"] for e in longer.events], [e["h"] for e in shorter.events]
    return (len(mine) > len(other) and mine[: len(other)] == other) or mine == other


def read_work(lab: str, folder: Path, cells: list[Any], submitted: list[Any]) -> Work:
    """Read a submission: `cells` as cleaned by nbgrader, `submitted` as they were handed in."""
    work, low = Work(), lab.lower()
    by_id = {_id(cell): cell.source for cell in cells if _id(cell)}
    counts = Counter(_id(cell) for cell in submitted if _id(cell))
    work.doubled = {i for i, n in counts.items() if n > 1}
    work.missing = {i for i in by_id if i not in counts}
    with suppress(LabsimError, OSError, UnicodeDecodeError):
        work.ticket = read_ticket(folder, lab)
    text = sealed_text(by_id.get(f"{low}-signoff", ""))
    number = _attempt_in(text)
    read_record(folder / f"{lab}.attempt.jsonl", text if number == 1 else None, work)
    work.parts = _parts(lab, folder, by_id, {str(number): text} if number > 1 else {})
    for part in work.parts.values():
        part.ticket = work.ticket
    for cell_id, source in by_id.items():
        if cell_id.startswith(f"{low}-") and cell_id.endswith("-answer"):
            question = cell_id[len(low) + 1 : -len("-answer")]
            try:
                work.answers[question] = literal(source, question.replace("-", "_"))
            except Unreadable as error:
                work.answers[question] = error
    return work


def _attempt_in(text: str | None) -> int:
    """Return the number of the attempt whose record a sign-off cell carries, 1 if it has none."""
    record = _from_cell(text)
    number = record.header.get("attempt", 1) if record is not None else 1
    return number if type(number) is int and 1 < number < 100 else 1


def _parts(
    lab: str, folder: Path, by_id: dict[str, str], carried: dict[str, str | None]
) -> dict[str, Work]:
    """Read what there is besides the first record: LAB.PART.attempt.jsonl, or the copy in its cell.

    Of an exam these are benches and sittings, of a lab further attempts. `carried` is what the
    sign-off cell holds of one.
    """
    named = (PART.fullmatch(file.name.removeprefix(f"{lab}.")) for file in folder.glob(f"{lab}.*"))
    sealed = (SEALED.fullmatch(name.removeprefix(f"{lab.lower()}-")) for name in by_id)
    parts: dict[str, Work] = {}
    for part in sorted({found[1] for found in (*named, *sealed) if found} | carried.keys()):
        parts[part] = Work()
        text = sealed_text(by_id.get(f"{lab.lower()}-{part}-signoff", "")) or carried.get(part)
        read_record(folder / f"{lab}.{part}.attempt.jsonl", text, parts[part])
    return parts


def _id(cell: Any) -> str:
    found = cell.metadata.get("nbgrader")
    return str(found.get("grade_id") or "") if isinstance(found, dict) else ""
