"""What every instrument has: functions, limits, errors; readings for one machine or many variants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation

__all__ = ["Function", "Instrument", "Measured", "digits"]


@dataclass(frozen=True)
class Function:
    """One setting of an instrument: unit, how many leads, minutes it takes, whether parts are dead."""

    unit: str
    leads: tuple[int, ...]
    minutes: float
    dead: bool = False
    text: str = ""


@dataclass
class Measured:
    """Readings of all variants: value and standard error (V,), unit, and what went wrong.

    `show` writes what the display says of one variant.
    """

    value: np.ndarray
    sigma: np.ndarray
    unit: str
    show: Callable[[int], str]
    warnings: list[str] = field(default_factory=list)

    def text(self, variant: int = 0) -> str:
        """Return what the display shows for a variant."""
        return self.show(variant)


class Instrument:
    """Connecting it loads the circuit. Subclasses declare `functions` and write `measure`."""

    title: ClassVar[str] = "instrument"
    functions: ClassVar[dict[str, Function]] = {}

    def __init__(self, sim: Simulation, seed: int | None = None) -> None:
        """Take the simulation it is used on; a seed gives this specimen its calibration error."""
        self.sim, self.seed = sim, seed

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        """Connect, read and disconnect."""
        raise NotImplementedError

    def measure_many(self, function: str, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        """Measure at several places one after the other, the machine as it stands."""
        return [self.measure(function, ports) for ports in groups]

    @contextmanager
    def connected(self, net: Any, ports: Sequence[Port], ohms: Any) -> Iterator[None]:
        """Put the instrument's own resistance between its leads while something is read."""
        ends = [net.node_of[port] for port in ports] + [-1]
        net.leads, net.stale = (ends[0], ends[1], ohms), True
        self.sim.settle(0.5)
        yield
        net.leads, net.stale = None, True
        self.sim.settle(0.5)

    def gain(self, function: str, accuracy: float) -> float:
        """Return the factor by which this specimen reads wrong, within half its accuracy."""
        if self.seed is None:
            return 1.0
        key = [self.seed & 0xFFFFFFFF, *function.encode()]
        return 1.0 + accuracy * float(np.random.default_rng(key).uniform(-0.5, 0.5))

    def network(self, ports: Sequence[Port]) -> object:
        """Return the network the ports belong to; LabsimError if they belong to several."""
        networks = {self.sim.network_of(port.component) for port in ports}
        if len(networks) != 1:
            names = ", ".join(port.name for port in ports)
            raise LabsimError(f"{names} are not of one kind: a {self.title} reaches just one")
        return networks.pop()


def digits(values: np.ndarray, ranges: Sequence[float], counts: int) -> tuple[np.ndarray, np.ndarray]:
    """Round to the resolution of the smallest range that holds each value.

    Returns the rounded values (inf where out of range: "OL") and their decimal places.
    """
    spans = np.asarray(ranges)
    index = np.searchsorted(spans * (1 + 1e-9), np.abs(values))
    over = (index >= len(spans)) | ~np.isfinite(values)
    step = spans[np.minimum(index, len(spans) - 1)] / counts
    places = np.maximum(0, np.round(-np.log10(step))).astype(int)
    with np.errstate(invalid="ignore"):
        rounded = np.where(over, np.inf, np.round(values / step) * step + 0.0)
    return rounded, places
