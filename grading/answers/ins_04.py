"""Expected answers of INS-04: what the formulas of thermography give, and which method fits."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim import thermal

__all__ = ["methods", "numbers"]

TAU, PART = 10.0, 3.0  # min, and so many of them make 95 %


def numbers(ask: Ask) -> dict[str, Expected]:
    full = float(thermal.at_load(9.0, 29.0, 96.0))
    return {
        "lug, shown 52.0 °C at ε 1, it has ε 0.70, foil 22 °C (°C)": Number(
            float(thermal.corrected(52.0, 0.70, 22.0)), within=0, margin=0.5,
            why="T_app⁴ less the mirrored 0.3 · T_refl⁴, divided by 0.7; kelvin.",
        ),
        "heat of 6 mΩ at 52 A (W)": Number(
            float(thermal.joint_watts(52.0, 6e-3)), within=0.02, margin=0, why="I²·R."
        ),
        "9 K at 29 A, brought to 96 A, exponent 2 (K)": Number(
            full, within=0.02, margin=0, why="ΔT·(I₂/I₁)²: current counts twice."
        ),
        "class of that, against a similar part": Number(
            thermal.grade(full).number, within=0, margin=0.1, why="More than 15 K."
        ),
        "fed again, τ 10 min: 95 % of the rise after (min)": Number(
            PART * TAU, within=0.05, margin=0, why="Three time constants."
        ),
    }  # fmt: skip


def methods(ask: Ask) -> dict[str, Expected]:
    return {
        "bright tinned lug": Word("tape", why="No table knows the emissivity of bright metal."),
        "oxidised lug beside a warm heater": Word("foil", why="Measure what it mirrors."),
        "sleeved lug, seen at 70°": Word("square", why="Beyond 50° emissivity falls."),
        "feeder at 30 % of its load": Word("clamp", why="ΔT goes with the current squared."),
        "hot door, sun on it": Word("open", why="Paint tells of the sun, not of the joint."),
    }
