"""The lamp string of ELE-02."""

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.electrical.loads import Lamp
from labsim.electrical.sources import DCSupply

__all__ = ["LampString"]


class LampString(Machine):
    """Twelve lamps in series on 24 V, some of them behind junction-box covers."""

    G1 = DCSupply()
    E1, E2, E3, E4 = Lamp(), Lamp(), Lamp(), Lamp()
    E5, E6, E7, E8 = Lamp(access=3.0), Lamp(access=3.0), Lamp(), Lamp()
    E9, E10, E11, E12 = Lamp(), Lamp(access=3.0), Lamp(), Lamp()

    string = Ladder(
        "Lamp string",
        G1["+"],
        G1["-"],
        Rung(E1, E2, E3, E4, E5, E6, E7, E8, E9, E10, E11, E12),
    )
