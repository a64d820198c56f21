"""The analyser's view without a browser: intents in, a screen out."""

from __future__ import annotations

import pytest

from labsim.core.errors import LabsimError
from labsim.ui.analyser import AnalyserView
from tests.instruments.test_analyser import train


@pytest.fixture
def view() -> AnalyserView:
    return AnalyserView([train(), train().with_(point="B1:V", unit="mm/s")])


def send(shown: AnalyserView, do: str, **given: object) -> AnalyserView:
    """Send an intent as the browser does."""
    shown._intent(shown, {"do": do, **given}, [])
    return shown


def test_keys_and_mouse_move_the_cursor_and_the_words_follow(view):
    assert view.screen["text"].startswith("Cursor: 25.00 Hz")
    assert send(view, "jump", where="next").screen["text"].startswith("Cursor: 50.00 Hz")
    part = 90 / view.desk.screen().x[-1]
    assert send(view, "point", part=part + 1e-4).screen["text"].startswith("Cursor: 90.0")
    send(view, "set", family="sidebands")
    assert "stands out" in view.screen["table"] and "+1×" in view.screen["svg"]


def test_views_and_records_change_and_knobs_stay(view):
    send(view, "set", view="waterfall")
    assert "Waterfall B1:H" in view.screen["words"] and not view.screen["cursor"]
    send(send(view, "set", view="spectrum", fmax=200), "open", number=1)
    assert "Spectrum B1:V" in view.screen["words"] and view.knobs["fmax"] == 200


def test_what_cannot_be_done_is_said_and_the_screen_stays(view):
    kept = view.screen["svg"]
    for given, said in (
        ({"do": "set", "fmax": 1e6}, "Fmax 1e+06 Hz needs"),
        ({"do": "set", "view": "radar"}, "no view radar"),
        ({"do": "open", "number": 7}, "no record 7"),
        ({"do": "jump", "where": "up"}, "no way up"),
        ({"do": "step", "lines": "x"}, "did not work"),
        ({"do": "dance"}, "no action dance"),
        ("noise", "does not know"),
    ):
        view._intent(view, given, [])
        assert said in view.notice["text"] and view.screen["svg"] == kept
    assert send(view, "step", lines=1).notice["text"] == ""


def test_without_widgets_there_are_words(view):
    made = view._repr_mimebundle_()
    data = made[0] if isinstance(made, tuple) else made
    assert data["text/plain"].startswith("Spectrum B1:H.")
    with pytest.raises(LabsimError, match="no record to look at"):
        AnalyserView([])
