"""Six sister pump sets for a lab's text: speed-change test of each, phases, last month's value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np

from labsim.core.simulation import Simulation, Variant
from labsim.instruments.vibration import VibrationAnalyser
from labsim.machines.pump_set import PumpSet
from labsim.teaching.page import Piece, table
from labsim.vibration.analysis.zones import changed, severity

__all__ = ["KINDS", "Sister", "action", "card", "phases", "sisters", "tested"]

# The eight classes of the lab, and the faults of each that a sister set may have.
KINDS: dict[str, tuple[str, ...]] = {
    "unbalance": ("M1: static unbalance", "P1: static unbalance", "M1: couple unbalance"),
    "bent shaft": ("M1: shaft bent", "P1: shaft bent"),
    "angular misalignment": ("X1: angular misalignment",),
    "parallel misalignment": ("X1: parallel misalignment",),
    "looseness": ("U1: hold-down bolts loose", "U2: hold-down bolts loose", "B2: loose fit"),
    "resonance": ("U1: natural frequency at running speed",
                  "U2: natural frequency at running speed"),
    "vane pass": ("P1: gap from vanes to volute too small",),
    "electrical": ("M1: stator off centre", "M1: rotor off centre"),
}  # fmt: skip
DRIVES = ("60 Hz", "45 Hz", "30 Hz", "power cut")
LINES = ("mm/s", "mm/s 0.5X", "mm/s 1X", "mm/s 2X", "mm/s pass")
PAIRS = {
    "H to V": ("H", "V"), "axial along the motor": ("B1:A", "B2:A"),
    "axial over the coupling": ("B2:A", "B3:A"), "axial along the pump": ("B3:A", "B4:A"),
    "foot to base, motor": ("U1:F", "U1:B"), "foot to base, pump": ("U2:F", "U2:B"),
}  # fmt: skip
GREW = (0.35, 0.97)  # last month's overall value as a part of today's
CLEAR = 0.06  # mm/s that a change keeps away from what counts as one


@dataclass(frozen=True)
class Sister:
    """A sister set: its class, the fault, pad with the most, readings, overall value a month ago.

    `lines`: mm/s rms by drive and LINES; `angles`: ° by PAIRS at 60 Hz, infinite where it wanders.
    """

    kind: str
    fault: str
    pad: str
    lines: dict[str, tuple[float, ...]]
    angles: dict[str, float]
    before: float

    @property
    def now(self) -> float:
        """Overall velocity at full speed in mm/s rms."""
        return self.lines["60 Hz"][0]

    @property
    def zone(self) -> str:
        return severity(self.now, 2, "rigid")


def action(before: float, now: float) -> str:
    """Return what the plant does about a value, by zone and change: "run on", "plan", "stop"."""
    zone = severity(now, 2, "rigid")
    if zone == "D":
        return "stop"
    return "plan" if zone == "C" or changed(before, now, 2, "rigid") else "run on"


@lru_cache(maxsize=32)
def sisters(seed: int | None) -> dict[str, Sister]:
    """Return six sets, A to F, each with a fault of another class, as one's own sheet has them."""
    dice, machine = np.random.default_rng([603, seed or 0]), PumpSet()
    kinds = dice.choice(list(KINDS), 6, replace=False).tolist()
    faults = [str(dice.choice(KINDS[kind])) for kind in kinds]
    wrongs = [_wrong(machine.fault(name), float(dice.uniform())) for name in faults]
    read = _read(machine, wrongs)
    found = {}
    for n, (name, kind, fault) in enumerate(zip("ABCDEF", kinds, faults, strict=True)):
        pad, lines, angles = read[n]
        found[name] = Sister(kind, fault, pad, lines, angles, _before(lines["60 Hz"][0], dice))
    return found


def _wrong(fault: Any, share: float) -> dict[tuple[str, str], float]:
    """Return the wrong parameters of a fault, a share of the way from mild to severe."""
    mild, severe = fault.severities()[0], fault.severities()[-1]
    return {(fault.component, k): v + share * (severe[k] - v) for k, v in mild.items()}


def _before(now: float, dice: np.random.Generator) -> float:
    """Draw last month's value; whether it counts as a change is never a close call."""
    while True:
        before = round(now * float(dice.uniform(*GREW)), 2)
        if abs(abs(now - before) - 0.7) > CLEAR:  # 25 % of 2.8 mm/s
            return before


def _read(machine: PumpSet, wrongs: list[Any]) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return pad, lines and angles of each set; the pad is where most is read at full speed."""
    sim = Simulation(machine, [Variant(wrong) for wrong in wrongs])
    analyser = VibrationAnalyser(sim)
    ports = [p for p in machine.shaft.ports if p.component.tag.startswith("B")]
    names, taken, angles = [p.name for p in ports], {}, {}
    for drive in DRIVES:
        sim.operate("A1", drive).advance(4.0)
        taken[drive] = [[m.value for m in analyser.measure_many(f, [(p,) for p in ports])]
                        for f in LINES]  # fmt: skip
        angles = angles or _angles(machine, analyser)
    worst = np.array(taken["60 Hz"][0]).argmax(axis=0)
    found = []
    for n, row in enumerate(worst.tolist()):
        lines = {d: tuple(float(one[row][n]) for one in taken[d]) for d in DRIVES}
        bearing = names[row].partition(":")[0]
        mine = {pair: float(angles[pair if pair != "H to V" else bearing][n]) for pair in PAIRS}
        found.append((names[row], lines, mine))
    return found


def _angles(machine: PumpSet, analyser: VibrationAnalyser) -> dict[str, Any]:
    """Return the phase of 1X between two pads, of each set; of H to V at every bearing."""
    port = machine.port
    found = {f"B{n}": (port(f"B{n}:H"), port(f"B{n}:V")) for n in (1, 2, 3, 4)}
    found |= {name: tuple(map(port, pads)) for name, pads in PAIRS.items() if name != "H to V"}
    return {name: analyser.measure("° 1X", pads).value for name, pads in found.items()}


# what the apprentice sees -----------------------------------------------------------------------
def tested(bench: Any) -> Piece:
    """Show the speed-change test of one's own six sets, at the pad that reads most."""
    heads = ["set", "drive", "overall", "½X", "1X", "2X", "5X (vanes)"]
    rows = [
        [f"{name} · {one.pad}" if drive == "60 Hz" else "", drive,
         *(f"{value:.2f}" for value in one.lines[drive])]
        for name, one in sisters(bench.seed).items() for drive in DRIVES
    ]  # fmt: skip
    return table(heads, rows, "mm/s rms at the pad where the set shakes most")


def phases(bench: Any) -> Piece:
    """Show the phases of one's own six sets at full speed."""
    rows = [
        [name, *(f"{value:.0f}°" if isfinite(value) else "----" for value in one.angles.values())]
        for name, one in sisters(bench.seed).items()
    ]
    return table(["set", *PAIRS], rows, "Phase of 1X between two pads, 60 Hz; H to V at that pad's "
                 "bearing. ---- is a line too small for a phase")  # fmt: skip


def card(bench: Any) -> Piece:
    """Show the overall values of one's own six sets, last month's and today's."""
    rows = [[name, one.pad, f"{one.before:.2f}", f"{one.now:.2f}"]
            for name, one in sisters(bench.seed).items()]  # fmt: skip
    return table(["set", "pad", "a month ago", "today"], rows, "mm/s rms, 10 to 1000 Hz, 60 Hz")
