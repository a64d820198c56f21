"""The motor control centre: joints as warm as I²R makes them, and a camera that sees surfaces."""

from __future__ import annotations

import pytest

from labsim import thermal
from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.machines.motor_control_centre import MotorControlCentre
from labsim.scenario import find, load


def bench(fault: str | None = None, hours: float = 4.0, **changes: dict) -> Bench:
    """Return a bench with all doors open, some hours in operation."""
    scenario = load(find()["INS-04"]) if "INS-04" in find() else None
    made = Bench(MotorControlCentre(**changes), fault, scenario=scenario).notify()
    made.operate("F9", "worn")
    for n in range(1, 7):
        made.operate(f"U{n}", "open")
    return made.wait(hours * 3600)


def kelvin(made: Bench, tag: str) -> float:
    return float(made.sim.states[tag, "rise"][0])


def test_a_good_joint_is_as_warm_as_a_hand_calculation_says() -> None:
    """M1: 65 A · 0.8 = 52 A; 52² · 0.5 mΩ = 1.35 W; 2 K/W make 2.7 K."""
    made = bench()
    assert made.measure("A", "Q1:2").value == pytest.approx(52.0, rel=0.03)
    assert kelvin(made, "X11") == pytest.approx(2.7, rel=0.06)


def test_a_bad_joint_is_as_warm_as_a_hand_calculation_says_and_only_that_one() -> None:
    """6 mΩ in the place of 0.5 mΩ: twelve times the heat, 32 K."""
    made = bench("Q1: terminal 4 loose")
    assert kelvin(made, "X12") == pytest.approx(32.4, rel=0.06)
    assert kelvin(made, "X11") == pytest.approx(2.7, rel=0.06)


def test_half_the_load_is_a_quarter_of_the_heat() -> None:
    full = kelvin(bench("Q1: terminal 4 loose", M1={"load": 1.0}), "X12")
    half = kelvin(bench("Q1: terminal 4 loose", M1={"load": 0.5}), "X12")
    assert full / half == pytest.approx(4.0, rel=0.02)


def test_it_cools_with_its_time_constant_once_it_carries_nothing() -> None:
    made = bench("Q1: terminal 4 loose")
    hot = kelvin(made, "X12")
    made.isolate("Q1")
    before = kelvin(made, "X12")
    made.wait(600)
    assert hot > before > hot * 0.8
    assert kelvin(made, "X12") == pytest.approx(before * 0.368, rel=0.01)


def test_the_camera_is_right_with_the_right_settings_and_wrong_with_those_of_the_factory() -> None:
    made = bench("Q1: terminal 4 loose")
    true = 38.0 + kelvin(made, "X12")
    assert made.measure("°C", "Q1:4").value < true - 9
    mirrored = made.aim("Q1:4", "°C foil").value
    assert made.aim("Q1:4", emissivity=0.7, reflected=mirrored).value == pytest.approx(
        true, abs=0.2
    )


def test_a_bright_lug_shows_the_heater_until_there_is_tape_on_it() -> None:
    made = bench(X12={"emissivity": 0.1, "reflected": 75.0})
    true = 38.0 + kelvin(made, "X12")
    assert made.measure("°C", "Q1:4").value > true + 25
    taped(made)
    true = 38.0 + kelvin(made, "X12")
    assert made.aim("Q1:4", emissivity=0.95, reflected=75).value == pytest.approx(true, abs=0.2)
    assert [b["rule"] for b in made.attempt.breaches] == []


def taped(made: Bench) -> None:
    made.isolate("Q1").lock("Q1").prove()
    made.measure("V", "Q1:2", "Q1:4")
    made.prove().operate("X12", "taped").notify().restore("Q1").wait(3600)


def test_tape_on_a_live_lug_is_work_on_a_live_part() -> None:
    made = bench().operate("X12", "taped")
    assert [b["rule"] for b in made.attempt.breaches] == ["work-live"]


def test_just_fed_again_it_is_not_yet_warm() -> None:
    made = bench("Q1: terminal 4 loose")
    hot = kelvin(made, "X12")
    made.isolate("Q1").wait(3600).notify().restore("Q1").wait(300)
    assert kelvin(made, "X12") < 0.5 * hot
    made.wait(3600)
    assert kelvin(made, "X12") == pytest.approx(hot, rel=0.01)


def test_seen_at_a_slant_a_warm_lug_looks_colder() -> None:
    made = bench("Q1: terminal 4 loose", X12={"angle": 75.0})
    slant = made.aim("Q1:4", emissivity=0.7, reflected=22)
    square = made.aim("Q1:4", emissivity=0.7, reflected=22, angle=0)
    assert square.value > slant.value + 5


def test_behind_a_shut_door_nothing_is_seen_or_touched() -> None:
    shut = Bench(MotorControlCentre())
    for work in (
        lambda: shut.measure("A", "Q1:2"),
        lambda: shut.measure("V", "Q1:2", "Q1:4"),
        lambda: shut.operate("X11", "taped"),
        lambda: shut.lift("Q1:2"),
    ):
        with pytest.raises(LabsimError, match="behind the shut door U1"):
            work()


def test_a_picture_has_three_lugs_and_in_words_the_same() -> None:
    made = bench("Q1: terminal 4 loose")
    found = made.thermogram("U1:face", emissivity=0.7, reflected=22)
    lugs = {s.place: s.shown for s in found.spots if s.kind == "lug"}
    assert max(lugs, key=lugs.get) == "Q1:4"
    assert f"Q1:4 lug {lugs['Q1:4']:.1f} °C" in found.words()
    made.operate("U1", "shut")
    assert [s.kind for s in made.thermogram("U1:face").spots] == ["door"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"emissivity": 0.0}, "emissivity 0.01 to 1"),
        ({"emissivity": float("nan")}, "emissivity 0.01 to 1"),
        ({"emissivity": "shiny"}, "takes a number"),
        ({"angle": 90}, "0 \\(square\\) to 80"),
        ({"focus": 2}, "focus"),
    ],
)
def test_settings_the_camera_does_not_take_are_refused(given: dict, said: str) -> None:
    with pytest.raises(LabsimError, match=said):
        bench(hours=0.1).aim("Q1:2", **given)


def test_a_meter_is_not_aimed() -> None:
    with pytest.raises(LabsimError, match="function to aim with V"):
        bench(hours=0.1).aim("Q1:2", "V")


def test_a_picture_taken_of_a_lug_asks_for_the_door() -> None:
    with pytest.raises(LabsimError, match="face of its door"):
        bench(hours=0.1).measure("image", "Q1:2")


def test_a_meter_on_the_paint_of_a_door_is_told_where_it_reads() -> None:
    with pytest.raises(LabsimError, match="a face for a camera"):
        bench(hours=0.1).measure("A", "U1:face")


def test_a_camera_aimed_where_it_sees_nothing_says_where_it_does() -> None:
    with pytest.raises(LabsimError, match="Q1:2"):
        bench(hours=0.1).aim("M1:U1")


def test_the_record_of_a_survey_plays_back_to_the_same_figures() -> None:
    made = bench("Q1: terminal 4 loose")
    made.aim("Q1:4", emissivity=0.7, reflected=22, angle=0)
    made.thermogram("U1:face")
    made.file("P9", thermal.write_sheet({"Q1:4": (70.4, "defect", 3, 1)}))
    fresh = Bench(MotorControlCentre(), "Q1: terminal 4 loose", scenario=made.scenario)
    for event in made.attempt.events[1:]:
        fresh.again(event)
    told = [e.get("value") for e in made.attempt.events[1:]]
    assert [e.get("value") for e in fresh.attempt.events[1:]] == told
