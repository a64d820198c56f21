"""ngspice as a second engine, in a worker process: the oracle of the tests."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import subprocess
import sys
import threading
from typing import Any

from labsim.core.errors import LabsimError

__all__ = ["Engine", "available", "solve", "waves"]

WORKER = "labsim.electrical.spice_worker"
START, TIMEOUT = 60.0, 30.0  # s to start the worker, to solve one deck
MISSING = (
    "ngspice is not there ({reason}). Debian and Ubuntu: sudo apt install libngspice0; "
    "macOS: brew install libngspice; and PySpice from the project's requirements"
)
REFUSED = (".control", ".endc", ".include", ".inc", ".lib", "*ng_script")


class Engine:
    """One worker with ngspice; restarts by itself after a crash or a deck that takes too long."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self._process: Any = None
        self._pipe: Any = None
        self._lock = threading.Lock()

    def _start(self) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        command = [sys.executable, "-m", WORKER, str(theirs.fileno())]
        search = os.pathsep.join(path or os.curdir for path in sys.path)
        self._process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": search},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        kind, text = self._answer(START)
        if kind != "ready":
            self.close()
            raise LabsimError(MISSING.format(reason=text))

    def _answer(self, seconds: float) -> tuple[str, Any]:
        try:
            if not self._pipe.poll(seconds):
                self.close()
                return "error", f"ngspice took longer than {seconds:g} s"
            return self._pipe.recv()
        except (EOFError, OSError):
            self.close()
            return "error", "ngspice crashed on this deck"

    def solve(self, deck: str) -> dict[str, Any]:
        """Return node voltages by node and currents as "name#branch"; LabsimError if it cannot."""
        for line in deck.splitlines():
            word = line.strip().lower().split(" ", 1)[0]
            if word in REFUSED:
                raise LabsimError(f"a deck with {word} is refused: it can run other programs")
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            self._pipe.send(deck)
            kind, answer = self._answer(self.timeout)
        if kind != "ok":
            raise LabsimError(f"ngspice cannot solve this deck: {answer}")
        return answer

    def close(self) -> None:
        """End the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._pipe.close()
        self._process = self._pipe = None


_engine = Engine()
atexit.register(_engine.close)


def solve(deck: str) -> dict[str, complex]:
    """Solve a deck with ngspice: DC values plus phasors of every node and V source."""
    return _engine.solve(deck)


def waves(deck: str) -> dict[str, Any]:
    """Run a deck with .tran: arrays by node and V source, and "time" in s."""
    return _engine.solve(deck)


def available() -> bool:
    """Tell whether ngspice answers on this system."""
    try:
        return bool(solve("divider\nV1 a 0 DC 2\nR1 a b 1\nR2 b 0 1\n.op\n.end\n"))
    except LabsimError:
        return False
