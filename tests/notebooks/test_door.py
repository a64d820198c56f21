"""The door: every lab one click away, the planned ones named, progress told from the records."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

import labsim
from labsim.bench import Bench
from labsim.curriculum import curriculum
from labsim.machines.lamp_string import LampString
from labsim.teaching import coursemap
from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
LINK = re.compile(r"\]\(([^)#]+\.ipynb)\)")


def markdown(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


PAGES = sorted(p for p in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_every_link_between_notebooks_leads_somewhere(path: Path) -> None:
    for target in LINK.findall(markdown(path)):
        assert (path.parent / target).is_file(), target


def test_the_door_links_every_lab_before_anything_is_run() -> None:
    targets = {(FOLDER / t).resolve() for t in LINK.findall(markdown(FOLDER / "start-here.ipynb"))}
    assert targets == {lab.notebook.resolve() for lab in labsim.labs()}


def test_the_map_links_what_is_built_and_names_what_is_planned() -> None:
    html = coursemap.course_map().html
    assert all(lab["id"] in html for lab in curriculum()["labs"])
    links = re.findall(r'href="([^"]+)"', html)
    assert len(links) == len(labsim.labs())
    assert all((FOLDER / target).is_file() for target in links)


def test_progress_follows_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABSIM_RECORDS", str(tmp_path))
    first, second = labsim.labs()[:2]
    assert coursemap.next_lab() is first
    bench = labsim.open_lab(second.id)
    assert coursemap.standing(second).state == "", "opening is not beginning"
    bench.look(next(iter(bench.machine.components)))
    assert coursemap.standing(second).state == "begun"
    assert coursemap.next_lab() is second, "what is begun comes first"
    bench.sign_off("Nothing found yet.")
    assert coursemap.standing(second).state == "signed off"
    assert coursemap.next_lab() is first
    assert "signed off, 2 actions" in coursemap.progress().html


def test_a_damaged_record_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABSIM_RECORDS", str(tmp_path))
    (tmp_path / "ELE-02.attempt.jsonl").write_text("no record at all\n")
    assert coursemap.standing(labsim.lab("ELE-02")).remark
    assert "ELE-02" in coursemap.progress().html


def test_first_steps_are_ticked_when_done_and_not_when_done_wrong() -> None:
    bench = Bench(LampString())
    assert "8 to go" in coursemap.first_steps(bench).words
    bench.measure("Ω", "E1:1", "E1:2")
    assert "8 to go" in coursemap.first_steps(bench).words, "ohms on a live string"
    bench.measure("V", "G1:+", "G1:-")
    bench.measure("V", "E3:2", "G1:-")
    bench.look("E1")
    bench.notify().isolate("G1").lock("G1").prove()
    bench.measure("V", "G1:+", "G1:-")
    bench.prove().measure("Ω", "E1:1", "E1:2")
    bench.notify().restore("G1")
    assert "All done." in coursemap.first_steps(bench).words
