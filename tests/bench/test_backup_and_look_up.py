"""Back up, compare, look up: recorded, replayed, refused with what there is."""

from __future__ import annotations

import pytest

import labsim
from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.errors import LabsimError

LAB = labsim.lab("PLC-04")


def test_a_look_up_names_the_writer_first_and_takes_half_a_minute_on_record() -> None:
    bench = LAB.bench()
    said = bench.look_up("A1:PM1_7B")
    assert said == (
        "PERM1, rung 10: OTE writes it",
        "PERM1, rung 12: XIC reads it",
        "PERM1, rung 16: XIC reads it",
    )
    event = bench.attempt.events[-1]
    assert (event["do"], event["point"], event["t"]) == ("look_up", "A1:PM1_7B", 0.5)


def test_an_input_is_looked_up_by_its_address_and_a_timer_whole() -> None:
    bench = LAB.bench()
    assert bench.look_up("A1:I1.3") == ("MEDIA, rung 0: XIC reads it",)
    assert bench.look_up("A1:TM_OUT")[0] == "OUTF, rung 0: TON writes it"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda b: b.look_up("A1:PM1_77"), "no tag PM1_77"),
        (lambda b: b.look_up("A2:I0.0"), "no controller: A1"),
        (lambda b: b.look_up("PM1_07"), "PM1_07"),
        (lambda b: b.look_up("A1"), "write controller and tag"),
        (lambda b: b.backup("A3"), "no controller: A1"),
        (lambda b: b.measure("compare", "A1:SQ1"), "A1:program"),
        (lambda b: b.measure("online", "A1:program"), "no variable program"),
    ],
)
def test_what_cannot_be_looked_up_or_kept_is_refused(wrong, said: str) -> None:
    bench = LAB.bench()
    with pytest.raises(LabsimError, match=said):
        wrong(bench)
    assert len(bench.attempt.events) == 1


def test_compare_tells_what_is_other_than_on_file_and_nothing_of_forces() -> None:
    cases = {
        None: "no difference",
        "A1: HM1_PLK left on": "HM1_PLK: 1, on file 0",
        "A1: input I1.2 left forced off": "no difference",
        "A1: second coil of MD_OK added":
            "OUTF rung 10: XIC(OP_2)XIC(RK2_IN.7)OTE(MD_OK) is added",
        "A1: preset of TM_OUT changed to 1 h":
            "OUTF rung 0: XIC(MO1_RUN)XIO(IN_OUT)TON(TM_OUT,3600000,0), "
            "on file XIC(MO1_RUN)XIO(IN_OUT)TON(TM_OUT,300,0)",
    }  # fmt: skip
    for fault, said in cases.items():
        assert LAB.bench(fault).measure("compare", "A1:program").value == said


def test_a_dark_controller_answers_nothing_and_is_not_backed_up() -> None:
    bench = LAB.bench().isolate("Q1")
    assert bench.measure("compare", "A1:program").text == "no answer"
    with pytest.raises(LabsimError, match="nothing to back up"):
        bench.backup("A1")


def test_the_record_is_done_again_with_the_same_readings(tmp_path) -> None:
    bench = LAB.bench("A1: second coil of MD_OK added")
    bench.press("S1").wait(4).backup("A1").look_up("A1:MD_OK")
    bench.measure("compare", "A1:program")
    bench.attempt.save(tmp_path / "mine.jsonl")
    again = Attempt.load(tmp_path / "mine.jsonl")
    other = Bench(LAB.machine, "A1: second coil of MD_OK added", None, LAB.scenario, again)
    assert other.clock == bench.clock
    third = LAB.bench("A1: second coil of MD_OK added")
    for event in again.events[1:]:
        third.again(event)
    assert [e["do"] for e in third.attempt.events] == [e["do"] for e in again.events]
    assert third.attempt.events[-1]["value"] == again.events[-1]["value"]
