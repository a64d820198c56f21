"""The journal of the running hall: stamps and skew, rates, chattering, stale, first-out."""

from __future__ import annotations

import itertools

import pytest

from labsim.core.errors import LabsimError
from labsim.scada import running
from labsim.scada.days import DAYS, day_of
from labsim.scada.hall import SOUND
from labsim.scada.journal import FLOOD, Event, Journal, clock_text
from labsim.scada.points import ALARMS, FIGURES, alarm, tags
from labsim.scada.running import BEGIN, NOW, run
from labsim.scada.trends import trend

COUPLING = ((("P21", "coupling"), 0.0),)
SKEW = day_of([("P21", "coupling")]).skew


def made(*came: tuple[float, str], end: float = 600.0) -> Journal:
    return Journal.of((Event(t, t, tag, "ALM", "A1") for t, tag in came), end)


def test_the_list_of_the_server_has_more_than_three_hundred_tags_each_once() -> None:
    found = [a.tag for alarms in ALARMS.values() for a in alarms]
    assert len(tags()) > 300
    assert len(found) == len(set(found)) == 106
    assert alarm("PAL111").text == "air header low"
    with pytest.raises(LabsimError, match=r"no alarm PAL112.*Nearest"):
        alarm("PAL112")


def test_chattering_is_three_times_in_one_minute_wherever_the_minute_begins() -> None:
    assert made((0, "PAL111"), (30, "PAL111"), (60, "PAL111")).chattering(0) == {"PAL111": 3}
    assert made((0, "PAL111"), (30, "PAL111"), (61, "PAL111")).chattering(0) == {}
    assert made((0, "PAL111"), (30, "PAL511"), (60, "PAL111")).chattering(0) == {}


def test_a_flood_is_more_than_ten_in_ten_minutes() -> None:
    ten = [(float(t), "PAL111") for t in range(FLOOD)]
    assert made(*ten).floods(0) == []
    assert made(*ten, (599.0, "PAL511")).floods(0) == [(0.0, 11)]
    assert made(*ten, (600.0, "PAL511"), end=700.0).rates(0) == [(0.0, 10), (600.0, 1)]


def test_stale_is_what_has_stood_for_more_than_a_day_not_what_came_back() -> None:
    day = 24 * 3600.0
    came = [(-day, "LAL701", "ALM"), (-day, "PAL111", "ALM"),
            (-60.0, "PAL111", "RTN"), (-50.0, "PAL111", "ALM")]  # fmt: skip
    events = [Event(t, t, tag, what, "A1") for t, tag, what in came]
    assert list(Journal.of(events, 1.0).stale()) == ["LAL701"]
    assert Journal.of(events, 1.0).standing()["PAL111"] == -50


def test_the_clock_text_counts_from_fourteen_past_ten() -> None:
    assert clock_text(0.0) == "10:14:00.0"
    assert clock_text(-14 * 60 - 8.4) == "09:59:51.6"
    assert clock_text(-86400.0, tenths=False) == "10:14:00 (1 d ago)"


# the running hall ----------------------------------------------------------------------------
@pytest.mark.parametrize("day", DAYS)
def test_a_sound_hall_makes_no_flood_and_only_the_nuisance_of_its_day(day) -> None:
    quiet = run((), day).journal
    assert quiet.floods(BEGIN) == []
    assert sorted(alarm(t).source for t in quiet.chattering(BEGIN, 0.0)) == sorted(day.chatter)
    assert sorted(alarm(t).source for t in quiet.stale()) == sorted(day.stands)
    late = {alarm(tag).source for tag in quiet.standing()} - set(day.stands)
    assert late == set(day.late), "stands, but not for a day"


def test_the_days_are_shared_out_and_the_guided_event_has_its_own() -> None:
    days = [day_of([place]) for place in SOUND]
    counts = [days.count(day) for day in DAYS]
    assert counts[0] == 1
    assert min(counts[1:]) >= 4
    assert day_of([("P21", "motor")]) == DAYS[0]
    assert DAYS[0].skew == -8.4, "as the notebook tells it"


def test_one_sheared_coupling_makes_a_flood() -> None:
    """Cooling water is gone: chiller, compressor, air, filler, packer in that order."""
    at = run(COUPLING)
    assert at.journal.floods(0.0)[0][1] > 5 * FLOOD
    first = {e.tag: e.at for e in reversed(at.journal.came(0.0))}
    chain = [first[tag] for tag in ("FAL202", "XA41", "XA11", "PAL111", "XA51", "SAL552")]
    assert chain == sorted(chain)
    out = at.end.first_out()
    assert out["Water"] == "FAL202"
    assert out["Air"] == "TAH112"
    assert out["Filler"] == "PAL511"


def test_the_list_puts_the_line_before_its_cause_because_its_clock_is_behind() -> None:
    """FAL515 of A2 comes in the same second as FAL202 of A1, and is listed 12.6 s before it."""
    assert SKEW == -12.6
    listed = [e for e in run(COUPLING).journal.listed if e.what == "ALM"]
    marks = {e.tag: e.stamp for e in listed if e.tag in ("XS901", "XS902")}
    assert marks["XS902"] - marks["XS901"] == pytest.approx(SKEW), "one wire, two stamps"
    came = {e.tag: e for e in listed}
    assert came["FAL515"].at == came["FAL202"].at
    assert came["FAL515"].stamp - came["FAL202"].stamp == pytest.approx(SKEW)
    assert {e.stamp - e.at for e in listed if e.controller == "A1"} == {0.0}


def test_the_journal_is_what_the_bits_did_come_and_go_by_turns() -> None:
    for tag in {e.tag for e in run(COUPLING).journal.events}:
        mine = [e.what for e in run(COUPLING).journal.events if e.tag == tag and e.what != "ACK"]
        assert mine[0] == "ALM"
        assert all(a != b for a, b in itertools.pairwise(mine)), tag


def test_the_same_fault_runs_the_same_way_again() -> None:
    once = run(COUPLING).journal
    running._run.cache_clear()
    assert run(COUPLING).journal == once


def test_a_trend_tells_what_left_its_band_and_when_by_whose_clock() -> None:
    """The coupling sheared: the motor idles, 11 A for 40 A, and the flow is gone."""
    at = run(COUPLING)
    amps, flow, line = (trend(at, tag) for tag in ("IT21", "FT202", "FT515"))
    assert (amps.now, amps.before) == (pytest.approx(11.0, abs=0.5), pytest.approx(40.0, abs=0.5))
    assert flow.now < 1.0
    assert line.stamp - line.left == pytest.approx(SKEW)
    assert "by the clock of A2" in str(line)
    assert trend(at, "LT301").left is None
    assert set(at.figures) == set(FIGURES)
    assert at.times[-1] == NOW
