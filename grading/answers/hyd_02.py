"""Expected answers of HYD-02: where a pattern of readings points, and what a leak costs a year."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word

__all__ = ["leak", "patterns"]

OWN = "W1: chafed through"  # the leak the question names
SPECIFIC, PRICE = 0.12, 0.22  # kWh for a cubic metre of free air, €/kWh: given in the text
HOURS = 8760.0
WHERE = {
    "both strokes slow; V2 held: M1 7.0, M2 1.8": (
        "Z1", "Pressure goes between M1 and M2: that is the filter.",
    ),
    "closes slowly; at rest M2 7.0, M3 3.8, scale of R1 at 6.0": (
        "R1", "Air comes in with 7 bar and goes out with 3.8, though the screw asks for 6.",
    ),
    "both strokes slow; at rest all good; V2 held: M3 5.9, M4 5.9, M5 3.4": (
        "W1", "Only while air flows, and between M4 and M5: that is the tube.",
    ),
    "closes slowly, opens in time; 6 s after the lever M7 2.8, M8 0": (
        "R2", "The pressure stands ahead of the needle, none behind it.",
    ),
    "closes slowly, opens in time; 6 s after the lever M7 2.9, M8 2.8": (
        "Z3", "The needle has pressure on both sides: it is held back behind it.",
    ),
    "clamp open, at rest: air blows from Z4, M6 0.3": (
        "C1", "The air comes through the cylinder and the needle of R3: pressure at M6.",
    ),
    "clamp open, at rest: air blows from Z4, M6 0": (
        "V1", "No air comes from the cylinder: it crosses inside the valve.",
    ),
}  # fmt: skip


def patterns(ask: Ask) -> dict[str, Expected]:
    return {place: Word(tag, why=why) for place, (tag, why) in WHERE.items()}


def leak(ask: Ask) -> dict[str, Expected]:
    litres = at_rest(ask)
    cubic = litres * 60 * HOURS / 1000
    lower = litres * (5 + 1.013) / (6 + 1.013)
    euros = cubic * SPECIFIC * PRICE
    near = {"within": 0.10, "margin": 0.0}
    return {
        "air taken at rest (NL/min)": Number(
            litres, **near, why="Flow meter in the line ahead of the hole, nothing moving."
        ),
        "free air in a year, day and night (m³)": Number(
            cubic, **near, why="q · 60 · 8760 / 1000: a hole knows no weekend."
        ),
        "energy in a year (kWh)": Number(cubic * SPECIFIC, **near, why="0.12 kWh for a m³."),
        "money in a year (€)": Number(euros, **near, why="0.22 € for a kWh."),
        "the same hole with R1 turned down to 5 bar (NL/min)": Number(
            lower, **near, why="Choked flow goes with the absolute pressure: 6.0 to 7.0."
        ),
    }


def at_rest(ask: Ask) -> float:
    """Return what the flow meter reads ahead of the hole, clamp open, in NL/min."""
    bench = ask.lab.bench(OWN).notify().isolate("Q1").lock("Q1").wait(60)
    for tap in ("M1:M", "M5:M", "M6:M", "M7:M"):
        bench.measure("bar", tap)
    bench.fit("W1:1").notify().restore("Q1").wait(60)
    return float(bench.measure("L/min", "W1:1").value)
