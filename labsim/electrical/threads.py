"""One thread for BLAS: our matrices are small, and many kernels share a computer.

OpenBLAS parts even a 143 × 143 matrix among threads, which then wait for each other: on a busy
computer a solution of 0.4 ms takes up to 480 ms (measured). Users of numpy in the same kernel
lose what threads would have given them; no lab has matrices that large.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np

__all__ = ["one_thread"]

NAMES = ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads")


def one_thread() -> bool:
    """Tell the OpenBLAS that came with numpy to use one thread; False if there is none."""
    folder = Path(np.__file__).parent
    for path in (*folder.parent.glob("numpy.libs/*openblas*"), *folder.glob(".dylibs/*openblas*")):
        library = ctypes.CDLL(str(path))
        for name in NAMES:
            if hasattr(library, name):
                getattr(library, name)(1)
                return True
    return False
