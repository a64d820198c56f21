"""Waveforms of a rectifier: labsim's transient engine against ngspice: `python … transient.py`.

A rectifier with capacitor and load, 0.1 s from its steady state on, in steps of 25 µs: the healthy
machine alone, and all its faults at once (ngspice takes them one after the other, in the process
it is kept in). Ratios are medians over rounds measured in one run.
With --json the figures go to stdout as JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time

import numpy as np

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.electrical import spice
from labsim.electrical.loads import Resistor
from labsim.electrical.sources import Supply
from labsim.electrical.storage import Capacitor, Rectifier
from labsim.electrical.transient import Transient
from labsim.electrical.wavedeck import WaveDeck

SECONDS, STEP = 0.1, 25e-6


class Smoothed(Machine):
    """A rectifier with capacitor and load."""

    G1, T1 = Supply(), Rectifier(winding=24.0)
    C1, R1 = Capacitor(capacitance=1e-3), Resistor(resistance=100.0)
    supply = Power("Supply", Phase(G1["L1"], T1["L", "+"]), Phase(G1["N"], T1["N", "-"]))
    load = Ladder("Load", T1["+"], T1["-"], Rung(C1), Rung(R1))


def ours(sim: Simulation) -> tuple[float, np.ndarray]:
    """Seconds for all variants of a simulation, and the voltage across the load."""
    ports = [sim.machine.port(p) for p in ("R1:1", "R1:2")]
    start = time.perf_counter()
    waves = Transient(sim.networks[0], STEP).run(SECONDS, ports)
    return time.perf_counter() - start, waves.volts(*ports)


def theirs(sim: Simulation, variant: int) -> tuple[float, np.ndarray]:
    """Seconds of ngspice for one variant, deck included, and the voltage across the load."""
    start = time.perf_counter()
    deck = WaveDeck(Transient(sim.networks[0], STEP), SECONDS, variant, every=STEP)
    found = spice.waves(deck.text)
    spent = time.perf_counter() - start
    net, port = sim.networks[0], sim.machine.port
    high, low = (found[deck.node(net.node_of[port(p)])] for p in ("R1:1", "R1:2"))
    grid = STEP * np.arange(1, round(SECONDS / STEP) + 1)
    return spent, np.interp(grid, found["time"], high - low)


def measure(rounds: int) -> dict[str, float]:
    """Measure side by side, round by round."""
    machine = Smoothed()
    every = [Variant(), *(v for f in machine.faults for v in variants_of(f))]
    one, all_ = Simulation(machine), Simulation(machine, every)
    rows, worst = [], 0.0
    for n in range(rounds):
        alone, volts = ours(one)
        stacked, many = ours(all_)
        spice_one, same = theirs(one, 0)
        pick = 1 + n * (len(every) - 1) // rounds
        spice_fault, fault = theirs(all_, pick)
        worst = max(worst, np.abs(volts[0] - same).max(), np.abs(many[pick] - fault).max())
        rows.append((spice_one / alone, 0.5 * (spice_one + spice_fault) * len(every) / stacked,
                     alone, stacked / len(every)))  # fmt: skip
    single, stack, alone, each = (statistics.median(column) for column in zip(*rows, strict=True))
    return {"variants": len(every), "one": single, "all": stack, "ms_one": alone * 1e3,
            "ms_each": each * 1e3, "worst_volts": float(worst)}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    if not spice.available():
        print("ngspice is not installed: nothing to compare with", file=sys.stderr)
        return 1
    found = measure(given.rounds)
    if given.json:
        print(json.dumps(found))
        return 0
    print(
        f"one machine: ngspice takes {found['one']:.2g} × as long ({found['ms_one']:.0f} ms ours)"
    )
    print(f"{found['variants']:.0f} variants: {found['all']:.3g} × as long, one after the other "
          f"({found['ms_each']:.1f} ms ours for each)")  # fmt: skip
    print(f"worst difference {found['worst_volts']:.3f} V")
    return 0


if __name__ == "__main__":
    sys.exit(main())
