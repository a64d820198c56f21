"""What one request may take: seconds of work, then processor time, then memory."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError

try:
    import resource
except ImportError:  # Windows, where the service does not run
    resource = None  # type: ignore[assignment]

__all__ = ["TimeUp", "at_most", "memory"]

AGAIN = 0.05  # s: somebody on the way may have taken the first alarm for an error of its own
GRACE = 15.0  # s of processor time after the soft limit, then the system ends the worker


class TimeUp(LabsimError):
    """A request took longer than it may; the machine stands where the record says."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Let something take so long and no longer; TimeUp when it does."""

    def up(*_: Any) -> None:
        raise TimeUp(f"that takes more than {seconds:g} s of work: do it in shorter steps")

    before = signal.signal(signal.SIGALRM, up)
    signal.setitimer(signal.ITIMER_REAL, seconds, min(seconds, AGAIN))
    try:
        with _processor(seconds + GRACE):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _processor(seconds: float) -> Iterator[None]:
    """Meanwhile let the system end this process when it has used so much more processor time."""
    if resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def memory(more: int) -> None:
    """Let this process add so many bytes to what it has; then it gets MemoryError."""
    if resource is None or not hasattr(resource, "RLIMIT_DATA"):
        return
    with suppress(ValueError, OSError):
        limit = _data() + more
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _data() -> int:
    """Return the bytes of data this process has already, where the system tells."""
    with suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/self/status").read_text().splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("VmData")).split()[1])
    return 0
