"""The analyser at the desk: views, cursor, families, readings, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.errors import LabsimError
from labsim.drawing.analyser import analyser_svg
from labsim.instruments.analyser.analyser import VIEWS, Analyser, readings
from labsim.vibration import Record
from tests.vibration.waves import noise, tone

OWN = {"BPFO": 3.58, "BPFI": 5.42, "BSF": 2.36, "FTF": 0.398}


class _Bearing:
    orders = OWN


def train() -> Record:
    """A shaft of 25 Hz: 1× 4 mm/s at 60° behind the pulse, 2× 2, a line at 90 Hz with sidebands."""
    waves = [tone(25, 4.0, phase=60), tone(50, 2.0), tone(90, 1.0), tone(65, 0.3), tone(115, 0.3)]
    wave = sum(w.samples for w in waves) + 0.01 * noise().samples
    return Record(wave, 5120.0, "mm/s", 1500.0, "B1:H", np.arange(101) / 25.0)


@pytest.fixture
def desk() -> Analyser:
    return Analyser(train(), _Bearing())


def test_the_cursor_is_at_the_highest_line_and_says_what_it_is(desk):
    shown = desk.screen()
    assert shown.cursor.hertz == pytest.approx(25.0, abs=0.01)
    assert shown.cursor.rms == pytest.approx(4.0, rel=0.01)
    assert shown.cursor.order == pytest.approx(1.0, abs=1e-3)
    assert "Cursor at 25.00 Hz, 1.000 × shaft, 4 mm/s rms" in shown.words
    assert {name for _, name in shown.stamps} == {"1×", *OWN}


def test_the_cursor_goes_from_peak_to_peak_and_line_by_line(desk):
    assert desk.jump("next").screen().cursor.hertz == pytest.approx(50, abs=0.1)
    assert desk.jump("next").screen().cursor.hertz == pytest.approx(65, abs=0.1)
    assert desk.jump("previous").screen().cursor.hertz == pytest.approx(50, abs=0.1)
    before = desk.hertz
    assert desk.step(10).hertz == pytest.approx(before + 10 * desk.screen().x[1], abs=1e-6)
    assert desk.step(-9).screen().cursor.hertz == pytest.approx(
        before + desk.screen().x[1], abs=0.01
    )
    assert desk.jump("highest").screen().cursor.hertz == pytest.approx(25, abs=0.1)
    assert desk.to(51.5).snap(10).hertz == pytest.approx(50, abs=0.3)


def test_harmonics_and_sidebands_are_rows_with_what_stands_out(desk):
    desk.set(family="harmonics")
    rows = desk.screen().rows()
    assert [(r[0], r[4]) for r in rows[:3]] == [
        ("1×", "stands out"), ("2×", "stands out"), ("3×", "in the floor"),
    ]  # fmt: skip
    desk.to(90).set(family="sidebands")  # spacing: the shaft's speed
    there = [c.name for c in desk.screen().marks if c.there]
    assert {"-1×", "0", "+1×"} <= set(there)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_and_said(desk, view):
    shown = desk.set(view=view).screen()
    svg = analyser_svg(shown)
    assert svg.startswith("<svg") and "aria-label" in svg and len(svg) < 400_000
    assert shown.words.startswith({"envelope": "Envelope spectrum"}.get(view, view.capitalize()))
    assert "nan" not in svg.lower()


def test_the_figures_are_those_of_the_record():
    found = readings(train())
    # √(4² + 2² + 1² + 2·0.3²) = 4.6 mm/s: zone D of group 2, rigid
    assert found["overall"] == "4.60 mm/s rms" and found["zone"] == "D"
    assert found["1×"] == "4 mm/s rms at 60°"
    assert readings(train(), 1, "flexible")["zone"] == "B"


def test_a_knob_that_cannot_be_set_so_leaves_the_others_as_they_were(desk):
    for said, knobs in {
        "no view radar; it has spectrum": {"view": "radar"},
        "no knob colour": {"colour": 1},
        "Fmax 9000 Hz needs": {"fmax": 9000},
        "6400 lines to 100 Hz take 64 s": {"fmax": 100, "lines": 6400},
        "fmax: -1: a number": {"fmax": -1},
        "lines: '400'": {"lines": "400"},
        "a band from": {"view": "envelope", "low": 2000, "high": 1000},
    }.items():
        with pytest.raises(LabsimError, match=said):
            desk.set(**knobs)
        assert desk.knobs.view == "spectrum" and desk.screen().cursor
    with pytest.raises(LabsimError, match="the waveform has no cursor"):
        desk.set(view="waveform").to(25)


def test_sidebands_without_a_speed_need_a_spacing():
    desk = Analyser(train().with_(rpm=None, tacho=None))
    with pytest.raises(LabsimError, match="give the spacing"):
        desk.set(family="sidebands")
    assert desk.set(family="sidebands", spacing=25.0).screen().marks
