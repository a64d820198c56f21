"""The trend of a machine's controller looks on while time passes, not only when hands rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["looking"]

GRAIN = 0.1  # s between two samples while no scan changes anything


@contextmanager
def looking(online: Any) -> Iterator[None]:
    """Let the trend of a PLC page take samples while something is done; not in graded work.

    Every scan that changes something gives one, and every tenth of a second.
    """
    sim, last = online.bench.sim, [-GRAIN, None]

    def look() -> None:
        c, now = sim.views[online.on], sim.now
        core = c.core[0]
        if core is None or (core is last[1] and now - last[0] < GRAIN):
            return
        last[:] = now, core
        values = online.part.shown(c, list(online.samples))[0]
        for name, value in zip(online.samples, values, strict=True):
            online.keep(name, now, float(value))

    sim.heard = look if online.on and online.samples and not online.graded else None
    try:
        yield
    finally:
        sim.heard = None
