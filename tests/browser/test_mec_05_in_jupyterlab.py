"""MEC-05 on the workbench: shims and jack bolts by buttons, once the bolts are loose."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BENCH = """
import labsim
from labsim.ui import Workbench
bench = labsim.lab("MEC-05").bench("U5: set too high on old shims", seed=2)
bench.notify().isolate("Q1").lock("Q1").prove()
for pair in (("2", "4"), ("4", "6"), ("2", "6")):
    bench.measure("V", f"Q1:{pair[0]}", f"Q1:{pair[1]}")
bench.prove()
Workbench(bench)
"""


def test_shims_and_jack_bolts_have_buttons_and_refuse_while_the_bolts_are_tight(open_cells):
    page = open_cells(BENCH)
    into = page.get_by_role("button", name="Shim the 2 foot of U5 feet on shims put in")
    into.click()
    expect(page.locator(".ls-frame")).to_contain_text("bolts of U5 are tight")
    page.locator(".ls-controls").get_by_role("button", name="U5").first.click()
    into.click()
    expect(page.locator(".ls-screws")).to_contain_text("+0.25 mm")
    page.get_by_role("button", name="Shift the front end of U5 feet on shims to the left").click()
    expect(page.locator(".ls-screws")).to_contain_text("-0.25 mm")
