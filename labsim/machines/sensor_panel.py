"""The 24 V sensor and relay panel."""

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.coils import OnDelayTimer, Relay
from labsim.electrical.contacts import Disconnect, Selector
from labsim.electrical.electronics import LED, Suppressor
from labsim.electrical.loads import PilotLight
from labsim.electrical.protection import Fuse
from labsim.electrical.sensors import PNPSensor, TerminalStrip, TwoWireSensor
from labsim.electrical.sources import PowerSupply, Supply

__all__ = ["SensorPanel"]


class SensorPanel(Machine):
    """Packing table, 24 V DC: a box at both sensors for two seconds lights the ready lamp."""

    G1 = Supply()
    Q1 = Disconnect("1-2", "3-4")
    F1 = Fuse(rating=2.0)
    T1 = PowerSupply()
    F2 = Fuse(rating=1.0)
    S1 = Selector()
    B1 = PNPSensor()
    B2 = TwoWireSensor()
    X1 = TerminalStrip(4)
    K1 = Relay("13-14", "21-22")
    R1 = Suppressor()
    K2 = OnDelayTimer("13-14", delay_on=2.0)
    P1 = PilotLight(rated=24.0, resistance=288.0)  # 24 V, 2 W
    P2 = LED()

    supply = Power(
        "Supply",
        Phase(G1["L1"], Q1[1, 2], F1, T1["L", "+"], F2, S1[13, 14]),
        Phase(G1["N"], Q1[3, 4], T1["N", "-"]),
    )
    control = Ladder(
        "24 V circuit",
        S1["14"],
        T1["-"],
        Rung(B1["BN", "BU"]),
        Rung(B1["BN", "BK"], X1["1a", "1b"], K1["A1", "A2"] | R1["A1", "A2"]),
        Rung(X1["2a", "2b"], B2["BN", "BU"], X1["3a", "3b"], K2["A1", "A2"]),
        Rung(K1[13, 14], K2[13, 14], X1["4b", "4a"], P1),
        Rung(K1[21, 22], P2),
    )
