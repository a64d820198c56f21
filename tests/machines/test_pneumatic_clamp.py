"""The lid clamp of HYD-02 as a fitter meets it: strokes, gauges under flow, leaks, exhaust."""

from __future__ import annotations

import numpy as np
import pytest

import labsim
from grading import answers
from grading.answers import Ask, hyd_02
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.machines.pneumatic_clamp import PneumaticClamp
from labsim.teaching import week

LAB = labsim.lab("HYD-02")
ATM = 1.01325  # bar


def bench(fault: str | None = None):
    return LAB.bench(fault)


def value(at, function: str, port: str) -> float:
    return float(at.measure(function, port).value)


def strokes(fault: str | None = None) -> tuple[float, float]:
    """Work the clamp once; return the seconds out and in."""
    one = bench(fault).operate("V1", "clamp").wait(40).operate("V1", "open").wait(40)
    return value(one, "s", "C1:A"), value(one, "s", "C1:B")


def flowing(fault: str | None, *taps: str) -> list[float]:
    """Return what gauges show while V2 blows; each is put on in its own turn."""
    one = bench(fault).press("V2")
    return [value(one, "bar", f"{tap}:M") for tap in taps]


def at_six(fault: str | None, tap: str) -> float:
    """Return what a gauge shows six seconds after the lever was put to clamp."""
    return value(bench(fault).operate("V1", "clamp"), "bar", f"{tap}:M")


def test_a_sound_clamp_closes_in_the_time_the_needle_allows() -> None:
    # W1 leaves 5.5 bar for the cap end while air flows. (5.5·78.5 − p·73.6)·10 N = 2200 + 250 + 32:
    # p = 2.5 bar behind the piston; the needle of 0.4 L/(s·bar) is choked and lets out
    # v = C·pa·((p + 1)/pa)^(1/6)/ring = 0.4·1.013·1.23/7363 mm² = 68 mm/s: 2.9 s for 200 mm, and
    # some tenths to get going
    sim = Simulation(PneumaticClamp()).operate("V1", "clamp")
    while sim.views["C1"].travel("rod")[0] < 120.0:
        sim.advance(0.02)
    back, ring = sim.views["C1"].bar("B")[0], np.pi / 4 * (100**2 - 25**2)
    by_hand = 0.4e6 * ATM * ((back + ATM) / ATM) ** (1 / 6) / ring
    cap, area = sim.views["C1"].bar("A")[0], np.pi / 4 * 100**2
    assert cap == pytest.approx(5.5, abs=0.15)
    assert back == pytest.approx((cap * area / 10 - 2480) * 10 / ring, abs=0.05)
    assert sim.views["C1"].pace("rod")[0] == pytest.approx(by_hand, rel=0.05)
    assert strokes() == pytest.approx((3.2, 2.3), abs=0.11)


@pytest.mark.parametrize(
    ("fault", "out", "back"),
    [
        ("Z1: element clogged", "slow", "slow"),
        ("Z2: gummed up", "slow", "slow"),
        ("W1: kinked", "slow", "slow"),
        ("P1: inlet strainer clogged", "slow", "slow"),
        ("R2: turned nearly closed", "slow", "good"),
        ("R2: needle fouled", "slow", "good"),
        ("Z3: clogged", "slow", "good"),
        ("R1: turned down", "slow", "good"),  # opening has no work to do
        ("R1: spring weak, holds too little", "slow", "good"),
        ("V1: fitting 1 leaks", "good", "good"),
        ("W1: chafed through", "good", "good"),
        ("Z1: drain does not close", "good", "good"),
    ],
)
def test_which_stroke_is_slow_tells_which_half(fault: str, out: str, back: str) -> None:
    took = strokes(fault)
    found = ["slow" if t > 1.15 * s else "good" for t, s in zip(took, (3.2, 2.3), strict=True)]
    assert found == [out, back]


def test_pressure_is_lost_over_a_clogged_element_only_while_air_flows() -> None:
    still = bench("Z1: element clogged")
    assert value(still, "bar", "M1:M") == pytest.approx(value(still, "bar", "M2:M"), abs=0.1)
    before, after = flowing("Z1: element clogged", "M1", "M2")
    assert before > 6.8
    assert after < 0.5 * before


@pytest.mark.parametrize(
    ("fault", "good", "low"),
    [
        ("P1: inlet strainer clogged", "", "M1"),
        ("Z1: element clogged", "M1", "M2"),
        ("R1: spring weak, holds too little", "M2", "M3"),
        ("Z2: gummed up", "M3", "M4"),
        ("W1: kinked", "M4", "M5"),
        ("W1: water lies in the sag", "M4", "M5"),
    ],
)
def test_between_the_two_gauges_that_differ_sits_what_costs_the_pressure(
    fault: str, good: str, low: str
) -> None:
    sound = dict(zip(("M1", "M2", "M3", "M4", "M5"),
                     flowing(None, "M1", "M2", "M3", "M4", "M5"), strict=True))  # fmt: skip
    assert flowing(fault, low)[0] < sound[low] - 0.7
    if good:
        assert flowing(fault, good)[0] > sound[good] - 0.2


def test_pressure_on_both_sides_of_the_needle_means_it_is_held_behind_it() -> None:
    for fault in ("R2: turned nearly closed", "R2: needle fouled"):
        assert at_six(fault, "M7") > 2.0
        assert at_six(fault, "M8") < 0.3
    assert at_six("Z3: clogged", "M7") > 2.0
    assert at_six("Z3: clogged", "M8") > 2.0


def test_turns_of_the_screw_tell_a_screw_from_dirt() -> None:
    assert "0.9 turns" in bench("R2: turned nearly closed").look("R2").text
    assert "2.0 turns" in bench("R2: needle fouled").look("R2").text


def test_a_piston_seal_and_a_worn_spool_both_blow_at_z4_and_m6_tells_them_apart() -> None:
    seal, spool = bench("C1: piston seal leaks"), bench("V1: spool seals worn, blows through")
    for one in (seal, spool):
        assert one.look("Z4").text == "air blows out"
        assert value(one, "dB", "Z4:1") > 45
    assert value(seal, "bar", "M6:M") > 0.2
    assert value(spool, "bar", "M6:M") < 0.05


def test_what_has_no_pressure_does_not_leak() -> None:
    """Fitting A has air while the clamp is closed, fitting B while it is open."""
    for fault, port, state in (
        ("C1: fitting A leaks", "C1:A", "clamp"), ("C1: fitting B leaks", "C1:B", "open"),
    ):  # fmt: skip
        heard = {}
        for position in ("clamp", "open"):
            one = bench(fault).operate("V1", position).wait(40)
            heard[position] = value(one, "dB", port)
        assert heard[state] > 40
        assert min(heard.values()) < 25


def test_every_fault_of_the_lab_turns_the_lamp_amber_and_a_sound_clamp_does_not() -> None:
    variants = [Variant(), *(v for fault in LAB.family for v in variants_of(fault))]
    sim = Simulation(PneumaticClamp(), variants)
    sim.operate("V1", "clamp").advance(40).operate("V1", "open").advance(40)
    seen = sim.views["P1"].part.look(sim.views["P1"])
    assert [str(text)[:5] for text in seen] == ["green"] + ["amber"] * (len(variants) - 1)


# Safety ---------------------------------------------------------------------------------------
def rules(one) -> list[str]:
    return [breach["rule"] for breach in one.attempt.breaches]


def test_a_line_is_opened_without_breach_once_it_is_exhausted_and_seen_at_zero() -> None:
    one = bench("Z1: element clogged").notify().isolate("Q1").lock("Q1").wait(30)
    for tap in ("M1", "M2"):
        assert value(one, "bar", f"{tap}:M") < 0.1
    one.repair("Z1").notify().restore("Q1")
    assert rules(one) == []


def test_a_line_opened_under_pressure_is_a_critical_breach() -> None:
    one = bench("Z1: element clogged")
    one.repair("Z1")
    assert set(rules(one)) & {"work-live", "line-pressurised"}


def test_a_closed_valve_is_no_proof() -> None:
    one = bench("Z1: element clogged").notify().isolate("Q1").lock("Q1").wait(30).repair("Z1")
    assert rules(one) == ["not-zeroed"]


def test_a_screw_is_turned_under_pressure_and_the_clamp_is_right_again() -> None:
    one = bench("R2: turned nearly closed").turn("R2", "setting", 1.1)
    one.operate("V1", "clamp").wait(40).operate("V1", "open").wait(40)
    assert value(one, "s", "C1:A") == pytest.approx(3.2, abs=0.11)
    assert one.look("P1").text == "green"
    assert rules(one) == []


# Figures of the questions -----------------------------------------------------------------------
def test_the_cost_of_the_hole_by_hand() -> None:
    # C = 0.03 at 6 bar: 0.03 · 7.013 · 60 = 12.6 NL/min; · 60 · 8760/1000 = 6630 m³;
    # · 0.12 = 796 kWh; · 0.22 = 175 €; at 5 bar 12.6 · 6.013/7.013 = 10.8
    key = answers.perfect(hyd_02.leak(Ask(LAB)))
    assert list(key.values()) == pytest.approx([12.6, 6630, 796, 175, 10.8], rel=0.03)


def test_the_patterns_of_the_question_are_those_of_the_machine() -> None:
    sim = Simulation(PneumaticClamp(), [Variant({("R1", "drift"): -2.2})])
    assert sim.views["M3"].bar("M")[0] == pytest.approx(3.8, abs=0.05)
    assert flowing("Z1: element clogged", "M1", "M2") == pytest.approx([7.0, 1.8], abs=0.4)
    assert flowing("W1: kinked", "M5")[0] == pytest.approx(3.0, abs=0.6)
    assert at_six("R2: needle fouled", "M7") == pytest.approx(2.8, abs=0.2)
    assert at_six("Z3: clogged", "M8") == pytest.approx(2.8, abs=0.2)
    assert value(bench("C1: piston seal leaks"), "bar", "M6:M") == pytest.approx(0.3, abs=0.1)


# The week -----------------------------------------------------------------------------------
def test_water_is_worst_on_monday_a_filter_on_friday_and_a_screw_never() -> None:
    steps = ("operate V1 clamp", "wait 25")
    read = lambda story: week.strokes(PneumaticClamp(), story, steps, "C1")
    wet, loads = read(week.water("W1")), read(week.loading("Z1", 0.12, 0.03))
    assert wet.argmax() == 0
    assert wet[0] > 1.2 * wet[1:].max() * 0.9
    assert wet[0] > 1.2 * wet[len(week.HOURS) - 1]  # by Monday afternoon it is blown out
    assert np.all(np.diff(loads) >= -0.02)
    assert loads[-1] > 1.5 * loads[0]


def test_the_picture_of_the_week_says_in_words_what_it_shows() -> None:
    piece = week.of_the_clamp("Three clamps.")
    assert "Mon 4.9 to 3.2 s" in piece.words
    assert piece.html.count("<circle") == 3 * week.MOMENTS
