"""Every lab goes through nbgrader: released, worked, handed in, graded, given back.

All labs are assignments of one course; a lab that lands is in it by itself, and one made by
`labsim new-lab` too. The exchange and the shell commands are in test_round.py.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apprentices
import nbformat
import pytest
from classroom import COURSE, KEY, keys_in, right_answers
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from released import hides, told, worth
from traitlets.config.loader import PyFileConfigLoader

import labsim
from grading import answers, course
from grading.course import notebooks
from grading.marking import Marker
from grading.work import Work
from labsim.coach import Coach, bots, tasks
from labsim.newlab import new_lab

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(600)]

WHO, OWN = "ann", "MY-01"
# The best bot stops at the instrument that lies; decisions on the rest ask for a check of each.
UNCHECKED = ("ins-02-verdicts",)
# The proof has to be a capture on record; the best bot takes figures, so it is made before.
CAPTURED = ("INS-03",)
LABS = [lab.id for lab in labsim.labs() if lab.id in notebooks()]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A course with all labs and one of its own, and nbgrader on it in this process."""
    root = tmp_path_factory.mktemp("school")
    shutil.copytree(course.PROJECT / "notebooks", root / "notebooks")
    keys = root / "keys"
    keys.mkdir(mode=0o700)
    (keys / f"{COURSE}.key").write_text(KEY + "\n")
    (keys / f"{COURSE}.key").chmod(0o600)
    logging.getLogger("traitlets").setLevel(logging.WARNING)
    with keys_in(keys), pytest.MonkeyPatch.context() as patch:
        patch.setenv("LABSIM_COURSE", str(root / "notebooks"))
        patch.setenv("PYTHONPATH", str(course.PROJECT))
        new_lab(OWN, "LampString", "The string over bay 7", area="own", folder=root)
        course.init(root / "grading", COURSE)
        loader = PyFileConfigLoader("nbgrader_config.py", path=str(root / "grading"))
        config = loader.load_config()
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        yield SimpleNamespace(root=root / "grading", api=api)


def works(lab: Any, folder: Path) -> Any:
    """Work a lab as well as one can at the bench; return the bench, of an exam the paper."""
    bench = apprentices.bench_in(WHO, folder, lab.id)
    if lab.kind == "exam":
        return apprentices.sit(WHO, bench)
    task = tasks.of(lab)
    best = bots.optimal if lab.kind == "diagnosis" else None
    best = next(iter(task.BOTS.values()))[0] if task is not None else best
    if lab.id == apprentices.LISTED:
        best = lambda lab, coach, bench, seed: apprentices.diligent(bench)
    if best is not None:
        with apprentices.student(WHO):
            if lab.id in CAPTURED:
                captures(lab, bench)
            Coach.of(lab).told = bench._hidden.id if bench._hidden else ""
            best(lab, Coach.of(lab), bench, 1)
    return bench


def captures(lab: Any, bench: Any) -> None:
    """Make the captures that go with a perfect answer at an apprentice's own bench."""
    marker = Marker(lab.id, WHO, Work(), COURSE, KEY)
    for event in answers.worked(answers.Ask(lab, WHO, marker._seed(1))).of("measure"):
        bench.again(event)


def hand_in(school: SimpleNamespace, lab: Any) -> None:
    """Take the release, work it, put it where collected work lies."""
    folder = school.root / "submitted" / WHO / lab.id
    shutil.copytree(school.root / "release" / lab.id, folder)
    bench = works(lab, folder)
    given = {} if lab.id == OWN else right_answers(WHO, bench, lab.id)
    (book,) = folder.glob("*.ipynb")
    apprentices.hand_in(book, bench, bench.attempt.signed_off, given, "As I saw it, with figures.")


def handed_in(school: SimpleNamespace, lab: Any, step: str = "submitted") -> dict[str, bytes]:
    """Return the records of a submission, by file, at a step of the grading."""
    files = (school.root / step / WHO / lab.id).glob("*.jsonl")
    return {file.name: file.read_bytes() for file in files}


def graded(school: SimpleNamespace, lab: Any) -> dict[str, tuple[float, float]]:
    """Return points and most points of each cell that marks itself."""
    book = nbformat.read(next((school.root / "release" / lab.id).glob("*.ipynb")), as_version=4)
    code = {c.metadata.nbgrader.grade_id for c in book.cells
            if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("grade")}  # fmt: skip
    with Gradebook(f"sqlite:///{school.root}/gradebook.db") as gradebook:
        grades = gradebook.find_submission(lab.id, WHO).notebooks[0].grades
        return {g.name: (g.score, g.max_score) for g in grades if g.name in code}


@pytest.mark.filterwarnings("ignore")  # nbgrader's and its database's own
@pytest.mark.parametrize("lab_id", [*LABS, OWN])
def test_a_lab_well_worked_earns_its_marks_through_nbgrader(school, lab_id: str) -> None:
    lab, api = labsim.lab(lab_id), school.api
    for step in ("generate", "autograde", "feedback"):
        if step == "generate":
            done = api.generate_assignment(lab_id)
            release = school.root / "release" / lab_id
            assert told(release, lab_id, WHO, KEY, COURSE) == hides(release, lab_id) == []
            assert worth(release, lab_id, WHO, KEY, COURSE) == 0, "untouched, and worth marks"
            hand_in(school, lab)
        elif step == "autograde":
            done = api.autograde(lab_id, WHO)
        else:
            done = api.generate_feedback(lab_id, WHO)
        assert done["success"], f"{step}: {done['log']} {done['error']}"
    assert handed_in(school, lab) == handed_in(school, lab, "autograded"), "grading adds no work"
    for cell, (points, most) in graded(school, lab).items():
        benches = dict.fromkeys(("bench", *lab.scenario.stations), 0.98)
        least = {**benches, "suspects": 0.8}.get(cell.rpartition("-")[2], 1.0)
        if cell in UNCHECKED:
            assert points < most, f"{cell}: the bot has not checked what it lets others use"
            continue
        assert points >= least * most - 0.01, f"{cell}: {points} of {most}"
    (page,) = (school.root / "feedback" / WHO / lab_id).glob("*.html")
    text = page.read_text("utf-8")
    assert lab.title in text
    assert not re.findall(r"<script|(?:src|href)=[\"']?(?:https?:)?//", text)
