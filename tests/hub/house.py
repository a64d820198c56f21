"""A house for a hub: users, homes and processes of its own, gone when the test is over.

The hub runs in mount and process namespaces. Its /etc, /home and /srv are copies or empty, so
that no user is made on this machine; whatever it has started ends with it, also on failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labsim.ui.browser import free_port
from tests.conftest import ROOT

PASSWORD = "try-out"
PROXY = "LABSIM_PROXY"  # names configurable-http-proxy where it is not on PATH
TOOLS = ("unshare", "nsenter", "mount", "useradd", "setpriv")
START = 120.0  # s


def proxy() -> str | None:
    """Return the path of configurable-http-proxy, None if it is not on this machine."""
    own = ROOT / ".venv" / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy"
    named = os.environ.get(PROXY) or shutil.which("configurable-http-proxy") or str(own)
    return str(Path(named).absolute()) if named and Path(named).exists() else None


def obstacle() -> str:
    """Say why a hub cannot run here; nothing if it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a hub with users of its own needs root on Linux"
    if lacking := [tool for tool in TOOLS if shutil.which(tool) is None]:
        return f"a hub needs {', '.join(lacking)}"
    if proxy() is None:
        return f"configurable-http-proxy is not here (npm install -g it, or name it in {PROXY})"
    if subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True
    ).returncode:
        return "this machine gives no namespaces of its own"
    try:
        import jupyterhub  # noqa: F401
    except ImportError:
        return "jupyterhub is not installed"
    return ""


class House:
    """A running hub."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder, self.port = folder, _ports()
        given = {
            "course": "maint", "instructors": ["inst"], "students": ["ann", "ben", "cyd"],
            "sealed": ["ELE-03"], "make_users": True, "home": "/srv/labsim", "port": self.port,
            "authenticator": "dummy", "password": PASSWORD, "proxy": str(proxy()),
        }  # fmt: skip
        lines = [f"{k} = {json.dumps(v)}" for k, v in (given | settings).items()]
        self.file = folder / "hub.toml"
        self.file.write_text("\n".join(lines) + "\n")
        self.log = folder / "hub.log"
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        command += [sys.executable, __file__, str(folder)]
        env = {
            k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "LABSIM", "PYTEST"))
        }
        env |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "HOME": "/srv"}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out, env=env)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def told(self) -> str:
        return self.log.read_text(errors="replace")

    def wait(self) -> None:
        """Wait until hub, formgrader and measurement service answer."""
        end = time.monotonic() + START
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/hub/api", timeout=2):
                    if not self.run("root", "test -S /srv/labsim/run/bench.sock").returncode:
                        return
            except OSError:
                pass
            time.sleep(0.2)
        raise AssertionError("the hub does not start:\n" + self.told()[-3000:])

    def run(self, user: str, shell: str) -> subprocess.CompletedProcess[str]:
        """Run a line of shell in the house, as one of its users."""
        who = f"setpriv --reuid={user} --regid=$(id -g {user}) --init-groups"
        path = f"{Path(sys.executable).parent}:$PATH"
        inside = f'cd ~{user} && exec {who} env HOME=$PWD USER={user} PATH={path} sh -c "$0"'
        pid = self._first()
        command = ["nsenter", f"--target={pid}", "--mount", "--pid", "sh", "-c", inside, shell]
        return subprocess.run(command, capture_output=True, text=True, timeout=300)

    def _first(self) -> int:
        """Return the first process of the house, as this machine counts."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[0])

    def end(self) -> None:
        """End everything: with the first process of the house all others go."""
        self.process.kill()
        self.process.wait()


@contextmanager
def house(**settings: object) -> Iterator[House]:
    """Run a hub; nothing of it is left afterwards."""
    with tempfile.TemporaryDirectory(prefix="labsim-hub-") as folder:
        Path(folder).chmod(0o755)
        found = House(Path(folder), **settings)
        try:
            found.wait()
            yield found
        finally:
            found.end()


def _ports() -> int:
    """Return the first of four TCP ports in a row that nobody listens on."""
    import socket

    while True:
        first = free_port()
        try:
            for port in range(first, first + 4):
                with socket.socket() as sock:
                    sock.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue


# inside -----------------------------------------------------------------------------------------
def mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def furnish(folder: Path) -> None:
    """Give the house an /etc to change, empty homes, and Python where everybody can read it."""
    (folder / "etc").mkdir()
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", str(folder / "etc"))
    subprocess.run(["cp", "-a", "/etc/.", str(folder / "etc")], check=True)
    mount("--bind", str(folder / "etc"), "/etc")
    for place in ("/home", "/srv"):
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", place)
    needed = {Path(p).resolve() for p in (sys.prefix, sys.base_prefix, ROOT, package(proxy()))}
    open_up(folder, sorted(needed))


def package(command: str | None) -> str:
    """Return the folder of all the modules an npm command needs."""
    path = Path(str(command)).resolve()
    return str(next((p for p in path.parents if p.name == "node_modules"), path.parent))


def open_up(folder: Path, needed: list[Path]) -> None:
    """Let everybody go through the closed folders above these paths, and see only them there."""
    closed: dict[Path, list[Path]] = {}
    for path in needed:
        shut = [p for p in reversed(path.parents) if not p.stat().st_mode & 0o001]
        if shut:
            closed.setdefault(shut[0], []).append(path)
    for above, paths in closed.items():
        for number, path in enumerate(paths):
            kept = folder / f"kept{above.name}{number}"
            kept.mkdir()
            mount("--bind", str(path), str(kept))
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", str(above))
        for number, path in enumerate(paths):
            path.mkdir(parents=True, exist_ok=True)
            mount("--bind", str(folder / f"kept{above.name}{number}"), str(path))


if __name__ == "__main__":
    furnish(Path(sys.argv[1]))
    hub = str(ROOT / "deploy" / "jupyterhub" / "hub.py")
    os.execv(sys.executable, [sys.executable, hub, "up", str(Path(sys.argv[1]) / "hub.toml")])
