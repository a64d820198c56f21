"""Kinds of expected answers: numbers, words, lists. Each marks with 0 to 1 and says why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

__all__ = ["Expected", "Items", "Number", "Verdict", "Word"]


@dataclass(frozen=True)
class Verdict:
    """Share of the marks (None: counts neither way), what was given, and a sentence."""

    share: float | None
    given: Any
    note: str = ""


class Expected:
    """Base of all kinds. `why` is the explanation an apprentice reads when the answer is wrong."""

    why: str = ""

    def mark(self, given: Any) -> Verdict:
        """Mark one literal; an empty place earns nothing."""
        if given is None or given == "" or given == []:
            return Verdict(0.0, None, "Left empty.")
        share, note = self.judge(given)
        if share < 1 and self.why:
            note = f"{note} {self.why}".strip()
        return Verdict(share, given, note)

    def judge(self, given: Any) -> tuple[float, str]:
        raise NotImplementedError

    def example(self) -> Any:
        raise NotImplementedError


@dataclass(frozen=True)
class Number(Expected):
    """A number within a part of its value or within an absolute margin, whichever is wider."""

    value: float
    within: float = 0.05
    margin: float = 0.5
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        number = _number(given)
        if number is None:
            return 0.0, "Not a number."
        if self._near(number):
            return 1.0, "Right."
        if self._near(-number):
            return 0.5, "Right size, wrong sign: the leads are the other way round."
        if any(self._near(number * factor) for factor in (1e3, 1e-3, 1e6, 1e-6)):
            return 0.5, "Right figures, wrong unit: mind milli, kilo and mega."
        return 0.0, "Not this value."

    def _near(self, number: float) -> bool:
        return abs(number - self.value) <= max(self.margin, self.within * abs(self.value))

    def example(self) -> float:
        return float(self.value)


@dataclass(frozen=True)
class Word(Expected):
    """A word or short phrase; capitals, spaces and the listed other spellings do not matter."""

    value: str
    accept: tuple[str, ...] = ()
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        if not isinstance(given, str):
            return 0.0, "Not text: put it in quotes."
        right = _plain(given) in {_plain(word) for word in (self.value, *self.accept)}
        return (1.0, "Right.") if right else (0.0, "Not this.")

    def example(self) -> str:
        return self.value


@dataclass(frozen=True)
class Items(Expected):
    """A list of words. What is missing and what is too much both cost; order only if it counts."""

    values: tuple[str, ...]
    ordered: bool = False
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        if not isinstance(given, (list, tuple, set)):
            return 0.0, 'Not a list: write ["…", "…"].'
        mine, right = [_plain(item) for item in given], [_plain(v) for v in self.values]
        if self.ordered:
            share = _common(mine, right) / max(len(mine), len(right))
            return share, "Right." if share == 1 else "Not all in this order."
        hits, wrong = set(mine) & set(right), set(mine) - set(right)
        missing = len(set(right)) - len(hits)
        share = len(hits) / (len(set(right)) + len(wrong))
        said = [f"{missing} missing"] * bool(missing) + [f"{len(wrong)} too much"] * bool(wrong)
        return share, f"{', '.join(said).capitalize()}." if said else "Right."

    def example(self) -> list[str]:
        return list(self.values)


def _number(given: Any) -> float | None:
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return None
    try:
        number = float(given)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _plain(word: Any) -> str:
    return "".join(str(word).split()).casefold()


def _common(one: list[str], two: list[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for a in one[:200]:
        corner = 0
        for j, b in enumerate(two, 1):
            corner, row[j] = row[j], corner + 1 if a == b else max(row[j], row[j - 1])
    return row[-1]
