"""The servo axis of HYD-05: null, silt, feedback and oil, by hand and as a technician sees them."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.machines.servo_axis import ServoAxis

FAULTS = (
    "V1: null shifted", "A1: output stage drifted", "B1: slipped in its clamp", "Z2: element burst",
    "Z1: bypass stuck open", "V1: spool gummed with varnish", "Y1: coil A-B open",
)  # fmt: skip


def driven(fault: str | None, *more: tuple[str, float]) -> Simulation:
    machine = ServoAxis()
    variants = variants_of(machine.fault(fault))[:1] if fault else [Variant()]
    sim = Simulation(machine, variants).operate("M1", "running").advance(8.0)
    for position, seconds in (("100 mm", 8.0), *more):
        sim.operate("A1", position).advance(seconds)
    return sim


def place(sim: Simulation) -> float:
    return float(sim.views["C1"].travel("rod")[0])


def test_a_sound_axis_stands_on_its_mark_with_the_current_of_its_card() -> None:
    sim = driven(None)
    assert place(sim) == pytest.approx(100.0, abs=0.4)
    assert sim.views["A1"].flows[0] == pytest.approx(0.5, abs=0.08)


def test_a_shifted_null_costs_its_current_over_the_gain() -> None:
    """Null from 0.5 to 1.2 mA: 0.7 mA more must be asked for, 0.7 / 0.25 = 2.8 mm short."""
    sim = driven("V1: null shifted")
    assert place(sim) == pytest.approx(100.0 - 2.8, abs=0.4)
    assert sim.views["A1"].flows[0] == pytest.approx(1.2, abs=0.08)


def test_an_amplifier_that_drifts_leaves_the_current_alone() -> None:
    """Trim from 0.5 to -0.2 mA: the same 2.8 mm, and 0.5 mA at the jack as on the card."""
    sim = driven("A1: output stage drifted")
    assert place(sim) == pytest.approx(100.0 - 2.8, abs=0.4)
    assert sim.views["A1"].flows[0] == pytest.approx(0.5, abs=0.08)


def test_one_open_coil_halves_the_trim() -> None:
    """One coil must carry 0.5 mA, so 1.0 is asked of both: 0.5 / 0.25 = 2 mm short."""
    assert place(driven("Y1: coil A-B open")) == pytest.approx(98.0, abs=0.5)


@pytest.mark.parametrize("fault", ["V1: spool gummed with varnish", "Z1: bypass stuck open"])
def test_a_spool_that_sticks_stands_on_either_side_of_the_mark(fault: str) -> None:
    below = driven(fault)
    above = driven(fault, ("200 mm", 6.0), ("100 mm", 8.0))
    assert place(below) > 101.5 and place(above) < 98.5
    assert below.views["A1"].flows[0] < 0.2 and above.views["A1"].flows[0] > 0.8


def test_an_open_bypass_is_three_scale_numbers_and_a_green_indicator() -> None:
    sound, dirty = driven(None), driven("Z1: bypass stuck open")
    counts = [float(s.views["T1"].part.particles(s.views["T1"])[1][0]) for s in (sound, dirty)]
    assert np.log2(counts[1] / counts[0]) == pytest.approx(3.0, abs=0.3)
    assert dirty.views["Z1"].part.look(dirty.views["Z1"])[0] == "indicator green"


def test_the_accumulator_lets_itself_off_when_the_pump_stops() -> None:
    sim = driven(None, ("park", 4.0))
    assert sim.views["M3"].bar("M")[0] > 130.0
    sim.operate("M1", "stopped").advance(10.0)
    assert sim.views["M3"].bar("M")[0] < 1.0
    assert sim.views["C2"].part.stored(sim.views["C2"])[0] == 0.0


def test_beside_other_variants_an_axis_stands_where_it_stands_alone() -> None:
    """Flows of a variant that owes no time are its own, not those of the variant before it."""
    machine = ServoAxis()
    variants = [Variant(), *(variants_of(machine.fault(name))[0] for name in FAULTS)]
    sim = Simulation(machine, variants).operate("M1", "running").advance(8.0)
    sim.operate("A1", "100 mm").advance(8.0)
    for n, name in enumerate((None, *FAULTS)):
        alone = driven(name)
        assert sim.views["C1"].travel("rod")[n] == pytest.approx(place(alone), abs=0.1), name
        assert sim.views["T1"].dirt[n] == pytest.approx(alone.views["T1"].dirt[0], rel=0.02), name
