"""The hand that draws an item: numbers by seed, options with the mistakes that lead to them.

A generator is a function of one `Draw`. It draws its numbers and ends in `number`, `choice` or
`order`. Wrong options are never noise: each is what somebody gets who makes one named mistake.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from labsim.core.errors import LabsimError
from labsim.study.item import LETTERS, Option, Picture

__all__ = ["Asked", "Draw", "begin", "say"]

T = TypeVar("T")
WRONG = len(LETTERS) - 1
APART = 0.04  # two numbers nearer than this share are one answer to somebody who rounds

Show = Callable[[], Picture]


@dataclass(frozen=True)
class Asked:
    """What a generator has drawn: stem, options with their mistakes, the explanation, a picture."""

    stem: str
    options: tuple[Option, ...]
    because: str
    show: Show | None = None


class Draw:
    """Draws by seed: the same seed gives the same item on every machine."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def pick(self, *values: T) -> T:
        """Return one of some values."""
        return values[self._random.randrange(len(values))]

    def some(self, values: Iterable[T], count: int) -> list[T]:
        """Return `count` different ones of some values, in a drawn order."""
        return self._random.sample(list(values), count)

    def between(self, low: float, high: float, step: float = 1.0) -> float:
        """Return a number of a grid: low, low + step, … high."""
        count = round((high - low) / step)
        value = low + step * self._random.randint(0, count)
        return round(value, 9)

    def seed(self) -> int:
        """Return a seed for a simulation or a picture of the item."""
        return self._random.getrandbits(32)

    def number(
        self,
        stem: str,
        key: float,
        unit: str = "",
        *,
        mistakes: Mapping[str, float],
        because: str,
        digits: int = 3,
        show: Show | None = None,
    ) -> Asked:
        """Ask for a number. `mistakes`: name of a mistake -> what it gives.

        Mistakes that give (nearly) the right number or that of another mistake are left out;
        three must remain (give five, on both sides of the right
        one). Options stand in order of size, as in exams.
        """
        kept: list[tuple[float, Option]] = []
        taken = [float(key)]
        for name, value in self.some(mistakes.items(), len(mistakes)):
            if _apart(value, taken):
                taken.append(float(value))
                kept.append((float(value), Option(_quantity(value, unit, digits), name)))
        if len(kept) < WRONG:
            raise LabsimError(f"“{stem}”: fewer than {WRONG} mistakes with numbers of their own")
        chosen = [*self._around(key, kept), (float(key), Option(_quantity(key, unit, digits)))]
        options = tuple(option for _, option in sorted(chosen, key=lambda pair: pair[0]))
        return Asked(stem, options, because, show)

    def _around(self, key: float, kept: list[tuple[float, Option]]) -> list[tuple[float, Option]]:
        """Choose wrong numbers so that the right one is as often the least as the greatest."""
        below = [one for one in kept if one[0] < key]
        above = [one for one in kept if one[0] > key]
        under = self._random.randint(0, WRONG)
        under = min(max(under, WRONG - len(above)), len(below))
        return below[:under] + above[: WRONG - under]

    def choice(
        self,
        stem: str,
        right: str | Sequence[str],
        wrong: Mapping[str, str],
        *,
        because: str,
        show: Show | None = None,
    ) -> Asked:
        """Ask for a statement. `right`: one or several; `wrong`: statement -> mistake.

        `wrong` may be the whole list the right one is of: that one is left out.
        """
        key = right if isinstance(right, str) else self.pick(*right)
        others = [(text, name) for text, name in wrong.items() if text != key]
        if len(others) < WRONG:
            raise LabsimError(f"“{stem}”: {len(others)} wrong statements, {WRONG} are needed")
        options = [Option(key)]
        options += [Option(text, name) for text, name in self.some(others, WRONG)]
        return Asked(stem, tuple(self.some(options, len(options))), because, show)

    def order(
        self,
        stem: str,
        steps: Sequence[str],
        mistakes: Mapping[str, tuple[int, int]],
        *,
        because: str,
        show: Show | None = None,
    ) -> Asked:
        """Ask for an order of steps. `mistakes`: name -> the two steps (from 0) it exchanges."""
        wrong = {}
        for name, (a, b) in mistakes.items():
            changed = list(steps)
            changed[a], changed[b] = changed[b], changed[a]
            wrong[" → ".join(changed)] = name
        return self.choice(stem, " → ".join(steps), wrong, because=because, show=show)


def begin(text: str) -> str:
    """Return a text with its first letter large, the rest as it is: Press H-3, A 45 kW pump."""
    return text[:1].upper() + text[1:]


def say(value: float, digits: int = 3) -> str:
    """Write a number with so many significant digits, never as a power of ten: 0.0451, 1,480."""
    if not math.isfinite(value):
        raise LabsimError(f"{value} is no number for an answer")
    if value == 0:
        return "0"
    places = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    text = f"{round(value, places):,.{places}f}"
    return text.rstrip("0").rstrip(".") if places and digits != 3 else text


def _quantity(value: float, unit: str, digits: int) -> str:
    return f"{say(value, digits)}{'' if unit == '°' else ' '}{unit}".strip()


def _apart(value: float, others: list[float]) -> bool:
    return math.isfinite(value) and all(
        abs(value - other) > APART * max(abs(value), abs(other), 1e-12) for other in others
    )
