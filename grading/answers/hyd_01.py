"""Expected answers of HYD-01, from the print and the sound state of the apprentice's own unit."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim.coach.tasks.hyd_01_states import LINES, STATES, figure, truth
from labsim.core.machine import Machine
from labsim.course import own_unit
from labsim.fluid.hydraulic import circle
from labsim.instruments.gauge import RANGES, STEADY

__all__ = ["found", "gauges", "names"]

PARTS = {
    "limits the pressure in line P": ("R1", "It sits on P and opens to T."),
    "decides which way the oil goes": ("V1", "Three boxes with arrows."),
    "moves the oil, so much a turn": ("P1", "Circle, filled triangle pointing out."),
    "turns the pump": ("M1", "Circle with an M."),
    "cleans what comes back": ("Z1", "Diamond with a dashed line, in the return."),
    "turns pressure into force": ("C1", "The long box with piston and rod."),
    "a gauge on it reads line P": ("M2", "Follow line P to a stub."),
    "a gauge on it reads line A": ("M3", "Follow line A to a stub."),
    "a gauge on it reads line T, before the filter": ("M4", "Follow line T to a stub."),
}


def unit(ask: Ask) -> Machine:
    """Return the unit this apprentice stands before."""
    return own_unit(ask.lab, ask.seed) or ask.lab.machine


def names(ask: Ask) -> dict[str, Expected]:
    machine = unit(ask)
    places: dict[str, Expected] = {
        what: Word(machine.numbered(tag), why=why) for what, (tag, why) in PARTS.items()
    }
    centre = machine.component(machine.numbered("V1")).centre
    why = "The middle box: which of the four ports does it join?"
    places["middle position of the valve: open, closed, tandem or float"] = Word(centre, why=why)
    return places


def gauges(ask: Ask) -> dict[str, Expected]:
    known, places = truth(unit(ask)), {}
    for line in LINES:
        most = max(known[figure(line, state, "bar")] for state in STATES)
        top = next(top for top in RANGES if most <= STEADY * top)
        places[f"line {line} (bar)"] = Number(
            top, within=0.0, margin=0.1,
            why="Highest of the four states over 0.75, then the next range up.",
        )  # fmt: skip
    return places


def found(ask: Ask) -> dict[str, Expected]:
    """By hand: bar · cm² / 100; bar · (L/min) / 600; 166.7 · (L/min) / cm²."""
    machine = unit(ask)
    known, c = truth(machine), machine.component(machine.numbered("C1")).values
    piston, rod = (float(circle(c[name])) / 100.0 for name in ("bore", "rod"))
    stop, flow = (
        known[figure("P", "at the stop", "bar")],
        known[figure("P", "at the stop", "L/min")],
    )
    out, back = known[figure("A", "extending", "L/min")], known[figure("B", "retracting", "L/min")]
    return {
        "push of the piston at the stop, p times area (kN)": Number(
            stop * piston / 100.0, margin=0.2, why="bar · cm² / 100, the whole piston."
        ),
        "heat over the relief valve at the stop (kW)": Number(
            stop * flow / 600.0, margin=0.04, why="bar · (L/min) / 600: all of the flow goes there."
        ),
        "speed of the rod out (mm/s)": Number(
            166.7 * out / piston, margin=0.5, why="166.7 · (L/min) / cm², the whole piston."
        ),
        "speed of the rod in (mm/s)": Number(
            166.7 * back / (piston - rod), margin=0.5, why="The piston less the rod."
        ),
    }
