"""The battery: simulated apprentices of different ability, whose scores must order as skill does.

They use the public bench only.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from labsim.bench import Bench
from labsim.coach import Coach, score, tasks
from labsim.coach.audit.report import Report, Run
from labsim.coach.bots import BOTS
from labsim.core.component import Fault
from labsim.core.errors import LabsimError
from labsim.core.simulation import variants_of
from labsim.hidden import drawn

__all__ = ["battery", "run", "run_bot", "tell_nothing"]

ORDER = ("optimal", "half-splitter", "serial", "random prober", "guesser")
ROUND = 0.05  # points lost in rounding
STUDENT = {2: 12.7, 3: 4.3, 4: 3.2, 5: 2.8, 6: 2.6, 7: 2.4, 8: 2.4, 9: 2.3, 10: 2.3}  # t, 97.5 %
ADVICE = {
    "serial": "Terminal by terminal should do worse than thinking, better than luck: more faults "
    "in a longer circuit lower it, fewer marks for the path raise it",
    "random prober": "Luck does too well: give the lab more faults, or the path more marks",
    "guesser": "A guess pays: give the lab more faults that differ",
    "parts swapper": "Swapping parts pays: give the lab faults in more parts",
    "answer known, no evidence": "Give evidence and path more of the marks",
    "unsafe expert": "Working live must break a critical rule: is anything live where hands go?",
}


def tell_nothing(text: str, share: float) -> None:
    """Take note of the progress, and do nothing."""


def bots_of(lab: Any) -> dict[str, Any]:
    """Return the bots that prove a lab's score: those of the task, or of every diagnosis."""
    task = tasks.of(lab)
    return BOTS if task is None else task.BOTS


def run_bot(lab: Any, name: str, fault: Fault | None, seed: int = 0) -> Any:
    """Let a bot work a lab that hides a fault; return its score."""
    return work(lab, name, fault, seed)[0]


def work(
    lab: Any, name: str, fault: Fault | None, seed: int, values: int = 0
) -> tuple[Any, Bench]:  # fmt: skip
    """Let a bot work a lab; return the score and the bench as it left it."""
    coach, hidden = Coach.of(lab), fault.id if fault else ""
    coach.told = hidden
    bench: Bench = lab.bench(fault, seed=seed, values=values)
    bots_of(lab)[name][0](lab, coach, bench, seed)
    return score(lab, bench.attempt, hidden), bench


def run(lab: Any, name: str, fault: Fault | None, seed: int, values: int = 0) -> Run:
    """Let a bot work a lab; return points, minutes and readings. `values` draws those of parts."""
    points, bench = work(lab, name, fault, seed, values)
    attempt = bench.attempt
    told = attempt.of("diagnose")
    fitting = sum(event["dt"] for event in attempt.of("repair", "mend")) / 60
    severity = seed % len(variants_of(fault)) if fault else 0
    return Run(
        fault.id if fault else "", severity, float(points.total),
        notes=list(points.notes), found=float(told[0]["t"]) if told else attempt.minutes,
        minutes=attempt.minutes - fitting, readings=len(attempt.of("measure", "look")),
    )  # fmt: skip


def chosen(lab: Any, sample: int) -> list[Fault | None]:
    """Return the faults the bots work: all that may be drawn, or some spread over them."""
    faults: list[Fault | None] = list(drawn(lab)) if lab.family else [None]
    if sample and sample < len(faults):
        pick = np.linspace(0, len(faults) - 1, sample).round().astype(int)
        faults = [faults[int(k)] for k in pick]
    return faults


def battery(
    lab: Any,
    report: Report,
    sample: int,
    tell: Any = tell_nothing,
    without: Collection[str] = (),
) -> None:
    """Let every bot work a sample of the faults; means must lie in their bands, in order."""
    faults = chosen(lab, sample)
    bots = {name: bot for name, bot in bots_of(lab).items() if name not in without}
    means: dict[str, Mean] = {}
    for turn, (name, (_, low, high)) in enumerate(bots.items()):
        runs = []
        for n, fault in enumerate(faults):
            tell(f"{name}, {n + 1} of {len(faults)}", (turn + n / len(faults)) / len(bots))
            try:
                runs.append(run(lab, name, fault, n))
            except LabsimError as error:
                where = f" with {fault.id}" if fault else ""
                report.add(f"bot: {name}", False, f"cannot work{where}: {error}")
                break
        else:
            means[name] = judge(report, name, runs, (low, high), len(chosen(lab, 0)))
    if means.keys() >= {*ORDER}:
        order(report, means)


@dataclass
class Mean:
    """Mean points of a bot, and how far a sample of the faults may lead it astray."""

    value: float
    doubt: float = 0.0

    @classmethod
    def of(cls, points: list[float], population: int) -> Mean:
        """Take the 95 % limits of Student's t as doubt; none when every fault was worked."""
        n = len(points)
        left = 1.0 - n / max(population, n)
        error = np.std(points, ddof=1) * np.sqrt(left / n) if n > 1 else 0.0
        return cls(float(np.mean(points)), STUDENT.get(n, 2.0) * float(error))


def judge(
    report: Report, name: str, runs: list[Run], limits: tuple[float, float], population: int
) -> Mean:
    """Check a bot's mean score against its band, as far as the sample tells; return the mean."""
    (low, high), points = limits, [run.points for run in runs]
    mean = Mean.of(points, population)
    text = f"mean {mean.value:.1f}" + (f" ± {mean.doubt:.1f}" if mean.doubt else "")
    text += f" (band {low:.0f} to {high:.0f}), least {min(points):.1f}, most {max(points):.1f}, "
    text += f"{len(runs)} of {population} faults"
    slack = mean.doubt + ROUND
    holds = low - slack <= mean.value <= high + slack
    report.add(f"bot: {name}", holds, text if holds else f"{text}. {advice(name, runs)}")
    report.bots.append({
        "bot": name, "low": low, "high": high, "mean": round(mean.value, 2),
        "runs": [{"fault": r.fault, "points": r.points, "minutes": round(r.minutes, 1)}
                 for r in runs],
    })  # fmt: skip
    return mean


def advice(name: str, runs: list[Run]) -> str:
    """Say what an author can do about a bot outside its band."""
    if name in ADVICE:
        return ADVICE[name]
    worst = min(runs, key=lambda run: run.points)
    notes = " ".join(note for note in worst.notes if ": right, and" not in note)
    return f"Least with {worst.fault}: {notes}"


def order(report: Report, means: dict[str, Mean]) -> None:
    """Check that more skill never scores less, on average, beyond what a sample leaves open."""
    listed = [means[name] for name in ORDER]
    falls = [a.value + np.hypot(a.doubt, b.doubt) + ROUND >= b.value for a, b in pairwise(listed)]
    told = " ≥ ".join(f"{mean.value:.0f}" for mean in listed)
    report.add("order", all(falls), f"{', '.join(ORDER)}: {told}")
