"""The fault dictionary of ELE-03 against the same circuits through ngspice: `… dictionary.py`.

One fault-state is one variant of the machine (a fault in one severity) in one operating state.
Three ways to all node voltages and branch currents of a fault-state, measured in one run:
  labsim   the stacked solution of all variants of a state, from nothing kept
  PySpice  its full path: build the circuit, simulate, read the nodes
  alter    ngspice held in memory: `alter` what the fault changes, `ac`, read 40 nodes, `destroy`
Relays, timers, overload and motor speed are labsim's in all three; ngspice gets the settled state.
With --json the figures go to stdout as JSON. Goals: 100 × and 5 ×.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import sys
import time
import warnings
from typing import Any

import numpy as np

import labsim
from labsim.coach import dictionary
from labsim.core.simulation import Simulation
from labsim.electrical.deck import Deck
from labsim.electrical.solver import Solver
from labsim.states import act

GOALS = {"PySpice": 100.0, "alter": 5.0}
OPEN = 1e12  # Ω, stands for an open branch where ngspice has to `alter` it
READ = 40  # nodes


def engine() -> Any:
    """Load ngspice through PySpice, whose name for the library Debian does not have."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if sys.platform == "linux":
        os.environ.setdefault("NGSPICE_LIBRARY_PATH", "libngspice.so.0")
    from PySpice.Spice.NgSpice.Shared import NgSpiceShared

    return NgSpiceShared.new_instance()


def settled(lab: Any) -> list[Simulation]:
    """Return all variants of the lab, settled in each of its operating states."""
    variants, _ = dictionary.hypotheses(lab.family)
    sims = []
    for state in lab.states:
        sim = dictionary.stack(lab, variants)
        act(sim, state.there, 3.0)
        sim.solve()
        sims.append(sim)
    return sims


# labsim -------------------------------------------------------------------------------------
def ours(sim: Simulation) -> float:
    """Seconds for one state: every variant of every island, bases made anew."""
    net, total = sim.networks[0], 0.0
    for island in net.islands:
        kept: Solver = island.equations[island.kind]
        bases, kept.bases = kept.bases, []
        start = time.perf_counter()
        kept.solve(island.theta)
        total += time.perf_counter() - start
        kept.bases = bases
    return total


# PySpice ------------------------------------------------------------------------------------
def add(circuit: Any, line: str) -> None:
    """Add an element of a deck to a PySpice circuit through its classes."""
    name, *rest = line.split()
    kind, name = name[0], name[1:]
    if kind == "V":
        circuit.V(name, rest[0], rest[1], " ".join(rest[2:]))
    elif kind in "RLC":
        getattr(circuit, kind)(name, rest[0], rest[1], float(rest[2]))
    elif kind == "H":
        circuit.CCVS(name, rest[0], rest[1], source=rest[2], transresistance=float(rest[3]))
    elif kind == "F":
        circuit.CCCS(name, rest[0], rest[1], source=rest[2], current_gain=float(rest[3]))
    elif kind == "E":
        circuit.VCVS(name, *rest[:4], voltage_gain=float(rest[4]))
    elif kind == "K":
        circuit.CoupledInductor(name, rest[0], rest[1], float(rest[2]))


def through_pyspice(sim: Simulation, variant: int) -> tuple[float, float]:
    """Seconds for one fault-state, and the worst difference in volts."""
    from PySpice.Spice.Netlist import Circuit

    net = sim.networks[0]
    deck = Deck(net, variant)
    lines = [line for line in deck.lines if line[0] not in "*."]
    start = time.perf_counter()
    circuit = Circuit("fault-state")
    for line in lines:
        add(circuit, line)
    simulator = circuit.simulator()
    simulator.options(pivrel=0.9)
    hertz = net.hertz
    analysis = simulator.ac(
        variation="lin", number_of_points=1, start_frequency=hertz, stop_frequency=hertz
    )
    found = {str(name): wave.as_ndarray()[0] for name, wave in analysis.nodes.items()}
    spent = time.perf_counter() - start
    simulator.ngspice.destroy()
    simulator.ngspice.remove_circuit()
    known = [k for k, name in enumerate(deck.nodes) if net.alternating[k] and name in found]
    return spent, max(abs(found[deck.nodes[k]] - net.v[variant, k]) for k in known)


# alter --------------------------------------------------------------------------------------
class Altered:
    """A deck of plain resistors in ngspice's memory, altered from fault to fault."""

    def __init__(self, ng: Any, sim: Simulation) -> None:
        self.ng, self.net = ng, sim.networks[0]
        self.deck = Deck(self.net, 0)
        self.z = self._impedances(0)
        ng.load_circuit("\n".join(self._lines()))
        self.hertz = self.net.hertz

    def _impedances(self, variant: int) -> np.ndarray:
        z = np.where(self.deck.is_ac, self.net.z[variant], self.net.z_dc[variant])
        return np.where(np.isfinite(z), z, OPEN)

    def _lines(self) -> list[str]:
        """Return the deck with plain resistors, those of open branches too."""
        lines = []
        for line in self.deck.lines:
            name, *rest = line.split()
            own = name[0] == "H" and rest[2] == f"V{name[1:]}"
            lines.append(f"R{name[1:]} {rest[0]} {rest[1]} {rest[3]}" if own else line)
        for k, branch in enumerate(self.net.branches):
            if self.deck.meters[k] is None:
                name, a, b = self.deck.names[k], self.deck.node(branch.a), self.deck.node(branch.b)
                lines[-2:-2] = [f"V{name} {a} {name}_1 DC 0", f"R{name} {name}_1 {b} {OPEN!r}"]
        return lines

    def solve(self, variant: int) -> float:
        """Seconds for one fault-state."""
        z = self._impedances(variant)
        start = time.perf_counter()
        for k in np.flatnonzero(z != self.z):
            name = self.deck.names[k]
            self.ng.exec_command(f"alter r{name} = {max(float(z[k].real), 1e-6)!r}")
        self.ng.exec_command(f"ac lin 1 {self.hertz} {self.hertz}")
        plot = self.ng.last_plot
        for name in self.deck.nodes[:READ]:
            vector = self.ng._ngspice_shared.ngGet_Vec_Info(f"{plot}.{name}".encode())
            complex(vector.v_compdata[0].cx_real, vector.v_compdata[0].cx_imag)
        self.ng.exec_command("destroy all")
        spent = time.perf_counter() - start
        for k in np.flatnonzero(z != self.z):
            name = self.deck.names[k]
            self.ng.exec_command(f"alter r{name} = {max(float(self.z[k].real), 1e-6)!r}")
        return spent

    def close(self) -> None:
        self.ng.exec_command("destroy all")
        self.ng.remove_circuit()


def one_round(ng: Any, sims: list[Simulation], picks: np.ndarray) -> tuple[list[float], float]:
    """Seconds for a fault-state each way (medians), and the worst difference in volts."""
    mine = sum(ours(sim) for sim in sims) / (sims[0].count * len(sims))
    full, alter, worst = [], [], 0.0
    for sim, chosen in zip(sims, picks, strict=True):
        for variant in chosen:
            spent, difference = through_pyspice(sim, int(variant))
            full.append(spent)
            worst = max(worst, difference)
        held = Altered(ng, sim)
        alter += [held.solve(int(variant)) for variant in chosen for _ in range(3)]
        held.close()
    return [mine, statistics.median(full), statistics.median(alter)], worst


def measure(lab: Any, rounds: int, sample: int) -> dict[str, Any]:
    """Measure the three ways side by side, round by round; figures are medians."""
    ng, rng = engine(), np.random.default_rng(1)
    start = time.perf_counter()
    built = dictionary.build(lab)
    whole = time.perf_counter() - start
    sims = settled(lab)
    states, count = len(sims), sims[0].count
    picks = rng.integers(1, count, (rounds, states, sample))
    rows, differences = zip(*(one_round(ng, sims, some) for some in picks), strict=True)
    mine, full, alter = (statistics.median(column) for column in zip(*rows, strict=True))
    figures = {"variants": count, "states": states, "checks": len(built.checks)}
    figures |= {"us_labsim": mine * 1e6, "us_PySpice": full * 1e6, "us_alter": alter * 1e6}
    figures["PySpice"] = statistics.median(row[1] / row[0] for row in rows)
    figures["alter"] = statistics.median(row[2] / row[0] for row in rows)
    figures["worst_volts"] = float(max(differences))
    return figures | {"s_solving": mine * count * states, "s_dictionary": whole}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sample", type=int, default=8, help="fault-states of each state a round")
    given = parser.parse_args()
    figures = measure(labsim.lab("ELE-03"), given.rounds, given.sample)
    if given.json:
        print(json.dumps(figures))
    else:
        report(figures)
    return 0 if all(figures[name] >= goal for name, goal in GOALS.items()) else 1


def report(figures: dict[str, Any]) -> None:
    """Print the figures as sentences."""
    print(f"{figures['variants']} variants in {figures['states']} operating states of ELE-03")
    for name, goal in GOALS.items():
        ratio = figures[name]
        word = "reached" if ratio >= goal else "MISSED"
        print(f"{name} takes {ratio:.0f} × as long for a fault-state (goal {goal:g} ×, {word})")
    print(
        f"a fault-state: labsim {figures['us_labsim']:.1f} µs, PySpice {figures['us_PySpice']:.0f} "
        f"µs, alter {figures['us_alter']:.0f} µs; worst difference {figures['worst_volts']:.1e} V"
    )
    print(
        f"all fault-states once: {figures['s_solving']:.2f} s of solving; the whole dictionary of "
        f"{figures['checks']} checks, machine time and meters included: "
        f"{figures['s_dictionary']:.1f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
