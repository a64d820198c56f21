"""Alignment: dial indicators on brackets and at feet, and a laser, on a machine that stands."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.instruments.base import Function, Instrument, Measured

__all__ = ["AlignmentDials", "AlignmentLaser"]

DIAL, LASER, LASER_SLOPE = 0.004, 0.004, 0.002  # mm, mm on 100 mm: spread of a reading (assumed)
FLOAT = 0.006  # mm that a shaft floats along its axis while the face is swept (assumed)


class _AtStandstill(Instrument):
    """What is put on the hubs or feet of a machine that stands, seed and moment give its spread."""

    standard, domain = False, "mechanical"

    def ready(self, ports: Sequence[Port]) -> None:
        turning = [tag for (tag, name), speed in self.sim.states.items()
                   if name == "speed" and np.abs(speed).max() > 0.01]  # fmt: skip
        if turning:
            raise LabsimError(f"{turning[0]} turns: no bracket goes on a running shaft")

    def shaken(self, function: str, ports: Sequence[Port], spread: float) -> float:
        """Return by how much a reading is off; 0 for an instrument without a seed."""
        if self.seed is None:
            return 0.0
        key = f"{self.seed} {self.sim.now:.3f} {function} {ports[0].name}"
        return float(np.random.default_rng(zlib.crc32(key.encode())).normal(0.0, spread))

    def shown(self, true: np.ndarray, sigma: float, places: int, unit: str) -> Measured:
        value = np.round(np.broadcast_to(true, (self.sim.count,)), places) + 0.0
        spread = np.full(self.sim.count, np.hypot(sigma, 0.3 * 10.0**-places))
        return Measured(value, spread, unit, lambda n: f"{value[n]:+.{places}f} {unit}")

    def hubs(self, port: Port) -> None:
        """Raise LabsimError where no bracket or laser head can sit."""
        if not getattr(port.component, "hubs", False):
            raise LabsimError(f"{port.name} is no hub: brackets and laser heads sit on hubs")


class AlignmentDials(_AtStandstill):
    """Dial indicators of 0.01 mm with their brackets: rim, face, reverse, sag; one at a foot.

    On hubs they are zeroed at 12; pushed in is positive. At a foot: its bolt is loosened, the rise
    read, and the bolt tightened again.
    """

    title, price = "dial set", 240.0
    functions = {
        "mm rim": Function("mm", (1,), 0.7, True, "bracket on the moved shaft, dial on the rim"),
        "mm face": Function("mm", (1,), 0.7, True, "bracket on the moved shaft, dial on the face"),
        "mm reverse": Function(
            "mm", (1,), 0.7, True, "bracket on the shaft that stays, on the rim"
        ),
        "mm sag": Function("mm", (1,), 3.0, False, "the same bracket on a stiff bar"),
        "mm foot": Function("mm", (1,), 2.0, True, "rise of a foot when its bolt is loosened"),
    }

    def ready(self, ports: Sequence[Port]) -> None:
        super().ready(ports)
        part = ports[0].component
        loose = getattr(part, "moved", False) and self.sim.states[part.tag, "position"][0]
        if loose:
            raise LabsimError(
                f"the bolts of {part.tag} are loose: tighten them all, then one by one"
            )

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        kind, port = function.split(" ")[1], ports[0]
        part, view = port.component, self.sim.views[port.component.tag]
        if kind == "foot":
            if not getattr(part, "moved", False):
                raise LabsimError(f"{port.name} is no foot that can be shimmed")
            true = part.rises(view)[part.marks.index(port.mark)]
        else:
            self.hubs(port)
            true = part.dial(view, kind, port.mark)
        spread = np.hypot(DIAL, FLOAT) if kind == "face" else DIAL
        zeroed = port.mark == "12" and kind != "foot"
        off = 0.0 if zeroed else self.shaken(function, ports, spread)
        return self.shown(true + off, spread, 2, "mm")


class AlignmentLaser(_AtStandstill):
    """Two laser heads on the hubs, 0.001 mm: offset and slope, up at 12, to the right at 3."""

    title, price = "shaft laser", 9800.0
    functions = {
        "laser mm": Function("mm", (1,), 1.5, True, "offset in the coupling's middle"),
        "laser mm/100": Function("mm", (1,), 1.5, True, "slope, mm on 100 mm"),
    }

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        port, slope = ports[0], function.endswith("/100")
        self.hubs(port)
        if port.mark not in ("12", "3"):
            raise LabsimError(f"{port.name}: the laser tells what is up at 12, across at 3")
        part = port.component
        true = part.cold(self.sim.views[part.tag])[slope][int(port.mark == "3")]
        spread = LASER_SLOPE if slope else LASER
        return self.shown(true + self.shaken(function, ports, spread), spread, 3, "mm")
