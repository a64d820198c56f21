"""The logic of a PLC: its program and the edited copies, each compiled once for all machines.

One controller serves every variant of every machine that has the program: it takes over a memory,
scans, and gives the new memory back. A memory never changes, so many variants can share one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.plc.addresses import bound
from labsim.plc.parts.edits import Edit
from labsim.plc.program import Program
from labsim.plc.types import Leaf

__all__ = ["Core", "Logic", "load"]

READERS = {".xml": "read_plcopen", ".l5x": "read_l5x", ".ld": "read_ld"}


@dataclass(frozen=True, eq=False)
class Core:
    """What a controller holds after a scan: memory, outputs, when it may change again (ms)."""

    memory: Any
    edit: int
    outputs: tuple[bool, ...]
    due: int | None
    fault: str = ""


def load(source: Program | str, dialect: str = "ab") -> Program:
    """Return a program: itself, of a file by its name, or of neutral text.

    A file is looked for as it stands, then among the programs that come with labsim.
    """
    from labsim import plc

    if isinstance(source, Program):
        return source
    if "(" in source or "\n" in source:
        return plc.read_rungs(source, dialect=dialect)
    path = _found(source)
    reader = READERS.get(path.suffix.lower())
    if reader:
        return getattr(plc, reader)(path)
    return plc.read_rungs(path.read_text("utf-8"), dialect=dialect)


def _found(name: str) -> Path:
    if Path(name).is_file():
        return Path(name)
    folder = Path(str(resources.files("labsim.plc").joinpath("programs")))
    if not (folder / name).is_file():
        there = sorted(p.name for p in folder.iterdir() if p.suffix != ".py")
        raise unknown("labsim/plc/programs", "program", name, there)
    return folder / name


def _root(name: str) -> str:
    return re.split(r"[.\[/]", name, maxsplit=1)[0].upper()


class Logic:
    """A program with its edits; copies of a machine share it."""

    def __init__(self, source: Program | str, edits: Sequence[Edit], dialect: str = "ab") -> None:
        self.source, self.edits, self.dialect = source, tuple(edits), dialect
        self._made: dict[tuple[int, bool], Any] = {}
        self._fresh: dict[tuple[int, bool], Any] = {}  # as they were made, cold started
        self._lock = threading.RLock()

    def __deepcopy__(self, memo: dict[int, Any]) -> Logic:
        return self

    @cached_property
    def program(self) -> Program:
        """The right program."""
        return load(self.source, self.dialect)

    def edited(self, edit: int) -> Program:
        """Return the program as it runs: 0 as it should be, else the edit of that number."""
        if not edit:
            return self.program
        made = self.edits[edit - 1](self.program)
        roots = self.controller(0).layout.roots.values()
        kept = {t.name: t for _, _, t in roots if not t.name.startswith(("~", "S:"))}
        return replace(made, tags={**kept, **made.tags})  # a card still gives what no rung reads

    def controller(self, edit: int = 0, traced: bool = False) -> Any:
        """Return the controller that all share: give it a memory before it is asked anything."""
        from labsim.plc.controller import Controller

        key = edit, traced
        if key not in self._made:
            made = Controller(self.edited(edit))
            made.traced = traced
            self._made[key] = made
            self._fresh[key] = made.recall()
        return self._made[key]

    def variable(self, name: str) -> bool:
        """Tell whether the program has a tag so called; LabsimError when it is no single value."""
        c = self.controller(0)
        if _root(name) not in c.layout.roots and _root(name) not in c.layout.aliases:
            return False
        if not isinstance(c.place(name).type, Leaf):
            raise LabsimError(f"{name} is a {c.place(name).type.name}: name one value of it")
        return True

    @property
    def tags(self) -> list[str]:
        """What the program calls its variables."""
        roots = self.controller(0).layout.roots.values()
        return [tag.name for _, _, tag in roots if not tag.name.startswith(("~", "S:"))]

    def tag(self, address: str, name: str = "") -> str:
        """Return what the program calls an I/O point."""
        return bound(self.program, address, name)

    def scan(self, core: Core | None, edit: int, ms: int, inputs: Mapping[str, Any],
             outputs: Sequence[str], begin: str = "") -> Core:  # fmt: skip
        """Scan once and return the core after it; `begin`: "warm" after power, "run" after program.

        Without a core, or with one of another program, it starts cold.
        """
        with self._lock:
            c = self.controller(edit)
            self._take(c, core, edit, begin)
            c.scan(ms, inputs)
            fault = next((str(f) for f in c.faults), "")
            due = c.due() if c.at_rest else ms + 1
            return Core(c.recall(), edit, tuple(bool(o and c[o]) for o in outputs), due, fault)

    def _take(self, c: Any, core: Core | None, edit: int, begin: str) -> None:
        if core is None or core.edit != edit:
            c.restore(self._fresh[edit, False])
            return
        c.restore(core.memory)
        if begin == "warm":
            c.start("warm")
        if begin == "run":
            c.mode("program")
            c.clear_faults()
            c.mode("run")

    def seen(self, core: Core, ms: int, inputs: Mapping[str, Any], names: Sequence[str]) -> list:
        """Return the values of variables as an engineering tool shows them at a moment.

        A controller that has nothing to do is not scanned; its timers run on all the same.
        """
        with self._lock:
            c = self.controller(core.edit)
            c.restore(core.memory)
            if not core.fault and inputs:
                c.scan(ms, inputs)
            return [c[name] if name else False for name in names]

    def held(self, core: Core, ms: int, inputs: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the whole memory at a moment, as `seen` brings it there; slots as laid out."""
        with self._lock:
            self.seen(core, ms, inputs, ())
            return tuple(self.controller(core.edit).memory)

    def put(self, core: Core, name: str, value: Any) -> Core:
        """Return the core with a value put into a variable between two scans."""
        with self._lock:
            c = self.controller(core.edit)
            c.restore(core.memory)
            c[name] = value
            return replace(core, memory=c.recall())

    def look(self, core: Core, ms: int, inputs: Mapping[str, Any],
             forces: Mapping[str, bool] | None = None) -> Any:  # fmt: skip
        """Return a controller with power flow, brought to a moment; the next call takes it away."""
        with self._lock:
            c = self.controller(core.edit, traced=True)
            c.restore(core.memory)
            for name, on in (forces or {}).items():
                c.force(name, on)
            if inputs:
                c.scan(ms, inputs)
            return c
