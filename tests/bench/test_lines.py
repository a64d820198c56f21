"""Work on lines under pressure: what sprays and falls, what a lockout lets off, what it costs."""

from __future__ import annotations

import pytest

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.states import LOCKED_OUT
from labsim.zero import hazards, sources, to_lock
from tests.fluid.unit import Lift, lift, raised


def rules(bench: Bench) -> list[str]:
    return [breach["rule"] for breach in bench.attempt.breaches]


def height(bench: Bench) -> float:
    return float(bench.sim.views["C1"].travel("rod")[0])


def locked(bench: Bench) -> Bench:
    """Switch the pump off and lock it; nothing else."""
    return bench.notify().isolate("M1").lock("M1")


def test_the_sources_of_a_lift_are_its_pump_its_accumulator_and_its_load() -> None:
    found = {s.tag: s for s in sources(Lift())}
    assert list(found) == ["M1", "C2", "C1"]
    assert (found["C2"].release, found["C1"].blocks) == ("Q2", True)
    assert {"P1:P", "C1:A", "M2:M"} <= found["M1"].ports
    assert {"P1:S", "T1:T"} <= found["M1"].ports  # the pump sucks there while it can turn
    assert to_lock(Lift()) == ["M1"]


def test_a_locked_pump_leaves_the_accumulator_and_the_load() -> None:
    b = locked(raised()).wait(60)
    assert not b.live("M2:M")
    assert b.measure("bar", "M2:M").value > 90  # the gas charge
    assert b.measure("bar", "M3:M").value > 49  # 2500·9.81/50.3 cm² at least
    left = hazards(b.sim)
    assert any("C2" in text for text in left)
    assert any("C1" in text for text in left)


def test_a_line_opened_under_the_load_sprays_and_the_load_comes_down() -> None:
    b = locked(raised())
    up = height(b)
    assert up > 290
    b.fit("C1:A")
    event = b.attempt.events[-1]
    assert rules(b) == ["line-pressurised"]
    # what the cylinder has lost is on the floor: 50.3 cm² · the way down, and what ran out anyway
    assert event["litres"] == pytest.approx(0.3 + 0.00503 * (up - height(b)), rel=0.25)
    assert height(b) < 100
    assert event["price"] == pytest.approx(6.0 * event["litres"], abs=0.3)
    assert event["dt"] == 60 * (10 + 30)  # to fit it, to clean up


def test_a_charged_accumulator_empties_itself_through_an_opened_line() -> None:
    b = locked(raised()).lift("C2:P")
    assert rules(b) == ["line-pressurised"]
    # 4 L at 90 bar, full to 160: 4·(1 - (91/161)^(1/1.2)) = 1.5 L of oil
    assert b.attempt.events[-1]["litres"] == pytest.approx(1.8, abs=0.4)


def test_a_line_of_a_pump_that_can_start_is_live_work() -> None:
    b = lift(M1={}).repair("R1")
    assert rules(b) == ["work-live", "line-pressurised"]


def test_bringing_it_to_locked_out_leaves_nothing_that_could_hurt() -> None:
    b = raised().bring(LOCKED_OUT)
    assert hazards(b.sim) == []
    assert [e["do"] for e in b.attempt.events if e["do"] in ("block", "discharge")] == [
        "block", "discharge",
    ]  # fmt: skip
    b.fit("C1:A").repair("R1").lift("C2:P").land("C2:P")
    assert rules(b) == []
    assert [e["litres"] for e in b.attempt.of("fit", "repair")] == [0.3, 0.3]


def test_the_way_back_closes_the_bleed_valve_and_takes_the_prop_out() -> None:
    b = raised().bring(LOCKED_OUT).bring("at rest")
    assert int(b.sim.states["Q2", "position"][0]) == 0
    assert not b.sim.states["C1", "blocked"][0]
    assert rules(b) == []


def test_zero_must_be_seen_on_the_gauge_of_that_line() -> None:
    b = locked(raised()).block("C1").discharge("C2").wait(60)
    for position in ("out", "in", "neutral"):
        b.operate("V1", position).wait(2)
    b.measure("bar", "M2:M")
    assert rules(b.fit("C1:A")) == ["not-zeroed"]  # M3 is the gauge of line A
    b.measure("bar", "M3:M")
    assert rules(b.unfit("C1:A")) == ["not-zeroed"]


def test_a_flow_check_fits_the_meter_under_lockout_and_costs_so() -> None:
    b = lift()
    check = next(c for c in b.checks() if c.function == "L/min" and c.ports == ("V1:A",))
    reading = b.do(check.id)
    assert reading.unit == "L/min"
    assert rules(b) == []
    assert b.attempt.of("fit")[0]["port"] == "V1:A"
    assert check.minutes == pytest.approx(0.5 + 16.0)
    spent = b.clock
    b.do(check.id)
    assert b.clock - spent == pytest.approx(0.5)


def test_a_meter_that_sits_elsewhere_is_taken_out_first() -> None:
    b = lift()
    for port in ("V1:A", "R1:P"):
        b.do(next(c.id for c in b.checks() if c.function == "L/min" and c.ports == (port,)))
    assert [(e["do"], e["port"]) for e in b.attempt.of("fit", "unfit")] == [
        ("fit", "V1:A"), ("unfit", "V1:A"), ("fit", "R1:P"),
    ]  # fmt: skip
    assert rules(b) == []


def test_the_record_of_such_work_can_be_done_again() -> None:
    b = locked(raised())
    b.fit("C1:A")
    b.measure("bar", "C1:A")
    again = Bench(Lift(), scenario=b.scenario, attempt=b.attempt)
    assert height(again) == pytest.approx(height(b))
    assert again.measure("bar", "C1:A").text == b.measure("bar", "C1:A").text


def test_a_hose_that_is_off_is_plugged_and_lets_nothing_through() -> None:
    b = raised().bring(LOCKED_OUT).lift("C1:A").notify()
    with pytest.raises(LabsimError, match="off already"):
        b.lift("C1:A")
    b.restore("M1").wait(5).operate("V1", "out").wait(5)
    assert rules(b) == ["lead-off"]
    assert height(b) > 290  # on its prop
    assert b.measure("bar", "M3:M").value > 100  # dead-headed at the plug
