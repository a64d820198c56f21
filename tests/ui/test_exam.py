"""The exam paper and the practice cards without a browser: intents in, what is shown out."""

from __future__ import annotations

import json

import pytest

from labsim.study import form as forms
from labsim.study.blueprint import Blueprint
from labsim.ui.drill import PracticeCards
from labsim.ui.exam import ExamPaper


@pytest.fixture
def paper(monkeypatch, tmp_path) -> ExamPaper:
    """A paper of five items, in place of sixty."""
    plan = Blueprint("cat1", "Small", 2, {"Principles of vibration": 5}, 0.7, "Small.", "this test")
    monkeypatch.setattr(forms, "blueprint", lambda name: plan)
    return ExamPaper("cat1", 1, tmp_path / "study.sqlite")


def send(widget, do: str, **given: object):
    """Send an intent as the browser does."""
    widget._intent(widget, {"do": do, **given}, [])
    return widget


def test_nothing_that_reaches_the_browser_tells_the_right_answer(paper):
    items = paper.sitting.form.items
    for n, item in enumerate(items):
        send(paper, "go", place=n)
        sent = json.dumps([paper.item, paper.state, paper.about], ensure_ascii=False)
        assert item.because not in sent and "mistake" not in sent and '"key"' not in sent
        assert not any(o.mistake and o.mistake in sent for o in item.options)


def test_answers_flags_and_the_clock_come_back_in_a_new_kernel(paper, tmp_path):
    send(paper, "choose", option=2, seconds=9.0)
    send(send(paper, "go", place=1), "flag", on=True)
    send(paper, "spend", seconds=15)
    again = ExamPaper("cat1", 1, tmp_path / "study.sqlite")
    assert again.state["answers"] == {"0": 2} and again.state["flags"] == [1]
    assert again.state["left"] == 105
    assert again.item["place"] == 1, "it opens at the first item without an answer"


def test_handing_in_shows_the_report_and_locks_the_paper(paper):
    key = paper.sitting.form.items[0].key
    send(paper, "choose", option=key)
    send(paper, "hand_in")
    assert paper.state["over"] and "1 of 5" in paper.outcome and "Not answered" in paper.outcome
    send(paper, "choose", option=0)
    assert "handed in" in paper.notice["text"]


def test_a_browser_that_slept_or_sends_nonsense_does_no_harm(paper):
    send(paper, "spend", seconds=90_000)
    assert paper.state["left"] == 60, "at most a minute at once"
    for do, given in (("go", {"place": 99}), ("go", {"place": "x"}), ("choose", {"option": 7}),
                      ("melt", {}), ("flag", {})):  # fmt: skip
        before = paper.notice["n"]
        send(paper, do, **given)
        assert paper.notice["n"] == before + 1
    assert paper.state["answers"] == {}


def test_a_practice_card_tells_the_mistake_only_after_the_answer(tmp_path):
    cards = PracticeCards("cat1", study=tmp_path / "study.sqlite")
    item = cards.open
    assert item.because not in json.dumps(cards.item, ensure_ascii=False) and cards.told == {}
    wrong = (item.key + 1) % 4
    send(cards, "answer", option=wrong, sure=2, seconds=4.0)
    assert item.options[wrong].mistake in cards.told["head"]
    assert "certain" in cards.told["head"] and "Comes back" in cards.told["due"]
    send(cards, "answer", option=item.key, sure=2)
    assert "answered" in cards.notice["text"]
    send(cards, "next")
    assert cards.open.generator != item.generator and cards.told == {}
