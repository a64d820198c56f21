"""The link of a notebook to the measurement service: ask, be answered, come back after a break."""

from __future__ import annotations

import os
import socket
import stat
import threading
import time
from pathlib import Path
from typing import Any

from labsim.attempt import AttemptError
from labsim.core.errors import LabsimError
from labsim.sealed.wire import REPLY, Lines, WireError, pack, receive, unpack

__all__ = ["PROTOCOL", "WELL_KNOWN", "Away", "Link", "NotSealed", "address", "link"]

PROTOCOL = 1
VARIABLE = "LABSIM_SERVICE"  # the path of the socket; set by the hub
WELL_KNOWN = Path("/run/labsim/bench.sock")
PATIENCE = 120.0  # s for one answer: hydraulics run a long wait in real work
COMES_BACK = 10.0  # s to wait for a service that is being restarted


class Away(LabsimError):
    """The service does not answer."""


class NotSealed(LabsimError):
    """The service does not seal this lab: it is done on a bench in the notebook."""


KINDS = {"AttemptError": AttemptError, "NotSealed": NotSealed}


def address() -> Path | None:
    """Return the socket of the measurement service, None where there is no service.

    LABSIM_SERVICE names it, else it is the well-known one, if that is there.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    try:
        return WELL_KNOWN if stat.S_ISSOCK(WELL_KNOWN.stat().st_mode) else None
    except OSError:
        return None


def link() -> Link | None:
    """Return a link to the service there is, None where there is none."""
    found = address()
    return None if found is None else Link(found)


class Link:
    """One connection, made when the first question is asked, and anew after a break."""

    def __init__(self, path: Path, comes_back: float | None = None) -> None:
        """`comes_back`: s to wait for a service that does not listen."""
        self.path = path
        self._patience = COMES_BACK if comes_back is None else comes_back
        self._lock, self._count = threading.RLock(), 0
        self._sock: socket.socket | None = None
        self._lines = Lines(REPLY)

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        """Ask and return the answer; LabsimError as the service says it, Away when it is silent."""
        with self._lock:
            if self._sock is None:
                self._connect()
            self._count += 1
            try:
                return self._exchange({"id": self._count, "op": op, **fields})
            except OSError as error:
                self.close()
                raise Away(f"the measurement service does not answer: {error}") from error
            except BaseException:  # an interrupt: what comes later answers what nobody asks
                self.close()
                raise

    def _exchange(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self._sock is not None
        self._sock.sendall(pack(message))
        answer = unpack(receive(self._sock, self._lines))
        if answer.get("id") not in (message["id"], 0):
            raise WireError("the measurement service has answered something else")
        if "error" in answer:
            self._refused(answer["error"])
        return dict(answer["ok"])

    def _refused(self, error: dict[str, Any]) -> None:
        kind = KINDS.get(str(error.get("kind")), LabsimError)
        raise kind(str(error.get("text")))

    def _connect(self) -> None:
        end = time.monotonic() + self._patience
        while True:
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            sock.settimeout(PATIENCE)
            try:
                sock.connect(str(self.path))
                break
            except OSError as error:
                sock.close()
                if time.monotonic() > end:
                    text = f"the measurement service at {self.path} does not answer: {error}"
                    raise Away(text) from error
                time.sleep(0.05)
        self._sock, self._lines = sock, Lines(REPLY)

    def close(self) -> None:
        """Let go of the connection; the next question makes another."""
        if self._sock is not None:
            self._sock.close()
        self._sock = None

    def __del__(self) -> None:
        if getattr(self, "_sock", None) is not None:
            self._sock.close()
