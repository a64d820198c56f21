"""VIB-05 in JupyterLab: begun by a button, answered by keys and mouse, kept over a new kernel."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from labsim.ui import browser as drive

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAPER = """
import labsim
from labsim.ui.exam import ExamPaper
paper = labsim.open_lab("VIB-05")
ExamPaper(paper)
"""
RESTART = """async () => {
    await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart();
}"""


def test_a_paper_is_begun_answered_broken_off_resumed_and_handed_in(open_cells, course):
    page = open_cells(PAPER)
    paper, item = page.locator(".lx-exam"), page.locator(".lx-item")
    expect(paper.locator(".lx-clock")).to_have_text("2:00:00, not begun")
    expect(item).to_be_hidden()
    paper.get_by_role("button", name="Begin").focus()
    page.keyboard.press("Enter")
    expect(item.locator("legend")).to_contain_text("1. ")
    page.keyboard.press("b")
    expect(item.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("f")
    expect(paper.locator(".lx-counts")).to_have_text("1 of 60 answered, 1 flagged")
    page.keyboard.press("ArrowRight")
    expect(item.locator("legend")).to_contain_text("2. ")
    item.locator(".lx-option").nth(2).click()
    expect(paper.locator(".lx-counts")).to_have_text("2 of 60 answered, 1 flagged")
    first = paper.get_by_role("button", name="Item 1, answered, flagged")
    first.click()
    expect(first).to_have_attribute("aria-current", "true")

    page.evaluate(RESTART)
    drive.wait_for_kernel(page)
    drive.command(page, "notebook:run-all-cells")
    expect(page.locator(".lx-exam")).to_have_count(1)
    expect(item.locator("legend")).to_contain_text("3. ")  # the first that is open
    expect(paper.locator(".lx-counts")).to_have_text("2 of 60 answered, 1 flagged")
    expect(paper.locator(".lx-clock")).to_contain_text("1:59")

    paper.get_by_role("button", name="Hand in …").click()
    expect(paper.get_by_role("alertdialog")).to_contain_text("58 not answered, 1 flagged")
    page.keyboard.press("Escape")
    paper.get_by_role("button", name="Hand in …").click()
    paper.get_by_role("button", name="Hand in now").click()
    expect(paper.locator(".lx-result")).to_contain_text("of 60")
    expect(paper.locator(".lx-clock")).to_have_text("handed in")
    expect(item.get_by_role("radio").first).to_be_disabled()
    lines = (course / "VIB-05.attempt.jsonl").read_text().splitlines()
    assert '"do": "sign_off"' in lines[-1] and sum('"choose"' in line for line in lines) == 2
