"""The house style, tested over every component, fault, instrument, machine, scenario and file.

Nobody registers anything: the class tree and the list of files say what there is.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from labsim.core.component import Component, Fault, Param
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.instruments.base import Function, Instrument
from tests.conftest import ROOT, load_all, modules, tracked, tree

load_all()
FILE, FUNCTION, COMPONENT = 300, 25, 40  # lines at most
ITEM = 40  # of a function that makes an exam item: its words and mistakes are most of it

# Over the limit today, with what it is: a record, not a licence. It fails when it shrinks below.
LONG = {
    "labsim/electrical/motors.py::InductionMotor": "windings, sequence circuit and speed",
}

COMPONENTS = sorted(set(tree(Component)), key=lambda cls: (cls.__module__, cls.__name__))
MACHINES = sorted(set(tree(Machine)), key=lambda cls: cls.__name__)
INSTRUMENTS = sorted(set(tree(Instrument)), key=lambda cls: cls.__name__)
SOURCES = tracked("labsim/*.py", "grading/*.py", "benchmarks/*.py")
NOTEBOOKS = tracked("*.ipynb")
SCENARIOS = tracked("labsim/scenarios/*.toml")


def name(thing: object) -> str:
    if isinstance(thing, Path):
        return str(thing.relative_to(ROOT))
    return getattr(thing, "__name__", str(thing))


@cache
def parsed(path: Path) -> ast.Module:
    """Return a file as Python reads it, read once for all tests."""
    return ast.parse(path.read_text("utf-8"))


@cache
def nomenclature(heading: str) -> set[str]:
    """Return the first column of the table under a heading of docs/nomenclature.md."""
    text = (ROOT / "docs/nomenclature.md").read_text("utf-8")
    section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    cells = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    return {cell.strip("`") for cell in cells[2:]}


# Components and faults ------------------------------------------------------------------
def test_there_are_components_machines_and_instruments() -> None:
    assert len(COMPONENTS) > 10
    assert MACHINES
    assert INSTRUMENTS


@pytest.mark.parametrize("cls", COMPONENTS + MACHINES + INSTRUMENTS, ids=name)
def test_it_says_in_its_docstring_what_it_is(cls: type) -> None:
    assert cls.__doc__, "one sentence from the trade"
    assert cls.__doc__.strip().splitlines()[0].endswith((".", ":")), (
        "a sentence ends with a full stop"
    )


@pytest.mark.parametrize("cls", COMPONENTS, ids=name)
def test_units_and_letter_are_in_the_nomenclature(cls: type[Component]) -> None:
    units = nomenclature("Units")
    for param in cls._params.values():
        assert param.unit in units | {""}, f"{param.name} is in {param.unit}"
        assert param.text, f"{param.name}: say what it is"
    assert cls.letter in nomenclature("Letters of parts")


def in_trade_words(title: str) -> bool:
    """Lower case but for signs of the trade: DC, 24 V, U, L1, A1-A2."""
    return bool(title) and "_" not in title and not re.search(r"\b[A-Z][a-z]+", title)


@pytest.mark.parametrize("cls", COMPONENTS + INSTRUMENTS, ids=name)
def test_titles_are_lower_case_trade_words(cls: type) -> None:
    assert in_trade_words(cls.title)
    for fault in getattr(cls, "_faults", {}).values():
        assert in_trade_words(fault.title)


@pytest.mark.parametrize("cls", COMPONENTS, ids=name)
def test_states_and_faults_of_the_class_are_declared_whole(cls: type[Component]) -> None:
    assert all(state.text for state in cls._states.values())
    assert all(fault.wrong and fault.rate > 0 for fault in cls._faults.values())
    titles = [fault.title for fault in cls._faults.values()]
    assert len(titles) == len(set(titles))


def different(wrong: object, healthy: object) -> bool:
    return np.isfinite(wrong) != np.isfinite(healthy) or not np.isclose(wrong, healthy)


@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_every_fault_makes_a_parameter_wrong(machine: type[Machine]) -> None:
    built = machine()
    for fault in built.faults:
        healthy = built.component(fault.component).values
        for severity in fault.severities():
            assert all(different(value, healthy[key]) for key, value in severity.items()), fault.id


@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_every_fault_of_a_machine_has_its_own_id(machine: type[Machine]) -> None:
    ids = [fault.id for fault in machine().faults]
    assert len(ids) == len(set(ids))


def test_a_fault_of_an_unknown_parameter_is_refused_when_the_class_is_made() -> None:
    with pytest.raises(ValueError, match=r"no parameter resistence; it has .*Nearest: resistance"):

        class _Heater(Component):
            resistance = Param(100.0, "Ω", "of the element")
            burnt = Fault("burnt open", resistence=float("inf"))


def asks_for_a_fault(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            names = {getattr(n, "id", getattr(n, "attr", "")) for n in ast.walk(node.test)}
            if names & {"fault", "faults", "faulty", "is_faulty", "has_fault"}:
                yield f"{name(path)}:{node.lineno}"


def test_no_behaviour_asks_whether_it_is_faulty() -> None:
    files = {Path(inspect.getfile(cls)) for cls in COMPONENTS + INSTRUMENTS + MACHINES}
    assert not [place for path in sorted(files) for place in asks_for_a_fault(path)]


# Machines and instruments ---------------------------------------------------------------
@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_a_machine_runs_with_each_of_its_faults(machine: type[Machine]) -> None:
    built = machine()
    variants = [Variant()] + [
        Variant({(f.component, key): value for key, value in wrong.items()}, f.when, f.id)
        for f in built.faults
        for wrong in f.severities()
    ]
    sim = Simulation(built, variants)
    for tag, part in built.components.items():
        for position in (*part.positions, *part.positions[:1]):
            sim.operate(tag, position).advance(0.2)
            looked = part.look(sim.views[tag])
            assert looked is None or len(looked) == len(variants)
    for network in sim.networks:
        assert np.isfinite(network.v).all()


@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_the_parts_of_a_machine_are_named_after_their_letter(machine: type[Machine]) -> None:
    for tag, part in machine().components.items():
        short = tag.rpartition(".")[2]
        assert re.fullmatch(rf"{part.letter}\d+|PE", short), f"{tag}, a {part.title}"


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=name)
def test_an_instrument_says_what_each_function_measures(instrument: type[Instrument]) -> None:
    units = nomenclature("Units")
    for key, function in instrument.functions.items():
        assert isinstance(function, Function)
        assert function.unit in units | {""}, key
        assert function.text, key
        assert function.minutes > 0, key


@pytest.mark.parametrize("path", SCENARIOS, ids=name)
def test_a_scenario_loads_and_bears_the_name_of_its_file(path: Path) -> None:
    scenario = importlib.import_module("labsim.scenario")
    assert scenario.load(path).id == path.stem


# Files ----------------------------------------------------------------------------------
def length(node: ast.AST) -> int:
    """Lines of a class or function, without its docstring."""
    lines = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= first.end_lineno - first.lineno + 1
    return lines


def long() -> Iterator[tuple[str, int]]:
    components = {cls.__name__ for cls in COMPONENTS}
    for path in SOURCES:
        if (lines := len(path.read_text("utf-8").splitlines())) > FILE:
            yield name(path), lines
        for node in ast.walk(parsed(path)):
            most = ITEM if path.parent.parent.name == "study" else FUNCTION
            if isinstance(node, ast.FunctionDef) and length(node) > most:
                yield f"{name(path)}::{node.name}", length(node)
            part = isinstance(node, ast.ClassDef) and node.name in components
            if part and length(node) > COMPONENT:
                yield f"{name(path)}::{node.name}", length(node)


@cache
def too_long() -> dict[str, int]:
    """Return the lines of what is over its limit, by place."""
    return dict(long())


def test_files_functions_and_components_fit_on_their_screens() -> None:
    assert {place: lines for place, lines in too_long().items() if place not in LONG} == {}


def test_the_list_of_what_is_too_long_is_not_out_of_date() -> None:
    assert set(LONG) <= set(too_long())


@pytest.mark.parametrize("module", modules() + modules("grading"))
def test_a_module_says_what_it_is_and_what_is_public(module: str) -> None:
    path = Path(importlib.util.find_spec(module).origin)
    body = parsed(path)
    names = [t for n in body.body if isinstance(n, ast.Assign) for t in n.targets]
    assigned = {t.id for t in names if isinstance(t, ast.Name)}
    defines = any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in body.body)
    if body.body:
        assert ast.get_docstring(body)
        # A bank of items has generators only, and says of what topic.
        assert {"__all__", "TOPIC"} & assigned or not defines


def test_no_public_class_starts_with_test() -> None:
    for path in SOURCES:
        for node in ast.walk(parsed(path)):
            assert not (isinstance(node, ast.ClassDef) and node.name.startswith("Test")), name(path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    assert "widgets" not in notebook["metadata"], "nbstripout --keep-id takes it out"
    for cell in notebook["cells"]:
        assert not cell.get("outputs"), "nbstripout --keep-id takes them out"
        assert cell.get("execution_count") is None
        assert cell.get("id"), "nbgrader and review tools go by the id"


HOME = re.compile(r"(?<![\w.~$\-}])/(?:work|root|home/[a-z]\w*|Users/\w+)/\w")
HOST = re.compile(r"(?:pypi|pythonhosted|npmjs|deb\.debian)\.(?:org|com)")
TEXT = {".py", ".md", ".toml", ".json", ".js", ".css", ".ipynb", ".sh", ".yml", ".cfg", ".svg", ""}


@pytest.mark.parametrize("path", [p for p in tracked() if p.suffix in TEXT], ids=name)
def test_a_file_names_no_place_on_somebodys_machine_and_no_registry(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not HOME.search(text)
    assert not HOST.search(text)
