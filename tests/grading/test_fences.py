"""Fences that need no kernel to be seen: the filter of system calls, lines that count."""

from __future__ import annotations

import asyncio
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import zmq
import zmq.asyncio
from jupyter_client.session import Session

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


@contextmanager
def line(left: int) -> Iterator[tuple[Counted, zmq.Socket]]:
    """Return a line as the grader reads it, and the end at which a kernel writes."""
    with zmq.asyncio.Context() as context, context.socket(zmq.PAIR) as ours:
        ours.bind("inproc://line")
        with zmq.Socket.shadow(context.socket(zmq.PAIR)) as theirs:
            theirs.connect("inproc://line")
            read = Counted(ours, Session(key=b"secret"))
            read.left = left
            yield read, theirs


def said(text: str) -> list[bytes]:
    session = Session(key=b"secret")
    return session.serialize(session.msg("status", {"text": text}))


def test_line_of_a_kernel_counts_all_that_has_come_before_any_of_it_is_read():
    async def read() -> None:
        with line(left=5000) as (ours, theirs):
            for n in range(10):
                theirs.send_multipart(said(str(n) * 600))
            with pytest.raises(RuntimeError, match="more than anybody reads"):
                await ours.get_msg(timeout=5)
            assert not ours.is_alive()

    asyncio.run(read())


def test_what_nobody_can_read_is_passed_over_and_reading_goes_on():
    async def read() -> list[str]:
        with line(left=100_000) as (ours, theirs):
            first = said("first")
            for parts in (first, first, [b"<IDS|MSG>"], [b"", b"{"], [*first[:-1], b"[" * 9999]):
                theirs.send_multipart(parts)  # a signature a second time: jupyter_client refuses it
            theirs.send_multipart(said("second"))
            return [(await ours.get_msg(timeout=5))["content"]["text"] for _ in range(2)]

    assert asyncio.run(read()) == ["first", "second"]


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
