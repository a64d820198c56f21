"""Expected answers of ELE-08: what a fault hides and kills, and the apprentice's own two causes."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from grading.answers import Ask, Expected, Items, Word
from labsim.course import draw

__all__ = ["codes", "kills", "shadow"]

SHOWN = {
    "F4 blown": "F4: blown",
    "F8 blown": "F8: blown",
    "coil of K1 has shorted turns": "K1: coil has shorted turns",
    "K2 contact 13-14 dirty": "K2: contact 13-14 dirty",
}
DEADLY = {
    "coil of K1 has shorted turns": "K1: coil has shorted turns",
    "coil of K2 has shorted turns": "K2: coil has shorted turns",
    "coil of K1 burnt open": "K1: coil burnt open",
    "holder of lamp P1 shorted": "P1: lamp holder shorted",
    "float of B1 stuck down": "B1: float stuck down",
}
SHADOW = "Each stage needs the one before it: follow the voltage from F4 through T1, F6, T2 and F8."
KILLS = "A fuse goes when more current flows through it than it carries: which one feeds this part?"


def shadow(ask: Ask) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    for name, fault in SHOWN.items():
        bench = ask.lab.bench(fault)
        for tag in ("K2", "P2"):
            found[f"{name}: {tag}"] = Word(bench.look(tag).text, why=SHADOW)
    return found


def kills(ask: Ask) -> dict[str, Expected]:
    return {
        name: Word(", ".join(killed(ask.lab, fault)) or "none", why=KILLS)
        for name, fault in DEADLY.items()
    }


def codes(ask: Ask) -> dict[str, Expected]:
    parts = draw(ask.lab, ask.seed.fault).parts
    fuses = dict.fromkeys(tag for part in parts for tag in killed(ask.lab, part.id))
    return {
        "root causes": Items(tuple(part.component for part in parts), why="One of each fault."),
        "fuses they kill": Items(tuple(fuses) or ("none",), why=KILLS),
    }


@cache
def killed(lab: Any, fault: str) -> tuple[str, ...]:
    """Return the tags of the fuses that go when the machine is worked with this fault alone."""
    bench = lab.bench(fault).press("S1")
    bench.release("S1")
    melted = {tag: bool(np.any(now)) for (tag, what), now in bench.sim.states.items()
              if what == "melted"}  # fmt: skip
    return tuple(tag for tag, gone in melted.items() if gone)
