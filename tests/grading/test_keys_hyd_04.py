"""The key of HYD-04: six cells on an own sheet, each of which its readings decide."""

from __future__ import annotations

import pytest

import labsim
from grading import answers
from grading.answers import Ask
from labsim.seeds import derive
from labsim.teaching.stations import STATIONS, readings, sheet_faults

LAB = labsim.lab("HYD-04")


def station_of(told: list[str]) -> str:
    """Work down the line as an apprentice does, with nothing but the readings of a sheet."""
    lamps, bits, force, out, volts, amps, bar, rod = told
    if rod not in ("in", "moves out"):
        return "end of stroke"
    if out == "on":
        if float(amps.split()[0]) > 0.5:
            return "valve" if float(bar.split()[0]) > 0.2 else "pump"
        return "coil" if float(volts.split()[0]) > 20 else "output card"
    if force == "lit":
        return "program"
    if "dark" in lamps.split():
        return "before the card"
    return "input card" if "0" in bits.split() else "program"


@pytest.mark.parametrize(
    ("station", "fault"), [(s, f) for s, faults in STATIONS.items() for f in faults]
)
def test_the_readings_of_a_cell_say_where_its_command_gets_stuck(station: str, fault: str) -> None:
    assert station_of(readings(LAB, fault)) == station


def test_neighbours_have_other_sheets() -> None:
    seeds = [derive("ticket", "HYD-04", name) for name in ("a", "b", "c", "d")]
    keys = [answers.perfect(answers.key_of("HYD-04", "where")(Ask(LAB, "x", s))) for s in seeds]
    assert len({str(key) for key in keys}) == len(keys)


def test_a_sheet_has_six_cells_that_get_stuck_at_six_stations() -> None:
    for seed in range(20):
        assert len({told.partition("|")[0] for told in sheet_faults(seed).values()}) == 6
