"""Two channels and a relay that watches them: discrepancy, lock, monitored reset, feedback loop."""

from __future__ import annotations

from typing import Any

import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.electrical.safetyrelay import (
    DoorSwitch,
    GuardCable,
    ResetButton,
    SafetyContactor,
    SafetyRelay,
)
from labsim.electrical.sources import DCSupply


class Guard(Machine):
    """A door, a safety relay, two contactors with mirror contacts in the feedback loop."""

    G1 = DCSupply()
    B9, W9, S3 = DoorSwitch("13-14", "23-24"), GuardCable(), ResetButton("NO")
    K9 = SafetyRelay()
    K1, K2 = SafetyContactor("13-14", "21-22"), SafetyContactor("13-14", "21-22")
    guard = Power("Guard",
        Phase(K9["S11"], B9[13, 14], W9["1a", "1b"], K9["S12"]),
        Phase(K9["S21"], B9[23, 24], W9["2a", "2b"], K9["S22"]),
        Phase(K9["Y1"], K1[21, 22], K2[21, 22], K9["Y2"]),
        Phase(K9["S33"], S3[13, 14], K9["S34"]),
    )  # fmt: skip
    relay = Ladder("Relay", G1["+"], G1["-"],
        Rung(K9["A1", "A2"]), Rung(K9[13, 14], K1["A1", "A2"]), Rung(K9[23, 24], K2["A1", "A2"]),
    )  # fmt: skip


def stand(*faults: str) -> Simulation:
    machine = Guard()
    return Simulation(machine, [v for f in faults for v in variants_of(machine.fault(f))]
                      or [Variant()])  # fmt: skip


def lit(sim: Simulation) -> list[str]:
    return [str(text) for text in sim.machine.K9.look(sim.views["K9"])]


def door(sim: Simulation, to: str, seconds: float = 2.0) -> Simulation:
    return sim.operate("B9", to).advance(seconds)


def reset(sim: Simulation) -> Simulation:
    sim.operate("S3", "pressed").advance(0.3)
    return sim.operate("S3", "released").advance(0.3)


def apart(sim: Simulation) -> list[float]:
    return sim.machine.K9.shown(sim.views["K9"], ["discrepancy"])[:, 0].tolist()


def test_it_answers_when_the_button_is_let_go() -> None:
    sim = door(stand(), "shut")
    sim.operate("S3", "pressed").advance(1.0)
    assert lit(sim) == ["lit: POWER CH1 CH2"]
    sim.operate("S3", "released").advance(0.1)
    assert lit(sim) == ["lit: POWER CH1 CH2 OUT"]
    assert door(sim, "open") and lit(sim) == ["lit: POWER"]
    assert lit(door(sim, "shut")) == ["lit: POWER CH1 CH2"]


def test_a_reset_before_the_door_is_shut_does_not_count_later() -> None:
    sim = reset(stand())
    assert lit(door(sim, "shut")) == ["lit: POWER CH1 CH2"]


def test_power_that_comes_back_to_a_shut_door_wants_the_door_opened_first() -> None:
    sim = door(stand(), "shut")
    sim.operate("G1", "off").advance(1.0)
    sim.operate("G1", "on").advance(1.0)
    assert lit(reset(sim)) == ["lit: POWER CH1 CH2"]
    assert lit(reset(door(door(sim, "open"), "shut"))) == ["lit: POWER CH1 CH2 OUT"]


@pytest.mark.parametrize("late", [0.1, 0.4, 0.6, 1.0])
def test_channels_apart_longer_than_the_discrepancy_time_lock_it(late: float) -> None:
    sim = Simulation(Guard(), [Variant({("B9", "late"): late})])
    door(sim, "shut")
    assert ("FAULT" in lit(sim)[0]) is (late > 0.5)
    assert apart(sim) == [pytest.approx(1000 * late, abs=20)]
    assert ("OUT" in lit(reset(sim))[0]) is (late < 0.5)
    assert lit(door(sim, "open")) == ["lit: POWER"]  # both channels open: the lock goes


def test_a_welded_contact_locks_it_when_the_door_opens_and_it_stays_locked() -> None:
    sim = stand("B9: contact 23-24 welded")
    assert lit(sim) == ["lit: POWER CH2 FAULT"]
    assert apart(sim) == [9999.0]
    assert lit(reset(door(sim, "shut"))) == ["lit: POWER CH1 CH2 FAULT"]
    sim.operate("G1", "off").advance(1.0)
    sim.operate("G1", "on").advance(1.0)
    assert lit(reset(sim)) == ["lit: POWER CH1 CH2"]  # the lock is forgotten, the test is not
    assert lit(door(sim, "open")) == ["lit: POWER CH2 FAULT"]


def test_cores_of_both_channels_together_short_the_supply_of_the_relay() -> None:
    """S12 is on plus, S22 on minus while the door is shut; 24 V on about 1.8 Ω."""
    sim = stand("W9: cores 1 and 2 squeezed together")
    assert lit(sim) == ["lit: POWER"]
    assert lit(door(sim, "shut")) == ["all LEDs dark"]
    assert sim.views["K9"].volts("A1", "A2").real[0] == pytest.approx(24.0, abs=0.1)
    assert lit(door(sim, "open")) == ["all LEDs dark"]  # the fuse holds until the supply goes
    sim.operate("G1", "off").advance(1.0)
    assert lit(sim.operate("G1", "on").advance(1.0)) == ["lit: POWER"]


REFUSED: dict[str, Any] = {
    "S3: contact 13-14 welded": "dropped out",
    "S3: contact 13-14 does not make": "dropped out",
    "K1: main contact welded": "pulled in",
    "K2: contact 21-22 does not make": "dropped out",
    "K9: discrepancy time set too short": "dropped out",
    "B9: actuator tongue bent": "dropped out",
    "W9: terminal 2a open": "dropped out",
}


def test_what_the_relay_refuses() -> None:
    sim = reset(door(stand(*REFUSED), "shut"))
    assert not any("OUT" in text for text in lit(sim))
    k1 = [str(text) for text in sim.machine.K1.look(sim.views["K1"])]
    assert k1 == list(REFUSED.values())


def test_an_output_contact_that_does_not_make_leaves_one_contactor_out() -> None:
    sim = reset(door(stand("K9: contact 23-24 does not make"), "shut"))
    assert lit(sim) == ["lit: POWER CH1 CH2 OUT"]
    assert [str(sim.machine.component(t).look(sim.views[t])[0]) for t in ("K1", "K2")] == [
        "pulled in", "dropped out",
    ]  # fmt: skip
