"""Audit: lint for authors, bots for proof that a lab's scores order as skill does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.bench import Bench
from labsim.coach import Coach, score
from labsim.coach.bots import BOTS
from labsim.core.component import Fault
from labsim.core.errors import LabsimError
from labsim.scenario import lies_on
from labsim.states import dead_ports

__all__ = ["Finding", "Report", "audit", "run_bot"]


@dataclass
class Finding:
    """One thing looked at: what, whether it holds, and what was found."""

    what: str
    holds: bool
    text: str


@dataclass
class Report:
    """What the audit found of one lab."""

    lab: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return all(finding.holds for finding in self.findings)

    def add(self, what: str, holds: bool, text: str) -> None:
        self.findings.append(Finding(what, bool(holds), text))

    def as_dict(self) -> dict[str, Any]:
        rows = [{"what": f.what, "holds": f.holds, "text": f.text} for f in self.findings]
        return {"lab": self.lab, "passed": self.passed, "findings": rows}


def audit(
    labs: Iterable[Any], sample: int = 8, progress: Callable[[str], None] | None = None
) -> list[Report]:
    """Audit labs; `sample` faults each for the bots, 0 for every fault.

    `progress` is told what runs.
    """
    tell = progress or (lambda text: None)
    reports = []
    for lab in labs:
        report = Report(lab.id)
        reports.append(report)
        tell(f"{lab.id}: loading")
        try:
            lint(lab, report)
            if lab.kind == "diagnosis":
                judge_faults(lab, report)
                battery(lab, report, sample, tell)
        except LabsimError as error:
            report.add("loads", False, str(error))
    return reports


def lint(lab: Any, report: Report) -> None:
    """Check what needs no bots: it loads, its notebook is there, its faults exist."""
    report.add("loads", True, f"{lab.title}; {len(lab.family)} faults, {len(lab.checks)} checks")
    try:
        report.add("notebook", True, lab.notebook.name)
    except LabsimError as error:
        report.add("notebook", False, str(error))


def judge_faults(lab: Any, report: Report) -> None:
    """Check that every fault shows the complaint, is detectable, and how they group."""
    coach = Coach.of(lab)
    book = coach.dictionary
    silent = sorted({f.id for f in lab.family} - set(lab.showing))
    report.add("complaint", not silent, f"reproduced by all {len(lab.family)} faults"
               if not silent else f"not shown by {', '.join(silent)}")  # fmt: skip
    cold = dead_ports(lab.machine)
    hot = sorted(f.id for f in lab.family if not lies_on(lab.machine, f, cold, all))
    report.add("safe path", not hot, "every fault can be repaired under lockout"
               if not hot else f"no isolator makes these dead: {', '.join(hot)}")  # fmt: skip
    differs = (book.code != book.code[:, :1]).any(axis=0)
    unseen = {v.name for v, d in zip(book.variants[1:], differs[1:], strict=True) if not d}
    report.add("detectable", not unseen, "every fault changes some reading"
               if not unseen else f"no check shows {', '.join(sorted(unseen))}")  # fmt: skip
    groups: dict[str, list[Fault]] = {}
    for fault in coach.faults:
        groups.setdefault(fault.group, []).append(fault)
    shared = [g for g in groups.values() if len(g) > 1]
    text = f"{len(groups)} groups; {len(shared)} hold several faults"
    report.add("ambiguity", True, text)
    best, terminal = coach.best_minutes, coach.serial_minutes
    report.add("difficulty", best < lab.minutes,
               f"best way {best:.1f} min on average, terminal by terminal {terminal:.1f} min; "
               f"{lab.minutes:.0f} min allowed")  # fmt: skip


def battery(lab: Any, report: Report, sample: int, tell: Callable[[str], None]) -> None:
    """Let every bot work a sample of the faults; means must lie in their bands, in order."""
    faults = list(lab.family)
    if sample and sample < len(faults):
        pick = np.linspace(0, len(faults) - 1, sample).round().astype(int)
        faults = [faults[int(k)] for k in pick]
    means: dict[str, float] = {}
    for name, (_, low, high) in BOTS.items():
        points = []
        for n, fault in enumerate(faults):
            tell(f"{lab.id}: {name} {n + 1}/{len(faults)}")
            points.append(run_bot(lab, name, fault, seed=n).total)
        means[name] = float(np.mean(points))
        text = f"mean {means[name]:.1f} (band {low:.0f} to {high:.0f}), least {min(points):.1f}, "
        text += f"most {max(points):.1f}, {len(faults)} faults"
        report.add(f"bot: {name}", low - 0.05 <= means[name] <= high + 0.05, text)
    order = [means[n] for n in ("optimal", "half-splitter", "serial", "random prober", "guesser")]
    report.add("order", order == sorted(order, reverse=True),
               "optimal, half-splitter, serial, random prober, guesser: "
               + " ≥ ".join(f"{m:.0f}" for m in order))  # fmt: skip


def run_bot(lab: Any, name: str, fault: Fault, seed: int = 0) -> Any:
    """Let a bot work a lab that hides a fault; return its score."""
    coach = Coach.of(lab)
    coach.told = fault.id
    bench: Bench = lab.bench(fault, seed=seed)
    BOTS[name][0](lab, coach, bench, seed)
    return score(lab, bench.attempt, fault.id)
