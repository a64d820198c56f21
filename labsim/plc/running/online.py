"""Looking into a controller and changing what it holds: tags by name, forces, terminals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from labsim.core.errors import LabsimError
from labsim.plc.program import Literal, Operand, Path
from labsim.plc.running.mathlib import letter
from labsim.plc.running.memory import Ref
from labsim.plc.running.runtime import put_bit
from labsim.plc.types import LETTERS, Array, Leaf, Record, fit

__all__ = ["Online"]

Facts = Callable[[str], str] | Mapping[str, str] | None


class Online:
    """What an engineering tool does with a controller; `Controller` is the rest of it."""

    def __getitem__(self, name: str) -> Any:
        """Return the value of a tag, "T1.ACC", "Arr[2].x", "W.5"; lists and dicts of whole ones."""
        return self._read(self.place(name))

    def __setitem__(self, name: str, value: Any) -> None:
        """Put a value into a tag, as a programming device does."""
        self._before = None
        ref = self.place(name)
        if ref.part:
            raise LabsimError(f"{name} is part of a STRING: put the whole text in")
        if ref.bit is not None:
            word = self.memory[ref.at]
            self.memory[ref.at] = put_bit(word, int(ref.bit), bool(value), ref.type.name)
        else:
            self.layout.fill(self.memory, ref.at, ref.type, value)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a tag."""
        try:
            self.place(name)
        except LabsimError:
            return False
        return True

    def why(self, tag: str, facts: Facts = None) -> str:
        """Say what keeps a bit off or holds it on: the contacts, and the inputs behind them.

        `facts` maps points to sentences about their devices; LabsimError for an unknown tag.
        """
        from labsim.plc.reasons.why import (
            why,  # it looks at the controller; the controller runs without
        )

        return why(self, tag, facts)

    def _read(self, ref: Ref) -> Any:
        memory = self._seen(ref)
        if ref.part:
            return len(memory[ref.at]) if ref.part == "LEN" else self._letter(ref)
        if ref.bit is not None:
            return bool(memory[ref.at] >> int(ref.bit) & 1)
        return _value(memory, ref.at, ref.type)

    def _letter(self, ref: Ref) -> int:
        at = ref.part.removeprefix("ix(").partition(",")[0]
        if not at.isdigit() or int(at) >= LETTERS:
            raise LabsimError(f"letters of {ref.root} count from 0 to {LETTERS - 1}")
        return letter(self._seen(ref)[ref.at], int(at))

    def _number(self, operand: Operand) -> int:
        if isinstance(operand, Literal):
            return int(operand.value)
        if isinstance(operand, Path):
            return int(self._read(self.layout.find(operand, self._number)))
        raise LabsimError(f"{operand.text or operand.op} is no subscript to look at; say a number")

    # forces ---------------------------------------------------------------------------------------
    def force(self, name: str, value: Any) -> None:
        """Force a point: an input's value goes into the data table, an output's to its terminal.

        What is an input and what an output: its address, else whether the program writes it.
        """
        ref = self.place(name)
        if not isinstance(ref.type, Leaf):
            raise LabsimError(f"{name} is a {ref.type.name}; one point at a time can be forced")
        self.forces[name] = bool(value) if ref.kind == "BOOL" else fit(value, ref.kind)
        self._before = None
        self._apply_forces()

    def unforce(self, name: str | None = None) -> None:
        """Take a force away, or all of them; LabsimError when there is none."""
        if name is None:
            self.forces.clear()
        elif name not in self.forces:
            listed = ", ".join(self.forces) or "nothing"
            raise LabsimError(f"{name} is not forced; forced is {listed}")
        else:
            del self.forces[name]
        self._before = None

    def is_output(self, name: str) -> bool:
        """Tell whether a force on a tag would go to the terminal only."""
        return self._shared.is_output(self.place(name))

    def _apply_forces(self) -> None:
        for name, value in self.forces.items():
            ref = self.place(name)
            if self._shared.is_output(ref):
                continue
            if ref.bit is not None:
                word = self.memory[ref.at]
                self.memory[ref.at] = put_bit(word, int(ref.bit), value, ref.type.name)
            else:
                self.memory[ref.at] = value

    # terminals ------------------------------------------------------------------------------------
    def terminal(self, name: str) -> Any:
        """Return what an output gives at its terminal: off unless in run, forced when forced."""
        ref = self.place(name)
        value = self._read(ref)
        if self.mode() != "run":
            return type(value)()
        return self.forces.get(name, value)

    @property
    def outputs(self) -> dict[str, Any]:
        """What stands at the terminals of all outputs, by tag."""
        return {name: self.terminal(name) for name in self._shared.output_names}


def _value(memory: list[Any], at: int, type_: Any) -> Any:
    if isinstance(type_, Leaf):
        return memory[at]
    if isinstance(type_, Record):
        shown = (part for part in type_.members.values() if part[0][0] != "~")
        return {name: _value(memory, at + offset, part) for name, offset, part in shown}
    assert isinstance(type_, Array)
    size = type_.item.size
    items = [_value(memory, at + k * size, type_.item) for k in range(type_.count)]
    for low, high in reversed(type_.dims[1:]):
        n = high - low + 1
        items = [items[k : k + n] for k in range(0, len(items), n)]
    return items
