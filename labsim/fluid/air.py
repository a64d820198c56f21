"""What all pneumatic parts share: the network, what escapes to the room, what an ear hears."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from labsim.core.component import Component
from labsim.core.view import View
from labsim.fluid.network import FluidNetwork

__all__ = ["HISS", "AirPart", "escape"]

HISS = 12.0  # NL/min heard at arm's length over the noise of a shop (assumed)


class AirPart(Component):
    """Pneumatic part; `escapes` names laws that lead to the room, and the port they hiss at."""

    network = FluidNetwork
    letter, symbol = "Z", "Box"
    escapes: ClassVar[dict[str, str]] = {}

    def hisses(self, c: View) -> np.ndarray:
        """Tell for every variant whether an ear hears air escape at this part."""
        net, total = c.net, np.zeros(c.count)
        for mark in self.marks:
            total = total + escape(net, self, mark)
        return total > HISS

    def told(self, c: View, seen: np.ndarray | str) -> np.ndarray:
        """Return what eyes see and, where there is something, what ears hear."""
        seen = np.broadcast_to(np.asarray(seen), (c.count,))
        return np.where(self.hisses(c), np.char.add(seen, ", hisses"), seen)

    def look(self, c: View) -> np.ndarray:
        return self.told(c, "nothing to see")


def escape(net: FluidNetwork, part: Component, mark: str) -> np.ndarray:
    """Return the air that leaves for the room near a port, in NL/min for every variant.

    Counts the fitting of the port and what the part says of itself in `escapes`.
    """
    laws = [law for law, where in getattr(part, "escapes", {}).items() if where == mark]
    weep = f"weep {mark}"
    laws += [weep] if (part.tag, weep) in net.flow_at else []
    return sum((np.abs(net.flow(part.tag, law)) for law in laws), np.zeros(net.sim.count))
