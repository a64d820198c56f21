"""Keys of the items on fault analysis: figures by hand, pictures that show what the key says."""

from __future__ import annotations

import pytest

from labsim.study.cat1.spectra import BELT, HIGH, ORDINARY, RACES, RADIAL, WIDE, wrong
from labsim.study.trains import highest, line_table, turns, velocity
from labsim.vibration.bearing import catalogued
from tests.study.byhand import found, words

CASES = [  # generator, what its stem says, the key by hand
    ("fault_figures.gear_mesh", "21 teeth at 740 rpm", "259 Hz"),
    ("fault_figures.sideband_spacing", "17 teeth at 1,180 rpm, wheel 67 teeth", "4.99 Hz"),
    ("fault_figures.belt_frequency", "160 mm on the motor at 985 rpm, belt 1,900", "4.34 Hz"),
    ("fault_figures.pole_pass", "4-pole motor on 50 Hz runs at 1,488 rpm", "0.800 Hz"),
    ("fault_figures.near_twice_line", "50 Hz runs at 2,960 rpm", "1.33 Hz"),
    ("fault_figures.inner_from_outer", "8 rolling elements; its outer race is at 3.05X", "4.95 X"),
    ("fault_figures.spacing_of_a_row", "29.6, 44.4, 59.2, 74.0 Hz", "14.8 Hz"),
    ("fault_figures.bearing_frequency", "A 6205 turns at 1,780 rpm. At what frequency does a defect"
     " of the outer race", "106 Hz"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "key"), CASES)
def test_the_key_is_what_a_hand_calculation_gives(name: str, said: str, key: str):
    assert words(found(f"cat1/{name}", said)) == key


def orders(machine: str, fault, pad: str, setting, count: int = 8) -> list[tuple[float, float]]:
    """Return the peaks of a simulated point from the highest down: (order, mm/s)."""
    found = highest(velocity(machine, fault, pad, setting, 1), count)
    first = turns(machine, fault)
    return sorted(((f / first, a) for f, a in found), key=lambda peak: -peak[1])


STRONGEST = {"unbalance": 1, "parallel misalignment": 2, "vane pass of the pump (5 vanes)": 5,
             "electrical, stator": 120 / 29.667}  # fmt: skip


@pytest.mark.parametrize("fault", STRONGEST)
def test_the_strongest_line_of_a_pump_is_what_its_key_says(fault: str):
    tag, name, sizes, pads, _ = RADIAL[fault]
    for size in sizes:
        for pad in pads:
            strongest = orders("pump", wrong(tag, name, size), pad, ORDINARY)[0][0]
            assert strongest == pytest.approx(STRONGEST[fault], abs=0.05), (size, pad)


def test_looseness_shows_a_half_order_among_its_highest_lines():
    tag, name, sizes, pads, _ = RADIAL["loose fit of a bearing"]
    for size in sizes:
        for pad in pads:
            seen = orders("pump", wrong(tag, name, size), pad, ORDINARY)
            assert any(abs(order - 0.5) < 0.05 for order, _ in seen)


@pytest.mark.parametrize(
    ("fault", "hertz"),
    [("worn belts", 15.9), ("unbalance of the fan wheel", 18.8),
     ("blades too close to the cut-off", 150.4)],
)  # fmt: skip
def test_the_strongest_line_of_a_fan_is_what_its_key_says(fault: str, hertz: float):
    tag, name, sizes, pads, _ = BELT[fault]
    for size in sizes:
        for pad in pads:
            found = highest(velocity("fan", wrong(tag, name, size), pad, ORDINARY, 1))
            assert max(found, key=lambda peak: peak[1])[0] == pytest.approx(hertz, abs=1.0)


@pytest.mark.parametrize(
    ("machine", "tag", "kind"), [("pump", "B4", "7309"), ("fan", "B1", "6208")]
)
def test_a_spall_shows_at_the_frequency_of_its_part(machine: str, tag: str, kind: str):
    expected = catalogued(kind).slipping(0.013)
    expected["2·BSF"] = 2 * expected["BSF"]
    for part, (mark, *_) in RACES.items():
        seen = orders(machine, wrong(tag, part, 3.0), f"{tag}:H", WIDE)
        assert seen[0][0] == pytest.approx(expected[mark], abs=0.03), part


def test_gear_sidebands_stand_off_mesh_by_the_speed_of_the_bad_wheel():
    for shaft, name in ((0, "off_pinion"), (1, "off_wheel")):
        found = highest(velocity("gear", wrong("T1", name, 0.7), "B4:H", HIGH, 1), 10)
        mesh, apart = 67 * turns("gear"), turns("gear", (), shaft)
        for side in (-1, 1):
            assert any(abs(f - mesh - side * apart) < 2.5 for f, _ in found)


def phases(fault, pads: tuple[str, ...]) -> list[int]:
    """Return the phases that a table tells, in its order."""
    told = line_table("pump", fault, pads).words
    return [int(row.rsplit(" ", 1)[1]) for row in told.split("; ")]


def test_axial_phase_turns_across_the_coupling_or_across_the_bent_machine():
    pads = ("B1:A", "B2:A", "B3:A", "B4:A")
    for fault, at in (
        (("X1", "angular", 0.3), 1),
        (("P1", "bow", 0.1), 2),
        (("M1", "bow", 0.1), 0),
    ):
        told = phases(wrong(*fault), pads)
        assert abs((told[at + 1] - told[at]) % 360 - 180) <= 10


def test_couple_unbalance_turns_phase_from_bearing_to_bearing_and_static_does_not():
    for tag, pads in (("P1", ("B3:H", "B4:H")), ("M1", ("B1:H", "B2:H"))):
        still, turned = (phases(wrong(tag, name, 105.0), pads) for name in ("heavy", "couple"))
        assert abs(turned[0] - turned[1]) % 360 == pytest.approx(180, abs=20)
        assert abs(still[0] - still[1]) % 360 <= 20
