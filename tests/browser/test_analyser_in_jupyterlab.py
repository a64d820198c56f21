"""The analyser in JupyterLab: cursor and families by keys alone, views by mouse, words to hear."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CODE = """
from labsim.ui.analyser import AnalyserView
from labsim.vibration import Bearing
from tests.instruments.test_analyser import train
AnalyserView([train(), train().with_(point="B2:H")], Bearing(9, 7.94, 39.04))
"""


def knob(page, name: str):
    """Return a knob of the analyser by its label."""
    return page.locator(".la-frame").get_by_label(name, exact=True)


def test_the_analyser_is_worked_by_keys_alone_and_by_mouse(open_cells):
    page = open_cells(CODE)
    face = page.get_by_role("slider", name="Cursor of the analyser")
    face.focus()
    expect(face).to_have_attribute("aria-valuetext", re.compile(r"^Cursor: 25\.00 Hz, 1\.000 ×"))
    page.keyboard.press("PageUp")
    expect(face).to_have_attribute("aria-valuetext", re.compile(r"^Cursor: 50\.0"))
    page.keyboard.press("Home")
    page.keyboard.press("h")
    expect(face.locator("svg")).to_have_attribute("aria-label", re.compile("2×: 50.0"))
    page.keyboard.press("ArrowRight")
    expect(face).to_have_attribute("aria-valuetext", re.compile(r"^Cursor: 25\.\d[1-9]"))
    page.keyboard.press("Escape")

    knob(page, "Fmax, Hz").fill("200")
    knob(page, "Fmax, Hz").press("Enter")
    expect(face.locator("svg")).to_have_attribute("aria-label", re.compile("to 200 Hz"))
    box = face.locator("svg").bounding_box()
    # 90 Hz of 200, between the margins of the drawing (62 and 18 of 720)
    page.mouse.click(box["x"] + box["width"] * (62 + 0.45 * 640) / 720, box["y"] + 100)
    expect(face).to_have_attribute("aria-valuetext", re.compile(r"^Cursor: (90\.0|89\.9)"))
    knob(page, "View").select_option("waterfall")
    expect(face.locator("svg")).to_have_attribute("aria-label", re.compile("^Waterfall B1:H"))
    knob(page, "View").select_option("waveform")
    expect(page.locator(".ls-figures")).to_have_text(re.compile("crest"))
    knob(page, "Record").select_option("1")
    expect(face.locator("svg")).to_have_attribute("aria-label", re.compile("^Waveform B2:H"))
    unnamed = page.locator(".la-frame :is(button, select, input)").evaluate_all(
        "all => all.filter(e => !(e.getAttribute('aria-label') || e.textContent || "
        "document.querySelector(`label[for=${e.id}]`)?.textContent || '').trim()).length"
    )
    assert unnamed == 0


def test_a_knob_that_cannot_be_set_so_is_said(open_cells):
    page = open_cells(CODE, dark=True)
    knob(page, "Fmax, Hz").fill("9000")
    knob(page, "Fmax, Hz").press("Enter")
    said = re.compile("Fmax 9000 Hz needs 23040 samples a second")
    expect(page.locator(".la-frame .ls-warning")).to_have_text(said)
    expect(knob(page, "Fmax, Hz")).to_have_value("0")
