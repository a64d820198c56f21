"""Sheets: a drawing that is the connection. What is drawn in series or parallel is wired so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labsim.core.errors import LabsimError, unknown

if TYPE_CHECKING:
    from labsim.core.component import Component
    from labsim.core.machine import Machine

__all__ = [
    "Cable",
    "Element",
    "Ladder",
    "Parallel",
    "Phase",
    "Port",
    "Power",
    "Rung",
    "Series",
    "Sheet",
    "Swap",
    "Weak",
    "Wire",
]


@dataclass(frozen=True)
class Port:
    """A place to connect and to probe."""

    component: Component
    mark: str

    @property
    def name(self) -> str:
        """The address, `K1:A1`."""
        return f"{self.component.tag}:{self.mark}"

    @property
    def own(self) -> list[tuple[str, str]]:
        """The places (tag, parameter) of the connection itself, made anew with it."""
        kinds = ("joint", "earth", "weep")
        names = [f"{self.mark}.{kind}" for kind in kinds]
        return [(self.component.tag, n) for n in names if n in self.component.params]

    def __hash__(self) -> int:
        return hash((id(self.component), self.mark))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Port)
            and other.component is self.component
            and other.mark == self.mark
        )

    def __repr__(self) -> str:
        return f"<Port {self.name}>"


class Element:
    """A part as drawn between two of its terminals: `K1[13, 14]`."""

    def __init__(self, start: Port, end: Port) -> None:
        self.start, self.end = start, end

    @property
    def component(self) -> Component:
        return self.start.component

    @property
    def ports(self) -> tuple[Port, Port]:
        return self.start, self.end

    def __or__(self, other: Any) -> Parallel:
        return Parallel(self, other)

    __ror__ = __or__

    def elements(self) -> Iterator[Element]:
        yield self

    def wires(self) -> Iterator[tuple[Port, Port]]:
        return iter(())

    def __repr__(self) -> str:
        return f"{self.component.tag}[{self.start.mark}, {self.end.mark}]"


class Series:
    """Parts one after the other."""

    def __init__(self, *items: Any) -> None:
        self.items = [as_branch(item) for item in items]
        if not self.items:
            raise LabsimError("a series of parts needs at least one part")

    start = property(lambda self: self.items[0].start)
    end = property(lambda self: self.items[-1].end)

    def __or__(self, other: Any) -> Parallel:
        return Parallel(self, other)

    def elements(self) -> Iterator[Element]:
        for item in self.items:
            yield from item.elements()

    def wires(self) -> Iterator[tuple[Port, Port]]:
        for item in self.items:
            yield from item.wires()
        for left, right in zip(self.items, self.items[1:], strict=False):
            yield left.end, right.start


class Parallel:
    """Branches beside each other: `S1[13, 14] | K1[13, 14]`."""

    def __init__(self, *branches: Any) -> None:
        self.branches: list[Any] = []
        for branch in branches:
            more = branch.branches if isinstance(branch, Parallel) else [as_branch(branch)]
            self.branches.extend(more)

    start = property(lambda self: self.branches[0].start)
    end = property(lambda self: self.branches[0].end)

    def __or__(self, other: Any) -> Parallel:
        return Parallel(self, other)

    __ror__ = __or__

    def elements(self) -> Iterator[Element]:
        for branch in self.branches:
            yield from branch.elements()

    def wires(self) -> Iterator[tuple[Port, Port]]:
        for branch in self.branches:
            yield from branch.wires()
        for branch in self.branches[1:]:
            yield self.start, branch.start
            yield self.end, branch.end


def as_branch(item: Any) -> Element | Series | Parallel:
    """Turn a part, an element, a tuple (series) or a parallel group into a branch."""
    if isinstance(item, Element | Series | Parallel):
        return item
    if isinstance(item, tuple | list):
        return Series(*item)
    marks = getattr(item, "marks", None)
    if marks is None:
        raise LabsimError(f"a rung is made of parts and their terminals, not {item!r}")
    if len(marks) != 2:
        name = item.tag or type(item).__name__
        raise LabsimError(f"{name} has terminals {', '.join(marks)}: say which two, {name}[a, b]")
    return Element(item.port(marks[0]), item.port(marks[1]))


class Rung(Series):
    """One rung of a ladder, from the left rail to the right rail."""

    def __init__(self, *items: Any, comment: str = "") -> None:
        super().__init__(*items)
        self.comment = comment


class Phase(Series):
    """One conductor of a power circuit, from a port through elements to a port."""

    def __init__(self, *items: Any) -> None:
        self.first = items[0] if isinstance(items[0], Port) else None
        self.last = items[-1] if isinstance(items[-1], Port) else None
        inner = items[self.first is not None : len(items) - (self.last is not None)]
        super().__init__(*inner)

    def wires(self) -> Iterator[tuple[Port, Port]]:
        if self.first:
            yield self.first, self.start
        yield from super().wires()
        if self.last:
            yield self.end, self.last


@dataclass
class Wire:
    """A conductor between two ports that no sheet shows otherwise (a bond to earth)."""

    start: Port
    end: Port

    def wires(self) -> Iterator[tuple[Port, Port]]:
        yield self.start, self.end


class Cable:
    """Conductors that run together: length in metres, and one port of each conductor."""

    def __init__(self, length: float, *ports: Port) -> None:
        self.length, self.ports = float(length), ports


class Swap:
    """Two conductors a hand can mix up: `Swap(K1[14], K1[24])` makes the fault "swapped"."""

    def __init__(self, first: Port, second: Port, rate: float = 0.3) -> None:
        self.first, self.second, self.rate = first, second, float(rate)


class Weak:
    """What gives way only when shaken, hot or under load: `Weak(X1["2b"], "vibration")`.

    A port makes the fault "terminal 2b opens when shaken"; of a part, say what opens and which
    parameters are wrong then: `Weak(K1, "heat", "coil opens", resistance=OPEN)`.
    """

    WORDS = {"vibration": "when shaken", "heat": "when hot", "load": "under load"}

    def __init__(
        self, what: Any, when: str, title: str = "", rate: float = 1.0,
        wrong: dict[str, Any] | None = None, **params: Any,
    ) -> None:  # fmt: skip
        self.part = what.component if isinstance(what, Port) else what
        self.when, self.rate, self.wrong = when, float(rate), {**(wrong or {}), **params}
        if isinstance(what, Port):
            title = title or f"terminal {what.mark} opens"
            self.wrong = self.wrong or {f"{what.mark}.joint": float("inf")}
        if when not in self.WORDS:
            raise unknown("A weak place", "condition", when, self.WORDS)
        self.title = f"{title} {self.WORDS[when]}"


class Sheet:
    """A drawing of a machine; `wires()` yields the pairs of ports it joins."""

    title: str

    def elements(self) -> Iterator[Element]:
        raise NotImplementedError

    def wires(self) -> Iterator[tuple[Port, Port]]:
        raise NotImplementedError

    def check(self, machine: Machine) -> None:
        """Raise LabsimError when a machine cannot be built from it."""


class Ladder(Sheet):
    """Ladder schematic between two rails: `Ladder(title, left, right, Rung(…), …)`."""

    def __init__(self, title: str, left: Port, right: Port, *rungs: Rung) -> None:
        self.title, self.left, self.right = title, left, right
        self.rungs = [rung if isinstance(rung, Rung) else Rung(rung) for rung in rungs]

    def elements(self) -> Iterator[Element]:
        for rung in self.rungs:
            yield from rung.elements()

    def wires(self) -> Iterator[tuple[Port, Port]]:
        for rung in self.rungs:
            yield self.left, rung.start
            yield from rung.wires()
            yield rung.end, self.right


class Power(Sheet):
    """Power circuit drawn from top to bottom, a column for each conductor.

    `star` names ports that a link joins at the foot: the star point of a motor.
    """

    def __init__(self, title: str, *phases: Phase, star: Sequence[Port] = ()) -> None:
        self.title, self.phases, self.star = title, list(phases), tuple(star)

    def elements(self) -> Iterator[Element]:
        for phase in self.phases:
            yield from phase.elements()

    def wires(self) -> Iterator[tuple[Port, Port]]:
        for phase in self.phases:
            yield from phase.wires()
        yield from zip(self.star, self.star[1:], strict=False)
