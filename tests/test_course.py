"""Opening a lab: one's own hidden fault, practice, nbgrader's second run, and the replay."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import labsim
from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.course import attempt_file, draw, own_bench, replay
from labsim.curriculum import curriculum
from labsim.playback import Playback
from labsim.seeds import derive, read_ticket, ticket_of
from tests.bench.records import LAB, seed_of, work

pytestmark = pytest.mark.usefixtures("anna")


@pytest.fixture
def done(tmp_path: Path) -> Bench:
    return work(labsim.open_lab(LAB, directory=tmp_path))


# opening ----------------------------------------------------------------------------------
def test_the_labs_come_in_order_and_are_found_by_their_id() -> None:
    names = [lab.id for lab in labsim.labs()]
    order = {row["id"]: row["order"] for row in curriculum()["labs"]}
    assert names == sorted(names, key=order.__getitem__)
    assert labsim.lab("ele-02") is labsim.lab(LAB)
    assert labsim.lab(LAB).title.startswith("Cut it in half")


def test_a_fresh_bench_begins_a_record_with_its_header(tmp_path: Path) -> None:
    bench = labsim.open_lab(LAB, directory=tmp_path)
    header = json.loads(attempt_file(labsim.lab(LAB), tmp_path).read_text("utf-8"))
    assert (header["lab"], header["student"], header["attempt"]) == (LAB, "anna", 1)
    assert header["seed"] == seed_of(tmp_path).commitment
    assert bench.attempt.header["seen"]["E1"] == "dark"
    assert "burnt" not in json.dumps(header)  # it commits to a fault and does not tell it


def test_the_record_lies_where_labsim_records_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABSIM_RECORDS", str(tmp_path))
    labsim.open_lab(LAB)
    assert attempt_file(labsim.lab(LAB), tmp_path).exists()


def test_the_bench_hides_the_fault_of_the_seed(tmp_path: Path) -> None:
    bench = labsim.open_lab(LAB, directory=tmp_path)
    fault = draw(labsim.lab(LAB), seed_of(tmp_path).fault)
    assert bench._variant.name == fault.id
    assert not hasattr(bench, "fault")


def test_authors_get_the_machine_healthy_with_a_named_fault_or_a_seeded_one() -> None:
    lab = labsim.lab(LAB)
    assert lab.bench().look("E1").text == "lit"
    assert lab.bench("E9: lamp burnt out").look("E1").text == "dark"
    assert lab.bench(lab.family[0]).look("E1").text == "dark"
    assert lab.bench(seed=4).look("E1").text != "lit"


def test_a_broken_ticket_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "labsim-ticket.json").write_text("{")
    with pytest.raises(LabsimError, match="holds no ticket for ELE-02: fetch the lab again"):
        labsim.open_lab(LAB, directory=tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["labsim-ticket.json"]


# practice -----------------------------------------------------------------------------------
def test_practice_draws_a_fresh_fault_each_time_and_reveals_it(tmp_path: Path) -> None:
    benches = [labsim.open_lab(LAB, practice=True, directory=tmp_path) for _ in range(40)]
    told = {bench.reveal() for bench in benches}
    assert told <= {fault.id for fault in labsim.lab(LAB).family}
    assert len(told) > 8
    assert not list(tmp_path.iterdir())  # no graded record


def test_what_practice_reveals_is_what_the_machine_has() -> None:
    bench = labsim.open_lab(LAB, practice=True)
    again = labsim.lab(LAB).bench(bench.reveal())
    assert bench._variant.name == again._variant.name
    assert bench.look("E1").text != "lit"


def test_a_graded_bench_does_not_reveal(tmp_path: Path) -> None:
    with pytest.raises(LabsimError, match="only a practice bench tells"):
        labsim.open_lab(LAB, directory=tmp_path).reveal()


# while nbgrader runs the notebook again -------------------------------------------------------
@pytest.fixture(params=["autograde", "validate"])
def nbgrader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as the instructor, as nbgrader runs a notebook."""

    def begin() -> None:
        monkeypatch.setenv("NBGRADER_EXECUTION", request.param)
        monkeypatch.setenv("LABSIM_STUDENT", "the instructor")

    return begin


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_the_handed_in_record_is_shown_and_nothing_is_added(
    tmp_path: Path, done: Bench, nbgrader: Any
) -> None:
    nbgrader()
    before = snapshot(tmp_path)
    bench = labsim.open_lab(LAB, directory=tmp_path)
    assert bench.attempt.events == done.attempt.events
    assert work(bench).attempt.events == done.attempt.events
    assert bench.sights() == done.sights()
    assert snapshot(tmp_path) == before


def test_the_second_run_gives_the_readings_of_the_first(
    tmp_path: Path, done: Bench, nbgrader: Any
) -> None:
    nbgrader()
    bench = labsim.open_lab(LAB, directory=tmp_path)
    first = done.attempt.of("measure")[0]
    reading = bench.measure("V", "E1:1", "E6:2")
    assert (reading.text, reading.value, reading.unit) == (first["text"], first["value"], "V")
    missing = bench.measure("Ω", "E1:1", "E1:2")
    assert missing.text == "not on record"
    assert math.isnan(missing.value)
    assert bench.press("E1").wait(5) is bench
    assert bench.do("at rest | V | E1:1 E1:2").unit == "V"


def test_an_unfinished_record_is_shown_too(tmp_path: Path, nbgrader: Any) -> None:
    labsim.open_lab(LAB, directory=tmp_path).isolate("G1").measure("Ω", "E1:1", "E9:2")
    before = snapshot(tmp_path)
    nbgrader()
    bench = labsim.open_lab(LAB, directory=tmp_path)
    assert isinstance(bench, Playback)
    mine = bench.measure("Ω", "E1:1", "E9:2")
    assert mine.text == bench.attempt.of("measure")[0]["text"]
    bench.restore("G1").sign_off("Signed while marking.")
    assert not bench.attempt.signed_off
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder, record: record.unlink(),
        lambda folder, record: record.write_bytes(b"\x00\xff rubbish"),
        lambda folder, record: record.write_text(""),
        lambda folder, record: record.write_text(record.read_text("utf-8")[:-30], "utf-8"),
        lambda folder, record: Attempt(lab="ELE-03", student="x", attempt="one").save(record),
        lambda folder, record: (folder / "labsim-ticket.json").write_text("{"),
        lambda folder, record: (folder / "labsim-ticket.json").write_text('{"ELE-02": "other"}'),
    ],
)
def test_whatever_was_handed_in_the_bench_opens_and_no_file_changes(
    tmp_path: Path, done: Bench, nbgrader: Any, spoil: Any
) -> None:
    spoil(tmp_path, attempt_file(labsim.lab(LAB), tmp_path))
    before = snapshot(tmp_path)
    nbgrader()
    bench = labsim.open_lab(LAB, directory=tmp_path)
    work(bench)
    assert snapshot(tmp_path) == before


def test_a_notebook_alone_shows_the_record_of_its_sign_off_cell(
    tmp_path: Path, done: Bench, nbgrader: Any
) -> None:
    nbgrader()
    (tmp_path / "alone").mkdir()
    bench = labsim.open_lab(LAB, directory=tmp_path / "alone")
    bench.sign_off(done.attempt.seal())
    assert bench.attempt.events == done.attempt.events
    assert not list((tmp_path / "alone").iterdir())
    assert bench.sign_off("x" * 300) is bench  # a spoilt cell does not stop the notebook


# the sign-off cell in the apprentice's own notebook ---------------------------------------------
def test_a_machine_of_ones_own_opens_without_its_record(tmp_path: Path, nbgrader: Any) -> None:
    # Each apprentice of ELE-01 has a unit of their own: K1 of unit 3 is K31.
    tags = set(labsim.open_lab("ELE-01", directory=tmp_path).machine.components)
    (tmp_path / "ELE-01.attempt.jsonl").unlink()
    nbgrader()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LABSIM_STUDENT", "anna")
        bench = labsim.open_lab("ELE-01", directory=tmp_path)
    assert set(bench.machine.components) == tags
    assert bench.measure("V", "K991:A1", "K991:A2").text == "not on record"


def test_the_signed_cell_can_be_run_again_and_again(tmp_path: Path, done: Bench) -> None:
    for bench in (done, labsim.open_lab(LAB, directory=tmp_path)):
        before = list(bench.attempt.events)
        assert bench.sign_off(done.attempt.seal()) is bench
        assert bench.attempt.events == before


def test_a_lost_record_comes_back_from_the_signed_cell(tmp_path: Path, done: Bench) -> None:
    attempt_file(labsim.lab(LAB), tmp_path).unlink()
    bench = labsim.open_lab(LAB, directory=tmp_path)
    assert not bench.attempt.signed_off
    bench.sign_off(done.attempt.seal())
    assert bench.attempt.events == done.attempt.events
    assert bench.sights() == done.sights()
    assert labsim.open_lab(LAB, directory=tmp_path).attempt.events == done.attempt.events


def test_the_signed_cell_of_somebody_else_is_refused(
    tmp_path: Path, done: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABSIM_STUDENT", "bert")
    (tmp_path / "bert").mkdir()
    bench = labsim.open_lab(LAB, directory=tmp_path / "bert")
    with pytest.raises(LabsimError, match="of another lab, student or machine"):
        bench.sign_off(done.attempt.seal())
    assert not bench.attempt.worked


def test_a_signed_cell_does_not_overwrite_other_work(tmp_path: Path, done: Bench) -> None:
    attempt_file(labsim.lab(LAB), tmp_path).unlink()
    bench = labsim.open_lab(LAB, directory=tmp_path).tap("E1")
    with pytest.raises(LabsimError, match="not of the work at this bench"):
        bench.sign_off(done.attempt.seal())
    assert [e["do"] for e in bench.attempt.events] == ["open", "tap"]


def test_ticket_student_and_attempt_give_the_bench_the_grader_makes(tmp_path: Path) -> None:
    ticket = ticket_of("the master key", "mechatronics", LAB)
    (tmp_path / "labsim-ticket.json").write_text(json.dumps({LAB: ticket}))
    mine = labsim.open_lab(LAB, directory=tmp_path)
    graders = own_bench(labsim.lab(LAB), derive(ticket, LAB, "anna", 1), None)
    assert mine._variant == graders._variant
    assert mine.measure("V", "G1:+", "G1:-") == graders.measure("V", "G1:+", "G1:-")


def test_a_record_made_when_the_lab_had_other_faults_is_not_taken_for_todays(tmp_path, monkeypatch):
    bench = labsim.open_lab("ELE-02", directory=tmp_path)
    bench.look("E1")
    lab = labsim.lab("ELE-02")
    monkeypatch.setattr(lab, "edition", "000000000000")
    with pytest.raises(LabsimError, match="faults of ELE-02 have changed since"):
        labsim.open_lab("ELE-02", directory=tmp_path)
    seed = derive(read_ticket(tmp_path, lab.id), lab.id, "anna", 1)
    _, wrong = replay(lab, bench.attempt, seed)
    assert "had other faults" in wrong[0]
