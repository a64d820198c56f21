"""A paper marked from its record: what was right in time, what late, and what is odd about it.

The form is drawn anew from the key; the record only says what was chosen, and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from labsim.attempt import Attempt
from labsim.study.form import Form
from labsim.study.item import LETTERS
from labsim.study.report import Report, report
from labsim.study.sheet import NOTHING, Sheet

__all__ = ["Break", "Marked", "marked"]

PAUSE = 2.0  # min off the clock between two lines, from which it is called a break
OFF = 10.0  # min of breaks in all, from which an instructor is told
QUICK, GOOD = 8.0, 0.7  # s an item and share right: nobody reads and reckons so fast


@dataclass(frozen=True)
class Break:
    """Time the paper lay closed: from when, and for how many minutes."""

    since: str
    minutes: float


@dataclass(frozen=True)
class Marked:
    """What a paper came to. `wrong`: why it cannot be marked; `look`: why to look at it."""

    sheet: Sheet
    report: Report
    with_late: Report
    breaks: tuple[Break, ...]
    wrong: tuple[str, ...]
    look: tuple[str, ...]

    @property
    def share(self) -> float:
        """Right in time, of all items, 0 to 1; 0 when it cannot be marked."""
        return 0.0 if self.wrong else self.report.total.right / self.report.total.of


def marked(paper: Form, attempt: Attempt) -> Marked:
    """Mark the record of a paper on the form it should be of."""
    sheet = Sheet.of(attempt.events, paper.blueprint.minutes)
    wrong = tuple(_wrong(paper, attempt))
    sound = Sheet(sheet.minutes) if wrong else sheet  # nothing of what is wrong is shown
    result = report(paper, sound.answers)
    breaks = tuple(_breaks(attempt))
    look = tuple(_look(result, sheet, breaks, attempt))
    return Marked(sheet, result, report(paper, sound.shown), breaks, wrong, look)


def _wrong(paper: Form, attempt: Attempt) -> list[str]:
    """Say what cannot be in a record of this form."""
    found, begun, last = [], False, 0.0
    for event in attempt.events[1:]:
        line = f"line {event['n'] + 1} ({event['do']})"
        if event["t"] < last:
            found.append(f"{line}: the clock goes back")
        if event["do"] != "begin" and not begun:
            found.append(f"{line}: the paper was not begun")
        begun, last = begun or event["do"] == "begin", event["t"]
        if event["do"] in ("choose", "flag"):
            found += [f"{line}: {odd}" for odd in _odd(paper, event)]
    return found


def _odd(paper: Form, event: dict[str, Any]) -> list[str]:
    place = event["place"]
    if not 0 <= place < len(paper.items):
        return [f"there is no item {place + 1}"]
    if event["do"] != "choose":
        return []
    if event["item"] != paper.items[place].identity:
        return [f"item {place + 1} was another one: not of this form, or its text has changed"]
    return [] if NOTHING <= event["option"] < len(LETTERS) else ["there is no such option"]


def _breaks(attempt: Attempt) -> list[Break]:
    """Return the breaks between two lines: time on the wall that the paper's clock lacks."""
    found = []
    timed = [event for event in attempt.events if _moment(event) is not None]
    for before, after in pairwise(timed):
        gap = (_moment(after) - _moment(before)).total_seconds() / 60
        away = gap - (after["t"] - before["t"])
        if away > PAUSE:
            found.append(Break(str(before["at"]), away))
    return found


def _moment(event: dict[str, Any]) -> datetime | None:
    """Return when an event was, None where it does not say so in a way that can be read."""
    try:
        moment = datetime.fromisoformat(str(event["at"]))
    except (KeyError, ValueError):
        return None
    return moment if moment.tzinfo is not None else None


def _look(result: Report, sheet: Sheet, breaks: tuple[Break, ...], attempt: Attempt) -> list[str]:
    """Say what an instructor should look at; none of it costs a mark."""
    found, off = [], sum(one.minutes for one in breaks)
    if off > OFF:
        found.append(f"The paper lay closed for {off:.0f} min in {len(breaks)} breaks.")
    unread = sum(_moment(event) is None for event in attempt.events[1:])
    moments = [m for m in map(_moment, attempt.events[1:]) if m is not None]
    if unread or moments != sorted(moments):
        found.append("The times on the wall in the record do not run forward.")
    pace = sheet.spent * 60 / max(len(sheet.shown), 1)
    if pace < QUICK and result.total.right >= GOOD * result.total.of:
        found.append(f"{result.total.right} right at {pace:.0f} s an item.")
    return found
