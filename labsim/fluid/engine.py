"""The kernel at work: compiled by numba when that is ready, else the same file plain, same figures.

LABSIM_NUMBA=off keeps it plain; LABSIM_NUMBA=now waits for the compiler. Without either, the first
networks run plain while numba loads its cache, or fills it in a process of its own (labsim warmup).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.fluid import kernel, warm
from labsim.fluid.tables import Tables

__all__ = ["BATCH", "Work"]

BATCH = 20  # variants for which it pays to wait for the compiler


class Work:
    """One circuit's tables and work arrays, in the shape either kernel wants."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        work = tables.work()
        self.plain = tables.lists, work
        self.arrays = tables.array, np.zeros((len(work), max(map(len, work))))

    def _call(self, name: str, table: np.ndarray, state: list[np.ndarray], *more: Any) -> None:
        compiled = warm.compiled(wait=len(table) >= BATCH)
        if compiled is not None:
            net, work = self.arrays
            compiled[name](net, table, tuple(state), work, *more)
            return
        net, work = self.plain
        rows = [a.tolist() for a in state]
        getattr(kernel, name)(net, table.tolist(), rows, work, *more)
        for mine, new in zip(state, rows, strict=True):
            mine[:] = new

    def march(self, table: np.ndarray, state: list[np.ndarray], dt: float, now: bool) -> None:
        """Let a time in s pass; see kernel.march."""
        self._call("march", table, state, dt, now)

    def flows(self, table: np.ndarray, state: list[np.ndarray]) -> None:
        """Work out all flows at the present pressures."""
        self._call("flows", table, state)

    def prime(self, table: np.ndarray, state: list[np.ndarray]) -> None:
        """Put spools where they head for."""
        self._call("prime", table, state)
