"""The key of PLC-03: six sisters that their readings decide, and a program mended and tried out."""

from __future__ import annotations

from itertools import product

import pytest

import labsim
from grading.answers.plc_03 import Mended
from labsim.core.errors import LabsimError
from labsim.seeds import derive
from labsim.teaching import weighfix, weighing
from labsim.teaching.weighfix import Sister, changed, cost, rungs_of, sister

LAB = labsim.lab("PLC-03")
OWN = Sister(2000, 6, (weighfix.SCALING[0], weighfix.EDGES[1], weighfix.TIMES[2]))
KEY = Mended(own=OWN)
GUARD = "XIC(Stop_OK)XIO(Fault)XIO(T_Idle.DN)[XIC(Start_Edge),XIC(Run)]OTE(Run);"


def whose(told: list[str]) -> str:
    """Go from left to right as the notebook says, and stop at the first that does not fit."""
    empty, loaded, counted, _mark, track, done, _bins, lamp = told
    amps = float(loaded.split()[0])
    raw, grams = (float(part.split()[0]) for part in counted.split(", "))
    closest = min((len(run) for run in track.strip("0").split("1")[1:-1]), default=6)
    if abs(amps - 8.8) > 0.2 or float(empty.split()[0]) > 4.2 or (closest < 6 and done == "4, 2"):
        return "sensor"
    if abs(grams - raw * 3000 / 27648) > 5:
        return "scaling"
    return "process" if lamp == "lit" else "logic"


def test_the_readings_of_a_sister_say_whose_error_it_is() -> None:
    cases = [(who, fault) for who, some in weighing.WHOSE.items() for fault in some]
    found = weighing.readings(LAB, [fault for _, fault in cases])
    assert {f: whose(row) for (_, f), row in zip(cases, found, strict=True)} == {
        fault: who for who, fault in cases
    }


def test_neighbours_have_other_sheets_and_other_programs() -> None:
    seeds = [derive("ticket", "PLC-03", name) for name in ("a", "b", "c", "d")]
    assert len({str(weighing.sheet_faults(s)) for s in seeds}) == len(seeds)
    assert len({sister(hash(n)).found for n in range(8)}) > 5
    for n in range(20):
        assert {who for who, _ in weighing.sheet_faults(n).values()} == set(weighing.WHOSE)


def test_every_wrong_program_is_put_right_by_changing_what_is_wrong() -> None:
    for edits in product(weighfix.SCALING, weighfix.EDGES, weighfix.TIMES):
        own = Sister(3000, 5, edits)
        mended = changed(own.found, Mended(own=own).example())
        assert rungs_of(mended) == rungs_of(own.right)
        assert 3 <= cost(own.found, mended) <= 6


def test_half_of_a_repair_earns_less_than_all_of_it_and_a_rewrite_less_than_a_repair() -> None:
    best = KEY.example()
    all_of_it, note = KEY.judge(best)
    assert (all_of_it, note.split()[0]) == (1.0, "0")
    assert KEY.judge(best[:1])[0] < 0.5
    rungs = rungs_of(OWN.found)
    busy = [f"{n}: NOP(){rungs[n]}" for n in (0, 1, 2, 3, 12, 13, 14, 15)]
    assert KEY.judge([*best, *busy])[0] == pytest.approx(35 / 45)


def test_neither_the_program_as_found_nor_one_past_the_guard_earns_anything() -> None:
    same = [f"0: {rungs_of(OWN.found)[0]}"]
    assert KEY.judge(same)[0] == 0
    share, note = KEY.judge([*KEY.example(), f"2: {GUARD}"])
    assert share == 0
    assert "guard" in note


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("4: XIC(a)OTE(b);", "list of texts"),
        ({"4": "XIC(a)OTE(b);"}, "list of texts"),
        (["four: XIC(a)OTE(b);"], "begin with a rung"),
        (["99: XIC(a)OTE(b);"], "begin with a rung"),
        (["4: " + "XIC(a)" * 200 + "OTE(b);"], "characters"),
        (["4: XIC(a)OTE(b"], "column"),
        (["4: XIC(a)JMP(Here);"], "JMP"),
        (["4: -"] * 21, "at most"),
    ],
)
def test_a_change_that_cannot_be_made_says_why(changes: object, said: str) -> None:
    with pytest.raises(LabsimError, match=said):
        changed(OWN.found, changes)
    share, note = KEY.judge(changes)
    assert share == 0
    assert said in note


def test_a_trend_draws_bits_in_lanes_and_numbers_as_curves_and_names_what_there_is() -> None:
    piece = weighing.trend(LAB, "Eye", "Weight", seconds=4.0)
    # The first box, 1.2 kg, comes to the eye 1.1 + 0.2 + 320/300 = 2.4 s after its start.
    assert "Eye: off at first, on at 2.2 s, off at 2.9 s" in piece.words
    assert "Weight in g" in piece.words
    with pytest.raises(LabsimError, match="Weihgt"):
        weighing.trend(LAB, "Weihgt")
    with pytest.raises(LabsimError, match="shows tags"):
        weighing.trend(LAB)
