"""What is on an analyser's screen, as data: a curve, cursors, the same in figures and words."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from labsim.vibration.analysis.cursors import Cursor

__all__ = ["Screen", "figures", "said"]


@dataclass(frozen=True, eq=False)
class Screen:
    """One view: `x` (n,) and `y` (n,), or (rows, n) of a waterfall; names with units; cursors.

    `cursor`: the line in hand; `marks`: its family, harmonics or sidebands; `stamps`: frequencies
    of the bearing (x, name); `along`: what the rows of a waterfall are; `foot`: how it was taken;
    `words`: the whole, for whoever sees no picture.
    """

    title: str
    x: np.ndarray
    y: np.ndarray
    x_name: str
    y_name: str
    lines: bool
    cursor: Cursor | None = None
    marks: tuple[Cursor, ...] = ()
    stamps: tuple[tuple[float, str], ...] = ()
    along: tuple[str, ...] = ()
    foot: tuple[str, ...] = field(default=())
    words: str = ""

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the cursors as rows: name, Hz, order, value, whether it stands out."""
        shown = self.marks or ((self.cursor,) if self.cursor else ())
        return tuple(
            (c.name, f"{c.hertz:.2f}", "" if c.order is None else f"{c.order:.3f}",
             f"{c.rms:.3g}", "stands out" if c.there else "in the floor")
            for c in shown
        )  # fmt: skip

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the rows."""
        return ("cursor", "Hz", "order", self.y_name, "")


def said(cursor: Cursor, unit: str) -> str:
    """Say a cursor: 29.95 Hz, 1.000 ×, 2.31 mm/s rms."""
    order = "" if cursor.order is None else f", {cursor.order:.3f} × shaft"
    return f"{cursor.hertz:.2f} Hz{order}, {cursor.rms:.3g} {unit}"


def figures(values: dict[str, str]) -> str:
    """Return figures in a line: overall 2.31 mm/s, zone B, crest 3.4."""
    return ", ".join(f"{name} {value}".strip() for name, value in values.items())
