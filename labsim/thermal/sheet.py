"""The survey sheet: one line for each connection, as it goes on file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from labsim.core.errors import LabsimError, unknown

__all__ = ["VERDICTS", "Row", "read_sheet", "write_sheet"]

VERDICTS = ("sound", "defect")
FIELDS = 5


@dataclass(frozen=True)
class Row:
    """A connection: °C of the metal as it runs now, verdict, severity class, rank of repair.

    None where nothing was written; a sound connection has no class and no rank.
    """

    place: str
    celsius: float | None = None
    verdict: str = ""
    severity: int | None = None
    priority: int | None = None


def write_sheet(rows: Mapping[str, Iterable[Any]]) -> str:
    """Return the text of a sheet: `{"Q1:2": (41.5, "sound"), "Q1:4": (80, "defect", 3, 1)}`.

    Empty places are left out. LabsimError names the line with a verdict or figure that is none.
    """
    lines = []
    for place, given in rows.items():
        fields = [*given][: FIELDS - 1]
        fields += [None] * (FIELDS - 1 - len(fields))
        if not all(field in (None, "") for field in fields):
            lines.append("; ".join([place, *("" if f is None else str(f) for f in fields)]))
    text = "\n".join(lines)
    read_sheet(text)
    return text


def read_sheet(text: str) -> dict[str, Row]:
    """Return the rows of a sheet by place; of a place written twice the last one counts."""
    found = {}
    for line in filter(str.strip, str(text).splitlines()):
        place, *rest = (field.strip() for field in line.split(";"))
        if len(rest) != FIELDS - 1:
            raise LabsimError(f"{line!r}: place; °C; verdict; class; priority")
        celsius, verdict, severity, priority = rest
        if verdict and verdict not in VERDICTS:
            raise unknown(place, "verdict", verdict, VERDICTS)
        figures = _number(place, "°C", celsius), verdict, _whole(place, "class", severity)
        found[place] = Row(place, *figures, _whole(place, "priority", priority))
    return found


def _number(place: str, what: str, text: str) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        value = math.nan
    if value is not None and not math.isfinite(value):
        raise LabsimError(f"{place}: {what} {text!r} is no figure")
    return value


def _whole(place: str, what: str, text: str) -> int | None:
    value = _number(place, what, text)
    if value is not None and value != int(value):
        raise LabsimError(f"{place}: {what} {text} is no whole number")
    return None if value is None else int(value)
