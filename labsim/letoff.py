"""Letting off what lines and loads hold: what a trained hand does after the locks are on, and back.

Props under loads, accumulators bled, every lever worked once so that no line keeps its pressure,
zero read on every gauge there is; then an instrument may go into a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labsim.instruments.base import domain_of
from labsim.instruments.fluid import InLine
from labsim.opening import gauged, shows
from labsim.spill import PRESSURE

if TYPE_CHECKING:
    from labsim.bench import Bench

__all__ = ["close_up", "fluid", "let_off", "put_in", "take_props_out"]

LONGEST, STEP = 60, 10.0  # waits for a gauge to come down, each so many s
MOVED = 2.0  # s a lever is held over


def fluid(bench: Bench) -> bool:
    """Tell whether a machine has lines."""
    return any(domain_of(part) == "fluid" for part in bench.machine.components.values())


def let_off(bench: Bench) -> None:
    """Prop what is up, let off what is charged, work the levers, read zero."""
    parts = bench.machine.components.items()
    for tag, part in parts:
        if part.blocks and stored(bench, part) and not blocked(bench, tag):
            bench.block(tag)
    for tag, part in parts:
        if getattr(part, "release", None) is not None and stored(bench, part):
            bench.discharge(tag)
    for tag in levers(bench):
        positions = bench.machine.component(tag).positions
        for position in positions[1:]:
            bench.operate(tag, position).wait(MOVED)
        bench.operate(tag, positions[0])
    for _ in range(LONGEST):
        if at_zero(bench):
            break
        bench.wait(STEP)


def at_zero(bench: Bench) -> bool:
    """Read every gauge; tell whether all show that no pressure is left."""
    machine, zero = bench.machine, True
    for port in [p for p in machine.reachable() if domain_of(p) == "fluid" and gauged(p)]:
        if shows(port.component):
            bench.look(port.component.tag)
        elif "bar" in bench.hands.functions():
            zero &= abs(bench.measure("bar", port.name).value) < PRESSURE
    return zero and not any(charged(bench, part) for part in machine.components.values())


def charged(bench: Bench, part: Any) -> bool:
    """Tell whether a part still holds what its release lets off."""
    return getattr(part, "release", None) is not None and stored(bench, part)


def stored(bench: Bench, part: Any) -> bool:
    joules = part.stored(bench.sim.views[part.tag])
    return joules is not None and bool(joules[0] > 0)


def blocked(bench: Bench, tag: str) -> bool:
    return bool(bench.sim.states[tag, "blocked"][0])


def levers(bench: Bench) -> list[str]:
    """Return the valves whose positions join lines to the tank: levers and manual overrides."""
    parts = bench.machine.components.items()
    return [tag for tag, part in parts if part.positions and hasattr(part, "boxes")
            and not part.isolates]  # fmt: skip


def close_up(bench: Bench) -> None:
    """Close what let energy off, before it comes back."""
    for part in bench.machine.components.values():
        release = getattr(part, "release", None)
        if release is not None and int(bench.sim.states[release.tag, "position"][0]) == 1:
            bench.operate(release.tag, release.positions[0])


def take_props_out(bench: Bench) -> None:
    """Take the props out again."""
    for tag, part in bench.machine.components.items():
        if part.blocks and blocked(bench, tag):
            bench.unblock(tag)


def put_in(bench: Bench, function: str, ports: tuple[str, ...], locked_out: str) -> None:
    """Lock out and put an instrument into the line where a check needs it there."""
    meter = bench.hands.meter(function) if function in bench.hands.functions() else None
    if not isinstance(meter, InLine):
        return
    for port in (bench.machine.port(name) for name in ports):
        if meter.reaches(port):
            continue
        bench.bring(locked_out)
        for at in meter.at() if meter.single else ():
            bench.unfit(at, meter.opens)
        bench.fit(port.name, meter.opens)
