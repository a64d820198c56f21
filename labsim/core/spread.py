"""Sound parts of one make differ: the values a machine has that stands before one apprentice."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from labsim.core.machine import Machine

__all__ = ["SLACK", "own_values"]

# Part of a reading by which a sound machine may be off the drawing, as a standard error: a part
# that may be 1 % up or down is 0.6 % off (root mean square), and seldom all of it shows.
SLACK = 0.005


def own_values(
    machine: Machine, number: int, as_drawn: Collection[str] = ()
) -> dict[tuple[str, str], float]:
    """Return what a number draws that is not as drawn on the sheet, {(tag, parameter): value}.

    Each value lies within the spread its parameter declares, up and down alike likely. It follows
    from number, tag and name alone: another part in the machine changes none of the rest. The parts
    named in `as_drawn` are as the sheet says.
    """
    found = {}
    for tag, part in machine.components.items():
        if tag in as_drawn:
            continue
        for name, param in part.params.items():
            value = part.values[name]
            if param.spread and np.isfinite(value):
                key = [number & 0xFFFFFFFF, number >> 32, *f"{tag}.{name}".encode()]
                share = float(np.random.default_rng(key).uniform(-param.spread, param.spread))
                found[tag, name] = float(value) * (1.0 + share)
    return found
