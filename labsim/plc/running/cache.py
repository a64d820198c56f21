"""What all controllers of one program share: its layout, its compiled forms, what is where."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from labsim.core.errors import LabsimError
from labsim.plc.compiling.compiler import Compiled, build, main
from labsim.plc.compiling.settled import Settled, settled
from labsim.plc.infer import static, visit
from labsim.plc.instructions import find, known
from labsim.plc.operands import parse_path
from labsim.plc.program import Op, Path, Program
from labsim.plc.running.memory import Layout, Ref
from labsim.plc.types import BOUNDS, Leaf, Record

__all__ = ["Shared", "shared"]

FORMS = 8  # settled forms of one program that are kept, assumed
_CACHE: dict[int, tuple[Any, dict[tuple, Shared]]] = {}
# members that run with the clock: (record, clock members, when it is timing, when it is due)
_CLOCK_MEMBERS = {"TIMER": ("ACC", "~last"), "TON": ("ET",), "TOF": ("ET",), "TP": ("ET",)}


def shared(program: Program, dialect: str, compat: str) -> Shared:
    """Return what controllers of a program share, made when it is asked for the first time."""
    if program.unsupported:
        listed = "; ".join(f"{where}: {what}" for where, what in program.unsupported[:10])
        count, name = len(program.unsupported), f"program {program.name}".strip()
        parts = "1 part" if count == 1 else f"{count} parts"
        raise LabsimError(f"{name} cannot be executed, {parts} of it: {listed}")
    if (program.main and program.main not in program.routines) or not program.routines:
        program.routine(main(program))
    entry = _CACHE.get(id(program))
    if entry is None or entry[0]() is not program:
        key = id(program)
        entry = (weakref.ref(program, lambda _: _CACHE.pop(key, None)), {})
        _CACHE[key] = entry
    key_ = (dialect, compat, _print(program))
    if key_ not in entry[1]:
        entry[1].clear() if len(entry[1]) > 8 else None
        entry[1][key_] = Shared(_held(program), dialect, compat)
    return entry[1][key_]


def _print(program: Program) -> tuple:
    """Tell a program from the same one after somebody changed it in place."""
    parts = (program.tags, program.types, program.blocks, program.routines)
    return (program.main, *(tuple(map(id, part.values())) for part in parts))


def _held(program: Program) -> Program:
    """Return a copy that shares the parts, so that the cache does not keep the program alive."""
    return Program(
        **{
            **vars(program),
            "types": dict(program.types),
            "tags": dict(program.tags),
            "blocks": dict(program.blocks),
            "routines": dict(program.routines),
        }
    )


@dataclass
class Shared:
    """One program compiled for one dialect."""

    program: Program
    dialect: str
    compat: str
    layout: Layout = field(init=False)
    places: dict[str, Ref] = field(default_factory=dict)
    inputs: dict[str, tuple[int, Any, Any]] = field(default_factory=dict)
    forms: dict[frozenset[int], Settled | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.layout = Layout(self.program, self.compat)
        self.fast: Compiled = build(self.layout, self.dialect, False)
        self.elements = sum(
            1 for r in self.program.routines.values() for g in r.rungs for _ in g.ops()
        )
        names = ("S:FS", "S:V", "S:MINOR")
        self.first, self.over, self.minor = (self.layout.find(Path(one)).at for one in names)

    @cached_property
    def traced(self) -> Compiled:
        """The traced form, compiled when it is first wanted."""
        return build(self.layout, self.dialect, True)

    @property
    def settled(self) -> Settled | None:
        """The form for a program that runs on undisturbed, if it can have one."""
        return self.settled_with(frozenset())

    def settled_with(self, looked: frozenset[int]) -> Settled | None:
        """Return that form, with slots right in memory that somebody reads between scans."""
        if looked not in self.forms:
            self.forms.clear() if len(self.forms) > FORMS else None
            self.forms[looked] = self._settled(looked)
        return self.forms[looked]

    def _settled(self, looked: frozenset[int]) -> Settled | None:
        outputs = [self.layout.find(Path(name)) for name in self.output_names]
        slots = [at for ref in outputs for at in range(ref.at, ref.at + ref.type.size)]
        made = settled(self.layout, self.dialect, self.fast, [*slots, *looked])
        ours = {self.first, self.over, self.minor}  # the controller writes them between scans
        return None if made is not None and ours & set(made.held) else made

    @cached_property
    def initial(self) -> list[Any]:
        """All slots after a download."""
        return list(self.layout.initial)

    # names ----------------------------------------------------------------------------------------
    def place(self, name: str, number: Callable[[Any], int]) -> Ref:
        """Return where a name leads; LabsimError names the nearest."""
        if name not in self.places:
            path = parse_path(name, self.program.dialect)
            ref = self.layout.find(path, number)
            if ref.more or isinstance(ref.bit, str):
                raise LabsimError(f"{name} is outside its array")
            if not static(path):
                return ref
            self.places[name] = ref
        return self.places[name]

    def input(self, name: str, ref: Ref) -> tuple[int, Any, Any]:
        """Return slot and bounds of an input for `scan`; the bounds are None of a BOOL."""
        if ref.bit is not None or ref.part or not isinstance(ref.type, Leaf) or ref.more:
            return (ref.at, 1, 0)
        low, high = (None, None) if ref.kind == "BOOL" else BOUNDS.get(ref.kind, (1, 0))
        found = (ref.at, low, high)
        if name in self.places:
            self.inputs[name] = found
        return found

    # inputs and outputs ---------------------------------------------------------------------------
    def is_output(self, ref: Ref) -> bool:
        """Tell whether a force on this place goes to the terminal only."""
        _, _, tag = self.layout.roots[ref.root.upper()]
        address = (tag.address or tag.name).upper()
        if address.startswith("%"):
            return address.startswith("%Q")
        if ":" in address:
            head = address.split(".")[0].split("/")[0]
            parts = head.split(":")
            return parts[0] == "O" or parts[-1].startswith("O")
        size = ref.type.size
        return any(first <= ref.at < last for first, last in self.written if size)

    @cached_property
    def written(self) -> list[tuple[int, int]]:
        """Slots that the program writes, as ranges."""
        found = []
        for path in _writes(self.program):
            root = self.layout.find(Path(path.root))
            if static(path):
                root = self.layout.find(path)
            found.append((root.at, root.at + root.type.size))
        return found

    @cached_property
    def output_names(self) -> list[str]:
        """Tags that are outputs by their address."""
        tags = [tag for _, _, tag in self.layout.roots.values() if tag.address]
        return [tag.name for tag in tags if self.is_output(self.layout.find(Path(tag.name)))]

    # clocks ---------------------------------------------------------------------------------------
    @cached_property
    def timers(self) -> list[tuple[Record, int]]:
        """Type and first slot of every timer there is."""
        return [(one, at) for one, at in self.layout.built_ins() if one.kind in _CLOCK_MEMBERS]

    @cached_property
    def clocks(self) -> list[int]:
        """Slots that change while a timer runs and nothing else happens."""
        return [at + one.offset(m) for one, at in self.timers for m in _CLOCK_MEMBERS[one.kind]]

    @cached_property
    def _reads_clocks(self) -> bool:
        """Whether the program looks at elapsed times, or copies timers about."""
        return any(self._timed(path) for path, _ in visit(self.program, True)) or any(
            self._has_timer(one) for one in _copied(self.program) if isinstance(one, Path)
        )

    def _timed(self, path: Path) -> bool:
        """Whether a path is an elapsed time; a counter has an ACC too, and no clock."""
        at = next((n for n, step in enumerate(path.steps) if _looks(step)), None)
        if at is None:
            return False
        try:
            return self.layout.find(Path(path.root, path.steps[:at])).type.name != "COUNTER"
        except LabsimError:  # only known while it runs: better looked at too often
            return True

    def _has_timer(self, path: Path) -> bool:
        ref = self.layout.find(Path(path.root))
        last = ref.at + ref.type.size
        return any(ref.at <= at < last for _, at in self.timers)

    @cached_property
    def _retentive(self) -> list[int]:
        """Timers of RTO: what they keep when they pause depends on the last scan before that."""
        named, own = (
            [op.args[0] for op in _ops(routines) if op.name == "RTO" and op.args]
            for routines in (_routines(self.program), self.program.routines.values())
        )
        if len(own) < len(named) or not all(isinstance(o, Path) and static(o) for o in named):
            return [at for _, at in self.timers]
        return [self.layout.find(one).at for one in named]

    def clocks_matter(self, memory: list[Any]) -> bool:
        """Tell whether a clock runs whose every step counts."""
        if any(memory[at + 3] for at in self._retentive):
            return True
        return self._reads_clocks and bool(self.due(memory))

    def due(self, memory: list[Any]) -> list[int]:
        """Return the moments at which running timers run out."""
        found = []
        for one, at in self.timers:
            if one.kind == "TIMER":
                if memory[at + 3]:
                    found.append(memory[at + 5] + memory[at] - memory[at + 1])
            elif memory[at + 4] == 1:
                found.append(memory[at + 5] + memory[at + 1])
        return found


def _writes(program: Program) -> Iterator[Path]:
    for op in _ops(program.routines.values()):
        yield from (one for one in _written(op, program.dialect) if isinstance(one, Path))


def _written(op: Op, dialect: str) -> Iterator[Any]:
    yield from op.outs.values()
    if op.name in ("CALL", "JSR"):
        yield from op.args[op.name == "JSR" :]  # a routine's name is no variable
        yield from op.pins.values()
    elif known(op.name, dialect):
        for one, arg in zip(find(op.name, dialect).form(dialect).positional, op.args, strict=False):
            if one.way in ("out", "inout", "memory"):
                yield arg


def _routines(program: Program) -> Iterator[Any]:
    yield from program.routines.values()
    for block in program.blocks.values():
        yield from block.routines.values()


def _ops(routines: Any) -> Iterator[Op]:
    for routine in routines:
        for rung in routine.rungs:
            yield from rung.ops()


def _copied(program: Program) -> Iterator[Any]:
    for op in _ops(program.routines.values()):
        yield from op.args if op.name in ("COP", "CPS", "FLL") else ()


def _looks(step: Any) -> bool:
    return getattr(step, "name", "").upper() in ("ACC", "ET")
