"""A running plant read and worked by real clients: pymodbus and asyncua, over real sockets.

One bottle filler, started by the command in a process of its own at eight times wall time. The map
is OpenPLC's: I0.4 is discrete input 4, Q0.0 coil 0, IW4 input register 4; buttons are coils from
9000, tags without address %MD from holding register 2048.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from asyncua import ua

from labsim import serving
from tests.conftest import ROOT
from tests.serving.clients import Served, command, dint, modbus, opcua, real, wait_for

BELT, FILL, ILLEGAL, VALUE, SILENT = 0, 3, 2, 3, 11


@pytest.fixture(scope="module")
def plant() -> Iterator[Served]:
    served = Served("BottleFiller", "--factor", "8")
    yield served
    if served.process.poll() is None:
        served.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def places() -> dict[str, int]:
    """Where the command says everything lies: register by name."""
    done = subprocess.run(command("BottleFiller", "--map", "json"), capture_output=True, text=True,
                          cwd=ROOT, check=True)  # fmt: skip
    return {row["name"]: row["register"] for row in json.loads(done.stdout)}


def press(client: Any, coil: int, held: Any) -> None:
    """Press a button until something has happened, and let go."""
    assert not client.write_coil(coil, True).isError()
    wait_for(held)
    assert not client.write_coil(coil, False).isError()


def bit(client: Any, coil: int) -> bool:
    return client.read_coils(coil, count=1).bits[0]


def test_a_button_pressed_by_a_coil_starts_the_line_and_its_inputs_and_outputs_are_read(
    plant: Served, places: dict[str, int]
) -> None:
    with modbus(plant.modbus_port) as client:
        inputs = client.read_discrete_inputs(0, count=4).bits
        assert inputs[:4] == [False, True, True, True]  # start; stop, e-stop and guard are shut
        assert not bit(client, BELT)
        press(client, places["S1"], lambda: client.read_discrete_inputs(0, count=1).bits[0])
        wait_for(lambda: bit(client, BELT))
        wait_for(lambda: client.read_discrete_inputs(9, count=1).bits[0])  # I1.1: K1 answers
        wait_for(lambda: bit(client, FILL))  # a bottle under the nozzle


def test_the_analog_input_is_the_level_of_the_tank_by_the_scaling_of_4_to_20_ma(
    plant: Served, places: dict[str, int]
) -> None:
    with modbus(plant.modbus_port) as client:
        level, raw = places["C1:level"], client.read_input_registers(4, count=1).registers[0]
        litres = real(client.read_input_registers(level, count=2).registers)
        assert 20 < litres < 140
        assert raw == pytest.approx(litres / 200 * 27648, abs=600)  # it converts every 50 ms
        assert 4 < real(client.read_input_registers(places["A2:IW4.mA"], count=2).registers) < 20
        tag = client.read_holding_registers(places["A1:Level"], count=2).registers
        assert dint(tag) == pytest.approx(litres, abs=5)
        then = real(client.read_input_registers(places["machine:seconds"], count=2).registers)
        read = lambda: client.read_input_registers(places["machine:seconds"], count=2).registers
        wait_for(lambda: real(read()) > then + 0.5)


def test_opc_ua_reads_and_writes_the_same_plant(plant: Served, places: dict[str, int]) -> None:
    async def work() -> None:
        async with opcua(plant.url) as client:
            node = lambda name: client.get_node(f"ns=2;s={name}")
            assert await client.get_namespace_index("urn:labsim:machine") == 2
            with modbus(plant.modbus_port) as other:
                await node("S0").write_value(True)  # stop: the input goes off, the lamp goes out
                assert bit(other, places["S0"])
                wait_for(lambda: not other.read_discrete_inputs(1, count=1).bits[0])
                await node("S0").write_value(False)
                await until(node("A1:Q0.5"), False)
                assert not bit(other, 5)
                other.write_coil(places["S1"], True)
                await until(node("A1:Q0.5"), True)
                assert bit(other, 5)
                other.write_coil(places["S1"], False)
            preset = await node("A1:T_Fill.PRE").read_data_value()
            assert preset.Value.VariantType == ua.VariantType.Int32
            assert preset.Value.Value == 2500
            assert await node("K1:look").read_value() in ("pulled in", "dropped out")
            named = await node("A1:I0.4").read_attribute(ua.AttributeIds.Description)
            assert named.Value.Value.Text == "input I0.4 At_Nozzle"

    async def until(node: Any, wanted: Any) -> None:
        async with asyncio.timeout(8):
            while await node.read_value() != wanted:
                await asyncio.sleep(0.01)

    asyncio.run(work())


def test_a_subscription_tells_what_changes(plant: Served) -> None:
    class Told:
        def __init__(self) -> None:
            self.seen: list[Any] = []

        def datachange_notification(self, _node: Any, value: Any, _data: Any) -> None:
            self.seen.append(value)

    async def work() -> list[Any]:
        async with opcua(plant.url) as client:
            told = Told()
            subscription = await client.create_subscription(50, told)
            await subscription.subscribe_data_change(client.get_node("ns=2;s=machine:seconds"))
            async with asyncio.timeout(8):
                while len(told.seen) < 4:
                    await asyncio.sleep(0.01)
            await subscription.delete()
            return told.seen

    seen = asyncio.run(work())
    assert seen == sorted(set(seen))


def test_a_register_of_the_program_is_written_and_what_the_program_owns_is_overwritten(
    plant: Served, places: dict[str, int]
) -> None:
    with modbus(plant.modbus_port) as client:
        preset = places["A1:T_Jam.PRE"]
        assert not client.write_registers(preset, [0, 3000]).isError()
        assert dint(client.read_holding_registers(preset, count=2).registers) == 3000
        assert not client.write_register(preset + 1, 2000).isError()  # the low word alone
        assert dint(client.read_holding_registers(preset, count=2).registers) == 2000
        assert not client.write_coil(4, True).isError()  # Q0.4 Push: no bottle is there
        wait_for(lambda: not bit(client, 4))
        marker = places["A1:Bad"]  # latched by the program: an HMI may set it
        assert not client.write_coil(marker, True).isError()
        assert bit(client, marker)
        assert not client.write_coil(marker, False).isError()


def test_what_is_not_there_or_read_only_is_refused_and_nothing_is_written(
    plant: Served, places: dict[str, int]
) -> None:
    with modbus(plant.modbus_port) as client:
        assert client.read_coils(9999, count=2).exception_code == ILLEGAL
        assert client.write_coil(700, True).exception_code == ILLEGAL
        coils = [True, True]  # the last hand, and one there is not
        last = max(places[tag] for tag in ("G1", "S1", "S0", "S2", "S3", "B9", "G3"))
        assert client.write_coils(last, coils).exception_code == ILLEGAL
        assert not bit(client, last)
        assert client.read_coils(600, count=3).bits[:3] == [False] * 3  # a gap reads 0

    async def work() -> None:
        async with opcua(plant.url) as client:
            with pytest.raises(ua.UaStatusCodeError, match="Access"):
                await client.get_node("ns=2;s=A1:I0.0").write_value(True)
            wrong = ua.Variant("full", ua.VariantType.String)
            with pytest.raises(ua.UaStatusCodeError, match="type"):
                await client.get_node("ns=2;s=A1:T_Fill.PRE").write_value(wrong)
            with pytest.raises(ua.UaStatusCodeError):
                await client.delete_nodes([client.get_node("ns=2;s=S1")])
            assert await client.get_node("ns=2;s=A1:T_Fill.PRE").read_value() == 2500

    asyncio.run(work())


def test_rubbish_half_requests_and_eight_clients_at_once_harm_nobody(plant: Served) -> None:
    port = int(plant.url.rsplit(":", 1)[1].strip("/"))
    for number in (plant.modbus_port, port):
        for rubbish in (b"GET / HTTP/1.1\r\n\r\n", bytes(range(256)) * 40, b"\xff" * 9,
                        b"\0\1\0\0\0\6\1", b"HELF\xff\xff\xff\x7f" + b"x" * 100):  # fmt: skip
            with socket.create_connection(("127.0.0.1", number), timeout=3) as line:
                line.sendall(rubbish)
    stuck = socket.create_connection(("127.0.0.1", plant.modbus_port))
    stuck.sendall(b"\0\1\0\0")  # and says no more

    async def one(n: int) -> bool:
        async with opcua(plant.url) as client:
            return await client.get_node("ns=2;s=A1:I0.2").read_value()

    async def eight() -> list[bool]:
        return await asyncio.gather(*(one(n) for n in range(4)))

    with modbus(plant.modbus_port) as a, modbus(plant.modbus_port) as b:
        assert all(asyncio.run(eight()))
        assert a.read_discrete_inputs(2, count=1).bits[0]
        assert b.read_discrete_inputs(2, count=1).bits[0]
    stuck.close()
    assert plant.process.poll() is None


def test_requests_sent_without_waiting_are_all_answered_in_order(plant: Served) -> None:
    asks = [struct.pack(">HHHBBHH", n, 0, 6, 1, 2, n, 1) for n in range(1, 5)]
    with socket.create_connection(("127.0.0.1", plant.modbus_port), timeout=3) as line:
        line.sendall(b"".join(asks))
        heard = b""
        while len(heard) < 4 * 10:
            heard += line.recv(100)
    answers = [heard[k : k + 10] for k in range(0, 40, 10)]
    assert [struct.unpack(">H", a[:2])[0] for a in answers] == [1, 2, 3, 4]
    assert [a[9] for a in answers[:3]] == [1, 1, 1]  # I0.1 to I0.3: nothing stops the line


def dark(urls: dict[str, str]) -> None:
    """Ask a controller that is dark, by both protocols."""

    async def work() -> None:
        async with opcua(urls["OPC UA"]) as client:
            quality = await client.get_node("ns=2;s=A1:Q0.2").read_data_value(False)
            assert quality.StatusCode.value == ua.StatusCodes.BadNoCommunication
            assert await client.get_node("ns=2;s=A1:look").read_value() == "all LEDs dark"
            preset = client.get_node("ns=2;s=A1:T_Fill.PRE")
            with pytest.raises(ua.UaStatusCodeError, match="range"):
                await preset.write_value(ua.Variant(1, ua.VariantType.Int32))
            await client.get_node("ns=2;s=S1").write_value(True)

    with modbus(int(urls["Modbus TCP"].rpartition(":")[2])) as client:
        assert client.read_coils(0, count=4).exception_code == SILENT
        assert client.write_coil(0, True).exception_code == VALUE
        assert not client.read_coils(9000, count=4).isError()  # hands are there all the same
        asyncio.run(work())


def test_a_dark_controller_answers_nothing_with_bad_quality_and_sigterm_ends_it() -> None:
    chosen = serving.chosen("BottleFiller", "A1: processor dead")
    served = serving.Serving(serving.Plant(chosen), serving.Options(modbus=0, opcua=0))
    wrong: list[BaseException] = []

    def visit() -> None:
        try:
            dark(served.urls)
        except BaseException as error:
            wrong.append(error)
        os.kill(os.getpid(), signal.SIGTERM)

    visitor = threading.Thread(target=visit)
    serving.serve(served, visitor.start)
    visitor.join()
    if wrong:
        raise wrong[0]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(served.urls["Modbus TCP"].rpartition(":")[2])))


def test_ctrl_c_ends_it_cleanly_while_clients_are_connected(plant: Served) -> None:
    with modbus(plant.modbus_port) as client:
        assert not client.read_coils(0, count=1).isError()
        last, wrong = plant.end(signal.SIGINT)
    assert last.startswith("stopped")
    assert not wrong
    assert plant.process.returncode == 0
