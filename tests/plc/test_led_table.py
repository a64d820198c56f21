"""The table every PLC troubleshooter works by: LED, device, program; over real cards.

Input rows and output rows as the makers' maintenance manuals have them (SLC 500 1747-6.2 and
1747-IN011): each is made by its causes, and each cause gives just that picture.
"""

from __future__ import annotations

import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung, Wire
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.contacts import Selector
from labsim.electrical.loads import PilotLight
from labsim.electrical.sensors import NPNSensor, TwoWireSensor
from labsim.electrical.sources import DCSupply
from labsim.plc.parts.plc import PLC
from tests.plc.cell import held, seen


class Station(Machine):
    """A switch, a two-wire sensor and an NPN sensor on inputs; a lamp on an output of a group."""

    G1 = DCSupply()
    G2 = DCSupply()  # of the controller itself and the lamp
    S1, S2 = Selector(), Selector()
    B1, B2 = TwoWireSensor(), NPNSensor()
    A1 = PLC(
        "XIC(In)OTE(Out);XIC(Two)OTE(M1);XIC(Npn)OTE(M2);",
        inputs="1M: I0.0=In I0.1=Two I0.2=Npn",
        outputs="1L: Q0.0=Out",
        sense="sinking",
        supply=True,
        forced={
            "input I0.0 left forced on": {"I0.0": True},
            "input I0.0 left forced off": {"I0.0": False},
            "output Q0.0 left forced off": {"Q0.0": False},
            "output Q0.0 left forced on": {"Q0.0": True},
        },
    )
    P1 = PilotLight(rated=24.0, resistance=288.0)
    inputs = Ladder("Inputs", G1["+"], G1["-"],
        Rung(S1[13, 14], A1["I0.0", "1M"]), Rung(B1["BN", "BU"], A1["I0.1", "1M"]),
        Rung(B2["BN", "BU"]),
    )  # fmt: skip
    outputs = Ladder("Outputs", G2["+"], G2["-"],
        Rung(A1["L+", "M"]), Rung(A1["1L", "Q0.0"] | S2[13, 14], P1),
    )  # fmt: skip
    npn = Wire(B2["BK"], A1["I0.2"])


MACHINE = Station()


def variant(cause: str | dict) -> Variant:
    """A cause by the id of a fault, or as the parameters that are wrong."""
    return Variant(cause if isinstance(cause, dict) else MACHINE.fault(cause).places()[-1])


OPEN, LOW = "A1: terminal I0.0 open", {("G1", "voltage"): 7.0}
LEAKS = {("B1", "leak"): 1500.0}  # Ω: 24 V over 1.5 kΩ and 4.8 kΩ leave 18 V

# device on?, LED, what the program reads, volts at the terminal; then what makes it so
INPUTS = [
    (True, True, 1, 24.0, {}),
    (False, False, 0, 0.0, {}),
    # LED on, device on, program off: a bad input circuit, or the input forced off
    (True, True, 0, 24.0, "A1: input I0.0 dead"),
    (True, True, 0, 24.0, "A1: input I0.0 left forced off"),
    # LED on, device off, program on: the device is shorted, or its wire
    (False, True, 1, 24.0, "S1: contact 13-14 welded"),
    (False, True, 1, 0.0, "A1: wire at I0.0 shorted to 24 V"),
    # LED off, device on, program off: open wire, no common, low voltage, bad input circuit
    (True, False, 0, 0.0, OPEN),
    (True, False, 0, 0.0, "S1: terminal 13 open"),
    (True, False, 0, None, "A1: terminal 1M open"),
    (True, False, 0, 7.0, LOW),
    (True, False, 0, 24.0, "A1: input circuit I0.0 burnt open"),
    # LED off, device off, program on: forced on, or a bad input circuit
    (False, False, 1, 0.0, "A1: input I0.0 left forced on"),
    (False, False, 1, 0.0, "A1: input I0.0 stuck on"),
    # and one that is no fault of the circuit at all: the LED
    (True, False, 1, 24.0, "A1: LED of I0.0 failed"),
]


@pytest.fixture(scope="module")
def told() -> dict[bool, Simulation]:
    """The station with every cause at once, its switch off and on."""
    found = {}
    for on in (False, True):
        sim = Simulation(MACHINE, [variant(row[-1]) for row in INPUTS])
        found[on] = sim.operate("S1", str(int(on))).advance(0.5)
    return found


def test_every_row_of_the_input_table_gives_its_picture(told: dict[bool, Simulation]) -> None:
    for n, (device, led, bit, volts, cause) in enumerate(INPUTS):
        sim = told[device]
        lamps = seen(sim, "A1", n).split("lit: ")[-1].split()
        assert ("I0.0" in lamps) == led, (cause, seen(sim, "A1", n))
        assert held(sim, "In", n=n) == [bit], cause
        if volts is not None and "shorted" not in str(cause):
            assert sim.views["A1"].volts("I0.0", "1M").real[n] == pytest.approx(volts, abs=0.2)


def test_a_wire_that_touches_24_v_reads_on_with_the_other_supply_s_potential() -> None:
    """The bridge goes to L+, bonded to the same earth: 24 V though the switch is open."""
    sim = Simulation(MACHINE, [variant("A1: wire at I0.0 shorted to 24 V")])
    assert sim.views["A1"].volts("I0.0", "1M").real[0] == pytest.approx(24.0, abs=0.1)
    assert held(sim, "In") == [1.0]


def test_leakage_and_the_wrong_kind_of_sensor_are_rows_of_it_too() -> None:
    """Two-wire sensor that leaks: LED and bit on with no target. NPN on a sinking card: never."""
    sim = Simulation(MACHINE, [Variant(), Variant(LEAKS)])
    assert [held(sim, "Two", n=n)[0] for n in range(2)] == [0, 1]
    assert [seen(sim, "B1", n) for n in range(2)] == ["LED dark"] * 2
    sim.operate("B2", "present").advance(0.5)
    assert seen(sim, "B2") == "LED lit"
    assert held(sim, "Npn") == [0.0]
    assert "I0.2" not in seen(sim, "A1")


# program wants it?, LED, volts from the terminal to minus, lamp; then what makes it so
OUTPUTS = [
    (True, True, 24.0, "lit", {}),
    (False, False, 0.0, "dark", {}),
    # program on, LED off: a bad module, or forced off
    (True, False, 24.0, "lit", "A1: LED of Q0.0 failed"),
    (True, False, 0.0, "dark", "A1: output Q0.0 left forced off"),
    # LED on, nothing at the terminal: fuse, or open transistor
    (True, True, 0.0, "dark", "A1: fuse of group 1L blown"),
    (True, True, 0.0, "dark", "A1: output transistor Q0.0 open"),
    (True, True, 0.0, "dark", "A1: terminal 1L open"),
    # LED off, load on: shorted transistor; LED on though the program is off: forced
    (False, False, 24.0, "lit", "A1: output transistor Q0.0 shorted"),
    (False, True, 24.0, "lit", "A1: output Q0.0 left forced on"),
    # LED on, volts at the terminal, load dead: wiring or load
    (True, True, 24.0, "dark", "P1: lamp burnt out"),
    (True, True, 24.0, "dark", "A1: terminal Q0.0 open"),
]


def test_every_row_of_the_output_table_gives_its_picture() -> None:
    for on in (False, True):
        sim = Simulation(MACHINE, [variant(row[-1]) for row in OUTPUTS])
        sim.operate("S1", str(int(on))).advance(0.5)
        for n, (wants, led, volts, lamp, cause) in enumerate(OUTPUTS):
            if wants != on:
                continue
            assert held(sim, "Out", n=n) == [float(on)], cause
            assert ("Q0.0" in seen(sim, "A1", n)) == led, cause
            at = sim.network_of(MACHINE.A1).open_volts(
                MACHINE.port("A1:Q0.0"), MACHINE.port("G2:-")
            )
            assert at[1][n] == pytest.approx(volts, abs=0.7), cause  # a leak of 0.1 mA stays
            assert seen(sim, "P1", n) == lamp, cause


def test_a_back_feed_lights_the_load_with_output_and_led_off() -> None:
    sim = Simulation(MACHINE)
    sim.operate("S2", "1").advance(0.5)
    assert (seen(sim, "P1"), held(sim, "Out")) == ("lit", [0.0])
    assert "Q0.0" not in seen(sim, "A1")


def test_program_mode_is_the_other_way_to_have_the_led_off() -> None:
    sim = Simulation(MACHINE)
    sim.operate("S1", "1").advance(0.5)
    MACHINE.A1.switch(sim.views["A1"], "program")
    sim.advance(0.5)
    assert (held(sim, "Out"), seen(sim, "P1")) == ([1.0], "dark")
    assert seen(sim, "A1").startswith("RUN dark; lit: I0.0")


def test_a_pulse_shorter_than_the_filter_lights_the_led_and_never_the_bit() -> None:
    sim = Simulation(MACHINE, [Variant({("A1", "filter"): 0.05})])
    sim.operate("S1", "1").advance(0.02)
    assert "I0.0" in seen(sim, "A1")
    assert held(sim, "In") == [0.0]
    sim.operate("S1", "0").advance(0.5)
    assert sim.machine.A1.logic.look(sim.states["A1", "core"][0], 0, {})["In"] is False
