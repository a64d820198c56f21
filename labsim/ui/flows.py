"""Pressure and flow shown on the drawing, on request: colour and pattern, figures, arrows.

It tells what no gauge has read. So it is for sound machines, guided examples and practice; at a
bench whose record is handed in there is no such thing, and nothing of it is worked out or sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import traitlets

from labsim import coaching
from labsim.bench import Bench
from labsim.core.circuit import Circuit
from labsim.core.errors import LabsimError
from labsim.drawing import Drawing
from labsim.ui.badges import badge, figure, full
from labsim.ui.streams import pieces, streams

__all__ = ["BANDS", "Flows", "band", "offered"]

# Upper end in bar, name, what it is: of oil and of air (assumed, round figures of the trade).
BANDS: dict[str, tuple[tuple[float, str, str], ...]] = {
    "oil": (
        (-0.1, "suction", "below the air"),
        (3.0, "tank", "up to 3 bar, return and tank"),
        (25.0, "low", "3 to 25 bar"),
        (80.0, "middle", "25 to 80 bar"),
        (160.0, "high", "80 to 160 bar"),
        (1e9, "highest", "above 160 bar"),
    ),
    "air": (
        (-0.05, "suction", "vacuum"),
        (0.2, "tank", "up to 0.2 bar, vented"),
        (2.0, "low", "0.2 to 2 bar"),
        (4.5, "middle", "2 to 4.5 bar"),
        (6.5, "high", "4.5 to 6.5 bar"),
        (1e9, "highest", "above 6.5 bar"),
    ),
}
STILL = {"oil": 0.05, "air": 0.5}  # L/min (air: free air) below which nothing is drawn to flow
HOLDS = ("Tank", "PressurisedTank", "AirSource")  # at one pressure, whatever flows
REFUSED = (
    "pressure and flow are not shown in graded work: a gauge and a flow meter tell them, where you "
    "connect them"
)


class Flows(traitlets.HasTraits):
    """`flows`: whether it is offered, whether it is on, and only then what there is to see."""

    flows = traitlets.Dict({"offer": False, "on": False}).tag(sync=True)

    bench: Bench
    drawn: list[Drawing]

    def flowing(self) -> dict[str, Callable[..., None]]:
        """Return the intents it answers."""
        return {"flows": self.show_flows}

    def show_flows(self, on: bool) -> None:
        """Show pressure and flow, or take it away."""
        if not offered(self.bench):
            raise LabsimError(REFUSED)
        self.flows = {"offer": True, "on": bool(on)}
        self.reflow()

    def reflow(self) -> None:
        """Bring what is shown up to date; nothing while it is off."""
        if self.flows["on"] and offered(self.bench):
            self.flows = {"offer": True, "on": True, **pictures(self.bench, self.drawn)}


def circuits(bench: Bench) -> list[Circuit]:
    """Return the fluid circuits of a machine."""
    return [sheet for sheet in bench.machine.sheets if isinstance(sheet, Circuit)]


def offered(bench: Bench) -> bool:
    """Tell whether pressure and flow may be seen at a bench."""
    return bool(circuits(bench)) and not coaching.graded(bench)


def band(bar: float, medium: str) -> str:
    """Return the name of the band of a pressure."""
    return next(name for top, name, _ in BANDS[medium] if bar <= top)


def pictures(bench: Bench, drawn: Sequence[Drawing]) -> dict[str, Any]:
    """Return pieces, badges and figures of every circuit, and the legend of what there is."""
    sheets, rows, media = {}, [], {}
    for sheet, drawing in zip(bench.machine.sheets, drawn, strict=True):
        if isinstance(sheet, Circuit):
            found, lines = _picture(bench, sheet, drawing)
            sheets[sheet.title] = found
            rows += lines
            media[sheet.medium] = True
    legend = [
        {"band": name, "text": f"{text}{' (air)' if len(media) > 1 and medium == 'air' else ''}"}
        for medium in media
        for _, name, text in BANDS[medium]
    ]
    return {"sheets": sheets, "legend": legend, "rows": rows}


def _picture(
    bench: Bench, sheet: Circuit, drawing: Drawing
) -> tuple[dict[str, Any], list[list[str]]]:
    found: dict[str, Any] = {"pieces": [], "badges": []}
    rows: list[list[str]] = []
    taken = full(drawing)
    for line in sheet.lines:
        net = bench.sim.network_of(line.ports[0].component)
        bar = float(net.bar(line.ports[0])[0])
        which, places = band(bar, sheet.medium), drawing.anchors
        into = balanced({p: float(net.through(p)[0]) for p in line.ports})
        points = {places[p.name]: flow for p, flow in into.items() if p.name in places}
        cut = pieces(drawing.lines.get(line.name, ()), points)
        for (a, b), flow in zip(cut, streams(cut, points), strict=True):
            moves = 0.0 if abs(flow) < STILL[sheet.medium] else round(flow, 2)
            found["pieces"].append([*a, *b, which, moves])
        found["badges"] += badge(cut, bar, taken)
        rows.append([line.name, figure(bar), which, _told(into, sheet.medium)])
    return found, rows


def balanced(into: dict[Any, float]) -> dict[Any, float]:
    """Let a tank or a main on the line take what no other port does: nothing else meters it."""
    holder = next((port for port in into if port.component.symbol in HOLDS), None)
    rest = sum(flow for port, flow in into.items() if port != holder)
    return into if holder is None else {**into, holder: -rest}


def _told(into: dict[Any, float], medium: str) -> str:
    """Say where flow comes from and where it goes."""
    unit = "L/min" if medium == "oil" else "L/min of free air"
    moving = {port.name: q for port, q in into.items() if abs(q) >= STILL[medium]}
    ways = [f"{abs(q):.1f} {unit} {'into' if q > 0 else 'out of'} {n}" for n, q in moving.items()]
    return ", ".join(ways) or "no flow"
