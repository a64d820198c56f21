"""The film of HYD-04: whose notebook it opens, and what it does there."""

from __future__ import annotations

import inspect
import re

import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.hidden import draw
from labsim.seeds import derive, read_ticket
from labsim.ui import film, hydstory


def test_the_film_is_of_somebody_whose_own_machine_hides_the_fault() -> None:
    lab = labsim.lab(hydstory.LAB)
    name = film.apprentice(lab, hydstory.FAULT)
    seed = derive(read_ticket(".", lab.id), lab.id, name)
    assert draw(lab, seed.fault).id == hydstory.FAULT


@pytest.mark.parametrize("fault", ["press.V1: no such fault", "press.Y1: coil burnt open"])
def test_a_fault_that_nobody_draws_is_refused(fault: str) -> None:
    with pytest.raises(LabsimError, match="gives nobody"):
        film.apprentice(labsim.lab("HYD-04"), fault)


def test_every_place_the_film_puts_a_lead_to_is_on_the_machine() -> None:
    machine = labsim.lab(hydstory.LAB).machine
    ports = set(re.findall(r'"(press\.\w+:\w+)"', inspect.getsource(hydstory)))
    assert len(ports) > 4
    assert ports <= {port.name for port in machine.reachable()}


def test_one_press_of_start_and_the_lamp_prove_the_repair_of_the_cell() -> None:
    # 6 s for the press itself: the stroke is over by then, and nobody holds the button longer.
    bench = labsim.lab("HYD-04").bench(hydstory.FAULT, seed=1)
    bench.diagnose("press.V1", "spool stuck in the middle").bring("locked out").repair("press.V1")
    bench.bring("at rest").press("S3").release("S3").wait(2).press("S1").release("S1").wait(2)
    bench.sign_off("V1: spool stuck in the middle. Renewed, a whole stroke made.")
    score = labsim.coach.score(labsim.lab("HYD-04"), bench.attempt, hydstory.FAULT)
    assert score.parts["repair"] == score.marks["repair"]
