"""Labs: a scenario with its machine, faults, bench and notebook; and the course they make."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

from labsim import playback, recordfile
from labsim import scenario as scenarios
from labsim.attempt import Attempt, AttemptError
from labsim.bench import Bench
from labsim.core.component import Fault
from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.curriculum import curriculum
from labsim.family import showing
from labsim.folders import beside, notebook_folders, own_scenarios
from labsim.hidden import (
    draw,
    edition_of,
    made_with,
    own_bench,
    own_machine,
    own_unit,
    release,
    twin,
    values_of,
)  # fmt: skip
from labsim.playback import Playback
from labsim.provoke import checks_of, states_of
from labsim.retake import attempt_file, committed, may_begin, newest, own_seed, seed_of
from labsim.sealed import open_sealed
from labsim.seeds import Seed, derive, read_ticket, student_id
from labsim.states import Check, OperatingState

__all__ = [
    "Lab", "attempt_file", "draw", "lab", "labs", "open_lab", "own_bench", "own_unit", "replay",
]  # fmt: skip


class Lab:
    """One lab of the course. Attributes as in docs/contract.md; LabsimError on an unknown fault."""

    def __init__(self, scenario: scenarios.Scenario) -> None:
        self.scenario = scenario
        self.id, self.title, self.area = scenario.id, scenario.title, scenario.area
        self.tier, self.kind, self.minutes = scenario.tier, scenario.kind, scenario.minutes
        self.skills, self.prerequisites = scenario.skills, scenario.prerequisites

    @cached_property
    def machine(self) -> Machine:
        return self.scenario.build()

    @cached_property
    def family(self) -> tuple[Fault, ...]:
        """The faults this lab may hide, before their ambiguity groups are worked out."""
        return self.scenario.family(self.machine)

    @cached_property
    def edition(self) -> str:
        """A short hash of machine and faults; where it changes, old records do not come out."""
        return edition_of(self)

    @property
    def showing(self) -> frozenset[str]:
        """Ids of the machine's faults, or of its pairs, that always show the complaint."""
        pairs = self.family if self.scenario.together > 1 else None
        return showing(self.scenario, self.machine, pairs)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """All that the lab may hide; faults no available check can separate share a group."""
        from labsim.coach import Coach

        return Coach.of(self).faults

    @cached_property
    def states(self) -> list[OperatingState]:
        return states_of(self.machine, self.scenario)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        return checks_of(self.machine, self.states, self.scenario)

    @property
    def notebook(self) -> Path:
        """The lab's notebook in the course folder; LabsimError when it is not there."""
        for root in notebook_folders():
            found = sorted((root / self.area).glob(f"{self.id}-*.ipynb"))
            if found:
                return found[0]
        raise LabsimError(f"no notebook of {self.id} found: open the course folder first")

    def fault(self, fault_id: str) -> Fault:
        """Return one of this lab's faults by id; LabsimError with the nearest match if none."""
        for fault in self.family:
            if fault.id == fault_id:
                return fault
        raise unknown(self.id, "fault", fault_id, [f.id for f in self.family])

    def bench(
        self, fault: Fault | str | None = None, seed: int | None = None,
        attempt: Attempt | None = None, unit: str = "0", values: int = 0,
    ) -> Bench:  # fmt: skip
        """Return a bench with a named fault, one drawn by seed, or a healthy machine.

        `unit` is the sister machine it stands before, "0" the one of the training room; `values`
        draws those of its parts within their spread, 0: they are as drawn.
        """
        if fault is None and seed is not None:
            fault = draw(self, seed)
        if isinstance(fault, str):
            fault = self.machine.fault(fault)
        if unit != "0":
            sister = self.scenario.build(unit)
            there = twin(fault, sister) if fault is not None else None
            return Bench(sister, there, seed, self.scenario, attempt)
        own = values_of(self, values)
        bench = Bench(self.machine, fault, seed, self.scenario, attempt, values=own)
        bench.states, bench._checks = self.states, self.checks
        return bench

    def __repr__(self) -> str:
        return f"<Lab {self.id} {self.title}>"


@cache
def _lab_of(path: Path, _changed: int) -> Lab:
    return Lab(scenarios.load(path))


def _of_file(path: Path) -> Lab:
    """Return the lab of a scenario file, the same one until the file changes."""
    return _lab_of(path, path.stat().st_mtime_ns)


def _files() -> dict[str, Path]:
    """Return the scenario files of labsim and of the course's own labs, in curriculum order."""
    built_in, own = scenarios.find(), own_scenarios()
    for name in built_in.keys() & own.keys():
        raise LabsimError(f"{own[name]}: {name} is a lab of labsim; give your own another id")
    order = {row["id"]: row["order"] for row in curriculum()["labs"]}
    files = {**built_in, **own}
    return {name: files[name] for name in sorted(files, key=lambda n: (order.get(n, 999), n))}


def labs() -> list[Lab]:
    """Return every lab, in curriculum order; a course's own labs come last."""
    return [_of_file(path) for path in _files().values()]


def lab(lab_id: str) -> Lab:
    """Return a lab by id, "ELE-03"; an unknown id raises LabsimError with the nearest match."""
    wanted, files = str(lab_id).upper(), _files()
    path = files.get(wanted) or beside(wanted)
    if path is None:
        raise unknown("The course", "lab", lab_id, files)
    return _of_file(path)


def open_lab(
    lab_id: str, practice: bool = False, directory: str | Path | None = None,
    attempt: int | None = None,
) -> Bench:  # fmt: skip
    """Open an apprentice's own bench: their hidden fault, their attempt resumed if there is one.

    The record lies in `directory`: by default LABSIM_RECORDS, or else beside the notebook.
    practice=True draws a fresh fault each time and leaves no graded record; `bench.reveal()`
    tells it at the end. A damaged record is kept aside; its sound beginning goes on.
    `attempt` names one or begins the next, where the scenario allows it; else the newest goes on.
    """
    found = lab(lab_id)
    if practice:
        seed = derive("practice", found.id, student_id(), int.from_bytes(os.urandom(4)))
        bench = own_bench(found, seed, None)
        bench.practice = True
        return bench
    if (sealed := open_sealed(found, attempt)) is not None:
        return sealed
    here = Path(directory or os.environ.get("LABSIM_RECORDS") or ".")
    return _open_here(found, here, newest(found, here) if attempt is None else int(attempt))


def _open_here(found: Lab, directory: Path, number: int) -> Bench:
    """Open the bench with its machine in this process and its record in a file."""
    path = attempt_file(found, directory, number)
    if os.environ.get("NBGRADER_EXECUTION"):
        return handed_in(found, path, directory)
    before = attempt_file(found, directory, number - 1) if number > 1 else None
    done = before is not None and _begun(before)
    may_begin(found, number, Attempt.load(before, strict=False) if done else None)
    _ = found.family  # worked out before the file is held: it may take a moment
    with recordfile.held(path):
        try:
            resumed = resume(found, path, directory, number) if _begun(path) else None
            if resumed is None:
                return begin(found, path, directory, number)
        finally:
            if path.exists() and not _begun(path):
                path.unlink()
    return own_bench(found, *resumed)


def _begun(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def begin(lab: Lab, path: Path, directory: Path, number: int = 1) -> Bench:
    """Begin an attempt on the apprentice's own machine, with its record in a file."""
    student = student_id()
    seed = seed_of(read_ticket(directory, lab.id), lab.id, student, number)
    bench = own_bench(lab, seed, None)
    own = {"lab": lab.id, "student": student, "attempt": number, "seed": seed.commitment}
    bench.attempt.stamp(**own, **made_with(lab))
    bench.attempt.save(path)
    return bench


def resume(
    lab: Lab, path: Path, directory: Path, number: int | None = None
) -> tuple[Seed, Attempt] | None:
    """Return seed and record to go on with; None when the file holds no sound beginning.

    What is damaged is kept aside. A record of another lab, student or attempt raises AttemptError,
    and is left as it is.
    """
    try:
        attempt = Attempt.load(path, strict=False)
    except AttemptError as error:
        copy = recordfile.aside(path, move=True)
        print(f"{error}. It is kept as {copy.name}; this is a new attempt.")
        return None
    seed = own_seed(lab, attempt, path.name, directory)
    if number is not None and attempt.header.get("attempt", 1) != number:
        raise AttemptError(f"{path.name} is of another attempt than {number}: move it away")
    if attempt.damage:
        print(f"{attempt.damage}. The file is kept as {recordfile.aside(path).name}; "
              f"the {len(attempt.events) - 1} actions before go on.")  # fmt: skip
        attempt.save(path)
    return seed, attempt


def handed_in(lab: Lab, path: Path, directory: Path) -> Bench:
    """Return the bench as nbgrader runs a notebook again: the record is shown, nothing is added."""
    attempt, seed = None, None
    with suppress(LabsimError, OSError):
        seed = derive(read_ticket(directory, lab.id), lab.id, student_id(), 1)
    with suppress(LabsimError, OSError):
        attempt = Attempt.load(path, strict=False)
        seed = committed(lab, attempt.header, directory)
    fault, unit = own_machine(lab, seed) if seed else (None, _unit_of(lab, attempt))
    sheets = seed.instruments if seed else attempt and attempt.header.get("sheets")
    bench = Playback(unit, fault, sheets, lab.scenario, attempt)
    if unit is lab.machine:
        bench.states, bench._checks = lab.states, lab.checks
    return bench


def _unit_of(lab: Lab, attempt: Attempt | None) -> Machine:
    """Return the machine a sealed record was made at, sound; its fault is not ours to know."""
    unit = str(attempt.header.get("unit", "")) if attempt is not None else ""
    return lab.scenario.build(unit) if unit in lab.scenario.units else lab.machine


def replay(lab: Lab, attempt: Attempt, seed: Seed) -> tuple[Attempt, list[str]]:
    """Do an attempt again on a fresh bench of the apprentice's own machine.

    Returns the record as it comes out, breaches included, and a sentence for every reading that
    does not come out. Score the record that comes out, not the one that was handed in.
    """
    bench = own_bench(lab, seed, None)
    header = {k: v for k, v in attempt.header.items() if k not in ("seen", "seed", "unit")}
    bench.attempt.stamp(**header, seed=seed.commitment)
    wrong = playback.replay(bench, attempt)
    if header.get("edition") != lab.edition:
        older = "had other faults or another machine when this record was made"
        wrong.insert(0, f"{lab.id} {older}: it cannot be judged")
    if wrong and (made := header.get("version", "unknown")) != release():
        wrong.insert(0, f"the record was made with labsim {made}, and this is {release()}")
    return bench.attempt, wrong
