"""Simulated apprentices at the alignment stand: by the book, without feet, cold, by eye, live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from labsim.bench import Bench
from labsim.coach.bots import nothing
from labsim.coach.tasks.mec_05_shafts import AFTER, BEFORE, FEET, FIGURES, HUBS, RUN, named, shaken
from labsim.mechanical.alignment import SOFT, moves
from labsim.mechanical.feet import STEP

__all__ = ["BOTS", "align", "soft_foot", "survey", "target"]

WAY = {"12": "up", "3": "across"}
POLES = (("2", "4"), ("4", "6"), ("2", "6"))


def tag(bench: Bench, name: str) -> str:
    return bench.machine.numbered(name)


def lock_out(bench: Bench) -> None:
    """Tell, switch off, lock, and prove the disconnect dead on three pairs."""
    main = tag(bench, "Q1")
    bench.notify().isolate(main).lock(main).prove()
    for one, other in POLES:
        bench.measure("V", f"{main}:{one}", f"{main}:{other}")
    bench.prove()


def run(bench: Bench) -> None:
    """Give it back, run it, read both figures, stop it."""
    control, position, seconds = RUN
    if bench.lockout.off:
        bench.notify().restore(tag(bench, "Q1"))
    bench.operate(tag(bench, control), position).wait(seconds)
    for function, pad in FIGURES.values():
        bench.measure(function, tag(bench, pad))
    bench.operate(tag(bench, control), "off").wait(20)


def survey(bench: Bench) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return offset and slope with the laser: up, then across."""
    hubs = tag(bench, HUBS)
    up, across = (
        (bench.measure("laser mm", f"{hubs}:{at}").value,
         bench.measure("laser mm/100", f"{hubs}:{at}").value) for at in WAY
    )  # fmt: skip
    return up, across


def target(bench: Bench) -> tuple[float, float]:
    """Return offset and slope, up, it ought to have cold: α h ΔT of both machines."""
    hubs = bench.machine.component(tag(bench, HUBS))
    offset, slope = hubs.target(bench.sim.views[hubs.tag])
    return float(offset[0, 0]), float(slope[0, 0])


def shims(mm: float) -> float:
    """Return the nearest pack there is."""
    return round(round(mm / STEP) * STEP, 6)


def foot_rises(bench: Bench) -> dict[str, float]:
    feet = tag(bench, FEET)
    return {foot: float(bench.measure("mm foot", f"{feet}:{foot}").value) for foot in "1234"}


def soft_foot(bench: Bench) -> None:
    """Read all four feet, shim the one that rises most, read them again."""
    feet = tag(bench, FEET)
    for _ in range(3):
        rises = foot_rises(bench)
        foot = max(rises, key=rises.__getitem__)
        if rises[foot] <= SOFT:
            return
        bench.operate(feet, "loose").shim(feet, foot, shims(rises[foot])).operate(feet, "tight")


def align(bench: Bench, aim: tuple[float, float]) -> None:
    """Measure, work out the moves at the feet, and make them, both ways in one go."""
    feet = tag(bench, FEET)
    c = bench.machine.component(feet).values
    up, across = survey(bench)
    raise_by = [shims(mm) for mm in moves(*up, c["front"], c["back"], aim)]
    shift_by = moves(*across, c["front"], c["back"])
    bench.operate(feet, "loose")
    for foot, mm in zip("1234", np.repeat(raise_by, 2), strict=True):
        if mm:
            bench.shim(feet, foot, float(mm))
    for end, mm in zip(("front", "back"), shift_by, strict=True):
        if round(mm, 2):
            bench.shift(feet, end, round(mm, 2))
    bench.operate(feet, "tight")


def think(bench: Bench, when: str, aim: tuple[float, float]) -> None:
    """Foresee what is left hot will shake like: what is measured less what growth takes."""
    up, across = survey(bench)
    offset = float(np.hypot(up[0] - aim[0], across[0]))
    slope = float(np.hypot(up[1] - aim[1], across[1]))
    read = shaken(round(offset, 3), round(slope, 3))
    bench.predict({named(name, when): round(value, 2) for name, value in read.items()})


def by_the_book(bench: Bench, feet: bool = True, warm: bool = True, trims: int = 0) -> None:
    """Work the order, with or without the feet first, for hot or for cold."""
    aim = target(bench) if warm else (0.0, 0.0)
    lock_out(bench)
    if feet:
        foot_rises(bench)
    think(bench, BEFORE, aim)
    run(bench)
    lock_out(bench)
    if feet:
        soft_foot(bench)
    align(bench, aim)
    for _ in range(trims):
        align(bench, aim)
    think(bench, AFTER, aim)
    run(bench)


def expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Feet first, hot target, says beforehand what the analyser will read."""
    by_the_book(bench)
    bench.sign_off("Soft foot shimmed out, aligned for hot, proved by a run.")


def cold(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Aligns it to nothing cold: growth takes it out again."""
    by_the_book(bench, warm=False)
    bench.sign_off("Aligned to 0.00.")


def no_feet(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Chases the shafts on a soft foot."""
    by_the_book(bench, feet=False, trims=3)
    bench.sign_off("Aligned, it took some turns.")


def by_eye(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Straightedge and feeling: lifts and shifts a little, foresees nothing."""
    feet = tag(bench, FEET)
    lock_out(bench)
    bench.operate(feet, "loose").shim(feet, "1", 0.1).shift(feet, "front", 0.1)
    bench.operate(feet, "tight").notify().restore(tag(bench, "Q1"))
    bench.sign_off("Looks straight.")


def live(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Knows all, and puts hands to the feet with the disconnect on."""
    feet, aim = tag(bench, FEET), target(bench)
    bench.operate(feet, "loose").shim(feet, "1", 0.05).operate(feet, "tight")
    by_the_book(bench)
    bench.sign_off(f"Aligned for hot, {aim[0]:+.2f} mm.")


# name: (bot, lowest and highest mean score)
BOTS: dict[str, tuple[Callable, float, float]] = {
    "expert": (expert, 95, 100),
    "cold": (cold, 40, 75),
    "no feet": (no_feet, 30, 60),
    "by eye": (by_eye, 0, 25),
    "live": (live, 0, 40),
    "nothing": (nothing, 0, 0),
}
