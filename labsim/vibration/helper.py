"""Who holds the sensor: a helper, new to it, whose records must be looked at before they count.

On a day some records come back spoilt, each in one way, and all by a setting of
`labsim.vibration.route.Setting`: what is wrong with a record is what is wrong in its wave.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from labsim.core.component import Param
from labsim.core.errors import LabsimError
from labsim.vibration.features import velocity
from labsim.vibration.record import Record
from labsim.vibration.route import Setting, collect
from labsim.vibration.sensor import Accelerometer
from labsim.vibration.synth import seeded

__all__ = [
    "REASONS", "ROUTE", "DataCollector", "again", "collector", "handed", "next_take", "reasons",
    "spoil", "stands", "taken", "wrongs",
]  # fmt: skip

# What spoils a record: the word for it, and how it is known.
REASONS: Mapping[str, str] = {
    "loose magnet": "one side of the wave is longer; even multiples of every line; a raised floor",
    "cable fault": "jumps and gaps that no machine makes, hum of the mains",
    "ski slope": "the wave slides down to zero; the velocity spectrum is a slope at its left end",
    "clipped": "flat tops at the full scale of the record",
    "wrong axis": "a clean record, and not this point: another direction of the same bearing",
    "wrong Fmax": "the head of the record does not say what the route says",
    "aliased": "spikes that are no knocks, a floor like grass that does not fall off at Fmax",
    "unsteady speed": "lines as wide as hills, the wider the higher; the tacho says why",
    "hand-held": "the head says so; above 300 Hz it rings by itself",
}
# The route of a pump set: pad of unit 0 and the words on the route sheet.
ROUTE: Mapping[str, str] = {
    "B1:H": "motor, free end, across", "B1:V": "motor, free end, up",
    "B2:H": "motor, coupling end, across", "B2:V": "motor, coupling end, up",
    "B2:A": "motor, coupling end, along the shaft",
    "B3:H": "pump, coupling end, across", "B3:V": "pump, coupling end, up",
    "B3:A": "pump, coupling end, along the shaft",
    "B4:H": "pump, wheel end, across", "B4:V": "pump, wheel end, up",
}  # fmt: skip
SECOND = 2  # points at which the second record is spoilt too, in another way
SPOILT = 6  # points at which the first one is
KNOBS = (1.0, 2.0, 5.0)  # steps of the full scale, times powers of ten
STILL = 0.5  # turns a second below which a shaft stands
FLAT = 4  # samples at full scale that make a record clipped


class DataCollector(Accelerometer):
    """Accelerometer and data collector in the hands of a helper; it takes the collection sheet.

    `day` picks which records come back spoilt; 0: none, the helper has learnt it.
    """

    title, letter, symbol, price, swap = "data collector", "B", "Ring", 6400.0, 5.0
    files = True  # it takes the collection sheet: what is rejected, what was seen
    day = Param(0.0, "", "number of the day, which has its own spoilt records; 0: none")

    def look(self, c: Any) -> np.ndarray:
        return np.full(c.count, "lead whole, magnet clean, battery full")


def collector(machine: Any) -> DataCollector | None:
    """Return the data collector of a machine, None if it has none."""
    kits = (p for p in machine.components.values() if isinstance(p, DataCollector))
    return next(kits, None)


@cache
def wrongs(day: int) -> Mapping[tuple[str, int], str]:
    """Return what spoils which record of a day: (pad of unit 0, number of the take) -> reason.

    Every reason at most once for a first take; clipping and folding at the pump, where the wave is
    high and rings; along the shaft nobody mistakes the direction.
    """
    if not day:
        return {}
    rng = seeded(day, "route")
    pads = [str(pad) for pad in rng.permutation(list(ROUTE))]
    found: dict[tuple[str, int], str] = {}
    for reason in rng.permutation(list(REASONS)):
        pad = next((p for p in pads if _fits(str(reason), p)), None)
        if pad is not None and len(found) < SPOILT:
            pads.remove(pad)
            found[pad, 1] = str(reason)
    first = list(found.items())
    for n, ((pad, _), reason) in enumerate(first[:SECOND]):
        others = [r for (p, _), r in first if r != reason and _fits(r, pad)]
        found[pad, 2] = others[n % len(others)] if others else "ski slope"
    return found


def _fits(reason: str, pad: str) -> bool:
    if reason in ("aliased", "clipped"):
        return pad[:2] in ("B3", "B4")
    return reason != "wrong axis" or pad.endswith(("H", "V"))


def taken(sim: Any, pad: str) -> int:
    """Return how many records were taken at a pad so far."""
    kit = collector(sim.machine)
    count = None if kit is None else sim.states.get((kit.tag, f"taken {pad}"))
    return 0 if count is None else int(count[0])


def stands(sim: Any, pad: str) -> bool:
    """Tell whether the shaft at a pad stands: nobody collects there, and no record is counted."""
    port = sim.machine.port(pad)
    sim.solve()
    sig = sim.network_of(port.component).signature(port, 0)
    return float(sig.turns[sig.layout.shaft_at(port.name)]) < STILL


def next_take(sim: Any, pad: str) -> tuple[int, str]:
    """Return number and fate of the next record at a pad: what will spoil it, or nothing."""
    number = taken(sim, pad) + 1
    return number, "" if stands(sim, pad) else _fate(sim, pad, number)


def _fate(sim: Any, pad: str, number: int) -> str:
    kit = collector(sim.machine)
    known = {} if kit is None else wrongs(int(kit.values["day"]))
    plain = {sim.machine.numbered(p): p for p in ROUTE}
    return known.get((plain.get(pad, pad), number), "")


def handed(sim: Any, pad: str, setting: Setting, seed: int) -> Record:
    """Take the next record at a pad; with a data collector in the case the helper takes it."""
    kit = collector(sim.machine)
    if kit is None or stands(sim, pad):
        return collect(sim, pad, setting, seed)
    number = taken(sim, pad) + 1
    sim.states[kit.tag, f"taken {pad}"] = np.full(sim.count, number)
    return again(sim, pad, number, setting)


def again(sim: Any, pad: str, number: int, setting: Setting) -> Record:
    """Return record `number` of a pad as the helper took it, the machine running as it does now.

    LabsimError where no helper collects.
    """
    kit = collector(sim.machine)
    if kit is None:
        raise LabsimError("nobody collects data here: the machine has no data collector")
    seed = zlib.crc32(f"{kit.values['day']:g} {pad} {number}".encode())
    return collect(sim, pad, _spoilt(sim, pad, number, setting, seed), seed)


def _spoilt(sim: Any, pad: str, number: int, setting: Setting, seed: int) -> Setting:
    """Return the setting of a take as the helper's hands make it."""
    return spoil(sim, pad, _fate(sim, pad, number), setting, seed)


def spoil(sim: Any, pad: str, fate: str, setting: Setting, seed: int) -> Setting:
    """Return a setting with one of REASONS done to it; unchanged where there is no fate."""
    part = float(seeded(seed, "hands").uniform())
    if fate == "wrong axis":
        return replace(setting, axis=_other(sim, pad))
    if fate == "clipped":
        top = float(np.abs(collect(sim, pad, setting, seed).samples).max())
        return replace(setting, full_scale=knob(0.62 * top))
    changes: dict[str, dict[str, Any]] = {
        "loose magnet": {"loose": 0.8 + 0.2 * part},
        "cable fault": {"cable": 0.5 + 0.5 * part},
        "ski slope": {"settled": 0.6 * part},
        "wrong Fmax": {"fmax": 200.0 if part < 0.5 else 5000.0},
        "aliased": {"filtered": False},
        "unsteady speed": {"sway": 0.04 + 0.03 * part},
        "hand-held": {"mount": "hand-held"},
    }
    return replace(setting, **changes.get(fate, {}))


def knob(value: float) -> float:
    """Return the step of the full scale, 1-2-5, at or below a value in m/s²."""
    ten = 10.0 ** np.floor(np.log10(max(value, 1e-3)))
    return float(max(k * ten for k in KNOBS if k * ten <= value * (1 + 1e-9)))


def _other(sim: Any, pad: str) -> str:
    """Return the direction at a bearing that differs most from that of a pad."""
    port = sim.machine.port(pad)
    sig = sim.network_of(port.component).signature(port, 0)
    speed = velocity(sig)
    here = speed[sig.layout.row(pad)]
    far = {
        mark: abs(np.log(speed[sig.layout.row(port.component.port(mark).name)] / here))
        for mark in "HVA"
        if mark != port.mark and here > 0
    }
    return max(far, key=lambda mark: far[mark]) if far else port.mark


def reasons(setting: Setting, record: Record, route: Setting) -> set[str]:
    """Return what is wrong with a record by how it was taken, judged against the route's setting.

    Empty: it can be trusted.
    """
    flat = np.abs(record.samples) >= 0.999 * (record.full_scale or np.inf)
    mark = record.point.partition(":")[2]
    found = {
        "loose magnet": setting.loose > 0, "cable fault": setting.cable > 0,
        "ski slope": setting.settled < 5.0, "clipped": int(flat.sum()) >= FLAT,
        "wrong axis": setting.axis not in ("", mark),
        "wrong Fmax": (setting.fmax, setting.lines) != (route.fmax, route.lines),
        "aliased": not setting.filtered, "unsteady speed": setting.sway > 0,
        "hand-held": setting.mount == "hand-held",
    }  # fmt: skip
    return {name for name, wrong in found.items() if wrong}
