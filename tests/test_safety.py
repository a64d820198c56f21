"""Lockout and measuring rules: for every rule one way of work that breaks it and one that obeys."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.machines.centrifuge import Centrifuge
from labsim.machines.exhaust_fan import ExhaustFan
from labsim.machines.hydraulic_press import HydraulicPress
from labsim.machines.label_line import LabelLine
from labsim.machines.motor_control_centre import MotorControlCentre
from labsim.machines.motor_starter import MotorStarter
from labsim.machines.palletiser import Palletiser
from labsim.machines.press_cell import PressCell
from labsim.machines.press_fit_line import PressFitLine
from labsim.safety import RULES
from labsim.scenario import find, load
from labsim.states import LOCKED_OUT, REST
from tests.bench.small import HighVoltage, LampOnSwitch, SmallStarter
from tests.instruments.still import bench as stand
from tests.instruments.still import locked as stand_at_zero

Work = Callable[[], Bench]


def rules(bench: Bench) -> list[str]:
    return [breach["rule"] for breach in bench.attempt.breaches]


def locked_out(bench: Bench) -> Bench:
    """Notify, isolate, lock, prove the meter, test, prove it again."""
    bench.notify().isolate("X1").lock("X1").prove()
    bench.measure("V", "X1:X1", "X1:X2")
    return bench.prove()


def small(fault: str | None = None) -> Bench:
    return Bench(SmallStarter(), fault)


def fan_dead() -> Bench:
    return Bench(ExhaustFan()).bring(LOCKED_OUT)


def labelling() -> Bench:
    """Return a bench with an oscilloscope in its case."""
    return Bench(LabelLine(), scenario=load(find()["INS-03"]))


def cell(guard: str = "shut") -> Bench:
    """Return a press cell with its pump on and its guard as said."""
    bench = Bench(PressCell()).press("S3").release("S3")
    return bench if guard == "shut" else bench.operate("B9", guard)


def done(bench: Bench, function: str, *ports: str) -> Bench:
    bench.measure(function, *ports)
    return bench


def held(bench: Bench, span: float) -> Bench:
    """Read a pressure with the gauge of one range."""
    bench.measure("bar", "M1:M", range=span)
    return bench


def dressed() -> Bench:
    """Return a bench at a motor control centre, arc-rated suit on, doors shut."""
    return Bench(MotorControlCentre()).operate("F9", "worn")


def at_zero(press: Bench) -> Bench:
    """Every source of the press off, locked, propped, let off; the meter proved around a test."""
    press.notify()
    for tag in ("Q1", "Q2", "Q3"):
        press.isolate(tag).lock(tag)
    press.block("C2").discharge("C1").discharge("C3").wait(60).prove()
    press.measure("V", "Q1:2", "Q1:4")
    return press.prove()


def refused(*repairs: str) -> Bench:
    """Try a reset that a welded guard contact bars; repair under lockout; try once more."""
    bench = Bench(Palletiser(), "B9: contact 23-24 welded")
    bench.operate("B9", "shut").press("S3").release("S3").operate("B9", "open")
    for tag in repairs:
        bench.bring(LOCKED_OUT).repair(tag).bring(REST)
    return bench.operate("B9", "shut").press("S3").release("S3")


BROKEN: dict[str, Work] = {
    "work-live": lambda: small().repair("K1"),
    "ohms-live": lambda: done(small(), "Ω", "K1:A1", "K1:A2"),
    "amps-short": lambda: done(small(), "A in line", "X1:X1", "X1:X2"),
    "clip-live": lambda: done(labelling(), "Vpp", "A1:Z", "T1:+"),
    "over-cat": lambda: done(Bench(HighVoltage()), "V", "X1:X1", "X1:X2"),
    "not-locked": lambda: done(small().notify().isolate("X1"), "Ω", "K1:A1", "K1:A2"),
    "not-proved": lambda: small().notify().isolate("X1").lock("X1").repair("K1"),
    "not-told": lambda: small().isolate("X1"),
    "under-load": lambda: Bench(MotorStarter()).notify().press("S1").release("S1").isolate("Q1"),
    "lead-off": lambda: locked_out(small()).lift("K1:A1").notify().restore("X1"),
    "not-told-back": lambda: locked_out(small()).restore("X1"),
    "not-discharged": lambda: done(fan_dead(), "MΩ", "W1:1").repair("M1"),
    "not-waited": lambda: Bench(Centrifuge()).notify().isolate("Q1").lock("Q1").lift("R1:1"),
    "not-measured": lambda: Bench(Centrifuge()).notify().isolate("Q1").wait(300).lift("R1:1"),
    "injury": lambda: Bench(HydraulicPress()).reach("B1"),
    "line-pressurised": lambda: stand_at_zero(C1={"A.bar": 90.0}).fit("C1:A"),
    "not-zeroed": lambda: stand().notify().isolate("Q1").lock("Q1").fit("C1:A"),
    "over-range": lambda: held(stand(M1={"M.bar": 90.0}), 60),
    "fell": lambda: Bench(HydraulicPress()).notify().discharge("C1").wait(60),
    "force-untold": lambda: cell().force("A1:Q0.1", True),
    "force-open": lambda: cell("open").notify().force("A1:Q0.1", True),
    "force-interlock": lambda: Bench(PressFitLine()).notify().force("A1:I0.2", True),
    "force-left": lambda: cell().notify().force("A1:Q0.1", True).sign_off("Up by a force."),
    "override-open": lambda: cell("open").operate("press.V1", "override a"),
    "override-untold": lambda: cell().operate("press.V1", "override a"),
    "reset-again": lambda: refused(),
    "arc-flash": lambda: Bench(MotorControlCentre()).notify().operate("U1", "open"),
    "exposed-untold": lambda: dressed().operate("U1", "open"),
}
KEPT: dict[str, Work] = {
    "work-live": lambda: locked_out(small()).repair("K1"),
    "ohms-live": lambda: done(locked_out(small()), "Ω", "K1:A1", "K1:A2"),
    "amps-short": lambda: done(small().press("S1"), "A in line", "S1:13", "S1:14"),
    "clip-live": lambda: done(labelling(), "Vpp", "A1:Z", "T1:-"),
    "over-cat": lambda: done(small(), "V", "X1:X1", "X1:X2"),
    "not-locked": lambda: done(locked_out(small()), "Ω", "K1:A1", "K1:A2"),
    "not-proved": lambda: locked_out(small()).repair("K1").repair("S0:22"),
    "not-told": lambda: small().notify().isolate("X1"),
    "under-load": lambda: (
        Bench(MotorStarter()).notify().press("S1").release("S1").press("S0").release("S0")
        .wait(10).isolate("Q1")
    ),
    "lead-off": lambda: locked_out(small()).lift("K1:A1").land("K1:A1").notify().restore("X1"),
    "not-told-back": lambda: locked_out(small()).notify().restore("X1"),
    "not-discharged": lambda: done(fan_dead(), "MΩ", "W1:1").discharge("M1").repair("M1"),
    "not-waited": lambda: Bench(Centrifuge()).bring("locked out").lift("R1:1"),
    "not-measured": lambda: Bench(Centrifuge()).bring("locked out").repair("T1"),
    "line-pressurised": lambda: stand_at_zero().fit("C1:A").unfit("C1:A").repair("R1"),
    "not-zeroed": lambda: stand_at_zero().lift("C1:A").land("C1:A"),
    "over-range": lambda: held(stand(M1={"M.bar": 90.0}), 160),
    "injury": lambda: at_zero(Bench(HydraulicPress())).reach("B1").repair("B1"),
    "fell": lambda: Bench(HydraulicPress()).notify().block("C2").discharge("C1").wait(60),
    "force-untold": lambda: cell().notify().force("A1:Q0.1", True),
    "force-open": lambda: cell().notify().force("A1:Q0.1", True),
    "force-interlock": lambda: Bench(PressFitLine()).notify().force("A1:I0.2", False),
    "force-left": lambda: (
        cell().notify().force("A1:Q0.1", True).unforce("A1:Q0.1").sign_off("Force taken out.")
    ),
    "override-open": lambda: cell().notify().operate("press.V1", "override a"),
    "override-untold": lambda: cell().notify().operate("press.V1", "override a"),
    "reset-again": lambda: refused("B9"),
    "arc-flash": lambda: dressed().notify().operate("U1", "open").operate("U1", "shut"),
    "exposed-untold": lambda: dressed().notify().operate("U1", "open"),
}  # fmt: skip


def test_every_rule_has_its_two_ways_of_work() -> None:
    assert set(BROKEN) == set(KEPT) == set(RULES)


@pytest.mark.parametrize("rule", BROKEN)
def test_breaking_a_rule_is_on_record_with_its_sentence(rule: str) -> None:
    breach = next(b for b in BROKEN[rule]().attempt.breaches if b["rule"] == rule)
    assert breach["text"] == RULES[rule].text
    assert breach["critical"] is RULES[rule].critical
    assert breach["n"] > 0


@pytest.mark.parametrize("rule", KEPT)
def test_obeying_the_rule_breaks_none(rule: str) -> None:
    assert rules(KEPT[rule]()) == []


def test_an_override_counts_by_whatever_name_the_hand_pushes_it() -> None:
    assert rules(cell("open").notify().press("press.V1")) == ["override-open"]
    assert rules(cell().notify().press("press.V1")) == []


def test_the_whole_procedure_there_and_back_breaks_no_rule() -> None:
    bench = small("K1: coil burnt open")
    bench.press("S1").release("S1")
    locked_out(bench)
    bench.measure("Ω", "K1:A1", "K1:A2")
    bench.try_out("S1").repair("K1").notify().restore("X1").press("S1")
    assert rules(bench) == []
    assert bench.look("K1").text == "pulled in"


@pytest.mark.parametrize(
    ("missing", "rule"),
    [("prove first", "not-proved"), ("test", "not-proved"), ("prove again", "not-proved")],
)
def test_live_dead_live_needs_all_its_three_steps(missing: str, rule: str) -> None:
    bench = small().notify().isolate("X1").lock("X1")
    if missing != "prove first":
        bench.prove()
    if missing != "test":
        bench.measure("V", "X1:X1", "X1:X2")
    if missing != "prove again":
        bench.prove()
    assert rules(bench.repair("K1")) == [rule]


def test_a_proof_made_before_isolating_is_worth_nothing() -> None:
    bench = small().notify().prove()
    bench.measure("V", "K1:A1", "K1:A2")  # 0 V, because the contactor is off: not a dead circuit
    bench.prove().isolate("X1").lock("X1")
    assert rules(bench.repair("K1")) == ["not-proved"]


def test_zero_volts_on_a_circuit_that_can_be_fed_is_no_proof_and_no_licence() -> None:
    # At rest the coil reads 0 V, yet pressing Start feeds it.
    bench = small()
    assert bench.measure("V", "K1:A1", "K1:A2").value < 1
    assert bench.live("K1:A1")
    assert rules(bench.repair("K1:A1")) == ["work-live"]


def test_taking_off_or_putting_on_a_live_conductor_is_work_on_a_live_part() -> None:
    assert rules(small().lift("K1:A1")) == ["work-live"]
    bench = locked_out(small()).lift("K1:A1").notify().restore("X1")
    assert rules(bench.land("K1:A1"))[-1] == "work-live"


def test_restoring_ends_the_proof() -> None:
    bench = locked_out(small()).notify().restore("X1")
    bench.notify().isolate("X1").lock("X1")
    assert rules(bench.repair("K1")) == ["not-proved"]


def test_an_open_switch_is_not_an_isolator() -> None:
    bench = Bench(LampOnSwitch())
    bench.operate("S1", "0")
    assert bench.live("P1:X1")
    assert rules(bench.repair("P1")) == ["work-live"]


def test_ohms_on_a_live_circuit_give_no_reading() -> None:
    bench = small()
    for function in ("Ω", "MΩ", "MΩ 1000 V"):
        reading = bench.measure(function, "K1:A1", "K1:A2")
        assert reading.text == "----"
        assert math.isnan(reading.value)
        assert bench.attempt.events[-1]["value"] == "----"
        assert reading.warnings == ("live circuit: no valid reading",)
    assert rules(bench) == ["ohms-live"] * 3


def test_the_insulation_tester_is_inhibited_until_the_circuit_is_dead() -> None:
    # One terminal to earth; X2 is bonded to earth, so the coil's 150 Ω lies in between.
    bench = small()
    assert bench.measure("MΩ", "K1:A1").text == "----"
    assert locked_out(bench).measure("MΩ", "K1:A1").value == 0.0
    bench.lift("K1:A2")
    assert bench.measure("MΩ", "K1:A1").value > 10


def test_a_meter_above_its_category_is_tagged_out_until_it_is_replaced() -> None:
    bench = Bench(HighVoltage())
    reading = bench.measure("V", "X1:X1", "X1:X2")
    assert "tagged out" in reading.warnings[0]
    with pytest.raises(LabsimError, match=r"tagged out: mend\('multimeter'\)"):
        bench.measure("V", "R1:1", "R1:2")
    with pytest.raises(LabsimError, match="tagged out"):
        bench.prove()
    assert bench.mend("multimeter").cost == 180
    assert bench.measure("V", "R1:2", "X1:X2").value < 0.01  # 1 A through one joint of 1 mΩ


def test_the_safety_of_the_guided_lockout_is_faultless_on_each_machine() -> None:
    for machine in (SmallStarter(), LampOnSwitch(), MotorStarter()):
        bench = Bench(machine)
        bench.bring("locked out").bring("at rest")
        assert rules(bench) == []
