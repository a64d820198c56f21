"""The exhaust fan of ELE-05: feeder, contactor, motor monitor, cable, six-lead motor, fan."""

from typing import ClassVar

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.contacts import Selector
from labsim.electrical.fandrive import Fan, FeederSupply, MotorCable, MotorMonitor, PowerContactor
from labsim.electrical.protection import Fuse
from labsim.electrical.sixlead import SixLeadMotor
from labsim.electrical.sources import Earth, Supply

__all__ = ["ExhaustFan"]


class ExhaustFan(Machine):
    """Fume exhaust fan: 4 kW motor on 480 V, switched by hand, watched by a motor monitor."""

    apart: ClassVar = {"motor off its cable": ("W1:2", "W1:4", "W1:6")}

    G1 = FeederSupply()
    G2 = Supply()
    G3 = Fan()
    # Time-delay: five times the rating for ten seconds (UL 248, class RK5).
    F1, F2, F3 = Fuse(rating=20, tau=100), Fuse(rating=20, tau=100), Fuse(rating=20, tau=100)
    S1 = Selector(label="Fan")
    K1 = PowerContactor("1-2", "3-4", "5-6")
    M1 = SixLeadMotor(drives=G3)
    B1 = MotorMonitor(watches=M1)
    W1 = MotorCable()
    PE = Earth()

    power = Power(
        "Power circuit",
        Phase(G1["L1"], F1, K1[1, 2], B1[1, 2], W1[1, 2], M1["U1", "U2"]),
        Phase(G1["L2"], F2, K1[3, 4], B1[3, 4], W1[3, 4], M1["V1", "V2"]),
        Phase(G1["L3"], F3, K1[5, 6], B1[5, 6], W1[5, 6], M1["W1", "W2"]),
        Phase(PE["PE"], W1[7, 8], M1["PE"]),
        star=(M1["U2"], M1["V2"], M1["W2"]),
    )
    control = Ladder("Control circuit", G2["L1"], G2["N"], Rung(S1, K1["A1", "A2"]))
