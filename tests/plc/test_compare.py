"""Two programs compared, rung by rung and value by value."""

from __future__ import annotations

from labsim.plc import read_rungs
from labsim.plc.parts.edits import both, constant, kept, uncalled
from labsim.plc.reasons.compare import compared, differing

FILE = """
ROUTINE Main
XIC(A)OTE(B);
JSR(Sub);
MOV(5,N);
END_ROUTINE
ROUTINE Sub
XIC(B)OTE(C);
XIC(C)OTL(D);
END_ROUTINE
"""


def test_the_same_program_spelt_otherwise_is_no_difference() -> None:
    spelt = FILE.replace("XIC(A)OTE(B)", "// said\nxic(A) ote(B)")
    assert compared(read_rungs(FILE), read_rungs(spelt)) == ()


def test_changed_added_and_missing_rungs_are_told_with_their_places() -> None:
    runs = FILE.replace("XIC(A)OTE(B)", "XIO(A)OTE(B)").replace("MOV(5,N);\n", "")
    runs = runs.replace("XIC(C)OTL(D);", "XIC(C)OTL(D);\nXIC(A)OTU(D);")
    file, now = read_rungs(FILE), read_rungs(runs)
    assert compared(file, now) == (
        "Main rung 0: XIO(A)OTE(B), on file XIC(A)OTE(B)",
        "Main before rung 2: MOV(5,N) is missing",
        "Sub rung 2: XIC(A)OTU(D) is added",
    )
    assert set(differing(file, now)) == {"B", "N", "D"}


def test_a_routine_more_or_less_and_a_value_left_are_told() -> None:
    file = read_rungs(FILE)
    less = read_rungs(FILE.replace("Sub", "Other"))
    assert "Sub: routine missing" in compared(file, less)
    assert "Other: routine added" in compared(file, less)
    assert compared(file, kept("D", True)(file)) == ("D: 1, on file 0",)


def test_a_call_taken_out_stands_for_all_its_routine_writes() -> None:
    file = read_rungs(FILE)
    assert set(differing(file, uncalled("Sub")(file))) == {"C", "D"}


def test_edits_of_figures_and_of_two_places_at_once() -> None:
    file = read_rungs(FILE)
    assert compared(file, constant(5, 7)(file)) == ("Main rung 2: MOV(7,N), on file MOV(5,N)",)
    assert len(compared(file, both(constant(5, 7), kept("D", True))(file))) == 2
