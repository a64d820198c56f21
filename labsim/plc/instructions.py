"""The one table of ladder instructions: names, aliases, operands, pins, and the words of the trade.

`find(spelling, dialect)` gives the `Instruction`; its `form(dialect)` says what it takes. A form
lists its operands in the order of the neutral text. Where power enters and leaves by a named pin
(IEC blocks), that pin is not written between the brackets: `TON(T1, T#5s)` has IN before it and Q
behind it. Sources: IEC 61131-3 tables of standard functions and function blocks; Rockwell
1756-RM003 (instruction names and operand order); Studio 5000 v36/37 renames.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from labsim.core.errors import LabsimError, unknown
from labsim.plc import instruction_rows as rows

__all__ = ["INSTRUCTIONS", "Form", "Instruction", "Parameter", "find", "known"]


@dataclass(frozen=True)
class Parameter:
    """One operand of an instruction.

    `way`: "memory" (the block's own data), "in", "out", "inout", "setting" (a value that the text
    puts into the memory when it is loaded, as PRE of a TON), "name" (a label, a routine), "skip"
    (text that means nothing to a scan). `type`: "BOOL", "NUM" (any number), "INT" (any whole
    number), "ANY", "TIME", "STRING", or the name of a structure.
    """

    name: str
    way: str
    type: str


@dataclass(frozen=True)
class Form:
    """How an instruction is written in one dialect."""

    operands: tuple[Parameter, ...]
    enter: str = ""  # the pin power comes in by; "": the instruction has only power in
    leave: str = ""  # the pin power goes out by; "": power goes through, or as the instruction says
    more: str = ""  # prefix of operands that may be repeated: "IN" of ADD, IN1 IN2 IN3 …

    @cached_property
    def by_name(self) -> dict[str, Parameter]:
        """Operands and pins by name."""
        return {one.name: one for one in self.operands}

    @cached_property
    def positional(self) -> tuple[Parameter, ...]:
        """What stands between the brackets, in order: all but the pins that power goes through."""
        return tuple(one for one in self.operands if one.name not in (self.enter, self.leave))

    @property
    def memory(self) -> str:
        """Type of the memory it needs, "" for none: "TIMER", "COUNTER", "TON", …"""
        first = self.operands[:1]
        return first[0].type if first and first[0].way == "memory" else ""

    @cached_property
    def pins(self) -> tuple[Parameter, ...]:
        """Inputs by name (IEC)."""
        return tuple(one for one in self.operands if one.way in ("in", "inout"))

    @cached_property
    def outs(self) -> tuple[Parameter, ...]:
        """Outputs by name (IEC)."""
        return tuple(one for one in self.operands if one.way in ("out", "inout"))


@dataclass(frozen=True)
class Instruction:
    """One instruction by its canonical name.

    `kind`: "contact", "coil", "edge" (one-shots), "latch", "timer", "counter", "compare", "math",
    "logic", "move", "select", "convert", "string", "flow", "call", or "foreign": known by name,
    and not executed; a program with one refuses to run.
    """

    name: str
    kind: str
    title: str
    forms: Mapping[str, Form]
    aliases: Mapping[str, tuple[str, ...]]

    def form(self, dialect: str) -> Form:
        """Return its form in a dialect, or the only one it has."""
        return self.forms.get(dialect) or next(iter(self.forms.values()))

    def spelling(self, dialect: str) -> str:
        """Return the name as the dialect spells it: GT for GRT in IEC."""
        return rows.IEC_NAMES.get(self.name, self.name) if dialect == "iec" else self.name


def _form(text: str) -> Form:
    """Read "memory T TON, in IN BOOL, out Q BOOL; IN Q; more" (rows.py says how)."""
    operands, *rest = [part.strip() for part in text.split(";")]
    enter, leave = rest[0].split() if rest and rest[0] else ("", "")
    words = [one.split() for one in operands.split(",") if one.strip()]
    made = tuple(Parameter(name, way, kind) for way, name, kind in words)
    return Form(made, enter, leave, rest[1] if len(rest) > 1 else "")


def _instruction(name: str, kind: str, title: str, forms: Sequence[str | None]):
    made = zip(("ab", "iec"), forms, strict=True)
    aliases = {
        "ab": rows.AB_ALIASES.get(name, ()),
        "iec": (*filter(None, [rows.IEC_NAMES.get(name)]), *rows.IEC_ALIASES.get(name, ())),
    }
    read = {dialect: _form(text) for dialect, text in made if text is not None}
    return Instruction(name, kind, title, read, aliases)


INSTRUCTIONS: dict[str, Instruction] = {
    name: _instruction(name, kind, title, forms) for name, kind, title, *forms in rows.ROWS
}


def _spellings(dialect: str) -> dict[str, Instruction]:
    """Every spelling of a dialect; the canonical name is one, unless it means something else."""
    found = {one.name: one for one in INSTRUCTIONS.values()}
    for one in INSTRUCTIONS.values():
        found.update(dict.fromkeys(one.aliases[dialect], one))
    return found


_SPELT = {dialect: _spellings(dialect) for dialect in ("ab", "iec")}
_CONVERT = re.compile(r"^([A-Z]+)_TO_([A-Z]+)$")


@lru_cache(maxsize=1024)
def _find(spelling: str, dialect: str) -> Instruction | None:
    if dialect not in _SPELT:
        raise LabsimError(f'a dialect is "ab" or "iec", not {dialect!r}')
    name = spelling.upper()
    if name in _SPELT[dialect]:
        return _SPELT[dialect][name]
    pair = _CONVERT.match(name)
    if pair and {pair[1], pair[2]} <= rows.ELEMENTARY:
        text = f"in IN {pair[1]}, out OUT {pair[2]}; EN ENO"
        return _instruction(name, "convert", f"{pair[1]} to {pair[2]}", (None, text))
    bare, _, suffix = name.rpartition("_")  # ADD_INT, CTU_ULINT: the type is in the operands
    if bare in _SPELT["iec"] and suffix in rows.ELEMENTARY:
        return _SPELT["iec"][bare]
    return None


def known(spelling: str, dialect: str = "ab") -> bool:
    """Tell whether there is an instruction of this spelling."""
    return _find(spelling, dialect) is not None


def find(spelling: str, dialect: str = "ab") -> Instruction:
    """Return an instruction by any of its spellings; LabsimError names the nearest."""
    found = _find(spelling, dialect)
    if found is None:
        owner = {"ab": "Allen-Bradley ladder", "iec": "IEC 61131-3 ladder"}[dialect]
        raise unknown(owner, "instruction", spelling, _SPELT[dialect])
    return found
