"""The pump set with its coupling guard off: motor on shims, dials on the hubs."""

from __future__ import annotations

from labsim.machines.pump_set import PumpSet
from labsim.mechanical.feet import MovedFeet
from labsim.mechanical.hubs import Hubs
from labsim.mechanical.stand import StandPlan

__all__ = ["AlignmentStand"]


class AlignmentStand(PumpSet):
    """Pump set after a motor change: the pump stays, the motor is moved on its four feet.

    What is left at the coupling, hot, is what the shaft line feels; so is a soft foot.
    """

    U5 = MovedFeet()
    W1 = Hubs(U5, coupling=PumpSet.X1, stands=PumpSet.U1)

    stand = StandPlan("Feet and hubs", U5, W1)
