"""Readiness: what another form would come to, by hand."""

from __future__ import annotations

import math

import pytest

from labsim.core.errors import LabsimError
from labsim.study.readiness import readiness


def test_one_item_by_hand() -> None:
    """1 of 1 right: Beta(2, 1); another item is right with 2/3."""
    found = readiness(1, 1, 0.7)
    assert found.need == 1 and found.chance == pytest.approx(2 / 3)
    assert (found.low, found.high) == (0, 1)


def test_two_items_by_hand() -> None:
    """1 of 2: Beta(2, 2). Both of two right: E[p²] = 2·3/(4·5) = 0.3; none the same; one 0.4."""
    assert readiness(1, 2, 1.0).chance == pytest.approx(0.3)
    assert readiness(1, 2, 0.5).chance == pytest.approx(0.7)


def test_sixty_items_as_the_page_on_self_study_has_them() -> None:
    """Mean 46/62, sd √(60·m·(1-m) + 60·59·m(1-m)/63) = 4.7: 44.5 ± 9.4 (docs/self-study.md)."""
    found = readiness(45, 60, 0.7)
    mean = 46 / 62
    sd = math.sqrt(60 * mean * (1 - mean) * (1 + 59 / 63))
    assert (found.low, found.high) == (35, 53)
    assert found.low == pytest.approx(60 * mean - 2 * sd, abs=1)
    assert found.chance == pytest.approx(0.75, abs=0.005) and found.need == 42


def test_more_right_is_more_ready_and_nonsense_is_refused() -> None:
    chances = [readiness(right, 60).chance for right in range(61)]
    assert chances == sorted(chances) and 0 < chances[0] < 1e-6 and chances[-1] < 1
    for right, of in ((61, 60), (-1, 60), (0, 0)):
        with pytest.raises(LabsimError, match="no result"):
            readiness(right, of)
