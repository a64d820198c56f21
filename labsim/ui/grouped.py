"""Functions of an instrument by what they read, where a round dial has no room for them all."""

from __future__ import annotations

from typing import Any

from labsim.instruments.base import Instrument

__all__ = ["groups"]

ROUND = 8  # functions that have room around a knob
PLAIN = "overall"  # what a function is called that is its group's name and no more
REST = "other"


def groups(kind: type[Instrument]) -> list[dict[str, Any]]:
    """Return groups of functions, each with its heading, and short names; none for a round dial.

    A function belongs to the group its first word names: "mm/s 2X" to "mm/s", as "2X".
    """
    if len(kind.functions) <= ROUND or not kind.heads:
        return []
    found: dict[str, list[list[str]]] = {head: [] for head in [*kind.heads.values(), REST]}
    for name in kind.functions:
        first, _, short = name.partition(" ")
        known = first in kind.heads
        said = (short or PLAIN) if known else name
        found[kind.heads[first] if known else REST].append([name, said])
    return [{"head": head, "functions": mine} for head, mine in found.items() if mine]
