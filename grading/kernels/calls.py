"""The few system calls Python has no name for, through ctypes. Linux only; loaded when needed."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

__all__ = [
    "become", "bind", "close_from", "harden", "mount", "parent_death", "pivot", "private_mounts",
    "unshare", "visible",
]  # fmt: skip

NEW_NS, NEW_UTS, NEW_IPC, NEW_USER = 0x00020000, 0x04000000, 0x08000000, 0x10000000
NEW_PID, NEW_NET, NEW_CGROUP = 0x20000000, 0x40000000, 0x02000000
NAMESPACES = NEW_USER | NEW_NS | NEW_PID | NEW_NET | NEW_IPC | NEW_UTS | NEW_CGROUP

READ_ONLY, NO_SUID, NO_DEV, NO_EXEC, REMOUNT, BIND = 1, 2, 4, 8, 32, 4096
RECURSIVE, PRIVATE, DETACH = 16384, 1 << 18, 2
KEPT = READ_ONLY | NO_SUID | NO_DEV | NO_EXEC | 1024 | 2048 | (1 << 21)  # flags as statvfs has them
MOUNT_SETATTR, AT_RECURSIVE, AT_FDCWD = 442, 0x8000, -100  # the same number on every machine

SET_DEATH_SIGNAL, SET_DUMPABLE, DROP_BOUNDING, NO_NEW_PRIVILEGES, AMBIENT = 1, 4, 24, 38, 47
CLEAR_AMBIENT, CAPABILITY_3, KILL = 4, 0x20080522, 9

_libc = ctypes.CDLL(None, use_errno=True)
_long = ctypes.c_ulong


def _check(done: int, what: str) -> None:
    if done != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int = NAMESPACES) -> None:
    _check(_libc.unshare(flags), "unshare")


def mount(kind: str, target: Path | str, flags: int = 0, options: str = "") -> None:
    """Mount a fresh file system: tmpfs, proc."""
    source, data = kind.encode(), options.encode() or None
    done = _libc.mount(source, os.fsencode(target), source, _long(flags), data)
    _check(done, f"mount {kind} on {target}")


def bind(source: Path | str, target: Path | str, below: bool = True) -> None:
    """Show a file or folder in a second place, with all that is mounted below it or without."""
    places = os.fsencode(source), os.fsencode(target)
    flags = BIND | (RECURSIVE if below else 0)
    _check(_libc.mount(*places, None, _long(flags), None), f"bind {source}")


def harden(target: Path | str, read_only: bool = True) -> None:
    """Take rights from a mount: no set-user-id, no devices, no writing."""
    flags = NO_SUID | NO_DEV | (READ_ONLY if read_only else 0)
    wanted = (ctypes.c_uint64 * 4)(flags, 0, 0, 0)
    name = os.fsencode(target)
    size = ctypes.sizeof(wanted)
    if _libc.syscall(MOUNT_SETATTR, AT_FDCWD, name, AT_RECURSIVE, wanted, _long(size)) == 0:
        return
    flags |= os.statvfs(target).f_flag & KEPT  # before Linux 5.12: this mount, none below it
    flags |= REMOUNT | BIND
    _check(_libc.mount(None, name, None, _long(flags), None), f"remount {target}")


def private_mounts() -> None:
    """From here on, what is mounted here is seen here only."""
    _check(_libc.mount(None, b"/", None, _long(RECURSIVE | PRIVATE), None), "make mounts private")


def pivot(root: Path) -> None:
    """Make a folder the root, and let go of everything that was outside of it."""
    os.chdir(root)
    _check(_libc.pivot_root(b".", b"."), "pivot_root")
    _check(_libc.umount2(b".", DETACH), "let go of the old root")
    os.chdir("/")


def parent_death() -> None:
    """Die when the parent dies."""
    _check(_libc.prctl(SET_DEATH_SIGNAL, _long(KILL), 0, 0, 0), "set the death signal")


def visible(yes: bool) -> None:
    """Say whether others of the same user may look into this process."""
    _check(_libc.prctl(SET_DUMPABLE, _long(int(yes)), 0, 0, 0), "set dumpable")


def become(number: int) -> None:
    """Be this user and group, without any capability, and without a way back to either."""
    for capability in range(64):
        if _libc.prctl(DROP_BOUNDING, _long(capability), 0, 0, 0) != 0:
            break  # the last one this system knows is gone
    _libc.prctl(AMBIENT, _long(CLEAR_AMBIENT), _long(0), _long(0), _long(0))
    os.setresgid(number, number, number)
    os.setresuid(number, number, number)
    header, none = (ctypes.c_uint32 * 2)(CAPABILITY_3, 0), (ctypes.c_uint32 * 6)()
    _check(_libc.capset(header, none), "drop capabilities")
    _check(_libc.prctl(NO_NEW_PRIVILEGES, _long(1), _long(0), _long(0), _long(0)), "no_new_privs")


def close_from(first: int) -> None:
    """Close every open file from this number on."""
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))
