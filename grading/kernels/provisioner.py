"""Kernels from the mother for whoever starts one through jupyter_client: nbgrader's Execute does.

Chosen by JUPYTER_DEFAULT_PROVISIONER_NAME=labsim-mother while LABSIM_MOTHER says where she is;
without her, and for kernels in another language, it starts a kernel as jupyter_client always does.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from jupyter_core.paths import jupyter_runtime_dir

from grading.kernels import limits
from grading.kernels import policy as policies

__all__ = [
    "ADDRESS", "NAME", "KernelLost", "Mother", "MotherProvisioner", "answer", "ask",
    "use_mother",
]  # fmt: skip

NAME, ADDRESS = "labsim-mother", "LABSIM_MOTHER"
DEFAULT = "JUPYTER_DEFAULT_PROVISIONER_NAME"
LAUNCHER, SANDBOX = "ipykernel_launcher", "grading.kernels.launch"
PACKET = 1 << 16
LOOK = 0.002  # s between looks whether a kernel is gone
GOING = 2.0  # s a killed kernel may take to go
STARTING = 20  # s until her socket is there
PATIENCE = 120  # s a mother may take to load everything and answer
LONGEST = 40  # characters of a folder below which sockets find room (108 in all)
CACHES = ("HOME", "XDG_CACHE_HOME", "LABSIM_CACHE", "MPLCONFIGDIR", "NUMBA_CACHE_DIR")
BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}  # as kernels have it
HUSH = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # the debugger every kernel loads, asked for or not
# One thread a kernel: there are as many kernels as processors, and forking wants no threads.
SINGLE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class KernelLost(RuntimeError):
    """The mother went away, and the kernel with her; the notebook is not to blame."""


def ask(address: str, message: dict[str, Any], patience: float = PATIENCE) -> socket.socket:
    """Send the mother a message; return the connection, on which she answers."""
    until = time.monotonic() + STARTING
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection.settimeout(patience)
        try:
            connection.connect(address)
            connection.send(json.dumps(message).encode())
            return connection
        except OSError as error:  # not yet there, or being started again
            connection.close()
            if time.monotonic() > until:
                raise KernelLost(f"no mother of kernels at {address}: {error}") from None
            time.sleep(0.01)


def answer(connection: socket.socket) -> dict[str, Any]:
    try:
        said = connection.recv(PACKET)
    except OSError:  # too late, or the connection was reset when she was killed
        said = b""
    if not said:
        raise KernelLost("the mother of kernels has gone away")
    return json.loads(said)


class Forked:
    """A kernel of the mother's, with the manners of subprocess.Popen."""

    stdin = stdout = stderr = None

    def __init__(self, address: str, message: dict[str, Any]) -> None:
        self.returncode: int | None = None
        self.connection = ask(address, message)
        self.pid = answer(self.connection)["pid"]
        self.connection.setblocking(False)

    def poll(self) -> int | None:
        if self.returncode is None:
            try:
                said = self.connection.recv(PACKET)
            except BlockingIOError:
                return None
            except OSError:
                said = b""
            if not said:
                MotherProvisioner.lost = True
            self.returncode = json.loads(said)["exit"] if said else -signal.SIGKILL
            self.connection.close()
        return self.returncode

    def wait(self) -> int:
        assert self.returncode is not None, "poll first"
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(OSError):
                self.connection.send(json.dumps({"signal": int(number)}).encode())

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class MotherProvisioner(LocalProvisioner):
    """Has the mother fork what would be started."""

    lost = False  # whether a mother died under a kernel of this process

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Have kernel and grader talk through sockets in a folder of ours: no port is open."""
        manager = self.parent
        if os.environ.get(ADDRESS) and manager is not None and not manager.connection_file:
            place = Path(jupyter_runtime_dir()).absolute() / f"k-{self.kernel_id[:8]}"
            manager.transport, manager.connection_file = "ipc", f"{place}.json"
            manager.ip = str(place)
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        address, (policy, program) = os.environ.get(ADDRESS), unwrapped(cmd)
        if not address or not ours(program):
            return await super().launch_kernel(cmd, **kwargs)
        message = {
            "argv": list(program[program.index(LAUNCHER) + 1 :]), "policy": policy,
            "cwd": str(kwargs.get("cwd") or os.getcwd()), "env": passed(kwargs["env"], policy),
        }  # fmt: skip
        try:
            self.process = Forked(address, message)
        except KernelLost:
            MotherProvisioner.lost = True
            raise
        self.pid, self.pgid = self.process.pid, None  # signals go through the mother
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    async def wait(self) -> int | None:
        if isinstance(self.process, Forked):
            while self.process.poll() is None:
                await asyncio.sleep(LOOK)  # stock looks ten times a second
        return await super().wait()

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and see it gone: who asks too early sleeps for a tenth of a second."""
        process = self.process
        await super().kill(restart=restart)
        if isinstance(process, Forked):
            until = time.monotonic() + GOING
            while process.poll() is None and time.monotonic() < until:
                await asyncio.sleep(LOOK)


def ours(cmd: Sequence[str]) -> bool:
    """Tell whether a command starts a kernel of this very Python."""
    return LAUNCHER in cmd and os.path.abspath(cmd[0]) == os.path.abspath(sys.executable)


def unwrapped(cmd: Sequence[str]) -> tuple[str, list[str]]:
    """Return the policy of a command that starts a program in the sandbox, and the program."""
    words = list(cmd)
    if SANDBOX not in words:
        return "", words
    place = words.index(SANDBOX)
    return words[place + 1], words[words.index("--", place) + 1 :]


def passed(env: Mapping[str, str], policy: str) -> dict[str, str]:
    """Return what a kernel gets of an environment; outside a sandbox its sockets' folder is home.

    What it works out is not kept: a notebook must not write what the next one reads.
    """
    known = {**BACKEND, **SINGLE, **policies.clean(env), "LABSIM_CACHE": "off"}
    if policy:
        return known
    home = env.get("JUPYTER_RUNTIME_DIR") or tempfile.gettempdir()
    return known | {"HOME": home, "TMPDIR": tempfile.gettempdir(), "IPYTHONDIR": home}


class Mother:
    """The process itself, in a private folder; started anew when something has killed her."""

    def __init__(self, course_notebooks: str = "") -> None:
        below = tempfile.gettempdir()
        self.home = Path(
            tempfile.mkdtemp(prefix="labsim-", dir=below if len(below) <= LONGEST else "/tmp")
        )
        self.address = str(self.home / "mother")
        self.env = _scrubbed(course_notebooks)
        self.warmth = ""
        self.start()

    def start(self) -> None:
        Path(self.address).unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grading.kernels.mother", self.address],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=self.env, cwd="/",
            start_new_session=True,
        )  # fmt: skip

    def warm(
        self, modules: Sequence[str], lab: str, lesson: Sequence[str] = (), now: bool = True
    ) -> None:
        """Have her load modules and go through a lesson; kernels asked for meanwhile wait.

        Not now: when the first kernel is asked for, if one is.
        """
        told = {"modules": list(modules), "lab": lab, "lesson": list(lesson), "now": now}
        self.warmth = str(self.home / "warmth.json")
        Path(self.warmth).write_text(json.dumps(told), "utf-8")
        self._tell()

    def _tell(self) -> None:
        ask(self.address, {"warm": self.warmth}).close()

    def watch(self) -> None:
        """Start her again if she is gone."""
        if self.process.poll() is not None:
            self.start()
            if self.warmth:
                self._tell()

    def end(self) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)
        limits.sweep(1.0)  # of the last kernels, which nobody comes after


def _scrubbed(course_notebooks: str) -> dict[str, str]:
    """Return the mother's environment: every kernel can read what she began with."""
    own = {name: os.environ[name] for name in CACHES if name in os.environ}
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    course = {"LABSIM_COURSE": course_notebooks} if course_notebooks else {}
    known = {**BACKEND, **HUSH, **policies.clean(os.environ), **SINGLE, **course}
    known |= {"PYTHONPATH": path, "LABSIM_NUMBA": os.environ.get("LABSIM_NUMBA") or "now"}
    known = {name: value for name, value in known.items() if name not in CACHES}
    return known | own


@contextmanager
def use_mother(course_notebooks: str = "") -> Iterator[Mother]:
    """Have every kernel that this process and its children start come from a mother."""
    mother, factory = Mother(course_notebooks), KernelProvisionerFactory.instance()
    before = {name: os.environ.get(name) for name in (ADDRESS, DEFAULT)}
    stock = factory.default_provisioner_name
    # Without this the entry point counts, which only an installed labsim has.
    place = f"{__name__}:MotherProvisioner"
    factory.provisioners[NAME] = EntryPoint(NAME, place, factory.GROUP_NAME)
    try:
        os.environ[ADDRESS], os.environ[DEFAULT] = mother.address, NAME
        factory.default_provisioner_name = NAME
        yield mother
    finally:
        factory.default_provisioner_name = stock
        for name, value in before.items():
            os.environ.pop(name)
            os.environ |= {name: value} if value is not None else {}
        mother.end()
