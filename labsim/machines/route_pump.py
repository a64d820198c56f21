"""The pump set of VIB-01: as it stands on its route, with what an eye finds and who collects."""

from labsim.machines.pump_set import PumpSet
from labsim.vibration.helper import DataCollector
from labsim.vibration.sights import CouplingGuard, Oiler, ShaftSeal

__all__ = ["SEEN", "RoutePump"]

# What a walk round looks at, in unit 0.
SEEN = ("U1", "F1", "X1", "Z1", "Z2", "P1", "U2")


class RoutePump(PumpSet):
    """Cooling water pump on its route: ten points, a data collector, a helper who holds it.

    F1 is the guard of the coupling, Z1 the oiler of the pump's bearings, Z2 its shaft seal.
    """

    F1 = CouplingGuard()
    Z1 = Oiler()
    Z2 = ShaftSeal()
    B10 = DataCollector(day=11)
