"""Processes that do not outlive the one that started them."""

from __future__ import annotations

import os
import signal
import sys

__all__ = ["LINUX", "die_with"]

LINUX = sys.platform.startswith("linux")
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h


def die_with(parent: int) -> None:
    """Have the system end this process when its parent, of this number, ends; Linux only."""
    if LINUX:
        import ctypes

        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we could ask
            os._exit(1)
