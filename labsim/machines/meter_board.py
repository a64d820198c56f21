"""The practice board of INS-01: where a meter shows what it is asked, and where it misleads."""

from labsim.core.machine import Machine
from labsim.core.sheet import Cable, Ladder, Phase, Power, Rung
from labsim.electrical.contacts import Disconnect, KnifeTerminal, Selector
from labsim.electrical.loads import Heater, PilotLight, Resistor
from labsim.electrical.protection import Fuse
from labsim.electrical.sensors import TerminalStrip
from labsim.electrical.sources import DCSupply, SplitPhaseSupply

__all__ = ["MeterBoard"]


class MeterBoard(Machine):
    """Practice board: four 24 V circuits, a split-phase panel with two heaters, a long cable."""

    G1 = DCSupply()
    F1 = Fuse(rating=1.0)
    S1 = Selector("NO")
    P1 = PilotLight(rated=24.0, resistance=288.0)  # 24 V, 2 W
    R1, R2 = Resistor(resistance=2.2e6), Resistor(resistance=2.2e6)
    X1, X2 = KnifeTerminal(), KnifeTerminal()
    R3 = Resistor(resistance=1200.0)
    R4 = Resistor(resistance=8.0)
    G2 = SplitPhaseSupply()
    Q1 = Disconnect("1-2", "3-4", "5-6")
    E1, E2 = Heater(resistance=60.0), Heater(resistance=20.0)
    X3, X4, X5, X6 = TerminalStrip(1), TerminalStrip(1), TerminalStrip(1), TerminalStrip(1)

    direct = Ladder(
        "24 V circuits",
        G1["+"],
        G1["-"],
        Rung(F1, S1[13, 14], P1, comment="lamp"),
        Rung(R1, R2, comment="divider"),
        Rung(X1[21, 22], R3, comment="loop"),
        Rung(X2[21, 22], R4, comment="load"),
    )
    panel = Power(
        "Split-phase panel",
        Phase(G2["L1"], Q1[1, 2], E1, X3["1a"]),
        Phase(G2["N"], Q1[5, 6], X3["1b"]),
        Phase(G2["L2"], Q1[3, 4], E2, X3["1a"]),
    )
    field = Power(
        "Cable to the pump house",
        Phase(Q1["2"], X5["1a", "1b"]),
        Phase(X6["1a", "1b"]),
        Phase(G2["PE"], X4["1a", "1b"]),
    )
    cores = Cable(50.0, X5["1b"], X6["1b"])
