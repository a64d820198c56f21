"""Digital multimeter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from labsim.core.sheet import Port
from labsim.electrical.network import EARTH
from labsim.instruments.base import Function, Instrument, Measured, Places, digits

__all__ = ["Multimeter", "display", "nodes", "ohms_text"]


# Ranges of the ohmmeter: up to, unit, decimal places, prefix.
OHMS = (
    (600.0, 1.0, 1, ""), (6e3, 1e3, 3, "k"), (6e4, 1e3, 2, "k"), (6e5, 1e3, 1, "k"),
    (6e6, 1e6, 3, "M"), (4e7, 1e6, 2, "M"),
)  # fmt: skip

OHM_RANGES = tuple(top for top, *_ in OHMS)
DANCE = 0.15  # part of what moves (rms) by which the mean a display shows is unsure (assumed)
VOLTS = (6.0, 60.0, 600.0, 1000.0)
VO = "VΩ"  # the jack for volts and ohms


def nodes(net: Any, ports: Sequence[Port]) -> tuple[int, int]:
    """Return the two nodes the leads touch; with one lead the other is on earth."""
    found = [net.node_of[port] for port in ports]
    return found[0], found[1] if len(found) > 1 else EARTH


def on_ac(net: Any, ports: Sequence[Port]) -> bool:
    """Tell whether a lead touches an AC circuit."""
    return any(net.island_of[net.node_of[port]].kind == "ac" for port in ports)


def display(true: np.ndarray, ranges: Sequence[float], unit: str) -> tuple[np.ndarray, Callable]:
    """Return what a 6000-count display shows of each value, and a writer of its text."""
    value, places = digits(true, ranges, 6000)

    def show(n: int) -> str:
        return f"{value[n]:.{places[n]}f} {unit}" if np.isfinite(value[n]) else f"OL {unit}"

    return value, show


def ohms_text(value: float, ranges: Sequence[float] = ()) -> str:
    """Write a resistance as a display does: 150.2 Ω, 1.802 kΩ, 18.02 kΩ, 2.205 MΩ, OL."""
    for top, size, places, prefix in OHMS:
        if top in (ranges or [top]) and abs(value) <= top * (1 + 1e-9):
            return f"{value / size:.{places}f} {prefix}Ω"
    return "OL Ω"


class Multimeter(Instrument):
    """6000-count multimeter, CAT III 600 V, 10 MΩ input, LoZ 3 kΩ, fused mA and 10 A jacks.

    Accuracy of a good hand-held meter: V 1 % + 3 counts, Ω 0.9 % + 2 counts, A 1.5 % + 3 counts.
    """

    title = "multimeter"
    functions = {
        "V": Function("V", (1, 2), 0.5, False, "volts, AC or DC by itself, 10 MΩ", VOLTS, VO),
        "V LoZ": Function("V", (1, 2), 0.6, False, "volts on 3 kΩ: ghosts collapse", VOLTS, VO),
        "Ω": Function("Ω", (2,), 0.7, True, "resistance of de-energised parts", OHM_RANGES, VO),
        "mA": Function("mA", (2,), 2.0, False, "in line, fused 440 mA", (60, 400), "mA"),
        "A in line": Function("A", (2,), 2.0, False, "in line, fused 11 A", (6, 10), "10 A"),
    }
    CAT_LIMIT = 600.0  # V to earth, CAT III
    price = 180.0
    INPUT, LOZ, LEADS = 10e6, 3e3, 0.2  # Ω
    # Burden Ω, fuse A, display units per A, euros of a new fuse (assumed).
    JACKS = {"mA": (2.0, 0.44, 1e3, 8.0), "A in line": (0.03, 11.0, 1.0, 9.0)}
    AT_ONCE, HELD = 2.0, 1.35  # times its rating a fuse blows at once, or when it is held

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [("Ω", places.dead)] if dead else [("V", places.pairs)]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        return self.measure_many(function, [ports])[0]

    def measure_many(self, function: str, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        self.sim.solve()
        net = self.network([port for ports in groups for port in ports])
        if self.plugged and self.plugged != self.functions[function].jack:
            return [self._elsewhere(net, function, ports) for ports in groups]
        if function == "V":
            return self._volts(net, groups)
        if function == "Ω":
            return self._ohms(net, groups)
        single = self._low_impedance if function == "V LoZ" else self._amps
        return [single(net, function, ports) for ports in groups]

    def _volts(self, net: Any, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        pairs = [nodes(net, ports) for ports in groups]
        inner = net.impedance(pairs, dead=False, beside=self.INPUT)
        part = self.INPUT / (self.INPUT + inner)
        found = []
        for n, ports in enumerate(groups):
            ac, dc = net.open_volts(ports[0], ports[1] if len(ports) > 1 else None)
            volts = ac * part[:, n], dc * part[:, n].real
            shown = self._show_volts(*volts, on_ac(net, ports))
            shown.sigma = np.hypot(shown.sigma, DANCE * net.sway(*ports[:2]))
            found.append(shown)
        return found

    def _show_volts(self, ac: np.ndarray, dc: np.ndarray, kind: bool) -> Measured:
        """Show volts; `kind`: the leads touch an AC circuit, which a zero is shown for too."""
        alternating = (np.abs(ac) > np.abs(dc)) | (kind & (np.abs(dc) == 0))
        true = np.where(alternating, np.abs(ac), dc) * self.gain("V", 0.01)
        value, show = display(true, self.ranges("V"), "V")
        text = lambda n: f"{show(n)} {'AC' if alternating[n] else 'DC'}"  # noqa: E731
        return Measured(value, 0.005 * np.abs(true) + 0.02, "V", text)

    def _elsewhere(self, net: Any, function: str, ports: Sequence[Port]) -> Measured:
        """Read with the red lead in a jack the dial does not look at: what is lit shows nothing.

        An ammeter's jack is a short between the leads all the same, whatever the dial says.
        """
        f, shunts = self.functions[function], {self.functions[j].jack: j for j in self.JACKS}
        through = [self._amps(net, shunts[self.plugged], ports)] if self.plugged in shunts else []
        warnings = [w for found in through for w in found.warnings]
        warnings.append(f"input alert: the red lead is in the {self.plugged} jack")
        value, show = display(np.zeros(self.sim.count), self.ranges(function), f.unit)
        if f.dead:
            value, show = np.full(self.sim.count, np.inf), lambda n: ohms_text(np.inf)
        sigma, short = np.full(self.sim.count, 1e-3), any(found.short for found in through)
        return Measured(value, sigma, f.unit, show, warnings, short)

    def _low_impedance(self, net: Any, function: str, ports: Sequence[Port]) -> Measured:
        with self.connected(net, ports, self.LOZ):
            volts = net.open_volts(ports[0], ports[1] if len(ports) > 1 else None)
        return self._show_volts(*volts, on_ac(net, ports))

    def _ohms(self, net: Any, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        seen = net.impedance([nodes(net, ports) for ports in groups], dead=True).real
        found, ranges = [], self.ranges("Ω")
        for n in range(len(groups)):
            true = (seen[:, n] + self.LEADS) * self.gain("Ω", 0.009)
            value, _ = digits(true, ranges, 6000)
            sigma = 0.005 * np.where(np.isfinite(value), value, 4e7) + 0.15
            found.append(Measured(value, sigma, "Ω", lambda k, v=value: ohms_text(v[k], ranges)))
        return found

    def _amps(self, net: Any, jack: str, ports: Sequence[Port]) -> Measured:
        """Read in line. A fuse blows at once when the leads are a short, or when held too high."""
        burden, fuse, scale, _ = self.JACKS[jack]
        name = f"{jack} fuse blown"
        before = self.flag(name)
        ac, dc = net.open_volts(ports[0], ports[1])
        inner = net.impedance([nodes(net, ports)], dead=False)[:, 0] + burden
        rush = np.hypot(np.abs(ac), np.abs(dc)) / np.abs(inner)
        short = ~before & (rush > self.AT_ONCE * fuse)
        with self.connected(net, ports, np.where(before | short, np.inf, burden)):
            ac, dc = net.open_volts(ports[0], ports[1])
            flow = np.where(before | short, 0.0, np.hypot(np.abs(ac), np.abs(dc)) / burden)
        held = flow > self.HELD * fuse
        self.raise_flag(name, short | held)
        true = np.where(held, 0.0, flow) * scale * self.gain("A", 0.015)
        ranges, unit = self.ranges(jack), self.functions[jack].unit
        value, show = display(true, ranges, unit)
        warnings = []
        if np.any(short | held):
            most = np.max(np.where(short, rush, flow))
            warnings.append(f"the {jack} fuse of the multimeter blew: {most:.3g} A wanted to flow")
        sigma = 0.008 * true + ranges[0] / 2000
        return Measured(value, sigma, unit, show, warnings, bool(np.any(short)))

    def mending(self) -> float | None:
        new = super().mending()
        fuses = [j[3] for name, j in self.JACKS.items() if self.flag(f"{name} fuse blown").any()]
        return new if new is not None else (sum(fuses) or None)
