"""The palletiser of PLC-05: two remote racks on a ring, a guard door with two channels."""

from __future__ import annotations

from labsim.core.component import State
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.core.view import View
from labsim.electrical.coils import DCContactor
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.protection import Fuse
from labsim.electrical.safetyrelay import (
    DoorSwitch,
    GuardCable,
    ResetButton,
    SafetyContactor,
    SafetyRelay,
)
from labsim.electrical.sensors import PNPSensor
from labsim.electrical.sources import DCSupply
from labsim.plc.parts.plc import PLC
from labsim.plc.parts.remote import RemoteInputCard, RemoteOutputCard
from labsim.plc.parts.ring import Coupler, NetworkCable, Ring, RingScanner

__all__ = ["LoadSensor", "Palletiser"]

SHUT = ("operate B9 shut", "wait 2")


class LoadSensor(PNPSensor):
    """PNP sensor before a load that stays where it is until somebody takes it away."""

    positions = ("present", "absent")
    position = State(0, "0: the load is before the face")

    def sees(self, c: View) -> object:
        return ((c.position == 0) & (c.sensing > 0.5)) | (c.stuck > 0.5)


class Palletiser(Machine):
    """Palletiser: hoist on remote racks, guard door on a safety relay; found with the door open.

    Shut the door, press and let go Reset, press Start. The outputs of rack 2 hang behind K1 and K2.
    """

    guards = ("B9",)

    G1 = DCSupply()
    F1, F2, F3 = Fuse(rating=2.0), Fuse(rating=2.0), Fuse(rating=2.0)
    F4, F5 = Fuse(rating=2.0), Fuse(rating=4.0)
    S1, S0 = PushButton("NO", label="Start"), PushButton("NC", label="Stop")
    S3 = ResetButton("NO", label="Reset")
    B1, B2 = LoadSensor(label="carton"), LoadSensor(label="pallet")
    B3 = LoadSensor(label="hoist at home")
    B9 = DoorSwitch("13-14", "23-24")
    W9 = GuardCable()
    K9 = SafetyRelay()
    K1 = SafetyContactor("13-14", "21-22", "33-34")
    K2 = SafetyContactor("13-14", "21-22", "33-34")
    K3 = DCContactor("13-14")
    P1 = PilotLight(rated=24.0, resistance=288.0, label="In cycle")  # 24 V, 2 W
    P2 = PilotLight(rated=24.0, resistance=288.0, label="Guard circuit off")

    A4 = RemoteInputCard("4M: I10.0=Start I10.1=Stop_OK I10.2=Carton")
    A6 = RemoteInputCard("6M: I20.0=Pallet I20.1=Home", hold=1.0)
    A7 = RemoteOutputCard("7L: Q20.0=Hoist Q20.1=Lamp")
    A3 = Coupler(A4, address=1.0, others=(2,))
    A5 = Coupler(A6, A7, address=2.0, others=(1,))
    W1, W2, W3 = NetworkCable(), NetworkCable(), NetworkCable()
    A2 = RingScanner(
        W1, A3, W2, A5, W3,
        bits="I90.0=Rack1_OK I90.1=Rack2_OK I90.2=Ring_OK", words="IW92=Gap1 IW94=Gap2",
    )  # fmt: skip
    A1 = PLC(
        "palletiser.txt",
        inputs="I0.0=Safety_OK",
        cards=(A2, A4, A6, A7),
        supply=True,
        watch=("Net_OK", "Ready", "Run"),
    )

    ring = Ring("Device-level ring", A2)
    supply = Power(
        "24 V supply",
        Phase(G1["+"], F1),
        Phase(G1["+"], F2),
        Phase(G1["+"], F3),
        Phase(G1["+"], F4),
        Phase(G1["+"], F5, K1[13, 14], K2[13, 14]),
    )
    panel = Ladder(
        "Controller and scanner",
        F1["2"],
        G1["-"],
        Rung(A1["L+", "M"]),
        Rung(A2["L+", "M"]),
        Rung(K1[33, 34], K2[33, 34], A1["I0.0", "I0.0M"]),
    )
    rack1 = Ladder(
        "Rack 1, infeed",
        F2["2"],
        G1["-"],
        Rung(A3["L+", "M"]),
        Rung(S1[13, 14], A4["I10.0", "4M"]),
        Rung(S0[21, 22], A4["I10.1", "4M"]),
        Rung(B1["BN", "BU"]),
        Rung(B1["BN", "BK"], A4["I10.2", "4M"]),
    )
    rack2 = Ladder(
        "Rack 2, hoist",
        F3["2"],
        G1["-"],
        Rung(A5["L+", "M"]),
        Rung(B2["BN", "BU"]),
        Rung(B2["BN", "BK"], A6["I20.0", "6M"]),
        Rung(B3["BN", "BU"]),
        Rung(B3["BN", "BK"], A6["I20.1", "6M"]),
    )
    guard = Power(
        "Guard circuit, two channels",
        Phase(K9["S11"], B9[13, 14], W9["1a", "1b"], K9["S12"]),
        Phase(K9["S21"], B9[23, 24], W9["2a", "2b"], K9["S22"]),
        Phase(K9["Y1"], K1[21, 22], K2[21, 22], K9["Y2"]),
        Phase(K9["S33"], S3[13, 14], K9["S34"]),
    )
    safety = Ladder(
        "Safety relay and its contactors",
        F4["2"],
        G1["-"],
        Rung(K9["A1", "A2"]),
        Rung(K9[13, 14], K1["A1", "A2"]),
        Rung(K9[23, 24], K2["A1", "A2"]),
        Rung(K9[41, 42], P2),
    )
    outputs = Ladder(
        "Outputs of rack 2, behind the safety contactors",
        K2["14"],
        G1["-"],
        Rung(A7["7L", "Q20.0"], K3["A1", "A2"]),
        Rung(A7["7L", "Q20.1"], P1),
    )
    moments = {
        "door shut": SHUT,
        "reset held": (*SHUT, "press S3"),
        "start held": (*SHUT, "press S3", "release S3", "wait 1", "press S1", "wait 1"),
    }
