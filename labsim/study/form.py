"""Forms of an exam: which items, in which order, by seed.

Seeds come in series of `PARALLEL`: 0 to 7, 8 to 15, … Two forms of a series never share an item:
form k takes the k-th item of each generator it uses. Practice never shows an item of a form.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from labsim.core.errors import LabsimError
from labsim.study.bank import Generator, generators
from labsim.study.blueprint import Blueprint, blueprint
from labsim.study.item import Item

__all__ = ["PARALLEL", "Form", "form"]

PARALLEL = 8


@dataclass(frozen=True)
class Form:
    """A form: its blueprint, its seed, its items in the order they are asked."""

    blueprint: Blueprint
    seed: int
    items: tuple[Item, ...]

    def coverage(self) -> list[tuple[str, int, int, int]]:
        """Return (topic, asked for, items in it, of which with picture or simulation) by topic."""
        has = Counter(item.topic for item in self.items)
        shown = Counter(item.topic for item in self.items if item.show)
        return [(t, n, has[t], shown[t]) for t, n in self.blueprint.parts.items()]


def form(exam: str, seed: int = 0) -> Form:
    """Draw a form. LabsimError for an unknown exam, or a seed that is no whole number from 0."""
    plan = blueprint(exam)
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise LabsimError(f"the seed of a form is a whole number from 0, not {seed!r}")
    series, number = divmod(seed, PARALLEL)
    rng = random.Random(f"{exam}/{seed}")
    bank = generators(exam)
    chosen: list[Item] = []
    for topic, count in plan.parts.items():
        mine = _spread([one for one in bank if one.topic == topic], count, rng)
        chosen += [one.instance(number, str(series)) for one in mine]
    rng.shuffle(chosen)
    return Form(plan, seed, tuple(chosen))


def _spread(bank: list[Generator], count: int, rng: random.Random) -> list[Generator]:
    """Choose generators so that every module of a topic (its subtopics) gets its share."""
    if len(bank) < count:
        raise LabsimError(f"the bank has {len(bank)} generators where a form needs {count}")
    groups: dict[str, list[Generator]] = {}
    for one in bank:
        groups.setdefault(one.name.partition(".")[0], []).append(one)
    # By the share of a group that is used so far: big groups give more, no group gives none.
    pool = []
    for group in groups.values():
        rng.shuffle(group)
        pool += [
            ((k + rng.random()) / len(group), rng.random(), one) for k, one in enumerate(group)
        ]
    return [one for _, _, one in sorted(pool, key=lambda entry: entry[:2])[:count]]
