"""The thermal survey of INS-04: what is looked at, and the sheet that goes on file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from labsim.filing import filed
from labsim.instruments.infrared import SPOT
from labsim.teaching.page import Piece, table
from labsim.thermal.joints import rise_after
from labsim.thermal.sheet import read_sheet, write_sheet
from labsim.thermal.surface import Door, Surface, SurveySheet

__all__ = ["SurveyList", "beside", "put_on_file", "warming"]


def places(machine: Any) -> list[tuple[str, Surface, Door, str]]:
    """Return lug, surface, door and tag of the motor of every connection, in order."""
    parts = machine.components.values()
    doors = {s.tag: d for d in parts if isinstance(d, Door) for s in d.surfaces}
    found = []
    for surface in (p for p in parts if isinstance(p, Surface)):
        net = next(net for net in machine.nets if surface.of in net)
        motor = next(p.component.tag for p in net if "rated" in p.component.params)
        found.append((surface.of.name, surface, doors[surface.tag], motor))
    return found


class SurveyList(Piece):
    """The eighteen connections of a bench by their own tags."""

    def __init__(self, bench: Any) -> None:
        rows = [[lug, s.tag, door.tag, motor] for lug, s, door, motor in places(bench.machine)]
        made = table(["lug: aim, clamp", "surface: look, tape", "door", "motor: name-plate"], rows)
        super().__init__(made.html, made.words)


def put_on_file(bench: Any, rows: Mapping[str, Iterable[Any]]) -> Piece:
    """Put a survey on file and show it; Q1:2 may be written as it is called on cubicle 1 of MCC 0.

    A row is (°C, verdict, class, priority); empty rows are left out.
    """
    sheet = next(p for p in bench.machine.components.values() if isinstance(p, SurveySheet))
    own = {_own(bench.machine, place): given for place, given in rows.items()}
    bench.file(sheet.tag, write_sheet(own))
    return beside(bench)


def _own(machine: Any, place: str) -> str:
    return place if place in machine.ports else machine.numbered(place)


def beside(bench: Any) -> Piece:
    """Show the sheet on file beside the last spot taken of each connection; it judges nothing."""
    last = {e["ports"][0]: e for e in bench.attempt.of("measure") if e["function"] == SPOT}
    sheet, rows = read_sheet(filed(bench.attempt)), []
    for lug, *_ in places(bench.machine):
        row, shot = sheet.get(lug), last.get(lug, {})
        mine = ["", "", "", ""] if row is None else [
            "" if field is None else f"{field:g}" if isinstance(field, float) else str(field)
            for field in (row.celsius, row.verdict, row.severity, row.priority)
        ]  # fmt: skip
        rows.append([lug, shot.get("text", ""), _set(shot), *mine])
    heads = ["lug", "last shot", "with", "°C on file", "verdict", "class", "priority"]
    return table(heads, rows)


def _set(shot: Mapping[str, Any]) -> str:
    """Return the settings of a shot in words."""
    words = {"emissivity": "ε {:g}", "reflected": "refl {:g} °C", "angle": "{:g}°"}
    given = shot.get("settings", {})
    told = [words[name].format(value) for name, value in given.items() if value is not None]
    return ", ".join(told) or ("factory" if shot else "")


def warming(rise: float, tau: float, minutes: Iterable[float]) -> Piece:
    """Show how a joint warms once it is fed: minutes, rise in K, part of the way; tau in s."""
    rows = []
    for minute in minutes:
        kelvin = float(rise_after(60.0 * minute, rise, tau))
        rows.append([f"{minute:g} min", f"{kelvin:.1f} K", f"{kelvin / rise:.0%}"])
    return table(["after", "rise", "of the way"], rows)
