"""PLC-01 on the workbench: a left force and an edited program are put right by hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import tab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PULLED = re.compile(r"K1\s*pulled in")
BENCH = """
import labsim
from labsim.ui import Workbench
from labsim import coaching
coaching.graded = lambda bench: True
Workbench(labsim.lab("PLC-01").bench({!r}))
"""


def online(page) -> None:
    page.locator(".ls-frame").get_by_role("tab", name="PLC", exact=True).click()
    page.get_by_role("button", name="Go online: A1, PLC").click()


def start(page) -> None:
    page.get_by_role("button", name="S1").first.click()


def test_a_force_that_somebody_left_is_not_told_and_is_taken_out_at_its_point(open_cells):
    page = open_cells(BENCH.format("A1: input I0.2 left forced off"))
    online(page)
    tab(page, "Forces")
    expect(page.locator(".lm-forces")).to_contain_text("No force of your own")
    expect(page.locator(".ls-badge-f")).to_have_count(0)
    page.locator('.ls-ladder [data-el="1"]').click()
    page.get_by_role("button", name="Take force out").click()
    start(page)
    expect(page.locator(".ls-frame")).to_contain_text(PULLED)


def test_the_program_on_file_is_downloaded_after_a_second_question(open_cells):
    page = open_cells(BENCH.format("A1: contact of the exit sensor swapped"))
    online(page)
    ask = page.get_by_role("button", name="Download the program on file …")
    ask.click()
    page.get_by_role("button", name="Not now").click()
    expect(ask).to_be_focused()
    ask.click()
    page.get_by_role("button", name="Yes, download").click()
    start(page)
    expect(page.locator(".ls-frame")).to_contain_text(PULLED)
