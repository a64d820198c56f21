"""The mother of kernels: a process that has everything loaded and forks one kernel after another.

Starting Python, importing numpy, matplotlib and labsim, and working out a lab's fault dictionary
takes ten times as long as running a notebook. The mother does it once. She starts with nothing of
the grader's in her environment, opens no file of the course and holds no key, so a forked kernel
knows no more than a started one. Linux: she relies on pidfds and on fork without threads.

A message is JSON in a packet. To her: {"warm": file}, which may say that there is time for it until
a kernel is asked for; {"argv", "cwd", "env", "policy"} for a kernel, then {"signal": n} for it.
From her: {"warm": true}; {"pid": n}, and {"exit": status} when it has ended. Who hangs up kills the
kernel; who closes her stdin, all.
"""

from __future__ import annotations

import ast
import fcntl
import gc
import importlib
import io
import json
import os
import random
import selectors
import shutil
import signal
import socket
import sys
import traceback
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grading.kernels import launch, sandbox
from grading.kernels.lifeline import die_with

__all__ = ["main", "serve", "warm"]

LIBRARIES = (
    "numpy", "scipy", "matplotlib.pyplot", "ipykernel.kernelapp", "ipykernel.ipkernel",
    "ipykernel.debugger",
)  # fmt: skip
BACKEND = "matplotlib_inline.backend_inline"
PACKET = 1 << 16  # bytes of a message, and more than any needs
FILES = 1 << 12  # open files a child closes


@dataclass
class Kernel:
    """A forked kernel and the connection of whoever asked for it."""

    pid: int
    pidfd: int
    connection: socket.socket


def warm(modules: list[str], lab: str = "", lesson: list[str] | None = None) -> None:
    """Load modules, work out what a lab's coach knows, go through its lesson once.

    What a lesson works out stays in memory, and every kernel has it. What cannot be done is left to
    the kernels: they will say so.
    """
    for name in modules:
        with suppress(Exception):
            importlib.import_module(name)
    with suppress(Exception):  # no lab of ours, or one that has no faults to look up
        import labsim

        found = labsim.lab(lab)
        from labsim.coach import Coach

        Coach.of(found).judges.again()
        labsim.open_lab(lab, practice=True)  # which faults may be drawn takes a while to find
    names: dict[str, Any] = {"__name__": "__main__"}
    for source in lesson or ():
        with suppress(Exception), open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
            *before, last = ast.parse(source).body
            exec(compile(ast.Module(before, []), lab, "exec"), names)
            if isinstance(last, ast.Expr):
                _shown(eval(compile(ast.Expression(last.value), lab, "eval"), names))
            else:
                exec(compile(ast.Module([last], []), lab, "exec"), names)


def _figure() -> None:
    """Draw a figure and forget it: the first one of a process takes twice as long."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots()
    FigureCanvasAgg(figure).print_figure(io.BytesIO(), format="png", bbox_inches="tight")


def _no_backend() -> None:
    """Have kernels load what shows figures: loaded here it does not know of any kernel."""
    sys.modules.pop(BACKEND, None)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
        pyplot._backend_mod = None


def _shown(value: Any) -> None:
    for way in ("_repr_mimebundle_", "_repr_html_"):
        with suppress(Exception):
            getattr(value, way)()


class Mother:
    """Waits for messages, forks, and tells of the ends."""

    def __init__(self, listener: socket.socket, heart: int) -> None:
        self.listener, self.heart = listener, heart
        self.selector = selectors.DefaultSelector()
        self.selector.register(listener, selectors.EVENT_READ, self._accept)
        self.selector.register(heart, selectors.EVENT_READ, self._heart)
        self.told: dict[str, Any] = {}  # what there is still to load
        self.kernels: dict[int, Kernel] = {}  # by the number of the connection's file

    def serve(self) -> None:
        while True:
            key, _ = self.selector.select()[0]  # what one does may end what another waits for
            key.data(key.fileobj)

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        self.selector.register(connection, selectors.EVENT_READ, self._hear)

    def listen_for_the_end(self) -> None:
        """Be woken when stdin closes, whatever she is loading just then."""
        signal.signal(signal.SIGIO, lambda *_: self._heart(self.heart))
        fcntl.fcntl(self.heart, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(self.heart, fcntl.F_GETFL)
        fcntl.fcntl(self.heart, fcntl.F_SETFL, flags | os.O_ASYNC | os.O_NONBLOCK)

    def _heart(self, heart: int) -> None:
        with suppress(BlockingIOError):
            if not os.read(heart, 1):
                for kernel in self.kernels.values():
                    self._signal(kernel, signal.SIGKILL)
                shutil.rmtree(Path(self.listener.getsockname()).parent, ignore_errors=True)
                os._exit(0)

    def _hear(self, connection: socket.socket) -> None:
        kernel = self.kernels.get(connection.fileno())
        try:
            message = json.loads(connection.recv(PACKET) or b"null")
        except (OSError, ValueError):
            message = None
        if message is None:
            if kernel is not None:
                self._signal(kernel, signal.SIGKILL)
            self._hang_up(connection)
        elif "signal" in message and kernel is not None:
            self._signal(kernel, message["signal"])
        elif "warm" in message:
            self.told = json.loads(Path(message["warm"]).read_text("utf-8"))
            if self.told["now"]:
                self._warm()
            self._tell(connection, warm=True)
        elif "argv" in message and kernel is None:
            self._warm()
            self._fork(connection, message)

    def _warm(self) -> None:
        if self.told:
            warm(self.told["modules"], self.told["lab"], self.told["lesson"])
            _no_backend()
            gc.collect()
            gc.freeze()  # or kernels would copy whatever a collection looks at
        self.told = {}

    def _hang_up(self, connection: socket.socket) -> None:
        self.selector.unregister(connection)
        kernel = self.kernels.pop(connection.fileno(), None)
        connection.close()
        if kernel is not None:
            self._bury(kernel)

    @staticmethod
    def _signal(kernel: Kernel, number: int) -> None:
        with suppress(OSError):  # it leads a group of its own, with all it has started
            os.killpg(kernel.pid, number)

    @staticmethod
    def _tell(connection: socket.socket, **message: Any) -> None:
        with suppress(OSError):
            connection.send(json.dumps(message).encode())

    def _fork(self, connection: socket.socket, message: dict[str, Any]) -> None:
        own = os.getpid()
        pid = os.fork()
        if pid == 0:
            become_kernel(message, own)
        with suppress(OSError):  # both do it, so that neither has to wait for the other
            os.setpgid(pid, pid)
        kernel = Kernel(pid, os.pidfd_open(pid), connection)
        self.kernels[connection.fileno()] = kernel
        self.selector.register(kernel.pidfd, selectors.EVENT_READ, lambda _: self._ended(kernel))
        self._tell(connection, pid=pid)

    def _ended(self, kernel: Kernel) -> None:
        connection = kernel.connection
        self.kernels.pop(connection.fileno(), None)
        self._tell(connection, exit=self._bury(kernel))

    def _bury(self, kernel: Kernel) -> int:
        """End whatever the kernel has left behind, and return how it ended itself."""
        self.selector.unregister(kernel.pidfd)
        self._signal(kernel, signal.SIGKILL)
        _, status = os.waitpid(kernel.pid, 0)
        os.close(kernel.pidfd)
        return os.waitstatus_to_exitcode(status)


def become_kernel(message: dict[str, Any], mother: int) -> None:
    """Turn the forked child into the kernel that was asked for. Does not return."""
    status = 1
    try:
        os.setpgid(0, 0)
        os.closerange(3, FILES)
        die_with(mother)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(message["env"])
        _seed()
        if message["policy"]:
            sandbox.enter(launch.policy_of(message["policy"]))
        else:
            os.chdir(message["cwd"])
        _run(message["argv"])
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _seed() -> None:
    """Give the child random numbers of its own; it has its mother's."""
    import numpy as np

    random.seed()
    np.random.seed()


def _run(argv: list[str]) -> None:
    """Run the kernel as `python -m ipykernel_launcher` does."""
    from ipykernel.kernelapp import IPKernelApp

    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    sys.argv = ["ipykernel_launcher", *argv]
    app = IPKernelApp.instance()
    app.initialize(argv)
    app.start()


def serve(address: str) -> None:
    """Serve at a socket of the file system until stdin is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(address)
    listener.listen(64)
    mother = Mother(listener, sys.stdin.fileno())
    mother.listen_for_the_end()
    warm(list(LIBRARIES))
    with suppress(Exception):
        _figure()
    mother.serve()


def main() -> None:
    """Run a mother: `python -m grading.kernels.mother ADDRESS`."""
    serve(sys.argv[1])


if __name__ == "__main__":
    main()
