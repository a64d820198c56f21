"""Where a graded notebook runs: namespaces of its own, few files, nobody to talk to, an end.

Three processes stand for one kernel. The *keeper* called `enter` and stays outside: it passes
signals on, keeps the time, clears up. The *doorman* made the namespaces and is left behind in
them. The *kernel* is process 1 of its own pid space, so that nothing it starts outlives it; there
`enter` returns.
"""

from __future__ import annotations

import errno
import os
import select
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

from grading.kernels import limits
from grading.kernels.filter import refuse
from grading.kernels.policy import Policy, clean

__all__ = ["Policy", "Unavailable", "available", "clean", "enter"]

OUTER = 65534  # who the kernel is outside when the grader is root: nobody
SOCKETS = 5  # a Jupyter kernel that listens has made so many
POLL = 0.2  # s between looks at the clock and at our own parent
FLAGS_UP = 0x41  # a network interface that is up and running
GET_FLAGS, SET_FLAGS = 0x8913, 0x8914


REFUSED = {
    errno.EPERM: "this system, or the container, forbids user namespaces to this user",
    errno.EACCES: "this system, or the container, forbids user namespaces to this user",
    errno.ENOSPC: "no user namespace is left: user.max_user_namespaces is 0, or used up",
    errno.ENOSYS: "this kernel of Linux knows no namespaces",
    errno.EINVAL: "this kernel of Linux lacks some of the namespaces",
}


class Unavailable(RuntimeError):
    """This system lets us make no sandbox; the text says why."""


@cache
def available() -> str | None:
    """Return None when kernels can be shut in here, else the reason why not."""
    if sys.platform != "linux":
        return f"there are no namespaces on {sys.platform}"
    probe = [sys.executable, "-m", "grading.kernels.launch", "--probe"]
    root = Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *sys.path[1:]])}
    try:
        done = subprocess.run(probe, capture_output=True, text=True, timeout=60, env=env)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["?"])[-1]


def enter(policy: Policy) -> None:
    """Shut this process in; what comes back is a process inside, and the caller watches over it.

    Call it from a process with one thread. Every file but 0, 1, 2 is closed inside. Unavailable
    when the system refuses, in the caller's own process, unchanged.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    group, parent = limits.group(policy), os.getppid()
    ours, theirs = socket.socketpair()
    doorman = os.fork()
    if doorman == 0:
        ours.close()
        _doorman(policy, theirs, group is not None and group.memory)  # comes back as the kernel
        return
    theirs.close()
    try:
        kernel = _admit(ours, doorman, group)
    except Unavailable:
        _end(doorman, group)
        raise
    _keep(policy, doorman, kernel, group, parent)


# the keeper: outside ------------------------------------------------------------------------------
def _admit(ours: socket.socket, doorman: int, group: limits.Group | None) -> int:
    """See the doorman through, and give the users of its space their names; return the kernel."""
    try:
        _told(ours)
        _name_users(doorman)
        if group is not None:
            group.add(doorman)
        ours.sendall(b"!")
        kernel = int(_told(ours))
        ours.sendall(b"!")
        _told(ours)
    except (OSError, ValueError) as error:
        raise Unavailable(str(error)) from error
    return kernel


def _told(ours: socket.socket) -> str:
    """Return the next line from inside; Unavailable when it tells of trouble, or of nothing."""
    line = b""
    while not line.endswith(b"\n"):
        byte = ours.recv(1)
        if not byte:
            raise Unavailable("the sandbox ended while it was made")
        line += byte
    word, _, rest = line.decode(errors="replace").strip().partition(" ")
    if word != "ok":
        raise Unavailable(rest or "?")
    return rest


def _name_users(process: int) -> None:
    """Map the users: within 1000, outside ourselves; or nobody, when we are root."""
    root = os.geteuid() == 0
    for what, own in (("uid", os.geteuid()), ("gid", os.getegid())):
        text = f"0 0 1\n1000 {OUTER} 1\n" if root else f"1000 {own} 1\n"
        if what == "gid" and not root:
            Path(f"/proc/{process}/setgroups").write_text("deny")
        Path(f"/proc/{process}/{what}_map").write_text(text)


def _keep(
    policy: Policy, doorman: int, kernel: int, group: limits.Group | None, parent: int
) -> NoReturn:  # fmt: skip
    """Pass signals on and keep the time until kernel or parent is gone; end as the kernel did."""

    def pass_on(number: int, _frame: object) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(kernel, number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, pass_on)
    waking = [os.pidfd_open(doorman)]  # awake when it ends
    end, done, status = time.monotonic() + policy.wall_seconds, 0, int(signal.SIGKILL)
    while not done and time.monotonic() < end and os.getppid() == parent:
        select.select(waking, [], [], POLL)
        done, found = os.waitpid(doorman, os.WNOHANG)
        status = found if done else status
    _end(doorman, group)
    if os.getppid() != parent:  # nobody else is left to clear up
        shutil.rmtree(policy.scratch, ignore_errors=True)
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def _end(doorman: int, group: limits.Group | None) -> None:
    with suppress(ProcessLookupError):
        os.kill(doorman, signal.SIGKILL)  # the kernel dies with it, and all that it started
    with suppress(ChildProcessError):
        os.waitpid(doorman, 0)
    if group is not None:
        group.remove()


# the doorman: in the namespaces, in no room of its own --------------------------------------------
def _doorman(policy: Policy, theirs: socket.socket, counted: bool) -> None:
    """Make the namespaces and the room, and in it the kernel, which comes back from here."""
    try:
        from grading.kernels import calls, room

        os.setsid()  # signals to the keeper's group are the keeper's to pass on
        log = os.open(policy.scratch / "kernel.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        calls.unshare()
        _say(theirs)
        _heard(theirs)
        calls.parent_death()
        root = room.build(policy)
        kernel = os.fork()
        if kernel == 0:
            _heard(theirs)
            _kernel(policy, root, log, counted)
            _ready(theirs)
            return
        _say(theirs, str(kernel))
    except BaseException as error:
        with suppress(OSError):
            text = f"no {_plainly(error)}".replace("\n", " ")
            theirs.sendall(f"{text}\n".encode())
        os._exit(1)
    _mind(policy, kernel)


def _plainly(error: BaseException) -> str:
    """Say why there is no room, to who may change it."""
    text, number = f"{type(error).__name__}: {error}", getattr(error, "errno", None)
    if "unshare" in text and number in REFUSED:
        return f"{REFUSED[number]} ({error})"
    return text


def _say(theirs: socket.socket, text: str = "") -> None:
    theirs.sendall(f"ok {text}".strip().encode() + b"\n")


def _heard(theirs: socket.socket) -> None:
    if theirs.recv(1) != b"!":
        os._exit(1)


def _mind(policy: Policy, kernel: int) -> NoReturn:
    """Close the scratch directory once the kernel listens there; end when the kernel ends."""
    from grading.kernels import calls

    calls.close_from(3)
    done = 0
    while not done and not _listens(policy.scratch):
        done, status = os.waitpid(kernel, os.WNOHANG)
        time.sleep(0.01)
    if not done:
        try:
            calls.harden(policy.scratch)
        except OSError:  # it holds a file open there: no kernel of ours does
            os.kill(kernel, signal.SIGKILL)
        _, status = os.waitpid(kernel, 0)
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def _listens(scratch: Path) -> bool:
    with suppress(OSError):
        return sum(stat.S_ISSOCK(file.lstat().st_mode) for file in scratch.iterdir()) >= SOCKETS
    return False


# the kernel: inside -------------------------------------------------------------------------------
def _kernel(policy: Policy, root: Path, log: int, counted: bool) -> None:
    from grading.kernels import calls, room

    os.setsid()
    for name, value in (
        ("/proc/sys/user/max_user_namespaces", 0),
        ("/proc/self/oom_score_adj", 1000),
    ):
        with suppress(OSError):
            Path(name).write_text(str(value))
    room.enter(root)
    socket.sethostname("bench")
    _loopback()
    nothing = os.open("/dev/null", os.O_RDWR)
    for number, file in enumerate((nothing, log, log)):
        os.dup2(file, number)
    os.chdir(room.inside(policy))
    os.environ.update(environment := clean(os.environ))
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    limits.limit(policy, counted)
    calls.become(room.INNER)
    calls.visible(True)
    calls.parent_death()
    refuse()


def _ready(theirs: socket.socket) -> None:
    """Say so, and let go of every file that is still open."""
    from grading.kernels import calls

    _say(theirs)
    theirs.detach()
    calls.close_from(3)


def _loopback() -> None:
    """Let the kernel talk to itself: a lab may serve its machine on 127.0.0.1."""
    import fcntl

    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        asked = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, GET_FLAGS, asked))[1]
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", flags | FLAGS_UP))
