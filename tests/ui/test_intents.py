"""Hostile messages to every widget: each is answered in words, none ends in a traceback."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import labsim
from labsim import plc
from labsim.ui import Monitor, Workbench
from labsim.ui.analyser import AnalyserView
from labsim.ui.controlroom import ControlRoom
from labsim.ui.drill import PracticeCards
from labsim.ui.exam import ExamPaper
from labsim.vibration.record import Record

NONSENSE = ("noise", None, 7, [], {}, {"do": 7}, {"do": None}, {"do": "fly"}, {"do": "__init__"},
            {"do": ["go"]}, {3: 4, "do": "go"}, {"no": 1})  # fmt: skip
VALUES = ("x", None, [], {"a": [1]}, -1, float("nan"), "\x00" * 9, "S1; drop table answer")


def analyser(_: Path) -> Any:
    time = np.arange(4096) / 2560.0
    return AnalyserView(Record(np.sin(300 * time), 2560.0, "m/s2", rpm=1480.0, point="B1:H"))


def monitor(_: Path) -> Any:
    rung = "XIC(Start)OTE(Run);"
    return Monitor(plc.Controller(plc.read_rungs(rung, tags={"Start": "BOOL", "Run": "BOOL"})))


WIDGETS: dict[str, Callable[[Path], Any]] = {
    "paper": lambda folder: ExamPaper("cat1", 1, folder / "study.sqlite"),
    "cards": lambda folder: PracticeCards("cat1", study=folder / "study.sqlite"),
    "analyser": analyser,
    "monitor": monitor,
    "control room": lambda _: ControlRoom(labsim.lab("SCA-01").bench()),
    "workbench": lambda _: Workbench(labsim.lab("ELE-03").bench()),
}


def hostile(widget: Any) -> list[Any]:
    """Return messages that name real actions with arguments no hand would give."""
    found: list[Any] = []
    for name, action in widget._table().items():
        places = [
            p for p in inspect.signature(action).parameters.values() if p.kind != p.VAR_KEYWORD
        ]
        found += [{"do": name, "unasked": 1}]
        found += [
            {"do": name, **dict.fromkeys([p.name for p in places], value)} for value in VALUES
        ]
    return found


@pytest.mark.parametrize("name", WIDGETS)
def test_a_broken_message_is_answered_in_words(name: str, tmp_path: Path) -> None:
    widget = WIDGETS[name](tmp_path)
    for message in NONSENSE:
        told = widget.notice["n"]
        widget._intent(widget, message, [])
        assert widget.notice["n"] > told and widget.notice["kind"] == "error", message
        assert widget.notice["text"], message
    for message in hostile(widget):
        widget._intent(widget, message, [])  # what raises here would end in the browser's log
        assert "Traceback" not in widget.notice["text"], message


def test_a_number_that_is_none_does_not_reach_the_learners_file(tmp_path: Path) -> None:
    paper = WIDGETS["paper"](tmp_path)
    for seconds in VALUES:
        paper._intent(paper, {"do": "spend", "seconds": seconds}, [])
        paper._intent(paper, {"do": "choose", "option": 1, "seconds": seconds}, [])
    assert paper.state["left"] == 7200 and "did not work" in paper.notice["text"]
