"""What a hostile hand-in is: a cell or a change to the folder, and how one sees that it worked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Attack"]


@dataclass(frozen=True)
class Attack:
    """One attack.

    `code` goes into a cell at the top of the notebook; P there is a dict of paths and names, as an
    attacker may know them. `hand_in` changes the folder. It worked when its outputs hold `loot`
    (a name in P, or text), when `harm` finds what it was to do, or when its marks are higher than
    the same work earns without it.
    """

    name: str
    title: str
    code: str = ""
    loot: str = ""
    harm: Callable[[Any, str], bool] | None = None
    hand_in: Callable[[str, Path], None] | None = None
    alone: bool = False  # may end the whole run where nothing protects it
    harmless: bool = True  # to try without protection, on the machine of whoever runs the tests
    stock: bool = True  # makes sense in a course of nbgrader as it comes
    record: bool = True  # handed in with a sound record, which must still be marked

    def cell(self, known: dict[str, Any]) -> str:
        return f"# attack: {self.name}\nP = {known!r}\n{self.code}"
