"""The oscilloscope's panel without a browser: knobs in, a screen out."""

from __future__ import annotations

import pytest

import labsim
from labsim.ui import Workbench


@pytest.fixture
def bench() -> Workbench:
    return Workbench(labsim.lab("INS-03").bench("C1: dried out, capacitance lost"))


def send(bench: Workbench, do: str, **given: object) -> Workbench:
    """Send an intent as the browser does."""
    bench._intent(bench, {"do": do, **given}, [])
    return bench


KNOBS = {
    "second": "", "time": 0.005, "level": 0, "slope": "rising", "mode": "auto", "source": 1,
    "volts": [1, 5], "coupling": ["AC", "DC"], "probe": [10, 10], "menu": [10, 10],
    "position": [0, -3],
}  # fmt: skip


def test_a_capture_takes_channel_one_at_the_red_lead_and_the_clip_at_the_black(bench) -> None:
    send(send(bench, "touch", port="A1:+"), "touch", port="T1:-")
    send(bench, "capture", **KNOBS)
    event = bench.bench.attempt.events[-1]
    assert (event["function"], event["ports"]) == ("V screen", ["A1:+", "T1:-"])
    assert event["settings"]["coupling"] == ["AC", "DC"]
    assert "<polyline" in bench.scope["svg"]
    assert "120 Hz" in bench.scope["text"]
    assert "120 Hz" in bench.journal[-1]["told"]


def test_two_channels_are_two_curves(bench) -> None:
    send(send(bench, "touch", port="A1:A"), "touch", port="T1:-")
    send(
        bench, "capture", **{**KNOBS, "second": "A1:B", "coupling": ["DC", "DC"], "volts": [10, 10]}
    )
    assert bench.scope["svg"].count("<polyline") == 2


def test_without_both_leads_nothing_is_captured_and_it_says_what_to_do(bench) -> None:
    send(bench, "capture", **KNOBS)
    assert "black" in bench.notice["text"]
    assert len(bench.bench.attempt.events) == 1


def test_a_knob_that_is_not_there_is_refused(bench) -> None:
    send(send(bench, "touch", port="A1:+"), "touch", port="T1:-")
    send(bench, "capture", **{**KNOBS, "time": 0.003})
    assert "no time base" in bench.notice["text"]


def test_where_no_oscilloscope_is_in_the_case_there_is_no_panel() -> None:
    bench = Workbench(labsim.lab("ELE-03").bench())
    assert bench.scope == {}
    send(bench, "capture", **KNOBS)
    assert "capture" in bench.notice["text"]


def test_functions_with_three_leads_are_not_on_the_dial(bench) -> None:
    names = [f["name"] for kind in bench.fixed["instruments"] for f in kind["functions"]]
    assert "Vpp" in names
    assert not {"phase", "V screen"} & set(names)
