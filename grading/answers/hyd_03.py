"""Expected answers of HYD-03: three pumps on the apprentice's own test sheet."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim.course import own_bench
from labsim.teaching.loadtest import OnRig, rig

__all__ = ["decision", "efficiency"]

WITHIN = 0.03  # as the curriculum asks
WHY = {
    "reseal": "Its drain is much the same at every pressure: not the pistons, a seal.",
    "run on": "Drain grows with pressure, and at 160 bar it is above 0.80.",
    "rebuild": "Drain grows with pressure; between 0.60 and 0.80 at 160 bar.",
    "replace": "Drain grows with pressure; below 0.60 at 160 bar.",
}


def pumps(ask: Ask) -> dict[str, OnRig]:
    """Return the pumps of this apprentice's sheet."""
    return rig(own_bench(ask.lab, ask.seed, None).seed)


def efficiency(ask: Ask) -> dict[str, Expected]:
    found, tested = {}, pumps(ask)
    whole = tested["A"].whole
    found["theoretical flow (L/min)"] = Number(
        whole, within=WITHIN, margin=0.0, why="cm³ a turn times turns a minute, over 1000."
    )
    for name, pump in tested.items():
        found[f"pump {name} at 160 bar"] = Number(
            pump.efficiency, within=WITHIN, margin=0.0, why="Flow in P over theoretical flow."
        )
    return found


def decision(ask: Ask) -> dict[str, Expected]:
    return {
        f"pump {name}": Word(pump.decision, why=WHY[pump.decision])
        for name, pump in pumps(ask).items()
    }
