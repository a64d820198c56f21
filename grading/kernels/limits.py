"""What a graded kernel may use up: control groups where they can be made, and limits of processes.

A control group counts a kernel with everything it starts, so it is the better fence; making one
needs a place in /sys/fs/cgroup one may write to: systemd's delegated part of the user, or root.
Limits of processes hold everywhere, for each process alone.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grading.kernels.policy import MEGA, Policy
from grading.patience import memory

__all__ = ["Group", "group", "left", "limit", "sweep"]

ROOT = Path("/sys/fs/cgroup")
PREFIX = "labsim-kernel-"
FILES = 1024  # open files of one process
SPARE = 2000 * MEGA  # address space that libraries reserve and never touch (assumed)
PATIENCE = 2.0  # s for the last process of a group to be gone


@dataclass(frozen=True)
class Group:
    """One control group: its folder in each hierarchy (version 1 has several, version 2 one)."""

    folders: tuple[Path, ...]
    memory: bool = False  # whether it counts memory

    def add(self, process: int) -> None:
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(process))

    def remove(self) -> None:
        for folder in self.folders:
            _remove(folder)


def _remove(folder: Path, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            if time.monotonic() > deadline:
                return
            time.sleep(0.01)  # its processes are killed and not quite gone
        else:
            return


def _memberships() -> dict[str, str]:
    """Return this process's group in each hierarchy: {"memory": "/a", "pids": "/", "": "/b"}."""
    found = {}
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, names, place = line.split(":", 2)
            found.update(dict.fromkeys(names.split(","), place))
    return found


def _second() -> tuple[Path, set[str]] | None:
    """Return the version 2 folder below which groups may be made, and what it can limit."""
    place = _memberships().get("")
    for root in (ROOT, ROOT / "unified"):
        here = root / (place or "/").lstrip("/")
        control = here / "cgroup.controllers"
        # A group with processes cannot hand on controllers: its parent can, if it is ours.
        for folder in (here, here.parent):
            with suppress(OSError):
                able = set((folder / "cgroup.subtree_control").read_text().split())
                if control.exists() and "pids" in able and os.access(folder, os.W_OK):
                    return folder, able
    return None


def _first() -> dict[str, Path]:
    """Return the version 1 folder for each of memory and pids that one may write to."""
    found, places = {}, _memberships()
    for name in ("memory", "pids"):
        folder = ROOT / name / places.get(name, "/").lstrip("/")
        if (folder / "cgroup.procs").exists() and os.access(folder, os.W_OK):
            found[name] = folder
    return found


def _make(folder: Path, settings: dict[str, int]) -> Path:
    folder.mkdir()
    for name, value in settings.items():
        with suppress(FileNotFoundError):  # not every kernel counts swap
            (folder / name).write_text(str(value))
    return folder


def group(policy: Policy) -> Group | None:
    """Make a control group for one kernel; None where none can be made."""
    sweep()
    name, made = f"{PREFIX}{os.getpid()}", []
    most, processes = policy.memory_bytes, policy.processes
    try:
        second = _second()
        if second is not None:
            limits = {"pids.max": processes}
            if "memory" in second[1]:
                limits |= {"memory.max": most, "memory.swap.max": 0, "memory.oom.group": 1}
            made.append(_make(second[0] / name, limits))
            return Group(tuple(made), "memory" in second[1])
        first = _first()
        if "memory" in first:
            limits = {"memory.limit_in_bytes": most, "memory.memsw.limit_in_bytes": most}
            made.append(_make(first["memory"] / name, limits))
        if "pids" in first:
            made.append(_make(first["pids"] / name, {"pids.max": processes}))
    except OSError:
        Group(tuple(made)).remove()
        return None
    return Group(tuple(made), "memory" in first) if made else None


def left() -> Iterator[Path]:
    """Yield the groups of kernels whose keeper was killed before it could remove them."""
    second = _second()
    for folder in [*_first().values(), *([second[0]] if second else [])]:
        for old in folder.glob(f"{PREFIX}*"):
            if not Path("/proc", old.name.removeprefix(PREFIX)).exists():
                yield old


def sweep(patience: float = 0.0) -> None:
    """Remove what is left of earlier kernels, with so many seconds for the last to be gone."""
    for old in left():
        _remove(old, patience)


def limit(policy: Policy, counted: bool) -> None:
    """Set the limits of this process; its children have them too, and cannot raise them.

    Where a control group counts the memory, the address space need not stand in for it, nor the
    data: pages that may be written, touched or not, reserved space left out (Linux 4.7).
    """
    data = resource.RLIM_INFINITY if counted else memory("VmData") + policy.memory_bytes
    wanted = {
        resource.RLIMIT_AS: memory("VmSize") + SPARE * (8 if counted else 1) + policy.memory_bytes,
        resource.RLIMIT_DATA: data,
        resource.RLIMIT_CPU: policy.cpu_seconds,
        resource.RLIMIT_NPROC: policy.processes,
        resource.RLIMIT_FSIZE: policy.file_bytes,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = hard if most == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
