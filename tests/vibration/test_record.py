"""A record says what it needs and keeps what it is given."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.errors import LabsimError
from labsim.vibration import Record

SAMPLES = np.arange(8.0)


def test_a_record_knows_how_long_it_is_and_what_it_measures():
    record = Record(SAMPLES, 4, "g", rpm=1480, point="B1:H")
    assert record.seconds == 2.0  # 8 samples at 4 Hz
    assert record.quantity == "acceleration"
    assert record.time[-1] == 1.75


def test_nobody_writes_into_a_record():
    record = Record(SAMPLES, 4)
    with pytest.raises(ValueError, match="read-only"):
        record.samples[0] = 1.0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"fs": None}, "no sampling rate"),
        ({"fs": 0}, "above zero"),
        ({"fs": float("nan")}, "above zero"),
        ({"fs": "fast"}, "no number in Hz"),
        ({"unit": "mm/s2"}, "no unit mm/s2; it has .*m/s2"),
        ({"rpm": -1480}, "speed"),
        ({"samples": []}, "one row of numbers"),
        ({"samples": np.zeros((3, 3))}, "one row of numbers"),
        ({"samples": ["a"]}, "no real numbers"),
        ({"full_scale": 0}, "full scale"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_with_the_reason(wrong, said):
    with pytest.raises(LabsimError, match=said):
        Record(**{"samples": SAMPLES, "fs": 4.0, **wrong})
