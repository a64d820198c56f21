"""A kernel in the sandbox, started as nbgrader starts kernels: nothing else needs to know."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from traitlets import Integer, Type

from grading.kernels import launch, limits
from grading.kernels.policy import DOOR, Policy

__all__ = ["ShutInKernelManager"]

SHARES = ("memory_bytes", "file_bytes", "processes", "cpu_seconds", "wall_seconds")
PATIENCE = 0.5  # s
RETRY = 5  # ms between looks whether the kernel listens; stock takes 100
# Messages that wait at our end of a line till they are read; beyond that they wait at the kernel's.
WAITING, SHOWN = 5, 1000  # what a cell shows comes in crowds
LONGEST = 60  # characters of a folder below which sockets find room (108 in all)
ROOT = Path(__file__).resolve().parents[2]


class Counted(AsyncZMQSocketChannel):
    """Where a kernel tells what it shows: all that comes counts, whatever it says it belongs to.

    It counts when it comes, not when it is read: that takes longer than to send it. What nobody can
    read is passed over, or reading would stop there and the rest pile up.
    """

    left = 2 * Policy.output_bytes  # of what is shown alone, half may come (`RunNotebook.most`)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.waiting: deque[list[bytes]] = deque()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        return await (self._recv() if self.waiting else super().get_msg(timeout))

    async def _recv(self, **how: Any) -> dict[str, Any]:
        while True:
            if not self.waiting:
                self._count(await self.socket.recv_multipart(**how))
            with suppress(zmq.Again):
                while True:
                    self._count(await self.socket.recv_multipart(zmq.NOBLOCK))
            parts = self.waiting.popleft()
            with suppress(Exception):  # whatever a kernel has made up
                return dict(self.session.deserialize(self.session.feed_identities(parts)[1]))

    def _count(self, parts: list[bytes]) -> None:
        self.left -= sum(map(len, parts))
        if self.left < 0:
            self.close()  # with all that waits there
            self.waiting.clear()
            raise RuntimeError("it put out more than anybody reads")
        self.waiting.append(parts)


class ShutInClient(AsyncKernelClient):
    """Speaks to no kernel that is not shut in, however it came to be started; and keeps its share.

    Some lines are never read, as that for questions to a user: what comes there would pile up.
    """

    iopub_channel_class = Type(Counted)

    def _create_connected_socket(self, channel: str, identity: bytes | None = None) -> Any:
        self.context.rcvhwm = SHOWN if channel == "iopub" else WAITING
        return super()._create_connected_socket(channel, identity)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        await self._answered(time.monotonic() + (timeout or float("inf")))
        if not (self.parent.scratch / DOOR).is_dir():
            raise RuntimeError("the kernel did not go into the sandbox: nothing was run")

    async def _answered(self, until: float) -> None:
        """Wait until the kernel answers, and what it shows is heard.

        Stock then waits a fifth of a second in case that more is said; who runs cells passes over
        what is no answer to a cell.
        """
        while time.monotonic() < until:
            self.kernel_info()
            with suppress(Empty):
                said = await self.shell_channel.get_msg(timeout=1)
                if said["msg_type"] == "kernel_info_reply":
                    await self.iopub_channel.get_msg(timeout=0.2)
                    self._handle_kernel_info_reply(said)
                    return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError("Kernel didn't respond in time")


class ShutInKernelManager(AsyncKernelManager):
    """Starts its kernel through `launch`, and speaks to it through sockets in a scratch directory.

    In the kernel's network space there is no way to us but by files: transport "ipc".
    """

    memory_bytes = Integer(Policy.memory_bytes, help="Memory of one kernel.").tag(config=True)
    file_bytes = Integer(Policy.file_bytes, help="Files a kernel writes.").tag(config=True)
    processes = Integer(Policy.processes, help="Processes and threads.").tag(config=True)
    cpu_seconds = Integer(Policy.cpu_seconds, help="Of one process.").tag(config=True)
    wall_seconds = Integer(Policy.wall_seconds, help="Of one notebook.").tag(config=True)

    client_factory = Type(ShutInClient, AsyncKernelClient)

    scratch: Path | None = None
    policy: Policy | None = None

    async def _async_pre_start_kernel(self, **kw: Any) -> tuple[list[str], dict[str, Any]]:
        below = tempfile.gettempdir()
        below = below if len(below) <= LONGEST else "/tmp"
        self.scratch = Path(tempfile.mkdtemp(prefix="labsim-", dir=below)).resolve()
        self.transport, self.connection_file = "ipc", str(self.scratch / "kernel.json")
        self.ip = str(self.scratch / "kernel-ipc")
        work = Path(kw.pop("cwd", None) or os.getcwd()).resolve()
        self.policy = Policy(work, self.scratch, **{name: getattr(self, name) for name in SHARES})
        self.context.maxmsgsize = self.policy.output_bytes // 2
        self.context.rcvhwm = WAITING
        self.context.reconnect_ivl = RETRY
        environment = dict(kw.pop("env", None) or os.environ)
        paths = [str(ROOT), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        # Not in the submission's folder: whatever lies there could pass for a module of ours.
        command, kw = await super()._async_pre_start_kernel(
            cwd=str(self.scratch), env=environment, **kw
        )
        if command[0] == sys.executable:  # nor for one of Python's or of the kernel's
            command.insert(1, "-P")
        return launch.command(self.policy, command), kw

    pre_start_kernel = _async_pre_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        if self.scratch is not None and not restart:
            shutil.rmtree(self.scratch, ignore_errors=True)
            limits.sweep(PATIENCE)  # the keeper was killed, as a stock kernel is

    cleanup_resources = _async_cleanup_resources
