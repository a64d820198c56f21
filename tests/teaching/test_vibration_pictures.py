"""Pictures of vibration: ten faults with their lines where they belong, zones, trends."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest

from labsim import vibration
from labsim.teaching.tenfaults import FILED, filed, ten_faults
from labsim.teaching.vibration import alarmed, severity

NAMES = [one.title for one in FILED]


def heights(title: str) -> dict[str, float]:
    """What stands at each mark of a fault, as rms."""
    panel = filed(next(one for one in FILED if one.title.startswith(title)))
    return {name: panel.found.near(hertz, panel.width)[1] for hertz, name in panel.marks}


def test_there_are_ten_and_each_is_of_another_fault():
    assert len({one.fault for one in FILED}) == 10


def test_each_spectrum_shows_what_the_signature_tables_say():
    # ISO 13373-3 fault tables; notes of the course, §2
    one = heights("Unbalance")
    assert one["1×"] > 5 * one["2×"] > one["3×"]
    one = heights("Parallel")
    assert one["2×"] > 1.5 * one["1×"]
    one = heights("Angular")
    assert min(one["1×"], one["2×"]) > 1.0
    one = heights("Stator")
    assert one["2FL"] > 4 * one["2×"]
    one = heights("Belts")
    assert one["2BF"] > one["1×"] and one["BF"] > one["1×"]
    one = heights("Gear")
    assert one["GMF"] > 2 * one["-1×"] > 0.1


@pytest.mark.parametrize("title", ["Outer", "Inner", "Looseness"])
def test_rows_of_lines_stand_out_of_their_floor(title):
    panel = filed(next(one for one in FILED if one.title.startswith(title)))
    for hertz, name in panel.marks:
        near = np.abs(panel.found.hertz - hertz) < 12
        floor = np.median(panel.found.rms[near])
        assert panel.found.near(hertz, panel.width)[1] > 2.2 * floor, name


def test_cavitation_is_a_hump_and_no_line():
    panel = filed(next(one for one in FILED if one.title.startswith("Cavitation")))
    low, high = panel.found.overall(0, 1500), panel.found.overall(3000, 9000)
    assert high > 5 * low
    inside = (panel.found.hertz > 3000) & (panel.found.hertz < 9000)
    assert panel.found.rms[inside].max() < 3 * panel.found.rms[inside].mean()


def test_the_page_is_a_picture_that_says_every_line():
    shown = ten_faults()
    data = re.search(r'base64,([^"]+)"', shown.html)
    assert base64.b64decode(data[1])[:8] == b"\x89PNG\r\n\x1a\n"
    assert all(title in shown.words for title in NAMES) and "2FL" in shown.html


def test_zones_and_trends_are_said_as_they_are_drawn():
    words = severity({"B1:H": 1.2, "B3:V": 5.2}).words
    assert "B1:H 1.2 mm/s in zone A" in words and "B3:V 5.2 mm/s in zone D" in words
    days = 7.0 * np.arange(20)
    noise = 0.03 * np.random.default_rng(0).standard_normal(20)
    told = alarmed(vibration.trend(days, 1 + noise + 0.02 * np.maximum(days - 70, 0)), "Trend.")
    assert "state: alarm" in told.words and "<img" in told.html
