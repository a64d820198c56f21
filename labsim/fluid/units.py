"""Units at the border of the fluid engine: the trade's outside, SI inside (nomenclature)."""

from __future__ import annotations

__all__ = [
    "ATMOSPHERE",
    "BAR",
    "CHAMBER",
    "CM2",
    "LITRE",
    "LMIN",
    "MM",
    "MM2",
    "NORMAL",
    "PA",
    "RHO",
]

ATMOSPHERE = "~atmosphere"  # name of the end that is open to the air
CHAMBER = 1.2  # exponent of air that a piston works on, 1.0 to 1.4 (docs/adr/0013)
PA = 1.01325e5  # Pa, the air outside; gauges read above it
BAR = 1e5  # Pa
LITRE = 1e-3  # m³
LMIN = 1e-3 / 60  # m³/s in an L/min; of air, L/min ANR (ISO 8778: 1 bar, 20 °C, taken as PA)
NORMAL = 1e-8  # m³/(s·Pa) in an L/(s·bar), the unit of sonic conductance (ISO 6358)
MM, MM2, CM2 = 1e-3, 1e-6, 1e-4  # m, m², m²
RHO = 870.0  # kg/m³ of mineral oil (usual data-sheet figure at 15 °C)
