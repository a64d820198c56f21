"""The names a program, block or function of IEC 61131-3 can use, and the types they have.

Names do not mind capitals. A name is looked for among the unit's own variables, then the globals;
`Lists.x` of a named list of globals and `Main.x` of a program are found too, and enumerators give
their numbers. What is not found is noted, not dropped: `Program.unsupported` lists it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from labsim.core.errors import LabsimError, nearest
from labsim.plc.errors import ProgramError
from labsim.plc.instructions import find
from labsim.plc.operands import parse_operand
from labsim.plc.program import Bit, Block, Expr, Index, Literal, Member, Operand, Path, Struct, Tag

__all__ = ["ADDRESS_TYPES", "Library", "Names", "Scope"]

ADDRESS_TYPES = {"X": "BOOL", "B": "BYTE", "W": "WORD", "D": "DWORD", "L": "LWORD"}
_ADDRESS = re.compile(r"%[IQM]([XBWDL]?)[\d.]+$", re.I)
_ENUM = re.compile(r"(\w+)#(\w+)$")


@dataclass
class Library:
    """What a project declares once for all its units; names by their folded spelling."""

    types: dict[str, Struct] = field(default_factory=dict)
    aliases: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = field(default_factory=dict)
    enums: dict[str, dict[str, int]] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    spaces: dict[str, dict[str, str]] = field(default_factory=dict)  # "gvl" -> names it has
    unsupported: list[tuple[str, str]] = field(default_factory=list)

    def enumerator(self, name: str, of: str = "") -> int | None:
        """Return the number of an enumerator, of one type or of any."""
        if of:
            return self.enums.get(of.casefold(), {}).get(name.casefold())
        found = [one[name.casefold()] for one in self.enums.values() if name.casefold() in one]
        return found[0] if found else None

    def note(self, where: str, what: str) -> None:
        """Add to the list of what cannot be executed, once."""
        if (where, what) not in self.unsupported:
            self.unsupported.append((where, what))


class Names(dict[str, Tag]):
    """Variables by name, found whatever their capitals are; `spelt` may lead to another name."""

    def __init__(self, tags: Iterable[Tag] = ()) -> None:
        super().__init__()
        self.spelt: dict[str, str] = {}
        for tag in tags:
            self.add(tag)

    def add(self, tag: Tag, spelling: str = "") -> None:
        """Take a variable in, under another spelling than its own if need be."""
        self[tag.name] = tag
        self.spelt[(spelling or tag.name).casefold()] = tag.name

    def find(self, name: str) -> Tag | None:
        """Return a variable by its spelling."""
        return self.get(self.spelt.get(name.casefold(), ""))


class Scope:
    """The variables of one unit over the globals of the program."""

    def __init__(self, unit: str, library: Library, own: Names, above: Names) -> None:
        self.unit, self.library, self.own, self.above = unit, library, own, above
        self.wires = 0  # made so far; programs that share their tags count on

    def tag(self, name: str) -> Tag | None:
        """Return a variable by its spelling: of the unit, else of the program."""
        return self.own.find(name) or self.above.find(name)

    def wire(self, kind: str = "BOOL") -> str:
        """Declare a wire of this unit: a tag no editor shows."""
        self.wires += 1
        while f"~w{self.wires}" in self.own or f"~w{self.wires}" in self.above:
            self.wires += 1
        self.own.add(Tag(f"~w{self.wires}", kind))
        return f"~w{self.wires}"

    # operands -------------------------------------------------------------------------------------
    def operand(self, text: str, where: str, line: int = 0, column: int = 0) -> Operand:
        """Return what a text says, with every name as it was declared."""
        text = text.strip()
        enum = _ENUM.match(text)
        if enum and enum[1].casefold() in self.library.enums:
            text = f"{enum[1]}.{enum[2]}"
        try:
            found = parse_operand(text, "iec", line, column)
        except ProgramError as error:
            raise ProgramError(_bare(error, text), line, column) from None
        return self._resolved(found, where)

    def _resolved(self, found: Operand, where: str) -> Operand:
        if isinstance(found, Expr):
            return replace(found, args=tuple(self._resolved(one, where) for one in found.args))
        return self._path(found, where) if isinstance(found, Path) else found

    def _path(self, path: Path, where: str) -> Operand:
        path = replace(path, steps=tuple(self._step(step, where) for step in path.steps))
        tag = self.tag(path.root)
        if tag is None:
            return self._elsewhere(path, where)
        text = "" if tag.name.startswith("~") else path.text
        return self._spelt(replace(path, root=tag.name, text=text), tag)

    def _step(self, step: Member | Index | Bit, where: str) -> Member | Index | Bit:
        if isinstance(step, Index):
            return Index(tuple(self._resolved(one, where) for one in step.at))
        return Bit(self._resolved(step.at, where)) if isinstance(step, Bit) else step

    def _elsewhere(self, path: Path, where: str) -> Operand:
        """Find an address, an enumerator, a variable of another list; else note what is missing."""
        if address := _ADDRESS.match(path.root):
            return replace(path, root=self._address(path.root, address[1].upper() or "X"))
        first = path.steps[0].name if path.steps and isinstance(path.steps[0], Member) else ""
        of = path.root if first else ""
        number = self.library.enumerator(first or path.root, of)
        if number is not None and len(path.steps) == bool(first):
            return Literal(number, "INT", path.text)
        space = self.library.spaces.get(path.root.casefold(), {})
        if first.casefold() in space:
            inner = replace(path, root=space[first.casefold()], steps=path.steps[1:], text="")
            return self._path(inner, where)
        known = [*self.own, *self.above]
        like = nearest(path.root, [name for name in known if name[0] != "~"])
        hint = f". Nearest: {like}" if like else ""
        self.library.note(where, f"variable {path.root} is not declared{hint}")
        return path

    def _address(self, root: str, size: str) -> str:
        for tag in (*self.own.values(), *self.above.values()):
            if tag.address.upper() == root.upper():
                return tag.name
        self.above.add(Tag(root, ADDRESS_TYPES[size], address=root))
        return root

    def _spelt(self, path: Path, tag: Tag) -> Path:
        """Return the path with its members in the spelling of their declaration."""
        kind, steps = tag.type, []
        for step in path.steps:
            if isinstance(step, Member):
                found = self.members(kind).get(step.name.casefold())
                step, kind = (Member(found.name), found.type) if found else (step, "")
            steps.append(step)
        return replace(path, steps=tuple(steps))

    # types ----------------------------------------------------------------------------------------
    def members(self, kind: str) -> dict[str, Tag]:
        """Return what a structure, a block or a standard function block has, by folded name."""
        folded = kind.casefold()
        holder = self.library.types.get(folded)
        if holder:
            return {one.name.casefold(): one for one in holder.members}
        if folded in self.library.blocks:
            return {one.name.casefold(): one for one in self.library.blocks[folded].tags}
        try:
            form = find(kind, "iec").form("iec") if kind else None
        except LabsimError:
            return {}
        made = form.operands[1:] if form and form.memory else ()
        return {one.name.casefold(): Tag(one.name, one.type) for one in made}

    def type_of(self, operand: Operand | None) -> str:
        """Return the type of an operand; "" where it can be more than one, or is not known."""
        if isinstance(operand, Literal):
            return operand.type
        if not isinstance(operand, Path):
            return ""
        tag = self.tag(operand.root)
        kind = tag.type if tag else ""
        for step in operand.steps:
            if isinstance(step, Bit):
                return "BOOL"
            if isinstance(step, Member):
                found = self.members(kind).get(step.name.casefold())
                kind = found.type if found else ""
        return kind if kind not in ("NUM", "ANY") else ""


def _bare(error: ProgramError, text: str) -> str:
    said = str(error).partition(f"line {error.line}, column {error.column}: ")[2] or str(error)
    return f"{text[:60]!r} cannot be read: {said}" if text else said
