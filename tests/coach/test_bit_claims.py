"""Reports may cite bits and lamps: what the record holds counts, what it does not costs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from labsim.bench import Bench
from labsim.coach.claims import judge_report
from labsim.machines.press_cell import PressCell

CASE = SimpleNamespace(id="", before=(), instruments=("engineering tool",))


def told(text: str) -> float:
    bench = Bench(PressCell(), "A1: input I0.2 left forced off", scenario=CASE)
    bench.look("A1")
    bench.measure("online", "A1:I0.2")
    bench.diagnose("A1", "input I0.2 left forced off").sign_off(text)
    return judge_report(bench.attempt, 1.0)[0]


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ("input I0.2 reads 0 online", 1.0),
        ("A1:I0.2 = FALSE", 1.0),
        ("LED of I0.2 lit, bit dead", 1.0),
        ("LED FORCE lit", 1.0),
        ("the force was found", 0.6),
        ("I0.2 is 1", 0.0),
        ("LED I0.2 dark", 0.0),
    ],
)
def test_a_bit_or_a_lamp_is_a_reading_when_it_was_read(said: str, worth: float) -> None:
    assert told(f"A1 held a forgotten force: {said}. Taken out, stroke made.") == worth
