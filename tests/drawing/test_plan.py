"""Plans of plants: every part of the process has a place on them, to scale along the belt."""

from __future__ import annotations

import pytest

from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.drawing.sheets import draw, draw_all
from labsim.machines.bottle_filler import BottleFiller
from labsim.machines.clamp_station import ClampStation
from labsim.machines.sorting_conveyor import SortingConveyor
from labsim.process.network import ProcessNetwork

PLANTS = [SortingConveyor, BottleFiller, ClampStation]


@pytest.mark.parametrize("kind", PLANTS)
def test_every_part_of_the_process_is_on_the_plan_and_apart_from_the_others(
    kind: type[Machine],
) -> None:
    machine = kind()
    plan = draw(machine, machine.plan)
    mine = {tag for tag, p in machine.components.items() if p.network is ProcessNetwork}
    parts = machine.components.items()
    watching = {tag for tag, p in parts if isinstance(getattr(p, "of", None), Component)}
    assert mine | watching <= set(plan.parts)
    places = list(plan.parts.values())
    for n, (x, y) in enumerate(places):
        assert all(abs(x - a) > 16 or abs(y - b) > 12 for a, b in places[:n]), plan.parts


def test_places_along_the_belt_are_to_scale() -> None:
    machine = SortingConveyor()
    x = {tag: place[0] for tag, place in draw(machine, machine.plan).parts.items()}
    # 640 px are 3200 mm: from the eye at 840 to the pusher at 1600 mm 152 px.
    assert x["C1"] - x["B1"] == pytest.approx(152.0, abs=0.1)


def test_a_plan_says_in_words_what_stands_where() -> None:
    machine = SortingConveyor()
    alt = draw(machine, machine.plan).alt
    assert alt.startswith("Plant, from above: belt conveyor G2, 3200 mm. Belt scale B4 at 700 mm.")
    assert "Pusher C1 at 1600 mm into bin C4." in alt


def test_a_plan_joins_no_terminals_and_hides_none() -> None:
    machine = SortingConveyor()
    assert list(machine.plan.wires()) == []
    drawn = {spot.address for drawing in draw_all(machine) for spot in drawing.spots}
    assert {port.name for port in machine.reachable()} <= drawn
