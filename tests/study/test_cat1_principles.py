"""Keys of the items on principles of vibration, against figures worked out by hand."""

from __future__ import annotations

import pytest

from labsim.study.cat1.response import amplified
from labsim.study.cat1.scales import knocks
from tests.study.byhand import found, words

CASES = [  # generator, what its stem says, the key by hand
    ("response.natural_frequency", "machine of 80 kg stands on springs of 5,000 N/mm", "39.8 Hz"),
    ("response.natural_after_change", "at 50 Hz. Its mass is made 2 times", "35.4 Hz"),
    ("response.sinking_springs", "chiller sinks 10 mm", "4.98 Hz"),
    (
        "response.dies_away",
        "has 50 % of the height of the one before. What is left after 6",
        "0.156",
    ),
    ("resonance.speed_to_avoid", "at 90 Hz. The fan on a drive has 12 blades", "450 rpm"),
    ("frequency.period_of_a_turn", "10 turns of a shaft at 3,580 rpm", "168 ms"),
    ("frequency.beat_period", "1,180 and 1,186 rpm", "10.0 s"),
    ("phase.time_of_a_phase", "3,600 rpm the peak of 1X comes 30°", "1.39 ms"),
    ("scales.decibels_of_a_ratio", "from 1 to 10 mm/s", "20.0 dB"),
    ("scales.ratio_of_decibels", "was 2 g and has risen by 20 dB", "20.0 g"),
    ("scales.what_is_left", "Overall 10.0 mm/s rms, 1X 8 mm/s", "6.00 mm/s rms"),
    ("scales.share_of_energy", "Overall 4 mm/s rms; 1X alone is 2 mm/s", "25.0 %"),
    ("scales.inches_to_millimetres", "0.3 in/s peak for a", "5.39 mm/s rms"),
]


@pytest.mark.parametrize(("name", "said", "key"), CASES)
def test_the_key_is_what_a_hand_calculation_gives(name: str, said: str, key: str):
    assert words(found(f"cat1/{name}", said)).startswith(key)


def test_amplification_is_one_at_rest_and_half_by_the_damping_at_resonance():
    assert amplified(0, 0.05) == pytest.approx(1.0)
    assert amplified(1, 0.05) == pytest.approx(10.0)
    assert amplified(3, 0.0) == pytest.approx(1 / 8)


def test_the_wave_of_knocks_that_is_drawn_has_the_rms_that_is_told():
    _, wave, rms = knocks(20.0, 4, 0.002)
    assert max(wave) == pytest.approx(20.0)
    assert rms == pytest.approx((sum(v * v for v in wave) / len(wave)) ** 0.5)
    assert max(wave) / rms > 1.41
