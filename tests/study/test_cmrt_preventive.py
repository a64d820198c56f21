"""Preventive and predictive items of the CMRT bank: keys against calculations by hand."""

from __future__ import annotations

import re

import pytest

from tests.study.byhand import answer, given, items, words


def test_an_interval_is_that_of_the_formula_in_its_stem():
    k = {"deep-groove ball": 10, "cylindrical roller": 5, "spherical roller": 1}
    for item in items("cmrt/pm_lubrication.grease_interval"):
        kind = next(name for name in k if name in item.stem)
        bore, _, rpm = given(item)[:3]
        assert answer(item) == pytest.approx(
            k[kind] * (14e6 / rpm / bore**0.5 - 4 * bore), rel=0.05
        )


def test_a_surface_gives_back_its_own_part_and_the_rest_is_the_room():
    for item in items("cmrt/pdm_survey.emissivity_correction"):
        _, shown, *_, back, part = given(item)
        kelvin = [answer(item) + 273.15, back + 273.15]
        seen = (part * kelvin[0] ** 4 + (1 - part) * kelvin[1] ** 4) ** 0.25 - 273.15
        assert seen == pytest.approx(shown, abs=0.3)


def test_in_the_worst_case_one_interval_of_the_p_f_interval_is_gone():
    for item in items("cmrt/pm_plan.lead_time"):
        p, f = (int(n) for n in re.findall(r"week (\d+)", item.show().words))
        assert answer(item) == f - p - given(item)[-1]


def test_half_the_p_f_interval_whatever_the_age():
    for item in items("cmrt/pm_plan.interval_from_curve"):
        p, f = (float(n) for n in re.findall(r"week (\d+)", item.show().words))
        assert answer(item) == pytest.approx((f - p) / 2, rel=0.05)


def test_two_in_a_hundred_of_ten_years_is_a_test_every_4_8_months():
    for item in items("cmrt/pm_plan.failure_finding"):
        years, percent = given(item)[:2]
        assert answer(item) == pytest.approx(years * 12 * percent / 50, rel=0.01)


def test_compliance_is_counted_from_the_table_by_the_ten_per_cent_rule():
    for item in items("cmrt/pm_plan.compliance"):
        rows = re.findall(r"interval, days (\d+), days late (\d+)", item.show().words)
        on_time = sum(10 * int(late) <= int(days) for days, late in rows)
        assert len(rows) == 9
        assert answer(item) == 10 * on_time


def test_each_step_of_the_cleanliness_code_is_twice_as_many():
    for item in items("cmrt/pm_oil.code_steps"):
        first, last = given(item)[-2:]
        assert answer(item) == 2 ** (last - first)


def test_a_cleanliness_code_stands_in_its_rows_of_the_table():
    for item in items("cmrt/pm_oil.cleanliness_code"):
        rows = re.findall(r"number (\d+), more than, a mL ([\d.]+), up to, a mL ([\d.]+)",
                          item.show().words)  # fmt: skip
        counts = [given(item)[k] for k in (0, 2, 4)]
        code = [n for c in counts for n, low, high in rows if float(low) < c <= float(high)]
        assert words(item) == "/".join(code)


def test_vg_68_has_20_mm2_s_at_70_degrees():
    for item in items("cmrt/pm_oil.viscosity_read"):
        grade, celsius = given(item)[:2]
        on_chart = re.search(rf"VG {grade:g}: .*?{celsius:g} °C ([\d.]+)", item.show().words)
        assert answer(item) == pytest.approx(float(on_chart[1]), rel=0.03)


def test_insulation_doubles_for_every_ten_degrees_it_is_colder():
    for item in items("cmrt/pdm_machine.insulation_at_40"):
        celsius, megohms = given(item)[:2]
        assert answer(item) == pytest.approx(megohms * 2 ** ((celsius - 40) / 10), rel=0.01)


def test_the_polarisation_index_is_the_tenth_minute_over_the_first():
    for item in items("cmrt/pdm_machine.polarisation"):
        told = item.show().words
        ten, one = (float(re.search(rf" {m}: (\d+)", told)[1]) for m in (10, 1))
        assert answer(item) == pytest.approx(ten / one, rel=0.01)


def test_the_machine_reported_first_is_the_only_one_above_its_limit():
    for item in items("cmrt/pdm_machine.worst_on_route"):
        rows = re.findall(r"machine (\S+), .*?now ([\d.]+), limit B/C ([\d.]+)", item.show().words)
        assert [name for name, now, limit in rows if float(now) > float(limit)] == [words(item)]


def test_a_joint_is_called_only_where_the_current_is_the_same():
    for item in items("cmrt/pdm_survey.joint_or_load"):
        rows = re.findall(r"clip (\d+), A (\d+)", item.show().words)
        hot, uneven = (len({row[k] for row in rows}) > 1 for k in (0, 1))
        right = "more current" if uneven else "poor joint" if hot else "alike"
        assert right in words(item)


def test_nothing_is_left_of_a_leak_without_its_hours():
    for item in items("cmrt/pdm_survey.leak_cost"):
        kw, per, hours_a_year, price = given(item)
        scfm = sum(int(n) for n in re.findall(r"scfm (\d+)", item.show().words))
        assert per == 100
        assert answer(item) == pytest.approx(scfm / 100 * kw * hours_a_year * price, rel=0.01)


def test_a_foot_is_shimmed_only_when_it_rises_more_than_five_hundredths():
    for item in items("cmrt/pm_shaft.soft_foot_found"):
        rows = re.findall(r"foot ([a-z ]+), rise, mm ([\d.]+)", item.show().words)
        soft = [f"{foot}: shim it by {float(mm):g} mm" for foot, mm in rows if float(mm) > 0.05]
        assert words(item) == (soft[0] if soft else "none: go on and align")


def test_iron_of_300_mm_rises_a_tenth_for_thirty_degrees():
    for item in items("cmrt/pm_shaft.shaft_rise"):
        alpha, _, high, kelvins = given(item)
        assert answer(item) == pytest.approx(alpha * 1e-6 * high * kelvins, rel=0.01)
