"""A place in a controller's memory, and the steps that lead on from it.

What is only known while the program runs, such as `[i]`, is code in the place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from labsim.core.errors import LabsimError, unknown
from labsim.plc.program import Literal, Operand, Path
from labsim.plc.types import LETTERS, Array, Leaf, Record, Type

__all__ = ["Number", "Ref", "index", "literal", "member", "said", "shown"]

Number = Callable[[Operand], int | str]


@dataclass(frozen=True)
class Ref:
    """A place in memory: the first slot is `at` plus whatever the code in `more` adds."""

    at: int
    type: Type
    more: str = ""  # "" or such as "+b+ix(m[4],0,9)*3"
    bit: int | str | None = None  # a bit of a word: its number, or code
    left: tuple[int, str, int] | None = None  # (slots of the array, code of where in it, element)
    root: str = ""
    part: str = ""  # of a STRING: "LEN", "DATA", or the code of which letter of it

    @property
    def kind(self) -> str:
        """Its elementary type; a bit of a word is a BOOL, a letter of a STRING a SINT."""
        if self.part:
            return {"LEN": "DINT", "DATA": "DATA"}.get(self.part, "SINT")
        return "BOOL" if self.bit is not None else self.type.name

    def slot(self, offset: int = 0) -> str:
        """Code of the slot number, `offset` slots further on."""
        return f"{self.at + offset}{self.more}"

    @property
    def risky(self) -> bool:
        """Whether following it can fault."""
        return "ix(" in self.more + self.part or isinstance(self.bit, str)


def member(path: Path, here: Ref, name: str) -> Ref:
    """Return the place of a member; LabsimError names those there are."""
    if isinstance(here.type, Record) and here.type.kind == "unknown":
        raise LabsimError(f"{said(path)}: nobody declares the type {here.type.name}")
    if here.type == Leaf("STRING") and not here.part and name.upper() in ("LEN", "DATA"):
        return replace(here, part=name.upper(), left=None)
    if not isinstance(here.type, Record) or name.upper() not in here.type.members:
        has = shown(here.type) if isinstance(here.type, Record) else []
        raise unknown(f"{said(path)}: a {here.kind}", "member", name, has)
    _, offset, type_ = here.type.members[name.upper()]
    return replace(here, at=here.at + offset, type=type_, left=None)


def index(path: Path, here: Ref, where: list[int | str]) -> Ref:
    """Return the place of an element."""
    if here.part == "DATA" and len(where) == 1:
        return replace(here, part=f"ix({where[0]},0,{LETTERS - 1})")
    if not isinstance(here.type, Array) or len(where) != len(here.type.dims):
        what = here.kind if here.bit is None else "BOOL"
        raise LabsimError(f"{said(path)}: {len(where)} subscripts do not fit a {what}")
    fixed, more = 0, ""
    stride = here.type.size
    for (low, high), one in zip(here.type.dims, where, strict=True):
        stride //= high - low + 1
        if isinstance(one, int) and low <= one <= high:
            fixed += (one - low) * stride
        else:  # a constant that is out of bounds faults when it is worked, as a real one does
            more += f"+ix({one},{low},{high})" + (f"*{stride}" if stride > 1 else "")
    left = (here.type.size, f"{fixed}{more}", here.type.item.size)
    return replace(here, at=here.at + fixed, more=here.more + more, type=here.type.item, left=left)


def literal(operand: Operand) -> int:
    """Return a constant subscript."""
    if isinstance(operand, Literal) and not isinstance(operand.value, str):
        return int(operand.value)
    raise LabsimError(f"{getattr(operand, 'text', operand)} is no constant")


def said(path: Path) -> str:
    """Return a path as it was written."""
    return path.text or path.root


def shown(type_: Record) -> list[str]:
    """Return the members anybody may see."""
    return [name for name, _, _ in type_.members.values() if name[0] != "~"]
