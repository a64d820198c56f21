"""Look-ups against the shortest way back, and backups as found and as left."""

from __future__ import annotations

import pytest

import labsim
from labsim.coach.keeping import kept
from labsim.coach.lookups import causes, included, lost, way
from labsim.plc import read_rungs

LAB = labsim.lab("PLC-04")
CHAIN = "XIC(A)OTE(B); XIC(B)XIC(C)OTE(D); XIC(D)XIC(T.DN)OTE(E); XIC(X)TON(T,100,0); XIC(X)OTE(C);"


def test_the_way_goes_back_by_writers_and_is_the_shortest() -> None:
    program = read_rungs(CHAIN)
    assert way(program, "E", ["A"]) == ["E", "D", "B", "A"]
    assert way(program, "E", ["X"]) == ["E", "T", "X"]  # not by way of D and C
    assert way(program, "e", ["x", "A"]) == ["E", "T", "X"]
    assert way(program, "E", ["E"]) == ["E"]


def test_where_no_cause_feeds_the_start_its_own_rung_is_what_must_be_cleared() -> None:
    assert way(read_rungs(CHAIN), "D", ["Q"]) == ["D", "B", "C"]


@pytest.mark.parametrize(
    ("fault", "tags"),
    [
        ("B7: no output", {"IN_SEA"}),
        ("A3: input I1.4 dead", {"IN_TOL"}),
        ("A1: output Q0.2 left forced off", {"OU_PR"}),
        ("B9: contact 23-24 does not make", {"OU_PR"}),
        ("A1: HM1_PLK left on", {"HM1_PLK"}),
        ("A1: contact AG1_PR swapped", {"PM1_07"}),
        ("Y3: coil burnt open", set()),
    ],
)
def test_a_fault_comes_into_the_program_at_its_own_tags(fault: str, tags: set[str]) -> None:
    assert causes(LAB.machine, LAB.machine.A1, LAB.machine.fault(fault)) == tags


def test_look_ups_along_the_way_are_free_and_those_beyond_cost_their_minutes() -> None:
    """Way to HM1_PLK: TR1_07, PM1_07, PM1_7C, HM1_PLK: four, and half as many again are free."""
    fault, bench = "A1: HM1_PLK left on", LAB.bench("A1: HM1_PLK left on")
    assert lost(LAB, bench.attempt, fault) == (0.0, "")
    for tag in ("TR1_07", "PM1_07", "PM1_7A", "PM1_7B", "PM1_7C", "HM1_PLK"):
        bench.look_up(f"A1:{tag}")
    minutes, said = lost(LAB, bench.attempt, fault)
    assert minutes == 0.0
    assert said.endswith("TR1_07 → PM1_07 → PM1_7C → HM1_PLK (4).")
    bench.look_up("A1:HM1_PLK")  # the same once more is none
    for tag in ("SQ1", "MO1_RUN", "MD_OK"):
        bench.look_up(f"A1:{tag}")
    assert lost(LAB, bench.attempt, fault)[0] == pytest.approx(3 * 0.5)


def test_a_scenario_without_a_stall_judges_no_look_ups() -> None:
    lab = labsim.lab("PLC-01")
    bench = lab.bench()
    bench.look_up("A1:Ready")
    assert lost(lab, bench.attempt, "B1: terminal BU open") == (0.0, "")


def test_a_backup_counts_before_the_first_change_and_after_the_last() -> None:
    def worth(*deeds: str) -> float:
        bench = LAB.bench("A1: HM1_PLK left on")
        for deed in deeds:
            getattr(bench, deed)("A1")
        return kept(LAB.scenario, bench.attempt)[0]

    assert worth("download") == 0.0
    assert worth("backup", "download") == 0.5
    assert worth("download", "backup") == 0.5
    assert worth("backup", "download", "backup") == 1.0
    assert kept(labsim.lab("PLC-01").scenario, LAB.bench().attempt) == (1.0, "")


def test_readings_of_a_rung_that_was_looked_up_and_one_comparison_need_no_reason() -> None:
    bench = LAB.bench("A1: HM1_PLK left on").press("S1").wait(4)
    bench.measure("online", "A1:PM1_7A")  # before anything was looked up
    bench.look_up("A1:PM1_07")
    for name in ("PM1_07", "PM1_7A", "MD_OK"):  # MD_OK is not in that rung
        bench.measure("online", f"A1:{name}")
    bench.measure("compare", "A1:program")
    bench.measure("compare", "A1:program")
    lines = [e["n"] for e in bench.attempt.of("measure")]
    assert included(LAB, bench.attempt) == {lines[1], lines[2], lines[4]}


def test_who_walks_back_and_proves_by_comparing_loses_little_of_the_path() -> None:
    fault = "A1: call of OUTF taken out"
    bench = LAB.bench(fault).press("S1").wait(4)
    bench.look("P2")
    walk = {"TR1_07": ["PM1_07", "PR1_DWN"], "PM1_07": ["PM1_7A", "PM1_7B", "PM1_7C"],
            "PM1_7C": ["HM1_PLK", "OF_OK"], "OF_OK": ["OF_ALL", "OF_BLK"],
            "OF_FRE": ["TM_OUT.ACC", "I1.5"]}  # fmt: skip
    for tag, names in walk.items():
        bench.look_up(f"A1:{tag}")
        for name in names:
            bench.measure("online", f"A1:{name}")
    bench.backup("A1").measure("compare", "A1:program")
    bench.release("S1").diagnose("A1", "call of OUTF taken out").notify().download("A1")
    bench.press("S1").wait(4).look("P2")
    bench.release("S1").backup("A1")
    bench.sign_off("A1: call of OUTF taken out. OF_OK = 0 though I1.5 = 0 and TM_OUT.ACC = 0.")
    score = labsim.coach.score(LAB, bench.attempt, fault)
    assert score.parts["evidence"] == 40 and score.parts["safety"] == 20
    assert score.parts["path"] > 14 and score.parts["report"] == 20
    assert any(note.startswith("Cross reference: 5 look-ups") for note in score.notes)
