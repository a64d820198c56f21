"""The control room of an alarm lab: trends, looks, orders, what happened first, and the record.

`ControlRoom(bench)` at the end of a cell. Whatever its buttons do, a line of code does too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from labsim.bench import Bench
from labsim.drawing.chart import Curve, chart
from labsim.filing import filed
from labsim.scada.parts import Order, run_of
from labsim.scada.points import FIGURES
from labsim.ui.files import script, style
from labsim.ui.intents import Intents
from labsim.ui.journal import row

__all__ = ["SINCE", "ControlRoom"]

SINCE, MOST = -60.0, 4  # s, where a chart of trends begins; curves in one chart


def about(bench: Bench) -> dict[str, Any]:
    """Return what there is: figures, parts to look at, orders, what may have happened first."""
    parts = bench.machine.components.items()
    family = bench.scenario.family(bench.machine)
    return {
        "title": bench.scenario.title,
        "complaint": bench.scenario.complaint,
        "figures": [[f"{where}:{tag}", f"{tag} · {what} ({unit})"]
                    for tag, (where, what, unit, *_) in FIGURES.items()],
        "parts": [[tag, f"{tag} · {part.title}"] for tag, part in parts if tag[0] not in "AS"],
        "orders": [[tag, part.label, list(part.positions)] for tag, part in parts
                   if isinstance(part, Order)],
        "events": [[fault.id, fault.id] for fault in family],
    }  # fmt: skip


class ControlRoom(Intents, anywidget.AnyWidget):
    """`ControlRoom(bench)`: reads the historian, sends somebody to look, gives orders."""

    _esm = script("tools.js", "controlroom.js")
    _css = style()
    who = "The control room"

    about = traitlets.Dict({}).tag(sync=True)
    state = traitlets.Dict({}).tag(sync=True)
    picture = traitlets.Dict({"svg": "", "words": ""}).tag(sync=True)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench, self.shown = bench, []
        self.about = about(bench)
        self.show()
        self.on_msg(self._intent)

    def _table(self) -> dict[str, Callable[..., Any]]:
        return {
            "trend": self.trend, "look": self.look, "order": self.order,
            "name": self.name, "file": self.file, "clear": self.clear,
        }  # fmt: skip

    def trend(self, port: str) -> None:
        """Read a trend and add it to the chart."""
        reading = self.bench.measure("trend", port)
        self.shown = [*[p for p in self.shown if p != reading.ports[0]], reading.ports[0]][-MOST:]
        self._draw()
        self._tell(f"{reading.ports[0]}: {reading.text}")

    def clear(self) -> None:
        """Begin a new chart; the readings stay on record."""
        self.shown = []
        self._draw()

    def look(self, tag: str) -> None:
        """Send somebody to look at a part."""
        self._tell(f"{tag}: {self.bench.look(tag).text}")

    def order(self, tag: str, position: str) -> None:
        """Give an order: a selector into a position."""
        self.bench.operate(tag, position)
        self._tell(f"Ordered: {self.bench.machine.component(tag).label}, {position}")

    def name(self, event: str) -> None:
        """Name what happened first."""
        component, _, title = str(event).partition(": ")
        self.bench.diagnose(component, title)
        self._tell(f"Named as the initiating event: {event}")

    def file(self, text: str) -> None:
        """Put the list of alarms on file."""
        self.bench.file("A9", text)
        self._tell("The list of alarms is on file")

    def _draw(self) -> None:
        """Draw the trends that are open, from a minute before the event on."""
        at, curves = run_of(self.bench.sim), []
        for port in self.shown:
            tag = port.rpartition(":")[2]
            seen = at.times > SINCE
            _, _, unit, _, span = FIGURES[tag]
            values = at.figures[tag][seen]
            curves.append(Curve(port, unit, at.times[seen] - SINCE, values, least=0.2 * span))
        drawn = chart(curves) if curves else None
        self.picture = (
            {"svg": drawn.svg, "words": drawn.words} if drawn else {"svg": "", "words": ""}
        )

    def show(self) -> None:
        """Bring what is shown up to date with the record."""
        bench = self.bench
        stand = {c["tag"]: c["positions"][c["position"]] for c in bench.controls()}
        named = bench.attempt.diagnosis
        self.state = {
            "minutes": round(bench.clock, 1), "orders": stand,
            "named": ": ".join(named) if named else "", "filed": filed(bench.attempt),
            "rows": [row(event) for event in bench.attempt.events],
            "over": bench.attempt.signed_off,
        }  # fmt: skip
