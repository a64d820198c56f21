"""How a sensor is held: what its mounting resonance does to what it reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labsim.core.errors import unknown

__all__ = ["MOUNTS", "Mount", "mounted"]


@dataclass(frozen=True)
class Mount:
    """A way to hold a sensor: resonance in Hz of sensor on its mount, gain there, words for it."""

    hertz: float
    peak: float
    text: str

    def chain(self, hertz: np.ndarray) -> np.ndarray:
        """Return the complex gain of the mounted sensor at frequencies: one mode."""
        ratio = np.asarray(hertz, dtype=float) / self.hertz
        return 1.0 / (1.0 - ratio**2 + 1j * ratio / self.peak)


# Where a sensor of some 100 g rings (usual in the trade); a reading is good to a third of it.
MOUNTS = {
    "stud": Mount(10.0e3, 8.0, "screwed on a stud, flat face, thin grease"),
    "flat magnet": Mount(6.2e3, 6.0, "flat magnet on a machined pad"),
    "curved magnet": Mount(5.6e3, 5.0, "two-pole magnet on a curved casing"),
    "hand-held": Mount(1.1e3, 3.0, "probe pressed on by hand"),
}


def mounted(name: str) -> Mount:
    """Return a way to hold a sensor by name; an unknown one raises LabsimError."""
    if name not in MOUNTS:
        raise unknown("A sensor", "mount", name, MOUNTS)
    return MOUNTS[name]
