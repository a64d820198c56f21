"""Event logger: a trap whose leads stay on while the machine runs and time passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.instruments.base import Function, Instrument, Measured, Places

__all__ = ["TRAP", "EventLogger", "trace"]

TRAP = "trap"


class EventLogger(Instrument):
    """Recording voltmeter: lowest, highest, number and length of events since it was armed.

    An event is a time in which the voltage is off what it was at the arming by more than
    `WINDOW` of it, of 10 V at least (the setting of the lab, assumed). It sees 10 ms.
    """

    title = "event logger"
    standard = False
    functions = {TRAP: Function("s", (2,), 0.3, False, "time off since it was armed")}
    CAT_LIMIT = 600.0  # V to earth, CAT III
    price = 650.0
    WINDOW, LEAST = 0.3, 10.0  # part of the voltage at the arming, V

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        """Against the first rail it shows what it shows against the second: that is left out."""
        first = Counter(a.name for a, _ in places.pairs).most_common(1)
        left = {name for name, _ in first}
        return [] if dead else [(TRAP, [p for p in places.pairs if p[0].name not in left])]

    def ready(self, ports: Sequence[Port]) -> None:
        names = tuple(port.name for port in ports)
        if not self.sim.tape or self.sim.armed not in ((), names):
            there = f"; it is on {' and '.join(self.sim.armed)}" if self.sim.armed else ""
            a, b = names
            raise LabsimError(
                f"the event logger is not on {a} and {b}{there}: arm({a!r}, {b!r}) sets the trap, "
                "then let the machine run, then read it"
            )

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        self.sim.note()
        times, volts = trace(self.sim, self.network(ports), ports)
        volts = volts * self.gain(function, 0.01)
        off = np.abs(volts - volts[0]) > self.WINDOW * np.maximum(volts[0], self.LEAST)
        lasts = np.diff(np.append(times, self.sim.now))
        seconds = np.round(lasts @ off, 2)
        count = np.sum(off[1:] & ~off[:-1], axis=0)
        low, high = np.round(volts.min(axis=0), 1), np.round(volts.max(axis=0), 1)
        first = np.where(off.any(axis=0), times[np.argmax(off, axis=0)] - times[0], 0.0)

        def show(n: int) -> str:
            range_ = f"min {low[n]:.1f} V, max {high[n]:.1f} V"
            if not count[n]:
                return f"0.0 s off; no event in {self.sim.now - times[0]:.0f} s; {range_}"
            noun = "event" if count[n] == 1 else "events"
            return f"{seconds[n]:.1f} s off; {count[n]} {noun}, from {first[n]:.0f} s on; {range_}"

        return Measured(seconds, np.full(self.sim.count, 0.3), "s", show)


def trace(sim: Any, net: Any, ports: Sequence[Port]) -> tuple[np.ndarray, np.ndarray]:
    """Return times in s (N,) and volts (N, variants) between two ports, as they changed."""
    at = sim.networks.index(net)
    a, b = (net.node_of[port] for port in ports)
    times = np.array([time for time, _ in sim.tape])
    return times, np.abs(np.array([volts[at][:, a] - volts[at][:, b] for _, volts in sim.tape]))
