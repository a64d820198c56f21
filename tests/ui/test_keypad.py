"""The keypad in the workbench: no leads, a code to choose, a value to enter."""

from __future__ import annotations

import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.ui import Workbench


@pytest.fixture
def bench():
    return Workbench(labsim.lab("ELE-07").bench("T1: deceleration time set too short", seed=0))


def test_a_code_is_read_without_leads(bench: Workbench) -> None:
    bench.act({"do": "dial", "function": "P1.02"})
    assert bench.meter["instrument"] == "keypad"
    assert bench.meter["note"] == "press Read"
    bench.act({"do": "read"})
    assert (bench.meter["text"], bench.meter["note"]) == ("2.0 s", "")
    bench.show()
    assert bench.journal[-1]["what"] == "P1.02"


def test_a_value_is_entered_and_stands_in_the_journal(bench: Workbench) -> None:
    bench.act({"do": "set", "tag": "T1", "parameter": "P1.02", "value": 5})
    bench.show()
    assert bench.journal[-1]["what"] == "Set T1 P1.02 to 5"
    with pytest.raises(LabsimError, match="no parameter P9"):
        bench.act({"do": "set", "tag": "T1", "parameter": "P9", "value": 5})


def test_only_the_keypad_has_keys(bench: Workbench) -> None:
    keys = {kind["title"]: kind["keys"] for kind in bench.fixed["instruments"]}
    assert keys.pop("keypad") == "T1"
    assert set(keys.values()) == {""}
