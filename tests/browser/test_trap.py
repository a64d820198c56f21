"""The trap of ELE-06 in JupyterLab: leads on, armed, the compressor run, read; all by clicks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands import display, rows, terminal

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELL = """from labsim.ui import Workbench
import labsim
bench = labsim.lab("ELE-06").bench("X1: terminal 2b opens when shaken")
Workbench(bench)"""


def test_the_trap_is_set_and_read_by_clicks(open_cells, tmp_path):
    page = open_cells(CELL)
    page.get_by_role("radio", name="event logger").click()
    for hand, port in enumerate(("K4:13", "G1:N")):
        page.locator(".ls-hand").nth(hand).click()
        terminal(page, port).click()
    page.get_by_role("button", name="Hold S1 down").click()
    page.get_by_role("button", name="Set the trap").click()
    expect(page.locator(".ls-lcd-note")).to_contain_text("armed")
    page.get_by_role("button", name="S3 selector switch").click()
    page.get_by_role("button", name="Wait", exact=True).click()
    expect(page.locator(".ls-seen")).to_contain_text("M1 runs unloaded")
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator(".ls-lcd-note")).to_contain_text("1 event")
    assert display(page).startswith("3.0 s")
    expect(page.get_by_role("button", name="Heat gun")).to_be_visible()
    expect(page.locator(".ls-chips")).to_contain_text("standstill")
    page.screenshot(path=tmp_path / "trap.png", full_page=True)
    assert any("Set the trap on K4:13 and G1:N" in row for row in rows(page))
