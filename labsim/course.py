"""Labs: a scenario with its machine, faults, bench and notebook; and the course they make."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from labsim import scenario as scenarios
from labsim.attempt import Attempt, AttemptError
from labsim.bench import Bench
from labsim.core.component import Fault
from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.seeds import Seed, derive, read_ticket, student_id
from labsim.states import Check, OperatingState, checks, operating_states

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

    @property
    def showing(self) -> frozenset[str]:
        """Ids of the machine's faults that show the complaint in every severity."""
        return scenarios.showing(self.scenario, self.machine)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """All that the lab may hide; faults no available check can separate share a group."""
        from labsim.coach import Coach

        return Coach.of(self).faults

    @cached_property
    def states(self) -> list[OperatingState]:
        return operating_states(self.machine)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        return checks(self.machine, self.states)

    @property
    def notebook(self) -> Path:
        """The lab's notebook in the course folder; LabsimError when it is not there."""
        for root in course_folders():
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
        attempt: Attempt | None = None,
    ) -> Bench:  # fmt: skip
        """Return a bench with a named fault, one drawn by seed, or a healthy machine."""
        if fault is None and seed is not None:
            fault = draw(self, seed)
        if isinstance(fault, str):
            fault = self.machine.fault(fault)
        bench = Bench(self.machine, fault, seed, self.scenario, attempt)
        bench.states, bench._checks = self.states, self.checks
        return bench

    def __repr__(self) -> str:
        return f"<Lab {self.id} {self.title}>"


def course_folders() -> Iterator[Path]:
    """Where notebooks may be: the folder the course was opened in, or this source tree."""
    for root in (os.environ.get("LABSIM_COURSE"), Path(__file__).parents[1] / "notebooks"):
        if root and Path(root).is_dir():
            yield Path(root)


def draw(lab: Lab, number: int) -> Fault:
    """Return the fault a number picks from a lab's family, likelier ones more often."""
    rates = [fault.rate for fault in lab.family]
    point = (number % 1_000_003) / 1_000_003 * sum(rates)
    for fault, rate in zip(lab.family, rates, strict=True):
        point -= rate
        if point < 0:
            return fault
    return lab.family[-1]


@cache
def _course() -> dict[str, Lab]:
    found = {name: Lab(scenarios.load(path)) for name, path in scenarios.find().items()}
    return dict(sorted(found.items()))


def labs() -> list[Lab]:
    """Return every lab, in curriculum order."""
    return list(_course().values())


def lab(lab_id: str) -> Lab:
    """Return a lab by id, "ELE-03"; an unknown id raises LabsimError with the nearest match."""
    found = _course().get(str(lab_id).upper())
    if found is None:
        raise unknown("The course", "lab", lab_id, _course())
    return found


def attempt_file(lab: Lab, directory: str | Path = ".") -> Path:
    """Return where the attempt record of a lab lies: beside the notebook."""
    return Path(directory) / f"{lab.id}.attempt.jsonl"


def open_lab(lab_id: str, practice: bool = False, directory: str | Path | None = None) -> Bench:
    """Open an apprentice's own bench: their hidden fault, their attempt resumed if there is one.

    The record lies in `directory`: by default LABSIM_RECORDS, or else beside the notebook.
    practice=True draws a fresh fault each time and leaves no graded record; `bench.reveal()`
    tells it at the end. A damaged record is kept aside; its sound beginning goes on.
    """
    found = lab(lab_id)
    if practice:
        seed = derive("practice", found.id, student_id(), int.from_bytes(os.urandom(4)))
        return found.bench(seed=seed.fault)
    directory = directory or os.environ.get("LABSIM_RECORDS") or "."
    path = attempt_file(found, directory)
    if path.exists():
        return reopen(found, path, directory)
    student, number = student_id(), 1
    seed = derive(read_ticket(directory, found.id), found.id, student, number)
    bench = own_bench(found, seed, None)
    bench.attempt.stamp(lab=found.id, student=student, attempt=number, seed=seed.commitment)
    bench.attempt.save(path)
    return bench


def own_unit(lab: Lab, seed: Seed) -> Machine | None:
    """Return the sister machine a seed picks, sound; None if the lab has no units."""
    units = list(lab.scenario.units)
    return lab.scenario.build(units[seed.instruments % len(units)]) if units else None


def own_bench(lab: Lab, seed: Seed, attempt: Attempt | None) -> Bench:
    """Return the bench of a derived seed, with an attempt resumed on it if given."""
    fault, unit = draw(lab, seed.fault), own_unit(lab, seed)
    if unit is not None:
        fault = unit.faults[lab.machine.faults.index(fault)]
        return Bench(unit, fault, seed.instruments, lab.scenario, attempt)
    bench = Bench(lab.machine, fault, seed.instruments, lab.scenario, attempt)
    bench.states, bench._checks = lab.states, lab.checks
    return bench


def reopen(lab: Lab, path: Path, directory: str | Path) -> Bench:
    """Resume the attempt in a file; one that belongs to another lab raises AttemptError."""
    attempt = Attempt.load(path, strict=False)
    header: dict[str, Any] = attempt.header
    if header.get("lab") != lab.id:
        raise AttemptError(f"{path.name} is a record of {header.get('lab') or '?'}, not of {lab.id}")
    if attempt.damage:
        path.replace(path.with_suffix(f".damaged-{len(attempt.events)}"))
        attempt.save(path)
    student, number = str(header.get("student", "")), int(header.get("attempt", 1))
    seed = derive(read_ticket(directory, lab.id), lab.id, student, number)
    if seed.commitment != header.get("seed"):
        raise AttemptError(f"{path.name} was made with another course ticket or student: not resumed")
    return own_bench(lab, seed, attempt)


def replay(lab: Lab, attempt: Attempt, seed: Seed) -> tuple[Attempt, list[str]]:
    """Do an attempt again on a fresh bench of the apprentice's own machine.

    Returns the record as it comes out, breaches included, and a sentence for every reading that
    does not come out. Score the record that comes out, not the one that was handed in.
    """
    bench = own_bench(lab, seed, None)
    bench.attempt.stamp(**attempt.header)
    wrong = []
    for event in attempt.events[1:]:
        bench.again(event)
        told = bench.attempt.events[-1].get("text")
        if event["do"] in ("measure", "look") and told != event.get("text"):
            wrong.append(f"line {event['n']}: recorded {event.get('text')!r}, {told!r} on replay")
    return bench.attempt, wrong
