"""Instruments on test: a reference source, meters that may lie, a station that only says yes or no.

What a meter shows is what the source gives, times what the meter makes of it. Accuracy is that of
a hand-held 6000-count class, V DC 0.5 % + 2, V AC 1 % + 3, Ω 0.9 % + 2, mA 1 % + 3 (after the
specification table of the Fluke 114/115/117 users manual). Sizes of defects are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.display import decimals
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork

__all__ = [
    "OUTPUTS", "ClampOnTest", "GoNoGo", "InsulationOnTest", "Labelled", "MeterOnTest",
    "MultimeterOnTest", "Reference", "VoltageTester",
]  # fmt: skip

# What the reference gives in each position: kind and amount.
OUTPUTS: dict[str, tuple[str, float] | None] = {
    "standby": None,
    "5 V DC": ("V DC", 5.0),
    "100 V AC": ("V AC", 100.0),
    "100 Ω": ("Ω", 100.0),
    "leads together": ("Ω", 0.0),
    "10 mA DC": ("mA DC", 10.0),
    "20 A coil": ("A AC", 20.0),
    "1 MΩ": ("MΩ", 1.0),
}
FED = 85.0  # V, supply from which source and station work (assumed)
# The reference of a single-chip meter holds above 7 V of battery (ICL7106 data sheet).
SIGN = 7.0  # V, battery below which the display has the battery sign
HOLDS = 6.5  # V, battery below which the meter's reference sags in proportion (assumed)
JOB = (3, 600.0)  # category and volts the job asks for: fixed installation, IEC 61010-2-033
LEADS = 0.5  # Ω, two sound leads at most


@dataclass(frozen=True)
class Scale:
    """A function of a meter: ranges (top, size of the unit shown, unit), accuracy ±(part, counts).

    `own`: it compares with the meter's own reference; ohms compare with a resistor instead.
    """

    ranges: tuple[tuple[float, float, str], ...]
    part: float
    counts: int
    own: bool = True


VOLTS = tuple((top, 1.0, "V") for top in (6.0, 60.0, 600.0))
OHMS = ((600.0, 1.0, "Ω"), (6e3, 1e3, "kΩ"), (6e5, 1e3, "kΩ"), (4e7, 1e6, "MΩ"))


def span_of(scale: Scale, stuck: float, value: float) -> tuple[float, float, str] | None:
    """Return the range a value is shown in; a stuck switch leaves one; None: out of range."""
    left = {1: scale.ranges[:1], 2: scale.ranges[-1:]}.get(int(stuck), scale.ranges)
    return next((s for s in left if abs(value) <= s[0] * (1 + 1e-9)), None)


def shown(scale: Scale, stuck: float, value: float) -> str:
    """Return the text of a display: 5.003, 0.1 Ω, OL."""
    span = span_of(scale, stuck, value)
    if span is None:
        return f"OL {scale.ranges[-1][2]}"
    places = max(0, int(-decimals(span[0] / span[1])))
    return f"{round(value / span[1], places) + 0.0:.{places}f} {span[2]}"


class Reference(Component):
    """Reference source with its own certificate: known values at shrouded sockets."""

    title, letter, symbol, price = "reference source", "G", "PowerSupply", 2400.0
    network = ElectricalNetwork
    marks = ("L", "N", "HI", "LO")
    hidden = ("HI", "LO")
    positions = tuple(OUTPUTS)
    position = State(0, "which output is on")
    input = Param(300.0, "Ω", "load on the mains (assumed)")
    output = Param(1e6, "Ω", "from its supply to its sockets (assumed): fed while it is plugged in")

    def laws(self, net: Any) -> None:
        net.branch("input", "L", "N", lambda c: c.input)
        net.branch("output", "L", "HI", lambda c: c.output)
        net.branch("return", "N", "LO", 0.0)

    def gives(self, c: View, name: str) -> np.ndarray:
        """Tell for every variant whether this output is on."""
        fed = np.abs(c.volts("L", "N")) > FED
        return fed & (c.position == self.positions.index(name))

    def look(self, c: View) -> np.ndarray:
        fed = np.abs(c.volts("L", "N")) > FED
        on = [(fed & (c.position == n), name) for n, name in enumerate(self.positions)]
        return texts(c, "dark", *on)


class Labelled(Component):
    """What every instrument in a case has: two sockets, a rating label, a calibration sticker."""

    title, letter, symbol, price, swap = "instrument on test", "P", "Meter", 180.0, 3.0
    network = ElectricalNetwork
    marks = hidden = ("HI", "LO")
    looking = 0.3  # min: leads in, dial set, read (assumed)
    category = Param(3, "", "measurement category on its label")
    rated = Param(600.0, "V", "to earth, on its label")
    year = Param(2027, "", "the calibration is due in")
    month = Param(3, "", "the calibration is due in")
    mislabelled = Fault("rating label too low for the job", 2.5, category=2, rated=300.0)

    def __init__(self, source: Reference, **params: Any) -> None:
        self.source = source
        super().__init__(**params)

    def laws(self, net: Any) -> None:
        net.branch("input", "HI", "LO", 10e6)

    def fit(self, c: View) -> np.ndarray:
        """Tell for every variant whether its label is good for the job."""
        return (c.category >= JOB[0]) & (c.rated >= JOB[1])

    def look(self, c: View) -> np.ndarray:
        rows = zip(c.category, c.rated, c.year, c.month, strict=True)
        return np.array([
            f"off; label CAT {'I' * int(cat)} {volts:.0f} V, "
            f"calibration due {year:.0f}-{month:02.0f}" for cat, volts, year, month in rows
        ])  # fmt: skip


class MeterOnTest(Labelled):
    """An instrument at a reference: its display, or its label while the reference is off."""

    functions: ClassVar[dict[str, Scale]] = {}
    gain = Param(1.0, "", "factor of its own reference")
    battery = Param(9.0, "V", "of its battery")
    leads = Param(0.1, "Ω", "of both leads")
    fuse = Param(0.0, "Ω", "of the fuse behind the mA jack")
    stuck = Param(0.0, "", "range switch: 0 free, 1 in the lowest range, 2 in the highest")
    flat = Fault("battery low", 2.0, battery=(6.2, 5.8))

    def value(self, c: View, kind: str, amount: float) -> np.ndarray:
        """Return what it makes of an amount, (V,): sagging references read high, leads add."""
        sag = np.maximum(1.0, HOLDS / c.battery) * c.gain if self.functions[kind].own else 1.0
        through = np.isfinite(c.fuse) if kind == "mA DC" else True
        return np.where(through, amount, 0.0) * sag + (c.leads if kind == "Ω" else 0.0)

    def reads(self, c: View, kind: str, amount: float) -> np.ndarray:
        """Return the text of the display for every variant."""
        rows = zip(c.stuck, self.value(c, kind, amount), c.battery, strict=True)
        sign = lambda volts: ", battery sign" if volts < SIGN else ""  # noqa: E731
        scale = self.functions[kind]
        return np.array([shown(scale, stuck, value) + sign(volts) for stuck, value, volts in rows])

    def look(self, c: View) -> np.ndarray:
        source, found = c.sim.views[self.source.tag], super().look(c)
        for name, output in OUTPUTS.items():
            if output:
                has = output[0] in self.functions
                text = self.reads(c, *output) if has else "has no such function"
                found = np.where(self.source.gives(source, name), text, found)
        return found

    def sound(self, c: View) -> np.ndarray:
        """Tell for every variant whether label, battery and every function are within limits."""
        good = self.fit(c) & (c.battery >= SIGN)
        for kind, amount in filter(None, OUTPUTS.values()):
            if kind in self.functions:
                read = self.value(c, kind, amount)
                good = good & within(self.functions[kind], c.stuck, read, kind, amount)
        return good


def within(
    scale: Scale, stuck: np.ndarray, values: np.ndarray, kind: str, amount: float
) -> np.ndarray:
    """Tell whether what is shown lies within ±(part + counts) of the amount, in a fitting range."""
    good = np.zeros(len(values), dtype=bool)
    best = span_of(scale, 0, amount)
    for n, (s, value) in enumerate(zip(stuck, values, strict=True)):
        limit = scale.part * amount + scale.counts * 10.0 ** decimals(best[0])
        limit += LEADS if kind == "Ω" else 0.0
        good[n] = span_of(scale, s, value) == best and abs(value - amount) <= limit
    return good


class MultimeterOnTest(MeterOnTest):
    """Multimeter, 6000 counts, fused mA jack."""

    title, price = "multimeter", 180.0
    functions = {
        "V DC": Scale(VOLTS, 0.005, 2), "V AC": Scale(VOLTS, 0.01, 3),
        "Ω": Scale(OHMS, 0.009, 2, own=False),
        "mA DC": Scale(((60.0, 1.0, "mA"), (400.0, 1.0, "mA")), 0.01, 3),
    }  # fmt: skip
    blown = Fault("mA fuse blown", 2.0, fuse=OPEN)
    cracked = Fault("test lead cracked", 2.0, leads=8.1)
    drifted = Fault("out of calibration", 1.2, gain=(1.02, 0.96))
    jammed = Fault("range switch stuck", 1.0, stuck=2.0)


class ClampOnTest(MeterOnTest):
    """Clamp meter with volts and ohms; the reference has a coil for its jaws."""

    title, price = "clamp meter", 240.0
    functions = {
        "A AC": Scale(((60.0, 1.0, "A"), (600.0, 1.0, "A")), 0.02, 5),
        "V AC": Scale(VOLTS, 0.01, 3), "Ω": Scale(OHMS, 0.01, 5, own=False),
    }  # fmt: skip
    cracked = Fault("test lead cracked", 2.0, leads=8.1)
    drifted = Fault("out of calibration", 1.2, gain=(1.05, 0.94))
    jammed = Fault("range switch stuck", 1.0, stuck=2.0)


class InsulationOnTest(MeterOnTest):
    """Insulation tester: megohms at 500 V, and ohms for continuity."""

    title, price = "insulation tester", 420.0
    functions = {
        "MΩ": Scale(tuple((top, 1.0, "MΩ") for top in (6.0, 60.0, 550.0)), 0.03, 3),
        "Ω": Scale(OHMS[:1], 0.015, 3, own=False),
    }
    cracked = Fault("test lead cracked", 2.0, leads=8.1)
    drifted = Fault("out of calibration", 1.2, gain=(1.09, 0.9))
    jammed = Fault("range switch stuck", 1.0, stuck=2.0)


class VoltageTester(MeterOnTest):
    """Two-pole voltage tester (IEC 61243-3): lamps at 12, 24, 50, 120, 230 V; a buzzer."""

    title, price = "voltage tester", 60.0
    functions = {"V DC": Scale(VOLTS, 0.0, 0), "V AC": Scale(VOLTS, 0.0, 0), "Ω": Scale(OHMS, 0, 0)}
    STEPS = (12.0, 24.0, 50.0, 120.0, 230.0)
    welded = Param(0.0, "V", "lamp that is lit whatever it touches")
    lamp = Fault("50 V lamp always lit", 2.0, welded=50.0)
    broken = Fault("test lead broken", 2.0, leads=OPEN)
    flat = Fault("battery flat", 1.5, battery=3.0)

    def reads(self, c: View, kind: str, amount: float) -> np.ndarray:
        whole = np.isfinite(c.leads)
        if kind == "Ω":
            return texts(c, "silent", (whole & (c.battery > 5.0), "buzzes"))
        highest = np.where(whole, max((s for s in self.STEPS if s <= amount), default=0.0), 0.0)
        lit = np.maximum(highest, c.welded)
        return np.array([f"{v:.0f} V lamp lit" if v else "no lamp lit" for v in lit])

    def sound(self, c: View) -> np.ndarray:
        good = self.fit(c) & (c.battery >= SIGN)
        return good & np.isfinite(c.leads) & (c.welded == 0)


class GoNoGo(Component):
    """Go/no-go station of the tool crib: one lamp for a whole case, red if anything is out."""

    title, letter, symbol, price = "go/no-go station", "P", "Lamp", 900.0
    network = ElectricalNetwork
    marks = ("L", "N")
    obvious = True
    resistance = Param(2400.0, "Ω", "of its supply (assumed)")

    def __init__(self, *case: MeterOnTest, **params: Any) -> None:
        self.case = case
        super().__init__(**params)

    def laws(self, net: Any) -> None:
        net.branch("input", "L", "N", lambda c: c.resistance)

    def look(self, c: View) -> np.ndarray:
        go = np.all([part.sound(c.sim.views[part.tag]) for part in self.case], axis=0)
        fed = np.abs(c.volts("L", "N")) > FED
        return texts(c, "dark", (fed & go, "green: case released"), (fed, "red: case held"))
