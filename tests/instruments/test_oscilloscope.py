"""The oscilloscope at the bench: what its knobs do to a picture, and what its figures say."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.bench import Bench
from labsim.coach.claims import judge_report
from labsim.core.errors import LabsimError
from labsim.drawing.screen import screen_svg, screen_words
from labsim.instruments.screen import Settings
from labsim.machines.label_line import LabelLine
from labsim.playback import replay
from labsim.scenario import find, load

SCENARIO = load(find()["INS-03"])


def bench(fault: str | None = None, seed: int | None = None) -> Bench:
    return Bench(LabelLine(), fault, seed, SCENARIO)


def test_ac_coupling_takes_the_mean_away_and_leaves_the_ripple() -> None:
    line = bench("C1: dried out, capacitance lost", seed=0)
    dc = line.capture("A1:+", time="5 ms", volts="5 V").found["CH1"]
    ac = line.capture("A1:+", time="5 ms", volts="1 V", coupling="AC").found["CH1"]
    assert dc["mean"] == pytest.approx(20.5, abs=0.5)
    assert abs(ac["mean"]) < 0.05
    assert ac["Vpp"] == pytest.approx(dc["Vpp"], abs=0.7)  # an eighth of a division on 5 V/div


def test_grounded_coupling_shows_where_zero_is() -> None:
    trace = bench().capture("A1:+", time="5 ms", volts="5 V", coupling="GND")
    assert np.abs(trace.volts).max() < 0.05


def test_a_probe_whose_menu_says_otherwise_is_wrong_by_ten() -> None:
    line = bench()
    right = line.capture("A1:+", volts="5 V", probe=10, menu=10).found["CH1"]["mean"]
    wrong = line.capture("A1:+", volts="0.5 V", probe=10, menu=1).found["CH1"]["mean"]
    assert right / wrong == pytest.approx(10, rel=0.02)


def test_a_time_base_too_slow_shows_a_frequency_that_is_not_there() -> None:
    # 1024 samples in 1 s of a wave of 1000 Hz: the difference, 24 Hz.
    line = bench()
    assert line.capture("A1:A", time="1 ms", level=10).found["CH1"]["Hz"] == pytest.approx(
        1000, rel=0.01
    )
    assert line.capture("A1:A", time="100 ms", level=10).found["CH1"]["Hz"] == pytest.approx(
        24, rel=0.02
    )


def test_what_runs_off_the_screen_is_said_to() -> None:
    trace = bench().capture("A1:+", volts="1 V")
    assert trace.clipped == ("CH1",)
    assert "CH1 off the screen" in trace.text


def test_without_a_trigger_auto_rolls_and_normal_waits() -> None:
    line = bench()
    rolling = line.capture("A1:Z", level=30)
    assert not rolling.triggered
    assert rolling.volts.size
    waiting = line.capture("A1:Z", level=30, mode="normal")
    assert not waiting.volts.size
    assert line.attempt.events[-1]["value"] == "----"


def test_the_trigger_puts_its_edge_two_divisions_from_the_left() -> None:
    trace = bench().capture("A1:Z", time="2 ms", volts="5 V", level=10)
    before, after = trace.volts[0, trace.time < -1e-4], trace.volts[0, trace.time > 2e-4]
    assert before[-1] < 5
    assert after[0] > 15


def test_falling_slope_begins_where_the_other_ends() -> None:
    trace = bench().capture("A1:Z", time="2 ms", volts="5 V", level=10, slope="falling")
    assert trace.volts[0, trace.time > 3e-4][0] < 5


def test_the_converter_has_eight_bits() -> None:
    # 8 divisions of 5 V in 256 steps: 0.156 V, and nothing between.
    volts = bench().capture("A1:+", volts="5 V").volts[0]
    steps = np.diff(np.unique(np.round(volts, 4)))
    assert np.allclose(steps / 0.15625, np.round(steps / 0.15625), atol=0.01)


def test_its_noise_is_that_of_the_specimen_and_comes_again() -> None:
    one = bench(seed=3).capture("A1:+", volts="1 V", coupling="AC").volts
    again = bench(seed=3).capture("A1:+", volts="1 V", coupling="AC").volts
    other = bench(seed=4).capture("A1:+", volts="1 V", coupling="AC").volts
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_probe_times_one_loads_a_wire_ten_times_as_much() -> None:
    # A signal of 6 V behind 1 MΩ: 1 MΩ leaves half of it, 10 MΩ ten elevenths.
    machine = LabelLine(B3={"source": 1e6}, A1={"analogue": 1e9})
    line = Bench(machine, None, None, SCENARIO)
    half = line.capture("A1:U", volts="1 V", probe=1).found["CH1"]["mean"]
    whole = line.capture("A1:U", volts="1 V", probe=10).found["CH1"]["mean"]
    assert (half, whole) == pytest.approx((3.0, 5.45), abs=0.05)


def test_a_record_with_captures_comes_out_again() -> None:
    first = bench("W1: shield off its clamp", seed=5)
    first.capture("A1:U", time="200 us", volts="0.5 V", coupling="AC")
    first.capture("A1:A", "A1:B", time="200 us", volts="10 V", level="10 V")
    first.measure("Hz", "A1:U", "T1:-")
    assert replay(bench("W1: shield off its clamp", seed=5), first.attempt) == []


def test_the_record_holds_settings_and_figures_and_no_samples() -> None:
    line = bench()
    line.capture("A1:A", "A1:B", time="200 us", volts="10 V", level="10 V")
    event = line.attempt.events[-1]
    assert event["settings"]["time"] == 200e-6
    assert event["more"]["phase"] == pytest.approx(90, abs=4)
    assert len(str(event)) < 1200


def test_a_report_may_cite_the_frequency_the_screen_showed() -> None:
    line = bench("T1: a diode of the bridge open")
    line.capture("A1:+", volts="2 V", coupling="AC")
    line.diagnose("T1", "a diode of the bridge open")
    line.sign_off("T1: a diode of the bridge open, ripple 60 Hz and not 120.")
    assert judge_report(line.attempt, 1.0) == (1.0, "")


@pytest.mark.parametrize(
    ("knobs", "why"),
    [
        ({"time": "3 ms"}, "no time base of 0.003 s/div; the nearest are 0.001, 0.002, 0.005"),
        ({"volts": "7 V"}, "no range of 7 V/div"),
        ({"coupling": "DCC"}, "coupling"),
        ({"probe": 100}, "probe"),
        ({"gain": 2}, "knob"),
        ({"time": "fast"}, "write a number and its unit"),
        ({"mode": "single"}, "trigger mode"),
    ],
)
def test_a_knob_has_the_positions_it_has(knobs: dict, why: str) -> None:
    with pytest.raises(LabsimError, match=why):
        Settings.of(**knobs)


def test_the_clip_is_earth_and_a_live_conductor_is_no_place_for_it() -> None:
    line = bench()
    assert line.capture("A1:Z", clip="A1:+").warnings
    assert [b["rule"] for b in line.attempt.breaches] == ["clip-live"]


def test_the_picture_says_in_words_what_it_shows() -> None:
    trace = bench().capture("A1:Z", "A1:A", time="5 ms", volts="5 V", level=10)
    words, svg = screen_words(trace), screen_svg(trace)
    for part in ("CH1 A1:Z", "CH2 A1:A", "5 ms/div", "clip on T1:-", "80.0 Hz"):
        assert part in words
    assert svg.count("<polyline") == 2
