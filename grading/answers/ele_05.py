"""Expected answers of ELE-05: a survey worked by hand, and the apprentice's own fan as found."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number
from labsim.course import own_bench
from labsim.electrical.unbalance import derating, nema
from labsim.teaching.threephase import LINES, WINDINGS, readings

__all__ = ["as_found", "derate"]

SURVEY = (466.0, 478.0, 455.0)  # V, as the notebook gives them
RATED = 4.0  # kW


def derate(ask: Ask) -> dict[str, Expected]:
    percent = nema(SURVEY)
    part = derating(percent)
    return {
        "mean of the three (V)": Number(sum(SURVEY) / 3, within=0.0, margin=0.6),
        "voltage unbalance (%)": Number(
            percent, within=0.0, margin=0.06,
            why="The greatest distance from the mean, not highest less lowest.",
        ),
        "part of rated power it may give": Number(
            part, within=0.0, margin=0.015, why="Go along a straight line between two columns.",
        ),
        "power it may give (kW)": Number(part * RATED, within=0.0, margin=0.06),
    }  # fmt: skip


def as_found(ask: Ask) -> dict[str, Expected]:
    amps, volts = readings(own_bench(ask.lab, ask.seed, None))
    places: dict[str, Expected] = {}
    for (a, b), value in zip(WINDINGS, volts, strict=True):
        places[f"{a} to {b} (V)"] = Number(value, within=0.01, margin=2.0)
    places["voltage unbalance (%)"] = Number(
        nema(volts), within=0.05, margin=0.25, why="Greatest distance from the mean over the mean."
    )
    for port, value in zip(LINES, amps, strict=True):
        places[f"{port} (A)"] = Number(value, within=0.03, margin=0.1, why="Clamp, fan running.")
    places["current unbalance (%)"] = Number(
        nema(amps), within=0.05, margin=1.0, why="As with voltages, from the three currents."
    )
    places["part of rated power it may give"] = Number(
        derating(nema(volts)), within=0.0, margin=0.03,
        why="From the voltages, not the currents; above 5 % it is 0: do not run it.",
    )  # fmt: skip
    return places
