"""The online monitor in JupyterLab: worked by mouse, by keyboard alone, and on a machine's PLC."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import focus_by_tab, focused, tab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROGRAM = """
// Seal-in. Stop is wired to break.
[XIC(Start),XIC(Run)]XIO(Stop)OTE(Run);
XIC(Run)TON(T1,2000,0);
XIC(T1.DN)[OTE(Lamp),MOV(Setpoint,Speed)];
XIC(Lamp)JSR(Sub,0);
ROUTINE Sub
XIC(Start)OTE(Horn);
END_ROUTINE
"""
CODE = f"""
from labsim import plc
from labsim.plc.controller import Controller
from labsim.ui.monitor import Monitor
Monitor(Controller(plc.read_rungs({PROGRAM!r}, tags={{"Setpoint": "DINT"}})))
"""
STAND = """
from labsim.bench import Bench
from labsim.ui import Workbench
from tests.ui.plcstand import Stand
Workbench(Bench(Stand()))
"""


def element(page, n: int):
    """Return an element of the drawing."""
    return page.locator(f'.ls-ladder [data-el="{n}"]')


def lit(page, word: str = "true") -> list[int]:
    """Return the numbers of the elements that are lit."""
    return page.locator(f".ls-ladder [data-el].{word}").evaluate_all(
        "all => all.map(e => Number(e.dataset.el)).sort((a, b) => a - b)"
    )


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def hears_what_changed(page) -> None:
    """Rungs and elements have names, and a change is said."""
    tree = page.locator(".ls-frame").aria_snapshot()
    assert re.search(r'listitem "rung 0: \(Start or Run\) and not Stop set Run. Seal-in', tree)
    assert '- button "set Run"' in tree
    assert '- radiogroup "Mode of the controller"' in tree
    expect(page.locator(".ls-live")).to_have_text("Run on")
    unnamed = page.locator(".ls-frame button").evaluate_all(
        "all => all.filter(b => !(b.getAttribute('aria-label') || b.textContent).trim()).length"
    )
    assert unnamed == 0


def test_monitor_is_worked_by_mouse(open_cells):
    page = open_cells(CODE)
    page.locator(".lm-input", has_text="Start").click()
    press(page, "Scan once")
    expect(element(page, 3)).to_have_class(re.compile("true"))
    # Start, Run, XIO Stop, OTE Run, and in the next rung XIC Run.
    assert lit(page) == [0, 1, 2, 3, 4]
    hears_what_changed(page)
    expect(page.locator(".ls-chip", has_text="scan 1")).to_be_visible()
    page.locator(".lm-input", has_text="Start").click()
    press(page, "Scan once")
    expect(element(page, 0)).not_to_have_class(re.compile("true"))

    page.get_by_role("radio", name="Power flow").click()
    expect(element(page, 1)).to_have_class(re.compile("on"))
    assert lit(page, "on") == [1, 2, 3, 4, 5]  # the timer lets power through
    assert page.locator(".ls-ladder path.on").count() > 4

    drawn = page.locator(".ls-ladder").evaluate("e => (e.firstChild.mine = 1)")
    press(page, "Let it run")
    expect(page.locator(".ls-ladder [data-v]").nth(1)).to_have_text("2000", timeout=8_000)
    expect(element(page, 7)).to_have_class(re.compile("on"))
    press(page, "Hold")
    assert drawn == page.locator(".ls-ladder").evaluate("e => e.firstChild.mine")  # never redrawn

    element(page, 2).click()
    card = page.locator(".lm-about")
    expect(card.get_by_role("heading", name="Stop")).to_be_visible()
    press(page, "Force to 1 …")
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("is nobody within reach")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert page.locator(".ls-badge-f").count() == 0
    press(page, "Force to 1 …")
    dialog.get_by_role("button", name="Yes, force to 1").click()
    expect(element(page, 2).locator(".ls-badge-f")).to_have_text("F1")
    expect(page.locator(".lm-warn")).to_have_text("FORCES: 1")
    press(page, "Scan once")
    expect(element(page, 3)).not_to_have_class(re.compile("on"))
    tab(page, "Forces")
    press(page, "Take out the force of Stop")
    expect(page.locator(".ls-badge-f")).to_have_count(0)


def test_tags_are_found_trended_and_followed_into_other_routines(open_cells):
    page = open_cells(CODE, dark=True)
    expect(page.locator(".ls-ladder")).to_have_class(re.compile("ls-dark"))
    element(page, 3).hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("Main, rung 0: OTE writes")
    element(page, 3).click()
    press(page, "On the trend")
    tab(page, "Trend")
    page.locator(".lm-input", has_text="Start").dispatch_event("click")
    for _ in range(3):
        press(page, "Scan once")
    picture = page.locator(".ls-chart-figure svg")
    expect(picture).to_have_attribute("aria-label", re.compile("Run: off at first, on at"))
    page.get_by_label("Find tag").fill("Horn")
    page.keyboard.press("Enter")
    expect(page.locator(".lm-about h4").first).to_have_text("Horn")
    expect(page.get_by_label("Routine")).to_have_value("Sub")
    page.get_by_label("Find tag").fill("Setpont")
    page.keyboard.press("Enter")
    expect(page.locator(".ls-notice")).to_contain_text("Nearest: Setpoint")


def test_monitor_is_worked_by_keyboard_alone(open_cells):
    page = open_cells(CODE)
    keys = page.keyboard
    page.locator(".lm-choice button").first.focus()
    focus_by_tab(page, "rung 0")
    assert "Seal-in" in focused(page)
    keys.press("ArrowDown")
    assert focused(page).startswith("rung 1: Run run on-delay timer T1")
    keys.press("ArrowUp")
    keys.press("ArrowRight")
    assert focused(page) == "Start: not true"
    cells = page.locator(".jp-Cell").count()
    keys.press("t")
    expect(page.locator(".lm-input", has_text="Start")).to_have_attribute("aria-pressed", "true")
    for _ in range(2):
        keys.press("ArrowRight")
    assert focused(page).startswith("not Stop: true")
    keys.press("Enter")
    expect(page.locator(".lm-about h4").first).to_have_text("Stop")
    keys.press("f")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert focused(page) == "Cancel"
    keys.press("Escape")
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    assert focused(page).startswith("not Stop")
    keys.press("f")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    focus_by_tab(page, "Yes, force to 1", 4)
    keys.press("Enter")
    expect(element(page, 2).locator(".ls-badge-f")).to_have_text("F1")
    assert page.locator(".jp-Cell").count() == cells  # the notebook took none of the keys


def test_the_plc_of_a_machine_is_watched_on_the_workbench(open_cells):
    page = open_cells(STAND)
    tab(page, "PLC")
    press(page, "Go online: A1, PLC")
    expect(element(page, 2)).to_have_class(re.compile("true"))
    start = page.locator(".ls-push", has_text="S1")
    start.dispatch_event("pointerdown", {"button": 0, "pointerId": 1})
    expect(element(page, 3)).to_have_class(re.compile("true"))
    start.dispatch_event("pointerup", {"button": 0, "pointerId": 1})
    expect(element(page, 0)).not_to_have_class(re.compile("true"))
    element(page, 7).click()
    press(page, "Force to 1 …")
    press(page, "Yes, force to 1")
    expect(page.locator(".ls-badge-f")).to_have_count(1)
    tab(page, "Journal")
    expect(page.locator(".ls-journal")).to_contain_text("Q0.1")
