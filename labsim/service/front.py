"""The door of the service: takes connections, asks the kernel who is there, hands them on.

It never reads a byte of what clients send, so that none can hold up another.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import selectors
import signal
import socket
import stat
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from labsim.core.errors import LabsimError
from labsim.course import lab
from labsim.sealed.log import student_ok
from labsim.sealed.which import refusal
from labsim.sealed.wire import pack
from labsim.service import peers
from labsim.service.options import Options
from labsim.service.worker import FREE, INSTRUCTOR, OPEN, STUDENT, Worker

__all__ = ["Front", "serve"]

log = logging.getLogger(__name__)
BACKLOG = 1024
WAITING = 32  # connections of one apprentice that their worker has not taken in yet
CRASHES, WITHIN = 6, 20.0  # so many workers lost in so many s: no new one for a while
SHARED = ("labsim.coach", "labsim.ui.workbench")  # loaded before there is a worker
ENDING = 10.0  # s for the workers to write what they have


class Child:
    """A worker as the front knows it."""

    def __init__(self, pid: int, control: socket.socket) -> None:
        self.pid, self.control, self.waiting, self.used = pid, control, 0, time.monotonic()


class Front:
    """Listens, and has a worker for each apprentice who has come."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.children: dict[str, Child] = {}
        self.lost: dict[str, deque[float]] = {}
        self.selector = selectors.DefaultSelector()
        self.listener = _listen(options)
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.going = True

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            while self.going:
                for key, _ in self.selector.select(0.5):
                    if key.fileobj is self.listener:
                        self._door()
                    else:
                        self._heard(key.data)
                self._reap()
        finally:
            self._end()

    def _stop(self, *_: Any) -> None:
        self.going = False

    # connections ------------------------------------------------------------------------------
    def _door(self) -> None:
        try:
            sock, _ = self.listener.accept()
        except OSError as error:  # out of descriptors for a moment, or the client has gone
            log.warning("a connection was lost: %s", error)
            time.sleep(0.01)
            return
        with sock:
            sock.settimeout(1.0)
            try:
                name, role = self._who(sock)
                self._hand_over(name, role, sock)
            except LabsimError as error:
                text = {"kind": type(error).__name__, "text": str(error)}
                with contextlib.suppress(OSError):
                    sock.sendall(pack({"id": 0, "error": text}))

    def _who(self, sock: socket.socket) -> tuple[str, bytes]:
        """Return the login name of who has connected, and what they may."""
        if self.options.student:
            return self.options.student, STUDENT
        name = peers.name_of(peers.peer(sock))
        if not student_ok(name):
            raise LabsimError(f"{name!r} cannot be the name of a log")
        return name, INSTRUCTOR if name in self.options.instructors else STUDENT

    def _hand_over(self, name: str, role: bytes, sock: socket.socket) -> None:
        for _ in range(2):
            child = self.children.get(name) or self._hire(name)
            if child.waiting >= WAITING:
                raise LabsimError("too many connections at once: wait for the answers")
            try:
                socket.send_fds(child.control, [role], [sock.fileno()])
                child.waiting, child.used = child.waiting + 1, time.monotonic()
                return
            except BlockingIOError as error:
                raise LabsimError("too many connections at once: wait for the answers") from error
            except OSError:
                self._let_go(name)
        raise LabsimError("no worker could be had: try again")

    # workers ----------------------------------------------------------------------------------
    def _hire(self, name: str) -> Child:
        """Start a worker; it shares all that is loaded with the front until it writes to it."""
        lost = self.lost.get(name, deque())
        if len(lost) >= CRASHES and time.monotonic() - lost[0] < WITHIN:
            raise LabsimError("your bench has failed several times: wait a little, tell the hub")
        if len(self.children) >= self.options.workers:
            self._let_go(min(self.children, key=lambda n: self.children[n].used))
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if not pid:
            _work(self, name, theirs, ours)
        theirs.close()
        ours.setblocking(False)
        self.children[name] = Child(pid, ours)
        self.selector.register(ours, selectors.EVENT_READ, name)
        return self.children[name]

    def _heard(self, name: str) -> None:
        """Take what a worker says; one that says nothing has ended."""
        child = self.children.get(name)
        if child is None:
            return
        try:
            words = child.control.recv(64)
        except BlockingIOError:
            return
        except OSError:
            words = b""
        child.waiting -= words.count(OPEN)
        if not words:
            self.lost.setdefault(name, deque(maxlen=CRASHES)).append(time.monotonic())
        if not words or (FREE in words and not child.waiting):
            self._let_go(name)

    def _let_go(self, name: str) -> None:
        """Close the way to a worker: it writes what it has and ends."""
        child = self.children.pop(name)
        with contextlib.suppress(KeyError):
            self.selector.unregister(child.control)
        child.control.close()

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def _end(self) -> None:
        self.options.socket.unlink(missing_ok=True)
        self.listener.close()
        pids = [child.pid for child in self.children.values()]
        for name in list(self.children):
            self._let_go(name)
        _until(lambda: not _alive(pids), ENDING)
        for pid in _alive(pids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._reap()


def _work(front: Front, name: str, theirs: socket.socket, ours: socket.socket) -> None:
    """Be a worker; never returns."""
    status = 1
    try:
        front.selector.close()
        for other in (front.listener, ours, *(c.control for c in front.children.values())):
            other.close()
        Worker(front.options, name, theirs).run()
        status = 0
    except BaseException:
        log.exception("the worker of %s has failed", name)
    finally:
        sys.stderr.flush()
        os._exit(status)


def _alive(pids: list[int]) -> list[int]:
    found = []
    for pid in pids:
        try:
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                found.append(pid)
        except ChildProcessError:
            continue
    return found


def _until(true: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)


def _listen(options: Options) -> socket.socket:
    """Return the listening socket; LabsimError when another service has it."""
    path = options.socket
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        if path.exists() and not stat.S_ISSOCK(path.stat().st_mode):
            raise LabsimError(f"{path} is there and is no socket")
        if path.exists() and _answers(str(path)):
            raise LabsimError(f"a measurement service listens at {path} already")
        path.unlink(missing_ok=True)
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.bind(str(path))
        path.chmod(0o666)  # everybody may come; the kernel says who it is
        sock.listen(BACKLOG)
        sock.setblocking(False)
    except OSError as error:
        raise LabsimError(f"no socket at {path}: {error}") from error
    return sock


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        return sock.connect_ex(path) == 0


def _load(options: Options) -> None:
    """Load what every worker needs, before there is one: they share it."""
    os.environ.setdefault("XDG_CACHE_HOME", str(options.state / "cache"))
    for name in SHARED:
        importlib.import_module(name)
    from labsim import course

    for name in options.labs:
        found = course.lab(name)
        _ = found.machine, found.family, found.edition, found.states, found.checks
    gc.collect()
    gc.freeze()


def serve(options: Options, told: Callable[[str], None] = print) -> None:
    """Run the service until it is told to end."""
    if why := peers.possible():
        raise LabsimError(why)
    for name in options.labs:  # said to who starts it, not to the first apprentice who opens it
        if why := refusal(lab(name)):
            raise LabsimError(f"{name} cannot be sealed: {why}")
    os.umask(0o077)
    _load(options.check())
    front = Front(options)
    told(f"course {options.course}: measuring at {options.socket}")
    front.run()
