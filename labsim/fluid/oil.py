"""The oil: viscosity over temperature (ASTM D341) and stiffness with entrained air."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.fluid.units import PA, RHO

__all__ = ["BULK", "HEAT", "KELVIN", "POLYTROPE", "VG46", "bulk_modulus", "viscosity", "walther"]

BULK = 1.4e9  # Pa, bulk modulus of oil without air (usual for mineral oil, 40 °C)
POLYTROPE = 1.3  # exponent of the entrained bubbles: between isothermal and adiabatic
KELVIN = 273.15
HEAT = RHO * 1e-3 * 1900.0  # J/(L·K) of mineral oil
VG46 = 46.0  # mm²/s at 40 °C, the viscosity for which a leak's conductance is said
# mm²/s at 100 °C of ISO VG grades (ISO 3448) with a viscosity index near 100 (usual data sheets).
GRADES = np.array([10.0, 15.0, 22.0, 32.0, 46.0, 68.0, 100.0, 150.0, 220.0])
HOT = np.array([2.6, 3.4, 4.3, 5.4, 6.8, 8.7, 11.2, 14.7, 18.9])


def walther(grade: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return A and B of log10 log10(ν + 0.7) = A - B·log10 T for an ISO VG grade (ASTM D341)."""
    grade = np.asarray(grade, dtype=float)
    hot = np.exp(np.interp(np.log(grade), np.log(GRADES), np.log(HOT)))
    low, high = (np.log10(np.log10(nu + 0.7)) for nu in (grade, hot))
    t_low, t_high = np.log10(40 + KELVIN), np.log10(100 + KELVIN)
    slope = (low - high) / (t_high - t_low)
    return low + slope * t_low, slope


def viscosity(grade: Any, celsius: Any) -> np.ndarray:
    """Return the kinematic viscosity in mm²/s (cSt) of an ISO VG grade at a temperature in °C."""
    a, b = walther(grade)
    return 10**10 ** (a - b * np.log10(np.asarray(celsius) + KELVIN)) - 0.7


def bulk_modulus(bar: Any, air: Any) -> np.ndarray:
    """Return the bulk modulus in Pa at a gauge pressure in bar with a share of entrained air."""
    p = np.asarray(bar) * 1e5 + PA
    r = air * (PA / p) ** (1 / POLYTROPE)
    return (1 + r - p / BULK) / (1 / BULK + r / (POLYTROPE * p))
