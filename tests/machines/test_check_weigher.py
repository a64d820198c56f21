"""The check-weigher: one batch of four, healthy and with faults from the scale to the rung."""

from __future__ import annotations

import pytest

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.hands import Hands
from labsim.machines.check_weigher import CheckWeigher
from labsim.plc.parts.edits import constant, inserted

ALL = "box: 2, short box: 2"
# What lies in the good bin and in the reject bin when the batch is through, and the lamp.
BATCHES = {
    # 1.2 kg are 11059 counts: 11059 · 3000 / 32767 = 1012 g, and 1012 < 1020: everything goes.
    "A1: raw counts divided by 32767": ("empty", ALL, "dark"),
    # 0.9 kg are 8294 counts: 8294 · 5000 / 27648 = 1500 g: nothing is light.
    "A1: span of the scale set to 5000 g": (ALL, "empty", "dark"),
    "A1: limit of the weight set to 1500 g": ("empty", ALL, "dark"),
    # Weighed again in each scan until the eye is free: by then the scale is empty, 0 g.
    "A1: one-shot of the weighing taken out": ("empty", ALL, "dark"),
    # 20 steps of the register in one pulse of 0.2 s.
    "A1: one-shot of the pulse taken out": (ALL, "empty", "dark"),
    "A1: mark taken back above the rung that reads it": (ALL, "empty", "dark"),
    # 240 mm too late; the plate has 200 mm.
    "A1: push read two places late": (ALL, "empty", "dark"),
    "A1: preset of T_Push changed to 100 ms": ("box: 1", "empty", "lit"),
    "A1: preset of T_Jam changed to 500 ms": ("empty", "empty", "lit"),
    "A1: input I0.5 left forced on": (ALL, "empty", "dark"),
    "A1: input I0.4 dead": (ALL, "empty", "dark"),
    "B4: loop open inside": ("empty", ALL, "dark"),
    "B4: output frozen": (ALL, "empty", "dark"),
    "B1: lens dirty": ("empty", "empty", "lit"),
    "B3: no output": (ALL, "empty", "dark"),
    "B5: contact 13-14 welded": (ALL, "empty", "dark"),
    "C1: rod stuck": ("box: 1", "empty", "lit"),
    "Y1: coil burnt open": ("box: 1", "empty", "lit"),
}
ONLINE = ["Weight_Raw", "Weight", "Eye", "Mark", "Track", "C_All.ACC", "C_Reject.ACC"]


@pytest.fixture(scope="module")
def batch() -> Simulation:
    machine = CheckWeigher()
    variants = [Variant(), *(v for name in BATCHES for v in variants_of(machine.fault(name)))]
    return Simulation(machine, variants).operate("S1", "pressed").advance(12.0)


def seen(sim: Simulation, tag: str, name: str = "healthy") -> str:
    at = [variant.name for variant in sim.variants].index(name)
    return str(sim.machine.component(tag).look(sim.views[tag])[at])


def online(sim: Simulation, *names: str) -> list[float]:
    return sim.machine.A1.shown(sim.views["A1"], names)[0].tolist()


def test_a_batch_is_weighed_and_the_two_short_boxes_are_rejected(batch: Simulation) -> None:
    assert (seen(batch, "C3"), seen(batch, "C4")) == ("box: 2", "short box: 2")
    assert online(batch, "C_All.ACC", "C_Reject.ACC", "Fault") == [4, 2, 0]
    assert seen(batch, "G2") == "stands still"  # the batch is through, the belt has stopped itself


@pytest.mark.parametrize("name", BATCHES)
def test_a_fault_leaves_its_mark_in_the_bins(batch: Simulation, name: str) -> None:
    assert tuple(seen(batch, tag, name) for tag in ("C3", "C4", "P1")) == BATCHES[name]


def test_a_short_box_is_weighed_marked_and_followed_to_the_pusher() -> None:
    sim = Simulation(CheckWeigher()).operate("S1", "pressed").advance(7.0)
    raw, grams, eye, mark, track = online(sim, *ONLINE[:5])
    # 0.9 kg of 3 kg: 0.3 of 27648 counts are 8294; the scatter of 2 % is 166 counts, 18 g.
    assert raw == pytest.approx(8294, abs=3 * 166)
    assert grams == pytest.approx(1000 * 3 * raw / 27648, abs=1)
    assert (eye, mark) == (1, 1)
    # The first short box was weighed 3 s before: 900 mm, 7 pulses; it went by place 5 and on to 6.
    assert track == 2**6


def test_every_start_is_the_same_batch_pulse_for_pulse() -> None:
    sim = Simulation(CheckWeigher()).operate("S1", "pressed").advance(7.0)
    first = online(sim, *ONLINE)
    sim.advance(5.0).operate("S1", "released").advance(3.7)
    sim.operate("S1", "pressed").advance(7.0)
    assert online(sim, *ONLINE) == first
    sim.advance(5.0)
    assert (seen(sim, "C3"), seen(sim, "C4")) == ("box: 2", "short box: 2")


def test_the_guard_stops_the_belt_and_shutting_it_starts_nothing() -> None:
    sim = Simulation(CheckWeigher()).operate("S1", "pressed").advance(2.0)
    sim.operate("S1", "released").operate("B9", sim.machine.B9.positions[1]).advance(0.5)
    assert seen(sim, "G2") == "stands still"
    sim.operate("B9", sim.machine.B9.positions[0]).advance(1.0)
    assert seen(sim, "G2") == "stands still"


def test_a_count_read_online_is_exact_and_a_timer_is_read_a_little_early_or_late() -> None:
    sim = Simulation(CheckWeigher()).operate("S1", "pressed").advance(12.0)
    tool = Hands(sim, titles=("engineering tool",))
    event = {"do": "measure", "function": "online"}
    count, timer = (
        tool.do({**event, "ports": [f"A1:{name}"]}) for name in ("C_All.ACC", "T_Idle.ACC")
    )
    assert count.value[0] == 4
    assert count.sigma[0] < 0.25 < 25 <= timer.sigma[0]


def test_an_edit_changes_its_figure_or_puts_its_rung_where_it_says() -> None:
    program = CheckWeigher().A1.logic.program
    rungs = lambda edit: edit(program).routine(program.main).rungs
    old = program.routine(program.main).rungs
    other = rungs(constant(3000, 5000))
    assert [n for n, rung in enumerate(old) if rung != other[n]] == [4]
    new = rungs(inserted(2, "XIC(Eye)OTE(Seen);"))
    assert (new[:2], new[3:]) == (old[:2], old[2:])
    assert list(new[2].ops())[1].name == "OTE"
    with pytest.raises(LabsimError, match="3001"):
        constant(3001, 1)(program)
    with pytest.raises(LabsimError, match="rung 99"):
        inserted(99, "XIC(Eye)OTE(Seen);")(program)
