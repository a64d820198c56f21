"""Marks: the record replayed on the apprentice's own machine, the literals against their key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import labsim
from grading import answers, attempts, pages
from grading.answers.expected import Verdict
from grading.keys import Key
from grading.misread import hints
from grading.work import Unreadable, Work
from labsim.core.errors import LabsimError
from labsim.course import draw, lab, own_unit, replay
from labsim.retake import seed_of
from labsim.seeds import sealed_ticket, sealing_key, ticket_of

__all__ = ["Mark", "Marker"]


@dataclass
class Mark:
    """Share of a cell's points (0 to 1), sentences for the apprentice, and a page of evidence.

    `look` tells the instructor why to look at this submission; `by_hand`: no mark could be made.
    """

    share: float = 0.0
    notes: list[str] = field(default_factory=list)
    html: str = ""
    look: list[str] = field(default_factory=list)
    by_hand: bool = False


@dataclass
class Marker:
    """Marks the cells of one submission of one lab."""

    lab_id: str
    student: str
    work: Work
    course: str
    key: str
    older: Sequence[Key] = ()
    number: int = 1  # of the attempt
    _done: dict[Any, tuple[Any, Any]] = field(default_factory=dict, init=False, repr=False)

    @property
    def lab(self) -> Any:
        """The lab whose machine and scenario the work is judged by."""
        return lab(self.lab_id)

    def mark(self, cell_id: str) -> Mark | None:
        """Mark a grade cell by its id, `ele-03-bench`; None if it is not one of ours."""
        prefix = f"{self.lab_id.lower()}-"
        if not cell_id.startswith(prefix):
            return None
        what = cell_id.removeprefix(prefix)
        judges = {"bench": self._score}
        for question, judge in answers.recorded(self.lab_id).items():
            judges[question] = partial(self._judge, judge)
        mark = self.bench(judges[what]) if what in judges else self.question(what)
        if cell_id in self.work.missing:
            mark.notes.insert(0, "This check was deleted from the notebook; it was put back.")
        return mark

    # the bench --------------------------------------------------------------------------------
    def bench(self, judge: Callable[[Any, Any, Mark], None]) -> Mark:
        """Mark the work at the bench from its record, or a question the record answers.

        Of several attempts one counts, as the scenario says (`grading.attempts`).
        """
        mark = self.tries[self.counted].one(judge)
        attempts.say(self, mark)
        return mark

    @cached_property
    def tries(self) -> dict[int, Marker]:
        """The attempts handed in by number, each with who marks it; the first one always."""
        return attempts.handed_in(self, self._allowed())

    @cached_property
    def counted(self) -> int:
        """The number of the attempt that counts."""
        return attempts.counted(self.tries, self.lab.scenario.counts)

    @cached_property
    def alone(self) -> Mark:
        """What this attempt would be worth at the bench."""
        return self.one(self._score)

    def one(self, judge: Callable[[Any, Any, Mark], None]) -> Mark:
        """Mark one attempt, this one."""
        mark = Mark(notes=list(self.work.notes), look=list(self.work.look))
        record = self.work.record
        if self.work.unread:
            mark.notes.append("Your record is with the measurement service; it is marked later.")
            mark.look.append(self.work.unread)
            mark.by_hand = True
        elif record is None:
            mark.notes.append("No record of work at the bench was handed in: nothing to mark.")
        elif not record.worked:
            mark.notes.append("The bench was opened, but nothing was done: nothing to mark.")
        elif self._own(record, mark) and self._placed(record, mark):
            seed = self._seed(record.header.get("attempt", 1))
            fresh = self._again(record, seed, mark)
            if fresh is not None:
                judge(fresh, seed, mark)
        return mark

    def _seed(self, number: int) -> Any:
        return self._drawn(self._key, number)

    def _ticket(self, key: str) -> str:
        if self.work.sealed:
            return sealed_ticket(sealing_key(key, self.course), self.lab_id)
        return ticket_of(key, self.course, self.lab_id.partition("/")[0])

    def _drawn(self, key: str, number: int) -> Any:
        ticket = self._ticket(key)
        return seed_of(ticket, self.lab_id, self.student, number, self.work.sealed)

    @cached_property
    def _key(self) -> str:
        """The key the work was done under: the one in use, or an older one.

        The record commits to it; without a record the ticket beside the notebook tells.
        """
        header = self.work.record.header if self.work.record is not None else {}
        number = header.get("attempt", 1)
        for key in (self.key, *(old.text for old in self.older)):
            said = self._ticket(key) == self.work.ticket
            if type(number) is int and "seed" in header:
                said = self._drawn(key, number).commitment == header["seed"]
            if said:
                return key
        return self.key

    def _own(self, record: Any, mark: Mark) -> bool:
        """Tell whether the record is of this lab, this apprentice, this course; say so if not."""
        header, number = record.header, record.header.get("attempt", 1)
        if header.get("lab") != self.lab_id:
            self._refuse(mark, f"This is a record of {header.get('lab')}, not of {self.lab_id}.")
        elif header.get("student") != self.student:
            self._refuse(mark, "This record belongs to another apprentice.")
            mark.look[-1] += f" It says {header.get('student')!r}."
        elif type(number) is not int or not 1 <= number <= self._allowed():
            self._refuse(mark, f"This is attempt {number}; the lab allows {self._allowed()}.")
        elif header.get("seed") != self._seed(number).commitment:
            self._refuse(
                mark,
                "This record was made without this course's ticket (self-study, or another class).",
            )
        else:
            lost = [old.id for old in self.older if old.text == self._key and old.leaked]
            mark.look += [f"Made under key {lost[0]}, which others may have had."] if lost else []
            return True
        return False

    def _placed(self, record: Any, mark: Mark) -> bool:
        """Tell whether a record is of the attempt in whose place it was handed in."""
        number = record.header.get("attempt", 1)
        if number != self.number:
            self._refuse(mark, f"This is attempt {number} in the place of attempt {self.number}.")
        return bool(number == self.number)

    def _allowed(self) -> int:
        return int(self.lab.scenario.attempts)

    @staticmethod
    def _refuse(mark: Mark, why: str) -> None:
        mark.notes.append(f"{why} It was not marked.")
        mark.look.append(why)

    def _machine(self, seed: Any) -> Any:
        found = self.lab
        return own_unit(found, seed) or found.machine

    def _again(self, record: Any, seed: Any, mark: Mark) -> Any:
        """Do the record again; marks go by what comes out, not by what was handed in."""
        fresh, odd = self._once(id(record), record, lambda: replay(self.lab, record, seed))
        if not odd:
            return fresh
        self._refuse(mark, "What the record says does not come out when it is done again.")
        mark.notes += [f"{line[0].upper()}{line[1:]}." for line in odd[:5]]
        mark.look += odd[:5]
        mark.html = pages.evidence(self._machine(seed), record, None)
        return None

    def _once(self, name: Any, given: Any, work: Callable[[], Any]) -> Any:
        """Return what was worked out for something given, once: marks and facts ask alike."""
        if name not in self._done or self._done[name][0] is not given:
            self._done[name] = given, work()
        return self._done[name][1]

    def _score(self, fresh: Any, seed: Any, mark: Mark) -> None:
        """Mark the work by the score."""
        found = self.lab
        fault = draw(found, seed.fault)
        score = labsim.coach.score(found, fresh, fault.id)
        mark.share = min(max(float(score.total) / 100, 0.0), 1.0)
        if not fresh.signed_off:
            mark.notes.append("The order was never signed off.")
        mark.notes += [str(note) for note in score.notes]
        if found.kind == "diagnosis":
            mark.notes += hints(found, fresh, fault.id)
        mark.html = pages.evidence(self._machine(seed), fresh, score)
        if own_unit(found, seed) is None and found.kind == "diagnosis":
            mark.html += pages.walked(found, fresh, fault.id, seed.specimen)

    def _judge(self, judge: Any, fresh: Any, seed: Any, mark: Mark) -> None:
        """Mark a question that the record answers."""
        mark.share, notes = judge(self.lab, fresh)
        mark.notes += notes

    # literal answers ----------------------------------------------------------------------------
    def question(self, question: str) -> Mark:
        """Mark a literal answer against the key."""
        cell = f"{self.lab_id.lower()}-{question}-answer"
        given = self.work.answers.get(question)
        notes = ["This answer cell was there twice; the last one was marked."]
        notes = notes if cell in self.work.doubled else []
        if question not in self.work.answers:
            return Mark(notes=[*notes, f"The answer cell {cell} is missing: nothing to mark."])
        if isinstance(given, Unreadable):
            return Mark(notes=[*notes, str(given)])
        try:
            verdicts = self.verdicts(question)
        except LabsimError as error:
            return Mark(notes=["The instructor marks this one."], look=[str(error)], by_hand=True)
        counted = [v.share for _, v in verdicts if v.share is not None]
        share = sum(counted) / len(counted) if counted else 0.0
        full = sum(s == 1 for s in counted)
        several = len(verdicts) > 1
        notes.append(f"{full} of {len(counted)} right." if several else verdicts[0][1].note)
        return Mark(share, notes, pages.answers(verdicts))

    def verdicts(self, question: str) -> list[tuple[str, Verdict]]:
        """Return place and verdict for each place of a literal answer."""
        given = self.work.answers[question]
        work = lambda: answers.mark(self.expected(question, given), given)  # noqa: E731
        return self._once(question, given, work)

    def expected(self, question: str, given: Any = None) -> Any:
        """Return what the key expects of this apprentice."""
        own = self.tries[self.counted]
        ask = answers.Ask(self.lab, self.student, own._seed(own.number), own.work.record)
        ask.given = given if isinstance(given, dict) else {}
        ask.others = self.work.answers
        return answers.key_of(self.lab_id, question)(ask)
