"""Faults: a title from the trade, how often, which parameters become wrong, when, and how fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError

__all__ = ["Fault", "Growth", "Pair"]


@dataclass(frozen=True)
class Growth:
    """How a fault grows from the first sign (P) to failure (F), in weeks: a P-F curve.

    `weeks` is the usual time from P to F; `spread` how much it differs from machine to machine
    (log-normal); `bend` how late it speeds up: the level is (e^(bend·t) - 1) / (e^bend - 1).
    """

    weeks: float = 10.0
    spread: float = 0.25
    bend: float = 2.0

    def interval(self, seed: int | None = None) -> float:
        """Return the weeks from P to F of one machine; the usual ones without a seed."""
        if seed is None:
            return self.weeks
        drawn = np.random.default_rng([seed & 0xFFFFFFFF, 0x50F]).standard_normal()
        return float(self.weeks * np.exp(self.spread * drawn))

    def level(self, week: Any, seed: int | None = None, begins: float = 0.0) -> Any:
        """Return how far it is at a week (or at many): 0 before P at `begins`, 1 at F and after."""
        part = np.clip((np.asarray(week, float) - begins) / self.interval(seed), 0.0, 1.0)
        return np.expm1(self.bend * part) / np.expm1(self.bend)


class Fault:
    """A title from the trade, how often it happens, and the parameters that become wrong.

    A value that is a tuple lists severities, mild to severe. `when` makes it intermittent:
    "vibration", "heat" or "load"; `growth` says how it goes from severity to severity in weeks.
    `rate` is relative, not per hour (assumed figures throughout).
    """

    def __init__(
        self,
        title: str,
        rate: float = 1.0,
        when: str | None = None,
        wrong: Mapping[str, Any] | None = None,
        growth: Growth | None = None,
        **params: Any,
    ) -> None:
        self.title, self.rate, self.when, self.growth = title, float(rate), when, growth
        self.wrong = {**(wrong or {}), **params}
        self.component = ""
        self.group = ""
        if when not in (None, "vibration", "heat", "load"):
            raise LabsimError(f"fault {title!r}: when={when!r} is not vibration, heat or load")

    @property
    def id(self) -> str:
        """Tag, colon, trade title: "K1: coil burnt open"."""
        return f"{self.component}: {self.title}"

    def bound(self, component: str, **changes: Any) -> Fault:
        """Return this fault as it sits in the component with the given tag."""
        copy = Fault(self.title, self.rate, self.when, self.wrong, self.growth)
        copy.component, copy.group = component, self.group
        for name, value in changes.items():
            setattr(copy, name, value)
        return copy

    def severities(self) -> list[dict[str, Any]]:
        """Return the wrong parameters, one dict for each severity, mild to severe."""
        count = max((len(v) for v in self.wrong.values() if isinstance(v, tuple)), default=1)
        return [
            {k: v[min(n, len(v) - 1)] if isinstance(v, tuple) else v for k, v in self.wrong.items()}
            for n in range(count)
        ]

    def grown(
        self, healthy: Mapping[str, float], week: float, seed: int | None = None, begins: float = 0
    ) -> dict[tuple[str, str], float]:
        """Return what is wrong in a week, {(tag, parameter): value}, on the way between severities.

        `healthy` are the right values of its part; `seed` draws how fast this machine goes.
        LabsimError where the fault does not grow.
        """
        if self.growth is None:
            raise LabsimError(f"{self.id} does not grow: it is there or it is not")
        level = float(self.growth.level(week, seed, begins))
        found = {}
        for name, value in self.wrong.items():
            way = (healthy[name], *(value if isinstance(value, tuple) else (value,)))
            at = float(np.interp(level * (len(way) - 1), np.arange(len(way)), way))
            found[self.component, name] = at
        return found

    @property
    def parts(self) -> tuple[Fault, ...]:
        """The single faults this one consists of: itself."""
        return (self,)

    def places(self) -> list[dict[tuple[str, str], Any]]:
        """Return what is wrong, {(tag, parameter): value}, one dict for each severity."""
        return [{(self.component, k): v for k, v in wrong.items()} for wrong in self.severities()]

    def __repr__(self) -> str:
        return f"<Fault {self.id}>" if self.component else f"<Fault {self.title}>"


class Pair(Fault):
    """Two faults in one machine: "F6: blown & K1: coil burnt open", every severity with each."""

    JOIN = " & "

    def __init__(self, first: Fault, second: Fault) -> None:
        if first.when != second.when:
            raise LabsimError(f"{first.id} and {second.id} do not come and go together")
        super().__init__(f"{first.title}{self.JOIN}{second.id}", first.rate * second.rate)
        self.component, self.when, self._parts = first.component, first.when, (first, second)

    @property
    def parts(self) -> tuple[Fault, ...]:
        return self._parts

    def places(self) -> list[dict[tuple[str, str], Any]]:
        first, second = self._parts
        return [{**a, **b} for a in first.places() for b in second.places()]

    def severities(self) -> list[dict[Any, Any]]:
        return self.places()

    def bound(self, component: str, **changes: Any) -> Pair:
        """Return a copy; both faults stay in their components."""
        copy = Pair(*self._parts)
        copy.group = self.group
        for name, value in changes.items():
            setattr(copy, name, value)
        return copy
