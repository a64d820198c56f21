"""What hands do at the bench: every action takes its time, is recorded, and can be chained."""

from __future__ import annotations

import json
import math

import pytest

from labsim.actions import MINUTES, REMAKE_MINUTES, REMAKE_PRICE
from labsim.bench import Bench, Reading
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from tests.bench.small import LampOnSwitch, SmallStarter


@pytest.fixture
def bench() -> Bench:
    return Bench(SmallStarter())


def sight(bench: Bench, tag: str) -> str:
    return next(s["text"] for s in bench.sights() if s["tag"] == tag)


def test_the_starter_pulls_in_seals_in_and_drops_out(bench: Bench) -> None:
    assert sight(bench, "K1") == "dropped out"
    assert sight(bench.press("S1").release("S1"), "K1") == "pulled in"
    assert sight(bench, "H1") == "lit"
    assert sight(bench.press("S0").release("S0"), "K1") == "dropped out"


def test_the_example_of_the_design_text_runs() -> None:
    # The coil has 150 Ω of copper, the leads 0.2 Ω: an ohmmeter shows 150.2 Ω.
    bench = Bench(SmallStarter())
    bench.press("S1")
    assert bench.measure("V", "K1:A1", "K1:A2").value == pytest.approx(120, abs=1)
    bench.release("S1").press("S0").release("S0")
    assert bench.isolate("X1").measure("Ω", "K1:A1", "K1:A2").text == "150.2 Ω"
    bench.diagnose("K1", "coil burnt open").repair("K1").restore("X1")
    bench.sign_off("Coil open, replaced, machine proved in three starts.")
    assert bench.attempt.signed_off
    assert bench.attempt.diagnosis == ("K1", "coil burnt open")
    assert bench.attempt.report.startswith("Coil open")


ACTIONS = [
    ("press", ("S1",)), ("release", ("S1",)), ("operate", ("S1", "pressed")), ("tap", ("K1",)),
    ("notify", ()), ("isolate", ("X1",)), ("discharge", ("K1",)), ("prove", ()),
    ("try_out", ("S1",)), ("lift", ("K1:A1",)), ("diagnose", ("K1", "coil burnt open")),
]  # fmt: skip


@pytest.mark.parametrize(("do", "given"), ACTIONS)
def test_an_action_takes_its_minutes_goes_on_record_and_can_be_chained(
    bench: Bench, do: str, given: tuple[str, ...]
) -> None:
    assert getattr(bench, do)(*given) is bench
    event = bench.attempt.events[-1]
    assert event["do"] == do
    assert bench.clock == pytest.approx(MINUTES[do], abs=1e-3)
    assert event["t"] == bench.clock
    assert event["dt"] == pytest.approx(60 * MINUTES[do])


def test_waiting_takes_as_long_as_it_says(bench: Bench) -> None:
    assert bench.wait(90).clock == pytest.approx(1.5)


def test_lock_restore_and_land_take_their_minutes(bench: Bench) -> None:
    bench.isolate("X1").lock("X1").restore("X1")
    assert bench.clock == pytest.approx(1.0 + 1.0 + 1.0)
    bench.lift("K1:A1").land("K1:A1")
    assert bench.clock == pytest.approx(3.0 + 2.0 + 2.0)


def test_a_part_costs_its_price_and_a_connection_its_ferrule(bench: Bench) -> None:
    bench.isolate("X1").repair("K1").repair("K1:A1")
    assert bench.cost == pytest.approx(85.0 + REMAKE_PRICE)
    assert bench.clock == pytest.approx(1.0 + 15.0 + REMAKE_MINUTES)


def test_a_cover_is_opened_once(bench: Bench) -> None:
    # H1 is behind a cover, 3 min; a voltage takes 0.5 min.
    bench.measure("V", "H1:X1", "H1:X2")
    bench.measure("V", "H1:X1", "H1:X2")
    assert bench.clock == pytest.approx(3.0 + 0.5 + 0.5)


def test_a_selector_stays_where_it_is_put() -> None:
    bench = Bench(LampOnSwitch())
    assert sight(bench.operate("S1", "1"), "P1") == "lit"
    assert bench.look("S1").text == "at 1"
    assert sight(bench.operate("S1", "0"), "P1") == "dark"


def test_a_lifted_conductor_opens_the_circuit_and_a_landed_one_closes_it(bench: Bench) -> None:
    bench.isolate("X1").lift("K1:A1").restore("X1")
    assert sight(bench.press("S1"), "K1") == "dropped out"
    bench.release("S1").isolate("X1").land("K1:A1").restore("X1")
    assert sight(bench.press("S1"), "K1") == "pulled in"


def test_a_new_part_cures_its_fault() -> None:
    bench = Bench(SmallStarter(), "K1: coil burnt open")
    assert sight(bench.press("S1"), "K1") == "dropped out"
    bench.release("S1").isolate("X1").repair("K1").restore("X1")
    assert sight(bench.press("S1"), "K1") == "pulled in"


def test_a_connection_made_anew_cures_an_open_terminal() -> None:
    bench = Bench(SmallStarter(), "S0: terminal 22 open")
    bench.isolate("X1").repair("S0:22").restore("X1")
    assert sight(bench.press("S1"), "K1") == "pulled in"


def test_knocking_shows_a_contact_that_fails_by_vibration() -> None:
    bench = Bench(MotorStarter())
    bench.press("S1").release("S1").tap("K1")
    assert bench.attempt.events[-1]["do"] == "tap"
    assert sight(bench, "K1") == "pulled in"


def test_what_eye_and_ear_notice_is_on_record(bench: Bench) -> None:
    bench.press("S1")
    assert bench.attempt.events[-1]["seen"] == {"K1": "pulled in", "H1": "lit"}


def test_looking_where_there_is_nothing_says_so(bench: Bench) -> None:
    assert bench.look("X1").text == "switched on"
    assert bench.look("F1").text == "nothing unusual to see"
    assert isinstance(bench.look("F1").value, str)


def test_a_check_brings_the_machine_into_its_state_and_reads(bench: Bench) -> None:
    names = {check.id for check in bench.checks()}
    assert len(names) == len(bench.checks())
    reading = bench.do("S1 held | V | K1:A1 K1:A2")
    assert reading.value == pytest.approx(120, abs=1)
    assert bench.do("locked out | Ω | K1:A1 K1:A2").text == "150.2 Ω"
    assert not bench.attempt.breaches


def test_a_check_under_lockout_takes_over_the_lockout_that_hands_have_made(bench: Bench) -> None:
    bench.notify().isolate("X1").lock("X1").prove()
    bench.measure("V", "X1:X1", "X1:X2")
    bench.prove()
    before = len(bench.attempt.events)
    bench.do("locked out | Ω | K1:A1 K1:A2")
    assert [e["do"] for e in bench.attempt.events[before:]] == ["measure"]
    assert not bench.attempt.breaches


def test_every_check_of_a_machine_can_be_done() -> None:
    bench = Bench(SmallStarter())
    for check in bench.checks():
        assert isinstance(bench.do(check.id), Reading)
    assert not bench.attempt.breaches


def test_the_controls_tell_where_they_stand(bench: Bench) -> None:
    bench.press("S1").isolate("X1").lock("X1")
    controls = {c["tag"]: c for c in bench.controls()}
    assert controls["S1"]["position"] == 1
    assert controls["X1"]["locked"]
    assert controls["X1"]["isolates"]


@pytest.mark.parametrize(
    ("function", "ports", "kind"),
    [("V", ("X1:X1", "X1:X2"), float), ("Ω", ("S1:13", "S1:14"), float), ("A", ("F1:1",), float)],
)
def test_a_reading_is_a_number_with_unit_and_text(
    function: str, ports: tuple[str, ...], kind: type
) -> None:
    bench = Bench(SmallStarter())
    if function == "Ω":
        bench.isolate("X1")
    reading = bench.measure(function, *ports)
    assert type(reading.value) is kind
    assert reading.unit == function[0]
    assert reading.text.endswith(reading.unit) or reading.unit in reading.text
    assert str(reading) == reading.text
    assert reading.ports == ports


def test_out_of_range_is_infinite_in_the_reading_and_ol_on_record(bench: Bench) -> None:
    reading = bench.isolate("X1").measure("Ω", "S1:13", "S1:14")
    assert reading.value == math.inf
    assert reading.text == "OL Ω"
    assert bench.attempt.events[-1]["value"] == "OL"


def test_the_record_is_json_and_comes_back_the_same() -> None:
    bench = Bench(LampString(), "E9: lamp burnt out", seed=7)
    bench.measure("V", "E9:1", "E9:2")
    bench.look("E9")
    bench.isolate("G1").measure("Ω", "E9:1", "E9:2")
    text = json.dumps(bench.attempt.events, allow_nan=False)
    assert json.loads(text) == bench.attempt.events
