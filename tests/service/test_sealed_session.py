"""A session of the service against the bench it stands for, without sockets or processes."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import labsim
from labsim.attempt import Attempt, AttemptError
from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation
from labsim.hidden import draw, drawn, own_bench
from labsim.instruments.oscilloscope import Trace
from labsim.instruments.screen import Settings
from labsim.sealed.bench import FarBench
from labsim.sealed.client import PROTOCOL
from labsim.sealed.log import CUT, Log, parse
from labsim.sealed.shapes import ACTS, OPS, check
from labsim.sealed.values import plain, rich
from labsim.sealed.wire import Lines, WireError, pack, unpack
from labsim.seeds import Seed, derive, sealed_ticket, sealing_key, ticket_of
from labsim.service.session import Session
from labsim.thermal.thermogram import Spot, Thermogram
from labsim.ui import Workbench
from labsim.vibration.record import Record

LAB = labsim.lab("ELE-03")
TICKET = sealed_ticket(sealing_key("master", "maint"), LAB.id)
SEED = derive(TICKET, LAB.id, "ann", sealed=True)


def session(folder: Path, seed: Seed = SEED, student: str = "ann") -> Session:
    return Session(LAB, student, seed, folder / f"{student}.1.jsonl", b"key", "a log")


class Loop:
    """A link that leads to a session in this process, through the bytes that would travel."""

    def __init__(self, found: Session) -> None:
        self.session, self.told = found, list[bytes]()

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        message = unpack(pack({"op": op, **fields}))
        message.pop("op"), message.pop("lab")
        at = message.pop("at")
        message.pop("number", None)  # of the attempt: the worker's business
        self.told.append(pack(self.session.answer(op, at, message)))
        return unpack(self.told[-1])


def far(found: Session) -> FarBench:
    link = Loop(found)
    opened = link.ask("open", lab=LAB.id, at=0, protocol=PROTOCOL)
    bench = FarBench(LAB.machine, LAB.scenario, link, opened)
    bench.states, bench._checks = LAB.states, LAB.checks
    return bench


def shift(bench: Any) -> list[Any]:
    """Do at a bench some of everything; return what each reading was."""
    told = [bench.press("S1").look("K1"), bench.measure("V", "K1:A1", "K1:A2")]
    told += [bench.release("S1").wait(2).measure("V", "F6:2", "T1:X2", range=600)]
    told += [bench.do(c.id) for c in LAB.checks[3:400:90]]
    bench.suspect(["K1", "F6"], {"K1": 0.5}).bring("locked out")
    told += [bench.measure("Ω", "K1:A1", "K1:A2"), bench.measure("V", "T1:X1", "T1:X2")]
    bench.lift("K1:A1").land("K1:A1").repair("K1").notify().restore("Q1")
    bench.tap("K1").diagnose("K1", "coil burnt open").sign_off("Coil open. Replaced, three starts.")
    return [(r.value, r.unit, r.text, r.function, r.ports, r.warnings) for r in told]


def beside() -> Any:
    """The bench itself, graded like the sealed one."""
    bench = own_bench(LAB, SEED, None)
    bench.attempt.stamp(seed=SEED.commitment)
    return bench


def lines(attempt: Attempt) -> list[dict[str, Any]]:
    return [{k: v for k, v in event.items() if k != "h"} for event in attempt.events[1:]]


def test_a_far_bench_reads_and_records_what_the_bench_itself_would(tmp_path: Path) -> None:
    bench, same = far(session(tmp_path)), beside()
    assert shift(bench) == shift(same)
    assert lines(bench.attempt) == lines(same.attempt)
    assert bench.attempt.signed_off
    assert bench.clock == same.clock
    assert bench.attempt.header["seen"] == same.attempt.header["seen"]


def test_what_hands_and_eyes_find_is_the_same(tmp_path: Path) -> None:
    bench, same = far(session(tmp_path)), beside()
    for one in (bench, same):
        one.notify().isolate("Q1").lock("Q1").lift("K1:A1")
    assert bench.controls() == same.controls()
    assert bench.sights() == same.sights()
    assert bench.lockout == same.lockout
    assert bench.functions() == same.functions()
    assert [c.id for c in bench.checks()] == [c.id for c in same.checks()]


def test_errors_are_said_in_the_same_words(tmp_path: Path) -> None:
    bench, same = far(session(tmp_path)), beside()
    wrong = [
        lambda b: b.measure("V", "K1:A3", "K1:A2"), lambda b: b.measure("lux", "K1:A1"),
        lambda b: b.press("K1"), lambda b: b.lock("Q1"), lambda b: b.wait(1e9),
        lambda b: b.reveal(),
        lambda b: b.diagnose("K1", "tired"), lambda b: b.do("nothing"), lambda b: b.bring("mad"),
        lambda b: b.lift("K1:A1").lift("K1:A1"), lambda b: b.hint(), lambda b: b.operate("S1", "x"),
    ]  # fmt: skip
    for act in wrong:
        said = []
        for one in (bench, same):
            with pytest.raises(LabsimError) as error:
                act(one)
            said.append(str(error.value))
        assert said[0] == said[1]


def test_a_workbench_shows_the_same_near_and_far(tmp_path: Path) -> None:
    near, distant = Workbench(beside()), Workbench(far(session(tmp_path)))
    intents = [
        {"do": "press", "tag": "S1"}, {"do": "touch", "port": "K1:A1"},
        {"do": "touch", "port": "K1:A2"}, {"do": "look", "tag": "F6"}, {"do": "lock", "tag": "Q1"},
        {"do": "isolate", "tag": "Q1"}, {"do": "nonsense"}, {"do": "draw", "standard": "NEMA"},
        {"do": "diagnose", "component": "K1", "title": "coil burnt open"}, {"do": "coach"},
        {"do": "sign_off", "text": "Done."},
    ]  # fmt: skip
    assert near.fixed | {"standing": ""} == distant.fixed | {"standing": ""}
    for intent in intents:
        for one in (near, distant):
            one._intent(None, intent, None)
        for name in ("leads", "meter", "notice", "lockout", "controls", "sheets", "journal",
                     "motion", "heard", "standard", "fitted", "scope"):  # fmt: skip
            mine, other = getattr(near, name), getattr(distant, name)
            assert json.dumps(mine) == json.dumps(other), (intent, name)
    assert distant.tally["signed"]
    assert distant.static_html().count("<svg") == near.static_html().count("<svg")


def test_work_in_one_tab_is_seen_in_the_other(tmp_path: Path) -> None:
    found = session(tmp_path)
    first, second = far(found), far(found)
    view = Workbench(second)
    first.measure("V", "K1:A1", "K1:A2")
    assert len(second.attempt.events) == 1
    view._intent(None, {"do": "look", "tag": "K1"}, None)
    assert len(view.journal) == len(second.attempt.events) == 3
    first.look("K1")
    assert lines(first.attempt)[:2] == lines(second.attempt)


# what is not told ---------------------------------------------------------------------------------
def seeds_of_all_faults() -> list[Seed]:
    found: dict[str, Seed] = {}
    wanted, number = len(drawn(LAB)), 0
    while len(found) < wanted:
        found.setdefault(draw(LAB, number).id, Seed(number, 7, "c" * 16, 11))
        number += 10_007
    return list(found.values())


def test_before_a_reading_the_service_tells_the_same_whatever_the_fault(tmp_path: Path) -> None:
    """Byte for byte, among the faults that look alike to somebody who enters the room."""
    told: dict[str, set[bytes]] = defaultdict(set)
    for number, seed in enumerate(seeds_of_all_faults()):
        found = session(tmp_path / str(number), seed)
        bench = far(found)
        bench.controls()
        if number < 4:
            Workbench(bench)
        kind = "with a workbench" if number < 4 else ""
        told[json.dumps(bench.attempt.header["seen"]) + kind].add(b"".join(bench.link.told))
        found.close()
    assert len(told) < 12
    assert all(len(answers) == 1 for answers in told.values())


def test_the_notebook_has_no_machine_that_is_wrong(tmp_path: Path) -> None:
    found = session(tmp_path)
    bench = far(found)
    del bench.link.session
    found.bench = found.desks = found.ops = None
    gc.collect()
    mine = vars(bench)
    assert bench._hidden is None
    assert bench.seed == SEED.instruments != SEED.specimen
    assert str(SEED.fault) not in repr(mine)
    assert str(SEED.specimen) not in repr(mine)
    assert not any(isinstance(value, Simulation) for value in mine.values())
    for asked in (lambda: bench.sim, lambda: bench.live("K1:A1"), bench.reveal):
        with pytest.raises(LabsimError):
            asked()


def test_the_ticket_of_a_sealed_lab_is_not_the_one_that_is_released() -> None:
    released = ticket_of("master", "maint", LAB.id)
    sealing = sealing_key("master", "maint")
    assert len({released, sealing, TICKET, sealing_key("master", "night school")}) == 4
    assert derive(released, LAB.id, "ann").commitment != SEED.commitment
    assert derive(TICKET, LAB.id, "ann").specimen == derive(TICKET, LAB.id, "ann").instruments


# what a request may be ----------------------------------------------------------------------------
def refused(found: Session, op: str, **fields: Any) -> str:
    before = len(found.bench.attempt.events)
    with pytest.raises(LabsimError) as error:
        found.answer(
            op, 0, check(fields, {k: v for k, v in OPS[op].items() if k not in ("lab", "at")}, op)
        )
    assert len(found.bench.attempt.events) == before
    return str(error.value)


def test_nobody_can_say_what_is_the_services_to_say(tmp_path: Path) -> None:
    found, give = session(tmp_path), {"function": "V", "ports": ["K1:A1", "K1:A2"]}
    own = {"dt": 0.0, "t": 0.0, "price": -5, "value": 120, "text": "120 V", "n": 1, "seen": {},
           "breaches": [], "h": "x", "points": 0, "step": 1, "sealed": False}  # fmt: skip
    for name, value in own.items():
        assert f"no field '{name}'" in refused(
            found, "act", do="measure", given={**give, name: value}
        )
    for do in ("open", "_begin", "reveal", "sim", "seen", "again", "download", "__init__"):
        assert "can be done" in refused(found, "act", do=do, given={})
    for given in ({}, {"tag": 1}, {"tag": None}, {"tag": ["S1"]}, {"tag": "S1", "more": 1}):
        refused(found, "act", do="press", given=given)
    for dt in (-1, 1e300, True, "5", None, [1]):
        refused(found, "act", do="wait", given={"dt": dt})


def test_a_record_in_a_cell_is_no_report_and_does_not_become_one(tmp_path: Path) -> None:
    found = session(tmp_path)
    bench, other = far(found), beside()
    other.attempt.stamp(**bench.attempt.header)
    other.measure("V", "K1:A1", "K1:A2")
    other.sign_off("forged")
    view = Workbench(bench)
    view._intent(None, {"do": "sign_off", "text": other.attempt.seal()}, None)
    assert view.notice["kind"] == "error"
    with pytest.raises(AttemptError, match="not the one the service has"):
        bench.sign_off(other.attempt.seal())
    assert len(found.bench.attempt.events) == 1


def test_every_verb_of_the_bench_has_its_shape() -> None:
    from labsim.actions import ARGUMENTS

    assert set(ACTS) == set(ARGUMENTS)


def test_lines_are_cut_where_they_end_and_refused_where_they_do_not() -> None:
    cut = Lines(10)
    assert list(cut.feed(b"ab")) == []
    assert list(cut.feed(b"c\nde\nf")) == [b"abc", b"de"]
    assert list(cut.feed(b"\n\n")) == [b"f", b""]
    with pytest.raises(WireError, match="more than 10 bytes"):
        list(cut.feed(b"12345678901"))
    for line in (b"[1]", b"nan", b'{"a": NaN}', b"{", b"\xff", b"[" * 100_000, b""):
        with pytest.raises(WireError):
            unpack(line)


def test_what_a_screen_shows_comes_through_whole() -> None:
    time = np.linspace(0, 1, 5)
    trace = Trace(Settings(), ("A1:Z",), "T1:-", time, np.ones((1, 5)), {"CH1": {"Hz": np.nan}},
                  True, (), "1 V", ("w",))  # fmt: skip
    record = Record(np.arange(4.0), 100.0, rpm=1480.0, notes=("n",))
    picture = Thermogram("U1", (Spot("Q1:2", 61.5, "lug"),), 24.0, 0.95, 22.0)
    for value in (trace, record, picture, {"a": [1, (2.5, None)], "b": b"\x00\xff"}):
        back = rich(json.loads(json.dumps(plain(value), allow_nan=False)))
        assert type(back) is type(value)
        assert repr(plain(back)) == repr(plain(value))
    assert np.array_equal(rich(plain(trace)).time, time)


@pytest.mark.parametrize("value", [object(), Simulation, np.array(["a"]), Path()])
def test_nothing_else_travels(value: Any) -> None:
    with pytest.raises(WireError):
        plain(value)
    for made in ({"~": "Popen", "of": {}}, {"~": "array", "dtype": "|O", "shape": [1], "of": ""}):
        with pytest.raises(WireError):
            rich(made)


# the log ------------------------------------------------------------------------------------------
def test_a_log_that_was_touched_shows_where(tmp_path: Path) -> None:
    path = tmp_path / "ann.1.jsonl"
    log = Log(path, b"key", "a log")
    for n in range(4):
        log.append({"n": n, "text": "°C"})
    log.close()
    raw = path.read_bytes()
    rows = raw.splitlines(keepends=True)
    assert parse(raw, b"key", "a log")[1:] == ("", log.before, len(raw))
    changed = rows[1].replace(b'"n": 1', b'"n": 7')
    for bad in ([rows[0], changed], rows[1:], [rows[0], rows[2]], [rows[0], rows[0]]):
        assert "not written by the service" in parse(b"".join(bad), b"key", "a log")[1]
    assert "line 1 was" in parse(raw, b"other", "a log")[1]
    assert "line 1 was" in parse(raw, b"key", "another log")[1]
    events, trouble, _, size = parse(raw[:-9], b"key", "a log")
    assert (len(events), size, CUT in trouble) == (3, len(raw) - len(rows[3]), True)


def test_an_attempt_goes_on_from_its_log(tmp_path: Path) -> None:
    first = session(tmp_path)
    bench = far(first)
    bench.press("S1").measure("V", "K1:A1", "K1:A2")
    first.close()
    path = tmp_path / "ann.1.jsonl"
    path.write_bytes(path.read_bytes() + b'{"event": {"n": 3')  # the power went off here
    again = far(session(tmp_path))
    assert again.attempt.hashes == bench.attempt.hashes
    assert again.measure("V", "K1:A1", "K1:A2").text == bench.attempt.events[-1]["text"]
    assert parse(path.read_bytes(), b"key", "a log")[1] == ""


def test_a_log_that_somebody_changed_is_not_gone_on_with(tmp_path: Path) -> None:
    first = session(tmp_path)
    far(first).press("S1").look("K1")
    first.close()
    path = tmp_path / "ann.1.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"tag": "S1"', b'"tag": "S0"'))
    before = path.read_bytes()
    with pytest.raises(AttemptError, match="line 2 was not written by the service"):
        session(tmp_path)
    assert path.read_bytes() == before


def test_what_cannot_be_logged_is_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = session(tmp_path)
    bench = far(found)
    with monkeypatch.context() as patch:
        patch.setattr("os.write", lambda *_: 3)
        with pytest.raises(AttemptError, match="cannot write its log"):
            bench.press("S1")
    assert len(bench.attempt.events) == len(found.bench.attempt.events) == 1
    assert bench.press("S1").attempt.events[-1]["n"] == 1


def test_a_record_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = far(session(tmp_path))
    size = (tmp_path / "ann.1.jsonl").stat().st_size
    monkeypatch.setattr("labsim.sealed.log.BIGGEST", size + 400)
    bench.look("K1")
    with pytest.raises(AttemptError, match="the record is full"):
        bench.suspect(["K1", *(f"F{n}" for n in range(1, 8))], {"K1": 0.123456789, "F1": 0.1})
    assert size < (tmp_path / "ann.1.jsonl").stat().st_size <= size + 400


def test_what_is_broken_off_leaves_the_machine_as_the_record_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = session(tmp_path)
    bench = far(found)
    with monkeypatch.context() as patch:
        patch.setattr(found.bench, "_noticed", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bench.notify()
        with pytest.raises(ZeroDivisionError):
            bench.press("S1")
    stands = {c["tag"]: c["position"] for c in bench.controls()}
    assert stands["S1"] == 0
    assert len(bench.attempt.events) == 1
