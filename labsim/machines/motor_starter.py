"""The three-wire motor starter of ELE-01 and ELE-03."""

from labsim.core.machine import Machine
from labsim.core.sheet import Cable, Ladder, Phase, Power, Rung, Swap
from labsim.electrical.coils import Contactor
from labsim.electrical.contacts import Disconnect, PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.motors import InductionMotor
from labsim.electrical.protection import Fuse, OverloadRelay
from labsim.electrical.sources import Earth, ThreePhaseSupply, Transformer

__all__ = ["MotorStarter"]


class MotorStarter(Machine):
    """Conveyor starter: start/stop station with seal-in, 120 V control, 480 V motor."""

    G1 = ThreePhaseSupply()
    Q1 = Disconnect()
    # Time-delay: five times the rating for ten seconds (UL 248, class RK5).
    F1, F2, F3 = Fuse(rating=20, tau=100), Fuse(rating=20, tau=100), Fuse(rating=20, tau=100)
    F4, F5 = Fuse(rating=1.0), Fuse(rating=1.0)
    T1 = Transformer()
    F6 = Fuse(rating=1.6)
    F7 = OverloadRelay(setting=7.0)
    S0 = PushButton("NC", label="Stop")
    S1 = PushButton("NO", label="Start")
    K1 = Contactor("1-2", "3-4", "5-6", "13-14", "21-22", "33-34")
    P1, P2 = PilotLight(), PilotLight()
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
        Rung(F7[95, 96], S0[21, 22], S1[13, 14] | K1[13, 14], K1["A1", "A2"]),
        Rung(K1[33, 34], P1),
        Rung(K1[21, 22], P2),
    )
    station = Cable(25.0, S0["21"], S0["22"], S1["14"])
    # What a hand mixes up when rewiring; some of it no one notices until the day it hurts.
    mixed_up = Swap(K1["14"], K1["34"])
    fed_past_stop = Swap(K1["13"], K1["33"])
    start_reversed = Swap(S1["13"], S1["14"], rate=0.2)
    secondary_reversed = Swap(T1["X1"], T1["X2"], rate=0.2)
    runs_backwards = Swap(M1["U1"], M1["V1"])
