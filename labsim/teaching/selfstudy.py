"""Self-study: what one's own signed-off records are worth, and which lab to do next.

Who learns alone has no gradebook. Then the coach scores the records that lie beside the notebooks,
here, for the learner's eyes only. A lab that came with a course's ticket is left alone: its marks
are the grader's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from labsim import coach
from labsim.attempt import Attempt
from labsim.coach import tasks
from labsim.core.errors import LabsimError
from labsim.course import Lab, draw, labs, replay
from labsim.retake import attempt_file, seed_of
from labsim.seeds import TICKET_FILE, read_ticket
from labsim.skillmodel import Evidence, Suggestion, suggest
from labsim.study.desk import fingerprint
from labsim.study.marked import marked
from labsim.study.opening import form_of
from labsim.teaching.coursemap import link, records, standing
from labsim.teaching.page import Piece, table

__all__ = ["BENCH", "evidence", "next_steps", "suggestions"]

BENCH = 0.6  # part of a lab's points that the bench is worth; the questions are not marked here


def evidence() -> list[Evidence]:
    """Return what the signed-off records of self-study say, in the order of the course."""
    found = []
    for lab in labs():
        share = _share(lab)
        if share is not None:
            found.append(Evidence(lab.id, share, BENCH))
    return found


def _share(lab: Lab) -> float | None:
    """Return the share of the bench's marks of a lab, None where there is nothing to score."""
    scored = lab.kind in ("diagnosis", "exam") or tasks.of(lab) is not None
    try:
        path = next((p for p in records(lab) if p.exists()), None)
        if path is None or not scored or (path.parent / TICKET_FILE).exists():
            return None
        if lab.kind == "exam":
            return max(_sat(lab, path.parent), default=None)
        attempt = Attempt.load(path, strict=False)
        return _scored(lab.id, path, attempt.hashes[-1]) if attempt.signed_off else None
    except (LabsimError, OSError):  # a record that cannot be read says nothing
        return None


def _sat(lab: Lab, folder: Path) -> Iterator[float]:
    """Yield what each paper of an exam that was handed in came to; its benches are not scored."""
    ticket = read_ticket(folder, lab.id)
    for number in range(1, int(lab.scenario.attempts) + 1):
        path = attempt_file(lab, folder, number)
        attempt = Attempt.load(path, strict=False) if path.exists() else None
        if attempt is None or not attempt.signed_off:
            continue
        form = form_of(lab, ticket, str(attempt.header.get("student", "")), number)
        if attempt.header.get("form") == fingerprint(form):
            yield marked(form, attempt).share


@cache
def _scored(lab_id: str, path: Path, last: str) -> float | None:
    """Do a record again on the learner's own machine and score it; `last` makes it a new one."""
    lab = next(each for each in labs() if each.id == lab_id)
    attempt = Attempt.load(path, strict=False)
    header = attempt.header
    number = header.get("attempt", 1)
    if not isinstance(number, int):
        return None
    seed = seed_of(read_ticket(path.parent, lab_id), lab_id, str(header.get("student", "")), number)
    if seed.commitment != header.get("seed"):
        return None
    fresh, odd = replay(lab, attempt, seed)
    return None if odd else coach.score(lab, fresh, draw(lab, seed.fault).id).total / 100


def suggestions() -> list[Suggestion]:
    """Return the labs to do next, best first; one signed off whose marks come later is pending."""
    known, there = evidence(), [lab for lab in labs() if link(lab)]
    scored = {each.lab for each in known}
    signed = [lab.id for lab in there if standing(lab).state == "signed off"]
    pending = [name for name in signed if name not in scored]
    return suggest(known, [lab.id for lab in there], pending=pending)


def next_steps() -> Piece:
    """Show what to do next and why, best first."""
    ways = {lab.id: link(lab) for lab in labs()}
    rows = [
        [f'<a href="{ways[s.lab]}"><b>{s.lab}</b></a>', f"{s.minutes:.0f} min", " ".join(s.reasons)]
        for s in suggestions()
    ]
    return table(["lab", "takes", "why"], rows)
