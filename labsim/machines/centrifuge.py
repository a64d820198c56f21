"""The basket centrifuge of ELE-07."""

from labsim.core.machine import Machine
from labsim.core.sheet import Phase, Power
from labsim.electrical.contacts import Disconnect, Selector
from labsim.electrical.driven import BrakeResistor, DrivenMotor, MainsTransformer
from labsim.electrical.drives import Drive
from labsim.electrical.protection import Fuse
from labsim.electrical.sources import ThreePhaseSupply

__all__ = ["Centrifuge"]


class Centrifuge(Machine):
    """Basket centrifuge on a frequency drive: 600 V mains, 480 V drive, 11 kW motor."""

    pause = 9.0  # s: it runs up in five and stops in five

    G1 = ThreePhaseSupply(voltage=600.0)
    Q1 = Disconnect()
    F1, F2, F3 = Fuse(rating=30, tau=100), Fuse(rating=30, tau=100), Fuse(rating=30, tau=100)
    T1 = Drive()
    T2 = MainsTransformer()
    R1 = BrakeResistor()
    S1 = Selector(label="Stop / Run")
    S2 = Selector(label="Basket full / empty")
    M1 = DrivenMotor()

    power = Power(
        "Power circuit",
        Phase(G1["L1"], Q1[1, 2], F1, T2["H1", "X1"], T1["L1", "U"], M1["U1"]),
        Phase(G1["L2"], Q1[3, 4], F2, T2["H2", "X2"], T1["L2", "V"], M1["V1"]),
        Phase(G1["L3"], Q1[5, 6], F3, T2["H3", "X3"], T1["L3", "W"], M1["W1"]),
    )
    braking = Power(
        "Braking circuit",
        Phase(T1["DC+"], R1, T1["PB", "DC-"]),
        Phase(T1["DC+", "DC-"]),
    )
    control = Power(
        "Control terminals of the drive",
        Phase(T1["24V"], S1[13, 14], T1["DI1"]),
        Phase(T1["24V"], S2[13, 14], T1["DI2"]),
    )
