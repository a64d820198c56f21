"""The DC bus of a drive: energy in and out, chopper, what it peaks at. Arrays over variants.

A capacitor holds E = ½·C·U². Power from the braking motor raises it, chopper and electronics lower
it; the rectifier fills it up to the peak of the mains, √2·U_LL, and can never take energy back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["IDLE", "LOW", "SLICE", "TRIP", "Bus", "drift"]

SLICE = 0.004  # s between two looks of the chopper at the bus (assumed)
TRIP = 820.0  # V as the drive reads it: over-voltage trip, 480 V class (assumed)
LOW = 400.0  # V, under-voltage trip (assumed)
IDLE = 40.0  # W, electronics and fan of a drive (assumed)
BACK = 10.0  # V below its threshold at which the chopper lets go (assumed)


@dataclass
class Bus:
    """Volts, whether the chopper conducts, highest volts and highest braking amps on the way."""

    volts: np.ndarray
    chopping: np.ndarray
    peak: np.ndarray
    braking: np.ndarray


def drift(bus: Bus, c: Any, power: Any, floor: Any, ohms: Any, ready: Any, seconds: float) -> Bus:
    """Let the bus go on for a time, slice by slice, and return where it is then.

    `power` in W goes into the bus (negative: out of it), `floor` is what the rectifier holds it at,
    `ohms` the braking resistor with its chopper, `ready` tells whether the chopper may work.
    `c` has `farads`, `gain` of the bus sense, `threshold` of the chopper.
    """
    if not np.any((power > 0) | (bus.volts > floor + 0.1) | (bus.chopping > 0)):
        low = np.sqrt(np.maximum(bus.volts**2 + 2 * power * seconds / c.farads, 0.0))
        volts = np.maximum(low, floor)
        if np.all(volts >= LOW):
            return Bus(volts, bus.chopping, np.maximum(bus.peak, volts * c.gain), bus.braking)
    volts, on, peak, most = bus.volts, bus.chopping > 0.5, bus.peak, bus.braking
    for _ in range(round(seconds / SLICE)):
        sensed = volts * c.gain
        on = ready & ((sensed >= c.threshold) | (on & (sensed > c.threshold - BACK)))
        amps = np.where(on, volts / ohms, 0.0)
        # The output is blocked at once when the bus is too high or too low.
        brought = np.where(sensed >= TRIP, np.minimum(power, 0.0), power)
        brought = np.where(volts < LOW, np.maximum(brought, -IDLE), brought)
        energy = 0.5 * c.farads * volts**2 + (brought - amps * volts) * SLICE
        volts = np.maximum(np.sqrt(2 * np.maximum(energy, 0.0) / c.farads), floor)
        peak, most = np.maximum(peak, volts * c.gain), np.maximum(most, amps)
    return Bus(volts, on * 1.0, peak, most)
