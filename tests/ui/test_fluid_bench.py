"""The workbench of a fluid machine: what moves, what is worked, what is shown, and to whom."""

from __future__ import annotations

import json
import re

import pytest

import labsim
from labsim.bench import Reading
from labsim.core.errors import LabsimError
from labsim.ui import Workbench
from labsim.ui.flows import BANDS, band
from labsim.ui.moving import posed
from labsim.ui.tracks import Recorder
from labsim.ui.trap import display
from tests.ui.fluidpress import graded, opened, send


def running(bench):
    return send(bench, "operate", tag="D1", position="running")


def seen(bench) -> str:
    """Return all that is sent to the browser, but for scripts and styles."""
    state = bench.get_state()
    state = {k: v for k, v in state.items() if not k.startswith(("_", "layout", "comm"))}
    return json.dumps(state, default=str)


# what moves -----------------------------------------------------------------------------------
def test_the_rod_goes_out_in_steps_and_the_drawing_does_not_travel_again():
    bench = running(opened())
    sent = []
    bench.observe(lambda change: sent.append(change.name))
    send(bench, "operate", tag="V1", position="out")
    assert "motion" in sent and "sheets" not in sent
    way = bench.motion["parts"]["C1"]["travel"]
    # 11.6 L/min, less what the pump loses, on 31.2 cm² are 60 mm/s: 300 mm take 5 s of the 6.
    assert (way[0], way[-1]) == (0.0, 1.0) and way == sorted(way)
    assert 0.4 < way[len(way) // 2] < 0.75
    assert bench.motion["seconds"] == 6.0
    assert bench.motion["words"]["C1"] == "extended"


def test_the_needle_stands_where_a_look_at_the_gauge_says():
    bench = running(opened())
    # Dead end against the relief valve: 160 bar and its override, on a scale to 250 bar.
    assert bench.motion["words"]["P2"] == "gauge at 165 bar"
    assert bench.motion["parts"]["P2"]["needle"] == [pytest.approx(165 / 250)]


def test_a_stuck_spool_is_seen_in_a_guided_example_and_not_in_graded_work():
    fault = "V1: spool stuck in the middle"
    guided, own = opened(fault), graded(fault)
    for bench in (guided, own):
        send(running(bench), "operate", tag="V1", position="out")
    assert guided.motion["parts"]["V1"]["shift"] == [0.0]
    assert own.motion["parts"]["V1"]["shift"] == [1.0], "the boxes follow the lever"
    assert own.motion["parts"]["C1"]["travel"][-1] == 0.0, "the rod stands in the open"


def test_every_moving_group_of_the_drawing_gets_figures():
    bench = opened()
    for part in ("C1", "V1", "P2"):
        assert f'data-part="{part}"' in bench.sheets[0]["svg"]
        assert part in bench.motion["parts"]


def test_the_mark_beside_the_pump_tells_that_it_turns():
    bench = opened()
    assert bench.motion["parts"]["P1"]["turn"] == [0.0]
    assert running(bench).motion["parts"]["P1"]["turn"] == [1.0]
    assert bench.motion["words"]["D1"] == "turns"
    sheared = running(opened("P1: coupling key sheared"))
    assert sheared.motion["parts"]["P1"]["turn"] == [0.0]
    assert sheared.motion["parts"]["D1"]["turn"] == [1.0]


def test_the_picture_that_stays_has_its_parts_where_they_stood_last():
    bench = opened()
    svg = bench.sheets[0]["svg"]
    before = posed(svg, bench.motion)
    send(running(bench), "operate", tag="V1", position="out")
    after = posed(svg, bench.motion)
    place = r'data-part="C1" data-move="travel"[^>]*transform="translate\((-?[\d.]+),'
    assert float(re.search(place, before)[1]) == 0
    assert float(re.search(place, after)[1]) > 40
    # The needle is drawn at two thirds of 270 degrees: at rest it is turned back by 180.
    needle = r'data-part="P2" data-move="needle"[^>]*transform="rotate\((-?[\d.]+),'
    assert float(re.search(needle, before)[1]) == pytest.approx(-180, abs=0.1)
    assert "data:image/svg" in bench.static_html()


# what is worked -------------------------------------------------------------------------------
def test_a_lever_shows_its_positions_from_side_to_side():
    lever = next(c for c in opened().controls if c["tag"] == "V1")
    assert lever["lever"] == ["out", "neutral", "in"]
    drive = next(c for c in opened().controls if c["tag"] == "D1")
    assert drive["lever"] == []


def test_a_screw_is_turned_and_the_turns_are_counted_without_telling_the_setting():
    bench = running(opened("R1: set far too low"))
    before = float(bench.bench.sim.network_of(bench.bench.machine.P1).bar_at("M1", "M")[0])
    send(send(bench, "turn", tag="R1", screw="setting", turns=1), "turn", tag="R1",
         screw="setting", turns=0.5)  # fmt: skip
    screw = bench.screws[0]
    assert (screw["tag"], screw["said"]) == ("R1", "1½ turns in")
    assert bench.fresh[-1]["what"] == "Turn the setting screw of R1 in, 0.5 turn"
    after = float(bench.bench.sim.network_of(bench.bench.machine.P1).bar_at("M1", "M")[0])
    # A turn is a tenth of the 160 bar of the drawing: 24 bar in all.
    assert after - before == pytest.approx(24, abs=1.5)
    assert "setting" not in {k for row in bench.fresh for k in row}


def test_a_screw_turned_back_to_its_figure_is_right_again():
    bench = running(opened())
    for turns in (2, -1, -1.05):
        send(bench, "turn", tag="R1", screw="setting", turns=turns)
    assert not any(bench.bench.sim.wrong), "within 2 % of the drawing it is set right"
    send(bench, "turn", tag="R1", screw="setting", turns=-20)
    assert bench.bench.sim.effective["R1", "setting"][0] == 0, "its stop"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tag": "C1", "screw": "setting", "turns": 1}, "without a screw; those with one: R1"),
        ({"tag": "R1", "screw": "colour", "turns": 1}, "no screw colour"),
        ({"tag": "R1", "screw": "setting", "turns": 99}, "at most 20 at a time"),
        ({"tag": "R1", "screw": "setting", "turns": "far"}, "give a number of turns"),
        ({"tag": "R1", "screw": "setting", "turns": float("nan")}, "at most 20"),
    ],
)
def test_what_cannot_be_turned_is_said(given, said):
    with pytest.raises(LabsimError, match=said):
        opened().act({"do": "turn", **given})


def test_lines_are_broken_and_plugged_ports_are_called_ports():
    bench = opened()
    assert bench.sheets[0]["noun"] == "port"
    assert "C1:A" in bench.fixed["lines"]
    assert not bench.fixed["standards"], "ISO 1219 has one manner of drawing"
    send(bench, "lift", port="C1:A")
    assert bench.fresh[-1]["what"] == "Break the line at C1:A, plug both ends"
    send(bench, "land", port="C1:A")
    assert bench.fresh[-1]["what"] == "Connect the line at C1:A again"


def test_seconds_are_offered_to_wait_where_oil_flows():
    assert [s for s, _ in opened().fixed["waits"]][:3] == [1, 2, 5]


def test_a_code_stands_on_the_display_and_its_counts_below():
    shown = display(Reading("16/14/11", "", "16/14/11, ≥ 4 µm /mL 382"), "M2:M")
    assert shown == {"text": "16/14/11", "note": "≥ 4 µm /mL 382; M2:M"}
    steady = display(Reading(119.1, "V", "119.1 V AC, jumps"), "F7:96 → T1:X2")
    assert steady["text"] == "119.1 V AC, jumps"


# pressure and flow, on request ------------------------------------------------------------------
def test_pressure_and_flow_are_shown_on_request_and_follow_the_machine():
    bench = opened()
    assert bench.flows == {"offer": True, "on": False}
    send(bench, "flows", on=True)
    sheet = bench.flows["sheets"]["Hydraulic circuit"]
    assert {piece[4] for piece in sheet["pieces"]} == {"tank"}
    running(bench)
    sheet = bench.flows["sheets"]["Hydraulic circuit"]
    assert {piece[4] for piece in sheet["pieces"]} == {"tank", "highest"}
    rows = {row[0]: row for row in bench.flows["rows"]}
    assert rows["P"][1:3] == ["164 bar", "highest"]
    assert "out of P1:P" in rows["P"][3] and "into R1:P" in rows["P"][3]
    assert "no flow" in rows["A"][3]
    assert "into P1:S" in rows["S"][3] and "out of T1:T" in rows["S"][3]
    width, height = bench.drawn[0].size
    assert all(20 < x < width - 20 and 8 < y < height - 8 for x, y, _ in sheet["badges"])
    moving = [abs(piece[5]) for piece in sheet["pieces"] if piece[5]]
    assert moving and max(moving) == pytest.approx(10.5, abs=0.6)
    send(bench, "flows", on=False)
    assert bench.flows == {"offer": True, "on": False}


def test_graded_work_is_not_offered_nor_sent_any_of_it():
    bench = running(graded("C1: piston seal leaks"))
    assert bench.flows == {"offer": False, "on": False}
    bench._intent(bench, {"do": "flows", "on": True}, [])
    assert "not shown in graded work" in bench.notice["text"]
    assert bench.flows == {"offer": False, "on": False}
    bench.flows = {"offer": True, "on": True}  # a browser that was told to lie
    bench.reflow()
    assert "pieces" not in seen(bench) and "badges" not in seen(bench)


def test_graded_work_with_other_faults_sends_the_same_where_eyes_see_the_same():
    first, second = graded("C1: piston seal leaks"), graded("R1: seat leaks")
    assert [s["text"] for s in first.sights] == [s["text"] for s in second.sights]
    assert seen(first) == seen(second)


@pytest.mark.parametrize("medium", BANDS)
def test_bands_rise_and_every_pressure_has_one(medium):
    tops = [top for top, *_ in BANDS[medium]]
    assert tops == sorted(tops)
    assert [band(bar, medium) for bar in (-0.9, 0.0, 500.0)] == ["suction", "tank", "highest"]


# charts -----------------------------------------------------------------------------------------
def test_a_chart_shows_what_is_tapped_in_a_lab_s_text():
    bench = opened()
    send(bench, "chart", names=["M1:M", "C1 travel"])
    assert not bench.chart["svg"]
    send(running(bench), "operate", tag="V1", position="out")
    assert bench.chart["svg"].startswith("<svg")
    assert "C1 travel in mm: 0 at first" in bench.chart["words"]
    assert "highest 300" in bench.chart["words"] and "V1 out at 6 s" in bench.chart["words"]
    assert bench.chart["table"].count("<tr>") == 14


def test_a_chart_of_graded_work_has_only_what_the_apprentice_read():
    bench = running(graded())
    assert bench.chart["offer"] == []
    assert Recorder.of(bench.bench).taps == {}
    bench._intent(bench, {"do": "chart", "names": ["M1:M"]}, [])
    assert "no quantity M1:M" in bench.notice["text"]
    assert not bench.recorder.tracks


def test_what_cannot_be_charted_is_said():
    bench = opened()
    with pytest.raises(LabsimError, match="no quantity M9:M"):
        bench.act({"do": "chart", "names": ["M9:M"]})
    with pytest.raises(LabsimError, match="4 curves at most"):
        bench.act({"do": "chart", "names": ["P1:S"] * 5})


# screws -----------------------------------------------------------------------------------------
def test_a_screw_leaves_the_right_setting_by_quarter_turns_and_finds_it_again():
    bench = send(opened(), "press", tag="D1").bench
    told = [bench.turn("R1", "setting", turns).look("P2").text for turns in (0.25, 0.25, 0.5, -1.0)]
    assert told == ["gauge at 165 bar", "gauge at 170 bar", "gauge at 180 bar", "gauge at 165 bar"]
    assert bench.sim.effective["R1", "setting"] == 160.0


# lockout, messages ----------------------------------------------------------------------------
def test_the_lockout_page_says_which_gauges_were_seen_at_zero():
    bench = Workbench(labsim.lab("HYD-03").bench("P1: worn"))
    assert bench.fixed["gauges"]
    for do, given in (("notify", {}), ("isolate", {"tag": "M1"}), ("lock", {"tag": "M1"})):
        send(bench, do, **given)
    assert bench.lockout["zero"] == []
    bench.bench.measure("bar", "M2:M")
    assert bench.show().lockout["zero"] == ["M2:M"]


def test_a_message_goes_when_the_next_thing_is_done():
    bench = opened()
    bench._intent(bench, {"do": "operate", "tag": "V1", "position": "up"}, [])
    assert "no position up" in bench.notice["text"]
    assert not send(bench, "operate", tag="V1", position="out").notice["text"]


def test_the_journal_says_what_ran_out_of_an_opened_line():
    bench = opened()
    send(bench, "lift", port="C1:B")
    assert bench.journal[-1]["told"].endswith("L of oil ran out")
