"""The fluid engine on a press, against scipy's LSODA on the same equations: `python … fluid.py`.

A pump, relief valve, 4/3 proportional valve, counterbalance valve, a cylinder that lifts 1500 kg,
worked for 10 s: out, held, in. 200 variants (worn pump, relief set low, narrow valve, leaking
seal, each in 50 severities), one step of 10 ms, the engine without numba, a machine at rest.
LSODA (rtol 1e-4, as loose as our steps) takes the variants one after the other: its time is that of
some of them. With --json the figures go to stdout as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from labsim.core.simulation import Simulation, Variant
from labsim.fluid import warm
from tests.fluid.press_oracle import press
from tests.fluid.primitives import Lift

LEGS = [("0", 0.5), ("1", 4.5), ("0", 1.0), ("2", 3.0), ("0", 1.0)]
GOALS = {"0": 0.0, "1": 1.0, "2": -1.0}
SECONDS = sum(seconds for _, seconds in LEGS)


def variants(each: int) -> list[Variant]:
    """Return so many severities of four faults."""
    spread = [
        ("P1", np.linspace(0.97, 0.4, each)), ("R1", np.linspace(0.95, 0.3, each)),
        ("V1", np.geomspace(0.9, 0.1, each)), ("C1", np.geomspace(2.0, 100.0, each)),
    ]  # fmt: skip
    return [
        Variant({(tag, "size"): float(v)}, name=f"{tag} {v:.3g}") for tag, vs in spread for v in vs
    ]


def work(sim: Simulation) -> float:
    """Return the seconds that the press' 10 s take."""
    began = time.perf_counter()
    for position, seconds in LEGS:
        sim.operate("V1", position).advance(seconds)
    return time.perf_counter() - began


def plain(sim: Simulation) -> float:
    """Return the same without numba."""
    kept, before = dict(warm._found), os.environ.get("LABSIM_NUMBA", "")
    warm._found.clear()
    os.environ["LABSIM_NUMBA"] = "off"
    spent = work(sim)
    os.environ["LABSIM_NUMBA"] = before
    warm._found.update(kept)
    return spent


def scipy_seconds(rounds: int) -> float:
    legs = [(GOALS[position], seconds) for position, seconds in LEGS]
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        press(legs, 0.05, 1.0, rtol=1e-4, loose=1e3)
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def ticks(sim: Simulation, count: int) -> tuple[float, float, float]:
    """Return µs of 10 ms in the kernel, its 99th percentile, and µs of a tick of the clock."""
    net = sim.networks[0]
    table, kernel, clock = net.tables.columns.table, [], []
    sim.operate("V1", "1").advance(0.3)
    for _ in range(count):
        began = time.perf_counter()
        net.work.march(table, net.state, 0.01, True)
        kernel.append(time.perf_counter() - began)
    sim.operate("V1", "2").advance(0.3)
    for _ in range(count):
        began = time.perf_counter()
        sim.advance(0.01)
        clock.append(time.perf_counter() - began)
    return tuple(1e6 * float(x) for x in
                 (np.median(kernel), np.percentile(kernel, 99), np.median(clock)))  # fmt: skip


def measure(rounds: int) -> dict[str, float]:
    """Measure side by side, round by round; medians."""
    many = variants(50)
    batch = statistics.median(work(Simulation(Lift(), many)) for _ in range(rounds))
    single = statistics.median(work(Simulation(Lift())) for _ in range(rounds))
    slow = statistics.median(plain(Simulation(Lift())) for _ in range(rounds))
    lsoda = scipy_seconds(rounds)
    step, worst, tick = ticks(Simulation(Lift()), 200)
    still = Simulation(Lift()).advance(60.0)
    began = time.perf_counter()
    still.advance(600.0)
    rest = time.perf_counter() - began
    return {"variants": len(many), "batch_s": batch, "single_ms": single * 1e3,
            "lsoda_ms": lsoda * 1e3, "ratio": lsoda * len(many) / batch,
            "plain_real_time": SECONDS / slow, "step_us": step, "step_p99_us": worst,
            "tick_us": tick, "rest_ms": rest * 1e3}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if warm.compiled(wait=True) is None:
        print("numba is not there: only the plain figures mean anything", file=sys.stderr)
    f = measure(given.rounds)
    if given.json:
        print(json.dumps(f))
        return 0
    print(f"{f['variants']:.0f} variants × 10 s: {f['batch_s']:.2f} s; LSODA, one after the other, "
          f"{f['ratio']:.0f} × as long")  # fmt: skip
    print(f"one machine, 10 s: {f['single_ms']:.0f} ms; LSODA {f['lsoda_ms']:.0f} ms")
    print(f"10 ms beside a PLC scan: kernel {f['step_us']:.0f} µs (p99 {f['step_p99_us']:.0f}), "
          f"with the clock {f['tick_us']:.0f} µs")  # fmt: skip
    print(f"without numba: {f['plain_real_time']:.0f} × real time")
    print(f"ten minutes at rest: {f['rest_ms']:.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
