"""What the tests of served machines share: the command as a process, and real clients."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from asyncua import Client
from pymodbus.client import ModbusTcpClient

from tests.conftest import ROOT


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "labsim.cli", "serve", *arguments]


def refused(*arguments: str, **more: Any) -> str:
    """Return what the command says on stderr when it refuses."""
    there = os.environ | {"PYTHONPATH": str(ROOT)}
    options = {"cwd": ROOT, "env": there, **more}
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=60, **options
    )
    assert done.returncode == 1, done.stdout
    assert not done.stdout
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


class Served:
    """A machine served by the command, in a process of its own, on free ports."""

    def __init__(self, *arguments: str) -> None:
        ports = ("--modbus-port", "0", "--opcua-port", "0")
        self.process = subprocess.Popen(
            command(*arguments, *ports), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "160"},
        )  # fmt: skip
        self.told = ""
        for line in self.process.stdout or ():
            self.told += line
            if line.startswith("Ctrl-C"):
                break
        found = dict(re.findall(r"^(Modbus TCP|OPC UA): .*:(\d+)/?$", self.told, re.MULTILINE))
        assert len(found) == 2, self.told + self.end(signal.SIGKILL)[1]
        self.modbus_port, opcua = int(found["Modbus TCP"]), found["OPC UA"]
        self.url = f"opc.tcp://127.0.0.1:{opcua}/"

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[str, str]:
        """End it; return what it said last and what went wrong."""
        self.process.send_signal(how)
        return self.process.communicate(timeout=20)


@contextlib.contextmanager
def modbus(port: int) -> Iterator[ModbusTcpClient]:
    client = ModbusTcpClient("127.0.0.1", port=port, timeout=3)
    assert client.connect()
    try:
        yield client
    finally:
        client.close()


@contextlib.asynccontextmanager
async def opcua(url: str) -> Any:
    async with Client(url, timeout=4) as client:
        yield client


def wait_for(what: Callable[[], Any], seconds: float = 8.0) -> Any:
    """Ask until the answer is true; fail when it never is."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
    return found


def real(words: list[int]) -> float:
    """Return the REAL in two registers, the high word first."""
    return struct.unpack(">f", struct.pack(">2H", *words))[0]


def dint(words: list[int]) -> int:
    return struct.unpack(">i", struct.pack(">2H", *words))[0]
