"""Ultrasound: what a leak of compressed air lets go and costs, what a dry bearing sounds like."""

from __future__ import annotations

import math

from labsim.core.errors import LabsimError
from labsim.mechanical.checked import above, number

__all__ = ["cost", "grease_call", "leak"]

AIR, GAMMA, NORMAL = 287.05, 1.4, 1.204  # J/(kg·K), ratio of heats, kg/m³ at 20 °C and 1.013 bar
AMBIENT = 1.01325  # bar
CRITICAL = 0.528  # outlet by inlet pressure below which the flow is choked
SHARP = 0.61  # discharge coefficient of a sharp hole
DRY, HURT = 8.0, 16.0  # dB above the baseline: grease it, it is damaged (rule of the trade)


def leak(bar: float, hole: float, coefficient: float = SHARP, celsius: float = 20.0) -> float:
    """Return what a hole lets go in NL/min, gauge pressure in bar, diameter in mm; choked flow.

    m = Cd A p0 √(γ/(R T)) (2/(γ+1))^((γ+1)/(2(γ-1))). LabsimError where the flow is not choked.
    """
    absolute = above(bar, "pressure", "bar") + AMBIENT
    if AMBIENT / absolute > CRITICAL:
        raise LabsimError(
            f"{bar:g} bar: below 0.91 bar the flow is not choked; this law ends there"
        )
    area = math.pi / 4.0 * (above(hole, "hole", "mm") / 1000.0) ** 2
    kelvin = number(celsius, "temperature", "°C") + 273.15
    shape = (2.0 / (GAMMA + 1.0)) ** ((GAMMA + 1.0) / (2.0 * (GAMMA - 1.0)))
    kilograms = coefficient * area * absolute * 1e5 * math.sqrt(GAMMA / (AIR * kelvin)) * shape
    return kilograms / NORMAL * 60_000.0


def cost(flow: float, power: float, hours: float, price: float) -> float:
    """Return what a leak in NL/min costs: kW for a m³/min, hours, price of a kWh."""
    lost = above(flow, "leak", "NL/min") / 1000.0 * above(power, "specific power", "kW·min/m³")
    return lost * above(hours, "hours", "h") * number(price, "price")


def grease_call(baseline: float, level: float) -> str:
    """Return what ultrasound at a bearing says: "leave it", "grease it" (+8 dB) or "damaged"."""
    rise = number(level, "level", "dB") - number(baseline, "baseline", "dB")
    return "damaged" if rise >= HURT else "grease it" if rise >= DRY else "leave it"
