"""The coolant pump of ELE-08."""

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.coils import Contactor, Relay
from labsim.electrical.contacts import Disconnect, PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.motors import InductionMotor
from labsim.electrical.protection import Fuse, OverloadRelay
from labsim.electrical.sources import Earth, PowerSupply, ThreePhaseSupply, Transformer
from labsim.electrical.switches import FloatSwitch

__all__ = ["CoolantPump"]


class CoolantPump(Machine):
    """Coolant pump: 120 V starter that a 24 V level interlock lets in, 480 V motor."""

    G1 = ThreePhaseSupply()
    Q1 = Disconnect()
    F1, F2, F3 = Fuse(rating=20, tau=100), Fuse(rating=20, tau=100), Fuse(rating=20, tau=100)
    F4, F5 = Fuse(rating=1.0), Fuse(rating=1.0)
    T1 = Transformer()
    F6 = Fuse(rating=1.6)
    F7 = OverloadRelay(setting=7.0)
    T2 = PowerSupply()
    F8 = Fuse(rating=0.2)
    B1 = FloatSwitch("13-14")
    K2 = Relay("13-14", "23-24")
    S0 = PushButton("NC", label="Stop")
    S1 = PushButton("NO", label="Start")
    K1 = Contactor("1-2", "3-4", "5-6", "13-14", "21-22", "33-34")
    P1, P2 = PilotLight(), PilotLight()
    P3 = PilotLight(rated=24.0, resistance=480.0)  # 24 V, 1.2 W
    M1 = InductionMotor()
    PE = Earth()

    power = Power(
        "Power circuit",
        Phase(G1["L1"], Q1[1, 2], F1, K1[1, 2], F7[1, 2], M1["U1"]),
        Phase(G1["L2"], Q1[3, 4], F2, K1[3, 4], F7[3, 4], M1["V1"]),
        Phase(G1["L3"], Q1[5, 6], F3, K1[5, 6], F7[5, 6], M1["W1"]),
    )
    supply = Power(
        "Control supply",
        Phase(F1["2"], F4, T1["H1", "X1"], F6),
        Phase(F2["2"], F5, T1["H4", "X2"], PE["PE"]),
    )
    control = Ladder(
        "Control circuit",
        F6["2"],
        T1["X2"],
        Rung(T2["L", "N"]),
        Rung(F7[95, 96], K2[13, 14], S0[21, 22], S1[13, 14] | K1[13, 14], K1["A1", "A2"]),
        Rung(K1[33, 34], P1),
        Rung(K1[21, 22], P2),
    )
    level = Ladder(
        "Level interlock, 24 V",
        T2["+"],
        T2["-"],
        Rung(F8, B1[13, 14], K2["A1", "A2"]),
        Rung(K2[23, 24], P3),
    )
