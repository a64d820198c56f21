"""The palletiser: a ring with two racks; what each fault shows in LEDs, counters, contacts."""

from __future__ import annotations

import pytest

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.drawing.sheets import draw
from labsim.machines.palletiser import Palletiser
from labsim.plc.parts.survey import NO_ANSWER
from labsim.states import LOCKED_OUT


def stand(*faults: str, severe: bool = True, **wrong: float) -> Simulation:
    """A machine for each fault, its worst severity, or one with parameters put wrong."""
    machine = Palletiser()
    worst = [variants_of(machine.fault(name))[-1 if severe else 0] for name in faults]
    own = {tuple(place.split("__")): value for place, value in wrong.items()}
    return Simulation(machine, worst or [Variant(own)])


def looks(sim: Simulation, tag: str) -> list[str]:
    return [str(text) for text in sim.machine.component(tag).look(sim.views[tag])]


def figure(sim: Simulation, tag: str, name: str) -> list[float]:
    return sim.machine.component(tag).shown(sim.views[tag], [name])[:, 0].tolist()


def push(sim: Simulation, tag: str, seconds: float = 0.3) -> None:
    sim.operate(tag, "pressed").advance(seconds)
    sim.operate(tag, "released").advance(0.3)


def started(sim: Simulation) -> Simulation:
    """Shut the door, reset, start."""
    sim.operate("B9", "shut").advance(1.0)
    push(sim, "S3")
    push(sim, "S1", 0.5)
    return sim


def test_it_starts_seals_in_and_stops_with_the_door() -> None:
    sim = stand()
    push(sim, "S1", 0.5)
    assert looks(sim, "K3") == ["dropped out"]  # the door is open
    assert looks(started(sim), "K3") == ["pulled in"]
    sim.operate("B9", "open").advance(0.5)
    assert [looks(sim, tag)[0] for tag in ("K1", "K2", "K3")] == ["dropped out"] * 3
    sim.operate("B9", "shut").advance(2.0)
    assert looks(sim, "K1") == ["dropped out"]  # a shut door alone starts nothing


def test_a_broken_cable_opens_the_ring_and_stops_nothing_that_runs() -> None:
    sim = started(stand())
    sim.enter("W2", "broken", 1.0).advance(2.0)
    assert looks(sim, "K3") == ["pulled in"]
    assert figure(sim, "A2", "ring") == [0.0]
    assert figure(sim, "A2", "nodes") == [2.0]  # rack 2 is reached the other way round
    push(sim, "S0")
    push(sim, "S1", 0.5)
    assert looks(sim, "K3") == ["dropped out"]  # but it does not start again


def test_two_breaks_cut_off_what_lies_between_them() -> None:
    sim = stand(W1__broken=1.0, W2__broken=1.0)
    assert figure(sim, "A2", "node1.status") == [1.0]
    assert figure(sim, "A2", "node2.status") == [0.0]
    assert figure(sim, "A3", "P1.crc") == [NO_ANSWER]


def test_crc_errors_stand_at_the_port_that_hears_them() -> None:
    """Of 6000 frames a minute one way 25 % are 1500; 30 % of them 1800."""
    sim = stand("W2: screen torn off", "W2: plug at its far end crushed", "W1: screen torn off")
    assert figure(sim, "A3", "P2.crc") == [1500.0, 0.0, 0.0]
    assert figure(sim, "A5", "P1.crc") == [1500.0, 1800.0, 0.0]
    assert figure(sim, "A2", "P1.crc") == [0.0, 0.0, 1500.0]
    assert figure(sim, "A3", "P1.crc") == [0.0, 0.0, 1500.0]


def test_the_longest_gap_follows_the_longest_run_of_lost_updates() -> None:
    """25 % each way: 1 - 0.75² = 0.4375 lost; ln 3000 / -ln 0.4375 = 9.7, so 10 updates of 20 ms.

    8 % each way: 1 - 0.92² = 0.1536; ln 3000 / -ln 0.1536 = 4.3, so 5. One way 30 %: 6.7, so 7.
    """
    names = ("W2: screen torn off", "W2: plug at its far end crushed")
    assert figure(stand(*names), "A2", "node2.gap") == [220.0, 160.0]
    assert figure(stand(names[0], severe=False), "A2", "node2.gap") == [120.0]
    assert figure(stand(*names), "A2", "node1.gap") == [20.0, 20.0]  # it lies before the cable
    assert figure(stand("W1: screen torn off"), "A2", "node1.gap") == [220.0]


def test_of_two_with_one_address_the_first_on_the_ring_keeps_it() -> None:
    sim = stand("A5: address switches set to 1", "A3: address switches set to 2")
    assert "NS green" in looks(sim, "A3")[0]
    assert all("NS red" in text for text in looks(sim, "A5"))
    assert figure(sim, "A2", "node1.status") == [0.0, 1.0]
    assert figure(sim, "A2", "node2.status") == [1.0, 2.0]  # rack 1 answers there: wrong cards
    assert figure(sim, "A2", "conflict") == [1.0, 2.0]
    assert looks(sim, "A5")[0].endswith("switches at 1")


def test_an_address_is_set_right_at_its_switches() -> None:
    sim = stand("A5: address switches set to 1")
    sim.replace("A5").advance(2.0)
    assert "NS red" in looks(sim, "A5")[0]  # set as the old one was
    sim.enter("A5", "address", 2.0).advance(2.0)
    assert figure(sim, "A2", "nodes") == [2.0]


def test_a_dead_coupler_is_dark_and_one_without_supply_too() -> None:
    sim = stand("A3: electronics dead", "A3: terminal L+ open")
    assert all(text.startswith("all LEDs dark") for text in looks(sim, "A3"))
    volts = sim.views["A3"].volts("L+", "M").real
    assert volts[0] == pytest.approx(24.0, abs=0.1)
    assert volts[1] == pytest.approx(0.0, abs=0.1)
    assert figure(sim, "A2", "ring") == [0.0, 0.0]
    assert figure(sim, "A2", "node2.status") == [0.0, 0.0]


def test_a_wrong_card_keeps_its_rack_from_being_connected() -> None:
    sim = stand("A7: another type of card in its slot", "A6: does not answer in its slot")
    assert figure(sim, "A2", "node2.status") == [2.0, 3.0]
    assert all("MS flashes red" in text for text in looks(sim, "A5"))


def test_a_lost_rack_holds_its_inputs_or_lets_them_go_as_it_is_set() -> None:
    sim = stand()
    assert sim.machine.A1.shown(sim.views["A1"], ["I10.1", "I20.0"]).tolist() == [[1.0, 1.0]]
    sim.enter("A3", "works", 0.0).enter("A5", "works", 0.0).advance(2.0)
    held = sim.machine.A1.shown(sim.views["A1"], ["I10.1", "I20.0", "I90.0", "I90.1"])
    assert held.tolist() == [[0.0, 1.0, 0.0, 0.0]]  # A4: zero, A6: held, and a stale bit it is
    sim.operate("B2", "absent").advance(1.0)
    assert "I20.0" not in looks(sim, "A6")[0]  # the LED follows the field
    assert sim.machine.A1.shown(sim.views["A1"], ["I20.0"]).tolist() == [[1.0]]


def test_an_output_of_a_lost_rack_goes_off() -> None:
    sim = started(stand())
    assert "Q20.0" in looks(sim, "A7")[0]
    sim.enter("A5", "works", 0.0).advance(1.0)
    assert "Q20.0" not in looks(sim, "A7")[0]
    assert looks(sim, "K3") == ["dropped out"]


def test_an_input_comes_at_the_next_update_of_its_rack() -> None:
    """Filter 6.4 ms, update 20 ms, scan 10 ms, a tick of 10 ms after each: less than 0.1 s.

    Where the longest gap is 220 ms updates fall at 3.08 s and 3.30 s; the carton goes at 3.10 s.
    """
    quick, slow = stand(), stand("W1: screen torn off")
    for sim in (quick, slow):
        sim.advance(0.1).operate("B1", "absent").advance(0.1)
    shown = [sim.machine.A1.shown(sim.views["A1"], ["I10.2"])[0, 0] for sim in (quick, slow)]
    assert shown == [0.0, 1.0]
    slow.advance(0.25)
    assert slow.machine.A1.shown(slow.views["A1"], ["I10.2"])[0, 0] == 0.0


def test_a_variant_beside_others_does_what_it_does_alone() -> None:
    names = ["W2: screen torn off", "A3: address switches set to 2", "B9: contact 23-24 welded"]
    together = started(stand(*names))
    for n, name in enumerate(names):
        alone = started(stand(name))
        for tag in ("A2", "A3", "A5", "A7", "K9", "K3"):
            assert looks(alone, tag)[0] == looks(together, tag)[n], (name, tag)


def test_the_drawing_of_the_ring_has_every_device_and_says_so() -> None:
    machine = Palletiser()
    drawing = draw(machine, machine.ring)
    assert {"A2", "A3", "A5", "A4", "A6", "A7", "W1", "W2", "W3"} <= drawing.parts.keys()
    assert "cable W2 to bus coupler A5, address 2, with A6 and A7" in drawing.alt


def test_a_figure_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(LabsimError, match=r"node3\.gap.*node2\.gap"):
        Palletiser().port("A2:node3.gap")


def test_hands_at_a_plug_are_hands_at_the_terminals_of_what_it_joins() -> None:
    bench = Bench(Palletiser()).repair("W2")
    assert [breach["rule"] for breach in bench.attempt.breaches] == ["work-live"]
    assert not Bench(Palletiser()).bring(LOCKED_OUT).repair("W2").attempt.breaches
