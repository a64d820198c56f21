"""What the coach takes, in every diagnosis lab: `python benchmarks/coach.py [LAB …]`.

For each lab: the dictionary built cold and read from the disk; belief and ranking of all next
checks after every event of a good and a poor apprentice's work; the exact plan; what the named
policies cost in minutes beside the best one. Goals: ELE-03 under 0.5 s cold and 20 ms from the
disk; belief and ranking under 50 ms in 95 of 100 events. With --json the figures go to stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from typing import Any

import numpy as np

import labsim
from labsim.attempt import Attempt
from labsim.coach import Coach
from labsim.coach.bots import BOTS
from labsim.coach.dictionary import build, dictionary_of
from labsim.course import Lab

GOALS = {"ms_p95": 50.0, "ms_cold": 500.0, "ms_disk": 20.0}
WORKERS = ("optimal", "random prober")


def clocked(action: Any) -> tuple[float, Any]:
    """Return milliseconds and result of an action."""
    start = time.perf_counter()
    result = action()
    return 1e3 * (time.perf_counter() - start), result


def books(lab: Any) -> dict[str, float]:
    """Return the ms to build the dictionary, and to read it in a lab opened afresh."""
    _ = lab.family, lab.checks
    cold, book = clocked(lambda: build(lab))
    dictionary_of(lab)  # leaves it on the disk
    disk = min(clocked(lambda: dictionary_of(Lab(lab.scenario)))[0] for _ in range(5))
    rows, columns = book.code.shape
    return {"ms_cold": cold, "ms_disk": disk, "checks": rows, "variants": columns}


def worked(lab: Any, worker: str, number: int) -> Attempt:
    """Return the record of a bot's work on one of the faults."""
    coach, fault = Coach.of(lab), lab.family[number % len(lab.family)]
    coach.told = fault.id
    bench = lab.bench(fault, seed=number)
    BOTS[worker][0](lab, coach, bench, number)
    return bench.attempt


def clicks(lab: Any, faults: int) -> dict[str, Any]:
    """Return belief-and-ranking times after each event, and how often the plan was exact."""
    times, plans, exact = [], [], []
    for worker in WORKERS:
        for number in np.linspace(0, len(lab.family) - 1, faults).round().astype(int):
            whole, coach = worked(lab, worker, int(number)), Coach(lab)
            coach.rank(Attempt(), 1)
            for end in range(2, len(whole.events) + 1):
                part = Attempt()
                part.events = whole.events[:end]
                times.append(clocked(lambda a=part, c=coach: (c.belief(a), c.rank(a)))[0])
                if whole.events[end - 1]["do"] in ("measure", "look"):
                    took, plan = clocked(lambda a=part, c=coach: c.plan(a))
                    plans.append(took)
                    exact.append(plan.exact)
    p50, p95, top = np.percentile(times, [50, 95, 100]).tolist()
    figures = {"events": len(times), "ms_p50": p50, "ms_p95": p95, "ms_most": top}
    return figures | {"ms_plan": float(np.median(plans)), "exact": float(np.mean(exact))}


def measure(lab: Any, faults: int) -> dict[str, Any]:
    """Return all figures of a lab."""
    figures = {"lab": lab.id, **books(lab), **clicks(lab, faults)}
    coach = Coach.of(lab)
    best = coach.best_minutes
    ratios = {name: cost / best for name, cost in coach.by_policy.items()}
    return figures | {"minutes_best": best, "best_exact": coach.best.exact, "policies": ratios}


def report(row: dict[str, Any]) -> None:
    """Print the figures of a lab as sentences."""
    print(f"{row['lab']}: {row['variants']} variants × {row['checks']} checks; dictionary "
          f"{row['ms_cold']:.0f} ms cold, {row['ms_disk']:.0f} ms from disk "
          f"(÷ {row['ms_cold'] / row['ms_disk']:.0f})")  # fmt: skip
    print(f"  belief and ranking: median {row['ms_p50']:.0f} ms, p95 {row['ms_p95']:.0f} ms, most "
          f"{row['ms_most']:.0f} ms over {row['events']} events")  # fmt: skip
    print(f"  plan: median {row['ms_plan']:.0f} ms, exact after {row['exact']:.0%} of the readings")
    kind = "exact" if row["best_exact"] else "greedy"
    costs = ", ".join(f"{name} {ratio:.2f} ×" for name, ratio in row["policies"].items())
    print(f"  best way {row['minutes_best']:.1f} min on average ({kind}); {costs}")


def missed(row: dict[str, Any]) -> list[str]:
    """Return the goals a lab misses."""
    names = list(GOALS) if row["lab"] == "ELE-03" else ["ms_p95"]
    return [f"{row['lab']}: {n} {row[n]:.0f}, goal {GOALS[n]:.0f}" for n in names
            if row[n] > GOALS[n]]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labs", nargs="*", help="lab ids; all diagnosis labs if none")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--faults", type=int, default=4, help="faults worked by each of two bots")
    given = parser.parse_args()
    chosen = [labsim.lab(name) for name in given.labs] or labsim.labs()
    rows = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["LABSIM_CACHE"] = home
        for lab in chosen:
            if lab.kind == "diagnosis":
                rows.append(measure(lab, given.faults))
                if not given.json:
                    report(rows[-1])
    if given.json:
        print(json.dumps(rows))
    lacks = [line for row in rows for line in missed(row)]
    for line in lacks:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if lacks else 0


if __name__ == "__main__":
    sys.exit(main())
