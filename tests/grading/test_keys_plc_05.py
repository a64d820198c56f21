"""The questions of PLC-05 come out on the machine: who it is reads so with the fault it names."""

from __future__ import annotations

from typing import Any

import pytest

import labsim
from grading.answers.plc_05 import WHO
from labsim.teaching.guarding import NEAR, own

# What is read in each line of the question: where, and what must stand there.
READ: dict[str, list[tuple[str, str]]] = {
    "A3 LINK2 dark, A5 LINK1 dark, both NS green": [
        ("look A3", "NS green, LINK1 lit, LINK2 dark"), ("look A5", "NS green, LINK1 dark"),
    ],
    "480 CRC errors at A2 P1 and at A3 P1, both racks 120 ms": [
        ("online A2:P1.crc", "480"), ("online A3:P1.crc", "480"), ("online A2:node1.gap", "120"),
        ("online A2:node2.gap", "120"),
    ],
    "A5 NS red, switches at 1": [("look A5", "NS red"), ("look A5", "switches at 1")],
    "A5 all dark, 24 V from L+ to M": [("look A5", "all LEDs dark"), ("V A5:L+ A5:M", "23.9")],
    "A5 all dark, 0 V from L+ to M": [("look A5", "all LEDs dark"), ("V A5:L+ A5:M", "0.0")],
    "A3 MS flashes red, NS flashes red, address as on the print": [
        ("look A3", "MS flashes red, NS flashes red"), ("look A3", "switches at 1"),
    ],
    "door open: POWER CH2 FAULT": [("look K9", "lit: POWER CH2 FAULT")],
    "door shut: POWER CH2 FAULT": [("look K9", "lit: POWER CH2 FAULT")],
    "door shut: POWER CH1 CH2, 0 V from Y2 to A2": [
        ("look K9", "lit: POWER CH1 CH2"), ("V K9:Y2 K9:A2", "0.0"),
    ],
    "door shut: POWER CH1 CH2, 24 V from S34 to A2, nobody presses Reset": [
        ("look K9", "lit: POWER CH1 CH2"), ("V K9:S34 K9:A2", "23."),
    ],
    "door shut: POWER CH1 CH2 FAULT, discrepancy 20 ms": [
        ("look K9", "lit: POWER CH1 CH2 FAULT"), ("online K9:discrepancy", "20 ms"),
    ],
}  # fmt: skip


def reading(bench: Any, what: str) -> str:
    function, *ports = what.split()
    if function == "look":
        return str(bench.look(*ports).text)
    return str(bench.measure(function, *ports).text)


@pytest.mark.parametrize("line", WHO)
def test_every_line_of_the_question_is_what_its_fault_reads(line: str) -> None:
    bench = labsim.lab("PLC-05").bench(WHO[line][0])
    if line.startswith("door shut"):
        bench.operate("B9", "shut").wait(2)
    for what, told in READ[line]:
        assert told in reading(bench, what), what


def test_own_doors_can_be_read_off_and_are_two_of_each() -> None:
    for seed in range(6):
        doors = own(seed).values()
        assert sorted(door.locked for door in doors) == [False, False, True, True]
        for door in doors:
            assert door.locked is (door.apart > door.window)
            assert abs(door.apart - door.window) > 0.5 * NEAR  # nobody has to guess
            assert 0.02 <= door.apart < 2.0
