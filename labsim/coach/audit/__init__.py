"""Audit: lint for authors, bots for proof that a lab's scores order as skill does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from labsim.coach import tasks
from labsim.coach.audit.battery import battery, run_bot
from labsim.coach.audit.fairness import fair
from labsim.coach.audit.ladder import ladder
from labsim.coach.audit.lint import lint, solvable
from labsim.coach.audit.report import Finding, Report
from labsim.core.errors import LabsimError

__all__ = ["Finding", "Report", "audit", "run_bot"]

SEEDS = 500


def audit(
    labs: Iterable[Any],
    sample: int = 8,
    seeds: int = SEEDS,
    progress: Callable[[str, float], None] | None = None,
    more: Iterable[Callable[[Any, Report], None]] = (),
    without: Collection[str] = (),
) -> list[Report]:
    """Audit labs. `sample` faults for each bot, 0 for every fault that may be drawn.

    The best bot works what `seeds` seeds draw; with 500, every fault of the family besides.
    `progress` is told what runs, and how far it is (0 to 1). `more` are checks of other layers;
    `without` names bots to leave out, where minutes matter.
    """
    reports = []
    for lab in labs:
        report = Report(lab.id)
        reports.append(report)
        tell = _teller(lab.id, progress)
        tell("loading", 0.0)
        try:
            _examine(lab, report, sample, seeds, tell, without)
            for check in more:
                check(lab, report)
        except LabsimError as error:
            report.add("sound", False, str(error))
        except Exception as error:  # one lab that breaks must not hide the others
            report.add("sound", False, f"{type(error).__name__}: {error}")
    return reports


def _teller(name: str, progress: Callable[[str, float], None] | None) -> Any:
    return lambda text, share: progress(f"{name}: {text}", share) if progress else None


def _examine(
    lab: Any, report: Report, sample: int, seeds: int, tell: Any, without: Collection[str]
) -> None:
    lint(lab, report)
    if lab.kind == "diagnosis":
        solvable(lab, report)
        if report.passed:  # bots in a lab that nobody can solve prove nothing
            ladder(lab, report)
            fair(lab, report, seeds, seeds >= SEEDS, tell)
            battery(lab, report, sample, tell, without)
    elif tasks.of(lab) is not None:
        battery(lab, report, sample, tell, without)
