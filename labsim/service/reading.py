"""Logs as the grader gets them: who has one of a lab, and what one holds, MACs and all."""

from __future__ import annotations

from typing import Any

from labsim.core.errors import LabsimError
from labsim.sealed import log as logs
from labsim.service.options import Options

__all__ = ["logs_of"]


def logs_of(
    options: Options, lab: str = "", student: str = "", number: int = 1
) -> dict[str, Any]:  # fmt: skip
    """Return labs, or the students who have a log of a lab, or the text of one attempt's log.

    The grader checks the MACs with the course's key: it need not trust this socket.
    """
    folder = options.attempts
    if not lab:
        found = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
        return {"course": options.course, "labs": found}
    if not lab.replace("-", "").isalnum():
        raise LabsimError(f"{lab[:40]!r} is no lab")
    if not student:
        names = {p.name.rsplit(".", 2)[0] for p in (folder / lab).glob("*.1.jsonl")}
        return {"course": options.course, "students": sorted(names)}
    if not logs.student_ok(student):
        raise LabsimError(f"{student[:40]!r} is no name of a student")
    path = logs.file_of(folder, lab, student, number)
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    return {"course": options.course, "log": text}
