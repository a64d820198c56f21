"""Time of `import labsim` and of opening the first machine: `python benchmarks/imports.py`.

Every figure is the best and the median of several fresh interpreters, beside an interpreter that
imports nothing and one that imports numpy, so that the ratios hold on any machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

__all__ = ["RUNS", "main", "measure"]

RUNS = 9
CASES = {
    "python, nothing imported": "pass",
    "numpy": "import numpy",
    "labsim": "import labsim",
    "labsim and a machine": "from labsim.machines.motor_starter import MotorStarter",
    "labsim, machine and workbench": "import labsim.ui.workbench",
}


def measure(code: str, runs: int = RUNS) -> list[float]:
    """Return the seconds that fresh interpreters need to run the code."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Print a table: best and median milliseconds, and the ratio to numpy's."""
    results = {title: measure(code) for title, code in CASES.items()}
    numpy = min(results["numpy"])
    print(f"{'imported':32} {'best ms':>8} {'median':>8} {'× numpy':>8}")
    for title, seconds in results.items():
        best, middle = min(seconds), statistics.median(seconds)
        print(f"{title:32} {best * 1e3:8.0f} {middle * 1e3:8.0f} {best / numpy:8.2f}")


if __name__ == "__main__":
    main()
