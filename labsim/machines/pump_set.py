"""The pump set of the vibration labs: speed drive, motor, coupling, pump, four bearings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.machine import Machine
from labsim.core.sheet import Phase, Power
from labsim.core.view import View
from labsim.electrical.contacts import Disconnect
from labsim.electrical.network import ElectricalNetwork
from labsim.electrical.sources import ThreePhaseSupply
from labsim.vibration.coupling import Coupling
from labsim.vibration.driven import CentrifugalPump, Throttle
from labsim.vibration.feet import Feet
from labsim.vibration.line import ShaftLine
from labsim.vibration.monitor import VibrationMonitor
from labsim.vibration.motor import RUN_UP, Motor
from labsim.vibration.rolling import RollingBearing

__all__ = ["PumpSet", "SpeedDrive", "TrainMotor", "through_drive"]

FED = 200.0  # V to earth at the terminals of a 480 V motor above which it runs


class SpeedDrive(Component):
    """Frequency drive in a box: a knob with three speeds and off, and "power cut".

    Power cut: the machine has been run up and switched off; what is read is read in the first
    seconds, while it still runs at speed without a field. Each such run takes its time: up to
    speed and steady, all hands off, and down again before the next one.
    """

    title, letter, symbol, price, swap = "speed drive", "A", "Box", 1100.0, 40.0
    network = ElectricalNetwork
    marks = ("L1", "L2", "L3", "U", "V", "W")
    positions = ("off", "60 Hz", "45 Hz", "30 Hz", "power cut")
    hertz = (0.0, 60.0, 45.0, 30.0, 0.0)
    takes: ClassVar[Mapping[str, float]] = {"power cut": 1.5}  # min (assumed)
    position = State(0, "0: off")
    path = Param(0.05, "Ω", "of one pole when it is on (assumed)")
    dead_output = Fault("output stage dead", 0.5, path=OPEN)

    def laws(self, net: Any) -> None:
        for n, (a, b) in enumerate(zip("123", "UVW", strict=True)):
            net.branch(f"pole{n}", f"L{a}", b, lambda c: np.where(self.on(c), c.path, OPEN))

    def on(self, c: View) -> np.ndarray:
        return (c.position > 0) & (c.position < 4)

    def frequency(self, c: View) -> np.ndarray:
        """Return the frequency in Hz it is set to."""
        return np.array(self.hertz)[c.position.astype(int)]

    def look(self, c: View) -> np.ndarray:
        names = enumerate(self.positions)
        return texts(c, "dark", *((c.position == n, f"display shows {name}") for n, name in names))


class TrainMotor(Motor):
    """Motor of a shaft line on a speed drive: it turns when there is voltage at its terminals."""

    network = ElectricalNetwork
    marks, hidden = ("U1", "V1", "W1"), ()
    winding = Param(8.0, "Ω", "of one phase at full load, as the drive sees it (assumed)")
    hum = Fault("winding open", 0.3, winding=OPEN)

    def laws(self, net: Any) -> None:
        for mark in self.marks:
            net.branch(mark, mark, "~star", lambda c: c.winding)

    def rules(self, c: View) -> None:
        drive = c.sim.views[self.drive.tag]
        fed = (np.abs(c.amps("U1")) > 1.0) & (np.abs(c.amps("V1")) > 1.0)
        hertz = np.where(fed, drive.part.frequency(drive), 0.0)
        cut = drive.position == drive.part.positions.index("power cut")
        load = self.loaded(c) * (hertz / c.line) ** 2
        speed = np.where(fed, hertz / c.line - c.slip * load, np.where(cut, 1.0 - c.slip, 0.0))
        c.follow("supply_hertz", hertz)
        c.follow("speed", speed, RUN_UP)

    def rpm(self, c: View) -> np.ndarray:
        """Return the revolutions of its shaft in a minute."""
        return c.speed * 120.0 * c.line / c.poles

    def can_turn(self, sim: Any) -> bool:
        net = sim.network_of(self)
        return any(net.feeds(self.port(mark)) for mark in self.marks)


def through_drive(supply: Any, switch: Any, drive: Any, motor: Any) -> Power:
    """Return the power circuit of a train: supply, disconnect, speed drive, motor."""
    return Power(
        "Power circuit",
        Phase(supply["L1"], switch[1, 2], drive["L1", "U"], motor["U1"]),
        Phase(supply["L2"], switch[3, 4], drive["L2", "V"], motor["V1"]),
        Phase(supply["L3"], switch[5, 6], drive["L3", "W"], motor["W1"]),
    )


class PumpSet(Machine):
    """Cooling water pump: 22 kW motor, elastic coupling, overhung pump, bearings B1 to B4.

    Route points are numbered from the free end of the motor: B1 B2 motor, B3 B4 pump.
    """

    pause = 3.0

    G1 = ThreePhaseSupply()
    Q1 = Disconnect()
    A1 = SpeedDrive()
    Q2 = Throttle(label="Discharge")
    U1, U2 = Feet(mass=180.0), Feet(mass=130.0, natural_h=2.5, natural_v=3.45)
    B1, B2 = RollingBearing("6309", rings=3300.0), RollingBearing("6312", rings=3050.0)
    B3, B4 = RollingBearing("6309", rings=2900.0), RollingBearing("7309", rings=3450.0)
    P1 = CentrifugalPump(B3, B4, feet=U2, throttle=Q2)
    M1 = TrainMotor(B1, B2, feet=U1, drive=A1, turns=P1)
    X1 = Coupling()
    B9 = VibrationMonitor(B1, B2, B3, B4)

    power = through_drive(G1, Q1, A1, M1)
    shaft = ShaftLine("Shaft line", M1, X1, P1, B9)
