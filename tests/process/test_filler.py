"""A tank, a pump, a fill valve over a belt, and the two-wire transmitter of the tank."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.electrical.coils import Relay
from labsim.electrical.contacts import Selector
from labsim.electrical.eyes import BeltSensor, LevelSwitch
from labsim.electrical.loads import Resistor, Solenoid
from labsim.electrical.loop import LoopTransmitter
from labsim.electrical.sources import DCSupply
from labsim.process.belt import Belt, Bin
from labsim.process.feeder import Feeder
from labsim.process.fill import FillValve
from labsim.process.goods import BOTTLE, Goods
from labsim.process.tank import FeedPump, SupplyTank
from tests.process.plants import edges, looks, reach


class Filler(Machine):
    """A belt of bottles under a fill valve, worked by hand; a transmitter into 250 Ω."""

    G9 = DCSupply()
    S1, S2, S3 = Selector(label="Belt"), Selector(label="Fill"), Selector(label="Pump")
    S4 = Selector(label="Feed")
    K1, K2 = Relay("13-14"), Relay("13-14")
    Y1 = Solenoid()
    R1 = Resistor(resistance=250.0)
    C1, C2 = SupplyTank(), Bin()
    P1 = FeedPump(K2, into=C1)
    G1 = Belt(K1, Goods({BOTTLE: 1}), into=C2, rated=100.0, length=2000.0)
    G2 = Feeder(G1, follows=S4, every=5.0)
    Q1 = FillValve(Y1, tank=C1, on=G1, at=800.0)
    B1 = LoopTransmitter(of=C1, watch="level", low=0.0, high=200.0)
    B2 = LevelSwitch("13-14", of=C1, point=150.0)
    B3 = BeltSensor(of=G1, target="full", above=0.48, at=1200.0)

    control = Ladder(
        "Control circuit",
        G9["+"],
        G9["-"],
        Rung(S1[13, 14], K1["A1", "A2"]),
        Rung(S2[13, 14], Y1),
        Rung(S3[13, 14], K2["A1", "A2"]),
        Rung(B1["+", "-"], R1),
        Rung(B3["BN", "BU"]),
    )


def filler(*faults: str, **changes: dict) -> Simulation:
    machine = Filler(**changes)
    every = [Variant(), *(v for fault in faults for v in variants_of(machine.fault(fault)))]
    return Simulation(machine, every)


def amps(sim: Simulation) -> np.ndarray:
    """Current in the loop in mA: into 250 Ω."""
    return 1e3 * sim.views["R1"].amps("element").real


def litres(sim: Simulation) -> np.ndarray:
    return sim.networks[1].models["C1"].content(sim.now)


def under_the_nozzle(sim: Simulation) -> Simulation:
    """Bring the first bottle below the nozzle and stop the belt there."""
    reach(sim, ("S1", "1")).advance(1.0)
    # Fed after 0.5 s; its middle is 35 mm behind its front: 835 mm at 100 mm/s = 8.35 s; it coasts
    # 15 mm, and the relay lets go within 0.02 s.
    reach(sim, ("S4", "1")).advance(0.5 + 8.35 - 0.15 - 0.02)
    return reach(sim, ("S1", "0"), ("S4", "0")).advance(1.0)


def loads(sim: Simulation) -> np.ndarray:
    model = sim.networks[1].models["Q1"]
    model.bank(np.ones(sim.count, dtype=bool), np.full(sim.count, sim.now))
    return sim.networks[1].models["G1"].queue.load[:, 0]


def test_a_tank_of_140_of_200_L_sends_15_2_mA() -> None:
    # 4 + 16 · 140/200 = 15.2 mA.
    assert amps(filler())[0] == pytest.approx(15.2, abs=0.01)


@pytest.mark.parametrize(
    ("fault", "milliamps"),
    [
        ("B1: zero drifted", [16.0, 17.6]),
        ("B1: output frozen", [11.2]),
        ("B1: sensor failed, sends 3.6 mA", [3.6]),
        ("B1: sensor failed, sends 21 mA", [21.0]),
        ("B1: loop open inside", [0.0]),
        ("B1: terminal + open", [0.0]),
        # 24 V less the 10 V it needs through 250 + 1500 Ω: 8.0 mA is all the loop lets through;
        # 220 Ω more are no trouble.
        ("B1: terminal + loose", [15.2, 8.0]),
    ],
)
def test_what_a_transmitter_with_a_fault_sends(fault: str, milliamps: list[float]) -> None:
    assert amps(filler(fault))[1:] == pytest.approx(milliamps, abs=0.02)


def test_an_empty_tank_sends_4_mA_and_one_above_the_range_20_5_mA_at_most() -> None:
    assert amps(filler(C1={"begins": 0.0}))[0] == pytest.approx(4.0, abs=0.01)
    assert amps(filler(C1={"begins": 200.0}, B1={"high": 180.0}))[0] == pytest.approx(
        20.5, abs=0.02
    )


def test_the_pump_fills_0_8_L_in_a_second_and_the_transmitter_follows() -> None:
    sim = reach(filler("P1: impeller worn"), ("S3", "1")).advance(10.0)
    # 10 s less what the relay takes: 8 L, 4 L, 0.8 L; 0.08 mA a litre, shown in steps of 0.2 L.
    assert litres(sim) == pytest.approx([148.0, 144.0, 140.8], abs=0.02)
    assert amps(sim) == pytest.approx(4 + 0.08 * litres(sim), abs=0.017)


def test_a_level_switch_makes_at_its_point() -> None:
    # 10 L at 0.8 L/s: 12.5 s after the relay has pulled in.
    sim = reach(filler(), ("S3", "1"))
    assert edges(sim, ("B2", "position"), 15.0) == [pytest.approx(12.52, abs=0.02)]


def test_a_full_tank_runs_over_and_an_empty_one_gives_nothing() -> None:
    sim = reach(filler(C1={"begins": 199.0}), ("S3", "1")).advance(5.0)
    assert litres(sim)[0] == 200.0
    sim = reach(filler(C1={"begins": 0.1}), ("S2", "1")).advance(5.0)
    assert litres(sim)[0] == 0.0
    assert looks(sim, "Q1")[0] == "closed, floor wet"  # nothing runs any more; 0.1 L has
    # The pump alone, with 0.8 L/s, is more than the valve takes, 0.2: the tank comes up again.
    reach(sim, ("S3", "1")).advance(5.0)
    assert litres(sim)[0] == pytest.approx(0.6 * 5.0, abs=0.02)


def test_two_and_a_half_seconds_fill_half_a_litre() -> None:
    sim = under_the_nozzle(filler("Q1: nozzle clogged"))
    reach(sim, ("S2", "1")).advance(1.0)
    assert looks(sim, "Q1")[0] == "fills a bottle"
    reach(sim.advance(1.5), ("S2", "0")).advance(0.5)
    assert loads(sim) == pytest.approx([0.5, 0.35, 0.175], abs=0.004)
    assert litres(sim) == pytest.approx(140.0 - loads(sim), abs=1e-9)


def test_a_bottle_holds_0_53_L_and_the_rest_runs_over() -> None:
    sim = under_the_nozzle(filler())
    reach(reach(sim, ("S2", "1")).advance(4.0), ("S2", "0")).advance(0.5)
    assert loads(sim)[0] == pytest.approx(0.53)
    assert sim.networks[1].models["Q1"].spilt[0] == pytest.approx(0.8 - 0.53, abs=1e-6)


def test_without_a_bottle_all_goes_on_the_floor() -> None:
    sim = filler("Q1: seat worn, drips")
    reach(sim, ("S2", "1")).advance(1.0)
    assert looks(sim, "Q1")[0] == "runs beside the bottles, floor wet"
    reach(sim, ("S2", "0")).advance(2.0)
    assert list(looks(sim, "Q1")) == ["closed, floor wet", "drips, floor wet"]


def test_a_valve_that_closes_slowly_gives_a_tenth_of_a_litre_more() -> None:
    # 0.47 s more at 0.2 L/s: 0.094 L.
    sim = under_the_nozzle(filler("Q1: closes slowly"))
    reach(reach(sim, ("S2", "1")).advance(1.0), ("S2", "0")).advance(1.0)
    assert loads(sim)[1] - loads(sim)[0] == pytest.approx(0.094)


def test_the_eye_after_the_nozzle_sees_full_bottles_only() -> None:
    sim = under_the_nozzle(filler("Q1: nozzle clogged"))
    reach(reach(sim, ("S2", "1")).advance(2.5), ("S2", "0")).advance(0.5)
    reach(sim, ("S1", "1")).advance(4.4)
    assert list(sim.states["B3", "position"]) == [1, 0, 0]


def test_a_tank_looked_at_often_is_the_same_tank_to_the_last_bit() -> None:
    seldom, often = (under_the_nozzle(filler("C1: drain valve passes")) for _ in range(2))
    for sim in (seldom, often):
        reach(sim, ("S2", "1"), ("S3", "1"))
    seldom.advance(3.0)
    for _ in range(300):
        often.advance(0.01)
    one, other = (sim.networks[1].recall()["models"] for sim in (seldom, often))
    for tag, arrays in one.items():
        assert all(map(np.array_equal, arrays, other[tag])), tag
