"""What moves on the drawing: rods, needles, spools, as figures; the drawing itself does not travel.

A figure says no more than an eye at the machine sees. A rod and a needle stand in the open. A spool
is hidden in its valve: in graded work its boxes follow the hand on the lever, and nothing else.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import traitlets

from labsim import coaching
from labsim.bench import Bench
from labsim.core.component import Component
from labsim.drawing.plan import RIDERS
from labsim.process.belt import Belt
from labsim.process.tank import SupplyTank
from labsim.ui.tracks import taped

__all__ = ["Moving", "moving", "needle", "posed"]

GRAIN = 40  # parts of a stroke that an eye tells apart from where it stands
FULL = {"air": 10.0, "oil": 250.0}  # bar, end of the scale of a gauge that does not say (assumed)
LOOKS = 24  # of one action, at equal times
GONE = -9.0  # the figure of a product that is on no belt
SPOOL, ROD = "spool", "rod"
TURNING = (
    "Drive", "Pump", "VariablePump", "CompensatedPump", "HydraulicMotor", "AirMotor", "Compressor",
)  # fmt: skip


class Moving(traitlets.HasTraits):
    """`motion`: {tag: {what: figures}}, how many seconds of machine time they tell of, words."""

    motion = traitlets.Dict({"seconds": 0.0, "parts": {}, "words": {}}).tag(sync=True)

    bench: Bench

    def moved(self, seconds: float) -> dict[str, Any]:
        """Return what has moved in the last seconds of machine time."""
        those = mobile(self.bench)
        parts = {tag: moving(self.bench, part, seconds) for tag, part in those.items()}
        for tag in (tag for tag, part in those.items() if _kind(part) == "ride"):
            parts[tag] = self._came(tag, parts[tag])
        words = {tag: said(self.bench, part, parts[tag]) for tag, part in those.items()}
        return {"seconds": round(seconds, 2), "parts": parts, "words": words}

    def _came(self, tag: str, rides: dict[str, list[float]]) -> dict[str, list[float]]:
        """Let what has come onto a belt begin at its infeed; what has gone is gone at once."""
        rode = self.__dict__.setdefault("rode", {})
        before = rode.get(tag, {})
        rode[tag] = {box: figures[-1] for box, figures in rides.items()}
        return {
            box: [0.0, at] if before.get(box, at) == GONE != at else [at] * (1 + (at == GONE))
            for box, (at,) in rides.items()
        }


def mobile(bench: Bench) -> dict[str, Component]:
    """Return the parts whose symbols move."""
    parts = bench.machine.components.items()
    return {tag: part for tag, part in parts if _kind(part) and _seen(bench, part)}


def _seen(bench: Bench, part: Component) -> bool:
    """Tell whether it moves in the open; what takes a look of its own does not, in graded work."""
    kind, close = _kind(part), not part.obvious and coaching.graded(bench)
    return bool(kind) and (kind in ("travel", "shift") or not close)


def _kind(part: Component) -> str:
    if part.symbol in ("Cylinder", "SingleCylinder"):
        return "travel"
    if part.symbol in ("DirectionalValve", "ProportionalValve"):
        return "shift"  # the spool of a servo valve moves by hundredths, and no eye sees it
    if part.symbol in TURNING:
        return "turn"
    if isinstance(part, Belt | SupplyTank):
        return "ride" if isinstance(part, Belt) else "level"
    return "needle" if part.symbol in ("Gauge", "Vacuumeter", "Regulator", "FRLDetail") else ""


def moving(bench: Bench, part: Component, seconds: float) -> dict[str, list[float]]:
    """Return the figures of a part: the last is how it stands now."""
    kind = _kind(part)
    if kind == "travel":
        stroke = float(part.values["stroke"])
        share = np.round(np.atleast_1d(_run(bench, part, seconds)) / stroke * GRAIN) / GRAIN
        return {kind: [float(value) for value in np.clip(share, 0.0, 1.0)]}
    if kind == "turn":
        told = _look(bench, part)
        return {kind: [float(bool(told) and "stand" not in told)]}
    if kind == "ride":
        return {box: [at] for box, at in _ride(bench, part).items()}
    if kind == "level":
        run = bench.sim.network_of(part).models[part.tag]
        share = float(run.content(bench.sim.now)[0]) / float(part.values["full"])
        return {kind: [round(GRAIN * share) / GRAIN]}
    if kind == "shift":
        return {kind: [round(_shift(bench, part), 3)]}
    return {kind: [needle(bench, part)]}


def _ride(bench: Bench, part: Component) -> dict[str, float]:
    """Return where the fronts of products are, as parts of the belt; numbers go round."""
    run = bench.sim.network_of(part).models[part.tag]
    fronts = run.queue.fronts(run.carry.at(bench.sim.now))[0] / float(part.values["length"])
    found = {f"box{n}": GONE for n in range(RIDERS)}
    for number, front in zip(run.queue.number[0], fronts, strict=True):
        if number >= 0:
            found[f"box{number % RIDERS}"] = round(float(front), 3)
    return found


def _run(bench: Bench, part: Component, seconds: float) -> Any:
    """Return where a rod was at equal times of the last seconds, in mm."""
    net = bench.sim.network_of(part)
    if not seconds or not taped(net):
        return net.travel(part.tag, ROD)[:1]
    times, way = net.trace_travel(part.tag, ROD)
    when = np.linspace(bench.sim.now - seconds, bench.sim.now, LOOKS)
    return np.append(np.interp(when[:-1], times, way[0]), net.travel(part.tag, ROD)[0])


def _shift(bench: Bench, part: Component) -> float:
    """Return where the boxes of a valve stand: as they are, or in graded work as the hand says."""
    if not coaching.graded(bench):
        return float(bench.sim.network_of(part).shift(part.tag, SPOOL)[0])
    rest = float(getattr(part, "resting", 0.0) if _number(part) else 0.0)
    at = int(bench.sim.states[part.tag, "position"][0]) if part.positions else 0
    override = bool(at) and part.positions[at].startswith("override")  # a pin, not a lever
    return rest if override else [rest, 1.0, -1.0][at]


def _number(part: Component) -> bool:
    return isinstance(getattr(part, "resting", None), int | float)


def needle(bench: Bench, part: Component) -> float:
    """Return where a needle stands, as part of its scale: what a look at the gauge tells."""
    told = re.search(r"(-?[\d.]+) bar", _look(bench, part))
    full = part.values.get("full", FULL[_medium(bench, part)])
    return round(min(max(float(told[1]) / float(full), -0.1), 1.0), 4) if told else 0.0


def _medium(bench: Bench, part: Component) -> str:
    return bench.sim.network_of(part).medium_of(part.port(part.marks[0]))


def _look(bench: Bench, part: Component) -> str:
    seen = bench.sim.views[part.tag].look()
    return "" if seen is None else str(seen[0])


def said(bench: Bench, part: Component, figures: dict[str, list[float]]) -> str:
    """Return the same in words: how far a rod is out, what a gauge shows, where a lever is."""
    if _kind(part) in ("ride", "level"):
        return _look(bench, part)
    if "travel" in figures:
        out = figures["travel"][-1]
        return {0.0: "retracted", 1.0: "extended"}.get(out, f"{out:.0%} out")
    if "turn" in figures:
        return "turns" if figures["turn"][-1] else "stands still"
    if "needle" in figures:
        return _look(bench, part)
    at = int(bench.sim.states[part.tag, "position"][0]) if part.positions else 0
    return f"at {part.positions[at]}" if part.positions else ""


def posed(svg: str, motion: dict[str, Any]) -> str:
    """Return a drawing with its moving groups where the figures say, for a picture that stays."""

    def place(found: re.Match[str]) -> str:
        data = dict(re.findall(r'data-(\w+)="([^"]*)"', found[0]))
        run = motion["parts"].get(data.get("part"), {}).get(data.get("move"))
        if not run:
            return found[0]
        group = found[0].replace(' visibility="hidden"', "") if run[-1] > GONE else found[0]
        return f'{group[:-1]} transform="{placed(data, run[-1])}">'

    return re.sub(r"<g [^>]*data-move=[^>]*>", place, svg)


def placed(data: dict[str, str], value: float) -> str:
    """Return the transform of a group for a figure; the browser reckons the same."""
    number = lambda name: float(data.get(name) or 0.0)  # noqa: E731
    by = value - number("zero")
    if data["move"] == "needle":
        return f"rotate({number('turn') * by:.2f},{number('cx'):g},{number('cy'):g})"
    return f"translate({number('dx') * by:.2f},{number('dy') * by:.2f})"
