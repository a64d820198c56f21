"""INS-04: thermal survey. Temperatures 30, defects against traps 40, class and priority 30.

The sheet on file is compared with the apprentice's own motor control centre as it runs. A line
counts for a connection the camera was aimed at; a class where the current of the cubicle was
clamped. The joint that carries too little to show itself is a defect: it will be one at full load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from labsim.attempt import Attempt
from labsim.coach.score import CAP, Score
from labsim.coach.tasks.ins_04_bots import BOTS
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, variants_of
from labsim.filing import filed
from labsim.hands import Hands
from labsim.hidden import twin
from labsim.instruments.infrared import SPOT
from labsim.safety import RULES
from labsim.thermal.severity import EXPONENTS, at_load, grade
from labsim.thermal.sheet import Row, read_sheet
from labsim.thermal.surface import Surface

__all__ = ["BOTS", "MARKS", "Connection", "connections", "judge", "truth"]

MARKS = {"temperature": 30.0, "defects": 40.0, "severity": 30.0}
WITHIN = 3.0  # K
DEFECT = 2  # class at full load from which a joint is repaired
TOLD = 5  # places that are named


@dataclass(frozen=True)
class Connection:
    """What is true of a connection: °C, amperes now and at full load, ΔT to its coolest sister."""

    place: str
    celsius: float
    amps: float
    full: float
    kelvin: float

    @property
    def classes(self) -> set[int]:
        """The classes at full load that can be defended, with any usual exponent."""
        return {grade(at_load(self.kelvin, self.amps, self.full, n)).number for n in EXPONENTS}

    @property
    def at_full(self) -> float:
        """ΔT in K at full load, I²R."""
        return float(at_load(self.kelvin, self.amps, self.full))

    @property
    def defect(self) -> bool:
        """Whether it is repaired."""
        return grade(self.at_full).number >= DEFECT


@cache
def truth(lab: Any, unit: int, fault_id: str) -> Mapping[str, Connection]:
    """Return by place what is true of every connection of a motor control centre in operation."""
    machine = lab.scenario.build(str(unit))
    sim = Simulation(machine, variants_of(twin(lab.machine.fault(fault_id), machine))[:1])
    hands = Hands(sim, titles=lab.scenario.instruments)
    for step in lab.scenario.before:
        hands.do(step)
    return connections(machine, sim)


def connections(machine: Machine, sim: Simulation) -> dict[str, Connection]:
    """Return what is true of every connection now; its sisters are those of the same cubicle."""
    surfaces = [part for part in machine.components.values() if isinstance(part, Surface)]
    warm = {s.of.name: float(s.celsius(sim.views[s.tag])[0]) for s in surfaces}
    found = {}
    for surface in surfaces:
        port = surface.of
        amps = float(abs(sim.network_of(port.component).port_amps(port)[0]))
        sisters = [s.of.name for s in surfaces if s.of.component is port.component]
        cool = min(warm[name] for name in sisters)
        found[port.name] = Connection(
            port.name, warm[port.name], amps, rated(machine, port), warm[port.name] - cool
        )
    return found


def rated(machine: Machine, port: Any) -> float:
    """Return the full-load current in A of the motor a lug feeds."""
    net = next(net for net in machine.nets if port in net)
    return next(float(p.component.values["rated"]) for p in net if "rated" in p.component.values)


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score the sheet of an attempt on the unit its record names. Doing nothing scores zero."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    known = truth(lab, int(attempt.header.get("unit", 0)), fault_id)
    rows = written(attempt, known, score)
    if not attempt.worked or not rows:
        score.notes.append("No sheet on file with connections the camera was aimed at.")
        return score
    shares = {
        "temperature": temperatures(rows, known, score),
        "defects": defects(rows, known, score),
        "severity": severity(rows, known, clamped(attempt, known), score),
    }
    score.parts = {part: round(MARKS[part] * shares[part], 2) for part in MARKS}
    safety(attempt, score)
    return score


def written(attempt: Attempt, known: Mapping[str, Connection], score: Score) -> dict[str, Row]:
    """Return the rows on file of connections the camera was aimed at."""
    try:
        sheet = read_sheet(filed(attempt))
    except LabsimError as error:
        score.notes.append(f"The sheet cannot be read: {error}.")
        return {}
    aimed = {e["ports"][0] for e in attempt.of("measure") if e["function"] == SPOT}
    strange = [place for place in sheet if place not in known]
    blind = [place for place in sheet if place in known and place not in aimed]
    if strange:
        score.notes.append(f"No connection here: {', '.join(strange[:TOLD])}.")
    if blind:
        score.notes.append(f"On the sheet, never aimed at: {', '.join(blind[:TOLD])}.")
    return {place: row for place, row in sheet.items() if place in known and place in aimed}


def clamped(attempt: Attempt, known: Mapping[str, Connection]) -> set[str]:
    """Return the connections of cubicles in which a current was clamped."""
    parts = {e["ports"][0].partition(":")[0] for e in attempt.of("measure") if e["function"] == "A"}
    return {place for place in known if place.partition(":")[0] in parts}


def temperatures(rows: Mapping[str, Row], known: Mapping[str, Connection], score: Score) -> float:
    """Return the share of connections whose temperature is within 3 K."""
    right, off = 0, []
    for place, true in known.items():
        said = rows[place].celsius if place in rows else None
        if said is not None and abs(said - true.celsius) <= WITHIN:
            right += 1
        elif said is not None:
            off.append(f"{place} by {said - true.celsius:+.0f} K")
    score.notes.append(f"{right} of {len(known)} temperatures are within {WITHIN:g} K.")
    if off:
        more = f" and {len(off) - TOLD} more" if len(off) > TOLD else ""
        score.notes.append(f"Out: {', '.join(off[:TOLD])}{more}. Emissivity, mirror or angle?")
    return right / len(known)


def defects(rows: Mapping[str, Row], known: Mapping[str, Connection], score: Score) -> float:
    """Return the F1 of what was called a defect, 0..1."""
    real = {place for place, true in known.items() if true.defect}
    called = {place for place, row in rows.items() if row.verdict == "defect"}
    hits = len(real & called)
    score.notes.append(
        f"{hits} of {len(real)} bad joints found, {len(called) - hits} false alarms."
    )
    return 2.0 * hits / (len(real) + len(called))


def severity(
    rows: Mapping[str, Row], known: Mapping[str, Connection], loads: set[str], score: Score
) -> float:
    """Return how many bad joints have their class, and how many pairs stand in the right order."""
    real = sorted((c for c in known.values() if c.defect), key=lambda c: -c.at_full)
    mine = {c.place: rows[c.place] for c in real if c.place in rows}
    graded = [c for c in real if c.place in mine and mine[c.place].severity in c.classes]
    proved = [c for c in graded if c.place in loads]
    if len(proved) < len(graded):
        score.notes.append("A class at full load needs the current: clamp every such cubicle.")
    ranks = [mine[c.place].priority if c.place in mine else None for c in real]
    pairs = list(combinations(ranks, 2))
    order = [a is not None and b is not None and a < b for a, b in pairs]
    score.notes.append(
        f"{len(proved)} of {len(real)} classes right, {sum(order)} of {len(pairs)} pairs in order."
    )
    return (len(proved) / len(real) + sum(order) / max(len(pairs), 1)) / 2


def safety(attempt: Attempt, score: Score) -> None:
    """Name what was broken; a critical breach caps the lab."""
    first: dict[str, int] = {}
    for breach in attempt.breaches:
        first.setdefault(breach["rule"], breach["n"])
    for rule, n in first.items():
        score.notes.append(f"Safety, line {n}: {RULES[rule].text}")
        score.capped |= RULES[rule].critical
    if score.capped:
        score.notes.append(f"A critical breach caps the lab at {CAP:.0f} points.")
