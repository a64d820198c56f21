"""Fairness: what the draw gives one apprentice must be as hard as what it gives the next."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.coach import Coach
from labsim.coach.audit.battery import run, tell_nothing
from labsim.coach.audit.report import Report, Run
from labsim.core.simulation import variants_of
from labsim.hidden import draw, drawn
from labsim.seeds import derive

__all__ = ["SPREAD", "fair"]

SPREAD = 3.0  # points: the most the best bot's score may scatter over seeds (standard deviation)
AGAIN = 8  # seeds worked once more with meters and values of their own


def fair(lab: Any, report: Report, seeds: int, every: bool, tell: Any = tell_nothing) -> None:
    """Let the best bot work what `seeds` seeds draw; `every`: and every fault of the family.

    Each fault and severity is worked once, and a few seeds again with own meters and values.
    """
    drawn_by = [pair(lab, n) for n in range(seeds)]
    wanted = dict.fromkeys(key for key, _ in drawn_by)
    if every:
        wanted |= dict.fromkeys((fault.id, 0) for fault in lab.family)
    for n, (name, severity) in enumerate(wanted):
        tell(f"best way, {n + 1} of {len(wanted)}: {name}", n / len(wanted))
        report.runs[name, severity] = run(lab, "optimal", lab.fault(name), severity)
    scatter(lab, report, drawn_by)
    band(lab, report, every)
    table(lab, report)


def pair(lab: Any, n: int) -> tuple[tuple[str, int], int]:
    """Return fault and severity, and the number of the meters, that the n-th seed draws."""
    seed = derive("audit", lab.id, f"seed {n}")
    fault = draw(lab, seed.fault)
    return (fault.id, seed.instruments % len(variants_of(fault))), seed.instruments


def scatter(lab: Any, report: Report, drawn_by: list[tuple[tuple[str, int], int]]) -> None:
    """Check the spread of the best bot's score over the seeds."""
    points = np.array([report.runs[key].points for key, _ in drawn_by])
    again = drawn_by[: min(AGAIN, len(drawn_by) // 3 + 1)]
    own = [run(lab, "optimal", lab.fault(key[0]), n, values=n).points for key, n in again]
    off = max(abs(p - report.runs[key].points) for p, (key, _) in zip(own, again, strict=True))
    spread = float(points.std())
    report.add("same for all", spread < SPREAD and off < SPREAD,
               f"best bot over {len(points)} seeds: mean {points.mean():.1f}, standard deviation "
               f"{spread:.2f}, least {points.min():.1f}; {len({k for k, _ in drawn_by})} different "
               f"faults and severities, each worked once, {len(again)} seeds again with meters "
               f"and values of their own: at most {off:.1f} points off")  # fmt: skip


def band(lab: Any, report: Report, every: bool) -> None:
    """Check that no fault that may be drawn takes much more or less work than the rest.

    Where only some were worked, the middle is not known well: a fifth more is let pass.
    """
    spared = {lab.scenario.guided, *lab.scenario.not_drawn}
    minutes = {name: run.minutes for (name, _), run in worst(report).items()}
    open_ = {name: m for name, m in minutes.items() if name not in spared}
    middle, width = weighted_median(lab, open_), lab.scenario.band
    low, high = (1 - width) * middle, (1 + width) * middle
    slack = 0.05 if every else 0.2 * width * middle
    out = [name for name, m in open_.items() if not low - slack <= m <= high + slack]
    text = f"whole order of the best bot without fitting: {min(open_.values()):.1f} to "
    text += f"{max(open_.values()):.1f} min, middle {middle:.1f}; band ± {width:.0%}: {low:.1f} to "
    text += f"{high:.1f} min; {len(drawn(lab))} of {len(lab.family)} faults may be drawn"
    if out:
        names = ", ".join(f'"{name}"' for name in sorted((*out, *lab.scenario.not_drawn)))
        text += f". Outside: {len(out)}. Write into the scenario: not_drawn = [{names}]"
    report.add("difficulty", not out, text)


def worst(report: Report) -> dict[tuple[str, int], Run]:
    """Return for each fault the run that took longest."""
    found: dict[str, tuple[tuple[str, int], Run]] = {}
    for key, done in report.runs.items():
        if key[0] not in found or done.minutes > found[key[0]][1].minutes:
            found[key[0]] = (key, done)
    return dict(found.values())


def weighted_median(lab: Any, minutes: dict[str, float]) -> float:
    """Return the minutes that half of the draws stay below; likelier faults count more."""
    names = sorted(minutes, key=lambda name: minutes[name])
    weight = np.cumsum([lab.fault(name).rate for name in names])
    return minutes[names[int(np.searchsorted(weight, 0.5 * weight[-1]))]]


def table(lab: Any, report: Report) -> None:
    """List the faults worked: group, share of the draws, bits, minutes, readings, points."""
    whole = sum(fault.rate for fault in lab.family)
    open_ = {fault.id for fault in drawn(lab)}
    done = {name: run for (name, _), run in worst(report).items()}
    groups: dict[str, float] = {}
    for fault in Coach.of(lab).faults:
        groups[fault.group] = groups.get(fault.group, 0.0) + fault.rate / whole
    for fault in Coach.of(lab).faults:
        if fault.id not in done:
            continue
        mine = done[fault.id]
        report.faults.append({
            "fault": fault.id, "group": fault.group, "drawn": fault.id in open_,
            "share": round(fault.rate / whole, 4),
            "bits": round(float(-np.log2(groups[fault.group])), 2), "found": round(mine.found, 1),
            "minutes": round(mine.minutes, 1), "readings": mine.readings, "points": mine.points,
        })  # fmt: skip
