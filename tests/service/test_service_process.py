"""The service as processes: who is who, hostile clients, lost workers, restarts, many at once."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import stat
import statistics
import time
from pathlib import Path
from typing import Any

import pytest
from running import COURSE, ROOTLY, SEALING, Service, as_user, raw, running, until

import labsim
from labsim.core.errors import LabsimError
from labsim.sealed import log as logs
from labsim.sealed.bench import FarBench
from labsim.sealed.client import PROTOCOL, Link
from labsim.sealed.wire import REQUEST
from labsim.seeds import derive, sealed_ticket
from labsim.service import Options, limits, peers, read_options, serve
from labsim.service.front import Front
from labsim.service.options import MB
from labsim.service.worker import STUDENT, Worker
from tests.conftest import DEEP

LAB = labsim.lab("ELE-03")  # loaded before anybody else looks: this Python may be root's alone
ME = peers.name_of(os.getuid())
OPEN = {"op": "open", "lab": "ELE-03", "at": 0, "protocol": PROTOCOL}
root_only = pytest.mark.skipif(not ROOTLY, reason="only root can be several users")


def line(**fields: Any) -> bytes:
    return json.dumps({"id": 1, **fields}).encode() + b"\n"


def act(do: str, **given: Any) -> bytes:
    return line(op="act", lab="ELE-03", at=0, do=do, given=given)


def test_open_lab_on_a_hub_gives_a_bench_of_the_service(on_hub: Service) -> None:
    bench = labsim.open_lab("ELE-03")
    assert isinstance(bench, FarBench)
    assert bench.sealed
    before = len(bench.attempt.events)
    reading = bench.press("S1").measure("V", "K1:A1", "K1:A2")
    assert reading.unit == "V"
    assert bench.attempt.events[-1]["text"] == reading.text
    assert on_hub.logs(ME) == bench.attempt.events
    assert len(bench.attempt.events) == before + 2
    assert not list(Path().glob("*.jsonl"))
    seed = derive(sealed_ticket(SEALING, "ELE-03"), "ELE-03", ME, sealed=True)
    assert bench.attempt.header["seed"] == seed.commitment


def test_a_lab_that_is_not_sealed_opens_in_the_notebook(on_hub: Service) -> None:
    bench = labsim.open_lab("INS-01")
    assert not isinstance(bench, FarBench)
    assert not bench.sealed


def test_practice_stays_in_the_notebook(on_hub: Service) -> None:
    bench = labsim.open_lab("ELE-03", practice=True)
    assert not isinstance(bench, FarBench)
    assert bench.reveal()


def test_without_an_answer_nothing_falls_back_to_a_bench_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labsim.sealed.client.COMES_BACK", 0.1)
    monkeypatch.setenv("LABSIM_SERVICE", str(tmp_path / "nobody.sock"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LabsimError, match="does not answer"):
        labsim.open_lab("ELE-03")


# who is who ---------------------------------------------------------------------------------------
def test_the_kernel_says_who_is_at_the_other_end() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert peers.peer(one) == os.getuid()
    assert peers.of_xucred(peers.XUCRED.pack(0, 501, 1, 20, *[0] * 15)) == 501
    with pytest.raises(peers.Stranger, match="version 3"):
        peers.of_xucred(peers.XUCRED.pack(3, 501, 1, 20, *[0] * 15))


@root_only
def test_an_apprentice_is_who_the_system_says_whatever_the_notebook_says(on_hub: Service) -> None:
    _ = LAB.machine, LAB.family, LAB.checks

    def work() -> Any:
        os.environ |= {"LABSIM_STUDENT": "root", "JUPYTERHUB_USER": "root", "USER": "root"}
        bench = labsim.open_lab("ELE-03")
        bench.look("K1")
        peeks = [on_hub.folder / "key", on_hub.folder / "state", on_hub.folder / "state/attempts"]
        denied = []
        for path in peeks:
            try:
                path.read_bytes() if path.name == "key" else list(path.iterdir())
            except PermissionError:
                denied.append(path.name)
        try:
            Link(on_hub.socket).ask("logs", lab="ELE-03", student="root")
        except LabsimError as error:
            denied.append(str(error))
        return [bench.attempt.header, denied]

    header, denied = as_user(31001, work)
    assert header["student"] == "uid.31001"
    assert denied == ["key", "state", "attempts", "the logs are for this course's instructors"]
    assert header["seed"] != on_hub.logs(ME)[0]["seed"]
    assert [e["do"] for e in on_hub.logs("uid.31001")] == ["open", "look"]


def test_the_socket_is_open_to_all_and_nothing_else_is(service: Service) -> None:
    assert stat.S_IMODE(service.socket.stat().st_mode) == 0o666
    for path in (service.folder / "state").rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


# hostile clients ----------------------------------------------------------------------------------
HOSTILE = [
    b"\n", b"nonsense\n", b"[]\n", b'{"op": "open"}\n', b"\xff\xfe\n", b"[" * 50_000 + b"\n",
    line(op="eval", code="1"), line(op=["open"]),
    line(op="logs", lab="ELE-03", student="../../key"),
    *(line(**OPEN | more) for more in ({"lab": "../../etc"}, {"at": -1}, {"protocol": 9},
                                       {"student": "root"})),
    line(op="intent", lab="ELE-03", at=0, desk=99, intent={"do": "press"}),
    act("press", tag="S1", dt=0), act("measure", function="V", ports=["K1:A1", "K1:A2"], value=1),
    act("wait", dt=1e308), act("sign_off", text="x" * 90_000), act("__class__"), act("reveal"),
    act("measure", function="V screen", ports=["K1:A1", "K1:A2"], settings={"time": [[[]]]}),
    b'{"op":"act","lab":"ELE-03","at":0,"do":"wait","given":{"dt":NaN}}\n',
]  # fmt: skip


def test_no_message_does_anything_it_may_not_or_harms_the_next(on_hub: Service) -> None:
    other = labsim.open_lab("ELE-03")
    before = len(other.attempt.events)
    for message in HOSTILE:
        told = raw(on_hub, message)
        assert told, message[:60]
        assert "error" in told[0], message[:60]
    assert raw(on_hub, b"x" * (REQUEST + 2), wait=5)[0]["error"]["kind"] == "WireError"
    assert len(other.catch_up().attempt.events) == before
    assert "Traceback" not in (on_hub.folder / "log").read_text()


def test_a_client_that_says_half_a_word_holds_up_nobody(on_hub: Service) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(12):
            sock = stack.enter_context(socket.socket(socket.AF_UNIX))
            sock.connect(str(on_hub.socket))
            sock.sendall(b'{"op": "op')
        began = time.monotonic()
        assert labsim.open_lab("ELE-03").look("K1").text
        assert time.monotonic() - began < 10


def test_a_client_that_goes_in_the_middle_leaves_the_bench_whole(on_hub: Service) -> None:
    bench = labsim.open_lab("ELE-03")
    before = len(bench.attempt.events)
    for _ in range(5):
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(str(on_hub.socket))
            sock.sendall(act("look", tag="K1"))
    until(lambda: len(bench.catch_up().attempt.events) == before + 5, 20)
    assert bench.measure("V", "K1:A1", "K1:A2").text


@root_only
def test_who_knocks_without_end_shuts_out_only_himself(on_hub: Service) -> None:
    def knock() -> Any:
        kept = []
        for _ in range(120):
            sock = socket.socket(socket.AF_UNIX)
            sock.connect(str(on_hub.socket))
            kept.append(sock)
        return len(kept)

    assert as_user(31002, knock) == 120
    assert labsim.open_lab("ELE-03").look("K1").text


def test_a_worker_that_is_killed_is_missed_by_nobody(on_hub: Service) -> None:
    bench = labsim.open_lab("ELE-03")
    bench.press("S1").measure("V", "K1:A1", "K1:A2")
    before = bench.attempt.hashes
    for pid in on_hub.children():
        os.kill(pid, signal.SIGKILL)
    reading = bench.measure("V", "K1:A1", "K1:A2")
    assert bench.attempt.hashes[:-1] == before
    assert reading.text == bench.attempt.events[-2]["text"]
    assert on_hub.logs(ME) == bench.attempt.events


def test_a_request_has_its_time_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SEALING)
    (tmp_path / "key").chmod(0o600)
    options = Options(COURSE, tmp_path / "state", tmp_path / "key", seconds=0.002).check()
    labsim.lab("ELE-03").bench(seed=1).bring("locked out")  # no alarm falls into an import
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker = Worker(options, "ann", theirs)
        bring = line(op="bring", lab="ELE-03", at=0, state="locked out")
        told = [worker._answer(bring, STUDENT)["error"] for _ in range(2)]
        worker.selector.close()
    assert all("more than 0.002 s of work" in one["text"] for one in told)


def test_an_alarm_that_was_taken_for_something_else_rings_again() -> None:
    @limits.at_most(0.01)
    def careless() -> None:
        with contextlib.suppress(LabsimError):
            time.sleep(1)
        time.sleep(5)

    began = time.monotonic()
    with pytest.raises(LabsimError, match="more than"):
        careless()
    assert time.monotonic() < began + 1


def test_what_a_request_may_take_is_over_with_the_request() -> None:
    """Or a process that has served one dies by it, some processor seconds later, without a word."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    with limits.at_most(5.0):
        assert resource.getrlimit(resource.RLIMIT_CPU)[0] != before[0]
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


def test_a_worker_gets_no_more_memory_than_it_may() -> None:
    if not (pid := os.fork()):
        limits.memory(64 * MB)
        try:
            bytearray(512 * MB)
        except MemoryError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


@pytest.mark.parametrize("how", [signal.SIGKILL, *([signal.SIGTERM] if DEEP else [])])
def test_a_service_that_is_started_again_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: int
) -> None:
    with running(tmp_path / "hub", labs=["ELE-03"], idle=0.5) as service:
        monkeypatch.setenv("LABSIM_SERVICE", str(service.socket))
        bench = labsim.open_lab("ELE-03")
        bench.notify().isolate("Q1").lock("Q1")
        before, workers = bench.attempt.hashes, service.children()
        status = service.stop(how)
        assert status == (0 if how == signal.SIGTERM else -how)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 20)
        service.start()
        bench.prove()
        bench.link.close()
        until(lambda: not service.children(), 20)  # nobody has needed it for half a second
        assert bench.attempt.hashes[:-1] == before
        assert bench.lockout.locked == {"Q1"}
        raw_log = (
            service.folder / "state/attempts" / COURSE / "ELE-03" / f"{ME}.1.jsonl"
        ).read_bytes()
        name = logs.name_of(COURSE, "ELE-03", ME)
        assert parse_ok(raw_log, name) == len(bench.attempt.events)


def parse_ok(raw_log: bytes, name: str) -> int:
    events, trouble, _, _ = logs.parse(raw_log, logs.log_key(SEALING), name)
    assert not trouble
    return len(events)


def test_the_instructor_reads_the_logs_and_can_check_them(on_hub: Service) -> None:
    link = Link(on_hub.socket)
    link.ask(**OPEN)
    assert link.ask("logs")["labs"] == ["ELE-03"]
    assert ME in link.ask("logs", lab="ELE-03")["students"]
    text = link.ask("logs", lab="ELE-03", student=ME)["log"]
    assert parse_ok(text.encode(), logs.name_of(COURSE, "ELE-03", ME)) >= 1
    assert link.ask("logs", lab="ELE-03", student="nobody-yet")["log"] == ""
    link.close()


def test_a_second_service_does_not_take_the_socket_away(service: Service) -> None:
    options = read_options(service.folder / "service.toml")
    with pytest.raises(LabsimError, match=r"listens at .* already"):
        Front(options)
    assert service.socket.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("course = 3", "no str"), ("cours = 'a'", "Nearest: course"), ("course = 'a'", "key"),
        ("course", "TOML|Expected|expected"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "service.toml").write_text(text)
    with pytest.raises(LabsimError, match=said):
        read_options(tmp_path / "service.toml")


def test_key_and_logs_that_others_can_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("5e" * 32)
    (tmp_path / "key").chmod(0o644)
    options = Options("maint", tmp_path / "state", tmp_path / "key")
    with pytest.raises(LabsimError, match="can be read by others"):
        options.check()
    (tmp_path / "key").chmod(0o600)
    options.check()
    (tmp_path / "state").chmod(0o755)
    with pytest.raises(LabsimError, match="can be read by others"):
        options.check()


@root_only
def test_a_class_at_once_is_answered_without_an_error(on_hub: Service) -> None:
    """Reduced to twelve here; benchmarks/service.py has a hundred."""

    def apprentice() -> Any:
        link, times = Link(on_hub.socket), []
        link.ask(**OPEN)
        for _ in range(10):
            began = time.perf_counter()
            link.ask("act", lab="ELE-03", at=0, do="measure",
                     given={"function": "V", "ports": ["K1:A1", "K1:A2"]})  # fmt: skip
            times.append(time.perf_counter() - began)
        return times

    readers = {uid: _started(uid, apprentice) for uid in range(31100, 31112)}
    times = [t for reader in readers.values() for t in reader()]
    assert len(times) == 120
    assert statistics.median(times) < 2  # s, on a machine with much else to do


def _started(uid: int, work: Any) -> Any:
    """Start something as a user; return a function that waits for what it returns."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        told = as_user(uid, work)
        os.write(writer, json.dumps(told).encode())
        os._exit(0)
    os.close(writer)

    def end() -> Any:
        with os.fdopen(reader) as told:
            text = told.read()
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        return json.loads(text)

    return end


def test_a_service_that_is_to_seal_what_cannot_be_sealed_says_so_and_does_not_start(
    tmp_path: Path,
) -> None:
    for name, why in (("SCA-01", "read from the hall itself"), ("INT-02", "draws its papers")):
        options = Options(COURSE, tmp_path / "state", tmp_path / "key", labs=("ELE-03", name))
        with pytest.raises(LabsimError, match=f"{name} cannot be sealed: .*{why}"):
            serve(options)
    assert not (tmp_path / "state").exists()
