"""What a drive works on: motor with its load, braking resistor, mains transformer with taps."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.clock import TICK
from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.loads import Resistor
from labsim.electrical.network import EARTH, ElectricalNetwork

__all__ = ["BrakeResistor", "DrivenMotor", "MainsTransformer"]

RATED = 480.0 / np.sqrt(3)  # V of one phase at full speed
TURNS = np.exp(-2j * np.pi * np.arange(3) / 3)  # the three phases
FED, COAST = 20, 100  # ticks between changes of speed, fed and running down


class BrakeResistor(Resistor):
    """Braking resistor of a drive: turns the energy of the load into heat."""

    title, price, swap = "braking resistor", 160.0, 15.0
    resistance = Param(75.0, "Ω", "of the elements (8.1 kW at 780 V)", spread=0.01)
    burnt = Fault("burnt open", 2.0, resistance=OPEN)
    wrong = Fault("wrong resistor fitted, far too many ohms", 0.8, resistance=(180.0, 330.0))


class _Shaft(Component):
    """Motor shaft with its load: inertia and drag."""

    title, letter, symbol, price, swap = "motor shaft", "M", "Motor", 780.0, 60.0
    network = ElectricalNetwork
    synchronous = Param(188.5, "", "rad/s at 60 Hz, four poles")
    inertia = Param(1.0, "kg·m²", "motor and load (assumed)")
    still = Param(4.0, "N·m", "drag at low speed (assumed)")
    windage = Param(8.0, "N·m", "drag added at full speed, with the square of speed (assumed)")
    speed = State(0.0, "part of synchronous speed")
    heavy = Fault("load far heavier than rated", 1.0, inertia=(2.6, 3.0))

    def turn(self, c: View, torque: np.ndarray, fed: np.ndarray) -> None:
        """Let a torque in N·m speed the shaft up, or brake it."""
        every = np.where(fed, FED, COAST)
        step, mass = every * TICK, c.inertia * c.synchronous
        drag = np.where(c.speed > 0, c.still + c.windage * c.speed**2, np.clip(torque, 0, c.still))
        rate = np.maximum((torque - drag) / mass, -c.speed / step)
        c.integrate("speed", np.where(np.abs(rate) < 1e-6, 0.0, rate), every)

    def look(self, c: View) -> np.ndarray:
        slow = "turns, below full speed"
        return texts(c, "stands still", (c.speed > 0.9, "turns"), (c.speed > 0.02, slow))


class DrivenMotor(_Shaft):
    """Motor on a drive with its load, 11 kW, 1800 rpm at 60 Hz, as an emf behind resistance.

    In proportion to speed, the emf lags the drive's voltage by the slip: current and torque follow
    from the difference, and turn round when the ramp falls faster than the load runs down.
    """

    title, obvious = "motor", True
    marks = ("U1", "V1", "W1")
    copper = Param(0.45, "Ω", "of one winding, as an ohmmeter reads it (assumed)", spread=0.01)
    resistance = Param(1.0, "Ω", "of one phase, rotor included (assumed)", spread=0.01)
    iron = Param(60.0, "Ω", "magnetising reactance at full speed (assumed)")
    insulation = Param(5e8, "Ω", "winding to frame")
    winding_v = Param(0.0, "Ω", "added in winding V")
    earth_fault = Fault("winding earthed to frame", 0.6, insulation=1.0)
    open_v = Fault("winding V open", 0.4, winding_v=OPEN)

    def laws(self, net: Any) -> None:
        for n, mark in enumerate(self.marks):
            added = lambda c, n=n: c.winding_v if n == 1 else 0.0  # noqa: E731
            ohms = lambda c, added=added: c.resistance + self.lag(c) + added(c)  # noqa: E731
            dc = lambda c, added=added: c.copper + added(c)  # noqa: E731
            emf = lambda c, n=n: RATED * c.speed * TURNS[n]  # noqa: E731
            net.branch(f"w{n}", mark, "~star", ohms, emf, source="ac", dc=dc)
            net.branch(f"iron{n}", mark, "~star", self.magnetising, dc=lambda c: OPEN)
        net.branch("frame", "U1", EARTH, lambda c: c.insulation)

    def lag(self, c: View) -> np.ndarray:
        """What the emf gains within a step, as Ω: the current is that of the step's end.

        Implicit Euler. So what the shaft loses and what the wires carry is the same energy.
        """
        return FED * TICK * 3 * RATED**2 / (c.inertia * c.synchronous**2)

    def magnetising(self, c: View) -> np.ndarray:
        """Reactance of one phase: in proportion to frequency."""
        return 1j * c.iron * np.maximum(c.speed, 0.02)

    def rules(self, c: View) -> None:
        amps = np.array([c.amps(f"w{n}") for n in range(3)])
        line = [c.amps(f"w{n}") + c.amps(f"iron{n}") for n in range(3)]
        torque = (TURNS[:, None] * np.conj(amps)).sum(axis=0).real * RATED / c.synchronous
        self.turn(c, torque, np.max(np.abs(line), axis=0) > 1e-3)


class MainsTransformer(Component):
    """Three-phase transformer for one machine, star-star, with taps on the mains side."""

    title, letter, symbol, price, swap = "mains transformer", "T", "PowerSupply", 900.0, 45.0
    network = ElectricalNetwork
    marks = ("H1", "H2", "H3", "X1", "X2", "X3")
    tap = Param(600.0, "V", "mains voltage of the tap in use")
    secondary = Param(480.0, "V", "between lines, when the mains have the voltage of the tap")
    power = Param(20e3, "VA", "rated power")
    copper = Param(
        0.02, "", "copper drop at rated load, part of rated voltage (assumed)", spread=0.01
    )
    leakage = Param(0.03, "", "leakage reactance, per unit (assumed)")
    magnetising = Param(30.0, "", "magnetising reactance, per unit (assumed)")
    low_tap = Fault("connected to the 540 V tap", 0.8, tap=540.0)

    def laws(self, net: Any) -> None:
        def own(c: View, rated: np.ndarray) -> np.ndarray:
            return rated**2 / c.power * (c.copper / 2 + 1j * (c.leakage / 2 + c.magnetising))

        mutual = lambda c: 1j * c.magnetising * c.tap * c.secondary / c.power  # noqa: E731
        for n in "123":
            net.branch(f"h{n}", f"H{n}", "~star", lambda c: own(c, c.tap))
            net.branch(f"x{n}", f"X{n}", EARTH, lambda c: own(c, c.secondary))
            net.couple(f"h{n}", f"x{n}", mutual)
            net.couple(f"x{n}", f"h{n}", mutual)
