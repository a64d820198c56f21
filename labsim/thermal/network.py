"""The thermal side of a simulation: places a camera can be aimed at that carry no current."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labsim.core.still import StillNetwork

if TYPE_CHECKING:
    from labsim.core.sheet import Port

__all__ = ["ThermalNetwork"]


class ThermalNetwork(StillNetwork):
    """Nothing flows here: every surface finds its own temperature, see labsim.thermal.surface."""

    domain = "thermal"

    def feeds(self, port: Port, *_: Any) -> bool:
        """Tell that nothing can feed a surface."""
        return False
