"""Every hydraulic part: named ports, faults that show on a stand, figures that can be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from labsim.core.component import Component
from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant
from labsim.fluid.cylinders import Cylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.hydraulic import OilPart
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import Pump
from tests.conftest import load_all, tree
from tests.fluid.oilstands import STANDS

load_all()
FAMILIES = (
    "accumulators", "cylinders", "directional", "drives", "filters", "flow", "lines", "motors",
    "nonreturn", "pressure", "proportional", "pumps", "sensors", "tanks",
)  # fmt: skip
MODULES = {
    f"labsim.fluid.{family}" for family in FAMILIES
}  # parts for one machine are tested there
PARTS = sorted({c for c in tree(OilPart) if c.__module__ in MODULES and c.title != "part"},
               key=lambda cls: cls.__name__)  # fmt: skip
OWN = [cls for cls in PARTS if cls._faults]


def readings(sim: Simulation) -> dict[str, np.ndarray]:
    """Everything a technician can read just now: gauges, speeds, places, warmth, eyes and ears."""
    found: dict[str, np.ndarray] = {}
    for tag, part in sim.machine.components.items():
        view = sim.views[tag]
        for mark in part.marks:
            found[f"{tag}:{mark} bar"] = view.bar(mark).copy()
            found[f"{tag}:{mark} flow"] = view.net.through(part.port(mark)).copy()
        if (seen := part.look(view)) is not None:
            found[f"{tag} looks"] = np.asarray(seen)
    view = sim.views["T1"]
    found["celsius"] = view.celsius.copy()
    for tag in ("C1",):
        if tag in sim.views:
            body = "shaft" if "L" in sim.machine.component(tag).marks else "rod"
            found[f"{tag} travel"] = sim.views[tag].travel(body).copy() if body == "rod" else 0.0
            found[f"{tag} pace"] = sim.views[tag].pace(body).copy()
    return found


LEAST = {"bar": 1.0, "flow": 0.3, "travel": 3.0, "pace": 1.0, "celsius": 0.3}


def differs(name: str, values: Any) -> np.ndarray:
    """Tell which variants read other than the healthy first one, beyond what a meter resolves."""
    values = np.asarray(values)
    if values.dtype.kind == "U":
        return values != values[0]
    least = LEAST[name.split()[-1]]
    return np.abs(values - values[0]) > np.maximum(least, 0.04 * np.abs(values[0]))


@pytest.mark.parametrize("cls", OWN, ids=lambda cls: cls.__name__)
def test_each_fault_of_each_severity_is_seen_on_a_stand(cls: type[Component]) -> None:
    machine, tag, steps = STANDS[cls]()
    built = machine()
    part = built.component(tag)
    own = {fault.title for fault in part.faults}
    variants, names = [Variant()], ["healthy"]
    for fault in part.all_faults(frozenset()):
        assert fault.title in own
        for n, wrong in enumerate(fault.severities()):
            variants.append(Variant({(tag, k): v for k, v in wrong.items()}))
            names.append(f"{fault.title} {n}")
    sim = Simulation(built, variants)
    seen = np.zeros(len(variants), dtype=bool)
    for who, position, seconds in steps:
        sim.operate(who, position).advance(seconds)
        for name, values in readings(sim).items():
            seen |= differs(name, values) if np.ndim(values) else False
    assert [name for name, there in zip(names[1:], seen[1:], strict=True) if not there] == []


def test_every_hydraulic_part_with_faults_has_its_stand() -> None:
    assert {cls.__name__ for cls in OWN} <= {cls.__name__ for cls in STANDS}


@pytest.mark.parametrize("cls", PARTS, ids=lambda cls: cls.__name__)
def test_a_part_names_its_ports_as_the_trade_does(cls: type[Component]) -> None:
    assert set(cls.marks) <= set("PABTLSXYM1")
    assert len(set(cls.marks)) == len(cls.marks)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Pump(displacement=0), r"Pump \(pump\): displacement = 0 cm³ is imp.*more than 0"),
        (lambda: ReliefValve(setting=-5), r"setting = -5 bar is impossible; .* more than 0 bar"),
        (lambda: Cylinder(bore=40, rod=45), r"rod = 45 mm does not fit bore = 40 mm; give a thin"),
        (lambda: Cylinder(stroke=float("nan")), "stroke = nan mm is impossible"),
        (lambda: Pump(efficiency=1.2), "efficiency = 1.2 is imp.*0.05 at least and 1 at most"),
        (lambda: DirectionalValve(centre="opne"), "no centre opne; it has closed.*Nearest: open"),
        (lambda: Pump(displacment=8), "no parameter displacment.*Nearest: displacement"),
    ],
)  # fmt: skip
def test_an_impossible_figure_is_refused_with_its_cure(make: Any, said: str) -> None:
    with pytest.raises(LabsimError, match=said):
        make()
