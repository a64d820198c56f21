"""What answers tell of the items: how hard, how well they tell strong from weak, which mistakes.

Classical figures. Below some thirty papers they are hints: the counts stand beside them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Any

__all__ = ["ItemFigures", "statistics"]

EASY, HARD, WEAK, FEW = 0.95, 0.20, 0.15, 30  # review an item outside these


@dataclass(frozen=True)
class ItemFigures:
    """Figures of one generator: share right, point-biserial with the rest, mistakes."""

    generator: str
    answers: int
    difficulty: float
    discrimination: float | None
    mistakes: dict[str, int]

    @property
    def remarks(self) -> tuple[str, ...]:
        """Say what an instructor should look at."""
        if self.answers < FEW:
            return (f"{self.answers} answers: too few to judge the item",)
        said = []
        if self.difficulty > EASY:
            said.append("nearly everybody is right")
        if self.difficulty < HARD:
            said.append("hardly anybody is right: is the key right, is it taught?")
        if self.discrimination is not None and self.discrimination < WEAK:
            said.append("those who know more are not better at it: read it again")
        return tuple(said)


def statistics(papers: Iterable[Mapping[str, Any]]) -> list[ItemFigures]:
    """Return figures by generator.

    A paper has `answers`: rows with `generator`, `right` (bool), `mistake`. The point-biserial is
    taken against the rest of the paper, without the item itself.
    """
    rows: dict[str, list[tuple[bool, float, str]]] = {}
    for paper in papers:
        answers = list(paper["answers"])
        right = sum(bool(one["right"]) for one in answers)
        for one in answers:
            rest = (right - bool(one["right"])) / max(len(answers) - 1, 1)
            entry = (bool(one["right"]), rest, str(one.get("mistake", "")))
            rows.setdefault(str(one["generator"]), []).append(entry)
    return [_figures(name, found) for name, found in sorted(rows.items())]


def _figures(name: str, rows: list[tuple[bool, float, str]]) -> ItemFigures:
    share = fmean(right for right, _, _ in rows)
    mistakes = Counter(mistake for right, _, mistake in rows if not right)
    return ItemFigures(name, len(rows), share, _biserial(rows, share), dict(mistakes.most_common()))


def _biserial(rows: list[tuple[bool, float, str]], share: float) -> float | None:
    """Return the point-biserial correlation; None where nobody or everybody is right."""
    spread = pstdev([rest for _, rest, _ in rows])
    if share in (0.0, 1.0) or spread < 1e-12:
        return None
    high = fmean(rest for right, rest, _ in rows if right)
    low = fmean(rest for right, rest, _ in rows if not right)
    return (high - low) / spread * math.sqrt(share * (1 - share))
