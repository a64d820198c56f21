"""The twelve rules a simulator usually gets wrong, each with its hand calculation."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.machines.fan_drive import FanDrive
from labsim.machines.gear_drive import GearDrive
from labsim.vibration.bearing import CATALOGUE
from labsim.vibration.features import kurtosis, velocity
from labsim.vibration.synth import waves
from tests.vibration.trains import Train


def micrometres(train: Train, pad: str, hertz: float) -> float:
    """Return the displacement of a line in µm peak: v / w."""
    return 1e3 * abs(train.line(pad, hertz)) / (2 * np.pi * hertz)


# 1 ---------------------------------------------------------------------------------------------
def test_unbalance_moves_four_times_as_far_at_double_speed_below_resonance_only() -> None:
    # Force m·e·w²; the foundation is a spring below resonance: x doubles twice. 14.93 -> 29.67 Hz
    # is a factor of 1.987; the mode at 70.5 Hz adds (1 - 0.045)/(1 - 0.177) = 1.16: 3.95 · 1.16.
    wrong = {("M1", "heavy"): 117.0, ("X1", "parallel"): 0.0, ("X1", "angular"): 0.0}
    slow, fast = (Train(wrong, A1=at) for at in ("30 Hz", "60 Hz"))
    stiff = {("U1", "natural_h"): 12.0}  # far above: the spring alone
    for more, grows in (({}, 1.16), (stiff, 1.005)):
        slow, fast = (Train(wrong | more, A1=at) for at in ("30 Hz", "60 Hz"))
        ratio = fast.fr() / slow.fr()
        found = micrometres(fast, "B1:H", fast.fr()) / micrometres(slow, "B1:H", slow.fr())
        assert found == pytest.approx(ratio**2 * grows, rel=0.01)
    # Above resonance the centre of mass stands still: x = m·e/M, at any speed.
    soft = {("U1", "natural_h"): 0.15}
    slow, fast = (Train(wrong | soft, A1=at) for at in ("30 Hz", "60 Hz"))
    found = micrometres(fast, "B1:H", fast.fr()) / micrometres(slow, "B1:H", slow.fr())
    assert found == pytest.approx((1 - 0.3**2) / (1 - 0.3**2) * 0.94, abs=0.06)
    assert micrometres(fast, "B1:H", fast.fr()) == pytest.approx(1e6 * 45 * 0.62e-3 / 180, rel=0.05)


def test_at_resonance_the_phase_turns_and_speed_brings_it_out() -> None:
    wrong = {("U1", "natural_h"): 1.03, ("M1", "heavy"): 4.0}
    full, three_quarters = Train(wrong), Train(wrong, A1="45 Hz")
    assert full.order("B1:H", 1) > 8 * three_quarters.order("B1:H", 1)
    assert full.order("B1:H", 1) > 5 * full.order("B1:V", 1)
    assert abs(full.angle("B1:H", "B1:V") - 90) > 20  # no longer a quarter turn


# 2 ---------------------------------------------------------------------------------------------
def test_angular_misalignment_is_opposed_over_the_coupling_a_bent_shaft_along_the_machine() -> None:
    crooked, bent = Train({("X1", "angular"): 0.42}), Train({("M1", "bow"): 0.14})
    assert crooked.angle("B2:A", "B3:A") > 150
    assert crooked.angle("B1:A", "B2:A") < 30
    assert bent.angle("B1:A", "B2:A") > 150
    for train in (crooked, bent):  # the same spectrum: 1X along the shaft above all
        assert train.order("B2:A", 1) > 2 * train.order("B2:H", 1)
        assert train.order("B2:A", 1) > 1.4 * train.order("B2:A", 2)


# 3 ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("offset", "least"), [(0.28, 0.5), (0.55, 1.5)])
def test_parallel_misalignment_shows_at_twice_speed(offset: float, least: float) -> None:
    # 2X/1X: up to 0.5 tolerable, to 1.5 damage to the coupling, beyond that severe.
    train = Train({("X1", "parallel"): offset})
    for bearing in ("B2", "B3"):
        assert train.order(f"{bearing}:V", 2) > least * train.order(f"{bearing}:V", 1)
    assert train.angle("B2:V", "B3:V", 2) > 150
    assert train.order("B2:V", 2) > 3 * train.order("B2:A", 2)


def test_speed_hardly_changes_what_misalignment_pushes_with_but_torque_does() -> None:
    # On stiff feet a constant force moves constantly far; torque gives 45 % of it.
    stiff = {(feet, f"natural_{way}"): 20.0 for feet in ("U1", "U2") for way in "hv"}
    states = ({"A1": "60 Hz"}, {"A1": "30 Hz"}, {"A1": "60 Hz", "Q2": "throttled"})
    trains = [Train({("X1", "parallel"): 0.55, **stiff}, **at) for at in states]
    pulls = [0.55 + 0.45 * train.sig.now.load for train in trains]
    moved = [micrometres(train, "B2:V", 2 * train.fr()) for train in trains]
    assert np.divide(moved, pulls) == pytest.approx(moved[0] / pulls[0], rel=0.03)
    assert moved[2] < 0.9 * moved[0]


# 4 ---------------------------------------------------------------------------------------------
def test_looseness_a_b_and_c_differ_in_orders_and_in_phase_down_the_feet() -> None:
    well, loose = Train(), Train({("U1", "bolted"): 1.6, ("U1", "natural_v"): 1.4})
    assert well.angle("U1:F", "U1:B") < 20 < 150 < loose.angle("U1:F", "U1:B")
    assert loose.order("B2:V", 1) > 3 * well.order("B2:V", 1)
    b = Train({("B2", "bolts"): 1.3})
    assert b.order("B2:V", 2) > 0.5 * b.order("B2:V", 1) > 1.0
    assert b.order("B2:V", 2) > b.order("B2:A", 2)
    c = Train({("B2", "fit"): 1.3})
    seen = [c.order("B2:V", order) for order in np.arange(0.5, 8, 0.5)]
    assert min(seen) > 0.1
    assert b.order("B2:V", 0.5) == 0
    row, between = c.rows("B2:V")[0], np.array([22.0])
    assert c.sig.density(row, between)[0] > 10 * b.sig.density(row, between)[0]  # raised floor


# 5 ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", CATALOGUE)
def test_orders_of_bearings_add_up(name: str) -> None:
    orders, balls = CATALOGUE[name].orders, CATALOGUE[name].balls
    assert orders["BPFI"] + orders["BPFO"] == pytest.approx(balls)
    assert orders["FTF"] * balls == pytest.approx(orders["BPFO"])


def test_orders_of_6205_are_the_published_ones() -> None:
    # Case Western Reserve University, drive end bearing: 5.4152, 3.5848, 0.39828, 4.7135 = 2·BSF.
    orders = CATALOGUE["6205"].orders
    assert [orders[n] for n in ("BPFI", "BPFO", "FTF")] == pytest.approx(
        [5.4152, 3.5848, 0.3983], abs=2e-3
    )
    assert 2 * orders["BSF"] == pytest.approx(4.7135, abs=2e-3)


def test_inner_race_swings_with_the_shaft_a_ball_with_the_cage_the_outer_race_not() -> None:
    bearing = CATALOGUE["6312"]
    for what, name, beats in (("outer", "BPFO", 0.0), ("inner", "BPFI", 1.0), ("ball", "BSF", 0.0)):
        train = Train({("B2", what): 3.0})
        orders, fr = bearing.slipping(0.013), train.fr()
        rate = orders[name] * fr * (2 if name == "BSF" else 1)
        beat = orders["FTF"] * fr if name == "BSF" else beats * fr
        assert train.order("B2:H", rate / fr) > 0.5
        sides = [train.order("B2:H", (rate + side * beat) / fr) for side in (-1, 1)]
        assert (min(sides) > 0.15) if beat else True
        assert train.sig.rings[0].knocks.beat == pytest.approx(beat)
        assert train.sig.rings[0].knocks.rate == pytest.approx(rate)
    assert train.order("B2:H", orders["BSF"]) == 0  # it strikes both races: 2·BSF, not BSF


def test_ringing_stays_where_it_is_at_any_speed() -> None:
    rings = [Train({("B2", "outer"): 2.0}, A1=at).sig.rings[0] for at in ("60 Hz", "30 Hz")]
    assert np.array_equal(rings[0].hertz, rings[1].hertz)
    assert rings[0].knocks.rate == pytest.approx(1.987 * rings[1].knocks.rate, rel=0.01)


# 6 ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["outer", "inner", "ball"])
def test_in_stage_four_lines_fall_and_kurtosis_returns_while_velocity_rises(what: str) -> None:
    stages = [Train({("B2", what): float(stage)}) for stage in range(5)]
    row = stages[0].rows("B2:H")[0]
    kurt = [kurtosis(t.sig)[row] for t in stages]
    speed = [velocity(t.sig)[row] for t in stages]
    assert kurt[0] < 3.2 and kurt[4] < 4.6 < 8 < max(kurt[2:4])
    assert speed[0] <= speed[1] <= speed[2] < speed[3] < speed[4]
    name = {"outer": "BPFO", "inner": "BPFI", "ball": "BSF"}[what]
    order = CATALOGUE["6312"].slipping(0.013)[name] * (2 if what == "ball" else 1)
    lines = [t.order("B2:H", order) for t in stages]
    assert lines[1] == 0
    assert lines[2] < lines[4] < 0.5 * lines[3]


# 7 ---------------------------------------------------------------------------------------------
def test_hunting_tooth_is_mesh_by_the_least_common_multiple() -> None:
    train = Train({("T1", "hunting"): 1.0}, GearDrive())
    box, fr = train.machine.T1, train.fr()
    assert box.hunts_at(train.sig.now) == pytest.approx(67 * fr / (67 * 23))  # no common factor
    # 21 and 63 teeth: mesh 21·fr, lcm 63: once in a turn of the large wheel, fr/3.
    machine = GearDrive(T1={"pinion": 21.0, "wheel": 63.0})
    train = Train({("T1", "hunting"): 1.0}, machine)
    assert machine.T1.hunts_at(train.sig.now) == pytest.approx(train.fr() / 3)
    assert train.fr(1) == pytest.approx(train.fr() / 3)


def test_a_wheel_off_centre_makes_sidebands_at_its_own_speed() -> None:
    train = Train({("T1", "off_wheel"): 0.8}, GearDrive())
    mesh = 67 * train.fr()
    fast = [abs(train.line("B5:H", mesh + k * train.fr(1))) for k in (-1, 1)]
    slow = [abs(train.line("B5:H", mesh + k * train.fr(0))) for k in (-1, 1)]
    assert min(fast) > 10 * max(slow) > 0


# 8 ---------------------------------------------------------------------------------------------
def test_belt_frequency_lies_below_both_shafts_and_its_second_is_the_largest() -> None:
    train = Train({("T1", "worn"): 1.2}, FanDrive())
    # pi · 160 / 1900 · 29.67 Hz = 7.85 Hz; the fan turns at 18.8 Hz.
    rate = train.machine.T1.runs(train.sig.now)
    assert rate == pytest.approx(7.85, abs=0.01)
    assert rate < train.fr(1) < train.fr(0)
    lines = [abs(train.line("B2:H", k * rate)) for k in (1, 2, 3, 4)]
    assert max(lines) == lines[1]
    assert abs(train.line("B2:H", 2 * rate)) > abs(train.line("B2:V", 2 * rate))  # along the belt


# 9 ---------------------------------------------------------------------------------------------
def test_twice_line_frequency_is_gone_with_the_power_and_follows_a_drive() -> None:
    wrong = {("M1", "uneven"): 0.3}
    on, cut, slow = (Train(wrong, A1=at) for at in ("60 Hz", "power cut", "45 Hz"))
    assert abs(on.line("B1:V", 120.0)) > 3.0
    assert cut.fr() == pytest.approx(on.fr(), rel=0.005)
    assert abs(cut.line("B1:V", 120.0)) == 0
    assert cut.order("B1:H", 1) == pytest.approx(on.order("B1:H", 1), rel=0.05)
    assert abs(slow.line("B1:V", 120.0)) == 0 < abs(slow.line("B1:V", 90.0))


def test_lines_of_resolution_that_part_twice_line_from_twice_speed() -> None:
    # 3580 rpm: 2X = 119.33 Hz, 0.67 Hz below 2FL: LOR >= 2 · 1.5 · 200 / 0.667 = 900.
    assert pytest.approx(900) == 2 * 1.5 * 200 / (120 - 2 * 3580 / 60)


def test_broken_bars_are_sidebands_at_pole_pass_that_load_brings_out() -> None:
    wrong = {("M1", "broken"): 0.12}
    full, throttled = Train(wrong), Train(wrong, A1="60 Hz", Q2="throttled")
    for train in (full, throttled):
        pole_pass = 4 * (30.0 - train.fr())  # poles times slip
        sides = [abs(train.line("B2:H", train.fr() + k * pole_pass)) for k in (-1, 1)]
        assert min(sides) > 0
        assert max(sides) < abs(train.line("B2:H", train.fr()))
    assert throttled.fr() > full.fr()
    assert min(sides) < 0.6 * abs(full.line("B2:H", full.fr() + 4 * (30 - full.fr())))


# 10 --------------------------------------------------------------------------------------------
def test_oil_whirl_follows_speed_whip_stays_at_the_critical() -> None:
    whirl = {("B7", "whirl"): 1.2, ("B7", "critical"): 0.8}
    for at in ("60 Hz", "45 Hz"):
        train = Train(whirl, GearDrive(), A1=at)
        sub = train.machine.B7.sub(train.sig.now)
        assert 0.40 <= sub / train.fr(1) <= 0.48
        assert abs(train.line("B7:H", sub)) > 2.0
        assert abs(train.line("B7:H", 0.5 * train.fr(1))) == 0
    whip = {("B7", "whirl"): 1.2, ("B7", "critical"): 0.36}
    trains = [Train(whip, GearDrive(), A1=at) for at in ("60 Hz", "45 Hz")]
    fast, slow = (t.machine.B7.sub(t.sig.now) for t in trains)
    assert fast == pytest.approx(0.36 * 30.0 * 67 / 23)  # the critical, part of full speed
    assert slow / trains[1].fr(1) == pytest.approx(0.44)


# 11 --------------------------------------------------------------------------------------------
def test_two_machines_beat_at_the_difference_of_their_speeds() -> None:
    # Fan 18.797 Hz, neighbour 18.9 Hz: strong and weak once in 1/0.103 = 9.7 s.
    train = Train({("M9", "level"): 1.4}, FanDrive())
    apart = 18.9 - train.fr(1)
    assert 1 / apart == pytest.approx(9.7, abs=0.1)
    assert abs(train.line("B3:H", 18.9)) > 1.9
    assert abs(Train(None, FanDrive(), A1="60 Hz", M9="stopped").line("B3:H", 18.9)) == 0


def test_the_beat_is_in_the_samples() -> None:
    # Two equal lines 0.103 Hz apart: at 9.7 s from crest to crest, half way nearly nothing.
    train = Train({("M9", "level"): 1.4, ("G2", "heavy"): 0.0}, FanDrive())
    row, fs = train.rows("B3:H")[0], 256.0
    mine = abs(train.line("B3:H", train.fr(1)))
    train.sig.lines[:, np.abs(train.sig.hertz - train.fr(1)) < 1e-6] *= 1.4 * np.sqrt(2) / mine
    x = waves(train.sig, [row], fs, int(20 * fs), seed=1)[0]
    turn = np.exp(-2j * np.pi * 18.85 * np.arange(len(x)) / fs)
    strong = np.abs((x * turn).reshape(-1, int(fs)).mean(axis=1))  # second by second
    spectrum = np.abs(np.fft.rfft(strong - strong.mean()))
    assert strong.min() < 0.4 * strong.max()
    assert np.argmax(spectrum) == 2  # two beats in 20 s


# more ------------------------------------------------------------------------------------------
def test_vane_pass_rises_away_from_the_best_point_and_with_speed() -> None:
    best, off, slow = Train(), Train(A1="60 Hz", Q2="throttled"), Train(A1="30 Hz")
    at = [abs(t.line("B3:H", 5 * t.fr())) for t in (best, off, slow)]
    assert at[1] == pytest.approx(at[0] * (1 + 2.5 * 0.55**2), rel=0.01)
    assert at[2] < 0.3 * at[0]


def test_cavitation_is_noise_without_lines() -> None:
    well, sick = Train(), Train({("P1", "boils"): 1.0})
    row = well.rows("B3:H")[0]
    assert len(well.sig.hertz) == len(sick.sig.hertz)
    assert velocity(sick.sig)[row] > 3 * velocity(well.sig)[row]
    assert kurtosis(sick.sig)[row] == pytest.approx(3.0, abs=0.1)


def test_a_rub_makes_half_orders_and_a_wheel_off_centre_pulls_one_way() -> None:
    rub = Train({("P1", "touch"): 1.3})
    assert rub.order("B3:V", 0.5) > 0.1 < rub.order("B3:V", 1.5)
    one_way = Train({("M1", "off_centre"): 0.2})
    angle = one_way.angle("B1:H", "B1:V")
    assert min(angle, 180 - angle) < 30  # a turning force: 90


def test_a_worn_cage_is_silent_at_standstill() -> None:
    worn = {("B3", "cage"): 4.0}
    still, sound, runs = Train(worn, A1="off"), Train(A1="off"), Train(worn)
    assert velocity(still.sig).tolist() == velocity(sound.sig).tolist()  # the noise of the sensor
    assert velocity(still.sig).max() < 0.01 < velocity(runs.sig).min()
