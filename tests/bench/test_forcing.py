"""At the controller: forces, modes, downloads on the record, what the safety rules say, belief."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.hands import Hands
from tests.plc.cell import Cell

CASE = SimpleNamespace(id="", before=(), instruments=("multimeter", "engineering tool"))


def bench(fault: str | None = None) -> Bench:
    return Bench(Cell(), fault and f"A1: {fault}", scenario=CASE)


def rules(work: Bench) -> list[str]:
    return [breach["rule"] for breach in work.attempt.breaches]


def test_the_tool_the_meter_and_the_eye_tell_three_sides_of_an_input() -> None:
    work = bench("input I0.1 left forced off")
    assert work.look("A1").text == "RUN, FORCE; lit: I0.1"
    assert work.measure("V", "A1:I0.1", "A1:1M").value == pytest.approx(24.0, abs=0.1)
    assert work.measure("online", "A1:I0.1").value == 0.0
    assert work.measure("online", "A1:Stop").text == "0"


def test_a_force_told_beforehand_with_the_guard_shut_breaks_no_rule() -> None:
    work = bench().notify().press("S3")
    assert work.measure("online", "A1:I0.3").value == 1.0  # a spare input: its bit alone
    work.force("A1:Q0.1", True)
    assert work.look("P2").text == "lit"
    assert work.measure("online", "A1:Q0.1").value == 0.0
    work.unforce("A1:Q0.1").sign_off("Lamp and its wire are good.")
    assert rules(work) == []


def test_a_force_out_of_the_blue_with_the_guard_open_breaks_two_and_left_in_a_third() -> None:
    work = bench().force("A1:Q0.1", True)
    assert rules(work) == ["force-untold", "force-open"]
    work.sign_off("Done.")
    assert rules(work) == ["force-untold", "force-open", "force-left"]
    critical = {b["rule"] for b in work.attempt.breaches if b["critical"]}
    assert critical == {"force-open", "force-left"}


def test_a_force_on_a_machine_without_power_at_its_outputs_moves_nothing() -> None:
    work = bench().mode("A1", "program").force("A1:Q0.1", True)
    assert rules(work) == []


def test_a_force_that_somebody_else_left_is_not_charged_to_the_apprentice() -> None:
    work = bench("output Q0.1 left forced on").sign_off("Nothing found.")
    assert rules(work) == []


def test_taking_a_left_force_out_cures_and_a_download_cures_an_edited_program() -> None:
    work = bench("input I0.1 left forced off").unforce("A1:I0.1")
    assert work.look("A1").text == "RUN; lit: I0.1"
    assert work.sim.wrong == [{}]
    work = bench("seal-in contact taken out").repair("A1")
    assert work.sim.wrong != [{}]  # the memory card came over
    before = work.clock
    work.download("A1").press("S1").release("S1")
    assert work.look("P1").text == "lit"
    assert work.sim.wrong == [{}]
    assert work.attempt.of("set")[0]["dt"] == pytest.approx(8 * 60)
    assert work.clock > before


def test_the_record_is_played_back_to_the_same_machine(tmp_path: object) -> None:
    work = bench("input I0.1 left forced off").press("S1").release("S1")
    work.force("A1:Q0.1", True).unforce("A1:I0.1").press("S1").release("S1")
    work.mode("A1", "program").mode("A1", "run")
    work.attempt.save(tmp_path / "a.jsonl")
    again = Bench(Cell(), "A1: input I0.1 left forced off", scenario=CASE,
                  attempt=Attempt.load(tmp_path / "a.jsonl"))  # fmt: skip
    assert again.look("A1").text == work.look("A1").text
    assert np.array_equal(again.sim.states["A1", "forced"], work.sim.states["A1", "forced"])
    assert again.sim.wrong == work.sim.wrong
    fresh = bench("input I0.1 left forced off")
    for event in work.attempt.events[1:]:
        fresh.again(event)
    assert fresh.look("A1").text == work.look("A1").text


def test_the_coach_forces_on_all_variants_at_once() -> None:
    """What a forced output tells: transistor, lamp, or a bit that never came."""
    machine = Cell()
    names = ["A1: output transistor Q0.1 open", "P2: lamp burnt out", "A1: preset of T1 changed"]
    sim = Simulation(machine, [Variant(), *(variants_of(machine.fault(n))[0] for n in names)])
    hands = Hands(sim, titles=CASE.instruments)
    hands.do({"do": "force", "point": "A1:Q0.1", "on": True, "dt": 60.0})
    seen = hands.do({"do": "look", "tag": "P2"}).value.tolist()
    assert seen == ["lit", "dark", "dark", "lit"]
    volts = hands.do({"do": "measure", "function": "V", "ports": ["P2:X1", "P2:X2"]}).value
    assert (volts > 20).tolist() == [True, False, True, True]
    hands.do({"do": "unforce", "point": "A1:Q0.1", "dt": 30.0})
    assert hands.do({"do": "look", "tag": "P2"}).value.tolist() == ["dark"] * 4


def test_what_cannot_be_done_at_a_controller_is_refused_with_what_can() -> None:
    work = bench()
    refusals = {
        r"A1 forces inputs and outputs; it has no point Q0\.7": ("force", "A1:Q0.7", 1),
        r"S1 is a push button, no controller: A1": ("force", "S1:13", 1),
        r"force A1:Q0\.1 to 'on': True or False": ("force", "A1:Q0.1", "on"),
        r"I0\.0 is not forced; forced by yourself: none": ("unforce", "A1:I0.0"),
        r"A1 has no mode remote; it has program, run": ("mode", "A1", "remote"),
        r"A1 has no variable 1M; it has I0\.0": ("measure", "online", "A1:1M"),
        r"T1 is a TIMER: name one value of it": ("measure", "online", "A1:T1"),
        r"A1:Run of the PLC is no place to measure": ("measure", "V", "A1:Run", "A1:M"),
    }  # fmt: skip
    for said, (verb, *arguments) in refusals.items():
        with pytest.raises(ValueError, match=said):
            getattr(work, verb)(*arguments)
    assert len(work.attempt.events) == 1
    work.isolate("G1")
    with pytest.raises(ValueError, match="A1 does not answer: its LEDs are dark"):
        work.force("A1:Q0.1", True)
    assert work.measure("online", "A1:I0.0").text == "----"
