"""What the blocks of a drawing are: their pins with types, their memory, the ways power can go."""

from __future__ import annotations

from dataclasses import dataclass

from labsim.core.errors import nearest, unknown
from labsim.plc.formats.drawn import Part, where
from labsim.plc.formats.iecscope import Scope
from labsim.plc.instructions import INSTRUCTIONS, find, known
from labsim.plc.program import Block

__all__ = ["Signature", "check_operand", "signature"]

_NUMBERS = {
    *("SINT", "INT", "DINT", "LINT", "USINT", "UINT", "UDINT", "ULINT", "REAL", "LREAL"),
    *("BYTE", "WORD", "DWORD", "LWORD", "NUM"),
}


@dataclass(frozen=True)
class Signature:
    """Pins of a block by name, with types; `enter` and `leave` are the instruction's own."""

    name: str  # canonical
    inputs: dict[str, str]
    outputs: dict[str, str]
    memory: str = ""  # type of its instance; "": a function
    enter: str = ""
    leave: str = ""
    more: str = ""  # prefix of inputs that may be repeated

    def input(self, part: Part, name: str, at: int) -> str:
        """Return an input's name as the table has it; functions' pins may be told by position."""
        folded = {one.casefold(): one for one in self.inputs}
        if name.casefold() in folded:
            return folded[name.casefold()]
        if self.more and name[: len(self.more)].upper() == self.more and name[-1:].isdigit():
            return name.upper()
        plain = [one for one in self.inputs if one != "EN"]
        if not self.memory and at < len(plain):
            return plain[at]
        raise part.error(unknown(part.title, "input", name, self.inputs))

    def output(self, part: Part, name: str) -> str:
        """Return an output's name as the table has it; a function's only one may have any name."""
        folded = {one.casefold(): one for one in self.outputs}
        if name.casefold() in folded:
            return folded[name.casefold()]
        plain = [one for one in self.outputs if one != "ENO"]
        if len(plain) == 1 and (not self.memory or not name):
            return plain[0]
        raise part.error(unknown(part.title, "output", name, self.outputs))

    def kind(self, pin: str) -> str:
        """Return the type of an input: "NUM", "ANY" where more than one will do."""
        return self.inputs.get(pin) or self.inputs.get(self.more + "1") or "ANY"


def signature(part: Part, scope: Scope) -> Signature:
    """Return what a block is; one that nobody knows is noted and taken as it is drawn."""
    block = scope.library.blocks.get(part.text.casefold())
    if block is not None:
        return _user(block)
    row = find(part.text, "iec") if part.text and known(part.text, "iec") else None
    form = row.forms.get("iec") if row else None
    if not form or row.kind in ("flow", "contact", "coil", "call", "foreign"):
        return _unknown(part, scope)
    operands = form.operands[1:] if form.memory else form.operands
    inputs = {one.name: one.type for one in operands if one.way in ("in", "inout")}
    outputs = {one.name: one.type for one in operands if one.way == "out"}
    suffix = part.text.upper().rpartition("_")[2]
    if suffix in _NUMBERS and row.kind in ("counter", "math", "select", "move"):
        inputs |= {pin: suffix for pin, kind in inputs.items() if kind in ("INT", "NUM", "ANY")}
        outputs |= {pin: suffix for pin, kind in outputs.items() if kind in ("INT", "NUM", "ANY")}
    memory = form.memory and (part.text.upper() if row.kind == "counter" else form.memory)
    return _with_enable(row.name, inputs, outputs, memory, form.enter, form.leave, form.more)


def _with_enable(name, inputs, outputs, memory, enter="", leave="", more="") -> Signature:
    inputs = {"EN": "BOOL"} | inputs
    return Signature(name, inputs, outputs | {"ENO": "BOOL"}, memory, enter, leave, more)


def _user(block: Block) -> Signature:
    inputs = {tag.name: tag.type for tag in block.tags if tag.usage in ("in", "inout")}
    outputs = {tag.name: tag.type for tag in block.tags if tag.usage == "out"}
    return _with_enable("CALL", inputs, outputs, "" if block.kind == "FUN" else block.name)


def _unknown(part: Part, scope: Scope) -> Signature:
    names = [one.spelling("iec") for one in INSTRUCTIONS.values() if "iec" in one.forms]
    like = nearest(part.text, [*names, *(one.name for one in scope.library.blocks.values())])
    hint = f". Nearest: {like}" if like else ""
    scope.library.note(where(part, scope.unit), f"unknown block {part.text}{hint}")
    return _with_enable(
        part.text.upper(),
        dict.fromkeys((name for name in part.inputs if name.upper() != "EN"), "ANY"),
        dict.fromkeys((name for name in part.outputs if name.upper() != "ENO"), ""),
        part.text if part.instance else "",
    )


def check_operand(part: Part, pin: str, wanted: str, given: str, text: str) -> None:
    """Raise ProgramError when a pin takes one type and is given another."""
    if not given or wanted in ("ANY", "") or given == wanted:
        return
    families = [{"BOOL"}, {"TIME"}, {"STRING"}, _NUMBERS]
    one = next((family for family in families if wanted in family), None)
    other = next((family for family in families if given in family), None)
    if one is not None and other is not None and one is not other and wanted != "NUM":
        raise part.error(f"{pin} of {part.title} takes {wanted}, not {text} of type {given}")
