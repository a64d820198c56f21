"""The server: a plant that keeps step with the wall clock, and the ways clients reach it."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from labsim.core.clock import TICK
from labsim.core.errors import LabsimError
from labsim.serving.choice import chosen
from labsim.serving.plant import Plant

__all__ = ["Options", "Serving", "running", "serve"]

STEP = 0.05  # s of wall time between two looks at the machine
BEHIND = 0.5  # s of wall time that are caught up at most; what is more is lost, machine time lags
SIDES = {"Modbus TCP": ("modbus", "ModbusSide", "pymodbus"),
         "OPC UA": ("opcua", "OpcUaSide", "asyncua")}  # fmt: skip
REMOTE = (
    "neither Modbus TCP nor this OPC UA server asks who you are, so whoever reaches the port works "
    "the machine: add --allow-remote if every device in that network may"
)


@dataclass(frozen=True)
class Options:
    """Where and how a machine is served; a port of 0 takes any that is free."""

    host: str = "127.0.0.1"
    modbus: int = 5020
    opcua: int = 4840
    factor: float = 1.0
    allow_remote: bool = False

    def check(self) -> None:
        """Raise LabsimError for what cannot be, or must not be without being asked for."""
        if not 0.01 <= self.factor <= 100.0:
            raise LabsimError(f"--factor {self.factor:g}: machine time runs at 0.01 to 100 times")
        if not local(self.host) and not self.allow_remote:
            raise LabsimError(f"--host {self.host} is not this computer alone: {REMOTE}")
        for port in (self.modbus, self.opcua):
            if not 0 <= port <= 65535:
                raise LabsimError(f"port {port}: a port is a number from 0 to 65535")


def local(host: str) -> bool:
    """Tell whether only programs on this computer reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def free(host: str, port: int, option: str) -> int:
    """Return the port, or any free one for 0; LabsimError when it cannot be had."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return int(probe.getsockname()[1])
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise LabsimError(f"port {port} at {host}: {why}; another with {option}=N, "
                              f"any free one with {option}=0") from error  # fmt: skip


class Serving:
    """A plant on the network; `run` serves until `stop` is called."""

    def __init__(self, plant: Plant, options: Options) -> None:
        options.check()
        self.plant, self.options = plant, options
        ports = {"Modbus TCP": (options.modbus, "--modbus-port"),
                 "OPC UA": (options.opcua, "--opcua-port")}  # fmt: skip
        self.sides: dict[str, Any] = {}
        for title, (port, option) in ports.items():
            kind = _side(title)
            self.sides[title] = kind(plant, options.host, free(options.host, port, option))
        self.lost = 0.0  # s of machine time by which the machine could not keep step
        self._loop: asyncio.AbstractEventLoop | None = None
        self._done: asyncio.Event | None = None

    @property
    def urls(self) -> dict[str, str]:
        """Where clients find it, by title of the protocol."""
        return {title: side.url for title, side in self.sides.items()}

    @property
    def modbus_port(self) -> int:
        """The port of Modbus TCP, also when any free one was asked for."""
        return int(self.sides["Modbus TCP"].port)

    async def run(self, ready: Callable[[], None] | None = None) -> None:
        """Serve until stopped; `ready` is called when clients can connect."""
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        try:
            for side in self.sides.values():
                await side.start()
            if ready is not None:
                ready()
            await self._keep_step()
        finally:
            for side in self.sides.values():
                await side.stop()

    async def _keep_step(self) -> None:
        """Bring the machine on as wall time goes; every client gets a turn in between."""
        assert self._loop is not None and self._done is not None
        last, owed, factor = self._loop.time(), 0.0, self.options.factor
        most = max(1, round(2 * STEP * factor / TICK))  # ticks at a time: nobody waits long
        while not self._done.is_set():
            now = self._loop.time()
            owed += (now - last) * factor
            last = now
            self.lost += max(0.0, owed - BEHIND * factor)
            owed = min(owed, BEHIND * factor)
            ticks = min(most, int(round(owed / TICK, 6)))
            self.plant.advance(ticks * TICK)
            owed -= ticks * TICK
            for side in self.sides.values():
                await side.publish()
            rest = max(0.002, STEP - (self._loop.time() - now))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._done.wait(), rest)

    def stop(self) -> None:
        """End `run`, from any thread."""
        if self._loop is not None and self._done is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._done.set)


def _side(title: str) -> Any:
    """Return the class that serves a protocol; LabsimError names the extra when it is missing."""
    module, name, package = SIDES[title]
    try:
        return getattr(import_module(f"labsim.serving.{module}"), name)
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith(package):
            raise
        raise LabsimError(
            f'{title} needs {package}, of the extra "serve": pip install "labsim[serve]"'
        ) from error


def serve(serving: Serving, ready: Callable[[], None] | None = None) -> None:
    """Serve until Ctrl-C or SIGTERM; then every connection is closed, and it returns."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, serving.stop)
        await serving.run(ready)

    asyncio.run(main())


@contextlib.contextmanager
def running(
    name: str, fault: str = "", seed: int | None = None, **options: Any
) -> Iterator[Serving]:
    """Serve a machine in the background while a block runs: `with running("PressCell") as s:`.

    Ports are any free ones unless `modbus` and `opcua` name them; see Options, and `chosen`.
    """
    settings = Options(**{"modbus": 0, "opcua": 0, **options})
    settings.check()
    serving = Serving(Plant(chosen(name, fault, seed)), settings)
    up, failed = threading.Event(), list[BaseException]()
    work = partial(_work, serving, up, failed)
    thread = threading.Thread(target=work, name="labsim-serve", daemon=True)
    thread.start()
    up.wait()
    try:
        if failed:
            raise failed[0]
        yield serving
    finally:
        serving.stop()
        thread.join(10.0)


def _work(serving: Serving, up: threading.Event, failed: list[BaseException]) -> None:
    try:
        asyncio.run(serving.run(up.set))
    except BaseException as error:
        failed.append(error)
    finally:
        up.set()
