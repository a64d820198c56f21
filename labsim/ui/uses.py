"""Where a tag is used, for the monitor: by routine, rung, and number of the element drawn."""

from __future__ import annotations

from typing import Any

from labsim.core.errors import LabsimError
from labsim.drawing.rung_rails import starts
from labsim.plc.operands import parse_path, write_path
from labsim.plc.program import Program
from labsim.plc.reasons import xref

__all__ = ["Uses"]


class Uses:
    """The cross reference of a program, looked up as often as the screen asks."""

    def __init__(self, program: Program) -> None:
        self.program, self.all = program, xref.uses(program)
        self.first = self._first()
        self.by_root: dict[str, list[xref.Use]] = {}
        for use in self.all:
            self.by_root.setdefault(use.path.root.casefold(), []).append(use)
        spelt = {write_path(use.path).casefold(): write_path(use.path) for use in self.all}
        self.names = sorted((n for n in spelt.values() if n[:1] != "~"), key=str.casefold)
        self.doubled = xref.double_coils(program)
        self.known: dict[str, list[xref.Use]] = {}

    def _first(self) -> dict[tuple[str, int], int]:
        """Return the number, within its routine, of the first element of every rung."""
        found = {}
        for name, routine in self.program.routines.items():
            n = 0
            for number, rung in enumerate(routine.rungs):
                found[name, number] = n
                n += sum(1 for _ in rung.ops())
        return found

    def places(self, name: str) -> list[xref.Use]:
        """Return the places of a tag, of its parts and of what it is a part of."""
        if name not in self.known:
            try:
                asked = xref.resolve(self.program, parse_path(name, self.program.dialect))
            except LabsimError:
                return []
            near = self.by_root.get(asked.root.casefold(), ())
            self.known[name] = [use for use in near if xref.meets(use, asked)]
        return self.known[name]

    def of(self, name: str) -> list[dict[str, Any]]:
        """Return the places of a tag as rows: routine, rung, element, instruction, way."""
        rows: dict[tuple[str, int], dict[str, Any]] = {}
        for use in self.places(name) if name else ():
            n = self.first[use.routine, use.rung] + use.element
            way = ("" if use.sure else "may ") + ("writes" if use.writes else "reads")
            way = way if use.sure else way.removesuffix("s")
            row = rows.setdefault((use.routine, n), {
                "routine": use.routine, "rung": use.rung, "n": n,
                "op": use.op.spelling or use.op.name, "way": "",
            })  # fmt: skip
            row["way"] = " and ".join(filter(None, [row["way"], way]))
        return list(rows.values())

    def warning(self, name: str) -> str:
        """Return what is wrong with the coils of a tag, "" for nothing."""
        return next((text for text in self.doubled if text.startswith(f"{name} has ")), "")

    def find(self, text: str) -> list[tuple[str, int]]:
        """Return routine and element of every place of a tag; part of its name will do."""
        key = text.strip().casefold()
        whole = [name for name in self.names if name.casefold() == key]
        names = whole or [name for name in self.names if key and key in name.casefold()]
        order = starts(self.program)
        places = {(row["routine"], row["n"]) for name in names for row in self.of(name)}
        return sorted(places, key=lambda place: order[place[0]] + place[1])

    def written(self, name: str) -> bool:
        """Tell whether the program writes a tag, or a part of it."""
        return any(use.writes for use in self.places(name))
