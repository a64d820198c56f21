"""Keys of signal processing, monitoring, correction, acceptance: figures worked out by hand."""

from __future__ import annotations

import cmath
import math
import re

import pytest

from tests.study.byhand import answer, found, given, items, numbers, words

CASES = [  # generator, what its stem says, the key by hand
    ("sampling.resolution", "to 1,000 Hz with 800 lines", "1.25 Hz"),
    ("sampling.time_of_a_block", "Fmax 2,000 Hz, 3,200 lines", "1.60 s"),
    ("sampling.sampling_rate", "spectra to 1,000 Hz", "2,560 samples/s"),
    ("sampling.alias", "rate is 1,000 Hz; the machine shakes at 550 Hz", "450 Hz"),
    ("sampling.two_lines", "49 and 50 Hz are to show as two peaks, Fmax 200 Hz, Hann", "600 lines"),
    ("sampling.what_averages_do", "by 10 %. By how much does it scatter in the average of 4",
     "5.00 %"),
    ("monitoring.alarm_from_baseline", "rigid support runs at 0.8 mm/s", "1.50 mm/s"),
    ("monitoring.change_that_counts", "A 90 kW machine on rigid", "0.700 mm/s"),
    ("monitoring.statistical_alarm", "mean of 2 mm/s and a standard deviation of 0.25 mm/s. Where"
     " is the alarm at mean plus 3", "2.75 mm/s"),
    ("monitoring.route_interval", "takes 8 weeks. 3 chances", "2.67 weeks"),
    ("corrective.trial_weight", "200 kg of a fan's rotor. The trial weight goes on a radius of 150"
     " mm, speed 1,480", "54.4 g"),  # 196 N / (0.15 m · (155 1/s)²)
    ("corrective.hot_target", "cast iron pedestals 315 mm high is aligned at 25 °C and runs at 65",
     "139 µm"),
    ("acceptance.residual_unbalance", "40 kg is ordered to G6.3 at 1,780", "1,352 g·mm"),
    ("acceptance.eccentricity", "G2.5 and 1,480 rpm", "16.1 µm"),
]  # fmt: skip
LIMITS = {(1, "rigid"): (2.3, 4.5, 7.1), (1, "flexible"): (3.5, 7.1, 11.0),
          (2, "rigid"): (1.4, 2.8, 4.5), (2, "flexible"): (2.3, 4.5, 7.1)}  # fmt: skip


@pytest.mark.parametrize(("name", "said", "key"), CASES)
def test_the_key_is_what_a_hand_calculation_gives(name: str, said: str, key: str):
    assert words(found(f"cat1/{name}", said)).startswith(key)


def test_a_zone_is_read_from_the_row_of_the_machine():
    for item in items("cat1/monitoring.zone"):
        power, value = given(item)
        row = 1 if power > 300 else 2, "rigid" if "rigid" in item.stem else "flexible"
        assert words(item) == "zone " + "ABCD"[sum(value > edge for edge in LIMITS[row])]


def test_the_first_block_is_whole_and_the_others_bring_what_is_new():
    for item in items("cat1/sampling.time_of_averages"):
        top, lines, count, overlap = numbers(item.show().words)
        seconds = lines / top * (1 + (count - 1) * (1 - overlap / 100))
        assert answer(item) == pytest.approx(seconds, rel=0.006)


def test_a_correction_cancels_what_the_trial_weight_shows():
    for item in items("cat1/corrective.correction_weight"):
        grams = float(re.search(r"with ([\d.]+) g", item.stem)[1])
        a, alpha, b, beta = numbers(item.show().words)
        effect = cmath.rect(b, math.radians(beta)) - cmath.rect(a, math.radians(alpha))
        assert answer(item) == pytest.approx(grams * a / abs(effect), rel=0.03)


def test_half_the_reading_of_a_rim_is_the_offset_and_a_face_goes_by_its_circle():
    for item in items("cat1/corrective.offset_from_rim"):
        bottom = float(re.search(r"bottom ([-+\d.]+\d)", item.show().words)[1])
        assert answer(item) == pytest.approx(abs(bottom) / 2, rel=0.006)
    for item in items("cat1/corrective.slope_from_face"):
        bottom = float(re.search(r"bottom ([-+\d.]+\d)", item.show().words)[1])
        assert answer(item) == pytest.approx(bottom / given(item)[0] * 100, rel=0.006)


def test_lines_make_an_overall_value_by_their_squares():
    for item in items("cat1/acceptance.overall_of_lines"):
        _, a, _, b, _, c = numbers(item.show().words)
        assert answer(item) == pytest.approx(math.sqrt(a * a + b * b + c * c), rel=0.006)
