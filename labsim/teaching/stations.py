"""From button to rod: what each station of an electro-hydraulic cell tells, and own test sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from labsim.drawing.rung_page import Page
from labsim.teaching.ladders import rungs
from labsim.teaching.page import Piece, table

__all__ = ["STATIONS", "power", "readings", "sheet", "sheet_faults", "signatures", "why"]

# Where the chain breaks, and faults of the press cell that break it there.
STATIONS: Mapping[str, tuple[str, ...]] = {
    "before the card": ("S1: contact 13-14 does not make", "B1: terminal BK open",
                        "B9: contact 13-14 does not make"),
    "input card": ("A1: input I0.0 dead", "A1: input I0.2 dead", "A1: input I0.3 dead"),
    "program": ("A1: contact of the guard swapped", "A1: output Q0.0 left forced off"),
    "output card": ("A1: output transistor Q0.0 open",),
    "coil": ("press.Y1: coil burnt open",),
    "valve": ("press.V1: spool stuck in the middle",),
    "pump": ("press.P1: coupling key sheared",),
    "end of stroke": ("B2: no output", "A1: input I0.4 dead", "press.B3: does not make"),
}  # fmt: skip
INPUTS = ("I0.0", "I0.2", "I0.3")  # start, guard, top: what a stroke asks for
HEADS = ["", "LEDs of I0.0, I0.2, I0.3", "the bits", "FORCE", "LED of Q0.0", "Y1", "through Y1",
         "M2", "rod"]  # fmt: skip
ROWS = "ABCDEF"


def _asked(lab: Any, fault: str | None) -> Any:
    """Return a bench of the cell with its pump on and start just pressed."""
    bench = lab.bench(fault, seed=1) if fault else lab.bench()
    return bench.press("S3").release("S3").press("S1")


def readings(lab: Any, fault: str | None) -> list[str]:
    """Return what stands at every station of a cell, shortly after start was pressed."""
    stuck = _asked(lab, fault) if fault else None  # it stays so; a sound one goes on working
    cell = lambda: stuck or _asked(lab, fault)  # noqa: E731
    at = lambda do, *ports: str(cell().measure(do, *ports))  # noqa: E731
    lamps = cell().look("A1").text
    lit = lamps.partition("lit: ")[2].split()
    told = [at("online", f"A1:{point}") for point in INPUTS]
    return [
        " ".join("on" if point in lit else "dark" for point in INPUTS), " ".join(told),
        "lit" if "FORCE" in lamps else "dark", "on" if "Q0.0" in lit else "dark",
        at("V", "press.Y1:1", "press.Y1:2"), at("A", "press.Y1:1"), at("bar", "press.M2:M"),
        cell().look("press.C1").text,
    ]  # fmt: skip


def signatures(lab: Any, faults: Iterable[str | None]) -> Piece:
    """Show the stations of a cell with each of some faults, one below the other."""
    return table(HEADS, [[fault or "sound", *readings(lab, fault)] for fault in faults])


def sheet_faults(seed: Any) -> dict[str, str]:
    """Return six cells of an own test sheet: the station where the chain breaks, and the fault."""
    dice = np.random.default_rng([*str(seed).encode()])
    places = dice.permutation(list(STATIONS))[: len(ROWS)]
    found = {}
    for row, place in zip(ROWS, places, strict=True):
        faults = STATIONS[str(place)]
        found[row] = f"{place}|{faults[int(dice.integers(len(faults)))]}"
    return found


def sheet(lab: Any, bench: Any) -> Piece:
    """Show the readings of six sister cells, drawn for this apprentice."""
    cells = sheet_faults(bench.seed).items()
    return table(
        HEADS, [[f"cell {k}", *readings(lab, told.partition("|")[2])] for k, told in cells]
    )


def _online(bench: Any) -> Any:
    """Return controller A1 of a machine, traced, as it stands after its last scan."""
    part, view = bench.machine.component("A1"), bench.sim.views["A1"]
    return part.logic.look(view.core[0], int(part.moment(view)[0]), part.given(view, 0))


def power(bench: Any, *numbers: int) -> Page:
    """Show rungs of controller A1 with the power that flows in them now."""
    return rungs(_online(bench), *numbers, mode="power")


def why(bench: Any, tag: str) -> str:
    """Say in words what keeps a bit of controller A1 off, or holds it on."""
    return _online(bench).why(tag)
