"""A second attempt: where the scenario allows it, with a fault of its own; which one counts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import labsim
from grading import sealed as sealing
from grading.marking import Marker
from grading.work import Work, read_record, read_work
from labsim.attempt import AttemptError
from labsim.coach import Coach, bots
from labsim.core.errors import LabsimError
from labsim.course import draw
from labsim.retake import attempt_file, newest, seed_of
from labsim.seeds import TICKET_FILE, sealing_key, ticket_of
from labsim.service.options import Options
from labsim.service.worker import Worker
from tests.test_cli import labsim as shell

LAB, KEY, COURSE = labsim.lab("ELE-02"), "5e" * 32, "maint"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LABSIM_STUDENT", "ann")
    monkeypatch.setenv("LABSIM_SERVICE", "")
    tickets = {lab: ticket_of(KEY, COURSE, lab) for lab in ("ELE-02", "ELE-03")}
    (tmp_path / TICKET_FILE).write_text(json.dumps(tickets))
    return tmp_path


def worked(bench: Any, bot: Any) -> Any:
    coach, number = Coach.of(LAB), bench.attempt.header["attempt"]
    coach.told = draw(LAB, seed_of(ticket_of(KEY, COURSE, LAB.id), LAB.id, "ann", number).fault).id
    bot(LAB, coach, bench, 1)
    return bench


def twice(folder: Path, first: Any, second: Any) -> Any:
    worked(labsim.open_lab("ELE-02", directory=folder), first)
    return worked(labsim.open_lab("ELE-02", directory=folder, attempt=2), second)


def marker(folder: Path) -> Marker:
    return Marker("ELE-02", "ann", read_work("ELE-02", folder, [], []), COURSE, KEY)


# at the bench ---------------------------------------------------------------------------------
def test_a_second_attempt_has_a_fault_and_a_record_of_its_own_and_the_sheets_of_the_first(folder):
    first = worked(labsim.open_lab("ELE-02", directory=folder), bots.guesser)
    before = attempt_file(LAB, folder).read_bytes()
    second = labsim.open_lab("ELE-02", directory=folder, attempt=2)
    assert second.attempt.header["attempt"] == 2
    assert second._hidden.id != first._hidden.id
    assert second.seed == first.seed
    assert second.specimen != first.specimen
    second.measure("V", "G1:+", "G1:-")
    assert attempt_file(LAB, folder).read_bytes() == before
    assert [f.name for f in sorted(folder.glob("*.jsonl"))] == ["ELE-02.2.attempt.jsonl",
                                                                "ELE-02.attempt.jsonl"]  # fmt: skip
    again = labsim.open_lab("ELE-02", directory=folder)  # the notebook's own first cell
    assert again.attempt.hashes == second.attempt.hashes
    assert labsim.open_lab("ELE-02", directory=folder, attempt=1).attempt.hashes == (
        first.attempt.hashes
    )
    assert newest(LAB, folder) == 2


def test_it_begins_only_where_the_scenario_allows_it_and_the_first_is_signed_off(folder):
    labsim.open_lab("ELE-02", directory=folder)
    with pytest.raises(LabsimError, match="attempt 1 of ELE-02 is not signed off: sign it off"):
        labsim.open_lab("ELE-02", directory=folder, attempt=2)
    with pytest.raises(LabsimError, match="ELE-02 may be worked twice: there is no attempt 3"):
        labsim.open_lab("ELE-02", directory=folder, attempt=3)
    with pytest.raises(LabsimError, match="ELE-03 may be worked once: there is no attempt 2"):
        labsim.open_lab("ELE-03", directory=folder, attempt=2)
    assert not (folder / "ELE-02.2.attempt.jsonl").exists()


def test_the_command_begins_the_next_one_and_says_what_to_do(folder):
    worked(labsim.open_lab("ELE-02", directory=folder), bots.guesser)
    refused, done = (shell("again", lab, cwd=folder) for lab in ("ELE-03", "ELE-02"))
    assert "ELE-03 may be worked once" in refused.stderr
    assert "Attempt 2 of ELE-02 has begun, with a fault of its own." in done.stdout, done.stderr
    assert newest(LAB, folder) == 2


def test_a_sign_off_cell_that_carries_the_first_record_says_what_to_do(folder):
    first = worked(labsim.open_lab("ELE-02", directory=folder), bots.guesser)
    second = labsim.open_lab("ELE-02", directory=folder, attempt=2)
    with pytest.raises(AttemptError, match="carries the record of attempt 1, which is kept: put"):
        second.sign_off(first.attempt.seal())


def test_a_record_in_the_wrong_place_is_not_gone_on_with(folder):
    worked(labsim.open_lab("ELE-02", directory=folder), bots.guesser)
    attempt_file(LAB, folder, 2).write_bytes(attempt_file(LAB, folder).read_bytes())
    with pytest.raises(AttemptError, match=r"ELE-02\.2\.attempt\.jsonl is of another attempt"):
        labsim.open_lab("ELE-02", directory=folder)


# marked ---------------------------------------------------------------------------------------
def test_the_better_attempt_counts_and_the_other_is_told(folder):
    twice(folder, bots.guesser, bots.half_splitter)
    mark = marker(folder).mark("ele-02-bench")
    assert mark.share > 0.9
    assert mark.notes[0].startswith("Attempt 2 counts, the best of 2: attempt 1 came to ")
    assert not mark.look


def test_the_last_attempt_counts_where_the_scenario_says_so(folder, monkeypatch):
    twice(folder, bots.half_splitter, bots.nothing)
    labsim.open_lab("ELE-02", directory=folder).look("E1")
    assert marker(folder).counted == 1
    monkeypatch.setattr(LAB, "scenario", replace(LAB.scenario, counts="last"))
    mark = marker(folder).mark("ele-02-bench")
    assert marker(folder).counted == 2
    assert mark.share < 0.5
    assert "Attempt 2 counts, the last of 2: attempt 1 came to 9" in mark.notes[0] or (
        "attempt 1 came to 100 %" in mark.notes[0]
    )


def test_only_the_cell_of_the_second_is_enough_and_a_copy_of_the_first_is_worth_nothing(folder):
    second = twice(folder, bots.guesser, bots.half_splitter)
    own, file = Work(), attempt_file(LAB, folder, 2)
    file.unlink()
    read_record(file, second.attempt.seal(), own)
    whole = marker(folder).work
    found = Marker("ELE-02", "ann", replace(whole, parts={"2": own}), COURSE, KEY)
    assert found.counted == 2
    copy = Marker("ELE-02", "ann", replace(whole, parts={"2": replace(whole)}), COURSE, KEY)
    assert copy.counted == 1
    assert "This is attempt 1 in the place of attempt 2." in copy.tries[2].alone.look


def test_an_attempt_beyond_what_is_allowed_is_not_marked(folder, monkeypatch):
    twice(folder, bots.guesser, bots.half_splitter)
    monkeypatch.setattr(LAB, "scenario", replace(LAB.scenario, attempts=1))
    mark = marker(folder).mark("ele-02-bench")
    assert mark.share < 0.5
    assert "Attempt 2 was not marked: the lab may be worked once." in mark.notes


# sealed ---------------------------------------------------------------------------------------
class Direct:
    """A link to a worker in this process; the logs as an instructor gets them."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        return self.worker._carry_out({"op": op, **fields}, b"i")

    def close(self) -> None:
        pass


@pytest.fixture
def direct(tmp_path: Path) -> Any:
    key = tmp_path / "key"
    key.write_text(sealing_key(KEY, COURSE))
    key.chmod(0o600)
    options = Options(course=COURSE, state=tmp_path / "state", key=key).check()
    worker = Worker.__new__(Worker)
    worker.options, worker.student, worker.sessions = options, "ann", {}
    worker.sealing, worker._lock = sealing_key(KEY, COURSE), None
    yield Direct(worker)
    for session in worker.sessions.values():
        session.close()


def test_a_sealed_lab_is_worked_twice_and_marked_from_both_logs(direct, tmp_path, monkeypatch):
    from labsim.sealed.bench import open_far

    first = open_far(LAB, direct)
    with pytest.raises(LabsimError, match="attempt 1 of ELE-02 is not signed off"):
        open_far(LAB, direct, 2)
    first.sign_off("Looked at it.")
    second = open_far(LAB, direct, 2)
    assert (second.number, second.seed) == (2, first.seed)
    with pytest.raises(AttemptError, match="attempt 2 of ELE-02 has begun, and attempt 1 is"):
        first.look("E1")
    second.measure("V", "G1:+", "G1:-")
    assert open_far(LAB, direct).attempt.hashes == second.attempt.hashes
    monkeypatch.setattr(sealing, "Link", lambda *_, **__: direct)
    course = sealing.Sealing(tmp_path, ("ELE-02",), tmp_path / "socket")
    work = Work(parts={"2": Work()})
    sealing.take(course, COURSE, "ELE-02", "ann", work, [KEY])
    assert work.record.hashes == first.attempt.hashes
    assert work.parts["2"].record.hashes == second.attempt.hashes
    assert course.copy("ELE-02", "ann", 2).is_file()
    found = Marker("ELE-02", "ann", work, COURSE, KEY)
    assert not found.tries[2].alone.look
