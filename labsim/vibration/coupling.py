"""Flexible couplings: what crooked and parallel misalignment do on either side."""

from __future__ import annotations

from typing import Any, ClassVar

from labsim.core.component import Fault, Param, texts
from labsim.core.fault import Growth
from labsim.core.view import View
from labsim.vibration.forces import Forces, Now
from labsim.vibration.part import TrainPart, turned

__all__ = ["Coupling"]


class Coupling(TrainPart):
    """Elastic coupling between two shafts; what one side is pushed by, the other pushes back.

    Misalignment makes a force that speed hardly changes and torque makes larger: at a crooked
    coupling along the shaft at 1X, at a shifted one across it at 2X (Technical Associates, charts).
    """

    title, letter, symbol, price, swap = "coupling", "X", "Coupling", 160.0, 75.0
    couples: ClassVar[bool] = True
    parallel = Param(0.03, "mm", "offset of the shafts, up and down: a good alignment (assumed)")
    angular = Param(0.02, "mm", "gap at the rim that comes and goes, on 100 mm")
    stiff_radial = Param(900.0, "N/mm", "across, with torque on it (assumed)")
    stiff_axial = Param(6.9e3, "N/mm", "along, for a gap on 100 mm (assumed)")
    twice = Param(0.95, "", "part of the radial force at 2X: two jaws pass in a turn (assumed)")
    worn = Param(0.0, "", "wear of its elements: harmonics at every jaw")
    jaws = Param(3.0, "", "jaws or elements")
    crooked = Fault("angular misalignment", 1.2, angular=(0.22, 0.42))
    shifted = Fault("parallel misalignment", 1.2, parallel=(0.28, 0.55))
    jaws_worn = Fault("coupling elements worn", 0.5, growth=Growth(18.0, 0.3, 1.0), worn=(0.5, 1.0))

    def excite(self, now: Now, out: Forces) -> None:
        c = now.of(self)
        pull = 0.55 + 0.45 * now.load
        for side, n in zip((1, -1), now.layout.between[self.tag], strict=True):
            unit = now.layout.places[n].unit
            fr = now.turns[now.layout.places[n].shaft]
            across = side * pull * c.stiff_radial * c.parallel * turned(-65.0)
            for order, part in ((1, 0.42), (2, c.twice), (3, 0.07)):
                out.force(n, order * fr, 0.4 * part * across, part * across, 0.12 * part * across)
            along = side * pull * c.stiff_axial * c.angular * turned(-20.0)
            self.push_along(now, out, unit, fr, along)
            for order in (1, 2, 3):
                push = side * pull * 60.0 * c.worn / order * turned(33.0 * order)
                out.force(n, order * c.jaws * fr, push, push)

    def push_along(self, now: Now, out: Forces, unit: int, fr: float, push: complex) -> None:
        """Push a whole machine along its shaft: both its bearings move alike."""
        for n in now.layout.of_unit(unit)[:2]:
            for order, part in ((1, 1.0), (2, 0.2), (3, 0.01)):
                out.force(n, order * fr, a=0.5 * part * push)
                out.force(n, order * fr, 0.06 * part * push, 0.06 * part * push)

    def look(self, c: View) -> Any:
        dust = (c.worn > 0.3, "rubber dust under the guard")
        return texts(c, "guard in place, nothing under it", dust)
