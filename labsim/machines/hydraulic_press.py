"""The hydraulic press of SAF-01, and four that differ in where a second feed comes from."""

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.coils import DCContactor
from labsim.electrical.contacts import Breaker, Disconnect, PushButton
from labsim.electrical.loads import Heater, Light, PilotLight
from labsim.electrical.motors import InductionMotor
from labsim.electrical.protection import Fuse, OverloadRelay
from labsim.electrical.sensors import PNPSensor
from labsim.electrical.sources import DCBus, PanelSupply, ThreePhaseSupply
from labsim.fluid.air_supply import AirMain
from labsim.fluid.nonreturn import CheckValve
from labsim.fluid.tanks import Tank
from labsim.machines.press_stores import (
    AirReservoir,
    AirShutOff,
    AirVent,
    FillingPump,
    Platen,
    PressAccumulator,
    PressBleed,
)

__all__ = [
    "HydraulicPress", "PressWithCabinetLight", "PressWithLineLamp", "PressWithMotorHeater",
    "PressWithTankHeater",
]  # fmt: skip

LP2 = "Lighting panel LP-2"


class HydraulicPress(Machine):
    """Hydraulic press: 480 V pump, 24 V control from the line, accumulator, platen, air clamp."""

    zone = ("B1",)

    G1 = ThreePhaseSupply()
    Q1 = Disconnect()
    F1, F2, F3 = Fuse(rating=20, tau=100), Fuse(rating=20, tau=100), Fuse(rating=20, tau=100)
    F7 = OverloadRelay(setting=7.0)
    M1 = InductionMotor()
    G2 = DCBus()
    Q2 = Breaker()
    F4 = Fuse(rating=4.0)
    S0 = PushButton("NC", label="Stop")
    S1 = PushButton("NO", label="Start")
    K1 = DCContactor("1-2", "3-4", "5-6", "13-14", "23-24")
    P1 = PilotLight(rated=24.0, resistance=288.0)  # 24 V, 2 W
    B1 = PNPSensor()
    P2 = PilotLight(rated=24.0, resistance=288.0)
    Q3, Q11 = AirShutOff(), AirVent()
    Q10 = PressBleed()
    C1 = PressAccumulator(Q10)
    C2 = Platen()
    C3 = AirReservoir(Q3, Q11)
    P9, V9, T9 = FillingPump(M1, C1), CheckValve(), Tank()
    G9 = AirMain(pressure=6.0)

    power = Power(
        "Power circuit",
        Phase(G1["L1"], Q1[1, 2], F1, K1[1, 2], F7[1, 2], M1["U1"]),
        Phase(G1["L2"], Q1[3, 4], F2, K1[3, 4], F7[3, 4], M1["V1"]),
        Phase(G1["L3"], Q1[5, 6], F3, K1[5, 6], F7[5, 6], M1["W1"]),
    )
    supply = Power("24 V supply", Phase(G2["+"], Q2, F4))
    control = Ladder(
        "24 V circuit",
        F4["2"],
        G2["-"],
        Rung(F7[95, 96], S0[21, 22], S1[13, 14] | K1[13, 14], K1["A1", "A2"]),
        Rung(K1[23, 24], P1),
        Rung(B1["BN", "BU"]),
        Rung(B1["BN", "BK"], P2),
    )
    oil = Circuit(
        "Oil and gravity",
        Line("S", T9, P9["S"], P9["L"], Q10["B"], C2["B"]),
        Line("P", P9["P"], V9["A"]),
        Line("A", V9["B"], C1, C2["A"], Q10["A"]),
        layout="""
                    C2
                 C1
            =====A=============
            V9           Q10
            P9
               =====S=====
            T9
        """,
    )
    air = Circuit(
        "Air",
        Line("main", G9, Q3["A"]),
        Line("clamp", Q3["B"], C3, Q11["A"]),
        layout="""
                C3
            =====clamp=====
            Q3           Q11
            G9
        """,
        medium="air",
    )


class _Panel:
    """Lighting panel LP-2 across the aisle: four breakers for the hall; one feeds the press too."""

    elsewhere = (LP2,)

    G3 = PanelSupply()
    Q5, Q6, Q7, Q8 = Breaker(), Breaker(), Breaker(), Breaker()
    E5, E6, E7, E8 = Light(), Light(), Light(), Light()
    F8 = Fuse(rating=4.0)

    panel = Power(
        LP2,
        Phase(G3["L1"], Q5, E5, G3["N"]),
        Phase(G3["L1"], Q6, E6, G3["N"]),
        Phase(G3["L1"], Q7, E7, G3["N"]),
        Phase(G3["L1"], Q8, E8, G3["N"]),
    )


def _from(breaker: Breaker, load: Component) -> Power:
    """Draw what of the press hangs behind a breaker of the panel."""
    return Power("Auxiliary circuits", Phase(breaker["2"], _Panel.F8, load, _Panel.G3["N"]))


class PressWithTankHeater(_Panel, HydraulicPress):
    """The press with a heater in its tank, on panel LP-2 so that the oil is warm on Mondays."""

    E1 = Heater()
    auxiliary = _from(_Panel.Q6, E1)


class PressWithCabinetLight(_Panel, HydraulicPress):
    """The press with a light in its cabinet that burns with the main switch off, on panel LP-2."""

    E2 = Light()
    auxiliary = _from(_Panel.Q8, E2)


class PressWithMotorHeater(_Panel, HydraulicPress):
    """The press with a heater in its pump motor against damp, on panel LP-2."""

    E3 = Heater(resistance=288.0)  # 120 V, 50 W
    auxiliary = _from(_Panel.Q5, E3)


class PressWithLineLamp(_Panel, HydraulicPress):
    """The press with a lamp that tells it the line is ready, 120 V by way of panel LP-2."""

    P3 = PilotLight()
    auxiliary = _from(_Panel.Q7, P3)
