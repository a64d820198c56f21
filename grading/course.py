"""Making a course: key, tickets, links to the notebooks, configuration."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from grading import keys, sealed
from grading.keys import Key
from labsim.core.errors import LabsimError
from labsim.curriculum import curriculum
from labsim.seeds import SEALED, TICKET_FILE, ticket_of

__all__ = ["init", "lab_of", "name_of", "notebooks", "stale"]

PROJECT = Path(__file__).resolve().parent.parent

CONFIG = '''"""nbgrader configuration of this course; run nbgrader commands in this directory."""

from pathlib import Path

from grading.config import configure

configure(get_config(), Path(__file__).resolve().parent, course="{course}")  # noqa: F821
'''


def lab_of(notebook: Path) -> str:
    """Return the lab id a notebook's name begins with: ELE-03-motor-starter.ipynb is ELE-03."""
    area, number, *_ = (*notebook.stem.split("-"), "")
    if not (area.isupper() and number.isdigit()):
        raise LabsimError(f"{notebook.name} does not begin with the id of a lab, as ELE-03-…")
    return f"{area}-{number}"


def notebooks(root: Path | None = None) -> dict[str, Path]:
    """Return the notebook of every lab, by lab id."""
    root = (root or PROJECT) / "notebooks"
    found: dict[str, Path] = {}
    for file in sorted(root.glob("[!.]*/*.ipynb")):
        lab = lab_of(file)
        if lab in found:
            raise LabsimError(f"{lab} has two notebooks: {found[lab].name} and {file.name}")
        found[lab] = file
    if not found:
        raise LabsimError(f"there are no lab notebooks below {root}: init in a clone of labsim")
    return found


def _home(directory: Path) -> tuple[Path, str]:
    """Return where the course lives, and its name: in a clone that is the clone's `grading`."""
    directory = Path(directory).expanduser().resolve()
    inner = directory / "grading"
    if (inner / "nbgrader_config.py").exists():
        directory = inner
    return directory, "labsim" if (directory / "course.py").exists() else directory.name


def name_of(home: Path) -> str:
    """Return the name of the course in a directory, as its configuration has it."""
    config = Path(home) / "nbgrader_config.py"
    found = re.search(r"""course=["']([^"']+)["']""", config.read_text(encoding="utf-8"))
    return found[1] if found else Path(home).name


def init(directory: str | Path = ".", course: str | None = None) -> str:
    """Make or refresh a course; nothing that exists is lost. Return what was done, in words."""
    home, name = _home(Path(directory))
    course = course or name
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    key_file = keys.create(course)
    config = home / "nbgrader_config.py"
    if not config.exists():
        config.write_text(CONFIG.format(course=course))
    key = keys.ring(course)[0]
    root = home.parent if (home.parent / "notebooks").is_dir() else None
    labs = notebooks(root)
    for lab, notebook in labs.items():
        _assignment(home / "source" / lab, lab, notebook, course, key)
    return (
        f"Course {course} in {home}: {len(labs)} labs ({', '.join(labs)}).\n"
        f"Key: {key_file}. Keep a copy in a safe place; nothing can be marked without it.\n"
        f"Next: cd {home} && nbgrader generate_assignment {min(labs, key=_order)}"
    )


def _order(lab: str) -> int:
    """Return the place of a lab in the course; of one of the school's own, the end."""
    plan = [each["id"] for each in curriculum()["labs"]]
    return plan.index(lab) if lab in plan else len(plan)


def _assignment(folder: Path, lab: str, notebook: Path, course: str, key: Key) -> None:
    """Write the source folder of one lab: the linked notebook, the ticket, an own scenario."""
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / notebook.name
    for other in folder.glob("*.ipynb"):
        if other.is_symlink() and other != link:
            other.unlink()
    target = os.path.relpath(notebook, folder.resolve())
    if not (link.is_symlink() and os.readlink(link) == target):
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    for own in (notebook.parents[2] / "scenarios").glob(f"*/{lab}.toml"):
        (folder / own.name).write_bytes(own.read_bytes())  # labsim elsewhere does not know the lab
    ticket = {lab: ticket_of(key.text, course, lab), "key": key.id}
    if (found := sealed.of_course(folder.parents[1])) and lab in found.labs:
        ticket = {lab: SEALED}  # its machine stands in the service: no ticket leaves the course
    (folder / TICKET_FILE).write_text(json.dumps(ticket) + "\n")


def stale(home: Path, course: str) -> list[str]:
    """Return the labs whose release carries the ticket of another key than the one in use."""
    key, found = keys.load(course), []
    for file in sorted((Path(home) / "release").glob(f"*/{TICKET_FILE}")):
        lab = file.parent.name
        said = json.loads(file.read_text(encoding="utf-8")).get(lab)
        if said not in (SEALED, ticket_of(key, course, lab)):
            found.append(lab)
    return found
