"""Scenarios: machine, family of faults, complaint and marks, in TOML that anyone can write."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module, resources
from itertools import combinations
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from labsim import store
from labsim.checking import PARTS, check
from labsim.core.component import Fault, Pair
from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.hands import Hands, case
from labsim.states import dead_ports

__all__ = ["Scenario", "find", "load", "machines"]

FOLDER = Path(str(resources.files("labsim"))).resolve() / "scenarios"
MOST_PAIRS = 400  # hypotheses that a class of laptops can still weigh after every reading
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
    without: tuple[str, ...] = ()
    together: int = 1
    sheets: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    minutes: float = 20
    skills: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    before: tuple[dict[str, Any], ...] = ()
    symptom: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, float] = field(default_factory=lambda: dict(MARKS))
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    conditions: dict[str, list[str]] = field(default_factory=dict)
    provoke: tuple[str, ...] = ()
    downtime: float = 0.0  # euros that a minute of standstill costs
    witnesses: int = 1  # independent kinds of observation a claim needs
    guided: str = ""
    not_drawn: tuple[str, ...] = ()
    band: float = 0.25
    coach: dict[str, Any] = field(default_factory=dict)
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    source: str = ""

    def build(self, unit: str = "0") -> Machine:
        """Return the machine, with the parameters this scenario and the unit change.

        Units are sister machines, `units` says what differs: each apprentice stands before one.
        One that was built otherwise names its own `machine`.
        """
        changes = {**self.changes, **self.units.get(unit, {})}
        kind = changes.pop("machine", self.machine)
        return machines()[kind](unit=int(unit), **changes)

    @property
    def built_in(self) -> bool:
        """Whether the scenario comes with labsim, not from a course's own folder."""
        return Path(self.source).resolve().is_relative_to(FOLDER)

    @property
    def held(self) -> list[str]:
        """Tags of the buttons that are held while the complaint shows."""
        done = [s.split() for s in self.symptom.get("do", ())]
        free = {tag for do, tag in done if do == "release"}
        return [tag for do, tag in done if do == "press" and tag not in free]

    @property
    def waited(self) -> float:
        """Seconds the complaint lets the machine run so before it shows."""
        done = [s.split() for s in self.symptom.get("do", ())]
        return sum(float(seconds) for do, seconds in done if do == "wait")

    def family(self, machine: Machine) -> tuple[Fault, ...]:
        """Return the faults the scenario may hide: those named, or all that show the complaint.

        "all" leaves out those in `without`, what lies on other sheets than `sheets`, and what
        nobody can repair safely because no isolator of the machine takes its voltage away.
        With together = 2 the machine hides two of them at once.
        """
        single = self._single(machine)
        return single if self.together == 1 else pairs(self, machine, single)

    def _single(self, machine: Machine) -> tuple[Fault, ...]:
        if self.faults == "all":
            seen = showing(self, machine) - set(self.without)
            reach, cold = ports_on(machine, self.sheets), dead_ports(machine)
            found = (f for f in machine.faults if f.id in seen and lies_on(machine, f, reach, any))
            return tuple(f for f in found if lies_on(machine, f, cold, all))
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


def pairs(scenario: Scenario, machine: Machine, single: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Return all pairs of faults in different places that show the complaint together."""
    found = []
    for first, second in combinations(single, 2):
        apart = not first.places()[0].keys() & second.places()[0].keys()
        if apart and first.when == second.when:
            found.append(Pair(first, second))
    if len(found) > MOST_PAIRS:
        text = f"{len(found)} pairs of {len(single)} faults: name fewer (at most {MOST_PAIRS})"
        raise LabsimError(f"{scenario.id}: together = 2: {text}")
    seen = showing(scenario, machine, tuple(found))
    return tuple(pair for pair in found if pair.id in seen)


def ports_on(machine: Machine, titles: tuple[str, ...]) -> set[str]:
    """Return addresses of the ports drawn on the sheets with these titles; on all if none."""
    chosen = [sheet for sheet in machine.sheets if not titles or sheet.title in titles]
    found = {p.name for sheet in chosen for pair in sheet.wires() for p in pair}
    return found | {p.name for sheet in chosen for e in sheet.elements() for p in e.ports}


def lies_on(machine: Machine, fault: Fault, ports: set[str], how: Any) -> bool:
    """Tell whether a fault is at these ports: those it names, else any or all of its part."""
    if len(fault.parts) > 1:
        return all(lies_on(machine, part, ports, how) for part in fault.parts)
    named = {m for key in fault.wrong if "." in key for m in key.partition(".")[0].split("-")}
    if named:
        return all(f"{fault.component}:{mark}" in ports for mark in named)
    part = machine.component(fault.component)
    return how(f"{fault.component}:{mark}" in ports for mark in part.marks)


_SHOWN: dict[str, frozenset[str]] = {}


def showing(
    scenario: Scenario, machine: Machine, faults: tuple[Fault, ...] | None = None
) -> frozenset[str]:
    """Return the ids of faults, all of the machine's if none are given, that show the complaint.

    A fault is among them when it shows the complaint in every severity.
    """
    key = repr(scenario) + ("" if faults is None else repr([f.id for f in faults]))
    if key in _SHOWN:
        return _SHOWN[key]
    kept = store.fetch(f"{scenario.id}-showing", key)
    if kept is not None:
        _SHOWN[key] = frozenset(kept[0]["ids"])
    else:
        asked = machine.faults if faults is None else faults
        variants = [Variant(), *(v for fault in asked for v in variants_of(fault))]
        texts = symptom_reading(scenario, machine, variants)
        good = {v.name for v, text in zip(variants, texts, strict=True) if text == texts[0]}
        _SHOWN[key] = frozenset(v.name for v in variants) - good
        store.keep(f"{scenario.id}-showing", key, {"ids": sorted(_SHOWN[key])}, {})
    return _SHOWN[key]


def load(path: str | Path) -> Scenario:
    """Read and check a scenario file; LabsimError names file, key, what was given, what may be."""
    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabsimError(f"{path.name}: cannot be read as TOML: {error}") from error
    check(path.name, data, sorted(machines()))
    if data.setdefault("id", path.stem) != path.stem:
        raise LabsimError(f"{path.name}: id = {data['id']!r}: the file is named {path.stem}")
    for key in (
        "skills",
        "prerequisites",
        "sheets",
        "without",
        "instruments",
        "provoke",
        "not_drawn",
    ):
        data[key] = tuple(data.get(key, ()))
    data.setdefault("area", path.parent.name)
    data["before"] = steps(data.get("before", ()))
    data["marks"] = {**dict.fromkeys(PARTS, 0), **data.get("marks", MARKS)}
    scenario = Scenario(**data, source=str(path))
    _check_machine(path, scenario)
    return scenario


@contextmanager
def _under(path: Path, key: str) -> Iterator[None]:
    """Put file and key before what is wrong with them."""
    try:
        yield
    except LabsimError as error:
        raise LabsimError(f"{path.name}: {key}: {error}") from error


def _check_machine(path: Path, scenario: Scenario) -> None:
    """Check all that speaks of the machine: changes, units, faults, tags, sheets."""
    with _under(path, "changes"):
        machine = scenario.build()
    for unit in scenario.units:
        with _under(path, f"units.{unit}"):
            if not unit.isdecimal() or unit == "0":
                raise LabsimError("a unit is a number from 1 up")
            scenario.build(unit)
    with _under(path, "instruments"):
        case(scenario.instruments)
    _check_faults(path, scenario, machine)
    with _under(path, "before"):
        _check_steps(machine, scenario.before)
    for label, texts in scenario.conditions.items():
        with _under(path, f"conditions.{label}"):
            _check_steps(machine, steps(texts))
    with _under(path, "symptom"):
        _check_steps(machine, steps(scenario.symptom.get("do", ())))
        if scenario.symptom:
            machine.component(scenario.symptom["look"])
    with _under(path, "sheets"):
        titles = [sheet.title for sheet in machine.sheets]
        for title in scenario.sheets:
            if title not in titles:
                raise unknown(scenario.machine, "sheet", title, titles)


def _check_faults(path: Path, scenario: Scenario, machine: Machine) -> None:
    guided = (scenario.guided,) if scenario.guided else ()
    lists = {"without": scenario.without, "not_drawn": scenario.not_drawn, "guided": guided}
    named = () if scenario.faults == "all" else scenario.faults
    for key, names in {"faults": named, **lists}.items():
        with _under(path, key):
            for name in names:
                machine.fault(name)


def _check_steps(machine: Machine, events: tuple[dict[str, Any], ...]) -> None:
    for event in events:
        part = machine.component(event["tag"]) if "tag" in event else None
        if event["do"] in ("press", "release") and not part.positions:
            raise LabsimError(f"{part.tag} is a {part.title}: nobody can {event['do']} it")
        if event["do"] in ("isolate", "restore") and not part.isolates:
            raise LabsimError(f"{part.tag} is a {part.title}: it isolates nothing")


@cache
def find() -> dict[str, Path]:
    """Return every scenario file of the package by lab id."""
    return {path.stem: path for path in sorted(FOLDER.glob("*/*.toml"))}
