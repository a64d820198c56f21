"""The room of one kernel: a root directory of its own, with a short list of what is in it."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from grading.kernels import calls
from grading.kernels.policy import DOOR, HOME, NAME, Policy, needed, package

__all__ = ["INNER", "build", "enter", "inside"]

INNER = 1000  # the user the kernel believes to be
DEVICES = ("null", "zero", "full", "random", "urandom")
MOST_FILES, MOST_BYTES = 2000, 100_000_000  # of a submission that is copied
FILES = {
    "etc/passwd": f"{NAME}:x:{INNER}:{INNER}::{HOME}:/bin/sh\n",
    "etc/group": f"{NAME}:x:{INNER}:\n",
    "etc/hosts": "127.0.0.1 localhost\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}


def inside(policy: Policy) -> Path:
    """Return where the kernel finds its copy of the submission."""
    return Path(HOME) / (policy.workdir.name or "work")


def build(policy: Policy) -> Path:
    """Build the room below the scratch directory, of which only mounts remain; return its root."""
    root = policy.scratch / DOOR
    root.mkdir(exist_ok=True)
    _own(policy.scratch)  # where the kernel makes its sockets
    calls.private_mounts()
    share = f"mode=755,size={policy.file_bytes},nr_inodes=20000"
    calls.mount("tmpfs", root, calls.NO_SUID | calls.NO_DEV, share)
    for path in needed(policy.read_only):
        _show(path, root)
    _hide(root)
    _system(root)
    _home(policy, root)
    place = _inner(policy.scratch, root)
    place.mkdir(parents=True, exist_ok=True)
    calls.bind(policy.scratch, place, below=False)
    calls.harden(place, read_only=False)
    return root


def _inner(path: Path, root: Path) -> Path:
    return root / str(path).lstrip("/")


def _show(path: Path, root: Path) -> None:
    """Show a file or folder of the system at its own place; a link stays a link."""
    place = _inner(path, root)
    place.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() and path.parent in (Path("/"), Path("/etc")):
        place.symlink_to(os.readlink(path))
        return
    if path.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.touch()
    calls.bind(path, place)
    calls.harden(place)


def _hide(root: Path) -> None:
    """Cover the answers, where they are installed beside labsim; make room for compiled code."""
    answers = _inner(package("grading"), root)
    if answers.is_dir():
        calls.mount("tmpfs", answers, calls.READ_ONLY, "size=4096,mode=000")
    cache = package("labsim") / "fluid" / "__pycache__"
    if cache.is_dir():
        compiled = {file.name: file.read_bytes() for file in cache.glob("*.nb[ic]")}
        calls.mount("tmpfs", _inner(cache, root), calls.NO_SUID, "size=64m,mode=755")
        for name, content in compiled.items():
            _inner(cache / name, root).write_bytes(content)
        _own(_inner(cache, root))


def _system(root: Path) -> None:
    """Make /proc, /dev, /tmp and the few files in /etc."""
    for name in ("proc", "dev", "tmp", "dev/shm"):
        (root / name).mkdir(exist_ok=True)
    (root / "tmp").chmod(0o1777)
    (root / "dev" / "shm").chmod(0o1777)
    for name in DEVICES:
        (root / "dev" / name).touch()
        calls.bind(f"/dev/{name}", root / "dev" / name)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        (root / "dev" / name).symlink_to(f"/proc/self/fd/{number}")
    (root / "dev" / "fd").symlink_to("/proc/self/fd")
    for name, text in FILES.items():
        place = root / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)


def _home(policy: Policy, root: Path) -> None:
    """Make the home: a copy of the submission, and matplotlib's list of fonts."""
    home, work = _inner(Path(HOME), root), _inner(inside(policy), root)
    work.mkdir(parents=True)
    copy(policy.workdir, work)
    fonts = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
    place = home / ".config" / "matplotlib"
    place.mkdir(parents=True)
    for file in fonts.glob("fontlist-*.json") if fonts.is_dir() else ():
        with suppress(OSError):
            shutil.copyfile(file, place / file.name)
    _own(home)


def copy(source: Path, place: Path) -> None:
    """Copy plain files and folders; nothing that leads elsewhere, and not without end."""
    files = size = 0
    for folder, folders, names in os.walk(source):
        there = place / os.path.relpath(folder, source)
        folders[:] = [n for n in folders if not os.path.islink(os.path.join(folder, n))]
        there.mkdir(exist_ok=True)
        for name in names:
            file = Path(folder, name)
            found = file.lstat()
            files, size = files + 1, size + found.st_size
            if not stat.S_ISREG(found.st_mode):
                continue
            if files > MOST_FILES or size > MOST_BYTES:
                return
            shutil.copyfile(file, there / name, follow_symlinks=False)


def _own(folder: Path) -> None:
    """Give a folder with all in it to the kernel's user."""
    os.chown(folder, INNER, INNER)
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            os.chown(os.path.join(place, name), INNER, INNER, follow_symlinks=False)


def enter(root: Path) -> None:
    """Go into the room and close it behind oneself; only a process of the new pid space may."""
    with suppress(OSError):  # a container that hides parts of /proc: then there is none
        calls.mount("proc", root / "proc", calls.READ_ONLY | calls.NO_SUID | calls.NO_DEV)
    calls.pivot(root)
