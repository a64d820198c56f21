"""What may be served and what may not; the map; a plant without a network."""

from __future__ import annotations

import csv
import io
import json
import math
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import labsim
from labsim import serving
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.sources import DCSupply
from labsim.plc import read_rungs
from labsim.plc.parts.plc import PLC
from labsim.plc.program import Tag
from labsim.seeds import TICKET_FILE
from labsim.serving import addressing, points, server
from tests.plc import cell
from tests.serving.clients import refused

PORTS = {"modbus": 0, "opcua": 0}


# what is refused ----------------------------------------------------------------------------------
@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "plant-pc"])
def test_an_address_that_other_computers_reach_must_be_asked_for(host: str) -> None:
    with pytest.raises(LabsimError, match="whoever reaches the port works the machine"):
        serving.Options(host).check()
    serving.Options(host, allow_remote=True).check()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost"])
def test_the_computer_itself_is_served(host: str) -> None:
    serving.Options(host).check()


def test_the_command_refuses_in_one_sentence_with_the_nearest_match() -> None:
    assert "--allow-remote" in refused("LampString", "--host", "0.0.0.0")
    assert refused("PresCell").endswith("Nearest: PressCell\n")


def test_an_unknown_fault_lab_or_machine_names_the_nearest() -> None:
    with pytest.raises(LabsimError, match=r"no fault H1: .*Nearest: "):
        serving.chosen("LampString", "H1: burnt")
    with pytest.raises(LabsimError, match=r"no lab ELE-33.*Nearest: ELE-03"):
        serving.chosen("ELE-33")


def test_a_port_that_is_taken_is_named_with_the_option_that_gives_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LabsimError, match=rf"port {port} .*in use; another with --modbus-port"):
            server.free("127.0.0.1", port, "--modbus-port")


@pytest.mark.usefixtures("anna")
def test_a_lab_of_which_a_graded_attempt_has_begun_is_never_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert serving.chosen("ELE-01").machine is labsim.lab("ELE-01").machine
    labsim.open_lab("ELE-01")
    said = refused("ELE-01", "--seed", "3", cwd=tmp_path)
    assert "ELE-01 is graded work here (ELE-01.attempt.jsonl) and never served" in said
    assert f"labsim serve {labsim.lab('ELE-01').scenario.machine}" in said


def test_a_released_lab_with_its_ticket_is_never_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(TICKET_FILE).write_text('{"ELE-01": "abc"}', "utf-8")
    with pytest.raises(LabsimError, match="graded work"):
        serving.chosen("ELE-01")
    assert serving.chosen("ELE-02")


def test_nothing_is_served_while_nbgrader_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(LabsimError, match="while work is graded"):
        serving.chosen("LampString")


def test_a_seed_draws_a_fault_that_is_the_same_every_time() -> None:
    drawn = [serving.chosen("LampString", seed=n).variants[0].name for n in range(12)]
    assert drawn == [serving.chosen("LampString", seed=n).variants[0].name for n in range(12)]
    assert len(set(drawn)) > 3
    assert "healthy" not in drawn


@pytest.mark.parametrize("package", ["pymodbus", "asyncua"])
def test_without_the_extra_it_says_what_to_install(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [n for n in sys.modules if n.startswith("labsim.serving.")]:
        if name.endswith(("modbus", "opcua")):
            monkeypatch.delitem(sys.modules, name)
    for name in [package, *(n for n in sys.modules if n.startswith(f"{package}."))]:
        monkeypatch.setitem(sys.modules, name, None)
    plant = serving.Plant(serving.chosen("LampString"))
    with pytest.raises(LabsimError, match=rf'needs {package}.* pip install "labsim\[serve\]"'):
        serving.Serving(plant, serving.Options(**PORTS))


# the map ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("iec", "area", "register"),
    [
        ("%QX0.0", "coil", 0),
        ("%QX99.7", "coil", 799),
        ("%IX1.3", "discrete input", 11),
        ("I1.3", "discrete input", 11),
        ("%IW7", "input register", 7),
        ("%QW5", "holding register", 5),
        ("%MW0", "holding register", 1024),
        ("%MD3", "holding register", 2054),
        ("%ML1", "holding register", 4100),
        ("%MX0.3", "coil", 8195),
    ],
)
def test_iec_addresses_lie_where_openplc_has_them(iec: str, area: str, register: int) -> None:
    assert addressing.place(iec) == (area, register)


@pytest.mark.parametrize("iec", ["%QX0.8", "%QX1024.0", "%IW1024", "%QD0", "Local:1:I.Data.0", ""])
def test_an_address_openplc_has_no_place_for_has_none(iec: str) -> None:
    assert addressing.place(iec) is None


@pytest.mark.parametrize(
    ("type_", "value", "words"),
    [
        ("INT", -2, [0xFFFE]),
        ("DINT", 70000, [1, 4464]),
        ("REAL", 1.5, [0x3FC0, 0]),
        ("LINT", -1, [0xFFFF] * 4),
        ("BOOL", True, [1]),
    ],
)
def test_a_value_lies_in_registers_with_the_high_word_first(
    type_: str, value: Any, words: list[int]
) -> None:
    assert points.pack(type_, value) == words
    assert points.unpack(type_, words) == value


def test_what_a_register_cannot_hold_is_held_at_its_end() -> None:
    assert points.pack("TIME", 2**40) == [0x7FFF, 0xFFFF]
    assert points.pack("REAL", 1e300) == [0x7F80, 0]
    assert points.pack("DINT", None) == [None, None]
    with pytest.raises(LabsimError, match="no value to write"):
        points.unpack("REAL", [0x7FC0, 0])


def test_a_machine_without_a_plc_has_its_hands_states_and_values_from_9000() -> None:
    plant = serving.Plant(serving.chosen("MotorStarter"))
    at = {(p.area, p.register): p.name for p in plant.points if p.area}
    assert {at[k] for k in at if k[0] == "coil"} >= {"S0", "S1"}
    assert at["discrete input", 9000].endswith(":active")
    assert at["input register", 9000] == "machine:seconds"
    assert all(register >= 9000 for _, register in at)
    plant.write("S1", True)
    plant.advance(0.5)
    plant.write("S1", False)
    plant.advance(2.0)
    assert plant.values["K1:active"]
    assert plant.values["M1:speed"] > 90


def test_pressures_and_the_way_of_the_rod_are_there_as_instruments_would_send_them() -> None:
    plant = serving.Plant(serving.chosen("PressCell"))
    for tag in ("S3", "S1"):
        plant.write(tag, True)
        plant.advance(2.0)
    assert plant.values["press.C1:travel"] > 50
    assert plant.values["A1:Q0.0"]
    assert plant.values["A1:Down"]


def test_no_two_points_share_a_place_and_every_machine_has_a_map() -> None:
    for name in ("PressCell", "SortingConveyor", "PneumaticClamp", "LampString"):
        plant = serving.Plant(serving.chosen(name))
        taken = [(p.area, p.register + k) for p in plant.points if p.area for k in range(p.words)]
        assert len(taken) == len(set(taken))
        assert len({p.name for p in plant.points}) == len(plant.points)


def test_the_map_is_printed_as_csv_and_as_json_and_holds_every_point() -> None:
    plant = serving.Plant(serving.chosen("LampString"))
    by_json = json.loads(serving.written(plant, "json"))
    by_csv = list(csv.DictReader(io.StringIO(serving.written(plant, "csv"))))
    assert [r["name"] for r in by_json] == [r["name"] for r in by_csv] == [*plant.named]
    assert [r["node"] for r in by_csv] == [f"ns=2;s={name}" for name in plant.named]
    with pytest.raises(LabsimError, match=r"no form cvs.*Nearest: csv"):
        serving.written(plant, "cvs")


# a plant ------------------------------------------------------------------------------------------
RUNGS = """\
XIC(Start)OTE(Q);
XIC(Marker)OTE(Seen);
ADD(Set,1,Next);
"""
TAGS = (
    Tag("Start", "BOOL", address="%IX0.0"),
    Tag("Q", "BOOL", address="%QX0.0"),
    Tag("Marker", "BOOL", address="%MX2.1"),
    Tag("Set", "INT", address="%MW7"),
    Tag("Next", "DINT", address="%MD3"),
    Tag("Limit", "REAL", address="%MW20"),
    Tag("Free", "INT"),
)


class AddressedCell(Machine):
    """A button, a lamp, and a program whose variables lie at IEC addresses."""

    G1 = DCSupply()
    S1, P1 = PushButton("NO"), PilotLight(rated=24.0, resistance=288.0)
    A1 = PLC(
        replace(read_rungs(RUNGS), tags={tag.name: tag for tag in TAGS}),
        inputs="1M: I0.0",
        outputs="1L: Q0.0",
    )
    wiring = Ladder(
        "24 V",
        G1["+"],
        G1["-"],
        Rung(S1[13, 14], A1["I0.0", "1M"]),
        Rung(A1["1L", "Q0.0"], P1),
    )


def test_variables_with_iec_addresses_lie_at_them_and_act_from_the_next_scan() -> None:
    plant = serving.Plant(Simulation(AddressedCell()))
    assert plant.named["A1:Marker"].register == 8192 + 17
    assert plant.named["A1:Set"].register == 1024 + 7
    assert plant.named["A1:Next"].register == 2048 + 6
    assert plant.put("coil", 8192 + 17, [1])
    assert plant.put("holding register", 1031, [41])
    plant.advance(0.1)
    assert plant.values["A1:Seen"]
    assert plant.image["holding register"][2055] == 42


def test_a_value_too_wide_for_its_address_and_one_without_get_the_first_free_place() -> None:
    plant = serving.Plant(Simulation(AddressedCell()))
    assert plant.named["A1:Limit"].iec == "%MD0"  # a REAL is two registers, %MW20 is one
    assert plant.named["A1:Free"].register == 1024


def test_a_channel_and_its_tag_are_one_and_an_input_cannot_be_written() -> None:
    plant = serving.Plant(Simulation(AddressedCell()))
    assert plant.named["A1:I0.0"].area == "discrete input"
    assert not plant.named["A1:Start"].area
    for name in ("A1:I0.0", "A1:Start"):
        with pytest.raises(LabsimError, match="read only"):
            plant.write(name, True)
    plant.write("S1", True)
    plant.advance(0.2)
    assert plant.values["A1:I0.0"] and plant.values["A1:Start"] and plant.values["A1:Q0.0"]


def test_no_number_and_a_text_without_end_are_refused() -> None:
    plant = serving.Plant(Simulation(AddressedCell()))
    with pytest.raises(LabsimError, match="nan is no value"):
        plant.write("A1:Limit", math.nan)
    with pytest.raises(LabsimError, match="254"):
        plant.write("A1:Limit", "x" * 300)


def test_a_block_that_covers_a_gap_is_written_not_at_all() -> None:
    plant = serving.Plant(Simulation(AddressedCell()))
    assert not plant.put("holding register", 1031, [5, 5])
    assert plant.values["A1:Set"] == 0


def test_a_coil_the_program_owns_falls_with_the_next_scan_unless_a_seal_in_takes_it_up() -> None:
    plant = serving.Plant(Simulation(AddressedCell()))
    plant.write("A1:Q0.0", True)
    plant.advance(0.1)
    assert not plant.values["A1:Q0.0"]
    sealed = serving.Plant(Simulation(cell.Cell()))
    sealed.write("A1:Q0.0", True)
    sealed.advance(0.1)
    assert sealed.values["A1:Q0.0"]


def test_the_same_steps_give_the_same_run_and_other_steps_the_same_events() -> None:
    def run(steps: list[float]) -> dict[str, Any]:
        plant = serving.Plant(serving.chosen("PressCell"))
        plant.write("S3", True)
        for seconds in steps:
            plant.advance(seconds)
        return plant.values

    fine, coarse = run([0.05] * 40), run([0.5] * 4)
    assert fine == run([0.05] * 40)
    events = lambda values: {n: v for n, v in values.items() if not isinstance(v, float)}
    assert events(fine) == events(coarse)  # pressures agree as the fluid engine is accurate


def test_a_position_or_a_point_that_is_not_there_and_no_number_are_refused() -> None:
    plant = serving.Plant(serving.chosen("ServoAxis"))
    hand = next(p for p in plant.points if p.writable and p.type == "INT")
    with pytest.raises(LabsimError, match="none of its positions"):
        plant.write(hand.name, 9)
    with pytest.raises(LabsimError, match=r"no point M1:sped.*Nearest: M1:speed"):
        plant.write("M1:sped", 1)
    with pytest.raises(LabsimError, match="read only"):
        plant.write("machine:seconds", 1.0)
