"""Fluid circuits: lines that join ports, drawn from a picture in text. A line is one pressure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Element, Port, Sheet

if TYPE_CHECKING:
    from labsim.core.machine import Machine

__all__ = ["Circuit", "Line", "loose_ends"]

LITRES = {"oil": 0.5, "air": 0.05}  # in a line of which nothing is said (assumed: some metres)


class Line:
    """Pipe or hose between ports: `Line("P", P1["P"], R1["P"], V1["P"], litres=0.8)`.

    A part with one port stands for it: `Line("T", V1["T"], T1)`. `litres`: what is in the line.
    """

    def __init__(self, name: str, *ends: Any, litres: float | None = None) -> None:
        self.name, self.litres = name, litres
        self.ports = tuple(end if isinstance(end, Port) else _only(name, end) for end in ends)
        if not self.ports:
            raise LabsimError(f"line {name} joins nothing: name its ports")
        if litres is not None and not litres > 0:
            raise LabsimError(f"line {name}: {litres} L is no volume; leave it out or give more")

    def __repr__(self) -> str:
        return f"<Line {self.name}: {', '.join(port.name for port in self.ports)}>"


def _only(name: str, part: Any) -> Port:
    marks = getattr(part, "marks", ())
    if len(marks) != 1:
        ports = ", ".join(marks) or "none"
        raise LabsimError(
            f"line {name}: of {part!r}, with ports {ports}, say which one: PART[PORT]"
        )
    return part.port(marks[0])


class Circuit(Sheet):
    """Fluid circuit diagram (ISO 1219-1): `Circuit(title, Line(…), …, layout=picture)`.

    `layout` shows in text where the parts stand, tags on a grid, `===P===` a rail of line P;
    `medium` is "oil" or "air".
    """

    def __init__(self, title: str, *lines: Line, layout: str = "", medium: str = "oil") -> None:
        if medium not in LITRES:
            raise unknown(title, "medium", medium, LITRES)
        self.title, self.lines, self.layout, self.medium = title, list(lines), layout, medium

    def line(self, name: str) -> Line:
        """Return the line with this name; an unknown name raises LabsimError."""
        for line in self.lines:
            if line.name == name:
                return line
        raise unknown(self.title, "line", name, [line.name for line in self.lines])

    def litres(self, line: Line) -> float:
        """Return what is in a line, in L."""
        return LITRES[self.medium] if line.litres is None else line.litres

    @property
    def ports(self) -> list[Port]:
        """Every port of the circuit, line by line."""
        return [port for line in self.lines for port in line.ports]

    def elements(self) -> Iterator[Element]:
        return iter(())

    def wires(self) -> Iterator[tuple[Port, Port]]:
        for line in self.lines:
            yield from zip(line.ports, line.ports[1:], strict=False)

    def check(self, machine: Machine) -> None:
        """Raise LabsimError for a line named twice, or a port on two lines."""
        names: dict[str, Line] = {}
        where: dict[Port, Line] = {}
        for line in self.lines:
            if line.name in names:
                raise LabsimError(f"{self.title}: two lines are called {line.name}; join or rename")
            names[line.name] = line
            for port in line.ports:
                if port in where:
                    both = f"{where[port].name} and {line.name}"
                    raise LabsimError(
                        f"{self.title}: {port.name} is on lines {both}; a port takes one line: "
                        "join the lines, or give the part another port"
                    )
                where[port] = line


def loose_ends(machine: Machine) -> None:
    """Raise LabsimError for a fluid port on no line that does not close by itself or may stay open.

    A part says in `capped` which ports close by themselves, in `vented` which are open to air.
    """
    on = {port for net in machine.nets for port in net}
    on |= {p for s in machine.sheets if isinstance(s, Circuit) for p in s.ports}
    for part in machine.components.values():
        if getattr(part.network, "domain", "") != "fluid":
            continue
        for mark in part.marks:
            if mark not in (*part.capped, *part.vented) and part.port(mark) not in on:
                raise LabsimError(
                    f"{part.tag}:{mark} of the {part.title} is on no line: put it on a Line of the "
                    "circuit, or close it with a Plug"
                )
