"""What cannot be done is said in words: what was asked, what there is, the nearest match."""

from __future__ import annotations

import math
from typing import Any

import pytest

import labsim
from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.electrical.loads import Resistor
from labsim.electrical.sources import Supply
from tests.bench.small import SmallStarter


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(SmallStarter())


WRONG: list[tuple[str, tuple[Any, ...], str]] = [
    ("press", ("S9",), r"SmallStarter has no part S9; it has .*S0.*Nearest: S"),
    ("press", ("F1",), r"F1 is a fuse, not a control; controls are F2, S0, S1$"),
    ("press", ("X1",), r"X1 is a control supply: isolate\('X1'\) and restore\('X1'\) work it"),
    ("operate", ("S1", "presed"), r"S1 has no position presed; .*Nearest: pressed"),
    ("operate", ("X1", "off"), r"isolate\('X1'\)"),
    ("try_out", ("K1",), r"K1 is a contactor, not a control"),
    ("measure", ("K1:A1", "K1:A2"), r"The instrument case has no function K1:A1; it has V"),
    ("measure", ("Volt", "K1:A1", "K1:A2"), r"has no function Volt; it has V, V LoZ"),
    ("measure", ("V", "K1:A9", "K1:A2"), r"K1 has no terminal A9; it has A1, A2"),
    ("measure", ("V", "K9:A1", "K1:A2"), r"no part K9"),
    ("measure", ("V", "K1", "K1:A2"), r"'K1' is not a terminal: write TAG:TERMINAL"),
    ("measure", ("V", "K1:A1", "K1:A1"), r"both leads are on K1:A1: use two terminals"),
    ("measure", ("Ω", "K1:A1"), r"Ω takes 2 terminals, not 1"),
    ("measure", ("V",), r"V takes 1 or 2 terminals, not 0"),
    ("measure", ("V", "K1:A1", "K1:A2", "F1:1"), r"V takes 1 or 2 terminals, not 3"),
    ("measure", ("A", "K1:A1", "K1:A2"), r"A takes 1 terminal, not 2"),
    ("measure", ("V", 5, None), r"5 is not a terminal: write TAG:TERMINAL"),
    ("measure", ("V", ["K1:A1", "K1:A2"]), r"\['K1:A1', 'K1:A2'\] is not a terminal"),
    ("suspect", (7,), r"write suspect\(\["),
    ("suspect", (["K1"], "rather sure"), r'with how sure: \{"K1": 0.7\}'),
    ("predict", (["3"],), r"predicts nothing: write \{"),
    ("look", ("Q7",), r"no part Q7"),
    ("tap", ("",), r"no part"),
    ("isolate", ("S0",), r"S0 isolates nothing; what can be switched off and locked: X1"),
    ("isolate", ("X9",), r"no part X9"),
    ("lock", ("X1",), r"X1 is on: isolate it before you lock it"),
    ("lock", ("K1",), r"K1 isolates nothing"),
    ("restore", ("K1",), r"K1 isolates nothing"),
    ("discharge", ("C9",), r"no part C9"),
    ("lift", ("K1:99",), r"K1 has no terminal 99"),
    ("land", ("K1:A1",), r"the conductor of K1:A1 is on already"),
    ("lift", ("F2:1",), r"F2:1 has no conductor on it"),
    ("repair", ("K5",), r"no part K5"),
    ("repair", ("K1:99",), r"K1 has no terminal 99"),
    ("repair", ("multimeter",), r"no part of the machine: mend\('multimeter'\)"),
    ("repair", (None,), r"no part None"),
    ("mend", ("hammer",), r"The instrument case has no instrument hammer; it has multimeter"),
    ("mend", ("multimeter",), r"the multimeter is in order: nothing to mend"),
    ("diagnose", ("K1", "coil burned open"), r"K1 has no fault coil burned open; .*Nearest: coil"),
    ("diagnose", ("K7", "coil burnt open"), r"no part K7"),
    ("wait", (math.nan,), r"wait nan s: between 0 s and a day"),
    ("wait", (-1,), r"wait -1\.0 s: between 0 s and a day"),
    ("wait", (math.inf,), r"wait inf s"),
    ("wait", ("a bit",), r"wait 'a bit': give a number of seconds"),
    ("wait", (None,), r"wait None: give a number of seconds"),
    ("do", ("at rest | V | K1:A1 K1:A3",), r"This bench has no check .*Nearest: at rest \| V"),
    ("bring", ("asleep",), r"This machine has no state asleep; it has at rest"),
    ("live", ("K1:77",), r"K1 has no terminal 77"),
]


@pytest.mark.parametrize(("do", "given", "message"), WRONG)
def test_what_cannot_be_done_is_said_and_leaves_no_trace(
    bench: Bench, do: str, given: tuple[Any, ...], message: str
) -> None:
    before = len(bench.attempt.events), bench.clock
    with pytest.raises(LabsimError, match=message):
        getattr(bench, do)(*given)
    assert (len(bench.attempt.events), bench.clock) == before


def test_an_unknown_lab_is_told_with_the_nearest() -> None:
    with pytest.raises(LabsimError, match=r"The course has no lab ELE-33; .*Nearest: ELE-03"):
        labsim.lab("ELE-33")
    with pytest.raises(LabsimError, match="no lab"):
        labsim.open_lab("")


def test_an_unknown_fault_is_told_with_the_nearest() -> None:
    with pytest.raises(LabsimError, match="Nearest: K1: coil burnt open"):
        Bench(SmallStarter(), "K1: coil burned open")
    with pytest.raises(LabsimError, match="has no fault"):
        labsim.lab("ELE-02").bench("E9: lamp on holiday")


def test_a_locked_isolator_is_switched_on_by_restore_alone() -> None:
    bench = Bench(SmallStarter()).isolate("X1").lock("X1")
    for position in ("on", "off"):
        with pytest.raises(LabsimError, match="restore"):
            bench.operate("X1", position)
    with pytest.raises(LabsimError, match="restore"):
        bench.press("X1")
    assert not bench.live("X1:X1")


def test_isolating_twice_and_restoring_what_is_on_do_nothing() -> None:
    bench = Bench(SmallStarter()).restore("X1")
    assert not bench.attempt.worked
    bench.isolate("X1").isolate("X1")
    assert len(bench.attempt.of("isolate")) == 1


def test_lifting_twice_is_refused() -> None:
    bench = Bench(SmallStarter()).isolate("X1").lift("K1:A1")
    with pytest.raises(LabsimError, match="off already"):
        bench.lift("K1:A1")


class Potted(Resistor):
    """A resistor with a terminal cast in."""

    hidden = ("2",)


class PottedHeater(Machine):
    """A heater whose far end nobody reaches."""

    X1 = Supply(marks=("X1", "X2"))
    R1 = Potted()
    power = Ladder("Heater", X1["X1"], X1["X2"], Rung(R1))


@pytest.mark.parametrize(("do", "given"), [("measure", ("V", "R1:1", "R1:2")), ("lift", ("R1:2",))])
def test_a_terminal_inside_a_part_is_out_of_reach(do: str, given: tuple[str, ...]) -> None:
    with pytest.raises(LabsimError, match="R1:2 is inside the part"):
        getattr(Bench(PottedHeater()), do)(*given)


def test_nothing_is_added_after_the_sign_off() -> None:
    bench = Bench(SmallStarter()).press("S1")
    bench.sign_off("Found nothing wrong with it.")
    for act in (lambda: bench.press("S0"), lambda: bench.measure("V", "X1:X1", "X1:X2")):
        with pytest.raises(LabsimError, match="signed off: nothing can be added"):
            act()
    assert bench.attempt.events[-1]["do"] == "sign_off"


def test_an_empty_report_signs_nothing_off() -> None:
    bench = Bench(SmallStarter()).press("S1")
    for text in ("", "   \n", None):
        assert bench.sign_off(text) is bench
    assert not bench.attempt.signed_off


def test_a_report_without_end_is_refused() -> None:
    bench = Bench(SmallStarter()).press("S1")
    with pytest.raises(LabsimError, match="at most 20000 characters"):
        bench.sign_off("on and on " * 3000)
    assert not bench.attempt.signed_off


def test_only_a_practice_bench_tells_its_fault() -> None:
    with pytest.raises(LabsimError, match="only a practice bench tells"):
        Bench(SmallStarter(), "K1: coil burnt open").reveal()
