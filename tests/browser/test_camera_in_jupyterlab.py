"""INS-04 on the workbench: suit on, door open, the camera aimed at a lug by mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import display, terminal, wait_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BENCH = """
import labsim
from labsim.ui import Workbench
Workbench(labsim.lab("INS-04").bench())
"""


def control(page, tag: str):
    return page.locator(".ls-frame button").filter(has_text=re.compile(rf"{tag}\s*(shut|hung up)"))


def test_the_bright_lug_of_cubicle_four_looks_hot_once_its_door_is_open(open_cells) -> None:
    page = open_cells(BENCH)
    control(page, "F9").click()
    wait_rows(page, 2)
    control(page, "U4").click()
    wait_rows(page, 3)
    page.get_by_role("radio", name="infrared camera").click()
    terminal(page, "Q4:2").click()
    expect(page.locator(".ls-digits")).not_to_have_text("- - -")
    assert float(display(page).split()[0]) > 70
    told = " ".join(wait_rows(page, 4))
    assert "°C" in told
    assert "arc-rated" not in told
