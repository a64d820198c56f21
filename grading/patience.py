"""An end for work that a hand-in can make as long as it likes: doing its record again."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from labsim.core.errors import LabsimError

__all__ = ["TooLong", "memory", "within"]

AGAIN = 2.0  # s: somebody on the way may have taken the first alarm for an error of its own
MORE = 2_000_000_000  # bytes; the heaviest lab adds some hundred million (assumed)


class TooLong(LabsimError):
    """Something has used up its time."""


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """Give a block so much of the processor's time (not of the clock's: others work here, too).

    It may add 2 GB to what the process holds; then it gets MemoryError. Signals reach the main
    thread only; elsewhere, and on Windows, the block has no end.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGPROF"):
        yield
        return

    def ring(*_: object) -> None:
        raise TooLong(f"{what} takes more than {seconds:g} s of computing")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        with _share():
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _share() -> Iterator[None]:
    """Let this process add so much memory and no more, where the system tells what it has."""
    used = memory("VmData")
    if not used:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    least = min(x for x in (used + MORE, soft, hard) if x != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_DATA, (least, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def memory(what: str) -> int:
    """Return how much of something this process has, in bytes; 0 where the system does not tell."""
    with suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/self/status").read_text().splitlines()
        return 1024 * int(next(line for line in lines if line.startswith(what)).split()[1])
    return 0
