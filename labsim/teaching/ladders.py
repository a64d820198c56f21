"""Rungs for lessons: a program, a line of text or a controller as a picture, in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from labsim.drawing.rung_page import Page, show
from labsim.plc import read_rungs

__all__ = ["rungs"]


def rungs(
    source: Any,
    *numbers: int,
    routine: str = "",
    mode: str = "",
    dialect: str = "ab",
    tags: Mapping[str, Any] | None = None,
) -> Page:
    """Show rungs: of neutral text, of a program, or of a controller as it stands.

    `numbers` are those of the rungs, counted from 0; left out, all are shown. `mode` "studio" or
    "power" is for a controller: what the tags say, or where power went in the last scan. `dialect`
    and `tags` are for text. The page shows itself at the end of a cell, and prints as words.
    """
    if isinstance(source, str):
        source = read_rungs(source, dialect=dialect, tags=dict(tags or {}))
    return show(source, routine, _in_order(numbers), mode)


def _in_order(numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))
