"""Notebooks run on other machines: what is asked, under what name, and what comes back.

A request is all that a run depends on, and its name is the hash of that: what is the same is run
once, whoever handed it in, and not again on a rerun. The gradebook stays with the head; what comes
back is only what the cells show.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
import threading
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from grading.farm.lesson import sources
from grading.farm.warmth import imported
from labsim import store

__all__ = ["Postponed", "answered", "asked", "execute", "keep", "take"]

LIBRARIES = {"labsim", "matplotlib", "numpy", "scipy", "IPython", "ipywidgets", "anywidget"}
APART = ("timestamp.txt",)  # says when it was handed in, which no notebook needs
_one = threading.Lock()  # a process runs one notebook at a time: its environment is the notebook's
_open = ExitStack()


class Postponed(Exception):
    """The notebook has yet to be run elsewhere; `name` is the request's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"run elsewhere first: {name}")
        self.name = name


def take(nb: Any, resources: Any, told: dict[str, str], farm: Path) -> None:
    """Fill in what a notebook shows, from its run elsewhere; Postponed when there was none yet."""
    request = _request(nb, resources["metadata"]["path"], told)
    name = hashlib.sha256((sources() + request).encode()).hexdigest()
    found = answered(farm, name)
    if found is None:
        farm.mkdir(parents=True, exist_ok=True)
        _write(farm / f"{name}.request", request)
        raise Postponed(name)
    for cell, (outputs, count) in zip(nb.cells, found["cells"], strict=False):
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(output) for output in outputs]
            cell.execution_count = count
    resources["labsim"]["stopped"] = found["stopped"]


def _request(nb: Any, folder: str, told: dict[str, str]) -> str:
    """Return the notebook, the files beside it, and what its kernel is told, as JSON.

    A notebook that never speaks of labsim is not told whose it is: then equal ones are the same.
    """
    book = {"cells": [_plain(cell) for cell in nb.cells], "kernelspec": nb.metadata.kernelspec}
    files = {
        path.relative_to(folder).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and not path.is_symlink()
        and path.suffix != ".ipynb" and path.name not in APART
    }  # fmt: skip
    own = {**told} if "labsim" in json.dumps([book, list(files)]).lower() else {}
    return json.dumps({"book": book, "files": files, "told": own}, sort_keys=True)


def _plain(cell: Any) -> dict[str, Any]:
    return {"cell_type": cell.cell_type, "source": cell.source}


def asked(farm: Path, name: str) -> str:
    return (farm / f"{name}.request").read_text("utf-8")


def answered(farm: Path, name: str) -> dict[str, Any] | None:
    """Return what came back, None when nothing did."""
    try:
        return json.loads((farm / f"{name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None


def keep(farm: Path, name: str, found: dict[str, Any]) -> None:
    """Keep what came back; the request is done with."""
    _write(farm / f"{name}.json", json.dumps(found))
    (farm / f"{name}.request").unlink(missing_ok=True)


def _write(file: Path, text: str) -> None:
    new = file.with_suffix(f".{os.getpid()}")
    new.write_text(text, "utf-8")
    new.replace(file)


# on the other machine -----------------------------------------------------------------------------
def execute(request: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Run a requested notebook here, shut in as at home; return what its cells show."""
    from traitlets.config import Config

    from grading.running import RunNotebook

    asked = json.loads(request)
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    cells = asked["book"]["cells"]
    nb = nbformat.v4.new_notebook(metadata={"kernelspec": asked["book"]["kernelspec"]})
    nb.cells = [make.get(c["cell_type"], nbformat.v4.new_raw_cell)(c["source"]) for c in cells]
    with _one, tempfile.TemporaryDirectory(prefix="labsim-") as folder:
        _mother().warm(sorted(_known(cells)), "")
        for name, data in asked["files"].items():
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(base64.b64decode(data))
        resources = {"metadata": {"path": folder}, "labsim": {"stopped": ""}}
        runner = RunNotebook(config=Config(settings))
        runner.run_told(nb, resources, {**asked["told"], "NBGRADER_EXECUTION": "autograde"})
    shown = [(cell.get("outputs", []), cell.get("execution_count")) for cell in nb.cells]
    return {"cells": shown, "stopped": resources["labsim"]["stopped"]}


def _known(cells: list[dict[str, Any]]) -> set[str]:
    """Return what cells import of libraries that are there for that.

    The mother is not shut in: whatever else a notebook names, it loads itself. Some modules act
    when they are loaded, `unittest.__main__` ends the process.
    """
    names = {name for cell in cells for name in imported(cell["source"])}
    return {n for n in names if n.partition(".")[0] in LIBRARIES and "__" not in n}


@cache
def _mother() -> Any:
    """Return the mother of this process's kernels, started when the first one is asked for."""
    from grading.kernels.provisioner import use_mother

    os.environ["LABSIM_CACHE"] = str(store.folder() or "off")
    return _open.enter_context(use_mother())
