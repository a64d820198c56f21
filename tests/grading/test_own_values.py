"""Parts of one make differ from bench to bench; marks do not."""

from __future__ import annotations

import os

import numpy as np
import pytest

import labsim
from labsim.coach.audit.battery import chosen, run
from labsim.core.simulation import Simulation
from labsim.core.spread import SLACK, own_values
from labsim.course import own_bench, replay
from labsim.hidden import values_of
from labsim.seeds import Seed, derive, ticket_of

DEEP = bool(os.environ.get("LABSIM_DEEP"))
LABS = ("ELE-02", "ELE-03", "ELE-08", "HYD-02", "INT-03", "PLC-01") if DEEP else ("ELE-02",)


def test_a_value_lies_in_its_spread_and_hangs_on_no_other_part():
    machine = labsim.lab("ELE-02").machine
    drawn = [own_values(machine, number) for number in range(1, 301)]
    for place, sheet in (("G1", "voltage"), 24.0), (("E5", "resistance"), 40.0):
        share = np.array([values[place] for values in drawn]) / sheet - 1.0
        assert 0.009 < share.max() <= 0.01
        assert -0.01 <= share.min() < -0.009
        assert abs(share.mean()) < 0.001  # 0.58 % / √300 = 0.03 %
    assert own_values(machine, 7) == own_values(machine, 7)
    rest = {place: v for place, v in own_values(machine, 7).items() if place[0] != "G1"}
    assert own_values(machine, 7, as_drawn=["G1"]) == rest


def test_who_shares_a_fault_and_a_meter_still_reads_other_figures():
    """24 V ± 1 % on a display of 10 mV; the first of the 21 benches is as drawn."""
    lab = labsim.lab("ELE-02")
    benches = [lab.bench("E5: lamp burnt out", seed=3, values=number) for number in range(21)]
    volts = [bench.measure("V", "G1:+", "G1:-").value for bench in benches]
    assert all(abs(one / volts[0] - 1.0) < 0.0105 for one in volts)
    assert len(set(volts)) >= 12


def test_attempt_and_name_draw_values_and_the_same_seed_the_same():
    lab, ticket = labsim.lab("ELE-03"), ticket_of("5e" * 32, "maint", "ELE-03")
    seeds = [derive(ticket, lab.id, *who) for who in (("ann",), ("ben",), ("ann", 2), ("ann",))]
    found = [values_of(lab, seed.values) for seed in seeds]
    assert found[0] == found[3]
    assert found[0] != found[1] != found[2] != found[0]
    bench = own_bench(lab, seeds[0], None)
    bench.attempt.stamp(seed=seeds[0].commitment, edition=lab.edition)
    bench.measure("V", "G1:L1", "G1:L2")
    assert not replay(lab, bench.attempt, seeds[0])[1]
    other = Seed(*(getattr(seeds[0], n) for n in ("fault", "instruments", "commitment",
                                                  "specimen")), values=seeds[1].values)  # fmt: skip
    assert any("recorded value" in line for line in replay(lab, bench.attempt, other)[1])


def test_a_new_part_is_of_the_same_make_and_a_bench_without_a_seed_as_drawn():
    machine = labsim.lab("ELE-02").machine
    sim = Simulation(machine, values={("E5", "resistance"): 40.3})
    assert sim.views["E5"].resistance[0] == 40.3
    assert sim.replace("E5").views["E5"].resistance[0] == 40.3
    assert labsim.lab("ELE-02").bench().sim.views["E5"].resistance[0] == 40.0


@pytest.mark.parametrize(("lab_id", "drawn"), [("ELE-03", True), ("HYD-02", True),
                         ("HYD-05", False), ("ELE-01", False), ("PLC-02", False)])  # fmt: skip
def test_values_are_drawn_where_a_fault_is_to_be_found_and_nothing_hangs_on_a_hair(lab_id, drawn):
    lab = labsim.lab(lab_id)
    assert bool(values_of(lab, 1)) == drawn
    assert lab.scenario.slack == (SLACK if drawn else 0.0)


@pytest.mark.parametrize("lab_id", LABS)
def test_bots_earn_the_same_with_values_of_their_own(lab_id):
    lab = labsim.lab(lab_id)
    for bot, low, off in (("optimal", 98, 0.5), ("half-splitter", 85, 2.0)):
        for n, fault in enumerate(chosen(lab, 12 if DEEP else 3)):
            sheet, own = (run(lab, bot, fault, n, values).points for values in (0, 90001 + 7 * n))
            assert own >= low
            assert abs(own - sheet) <= off, (bot, fault.id)
