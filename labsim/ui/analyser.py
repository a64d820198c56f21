"""The analyser on the screen: knobs in, a screen out; the cursor by mouse or by keys alone.

`AnalyserView(record)` at the end of a cell. Python draws every screen and says it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import anywidget
import traitlets

from labsim.core.errors import LabsimError
from labsim.drawing.analyser import FRAME, analyser_svg
from labsim.drawing.chart import Chart
from labsim.instruments.analyser.analyser import FAMILIES, VIEWS, Analyser
from labsim.instruments.analyser.screen import said
from labsim.ui.files import script, style
from labsim.ui.intents import Intents
from labsim.vibration.analysis.spectrum import FACTOR, LINES
from labsim.vibration.analysis.windows import WINDOWS
from labsim.vibration.record import UNITS, Record

__all__ = ["AnalyserView"]


class AnalyserView(Intents, anywidget.AnyWidget):
    """`AnalyserView(record, …)`: look at records with an analyser's views and cursors."""

    _esm = script("tools.js", "analyser.js")
    _css = style()
    who = "The analyser"

    fixed = traitlets.Dict({}).tag(sync=True)  # positions of the knobs, records to choose from
    knobs = traitlets.Dict({}).tag(sync=True)  # as they stand
    screen = traitlets.Dict({}).tag(sync=True)  # picture, words, table, the cursor in words

    def __init__(
        self, records: Record | Sequence[Record], bearing: Any = None, group: int = 2,
        support: str = "rigid",
    ) -> None:  # fmt: skip
        """Open one record or several; `bearing`, `group`, `support` as of `Analyser`."""
        many = [records] if isinstance(records, Record) else list(records)
        if not many:
            raise LabsimError("there is no record to look at")
        self.desks = [Analyser(record, bearing, group, support) for record in many]
        self.number = 0
        super().__init__()
        names = [r.point or f"record {n + 1}" for n, r in enumerate(many)]
        self.fixed = {
            "records": names, "views": list(VIEWS), "units": list(UNITS), "frame": FRAME,
            "windows": list(WINDOWS), "families": list(FAMILIES), "lines": [0, *LINES[:7]],
        }  # fmt: skip
        self.show()
        self.on_msg(self._intent)

    @property
    def desk(self) -> Analyser:
        """The analyser with the record in view."""
        return self.desks[self.number]

    def show(self) -> AnalyserView:
        """Bring picture, words and knobs up to date."""
        shown = self.desk.screen()
        table = Chart("", "", shown.heads, shown.rows()).table() if shown.cursor else ""
        text = f"Cursor: {said(shown.cursor, shown.y_name)}" if shown.cursor else shown.foot[0]
        highest = self.desk.record.fs / FACTOR
        with self.hold_sync():
            self.knobs = {**asdict(self.desk.knobs), "record": self.number, "highest": highest}
            self.screen = {"svg": analyser_svg(shown), "words": shown.words, "table": table,
                           "text": text, "cursor": shown.cursor is not None}  # fmt: skip
        return self

    # intents -------------------------------------------------------------------------------------
    def _table(self) -> dict[str, Callable[..., Any]]:
        return {"set": self.turn, "step": self.step, "jump": self.jump, "point": self.point,
                "open": self.open_record}  # fmt: skip

    def _heed(self, intent: Any) -> bool:
        done = super()._heed(intent)
        if done:  # what was said is about what is mended now
            self._tell("", "")
        return done

    def turn(self, **knobs: Any) -> None:
        """Turn knobs of the analyser."""
        self.desk.set(**knobs)

    def step(self, lines: int) -> None:
        """Move the cursor by lines."""
        self.desk.step(int(lines))

    def jump(self, where: str) -> None:
        """Move the cursor to the next, previous or highest line."""
        self.desk.jump(where)

    def point(self, part: float) -> None:
        """Put the cursor to a part of the axis, 0 at its left end, 1 at its right."""
        shown = self.desk.screen()
        self.desk.to(float(part) * float(shown.x[-1])).snap(3)

    def open_record(self, number: int) -> None:
        """Take another record into view; the knobs stay as they are."""
        if number not in range(len(self.desks)):
            raise LabsimError(f"there is no record {number!r}; there are {len(self.desks)}")
        knobs = asdict(self.desk.knobs)
        self.desks[number].set(**knobs)
        self.number = number

    def _repr_mimebundle_(self, **given: Any) -> Any:
        """Return the widget, and the screen in words for whoever has no widgets."""
        made = super()._repr_mimebundle_(**given)
        data = made[0] if isinstance(made, tuple) else made
        if data is not None:
            data["text/plain"] = self.screen["words"]
        return made
