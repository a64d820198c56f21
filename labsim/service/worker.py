"""The process of one apprentice: their machines, their logs, and nobody else's connections."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import selectors
import signal
import socket
import time
from pathlib import Path
from typing import Any

from labsim import course
from labsim.attempt import AttemptError
from labsim.core.errors import LabsimError
from labsim.retake import may_begin, seed_of
from labsim.sealed import log as logs
from labsim.sealed.client import PROTOCOL, NotSealed
from labsim.sealed.shapes import OPS, check
from labsim.sealed.which import refusal
from labsim.sealed.wire import CHUNK, REQUEST, Lines, WireError, pack, unpack
from labsim.seeds import sealed_ticket
from labsim.service import limits, reading
from labsim.service.options import Options, read_key
from labsim.service.session import Session

__all__ = ["INSTRUCTOR", "STUDENT", "Worker"]

log = logging.getLogger(__name__)
STUDENT, INSTRUCTOR = b"s", b"i"  # who a connection is of, as the front says
OPEN, FREE = b"a", b"q"  # what a worker tells: a connection taken in; nothing to do for long
SETTLES = 0.1  # s between a line of the log and the disk, about
LABS = 6  # machines one apprentice has open at a time
SENDING = 20.0  # s a client may take to read an answer
LOCKED = 20.0  # s to wait for the worker before this one to let go


class Worker:
    """Answers the connections of one apprentice, one request after the other."""

    def __init__(self, options: Options, student: str, control: socket.socket) -> None:
        self.options, self.student, self.control = options, student, control
        self.sealing = read_key(options.key)
        self.sessions: dict[str, Session] = {}
        self.clients: dict[socket.socket, tuple[Lines, bytes]] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ)
        self.going = True
        self._lock: int | None = None
        self._since = 0.0  # when the first line was written that is not on the disk yet

    # the loop ---------------------------------------------------------------------------------
    def run(self) -> None:
        """Work until the front is gone or nobody has needed this worker for long."""
        limits.memory(self.options.memory)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        last = time.monotonic()
        try:
            while self.going:
                for key, _ in self.selector.select(SETTLES if self._unsettled() else 1.0):
                    self._ready(key.fileobj)
                    last = time.monotonic()
                self._settle(time.monotonic())
                if not self.clients and time.monotonic() - last > self.options.idle:
                    self._tell(FREE)
                    last = time.monotonic()
        finally:
            for session in self.sessions.values():
                session.close()

    def _stop(self, *_: Any) -> None:
        self.going = False

    def _tell(self, word: bytes) -> None:
        with contextlib.suppress(OSError):
            self.control.send(word)

    def _unsettled(self) -> bool:
        return any(session.unsettled for session in self.sessions.values())

    def _settle(self, now: float) -> None:
        """See to the disk what has waited long enough; not after each line, that would be slow."""
        if not self._unsettled():
            self._since = now
        elif now - self._since >= SETTLES:
            for session in self.sessions.values():
                session.settle()

    def _ready(self, sock: Any) -> None:
        if sock is self.control:
            self._new_client()
            return
        try:
            data = sock.recv(CHUNK)
            lines, role = self.clients[sock]
            for line in lines.feed(data):
                self._send(sock, self._answer(line, role))
        except WireError as error:
            self._send(sock, _refusal(0, error))
            data = b""
        except OSError:
            data = b""
        if not data:
            self._drop(sock)

    def _new_client(self) -> None:
        try:
            role, numbers, _, _ = socket.recv_fds(self.control, 1, 1)
        except OSError:
            role, numbers = b"", []
        if not role:
            self.going = False  # the front is gone, or has taken our word that we are free
            return
        for number in numbers:
            self._tell(OPEN)
            sock = socket.socket(fileno=number)
            sock.settimeout(SENDING)
            if len(self.clients) >= self.options.connections:
                self._drop(next(iter(self.clients)))
            self.clients[sock] = Lines(REQUEST), role
            self.selector.register(sock, selectors.EVENT_READ)

    def _drop(self, sock: socket.socket) -> None:
        if self.clients.pop(sock, None) is not None:
            self.selector.unregister(sock)
            sock.close()

    def _send(self, sock: socket.socket, message: dict[str, Any]) -> None:
        try:
            data = pack(message)
        except WireError as error:
            data = pack(_refusal(message.get("id", 0), error))
        sock.sendall(data)

    # requests ---------------------------------------------------------------------------------
    def _answer(self, line: bytes, role: bytes) -> dict[str, Any]:
        """Return the answer to one line; whatever goes wrong is an answer too."""
        number, lab = 0, ""
        try:
            message = unpack(line)
            number = message.pop("id", 0) if isinstance(message.get("id"), int) else 0
            lab = str(message.get("lab", ""))
            with limits.at_most(self.options.seconds):
                return {"id": number, "ok": self._carry_out(message, role)}
        except LabsimError as error:
            return _refusal(number, error)
        except MemoryError:
            self.going = False  # what is left of this process is not worth trusting
            return _refusal(number, LabsimError("that needs more memory than one apprentice has"))
        except Exception as error:
            log.exception("%s, %s", self.student, lab)
            self._forget(lab)
            name = type(error).__name__
            return _refusal(number, LabsimError(f"the service could not do that: {name}"))

    def _carry_out(self, message: dict[str, Any], role: bytes) -> dict[str, Any]:
        op = message.pop("op", None)
        if not isinstance(op, str) or op not in OPS:
            raise WireError("a request names what is asked in op: " + ", ".join(OPS))
        fields = check(message, OPS[op], op)
        if op == "logs":
            if role != INSTRUCTOR:
                raise LabsimError("the logs are for this course's instructors")
            return reading.logs_of(self.options, **fields)
        if fields.get("protocol", PROTOCOL) != PROTOCOL:
            raise LabsimError(f"the service speaks protocol {PROTOCOL}: update labsim here")
        session = self._session(fields.pop("lab"), fields.pop("number", None), op == "open")
        return session.answer(op, fields.pop("at"), fields)

    def _session(self, lab_id: str, number: int | None, opens: bool) -> Session:
        now = self.sessions.get(lab_id)
        if now is None:
            now = self._found(course.lab(lab_id))
        return self._numbered(now, number, opens)

    def _found(self, found: course.Lab) -> Session:
        """Return the session of a lab: of its newest attempt, opened when first asked for."""
        if why := refusal(found) or self._not_named(found.id):
            raise NotSealed(f"{found.id} is not sealed here: {why}")
        if found.id not in self.sessions:
            self._alone()
            while len(self.sessions) >= LABS:
                self._forget(next(iter(self.sessions)))
            self.sessions[found.id] = self._opened(found, self._newest(found))
        return self.sessions[found.id]

    def _numbered(self, now: Session, number: int | None, opens: bool) -> Session:
        """Return the session of an attempt: the newest, or where it may, one that begins now."""
        if number in (None, now.number):
            return now
        if not opens or 1 <= number <= now.number:
            stands = f"attempt {now.number} of {now.lab.id} has begun"
            raise AttemptError(f"{stands}, and attempt {number} is closed: open the lab again")
        may_begin(now.lab, number, now.bench.attempt if number == now.number + 1 else None)
        self._forget(now.lab.id)
        self.sessions[now.lab.id] = self._opened(now.lab, number)
        return self.sessions[now.lab.id]

    def _newest(self, lab: course.Lab) -> int:
        """Return the number of the last attempt that has a log."""
        numbers = range(1, int(lab.scenario.attempts) + 1)
        files = {n: logs.file_of(self.options.attempts, lab.id, self.student, n) for n in numbers}
        return max((n for n, f in files.items() if f.exists() and f.stat().st_size), default=1)

    def _not_named(self, lab_id: str) -> str:
        named = self.options.labs
        return "the course does not seal it" if named and lab_id not in named else ""

    def _opened(self, lab: course.Lab, number: int) -> Session:
        ticket, who = sealed_ticket(self.sealing, lab.id), self.student
        path = logs.file_of(self.options.attempts, lab.id, who, number)
        name = logs.name_of(self.options.course, lab.id, who, number)
        seed = seed_of(ticket, lab.id, who, number, sealed=True)
        return Session(lab, who, seed, path, logs.log_key(self.sealing), name, number)

    def _forget(self, lab_id: str) -> None:
        """Let go of a machine; the log brings it back."""
        if (session := self.sessions.pop(lab_id, None)) is not None:
            session.close()

    def _alone(self) -> None:
        """Make sure that no other worker writes this apprentice's logs."""
        if self._lock is not None:
            return
        folder = self.options.state / "locks"
        folder.mkdir(mode=0o700, exist_ok=True)
        number = _open_lock(folder / self.student)
        end = time.monotonic() + LOCKED
        while True:
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._lock = number
                return
            except BlockingIOError as error:
                if time.monotonic() > end:
                    os.close(number)
                    raise AttemptError("another worker still has this attempt: wait") from error
                time.sleep(0.02)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _refusal(number: int, error: LabsimError) -> dict[str, Any]:
    return {"id": number, "error": {"kind": type(error).__name__, "text": str(error)}}
