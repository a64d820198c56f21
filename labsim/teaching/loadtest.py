"""Load tests for a lab's text: what a weak press shows, curves of pumps, an own test sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.teaching.curves import field
from labsim.teaching.page import Piece, table

__all__ = ["OnRig", "curves", "rig", "sheet", "signatures", "theoretical", "warm"]

STEPS = (40, 80, 120, 160)  # bar, at which the rig takes readings
RATED = 160.0  # bar
SIZES, SPEEDS = (8.0, 10.0, 12.5, 16.0, 20.0), (960, 1450)  # cm³, rpm (usual ones)
# Efficiency at rated pressure of a pump that a decision fits, away from the borders of the table.
BANDS = {"run on": (0.92, 0.96), "rebuild": (0.64, 0.77), "replace": (0.45, 0.57)}
SEAL = (0.06, 0.09)  # part of the theoretical flow that comes past a seal, whatever the pressure


def signatures(lab: Any, faults: Iterable[str | None]) -> Piece:
    """Show what a press with each of some faults tells without a line being opened."""
    rows = []
    for fault in faults:
        moving = lab.bench(fault).operate("V1", "out").measure("bar", "M2:M")
        bench = lab.bench(fault).operate("V1", "out")
        valve = bench.look("R1").text
        ear = f"{bench.look('P1').text}, {bench.look('M1').text}"
        bench.wait(20)
        took, stop = bench.measure("s", "C1:A"), bench.measure("bar", "M2:M")
        rows.append([fault or "sound", ear, valve.partition(",")[0], str(moving), str(stop),
                     str(took) if took.value == took.value else "not done"])  # fmt: skip
    heads = ["", "P1, M1", "R1 while moving", "M2 moving", "M2 after 38 s", "stroke"]
    return table(heads, rows)


def warm(lab: Any, faults: Iterable[str | None]) -> Piece:
    """Show where oil is warm at the stop, fault beside fault."""
    ports, rows = ("R1:T", "V1:T", "C1:B", "P1:L"), []
    for fault in faults:
        bench = lab.bench(fault).operate("V1", "out").wait(25)
        rows.append([fault or "sound", *(str(bench.measure("°C", port)) for port in ports)])
    return table(["at the stop", *ports], rows)


def theoretical(size: float, speed: float) -> float:
    """Return what a pump of a size in cm³ would deliver without losses, in L/min."""
    return size * speed / 1e3


def curves(pumps: Sequence[tuple[str, float]], caption: str = "") -> Piece:
    """Show the flow of pumps over pressure: name and volumetric efficiency at rated pressure."""
    whole = theoretical(6.5, 1450)
    lines = [(f"{name}: {part:.2f} at {RATED:g} bar", [(0.0, whole), (RATED, part * whole)])
             for name, part in pumps]  # fmt: skip
    return field(lines, ("bar", RATED), ("L/min", 12.0), caption=caption)


# the test sheet ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class OnRig:
    """A pump on the rig: size in cm³, speed in rpm, case drain in L/min at each step, and after."""

    size: float
    speed: int
    drain: tuple[float, ...]
    decision: str

    @property
    def whole(self) -> float:
        return theoretical(self.size, self.speed)

    @property
    def efficiency(self) -> float:
        """Volumetric, at the last and highest step."""
        return 1.0 - self.drain[-1] / self.whole


def rig(seed: int | None) -> dict[str, OnRig]:
    """Return three pumps of one size, A to C, as an apprentice's own test sheet has them."""
    dice = np.random.default_rng([303, seed or 0])
    size, speed = float(dice.choice(SIZES)), int(dice.choice(SPEEDS))
    kinds = [*dice.choice(list(BANDS), 2, replace=False).tolist(), "reseal"]
    dice.shuffle(kinds)
    return {name: _pump(size, speed, kind, dice) for name, kind in zip("ABC", kinds, strict=True)}


def _pump(size: float, speed: int, kind: str, dice: np.random.Generator) -> OnRig:
    whole, load = theoretical(size, speed), np.array(STEPS) / RATED
    if kind == "reseal":
        part = dice.uniform(*SEAL) + 0.012 * load
    else:
        part = (1.0 - dice.uniform(*BANDS[kind])) * load
    drain = whole * part * (1.0 + 0.01 * dice.standard_normal(len(STEPS)))
    return OnRig(size, speed, tuple(round(float(q), 2) for q in drain), kind)


def sheet(bench: Any) -> Piece:
    """Show the apprentice's own test sheet: flow and case drain of three pumps under load."""
    pumps = rig(bench.seed)
    rows = []
    for name, pump in pumps.items():
        for bar, drain in zip(STEPS, pump.drain, strict=True):
            flow = f"{pump.whole - drain:.2f} L/min"
            rows.append([name, f"{bar} bar", flow, f"{drain:.2f} L/min"])
    first = pumps["A"]
    said = f"Axial piston pumps, {first.size:g} cm³ a turn, {first.speed} rpm, oil VG 46 at 40 °C"
    return table(["pump", "load", "flow in P", "case drain"], rows, said)
