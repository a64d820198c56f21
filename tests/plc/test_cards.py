"""I/O cards by themselves: what a terminal has, what the LED shows, what the card passes on."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung, Wire
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight, Resistor
from labsim.electrical.sensors import NPNSensor, PNPSensor, TwoWireSensor
from labsim.electrical.sources import DCSupply
from labsim.plc.parts.cards import AnalogInputCard, InputCard, OutputCard


def lit(sim: Simulation, tag: str, n: int = 0) -> str:
    return str(sim.machine.component(tag).look(sim.views[tag])[n])


def volts(sim: Simulation, tag: str, a: str, b: str, n: int = 0) -> float:
    return float(sim.views[tag].volts(a, b).real[n])


def sensors() -> Machine:
    class Wired(Machine):
        """A sensor of each kind on a sinking card, and one NPN on a sourcing card."""

        G1 = DCSupply()
        B1, B2, B3, B4 = PNPSensor(), NPNSensor(), NPNSensor(), TwoWireSensor()
        A1 = InputCard("1M: I0.1 I0.2 I0.3", sense="sinking")
        A2 = InputCard("2M: I1.0", sense="sourcing")
        wiring = Ladder("24 V", G1["+"], G1["-"],
            Rung(B1["BN", "BU"]), Rung(B1["BN", "BK"], A1["I0.1", "1M"]),
            Rung(B2["BN", "BU"]), Rung(B3["BN", "BU"]),
            Rung(B4["BN", "BU"], A1["I0.3", "1M"]),
            Rung(A2["2M", "I1.0"], B3["BK", "BU"]),
        )  # fmt: skip
        wrong = Wire(B2["BK"], A1["I0.2"])  # NPN on a sinking card

    return Wired()


def test_a_two_wire_sensor_that_leaks_holds_an_input_on() -> None:
    """4.8 kΩ behind 9 kΩ from 24 V: 8.3 V, more than the 7.5 V at which a lit input goes out."""
    sound, leaky = {("B4", "leak"): 30e3}, {("B4", "leak"): 9e3}
    worse = {("B4", "leak"): 1500.0}
    sim = Simulation(sensors(), [Variant(w) for w in (sound, leaky, worse)])
    across = [volts(sim, "A1", "I0.3", "1M", n) for n in range(3)]
    assert across == pytest.approx([24 * 4.8 / 34.8, 24 * 4.8 / 13.8, 24 * 4.8 / 6.3], rel=0.01)
    assert [lit(sim, "A1", n) for n in (0, 2)] == ["no I/O LED lit", "lit: I0.3"]
    sim.operate("B4", "present").advance(1.0)
    assert [lit(sim, "A1", n) for n in range(3)] == ["lit: I0.3"] * 3
    sim.operate("B4", "absent").advance(1.0)
    assert [lit(sim, "A1", n) for n in range(3)] == ["no I/O LED lit", "lit: I0.3", "lit: I0.3"]


def test_an_npn_sensor_works_on_a_sourcing_card_and_never_on_a_sinking_one() -> None:
    sim = Simulation(sensors())
    for tag in ("B1", "B2", "B3"):
        sim.operate(tag, "present")
    sim.advance(1.0)
    assert lit(sim, "A1") == "lit: I0.1"
    assert lit(sim, "A2") == "lit: I1.0"
    assert volts(sim, "A1", "I0.2", "1M") == pytest.approx(0.0, abs=2.0)
    assert volts(sim, "A2", "2M", "I1.0") == pytest.approx(22.5, abs=0.1)  # 24 V less 1.5 V of drop


class Pulsed(Machine):
    """A button on three inputs that differ in their filter."""

    G1 = DCSupply()
    S1 = PushButton("NO")
    A1, A2, A3 = InputCard("I0.0"), InputCard("I1.0"), InputCard("I2.0")
    wiring = Ladder("24 V", G1["+"], G1["-"], Rung(
        S1[13, 14], A1["I0.0", "I0.0M"] | A2["I1.0", "I1.0M"] | A3["I2.0", "I2.0M"]
    ))  # fmt: skip


def passed(seconds: float) -> list[bool]:
    """Press for so long; tell which of the cards pass it on at any time."""
    sim = Simulation(Pulsed(A1={"filter": 0.0}, A2={"filter": 0.02}, A3={"filter": 0.1}))
    seen = np.zeros(3, dtype=bool)
    sim.operate("S1", "pressed")
    for k in range(round(seconds / 0.01) + 15):
        if k == round(seconds / 0.01):
            sim.operate("S1", "released")
        sim.advance(0.01)
        seen |= [bool(sim.states[tag, "bits"][0, 0]) for tag in ("A1", "A2", "A3")]
    return seen.tolist()


def test_a_pulse_shorter_than_the_filter_never_reaches_the_image() -> None:
    assert passed(0.01) == [True, False, False]
    assert passed(0.04) == [True, True, False]
    assert passed(0.15) == [True, True, True]


def test_a_lit_led_is_no_bit_and_a_dead_led_no_missing_voltage() -> None:
    """LED and bit are two sides of one channel."""
    machine = Pulsed()
    ids = ["A1: input I0.0 dead", "A1: LED of I0.0 failed", "A1: input I0.0 stuck on"]
    wrong = [machine.fault(name).places()[0] for name in ids]
    sim = Simulation(machine, [Variant(), *map(Variant, wrong)])
    read = lambda: machine.A1.read(sim.views["A1"])[:, 0].tolist()
    assert read() == [False, False, False, True]
    sim.operate("S1", "pressed").advance(0.5)
    assert read() == [True, False, True, True]
    assert [lit(sim, "A1", n) for n in range(4)] == [
        "lit: I0.0", "lit: I0.0", "no I/O LED lit", "lit: I0.0",
    ]  # fmt: skip
    assert volts(sim, "A1", "I0.0", "I0.0M", 2) == pytest.approx(24.0, abs=0.1)


class Loop(Machine):
    """A loop of 4 to 20 mA by hand: 24 V over a resistor and the burden of 250 Ω."""

    G1 = DCSupply(resistance=0.0)
    R1 = Resistor(resistance=1750.0)  # 12 mA
    A1 = AnalogInputCard("IW4")
    wiring = Ladder("Loop", G1["+"], G1["-"], Rung(R1, A1["IW4+", "IW4-"]))


def test_a_current_becomes_counts_and_a_broken_wire_the_lowest_of_them() -> None:
    """12 mA are half of 27648; 20 mA all of them; 0 mA is below -4864, so -32768."""
    sizes = {1750.0: 13824, 950.0: 27648, 5750.0: 0, 650.0: 32767, float("inf"): -32768}
    sim = Simulation(Loop(), [Variant({("R1", "resistance"): ohms}) for ohms in sizes])
    found = sim.states["A1", "counts"][:, 0].tolist()
    assert found == pytest.approx(list(sizes.values()), abs=2)


def test_an_analog_channel_reads_wrong_by_offset_and_by_scale() -> None:
    """0.8 mA too much are 0.8 / 16 of 27648, 1382 counts; 0.8 of the scale are 11059."""
    machine = Loop()
    ids = ["A1: analog input IW4 reads too high", "A1: analog input IW4 scaled wrong"]
    wrong = [machine.fault(name).places()[0] for name in ids]
    sim = Simulation(machine, [Variant(), *map(Variant, wrong)])
    right, high, scaled = sim.states["A1", "counts"][:, 0].tolist()
    assert (high - right, scaled) == pytest.approx((1382, 11059), abs=2)


class Outputs(Machine):
    """Two groups of outputs with lamps; nobody tells the cards anything but the test."""

    G1 = DCSupply()
    A1, A2 = OutputCard("1L: Q0.0 Q0.1"), OutputCard("Q1.0", relay=True)
    P1, P2, P3 = (PilotLight(rated=24.0, resistance=288.0) for _ in range(3))
    wiring = Ladder("24 V", G1["+"], G1["-"],
        Rung(A1["1L", "Q0.0"], P1), Rung(A1["1L", "Q0.1"], P2), Rung(A2["Q1.0L", "Q1.0"], P3),
    )  # fmt: skip


def lamps(sim: Simulation) -> list[str]:
    return [lit(sim, tag) for tag in ("P1", "P2", "P3")]


def test_an_output_that_is_off_leaks_too_little_for_a_lamp() -> None:
    sim = Simulation(Outputs())
    assert lamps(sim) == ["dark"] * 3
    assert sim.views["A1"].amps("output Q0.0").real[0] == pytest.approx(0.1e-3, rel=0.02)
    assert sim.views["A2"].amps("output Q1.0").real[0] == 0.0  # a contact is open
    sim.set_state("A1", "out", [True, False])
    sim.advance(0.1)
    assert lamps(sim) == ["lit", "dark", "dark"]


def test_a_short_at_one_output_takes_the_fuse_of_the_group() -> None:
    """24 V on 0.3 Ω and half an ohm of card: more than the 8 A at which the fuse goes."""
    machine = Outputs()
    sim = Simulation(machine, [Variant(machine.fault("P1: lamp holder shorted").places()[0])])
    sim.set_state("A1", "out", [False, True])
    sim.advance(0.1)
    assert lamps(sim) == ["dark", "lit", "dark"]
    sim.set_state("A1", "out", [True, True])
    sim.advance(0.1)
    assert lamps(sim) == ["dark", "dark", "dark"]
    assert lit(sim, "A1") == "lit: Q0.0 Q0.1"  # the LEDs show what the card was told
    sim.replace("A1")
    sim.set_state("A1", "out", [False, True])
    sim.advance(0.1)
    assert lamps(sim) == ["dark", "lit", "dark"]


def test_an_address_is_known_by_all_its_spellings_and_refused_with_the_nearest() -> None:
    card = InputCard("1M: %IX0.4 I:0/5")
    assert card.marks == ("I0.4", "1M", "I0.5")
    with pytest.raises(ValueError, match=r"'S1' is no address: write I0.4"):
        InputCard("S1")
    with pytest.raises(ValueError, match=r"I0.4 is there twice"):
        InputCard("I0.4 %IX0.4")
    with pytest.raises(ValueError, match=r"has no terminal 2M; it has I0.4, 1M, I0.5. Nearest: 1M"):
        card.port("2M")
