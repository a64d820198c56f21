"""Compare a network with ngspice, node by node and branch by branch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import mpmath
import numpy as np

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.electrical import spice
from labsim.electrical.deck import Deck

RELATIVE = 1e-6
# The floor is what 53 bits leave of the greatest number in the circuit. A section that hangs on
# leakage alone (1 nS, up to some 60 nodes of it) is known to eps · V / (1 nS · 1 Ω) at worst:
# 2e-16 · 500 V · 1e9 = 1e-4 V for conductances; rows v = Z·i keep it near 1e-8 V. We ask 1e-9 of
# the highest voltage and of the greatest current (taken as 1 V and 1 mA where all is dead: 1 nV and
# 1 pA), far below what any meter shows.
FLOOR, VOLT, MILLIAMP = 1e-9, 1.0, 1e-3


@dataclass
class Difference:
    """The greatest difference from ngspice, as a part of what is allowed."""

    worst: float
    where: str


def variants(machine: Machine, severities: bool = True) -> list[Variant]:
    """Return the healthy machine and each of its faults, mild to severe."""
    found = [Variant()]
    for fault in machine.faults:
        grades = fault.severities() if severities else fault.severities()[-1:]
        for n, wrong in enumerate(grades):
            places = {(fault.component, name): value for name, value in wrong.items()}
            found.append(Variant(places, fault.when, fault.id, n))
    return found


_answers: dict[bytes, tuple[np.ndarray, np.ndarray]] = {}


def asked(deck: Deck) -> tuple[np.ndarray, np.ndarray]:
    """Return ngspice's voltages and currents; what it was asked before it is not asked again."""
    key = hashlib.sha256(repr((deck.text, deck.nodes, deck.meters)).encode()).digest()
    if key not in _answers:
        answer = spice.solve(deck.text)
        volts = np.array([answer[name] for name in deck.nodes])
        amps = np.array([answer[f"{name}#branch"] if name else 0.0 for name in deck.meters])
        _answers[key] = volts, amps
    return _answers[key]


def compare(sim: Simulation, variant: int = 0) -> Difference:
    """Solve one variant with ngspice and return the worst difference."""
    net = sim.networks[0]
    deck = Deck(net, variant)
    volts, amps = asked(deck)
    parts = []
    for theirs, ours, names, least in (
        (volts, net.v[variant], deck.nodes, VOLT),
        (amps, net.i[variant], deck.names, MILLIAMP),
    ):
        allowed = RELATIVE * np.abs(theirs) + FLOOR * np.abs(theirs).max(initial=least)
        excess = np.abs(theirs - ours) / allowed
        worst = int(excess.argmax())
        text = f"{names[worst]}: ngspice {theirs[worst]:.9g}, labsim {ours[worst]:.9g}"
        parts.append(Difference(float(excess[worst]), text))
    return max(parts, key=lambda d: d.worst)


def exact(sim: Simulation, variant: int) -> tuple[np.ndarray, np.ndarray]:
    """Solve a variant's equations with 50 digits: node voltages and branch currents."""
    net = sim.networks[0]
    volts, amps = net.v[variant].copy(), net.i[variant].copy()
    for island in net.islands:
        equations = island.equations[island.kind]
        matrix, push = equations.matrices(island.theta[variant : variant + 1])
        with mpmath.workdps(50):
            x = mpmath.lu_solve(mpmath.matrix(matrix[0].tolist()), mpmath.matrix(push[0].tolist()))
        x = np.array([complex(value) for value in x])
        volts[island.nodes], amps[island.branches] = np.split(x, [len(island.nodes)])
    return volts, amps


def ours_is_exact(sim: Simulation, variant: int) -> bool:
    """Tell whether labsim is within the bound of the solution with 50 digits.

    Where a section or a supply floats on leakage, ngspice itself is off by picoamperes or by a
    millionth of a volt; then a third solution says who is right.
    """
    net = sim.networks[0]
    solved = zip(exact(sim, variant), (net.v[variant], net.i[variant]), strict=True)
    return all(
        np.all(np.abs(true - ours) <= RELATIVE * np.abs(true) + FLOOR * max(one, *np.abs(true)))
        for (true, ours), one in zip(solved, (VOLT, MILLIAMP), strict=True)
    )


def disagreements(sim: Simulation, which: Iterator[int] | range) -> list[str]:
    """Return a sentence for every variant that ngspice sees otherwise, and sees right."""
    found = []
    for variant in which:
        difference = compare(sim, variant)
        if not difference.worst <= 1.0 and not ours_is_exact(sim, variant):
            found.append(f"{sim.variants[variant].name}: {difference.where}")
    return found


Steps = tuple[tuple[str, str], ...]


def signature(sim: Simulation) -> tuple[str, ...]:
    """Tell one operating state from another: positions of the controls and what can be seen."""
    positions = [f"{k}={v[0]}" for k, v in sim.states.items() if k[1] == "position"]
    looks = [(view.tag, view.part.look(view)) for view in sim.views.values()]
    return (*positions, *(f"{tag} {text[0]}" for tag, text in looks if text is not None))


def operating_states(machine: Machine, depth: int) -> list[Steps]:
    """Return what the hands do to reach every state of the healthy machine, in `depth` steps."""
    sim = Simulation(machine)
    moves = [(tag, p) for tag, part in machine.components.items() for p in part.positions]
    found: dict[tuple[str, ...], Steps] = {signature(sim): ()}
    edge = [((), sim.snapshot())]
    for _ in range(depth):
        here, edge = edge, []
        for steps, snapshot in here:
            for move in moves:
                sim.rewind(snapshot)
                sim.operate(*move).settle()
                if found.setdefault(signature(sim), (*steps, move)) == (*steps, move):
                    edge.append(((*steps, move), sim.snapshot()))
    return list(found.values())


def reach(sim: Simulation, steps: Steps) -> Simulation:
    """Carry out the steps, the machine coming to rest after each."""
    for move in steps:
        sim.operate(*move).settle()
    return sim
