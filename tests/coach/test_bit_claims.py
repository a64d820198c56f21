"""Reports may cite bits and lamps: what the record holds counts, what it does not costs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from labsim.bench import Bench
from labsim.coach.claims import judge_report
from labsim.machines.press_cell import PressCell

CASE = SimpleNamespace(id="", before=(), instruments=("engineering tool",))


CASE_OF_COIL = SimpleNamespace(id="", before=(), instruments=("multimeter",))


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


@pytest.mark.parametrize(
    ("said", "worth"),
    [("LED of B1 lit", 1.0), ("LED B1 was dark", 0.0), ("LED I0.3 dark, LED B1 lit", 1.0)],
)
def test_the_lamp_of_a_sensor_is_its_own_and_no_lamp_of_the_card(said: str, worth: float) -> None:
    bench = Bench(PressCell(), "B1: terminal BK open", scenario=CASE)
    bench.look("A1")
    bench.look("B1")
    bench.diagnose("B1", "terminal BK open").sign_off(f"Wire off B1:BK. {said}. Put on again.")
    assert judge_report(bench.attempt, 1.0)[0] == worth


@pytest.mark.parametrize(
    ("tag", "said", "worth"),
    [("press.V1", "V1", 1.0), ("press.V1", "the valve", 0.7), ("press.V1", "SV1", 0.7),
     ("press.P1", "P1", 0.7), ("press.P1", "press.P1", 1.0)],
)  # fmt: skip
def test_the_end_of_a_tag_names_a_part_where_no_other_part_ends_so(tag, said, worth) -> None:
    cell = PressCell()  # its lamp is P1, the pump of its press is press.P1
    title = next(fault.title for fault in cell.component(tag).faults)
    bench = Bench(cell, f"{tag}: {title}", scenario=CASE_OF_COIL)
    bench.measure("V", "press.Y1:1", "press.Y1:2")
    bench.diagnose(tag, title).sign_off(f"{said} at fault, 0.000 V at the coil, new one fitted.")
    assert judge_report(bench.attempt, 1.0, cell.components)[0] == pytest.approx(worth)
