"""The condition of fluid and lines: temperature, cleanliness of the oil, leaks that hiss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.view import View
from labsim.fluid.air import escape
from labsim.fluid.cleanliness import number
from labsim.instruments.base import Function, Measured, Places
from labsim.instruments.fluid import FluidInstrument
from labsim.instruments.motion import ways

__all__ = ["LeakDetector", "OilSample", "Thermometer", "warmth"]

PER_BAR = 0.0605  # K that oil warms when a bar is throttled: 1e5 Pa / (870 kg/m³ · 1900 J/(kg·K))
TRICKLE = 0.15  # L/min, at which a pipe keeps half of that warmth (assumed)
CLEAN = (2000.0, 500.0, 60.0)  # particles/mL ≥ 4, 6, 14 µm where no part says otherwise: 18/16/13
QUIET, EACH = 18.0, 10.0  # dB of a workshop at 40 kHz (assumed), dB for each tenfold of a leak
AUDIBLE = 0.01  # NL/min, a leak that lifts the needle (assumed)


def warmth(view: View, port: Port) -> np.ndarray:
    """Return the temperature in °C of a line where it joins a part: the oil's, and throttling.

    Oil that leaves a part at a lower pressure than it came in with has become warmer there by
    0.06 K a bar; a trickle loses it to the pipe. A part that moves a rod or a shaft has put
    the pressure into work instead.
    """
    net, part = view.net, view.part
    q = {mark: net.through(part.port(mark)) for mark in part.marks}
    p = {mark: view.bar(mark) for mark in part.marks}
    inflow = sum(np.maximum(flow, 0.0) for flow in q.values())
    came = sum(np.maximum(q[mark], 0.0) * p[mark] for mark in part.marks)
    before = came / np.maximum(inflow, 1e-9)
    if hasattr(part, "drive"):  # what leaks inside a pump comes from where its pressure is
        before = np.max(np.stack(list(p.values())), axis=0)
    out = np.maximum(-q[port.mark], 0.0)
    drop = np.maximum(before - p[port.mark], 0.0) * still(view)
    return view.celsius + PER_BAR * drop * out / (out + TRICKLE)


def still(view: View) -> Any:
    """Tell whether nothing moves in a part that oil could do work on."""
    body = getattr(view.part, "body", "rod" if ways(view.part) else "")
    return np.abs(view.pace(body)) < 0.5 if body else 1.0


class Thermometer(FluidInstrument):
    """Infrared thermometer with a matt spot on the pipe, ± 1 K: oil, and what throttling adds."""

    title, price = "thermometer", 75.0
    functions = {"°C": Function("°C", (1,), 0.3, False, "temperature of a line at a port")}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("°C", places.oil)]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        if self.air(ports[0]):
            raise LabsimError(f"{ports[0].name} is an air line: it is as warm as the workshop")
        true = np.broadcast_to(warmth(self.view(ports[0]), ports[0]), (self.sim.count,))
        value = np.round(true + self.spread("°C", 1.0), 1)
        return Measured(value, np.full(self.sim.count, 0.5), "°C", lambda n: f"{value[n]:.1f} °C")


class OilSample(FluidInstrument):
    """Sample valve, clean bottle and a particle counter: ISO 4406 code, counts, water, viscosity.

    Drawn at a test coupling while the oil runs, after flushing; half an ISO code is the spread
    of the counting (assumed).
    """

    title, price = "oil sample", 30.0
    functions = {"ISO 4406": Function("", (1,), 8.0, False, "particles ≥ 4, 6 and 14 µm, code")}
    SPREAD = 0.25  # of a count, part of it

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [("ISO 4406", places.taps[:1])] if places.oil and not dead else []

    def ready(self, ports: Sequence[Port]) -> None:
        part, port = ports[0].component, ports[0]
        if self.air(port) or not getattr(part, "tap", False):
            taps = [p.name for p in self.sim.machine.ports.values()
                    if getattr(p.component, "tap", False)]  # fmt: skip
            names = ", ".join(taps) or "none"
            raise LabsimError(f"{port.name} has no sample valve for oil; those: {names}")

    def counts(self) -> np.ndarray:
        """Return particles in a millilitre, (3, variants): of the first part that knows them."""
        for view in self.sim.views.values():
            if hasattr(view.part, "particles"):
                rows = view.part.particles(view)
                return np.stack([np.broadcast_to(row, (self.sim.count,)) for row in rows])
        return np.repeat(np.array(CLEAN)[:, None], self.sim.count, axis=1)

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        many = self.counts() * self.gain("ISO 4406", self.SPREAD)
        codes = number(many)
        sizes = zip(("≥ 4 µm", "≥ 6 µm", "≥ 14 µm"), many, strict=True)
        more = {f"{name} /mL": self.counted(row) for name, row in sizes}
        more |= self.laboratory()
        label = lambda n: "/".join(str(code) for code in codes[:, n])  # noqa: E731
        said = lambda n: ", ".join([label(n), *(f"{k} {m.show(n)}" for k, m in more.items())])  # noqa: E731
        value = np.log2(many[1] / 0.01)
        return Measured(np.round(value, 1), np.full(self.sim.count, 0.4), "", said, more=more)

    def counted(self, row: np.ndarray) -> Measured:
        """Return a count of three figures."""
        step = 10.0 ** (np.floor(np.log10(np.maximum(row, 1e-2))) - 2)
        value = np.round(np.round(row / step) * step, 3)
        return Measured(value, self.SPREAD * np.maximum(row, 1.0), "", lambda n: f"{value[n]:g}")

    def laboratory(self) -> dict[str, Measured]:
        """Return what a part that holds the oil tells besides: water in ppm, viscosity in cSt."""
        for view in self.sim.views.values():
            if hasattr(view.part, "analysis"):
                found = {}
                for name, (true, part) in view.part.analysis(view).items():
                    row = np.broadcast_to(true, (self.sim.count,)).astype(float)
                    value = np.round(row, 1 if row.max() < 100 else 0)
                    found[name] = Measured(value, part * np.maximum(row, 1.0), "",
                                           lambda n, v=value: f"{v[n]:g}")  # fmt: skip
                return found
        return {}


class LeakDetector(FluidInstrument):
    """Ultrasonic leak detector, 40 kHz, held to a fitting: what escapes there into the open."""

    title, price = "leak detector", 650.0
    functions = {"dB": Function("dB", (1,), 0.3, False, "hiss of a leak at a fitting, 40 kHz")}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("dB", places.air)]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        leaks = self.escapes(ports[0])
        level = QUIET + EACH * np.log10(1.0 + leaks / AUDIBLE) + self.spread("dB", 2.0)
        value = np.round(level)
        return Measured(value, np.full(self.sim.count, 1.2), "dB", lambda n: f"{value[n]:.0f} dB")

    def escapes(self, port: Port) -> np.ndarray:
        """Return what leaks into the open at a port, in NL/min; oil drips, it does not hiss."""
        if not self.air(port):
            return np.zeros(self.sim.count)
        return escape(self.network([port]), port.component, port.mark)
