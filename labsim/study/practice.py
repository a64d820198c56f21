"""Practice that comes back in time: what was missed soon, what sits later (FSRS).

A card is a generator, not an item: each time it comes with fresh numbers, and never with those of a
mock exam. How sure somebody was counts: right by luck comes back sooner than right and sure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from labsim.core.errors import LabsimError
from labsim.study.bank import PRACTICE, Generator, generators
from labsim.study.item import Item
from labsim.study.progress import Progress

__all__ = ["SURE", "Practice", "Told"]

SURE = ("a guess", "fairly sure", "certain")


@dataclass(frozen=True)
class Told:
    """What is said after an answer: right or not, the mistake, the reason, when it comes back."""

    right: bool
    mistake: str
    because: str
    due: datetime
    misconception: bool  # wrong and certain of it

    def __str__(self) -> str:
        head = "Right." if self.right else f"Not right: {self.mistake}."
        return f"{head} {self.because} Comes back {self.due:%d %b %H:%M}."


class Practice:
    """Practice of one learner toward one exam, for all topics or some."""

    def __init__(self, exam: str, progress: Progress, topics: Sequence[str] = ()) -> None:
        from fsrs import Scheduler

        self.progress = progress
        bank = [one for one in generators(exam) if not topics or one.topic in topics]
        if not bank:
            known = sorted({one.topic for one in generators(exam)})
            raise LabsimError(f"no items for {', '.join(topics)}; topics are {', '.join(known)}")
        self.bank: dict[str, Generator] = {one.name: one for one in bank}
        self._scheduler = Scheduler(enable_fuzzing=False)  # the same answers, the same dates

    def _cards(self) -> dict[str, dict[str, str]]:
        return {row["generator"]: row for row in self.progress.rows("SELECT * FROM card")}

    def due(self, now: datetime | None = None) -> list[str]:
        """Return generators that are due, the longest due first."""
        moment = (now or datetime.now(UTC)).isoformat()
        rows = self.progress.rows("SELECT * FROM card WHERE due <= ? ORDER BY due", moment)
        return [row["generator"] for row in rows if row["generator"] in self.bank]

    def next(self, now: datetime | None = None) -> Item | None:
        """Return the next item: what is due, else something new, else None until something is."""
        cards = self._cards()
        due = self.due(now)
        fresh = [name for name in self.bank if name not in cards]
        name = due[0] if due else _spread(fresh, cards)
        if name is None:
            return None
        seen = int(cards[name]["seen"]) if name in cards else 0
        return self._fresh(self.bank[name], seen)

    def _fresh(self, one: Generator, seen: int) -> Item:
        """Return an item not shown before; a small generator begins again."""
        while True:
            try:
                return one.instance(seen, "practice", PRACTICE)
            except LabsimError:
                if not seen:
                    raise
                seen //= 2

    def answer(
        self, item: Item, chosen: int, sure: int, now: datetime | None = None, seconds: float = 0.0
    ) -> Told:
        """Take an answer: option from 0, `sure` 0 (a guess), 1, 2 (certain)."""
        if item.generator not in self.bank:
            raise LabsimError(f"{item.generator} is not part of this practice")
        if not 0 <= chosen < len(item.options) or sure not in range(len(SURE)):
            raise LabsimError(f"options are 0 to {len(item.options) - 1}, sure is 0, 1 or 2")
        moment = now or datetime.now(UTC)
        mistake = item.options[chosen].mistake
        due = self._schedule(item.generator, not mistake, sure, moment)
        self.progress.write(
            "INSERT INTO answer (generator, instance, chosen, key, mistake, sure, seconds, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            item.generator, item.instance, chosen, item.key, mistake, sure, seconds,
            moment.isoformat(timespec="seconds"),
        )  # fmt: skip
        return Told(not mistake, mistake, item.because, due, bool(mistake) and sure == 2)

    def _schedule(self, name: str, right: bool, sure: int, moment: datetime) -> datetime:
        from fsrs import Card, Rating

        row = self._cards().get(name)
        card = Card.from_json(row["state"]) if row else Card(card_id=len(self._cards()), due=moment)
        grades = (Rating.Hard, Rating.Good, Rating.Easy)
        grade = grades[sure] if right else Rating.Again
        card, _ = self._scheduler.review_card(card, grade, review_datetime=moment)
        state = json.dumps(json.loads(card.to_json()), sort_keys=True)
        self.progress.write(
            "INSERT INTO card (generator, state, due, seen) VALUES (?, ?, ?, 1)"
            " ON CONFLICT (generator) DO UPDATE SET state = excluded.state, due = excluded.due,"
            " seen = seen + 1",
            name, state, card.due.isoformat(),
        )  # fmt: skip
        return card.due


def _spread(fresh: list[str], cards: dict[str, dict[str, str]]) -> str | None:
    """Return a new generator from the module that has been met least: topics are mixed."""
    if not fresh:
        return None
    met = [name.partition(".")[0] for name in cards]
    return min(fresh, key=lambda name: met.count(name.partition(".")[0]))
