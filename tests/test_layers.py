"""Imports point down only. The table is the picture; the test reads every import and compares."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT, tracked

DOMAINS = {"electrical", "fluid", "mechanical", "plc", "process", "scada", "thermal", "vibration"}
INSTRUMENTS_AND_MACHINES = {"instruments", "machines"}
BENCH = {
    "actions", "attempt", "bench", "capture", "cell", "charge", "checking", "coaching",
    "curriculum", "facts", "family", "filing", "folders", "forcing", "foresight", "hands", "hidden",
    "letoff", "lockout", "lookup", "moments", "newlab", "online", "opening", "pairs", "panels",
    "places", "playback", "provoke", "recordfile", "resetting", "retake", "routine", "safety",
    "scenario",
    "screws", "seeds", "shimming", "skillmodel", "spill", "states", "store", "stored", "workplace",
    "zero",
}  # fmt: skip
BELOW_BENCH = {"core"} | DOMAINS | INSTRUMENTS_AND_MACHINES

# What each layer may import, besides itself.
MAY = {
    "core": set[str](),
    **dict.fromkeys(DOMAINS, frozenset({"core"})),
    "plc": {"core", "electrical"},  # a card is a part with terminals (docs/adr/0014)
    "scada": {"core", "plc"},  # alarms are rungs in controllers (docs/adr/0016)
    "instruments": {"core"} | DOMAINS,
    "machines": {"core"} | DOMAINS,
    **dict.fromkeys(BENCH, frozenset(BELOW_BENCH | BENCH)),
    "coach": BELOW_BENCH | BENCH,
    "sealed": BELOW_BENCH | BENCH,
    "course": BELOW_BENCH | BENCH | {"coach", "sealed"},
    "form": BELOW_BENCH | BENCH,
    "drawing": BELOW_BENCH | BENCH,
    "teaching": BELOW_BENCH | BENCH | {"coach", "course", "drawing", "study"},
    "study": BELOW_BENCH | BENCH | {"coach", "course"},
    "serving": BELOW_BENCH | BENCH | {"course"},
    "ui": BELOW_BENCH | BENCH | {"coach", "course", "drawing", "sealed", "study"},
    "service": BELOW_BENCH | BENCH | {"coach", "course", "drawing", "sealed", "ui"},
}
MAY["grading"] = set(MAY) | {"labsim"}
MAY["auditing"] = set(MAY) | {"labsim"}
MAY["cli"] = MAY["cli_class"] = set(MAY) | {"labsim", "cli_class"}
MAY["labsim"] = {"core", "course", "coach", "study"}  # names that load when first used

# Packages that only one place may load, and that place.
ONLY = {
    "schemdraw": "labsim/drawing/",
    "anywidget": "labsim/ui/",
    "ipywidgets": "labsim/ui/",
    "PySpice": "labsim/electrical/spice",
    "playwright": "labsim/ui/",
    "nbgrader": "grading/",
    "typer": "labsim/cli",
    "fsrs": "labsim/study/",
    "pymodbus": "labsim/serving/",
    "asyncua": "labsim/serving/",
}
HEAVY = ("matplotlib", "schemdraw", "anywidget", "ipywidgets", "PySpice", "sqlite3", "scipy",
         "pymodbus", "asyncua")  # fmt: skip
LIMIT = 0.25  # s, for `import labsim`


@cache
def sources() -> list[Path]:
    return tracked("labsim/*.py", "grading/*.py")


def layer(module: str) -> str:
    """Return the layer of a module by name: labsim.core.sheet -> core."""
    first, *rest = module.split(".")
    return rest[0] if first == "labsim" and rest else first


@cache
def imports(path: Path) -> list[tuple[int, str]]:
    """Return line and module of every import that runs, read once for all tests."""
    return list(running(path))


def running(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and module of every import that runs; those for type checkers do not."""
    waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: write the whole name of the module"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from ((node.lineno, name) for name in whole)
        waiting.extend(ast.iter_child_nodes(node))


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def climbs() -> Iterator[str]:
    for path in sources():
        own = layer(module_of(path))
        for line, name in imports(path):
            if name.split(".")[0] not in ("labsim", "grading"):
                continue
            other = layer(name)
            if other != own and other not in MAY.get(own, set()):
                yield f"{path.relative_to(ROOT)}:{line}: {own} may not import {name}"


def test_every_import_points_down() -> None:
    assert not list(climbs())


def test_every_folder_and_module_of_labsim_has_its_layer() -> None:
    found = {layer(module_of(path)) for path in sources()}
    assert found <= set(MAY), "give the new layer its place in the table"


@pytest.mark.parametrize(("package", "place"), ONLY.items())
def test_a_package_is_loaded_in_its_one_place_only(package: str, place: str) -> None:
    strays = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for line, name in imports(path)
        if name.split(".")[0] == package and not str(path.relative_to(ROOT)).startswith(place)
    ]
    assert not strays


def fresh(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


FORM = "from labsim.study.form import form; [one.show() for one in form('cmrt').items if one.show]"


@pytest.mark.parametrize("start", ["import labsim", "import labsim; labsim.labs()", FORM])
def test_labsim_loads_numpy_and_nothing_heavier(start: str) -> None:
    loaded = json.loads(fresh(f"{start}; import json, sys; print(json.dumps(list(sys.modules)))"))
    assert not {name.split(".")[0] for name in loaded} & set(HEAVY)


def test_import_labsim_takes_less_than_a_quarter_of_a_second() -> None:
    def seconds() -> float:
        code = "import time; t = time.perf_counter(); import labsim; print(time.perf_counter() - t)"
        return float(fresh(code))

    best = float("inf")
    deadline = time.monotonic() + 20
    while best > LIMIT and time.monotonic() < deadline:  # best of several: the machine is shared
        best = min(best, seconds())
    assert best < LIMIT
