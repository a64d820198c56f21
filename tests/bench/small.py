"""Small machines for tests of the bench: the starter of the design text, a lamp, high voltage."""

from labsim.core.machine import Machine
from labsim.core.sheet import Cable, Ladder, Rung
from labsim.electrical.coils import Contactor
from labsim.electrical.contacts import PushButton, Selector
from labsim.electrical.loads import PilotLight, Resistor
from labsim.electrical.protection import Fuse, OverloadRelay
from labsim.electrical.sources import Supply

__all__ = ["HighVoltage", "LampOnSwitch", "SmallStarter"]


class SmallStarter(Machine):
    """Start/stop station with seal-in contact and overload trip, 120 V control."""

    X1 = Supply(voltage=120, marks=("X1", "X2"))
    F1 = Fuse()
    F2 = OverloadRelay()
    S0 = PushButton("NC")
    S1 = PushButton("NO")
    K1 = Contactor("13-14", "23-24")
    H1 = PilotLight(access=3.0)

    control = Ladder(
        "Control circuit", X1["X1"], X1["X2"],
        Rung(F1, F2[95, 96], S0[21, 22], S1[13, 14] | K1[13, 14], K1["A1", "A2"]),
        Rung(K1[23, 24], H1),
    )  # fmt: skip
    station = Cable(25.0, S0["21"], S0["22"], S1["14"])


class LampOnSwitch(Machine):
    """A lamp on a selector switch, 120 V."""

    X1 = Supply(voltage=120, marks=("X1", "X2"))
    S1 = Selector("NO")
    P1 = PilotLight()

    control = Ladder("Lamp", X1["X1"], X1["X2"], Rung(S1[13, 14], P1))


class HighVoltage(Machine):
    """A heater on 1000 V, above the category of the meters."""

    X1 = Supply(voltage=1000, marks=("X1", "X2"))
    R1 = Resistor(resistance=1000)

    power = Ladder("Heater", X1["X1"], X1["X2"], Rung(R1))
