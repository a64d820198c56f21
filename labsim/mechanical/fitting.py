"""Bolts, fits and life: torque for a pull, heat for a fit, hours to the tenth failure."""

from __future__ import annotations

from labsim.core.errors import LabsimError, unknown
from labsim.mechanical.alignment import STEEL
from labsim.mechanical.checked import above, number

__all__ = ["HOTTEST", "bolt_pull", "bolt_torque", "heating", "life"]

# mm²: stress areas of metric coarse threads (ISO 898-1, table of nominal stress areas)
AREAS = {6: 20.1, 8: 36.6, 10: 58.0, 12: 84.3, 16: 157.0, 20: 245.0, 24: 353.0, 30: 561.0}
# MPa: proof stress of strength classes (ISO 898-1; 8.8 above M16: 600)
PROOF = {"4.6": 225.0, "5.8": 380.0, "8.8": 580.0, "10.9": 830.0, "12.9": 970.0}
USED = 0.775  # of the proof load, so that M12 8.8 comes to the 37.9 kN of usual tables
DRY, OILED = 0.2, 0.15  # K of the nut (rule of the trade)
HOTTEST = 110.0  # °C, of a rolling bearing in the heater (makers say 110 to 120)
EXPONENT = {"ball": 3.0, "roller": 10.0 / 3.0}  # ISO 281
TENTH = 1e6  # turns


def bolt_pull(size: int, strength: str = "8.8", used: float = USED) -> float:
    """Return the pull in N of a metric bolt: part of proof stress times stress area."""
    if size not in AREAS:
        raise unknown("The table of bolts", "size", f"M{size}", [f"M{n}" for n in AREAS])
    if strength not in PROOF:
        raise unknown("The table of bolts", "strength class", strength, PROOF)
    return above(used, "part used") * AREAS[size] * PROOF[strength]


def bolt_torque(size: int, newtons: float, factor: float = DRY) -> float:
    """Return the torque in N·m that makes a pull in N: T = K d F."""
    return above(factor, "K") * above(size, "size", "mm") / 1000.0 * above(newtons, "pull", "N")


def heating(
    interference: float,
    clearance: float,
    bore: float,
    ambient: float = 20.0,
    expansion: float = STEEL,
) -> float:
    """Return to how many °C a ring is heated to slide on: ΔT = (interference + clearance)/(α d).

    Interference and the clearance it needs to slide in µm, bore in mm, expansion α in 1/K.
    LabsimError above 110 °C: a rolling bearing changes its structure there; cool the shaft as
    well, or press.
    """
    gap = above(interference, "interference", "µm") + number(clearance, "clearance", "µm")
    hot = ambient + gap / 1000.0 / (expansion * above(bore, "bore", "mm"))
    if hot > HOTTEST:
        raise LabsimError(f"{hot:.0f} °C is above the {HOTTEST:.0f} °C a bearing takes")
    return hot


def life(rating: float, load: float, rpm: float, kind: str = "ball") -> float:
    """Return L10h in hours: 10⁶/(60 n) (C/P)^p; p 3 for balls, 10/3 for rollers (ISO 281)."""
    if kind not in EXPONENT:
        raise unknown("The law of life", "kind of bearing", kind, EXPONENT)
    ratio = above(rating, "rating C", "kN") / above(load, "load P", "kN")
    return TENTH / (60.0 * above(rpm, "speed", "rpm")) * ratio ** EXPONENT[kind]
