"""When a fault is there: always, or only while the machine shakes, is hot, or works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from labsim.core.clock import HOT, TAP, WARM, Clock

__all__ = ["Intermittent"]


class Intermittent(Clock):
    """The faults of a simulation, variant by variant."""

    variants: list[Any]
    wrong: list[Mapping[tuple[str, str], Any]]

    def _condition(self, when: str, tag: str) -> np.ndarray:
        """Tell for every variant whether the condition of an intermittent fault holds now."""
        running = self._any("speed", 0.2)
        if when == "vibration":
            shakes = self._any("shakes", 0.5, running)
            return shakes | (self.now - self.tapped.get(tag, -9.0) < TAP)
        if when == "heat":
            since = self.now - self.warmed.get(tag, -1e9)
            return self._any("heat", HOT, running) | (WARM[0] <= since < WARM[1])
        return self._any("loaded", 0.5, running)

    def _any(self, name: str, limit: float, other: Any = False) -> np.ndarray:
        """Tell for every variant whether a state so named is above a limit in any part."""
        there = [
            np.abs(value) > limit for (_, state), value in self.states.items() if state == name
        ]
        return np.any(there, axis=0) if there else np.full(self.count, other)

    def _live(self) -> list[bool]:
        """Tell for every variant whether its fault is there now."""
        known: dict[tuple[str, str], np.ndarray] = {}
        live = []
        for n, (variant, wrong) in enumerate(zip(self.variants, self.wrong, strict=True)):
            there = bool(wrong)
            if wrong and variant.when:
                place = variant.when, next(iter(wrong))[0]
                if place not in known:
                    known[place] = self._condition(*place)
                there = bool(known[place][n])
            live.append(there)
        return live
