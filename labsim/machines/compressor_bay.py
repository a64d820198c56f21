"""The palletiser control box beside a compressor, of ELE-06."""

from labsim.core.component import OPEN
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung, Weak
from labsim.electrical.coils import Contactor
from labsim.electrical.compressor import Compressor
from labsim.electrical.contacts import PushButton, Selector
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.protection import Fuse, OverloadRelay
from labsim.electrical.sensors import TerminalStrip
from labsim.electrical.sources import Supply

__all__ = ["CompressorBay"]


class CompressorBay(Machine):
    """Palletiser start circuit, 120 V, in a box on the frame of a compressor.

    K2 starts the palletiser and seals itself in; K4 is the guard relay. The compressor has a
    supply of its own: nothing joins the two circuits but the frame, the heat and the hose.
    """

    G1 = Supply()
    F1, F4 = Fuse(rating=2.0), Fuse(rating=1.0)
    X1 = TerminalStrip(4)
    F3 = OverloadRelay("95-96")
    S0 = PushButton("NC", label="Stop")
    S1 = PushButton("NO", label="Start")
    K2 = Contactor("13-14", "33-34")
    K4 = Contactor("13-14")
    P1 = PilotLight()
    G2 = Supply(voltage=240)
    F2 = Fuse(rating=20.0, tau=100.0)
    S3 = Selector(label="Compressor")
    S4 = Selector(label="Load")
    Y1 = Solenoid(rated=240.0, resistance=1200.0)
    M1 = Compressor(valve=Y1)

    compressor = Ladder(
        "Compressor",
        G2["L1"],
        G2["N"],
        Rung(F2, S3[13, 14], M1["L", "N"]),
        Rung(S4[13, 14], Y1),
    )
    line = Ladder(
        "Palletiser",
        G1["L1"],
        G1["N"],
        Rung(
            F1, X1["1a", "1b"], F3[95, 96], S0[21, 22], S1[13, 14] | K2[13, 14], X1["2a", "2b"],
            K4[13, 14], X1["3a", "3b"], K2["A1", "A2"],
        ),
        Rung(F4, X1["4a", "4b"], K4["A1", "A2"]),
        Rung(K2[33, 34], P1),
    )  # fmt: skip
    # What shaking, heat and load find in such a box; rates assumed.
    clip = Weak(F1["2"], "vibration")
    stop_bounces = Weak(S0, "vibration", "contact 21-22 opens", wrong={"21-22.made": OPEN})
    seal_bounces = Weak(K2, "vibration", "contact 13-14 opens", wrong={"13-14.made": OPEN})
    ferrule = Weak(X1["2b"], "vibration", rate=2.0)
    socket = Weak(K4, "vibration", "contact 13-14 opens", wrong={"13-14.made": OPEN})
    guard_return = Weak(K4["A2"], "vibration")
    coil_return = Weak(K2["A2"], "vibration")
    trip_creeps = Weak(F3, "heat", "contact 95-96 opens", wrong={"95-96.made": OPEN})
    strip_hot = Weak(X1["3a"], "heat", rate=2.0)
    coil_hot = Weak(K2, "heat", "coil opens", resistance=OPEN)
    guard_coil_hot = Weak(K4, "heat", "coil opens", resistance=OPEN)
    guard_hot = Weak(K4, "heat", "contact 13-14 opens", wrong={"13-14.made": OPEN})
    guard_fuse_hot = Weak(F4["1"], "heat")
    stop_pulled = Weak(S0["22"], "load")
    cable_pulled = Weak(X1["1b"], "load")
    middle_pulled = Weak(X1["2a"], "load")
    bridge_pulled = Weak(X1["3b"], "load")
    guard_pulled = Weak(K4["14"], "load")
    coil_pulled = Weak(K2["A1"], "load")
    strip_pulled = Weak(X1["4b"], "load")
    # Its transformer hangs on the same feeder as the compressor: 0.4 Un, K2 lets go at 0.5.
    sags = Weak(G1, "load", "voltage sags", voltage=48.0)
