"""Lines of JSON over a socket: one request a line, one reply a line, nothing else.

Neither side loads anything but numbers, texts, lists and objects from the other: no pickle.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any

from labsim.core.errors import LabsimError

__all__ = ["REPLY", "REQUEST", "Lines", "WireError", "pack", "receive", "unpack"]

REQUEST = 256 * 1024  # bytes of a request at most: a program on file has 20 000 characters
REPLY = 32 * 1024 * 1024  # bytes of a reply at most: a workbench with all its drawings
CHUNK = 256 * 1024


class WireError(LabsimError):
    """What came over the socket is no message; the text says why."""


def pack(message: dict[str, Any]) -> bytes:
    """Return a message as one line; WireError when it holds what is no number of JSON."""
    try:
        return json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"
    except (ValueError, TypeError) as error:
        raise WireError(f"this cannot be sent: {error}") from error


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def unpack(line: bytes) -> dict[str, Any]:
    """Return the message of one line; WireError when it is none."""
    try:
        found = json.loads(line.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise WireError(f"that is no line of JSON: {error}") from error
    if not isinstance(found, dict):
        raise WireError(f"a message is an object, not a {type(found).__name__}")
    return found


class Lines:
    """Cuts a stream of bytes into lines; WireError when one grows too long."""

    def __init__(self, most: int) -> None:
        self.most, self.parts, self.size = most, list[bytes](), 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take in bytes; yield the lines that are whole now, without their ends."""
        *whole, rest = data.split(b"\n")
        for line in whole:
            self._grow(line)
            line, self.parts, self.size = b"".join(self.parts), [], 0
            yield line
        self._grow(rest)

    def _grow(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > self.most:
            raise WireError(f"a line of more than {self.most} bytes")
        if part:
            self.parts.append(part)


def receive(sock: socket.socket, lines: Lines) -> bytes:
    """Wait for one whole line; ConnectionError when the other side has gone."""
    while True:
        data = sock.recv(CHUNK)
        if not data:
            raise ConnectionResetError("the other side has closed the connection")
        for line in lines.feed(data):
            return line  # one reply to one request: nothing comes after it
