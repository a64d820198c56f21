"""VIB-03 on the workbench: functions in rows, two sensors for a phase, by mouse and by keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import display, focus_by_tab, focused, rows, terminal

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BENCH = """
import labsim
from labsim.ui import Workbench
bench = labsim.lab("VIB-03").bench("M1: couple unbalance", seed=2)
bench.operate("A1", "60 Hz").wait(4)
Workbench(bench)
"""


def test_functions_are_chosen_from_rows_and_a_phase_waits_for_its_second_sensor(open_cells):
    page = open_cells(BENCH)
    page.get_by_role("radio", name="route collector").click()
    buttons = page.locator(".ls-dial button")
    expect(buttons).to_have_count(12)  # until then the dial of the meter before stands there
    assert not overlapping([b.bounding_box() for b in buttons.all()])
    expect(page.locator(".ls-tells")).to_contain_text("overall, 10 to 1000 Hz")
    terminal(page, "B2:H").click()
    expect(page.locator(".ls-digits")).to_have_text("2.61")

    focus_by_tab(page, "mm/s: velocity")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".ls-tells")).to_contain_text(
        "mm/s 2X: velocity at a pad, rms: the line at"
    )
    assert focused(page).startswith("mm/s 2X")
    done = len(rows(page))
    page.get_by_role("group", name="phase, °").get_by_role("radio", name=re.compile("1X")).click()
    page.locator(".ls-hand").nth(0).click()
    terminal(page, "B1:H").click()
    expect(page.locator(".ls-lcd-note")).to_contain_text("put sensor 2 on another pad")
    terminal(page, "B2:H").click()
    expect(page.locator(".ls-digits")).not_to_have_text("- - -")
    assert display(page).startswith("174") and len(rows(page)) == done + 1
    assert "mm/s  B2:H | 2.61 mm/s" in rows(page)  # against nothing


ANALYSER = """
from labsim.ui.analyser import AnalyserView
AnalyserView(labsim.lab("VIB-04").bench(seed=1).collect("B3:H"))
"""


def test_labels_of_the_workbench_stay_its_own_beside_an_analyser(open_cells):
    page = open_cells("import labsim\n" + ANALYSER, BENCH)
    expect(page.locator(".la-frame")).to_be_visible()
    twice = page.locator("[id^=ls-]").evaluate_all(
        "all => all.length - new Set(all.map(e => e.id)).size"
    )
    assert twice == 0
    page.locator(".ls-bench").get_by_role("tab", name="Diagnosis and report").click()
    page.locator(".ls-report").get_by_label("Part").select_option("B1")


def overlapping(boxes: list[dict]) -> bool:
    """Tell whether any two boxes cover the same place."""

    def meet(a: dict, b: dict) -> bool:
        wide = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
        high = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
        return min(wide, high) > 0.5

    return any(meet(a, b) for n, a in enumerate(boxes) for b in boxes[:n])
