"""The control room without a browser: intents in, record and picture out."""

from __future__ import annotations

import json

import labsim
from labsim.scada.points import FIGURES
from labsim.ui.controlroom import MOST, ControlRoom

STRAINER = "Z21: basket blocked"


def room() -> ControlRoom:
    return ControlRoom(labsim.lab("SCA-01").bench(STRAINER))


def send(desk: ControlRoom, do: str, **given: object) -> ControlRoom:
    desk._intent(desk, {"do": do, **given}, [])
    return desk


def test_a_trend_is_read_recorded_told_and_drawn() -> None:
    desk = send(room(), "trend", port="A1:PT200")
    event = desk.bench.attempt.events[-1]
    assert (event["do"], event["ports"]) == ("measure", ["A1:PT200"])
    assert event["text"] in desk.notice["text"]
    assert "A1:PT200 in bar" in desk.picture["words"]
    assert desk.state["rows"][-1]["what"] == "trend  A1:PT200"
    assert desk.state["minutes"] == 0.5


def test_the_chart_keeps_the_latest_trends_and_a_new_one_keeps_the_record() -> None:
    desk = room()
    for port in list(desk.about["figures"])[: MOST + 1]:
        send(desk, "trend", port=port[0])
    assert len(desk.shown) == MOST
    send(desk, "clear")
    assert desk.picture["svg"] == ""
    assert len(desk.bench.attempt.of("measure")) == MOST + 1


def test_looks_orders_names_and_the_list_go_on_record() -> None:
    desk = send(room(), "look", tag="Z21")
    assert "gauge across it 1.4 bar" in desk.notice["text"]
    send(desk, "order", tag="S61", position="hold")
    assert desk.state["orders"]["S61"] == "hold"
    send(desk, "name", event=STRAINER)
    assert desk.state["named"] == STRAINER
    send(desk, "file", text="MAH114\nXA12")
    assert desk.state["filed"] == "MAH114\nXA12"


def test_nothing_sent_to_the_browser_singles_out_what_is_hidden() -> None:
    one, other = room(), ControlRoom(labsim.lab("SCA-01").bench("E31: flame detector sooted"))
    assert json.dumps([one.about, one.picture]) == json.dumps([other.about, other.picture])
    assert [port for port, _ in one.about["figures"]] == [
        f"{where}:{tag}" for tag, (where, *_) in FIGURES.items()
    ]


def test_nonsense_from_the_browser_is_said_and_changes_nothing() -> None:
    desk, before = room(), 1
    for intent in (
        {"do": "trend", "port": "A1:NOPE"},
        {"do": "trend"},
        {"do": "name", "event": "P21"},
        {"do": "order", "tag": "S61", "position": "maybe"},
        {"do": "explode"},
        "nonsense",
    ):
        desk._intent(desk, intent, [])
        assert desk.notice["kind"] == "error", intent
        assert len(desk.bench.attempt.events) == before


def test_what_is_signed_off_stays_as_it_is() -> None:
    desk = room()
    desk.bench.sign_off("Done.")
    send(desk, "look", tag="Z21")
    assert desk.notice["kind"] == "error"
    assert desk.state["over"]
