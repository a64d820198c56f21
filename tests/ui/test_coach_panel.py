"""The coach panel and the replay without a browser: what is shown, to whom, at what price."""

from __future__ import annotations

import re
from dataclasses import replace as changed
from pathlib import Path

import pytest

import labsim
from labsim.ui import Replay, Workbench, replayed
from tests.ui.test_workbench import Tags, send

FAULT = "S0: contact 21-22 does not make"
pytestmark = pytest.mark.usefixtures("anna")


@pytest.fixture
def bench():
    return Workbench(labsim.lab("ELE-03").bench(FAULT))


def practice(lab="ELE-02"):
    return labsim.open_lab(lab, practice=True)


def graded(folder, **coach):
    bench = labsim.open_lab("ELE-02", directory=folder)
    bench.scenario = changed(bench.scenario, coach=coach)
    return bench


def signed(bench):
    bench.look("E1")
    bench.measure("V", "E7:1", "G1:-")
    bench.diagnose("E9", "lamp burnt out").sign_off("E9 it was, or was it? Nothing repaired.")
    return bench


# the panel ------------------------------------------------------------------------------------
def test_the_price_of_a_hint_is_shown_before_anybody_asks(bench):
    offer = bench.fixed["coach"]
    assert offer["prices"] == [2, 3, 5]
    assert len(offer["titles"]) == 3
    assert not bench.coach, "nobody asked, so the coach has not thought"


def test_the_coach_thinks_only_when_it_is_asked(bench, monkeypatch):
    monkeypatch.setattr("labsim.ui.coached.panel", lambda bench: pytest.fail("not asked"))
    for port in ("F7:96", "T1:X2", "F7:95"):
        send(bench, "touch", port=port)
    assert bench.heard == 3
    assert not bench.notice["text"]


def test_bars_shrink_as_readings_come(bench):
    send(bench, "coach")
    before = bench.coach
    assert [bar["key"] for bar in before["bars"][-2:]] == ["healthy", "none of these"]
    assert sum(bar["p"] for bar in before["bars"]) == pytest.approx(1, abs=0.05)
    for port in ("S0:21", "S0:22"):
        send(bench, "touch", port=port)
    send(bench, "coach")
    assert bench.coach["left"] < before["left"]
    assert bench.coach["bars"][0]["label"].startswith(FAULT)


def test_a_hint_is_on_record_and_said_and_the_next_one_is_offered(bench):
    send(bench, "hint")
    assert bench.journal[-1]["what"] == "Hint 1, 2 points"
    assert (bench.coach["next"], bench.coach["spent"]) == (2, 2)
    first = bench.coach["hints"][0]
    send(bench, "hint")
    assert bench.coach["hints"][0] == first
    assert len(bench.coach["hints"]) == 2
    send(bench, "look", tag="K1")
    send(bench, "coach")
    assert (bench.coach["hints"], bench.coach["next"], bench.coach["spent"]) == ([], 1, 5)


def test_hints_seen_stay_seen_when_the_bench_opens_again(tmp_path):
    first = Workbench(graded(tmp_path, hints=[1, 2, 3]))
    send(first, "hint")
    again = Workbench(graded(tmp_path, hints=[1, 2, 3]))
    send(again, "coach")
    assert again.coach["hints"] == first.coach["hints"] != []


def test_a_list_is_noted_judged_and_shown_again(bench):
    send(bench, "suspect", names=["S0", "S1", "K1", "F7"], confidence={"S0": 0.5})
    assert bench.coach["list"]["names"] == ["S0", "S1", "K1", "F7"]
    assert "still possible, yet not on it" in bench.coach["list"]["said"]
    assert "bits" in bench.coach["list"]["said"]
    assert bench.journal[-1]["what"] == "Suspects noted: S0, S1, K1, F7"


def test_questions_are_answered_from_the_record(bench):
    send(bench, "look", tag="K1")
    send(bench, "ask", suspect="K1")
    assert bench.answer[0].startswith("No reading excluded K1")
    send(bench, "ask", line=1)
    assert bench.answer[0].startswith("Line 1, K1 dropped out")


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ({"do": "suspect", "names": []}, "names one at least"),
        ({"do": "suspect", "names": "K1"}, "list of names"),
        ({"do": "suspect", "names": ["Z9"]}, "no part Z9"),
        ({"do": "suspect", "names": ["K1"], "confidence": {"K1": 7}}, "from 0 to 1"),
        ({"do": "ask", "suspect": "Z9"}, "no suspect Z9"),
        ({"do": "ask", "line": 44}, "line 44 is no reading"),
        ({"do": "replay"}, ""),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_recorded(bench, intent, said):
    bench._intent(bench, intent, [])
    assert said in bench.notice["text"]
    assert len(bench.bench.attempt.events) == 1


def test_what_was_better_is_told_in_practice_only_after_sign_off():
    shown = Workbench(practice())
    send(shown, "look", tag="E1")
    shown.bench.measure("V", "G1:+", "G1:-")
    send(shown, "ask", line=2)
    assert "Better" not in " ".join(shown.answer)
    assert "after sign-off" in shown.answer[-1]
    shown.bench.diagnose("E9", "lamp burnt out").sign_off("E9 it was, or was it? I do not know.")
    send(shown, "ask", line=2)
    assert "Better: V" in shown.answer[-1]


# who may see it -------------------------------------------------------------------------------
def test_graded_work_shows_own_lists_and_nothing_of_the_coachs(tmp_path):
    shown = Workbench(graded(tmp_path))
    offer = shown.fixed["coach"]
    assert (offer["panel"], offer["prices"]) == (False, [])
    send(shown, "suspect", names=["E1", "E2"])
    assert "bars" not in shown.coach
    assert shown.coach["list"]["said"] == "Line 1: 2 noted."
    for do in ("hint", "replay"):
        send(shown, do)
        assert shown.notice["kind"] == "error"
    send(shown, "ask", suspect="E1")
    assert "after it is marked" in shown.notice["text"]
    assert not shown.replay and not shown.answer


def test_a_scenario_may_sell_hints_and_keep_the_bars(tmp_path):
    shown = Workbench(graded(tmp_path, hints=[4, 6, 8]))
    send(shown, "hint")
    assert (shown.coach["spent"], "bars" in shown.coach) == (4, False)


def test_a_scenario_may_show_the_bars_and_sell_no_hint(tmp_path):
    shown = Workbench(graded(tmp_path, panel=True))
    send(shown, "coach")
    assert shown.coach["bars"]
    send(shown, "hint")
    assert "no hints in graded work" in shown.notice["text"]


def test_a_task_has_no_coach_panel():
    assert Workbench(labsim.lab("ELE-01").bench()).fixed["coach"] == {}


def test_a_bench_without_a_lab_has_no_coach_panel():
    from labsim.bench import Bench
    from labsim.machines.motor_starter import MotorStarter

    shown = Workbench(Bench(MotorStarter()))
    assert shown.fixed["coach"] == {}
    send(shown, "hint")
    assert "diagnosis labs only" in shown.notice["text"]
    assert len(shown.journal) == 1


# the replay -----------------------------------------------------------------------------------
def test_the_replay_of_practice_comes_after_sign_off():
    bench = practice()
    assert Replay(bench).note == "The replay names the fault: sign off first."
    shown = Workbench(bench)
    assert not shown.tally["replay"]
    signed(bench)
    assert shown.show().tally["replay"]
    send(shown, "replay")
    assert shown.replay["fault"] == bench.reveal()
    assert Replay(bench).data["mine"]["readings"] == 2


def test_the_replay_of_graded_work_comes_back_with_the_marks(tmp_path):
    bench = signed(graded(tmp_path))
    fault = bench._hidden.id
    shown = Replay(bench)
    assert "comes back with the marks" in shown.note
    assert fault not in str(shown.get_state()) + shown.static_html() + repr(shown)
    assert not Workbench(bench).tally["replay"]


def test_a_scenario_may_show_the_replay_after_sign_off(tmp_path):
    bench = graded(tmp_path, replay=True)
    assert "sign off first" in replayed.refusal(bench)
    assert Replay(signed(bench)).data["fault"] == bench._hidden.id


def test_a_guided_example_shows_its_replay_at_any_time():
    bench = labsim.lab("ELE-02").bench("E9: lamp burnt out")
    bench.look("E1")
    assert Replay(bench).data["fault"] == "E9: lamp burnt out"
    assert "nothing is wrong" in replayed.refusal(labsim.lab("ELE-02").bench())


def test_the_page_of_a_replay_prints_and_needs_no_script():
    bench = labsim.lab("ELE-02").bench("E9: lamp burnt out")
    bench.look("E1")
    bench.measure("V", "E7:1", "G1:-")
    html = Replay(bench).static_html()
    page = Tags()
    page.feed(re.sub(r"<style>.*?</style>", "", html, flags=re.S))
    tags = [tag for tag, _ in page.seen]
    assert "script" not in tags
    assert tags.count("table") == 3
    assert "@media print" in html
    picture = next(attrs for tag, attrs in page.seen if tag == "svg")
    assert picture["role"] == "img" and "bits" in picture["aria-label"]
    for text in ("V E7:1 → G1:-", "The coach, step by step", "min to the diagnosis"):
        assert text in html


def test_a_bundle_holds_the_widget_and_the_page():
    bundle = Replay(labsim.lab("ELE-02").bench("E9: lamp burnt out"))._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(bundle)


def test_the_style_sheet_of_the_page_begins_every_rule_with_its_class():
    css = Path(labsim.__file__).with_name("ui").joinpath("pages", "replay.css").read_text("utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    for rule in re.findall(r"(?:^|[{}])\s*([^{}]+)\{", css):
        if not rule.startswith("@"):
            assert all(p.strip().startswith(".ls-replay-page") for p in rule.split(",")), rule
