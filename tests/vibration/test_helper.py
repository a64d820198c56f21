"""A helper holds the sensor: what spoils a record is in its wave, and the next one is sound."""

from __future__ import annotations

import numpy as np
import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation
from labsim.machines.pump_set import PumpSet
from labsim.machines.route_pump import RoutePump
from labsim.teaching import collecting
from labsim.vibration.analysis.spectrum import spectrum
from labsim.vibration.analysis.values import overall
from labsim.vibration.helper import REASONS, ROUTE, again, collector, knob, reasons, spoil, wrongs
from labsim.vibration.record import Record
from labsim.vibration.route import Setting, collect

LAB = labsim.lab("VIB-01")
GUIDE = RoutePump(B10={"day": 0}, P1={"heavy": 30}, X1={"parallel": 0.1}, B3={"outer": 2.1})
PAD = "B3:H"


def spoilt(reason: str) -> Record:
    return collecting.spoilt(GUIDE, PAD, reason)


def part_above(record: Record) -> float:
    """Share of the wave's reach that lies above its middle."""
    middle = np.median(record.samples)
    return float((record.samples.max() - middle) / np.ptp(record.samples))


def slow(record: Record) -> float:
    found = spectrum(record).as_("mm/s")
    return found.overall(2.0, 10.0) / found.overall(2.0)


def floor(record: Record) -> float:
    found = spectrum(record)
    return float(np.median(found.rms[(found.hertz > 600) & (found.hertz < 950)]))


def wide(record: Record) -> int:
    found = spectrum(record)
    near = found.rms[np.abs(found.hertz - 59.3) < 6]
    return int((near > 0.3 * near.max()).sum())


def test_every_reason_shows_as_the_lesson_says() -> None:
    good = spoilt("")
    assert part_above(spoilt("loose magnet")) > 0.62 > 0.56 > part_above(good)
    assert overall(spoilt("cable fault")) > 20 * overall(good)
    assert slow(spoilt("ski slope")) > 0.6 > 0.1 > slow(good)
    clipped = spoilt("clipped")
    assert (np.abs(clipped.samples) == clipped.full_scale).sum() > 100
    assert overall(spoilt("wrong axis")) < 0.6 * overall(good)
    assert spoilt("wrong Fmax").fs not in (good.fs, 0)
    assert floor(spoilt("aliased")) > 5 * floor(good)
    assert wide(spoilt("unsteady speed")) > 2 * wide(good)
    assert np.ptp(np.diff(spoilt("unsteady speed").tacho)) > 100 * np.ptp(np.diff(good.tacho))
    assert "hand-held" in spoilt("hand-held").notes[0]
    assert floor(spoilt("hand-held")) > 1.5 * floor(good)


def test_five_reasons_hardly_move_the_overall() -> None:
    good = overall(spoilt(""))
    near = [r for r in REASONS if abs(overall(spoilt(r)) / good - 1) < 0.06]
    assert len(near) == 5, near


def test_what_is_wrong_is_known_from_setting_and_record() -> None:
    sim = collecting.running(GUIDE)
    for reason in REASONS:
        setting = spoil(sim, PAD, reason, Setting(), 5)
        assert reasons(setting, collect(sim, PAD, setting, 5), Setting()) == {reason}
    assert reasons(Setting(), collect(sim, PAD, Setting(), 5), Setting()) == set()


@pytest.mark.parametrize("unit", ["0", *LAB.scenario.units])
def test_on_every_pump_a_wrong_direction_is_far_from_last_month(unit: str) -> None:
    machine = LAB.scenario.build(unit)
    before, sim = collecting.last_month(machine), collecting.running(machine)
    for (plain, number), reason in wrongs(int(collector(machine).values["day"])).items():
        if reason == "wrong axis":
            pad = machine.numbered(plain)
            read = overall(again(sim, pad, number, Setting()))
            assert not 0.7 < read / before[pad] < 1.4, (pad, number)


def test_a_record_shown_again_is_the_one_that_was_taken() -> None:
    bench = LAB.bench().operate("A1", "60 Hz").wait(6)
    book = collecting.Book(bench, [PAD])
    first, second = book.take(PAD, 1), book.take(PAD, 2)
    assert not np.array_equal(first.samples, second.samples)
    assert np.array_equal(book.take(PAD, 1).samples, first.samples)
    assert len(book.on_record(PAD)) == 2
    with pytest.raises(LabsimError, match="number 3 comes first"):
        book.take(PAD, 4)
    bench.sign_off("done")
    assert book.take(PAD, 3) is None, "what is signed off stays as it is"
    assert "–" not in book.figures().words


def test_nothing_is_taken_from_a_pump_that_stands() -> None:
    """Whoever forgets to run it up has lost no record: the first one is still to come."""
    bench = LAB.bench()
    book = collecting.Book(bench, [PAD])
    assert book.take(PAD, 1) is None
    assert "the pump stands" in book.round(1).words
    assert len(bench.attempt.events) == 1
    bench.collect(PAD)
    bench.operate("A1", "60 Hz").wait(6)
    first = book.take(PAD, 1)
    assert len(book.on_record(PAD)) == 1
    assert np.array_equal(first.samples, again(bench.sim, PAD, 1, Setting()).samples)


def test_a_pump_that_stands_shows_no_record_again() -> None:
    bench = LAB.bench().operate("A1", "60 Hz").wait(6)
    book = collecting.Book(bench, [PAD])
    book.round(1)
    bench.operate("A1", "off").wait(60)
    assert "the pump stands" in book.round(1).words


def test_without_a_collector_everybody_takes_their_own() -> None:
    sim = Simulation(PumpSet())
    with pytest.raises(LabsimError, match="nobody collects"):
        again(sim, PAD, 1, Setting())


def test_the_full_scale_has_the_steps_of_a_range_switch() -> None:
    assert [knob(v) for v in (0.7, 1.0, 1.99, 2.4, 7.0, 49.0)] == [0.5, 1.0, 1.0, 2.0, 5.0, 20.0]


def test_the_route_is_ten_points_and_its_sheet_names_no_pad() -> None:
    words = collecting.route_sheet(GUIDE).words
    assert len(ROUTE) == 10
    assert not any(pad in words for pad in ROUTE), "finding the pad is the apprentice's"
    assert collecting.page([]).words == "No record."
