"""Ten months of overall values of twelve machines, from their shaft lines: what a route keeps.

Every figure is a velocity that the model gives at that condition, speed and load, times the scatter
of a reading by hand. A day says who gets worse, who was run otherwise, and which readings are no
readings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from labsim.core.simulation import Simulation, Variant
from labsim.machines.fan_drive import FanDrive
from labsim.machines.pump_set import PumpSet
from labsim.vibration.analysis import zones
from labsim.vibration.analysis.trend import BASE, Trend, trend
from labsim.vibration.features import velocity
from labsim.vibration.synth import seeded

__all__ = [
    "BLUNDERS", "FULL", "MONTHS", "PLACES", "ROUGH", "History", "Place",
    "decision", "histories", "reference",
]  # fmt: skip

MONTHS = 10
FULL = "60 Hz, open"
OTHER = {"60 Hz, throttled": ("60 Hz", "throttled"), "45 Hz, open": ("45 Hz", "open")}
STATES = {FULL: ("60 Hz", "open"), **OTHER}
STEPS = (0.0, 0.5, 1.0)  # conditions at which the model is asked; between them straight lines
SCATTER = 0.025  # standard deviation of a reading taken by hand, part of it (assumed)
MARGIN = 1.3  # how far above its alarm a machine is that shall be in alarm
GROWS = (0.12, 0.38, 0.7, 1.0)  # part of the way in months 7 to 10: late and faster (P-F curve)
INCH = 25.4  # mm
TURNS, CLEAR = 60, 0.012  # draws tried; part by which a reading is off its alert level


@dataclass(frozen=True)
class Place:
    """A measuring point of the route: machine, pad, what is there of old, and what gets worse."""

    words: str
    kind: type
    pad: str
    old: Mapping[tuple[str, str], float]
    worse: Mapping[tuple[str, str], float]


HEAVY, DIRT, OUT = ("P1", "heavy"), ("G2", "dirt"), ("X1", "parallel")
ROTOR, BELT, BOLTS = ("M1", "heavy"), ("T1", "worn"), ("B3", "bolts")
P, F = PumpSet, FanDrive
PLACES: Mapping[str, Place] = {
    "B1": Place("cooling water pump 1", P, "B3:H", {OUT: 0.10}, {HEAVY: 260.0}),
    "B2": Place("cooling water pump 2", P, "B3:H", {OUT: 0.08}, {OUT: 0.45}),
    "B3": Place("boiler feed pump", P, "B2:H", {OUT: 0.12}, {OUT: 0.45}),
    "B4": Place("condensate pump", P, "B4:H", {HEAVY: 30.0}, {HEAVY: 150.0}),
    "B5": Place("chilled water pump", P, "B4:H", {HEAVY: 25.0}, {BOLTS: 2.2}),
    "B6": Place("fire jockey pump", P, "B3:H", {OUT: 0.265}, {OUT: 0.45}),
    "B7": Place("wash water pump", P, "B2:H", {ROTOR: 28.0}, {ROTOR: 120.0}),
    "B8": Place("supply air fan", F, "B4:H", {DIRT: 12.0}, {DIRT: 80.0}),
    "B9": Place("exhaust fan 1", F, "B4:H", {DIRT: 16.0}, {DIRT: 80.0}),
    "B10": Place("exhaust fan 2", F, "B3:H", {BELT: 0.3}, {BELT: 2.2}),
    "B11": Place("dryer fan", F, "B3:H", {DIRT: 22.0}, {DIRT: 110.0}),
    "B12": Place("combustion air fan", F, "B2:H", {ROTOR: 24.0}, {ROTOR: 100.0}),
}
ROUGH = "B6"  # in zone C as long as anybody remembers, and no worse
# What a reading can be that is none: the word for it, and what it is worth of the true one.
BLUNDERS = {"in/s written as mm/s": 1.0 / INCH, "peak written as rms": 2.0**0.5,
            "another machine": 0.0}  # fmt: skip


@dataclass(frozen=True, eq=False)
class History:
    """Ten months of a point: mm/s rms as kept (10,), rpm, state of running, and what is true.

    `again`: the present month taken once more. `blunder`: the month (1 to 10) whose reading is
    none, 0 if there is none.
    """

    tag: str
    values: np.ndarray
    rpm: np.ndarray
    states: tuple[str, ...]
    again: float
    blunder: int

    @property
    def sound(self) -> np.ndarray:
        """Which months can be compared (10,): run as usual, and a reading at all."""
        keep = np.array([state == FULL for state in self.states])
        if 0 < self.blunder < MONTHS:
            keep[self.blunder - 1] = False
        return keep

    @property
    def kept(self) -> np.ndarray:
        """The readings that can be compared; the present one taken again if it was none."""
        values = self.values.copy()
        if self.blunder == MONTHS:
            values[-1] = self.again
        return values[self.sound]


def reference(found: History) -> Trend:
    """Return the trend of what can be compared, with its alarms: group 2, rigid."""
    days = 30.0 * (np.arange(MONTHS) + 1.0)[found.sound]
    return trend(days, found.kept, "mm/s", 2, "rigid", BASE)


def decision(found: History) -> str:
    """Return what the criteria make of a machine: "alarm", "alert", "watch" or "normal".

    Trip is an alarm too: whoever is told decides. Watch: in zone C or D, and no worse than it was.
    """
    made = reference(found)
    if made.state in ("alarm", "trip"):
        return "alarm"
    if made.state == "changed":
        return "alert"
    return "watch" if zones.severity(float(made.values[-1]), 2, "rigid") in "CD" else "normal"


@cache
def grid() -> dict[tuple[str, str], np.ndarray]:
    """Return mm/s of every point and state of running at the STEPS of its worsening (3,)."""
    found: dict[tuple[str, str], np.ndarray] = {}
    for kind in (PumpSet, FanDrive):
        mine = {tag: place for tag, place in PLACES.items() if place.kind is kind}
        machine = kind()
        sim = Simulation(machine, [Variant(_at(p, s)) for p in mine.values() for s in STEPS])
        for state, (speed, flow) in STATES.items():
            sim.operate("A1", speed)
            sim.operate("Q2", flow)
            sim.advance(10.0)
            sim.solve()
            sigs = sim.network_of(machine.component("B1")).signatures(machine.port("B1:H"))
            for n, (tag, place) in enumerate(mine.items()):
                row = sigs[0].layout.row(place.pad)
                three = sigs[n * len(STEPS) : (n + 1) * len(STEPS)]
                found[tag, state] = np.array([velocity(sig)[row] for sig in three])
            found[kind.__name__, state] = np.array([60.0 * sigs[0].turns[0]])
    return found


def _at(place: Place, step: float) -> dict[tuple[str, str], float]:
    """Return the parameters of a machine that is so far on its way to worse."""
    ends = {**place.old, **place.worse}
    return {key: place.old.get(key, 0.0) + step * (end - place.old.get(key, 0.0))
            for key, end in ends.items()}  # fmt: skip


@dataclass(frozen=True)
class Day:
    """Who is what in a hall: tags by what happens to them, and the blunders (tag, month, kind)."""

    alarm: tuple[str, ...]
    alert: str
    runs: Mapping[str, tuple[tuple[int, str], ...]]
    blunders: tuple[tuple[str, int, str], ...]


def day(number: int, worse: str) -> Day:
    """Return what happens in a hall on a day, `worse` being one that reaches its alarm."""
    rng = seeded(number, worse, "hall")
    others = [str(t) for t in rng.permutation([t for t in PLACES if t not in (worse, ROUGH)])]
    kinds = [str(k) for k in rng.permutation(list(BLUNDERS))]
    months = rng.permutation(5)[:2] + 2
    state = list(OTHER)
    runs = {
        others[2]: ((int(months[0]), state[1]), (int(months[1]), state[1])),
        others[3]: ((int(months[1]), state[0]), (int(months[0]) + 1, state[1])),
    }
    blunders = (
        (others[4], int(rng.integers(2, 6)), kinds[0]),
        (others[5], MONTHS, kinds[1]),
    )
    return Day((worse, others[0]), others[1], runs, blunders)


@cache
def histories(number: int, worse: str) -> Mapping[str, History]:
    """Return ten months of every point of a hall, by tag of unit 0."""
    plan = day(number, worse)
    found = {tag: _drawn(number, tag, plan) for tag in PLACES}
    for tag, month, kind in plan.blunders:
        found[tag] = _blundered(found, tag, month, kind)
    return found


def _drawn(number: int, tag: str, plan: Day) -> History:
    """Return the first history drawn in which the scatter alone makes no alert."""
    wanted = "alarm" if tag in plan.alarm else "changed" if tag == plan.alert else "normal"
    month = next((m for t, m, _ in plan.blunders if t == tag), 0)
    for turn in range(TURNS):
        made = _history(number, tag, plan, turn)
        judged = replace(made, blunder=month) if month else made
        found = reference(judged)
        clear = abs(judged.kept[-1] - found.statistical) > CLEAR * found.statistical
        if found.state == wanted and clear:
            return made
    return made


def _history(number: int, tag: str, plan: Day, turn: int) -> History:
    rng, speeds = seeded(number, tag, turn, "months"), grid()
    ran = dict(plan.runs.get(tag, ()))
    states = tuple(ran.get(month, FULL) for month in range(1, MONTHS + 1))
    steps = np.zeros(MONTHS)
    steps[-len(GROWS) :] = _end(tag, plan) * np.array(GROWS)
    true = np.array([np.interp(s, STEPS, speeds[tag, state])
                     for s, state in zip(steps, states, strict=True)])  # fmt: skip
    dice = 1.0 + SCATTER * np.clip(rng.standard_normal(MONTHS + 1), -1.8, 1.8)
    kind = PLACES[tag].kind.__name__
    rpm = np.array([float(speeds[kind, state][0]) for state in states])
    again = round(float(true[-1] * dice[-1]), 2)
    return History(tag, np.round(true * dice[:-1], 2), np.round(rpm), states, again, 0)


def _end(tag: str, plan: Day) -> float:
    """Return how far a machine is on its way after ten months, 0..1."""
    if tag not in (*plan.alarm, plan.alert):
        return 0.0
    here, middle = grid()[tag, FULL], zones.limits(2, "rigid")[1]
    alarm = zones.alarm(float(here[0]), 2, "rigid")
    wanted = MARGIN * alarm if tag in plan.alarm else here[0] + 0.14 * middle
    return float(np.interp(wanted, here, STEPS))


def _blundered(found: Mapping[str, History], tag: str, month: int, kind: str) -> History:
    """Return a history with one reading that is none."""
    mine, values, part = found[tag], found[tag].values.copy(), BLUNDERS[kind]
    true = float(values[month - 1])
    all_others = [float(h.values[month - 1]) for t, h in found.items() if t != tag]
    other = max(all_others, key=lambda v: abs(np.log(v / true)))
    values[month - 1] = round(part * true if part else other, 2)
    return replace(mine, values=values, blunder=month)
