"""Expected answers of MEC-05, from the training stand and from the apprentice's own."""

from __future__ import annotations

import numpy as np

from grading.answers import Ask, Expected, Number, Word
from labsim.bench import Bench
from labsim.coach.tasks.mec_05_shafts import FEET, HUBS, limits
from labsim.course import own_unit
from labsim.mechanical.alignment import growth

__all__ = ["causes", "dials", "target"]

SHIM = ("1", 0.375)  # what the guided example puts under which foot


def guided(ask: Ask) -> Bench:
    """Return the training stand where the notebook reads its dials: soft foot shimmed."""
    bench = ask.lab.bench(ask.lab.scenario.guided)
    foot, mm = SHIM
    return bench.operate(FEET, "loose").shim(FEET, foot, mm).operate(FEET, "tight")


def near(margin: float, value: float, why: str) -> Number:
    return Number(float(value), within=0.0, margin=margin, why=why)


def dials(ask: Ask) -> dict[str, Expected]:
    bench = guided(ask)
    hubs = bench.machine.component(HUBS)
    offset, slope = (x[:, 0] for x in hubs.cold(bench.sim.views[HUBS]))
    half = hubs.values["apart"] / 200.0
    pump, motor = offset - half * slope, offset + half * slope
    return {
        "true rim reading at 6, sag taken out (mm)": near(0.03, 2 * pump[0], "Observed less sag."),
        "offset up at the pump's plane, by the rim (mm)": near(
            0.03, pump[0], "Half the true reading."
        ),
        "offset to the right at the pump's plane, by the rim (mm)": near(
            0.03, pump[1], "(9 - 3) / 2: at the sides sag takes itself out."
        ),
        "offset up at the motor's plane, by reverse (mm)": near(
            0.03, motor[0], "Bracket on the pump: minus half the true reading, sag taken out first."
        ),
        "slope up, by rim and reverse (mm on 100 mm)": near(
            0.02, slope[0], "Motor's plane less pump's plane, by the distance, on 100 mm."
        ),
        "slope to the right, by the face (mm on 100 mm)": near(
            0.02, slope[1], "(3 - 9) by the diameter the dial sweeps, on 100 mm."
        ),
    }


def target(ask: Ask) -> dict[str, Expected]:
    """By hand: α L ΔT with 10.5e-6; pump less motor; difference by the distance of the feet."""
    machine = own_unit(ask.lab, ask.seed) or ask.lab.machine
    feet, hubs = (machine.component(machine.numbered(tag)).values for tag in (FEET, HUBS))
    front, back = (growth(feet["height"], feet[f"warm_{end}"]) for end in ("front", "back"))
    pump, most = growth(hubs["height"], hubs["warm"]), limits()
    slope = 100.0 * (front - back) / (feet["back"] - feet["front"])
    grows, aim = (
        "α · L · ΔT, α 10.5 millionths.",
        "Growth of the pump less that of the motor there.",
    )
    table = "The row of 1800 rpm: the first that is not below its speed."
    return {
        "growth of the motor at the front feet (mm)": near(0.01, front, grows),
        "growth of the motor at the back feet (mm)": near(0.01, back, grows),
        "growth of the pump (mm)": near(0.01, pump, grows),
        "cold target at the front feet (mm)": near(0.01, pump - front, aim),
        "cold target at the back feet (mm)": near(0.01, pump - back, aim),
        "cold target, slope (mm on 100 mm)": near(
            0.005, slope, "Back less front, by their distance."
        ),
        "offset accepted at its speed (mm)": near(0.01, most.most_offset, table),
        "slope accepted at its speed (mm on 100 mm)": near(
            0.01, np.round(most.most_slope, 3), table
        ),
    }


def causes(ask: Ask) -> dict[str, Expected]:
    return {
        "the same moves, worked out right, never come out twice": Word(
            "soft foot", why="Each time the bolts are tightened the casing lands elsewhere."
        ),
        "12 + 6 is not 3 + 9, by 0.15 mm": Word(
            "loose bracket", why="Sag and offset both close; what does not close has slipped."
        ),
        "aligned to 0.00 in the morning, 2X is up by noon": Word(
            "growth", ("thermal growth",), why="It was in line cold."
        ),
        "the jack bolt turns, the motor no longer moves": Word(
            "bolt-bound", ("bolt bound",), why="The bolt stands against its hole."
        ),
    }
