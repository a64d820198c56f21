"""PLC-02: programs of every kind are tried as acceptance would, none harms the grader."""

from __future__ import annotations

import pytest

import labsim
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import plc_02
from labsim.coach.tasks.plc_02_bots import EXPERT, PROGRAMS
from labsim.coach.tasks.plc_02_lint import tidy
from labsim.coach.tasks.plc_02_station import Station, outcomes, program_of
from labsim.coach.tasks.plc_02_trials import BEHAVIOUR, FAULTS
from labsim.core.errors import LabsimError
from labsim.course import own_bench, replay
from labsim.plc.errors import ProgramError
from labsim.seeds import derive
from labsim.teaching import startstop

LAB = labsim.lab("PLC-02")
FAMILY = [fault.id for fault in LAB.family]
IEC = EXPERT.replace("Late,500,0)", "Late,T#500ms)").replace("Late.DN", "Late.Q")


def handed_in(text: str) -> labsim.coach.Score:
    bench: Bench = LAB.bench(FAMILY[0]).file("A1", text)
    return score(LAB, bench.attempt, FAMILY[0])


def failed(text: str, trials: tuple = (*BEHAVIOUR, *FAULTS)) -> set[str]:
    return {one.trial.title for one in outcomes(program_of(text), trials) if not one.passed}


def test_marks_are_those_of_the_curriculum() -> None:
    assert list(plc_02.MARKS.values()) == [70, 20, 10]
    assert sum(trial.points for trial in BEHAVIOUR) == 70
    assert sum(trial.points for trial in FAULTS) == pytest.approx(20)
    assert len(FAULTS) == 6


QUICK = ("expert", "latch", "stop as a make contact", "never runs", "syntax error", "nothing")


def test_simulated_apprentices_score_in_their_bands() -> None:
    """The others go through the audit, with these."""
    for name in QUICK:
        bot, low, high = plc_02.BOTS[name]
        bench = LAB.bench(FAMILY[0])
        bot(LAB, None, bench, 0)
        total = score(LAB, bench.attempt, FAMILY[0]).total
        assert low <= total <= high, (name, total)


def test_the_same_program_in_iec_passes_every_trial() -> None:
    assert program_of(IEC).dialect == "iec"
    assert failed(IEC, (*BEHAVIOUR[:1], *BEHAVIOUR[-2:], *FAULTS)) == set()


@pytest.mark.parametrize(
    ("old", "new", "which"),
    [
        ("XIC(Overload_OK)XIC(Guard_OK)", "XIC(Guard_OK)",
         {"overload and its reset", "jog without permission"}),
        ("XIC(EStop_OK)", "", {"emergency stop in and out", "wire of the emergency stop"}),
        ("XIC(Start)XIC(Start_Was_Off)", "XIC(Start)",
         {"start held down", "start button stuck"}),
        ("XIC(Answer_Late.DN)OTL", "XIC(Jog)XIC(Answer_Late.DN)OTL",
         {"feedback contact welded", "feedback does not come", "wire off the contactor's coil"}),
    ],
)  # fmt: skip
def test_a_part_left_out_fails_the_trials_that_ask_for_it(
    old: str, new: str, which: set[str]
) -> None:
    assert old in EXPERT
    near = [t for t in (*BEHAVIOUR, *FAULTS) if t.title in which | {"stop", "dead input", "jog"}]
    assert failed(EXPERT.replace(old, new), tuple(near)) == which


def test_a_belt_that_starts_after_a_power_dip_is_not_accepted() -> None:
    found = handed_in(PROGRAMS["latch"])
    assert found.parts["behaviour"] == 63
    assert found.capped
    assert found.total == 40
    assert any("24 V went for a second" in note for note in found.notes)


HOSTILE = {
    "XIC(Start)JMP(again);": "line 1, column 11: JMP is not for this task",
    "XIC(Start)\nFOO(a)OTE(Motor);": "line 2, column 1: FOO is no instruction",
    "XIC(Start)[XIC(Stop_OK)OTE(Motor);": "line 1, column 11",
    "XIC(Big[99999999])OTE(Motor);": "line 1, column 1: XIC: name a variable",
    "XIC(N7:300000)OTE(Motor);": "line 1, column 1: XIC: name a variable",
    "XIC(Start)TON(T1,-5,0);": "line 1, column 11: TON: -5 is less than nothing",
    "XIC(Start)TON(Motor,500,0);": "Motor is a BOOL: no memory for TON",
    "XIC(Start)CPT(x,9**9**9);": "is not for this task",
    "ROUTINE Main\nXIC(a)OTE(b);\nROUTINE Other\nXIC(a)OTE(b);": "one routine is enough",
    "// only words": "no rung in it",
    "XIC(Start)OTE(Motor);" * 61: "61 rungs; 60 at most",
    "XIC(A)" * 330 + "\n" + "XIC(A)" * 330 + "OTE(B);": "at most",
    "(" * 3000: "longer than 2000 characters",
    ("[" * 1900 + "\n") * 10: "",
    "\x00\ud800": "",
    "": "there is no program",
}


def test_whatever_is_written_ends_in_a_clear_word() -> None:
    for text, said in HOSTILE.items():
        with pytest.raises(ProgramError) as raised:
            program_of(text)
        assert said in str(raised.value), text[:40]
        assert "controller does not take it" in str(startstop.practise(text or " x "))
        found = handed_in(text)
        assert found.total == 0
        assert found.notes


def test_a_flickering_output_is_told_and_costs_the_grader_nothing() -> None:
    for text in (
        "XIO(Motor)OTE(Motor);",
        "XIC(Start)XIO(Motor)OTE(Motor);",
        "XIO(Clamp)OTE(Clamp);",
    ):
        found = handed_in(text)
        assert found.total == 0
        assert "times a second though nobody touches" in found.notes[0]
    too_quick = handed_in(EXPERT.replace(",500,0)", ",5,0)"))
    assert too_quick.notes == [
        "The belt never ran. A program that does nothing is not safe, it is off."
    ]


def test_a_stamp_that_moves_is_no_part_of_this_order() -> None:
    text = EXPERT + "// The stamp comes with the belt.\nXIC(Automatic)OTE(Stamp);"
    (told,) = [one.trouble for one in outcomes(program_of(text), BEHAVIOUR[:1])]
    assert told == "Clamp and stamp are not in service: they must stay in. One came out."


def test_too_long_a_text_is_refused_at_the_bench_and_nothing_is_on_record() -> None:
    bench = LAB.bench(FAMILY[0])
    with pytest.raises(LabsimError, match="at most 20000 characters"):
        bench.file("A1", "x" * 20_001)
    with pytest.raises(LabsimError, match="takes no program"):
        bench.file("K1", EXPERT)
    assert not bench.file("A1", "").file("A1", "  \n").attempt.worked


def test_the_latest_program_on_file_counts_and_its_record_comes_out_on_replay() -> None:
    seed = derive("ticket", LAB.id, "ann")
    bench = own_bench(LAB, seed, None)
    bench.attempt.stamp(lab=LAB.id, edition=LAB.edition, seed=seed.commitment)
    bench.file("A1", PROGRAMS["never runs"]).file("A1", EXPERT).file("A1", EXPERT)
    assert len(bench.attempt.of("file")) == 2
    bench.sign_off("Tried.")
    bench.file("A1", PROGRAMS["latch"])
    fresh, odd = replay(LAB, bench.attempt, seed)
    assert odd == []
    assert score(LAB, fresh, FAMILY[1]).total == 100


def test_comments_names_and_order_are_looked_at() -> None:
    def share(text: str) -> float:
        return tidy(program_of(text))[0]

    assert share(EXPERT) == 1
    assert share("XIC(Start)OTE(Motor);") == pytest.approx(0.5)
    assert share("// The same words again.\nXIC(Start)OTE(Motor);\n// The same words again.\n"
                 "XIC(Motor)OTE(Run_Lamp);") == pytest.approx(0.5)  # fmt: skip
    twice = "// Start runs the belt.\nXIC(Start)OTE(Motor);\n// Jog runs the belt.\nXIC(Jog)"
    assert share(f"{twice}OTE(Motor);") == pytest.approx(0.9)
    assert share(f"{twice}XIC(Nowhere)OTE(Run_Lamp);") == pytest.approx(0.9)
    assert share(f"{twice}OTE(m1);") == pytest.approx(0.7)


def test_practice_trials_are_others_than_those_of_the_acceptance() -> None:
    hidden = {trial.do for trial in (*BEHAVIOUR, *FAULTS)}
    assert not hidden & {trial.do for trial in startstop.PRACTICE}
    told = str(startstop.practise(startstop_first()))
    assert "With the wire of the overload contact off it must stop. It went on running." in told
    assert "danger" in told
    assert "failed" not in str(startstop.practise(EXPERT))


def startstop_first() -> str:
    return "// Belt, sealed in.\n[XIC(Start),XIC(Motor)]XIC(Stop_OK)OTE(Motor);"


def test_the_station_begins_every_trial_as_power_came_on() -> None:
    station = Station(program_of(EXPERT)).push("Start").off("S0:22").put("B9", "open").wait()
    station.anew()
    assert not station.turns
    assert station.push("Start").turns


def test_an_empty_station_stands_and_shows_no_program() -> None:
    bench = startstop.station("")
    bench.press("S1").wait(1.0)
    assert bench.look("M1").text == "stands still"
    assert bench.look("A1").text.startswith("RUN; lit: I0.0 I0.1")
