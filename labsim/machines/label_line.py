"""The label applicator of INS-03."""

from labsim.core.machine import Machine
from labsim.core.sheet import Cable, Ladder, Phase, Power, Rung
from labsim.electrical.contacts import Disconnect
from labsim.electrical.loads import Resistor
from labsim.electrical.protection import Fuse
from labsim.electrical.registration import RegistrationController
from labsim.electrical.signals import AnalogueSensor, Encoder, GearSensor, ShieldedCable
from labsim.electrical.sources import Earth, Supply
from labsim.electrical.storage import Capacitor, Rectifier

__all__ = ["LabelLine"]


class LabelLine(Machine):
    """Label applicator: 24 V supply, gear sensor, encoder and distance sensor on one controller."""

    G1 = Supply()
    Q1 = Disconnect("1-2", "3-4")
    F1 = Fuse(rating=2.0)
    T1 = Rectifier()
    C1 = Capacitor()
    A1 = RegistrationController()
    B1 = GearSensor()
    R1 = Resistor(resistance=2200.0)
    B2 = Encoder()
    B3 = AnalogueSensor()
    W1 = ShieldedCable()
    PE = Earth()

    supply = Power(
        "Supply",
        Phase(G1["L1"], Q1[1, 2], F1, T1["L", "+"]),
        Phase(G1["N"], Q1[3, 4], T1["N", "-"]),
        Phase(W1["S", "E"], PE["PE"]),
    )
    signals = Ladder(
        "24 V circuit",
        T1["+"],
        T1["-"],
        Rung(C1),
        Rung(A1["+", "-"]),
        Rung(B1["BN", "BU"]),
        Rung(R1, B1["BK", "BU"] | A1["Z", "-"]),
        Rung(B2["BN", "BU"]),
        Rung(B2["BN", "A"], A1["A", "-"]),
        Rung(B2["BN", "B"], A1["B", "-"]),
        Rung(B3["BN", "Q"], W1["1", "2"], A1["U", "-"]),
        Rung(B3["BN", "BU"], W1["3", "4"]),
    )
    station = Cable(20.0, B1["BK"])
