"""Keys of the CMRT bank's first domain against hand calculations, and what its pictures show."""

from __future__ import annotations

import math
import re

import pytest

from labsim.study.bank import generator
from labsim.study.cmrt import metrics, prints
from labsim.study.draw import Draw
from labsim.study.pictures_symbols import ELECTRICAL, FLUID, VALVES, symbol, valve
from labsim.study.pictures_trade import clock, micrometer, vernier


def drawn(name: str, count: int = 12):
    """Return items with their key as text, the numbers of the stem and of the picture's words."""
    one = generator(f"cmrt/{name}")
    for n in range(count):
        item = one.item(f"test/{n}")
        words = item.show().words if item.show else ""
        yield item, item.options[item.key].text, numbers(item.stem), numbers(words)


def numbers(text: str) -> list[float]:
    return [float(part.replace(",", "")) for part in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def near(text: str, value: float) -> bool:
    return numbers(text)[0] == pytest.approx(value, rel=0.006, abs=0.006)


def test_a_leg_at_thirty_degrees_carries_the_whole_load():
    for _, key, (_, tons, angle), _ in tensions():
        sine = math.sin(math.radians(angle))
        assert near(key, tons * 9.81 / 2 / sine)


def tensions():
    for item, key, _, words in drawn("lifting.sling_tension"):
        tons, angle = words[0], words[2]
        upright = "vertical" in item.stem
        yield item, key, (2, tons, 90 - angle if upright else angle), words


def test_the_wrench_is_set_lower_with_an_extension():
    for _, key, (torque,), (arm, more) in drawn("lifting.extension"):
        assert near(key, torque * arm / (arm + more))


def test_the_hoists_share_the_beam_by_moments():
    for item, key, _, (kilos, a, b) in drawn("lifting.two_hoists"):
        assert near(key, kilos * (b if "hoist A" in item.stem else a) / (a + b))


def test_a_plate_of_one_cubic_decimetre_is_nearly_eight_kilograms():
    for _, key, (long, wide, thick), _ in drawn("lifting.mass_of_a_plate"):
        assert near(key, long * wide * thick * 7.85)


def test_mtbf_is_running_time_and_mttr_is_repair_time():
    line, ups, downs = metrics.spans(Draw("a"))
    assert [name for name, _ in line].count("repair") == len(downs) == len(ups) - 1
    for name, whose in (("mtbf_of_a_line", "run"), ("mttr_of_a_line", "repair")):
        for item, key, _, _ in drawn(f"metrics.{name}"):
            pairs = re.findall(r"(run|repair) (\d+)", item.show().words)
            total = sum(float(value) for kind, value in pairs if kind == whose)
            assert near(key, total / sum(kind == "repair" for kind, _ in pairs))


def test_oee_is_good_pieces_over_possible_pieces():
    for _, key, _, (plan, _, rate, _, good) in drawn("metrics.oee_of_a_shift"):
        assert numbers(key)[0] == pytest.approx(100 * good / (plan * rate), abs=0.06)


def test_backlog_availability_and_stock_agree_with_hand_calculation():
    for _, key, (hours, crew, week, share), _ in drawn("metrics.backlog_weeks"):
        assert near(key, hours / (crew * week * share / 100))
    for _, key, (mtbf, mttr), _ in drawn("metrics.availability_from_times"):
        assert numbers(key)[0] == pytest.approx(100 * mtbf / (mtbf + mttr), abs=0.06)
    for _, key, found, _ in drawn("storeroom.reorder_point"):
        use, weeks, safety = found[-3:]
        assert near(key, use * weeks + safety)
    for _, key, _, (low, high, hand, coming) in drawn("storeroom.order_up_to_max"):
        assert low < high and near(key, high - hand - coming)


def test_noise_and_lel_and_ladders_follow_their_rules():
    for _, key, _, (_, _, level) in drawn("permits.noise_time"):
        assert near(key, 8 * 0.5 ** ((level - 90) / 5))
    for _, key, (volume, limit, *_), _ in drawn("permits.share_of_lel"):
        assert near(key, 100 * volume / limit)
    for _, key, (high,), _ in drawn("permits.foot_of_a_ladder"):
        assert near(key, high / 4)


def test_a_dc_bus_and_a_piston_agree_with_hand_calculation():
    for _, key, (volts, tau, limit), _ in drawn("lockout.waiting_for_the_bus"):
        assert limit == 50 and near(key, tau * math.log(volts / 50))
    for _, key, (bore,), (_, _, bar) in drawn("lockout.force_of_trapped_oil"):
        assert near(key, bar * 1e5 * math.pi * (bore / 2000) ** 2 / 1000)


def test_on_a_vernier_the_mark_that_was_drawn_meets_a_mark_of_the_beam():
    """0.35 mm on twenty parts is mark 7: it lies on a whole millimetre of the beam."""
    marks = re.findall(r"M([\d.]+),66\.00L", vernier(23.35, 20).svg)
    beam = [float(x) for x in marks[:-21]]
    scale = [float(x) for x in marks[-21:]]
    gaps = [min(abs(x - y) for y in beam) for x in scale]
    assert gaps.index(min(gaps)) == 7 and min(gaps) < 0.01


def test_micrometer_and_indicator_show_the_numbers_around_their_reading():
    assert ">30<" in micrometer(12.81).svg and ">10<" in micrometer(12.81).svg
    assert ">20<" not in micrometer(12.81).svg
    assert clock(33, 3).svg != clock(33, 4).svg


def test_a_seal_in_holds_and_a_break_contact_opens_the_rung():
    states = prints.results("[XIC(S1),XIC(K1)]XIO(S2)OTE(K1);")
    assert states == {(0, 0): False, (1, 0): True, (0, 1): False, (1, 1): False}
    either = prints.results("[XIC(S1)XIO(S2),XIO(S1)XIC(S2)]OTE(H1);")
    assert [either[bits] for bits in ((0, 0), (0, 1), (1, 0), (1, 1))] == [False, True, True, False]


def test_every_symbol_and_valve_has_a_picture_of_its_own_and_a_fact():
    pictures = [symbol(name).svg for name in [*ELECTRICAL, *FLUID]]
    pictures += [valve(name).svg for name in VALVES]
    assert len(set(pictures)) == len(pictures)
    assert set(prints.SHOWN) == {*ELECTRICAL, *FLUID, *VALVES}


def test_the_least_clearance_is_smallest_hole_less_largest_shaft():
    for item, key, _, words in drawn("prints.clearance_of_a_fit"):
        hole, high, low = words[1], words[4], words[5]
        wanted = hole + low if "greatest" in item.stem else high
        assert numbers(key)[0] == pytest.approx(wanted, abs=5e-4), item.show().words


def test_a_boundary_of_air_is_what_the_permit_says():
    for _, key, _, words in drawn("permits.gas_test", 20):
        oxygen, lel = words[0], words[1]
        good = 19.5 <= oxygen <= 23.5 and lel <= 10
        assert ("entry as" in key) == good


def test_the_slowest_station_sets_the_line_and_yields_multiply():
    for item, key, stem, _ in drawn("shiftwork.slowest_station"):
        rates = [int(rate) for rate in re.findall(r"(\d+)/min", item.show().words)]
        assert near(key, min(rates) * 60 * stem[0])
    for _, key, _, shares in drawn("shiftwork.yield_of_steps"):
        assert numbers(key)[0] == pytest.approx(math.prod(shares) / 1e4, abs=0.06)
    for _, key, found, _ in drawn("shiftwork.takt"):
        assert near(key, (found[0] - found[1]) * 60 / found[2])


def test_a_loop_current_of_half_the_span_is_half_the_range():
    for _, key, (low, high), (_, _, amps) in drawn("shiftwork.process_value"):
        assert near(key, low + (high - low) * (amps - 4) / 16)


def test_an_order_costs_labour_parts_and_hire_and_the_highest_index_comes_first():
    for _, key, _, (crew, hours, rate, parts, hire) in drawn("workorders.cost_of_an_order"):
        assert near(key, crew * hours * rate + parts + hire)
    for item, key, _, _ in drawn("workorders.order_that_comes_first"):
        rows = re.findall(r"asset ([^,]+), criticality (\d+), urgency (\d+)", item.show().words)
        assert key == max(rows, key=lambda row: int(row[1]) * int(row[2]))[0]


def test_two_equal_machines_are_three_decibels_louder_and_others_less_than_that():
    for _, key, _, (first, second) in drawn("hazards.two_machines_are_heard"):
        more = numbers(key)[0] - max(first, second)
        assert more == pytest.approx(10 * math.log10(1 + 10 ** (-(second - first) / 10)), abs=0.06)
        assert more <= 3.05


def test_rates_distances_and_moments_of_hazards_agree_with_hand_calculation():
    for _, key, _, (cases, _, _, hours) in drawn("hazards.incident_rate"):
        assert near(key, cases * 200000 / hours)
    for _, key, _, (stop, relay, speed, beam) in drawn("hazards.distance_of_a_curtain"):
        wanted = (stop + relay) / 1000 * speed + 8 * (beam - 14)
        assert near(key, wanted) and wanted <= 500
    for _, key, (mass, far), _ in drawn("hazards.load_in_the_arms"):
        assert near(key, mass * 9.81 * far / 1000)


def test_the_meter_asked_for_is_the_least_that_is_enough():
    for item, key, (volts,), _ in drawn("electrical_safety.meter_category"):
        rank, limit = re.fullmatch(r"CAT (I+V?) (\d+) V", key).groups()
        place = {"at the meter": "IV", "starter": "III", "plugged-in": "II"}
        assert rank == next(cat for words, cat in place.items() if words in item.stem)
        assert float(limit) >= volts


def test_the_glove_class_is_the_first_above_the_voltage():
    tops = {"00": 500, "0": 1000, "1": 7500, "2": 17000}
    for _, key, found, _ in drawn("electrical_safety.glove_class"):
        chosen = key.removeprefix("class ")
        lower = [top for name, top in tops.items() if top < tops[chosen]]
        assert found[0] <= tops[chosen] and all(top < found[0] for top in lower)
