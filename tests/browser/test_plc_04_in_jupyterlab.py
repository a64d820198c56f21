"""PLC-04 on the workbench: five hundred rungs walked back by keyboard, then compared."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands import rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BENCH = """
import labsim
from labsim.ui import Workbench
from labsim import coaching
coaching.graded = lambda bench: True
Workbench(labsim.lab("PLC-04").bench("A1: second coil of MD_OK added"))
"""
LONG = 60_000  # ms, for a machine with much else to do


def test_a_stall_is_walked_back_by_keyboard_and_compared_with_the_backup(open_cells):
    page = open_cells(BENCH)
    page.get_by_role("button", name="Hold S1 down").click()
    page.locator(".ls-frame").get_by_role("tab", name="PLC", exact=True).click()
    page.get_by_role("button", name="Go online: A1, PLC").click()
    find, hand = page.locator(".lm-bar .lm-find").first, page.locator(".lm-about h4").first
    find.fill("TR1_07")
    find.press("Enter")
    expect(hand).to_have_text("TR1_07", timeout=LONG)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("x")
    expect(hand).to_have_text("PM1_07", timeout=LONG)
    expect(page.locator(".lm-uses li")).to_have_count(3, timeout=LONG)
    expect(page.locator(".ls-ladder .held")).to_be_focused(timeout=LONG)
    page.keyboard.press("m")
    expect(page.locator(".lm-about .lm-value")).to_have_text("0", timeout=LONG)
    page.get_by_role("button", name="Back up what is in it").click()
    page.get_by_role("button", name="Compare with the backup").click()
    expect(page.locator(".lm-page")).to_contain_text("OUTF rung 10", timeout=LONG)
    told = rows(page)
    assert [line for line in told if line.startswith("Look up")] == [
        "Look up A1:TR1_07 | ",
        "Look up A1:PM1_07 | ",
    ]
