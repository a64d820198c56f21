"""I/O cards as electrical parts: 24 V inputs, transistor and relay outputs, 4 to 20 mA inputs.

A channel sits between two terminals, `A2["I0.0", "I0.0M"]`; see channels.py for how they are named.
The LED of an input is on the side of the field: it shows current, not what the program reads. The
LED of an output shows what the card was told, not what its terminal does.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.clock import TICK
from labsim.core.component import Component, Param, State
from labsim.core.errors import unknown
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork
from labsim.plc.parts import channels as ch

__all__ = ["AnalogInputCard", "InputCard", "OutputCard", "Wired", "wide"]

SENSES = ("both", "sinking", "sourcing")
# IEC 61131-2, 24 V DC: volts that are surely on, surely off; this card switches in between.
TYPES = {1: (12.0, 9.0, 3400.0), 3: (9.0, 7.5, 4800.0)}
COUNTS = 27648  # of a converter at 20 mA (usual of one large maker; 0 at 4 mA)
HIGHEST, LOWEST = 32511, -4864  # over and under range; beyond: 32767, -32768 (the same)


def wide(kind: str, dtype: type) -> Any:
    """Return a row of zeros as wide as a card has channels of a kind."""
    return lambda part: np.zeros(len(getattr(part, kind)), dtype=dtype)


class _Terminals(Component):
    """A card with channels, or a small controller that has some: terminals and laws."""

    letter, symbol, price, swap = "A", "Box", 180.0, 15.0
    network = ElectricalNetwork
    converts = ()
    filter = Param(0.0064, "s", "that an input must last (usual setting of 24 V inputs)")
    least = Param(9.0, "V", "from which an input is on (type 3, IEC 61131-2: surely at 11 V)")
    most = Param(7.5, "V", "up to which it is off (type 3, IEC 61131-2: surely at 5 V)")
    melts = Param(8.0, "A", "at which the fuse of a group goes at once (4 A, quick; assumed)")
    out = State(wide("outputs", bool), "what the outputs are told")
    melted = State(wide("groups", bool), "fuses that are gone")

    def __init__(self, inputs: str = "", outputs: str = "", analog: str = "", *, kind: int = 3,
                 sense: str = "both", relay: bool = False, supply: bool = False,
                 **params: Any) -> None:  # fmt: skip
        if sense not in SENSES or kind not in TYPES:
            raise unknown("An input", "sense or type", f"{sense}, {kind}", [*SENSES, *TYPES])
        self.inputs, self.outputs = ch.channels(inputs, "M"), ch.channels(outputs, "L")
        self.analog = ch.channels(analog, "", "+-")
        self.sense, self.supply = sense, ("L+", "M") if supply else ()
        self.groups = tuple(dict.fromkeys(o.marks[1] for o in self.outputs if o.grouped))
        points = (*self.inputs, *self.outputs, *self.analog)
        marks = dict.fromkeys([*self.supply, *(m for point in points for m in point.marks)])
        dotted = {n: params.pop(n) for n in list(params) if "." in n}
        most = dict(zip(("least", "most"), TYPES[kind], strict=False))
        super().__init__(marks=tuple(marks), **{**most, **params})
        ch.declare(self, TYPES[kind][2], "relay" if relay else "transistor")
        self.set(**dotted)

    def laws(self, net: Any) -> None:
        ch.laws(self, net)
        ends = [(net.node(i.marks[0]), net.node(i.marks[1])) for i in self.inputs]
        self.ends = np.array(ends, dtype=int).reshape(-1, 2)


class Wired(_Terminals):
    """A card that works its outputs and shows them."""

    def rules(self, c: View) -> None:
        if self.groups:
            amps = np.stack([np.abs(c.amps(f"fuse {g}")) for g in self.groups], axis=1)
            gone = c.melted | (amps > c.melts[:, None])
            c.keep("melted", gone)

    def driven(self, c: View) -> np.ndarray:
        """Return what its outputs are driven to: what the controller tells it."""
        return c.out

    def lamps(self, c: View) -> list[tuple[str, np.ndarray]]:
        """Return name and LED of every output."""
        return [(o.address, self.driven(c)[:, k] & (c[f"{o.address}.led"] > 0.5))
                for k, o in enumerate(self.outputs)]  # fmt: skip

    def look(self, c: View) -> np.ndarray:
        return told(c, self.lamps(c))


class _Filtered(Wired):
    """Inputs behind their filter."""

    lit = State(wide("inputs", bool), "current enough for the LED")
    bits = State(wide("inputs", bool), "what the filter has let through")
    since = State(wide("inputs", float), "s, since when an input differs from that")

    def filtered(self, c: View) -> float:
        """Bring LEDs and bits up to date; return when a bit may change next."""
        across = c.net.v[:, self.ends[:, 0]].real - c.net.v[:, self.ends[:, 1]].real
        volts = {"both": np.abs(across), "sinking": across, "sourcing": -across}[self.sense]
        lit = (volts >= np.where(c.lit, c.most[:, None], c.least[:, None])) & c.once(self.whole)
        if np.array_equal(lit, c.bits) and np.array_equal(lit, c.lit):
            return np.inf
        since = np.where(lit == c.bits, np.inf, np.where(lit == c.lit, c.since, c.now))
        due = since + c["filter"][:, None]
        ripe = due <= c.now + 1e-9
        c.remember("bits", np.where(ripe, lit, c.bits))
        c.remember("lit", lit)
        c.remember("since", np.where(ripe, np.inf, since))
        return float(np.min(due, where=~ripe, initial=np.inf))

    def whole(self, c: View) -> np.ndarray:
        """Tell which input circuits can carry a current."""
        return np.isfinite(np.stack([c[f"{i.address}.ohms"] for i in self.inputs], axis=1))

    def read(self, c: View) -> np.ndarray:
        """Return what the image gets: (variants, inputs), faults of the channels in it."""
        gets = [(c.bits[:, k] & (c[f"{i.address}.passes"] > 0.5)) | (c[f"{i.address}.sticks"] > 0.5)
                for k, i in enumerate(self.inputs)]  # fmt: skip
        return np.stack(gets, axis=1) if gets else c.bits


class Reading(_Filtered):
    """A card that reads: filtered inputs, converted currents."""

    counts = State(wide("analog", int), "of the converters, as last converted")
    update = Param(0.05, "s", "from one conversion to the next (50 Hz suppressed: 20 ms and more)")

    def rules(self, c: View) -> None:
        super().rules(c)
        c.wake(self.looks(c))

    def looks(self, c: View) -> float:
        """Read all channels; return when the next look is worth it, in s."""
        inputs = self.filtered(c) if self.inputs else np.inf
        return min(inputs, self.converted(c) if self.analog else np.inf)

    def converted(self, c: View) -> float:
        """Convert at multiples of the update time; return when the next one is worth it."""
        now = np.stack([counts(self.milliamps(c, a), c, a.marks[0]) for a in self.analog], axis=1)
        every = max(1, round(self.values["update"] / TICK))
        tick = round(c.now / TICK)
        same = np.array_equal(now, c.counts)
        if tick % every == 0 and not same:
            c.remember("counts", now)
            same = True
        return np.inf if same else (tick // every + 1) * every * TICK

    @staticmethod
    def milliamps(c: View, channel: ch.Channel) -> np.ndarray:
        return 1e3 * c.amps(f"burden {channel.address}").real

    def lamps(self, c: View) -> list[tuple[str, np.ndarray]]:
        """Return name and LED of every digital channel."""
        mine = [(i.address, c.lit[:, k] & (c[f"{i.address}.led"] > 0.5))
                for k, i in enumerate(self.inputs)]  # fmt: skip
        return [*mine, *super().lamps(c)]


def counts(amps: np.ndarray, c: View, mark: str) -> np.ndarray:
    """Return what a converter makes of a current in mA; beyond its range the two ends of a word."""
    seen = (amps + c[f"{mark}.offset"] - 4.0) / 16.0 * COUNTS * c[f"{mark}.gain"]
    raw = np.rint(seen).astype(int)
    return np.where(raw > HIGHEST, 32767, np.where(raw < LOWEST, -32768, raw))


def told(c: View, lamps: list[tuple[str, np.ndarray]], first: np.ndarray | None = None) -> Any:
    """Say which LEDs of a card are lit, for every variant, behind what else is to be said."""
    head = np.full(c.count, "") if first is None else first
    rows = np.stack([on for _, on in lamps], axis=1) if lamps else np.zeros((c.count, 0), bool)
    known: dict[tuple[str, bytes], str] = {}
    for start, row in zip(head, rows, strict=True):
        if (start, row.tobytes()) not in known:
            lit = [name for (name, _), on in zip(lamps, row, strict=True) if on]
            text = f"lit: {' '.join(lit)}" if lit else "no I/O LED lit"
            known[start, row.tobytes()] = f"{start}; {text}" if start else text
    return np.array([known[s, r.tobytes()] for s, r in zip(head, rows, strict=True)])


class InputCard(Reading):
    """Card of 24 V DC inputs: `InputCard("1M: I1.0 I1.1 I1.2")`."""

    title = "input card"

    def __init__(self, inputs: str = "I1.0", **params: Any) -> None:
        super().__init__(inputs, **params)


class OutputCard(Wired):
    """Card of outputs, transistor or `relay=True`: `OutputCard("1L: Q1.0 Q1.1")`."""

    title = "output card"

    def __init__(self, outputs: str = "Q1.0", **params: Any) -> None:
        super().__init__(outputs=outputs, **params)


class AnalogInputCard(Reading):
    """Card for currents of 4 to 20 mA, passive: `AnalogInputCard("IW4 IW6")`, from + to -."""

    title, price = "analog input card", 340.0

    def __init__(self, analog: str = "IW4", **params: Any) -> None:
        super().__init__(analog=analog, **params)
