"""Compiling the kernel: in the background, once an installation, kept in numba's own cache."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from labsim.fluid import after, bodies, flows, kernel, stage, steps

__all__ = ["compiled", "warm_up"]

ENTRIES = ("march", "flows", "prime")
MODULES = (flows, bodies, stage, after, steps, kernel)
INT, REAL = np.int64, np.float64
_lock = threading.Lock()
_found: dict[str, Any] = {}  # name -> compiled entry, once they are there
_thread: list[threading.Thread] = []


def mode() -> str:
    """Return "off", "now" or "" (in the background): the environment's LABSIM_NUMBA."""
    return os.environ.get("LABSIM_NUMBA", "").strip().lower()


@cache
def _installed() -> bool:
    return importlib.util.find_spec("numba") is not None


def compiled(wait: bool = False) -> dict[str, Any] | None:
    """Return the compiled entries of the kernel, None while they are not there.

    The first call starts the work in the background; `wait` waits for it.
    """
    if _found:
        return _found
    if mode() == "off" or not _installed():
        return None
    with _lock:
        if not _thread:
            _thread.append(threading.Thread(target=_background, daemon=True))
            _thread[0].start()
    if wait or mode() == "now":
        _thread[0].join()
    return _found or None


def _background() -> None:
    """Fill the cache in a process of its own: the compiler would hold up the one that works."""
    command = [sys.executable, "-c", "from labsim.fluid.warm import warm_up; warm_up()"]
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    env = {**os.environ, "PYTHONPATH": path}
    try:
        quiet = subprocess.DEVNULL
        subprocess.run(command, env=env, stdout=quiet, stderr=quiet, check=True, timeout=600)
        _found.update(_load())
    except (OSError, subprocess.SubprocessError, ImportError):
        return


def warm_up() -> None:
    """Compile the kernel into numba's cache, or find it there."""
    _found.update(_load())


def _stamp() -> str:
    """Return what the sources of the kernel are: the cache is good for no others."""
    folder = Path(kernel.__file__).parent
    names = (
        "units",
        "oil",
        "layout",
        "flows",
        "bodies",
        "stage",
        "after",
        "steps",
        "kernel",
        "warm",
    )
    text = b"".join((folder / f"{name}.py").read_bytes() for name in names)
    return hashlib.sha256(text).hexdigest()[:16]


def _entry(function: Callable[..., None], stamp: str) -> Callable[..., None]:
    """Wrap an entry so that numba's cache key holds the stamp: it looks at one file only."""
    if function is kernel.march:

        def entry(net: Any, table: Any, state: Any, w: Any, dt: float, now: bool) -> None:
            if len(stamp) > 0:
                function(net, table, state, w, dt, now)
    else:

        def entry(net: Any, table: Any, state: Any, w: Any) -> None:
            if len(stamp) > 0:
                function(net, table, state, w)

    entry.__qualname__ = entry.__name__ = f"labsim_{function.__name__}"
    return entry


def _load() -> dict[str, Any]:
    """Compile all entries, or load them from the cache."""
    import numba
    from numba.extending import register_jitable

    for module in MODULES:
        for thing in vars(module).values():
            if callable(thing) and getattr(thing, "__module__", "") == module.__name__:
                register_jitable(thing)
    tables = numba.types.Array(numba.int64, 2, "C")
    rows = numba.types.Array(numba.float64, 2, "C")
    base = (tables, rows, numba.types.UniTuple(rows, 12), rows)
    found = {}
    for name in ENTRIES:
        more = (numba.float64, numba.boolean) if name == "march" else ()
        jit = numba.njit((*base, *more), cache=True, error_model="numpy")
        found[name] = jit(_entry(getattr(kernel, name), _stamp()))
    return found
