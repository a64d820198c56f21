"""The report of a paper: by domain, with how sure that is, and what mends each miss."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from labsim.core.errors import LabsimError
from labsim.study.form import Form
from labsim.study.item import Item

__all__ = ["Miss", "Report", "Share", "report", "wilson"]

NORMAL = 1.96  # of a 95 % interval


@dataclass(frozen=True)
class Share:
    """Right answers of a topic, and the 95 % interval of what stands behind them."""

    right: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """Return the Wilson interval, 0 to 1."""
        return wilson(self.right, self.of)

    def __str__(self) -> str:
        low, high = self.interval
        part = 100 * self.right / max(self.of, 1)
        return f"{self.right} of {self.of}, {part:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


@dataclass(frozen=True)
class Miss:
    """An item that was missed: which, what was chosen (None: nothing), the mistake it tells of."""

    place: int
    item: Item
    chosen: int | None

    @property
    def mistake(self) -> str:
        """Name the mistake behind the answer."""
        return "Not answered" if self.chosen is None else self.item.options[self.chosen].mistake


@dataclass(frozen=True)
class Report:
    """What a paper came to."""

    form: Form
    total: Share
    topics: dict[str, Share]
    misses: tuple[Miss, ...]

    @property
    def verdict(self) -> str:
        """Say what the result means, and what it does not."""
        plan = self.form.blueprint
        if plan.pass_share is None:
            return f"{self.total} right. {plan.caveat}"
        need = math.ceil(plan.pass_share * self.total.of - 1e-9)
        word = "At or above" if self.total.right >= need else "Below"
        return f"{self.total} right. {word} the pass mark of {need}. {plan.caveat}"

    def labs(self) -> list[tuple[str, int]]:
        """Return the labs that repair most of the misses, with how many."""
        return Counter(lab for miss in self.misses for lab in miss.item.repair).most_common()

    def text(self) -> str:
        """Return the report as plain text."""
        lines = [self.form.blueprint.title, self.verdict, ""]
        lines += [f"  {topic}: {share}" for topic, share in self.topics.items()]
        if self.misses:
            lines += ["", "To mend:"]
            for lab, count in self.labs():
                lines.append(f"  {lab}: {count} {'item' if count == 1 else 'items'}")
        for miss in self.misses:
            item = miss.item
            lines += ["", f"{miss.place + 1}. {item.stem}", f"   {miss.mistake}."]
            lines.append(f"   Right: {item.options[item.key].text}. {item.because}")
        return "\n".join(lines)


def report(form: Form, answers: Mapping[int, int]) -> Report:
    """Mark a paper. `answers`: place -> option, both from 0; what is missing counts as wrong."""
    wrong = [place for place in answers if not 0 <= place < len(form.items)]
    if wrong:
        raise LabsimError(f"the form has {len(form.items)} items, no {wrong[0] + 1}")
    right, of = Counter[str](), Counter[str]()
    misses = []
    for place, item in enumerate(form.items):
        chosen = answers.get(place)
        of[item.topic] += 1
        right[item.topic] += chosen == item.key
        if chosen != item.key:
            misses.append(Miss(place, item, chosen))
    topics = {topic: Share(right[topic], of[topic]) for topic in form.blueprint.parts}
    total = Share(right.total(), len(form.items))
    return Report(form, total, topics, tuple(misses))


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (E. B. Wilson, 1927); (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    share, z2 = right / of, NORMAL**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = NORMAL * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(middle - half, 0.0), min(middle + half, 1.0)
