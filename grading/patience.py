"""An end for work that a hand-in can make as long as it likes: doing its record again."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from labsim.core.errors import LabsimError

__all__ = ["TooLong", "within"]

AGAIN = 2.0  # s: somebody on the way may have taken the first alarm for an error of its own


class TooLong(LabsimError):
    """Something has used up its time."""


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """Give a block so much of the processor's time (not of the clock's: others work here, too).

    Signals reach the main thread only; elsewhere, and on Windows, the block has no end.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGPROF"):
        yield
        return

    def ring(*_: object) -> None:
        raise TooLong(f"{what} takes more than {seconds:g} s of computing")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
