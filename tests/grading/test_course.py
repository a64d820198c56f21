"""Making a course: keys, links, tickets, configuration; nothing lost when it is made again."""

from __future__ import annotations

import json
import os
import stat

import pytest
import small
from traitlets.config.loader import PyFileConfigLoader

from grading import course, keys
from labsim.core.errors import LabsimError
from labsim.seeds import derive, read_ticket, ticket_of
from tests.conftest import ROOT


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A place with one lab notebook, and keys of its own."""
    monkeypatch.setenv("LABSIM_KEYS", str(tmp_path / "keys"))
    small.write(tmp_path)
    return tmp_path


def test_init_makes_key_link_ticket_and_configuration(home):
    said = course.init(home / "grading", "maint")
    assert "1 labs (ELE-03)" in said
    source = home / "grading" / "source" / "ELE-03"
    assert sorted(f.name for f in source.iterdir()) == ["ELE-03-small.ipynb", "labsim-ticket.json"]
    link = source / "ELE-03-small.ipynb"
    assert link.is_symlink()
    assert link.resolve() == home / "notebooks" / "electrical" / "ELE-03-small.ipynb"
    assert not os.path.isabs(os.readlink(link))


def test_key_is_outside_the_course_and_closed_to_others(home):
    course.init(home / "grading", "maint")
    file = keys.path("maint")
    assert not file.is_relative_to(home / "grading")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "grading").stat().st_mode) == 0o700


def test_init_again_keeps_the_key_and_so_every_apprentices_fault(home):
    course.init(home / "grading", "maint")
    before = keys.load("maint")
    course.init(home / "grading", "maint")
    assert keys.load("maint") == before


def test_ticket_gives_the_apprentice_the_seed_the_grader_derives_from_the_key(home):
    course.init(home / "grading", "maint")
    ticket = read_ticket(home / "grading" / "source" / "ELE-03", "ELE-03")
    own = derive(ticket, "ELE-03", "ann")
    assert own == derive(ticket_of(keys.load("maint"), "maint", "ELE-03"), "ELE-03", "ann")
    assert own != derive(ticket, "ELE-03", "bob")
    assert keys.load("maint") not in json.dumps(ticket)


def test_renamed_notebook_takes_the_place_of_the_old_link(home):
    course.init(home / "grading", "maint")
    old = home / "notebooks" / "electrical" / "ELE-03-small.ipynb"
    old.rename(old.with_name("ELE-03-new-name.ipynb"))
    course.init(home / "grading", "maint")
    links = list((home / "grading" / "source" / "ELE-03").glob("*.ipynb"))
    assert [link.name for link in links] == ["ELE-03-new-name.ipynb"]


def test_two_notebooks_of_one_lab_are_refused(home):
    old = home / "notebooks" / "electrical" / "ELE-03-small.ipynb"
    old.with_name("ELE-03-other.ipynb").write_bytes(old.read_bytes())
    with pytest.raises(LabsimError, match="ELE-03 has two notebooks"):
        course.init(home / "grading", "maint")


def test_course_without_notebooks_says_where_to_init(home):
    (home / "notebooks" / "electrical" / "ELE-03-small.ipynb").unlink()
    with pytest.raises(LabsimError, match="no lab notebooks below"):
        course.init(home / "grading", "maint")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: f.unlink(), "has no key"),
        (lambda f: f.write_text("short"), "is not a key"),
        (lambda f: f.chmod(0o644), "can be read by others"),
    ],
)
def test_key_that_cannot_be_used_says_why(home, spoil, said):
    spoil(keys.create("maint"))
    with pytest.raises(LabsimError, match=said):
        keys.load("maint")


def test_course_name_that_would_leave_the_key_directory_is_refused():
    with pytest.raises(LabsimError, match="is no name for a course"):
        keys.path("../maint")


@pytest.mark.parametrize("own", [True, False])
def test_configuration_loads_and_names_course_and_gradebook(home, own):
    """The project's own configuration, and one that init wrote."""
    course.init(home / "grading", "maint")
    folder = ROOT / "grading" if own else home / "grading"
    loaded = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    assert loaded.CourseDirectory.course_id == ("labsim" if own else "maint")
    assert loaded.CourseDirectory.db_url == f"sqlite:///{folder}/gradebook.db?timeout=60"
    order = [step.__name__ for step in loaded.Autograde.autograde_preprocessors]
    assert order.index("ReadWork") < order.index("RunNotebook") < order.index("Score")
    assert order.index("Score") < order.index("SaveMarks")


def test_what_jupyterlab_leaves_beside_the_notebooks_is_no_lab(tmp_path):
    for place in (".ipynb_checkpoints", "electrical/.ipynb_checkpoints", "electrical"):
        (tmp_path / "notebooks" / place).mkdir(parents=True, exist_ok=True)
    (tmp_path / "notebooks/.ipynb_checkpoints/start-here-checkpoint.ipynb").touch()
    (tmp_path / "notebooks/electrical/.ipynb_checkpoints/ELE-03-a-checkpoint.ipynb").touch()
    (tmp_path / "notebooks/electrical/ELE-03-a.ipynb").touch()
    assert list(course.notebooks(tmp_path)) == ["ELE-03"]
