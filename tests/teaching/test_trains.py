"""VIB-03: what its pictures say is what the machine does, and its example can be followed."""

from __future__ import annotations

import re

import numpy as np
import pytest

import labsim
from labsim.coach import Coach
from labsim.core.errors import LabsimError
from labsim.teaching import trains

LAB = labsim.lab("VIB-03")
TURNED = re.compile(r"(B\d):[HVA] ([\d.]+) mm/s at (\d+)°")


def hands(fault: str, way: str) -> dict[str, tuple[float, float]]:
    """Return size and angle of every clock that has a hand."""
    found = TURNED.findall(trains.clocks(LAB, [fault], way).words)
    return {tag: (float(size), float(angle)) for tag, size, angle in found}


def between(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs((one[1] - other[1] + 180.0) % 360.0 - 180.0)


def test_a_crooked_coupling_and_a_bend_differ_on_the_clocks_only() -> None:
    crooked, bent = hands("X1: angular misalignment", "A"), hands("M1: shaft bent", "A")
    assert between(crooked["B1"], crooked["B2"]) < 20 and between(bent["B1"], bent["B2"]) > 160
    assert between(crooked["B2"], crooked["B3"]) > 160
    assert min(crooked["B2"][0], bent["B2"][0]) > 4.0  # the same line at the same pad


def test_static_unbalance_moves_both_ends_alike_a_couple_against_each_other() -> None:
    static, couple = hands("M1: static unbalance", "H"), hands("M1: couple unbalance", "H")
    assert between(static["B1"], static["B2"]) < 20
    assert between(couple["B1"], couple["B2"]) > 160


def test_speed_brings_out_each_in_its_own_way() -> None:
    # Unbalance n³ and stiff support: 0.5³ = 0.125, a little less below a mode at 2.35 n (factor
    # 0.87); misalignment n: 0.5, less the torque of a pump at half speed (0.55 + 0.45/4 = 0.66).
    shown = [("a", "M1: static unbalance", "mm/s 1X", "B2:H"),
             ("b", "X1: angular misalignment", "mm/s 1X", "B2:A"),
             ("c", "U1: natural frequency at running speed", "mm/s 1X", "B2:H"),
             ("d", "M1: stator off centre", "mm/s", "B2:V")]  # fmt: skip
    words = trains.speeds(LAB, shown).words
    half = [float(part) for part in re.findall(r"([\d.]+) at 900", words)]
    assert half == pytest.approx([0.125 * 0.87, 0.5 * 0.66, 0.04, 1.0], rel=0.12)


def test_the_example_leaves_two_suspects_that_only_a_phase_parts() -> None:
    guide, coach = LAB.bench("X1: angular misalignment", seed=1), Coach.of(LAB)
    guide.operate("A1", "60 Hz").wait(4).look("B9")
    guide.measure("mm/s", "B2:A")
    left = {name for name, p in coach.belief(guide.attempt).items() if p > 0.05 and ":" in name}
    assert left == {"X1: angular misalignment", "M1: shaft bent"}
    guide.measure("° 1X", "B1:A", "B2:A")
    assert coach.belief(guide.attempt)["X1: angular misalignment"] > 0.9


def test_the_collector_has_no_envelope_and_takes_levels_loosely() -> None:
    bench = LAB.bench("X1: parallel misalignment", seed=1).operate("A1", "60 Hz").wait(4)
    with pytest.raises(LabsimError, match="BPFO"):
        bench.measure("envelope BPFO", "B2:H")
    record = bench.collect("B2:H", fmax=200, lines=800)
    assert record.fs == pytest.approx(512.0)
    book = Coach.of(LAB).dictionary
    row = book.index("A1 at 60 Hz | mm/s | B2:H")
    assert np.all(book.sigma[row] >= 0.149 * book.value[row])


def test_the_complaint_tells_no_fault() -> None:
    seen = {LAB.bench(f, seed=0).operate("A1", "60 Hz").wait(4).look("B9").text for f in LAB.family}
    assert seen == {"lamps lit: velocity"}
