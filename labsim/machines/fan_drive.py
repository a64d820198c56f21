"""The belt-driven fan of the vibration labs: motor, V-belts, fan, a sister machine on the base."""

from __future__ import annotations

from labsim.core.machine import Machine
from labsim.electrical.contacts import Disconnect
from labsim.electrical.sources import ThreePhaseSupply
from labsim.machines.pump_set import SpeedDrive, TrainMotor, through_drive
from labsim.vibration.belt import BeltDrive
from labsim.vibration.driven import Blower, Throttle
from labsim.vibration.feet import Feet
from labsim.vibration.line import ShaftLine
from labsim.vibration.monitor import VibrationMonitor
from labsim.vibration.neighbour import Neighbour
from labsim.vibration.rolling import RollingBearing

__all__ = ["FanDrive"]


class FanDrive(Machine):
    """Supply air fan: 15 kW motor, two V-belts, overhung wheel at 1130 rpm, a sister fan beside it.

    Route points: B1 B2 motor, B3 B4 fan shaft.
    """

    pause = 3.0

    G1 = ThreePhaseSupply()
    Q1 = Disconnect()
    A1 = SpeedDrive()
    Q2 = Throttle(label="Damper")
    U1 = Feet(mass=140.0)
    U2 = Feet(mass=210.0, natural_h=2.2, natural_v=3.1)
    B1, B2 = RollingBearing("6208", rings=3600.0), RollingBearing("6309", rings=3250.0)
    B3, B4 = RollingBearing("22216", rings=2700.0), RollingBearing("22216", rings=2850.0)
    G2 = Blower(B3, B4, feet=U2, throttle=Q2)
    M1 = TrainMotor(B1, B2, feet=U1, drive=A1, turns=G2, rotor=32.0)
    T1 = BeltDrive()
    M9 = Neighbour(hertz=18.9)
    B9 = VibrationMonitor(B1, B2, B3, B4)

    power = through_drive(G1, Q1, A1, M1)
    shaft = ShaftLine("Shaft line", M1, T1, G2, M9, B9)
