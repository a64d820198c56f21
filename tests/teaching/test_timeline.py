"""The time line draws what the logger saw, and says it in words."""

from __future__ import annotations

import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.teaching.timeline import timeline

FERRULE = "X1: terminal 2b opens when shaken"


def caught():
    bench = labsim.lab("ELE-06").bench(FERRULE)
    return bench.press("S1").arm("K4:13", "G1:N").press("S3").wait(20)


def test_it_says_when_the_voltage_was_away_and_what_was_done():
    told = str(timeline(caught()))
    assert "K4:13 to G1:N: 120 V from 0 to 30 s, 0 V from 30 to 33 s, 120 V from 33" in told
    assert told.endswith("Done: press S3 at 30 s")


def test_the_picture_has_its_words_as_alternative_text():
    piece = timeline(caught(), caption="Trap & time")
    assert f'aria-label="{piece.words}"' in piece.html
    assert "Trap &amp; time" in piece.html


def test_without_a_trap_there_is_nothing_to_draw():
    with pytest.raises(LabsimError, match="no trap is set"):
        timeline(labsim.lab("ELE-06").bench())


def test_on_an_own_order_only_the_pair_with_the_leads_on_is_shown(tmp_path):
    bench = labsim.open_lab("ELE-06", directory=tmp_path)
    bench.press("S1").arm("K4:13", "G1:N").press("S3").wait(20)
    assert "K4:13 to G1:N" in str(timeline(bench))
    with pytest.raises(LabsimError, match="saw one pair"):
        timeline(bench, ("X1:2a", "G1:N"))
