"""The numbers of all laws in SI: a column each, a row a variant, worked out when inputs change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.view import Law, View

if TYPE_CHECKING:
    from labsim.core.simulation import Simulation

__all__ = ["Columns"]


@dataclass
class Column:
    """One number of a law: as said at the border, and how it becomes SI."""

    view: View | None
    said: Any
    what: str
    unit: str
    scale: float
    offset: float
    low: float  # least that is possible, as said
    high: float


class Columns:
    """All numbers of a circuit's laws."""

    def __init__(self) -> None:
        self.all: list[Column] = []

    def add(
        self, view: View | None, said: Any, what: str = "", unit: str = "", scale: float = 1.0,
        offset: float = 0.0, low: float = -np.inf, high: float = np.inf,
    ) -> int:  # fmt: skip
        """Add a column; return its number. `said` is a number or a rule of the view."""
        self.all.append(self.make(view, said, what, unit, scale, offset, low, high))
        return len(self.all) - 1

    @staticmethod
    def make(
        view: View | None, said: Any, what: str = "", unit: str = "", scale: float = 1.0,
        offset: float = 0.0, low: float = -np.inf, high: float = np.inf,
    ) -> Column:  # fmt: skip
        return Column(view, said, what, unit, scale, offset, low, high)

    def lay_out(self, count: int) -> None:
        """Make the tables; the constants are in at once, the rules at the first `evaluate`."""
        width = len(self.all)
        self.raw = np.zeros((width, count))
        self.laws: list[Law] = []
        for k, column in enumerate(self.all):
            if callable(column.said):
                self.laws.append(Law(column.view, column.said, self.raw[k]))
            else:
                self.raw[k] = column.said
        self.scale = np.array([c.scale for c in self.all])[:, None]
        self.offset = np.array([c.offset for c in self.all])[:, None]
        self.low = np.array([c.low for c in self.all])[:, None]
        self.high = np.array([c.high for c in self.all])[:, None]
        self.effective: Any = None
        self.seen = np.full_like(self.raw, np.nan)

    def evaluate(self, sim: Simulation, after: Callable[[np.ndarray], None]) -> bool:
        """Bring all columns up to date in `table` (variants, columns); True if any changed."""
        same = self.effective is sim.effective
        self.effective = sim.effective
        for law in self.laws:
            if law.moves or not same:
                law.update(sim)
        if np.array_equal(self.raw, self.seen):
            return False
        self._check(sim)
        self.seen = self.raw.copy()
        table = self.raw * self.scale + self.offset
        after(table)
        self.table = np.ascontiguousarray(table.T)
        return True

    def _check(self, sim: Simulation) -> None:
        wrong = ~((self.raw >= self.low) & (self.raw <= self.high))
        if not wrong.any():
            return
        k, n = (int(where[0]) for where in np.nonzero(wrong))
        c = self.all[k]
        bounds = [f"{word} {limit:g}" for word, limit in (("at least", c.low), ("at most", c.high))
                  if np.isfinite(limit)]  # fmt: skip
        tag = c.view.tag if c.view else "circuit"
        which = sim.variants[n].name
        raise LabsimError(
            f"{tag}: {c.what} is {self.raw[k, n]:g} {c.unit} ({which}); "
            f"give it {' and '.join(bounds) or 'a number'}"
        )
