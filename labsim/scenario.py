"""Scenarios: machine, family of faults, complaint and marks, in TOML that anyone can write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module, resources
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from labsim.checking import PARTS, check
from labsim.core.component import Fault
from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.core.spread import SLACK
from labsim.family import family_of, steps
from labsim.hands import case
from labsim.lookup import variable

__all__ = ["Scenario", "find", "load", "machines", "read"]

FOLDER = Path(str(resources.files("labsim"))).resolve() / "scenarios"
TUPLES = ("skills", "prerequisites", "sheets", "without",
          "instruments", "provoke", "not_drawn", "as_drawn")  # fmt: skip
ALL = "all"
CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")  # where a word of a class's name begins
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
    stalls: str = ""  # the bit at which its sequence stands: from there one looks back
    not_drawn: tuple[str, ...] = ()
    as_drawn: tuple[str, ...] = ()  # parts, or "all", that have the sheet's values at every bench
    band: float = 0.25
    coach: dict[str, Any] = field(default_factory=dict)
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    exam: str = ""  # of a practice exam: the name of its blueprint
    stations: dict[str, list[str]] = field(default_factory=dict)  # its benches: labs to draw from
    attempts: int = 1  # how often it may be sat, or worked
    counts: str = "best"  # which of several counts: "best" or "last"
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
    def slack(self) -> float:
        """Standard error of a machine's own values, part of a reading; 0 where all are as drawn.

        Values are drawn where a fault is to be found; sister machines differ by more than that.
        """
        drawn = self.kind == "diagnosis" and not self.units and ALL not in self.as_drawn
        return SLACK if drawn else 0.0

    @property
    def held(self) -> dict[str, str]:
        """What is held while the complaint shows: tag, and of a lever its position."""
        found: dict[str, str] = {}
        for do, tag, *position in (s.split(" ", 2) for s in self.symptom.get("do", ())):
            if do == "release":
                found.pop(tag, None)
            if do in ("press", "operate"):
                found[tag] = position[0] if position else ""
        return found

    @property
    def waited(self) -> float:
        """Seconds the complaint lets the machine run, after the last control, before it shows.

        A stroke that has been made has been made: none where a lever is worked.
        """
        done = [s.split(" ", 2) for s in self.symptom.get("do", ())]
        if any(do == "operate" for do, *_ in done):
            return 0.0
        last = max((n for n, (do, *_) in enumerate(done) if do == "press"), default=0)
        return sum(float(step[1]) for step in done[last:] if step[0] == "wait")

    def family(self, machine: Machine) -> tuple[Fault, ...]:
        """Return the faults the scenario may hide: those named, or all that show the complaint.

        "all" leaves out those in `without`, what lies on other sheets than `sheets`, and what
        nobody can repair safely because no isolator of the machine takes its voltage away.
        With together = 2 the machine hides two of them at once.
        """
        return family_of(self, machine)


class Machines(Mapping[str, type[Machine]]):
    """Every machine class by name. One is looked for in the module that is named after it.

    So a lab loads its own machine; who asks which there are, or for one of another name, loads all.
    """

    def __init__(self) -> None:
        package = import_module("labsim.machines")
        self.modules = [module.name for module in iter_modules(package.__path__)]

    def __getitem__(self, name: str) -> type[Machine]:
        own = CAPITAL.sub("_", name).lower()
        found = _kinds(own) if own in self.modules else {}
        return found[name] if name in found else self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> dict[str, type[Machine]]:
        found = [kind for module in self.modules for kind in _kinds(module).items()]
        return dict(sorted(found))


def _kinds(module: str) -> dict[str, type[Machine]]:
    """Return the machine classes a module knows by name, those it builds on with them."""
    names = vars(import_module(f"labsim.machines.{module}"))
    kinds = [v for v in names.values() if isinstance(v, type) and issubclass(v, Machine)]
    return {kind.__name__: kind for kind in kinds if kind is not Machine}


@cache
def machines() -> Machines:
    """Return every machine class by name."""
    return Machines()


def load(path: str | Path) -> Scenario:
    """Read and check a scenario file; LabsimError names file, key, what was given, what may be."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabsimError(f"{path.name}: cannot be read as TOML: {error}") from error
    return read(text, path)


def read(text: str, path: Path, limit: Callable[[dict[str, Any]], None] | None = None) -> Scenario:
    """Check the text of a scenario as if it stood in a file; nothing is read from there.

    `limit` may refuse what it says, by LabsimError, before a machine is built for it.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LabsimError(f"{path.name}: cannot be read as TOML: {error}") from error
    if limit is not None:
        limit(data)
    check(path.name, data, machines())
    if data.setdefault("id", path.stem) != path.stem:
        raise LabsimError(f"{path.name}: id = {data['id']!r}: the file is named {path.stem}")
    for key in TUPLES:
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
    _check_case(path, scenario, machine)
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


def _check_case(path: Path, scenario: Scenario, machine: Machine) -> None:
    with _under(path, "instruments"):
        case(scenario.instruments)
    with _under(path, "as_drawn"):
        for tag in set(scenario.as_drawn) - {ALL}:
            machine.component(tag)
    with _under(path, "stalls"):
        if scenario.stalls:
            variable(machine, scenario.stalls)


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
