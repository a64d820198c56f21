"""The record: chained lines, flushed at every action; what is damaged is found and kept aside."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from labsim import recordfile
from labsim.attempt import Attempt, AttemptError
from labsim.bench import Bench
from tests.bench.records import LAB, lines, opened, record, worked
from tests.bench.small import SmallStarter


@pytest.fixture(autouse=True)
def anna(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABSIM_STUDENT", "anna")
    monkeypatch.delenv("LABSIM_RECORDS", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


# writing --------------------------------------------------------------------------------
def test_every_action_is_on_the_disk_before_the_next(tmp_path: Path) -> None:
    bench = opened(tmp_path)
    for number in range(1, 4):
        bench.measure("V", "E1:1", f"E{number}:2")
        assert lines(tmp_path) == bench.attempt.events
        assert len(lines(tmp_path)) == number + 1


def test_each_line_carries_the_hash_of_the_one_before(tmp_path: Path) -> None:
    events = worked(tmp_path).attempt.events
    assert len({event["h"] for event in events}) == len(events) == 4
    changed = Attempt(lab=LAB)
    assert changed.append("notify", t=0.5)["h"] != Attempt(lab="other").append("notify", t=0.5)["h"]


def test_save_and_load_give_the_same_record(tmp_path: Path) -> None:
    bench = Bench(SmallStarter(), "K1: coil burnt open", seed=3).press("S1")
    bench.isolate("X1").measure("Ω", "S1:13", "S1:14")
    bench.repair("K1").diagnose("K1", "coil burnt open").sign_off('Größe: 5 Ω, "alt" \\ \ud800')
    bench.attempt.save(tmp_path / "a.jsonl")
    again = Attempt.load(tmp_path / "a.jsonl")
    assert again.events == bench.attempt.events
    assert again.signed_off
    assert again.diagnosis == ("K1", "coil burnt open")
    assert again.cost == 85.0
    assert again.breaches == bench.attempt.breaches
    assert again.minutes == bench.clock
    assert again.report == 'Größe: 5 Ω, "alt" \\ ?'  # half a letter is no letter
    assert not again.damage


def test_a_closed_attempt_cannot_be_added_to(tmp_path: Path) -> None:
    bench = worked(tmp_path).sign_off("Lamp E9 is burnt out.")
    with pytest.raises(AttemptError, match="signed off"):
        bench.attempt.append("look", tag="E1", t=9.0)
    with pytest.raises(AttemptError, match="signed off"):
        opened(tmp_path).look("E1")
    assert lines(tmp_path)[-1]["do"] == "sign_off"


def test_a_disk_that_is_full_costs_the_action_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = worked(tmp_path)
    before = record(tmp_path).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(recordfile.os, "fsync", full)
        with pytest.raises(AttemptError, match=r"cannot be written, nothing was done: .*No space"):
            bench.isolate("G1")
    assert record(tmp_path).read_bytes() == before
    bench.measure("V", "E1:1", "E2:2")  # the lamp string is still on
    assert [e["do"] for e in lines(tmp_path)] == ["open", "measure", "measure", "look", "measure"]
    assert not bench.lockout.off


def test_an_interrupted_action_is_as_if_it_had_never_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = opened(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(bench.attempt, "add", lambda event: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bench.isolate("G1")
    bench.look("E1")
    assert not bench.lockout.off
    assert bench.live("G1:+")
    assert Attempt.load(record(tmp_path)).events == bench.attempt.events


# resuming -------------------------------------------------------------------------------
def test_after_a_kernel_restart_the_work_goes_on_where_it_was(tmp_path: Path) -> None:
    first = worked(tmp_path).notify().isolate("G1")
    second = opened(tmp_path)
    assert second.attempt.events == first.attempt.events
    assert second.clock == first.clock
    assert second.lockout == first.lockout
    assert second.measure("Ω", "E5:1", "E6:2").text == first.measure("Ω", "E5:1", "E6:2").text


def test_a_cover_that_is_open_stays_open_after_a_restart(tmp_path: Path) -> None:
    # Ohms take 0.7 min; the covers of E5 and E6 would take 3 min more.
    worked(tmp_path)
    again = opened(tmp_path)
    before = again.clock
    again.measure("V", "E1:1", "E6:2")
    assert again.clock - before == pytest.approx(0.5)


WORKER = """
import sys, labsim
bench = labsim.open_lab("ELE-02", directory=sys.argv[1])
n = 0
while True:
    bench.measure("V", "E1:1", f"E{n % 12 + 1}:2")
    n += 1
    print(n, flush=True)
"""


def run(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, str(folder), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_nothing_is_lost_when_the_kernel_is_killed_at_work(tmp_path: Path) -> None:
    with run(tmp_path) as worker:
        told = 0
        while told < 5:
            told = int(worker.stdout.readline())
        worker.send_signal(signal.SIGKILL)
        told = int((worker.stdout.read().split() or [told])[-1])
    bench = opened(tmp_path)
    readings = bench.attempt.of("measure")
    assert told <= len(readings) <= told + 1
    assert bench.measure("V", "E1:1", "E12:2").value == pytest.approx(24, rel=0.01)
    assert Attempt.load(record(tmp_path)).events == bench.attempt.events


def test_two_tabs_share_one_record_and_one_machine(tmp_path: Path) -> None:
    one, two = opened(tmp_path), opened(tmp_path)
    one.notify().isolate("G1")
    two.lock("G1")  # the second tab sees what the first has done
    one.prove()
    two.measure("V", "G1:+", "G1:-")
    one.prove()
    assert two.repair("E9").attempt.breaches == []
    one.restore("G1")
    two.look("E9")
    assert [e["do"] for e in lines(tmp_path)][1:] == [
        "notify", "isolate", "lock", "prove", "measure", "prove", "repair", "restore", "look",
    ]  # fmt: skip
    one.look("E9")
    assert one.attempt.events == two.catch_up().attempt.events == lines(tmp_path)
    assert one.sights() == two.sights()
    assert one.lockout == two.lockout


def test_two_kernels_that_write_at_once_neither_lose_nor_mix_lines(tmp_path: Path) -> None:
    with run(tmp_path) as one, run(tmp_path) as two:
        counts = {}

        def follow(name: str, worker: subprocess.Popen[str]) -> None:
            for line in worker.stdout:
                counts[name] = int(line)

        threads = [threading.Thread(target=follow, args=pair) for pair in (("a", one), ("b", two))]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 30
        while min(counts.get("a", 0), counts.get("b", 0)) < 12 and time.monotonic() < deadline:
            time.sleep(0.02)
        one.terminate()
        two.terminate()
        for thread in threads:
            thread.join()
    found = Attempt.load(record(tmp_path))
    readings = found.of("measure")
    assert sum(counts.values()) <= len(readings) <= sum(counts.values()) + 2
    assert min(counts.values()) >= 12
    assert opened(tmp_path).attempt.events == found.events


def test_signing_off_in_one_tab_closes_the_other(tmp_path: Path) -> None:
    one, two = worked(tmp_path), opened(tmp_path)
    one.sign_off("Lamp E9 is burnt out.")
    with pytest.raises(AttemptError, match="signed off"):
        two.look("E1")
    two.sign_off("Another report.")  # says nothing more
    assert two.attempt.report == "Lamp E9 is burnt out."
    assert len(lines(tmp_path)) == len(one.attempt.events)


def test_a_record_deleted_under_an_open_bench_is_written_again(tmp_path: Path) -> None:
    bench = worked(tmp_path)
    record(tmp_path).unlink()
    bench.look("E1")
    assert lines(tmp_path) == bench.attempt.events


def test_a_record_replaced_under_an_open_bench_is_left_alone(tmp_path: Path) -> None:
    bench = worked(tmp_path)
    Attempt(lab=LAB, student="bert").save(record(tmp_path))
    before = record(tmp_path).read_bytes()
    with pytest.raises(AttemptError, match="was replaced meanwhile: open the lab again"):
        bench.look("E1")
    assert record(tmp_path).read_bytes() == before


def test_a_tab_that_holds_the_record_too_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = worked(tmp_path)
    monkeypatch.setattr(recordfile, "PATIENCE", 0.05)
    with recordfile.held(record(tmp_path)), pytest.raises(AttemptError, match="another tab holds"):
        bench.look("E1")
    assert bench.look("E1").text


# the copy in the notebook --------------------------------------------------------------------
def test_a_sealed_record_comes_back_whole(tmp_path: Path) -> None:
    bench = worked(tmp_path).sign_off("Lamp E9 is burnt out, 24.0 V across it.")
    sealed = bench.attempt.seal()
    assert Attempt.unseal(sealed).events == bench.attempt.events
    assert Attempt.unseal(f"  {sealed}\n").signed_off
    assert not set(sealed) & set("\"'\\ \n")  # it stands between quotes


SPOIL = [lambda s: s[:-8], lambda s: s[:200], lambda s: "x" + s[1:], str.upper]


@pytest.mark.parametrize("spoil", SPOIL)
def test_a_spoilt_seal_is_refused(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    sealed = worked(tmp_path).sign_off("Lamp E9 is burnt out.").attempt.seal()
    with pytest.raises(AttemptError, match="sign-off cell"):
        Attempt.unseal(spoil(sealed))


def test_plain_words_are_no_record() -> None:
    assert Attempt.sealed("Lamp E9 is burnt out, " * 20) is None
    assert Attempt.sealed("") is None
    with pytest.raises(AttemptError, match="no readable record"):
        Attempt.sealed("x" * 300)


def test_a_bomb_in_the_sign_off_cell_is_not_unpacked() -> None:
    import base64
    import zlib

    bomb = base64.b85encode(zlib.compress(b"0" * 60_000_000, 9)).decode()
    with pytest.raises(AttemptError, match="sign-off cell"):
        Attempt.unseal(bomb)
