"""Expected answers of ELE-03."""

from __future__ import annotations

from grading.answers import Ask, Expected, Items, Number

__all__ = ["volts"]


def volts(ask: Ask) -> dict[str, Expected]:
    return {"coil at rest (V)": Number(0.0, why="S1 is open."), "feeds": Items(("F4", "F5"))}
