"""The geared blower of the vibration labs: motor, gear up, blower on sleeve bearings."""

from __future__ import annotations

from labsim.core.machine import Machine
from labsim.electrical.contacts import Disconnect
from labsim.electrical.sources import ThreePhaseSupply
from labsim.machines.pump_set import SpeedDrive, TrainMotor, through_drive
from labsim.vibration.coupling import Coupling
from labsim.vibration.driven import Blower, Throttle
from labsim.vibration.feet import Feet
from labsim.vibration.gear import Gearbox
from labsim.vibration.line import ShaftLine
from labsim.vibration.monitor import VibrationMonitor
from labsim.vibration.rolling import RollingBearing
from labsim.vibration.sleeve import SleeveBearing

__all__ = ["GearDrive"]


class GearDrive(Machine):
    """Aeration blower: 90 kW motor, gear 67 to 23 teeth, wheel at 5190 rpm on sleeve bearings.

    Route points: B1 B2 motor, B3 B4 gear input, B5 B6 gear output, B7 B8 blower.
    """

    pause = 3.0

    G1 = ThreePhaseSupply()
    Q1 = Disconnect()
    A1 = SpeedDrive()
    Q2 = Throttle(label="Guide vanes")
    U1, U3 = Feet(mass=560.0), Feet(mass=480.0)
    U2 = Feet(mass=420.0, natural_h=6.5, natural_v=8.0, natural_a=8.0)  # stiff for the fast shaft
    B1, B2 = RollingBearing("6316", rings=2500.0), RollingBearing("6316", rings=2400.0)
    B3, B4 = RollingBearing("6312", rings=3000.0), RollingBearing("6312", rings=3100.0)
    B5, B6 = RollingBearing("6210", rings=3500.0), RollingBearing("6210", rings=3400.0)
    B7, B8 = SleeveBearing(), SleeveBearing()
    G2 = Blower(
        B7, B8, feet=U3, throttle=Q2, rotor=55.0, vanes=11.0, overhung=0.25, bends=9e4, pulls=1.2e4
    )
    M1 = TrainMotor(B1, B2, feet=U1, drive=A1, turns=G2, rotor=150.0, bends=3.2e4)
    X1 = Coupling(stiff_radial=2600.0, stiff_axial=2.0e4)
    T1 = Gearbox(B3, B4, B5, B6, feet=U2, pinion=67.0, wheel=23.0, mesh=0.13)
    X2 = Coupling(stiff_radial=5200.0, stiff_axial=4.0e4)
    B9 = VibrationMonitor(B1, B2, B3, B4, B5, B6, B7, B8, rough_limit=4.0)

    power = through_drive(G1, Q1, A1, M1)
    shaft = ShaftLine("Shaft line", M1, X1, T1, X2, G2, B9)
