"""Troubleshooting items of the CMRT bank: keys against calculations by hand and by circuit."""

from __future__ import annotations

import math
import re

import pytest

from labsim.study.cmrt.trouble_control import pt100
from labsim.study.cmrt.trouble_electrical import OPEN, PAIRS, SUPPLY, readings
from labsim.study.cmrt.trouble_fluid import area
from tests.study.byhand import answer, given, items, words


def test_full_voltage_stands_across_the_open_part_and_nowhere_else():
    for place, fault in enumerate(OPEN):
        volts = readings(*PAIRS)[fault]
        assert [v > 100 for v in volts] == [k == place for k in range(len(PAIRS))]


def test_the_part_called_open_is_where_the_voltage_ends():
    for item in items("cmrt/trouble_electrical.open_in_the_rung"):
        volts = [float(v) for v in re.findall(r" ([\d.]+) V", item.show().words)]
        assert words(item) == list(OPEN.values())[sum(v > 100 for v in volts) - 1]


def test_a_dead_primary_a_dead_winding_and_a_dead_fuse_read_differently():
    pairs = (("F1:2", "F2:2"), ("T1:H1", "T1:H4"), ("T1:X1", "T1:X2"), ("F6:2", "T1:X2"))
    seen = [sum(v > 100 for v in readings(*pairs)[fault]) for fault in SUPPLY]
    assert seen == [1, 2, 3]


def test_unbalance_is_the_farthest_from_the_mean_over_the_mean():
    for item in items("cmrt/trouble_electrical.voltage_unbalance"):
        volts = [v for v in given(item) if v > 300]
        mean = sum(volts) / 3
        assert answer(item) == pytest.approx(
            100 * max(abs(v - mean) for v in volts) / mean, abs=0.01
        )


def test_four_to_twenty_milliamps_begin_at_four():
    for item in items("cmrt/trouble_control.milliamps_from_gauge"):
        _, high, low_ma, high_ma, value = given(item)[:5]
        assert answer(item) == pytest.approx(low_ma + (high_ma - low_ma) * value / high, rel=0.01)


def test_a_pt100_has_100_ohms_at_zero_and_138_5_at_a_hundred_degrees():
    assert pt100(0) == 100
    assert pt100(100) == pytest.approx(138.51, abs=0.01)


def test_the_contact_that_stops_a_rung_is_the_only_one_that_does_not_pass():
    for item in items("cmrt/trouble_control.missing_permissive"):
        rows = re.findall(r"tag (\w+), instruction (XI.), bit (\d)", item.show().words)
        blocked = [tag for tag, kind, bit in rows if (kind == "XIC") != (bit == "1")]
        assert blocked == [words(item)]


def test_a_cylinder_of_80_mm_at_100_bar_pushes_50_kn():
    assert 100 * area(80) / 100 == pytest.approx(50.3, abs=0.1)
    for item in items("cmrt/trouble_fluid.force_from_gauge"):
        bore = given(item)[0]
        bar = float(re.search(r"pointer at ([\d.]+)", item.show().words)[1])
        assert answer(item) == pytest.approx(bar * math.pi / 4 * bore**2 / 1e4, rel=0.01)


def test_what_the_cylinder_does_not_take_goes_another_way():
    for item in items("cmrt/trouble_fluid.leak_from_speed"):
        flow, bore, cm2, speed = given(item)[:4]
        assert cm2 == pytest.approx(area(bore), abs=0.06)
        assert answer(item) == pytest.approx(flow - speed * cm2 * 0.06, abs=0.6)


def test_the_accumulator_drops_at_its_charge():
    for item in items("cmrt/trouble_fluid.gas_charge"):
        assert f"to {words(item)} in" in item.show().words


def test_and_multiplies_or_takes_what_is_left():
    for item in items("cmrt/trouble_causes.and_or_tree"):
        a, b, c = given(item)
        assert answer(item) == pytest.approx(a * b + c - a * b * c, rel=0.01)


def test_a_check_changes_detection_alone():
    for item in items("cmrt/trouble_causes.rpn_after"):
        severity, occurrence, _, better = given(item)[-4:]
        assert answer(item) == severity * occurrence * better


def test_the_first_failure_mode_has_the_highest_product():
    for item in items("cmrt/trouble_causes.rpn_first"):
        rows = re.findall(r"mode ([a-z ]+), severity (\d+), occurrence (\d+), detection (\d+)",
                          item.show().words)  # fmt: skip
        top = max(rows, key=lambda row: int(row[1]) * int(row[2]) * int(row[3]))
        assert words(item) == top[0]


def test_pareto_ranks_hours_and_not_stops():
    for item in items("cmrt/trouble_causes.pareto"):
        rows = re.findall(r"stops (\d+), minutes each (\d+)", item.show().words)
        down = sorted((int(n) * int(m) for n, m in rows), reverse=True)
        assert answer(item) == pytest.approx(100 * sum(down[:2]) / sum(down), abs=0.51)


def test_the_suspect_of_a_history_is_the_last_change_before_it_began():
    for item in items("cmrt/trouble_method.what_changed"):
        began = int(re.search(r"since day (\d+)", item.stem)[1])
        rows = re.findall(r"day (\d+), what ([\w ]+), note", item.show().words)
        assert max((int(d), text) for d, text in rows if int(d) < began)[1] == words(item)


def test_half_splitting_lands_in_the_middle_of_what_is_left():
    for item in items("cmrt/trouble_method.where_to_test"):
        parts = re.search(r"\((.*?)\)", item.stem)[1].split(", ")
        known = re.findall(r"(behind \w+|at the source|at the coil)", item.stem.split("Voltage")[1])
        good, bad = (_place(text, parts) for text in known[:2])
        assert parts.index(words(item).split()[1]) + 1 == (good + bad) / 2


def _place(text: str, parts: list[str]) -> int:
    ends = {"at the source": 0, "at the coil": len(parts)}
    return ends[text] if text in ends else parts.index(text.split()[1]) + 1


def test_a_belt_slips_by_what_its_shaft_turns_less():
    for item in items("cmrt/trouble_mechanical.belt_slip"):
        rpm, small, large, seen = given(item)[:4]
        assert answer(item) == pytest.approx(100 - 100 * seen * large / (rpm * small), abs=0.51)
