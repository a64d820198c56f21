"""Products on a belt and what is in a tank, as figures the drawing of a plant moves by."""

from __future__ import annotations

import re

from labsim.bench import Bench
from labsim.drawing import draw_all
from labsim.machines.bottle_filler import BottleFiller
from labsim.machines.sorting_conveyor import SortingConveyor
from labsim.ui import Workbench
from labsim.ui.moving import GONE, posed


def send(bench: Workbench, do: str, **given: object) -> Workbench:
    bench._intent(bench, {"do": do, **given}, [])
    return bench


def boxes(bench: Workbench, tag: str = "G2") -> dict[str, list[float]]:
    """Return the figures of the products that are on a belt."""
    rides = bench.motion["parts"][tag]
    return {box: figures for box, figures in rides.items() if figures[-1] > GONE}


def running() -> Workbench:
    bench = Workbench(Bench(SortingConveyor()))
    return send(send(bench, "press", tag="S1"), "release", tag="S1")


def test_products_ride_along_the_belt_and_stop_with_it():
    bench = running()
    send(bench, "wait", seconds=5)
    first = boxes(bench)
    assert first
    belt = bench.bench.machine.component("G2").values
    send(bench, "wait", seconds=1)
    later = boxes(bench)
    step = belt["rated"] / belt["length"]  # 1 s at full speed, as a part of the belt
    moved = [later[box][-1] - first[box][-1] for box in first if box in later]
    assert moved and all(abs(way - step) < 0.3 * step for way in moved)
    send(send(bench, "press", tag="S0"), "wait", seconds=5)
    still = boxes(bench)
    assert boxes(send(bench, "wait", seconds=5)) == still


def test_what_comes_begins_at_the_infeed_and_what_falls_off_is_gone_at_once():
    bench, came, went = running(), [], []
    for _ in range(25):
        before = boxes(bench)
        rides = send(bench, "wait", seconds=2).motion["parts"]["G2"]
        came += [rides[box] for box in boxes(bench) if box not in before]
        went += [rides[box] for box in before if box not in boxes(bench)]
    assert came and all(figures[0] == 0.0 for figures in came)
    assert went and all(figures == [GONE, GONE] for figures in went)


def test_a_plan_without_figures_shows_no_product_and_a_posed_one_shows_those_there_are():
    bench = running()
    send(bench, "wait", seconds=6)
    plan = next(d for d in draw_all(bench.bench.machine) if "box0" in d.svg)
    assert 'visibility="hidden"' in plan.svg
    shown = re.findall(r'<g (?![^>]*visibility)[^>]*data-move="box', posed(plan.svg, bench.motion))
    assert len(shown) == len(boxes(bench))


def test_the_level_of_a_tank_stands_where_its_sight_glass_says():
    bench = Workbench(Bench(BottleFiller()))
    full = bench.bench.machine.component("C1").values["full"]
    litres = float(re.search(r"(\d+) L", bench.bench.look("C1").text)[1])
    assert abs(bench.motion["parts"]["C1"]["level"][-1] - litres / full) < 0.05


def test_the_words_of_the_plan_say_what_the_belt_does():
    assert "runs" in send(running(), "wait", seconds=3).motion["words"]["G2"]
