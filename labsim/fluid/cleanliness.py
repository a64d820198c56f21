"""Cleanliness of oil: ISO 4406 scale numbers, and what flows into a circuit against what is caught.

ISO 4406: the scale number goes up by one where the particles in a millilitre double; the limits are
rounded, so that ten steps are a thousandfold. Three numbers: ≥ 4, ≥ 6 and ≥ 14 µm (ISO 11171).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.errors import LabsimError

__all__ = ["HIGHEST", "MIX", "captured", "code", "limit", "number", "numbers", "settled", "spread"]

STEPS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.3, 2.5, 5.0)  # per mL, ISO 4406 table 1
HIGHEST = 28
MIX = (4.0, 1.0, 0.125)  # particles ≥ 4, 6, 14 µm for one ≥ 6 µm: codes n + 2, n, n - 3 (assumed)


def limit(scale: int) -> float:
    """Return how many particles in a mL a scale number of ISO 4406 stands for at most."""
    if not (isinstance(scale, int | np.integer) and 0 <= scale <= HIGHEST):
        raise LabsimError(f"scale number {scale!r}: ISO 4406 has 0 to {HIGHEST}")
    return round(STEPS[scale % 10] * 1000.0 ** (scale // 10), 2)


LIMITS = np.array([limit(n) for n in range(HIGHEST + 1)])


def number(particles: Any) -> np.ndarray:
    """Return the ISO 4406 scale number of particles in a mL: the first limit not exceeded."""
    many = np.asarray(particles, dtype=float)
    return np.minimum(np.searchsorted(LIMITS, many * (1 - 1e-12)), HIGHEST)


def code(*particles: Any) -> str:
    """Return the ISO 4406 code of counts in a mL: code(500, 120, 15) is "16/14/11"."""
    return "/".join(str(int(n)) for n in number(particles))


def numbers(text: str) -> tuple[int, int, int]:
    """Return the three scale numbers of a code such as "16/14/11"; LabsimError if it is none."""
    parts = str(text).replace(" ", "").split("/")
    if len(parts) != 3 or not all(p.isdecimal() and int(p) <= HIGHEST for p in parts):
        raise LabsimError(f'{text!r} is no ISO 4406 code: three numbers to {HIGHEST}, "16/14/11"')
    first, second, third = (int(p) for p in parts)
    if not first >= second >= third:
        raise LabsimError(f"{text!r}: there are never fewer small particles than large ones")
    return first, second, third


def captured(beta: Any, bypass: Any = 0.0) -> np.ndarray:
    """Return the part of the particles that one pass takes out (ISO 16889: β ahead over behind).

    `bypass` is the part of the flow that goes past the element.
    """
    return (1.0 - 1.0 / np.maximum(beta, 1.0)) * (1.0 - np.asarray(bypass, dtype=float))


def settled(ingress: Any, flow: Any, share: Any) -> np.ndarray:
    """Return particles in a mL once as many are caught as come in.

    `ingress` in particles a minute, `flow` through the filter in L/min, `share` see `captured`:
    what comes in, R, leaves with Q·N·share, so N = R/(Q·share), and 1000 mL are a litre.
    """
    return np.asarray(ingress) / (1000.0 * np.asarray(flow) * np.maximum(share, 1e-6))


def spread(particles: Any) -> tuple[np.ndarray, ...]:
    """Return particles ≥ 4, 6 and 14 µm in a mL for a count ≥ 6 µm, after MIX."""
    many = np.asarray(particles, dtype=float)
    return tuple(part * many for part in MIX)
