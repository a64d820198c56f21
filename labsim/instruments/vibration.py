"""Vibration analyser at the machine: a magnet on a pad, and the figures of its spectrum."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.instruments.base import Function, Instrument, Measured, Places
from labsim.vibration.features import (
    acceleration,
    amplitude,
    envelope,
    kurtosis,
    phasor,
    strongest,
    velocity,
)  # fmt: skip
from labsim.vibration.helper import handed
from labsim.vibration.mount import mounted
from labsim.vibration.route import Setting
from labsim.vibration.signature import Signature

__all__ = ["RECORD", "BearingAnalyser", "RouteCollector", "VibrationAnalyser"]

RECORD = "record"
ORDERS = {"1X": 1.0, "2X": 2.0, "3X": 3.0, "0.5X": 0.5}
DEFECTS = ("BPFO", "BPFI", "BSF", "FTF")
LEAST, SPREAD = 0.015, 0.04  # mm/s, and part of a reading, from one taking to the next (assumed)
STEADY = 0.08  # mm/s below which a phase wanders (assumed)


def _speed(text: str, minutes: float = 0.5) -> Function:
    return Function("mm/s", (1,), minutes, False, f"velocity at a pad, rms: {text}")


class VibrationAnalyser(Instrument):
    """Portable analyser with a flat magnet and an optical tacho, 2 Hz to 10 kHz, 1600 lines.

    Orders are those of the shaft that turns under the pad. Envelope functions look for the bearing
    of the pad; they show the line in the squared envelope as part of its mean, in %.
    """

    title, standard, price = "vibration analyser", False, 9500.0
    domain = "vibration"
    heads: ClassVar[dict[str, str]] = {
        "mm/s": "velocity, mm/s", "°": "phase, °", "envelope": "envelope, %",
    }  # fmt: skip
    ends = "sensor 1", "sensor 2", "tacho"
    spread: ClassVar[float] = SPREAD  # part of a reading, as the coach takes it
    shapes: ClassVar[dict[str, float]] = {"": 0.08, "%": 0.12, "rpm": 1e-4}  # the same, no levels
    wander: ClassVar[float] = 3.0  # °, of a phase
    functions = {
        "mm/s": _speed("overall, 10 to 1000 Hz (ISO 20816-1)"),
        **{f"mm/s {order}": _speed(f"the line at {order}") for order in ORDERS},
        "mm/s 2FL": _speed("the line at twice the frequency of its power"),
        "mm/s sub": _speed("the strongest line from 0.2 to 0.95X"),
        "mm/s pass": _speed("the line at vane, blade or tooth pass"),
        "mm/s belt": _speed("the strongest line at 1, 2, 3 times belt frequency"),
        "mm/s sidebands": _speed("pole pass sidebands of 1X, zoomed", 2.5),
        "m/s²": Function("m/s²", (1,), 0.5, False, "acceleration at a pad, rms, 2 Hz to 10 kHz"),
        "kurtosis": Function("", (1,), 0.5, False, "kurtosis of the acceleration; noise has 3"),
        **{f"envelope {d}": Function("%", (1,), 0.8, False, f"{d} in the squared envelope")
           for d in DEFECTS},
        "rpm at pad": Function("rpm", (1,), 0.5, False, "speed of the shaft there, optical tacho"),
        RECORD: Function("mm/s", (1,), 1.0, False, "samples with their settings; overall velocity"),
        "° 1X": Function("°", (1, 2), 0.9, False, "phase of 1X: after the tacho, or between pads"),
        "° 2X": Function("°", (1, 2), 0.9, False, "phase of 2X: after the tacho, or between pads"),
    }  # fmt: skip

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        if dead:
            return []
        on = [g for g in places.pads if len(g[0].component.pads) > 2]  # bearings
        across = [g for g in on if g[0].mark == "H"]
        pairs = places.partners
        return [
            ("mm/s", places.pads),
            *((f"mm/s {order}", on) for order in ORDERS),
            *((f"mm/s {name}", across) for name in ("2FL", "sub", "pass", "belt", "sidebands")),
            ("rpm at pad", across), ("m/s²", across), ("kurtosis", across),
            *((f"envelope {d}", across) for d in DEFECTS),
            ("° 1X", pairs), ("° 2X", [p for p in pairs if p[0].mark == p[1].mark]),
        ]  # fmt: skip

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        return self.measure_many(function, [ports])[0]

    def measure_many(self, function: str, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        """Read one function at several pads; all pads of a line come at once."""
        self.sim.solve()
        table: dict[Any, Any] = {}
        return [self._one(function, ports, table) for ports in groups]

    def _one(self, function: str, ports: Sequence[Port], table: dict[Any, Any]) -> Measured:
        for port in ports:
            self.pad(port)
        net, port = self.network(ports), ports[0]
        line = net.line_of(port.component)
        if line not in table:
            table[line] = net.signatures(port)
        if function == RECORD:
            return self._record(ports, table[line])
        if function.startswith("°"):
            return self._angle(float(function[2]), table[line], ports)
        figure = FIGURES.get(function) or FIGURES[function.split(" ")[0]]
        found, row = np.empty(self.sim.count), net.layouts[line].row(port.name)
        for n, sig in enumerate(table[line]):
            key = id(sig), "" if function in EVERYWHERE else port.component.tag
            if key not in table:
                table[key] = figure(sig, port, function.partition(" ")[2])
            found[n] = table[key][row]
        part = SPREAD if self.functions[function].unit != "rpm" else 1e-4
        return self._shown(function, found * self.gain(function, part))

    def _record(self, ports: Sequence[Port], sigs: Sequence[Signature]) -> Measured:
        """Take a record of the machine as it is; what it reads of a spoilt one says nothing."""
        setting, row = Setting.of(**self.knobs), sigs[0].layout.row(ports[0].name)
        seed = zlib.crc32(f"{self.seed} {self.sim.now:.3f}".encode())
        taken = handed(self.sim, ports[0].name, setting, seed)
        overall = velocity(sigs[0])[row]
        known = {id(sig): velocity(sig)[row] for sig in sigs}
        value = np.round([known[id(sig)] for sig in sigs], 2)
        sigma = np.hypot(LEAST, (0.06 if setting.sound else 5.0) * np.maximum(value, overall))
        words = f"record of {setting.seconds:g} s, {setting.lines} lines to {setting.fmax:g} Hz"
        return Measured(value, sigma, "mm/s", lambda n: words, trace=taken)

    def pad(self, port: Port) -> None:
        """Raise LabsimError where no sensor can sit."""
        if port.mark not in getattr(port.component, "pads", ()):
            raise LabsimError(f"{port.name} is no pad: a sensor sits on H, V, A of a bearing")

    def _shown(self, function: str, true: np.ndarray) -> Measured:
        unit = self.functions[function].unit
        places = {"mm/s": 2, "m/s²": 2, "": 1, "%": 1, "rpm": 0}[unit]
        least = {"mm/s": LEAST, "m/s²": 0.02, "": 0.1, "%": 0.8, "rpm": 1.0}[unit]
        spread = self.shapes.get(unit, self.spread)
        value = np.round(true, places)
        return Measured(value, np.hypot(least, spread * np.abs(true)), unit,
                        lambda n: f"{value[n]:.{places}f} {unit}".strip())  # fmt: skip

    def _angle(self, order: float, sigs: Sequence[Signature], ports: Sequence[Port]) -> Measured:
        """Return the phase in °: of one pad after the tacho, 0 to 360; between two, 0 to 180."""
        size, angle = np.empty(len(sigs)), np.empty(len(sigs))
        layout = sigs[0].layout
        rows, shaft = [layout.row(p.name) for p in ports], layout.shaft_at(ports[0].name)
        for n, sig in enumerate(sigs):
            found = phasor(sig, order * sig.turns[shaft])[rows]
            size[n] = np.abs(found).min()
            turn = found[0] if len(found) == 1 else found[1] * np.conj(found[0])
            angle[n] = np.degrees(np.angle(turn))
        angle = -angle % 360.0 if len(ports) == 1 else np.abs(angle)
        clear = size > STEADY
        value = np.where(clear, np.round(angle), np.inf)  # not NaN: that a line is small tells much
        sigma = np.where(clear, np.hypot(self.wander, 90 * LEAST / np.maximum(size, LEAST)), 5.0)
        return Measured(value, sigma, "°",
                        lambda n: f"{value[n]:.0f}°" if clear[n] else "----")  # fmt: skip


CARRIED = ("mm/s", *(f"mm/s {order}" for order in ORDERS), "mm/s 2FL", "mm/s pass", "rpm at pad",
           RECORD, "° 1X", "° 2X")  # fmt: skip


class RouteCollector(VibrationAnalyser):
    """Two-channel collector of a route: overall, orders, phase; what rings it does not demodulate.

    Levels are taken within 15 %, phases within 5° (assumed): from round to round the magnet sits a
    little beside and the pump delivers a little more, and two sets with the same fault are never
    equally bad. So one level alone proves nothing.
    """

    title, price = "route collector", 6200.0
    spread, wander = 0.15, 5.0
    functions = {name: VibrationAnalyser.functions[name] for name in CARRIED}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [row for row in super().plan(places, dead) if row[0] in cls.functions]


RUNG = ("mm/s", "mm/s 1X", "mm/s 2X", "mm/s 0.5X", "mm/s sub", "mm/s pass", "m/s²", "kurtosis",
        *(f"envelope {d}" for d in DEFECTS), "rpm at pad", RECORD)  # fmt: skip


class BearingAnalyser(VibrationAnalyser):
    """One-channel analyser for bearings: levels, kurtosis, envelope to 10 kHz; no phases.

    No two spalls of one stage are equally large, so levels and kurtosis are taken within 15 %,
    a line of the envelope within 8 % (assumed): a level tells the stage, never the defect.
    """

    title, price = "bearing analyser", 8200.0
    spread = 0.15
    shapes: ClassVar[dict[str, float]] = {"": 0.15, "%": 0.08, "rpm": 1e-4}
    functions = {name: VibrationAnalyser.functions[name] for name in RUNG}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [row for row in super().plan(places, dead) if row[0] in cls.functions]


Figure = Callable[..., np.ndarray]
EVERYWHERE = ("mm/s", "mm/s 2FL", "m/s²", "kurtosis")  # worked out for all pads at once
MAGNET = mounted("flat magnet").chain


def _order(sig: Signature, port: Port, what: str) -> np.ndarray:
    return amplitude(sig, ORDERS[what] * sig.now.shaft(port.component))


def _sub(sig: Signature, port: Port, what: str) -> np.ndarray:
    turns = sig.now.shaft(port.component)
    return strongest(sig, 0.2 * turns, 0.95 * turns)


def _passing(sig: Signature, port: Port, what: str) -> np.ndarray:
    """Read the line at vane, blade or tooth pass of the machine at the pad; none of a motor."""
    unit = next(u for u in sig.layout.units if port.component in (*u.bearings, u.feet))
    return amplitude(sig, getattr(unit, "passing", lambda now: 0.0)(sig.now))


def _belt(sig: Signature, port: Port, what: str) -> np.ndarray:
    rates = [p.runs(sig.now) for p in sig.layout.line.links if hasattr(p, "runs")]
    lines = [amplitude(sig, k * rate) for rate in rates for k in (1, 2, 3)]
    return np.max(lines, axis=0) if lines else np.zeros(len(sig.lines))


def _sides(sig: Signature, port: Port, what: str) -> np.ndarray:
    """Read the strongest line beside 1X within the slip of a motor: 0.2 to 4 Hz away."""
    turns = sig.now.shaft(port.component)
    near = ((-4.0, -0.2), (0.2, 4.0))
    return np.max([strongest(sig, turns + a, turns + b) for a, b in near], axis=0)


def _envelope(sig: Signature, port: Port, what: str) -> np.ndarray:
    """Read a defect of the bearing at the pad: the line nearest to where it should be."""
    part = port.component
    if not hasattr(part, "geometry"):
        return np.zeros(len(sig.lines))
    order = part.geometry.slipping(sig.now.of(part).slip)[what] * (2.0 if what == "BSF" else 1.0)
    line, mean = envelope(sig, order * sig.now.shaft(part), MAGNET)
    return 100.0 * line / np.maximum(mean, 1e-12)


FIGURES: dict[str, Figure] = {
    "mm/s": lambda sig, port, what: _order(sig, port, what) if what else velocity(sig),
    "mm/s 2FL": lambda sig, port, what: amplitude(sig, 2 * sig.now.supply),
    "mm/s sub": _sub,
    "mm/s pass": _passing,
    "mm/s belt": _belt,
    "mm/s sidebands": _sides,
    "rpm at pad": lambda sig, port, what: np.full(
        len(sig.lines), 60.0 * sig.now.shaft(port.component)
    ),
    "m/s²": lambda sig, port, what: acceleration(sig, MAGNET),
    "kurtosis": lambda sig, port, what: kurtosis(sig, MAGNET),
    "envelope": _envelope,
}
