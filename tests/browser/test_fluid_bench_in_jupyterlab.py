"""A fluid machine on the workbench in JupyterLab: worked by mouse, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import focus_by_tab, focused, rows, tab

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CELL = "from tests.ui.fluidpress import {0}\n{0}()"


def rod(page) -> float:
    """Return how far the rod has moved on the drawing, in px."""
    moved = page.locator("[data-part=C1][data-move=travel]").get_attribute("transform")
    return float(re.search(r"translate\((-?[\d.]+)", moved)[1])


def test_the_press_is_worked_by_mouse_and_shows_what_it_does(open_cells):
    page = open_cells(CELL.format("opened"))
    page.locator(".ls-push", has_text="D1").click()
    expect(page.locator(".ls-seen")).to_contain_text("P2 gauge at 165 bar")
    assert rod(page) == 0
    page.get_by_role("radio", name="out", exact=True).click()
    picture = page.get_by_role("img", name=re.compile("Now: C1 extended, V1 at out"))
    expect(picture).to_be_visible()
    page.wait_for_timeout(1800)
    assert rod(page) > 40
    expect(page.get_by_role("radio", name="out", exact=True)).to_be_checked()

    switch = page.get_by_role("button", name="Pressure and flow")
    expect(page.locator(".ls-legend")).to_be_hidden()
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".ls-legend")).to_contain_text("80 to 160 bar")
    assert page.locator(".ls-band-highest").count() > 2
    dashes = page.locator(".ls-legend .ls-band").evaluate_all(
        "all => all.map(p => p.getAttribute('stroke-dasharray') + getComputedStyle(p).strokeWidth)"
    )
    assert len(set(dashes)) == len(dashes), "told apart without colour"
    page.get_by_text("The lines in figures").click()
    expect(page.get_by_role("row", name=re.compile("^P 164 bar highest"))).to_be_visible()
    switch.click()
    expect(page.locator(".ls-flow")).to_have_count(0)


def test_the_press_is_worked_by_keyboard_alone(open_cells):
    page = open_cells(CELL.format("opened"))
    keys = page.keyboard
    page.locator(".ls-tabs button").first.focus()
    focus_by_tab(page, "D1 electric drive")
    keys.press("Enter")
    expect(page.locator(".ls-seen")).to_contain_text("D1 turns")
    focus_by_tab(page, "neutral")
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="in", exact=True)).to_be_checked()
    assert focused(page) == "in"
    keys.press("ArrowLeft")
    expect(page.get_by_role("radio", name="neutral")).to_be_checked()
    focus_by_tab(page, "Turn the setting screw of R1 relief valve in")
    keys.press("Enter")
    expect(page.locator(".ls-screw")).to_contain_text("¼ turn in")
    keys.press("Enter")
    expect(page.locator(".ls-screw")).to_contain_text("½ turn in")
    assert rows(page)[-1].startswith("Turn the setting screw of R1 in, 0.25 turn")
    expect(page.locator(".ls-live")).to_contain_text("gauge at 170 bar")


def test_the_chart_is_drawn_and_told_in_words_and_figures(open_cells):
    page = open_cells(CELL.format("opened"))
    tab(page, "Chart")
    page.get_by_label("M1:M, bar").check()
    expect(page.get_by_text("Now work the machine")).to_be_visible()
    page.locator(".ls-push", has_text="D1").click()
    expect(
        page.get_by_role("img", name=re.compile(r"^M1:M in bar: 0 at first.*164"))
    ).to_be_visible()
    page.get_by_text("The chart as a table").click()
    expect(page.get_by_role("columnheader", name="M1:M, bar")).to_be_visible()


def test_graded_work_has_no_switch_for_pressure_and_flow(open_cells):
    page = open_cells(CELL.format("graded"))
    expect(page.get_by_role("button", name="Pressure and flow")).to_have_count(0)
    tab(page, "Chart")
    expect(page.get_by_text("Nothing is measured yet")).to_be_visible()
    tree = page.locator(".ls-frame").aria_snapshot()
    assert '- radiogroup "V1 4/3 directional valve, lever"' in tree
    assert '- button "port C1:A, cylinder"' in tree
    unnamed = page.locator(".ls-frame button").evaluate_all(
        "all => all.filter(b => !(b.getAttribute('aria-label') || b.textContent).trim()).length"
    )
    assert unnamed == 0
