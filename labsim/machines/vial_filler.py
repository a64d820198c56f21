"""The stopper station of INT-03: three valves on one block, and the 24 V that works them."""

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.coils import Relay
from labsim.electrical.contacts import Selector
from labsim.electrical.electronics import LED
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.protection import Fuse
from labsim.electrical.sources import DCSupply
from labsim.electrical.switches import RodSwitch, VacuumSwitch
from labsim.fluid.air_cylinders import AirCylinder
from labsim.fluid.air_lines import AirTap, AirTube
from labsim.fluid.air_logic import Silencer, SpeedController
from labsim.fluid.air_supply import AirFilter, AirMain, AirRegulator, LockoutValve
from labsim.fluid.air_valves import SolenoidValve32, SolenoidValve52
from labsim.fluid.stoppers import StopperCup
from labsim.fluid.vacuum import VacuumGenerator

__all__ = ["VialFiller"]


class VialFiller(Machine):
    """Stopper station of a vial filler: transfer, press and vacuum cup on one valve block, 24 V."""

    G1 = DCSupply()
    F1, F2 = Fuse(rating=2.0), Fuse(rating=1.0)
    S1 = Selector(label="Transfer")
    S2 = Selector(label="Press")
    S3 = Selector(label="Vacuum")
    K1, K2, K3 = Relay("13-14"), Relay("13-14"), Relay("13-14")
    Y1, Y2, Y3 = Solenoid(resistance=128.0), Solenoid(resistance=128.0), Solenoid(resistance=128.0)
    P1, P2, P3 = LED(), LED(), LED()
    P4 = PilotLight(rated=24.0, resistance=288.0, label="Station ready")  # 24 V, 2 W

    G2, Q1 = AirMain(pressure=7.0), LockoutValve()
    Z1, R1 = AirFilter(), AirRegulator(setting=6.0)
    V1 = SolenoidValve52(Y1, label="Override")
    V2 = SolenoidValve52(Y2, label="Override")
    V3 = SolenoidValve32(Y3, label="Override")
    Z2 = Silencer()
    W1, W2, W3 = AirTube(), AirTube(), AirTube(length=1.0)
    R2, R3, R4, R5 = SpeedController(), SpeedController(), SpeedController(), SpeedController()
    C1 = AirCylinder(bore=32, rod=12, stroke=100, mass=2.0)
    C2 = AirCylinder(bore=25, rod=10, stroke=50, mass=0.8, grip=46.0)
    G3 = VacuumGenerator()
    U1 = StopperCup()
    B1, B2 = RodSwitch("13-14", of=C1, point=98.0), RodSwitch("13-14", of=C2, point=44.0)
    B3 = VacuumSwitch("13-14", of=U1)
    M1, M2, M3, M4 = AirTap(), AirTap(), AirTap(), AirTap()
    M5, M6, M7 = AirTap(), AirTap(), AirTap()

    supply = Power("24 V supply", Phase(G1["+"], F1), Phase(G1["+"], F2))
    control = Ladder(
        "Control circuit",
        F1["2"],
        G1["-"],
        Rung(S1[13, 14], K1["A1", "A2"]),
        Rung(S2[13, 14], K2["A1", "A2"]),
        Rung(S3[13, 14], K3["A1", "A2"]),
        Rung(B1[13, 14], B2[13, 14], B3[13, 14], P4),
    )
    solenoids = Ladder(
        "Solenoids of the valve block",
        F2["2"],
        G1["-"],
        Rung(K1[13, 14], Y1 | P1),
        Rung(K2[13, 14], Y2 | P2),
        Rung(K3[13, 14], Y3 | P3),
    )
    air = Circuit(
        "Compressed air",
        Line("M", G2["1"], Q1["1"]),
        Line("Q", Q1["2"], M1["M"], Z1["1"]),
        Line("F", Z1["2"], R1["1"]),
        Line("P", R1["2"], M2["M"], V1["1"], V2["1"], V3["1"]),
        Line("1A", V1["4"], W1["1"]),
        Line("1R", W1["2"], R2["1"]),
        Line("1C", R2["2"], M3["M"], C1["A"]),
        Line("1B", V1["2"], R3["1"]),
        Line("1D", R3["2"], M4["M"], C1["B"]),
        Line("2A", V2["4"], W2["1"]),
        Line("2R", W2["2"], R4["1"]),
        Line("2C", R4["2"], M5["M"], C2["A"]),
        Line("2B", V2["2"], R5["1"]),
        Line("2D", R5["2"], M6["M"], C2["B"]),
        Line("E", V1["3"], V1["5"], V2["3"], V2["5"], Z2["1"]),
        Line("3A", V3["2"], G3["1"]),
        Line("V", G3["V"], W3["1"]),
        Line("U", W3["2"], M7["M"], U1["V"]),
        medium="air",
        layout="""
            C1          C2          U1
            M3   M4     M5   M6     W3  M7
            R2   R3     R4   R5     G3
            W1          W2
            V1          V2          V3
            Z2   M1     M2
            G2   Q1     Z1   R1
        """,
    )
