"""Instruments of fluid power on a network that stands still: every figure is known beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation
from labsim.fluid.cleanliness import number
from labsim.hands import Hands
from tests.instruments.still import CASE, Stand, bench, hands, read


# gauges -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("true", "shown", "sigma"),
    [
        (3.21, "3.2 bar", 0.085),  # 10 bar: class 1.6 is 0.16 bar, half of it; a third of 0.1
        (40.2, "40 bar", 0.50),  # 60 bar: 0.48 and 0.15
        (118.7, "119 bar", 1.31),  # 160 bar up to 120: 1.28 and 0.3
        (121.2, "122 bar", 2.09),  # 250 bar from 120 bar on: 2.0 and 0.6
    ],
)
def test_the_hand_goes_down_to_the_smallest_gauge_that_is_used_to_three_quarters(
    true: float, shown: str, sigma: float
) -> None:
    found = read("bar", "M1:M", M1={"M.bar": true})
    assert found.text() == shown
    assert found.sigma[0] == pytest.approx(sigma, abs=0.01)


def test_every_variant_gets_the_gauge_that_fits_it() -> None:
    found = hands({"M1 M.bar": 5.0}, {"M1 M.bar": 300.0}).measure_many("bar", [["M1:M"]])[0]
    assert [found.text(n) for n in (0, 1)] == ["5 bar", "300 bar"]


def test_a_pressure_above_the_range_bends_the_needle_and_costs_a_gauge() -> None:
    b = bench(M1={"M.bar": 170.0})
    reading = b.measure("bar", "M1:M", range=160)
    assert (reading.text, reading.value) == ("OL bar", float("inf"))
    assert "the needle is bent: 170 bar on a gauge for 160" in reading.warnings[0]
    assert [r["rule"] for r in b.attempt.breaches] == ["over-range"]
    with pytest.raises(LabsimError, match="tagged out"):
        b.measure("bar", "M1:M")
    b.mend("pressure gauge")
    assert b.cost == 45.0
    assert b.measure("bar", "M1:M", range=250).value == pytest.approx(170.0)


def test_a_peak_bends_the_needle_too_unless_a_snubber_is_before_it() -> None:
    peaks = {"M1": {"M.bar": 150.0, "M.peak": 240.0}}
    hit = bench(**peaks).measure("bar", "M1:M", range=160)  # it comes after half a minute
    assert (hit.text, hit.warnings[0][:35]) == ("150 bar", "the needle is bent: 240 bar on a ga")
    assert bench(**peaks).measure("bar snubbed", "M1:M", range=160).warnings == ()
    assert bench(**peaks).measure("bar", "M1:M").warnings == ()  # the hand changes to a larger one


def test_the_smallest_gauge_shows_a_vacuum_the_others_rest_on_their_pins() -> None:
    low = {"M1": {"M.bar": -0.42}}
    assert bench(**low).measure("bar", "M1:M").value == pytest.approx(-0.4)
    assert bench(**low).measure("bar", "M1:M", range=60).value == 0.0


def test_two_specimens_of_a_gauge_differ_within_their_class() -> None:
    def shown(seed: int) -> float:
        sim = Simulation(Stand(M1={"M.bar": 100.0}))
        return float(Hands(sim, seed, CASE).measure_many("bar", [["M1:M"]])[0].value[0])

    read_by = [shown(seed) for seed in range(12)]
    assert len(set(read_by)) > 2
    assert max(abs(v - 100.0) for v in read_by) <= 0.008 * 160 + 1 / 2


# places -------------------------------------------------------------------------------------
def test_a_gauge_on_a_terminal_and_leads_on_a_line_are_told_where_they_belong() -> None:
    with pytest.raises(LabsimError, match=r"S1:13 .* electrical terminal: a pressure gauge .*M1:M"):
        bench().measure("bar", "S1:13")
    with pytest.raises(LabsimError, match=r"C1:A .* oil or air: a multimeter .* G1:L"):
        bench().measure("V", "C1:A", "S1:13")


def test_away_from_a_coupling_a_gauge_needs_the_line_opened() -> None:
    with pytest.raises(LabsimError, match=r"not in the line at C1:A: .*fit\('C1:A', 'bar'\)"):
        bench().measure("bar", "C1:A")


def test_checks_go_to_couplings_lines_and_ports_of_their_own_kind() -> None:
    checks = [c for c in bench().checks() if c.state == "at rest"]
    at = {name: {c.ports[0] for c in checks if c.function == name} for name in
          ("bar", "L/min", "°C", "rpm", "s", "mm/min", "ISO 4406", "dB", "V")}  # fmt: skip
    assert at["bar"] == {"M1:M", "R1:T", "C1:B", "Z1:2"}  # line P has a coupling
    assert at["L/min"] == {"P1:P", "R1:P", "C1:A", "R1:T", "C1:B", "Z1:2"}  # two ends: one of them
    assert at["°C"] == {"P1:P", "P1:S", "R1:P", "R1:T", "C1:A", "C1:B"}
    assert at["rpm"] == {"P1:S"}
    assert at["s"] == {"C1:A", "C1:B"}
    assert at["mm/min"] == {"C1:A"}
    assert at["dB"] == {"Z1:1", "Z1:2"}
    assert not {port for port in at["V"] if port[0] in "PMRCZ"}


# flow ---------------------------------------------------------------------------------------
def test_the_flow_meter_reads_in_any_state_once_it_is_in_the_line_and_a_gauge_does_there() -> None:
    b = bench(C1={"A.in": -11.64, "A.bar": 1.0})
    with pytest.raises(LabsimError, match="flow meter is not in the line at C1:A"):
        b.measure("L/min", "C1:A")
    b.fit("C1:A")
    assert b.measure("L/min", "C1:A").text == "11.64 L/min"
    assert b.measure("bar", "C1:A").text == "1 bar"
    with pytest.raises(LabsimError, match=r"in the line at C1:A: unfit\('C1:A'\) first"):
        b.fit("R1:T")
    b.unfit("C1:A").fit("R1:T")
    with pytest.raises(LabsimError, match="it sits at R1:T"):
        b.measure("L/min", "C1:A")


def test_what_goes_into_no_line_cannot_be_fitted() -> None:
    with pytest.raises(LabsimError, match="the thermometer goes into no line; what does: bar, L"):
        bench().fit("C1:A", "°C")
    with pytest.raises(LabsimError, match="no flow meter is in the line at C1:A"):
        bench().unfit("C1:A")


def test_the_meter_for_air_says_that_it_counts_free_air() -> None:
    b = bench(Z1={"2.in": 41.26}).fit("Z1:2")
    assert b.measure("L/min", "Z1:2").text == "41.3 L/min ANR"


def test_the_jug_measures_a_leak_and_runs_over_under_a_pressure_line() -> None:
    b = bench(R1={"T.in": -0.214}, C1={"A.in": 0.3, "A.bar": 40.0})
    b.fit("R1:T", "mL/min")
    assert b.measure("mL/min", "R1:T").text == "210 mL/min"
    b.unfit("R1:T", "mL/min").fit("C1:A", "mL/min")
    assert b.measure("mL/min", "C1:A").text == "OL mL/min"


# the rest -----------------------------------------------------------------------------------
def test_oil_that_is_throttled_leaves_warmer_by_six_kelvin_for_a_hundred_bar() -> None:
    # 0.0605 K/bar · 160 bar = 9.7 K in 20 L/min; a trickle of 0.15 L/min keeps half of it
    hot = {"R1": {"P.bar": 160.0, "P.in": 20.0, "T.in": -20.0}}
    assert read("°C", "R1:T", **hot).value[0] == pytest.approx(45 + 9.7 * 20 / 20.15, abs=0.1)
    assert read("°C", "R1:P", **hot).value[0] == 45.0
    hot["R1"] |= {"P.in": 0.15, "T.in": -0.15}
    assert read("°C", "R1:T", **hot).value[0] == pytest.approx(45 + 4.84, abs=0.1)


def test_a_thermometer_is_of_no_use_on_an_air_line() -> None:
    with pytest.raises(LabsimError, match="Z1:1 is an air line"):
        read("°C", "Z1:1")


def test_a_tachometer_reads_where_a_shaft_shows() -> None:
    assert read("rpm", "P1:P", P1={"turning": 1391.0}).text() == "1391 rpm"
    with pytest.raises(
        LabsimError, match="R1 is a relief valve, no shaft of it shows; shafts: P1:S"
    ):
        read("rpm", "R1:P")


def test_the_stopwatch_shows_nothing_before_the_first_whole_stroke() -> None:
    b = bench()
    assert (b.measure("s", "C1:A").text, np.isnan(b.measure("s", "C1:A").value)) == ("----", True)
    assert read("s", "C1:A", C1={"took": 4.23}).text() == "4.2 s"
    with pytest.raises(LabsimError, match=r"R1:P drives no rod .* those: C1:A, C1:B"):
        read("s", "R1:P")


def test_a_rule_on_the_rod_shows_the_drift_of_a_minute_and_leaves_the_machine_as_it_was() -> None:
    case = hands(C1={"drift": 7.4})
    before = case.sim.now
    found = case.measure_many("mm/min", [["C1:A"], ["C1:B"]])
    assert [m.text() for m in found] == ["-7.4 mm/min", "7.4 mm/min"]
    assert case.sim.now == before


def test_iso_4406_counts_in_doublings() -> None:
    # ISO 4406:2021, table 1: 18 is more than 1300 up to 2500, 16 up to 640, 13 up to 80
    assert list(number([1301.0, 2500.0, 640.0, 80.0, 41.0])) == [18, 18, 16, 13, 13]


def test_an_oil_sample_tells_the_code_and_the_counts() -> None:
    found = read("ISO 4406", "M1:M")
    assert found.text().startswith("18/16/13, ≥ 4 µm /mL 2000")
    with pytest.raises(LabsimError, match="C1:A has no sample valve"):
        bench().measure("ISO 4406", "C1:A")


def test_the_leak_detector_hears_ten_decibels_more_for_ten_times_the_leak() -> None:
    quiet, small, large = (read("dB", "Z1:2", Z1={"2.weep": q}).value[0] for q in (0.0, 1.0, 10.0))
    assert quiet == 18
    assert (small - quiet, large - small) == (pytest.approx(20, abs=1), pytest.approx(10, abs=1))


def test_a_bent_gauge_goes_into_no_line_before_another_is_fetched() -> None:
    b = bench(M1={"M.bar": 170.0})
    b.measure("bar", "M1:M", range=160)
    with pytest.raises(LabsimError, match=r"tagged out: mend\('pressure gauge'\)"):
        b.fit("M1:M", "bar")


def test_the_nearest_gauge_is_the_nearest_in_size() -> None:
    with pytest.raises(LabsimError, match=r"no range 100; .* Nearest: 60"):
        bench().measure("bar", "M1:M", range=100)
