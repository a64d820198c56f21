"""Opening a lab: a bench, or of an exam the apprentice's own paper and its benches.

`labsim.open_lab` is this one. A record lies beside the notebook: `VIB-05.attempt.jsonl`, of a
second sitting `VIB-05.2.attempt.jsonl`, of a bench of an exam `INT-02.plc.attempt.jsonl`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from labsim import course, recordfile
from labsim.attempt import Attempt, AttemptError
from labsim.bench import Bench
from labsim.core.errors import LabsimError, unknown
from labsim.playback import Playback
from labsim.seeds import TICKET_FILE, Seed, derive, read_ticket, student_id
from labsim.study.desk import Desk, fingerprint, own_form
from labsim.study.form import Form

__all__ = ["Exam", "form_of", "open_exam", "open_lab", "paper_file", "station_lab", "station_seed"]


class Exam(Desk):
    """A paper with the folder its records lie in: it may be sat again, and have benches."""

    directory = Path()

    @property
    def number(self) -> int:
        """Which sitting this is, from 1."""
        return int(self.attempt.header.get("attempt", 1))

    def again(self) -> Exam:
        """Open the next sitting, a parallel form: none of its items were in this one."""
        if not self.handed_in and not self.frozen:
            raise LabsimError("hand in this paper first: then it may be sat again")
        return open_exam(self.lab, self.number + 1, self.directory)

    def station(self, name: str) -> Bench:
        """Open one of the benches of the exam, with a hidden fault of one's own."""
        return open_station(self.lab, name, self.directory, self.frozen)


def open_lab(
    lab_id: str, practice: bool = False, directory: str | Path | None = None,
    attempt: int | None = None,
) -> Bench | Exam:  # fmt: skip
    """Open an apprentice's own bench, or of an exam their own paper; resumed if it was begun.

    See `labsim.course.open_lab`. practice=True of an exam is a paper that nobody keeps. `attempt`
    begins a further one, of an exam a further sitting, where the scenario allows it.
    """
    found = course.lab(lab_id)
    if found.kind != "exam":
        return course.open_lab(lab_id, practice, directory, attempt)
    if practice:
        name = found.scenario.exam
        paper = own_form(name, int.from_bytes(os.urandom(4)), 1)
        return Exam(found, paper, Attempt(exam=name, lab=found.id), told=True)
    paper = open_exam(found, 1, Path(directory or os.environ.get("LABSIM_RECORDS") or "."))
    for _ in range(1, int(attempt or 1)):
        paper = paper.again()
    return paper


def paper_file(lab: Any, part: str = "", directory: str | Path = ".") -> Path:
    """Return where a record of an exam lies; `part` is a further sitting, "2", or a bench."""
    name = f"{lab.id}.{part}" if part else lab.id
    return Path(directory) / f"{name}.attempt.jsonl"


def form_of(lab: Any, ticket: str, student: str, sitting: int) -> Form:
    """Return the form of an apprentice's sitting: the series by seed, parallel forms in it."""
    return own_form(lab.scenario.exam, derive(ticket, lab.id, student, 0).fault, sitting)


# the paper ---------------------------------------------------------------------------------------
def open_exam(lab: Any, sitting: int, directory: Path) -> Exam:
    """Open a sitting of an exam, from 1; it goes on where it was left."""
    if sitting not in range(1, lab.scenario.attempts + 1):
        raise LabsimError(f"{lab.id} may be sat {lab.scenario.attempts} times, not {sitting}")
    path = paper_file(lab, "" if sitting == 1 else str(sitting), directory)
    paper = form_of(lab, _ticket(lab.id, directory), student_id(), sitting)
    frozen = _marking()
    attempt = _shown(path) if frozen else _resumed(lab, paper, sitting, path)
    attempt = attempt or _new(lab, paper, sitting, directory)
    if attempt.path is None and not frozen:
        attempt.save(path)
    exam = Exam(lab, paper, attempt, not frozen and not _in_class(directory), frozen)
    exam.directory = directory
    return exam


def _marking() -> bool:
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def _in_class(directory: Path) -> bool:
    return (directory / TICKET_FILE).exists()


def _ticket(name: str, directory: Path) -> str:
    """Return the ticket; while a notebook is run again for marking, anything will do."""
    try:
        return read_ticket(directory, name.partition("/")[0])
    except LabsimError:
        if _marking():
            return ""
        raise


def _shown(path: Path) -> Attempt | None:
    """Return a record that is only shown, None if there is none that can be read."""
    with suppress(LabsimError, OSError):
        attempt = Attempt.load(path, strict=False)
        attempt.path = None
        return attempt
    return None


def _new(lab: Any, paper: Form, sitting: int, directory: Path) -> Attempt:
    seed = derive(_ticket(lab.id, directory), lab.id, student_id(), sitting)
    return Attempt(
        exam=lab.scenario.exam, lab=lab.id, student=student_id(), attempt=sitting,
        seed=seed.commitment, form=fingerprint(paper), edition=lab.edition, version=_version(),
    )  # fmt: skip


def _version() -> str:
    try:
        return version("labsim")
    except PackageNotFoundError:
        return "unknown"


def _resumed(lab: Any, paper: Form, sitting: int, path: Path) -> Attempt | None:
    """Return the record to go on with; AttemptError when it is another's, or of other items."""
    if not path.exists() or not path.stat().st_size:
        return None
    found = course.resume(lab, path, path.parent)
    if found is None:
        return None
    header, away = found[1].header, "move it away to begin your own"
    if header.get("attempt") != sitting:
        raise AttemptError(f"{path.name} is of sitting {header.get('attempt')}: {away}")
    if header.get("form") != fingerprint(paper):
        made = header.get("version", "an unknown release")
        raise AttemptError(f"{path.name} was made with labsim {made}, whose items differ: {away}")
    return found[1]


# its benches -------------------------------------------------------------------------------------
def station_seed(lab: Any, name: str, ticket: str, student: str) -> Seed:
    """Return the seed of a bench of an exam; LabsimError if it has none of that name."""
    if name not in lab.scenario.stations:
        raise unknown(lab.id, "bench", name, lab.scenario.stations)
    return derive(ticket, f"{lab.id}/{name}", student, 1)


def station_lab(lab: Any, name: str, seed: Seed) -> course.Lab:
    """Return the lab whose machine stands at a bench: the seed picks it."""
    names = lab.scenario.stations[name]
    return course.lab(names[seed.instruments % len(names)])


def open_station(lab: Any, name: str, directory: Path, frozen: bool) -> Bench:
    """Open a bench of an exam; its record lies beside that of the paper."""
    seed = station_seed(lab, name, _ticket(lab.id, directory), student_id())
    at, path, own = station_lab(lab, name, seed), paper_file(lab, name, directory), None
    if frozen:
        bench = course.own_bench(at, seed, None)
        return Playback(bench.machine, bench._hidden, seed.instruments, at.scenario, _shown(path))
    _ = at.family  # worked out before the file is held: it may take a moment
    with recordfile.held(path):
        if path.exists() and path.stat().st_size:
            as_lab = SimpleNamespace(id=f"{lab.id}/{name}", edition=at.edition)
            own = course.resume(as_lab, path, directory)
        bench = course.own_bench(at, *(own or (seed, None)))
        if own is None:
            bench.attempt.stamp(
                lab=f"{lab.id}/{name}", at=at.id, student=student_id(), attempt=1,
                seed=seed.commitment, edition=at.edition, version=_version(),
            )  # fmt: skip
            bench.attempt.save(path)
    return bench
