"""What a graded kernel may see and use: the whole of it in one table."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["DOOR", "ENVIRONMENT", "HOME", "NAME", "Policy", "clean", "needed"]

HOME = "/home/apprentice"  # as the kernel sees it; the submission lies below
NAME = "apprentice"
DOOR = "root"  # in the scratch directory: where the kernel's root was made, if it was
MEGA = 1_000_000

# Variables of the grader's environment that a kernel gets. A list of what may pass, not of what
# may not: nobody knows what else an instructor has in there.
ENVIRONMENT = frozenset({
    "LABSIM_COURSE", "LABSIM_NUMBA", "LABSIM_STUDENT", "LANG", "LC_ALL", "LC_CTYPE", "MPLBACKEND",
    "NBGRADER_EXECUTION", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PATH",
    "PYDEVD_DISABLE_FILE_VALIDATION", "PYTHONPATH", "PYTHONWARNINGS", "TZ",
})  # fmt: skip

# Of the system: programs, libraries, and the few settings these read.
SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/fonts",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types",
)  # fmt: skip


@dataclass(frozen=True)
class Policy:
    """One kernel's share. Sizes in bytes; times in seconds.

    `workdir` is the submission: the kernel gets a copy and works in that. `scratch` is the one
    directory both sides see: connection file and sockets. `read_only` is what it may read besides
    the system, Python and labsim. `output_bytes` is kept by the grader's side, which receives it.
    """

    workdir: Path
    scratch: Path
    read_only: tuple[Path, ...] = ()
    memory_bytes: int = 1500 * MEGA
    cpu_seconds: int = 240
    wall_seconds: int = 300
    processes: int = 256  # threads count, too
    output_bytes: int = 20 * MEGA
    file_bytes: int = 200 * MEGA  # everything it writes, together


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment a kernel gets, with a home and keys that lead nowhere."""
    single = dict.fromkeys(("OPENBLAS", "OMP", "MKL", "NUMBA"), "1")  # each may start a crowd
    threads = {f"{name}_NUM_THREADS": count for name, count in single.items()}
    kept = {name: value for name, value in environment.items() if name in ENVIRONMENT}
    return threads | {"MALLOC_ARENA_MAX": "2"} | kept | {
        "HOME": HOME, "USER": NAME, "LOGNAME": NAME, "TMPDIR": "/tmp", "LABSIM_KEYS": os.devnull,
        "MPLCONFIGDIR": f"{HOME}/.config/matplotlib", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1", "JUPYTER_PLATFORM_DIRS": "1",
    }  # fmt: skip


def needed(more: Iterable[Path] = ()) -> list[Path]:
    """Return what is there to be read: the system, this Python, labsim; no folder twice."""
    python = {sys.prefix, sys.base_prefix, Path(sys.executable).resolve().parents[1]}
    named = [*map(Path, SYSTEM), *map(Path, python), package("labsim")]
    kept: list[Path] = []
    for path in sorted({*named, *more}, key=lambda path: len(path.parts)):
        if path.exists() and not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return kept


@cache
def package(name: str) -> Path:
    """Return the folder of an installed package."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(f"there is no package {name}")
    return Path(next(iter(spec.submodule_search_locations))).resolve()
