"""Figures that devices beside the controller tell: network diagnostics, a relay's service plug."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.bench import Bench
from labsim.plc.parts.processor import Operated

__all__ = ["Figures", "figures"]


def figures(bench: Bench) -> list[dict[str, Any]]:
    """Return the devices whose figures the engineering tool reads, and what is set at each."""
    parts = bench.machine.components.items()
    return [
        {"tag": tag, "title": part.title, "names": list(part.worth), "codes": list(part.menu)}
        for tag, part in parts
        if part.worth and hasattr(part, "shown") and not isinstance(part, Operated)
    ]


class Figures:
    """The part of a workbench that reads them, one at a time, each on record."""

    bench: Bench
    _tell: Callable[..., None]

    def read_figure(self, place: str) -> None:
        """Read one figure, `A2:node1.gap`, and say it."""
        self._tell(f"{place}: {self.bench.measure('online', place).text}", "seen")
