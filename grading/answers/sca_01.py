"""Expected answers of SCA-01: what the journal of the apprentice's own hall says."""

from __future__ import annotations

from grading.answers import Ask, Expected, Items, Number, Word
from labsim.coach.tasks.sca_01_belief import first_alarms, ours
from labsim.course import own_bench
from labsim.scada.journal import CHATTER, FLOOD, STALE, Event, Journal
from labsim.scada.parts import run_of
from labsim.scada.running import Run
from labsim.teaching.alarms import comes

__all__ = ["order", "words"]

BANDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)  # bar, deadbands that one would try
SAME = 0.5  # s, alarms of one scan: either is the first


def words(ask: Ask) -> dict[str, Expected]:
    band = min(b for b in BANDS if comes(b) == 1)
    return {
        "flood: more than so many in ten minutes": Number(
            FLOOD, within=0, margin=0.1, why="For one operator; check the current standard."
        ),
        "chattering: so often in one minute": Number(
            CHATTER[0], within=0, margin=0.1, why="Three times within 60 s."
        ),
        "stale: in alarm for more than (h)": Number(
            STALE / 3600, within=0, margin=0.1, why="A day without a break."
        ),
        "it went again, nobody acknowledged: state": Word(
            "returned, unacknowledged",
            accept=("returned unacknowledged", "return to normal, unacknowledged"),
            why="Gone is not seen: it waits for the operator.",
        ),
        "smallest deadband in tenths with which the trial comes once (bar)": Number(
            band, within=0, margin=0.01, why="Wider than the figure swings from top to bottom."
        ),
    }


def own_run(ask: Ask) -> Run:
    """Return the run of the apprentice's own hall."""
    return run_of(own_bench(ask.lab, ask.seed, None).sim)


def news(journal: Journal) -> list[Event]:
    """Return the alarms of the event, without those that come all day, in true order."""
    daily = ours(journal)
    return [event for event in journal.came(0.0) if event.tag not in daily]


def order(ask: Ask) -> dict[str, Expected]:
    mine = own_run(ask)
    journal, skew = mine.journal, mine.end.skews["A2"]
    event = news(journal)
    listed = min(event, key=lambda e: e.stamp)
    first = first_alarms(journal, 1)[0]
    tied = tuple(e.tag for e in event if e.at - event[0].at <= SAME and e.tag != first)
    return {
        "clock of A2 against A1's (s, minus is behind)": Number(
            skew, within=0, margin=0.3, why="XS901 and XS902 are one wire: their stamps differ."
        ),
        "alarms that came from 10:14 to 10:20, true time": Number(
            len(journal.came(0.0)), within=0, margin=1.0, why="The last bar of the rates."
        ),
        "first alarm of the event, as listed": Word(
            listed.tag, why="By the stamps; what comes all day is no part of the event."
        ),
        "first alarm of the event, clocks put right": Word(
            first, accept=tied, why="Put A2's stamps later by what its clock is behind, or earlier."
        ),
        "alarms that had stood for more than a day": Items(
            tuple(sorted(journal.stale())), why="The column 'in alarm since'."
        ),
    }
