"""Submissions with something wrong with them, each in its own way, and what is to be said of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from apprentices import bench_in, hand_in, student

import labsim
from labsim.attempt import Attempt
from labsim.course import draw, own_bench
from labsim.seeds import Seed, derive, read_ticket

FILE = "ELE-03.attempt.jsonl"
RIGHT = {"x-no-attempt", "x-doubled"}  # cases whose answer cells are filled in right
RUN = {"killer"}  # cases whose notebooks have to run; the others are x-…


def quick(name: str, folder: Path) -> Any:
    """A short honest attempt: three readings, and a diagnosis that happens to be right."""
    bench = bench_in(name, folder)
    bench.press("S1").look("K1")
    bench.measure("V", "K1:A1", "K1:A2")
    bench.release("S1").measure("V", "T1:H1", "T1:H4")
    lab = labsim.lab("ELE-03")
    seed = derive(read_ticket(folder, lab.id), lab.id, name)
    bench.diagnose(*draw(lab, seed.fault).id.split(": ", 1))
    bench.sign_off("No voltage at the transformer.")
    return bench


def book_in(folder: Path) -> Path:
    return next(folder.glob("*.ipynb"))


def edit(folder: Path, change: Callable[[list], list]) -> None:
    """Change the lines of the record file."""
    file = folder / FILE
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")


def rehashed(attempt: Attempt) -> Attempt:
    """Return a record with a sound chain over whatever its events now say."""
    made = Attempt(**{k: v for k, v in attempt.events[0].items() if k not in ("n", "t", "do", "h")})
    for event in attempt.events[1:]:
        made.append(event["do"], **{k: v for k, v in event.items() if k not in ("n", "do", "h")})
    return made


# one function a case: it leaves a folder as it was handed in ------------------------------------
def sound(name: str, folder: Path) -> None:
    hand_in(book_in(folder), quick(name, folder))


def cell_only(name: str, folder: Path) -> None:
    sound(name, folder)
    (folder / FILE).unlink()


def file_only(name: str, folder: Path) -> None:
    hand_in(book_in(folder), quick(name, folder), sealed=False)


def half_line(name: str, folder: Path) -> None:
    file_only(name, folder)
    file = folder / FILE
    file.write_bytes(file.read_bytes()[:-40])


def edited(name: str, folder: Path) -> None:
    """A reading changed in the file with an editor."""
    file_only(name, folder)
    edit(folder, lambda lines: [*lines[:3], lines[3].replace(" V", "9 V"), *lines[4:]])


def forged(name: str, folder: Path) -> None:
    """A reading changed and every hash made anew."""
    bench = quick(name, folder)
    made = Attempt.load(folder / FILE)
    reading = next(e for e in made.events if e["do"] == "measure")
    reading["value"], reading["text"] = 230.0, "230.0 V"
    made = rehashed(made)
    made.save(folder / FILE)
    bench.attempt = made
    hand_in(book_in(folder), bench)


def shortcut(name: str, folder: Path) -> None:
    """Minutes and a breach taken out of the record, hashes made anew."""
    bench = bench_in(name, folder)
    bench.measure("Ω", "K1:A1", "K1:A2")
    made = Attempt.load(folder / FILE)
    made.events[1].pop("breaches", None)
    made.events[1]["t"] = 0.01
    rehashed(made).save(folder / FILE)


def foreign(name: str, folder: Path) -> None:
    """The record of another apprentice."""
    file_only("somebody-else", folder)


def other_lab(name: str, folder: Path) -> None:
    with student(name):
        bench = labsim.open_lab("ELE-02", directory=folder.parent)
    bench.wait(5)
    bench.attempt.save(folder / FILE)


def own_ticket(name: str, folder: Path) -> None:
    """Worked outside the released folder: the self-study fault instead of the course's."""
    ticket = folder / "labsim-ticket.json"
    kept = ticket.read_text()
    ticket.unlink()
    sound(name, folder)
    ticket.write_text(kept)


def second_try(name: str, folder: Path) -> None:
    """A record that calls itself the second attempt, to get another fault."""
    numbered(name, folder, 2)


def numbered(name: str, folder: Path, number: int) -> None:
    """A sound record of an attempt with this number, worked with the fault that is drawn for it."""
    lab = labsim.lab("ELE-03")

    def mac(key: str, text: str) -> str:  # as labsim.seeds has it, for any "number"
        return hmac.new(key.encode(), text.encode(), "sha256").hexdigest()

    root = mac(read_ticket(folder, lab.id), f"{lab.id}|{name}|{number}")
    fault, instruments = (int(mac(root, what)[:12], 16) for what in ("fault", "instruments"))
    own = hashlib.sha256(root.encode()).hexdigest()[:16]
    bench = own_bench(lab, Seed(fault, instruments, own, instruments), None)
    header = {"edition": lab.edition, "attempt": number, "seed": own}
    bench.attempt.stamp(lab=lab.id, student=name, **header)
    bench.press("S1").measure("V", "K1:A1", "K1:A2")
    bench.diagnose(*draw(lab, fault).id.split(": ", 1))
    bench.sign_off("Found.")
    bench.attempt.save(folder / FILE)


def corrupt(name: str, folder: Path) -> None:
    (folder / FILE).write_bytes(os.urandom(500))


def no_attempt(name: str, folder: Path) -> None:
    """The notebook alone; its answers are right."""


def nothing(name: str, folder: Path) -> None:
    """Handed in as fetched."""


def opened(name: str, folder: Path) -> None:
    bench_in(name, folder)


def deleted(name: str, folder: Path) -> None:
    """Every cell that carries marks deleted; the record is there."""
    file_only(name, folder)
    book = nbformat.read(book_in(folder), as_version=4)
    book.cells = [c for c in book.cells if "nbgrader" not in c.metadata]
    nbformat.write(book, book_in(folder))


def doubled(name: str, folder: Path) -> None:
    """Answer and check cells copied; the first copy says something else."""
    sound(name, folder)
    book = nbformat.read(book_in(folder), as_version=4)
    twins = []
    for cell in book.cells:
        kind = str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if kind.endswith(("-answer", "-bench")):
            twin = nbformat.from_dict({**json.loads(json.dumps(cell)), "source": "1/0"})
            twin["id"] += "-twin"
            twins.append(twin)
    book.cells[2:2] = twins
    nbformat.write(book, book_in(folder))


def killer(name: str, folder: Path) -> None:
    """A cell that kills the kernel; the record is sound."""
    sound(name, folder)
    book = nbformat.read(book_in(folder), as_version=4)
    book.cells.insert(1, nbformat.v4.new_code_cell("import os; os._exit(9)"))
    nbformat.write(book, book_in(folder))


def broken_book(name: str, folder: Path) -> None:
    book = book_in(folder)
    book.write_bytes(book.read_bytes()[:400])


CASES = {
    ("" if case.__name__ in RUN else "x-") + case.__name__.replace("_", "-"): case
    for case in (
        sound, cell_only, file_only, half_line, edited, forged, shortcut, foreign, other_lab,
        own_ticket, second_try, corrupt, no_attempt, nothing, opened, deleted, doubled, killer,
        broken_book,
    )
}  # fmt: skip


def hand_in_case(
    name: str, case: Callable[[str, Path], None], release: Path, submitted: Path, right: dict
) -> None:
    """Write a case as a submission of a student of that name."""
    folder = submitted / name / "ELE-03"
    shutil.copytree(release, folder)
    if name in RIGHT:
        hand_in(book_in(folder), answers=right)
    case(name, folder)
    (folder / "timestamp.txt").write_text("2026-01-05 10:00:00.000000 UTC")
    (folder / "submission_secret.txt").write_text(name * 8)
