"""A measurement service in a process of its own, and apprentices as processes of other users."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

COURSE, SEALING = "maint", "5e" * 32
ROOTLY = hasattr(os, "geteuid") and os.geteuid() == 0
CODE = "from labsim.cli import main; main()"


class Service:
    """The running service: its files and its process."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        (folder / "state").mkdir(mode=0o700, exist_ok=True)
        key = folder / "key"
        key.write_text(SEALING)
        key.chmod(0o600)
        rows = {"course": COURSE, "state": "state", "key": "key", "socket": "bench.sock"}
        lines = [f"{name} = {json.dumps(value)}" for name, value in (rows | settings).items()]
        (folder / "service.toml").write_text("\n".join(lines))
        self.start()

    @property
    def socket(self) -> Path:
        return self.folder / "bench.sock"

    def start(self) -> None:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-c", CODE, "bench-service", str(self.folder / "service.toml")]
        self.log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=env)
        until(self._answers, 60, lambda: (self.folder / "log").read_text())

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as sock:
            return sock.connect_ex(str(self.socket)) == 0

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        status = self.process.wait(30)
        self.log.close()
        return status

    def children(self) -> list[int]:
        """Return the process ids of the workers (Linux)."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in path.read_text().split()]

    def logs(self, student: str, lab: str = "ELE-03") -> list[dict[str, Any]]:
        path = self.folder / "state" / "attempts" / COURSE / lab / f"{student}.1.jsonl"
        return [json.loads(line)["event"] for line in path.read_text().splitlines()]


@contextmanager
def running(folder: Path, **settings: Any) -> Iterator[Service]:
    """Run a service; it has ended afterwards, whatever happened."""
    service = Service(folder, **settings)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def until(true: Callable[[], bool], seconds: float, told: Callable[[], str] = str) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, told()
        time.sleep(0.02)


def raw(service: Service, *lines: bytes, wait: float = 20.0) -> list[dict[str, Any]]:
    """Send lines as they are; return what is answered until the service closes or is silent."""
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(wait)
        sock.connect(str(service.socket))
        found = b""
        try:
            for line in lines:
                sock.sendall(line)
            while found.count(b"\n") < len(lines):
                data = sock.recv(1 << 20)
                if not data:
                    break
                found += data
        except OSError:
            pass
    return [json.loads(line) for line in found.splitlines() if line.strip()]


def as_user(uid: int, work: Callable[[], Any]) -> Any:
    """Do something in a process of another user; return what it returns, as JSON has it."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        status = 1
        try:
            os.close(reader)
            os.chdir("/")
            os.environ["HOME"] = "/nowhere"
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            with os.fdopen(writer, "w") as out:
                json.dump(work(), out)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as told:
        text = told.read()
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, text
    return json.loads(text)
