"""What a released folder tells that it should not: every file, and all that is packed in it."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import json
import lzma
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat

import labsim
from grading import answers, papers
from grading.keys import Key
from grading.work import Work, read_work
from labsim.core.errors import LabsimError
from labsim.hidden import draw
from labsim.seeds import TICKET_FILE

FORBIDDEN = re.compile(
    r"SOLUTION|HIDDEN TESTS|MARK SCHEME|from grading|import grading|perfect\(|\.reveal\("
)
PACKED = re.compile(rb"[A-Za-z0-9+/_=!#$%&()*;<>?@^`{|}~-]{40,}")
WAYS = (base64.b64decode, base64.urlsafe_b64decode, base64.b85decode, binascii.unhexlify,
        zlib.decompress, gzip.decompress, bz2.decompress, lzma.decompress)  # fmt: skip
DEPTH = 3  # packings within packings that are tried


def layers(data: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """Yield data, and whatever it or a long word in it is when it is unpacked in a usual way."""
    yield data
    if not depth:
        return
    for piece in {data, *PACKED.findall(data)}:
        for way in WAYS:
            with suppress(Exception):
                if (found := way(piece)) and found != piece:
                    yield from layers(found, depth - 1)


def secrets(lab_id: str, name: str, key: str, course: str) -> dict[tuple[str, ...], str]:
    """Return what must not stand in a release together, without blanks, and what it would be.

    That are the key, forwards and backwards, and every perfect answer as Python and JSON write it.
    """
    found: dict[tuple[str, ...], str] = {(key,): "the key", (key[::-1],): "the key backwards"}
    marker = papers.marker(lab_id, name, Work(), course, key)
    with suppress(LabsimError):
        for question in answers.questions(lab_id):
            with suppress(LabsimError):
                right = answers.perfect(marker.expected(question))
                for write in (repr, _json):
                    places = right.items() if isinstance(right, dict) else ()
                    parts = [f"{write(place)}:{write(value)}" for place, value in places]
                    parts = [squeezed(part) for part in parts or [write(right)]]
                    if sum(map(len, parts)) > 12:  # what is shorter may stand there by chance
                        found[tuple(parts)] = f"the answer to {question}"
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def squeezed(text: str) -> str:
    """Return a text without blanks and escapes."""
    return "".join(text.replace("\\", "").split())


def told(folder: Path, lab_id: str, name: str, key: str, course: str) -> list[str]:
    """Return a sentence for everything a released folder tells that it should not."""
    kept, found = secrets(lab_id, name, key, course), []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        for data in layers(path.read_bytes()):
            text = squeezed(data.decode("utf-8", "replace"))
            there = [parts for parts in kept if all(part in text for part in parts)]
            found += [f"{path.name} holds {kept[parts]}" for parts in there]
        if path.suffix not in (".ipynb", ".toml") and path.name != TICKET_FILE:
            found.append(f"{path.name} is released, and nobody asked for it")
        if path.suffix == ".ipynb":
            found += _in_notebook(path)
    found += _in_ticket(folder, lab_id, key)
    return list(dict.fromkeys(found))


def _in_notebook(path: Path) -> Iterator[str]:
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if said := FORBIDDEN.search(cell.source):
            yield f"{path.name} speaks of {said[0]}"
        if cell.get("outputs"):
            yield f"{path.name} has outputs"
    extra = set(book.metadata) - {"kernelspec", "language_info", "labsim", "mystnb", "jupytext"}
    if extra:
        yield f"{path.name} carries {', '.join(sorted(extra))}"


def _in_ticket(folder: Path, lab_id: str, key: str) -> Iterator[str]:
    ticket = json.loads((folder / TICKET_FILE).read_text("utf-8"))
    if set(ticket) - {lab_id, "key"} or ticket.get("key") != Key(key).id:
        yield f"{TICKET_FILE} holds more than the ticket and the id of the key"
    if not re.fullmatch("[0-9a-f]{64}", ticket[lab_id]):
        yield f"{TICKET_FILE} holds no ticket"


def worth(folder: Path, lab_id: str, name: str, key: str, course: str) -> float:
    """Return the share of the marks that the release earns when it is handed in as it stands."""
    (file,) = folder.glob("*.ipynb")
    cells: list[Any] = nbformat.read(file, as_version=4).cells
    marker = papers.marker(lab_id, name, read_work(lab_id, folder, cells, cells), course, key)
    graded = [
        c for c in cells if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("grade")
    ]
    marks = [marker.mark(cell.metadata.nbgrader.grade_id) for cell in graded]
    return sum(float(mark.share) for mark in marks if mark is not None)


def hides(folder: Path, lab_id: str) -> list[str]:
    """Return the faults that may be drawn and that files other than the notebook name."""
    lab = labsim.lab(lab_id)
    names = {draw(lab, number).id for number in range(0, 1_000_003, 9973)} if lab.family else set()
    texts = [p.read_text("utf-8", "replace") for p in folder.rglob("*")
             if p.is_file() and p.suffix not in (".ipynb", ".toml")]  # fmt: skip
    return [name for name in sorted(names) if any(name in text for text in texts)]
