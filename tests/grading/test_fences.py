"""Fences that need no kernel to be seen: the filter of system calls, lines that count."""

from __future__ import annotations

import asyncio
import struct
import subprocess
import sys

import pytest

from grading.kernels import filter as calls
from grading.kernels.manager import Counted


def run(code: bytes, architecture: int, number: int, first: int = 0) -> int:
    """Return what Linux would, doing a filter line by line (linux/filter.h)."""
    lines, held, place = list(struct.iter_unpack("HBBI", code)), 0, 0
    while True:
        what, true, false, k = lines[place]
        if what == calls.RETURN:
            return k
        if what == calls.LOAD:
            held = {0: number, 4: architecture, 16: first}[k]
            place += 1
            continue
        holds = {calls.EQUAL: held == k, calls.AT_LEAST: held >= k, calls.ANY_BIT: held & k}[what]
        place += 1 + (true if holds else false)


@pytest.mark.parametrize("machine", sorted(calls.ARCHITECTURES))
def test_filter_refuses_what_it_names_and_nothing_else(machine):
    column, architecture = calls.ARCHITECTURES[machine]
    code, named = calls.program(machine), {each[column] for each in calls.REFUSED.values()}
    for number in range(500):
        wanted = calls.ALLOW if number not in named else calls.ERROR | calls.NO
        wanted = calls.ERROR | calls.NOT_THERE if number == calls.CLONE_3[column] else wanted
        assert run(code, architecture, number) == wanted, number


def test_filter_lets_threads_and_processes_begin_but_no_new_spaces():
    code, (column, architecture) = calls.program("x86_64"), calls.ARCHITECTURES["x86_64"]
    clone = calls.CLONE[column]
    assert run(code, architecture, clone, 0x3D0F00) == calls.ALLOW  # pthread_create of glibc
    for space in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x02000000):
        assert run(code, architecture, clone, space | 17) == calls.ERROR | calls.NO


def test_filter_refuses_the_numbers_of_other_machines():
    code = calls.program("x86_64")
    assert run(code, 0x40000003, 1) == calls.ERROR | calls.NO  # i386
    assert run(code, calls.ARCHITECTURES["x86_64"][1], 0x40000001) == calls.ERROR | calls.NO
    assert calls.program("s390x") == b""


def test_line_of_a_kernel_counts_all_that_comes_whatever_it_belongs_to():
    class Socket:
        closed = False

        async def recv_multipart(self):
            return [b"<IDS|MSG>", bytes(1000)]

        def close(self, linger):
            Socket.closed = True

    line = Counted.__new__(Counted)
    line.socket, line.left = Socket(), 500
    with pytest.raises(RuntimeError, match="more than anybody reads"):
        asyncio.run(line._recv())
    assert Socket.closed


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are Linux's")
def test_without_a_control_group_a_process_has_its_share_of_memory_and_no_more():
    program = (
        "from pathlib import Path\nfrom grading.kernels import limits\n"
        "from grading.kernels.policy import Policy\n"
        "limits.limit(Policy(Path(), Path(), memory_bytes=200_000_000), False)\n"
        "held = bytearray(150_000_000)\n"
        "try:\n    more = bytearray(100_000_000)\nexcept MemoryError:\n    print('no more')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "no more\n", done.stderr
