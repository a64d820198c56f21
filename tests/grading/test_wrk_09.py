"""WRK-09: an apprentice's scenario is audited by the grader; hostile ones do nothing but lose."""

from __future__ import annotations

import time

import pytest

import labsim
from grading.answers import Ask, perfect, wrk_09
from grading.marking import Marker
from grading.work import Work
from labsim.core.errors import LabsimError
from labsim.hidden import drawn
from labsim.seeds import derive
from labsim.teaching import authoring

LAB = labsim.lab("WRK-09")


def ask(**others) -> Ask:
    return Ask(LAB, "lea", derive("ticket", LAB.id, "lea"), others=others)


def share(text) -> float:
    return wrk_09.scenario(ask()).mark(text).share


def note(text) -> str:
    return wrk_09.scenario(ask()).mark(text).note


def test_whatever_happened_on_tuesday_the_example_holds_it() -> None:
    """The stop lamp is dark with each of the event's faults."""
    family = {fault.id for fault in authoring.draft(wrk_09.EXAMPLE).family}
    assert {fault.id for fault in drawn(LAB)} <= family


def test_a_sound_scenario_earns_all_and_a_flawed_one_what_holds() -> None:
    assert share(wrk_09.EXAMPLE) == 1
    assert 0.3 < share(authoring.FLAWED) < 0.6
    assert "the work order names K1: coil burnt open" in note(authoring.FLAWED)
    assert "the machine works as if sound with P1: lamp burnt out" in note(authoring.FLAWED)
    assert "Tuesday's own fault is not in it" in note(authoring.FLAWED)


def test_suspects_that_read_alike_are_told() -> None:
    pair = 'faults = ["T1: terminal X1 open", "F6: terminal 1 open"]\n\n[symptom]'
    text = wrk_09.EXAMPLE.replace("[symptom]", pair)
    assert "nobody can tell them apart" in note(text)


def test_a_forecast_is_right_within_a_quarter_and_nothing_at_twice() -> None:
    figure = wrk_09.Forecast(4.0)
    assert [figure.mark(x).share for x in (4, 5, 3.2, 8, 2, 100)] == [1, 1, 1, 0, 0, 0]
    assert 0 < figure.mark(6).share < 1
    assert figure.mark("four").share == figure.mark(float("inf")).share == 0


def test_the_forecast_is_of_the_apprentices_own_scenario() -> None:
    few = wrk_09.EXAMPLE.replace('sheets    = ["Control supply", "Control circuit"]',
                                 'sheets    = ["Control supply"]')  # fmt: skip
    of = lambda text: perfect(wrk_09.forecast(ask(scenario=text)))
    assert of(few)[wrk_09.PLACES[0]] < of(wrk_09.EXAMPLE)[wrk_09.PLACES[0]]


def test_without_a_scenario_there_is_nothing_to_foretell() -> None:
    marker = Marker(LAB.id, "lea", Work(), "maint", "5e" * 32)
    marker.work.answers = {"scenario": "title = 3", "forecast": dict.fromkeys(wrk_09.PLACES, 3.0)}
    mark = marker.question("forecast")
    assert mark.share == 0
    assert "nothing to foretell" in mark.html


@pytest.mark.parametrize(
    ("texts", "points"),
    [
        (list(wrk_09.LADDER), 1.0),
        (list(reversed(wrk_09.LADDER)), 0.5),
        (["It is F6: blown, renew it.", *wrk_09.LADDER[1:]], 0.75),
        (["short", "short", "short"], 0.0),
        ([1, 2, 3], 0.0),
        ("a text", 0.0),
    ],
)
def test_hints_are_a_ladder(texts: object, points: float) -> None:
    assert wrk_09.hints(ask()).mark(texts).share == pytest.approx(points, abs=0.26)
    assert (wrk_09.hints(ask()).mark(texts).share == 1) == (points == 1)


def line(text: str) -> str:
    return f"{text}\n{wrk_09.EXAMPLE}"


HOSTILE = {
    "nothing": "",
    "a number": 7,
    "a list": [wrk_09.EXAMPLE],
    "bytes": b"title = 1",
    "a flood": "#" * 200_000,
    "no TOML": "import os; os.system('x')",
    "a file as machine": wrk_09.EXAMPLE.replace('"MotorStarter"', '"../../../etc/passwd"'),
    "a file as source": line('source = "/etc/passwd"'),
    "a file as id": line('id = "../../keys"'),
    "a folder as area": line('area = "/"'),
    "deep": line("faults = " + "[" * 2000 + "]" * 2000),
    "a huge number": line("minutes = " + "9" * 4000).replace("minutes   = 40", ""),
    "not a number": line("band = nan"),
    "a thousand units": line("units = { " + ", ".join(f"{n} = {{}}" for n in range(1, 500)) + " }"),
    "a million hours": wrk_09.EXAMPLE.replace("do   = []", 'do = ["wait 9999999"]'),
    "wait for ever": wrk_09.EXAMPLE.replace("do   = []", 'do = ["wait inf"]'),
    "many steps": wrk_09.EXAMPLE.replace("do   = []", f"do = {['press S1'] * 300}"),
    "many faults": line(f"faults = {['F6: blown'] * 300}"),
    "tables for texts": wrk_09.EXAMPLE.replace('"junior"', "{ a = 1 }"),
    "other instruments": line('instruments = ["oscilloscope"]'),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_earns_nothing_takes_no_time_and_says_why(text: object, tmp_path) -> None:
    start = time.process_time()
    verdict = wrk_09.scenario(ask()).mark(text)
    assert verdict.share == 0
    assert 5 < len(verdict.note) < 700
    assert time.process_time() - start < 2
    assert "root:" not in verdict.note


def test_the_same_text_checks_in_the_notebook_without_a_traceback() -> None:
    for text in HOSTILE.values():
        assert "✗" in str(authoring.check(text))
    with pytest.raises(LabsimError):
        authoring.draft(None)
