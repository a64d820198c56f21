"""A circuit without a picture: actuators on top, valves below, supply and tanks at the foot."""

from __future__ import annotations

from typing import Any

from labsim.core.circuit import Circuit
from labsim.drawing.fluid_text import Grid, Rail

__all__ = ["arrange"]

ACTUATORS = ("Cylinder", "SingleCylinder", "HydraulicMotor", "AirMotor", "SuctionCup")
VALVES = ("DirectionalValve", "ProportionalValve", "ServoValve")
FEET = ("Tank", "PressurisedTank", "AirSource", "Silencer", "Exhaust")
SUPPLY = (
    "Pump", "VariablePump", "CompensatedPump", "Compressor", "Receiver", "AirFilter", "Regulator",
    "Lubricator", "FRL", "FRLDetail",
)  # fmt: skip
RAIL = 3  # ports that make a line a rail


def _levels(circuit: Circuit, parts: list[Any]) -> dict[str, int]:
    """Return the level of every part: 0 actuator, 1 before it, 2 valve, 3 supply, 4 foot."""
    level: dict[str, int] = {}
    for part in parts:
        kind = part.symbol
        known = 0 if kind in ACTUATORS else 2 if kind in VALVES else 4 if kind in FEET else None
        if known is not None:
            level[part.tag] = known
    for _ in parts:
        for line in circuit.lines:
            tags = [p.component.tag for p in line.ports]
            if any(level.get(t, 9) <= 1 for t in tags):
                level.update({t: 1 for t in tags if t not in level})
    return {part.tag: level.get(part.tag, 3) for part in parts}


def _order(circuit: Circuit, parts: list[Any], level: dict[str, int]) -> dict[str, float]:
    """Return the column of each part: supply at the left, then valves, then what else there is."""
    lots = [[p.component.tag for p in line.ports] for line in circuit.lines]
    supply = [p.tag for p in parts if level[p.tag] == 3 and p.symbol in SUPPLY]
    place = {tag: float(n - len(supply)) for n, tag in enumerate(supply)}
    for rank in (2, 1, 0):
        _near(place, [p.tag for p in parts if level[p.tag] == rank], lots, 0.0)
    right = max((*place.values(), -1.0)) + 1
    rest = [p.tag for p in parts if level[p.tag] == 3 and p.tag not in place]
    place.update({tag: right + n for n, tag in enumerate(rest)})
    feet = [p.tag for p in parts if level[p.tag] == 4]
    _near(place, feet, lots, min((*place.values(), 0.0)))
    return place


def _near(place: dict[str, float], tags: list[str], lots: list[list[str]], least: float) -> None:
    """Give parts of one level their columns, each near what it is joined to that has a place."""
    wish = {}
    for n, tag in enumerate(tags):
        known = [place[t] for lot in lots if tag in lot for t in lot if t in place]
        wish[tag] = (max(sum(known) / len(known), least) if known else least + n, n)
    last = least - 1
    for tag in sorted(tags, key=lambda t: wish[t]):
        last = max(last + 1, float(round(wish[tag][0])))
        place[tag] = last


def arrange(circuit: Circuit, parts: list[Any]) -> Grid:
    """Return a grid for a circuit that has no picture."""
    level = _levels(circuit, parts)
    place = _order(circuit, parts, level)
    rails = {line.name: min(max(level[p.component.tag] for p in line.ports), 4)
             for line in circuit.lines if len(line.ports) >= RAIL}  # fmt: skip
    rails = {name: at for name, at in rails.items() if at >= 3}
    grid, row = Grid(), 0
    columns = sorted(set(place.values()))
    for rank in range(5):
        above = [name for name, at in rails.items() if at == rank]
        here = [p for p in parts if level[p.tag] == rank]
        for name in above:
            spans = [columns.index(place[p.component.tag]) for p in circuit.line(name).ports]
            grid.rails.append(Rail(name, row, min(spans), max(spans)))
            row += 1
        for part in here:
            grid.places[part.tag] = (row, columns.index(place[part.tag]))
        row += bool(here)
    grid.rows, grid.columns = row, len(columns)
    return grid
