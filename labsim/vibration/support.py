"""How a machine on its feet answers: two modes in each direction, and a base under it.

A casing on its feet moves as a whole and rocks about its middle: what pushes both bearings alike
moves it, what pushes them against each other rocks it. Above a natural frequency it moves against
the force: resonance and its turn of phase come out by themselves.
"""

from __future__ import annotations

import numpy as np

from labsim.vibration.forces import Forces, Now

__all__ = ["ROCKS", "response"]

ROCKS = (0.35, 1.7)  # rocking: part of the mass that takes part, natural frequency (assumed)
ON = 0.3  # of the motion that one bearing's housing makes by itself, felt at the other (assumed)
TO_M = 1e-3  # m/s in a mm/s


def response(now: Now, forces: Forces) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies in Hz (L,) and the acceleration of every pad, complex peak (pads, L)."""
    hertz = np.array(sorted({*forces.lines, *forces.moves}))
    omega = 2 * np.pi * hertz
    count = len(now.layout.places)
    push = np.zeros((count, 3, len(hertz)), dtype=complex)
    own = np.zeros_like(push)
    where = {f: n for n, f in enumerate(hertz)}
    for f, size in forces.lines.items():
        push[:, :, where[f]] += size
    for f, size in forces.moves.items():
        own[:, :, where[f]] += size * TO_M
    speed = 1j * omega * _moved(now, push, omega) + _shared(now, own)
    hertz, speed = _clipped(now, forces, hertz, speed)
    return hertz, _pads(now, 2j * np.pi * hertz * speed, hertz)


def _moved(now: Now, push: np.ndarray, omega: np.ndarray) -> np.ndarray:
    """Return displacement in m (bearings, directions, L) under forces in N."""
    found, whole = np.zeros_like(push), []
    for number, unit in enumerate(now.layout.units):
        mine = now.layout.of_unit(number)
        feet, full = now.of(unit.feet), now.full[now.layout.shaft_of[unit.tag]]
        along = np.array([now.layout.places[n].along for n in mine])[:, None]
        for way, name in enumerate("hva"):
            natural = 2 * np.pi * full * getattr(feet, f"natural_{name}")
            f = push[mine, way]
            found[mine, way] += _mode(omega, feet.mass, natural, feet.damping) * f.sum(axis=0)
            rock = _mode(omega, ROCKS[0] * feet.mass, ROCKS[1] * natural, feet.damping)
            found[mine, way] += along * rock * (along * f).sum(axis=0)
        whole.append(found[mine].mean(axis=0))
    return _through_base(now, found, whole)


def _mode(omega: np.ndarray, mass: float, natural: float, damping: float) -> np.ndarray:
    return 1.0 / (mass * (natural**2 - omega**2 + 2j * damping * natural * omega))


def _through_base(now: Now, found: np.ndarray, whole: list[np.ndarray]) -> np.ndarray:
    """Add what one machine's motion as a whole moves the others by, through the base."""
    for number, unit in enumerate(now.layout.units):
        others = sum(x for n, x in enumerate(whole) if n != number)
        mine = now.layout.of_unit(number)
        found[mine] += now.of(unit.feet).carries * np.asarray(others)
    return found


def _shared(now: Now, own: np.ndarray) -> np.ndarray:
    """Return motions of single housings as all bearings of a machine feel them."""
    mix = np.eye(len(now.layout.places))
    for number in range(len(now.layout.units)):
        mine = now.layout.of_unit(number)
        for n in mine:
            mix[mine, n] += np.where(np.array(mine) == n, 0.0, ON)
    return np.einsum("ij,jdl->idl", mix, own)


def _clipped(
    now: Now, forces: Forces, hertz: np.ndarray, speed: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Add the orders that loose or rubbing parts make of the motion at running speed."""
    extra = Forces(forces.layout)
    for bearing, f, orders, ways in forces.clips:
        at = int(np.argmin(np.abs(hertz - f)))
        size = np.sqrt(np.sum(np.abs(speed[bearing, :2, at]) ** 2)) / TO_M
        for order, part, angle in orders:
            push = size * part * np.exp(1j * np.deg2rad(angle))
            extra.shake(bearing, order * f, *(push * way for way in ways))
    if not extra.moves:
        return hertz, speed
    fresh = np.array(sorted({*hertz, *extra.moves}))
    grown = np.zeros((*speed.shape[:2], len(fresh)), dtype=complex)
    grown[:, :, np.searchsorted(fresh, hertz)] = speed
    more = np.zeros_like(grown)
    for f, size in extra.moves.items():
        more[:, :, np.searchsorted(fresh, f)] = size * TO_M
    return fresh, grown + _shared(now, more)


def _pads(now: Now, acceleration: np.ndarray, hertz: np.ndarray) -> np.ndarray:
    """Return the acceleration of every pad of the line (pads, L), those on feet and base too."""
    layout = now.layout
    found = np.zeros((len(layout.pads), len(hertz)), dtype=complex)
    for row, (number, mark, bearing) in enumerate(layout.pads.values()):
        if bearing:
            found[row] = acceleration[number, "HVA".index(mark)]
            continue
        unit = layout.units[number]
        foot = acceleration[layout.of_unit(number), 1].mean(axis=0)
        found[row] = foot * (unit.feet.passes(now, hertz) if mark == "B" else 1.0)
    return found
