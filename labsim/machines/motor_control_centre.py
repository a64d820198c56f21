"""The motor control centre of INS-04: six cubicles, eighteen outgoing connections to look at."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param
from labsim.core.machine import Machine
from labsim.core.sheet import Phase, Power
from labsim.core.view import View
from labsim.electrical.contacts import Disconnect
from labsim.electrical.network import ElectricalNetwork
from labsim.electrical.sources import ThreePhaseSupply
from labsim.thermal.surface import ArcSuit, Door, Surface, SurveySheet

__all__ = ["MotorControlCentre", "MotorFeeder", "RunningMotor"]

BAD = (6e-3,)  # Ω, of a lug that was not tightened (assumed; a good one has half a milliohm)
COSINE = 0.85  # power factor of a motor under load (assumed)


class MotorFeeder(Disconnect):
    """Feeder switch of a cubicle; its outgoing lugs carry the cables of the motor."""

    title, price, swap = "motor feeder", 240.0, 45.0
    loose = BAD


class RunningMotor(Component):
    """Motor as its feeder sees it: it runs when it is fed, at the load its process asks for."""

    title, letter, symbol, price, swap = "motor on load", "M", "Box", 2400.0, 120.0
    network = ElectricalNetwork
    marks = ("U1", "V1", "W1")
    rated = Param(60.0, "A", "on its name-plate, full load")
    load = Param(0.8, "", "part of the rated current it draws now")
    voltage = Param(480.0, "V", "rms between two lines")
    open_winding = Fault("winding open", 0.3, load=1e-9)

    def laws(self, net: Any) -> None:
        turn = COSINE + 1j * np.sqrt(1.0 - COSINE**2)
        phase = lambda c: c.voltage / np.sqrt(3.0) / (c.rated * c.load) * turn  # noqa: E731
        for mark in self.marks:
            net.branch(mark, mark, "~star", phase)

    def look(self, c: View) -> np.ndarray:
        runs = np.where(np.abs(c.amps("U1")) > 1.0, "runs", "stands still")
        return np.char.add(runs, f", name-plate {self.values['rated']:g} A at full load")


def cubicles(title: str, supply: Component, *feeders: tuple[Component, Component]) -> Power:
    """Return the power circuit of some cubicles: busbar, feeder switch, motor."""
    phases = [
        Phase(supply[f"L{n}"], switch[2 * n - 1, 2 * n], motor[f"{winding}1"])
        for switch, motor in feeders
        for n, winding in enumerate("UVW", 1)
    ]
    return Power(title, *phases)


class MotorControlCentre(Machine):
    """Motor control centre 480 V: six feeders, three lugs each, behind six doors.

    Lug Q1:2 has surface X11, Q1:4 X12, Q1:6 X13. Line sides are shrouded.
    """

    G1 = ThreePhaseSupply()
    Q1, Q2, Q3 = MotorFeeder(), MotorFeeder(), MotorFeeder()
    Q4, Q5, Q6 = MotorFeeder(), MotorFeeder(), MotorFeeder()
    M1, M2, M3 = RunningMotor(rated=65.0), RunningMotor(rated=52.0), RunningMotor(rated=77.0)
    M4, M5, M6 = RunningMotor(rated=65.0), RunningMotor(rated=96.0), RunningMotor(rated=40.0)
    X11, X12, X13 = Surface(Q1["2"]), Surface(Q1["4"]), Surface(Q1["6"])
    X21, X22, X23 = Surface(Q2["2"]), Surface(Q2["4"]), Surface(Q2["6"])
    X31, X32, X33 = Surface(Q3["2"]), Surface(Q3["4"]), Surface(Q3["6"])
    X41, X42, X43 = Surface(Q4["2"]), Surface(Q4["4"]), Surface(Q4["6"])
    X51, X52, X53 = Surface(Q5["2"]), Surface(Q5["4"]), Surface(Q5["6"])
    X61, X62, X63 = Surface(Q6["2"]), Surface(Q6["4"]), Surface(Q6["6"])
    U1, U2, U3 = Door(X11, X12, X13), Door(X21, X22, X23), Door(X31, X32, X33)
    U4, U5, U6 = Door(X41, X42, X43), Door(X51, X52, X53), Door(X61, X62, X63)
    F9 = ArcSuit()
    P9 = SurveySheet()

    left = cubicles("Cubicles 1 to 3", G1, (Q1, M1), (Q2, M2), (Q3, M3))
    right = cubicles("Cubicles 4 to 6", G1, (Q4, M4), (Q5, M5), (Q6, M6))
