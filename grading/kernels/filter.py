"""System calls a graded kernel has no use for, refused: a filter the kernel of Linux runs itself.

What is left out here is what most holes in Linux were reached through, and the keys that a session
hands to all its processes. Numbers are those of Linux's tables for x86-64 and for ARM (aarch64);
elsewhere there is no filter, and the namespaces stand alone.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

__all__ = ["REFUSED", "program", "refuse"]

# name: (x86-64, aarch64), from arch/x86/entry/syscalls/syscall_64.tbl and asm-generic/unistd.h
REFUSED = {
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "setns": (308, 268), "unshare": (272, 97),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "open_by_handle_at": (304, 265), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "acct": (163, 89), "swapon": (167, 224), "swapoff": (168, 225),
    "reboot": (169, 142), "quotactl": (179, 60), "syslog": (103, 116), "vhangup": (153, 58),
}  # fmt: skip
CLONE, CLONE_3 = (56, 220), (435, 435)
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # linux/audit.h
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/filter.h
ALLOW, ERROR = 0x7FFF0000, 0x00050000  # linux/seccomp.h; with the number of the error
NUMBER, ARCHITECTURE, FIRST = 0, 4, 16  # where struct seccomp_data has them
NO, NOT_THERE = 1, 38  # EPERM, ENOSYS: then the C library goes back to clone
NEW_SPACES = 0x7E020000  # CLONE_NEW…: of mounts, cgroups, names, users, processes, network
OTHER_ABI = 0x40000000  # x32 programs have numbers of their own
SET_SECCOMP, FILTER = 22, 2


def program(machine: str) -> bytes:
    """Return the filter for a machine, as struct sock_filter has it; nothing where none is known.

    A jump says how many lines it leaves out, if true and if not.
    """
    if machine not in ARCHITECTURES or sys.byteorder != "little":
        return b""
    column, architecture = ARCHITECTURES[machine]
    numbers = [each[column] for each in REFUSED.values()]
    lines = [
        (LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, ERROR | NO),
        (LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, OTHER_ABI), (RETURN, 0, 0, ERROR | NO),
        (EQUAL, 0, 1, CLONE_3[column]), (RETURN, 0, 0, ERROR | NOT_THERE),
    ]  # fmt: skip
    left = len(numbers)
    for place, number in enumerate(numbers):
        lines.append((EQUAL, left - place + 3, 0, number))
    lines += [
        (EQUAL, 0, 2, CLONE[column]), (LOAD, 0, 0, FIRST), (ANY_BIT, 1, 0, NEW_SPACES),
        (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ERROR | NO),
    ]  # fmt: skip
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def refuse() -> bool:
    """Refuse these calls to this process and all it starts, for good; tell whether it is so."""
    code = program(platform.machine())
    held = ctypes.create_string_buffer(code, len(code) or 1)
    given = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return bool(code) and prctl(SET_SECCOMP, ctypes.c_ulong(FILTER), given, 0, 0) == 0
