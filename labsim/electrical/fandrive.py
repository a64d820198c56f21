"""What a fan drive is made of besides its motor: feeder, contactor, cable, monitor, fan."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.coils import Contactor
from labsim.electrical.network import ElectricalNetwork
from labsim.electrical.sources import ThreePhaseSupply

__all__ = ["JOINT", "LEAKS", "Fan", "FeederSupply", "MotorCable", "MotorMonitor", "PowerContactor"]

JOINT = (2.5, 6.0)  # Ω of a loose or burnt joint in a motor circuit (assumed)
LEAKS = (15e3, 4e3, 1e3)  # Ω of insulation that has given way (assumed)
POLES = (("1", "2"), ("3", "4"), ("5", "6"))


class FeederSupply(ThreePhaseSupply):
    """Feeder of a motor control centre, with its own lockable switch."""

    title, price = "feeder", 400.0
    positions, isolates = ("off", "on"), True
    uneven = Fault("voltage unbalance, L3 low", 0.2, unbalance=(0.05, 0.12))


class PowerContactor(Contactor):
    """Contactor whose main poles burn: some ohms where milliohms should be."""

    title = "contactor"
    loose = JOINT
    burnt_1 = Fault("pole 1-2 burnt", 0.6, wrong={"1-2.made": JOINT})
    burnt_3 = Fault("pole 3-4 burnt", 0.6, wrong={"3-4.made": JOINT})
    burnt_5 = Fault("pole 5-6 burnt", 0.6, wrong={"5-6.made": JOINT})


class MotorCable(Component):
    """Motor cable, 4 × 2.5 mm², 30 m: three cores 1-2, 3-4, 5-6 and the earth core 7-8."""

    title, letter, symbol, price, swap = "motor cable", "W", "Core", 90.0, 60.0
    network = ElectricalNetwork
    marks = ("1", "2", "3", "4", "5", "6", "7", "8")
    loose, charges = JOINT, True
    core = Param(0.22, "Ω", "of one core (30 m of 2.5 mm² copper, 7.4 Ω/km, IEC 60228)")
    added_1 = Param(0.0, "Ω", "added in core 1-2")
    added_3 = Param(0.0, "Ω", "added in core 3-4")
    added_5 = Param(0.0, "Ω", "added in core 5-6")
    insulation = Param(1e9, "Ω", "of core 3-4 to the earth core")
    absorb = Param(3e-9, "S", "absorption of the insulation one minute after the test begins")
    broken_1 = Fault("core 1-2 broken", 0.3, added_1=OPEN)
    broken_3 = Fault("core 3-4 broken", 0.3, added_3=OPEN)
    broken_5 = Fault("core 5-6 broken", 0.3, added_5=OPEN)
    chafed = Fault("insulation chafed through", 0.5, insulation=LEAKS)

    def laws(self, net: Any) -> None:
        for a, b in POLES:
            net.branch(f"core{a}", a, b, lambda c, a=a: c.core + c[f"added_{a}"])
        net.branch("earth", "7", "8", lambda c: c.core)
        net.branch("chafe", "3", "7", lambda c: c.insulation)


class Fan(Component):
    """Exhaust fan on a V-belt; the draught of the duct turns it slowly when it is not driven."""

    title, letter, symbol, price, swap = "fan", "G", "Box", 260.0, 40.0
    torque = Param(20.0, "N·m", "of the air at full speed, referred to the motor (assumed)")
    friction = Param(2.0, "N·m", "of bearings and belt, referred (assumed)")
    push = Param(
        2.65, "N·m", "of the draught; it balances the rest at 18 % of full speed (assumed)"
    )
    swing = Param(0.0, "", "part of the motor current that comes and goes as the belt slips")
    squeal = Param(0.0, "", "1: bearing or belt is heard")
    wide_open = Fault("damper linkage off, damper wide open", 0.8, torque=(29.0, 34.0))
    seizing = Fault("bearing seizing", 0.8, friction=(10.0, 15.0), squeal=1.0)
    slipping = Fault(
        "belt slips",
        0.6,
        swing=(0.12, 0.25),
        torque=15.0,
        friction=3.0,
        squeal=1.0,
    )
    belt_off = Fault("belt broken", 0.6, torque=0.2, friction=0.8, push=0.0)

    def brake(self, c: View, speed: np.ndarray) -> np.ndarray:
        """Torque in N·m against the way it turns; the draught helps one way only."""
        return c.friction + c.torque * speed**2 - np.where(speed < 0, -1.0, 1.0) * c.push

    def look(self, c: View) -> np.ndarray:
        return texts(
            c, "belt and bearings quiet", (c.squeal > 0.5, "squeals, smells of hot rubber")
        )


class MotorMonitor(Component):
    """Motor monitor: one alarm for too much, too little, uneven or unsteady current, and leakage.

    It signals and does not trip: an exhaust fan is a safety service (IEC 60364-4-43, 433.3.3).
    """

    title, letter, symbol, price, swap = "motor monitor", "B", "Ring", 150.0, 20.0
    network = ElectricalNetwork
    marks = ("1", "2", "3", "4", "5", "6")
    obvious, loose = True, JOINT
    setting = Param(6.5, "A", "rated current of the motor")
    delay = Param(1.0, "s", "before the alarm lamp follows")
    path = Param(2e-3, "Ω", "of one current path (assumed)")
    leakage = Param(5e-3, "A", "sum of the three currents that it takes for leakage")
    alarm = State(False, "the alarm lamp is lit")

    def __init__(self, watches: Any, **params: Any) -> None:
        self.watches = watches
        super().__init__(**params)

    def laws(self, net: Any) -> None:
        for a, b in POLES:
            net.branch(f"path{a}", a, b, lambda c: c.path)

    def rules(self, c: View) -> None:
        flows = np.array([c.amps(f"path{a}") for a, _ in POLES])
        size = np.abs(flows)
        mean = size.mean(axis=0)
        uneven = np.abs(size - mean).max(axis=0) > 0.08 * mean
        wrong = (size.max(axis=0) > 1.1 * c.setting) | (mean < 0.6 * c.setting) | uneven
        wrong |= self.watches.current_swing(c.sim.views[self.watches.tag]) > 0.05
        wrong = wrong & (mean > 0.05 * c.setting)
        c.follow("alarm", wrong | (np.abs(flows.sum(axis=0)) > c.leakage), c.delay)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "alarm lamp dark", (c.alarm, "alarm lamp lit"))
