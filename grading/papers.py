"""Marks of an exam: each paper on its form, drawn anew from the key; its benches as labs are.

The better sitting counts. At a bench, what is done after its time on the bench's clock does not
count; fitting parts takes no time there, or a machine with a heavy part would be the harder one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from grading.keys import Key
from grading.marking import Mark, Marker
from grading.work import Work
from labsim.attempt import Attempt
from labsim.core.errors import LabsimError
from labsim.course import lab
from labsim.study.desk import fingerprint
from labsim.study.marked import Marked, marked
from labsim.study.marksheet import marksheet, notes
from labsim.study.opening import form_of, station_lab

__all__ = ["STATION_MINUTES", "Examiner", "Station", "in_time", "marker"]

# min on the clock of a bench of an exam, fitting parts not counted; the best way takes 9 to 17
# (ELE-03 with its repair: 18 to 30), measured with the best bot; half an hour is plenty.
STATION_MINUTES = 30.0


def marker(
    lab_id: str, student: str, work: Work, course: str, key: str, older: Sequence[Key] = ()
) -> Marker:
    """Return who marks a submission: an examiner where the lab is an exam."""
    try:
        exam = lab(lab_id).kind == "exam"
    except LabsimError:  # an assignment of the course's own, without a lab
        exam = False
    return (Examiner if exam else Marker)(lab_id, student, work, course, key, older)


@dataclass
class Station(Marker):
    """Marks one bench of an exam, "INT-02/plc", as the lab is marked whose machine stands there."""

    @property
    def lab(self) -> Any:
        exam, _, name = self.lab_id.partition("/")
        return station_lab(lab(exam), name, self._seed(1))

    def _allowed(self) -> int:
        return 1  # whatever the lab allows elsewhere

    def bench(self, judge: Any) -> Mark:
        record, after = self.work.record, 0
        if record is not None:
            kept = in_time(record)
            after = len(record.events) - kept
            self.work = replace(self.work, record=record.until(kept - 1) if after else record)
        mark = super().bench(judge)
        mark.notes.insert(0, f"This bench was that of {self.lab.id} {self.lab.title}.")
        if after:
            late = f"{after} actions came after {STATION_MINUTES:g} min on the clock of the bench"
            mark.notes.insert(1, f"{late}, fitting parts not counted: they count nothing.")
        return mark


def in_time(record: Attempt) -> int:
    """Return how many events of a bench's record, from the first on, came within its time."""
    fitting, count = 0.0, 0
    for event in record.events:
        if event["do"] in ("repair", "mend"):
            fitting += float(event.get("dt", 0.0)) / 60
        if event["t"] - fitting > STATION_MINUTES:
            break
        count += 1
    return count


@dataclass
class Examiner(Marker):
    """Marks the cells of an exam: `…-paper`, and one for each bench, `…-plc`."""

    def mark(self, cell_id: str) -> Mark | None:
        what = cell_id.removeprefix(f"{self.lab_id.lower()}-")
        if what == "paper":
            found = self.paper()
        elif what in self.lab.scenario.stations:
            found = self.station(what)
        else:
            return super().mark(cell_id)
        if cell_id in self.work.missing:
            found.notes.insert(0, "This check was deleted from the notebook; it was put back.")
        return found

    def station(self, name: str) -> Mark:
        """Mark one of the benches."""
        own = self.at(name)
        return own.bench(own._score)

    def at(self, name: str) -> Station:
        """Return who marks one of the benches."""
        work = self.work.parts.setdefault(name, Work())
        whose = f"{self.lab_id}/{name}", self.student, work, self.course, self.key, self.older
        return self._once(("bench", name), work, lambda: Station(*whose))

    def paper(self) -> Mark:
        """Mark the sittings; the best one counts."""
        sittings = {n: self.sitting(n)[0] for n in range(1, self.lab.scenario.attempts + 1)
                    if n == 1 or str(n) in self.work.parts}  # fmt: skip
        best = max(sittings, key=lambda n: sittings[n].share)
        mark = sittings[best]
        for n, other in sittings.items():
            if n != best:
                mark.look += [f"Sitting {n}: {line}" for line in other.look]
                mark.notes.append(f"Sitting {best} counts; sitting {n} came to "
                                  f"{100 * other.share:.0f} % of the items.")  # fmt: skip
        return mark

    def sitting(self, number: int) -> tuple[Mark, Marked | None]:
        """Mark one sitting, from 1; return its marked paper too, None where there is none."""
        if number > 1 and str(number) in self.work.parts:  # it may be of another key than the first
            own = replace(self, work=replace(self.work.parts[str(number)], parts={}))
            return own._sitting(number)
        return self._sitting(number) if number == 1 else (Mark(), None)

    def _sitting(self, number: int) -> tuple[Mark, Marked | None]:
        work = self.work
        mark, record = Mark(notes=list(work.notes), look=list(work.look)), work.record
        if record is None:
            mark.notes.append("No record of the paper was handed in: nothing to mark.")
        elif not record.worked:
            mark.notes.append("The paper was opened, but not begun: nothing to mark.")
        elif self._own(record, mark) and self._of(record, number, mark):
            return mark, self._judged(record, number, mark)
        return mark, None

    def _of(self, record: Attempt, number: int, mark: Mark) -> bool:
        given = record.header.get("attempt", 1)
        if given != number:
            self._refuse(mark, f"This is sitting {given} in the place of sitting {number}.")
        return bool(given == number)

    def _judged(self, record: Attempt, number: int, mark: Mark) -> Marked | None:
        """Mark a record that is this apprentice's own."""
        ticket = self._ticket(self._key)
        drawn = partial(form_of, self.lab, ticket, self.student, number)
        paper = self._once(("form", number), record, drawn)
        if record.header.get("form") != fingerprint(paper):
            made = record.header.get("version", "unknown")
            self._refuse(mark, f"The items were others when this paper was sat (labsim {made}).")
            return None
        found = self._once(("marked", number), record, partial(marked, paper, record))
        if found.wrong:
            self._refuse(mark, "What the record says cannot have been on this paper.")
            mark.notes += [f"{line[0].upper()}{line[1:]}." for line in found.wrong[:5]]
            mark.look += found.wrong[:5]
            return None
        mark.share, mark.html = found.share, marksheet(found, way_to, said=False)
        mark.notes += notes(found)
        mark.look += found.look
        if not record.signed_off:
            mark.notes.append("The paper was never handed in; what was answered counts.")
        return found


def way_to(lab_id: str) -> str:
    """Return the way from a feedback page to a lab fetched beside it, "" where it has no notebook.

    Feedback lies in LAB/feedback/TIME/, another lab in ../../../LAB/.
    """
    try:
        return os.path.join("..", "..", "..", lab_id, lab(lab_id).notebook.name)
    except LabsimError:
        return ""
