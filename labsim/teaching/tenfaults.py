"""Ten faults as an analyst files them: the spectrum of each, from the machines of the course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.machines.fan_drive import FanDrive
from labsim.machines.gear_drive import GearDrive
from labsim.machines.pump_set import PumpSet
from labsim.teaching.page import Piece
from labsim.teaching.vibration import Panel, spectra
from labsim.vibration.analysis.envelope import envelope_spectrum
from labsim.vibration.analysis.spectrum import spectrum
from labsim.vibration.record import Record
from labsim.vibration.route import Setting, collect

__all__ = ["FILED", "Filed", "filed", "ten_faults"]

WIDE = Setting(fmax=10e3, lines=25600, averages=2)  # acceleration, for what rings
LOW = Setting(fmax=500.0, lines=1600, averages=6)  # velocity, for what turns
MESH = Setting(fmax=6400.0, lines=6400, averages=4)
Marks = Callable[[Any, Any], dict[str, float]]


def _orders(*names: float) -> Marks:
    """Return marks at multiples of the shaft's speed."""
    return lambda now, part: {f"{n:g}×": n * now.shaft(part) for n in names}


def _bearing(key: str, count: int, sides: bool = False) -> Marks:
    """Return marks at a bearing's frequency, its harmonics, and a turn beside the first."""

    def found(now: Any, part: Any) -> dict[str, float]:
        base = part.geometry.slipping(now.of(part).slip)[key] * now.shaft(part)
        marks = {f"{n if n > 1 else ''}{key}": n * base for n in range(1, count + 1)}
        beside = {"-1×": base - now.shaft(part), "+1×": base + now.shaft(part)}
        return {**marks, **(beside if sides else {})}

    return found


def _mesh(now: Any, part: Any) -> dict[str, float]:
    """Return marks at tooth mesh and a turn of the driven wheel beside it."""
    gear = now.layout.line.machines[1]
    mesh, turn = gear.passing(now), gear.passing(now) / now.of(gear).wheel
    return {"GMF": mesh, "-1×": mesh - turn, "+1×": mesh + turn}


def _belt(now: Any, part: Any) -> dict[str, float]:
    rate = next(link for link in now.layout.line.links if hasattr(link, "runs")).runs(now)
    return {**{f"{n if n > 1 else ''}BF": n * rate for n in (1, 2, 3, 4)}, "1×": now.shaft(part)}


@dataclass(frozen=True)
class Filed:
    """A fault as it is filed: title, machine, fault, pad, marks, how it is taken, Hz shown.

    `view`: "velocity", "acceleration" or "envelope".
    """

    title: str
    machine: type[Machine]
    fault: str
    pad: str
    marks: Marks
    setting: Setting = LOW
    highest: float = 250.0
    view: str = "velocity"


FILED = (
    Filed("Unbalance: 1× radial", PumpSet, "M1: static unbalance", "B2:H", _orders(1, 2, 3)),
    Filed("Angular misalignment: 1× and 2× axial", PumpSet, "X1: angular misalignment", "B2:A",
          _orders(1, 2, 3)),
    Filed("Parallel misalignment: 2× radial", PumpSet, "X1: parallel misalignment", "B2:H",
          _orders(1, 2, 3)),
    Filed("Looseness, ring on its seat: a row of harmonics and halves", PumpSet, "B3: loose fit",
          "B3:H", _orders(0.5, 1, 1.5, 2, 3, 4, 5, 6)),
    Filed("Cavitation, acceleration: a hump without lines", PumpSet, "P1: cavitation", "B3:H",
          lambda now, part: {}, Setting(fmax=10e3, lines=800, averages=60), 10e3, "acceleration"),
    Filed("Outer race, envelope: BPFO and its harmonics", PumpSet, "B2: outer race spalled",
          "B2:H", _bearing("BPFO", 4), WIDE, 500.0, "envelope"),
    Filed("Inner race, envelope: BPFI with 1× beside it", PumpSet, "B2: inner race spalled",
          "B2:H", _bearing("BPFI", 2, True), WIDE, 500.0, "envelope"),
    Filed("Gear wear: mesh with its sidebands", GearDrive, "T1: teeth worn", "B5:H", _mesh,
          MESH, 6000.0),
    Filed("Belts worn: belt frequency and its harmonics", FanDrive, "T1: belts worn", "B3:H",
          _belt, Setting(fmax=200.0, lines=1600, averages=4), 60.0),
    Filed("Stator off centre: twice line frequency", PumpSet, "M1: stator off centre", "B1:H",
          lambda now, part: {"1×": now.shaft(part), "2×": 2 * now.shaft(part),
                             "2FL": 2 * now.supply},
          Setting(fmax=200.0, lines=1600, averages=4), 200.0),
)  # fmt: skip


@lru_cache(maxsize=16)
def taken(one: Filed, seed: int = 1) -> tuple[Record, tuple[tuple[float, str], ...]]:
    """Return the record of a fault at full speed, at its worst, and its marks."""
    machine = one.machine()
    fault = next(f for f in machine.faults if f.id == one.fault)
    wrong = {(fault.component, key): v for key, v in list(fault.severities())[-1].items()}
    sim = Simulation(machine, [Variant(wrong)])
    sim.operate("A1", "60 Hz").advance(6.0)
    port = machine.port(one.pad)
    sig = sim.network_of(port.component).signature(port)
    marks = one.marks(sig.now, port.component)
    return collect(sim, one.pad, one.setting, seed), tuple((f, n) for n, f in marks.items())


def filed(one: Filed, seed: int = 1) -> Panel:
    """Return the panel of a fault."""
    record, marks = taken(one, seed)
    if one.view == "envelope":
        found = envelope_spectrum(record, 2000.0, 9000.0, one.highest)
    else:
        unit = "m/s2" if one.view == "acceleration" else "mm/s"
        found = spectrum(record, one.setting.fmax, one.setting.lines).as_(unit)
    title = f"{one.title} ({record.point})"
    return Panel(title, found, [m for m in marks if m[0] <= one.highest], one.highest)


def ten_faults(seed: int = 1) -> Piece:
    """Show the spectra of ten faults on one page, every line named."""
    return spectra([filed(one, seed) for one in FILED], 2, "Ten faults, one spectrum each.")
