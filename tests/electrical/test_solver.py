"""All variants at once give what each gives alone, and what a plain solution gives."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.component import OPEN
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.answers import Answers
from labsim.electrical.electronics import Diode
from labsim.electrical.islands import Island
from labsim.electrical.loads import Resistor
from labsim.electrical.sources import DCSupply, Supply
from labsim.machines.motor_starter import MotorStarter
from labsim.machines.sensor_panel import SensorPanel
from tests.electrical import random_circuits
from tests.electrical.oracle import operating_states, reach, variants


def direct(island: Island, theta: np.ndarray) -> np.ndarray:
    return island.equations[island.kind].direct(theta)


def test_the_stack_of_all_faults_equals_direct_solutions_in_every_state() -> None:
    machine = MotorStarter()
    every = variants(machine)
    for steps in operating_states(machine, depth=1):
        net = reach(Simulation(machine, every), steps).networks[0]
        for island in net.islands:
            plain, nodes = direct(island, island.theta), len(island.nodes)
            # 480 V and 1 nS of leakage a node: a plain solution itself is good to some 1e-8 V.
            assert np.abs(island.x - plain)[:, :nodes].max() < 1e-7, steps
            assert np.abs(island.x - plain)[:, nodes:].max() < 1e-9, steps


@pytest.mark.parametrize("seed", range(12))
def test_random_circuits_equal_direct_solutions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    machine = random_circuits.Draft(seed).machine()
    sim = Simulation(machine, random_circuits.variants(machine, rng, 12, 12))
    random_circuits.operate(sim, rng, 3)
    for island in sim.networks[0].islands:
        plain = direct(island, island.theta)
        greatest = np.abs(plain).max(axis=1, initial=1.0, keepdims=True)
        assert (np.abs(island.x - plain) <= 1e-8 * greatest).all()


@pytest.mark.parametrize("dead", [True, False])
def test_impedances_of_a_stack_equal_those_of_direct_solutions(dead: bool) -> None:
    machine = MotorStarter()
    sim = reach(Simulation(machine, variants(machine)[::7]), (("S1", "pressed"),))
    net = sim.networks[0]
    nodes = [net.node_of[port] for port in list(machine.ports.values())[::3]]
    pairs = [(a, b) for a, b in zip(nodes, [*nodes[1:], -1], strict=True)]
    seen = net.impedance(pairs, dead)
    for island in net.islands:
        mode = "dead" if dead else island.kind
        equations, where = island.equations[mode], island.local
        dense, _ = equations.matrices(net._theta(island, mode))
        for k, (a, b) in enumerate(pairs):
            if a not in where or (b not in where and b != -1):
                continue
            drive = np.zeros(equations.size, dtype=dense.dtype)
            drive[where[a]] = 1.0
            if b != -1:
                drive[where[b]] = -1.0
            plain = np.linalg.solve(dense, np.broadcast_to(drive, dense.shape[:2])[..., None])[
                ..., 0
            ]
            wanted = plain @ drive
            assert np.allclose(seen[:, k], wanted, rtol=1e-6, atol=1e-5), (a, b)


def test_an_ohmmeter_reads_the_hand_calculation() -> None:
    class Ladder2(Machine):
        """Two resistors in parallel behind one in series."""

        G1 = DCSupply()
        R1, R2, R3 = (
            Resistor(resistance=100.0),
            Resistor(resistance=60.0),
            Resistor(resistance=30.0),
        )
        circuit = Ladder("Circuit", G1["+"], G1["-"], Rung(R1, R2 | R3))

    sim = Simulation(Ladder2()).operate("G1", "off")
    sim.advance(0.1)
    net = sim.networks[0]
    ends = net.node_of[sim.machine.port("R1:1")], net.node_of[sim.machine.port("R2:2")]
    # 100 Ω + 60·30/(60+30) Ω = 120 Ω, and two joints of two terminals each: below 5 mΩ more.
    assert net.impedance([ends], dead=True)[0, 0].real == pytest.approx(120.0, abs=5e-3)


def test_an_open_section_hangs_on_leakage_alone_to_the_last_digit() -> None:
    class Section(Machine):
        """A resistor with a broken wire on the minus side."""

        G1 = DCSupply()
        R1 = Resistor(resistance=1.0)
        circuit = Ladder("Circuit", G1["+"], G1["-"], Rung(R1))

    broken = Variant({("R1", "2.joint"): OPEN})
    net = Simulation(Section(), [broken]).networks[0]
    # Behind the 0.05 Ω source nothing flows but the leak of R1:2, 1 nS: R1 drops 24 nV.
    port = net.sim.machine.port
    across = net.volts(port("R1:1"), port("R1:2"))[0].real
    assert across == pytest.approx(24e-9, rel=1e-6)


def test_a_diode_joined_to_ac_is_refused_with_the_place() -> None:
    class Wrong(Machine):
        """A diode on mains."""

        G1 = Supply()
        R1, D1 = Resistor(), Diode()
        circuit = Ladder("Circuit", G1["L1"], G1["N"], Rung(R1, D1))

    with pytest.raises(LabsimError, match="diodes work in DC circuits only"):
        Simulation(Wrong())


def test_ac_and_dc_sources_in_one_circuit_are_refused() -> None:
    class Wrong(Machine):
        """Two supplies on one wire."""

        G1, G2, R1 = Supply(), DCSupply(), Resistor()
        first = Ladder("First", G1["L1"], G1["N"], Rung(R1))
        second = Ladder("Second", G2["+"], G2["-"], Rung(R1))

    with pytest.raises(LabsimError, match="AC and DC sources are joined"):
        Simulation(Wrong())


def test_diodes_of_a_stack_find_their_states_whatever_the_neighbours_do() -> None:
    machine = SensorPanel()
    every = variants(machine)
    together = reach(Simulation(machine, every), (("S1", "1"), ("B1", "present")))
    for k in range(0, len(every), 17):
        alone = reach(Simulation(machine, [every[k]]), (("S1", "1"), ("B1", "present")))
        assert np.allclose(together.networks[0].v[k], alone.networks[0].v[0], atol=1e-7)


def test_what_was_solved_before_is_known_by_every_figure_that_went_in() -> None:
    asked = []

    def double(theta: np.ndarray) -> np.ndarray:
        asked.append(len(theta))
        return 2.0 * theta

    known, rows = Answers(2, float), np.array([[1.0, 2.0], [1.0, 2.0], [3.0, 4.0]])
    assert (known.of(rows, double) == 2.0 * rows).all() and asked == [2]
    near = rows[:2] * [[1.0, 1.0], [1.0, 1.0 + 1e-15]]
    assert (known.of(near, double) == 2.0 * near).all() and asked == [2, 1]
    found = known.of(rows, double)
    found[:] = 0.0  # whoever asked may write to what he got
    assert (known.of(rows, double) == 2.0 * rows).all() and asked == [2, 1]
    known.most = 4
    many = np.arange(6.0).reshape(3, 2)
    assert (known.of(many, double) == 2.0 * many).all() and len(known.place) == 3
    assert (known.of(np.arange(12.0).reshape(6, 2), double)[5] == [20.0, 22.0]).all()


def test_a_press_done_again_is_not_solved_again() -> None:
    machine = MotorStarter()
    sim = Simulation(machine, variants(machine)[::5])
    begun = sim.snapshot()
    volts = []
    for _ in range(2):
        sim.rewind(begun).operate("S1", "pressed").advance(2.0)
        volts.append(sim.networks[0].v.copy())
        known = [
            len(s.answers.place) for i in sim.networks[0].islands for s in i.equations.values()
        ]
        volts.append(np.array(known))
    assert np.array_equal(volts[0], volts[2]) and np.array_equal(volts[1], volts[3])
