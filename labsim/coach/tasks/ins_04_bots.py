"""Simulated surveyors at the motor control centre: they correct, or they photograph what is red."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labsim.bench import Bench
from labsim.coach.bots import nothing
from labsim.core.machine import Machine
from labsim.thermal.severity import at_load, grade
from labsim.thermal.sheet import write_sheet
from labsim.thermal.surface import ArcSuit, Door, Surface, SurveySheet

__all__ = ["BOTS", "sheet_of", "survey"]

# What a look at a surface says of its emissivity; bright metal has none worth trusting.
LOOKS = {"black sleeve": 0.95, "oxidised": 0.70, "tape": 0.95}
WARM_UP = 3600.0  # s after it is fed again: six time constants
LEAST = 2.0  # K of difference, below it is what camera and emissivity can tell (house rule)
RED = 50.0  # °C from which a picture is red to somebody who does not correct it


@dataclass
class Found:
    """What a surveyor has of a connection: °C, A now, A at full load."""

    celsius: float
    amps: float
    full: float


def parts(machine: Machine, kind: type) -> list[Any]:
    return [part for part in machine.components.values() if isinstance(part, kind)]


def tag_of(machine: Machine, kind: type) -> str:
    return str(parts(machine, kind)[0].tag)


def open_up(bench: Bench) -> None:
    """Tell the people, put the suit on, open every door."""
    bench.notify().operate(tag_of(bench.machine, ArcSuit), "worn")
    for door in parts(bench.machine, Door):
        bench.operate(door.tag, "open")


def tape(bench: Bench, surface: Surface) -> None:
    """Tape a bright lug: dead, proved dead, taped, fed again."""
    switch = surface.of.component
    ends = [f"{switch.tag}:{mark}" for mark in ("2", "4", "6")]
    bench.isolate(switch.tag).lock(switch.tag).prove()
    for a, b in ((0, 1), (1, 2), (2, 0)):
        bench.measure("V", ends[a], ends[b])
    bench.prove().operate(surface.tag, "taped").notify().restore(switch.tag).notify()


def survey(bench: Bench, load: bool = True) -> dict[str, Found]:
    """Look, tape what is bright, hold up foil, stand square, read, clamp."""
    surfaces = parts(bench.machine, Surface)
    for surface in surfaces:
        if "bright" in bench.look(surface.tag).text:
            tape(bench, surface)
    bench.wait(WARM_UP)
    found = {}
    for surface in surfaces:
        place = surface.of.name
        looks = bench.look(surface.tag).text
        emissivity = next(e for word, e in LOOKS.items() if word in looks)
        mirrored = bench.aim(place, "°C foil").value
        read = bench.aim(place, emissivity=emissivity, reflected=mirrored, angle=0)
        amps = bench.measure("A", place).value if load else 1.0
        full = name_plate(bench, surface) if load else 1.0
        found[place] = Found(read.value, amps, full)
    return found


def name_plate(bench: Bench, surface: Surface) -> float:
    """Return the full-load current the name-plate of the motor behind a lug says."""
    net = next(net for net in bench.machine.nets if surface.of in net)
    motor = next(p.component for p in net if "rated" in p.component.params)
    return float(bench.look(motor.tag).text.split("name-plate ")[1].split(" A")[0])


def sheet_of(found: Mapping[str, Found]) -> str:
    """Write the sheet: ΔT against the coolest sister, brought to full load, classed, ranked."""
    kelvin: dict[str, float] = {}
    for place, one in found.items():
        mine = place.partition(":")[0]
        cool = min(f.celsius for name, f in found.items() if name.partition(":")[0] == mine)
        over = one.celsius - cool if one.celsius - cool > LEAST else 0.0
        kelvin[place] = float(at_load(over, one.amps, one.full))
    bad = [p for p in sorted(kelvin, key=lambda p: -kelvin[p]) if grade(kelvin[p]).number >= 2]
    rows: dict[str, tuple] = {}
    for place, one in found.items():
        shown = round(one.celsius, 1)
        rows[place] = (shown, "sound")
        if place in bad:
            rank = bad.index(place) + 1
            rows[place] = (shown, "defect", grade(kelvin[place]).number, rank)
    return write_sheet(rows)


# simulated apprentices ------------------------------------------------------------------------
def expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    open_up(bench)
    bench.file(tag_of(bench.machine, SurveySheet), sheet_of(survey(bench)))
    bench.sign_off("Survey with corrected temperatures, ΔT at full load, order of repair.")


def as_found(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Corrects the temperatures, and judges at the load of the day."""
    open_up(bench)
    bench.file(tag_of(bench.machine, SurveySheet), sheet_of(survey(bench, load=False)))
    bench.sign_off("Survey at the load of the day.")


def photographer(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Shoots from the aisle with the settings of the factory; red is bad."""
    open_up(bench)
    places = [surface.of.name for surface in parts(bench.machine, Surface)]
    shown = {place: bench.measure("°C", place).value for place in places}
    red = sorted((p for p in places if shown[p] > RED), key=lambda p: -shown[p])
    rows = {p: (shown[p], "defect", 3, red.index(p) + 1) if p in red else (shown[p], "sound")
            for p in places}  # fmt: skip
    bench.file(tag_of(bench.machine, SurveySheet), write_sheet(rows))
    bench.sign_off("Pictures taken.")


def hasty(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Surveys well, in shirt sleeves."""
    for door in parts(bench.machine, Door):
        bench.operate(door.tag, "open")
    bench.file(tag_of(bench.machine, SurveySheet), sheet_of(survey(bench)))
    bench.sign_off("Survey done in good time.")


BOTS: dict[str, tuple[Callable, float, float]] = {
    "expert": (expert, 98, 100),
    "as found": (as_found, 60, 85),
    "photographer": (photographer, 5, 50),
    "hasty": (hasty, 0, 40),
    "nothing": (nothing, 0, 0),
}
