"""INS-04: what is true of eighteen connections, and what a sheet earns that says so."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

import labsim
from labsim import thermal
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import ins_04
from labsim.coach.tasks.ins_04_bots import open_up, sheet_of, survey
from labsim.course import draw, own_bench, replay
from labsim.hidden import twin
from labsim.seeds import derive
from labsim.teaching import surveys
from labsim.thermal.surface import Surface

LAB = labsim.lab("INS-04")
UNITS = ("0", *LAB.scenario.units)
MINE = "Q3: terminal 4 loose"


def at(unit: str, fault: str = MINE, seed: int | None = None) -> Bench:
    machine = LAB.scenario.build(unit)
    return Bench(machine, twin(LAB.machine.fault(fault), machine), seed, LAB.scenario)


def earned(work: Callable[[Bench], Any], unit: str = "0") -> labsim.coach.Score:
    bench = at(unit)
    work(bench)
    return score(LAB, bench.attempt, MINE)


def filed(rows: dict[str, tuple], look: bool = True, load: bool = True) -> Callable[[Bench], None]:
    """Return a survey that aims and clamps where the sheet has a line, and files the sheet."""

    def work(bench: Bench) -> None:
        open_up(bench)
        for place in rows:
            if look:
                bench.measure("°C", place)
            if load:
                bench.measure("A", place)
        bench.file("P9", thermal.write_sheet(rows))

    return work


def true_rows() -> dict[str, tuple]:
    known = ins_04.truth(LAB, 0, MINE)
    bad = sorted((c for c in known.values() if c.defect), key=lambda c: -c.at_full)
    return {
        c.place: (c.celsius, "defect", max(c.classes), bad.index(c) + 1)
        if c.defect
        else (c.celsius, "sound")
        for c in known.values()
    }


# the machine ------------------------------------------------------------------------------------
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("fault", [f.id for f in LAB.family])
def test_every_board_has_four_bad_joints_whose_class_and_order_do_not_hang_on_a_kelvin(
    unit: str, fault: str
) -> None:
    known = ins_04.truth(LAB, int(unit), fault)
    assert len(known) == 18
    real = sorted((c for c in known.values() if c.defect), key=lambda c: -c.at_full)
    assert len(real) == 4
    assert all(len(c.classes) == 1 for c in real)
    assert all(c.kelvin > 4 for c in real), "the camera can tell it from noise"
    assert all(c.kelvin < 1 for c in known.values() if not c.defect)
    assert all(a.at_full > 1.1 * b.at_full for a, b in pairwise(real))


@pytest.mark.parametrize("unit", UNITS)
def test_every_board_has_its_three_traps(unit: str) -> None:
    machine = LAB.scenario.build(unit)
    known = ins_04.truth(LAB, int(unit), MINE)
    surfaces = [p for p in machine.components.values() if isinstance(p, Surface)]
    bright = [s for s in surfaces if s.values["emissivity"] < 0.3]
    sunlit = [s for s in surfaces if s.values["reflected"] > 80 and s not in bright]
    assert [len(bright), len(sunlit)] == [1, 1]
    assert not any(known[s.of.name].defect for s in (*bright, *sunlit))
    idle = [c for c in known.values() if c.defect and c.amps < 0.4 * c.full]
    assert idle
    assert max(known.values(), key=lambda c: c.at_full) in idle
    assert max(known.values(), key=lambda c: c.kelvin) not in idle, "a picture does not show it"


@pytest.mark.parametrize("unit", UNITS)
def test_both_reflections_look_hot_to_a_camera_with_the_settings_of_the_factory(unit: str) -> None:
    bench = at(unit)
    open_up(bench)
    for part in bench.machine.components.values():
        if isinstance(part, Surface) and part.values["reflected"] > 60:
            assert bench.measure("°C", part.of.name).value > 50


def test_a_truth_worked_by_hand() -> None:
    """Q3:4, 77 A · 0.8 = 61.6 A, 6 mΩ: 22.8 W, 45.5 K over 38 °C; full load 65 K against 0.5 mΩ."""
    true = ins_04.truth(LAB, 0, MINE)["Q3:4"]
    assert true.amps == pytest.approx(61.6, rel=0.03)
    assert true.celsius == pytest.approx(38 + 45.5, abs=2.5)
    assert true.at_full == pytest.approx(2 * 77**2 * 5.5e-3, rel=0.01)
    assert true.full == 77.0


# the marks --------------------------------------------------------------------------------------
def test_the_marks_are_those_of_the_curriculum() -> None:
    assert ins_04.MARKS == {"temperature": 30, "defects": 40, "severity": 30}


@pytest.mark.parametrize("name", ins_04.BOTS)
def test_a_simulated_surveyor_scores_in_its_band(name: str) -> None:
    bot, low, high = ins_04.BOTS[name]
    for unit, seed in (("2", 4), ("5", 6)):
        bench = at(unit, seed=seed)
        bot(LAB, None, bench, 0)
        assert low <= score(LAB, bench.attempt, MINE).total <= high, unit


@pytest.mark.parametrize("student", ["ann", "ben"])
def test_the_expert_earns_all_on_everybodys_own_board_and_the_record_plays_back(
    student: str,
) -> None:
    seed = derive("ticket", LAB.id, student)
    bench = own_bench(LAB, seed, None)
    bench.attempt.stamp(lab=LAB.id, edition=LAB.edition, seed=seed.commitment)
    ins_04.BOTS["expert"][0](LAB, None, bench, 0)
    fresh, odd = replay(LAB, bench.attempt, seed)
    assert odd == []
    assert score(LAB, fresh, draw(LAB, seed.fault).id).total >= 98


def test_what_is_true_earns_all_and_what_the_camera_never_saw_nothing() -> None:
    rows = true_rows()
    assert earned(filed(rows)).total == pytest.approx(100)
    assert earned(filed(rows, look=False)).total == 0


def test_a_class_without_a_current_earns_nothing_but_the_order_does() -> None:
    part = earned(filed(true_rows(), load=False)).parts
    assert part == {"temperature": 30, "defects": 40, "severity": 15}


def test_a_false_alarm_and_a_missed_joint_cost_by_f1() -> None:
    rows = true_rows()
    rows["Q4:2"] = (rows["Q4:2"][0], "defect", 3, 5)
    assert earned(filed(rows)).parts["defects"] == pytest.approx(40 * 8 / 9, abs=0.01)
    del rows["Q4:2"], rows["Q3:4"]
    assert earned(filed(rows)).parts["defects"] == pytest.approx(40 * 6 / 7, abs=0.01)


def test_everything_called_a_defect_is_worth_little() -> None:
    rows = {place: (40.0, "defect", 3, n) for n, place in enumerate(true_rows(), 1)}
    part = earned(filed(rows)).parts
    assert part["defects"] == pytest.approx(40 * 8 / 22, abs=0.01)


def test_three_kelvin_are_within_and_four_are_not() -> None:
    near = {p: (row[0] + 2.9, *row[1:]) for p, row in true_rows().items()}
    far = {p: (row[0] + 4.0, *row[1:]) for p, row in true_rows().items()}
    assert earned(filed(near)).parts["temperature"] == 30
    assert earned(filed(far)).parts["temperature"] == 0


def test_a_door_opened_in_shirt_sleeves_caps_the_lab() -> None:
    def work(bench: Bench) -> None:
        bench.operate("U1", "open")
        filed(true_rows())(bench)

    found = earned(work)
    assert found.capped
    assert any("arc-rated" in note for note in found.notes)


def test_nothing_done_is_nothing_scored() -> None:
    assert earned(lambda bench: None).total == 0
    assert earned(lambda bench: bench.look("U1")).total == 0


def test_a_sheet_that_cannot_be_read_says_why_and_earns_nothing() -> None:
    def work(bench: Bench) -> None:
        filed({"Q1:2": (40.0, "sound")})(bench)
        bench.file("P9", "Q1:2; forty")

    found = earned(work)
    assert found.total == 0
    assert "The sheet cannot be read" in found.notes[0]


# the notebook's sheet -----------------------------------------------------------------------------
def test_lines_may_be_written_as_board_0_calls_them_and_are_filed_by_ones_own_tags() -> None:
    bench = at("3")
    open_up(bench)
    bench.measure("°C", "Q31:2")
    told = surveys.put_on_file(bench, {"Q1:2": (41.5, "sound"), "Q1:4": (None, "", None, None)})
    assert bench.attempt.of("file")[-1]["text"] == "Q31:2; 41.5; sound; ; "
    assert "41.5  sound" in told.words


def test_an_empty_sheet_files_nothing() -> None:
    bench = at("0")
    surveys.put_on_file(bench, {"Q1:2": (None, "", None, None)})
    assert not bench.attempt.worked
    assert len(surveys.places(bench.machine)) == 18


def test_an_expert_without_a_bright_lug_to_tape_reads_in_the_end_what_is_true() -> None:
    bench = at("0")
    open_up(bench)
    found, known = survey(bench), ins_04.truth(LAB, 0, MINE)
    assert all(abs(found[p].celsius - known[p].celsius) < 2 for p in known)
    assert "Q4:2" in sheet_of(found)
