"""What is looked at before a circuit runs: a pump needs a tank, and a limit to its pressure."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from labsim.core.errors import LabsimError
from labsim.fluid.flows import CRACK, LEAK, PUMP, SHUT
from labsim.fluid.tables import Flow, Node

if TYPE_CHECKING:
    from labsim.fluid.network import FluidNetwork

__all__ = ["check"]

SMALL = 0.5  # L/min per bar, below which a gap is leakage and no way (assumed)
LEAST_SETTING = 1.0  # bar, above which a gate that pressure opens counts as a relief valve


def check(net: FluidNetwork) -> None:
    """Raise LabsimError for a pump without tank; warn the author of a pump without relief."""
    _settings(net)
    for flow, fixed in net.tables.pumps:
        if not _reaches_held(net, flow):
            raise LabsimError(
                f"{flow.tag}: no tank feeds its port {flow.between[0]}; put a Tank on that line"
            )
        if fixed and flow.kind == PUMP and not _limited(net, flow):
            warnings.warn(
                f"{flow.tag}: nothing limits the pressure at its port {flow.between[1]}; put a "
                "relief valve on that line, or something will burst",
                stacklevel=6,
            )


def _settings(net: FluidNetwork) -> None:
    """Raise LabsimError for a relief set below nothing; a fault may set it so, stuck open."""
    sound = [n for n, wrong in enumerate(net.sim.wrong) if not wrong]
    for flow in net.tables.flows if sound else ():
        bar = net.tables.columns.raw[flow.col + CRACK, sound[0]]
        if flow.relieves and bar < 0:
            raise LabsimError(
                f"{flow.tag}: setting of {flow.name} is {bar:g} bar; give it at least 0"
            )


def _spread(net: FluidNetwork, start: Node, without: Flow) -> list[Flow]:
    """Return the laws that can be reached from a node, not through the pump, nor past a tank."""
    seen, waiting, found = {id(start)}, [start], []
    while waiting:
        here = waiting.pop()
        for flow in net.tables.flows:
            if flow is without or here not in (flow.a, flow.b) or _seeps(net, flow):
                continue
            found.append(flow)
            other = flow.b if here is flow.a else flow.a
            if id(other) not in seen and other.held is None:
                seen.add(id(other))
                waiting.append(other)
    return found


def _seeps(net: FluidNetwork, flow: Flow) -> bool:
    """Tell whether a law is leakage past a land or a seal."""
    return flow.kind == LEAK and bool(np.all(net.tables.columns.raw[flow.col] < SMALL))


def _reaches_held(net: FluidNetwork, pump: Flow) -> bool:
    if pump.a.held is not None:
        return True
    return any(f.a.held is not None or f.b.held is not None for f in _spread(net, pump.a, pump))


def _limited(net: FluidNetwork, pump: Flow) -> bool:
    """Tell whether pressure opens a way somewhere downstream, or a plain way is always open."""
    raw = net.tables.columns.raw
    for flow in _spread(net, pump.b, pump):
        if flow.ends and np.any(raw[flow.col + CRACK] > LEAST_SETTING):
            return True
        passes = bool(np.any(raw[flow.col] * raw[flow.col + SHUT] > 0.0))  # no sound hose's hole
        always = passes and not flow.ends and flow.spool < 0 and flow.body < 0
        if always and (flow.a.held is not None or flow.b.held is not None):
            return True
    return pump.b.held is not None
