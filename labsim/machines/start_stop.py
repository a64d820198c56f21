"""The clamp station as PLC-02 finds it: wired and tested, its controller new from the box."""

from __future__ import annotations

from functools import cache
from typing import Any

from labsim.machines.clamp_station import CHANNELS, ClampStation
from labsim.plc.formats.neutral import read_rungs
from labsim.plc.parts.logic import Logic
from labsim.plc.program import Program

__all__ = ["POINTS", "StartStopStation"]

# What the cards give and take, by the name the program knows it by.
POINTS: dict[str, str] = {
    name: address
    for kind in ("inputs", "outputs")
    for address, _, name in (point.partition("=") for point in CHANNELS[kind].split())
    if name
}


@cache
def _blank() -> Program:
    """Return the program of a controller that nobody has programmed."""
    return read_rungs("", tags=dict.fromkeys(POINTS, "BOOL"))


class StartStopStation(ClampStation):
    """Clamp station before it is taken into service.

    `StartStopStation(program=…)` has that program in its controller; else nobody has written one.
    """

    pause = 0.0

    def __init__(self, unit: int = 0, program: Program | None = None, **changes: Any) -> None:
        super().__init__(unit, **changes)
        part = self.A1
        part.logic, part.watch, part.left = Logic(program or _blank(), ()), (), ({},)
        part.faults = [f for f in part.faults if not {"edit", "forces"} & set(f.wrong)]
