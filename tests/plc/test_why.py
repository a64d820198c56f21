"""`why` in words: the contacts that keep a bit off or hold it on, and what stands behind them."""

from __future__ import annotations

import pytest

from labsim.core.errors import LabsimError
from labsim.plc import Controller, read_rungs
from tests.plc.random_programs import Maker, inputs

GUARD = {"I0.4": {"type": "BOOL", "comment": "guard closed"}, "Q0.1": "BOOL"}
LED = "its LED is on, so look between the card and the bit"
PUMP = "ROUTINE Main\n{}\nEND_ROUTINE\nROUTINE Pump\nXIC(b)OTE(Q);\nEND_ROUTINE\n"


def controller(text: str, *scans: dict[str, object], dialect: str = "ab", tags=None) -> Controller:
    """Scan a program once for each set of inputs, 100 ms apart."""
    c = Controller(read_rungs(text, dialect, tags))
    for k, given in enumerate(scans or ({},)):
        c.scan(100 * k, given)
    return c


def test_an_open_input_is_named_with_its_comment_and_what_its_device_shows() -> None:
    c = controller("XIC(I0.4)OTE(Q0.1);", tags=GUARD)
    assert c.why("Q0.1") == "Q0.1 is off because I0.4 'guard closed' is false"
    expected = f"Q0.1 is off because I0.4 'guard closed' is false; {LED}"
    assert c.why("Q0.1", {"I0.4": LED}) == expected
    assert c.why("Q0.1", lambda point: LED if point == "I0.4" else "") == expected
    assert c.why("I0.4", {"I0.4": LED}) == f"I0.4 'guard closed' is false; {LED}"


def test_every_open_contact_of_a_series_is_named() -> None:
    c = controller("XIC(a)XIC(b)XIO(c)XIC(d)OTE(Q);", {"b": True, "c": True})
    assert c.why("Q") == "Q is off because\n  - a is false\n  - c is true\n  - d is false"


def test_of_parallel_branches_the_shortest_way_comes_first_and_the_seal_in_not() -> None:
    c = controller("[XIC(a)XIC(b),XIC(d),XIC(Q)]OTE(Q);")
    said = c.why("Q").splitlines()
    assert said[0] == "Q is off because none of these ways is closed"
    assert said[1:] == ["  - d is false", "  - a is false and b is false"]


def test_behind_an_internal_bit_stands_the_input_that_makes_it() -> None:
    c = controller("XIC(a)OTE(M);XIO(x)OTE(N);XIC(M)XIC(N)OTE(Q);", {"x": True})
    assert c.why("Q") == (
        "Q is off because\n  - M is off because a is false\n  - N is off because x is true"
    )


def test_what_holds_a_bit_on_is_told_and_a_seal_in_by_its_name() -> None:
    text = "[XIC(s),XIC(Q)]XIO(t)OTE(Q);"
    assert controller(text, {"s": True}).why("Q") == (
        "Q is on because\n  - s is true\n  - t is false"
    )
    assert "it seals itself in through Q" in controller(text, {"s": True}, {"s": False}).why("Q")


def test_a_timer_says_how_far_it_is_or_what_stops_it() -> None:
    text = "XIC(a)TON(T1,5000,0);XIC(T1.DN)OTE(Q);"
    c = controller(text, *[{"a": True}] * 24)
    assert c.why("Q") == "Q is off because T1 has 2.3 s of 5.0 s"
    assert controller(text).why("Q") == "Q is off because T1 has 0.0 s of 5.0 s because a is false"
    c = controller("XIC(a)TON(T1,T#5s)COIL(Q);", *[{"a": True}] * 24, dialect="iec")
    assert c.why("Q") == "Q is off because T1 has 2.3 s of 5.0 s"
    c = controller("XIC(a)CTU(C1,10,0);XIC(C1.DN)OTE(Q);", {"a": False}, {"a": True})
    assert c.why("Q") == "Q is off because C1 has 1 of 10"


def test_a_comparison_says_what_it_asks_and_what_it_finds() -> None:
    c = controller("GRT(N,5)LIM(0,Level,10)CMP(N > Level)OTE(Q);", {"N": 3, "Level": 42})
    assert c.why("Q") == (
        "Q is off because\n  - N > 5 is not so: N is 3\n"
        "  - 0 <= Level <= 10 is not so: Level is 42\n"
        "  - N > Level is not so: N is 3, Level is 42"
    )


def test_of_two_coils_it_says_which_one_wins() -> None:
    c = controller("XIC(a)OTE(Q);XIC(b)OTE(Q);", {"a": True})
    assert c.why("Q") == (
        "Q is off because b is false\nIt has 2 coils, in Main, rung 0 and Main, rung 1;"
        " Main, rung 1 is worked last and wins."
    )


def test_a_latch_is_told_from_a_coil() -> None:
    text = "XIC(a)OTL(Q);XIC(b)OTU(Q);"
    assert controller(text).why("Q") == (
        "Q is off because OTL in Main, rung 0 has no power because a is false"
    )
    assert controller(text, {"a": True}, {"a": False}).why("Q") == (
        "Q is on because\n  - OTL in Main, rung 0 latched it before\n"
        "  - OTU in Main, rung 1 has no power because b is false"
    )
    assert controller(text, {"a": True, "b": True}).why("Q") == (
        "Q is off because OTU in Main, rung 1 unlatches it because b is true"
    )


def test_a_rung_that_was_not_worked_is_told_with_what_went_past_it() -> None:
    c = controller(PUMP.format("XIC(a)JSR(Pump);"), {"b": True})
    assert c.why("Q") == (
        "Q is off because OTE in Pump, rung 0 was not worked: routine Pump is not called:"
        " no power at JSR in Main, rung 0 because a is false"
    )
    c = controller(PUMP.format("NOP();"), {"b": True})
    assert c.why("Q").endswith("was not worked: nothing calls routine Pump")
    c = controller("XIC(a)JMP(on);XIC(b)OTE(Q);LBL(on)NOP();", {"a": True, "b": True})
    assert c.why("Q").endswith("was not worked: JMP in Main, rung 0 jumps over it")
    c = controller("XIC(a)TND();XIC(b)OTE(Q);", {"a": True, "b": True})
    assert c.why("Q").endswith("was not worked: TND in Main, rung 0 ends the routine before it")


def test_a_zone_that_is_switched_off_is_told() -> None:
    c = controller("XIC(a)MCR();XIC(b)OTE(Q);MCR();XIC(b)OTE(P);", {"b": True})
    assert c.why("Q") == (
        "Q is off because the zone is switched off by MCR in Main, rung 0 because a is false"
    )
    assert c.why("P") == "P is on because b is true"


def test_forces_and_the_mode_are_told_first() -> None:
    c = controller("XIC(a)OTE(Q);", {"a": True})
    c.force("a", False)
    c.scan(300)
    assert c.why("Q") == "Q is off because a is forced off"
    c.force("Q", True)
    assert c.why("Q") == (
        "Q is forced on at its terminal; the program has it off because a is forced off"
    )
    c.mode("program")
    assert c.why("Q").startswith("The controller is in program mode")


def test_a_stopped_controller_says_its_fault() -> None:
    c = controller("MOV(9,i);XIC(Arr[i])OTE(Q);", tags={"Arr": "BOOL[4]", "i": "DINT"})
    assert c.why("Q").startswith("The controller has stopped: 4:20")


def test_a_value_says_who_wrote_it_and_an_unknown_tag_is_refused() -> None:
    c = controller("XIC(a)MOV(5,N);", {"a": True})
    assert c.why("N") == "N is 5 because MOV in Main, rung 0 writes it because a is true"
    assert c.why("a") == "a is true"
    with pytest.raises(LabsimError, match="no tag"):
        c.why("nothing")


def test_bits_that_make_each_other_come_to_an_end() -> None:
    c = controller("XIC(A)OTE(B);XIC(B)OTE(A);")
    assert c.why("A") == "A is off because B is off because A is off"
    chain = "".join(f"XIC(M{k + 1})OTE(M{k});" for k in range(40))
    assert controller(chain).why("M0").startswith("M0 is off because M1 is off because")


def test_it_answers_without_the_trace_of_the_last_scan() -> None:
    c = Controller(read_rungs("XIC(a)[XIC(b),XIC(d)]OTE(Q);"))
    c.traced = False
    c.scan(0, {"a": True})
    assert "b is false" in c.why("Q")


def test_behind_a_closed_branch_the_power_of_every_element_is_known() -> None:
    c = controller("[XIC(a),XIC(b)XIC(d)]XIC(e)OTE(Q);", {"a": True, "b": True})
    assert c.flow.ahead("Main", 0) == (True, True, True, True, False)
    assert c.why("Q") == "Q is off because e is false"


def test_every_tag_of_a_random_program_has_its_reasons() -> None:
    for seed in range(12):
        program = Maker(seed, "ab" if seed % 2 else "iec").program()
        c = Controller(program)
        for at, given in inputs(seed, 3):
            c.scan(at, given)
        for tag in program.tags:
            assert tag in c.why(tag) or c.mode() == "fault"
