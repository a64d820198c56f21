"""Marks of a sealed lab: the service's log counts, whatever was handed in, and as before."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import labsim
from grading import course, sealed
from grading.course import lab_of, notebooks
from grading.keys import Key
from grading.marking import Marker
from grading.work import Work
from labsim.coach import Coach, bots
from labsim.core.errors import LabsimError
from labsim.course import draw, handed_in, own_bench
from labsim.playback import Playback
from labsim.sealed import log as logs
from labsim.sealed.which import OPEN
from labsim.seeds import SEALED, TICKET_FILE, derive, sealed_ticket, sealing_key, ticket_of
from labsim.service.session import Session

LAB, COURSE = labsim.lab("ELE-03"), "maint"
MASTER, OLDER = "5e" * 32, "0d" * 32


class Service:
    """The answers of a service, without one."""

    def __init__(self, folder: Path, master: str = MASTER) -> None:
        self.folder, self.sealing, self.away = folder, sealing_key(master, COURSE), ""

    def session(self, student: str) -> Session:
        seed = derive(sealed_ticket(self.sealing, LAB.id), LAB.id, student, sealed=True)
        path, name = (
            logs.file_of(self.folder, LAB.id, student),
            logs.name_of(COURSE, LAB.id, student),
        )
        return Session(LAB, student, seed, path, logs.log_key(self.sealing), name)

    def worked(self, student: str, bot: Any = bots.half_splitter) -> Session:
        found = self.session(student)
        bot(LAB, Coach.of(LAB), found.bench, 1)
        return found

    def __call__(self, _: Path, comes_back: float = 0.0) -> Service:
        return self

    def ask(self, op: str, lab: str, student: str) -> dict[str, str]:
        assert op == "logs"
        if self.away:
            raise LabsimError(self.away)
        path = logs.file_of(self.folder, lab, student)
        return {"log": path.read_text("utf-8") if path.exists() else ""}

    def close(self) -> None:
        pass


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service(tmp_path / "logs")
    monkeypatch.setattr(sealed, "Link", made)
    return made


@pytest.fixture
def sealing(tmp_path: Path) -> sealed.Sealing:
    """Return what is sealed in a course: ELE-03."""
    (tmp_path / "course/source/ELE-03").mkdir(parents=True)
    return sealed.seal(tmp_path / "course", ["ELE-03"], "/run/nowhere.sock")


def marked(
    sealing: sealed.Sealing | None, student: str, work: Work | None = None, key: str = MASTER,
    older: tuple[str, ...] = (),
) -> tuple[Any, Work]:  # fmt: skip
    """Return the mark of the bench, and the work it was made from."""
    work = work or Work()
    sealed.take(sealing, COURSE, "ELE-03", student, work, [key, *older])
    marker = Marker("ELE-03", student, work, COURSE, key, [Key(text) for text in older])
    return marker.mark("ele-03-bench"), work


def test_the_log_is_marked_as_a_record_of_the_same_work_is(
    service: Service, sealing: sealed.Sealing
) -> None:
    found = service.worked("ann")
    mark, work = marked(sealing, "ann")
    assert work.sealed
    assert mark.share > 0.8
    assert not mark.look
    seed = derive(sealed_ticket(service.sealing, LAB.id), LAB.id, "ann", sealed=True)
    score = labsim.coach.score(LAB, found.bench.attempt, draw(LAB, seed.fault).id)
    assert mark.share == pytest.approx(score.total / 100)


def test_what_is_handed_in_does_not_count(service: Service, sealing: sealed.Sealing) -> None:
    ticket = ticket_of(MASTER, COURSE, "ELE-03")
    forged = own_bench(LAB, derive(ticket, "ELE-03", "ben"), None)
    bots.half_splitter(LAB, Coach.of(LAB), forged, 1)
    mark, work = marked(sealing, "ben", Work(record=forged.attempt))
    assert work.record is None
    assert mark.share == 0
    assert "was not opened there" in " ".join(mark.notes)
    service.session("ben").bench.look("K1")
    mark, work = marked(sealing, "ben", Work(record=forged.attempt))
    assert [e["do"] for e in work.record.events] == ["open", "look"]
    assert mark.share < 0.3


def test_a_lab_that_is_not_sealed_is_marked_by_what_is_handed_in(service: Service) -> None:
    ticket = ticket_of(MASTER, COURSE, "ELE-03")
    bench = own_bench(LAB, derive(ticket, "ELE-03", "cyd"), None)
    own = {"lab": "ELE-03", "student": "cyd", "attempt": 1, "edition": LAB.edition}
    bench.attempt.stamp(**own, seed=derive(ticket, "ELE-03", "cyd").commitment)
    bots.half_splitter(LAB, Coach.of(LAB), bench, 1)
    mark, work = marked(None, "cyd", Work(record=bench.attempt))
    assert not work.sealed
    assert mark.share > 0.8


def test_a_log_that_was_changed_goes_to_the_instructor(
    service: Service, sealing: sealed.Sealing
) -> None:
    service.worked("dot")
    path = logs.file_of(service.folder, "ELE-03", "dot")
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*rows[:4], rows[4].replace(b'"t": ', b'"t": 0'), *rows[5:]]))
    mark, work = marked(sealing, "dot")
    assert len(work.record.events) == 4
    assert "does not check: line 5" in " ".join(mark.look)


def test_another_apprentices_log_is_nobodys(service: Service, sealing: sealed.Sealing) -> None:
    service.worked("eve")
    path = logs.file_of(service.folder, "ELE-03", "fay")
    path.write_bytes(logs.file_of(service.folder, "ELE-03", "eve").read_bytes())
    mark, work = marked(sealing, "fay")
    assert work.record is None
    assert mark.share == 0
    assert "no key of the course fits" in " ".join(work.look)


def test_when_the_service_is_silent_the_copy_counts_or_nothing_is_marked_yet(
    service: Service, sealing: sealed.Sealing
) -> None:
    service.session("gil").bench.look("K1")
    service.away = "the measurement service does not answer"
    mark, work = marked(sealing, "gil")
    assert mark.by_hand
    assert "cannot be read" in mark.look[0]
    service.away = ""
    fresh, _ = marked(sealing, "gil")
    service.away = "the measurement service does not answer"
    again, work = marked(sealing, "gil")
    assert (again.share, again.by_hand) == (fresh.share, False)
    assert "from the copy" in work.look[0]
    copy = sealing.copy("ELE-03", "gil")
    assert copy.stat().st_mode & 0o077 == 0


def test_work_that_went_on_after_the_hand_in_is_told_from_what_was_graded(
    service: Service, sealing: sealed.Sealing
) -> None:
    bench = service.session("kim").bench
    before = sealed.state(sealing.home, "ELE-03", "kim")
    assert before == sealed.state(sealing.home, "ELE-03", "kim")
    bench.look("K1")
    assert sealed.state(sealing.home, "ELE-03", "kim") != before
    assert sealed.state(sealing.home, "ELE-02", "kim") == ""


def test_logs_in_a_folder_are_read_as_they_lie_there(
    tmp_path: Path, service: Service, sealing: sealed.Sealing
) -> None:
    service.folder = tmp_path / "volume/liv/attempts/maint"
    service.session("liv").bench.look("K1")
    pods = sealed.Sealing(sealing.home, sealing.labs, tmp_path / "volume")
    _, work = marked(pods, "liv")
    assert [e["do"] for e in work.record.events] == ["open", "look"]
    assert pods.copy("ELE-03", "liv").is_file()
    assert marked(pods, "moe")[1].record is None


def test_a_log_from_before_the_key_was_changed_is_marked(
    tmp_path: Path, service: Service, sealing: sealed.Sealing
) -> None:
    service.sealing = sealing_key(OLDER, COURSE)
    service.worked("hal")
    mark, _ = marked(sealing, "hal", older=(OLDER,))
    assert mark.share > 0.8
    refused, work = marked(sealing, "hal")
    assert refused.share == 0
    assert work.look


def test_what_is_released_of_a_sealed_lab_opens_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABSIM_KEYS", str(tmp_path / "keys"))
    course.init(tmp_path / "c", "maint")
    sealed.seal(tmp_path / "c", ["ELE-03"], "/run/nowhere.sock")
    course.init(tmp_path / "c", "maint")
    ticket = json.loads((tmp_path / "c/source/ELE-03" / TICKET_FILE).read_text())
    assert ticket == {"ELE-03": SEALED}
    assert course.stale(tmp_path / "c", "maint") == []
    other = json.loads((tmp_path / "c/source/ELE-02" / TICKET_FILE).read_text())
    assert other["ELE-02"] != SEALED


def test_the_notebook_run_again_shows_the_sealed_record(
    tmp_path: Path, service: Service, sealing: sealed.Sealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = service.worked("ida")
    _, work = marked(sealing, "ida")
    sealed.show(work, tmp_path, "ELE-03")
    (tmp_path / TICKET_FILE).write_text(json.dumps({"ELE-03": SEALED}))
    monkeypatch.setenv("LABSIM_STUDENT", "ida")
    bench = handed_in(LAB, tmp_path / "ELE-03.attempt.jsonl", tmp_path)
    assert isinstance(bench, Playback)
    assert bench.attempt.hashes == found.bench.attempt.hashes
    first = found.bench.attempt.of("measure")[0]
    assert bench.measure(first["function"], *first["ports"]).text == first["text"]


def test_where_a_bench_stands_is_said(tmp_path: Path, anna: None) -> None:
    service = Service(tmp_path)
    assert repr(service.session("jo").bench).endswith(", sealed>")
    assert repr(labsim.open_lab("ELE-03", directory=tmp_path)).endswith(", practice>")
    assert repr(labsim.open_lab("ELE-03", practice=True)).endswith(", practice>")
    assert repr(LAB.bench("F5: blown")).endswith("on the clock>")


def test_a_lab_whose_text_looks_into_the_machine_is_not_sealed(tmp_path: Path) -> None:
    """Found out by the text: a function of the lab's teaching that is given the bench."""
    for name, why in OPEN.items():
        with pytest.raises(LabsimError, match=why):
            sealed.seal(tmp_path, [name], "/run/nowhere.sock")
    looking = {"alarms", "alarmline", "months", "collecting", "bearingpages", "changeover"}
    for path in notebooks().values():
        text = path.read_text("utf-8")
        if any(f"{name}." in text and f"{name}.Piece" not in text for name in looking):
            assert lab_of(path) in OPEN or not _gives_its_bench(text, looking), path.name


def _gives_its_bench(text: str, names: set[str]) -> bool:
    """Tell whether a notebook hands its own bench to a function that looks into the machine."""
    return any(re.search(rf"{name}\.\w+\(bench\b(?!\.machine)", text) for name in names)
