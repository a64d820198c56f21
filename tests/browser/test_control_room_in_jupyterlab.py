"""SCA-01 in the control room: a trend, a look, an order and a name by hand, all on record."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOM = """
import labsim
from labsim.ui.controlroom import ControlRoom
ControlRoom(labsim.lab("SCA-01").bench("Z21: basket blocked"))
"""


def test_the_initiating_event_is_found_named_and_answered_by_hand(open_cells):
    page = open_cells(ROOM)
    room = page.locator(".lr-room")
    room.get_by_label("Figure").select_option("A1:PT200")
    room.get_by_role("button", name="Show trend").click()
    expect(room.locator(".ls-notice")).to_contain_text("left its band at 10:14")
    expect(room.locator(".lr-chart svg")).to_be_visible()
    room.get_by_label("In the hall").select_option("Z21")
    room.get_by_role("button", name="Look").click()
    expect(room.locator(".ls-notice")).to_contain_text("gauge across it 1.4 bar")
    room.get_by_label("S61 · CIP step").select_option("hold")
    expect(room.locator(".lr-record")).to_contain_text("Put S61 to hold")
    room.get_by_label("Happened first").select_option("Z21: basket blocked")
    room.get_by_role("button", name="Name it").click()
    expect(room.locator(".lr-named")).to_contain_text("Named: Z21: basket blocked")
    room.get_by_label("Alarms to be rationalised again").fill("MAH114\nXA12")
    room.get_by_role("button", name="Put on file").click()
    expect(room.locator(".ls-notice")).to_contain_text("on file")
