"""Charts on the workbench: a quantity against time.

At a demonstration, a guided example or in practice a recorder sits at every test point and rod. In
graded work there is none but what the apprentice has read: the readings of the record, as dots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import traitlets

from labsim import coaching
from labsim.bench import Bench
from labsim.core.errors import LabsimError, unknown
from labsim.drawing.chart import Chart, Curve, chart
from labsim.ui.flows import circuits

__all__ = ["Recorder", "Tracks", "choices", "readings", "taped"]

MOST = 4  # curves in one chart
SAMPLES = 1500  # of a curve; when there are more, every second one is dropped
FINE, COARSE = 0.05, 1.0  # s between samples: while hands work, while work takes minutes
LENGTH = 60.0  # s that are shown, back from now, unless all is asked for
CONTROLS = ("press", "release", "operate", "turn", "isolate", "restore", "discharge")


@dataclass
class Recorder:
    """Samples of what is tapped, action by action: name -> times in s, values."""

    taps: dict[str, tuple[str, Callable[[Any], tuple[np.ndarray, np.ndarray]]]]
    tracks: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    marks: list[tuple[float, str]] = field(default_factory=list)

    @classmethod
    def of(cls, bench: Bench) -> Recorder:
        """Return a recorder with its taps; in graded work nothing is tapped."""
        return cls({} if coaching.graded(bench) else taps(bench))

    @contextmanager
    def running(self, bench: Bench, intent: Any) -> Iterator[None]:
        """Keep the tape of every network that marches while something is done."""
        begun = bench.sim
        for net in begun.marching:
            net.record(_every(intent))
        yield
        for net in {id(net): net for net in (*begun.marching, *bench.sim.marching)}.values():
            net.record(0.0)

    def take(self, bench: Bench, events: Sequence[Mapping[str, Any]]) -> None:
        """Take in what is on the tape, and what hands did meanwhile."""
        if not self.taps or not all(taped(net) for net in bench.sim.marching):
            return
        for name, (_, read) in self.taps.items():
            times, values = read(bench)
            old = self.tracks.get(name, (np.empty(0), np.empty(0)))
            times, values = np.concatenate([old[0], times]), np.concatenate([old[1], values])
            if len(times) > SAMPLES:
                times, values = times[::2], values[::2]
            self.tracks[name] = times, values
        begin = bench.sim.now - sum(event.get("dt", 0.0) for event in events)
        self.marks += [(begin, _mark(event)) for event in events if event["do"] in CONTROLS]


def taped(net: Any) -> bool:
    """Tell whether there is a tape to read; one that saw a line opened is of two circuits."""
    return len(net.tape) > 1 and len({row[1].shape for row in net.tape}) == 1


def _every(intent: Any) -> float:
    """Return how often to take a sample, in s: finer while hands work the machine."""
    do = intent.get("do") if isinstance(intent, dict) else ""
    if do == "wait" and isinstance(intent.get("seconds"), int | float):
        return min(max(float(intent["seconds"]) / 400.0, 0.02), 5.0)
    return FINE if do in CONTROLS else COARSE


def _mark(event: Mapping[str, Any]) -> str:
    """Say shortly what was done."""
    return f"{event['tag']} {event.get('position', event['do'])}"


class Tracks(traitlets.HasTraits):
    """`chart`: what can be chosen, what is, the picture, the words, the table."""

    chart = traitlets.Dict({"offer": []}).tag(sync=True)

    bench: Bench
    recorder: Recorder

    def charting(self) -> dict[str, Callable[..., None]]:
        """Return the intents it answers."""
        return {"chart": self.pick}

    def pick(self, names: list[str], whole: bool = False) -> None:
        """Choose what the chart shows, the last minute of it or all."""
        offer = [name for name, _ in choices(self.bench)]
        if not isinstance(names, list) or len(names) > MOST:
            raise LabsimError(f"a chart has {MOST} curves at most")
        for name in names:
            if name not in offer:
                raise unknown("the chart", "quantity", name, offer)
        self.chart = {**self.chart, "picked": names, "whole": bool(whole)}
        self.replot()

    def replot(self) -> None:
        """Bring the chart up to date; what may be chosen grows with what was measured."""
        if not circuits(self.bench):
            return
        picked, whole = self.chart.get("picked", []), self.chart.get("whole", False)
        self.chart = {
            "offer": [list(one) for one in choices(self.bench)], "picked": picked, "whole": whole,
            "own": coaching.graded(self.bench), **self._plot(picked, whole),
        }  # fmt: skip

    def _plot(self, picked: list[str], whole: bool) -> dict[str, str]:
        own = coaching.graded(self.bench)
        curves = [c for c in (readings(self.bench) if own else self._curves()) if c.name in picked]
        curves = [c if whole or own else late(c) for c in curves]
        if not curves:
            return {"svg": "", "words": "", "table": ""}
        drawn: Chart = chart(curves, () if own else self.recorder.marks)
        return {"svg": drawn.svg, "words": drawn.words, "table": drawn.table()}

    def _curves(self) -> Iterator[Curve]:
        for name, (times, values) in self.recorder.tracks.items():
            yield Curve(name, self.recorder.taps[name][0], times, values)


def late(curve: Curve) -> Curve:
    """Return the last minute of a curve."""
    kept = curve.times >= curve.times[-1] - LENGTH
    return Curve(curve.name, curve.unit, curve.times[kept], curve.values[kept])


def choices(bench: Bench) -> list[tuple[str, str]]:
    """Return names and units of what may be plotted at a bench."""
    if coaching.graded(bench):
        return [(curve.name, curve.unit) for curve in readings(bench)]
    return [(name, unit) for name, (unit, _) in taps(bench).items()]


def taps(bench: Bench) -> dict[str, tuple[str, Callable[[Any], Any]]]:
    """Return what a recorder can be put to: the pressure of every line, the way of every rod."""
    found: dict[str, tuple[str, Callable[[Any], Any]]] = {}
    for sheet in circuits(bench):
        for line in sheet.lines:
            port = next((p for p in line.ports if p.component.symbol == "PressureTap"), None)
            port = port or line.ports[0]
            found[f"{port.name}"] = ("bar", lambda b, p=port: _first(_net(b, p).trace(p)))
    for tag, part in bench.machine.components.items():
        if part.symbol in ("Cylinder", "SingleCylinder") and "stroke" in part.params:
            port = part.port(part.marks[0])
            read = lambda b, p=port, t=tag: _first(_net(b, p).trace_travel(t, "rod"))  # noqa: E731
            found[f"{tag} travel"] = ("mm", read)
    return found


def _net(bench: Bench, port: Any) -> Any:
    return bench.sim.network_of(port.component)


def _first(trace: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    return trace[0], trace[1][0]


def readings(bench: Bench) -> list[Curve]:
    """Return what was measured, place by place, against the clock of the order in s."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    known = bench.hands.functions()
    for event in bench.attempt.of("measure"):
        value = event.get("value")
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        unit = known[event["function"]][1].unit if event["function"] in known else ""
        name = " → ".join(event["ports"]) or event["function"]
        found.setdefault((name, unit), []).append((60.0 * float(event["t"]), float(value)))
    return [
        Curve(f"{name}", unit, np.array([t for t, _ in rows]), np.array([v for _, v in rows]), True)
        for (name, unit), rows in found.items()
    ]
