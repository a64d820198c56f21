"""Strip charts for a lab's text: a bench is worked step by step, what is tapped is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import numpy as np

from labsim import coaching
from labsim.core.errors import LabsimError
from labsim.drawing.chart import Chart, Curve, chart
from labsim.moments import told
from labsim.teaching.page import INK, SOFT, Piece

__all__ = ["strip"]

Reader = Callable[[], tuple[np.ndarray, np.ndarray]]


def strip(
    bench: Any, steps: Iterable[str], *shown: str, caption: str = "", every: float = 0.02
) -> Piece:
    """Work a bench and draw what happens: `strip(bench, ["operate V1 out"], "M1:M", "C1")`.

    `shown`: a port gives its pressure in bar, a cylinder the travel of its rod in mm, a part with
    one of its flows, "R1 relief", the flow in L/min. A sample is taken `every` so many s. The steps
    are done on the bench and stand on its record. Never on your own order: there no recorder sits.
    """
    if coaching.graded(bench):
        raise LabsimError("on your own order no recorder sits: connect a gauge and read it")
    if not shown:
        raise LabsimError("a chart shows something: name a port, a cylinder or a flow")
    taps = {name: _tap(bench, name) for name in shown}
    for net in bench.sim.marching:
        net.record(every)
    marks = _work(bench, steps)
    curves = [Curve(name, unit, *_first(read())) for name, (unit, read) in taps.items()]
    for net in bench.sim.marching:
        net.record(0.0)
    return _piece(chart(curves, marks), caption)


def _work(bench: Any, steps: Iterable[str]) -> list[tuple[float, str]]:
    """Carry out steps; return when each control was worked, in s of machine time."""
    marks = []
    for do, what, *position in told(bench.machine, steps):
        if do == "wait":
            bench.wait(float(what))
            continue
        marks.append((bench.sim.now, " ".join([what, *(position or [do])])))
        getattr(bench, do)(what, *(float(p) if do in ("turn", "set") else p for p in position))
    return marks


def _tap(bench: Any, name: str) -> tuple[str, Reader]:
    """Return unit and reader of what is shown under a name."""
    machine = bench.machine
    if ":" in name:
        port = machine.port(name)
        return "bar", lambda: bench.sim.network_of(port.component).trace(port)
    tag, _, law = name.partition(" ")
    part = machine.component(machine.numbered(tag))
    net = bench.sim.network_of(part)
    if law:
        net.flow(part.tag, law)  # says at once what flows there are
        return "L/min", lambda: net.trace_flow(part.tag, law)
    if "stroke" not in part.params:
        raise LabsimError(f"{name} is a {part.title}: show a port of it, or one of its flows")
    return "mm", lambda: net.trace_travel(part.tag, "rod")


def _first(trace: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    return trace[0], trace[1][0]


def _piece(drawn: Chart, caption: str) -> Piece:
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}">{drawn.svg}'
        f'<figcaption style="color:{SOFT};font-size:13px;max-width:760px">{escape(caption)}'
        f'</figcaption><details style="font-size:13px"><summary style="color:{SOFT}">The chart as '
        f"a table</summary>{drawn.table()}</details></figure>"
    )
    return Piece(html, f"{caption} {drawn.words}".strip())
