"""A new lab from a template: a commented scenario and a notebook that runs, releases and grades."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np

from labsim import scenario
from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.curriculum import curriculum
from labsim.family import lies_on
from labsim.folders import LAB_ID
from labsim.places import dead_ports
from labsim.states import act, is_control, visible

__all__ = ["new_lab", "suggest"]

TITLE, COMPLAINT = "{machine} does not do its work", "The operator says that it does not work."


def new_lab(
    lab_id: str, machine: str, title: str = "", complaint: str = "", area: str = "own",
    folder: str | Path = ".",
) -> list[Path]:  # fmt: skip
    """Write scenario and notebook of a new lab into a course's folder; return the two files.

    Nothing that exists is overwritten. The symptom is the one that shows most of the machine's
    faults; its author narrows it down.
    """
    if not LAB_ID.fullmatch(lab_id):
        raise LabsimError(f"{lab_id!r} is no lab id: capitals, a dash, a number, as MY-01")
    if machine not in scenario.machines():
        raise unknown("labsim", "machine", machine, scenario.machines())
    if not re.fullmatch(r"[a-z][a-z0-9_]*", area):
        raise LabsimError(f"area {area!r}: small letters, as own or packing_hall")
    title = title or TITLE.format(machine=machine)
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:48].strip("-") or "lab"
    toml = Path(folder) / "scenarios" / area / f"{lab_id}.toml"
    book = Path(folder) / "notebooks" / area / f"{lab_id}-{slug}.ipynb"
    there = [path for path in (toml, *book.parent.glob(f"{lab_id}-*.ipynb")) if path.exists()]
    if there or lab_id in scenario.find():
        raise LabsimError(f"{lab_id} is there already: {there[0] if there else 'part of labsim'}")
    toml.parent.mkdir(parents=True, exist_ok=True)
    toml.write_text(_scenario(lab_id, machine, title, complaint or COMPLAINT), encoding="utf-8")
    book.parent.mkdir(parents=True, exist_ok=True)
    book.write_text(_notebook(scenario.load(toml)), encoding="utf-8")
    return [toml, book]


def suggest(machine: Machine) -> tuple[list[str], str]:
    """Return the steps and the part to look at that show most of a machine's faults.

    Tried are no step, one control, and two one after the other; faults nobody can repair safely do
    not count.
    """
    cold = dead_ports(machine)
    variants = [Variant()]
    for fault in machine.faults:
        variants += variants_of(fault) if lies_on(machine, fault, cold, all) else []
    hands = [tag for tag, part in machine.components.items() if is_control(part)]
    seen = [tag for tag in visible(machine) if not machine.component(tag).positions]
    best, found = 0, ([], "")
    for tags in ([], *([tag] for tag in hands), *permutations(hands, 2)):
        sim = Simulation(machine, variants)
        act(sim, [("press", tag) for tag in tags], 2.0)
        for tag in seen:
            look = np.asarray(sim.views[tag].look())
            shown = int(np.sum(look != look[0]))
            if shown > best:
                best, found = shown, ([f"press {t}" for t in tags], tag)
    if not best:
        raise LabsimError(f"{machine.title}: no fault shows in anything one can look at")
    return found


def _text(name: str) -> str:
    return resources.files("labsim").joinpath("templates", name).read_text(encoding="utf-8")


def _scenario(lab_id: str, name: str, title: str, complaint: str) -> str:
    machine = scenario.machines()[name]()
    do, look = suggest(machine)
    draft = scenario.Scenario(lab_id, title, name, complaint, symptom={"do": do, "look": look})
    family = [fault.id for fault in draft.family(machine)]
    quoted = lambda text: json.dumps(text, ensure_ascii=False)  # noqa: E731 (JSON texts are TOML)
    controls = [t for t, part in machine.components.items() if is_control(part)]
    return _text("scenario.txt").format(
        id=lab_id, title=quoted(title), machine=name, about=machine.title,
        complaint=quoted(complaint), controls=", ".join(controls) or "none",
        visible=", ".join(t for t in visible(machine) if t not in controls), do=quoted(do),
        look=look, example=family[0], first_step=(do or ["wait 60"])[0],
        sheets=", ".join(quoted(sheet.title) for sheet in machine.sheets),
        faults="\n".join(f"#   {name}" for name in family),
    )  # fmt: skip


def _notebook(made: scenario.Scenario) -> str:
    machine, titles = made.build(), _skill_titles()
    words = {
        "id": made.id, "title": made.title, "tier": made.tier.capitalize(),
        "minutes": f"{made.minutes:g}", "complaint": made.complaint, "about": f"{machine.title}.",
        "skills": ", ".join(f"**{s}** {titles[s]}" for s in made.skills if s in titles),
    }  # fmt: skip
    cells = []
    for head, body in _pieces():
        if head == ["sheets"]:
            cells += _sheets(made, machine)
        else:
            for name, text in words.items():
                body = body.replace("{" + name + "}", text)
            cells.append(_cell(made.id.lower(), head, body))
    python = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": python, "language_info": {"name": "python"}}
    book = {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def _skill_titles() -> dict[str, str]:
    return {s["id"]: s["title"] for group in curriculum()["groups"] for s in group["skills"]}


def _pieces() -> Iterator[tuple[list[str], str]]:
    """Yield the head of each cell of the template, in words, and its text."""
    for piece in _text("notebook.txt").split("--- ")[1:]:
        head, _, body = piece.partition("\n")
        yield head.split(maxsplit=4), body.rstrip("\n")


def _sheets(made: scenario.Scenario, machine: Machine) -> list[dict[str, Any]]:
    chosen = made.sheets or [sheet.title for sheet in machine.sheets]
    found = []
    for n, title in enumerate(chosen, 1):
        line = f"pictures.sheet(machine, {json.dumps(title)}, {json.dumps(f'Sheet {n}: {title}.')})"
        first = f'machine = labsim.lab("{made.id}").machine\n' if n == 1 else ""
        found.append(_cell(made.id.lower(), ["code", f"sheet-{n}"], first + line))
    return found


def _cell(lab: str, head: list[str], body: str) -> dict[str, Any]:
    """Return a notebook cell; the third word of its head says what nbgrader does with it."""
    kind, name, role, points, title = (*head, *[""] * 5)[:5]
    meta: dict[str, Any] = {}
    if role:
        graded, own = role in ("marked", "rubric"), role in ("own", "rubric")
        meta["nbgrader"] = {
            "grade": graded, "grade_id": f"{lab}-{name}", "locked": not own, "schema_version": 3,
            "solution": own, "task": False,
        }  # fmt: skip
        if graded:
            meta["nbgrader"]["points"] = int(points)
            meta["labsim"] = {"title": title}
            meta["labsim"] |= {"rubric": name} if role == "rubric" else {}
    cell = {"cell_type": kind, "id": f"{lab}-{name}", "metadata": meta, "source": body}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
