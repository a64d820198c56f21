"""The PLC as a part of a machine: a controller with its cards, or a small one that has channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from labsim.core.component import Component, Fault
from labsim.plc.parts.edits import Edit
from labsim.plc.parts.logic import Logic
from labsim.plc.parts.processor import Operated
from labsim.plc.program import Program

__all__ = ["PLC"]


class PLC(Operated):
    """Controller: `A1 = PLC("press.xml", inputs="I0.0 I0.1", outputs="Q0.0 Q0.1")`.

    `cards` are further parts whose channels it scans. `edits`: {title: edit} of what may have been
    changed in the program, `forced`: {title: {point: value}} of what may have been left forced,
    both faults of the program, which no new part puts right. `watch`: variables worth a look.
    """

    title, price, swap = "PLC", 620.0, 30.0

    def __init__(self, program: Program | str = "", inputs: str = "", outputs: str = "",
                 analog: str = "", *, cards: Sequence[Component] = (), dialect: str = "ab",
                 edits: Mapping[str, Edit] | None = None,
                 forced: Mapping[str, Mapping[str, bool]] | None = None,
                 watch: Sequence[str] = (), **params: Any) -> None:  # fmt: skip
        edits, forced = edits or {}, forced or {}
        self.cards, self.watch = tuple(cards), tuple(watch)
        self.logic = Logic(program, tuple(edits.values()), dialect)
        self.left = ({}, *forced.values())
        super().__init__(inputs, outputs, analog, **params)
        for name, titles in (("edit", edits), ("forces", forced)):
            self.faults += [Fault(title, 0.5, wrong={name: float(n)})
                            for n, title in enumerate(titles, 1)]  # fmt: skip
