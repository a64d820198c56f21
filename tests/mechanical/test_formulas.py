"""Every formula of precision maintenance against a worked value; the working is in the comment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from labsim.core.errors import LabsimError
from labsim.fluid.oil import viscosity as of_grade
from labsim.mechanical import alignment, balancing, drives, fitting, leaks, lubrication
from labsim.mechanical.balancing import angle, vector


def near(value: float, part: float = 0.005) -> object:
    return pytest.approx(value, rel=part)


# Balancing ------------------------------------------------------------------------------
def test_one_trial_weight_gives_the_correction() -> None:
    # V1 - V0 = 4.2@100 - 6.0@30 = (-5.926, 1.136): 6.03@169.1; H = 0.603@169.1 for 10 g at 0°
    # Wc = -6.0@30 / H = 9.94 g at 30 + 180 - 169.1 = 40.9°
    h = balancing.influence(vector(6.0, 30), vector(4.2, 100), vector(10, 0))
    weight = balancing.correction(vector(6.0, 30), h)
    assert abs(weight) == near(9.94)
    assert angle(weight) == pytest.approx(40.9, abs=0.1)


def test_two_planes_find_the_unbalance_that_a_made_up_rotor_has() -> None:
    table = ((vector(0.5, 40), vector(0.2, 100)), (vector(0.15, 80), vector(0.6, 30)))
    heavy = (vector(12, 70), vector(8, 250))
    run = lambda w: [sum(h * x for h, x in zip(row, w, strict=True)) for row in table]
    trials = [run((heavy[0] + 10, heavy[1])), run((heavy[0], heavy[1] + vector(10, 90)))]
    found = balancing.two_planes(run(heavy), trials, (10, vector(10, 90)))
    assert found == pytest.approx((-heavy[0], -heavy[1]))


def test_a_weight_is_split_between_two_holes() -> None:
    # 10 g at 40° on holes at 0° and 60°: 10 sin 20/sin 60 = 3.95, 10 sin 40/sin 60 = 7.42
    parts = balancing.split(vector(10, 40), 0, 60)
    assert parts == near((3.95, 7.42))
    assert parts[0] + vector(parts[1], 60) == pytest.approx(vector(10, 40))


def test_trial_force_and_residual_unbalance() -> None:
    # 0.01118 · 10 g · 15 cm · 1.78² = 5.31 kgf = 52.1 N
    assert balancing.force(10, 150, 1780) == near(52.1)
    # 10 % of 50 kg = 49.03 N; 49.03/5.21 N each gram = 9.41 g
    assert balancing.trial(50, 150, 1780) == near(9.41)
    assert balancing.permissible(6.3, 40, 1780) == near(9549 * 6.3 * 40 / 1780)  # 1352 g·mm


# Alignment ------------------------------------------------------------------------------
def test_rim_and_face_readings() -> None:
    # bottom -0.42 observed, sag -0.12: true -0.30; offset -0.15
    assert alignment.true_bottom(-0.42, -0.12) == near(-0.30)
    assert alignment.rim_offset(-0.30, 0.0) == near(-0.15)
    assert alignment.face_slope(-0.06, 0.0, 120) == near(0.05)  # 0.06 on 120 mm
    assert alignment.closes(0.0, -0.25, -0.30, -0.05) == pytest.approx(0.0)


def test_reverse_dials_and_moves_at_the_feet() -> None:
    # +0.10 on the motor's side, -0.02 on the pump's, 120 mm apart: 0.04 in the middle, 0.1/100
    offset, slope = alignment.reverse(0.10, -0.02, 120)
    assert (offset, slope) == near((0.04, 0.10))
    # feet at 150 and 450 mm: 0.04 + 0.15 = 0.19 and 0.04 + 0.45 = 0.49 too high
    assert alignment.moves(offset, slope, 150, 450) == near((-0.19, -0.49))
    # a cold target 0.05 low everywhere: 0.05 more to take out at both
    assert alignment.moves(offset, slope, 150, 450, (-0.05, 0.0)) == near((-0.24, -0.54))


def test_growth_and_tolerance_by_speed() -> None:
    assert alignment.growth(180, 35) == near(0.0662)  # 10.5e-6 · 180 · 35
    found = alignment.tolerance(1780)
    assert (found.offset, found.most_offset) == near((0.0508, 0.0762))  # 2 and 3 mil
    assert (found.slope, found.most_slope) == near((0.03, 0.05))  # 0.3 and 0.5 mil an inch
    assert alignment.tolerance(2900).offset < found.offset
    assert list(alignment.soft((0.30, 0.05, 0.02, 0.06))) == [True, False, False, True]


# Oil and grease -------------------------------------------------------------------------
def test_viscosity_goes_through_its_two_points_and_agrees_with_the_grade() -> None:
    known = (40, 46.0), (100, 6.8)
    assert lubrication.viscosity(*known, 40) == near(46.0)
    assert lubrication.viscosity(*known, 100) == near(6.8)
    assert lubrication.viscosity(*known, 70) == near(float(of_grade(46.0, 70)))


def test_kappa_of_a_6312_in_vg_68() -> None:
    # dm 95, 1780 rpm: 4500/√1780/√95 = 10.94 mm²/s; 21 mm²/s there: κ 1.92
    wanted = lubrication.needed(60, 130, 1780)
    assert wanted == near(10.94)
    assert lubrication.kappa(21.0, wanted) == near(1.92)
    assert lubrication.needed(60, 130, 500) == near(45000 * 500**-0.83 / 95**0.5)


def test_grease_for_a_6312() -> None:
    assert lubrication.grease(130, 31) == near(20.15)
    # 10 (14e6/(1780 √60) - 240) = 7754 h; at 100 °C a quarter
    assert lubrication.interval(60, 1780) == near(7754)
    assert lubrication.interval(60, 1780, celsius=100) == near(7754 / 4)


# Belts, chains, bolts, fits, life -------------------------------------------------------
def test_belts_and_chains() -> None:
    # 2·500 + π·375/2 + 125²/2000 = 1596.9 mm; π·125·1780/60/1596.9 = 7.30 Hz
    length = drives.belt_length(125, 250, 500)
    assert length == near(1596.9)
    assert drives.belt_frequency(125, 1780, length) == near(7.30)
    # 4 · 0.19 kg/m · (0.5 m · 40 Hz)² = 304 N
    assert drives.tension(190, 500, 40) == near(304)
    assert drives.tone(190, 500, 304) == near(40)
    assert drives.deflection(500) == near(7.81)
    assert drives.chain_sag(600) == near((12, 24))
    assert drives.elongation(775.0, 19.05, 40) == near(0.0171, 0.01)


def test_bolts_heating_and_life() -> None:
    pull = fitting.bolt_pull(12)
    assert pull == near(37_900)
    assert fitting.bolt_torque(12, pull) == near(91)
    # (40 + 40) µm on 80 mm: 0.08/(11.7e-6 · 80) = 85.5 K, from 20 °C
    assert fitting.heating(40, 40, 80) == near(105.5)
    # 10⁶/(60·1780) · (81.9/8)³ = 10 046 h
    assert fitting.life(81.9, 8.0, 1780) == near(10_046)
    assert fitting.life(81.9, 8.0, 1780, "roller") > fitting.life(81.9, 8.0, 1780)


# Ultrasound -----------------------------------------------------------------------------
def test_a_leak_of_a_sixteenth_at_80_psi() -> None:
    # 1.5875 mm, 5.516 bar gauge at Cd 0.61: 3.3 scfm, a cubic foot being 28.3 L
    flow = leaks.leak(5.516, 1.5875)
    assert flow / 28.317 == near(3.3, 0.02)
    # 100 NL/min at 6.5 kW for a m³/min, 8000 h, 0.15 each kWh: 780 a year
    assert leaks.cost(100, 6.5, 8000, 0.15) == near(780)


def test_a_bearing_is_greased_at_8_db_and_damaged_at_16() -> None:
    calls = [leaks.grease_call(20, level) for level in (25, 28, 36)]
    assert calls == ["leave it", "grease it", "damaged"]


WRONG: list[Callable[[], object]] = [
    lambda: balancing.influence(1 + 0j, 1 + 0j, 5),
    lambda: balancing.correction(1, 0),
    lambda: balancing.two_planes((1, 1), ((2, 2), (2, 2)), (1, 1)),
    lambda: balancing.two_planes((1, 1), ((2, 3), (4, 2)), (1, 0)),
    lambda: balancing.two_planes((1,), ((2, 3), (4, 2)), (1, 1)),
    lambda: balancing.split(vector(10, 90), 0, 60),
    lambda: balancing.split(vector(10, 90), 0, 180),
    lambda: balancing.force(float("nan"), 1, 1),
    lambda: alignment.tolerance(5000),
    lambda: alignment.moves(0, 0, 400, 100),
    lambda: alignment.reverse(0, 0, 0),
    lambda: lubrication.viscosity((40, 46), (40, 6), 50),
    lambda: lubrication.interval(200, 9000),
    lambda: lubrication.interval(60, 1780, "plain"),
    lambda: drives.belt_length(300, 300, 200),
    lambda: fitting.bolt_pull(13),
    lambda: fitting.bolt_pull(12, "7.7"),
    lambda: fitting.heating(80, 60, 40),
    lambda: fitting.life(1, 1, 1, "plain"),
    lambda: leaks.leak(0.5, 1),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(LabsimError):
        wrong()
