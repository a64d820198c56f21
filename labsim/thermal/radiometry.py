"""What a camera receives of a surface, and the temperature that follows from it.

All temperatures in °C. Whole-band law of Stefan and Boltzmann (fourth power); the air between
camera and target neither absorbs nor adds anything (assumed: some metres, indoors).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.errors import LabsimError

__all__ = ["KELVIN", "apparent", "corrected", "seen_at"]

KELVIN = 273.15  # K at 0 °C
STRAIGHT, GRAZING = 50.0, 85.0  # degrees from square: emissivity holds to here, is poor from there
AT_GRAZING = 0.5  # of the emissivity that is left there (assumed; it falls for paint and oxide)


def apparent(celsius: Any, emissivity: Any, reflected: Any) -> Any:
    """Return the temperature in °C a camera set to emissivity 1 shows of a surface.

    T_app⁴ = ε·T_obj⁴ + (1 − ε)·T_refl⁴, temperatures in K (ISO 18434-1; a grey, opaque surface).
    """
    part = _part(emissivity)
    return _root(part * _fourth(celsius) + (1.0 - part) * _fourth(reflected))


def corrected(shown: Any, emissivity: Any, reflected: Any) -> Any:
    """Return the temperature in °C of the object behind an apparent temperature.

    T_obj = ((T_app⁴ − (1 − ε)·T_refl⁴)/ε)^¼, in K. NaN where no object could look so cold.
    """
    part = _part(emissivity)
    left = (_fourth(shown) - (1.0 - part) * _fourth(reflected)) / part
    return _root(np.where(left > 0.0, left, np.nan))


def seen_at(emissivity: Any, angle: Any) -> Any:
    """Return the emissivity of a surface seen `angle` degrees away from square.

    It holds to about 50° and falls beyond (assumed straight, to half at 85°).
    """
    if np.any((np.asarray(angle) < 0.0) | (np.asarray(angle) > GRAZING)):
        raise LabsimError(f"seen at {angle}°: an angle from square is 0 to {GRAZING:.0f}°")
    return emissivity * np.interp(angle, [STRAIGHT, GRAZING], [1.0, AT_GRAZING])


def _fourth(celsius: Any) -> Any:
    kelvin = np.asarray(celsius, dtype=float) + KELVIN
    if np.any(kelvin < 0.0):
        raise LabsimError(f"{celsius} °C is below absolute zero")
    return kelvin**4


def _root(fourth: Any) -> Any:
    return np.asarray(fourth) ** 0.25 - KELVIN


def _part(emissivity: Any) -> Any:
    part = np.asarray(emissivity, dtype=float)
    if not np.all((part > 0.0) & (part <= 1.0)):
        raise LabsimError(f"emissivity {emissivity}: a number above 0, at most 1")
    return part
