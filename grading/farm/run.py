"""A run of grading: what waits, worker processes, progress; it may be stopped and run again."""

from __future__ import annotations

import gc
import glob
import os
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import AutogradeApp
from nbgrader.coursedir import CourseDirectory

from grading import keys
from grading.farm.heads import Farm
from grading.farm.ledger import Ledger
from grading.farm.pool import Pool
from grading.farm.progress import Done, Progress
from grading.farm.warmth import warmth
from grading.farm.worker import Grader
from grading.kernels import sandbox
from grading.kernels.lifeline import LINUX
from grading.kernels.mother import warm
from grading.kernels.provisioner import Mother
from grading.running import OPEN
from labsim.core.errors import LabsimError

__all__ = ["Options", "configuration", "run", "students"]

# What workers would load one by one.
LOADED = ["nbgrader.converters.autograde", "grading.scoring", "labsim.drawing"]


@dataclass(frozen=True)
class Options:
    """How a class is graded. `jobs` 0: as many as the computer has processors."""

    jobs: int = 0
    force: bool = False
    run_all: bool = False
    require_sandbox: bool = False
    dask: str = ""  # address of a scheduler

    @property
    def processes(self) -> int:
        able = len(os.sched_getaffinity(0)) if LINUX else os.cpu_count() or 1
        return self.jobs or able


def configuration(course: Path) -> Any:
    """Return nbgrader's configuration of a course, put together as nbgrader does it."""
    app = AutogradeApp()
    with chdir(course):
        app.initialize([])
    app.config.CourseDirectory.root = app.coursedir.root
    return app.config


def students(coursedir: Any, lab: str) -> list[str]:
    """Return who handed in a lab."""
    places = coursedir.format_path(coursedir.submitted_directory, "*", lab)
    own = coursedir.format_path(coursedir.submitted_directory, "(?P<who>.*)", lab, escape=True)
    found = (re.fullmatch(own, place) for place in glob.glob(places))
    return sorted(match["who"] for match in found if match)


def run(
    course: Path, labs: Sequence[str], options: Options, mother: Mother | None
) -> dict[str, list[Done]]:
    """Grade labs one after the other; return by lab what could not be graded."""
    failed = {}
    config = configuration(course)
    keys.ring(CourseDirectory(config=config).course_id)  # or each hand-in would say it is missing
    config.RunNotebook.only_needed = not options.run_all
    _shut_in(config, options)
    if options.dask:
        config.RunNotebook.farm = str(_answers(CourseDirectory(config=config)))
    for lab in labs:
        progress = _grade(CourseDirectory(config=config), lab, options, mother)
        failed[lab] = [done for done in progress.done if done.error]
        if progress.stopped:
            raise KeyboardInterrupt
        if progress.rest:
            raise LabsimError(f"{lab}: {progress.rest} still to do, which the farm did not run")
    return failed


def _shut_in(config: Any, options: Options) -> None:
    """Say it when kernels cannot be shut in; LabsimError when they have to be."""
    switched_off = config.RunNotebook.get("sandbox") == "off" and not options.require_sandbox
    reason = "it is switched off" if switched_off else sandbox.available()
    if options.require_sandbox:
        config.RunNotebook.sandbox = "required"
        if reason:
            raise LabsimError(f"a sandbox is required, and there is none: {reason}")
    if reason:
        print(OPEN.format(reason=reason), flush=True)


def _grade(coursedir: Any, lab: str, options: Options, mother: Mother | None) -> Progress:
    """Grade what waits of a lab."""
    _generated(coursedir, lab)
    ledger, who = Ledger(coursedir, lab), students(coursedir, lab)
    strangers = _strangers(coursedir, who)
    if strangers:
        print(f"Not on the class list, graded and put on it: {', '.join(strangers)}.")
    waiting = who if options.force else ledger.waiting(who)
    progress = Progress(lab, len(waiting), len(who) - len(waiting))
    if waiting:
        _load(coursedir, lab, options, mother)
    watch = mother.watch if mother is not None else lambda: None
    waiting = sorted(waiting, key=lambda one: -_size(coursedir, lab, one))
    pool = Pool(Grader(coursedir.config, lab), options.processes, watch)
    wanted = _graded(pool, waiting, progress)
    if wanted and not pool.closed and _run_elsewhere(coursedir, options, tuple(wanted)):
        late = [student for some in wanted.values() for student in some]
        _graded(pool, late, progress)
    progress.stopped = pool.closed
    progress.end()
    return progress


def _load(coursedir: Any, lab: str, options: Options, mother: Mother | None) -> None:
    """Load what kernels and workers will need, before they are forked."""
    found = warmth(coursedir, lab)
    if mother is not None:
        now = options.run_all or found.runs
        mother.warm(found.modules, lab, found.lesson if options.run_all else (), now)
    warm(LOADED, lab)
    gc.collect()
    gc.freeze()  # or each worker would copy whatever a collection looks at


def _size(coursedir: Any, lab: str, student: str) -> int:
    """Return the bytes handed in: the longest first, or one worker would be left with it."""
    folder = Path(coursedir.format_path(coursedir.submitted_directory, student, lab))
    with suppress(OSError):  # who cannot be looked at is told so when graded
        return sum(file.lstat().st_size for file in folder.glob("*"))
    return 0


def _graded(pool: Pool, waiting: list[str], progress: Progress) -> dict[str, list[str]]:
    """Grade submissions; return who waits for which notebook to be run elsewhere."""
    wanted: dict[str, list[str]] = {}
    with _interrupts(pool):
        for student, done in pool.run(waiting):
            if done is not None and done.wanted:
                wanted.setdefault(done.wanted, []).append(student)
            else:
                progress.add(done or Done(student, 0.0, "its worker process died twice"))
    return wanted


def _run_elsewhere(coursedir: Any, options: Options, names: tuple[str, ...]) -> bool:
    """Have notebooks run on other machines; return whether there is anything to go on with."""
    print(f"{len(names)} notebooks to be run on the farm at {options.dask}", flush=True)
    settings = {name: dict(coursedir.config[name]) for name in ("Execute", "RunNotebook")}
    settings["RunNotebook"] |= {"only_needed": False, "farm": ""}
    pool = Pool(Farm(options.dask, _answers(coursedir), settings), 1)
    with _interrupts(pool):
        for _, wrong in pool.run([names]):
            for line in dict.fromkeys(wrong or ()):
                print(f"  {line}", flush=True)
            return wrong is not None and len(wrong) < len(names)
    return False


def _answers(coursedir: Any) -> Path:
    return Path(coursedir.root) / ".labsim" / "executed"


def _generated(coursedir: Any, lab: str) -> None:
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            gradebook.find_assignment(lab)
        except MissingEntry:
            raise LabsimError(
                f"{lab} is not in the gradebook: run `nbgrader generate_assignment {lab}` first"
            ) from None


def _strangers(coursedir: Any, who: Sequence[str]) -> list[str]:
    """Return who handed in and is not on the class list; none while there is no list.

    Without one, grading puts on the list who hands in: the rest of a class is no stranger then.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        known = {student.id for student in gradebook.students}
    sign = Path(coursedir.root) / ".labsim" / "no-class-list"
    if not known and who:
        sign.parent.mkdir(parents=True, exist_ok=True)
        sign.touch()
    listed = known - _ever(coursedir) if sign.exists() else known
    return [name for name in who if name not in known] if listed else []


def _ever(coursedir: Any) -> set[str]:
    """Return who ever handed anything in."""
    places = coursedir.format_path(coursedir.submitted_directory, "*", "*")
    own = coursedir.format_path(coursedir.submitted_directory, "(?P<who>[^/]*)", ".*", escape=True)
    found = (re.fullmatch(own, place) for place in glob.glob(places))
    return {match["who"] for match in found if match}


@contextmanager
def _interrupts(pool: Pool) -> Iterator[None]:
    """Let Ctrl-C end what is under way and begin nothing more; a second one ends at once."""

    def interrupted(*_: Any) -> None:
        if pool.closed:
            raise KeyboardInterrupt
        pool.close()
        under_way = len(pool.busy)
        print(f"\nStopping when {under_way} under way are graded; Ctrl-C again: at once.")

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
