"""Scenarios: a machine, a family of faults, a complaint and marks, in TOML that anyone can write."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from labsim.core.component import Fault
from labsim.core.errors import LabsimError, nearest, unknown
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.hands import Hands, isolators

__all__ = ["Scenario", "find", "load", "machines"]

TIERS = ("junior", "technician", "senior", "lead")
KINDS = ("diagnosis", "task", "exam")
PARTS = ("evidence", "path", "safety", "repair", "report")
MARKS = {"evidence": 35, "path": 25, "safety": 20, "repair": 10, "report": 10}


@dataclass(frozen=True)
class Scenario:
    """What a scenario file says. `symptom` is how the complaint shows: do these, look there."""

    id: str
    title: str
    machine: str
    complaint: str
    area: str = "electrical"
    kind: str = "diagnosis"
    tier: str = "junior"
    faults: Any = "all"
    sheets: tuple[str, ...] = ()
    minutes: float = 20
    skills: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    before: tuple[dict[str, Any], ...] = ()
    symptom: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, float] = field(default_factory=lambda: dict(MARKS))
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    guided: str = ""
    units: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    source: str = ""

    def build(self, unit: str = "0") -> Machine:
        """Return the machine, with the parameters this scenario and the unit change.

        Units are sister machines, `units` says what differs: each apprentice stands before one.
        """
        changes = {**self.changes, **self.units.get(unit, {})}
        return machines()[self.machine](unit=int(unit), **changes)

    def family(self, machine: Machine) -> tuple[Fault, ...]:
        """Return the faults the scenario may hide: those named, or all that show the complaint.

        "all" leaves out what lies on other sheets than `sheets`, and what nobody can repair
        safely because no isolator of the machine takes its voltage away.
        """
        if self.faults == "all":
            seen = showing(self, machine)
            reach = ports_on(machine, self.sheets)
            cold = dead_ports(machine)
            return tuple(
                f for f in machine.faults
                if f.id in seen and lies_on(machine, f, reach, any) and lies_on(machine, f, cold, all)
            )  # fmt: skip
        return tuple(machine.fault(name) for name in self.faults)


@cache
def machines() -> dict[str, type[Machine]]:
    """Return every machine class by name."""
    package = import_module("labsim.machines")
    found: dict[str, type[Machine]] = {}
    for module in iter_modules(package.__path__):
        names = vars(import_module(f"labsim.machines.{module.name}"))
        kinds = [v for v in names.values() if isinstance(v, type) and issubclass(v, Machine)]
        found.update({kind.__name__: kind for kind in kinds if kind is not Machine})
    return found


def symptom_reading(scenario: Scenario, machine: Machine, variants: list) -> list[str]:
    """Return for each variant what the symptom's look tells after its steps."""
    sim = Simulation(machine, variants)
    hands = Hands(sim)
    for step in (*scenario.before, *steps(scenario.symptom.get("do", ()))):
        hands.do(step)
    return list(hands.do({"do": "look", "tag": scenario.symptom["look"]}).value)


def steps(texts: Any) -> tuple[dict[str, Any], ...]:
    """Turn "press S1", "wait 2" into events."""
    found = []
    for text in texts:
        do, _, what = str(text).partition(" ")
        found.append({"do": "wait", "dt": float(what)} if do == "wait" else
                     {"do": do, "tag": what, "dt": 2.0})  # fmt: skip
    return tuple(found)


def ports_on(machine: Machine, titles: tuple[str, ...]) -> set[str]:
    """Return addresses of the ports drawn on the sheets with these titles; on all if none."""
    chosen = [sheet for sheet in machine.sheets if not titles or sheet.title in titles]
    found = {p.name for sheet in chosen for pair in sheet.wires() for p in pair}
    return found | {p.name for sheet in chosen for e in sheet.elements() for p in e.ports}


def dead_ports(machine: Machine) -> set[str]:
    """Return addresses of the ports that are dead when everything is isolated."""
    sim = Simulation(machine)
    hands = Hands(sim)
    for tag in isolators(sim):
        hands.do({"do": "isolate", "tag": tag})
    return {n for n, p in machine.ports.items() if not sim.network_of(p.component).feeds(p)}


def lies_on(machine: Machine, fault: Fault, ports: set[str], how: Any) -> bool:
    """Tell whether a fault is at these ports: those it names, else any or all of its part."""
    named = {m for key in fault.wrong if "." in key for m in key.partition(".")[0].split("-")}
    if named:
        return all(f"{fault.component}:{mark}" in ports for mark in named)
    part = machine.component(fault.component)
    return how(f"{fault.component}:{mark}" in ports for mark in part.marks)


_SHOWN: dict[tuple[str, str, int], frozenset[str]] = {}


def showing(scenario: Scenario, machine: Machine) -> frozenset[str]:
    """Return the ids of the machine's faults that show the complaint in every severity."""
    from labsim.core.simulation import Variant

    key = (scenario.id, scenario.source, hash(str(scenario.changes) + str(scenario.symptom)))
    if key not in _SHOWN:
        variants = [Variant()]
        for f in machine.faults:
            for n, wrong in enumerate(f.severities()):
                places = {(f.component, k): v for k, v in wrong.items()}
                variants.append(Variant(places, f.when, f.id, n))
        texts = symptom_reading(scenario, machine, variants)
        good = {v.name for v, text in zip(variants, texts, strict=True) if text == texts[0]}
        _SHOWN[key] = frozenset(v.name for v in variants) - good
    return _SHOWN[key]


def load(path: str | Path) -> Scenario:
    """Read and check a scenario file; LabsimError names file, key, what was given, what may be."""
    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabsimError(f"{path.name}: cannot be read as TOML: {error}") from error
    known = {f.name for f in fields(Scenario)} - {"source"}
    for key in data:
        if key not in known:
            raise _wrong(path, key, data[key], sorted(known), "no such key")
    data.setdefault("id", path.stem)
    for key in ("title", "machine", "complaint"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise LabsimError(f"{path.name}: {key} is missing; write {key} = \"…\"")
    _check_choices(path, data)
    for key in ("skills", "prerequisites", "sheets"):
        data[key] = tuple(data.get(key, ()))
    data["before"] = steps(data.get("before", ()))
    data["marks"] = {**dict.fromkeys(PARTS, 0), **data.get("marks", MARKS)}
    scenario = Scenario(**data, source=str(path))
    _check_machine(path, scenario)
    return scenario


def _wrong(path: Path, key: str, given: Any, allowed: list[str], what: str) -> LabsimError:
    like = nearest(given if what != "no such key" else key, allowed)
    hint = f". Nearest: {like}" if like else ""
    return LabsimError(f"{path.name}: {key} = {given!r}: {what}; allowed: {', '.join(allowed)}{hint}")


def _check_choices(path: Path, data: dict[str, Any]) -> None:
    choices = {"machine": sorted(machines()), "tier": list(TIERS), "kind": list(KINDS)}
    for key, allowed in choices.items():
        if key in data and data[key] not in allowed:
            raise _wrong(path, key, data[key], allowed, f"unknown {key}")
    for part, mark in data.get("marks", {}).items():
        if part not in PARTS:
            raise _wrong(path, f"marks.{part}", part, list(PARTS), "no such part of the score")
        if not isinstance(mark, int | float) or mark < 0:
            raise LabsimError(f"{path.name}: marks.{part} = {mark!r}: a number from 0 up")
    if "marks" in data and sum(data["marks"].values()) != 100:
        raise LabsimError(f"{path.name}: marks add up to {sum(data['marks'].values())}, not to 100")


def _check_machine(path: Path, scenario: Scenario) -> None:
    try:
        machine = scenario.build()
        for unit in scenario.units:
            if not unit.isdecimal() or unit == "0":
                raise LabsimError(f"units.{unit}: a unit is a number from 1 up")
            scenario.build(unit)
        if scenario.faults != "all":
            for name in scenario.faults:
                machine.fault(name)
        if scenario.guided:
            machine.fault(scenario.guided)
        for step in (*scenario.before, *steps(scenario.symptom.get("do", ()))):
            if "tag" in step:
                machine.component(step["tag"])
        if scenario.symptom:
            machine.component(scenario.symptom["look"])
        titles = [sheet.title for sheet in machine.sheets]
        for title in scenario.sheets:
            if title not in titles:
                raise unknown(scenario.machine, "sheet", title, titles)
    except LabsimError as error:
        raise LabsimError(f"{path.name}: {error}") from error
    if scenario.kind == "diagnosis" and not scenario.symptom:
        raise LabsimError(f"{path.name}: symptom is missing; write [symptom] with do and look")


@cache
def find() -> dict[str, Path]:
    """Return every scenario file of the package by lab id."""
    root = Path(str(resources.files("labsim"))) / "scenarios"
    return {path.stem: path for path in sorted(root.glob("*/*.toml"))}
