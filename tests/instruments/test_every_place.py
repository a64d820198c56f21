"""Every instrument of every lab, held wherever a lead or a magnet reaches, answers or says why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

import labsim
from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.instruments.logger import TRAP

LABS = [lab.id for lab in labsim.labs()]


def tried(bench: Bench) -> Iterator[tuple[str, list[str]]]:
    """Yield functions with places, sensible or not: each place alone, and with a second one."""
    places = list(bench.machine.ports)
    for function in bench.hands.functions():
        for n, place in enumerate(places):
            yield function, [place]
            yield function, [place, places[(7 * n + 3) % len(places)]]


@pytest.mark.parametrize("lab_id", LABS)
def test_a_reading_anywhere_is_a_reading_or_a_sentence(lab_id: str) -> None:
    lab, read = labsim.lab(lab_id), 0
    bench = lab.bench(seed=1)
    asked = [(f, p) for f, p in tried(bench) if f != TRAP]  # armed first: see test_logger.py
    for function, places in asked:
        with suppress(LabsimError):
            bench.hands.measure_many(function, [places])
            read += 1
    assert read or not asked


def test_a_foot_turns_with_the_shaft_of_its_machine() -> None:
    bench = labsim.lab("VIB-04").bench(seed=1).bring("A1 at 60 Hz")
    foot, bearing = (bench.measure("rpm at pad", pad).value for pad in ("U2:F", "B3:H"))
    assert foot == bearing > 1000
    assert bench.measure("mm/s 1X", "U2:F").value > 0
