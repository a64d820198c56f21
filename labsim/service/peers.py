"""Who is at the other end of a Unix socket: the kernel knows, the client is not asked."""

from __future__ import annotations

import pwd
import re
import socket
import struct
import sys

from labsim.core.errors import LabsimError

__all__ = ["Stranger", "name_of", "peer", "possible"]

UCRED = struct.Struct("3i")  # Linux, unix(7): pid, uid, gid
XUCRED = struct.Struct("=IIh2x16I")  # macOS, sys/ucred.h: version, uid, groups
NAMELESS = re.compile(r"uid\.[0-9]+")
LOCAL_PEERCRED, SOL_LOCAL, XUCRED_VERSION = 1, 0, 0


class Stranger(LabsimError):
    """Nobody knows who is at the other end."""


def possible() -> str:
    """Say why the other end of a socket cannot be known on this system; nothing if it can."""
    if not hasattr(socket, "AF_UNIX"):
        return "this system has no Unix sockets: the measurement service does not run here"
    if hasattr(socket, "SO_PEERCRED") or sys.platform == "darwin":
        return ""
    return f"{sys.platform} does not tell who is at the other end of a Unix socket"


def peer(sock: socket.socket) -> int:
    """Return the user id of the process that has connected; Stranger when it is not told."""
    try:
        if hasattr(socket, "SO_PEERCRED"):
            told = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, UCRED.size)
            return int(UCRED.unpack(told)[1])
        if sys.platform == "darwin":
            return of_xucred(sock.getsockopt(SOL_LOCAL, LOCAL_PEERCRED, XUCRED.size))
    except (OSError, struct.error) as error:
        raise Stranger(f"the system does not tell who has connected: {error}") from error
    raise Stranger(possible())


def of_xucred(told: bytes) -> int:
    """Return the user id in what macOS tells of a peer."""
    version, uid, count, *_ = XUCRED.unpack(told.ljust(XUCRED.size, b"\0"))
    if version != XUCRED_VERSION or count < 1:
        raise Stranger(f"macOS tells of the other end in a version {version} nobody knows here")
    return int(uid)


def name_of(uid: int) -> str:
    """Return the login name of a user, "uid.20001" of one without a name.

    Stranger when a login name looks like one that is given to those without.
    """
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid.{uid}"
    if NAMELESS.fullmatch(name):
        raise Stranger(f"the login name {name!r} is kept for users without a name")
    return name
