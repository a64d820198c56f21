"""The key of HYD-03: every apprentice has a test sheet of their own, and it can be decided."""

from __future__ import annotations

import pytest

import labsim
from grading import answers
from grading.answers import Ask
from labsim.seeds import derive
from labsim.teaching.loadtest import STEPS, rig

LIMITS = {"run on": (0.9, 1.0), "rebuild": (0.6, 0.8), "replace": (0.0, 0.6)}


@pytest.mark.parametrize("seed", range(40))
def test_each_pump_lies_well_inside_one_row_of_the_table(seed: int) -> None:
    for pump in rig(seed).values():
        grows = pump.drain[-1] / pump.drain[0]
        if pump.decision == "reseal":
            assert grows < 1.3
            continue
        low, high = LIMITS[pump.decision]
        assert low + 0.01 < pump.efficiency < high - 0.01
        assert grows == pytest.approx(STEPS[-1] / STEPS[0], rel=0.1)


def test_neighbours_have_other_sheets() -> None:
    lab, keys = labsim.lab("HYD-03"), []
    for name in ("a", "b", "c", "d"):
        ask = Ask(lab, name, derive("ticket", "HYD-03", name))
        keys.append(answers.perfect(answers.key_of("HYD-03", "efficiency")(ask)))
    assert len({str(key) for key in keys}) == len(keys)
