"""How a controller comes to the settled form of its program, and leaves it when somebody looks.

After `settles` scans in which nobody asked for the memory, the program goes on in the form that
keeps it in local variables (`compile_settled`). Whoever asks for `memory` makes it put everything
back and stop; inputs, outputs, and the few tags that somebody reads again and again are right in
memory in every scan and may be looked at.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from labsim.plc.running.memory import Ref

__all__ = ["Settling"]

LOOKED = 32  # slots, assumed: more are as quickly had by stopping
SETTLES = 1000  # scans: what making the form costs is then soon paid back (assumed)


class Settling:
    """The memory of a controller; `Controller` is the rest of it."""

    settles = SETTLES
    traced: bool
    _shared: Any
    _env: Any
    _watch: bool
    _memory: list[Any]
    _running: Generator[None, int, None] | None = None
    _settled: Any = None  # the form that runs
    _looked: frozenset[int] = frozenset()  # slots that somebody reads between scans
    _quiet = 0  # scans since somebody asked for the memory
    _inputs: dict[str, Any]  # inputs by name that a scan puts straight into memory

    @property
    def memory(self) -> list[Any]:
        """All slots, as they are now."""
        self._quiet = 0
        if self._running is not None:
            self._stop()
        return self._memory

    @memory.setter
    def memory(self, slots: list[Any]) -> None:
        self._quiet = 0
        if self._running is not None:
            self._stop()
        self._memory = slots

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy takes over: a running form cannot be copied."""
        return {**vars(self), "_memory": self.memory, "_running": None}

    def _ready(self) -> None:
        """Choose the form of a scan that is about to begin."""
        self._inputs = self._shared.inputs
        if self.traced or self._watch:
            self._stop()
            self._quiet = 0
            return
        self._quiet += 1
        form = self._shared.settled_with(self._looked) if self._quiet > self.settles else None
        if form is not None:
            self._inputs, self._settled = {}, form
            self._running = self._settled.scan(self._memory, self._env)
            next(self._running)

    def _stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.close()

    def _known(self, name: str, found: tuple[int, Any, Any]) -> tuple[int, Any, Any]:
        """Remember where an input is; one that the program writes stops the settled form."""
        if self._running is None:
            return found
        if found[0] in self._settled.held:
            self._stop()
        elif name in self._shared.inputs:
            self._inputs[name] = found
        return found

    def _seen(self, ref: Ref) -> list[Any]:
        """Return a memory in which a variable is right."""
        slots = range(ref.at, ref.at + ref.type.size)
        if self._running is not None and self._settled.held.isdisjoint(slots):
            return self._memory
        kept = self._looked.issuperset(slots) or self._look(slots)
        return self._memory if kept and self._running is None else self.memory

    def _look(self, slots: range) -> bool:
        """Have the next settled form keep slots right in memory; tell whether it will."""
        if len(self._looked) + len(slots) > LOOKED:
            return False
        self._looked = self._looked.union(slots)
        return True
