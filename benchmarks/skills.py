"""Does the skill model find what is there, and does its advice help? `python benchmarks/skills.py`.

Made-up classes of known abilities work the junior labs of the curriculum: by the model's advice, in
the order of the curriculum, at random. Printed are the rank correlation of estimate and truth, the
mean error, and how many truths lie within one standard deviation, means over several classes.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

import numpy as np

from grading.calibration import WAYS, Recovered, make_class, recover

__all__ = ["CLASSES", "COUNTS", "main", "means"]

CLASSES, COUNTS = 5, (4, 8, 12, 16, 25)


def means(way: str) -> list[Recovered]:
    """Return what is recovered after each count of labs, mean over the classes."""
    runs = [recover(make_class(seed=n + 1), way, COUNTS) for n in range(CLASSES)]
    return [
        Recovered(**{k: float(np.mean([asdict(run[row])[k] for run in runs]))
                     for k in asdict(runs[0][row])})
        for row in range(len(COUNTS))
    ]  # fmt: skip


def main() -> None:
    """Print a row for each way and count of labs."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--json", action="store_true", help="print JSON")
    found = {way: means(way) for way in WAYS}
    if options.parse_args().json:
        print(json.dumps({way: [asdict(row) for row in rows] for way, rows in found.items()}))
        return
    print(f"{'labs chosen':12} {'each':>5} {'rank':>6} {'error':>6} {'in sd':>6} {'sd':>6}")
    for way, rows in found.items():
        for r in rows:
            print(
                f"{way:12} {r.labs:5.0f} {r.rank:6.2f} {r.error:6.3f} {r.inside:6.0%} {r.sd:6.3f}"
            )


if __name__ == "__main__":
    main()
