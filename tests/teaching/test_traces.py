"""Traces of a stop: what they show is what the machine does, in a picture and in words."""

from __future__ import annotations

import labsim
from labsim.teaching import traces


def test_a_good_stop_stays_below_the_trip_and_a_bad_one_does_not() -> None:
    piece = traces.stops({"good": "", "open": "R1: burnt open"}, "Two stops.")
    good, bad = piece.words.split("; ")
    assert "good: bus from 677 V to 793 V" in good
    assert "ready, last run ended on the ramp" in good
    assert "to 821 V at 0.30 s, then F07 bus over-voltage" in bad
    assert piece.html.count('role="img"') == 1
    assert "aria-label" in piece.html
    assert "nan" not in piece.html


def test_the_trace_of_the_own_drive_is_a_reading_on_record() -> None:
    bench = labsim.lab("ELE-07").bench("R1: burnt open", seed=0)
    piece = traces.own_stop(bench)
    assert [e["function"] for e in bench.attempt.of("measure")] == ["d.05", "d.06"]
    assert "821 V" in piece.html
