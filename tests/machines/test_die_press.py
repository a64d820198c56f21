"""The die press: force and speed by hand; what each fault shows a technician from outside."""

from __future__ import annotations

import pytest

import labsim
from labsim.bench import Bench
from labsim.core.errors import LabsimError

LAB = labsim.lab("HYD-03")
WHOLE = 6.5 * 1.45  # L/min, 6.5 cm³ at 1450 rpm


def moving(fault: str | None = None, seed: int = 0) -> Bench:
    return LAB.bench(fault, seed=seed).operate("V1", "out") if fault else stroke()


def stroke(seconds: float = 0.0) -> Bench:
    return LAB.bench().operate("V1", "out").wait(seconds)


def test_the_slide_takes_eighty_bar_and_the_part_nearly_all_there_is() -> None:
    """40.6 kN on 50.27 cm² are 81 bar; with 1.9 kN/mm · 20 mm more it is 157 bar, below 160."""
    assert moving().measure("bar", "M3:M").value == pytest.approx(40.6e3 / 50.27 / 10, abs=3)
    done = stroke(14)
    assert done.look("C1").text == "out"
    assert done.measure("bar", "M2:M").value == pytest.approx(163, abs=4)
    assert (40.6e3 + 1900 * 18) / 50.27 / 10 < 160


def test_a_stroke_takes_seventeen_seconds() -> None:
    """500 mm · 50.27 cm² / (9.43 L/min less some 3 % of leakage) = 16.5 s."""
    assert stroke(20).measure("s", "C1:A").value == pytest.approx(16.7, abs=0.5)


def test_a_worn_pump_reaches_full_pressure_and_its_drain_tells() -> None:
    bench = moving("P1: worn")
    bench.wait(30)
    assert bench.measure("bar", "M2:M").value > 158
    assert bench.measure("s", "C1:A").value > 19
    drain = bench.sim.networks[0].through(bench.machine.port("P1:L"))[0]
    assert abs(drain) > 2.5 * 0.74, "more than twice what a sound pump lets by"


@pytest.mark.parametrize(
    ("fault", "part", "word"),
    [("Z1: clogged", "P1", "roars"), ("P1: draws air at the suction joint", "P1", "knocks"),
     ("P1: coupling slips under load", "P1", "rattles"), ("R1: seat leaks", "R1", "hisses"),
     ("R1: stuck open by dirt", "R1", "hisses"), ("R2: seat leaks", "R2", "hisses")],
)  # fmt: skip
def test_ear_and_hand_tell_at_once(fault: str, part: str, word: str) -> None:
    assert word not in moving().look(part).text
    bench = moving(fault)
    bench.wait(2 if part[0] == "R" else 8)
    assert word in bench.look(part).text


@pytest.mark.parametrize(
    "fault", ["V1: spool worn, leaks", "R2: seat leaks", "C1: piston seal leaks"]
)
def test_oil_that_finds_a_way_home_is_warm_behind_it(fault: str) -> None:
    port = {"V": "V1:T", "R": "R2:T", "C": "C1:B"}[fault[0]]
    sound = stroke(30).measure("°C", port).value
    assert moving(fault).wait(30).measure("°C", port).value > sound + 4


def test_a_blocked_return_edge_raises_line_b_against_the_area() -> None:
    bench = moving("V1: edge B-T blocked", seed=1)
    bench.wait(10)
    assert bench.sim.views["C1"].bar("B")[0] > 100


@pytest.mark.parametrize(
    ("fault", "hisses", "quiet"),
    [("R1: set far too low", "R1", "R2"), ("R2: spring broken", "R2", "R1")],
)
def test_two_valves_stop_the_press_alike_and_the_ear_tells_which(
    fault: str, hisses: str, quiet: str
) -> None:
    """At 0.75 · 160 = 120 bar and 0.66 · 190 = 125 bar the part is half flat; both pass 9 L/min."""
    bench = moving(fault).wait(25)
    assert bench.look("C1").text == "three quarters out"
    assert 118 < bench.measure("bar", "M2:M").value < 138
    assert "hisses" in bench.look(hisses).text
    assert bench.look(quiet).text == "quiet"


def test_the_die_cartridge_is_quiet_on_a_sound_press_and_nobody_turns_it() -> None:
    done = stroke(25)
    assert done.look("R2").text == "quiet"
    assert "hisses" in done.look("R1").text
    with pytest.raises(LabsimError, match="without a screw"):
        done.turn("R2", "setting", 1.0)


def test_a_spool_that_comes_short_loses_oil_under_load_and_none_at_rest() -> None:
    """0.88 of its way leaves 2 % of edge P-T: 1.4 L/min of 9.4 at 82 bar; warm behind, V1:T."""
    bench = moving("V1: spool does not come all the way")
    assert bench.look("R1").text == bench.look("R2").text == "quiet"
    bench.wait(25)
    assert bench.measure("s", "C1:A").value == pytest.approx(16.5 * 9.4 / 8.0, rel=0.06)
    assert bench.measure("bar", "M2:M").value > 158
    assert bench.measure("°C", "V1:T").value > stroke(30).measure("°C", "V1:T").value + 4


def test_the_clean_return_filter_takes_some_tenths_of_a_bar() -> None:
    """9.4 L/min through 40 L/min/bar at 46 cSt, less as the oil is thinner at 45 °C: 0.2 bar."""
    bench = LAB.bench().wait(5)
    assert 0.15 < bench.sim.views["Z2"].bar("A")[0] < 0.25


def test_a_dry_slide_takes_the_force_of_the_part_and_only_the_gauge_in_motion_tells() -> None:
    """50.6 kN on 50.27 cm² are 101 bar; of 160 bar, 80.4 kN, 29.8 are left: 16 mm of the 20."""
    bench = moving("C1: slide runs dry, binds")
    assert bench.measure("bar", "M3:M").value == pytest.approx(50.6e3 / 50.27 / 10, abs=4)
    bench.wait(25)
    assert bench.look("C1").text == "three quarters out"
    assert bench.measure("bar", "M2:M").value == pytest.approx(163, abs=4)


def test_the_tandem_centre_shuts_oil_in_until_the_lever_is_worked() -> None:
    bench = LAB.bench().operate("V1", "out").wait(10).operate("V1", "neutral")
    bench.notify().isolate("M1").lock("M1")
    assert bench.measure("bar", "M3:M").value > 5
    bench.operate("V1", "out").wait(2).operate("V1", "in").wait(2).operate("V1", "neutral")
    assert bench.measure("bar", "M3:M").value < 1
    assert bench.measure("bar", "M2:M").value < 1
    bench.repair("V1")
    assert bench.attempt.breaches == []


@pytest.mark.parametrize("fault", [f.id for f in LAB.family])
def test_every_fault_shows_the_complaint_and_its_repair_cures_it(fault: str) -> None:
    bench = LAB.bench(fault, seed=0)
    assert bench.operate("V1", "out").wait(12).look("C1").text != "out"
    bench.operate("V1", "in").wait(40).operate("V1", "neutral")
    if fault == "R1: set far too low":
        bench.turn("R1", "setting", 2.5)
    else:
        bench.bring("locked out").repair(fault.partition(":")[0]).bring("at rest")
    bench.operate("V1", "in").wait(40).operate("V1", "neutral")
    assert bench.operate("V1", "out").wait(13).look("C1").text == "out"
