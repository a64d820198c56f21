"""Where every variable of a program lives: one flat list of slots, and paths into it.

`Layout(program)` lays the tags out; `layout.find(path, number)` says where a path leads, as a
`Ref`. What is only known while the program runs, such as `[i]`, is code in the Ref; `number` turns
an index into a whole number (at rest, for a monitor) or into code (for the compiler).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.plc import types
from labsim.plc.errors import ProgramError, UnknownType
from labsim.plc.infer import implied, static, visit
from labsim.plc.instructions import find, known
from labsim.plc.program import Bit, Block, Index, Literal, Member, Op, Path, Program, Tag
from labsim.plc.running.places import Number, Ref, index, literal, member, said, shown
from labsim.plc.types import Array, Leaf, Record, Type

__all__ = ["FALLING", "Layout", "Ref"]

REMEMBERING = ("XICP", "XICN", "OTEP", "OTEN")  # elements with a memory that has no name
SETTINGS = ("TIMER", "COUNTER", "CONTROL")
FALLING = ("XICN", "OTEN")  # matiec makes an F_TRIG of them, which fires on the first scan
ALIASES_DEEP = 20
SAME = {"BIT": "BOOL", "WSTRING": "STRING", "CHAR": "STRING", "LTIME": "TIME", "TIME_OF_DAY": "TOD"}


class Layout:
    """Slots of a whole program; two controllers of one program share it."""

    def __init__(self, program: Program, compat: str = "") -> None:
        self.program, self.matiec = program, compat == "matiec"
        self.initial: list[Any] = []
        self.roots: dict[str, tuple[int, Type, Tag]] = {}
        self.aliases: dict[str, Path] = {}
        self.broken: dict[str, LabsimError] = {}
        self._types: dict[str, Type] = {}
        self._making: list[str] = []
        self._built_ins: list[tuple[Record, int]] | None = None
        self._unnamed: dict[int, int] = {}
        for tag in (*program.tags.values(), *implied(program)):
            self._add(tag)
        for routine in program.routines.values():
            self._preset(routine.rungs, self.initial, lambda path: self.find(path))

    def _add(self, tag: Tag) -> None:
        if tag.alias is not None:
            self.aliases[tag.name.upper()] = tag.alias
            return
        if tag.address.upper() in self.roots:  # two names at one %IX0.0 are one place
            self.aliases[tag.name.upper()] = Path(tag.address)
            return
        try:
            type_ = self.tag_type(tag)
        except LabsimError as error:  # only what is used must be known
            self.broken[tag.name.upper()] = error
            return
        base = self.take(type_.empty)
        self.fill(self.initial, base, type_, tag.initial)
        self.roots[tag.name.upper()] = (base, type_, tag)
        if tag.address.startswith("%"):
            self.roots.setdefault(tag.address.upper(), (base, type_, tag))

    def take(self, values: list[Any]) -> int:
        """Add slots at the end and return the first."""
        self.initial += values
        return len(self.initial) - len(values)

    @cached_property
    def flags(self) -> tuple[int, ...]:
        """Slots of S:V, S:Z, S:N and S:C if the program looks at one of them: they cost time."""
        names = [f"S:{sign}" for sign in "VZNC"]
        if self.program.dialect != "ab" or not any(
            path.root.upper() in names for path, _ in visit(self.program, True)
        ):
            return ()
        return tuple(self.find(Path(name)).at for name in names)

    def unnamed(self, number: int, values: list[Any]) -> int:
        """Return the slot of the program's n-th memory without a name; both forms share it."""
        if number not in self._unnamed:
            self._unnamed[number] = self.take(list(values))
        return self._unnamed[number]

    def retained(self) -> Iterator[tuple[int, int]]:
        """Yield the slots, first and behind the last, that keep their values over a warm start."""
        for at, type_, tag in self.roots.values():
            if tag.retain:
                yield at, at + type_.size

    def built_ins(self) -> list[tuple[Record, int]]:
        """Return the type and the first slot of every timer, counter, … there is."""
        if self._built_ins is None:
            found: dict[int, Record] = {}
            for at, type_, _ in self.roots.values():
                found.update({first: one for one, first in _built_ins(at, type_)})
            self._built_ins = [(one, first) for first, one in found.items()]
        return self._built_ins

    # types ----------------------------------------------------------------------------------------
    def tag_type(self, tag: Tag) -> Type:
        """Return the type of a declaration, arrays included."""
        item = self.type(tag.type)
        return Array(tuple(tag.dims), item) if tag.dims else item

    def type(self, name: str) -> Type:
        """Return a type by name; LabsimError names the nearest."""
        key = name.upper().split("[")[0].split("(")[0]
        if key not in self._types:
            self._types[key] = self._make(SAME.get(key, key), name)
        return self._types[key]

    def _make(self, key: str, name: str) -> Type:
        if key in ("TIMER", "COUNTER", "CONTROL"):  # Logix has no others of these names
            return types.BUILT_IN[key]
        if key in types.BITS or key in ("BOOL", *types.FLOATS, *types.TEXTS):
            return Leaf(key)
        own = {k.upper(): v for k, v in (self.program.types | self.program.blocks).items()}
        if key in own:
            if key in self._making:
                raise ProgramError(f"type {name} holds itself")
            self._making.append(key)
            try:
                made = self._block(own[key]) if isinstance(own[key], Block) else None
                return made or self._record(name, own[key].members)
            finally:
                self._making.pop()
        if key in types.BUILT_IN:
            made = types.BUILT_IN[key]
            if key == "F_TRIG" and self.matiec:
                made = replace(made, empty=[False, False, True])
            return made
        names = [*own, *types.BUILT_IN, *types.BITS, "REAL"]
        raise UnknownType(name, unknown("The program", "type", name, names))

    def _record(self, name: str, tags: tuple[Tag, ...], kind: str = "structure") -> Record:
        made = types.record(name, [(t.name, self._part(t)) for t in tags], kind)
        for tag in tags:
            _, offset, type_ = made.members[tag.name.upper()]
            self.fill(made.empty, offset, type_, tag.initial)
        return made

    def _part(self, tag: Tag) -> Type:
        """Return the type of a member; only one that is used must be known."""
        try:
            return self.tag_type(tag)
        except UnknownType as error:
            return types.opaque(error.name)

    def _block(self, block: Block) -> Record:
        """Lay an instance out: parameters and locals, then the memories without a name."""
        made = self._record(block.name, tuple(t for t in block.tags if t.alias is None), "block")
        parts = [(name, member[2]) for name, member in made.members.items()]
        more: list[Any] = []
        for op in _ops(block):
            kind = self.hidden_type(op)
            if kind is not None:
                parts.append((f"~{len(parts)}", kind))
                more += [op.name in FALLING and self.matiec] if kind.name == "BOOL" else kind.empty
        whole = types.record(block.name, parts, "block")
        whole = replace(whole, empty=made.empty + more, members={**whole.members, **made.members})

        def local(path: Path) -> Ref | None:
            return self.find(path, scope=whole) if path.root.upper() in whole.members else None

        for routine in block.routines.values():
            self._preset(routine.rungs, whole.empty, local)
        return whole

    def hidden_type(self, op: Op) -> Type | None:
        """Type of the memory an element needs that has no name, or None."""
        if op.name in REMEMBERING:
            return Leaf("BOOL")
        if op.name == "CALL":
            called = {k.upper(): b for k, b in self.program.blocks.items()}.get(op.spelling.upper())
            if called is not None and called.kind == "FUN":
                return self.type(called.name)
        return None

    # initial values -------------------------------------------------------------------------------
    def fill(self, slots: list[Any], at: int, type_: Type, value: Any) -> None:
        """Put an initial value, or nested lists and dicts of them, into slots."""
        if value is None:
            return
        if isinstance(type_, Leaf):
            slots[at] = types.fit(value, type_.name)
        elif isinstance(type_, Record) and type_.kind == "unknown":
            return
        elif isinstance(type_, Array):
            for k, one in enumerate(list(_flat(value, len(type_.dims)))[: type_.count]):
                self.fill(slots, at + k * type_.item.size, type_.item, one)
        elif not isinstance(value, Mapping):
            raise LabsimError(f"{value!r} is no value for a {type_.name}; its members have values")
        else:
            for name, one in value.items():
                if name.upper() not in type_.members:
                    raise unknown(type_.name, "member", name, shown(type_))
                _, offset, member = type_.members[name.upper()]
                self.fill(slots, at + offset, member, one)

    def _preset(self, rungs: Any, slots: list[Any], find_path: Callable[[Path], Any]) -> None:
        """Put settings written in the text, TON(T1, 5000, 0), into timers, counters, controls."""
        for op in (op for rung in rungs for op in rung.ops()):
            form = find(op.name, "ab").forms.get("ab") if known(op.name, "ab") else None
            pairs = list(zip(form.positional, op.args, strict=False)) if form else []
            settings = [(row.name, one) for row, one in pairs if row.way == "setting"]
            memory = next((one for row, one in pairs if row.type in SETTINGS), None)
            if not settings or not isinstance(memory, Path) or not static(memory):
                continue
            at = find_path(memory)
            for name, given in settings if at is not None and at.type.name in SETTINGS else ():
                if isinstance(given, Literal) and isinstance(given.value, int) and given.value:
                    slots[at.at + (name in ("Accum", "Position"))] = given.value

    # paths ----------------------------------------------------------------------------------------
    def find(self, path: Path, number: Number | None = None, scope: Record | None = None) -> Ref:
        """Return where a path leads; LabsimError when there is no such variable."""
        here = self._root(path, number, scope, 0)
        for step in path.steps:
            here = self._step(path, here, step, number or literal)
        return here

    def _root(self, path: Path, number: Number | None, scope: Record | None, deep: int) -> Ref:
        root = path.root.upper()
        if scope is not None and root in scope.members:
            _, offset, type_ = scope.members[root]
            return Ref(offset, type_, "+b", root=path.root)
        if root in self.aliases:
            if deep > ALIASES_DEEP:
                raise ProgramError(f"{path.root} is an alias of itself")
            to = self.aliases[root]
            here = self._root(to, number, None, deep + 1)
            for step in to.steps:
                here = self._step(to, here, step, number or literal)
            return here
        if root in self.broken:
            raise self.broken[root]
        if root not in self.roots:
            names = [tag.name for _, _, tag in self.roots.values() if tag.name[0] != "~"]
            raise unknown(f"Program {self.program.name}".strip(), "tag", path.root, names)
        at, type_, tag = self.roots[root]
        return Ref(at, type_, root=tag.name)

    def _step(self, path: Path, here: Ref, step: Any, number: Number) -> Ref:
        if isinstance(step, Member):
            return member(path, here, step.name)
        if isinstance(step, Index):
            return index(path, here, [number(one) for one in step.at])
        assert isinstance(step, Bit)
        size = types.BITS.get(here.type.name, 0) if here.bit is None else 0
        bit = number(step.at)
        if not size or (isinstance(bit, int) and not 0 <= bit < size):
            raise LabsimError(f"{said(path)}: a {here.kind} has no bit {bit}")
        return replace(here, bit=bit if isinstance(bit, int) else f"ix({bit},0,{size - 1})")


def _built_ins(at: int, type_: Type) -> Iterator[tuple[Record, int]]:
    if isinstance(type_, Array):
        if not isinstance(type_.item, Leaf):
            for k in range(type_.count):
                yield from _built_ins(at + k * type_.item.size, type_.item)
    elif isinstance(type_, Record):
        if type_.kind not in ("structure", "block"):
            yield type_, at
        for _, offset, part in type_.members.values():
            yield from _built_ins(at + offset, part)


def _ops(block: Block) -> Iterator[Op]:
    for routine in block.routines.values():
        for rung in routine.rungs:
            yield from rung.ops()


def _flat(value: Any, depth: int) -> Iterator[Any]:
    if depth and isinstance(value, list | tuple):
        for one in value:
            yield from _flat(one, depth - 1)
    else:
        yield value
