"""Keys of the items on equipment: figures by hand, statements that belong to their machine."""

from __future__ import annotations

import pytest

from labsim.study.bank import generator, generators
from tests.study.byhand import found, words

CASES = [  # generator, what its stem says, the key by hand
    ("machines.synchronous_speed", "has 6 poles and a 60 Hz", "1,200 rpm"),
    ("machines.slip_in_rpm", "4-pole motor on 50 Hz runs with 6 %", "1,410 rpm"),
    ("machines.speed_on_a_drive", "drive at 36 Hz, motor with 4 poles", "1,080 rpm"),
    ("machines.twice_the_fed_frequency", "on a drive at 35 Hz (mains 50 Hz)", "70.0 Hz"),
    ("machines.vane_pass", "7 vanes and turns at 1,180", "138 Hz"),
    ("bearings_drives.hunting_tooth", "20 teeth turns at 1,480 rpm and drives a wheel with 50",
     "296 times a minute"),
    ("bearings_drives.bore", "bearing 6312", "60 mm"),
    ("bearings_drives.belt_slip", "980 rpm at the motor and 564 rpm", "4.1 %"),
    ("bearings_drives.count_of_rollers", "BPFO 3.04 X and BPFI 4.96", "8 elements"),
    ("bearings_drives.which_order", "of a 6205 and no names; it has 9 rolling elements in a row."
     " Its shaft turns at 1,780 rpm. Which frequency belongs to the inner", "161 Hz"),
    ("shafts_bases.floating_end", "Drive end: NU 316",
     "at the drive end, between rollers and ring"),
    ("flow_machines.lobe_pass", "driven at 2,950 rpm", None),
    ("flow_machines.female_rotor", "has 4 lobes and turns at 1,480 rpm", "986.7 rpm"),
    ("flow_machines.strokes", "turns at 450 rpm; its cylinders are double", None),
    ("flow_machines.generator_poles", "generator at 750 rpm; the grid has 50", "8 poles"),
]  # fmt: skip
OF_A_SET = {"flow_machines.lobe_pass": {"148 Hz", "197 Hz", "246 Hz"},
            "flow_machines.strokes": {"15.0 Hz", "30.0 Hz", "45.0 Hz"}}  # fmt: skip


@pytest.mark.parametrize(("name", "said", "key"), CASES)
def test_the_key_is_what_a_calculation_by_hand_gives(name: str, said: str, key: str | None):
    assert words(found(f"cat1/{name}", said)) in ({key} if key else OF_A_SET[name])


def test_a_pump_at_seven_tenths_speed_needs_about_a_third_of_its_power():
    item = found("cat1/machines.affinity", "from 1,480 to 1,036 rpm. What becomes of the power")
    assert words(item) == "5.14 kW"  # 15 kW · 0.7³ = 5.145


@pytest.mark.parametrize(("plate", "poles"), [("1475", "4"), ("980", "6"), ("3550", "2")])
def test_poles_and_slip_follow_from_the_plate(plate: str, poles: str):
    one = generator("cat1/machines.poles_from_plate")
    items = (one.item(f"plate/{k}") for k in range(500))
    item = next(item for item in items if f">{plate} 1/min<" in item.show().svg)
    assert item.options[item.key].text == f"{poles} poles"


def test_half_of_the_generators_on_equipment_show_a_picture():
    every = [one for one in generators("cat1") if one.topic == "Equipment knowledge"]
    assert sum(bool(one.backed) for one in every) >= len(every) / 2
