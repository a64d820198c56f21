"""The hall: every initiating event makes a flood and has a face; orders have effects."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, variants_of
from labsim.machines.bottling_hall import ORDERED, BottlingHall
from labsim.scada.hall import SOUND
from labsim.scada.journal import FLOOD
from labsim.scada.parts import run_of
from labsim.scada.response import best, respond
from labsim.scada.running import ORDERS, run

HALL = BottlingHall()
SIM = Simulation(HALL, [variants_of(fault)[0] for fault in HALL.faults])
NAMES = [fault.id for fault in HALL.faults]


def at(name: str):
    return run_of(SIM, NAMES.index(name))


def look(tag: str, name: str) -> str:
    return str(HALL.component(tag).look(SIM.views[tag])[NAMES.index(name)])


def test_every_parameter_of_the_hall_belongs_to_a_part_and_rests_sound() -> None:
    for (tag, name), value in SOUND.items():
        assert HALL.component(tag).values[name] == value, (tag, name)
    assert len(NAMES) == 14


def test_every_initiating_event_makes_a_flood_out_of_one_fault() -> None:
    for n, name in enumerate(NAMES):
        assert run_of(SIM, n).journal.floods(0.0), name
        assert run_of(SIM, n).journal.floods(0.0)[0][1] > FLOOD


def test_no_two_faults_look_alike_in_the_hall() -> None:
    looks = {tag: part.look(SIM.views[tag]) for tag, part in HALL.components.items()}
    seen = [face for face in looks.values() if face is not None]
    faces = {tuple(str(face[n]) for face in seen) for n in range(len(NAMES))}
    assert len(faces) == len(NAMES)


@pytest.mark.parametrize(
    ("fault", "figure", "low", "high"),
    [
        # Pump, strainer and valve all take the flow; the pressures before and behind tell which.
        ("P21: coupling sheared", "PT200", 1.15, 1.25),
        ("Z21: basket blocked", "PT200", -0.5, 0.2),
        ("V21: diaphragm of the actuator torn", "PT201", 5.0, 5.6),
        # Air: loaded or not, before the dryer or behind it, or nowhere at all.
        ("G11: inlet valve stuck shut", "IT11", 40.0, 50.0),
        ("Z11: after-filter blocked", "PT110", 7.0, 8.6),
        ("B11: reads too low", "PT511", 6.5, 7.5),
        ("W51: burst at the filler", "FT113", 9.0, 10.5),
        # Steam: no feed, or all of it and not enough.
        ("P31: sucks air", "FT303", 0.0, 0.05),
        ("V32: stuck open", "FT303", 1.2, 1.4),
    ],
)  # fmt: skip
def test_a_figure_tells_what_the_alarm_list_does_not(fault, figure, low, high) -> None:
    assert low <= at(fault).figures[figure][-1] <= high


def test_a_transmitter_that_reads_low_stops_a_line_that_has_air() -> None:
    hall = at("B11: reads too low").end.hall
    assert hall.speed == 0.0
    assert hall.now["header"] > 6.5
    assert look("B11", "B11: reads too low") == "display 5.1 bar, gauge 7.3 bar"


def test_the_historian_reads_figures_and_nothing_else() -> None:
    class OnHistorian:
        id, instruments, before = "", ("historian",), ()

    bench = Bench(HALL, "Z21: basket blocked", 0, OnHistorian())
    reading = bench.measure("trend", "A1:PT200")
    assert reading.value == pytest.approx(-0.25, abs=0.05)
    assert "was 0.9" in reading.text
    with pytest.raises(LabsimError, match=r"A1 has no figure PT999.*Nearest"):
        bench.measure("trend", "A1:PT999")
    with pytest.raises(LabsimError, match="A9 has no figure"):
        bench.measure("trend", "A9:PT200")
    bench.file("A9", "PAL111")
    assert bench.attempt.of("file")
    with pytest.raises(LabsimError, match="P21 is a cooling water pump: it takes no program"):
        bench.file("P21", "PAL511")


# orders ---------------------------------------------------------------------------------------
def test_every_order_is_an_input_of_a_controller() -> None:
    assert set(ORDERED.values()) == set(ORDERS)
    assert all(position in HALL.component(tag).positions for tag, position in ORDERED)


def test_a_standby_pump_brings_back_what_the_pump_took_and_not_what_the_strainer_took() -> None:
    on = {"P22_Hand": True, "G12_Hand": True, "G11_Reset": True, "Fill_Full": True,
          "CIP_Hold": True, "E41_Reset": True}  # fmt: skip
    pump, strainer = (respond(at(name), on)
                      for name in ("P21: coupling sheared", "Z21: basket blocked"))  # fmt: skip
    assert pump.made > 0.9
    assert sum(pump.out.values()) < 30
    assert strainer.worth < pump.worth


def test_a_burst_hose_is_shut_off_by_stopping_the_filler_not_by_more_air() -> None:
    hose = at("W51: burst at the filler")
    assert respond(hose, {"G12_Hand": True}).hurts == ["a burst hose under pressure whips"]
    assert respond(hose, {"Fill_Stop": True}).hurts == []


def test_a_reset_without_a_look_fires_a_boiler_without_water() -> None:
    dry = at("V32: stuck open")
    assert respond(dry, {"E31_Reset": True}).hurts == ["the burner is fired without water"]
    blind = at("E31: flame detector sooted")
    assert respond(blind, {"E31_Reset": True}).hurts == ["fuel goes in and no flame is seen"]


def test_the_best_orders_found_are_no_worse_than_doing_nothing_and_hurt_nobody() -> None:
    orders, worth = best(at("Z11: after-filter blocked"))
    assert "G12_Hand" in orders
    assert worth > respond(at("Z11: after-filter blocked"), {}).worth
    assert not respond(at("Z11: after-filter blocked"), dict.fromkeys(orders, True)).hurts


def test_judging_a_response_leaves_the_run_as_it_was() -> None:
    before = run().end.hall.now.copy(), len(run().end.events)
    respond(run(), {"Fill_Stop": True})
    assert (run().end.hall.now, len(run().end.events)) == before
    assert np.isfinite(list(run().end.hall.now.values())).all()
