"""Zones and alarms against the published table; trends that say what they see."""

from __future__ import annotations

import numpy as np
import pytest

from labsim import vibration
from labsim.core.errors import LabsimError
from labsim.vibration.analysis import zones

# ISO 10816-3:2009, mm/s rms: A/B, B/C, C/D
TABLE = {
    (1, "rigid"): (2.3, 4.5, 7.1), (1, "flexible"): (3.5, 7.1, 11.0),
    (2, "rigid"): (1.4, 2.8, 4.5), (2, "flexible"): (2.3, 4.5, 7.1),
}  # fmt: skip


def test_every_limit_of_the_table_parts_two_zones():
    for (group, support), steps in TABLE.items():
        for zone, next_zone, step in zip("ABC", "BCD", steps, strict=True):
            assert vibration.severity(step * 0.999, group, support) == zone
            assert vibration.severity(step * 1.001, group, support) == next_zone
    assert vibration.severity(0.0) == "A"
    assert zones.severity(60.0, 1, "rigid", "um") == "C"  # 29/57/90


def test_what_the_standard_does_not_have_is_answered_with_what_it_has():
    for said, ask in {
        "no group 3; it has 1: above 300 kW.*2: 15 to 300 kW.*below 15 kW": (2.0, 3),
        "no support soft; it has rigid, flexible": (2.0, 1, "soft"),
        "0 or more": (-1.0,),
        "nan mm/s": (float("nan"),),
        "no number": ("loud",),
        "no limit in g": (1.0, 2, "rigid", "g"),
    }.items():
        with pytest.raises(LabsimError, match=said):
            vibration.severity(*ask)


def test_alarm_and_trip_follow_baseline_and_zones():
    assert zones.alarm(1.0) == pytest.approx(1.7)  # 1.0 + 0.25·2.8
    assert zones.alarm(3.4) == pytest.approx(3.5)  # at most 1.25·2.8
    assert zones.trip(1, "flexible") == pytest.approx(13.75)  # 1.25·11
    assert zones.changed(1.0, 1.8) and not zones.changed(1.0, 1.6)  # 25 % of 2.8 is 0.7
    assert zones.rigid(31.3, 25.0) and not zones.rigid(31.0, 25.0)  # 1.25·25 = 31.25


def weekly(growth=0.0, seed=0):
    days = 7.0 * np.arange(20)
    dice = np.random.default_rng(seed)
    return days, 1.0 + 0.03 * dice.standard_normal(20) + growth * np.maximum(days - 70, 0)


def test_a_steady_machine_has_a_normal_trend_and_no_due_day():
    late = 0
    for seed in range(20):
        found = vibration.trend(*weekly(seed=seed))
        assert found.state in ("normal", "changed") and found.alarm == pytest.approx(1.7, abs=0.05)
        late += found.due is not None
    assert late <= 3


def test_a_growing_machine_passes_its_own_past_first_and_is_told_when_the_alarm_is_due():
    found = vibration.trend(*weekly(0.01))
    assert found.state == "changed" and "above its own past" in " ".join(found.words)
    assert found.growth == pytest.approx(0.01, rel=0.3)
    # 1.63 now, alarm at 1.7, 0.01 a day: a week or so
    assert 0 < found.due < 20
    assert vibration.trend(*weekly(0.02)).state == "alarm"
    assert vibration.trend(*weekly(0.1)).state == "trip"


def test_a_value_that_is_no_velocity_has_only_its_own_past():
    found = vibration.trend(*weekly(0.1), unit="g")
    assert found.alarm is None and found.state == "changed"


def test_a_trend_without_a_baseline_or_with_mixed_up_days_is_refused():
    days, values = weekly()
    for said, ask in {
        "3 readings make no baseline": (days[:3], values[:3]),
        "20 days and 19 readings": (days, values[:19]),
        "each later": (days[::-1], values),
        "NaN": (days, np.where(days == 7, np.nan, values)),
    }.items():
        with pytest.raises(LabsimError, match=said):
            vibration.trend(*ask)
