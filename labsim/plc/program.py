"""The syntax tree of a ladder program: one for both dialects, IEC 61131-3 and Allen-Bradley.

A rung is a tree of power flow, `Series` and `Parallel`, with instructions (`Op`) as leaves.
Everything else a product can draw is said in these words: a block with more legs than one has them
as trees in its `pins`; a line that feeds two places which are not beside each other is a coil and a
contact of a wire, a BOOL whose name begins with "~". Readers make this tree, the compiler runs it,
the monitor draws it; nobody else invents a tree of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from labsim.core.errors import unknown

__all__ = [
    "Bit",
    "Block",
    "Expr",
    "Index",
    "Literal",
    "Member",
    "Node",
    "Op",
    "Operand",
    "Parallel",
    "Path",
    "Program",
    "Routine",
    "Rung",
    "Series",
    "Struct",
    "Tag",
]


# operands -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Literal:
    """A constant as written: `5`, `16#FF`, `T#2s` (value in ms), `1.5`, `TRUE`, `'text'`."""

    value: bool | int | float | str
    type: str  # "BOOL", "DINT", "REAL", "TIME", "STRING"; "" when any number type will do
    text: str


@dataclass(frozen=True)
class Member:
    """`.DN` of a timer, `.Speed` of a user's structure."""

    name: str


@dataclass(frozen=True)
class Index:
    """`[3]`, `[i + 1]`, `[2, j]` of an array."""

    at: tuple[Operand, ...]


@dataclass(frozen=True)
class Bit:
    """`.5` of a word, or `.[i]`."""

    at: Operand


@dataclass(frozen=True)
class Path:
    """A variable: a tag and the way from there, `Line[i].Cell.Timer.DN`, `Local:1:I.Data.4`."""

    root: str
    steps: tuple[Member | Index | Bit, ...] = ()
    text: str = ""  # as written; two paths with other spelling of one way are not told apart by it

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Path)
        return same and (self.root, self.steps) == (other.root, other.steps)

    def __hash__(self) -> int:
        return hash((self.root, self.steps))


@dataclass(frozen=True)
class Expr:
    """A calculation, as in CPT and CMP: an operator or function name and what it works on."""

    op: str  # "+", "-", "*", "/", "**", "MOD", "=", "<>", "<", ">=", "AND", "NOT", "SQR", …
    args: tuple[Operand, ...]
    text: str = ""


Operand = Literal | Path | Expr


# power flow ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Op:
    """One instruction: a contact, a coil, a block.

    `name` is canonical (instructions.py lists them with their aliases), `spelling` as written.
    `args` are the operands in the order of the neutral text; for a block with a memory of its own
    the first is that memory: `TON(T1, 5000, 0)`, an AOI, a user's function block. `pins` are inputs
    by name where they are not positional: operands, or trees of power flow from the left rail.
    `outs` are variables that outputs are written to. `enter` and `leave` name the pins the power
    goes in and out by; empty: the instruction's own.
    """

    name: str
    args: tuple[Operand, ...] = ()
    pins: Mapping[str, Operand | Node] = field(default_factory=dict, hash=False)
    outs: Mapping[str, Path] = field(default_factory=dict, hash=False)
    enter: str = ""
    leave: str = ""
    spelling: str = ""
    at: str = field(default="", compare=False)  # where the source says it: "line 4, column 12"


@dataclass(frozen=True)
class Series:
    """One after the other; none at all is a plain wire."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Parallel:
    """Branches beside each other, worked from the top."""

    branches: tuple[Series, ...]


Node = Op | Series | Parallel


@dataclass(frozen=True)
class Rung:
    """One rung or network: what it does, its comment, and the label a jump goes to."""

    body: Series
    comment: str = ""
    label: str = ""
    text: str = field(default="", compare=False)  # as the source has it

    def ops(self) -> Iterator[Op]:
        """Yield the instructions in the order they are worked: left to right, top to bottom.

        This order numbers the elements of a rung everywhere: in `Controller.flow`, on the monitor.
        The trees of a block's pins come before the block.
        """
        yield from _ops(self.body)


def _ops(node: Node) -> Iterator[Op]:
    if isinstance(node, Op):
        for pin in node.pins.values():
            if isinstance(pin, Op | Series | Parallel):
                yield from _ops(pin)
        yield node
        return
    for part in node.items if isinstance(node, Series) else node.branches:
        yield from _ops(part)


@dataclass(frozen=True)
class Routine:
    """Rungs that run one after the other; JSR calls them by name."""

    name: str
    rungs: tuple[Rung, ...]


# declarations -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Tag:
    """A variable, a member of a structure, or a parameter of a block."""

    name: str
    type: str  # "BOOL", "DINT", "TIMER", "TON", a structure, a block
    dims: tuple[tuple[int, int], ...] = ()  # (lowest, highest) index of each dimension of an array
    initial: Any = None  # a number, or nested lists and dicts as the type is; None: the type's own
    usage: str = ""  # of a block's parameter: "in", "out", "inout"; else ""
    retain: bool = False  # keeps its value over a warm start
    constant: bool = False
    alias: Path | None = None
    address: str = ""  # "%IX0.4", "I:0/4", "Local:1:I.Data.4"
    comment: str = ""


@dataclass(frozen=True)
class Struct:
    """A user-defined structure (UDT)."""

    name: str
    members: tuple[Tag, ...]


@dataclass(frozen=True)
class Block:
    """A function block, add-on instruction or function with a body: parameters, locals, routines.

    The routine it starts with is `main`; a routine called "Prescan" is worked on prescan (AOI).
    """

    name: str
    tags: tuple[Tag, ...]
    routines: Mapping[str, Routine] = field(hash=False)
    main: str = "Logic"
    kind: str = "FB"  # "FB", "AOI", "FUN"


@dataclass
class Program:
    """A whole program: tags, types, blocks, routines, and what of it cannot be executed.

    `main` names the routine a scan begins with. `unsupported` lists (where, what) of everything
    read that the controller cannot do; a program with anything in it refuses to run and says so.
    """

    name: str = ""
    dialect: str = "ab"  # "ab" or "iec": how it is spelt, and how it behaves unless told otherwise
    tags: dict[str, Tag] = field(default_factory=dict)
    types: dict[str, Struct] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    routines: dict[str, Routine] = field(default_factory=dict)
    main: str = ""
    interval: int = 10  # ms between two scans, when the source names a task
    unsupported: list[tuple[str, str]] = field(default_factory=list)

    def routine(self, name: str) -> Routine:
        """Return a routine by name; LabsimError names the nearest when there is none."""
        if name not in self.routines:
            raise unknown(f"Program {self.name}".strip(), "routine", name, self.routines)
        return self.routines[name]
