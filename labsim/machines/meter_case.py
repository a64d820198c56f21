"""The instrument case of INS-02 at the tool crib's reference station."""

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.sources import Supply
from labsim.electrical.testgear import (
    ClampOnTest,
    GoNoGo,
    InsulationOnTest,
    MultimeterOnTest,
    Reference,
    VoltageTester,
)

__all__ = ["MeterCase"]


class MeterCase(Machine):
    """Case 4: three multimeters, clamp meter, insulation and voltage tester, at a reference.

    Each sound one errs a little, as they all do: within its accuracy, not by nothing.
    """

    G1 = Supply(label="socket")
    G2 = Reference()
    P1 = MultimeterOnTest(G2, gain=1.002, year=2027, month=3)
    P2 = MultimeterOnTest(G2, gain=0.997, leads=0.2, year=2026, month=11)
    P3 = MultimeterOnTest(G2, gain=1.003, year=2027, month=1)
    P4 = ClampOnTest(G2, gain=0.99, leads=0.2, year=2026, month=9)
    P5 = InsulationOnTest(G2, gain=1.01, year=2027, month=6)
    P6 = VoltageTester(G2, year=2026, month=12)
    P7 = GoNoGo(P1, P2, P3, P4, P5, P6)

    supply = Power(
        "Supply of the station",
        Phase(G1["L1"], G2["L", "N"], G1["N"]),
        Phase(G1["L1"], P7["L", "N"], G1["N"]),
    )
    case = Ladder(
        "Case 4 at the reference",
        G2["HI"],
        G2["LO"],
        Rung(P1, comment="multimeter"),
        Rung(P2, comment="multimeter"),
        Rung(P3, comment="multimeter"),
        Rung(P4, comment="clamp meter"),
        Rung(P5, comment="insulation tester"),
        Rung(P6, comment="voltage tester"),
    )
