"""What a process in the sandbox sees, may, and can use up; and what becomes of it."""

from __future__ import annotations

import atexit
import json
import os
import platform
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grading import course, running
from grading.kernels import launch, limits, manager, policy, sandbox
from grading.kernels.filter import program
from grading.kernels.policy import Policy
from labsim.core.errors import LabsimError

pytestmark = pytest.mark.timeout(120)

LOOK = """
import json, os, socket, sys
def tried(do):
    try:
        return repr(do())
    except OSError as error:
        return type(error).__name__
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines())
print(json.dumps({
    "root": sorted(os.listdir("/")), "work": sorted(os.listdir(".")), "here": os.getcwd(),
    "pids": [p for p in os.listdir("/proc") if p.isdigit()], "uid": os.getuid(),
    "caps": [status[k] for k in ("CapEff", "CapPrm", "CapBnd", "CapInh", "CapAmb")],
    "privileges": status["NoNewPrivs"], "filter": status.get("Seccomp", "?").strip(),
    "host": socket.gethostname(), "env": dict(os.environ),
    "nets": [name for _, name in socket.if_nameindex()], "files": os.listdir("/proc/self/fd"),
    "out": tried(lambda: socket.create_connection(("192.0.2.1", 80), 2)),
    "userns": tried(lambda: os.unshare(0x10000000)) if hasattr(os, "unshare") else "",
    "passwd": open("/etc/passwd").read(), "grading": os.path.isdir(sys.argv[1]),
    "writes": {p: tried(lambda: open(p, "a").close()) for p in sys.argv[2:]},
}))
"""


def needs_sandbox() -> None:
    if (reason := sandbox.available()) is not None:
        pytest.skip(f"no sandbox here: {reason}")


def start(share: Policy, *words: str, **more: object) -> subprocess.Popen:
    """Start a Python program in the sandbox; what it prints goes to kernel.log."""
    path = os.pathsep.join([str(course.PROJECT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "SECRET": "4711"}
    command = launch.command(share, [sys.executable, "-c", *words])
    return subprocess.Popen(command, env=environment, cwd=share.scratch, **more)


@pytest.fixture
def share(tmp_path):
    """A submission with a link in it, and a scratch folder."""
    needs_sandbox()
    work, scratch = tmp_path / "ELE-03", tmp_path / "s"
    work.mkdir()
    scratch.mkdir()
    (work / "book.ipynb").write_text("{}")
    (work / "link").symlink_to("/etc/passwd")
    return Policy(work, scratch, wall_seconds=60, memory_bytes=300_000_000)


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Return what a program sees in there."""
    needs_sandbox()
    root = tmp_path_factory.mktemp("sandbox")
    for name in ("ELE-03", "s"):
        (root / name).mkdir()
    (root / "ELE-03" / "book.ipynb").write_text("{}")
    (root / "ELE-03" / "link").symlink_to("/etc/passwd")
    package = course.PROJECT / "labsim"
    places = [
        "/proc/sys/kernel/hostname",
        f"{package}/x.py",
        f"{sys.prefix}/x",
        "/usr/x",
        "book.ipynb",
    ]
    done = start(
        Policy(root / "ELE-03", root / "s"), LOOK, str(package.parent / "grading"), *places
    )
    assert done.wait(60) == 0, (root / "s" / "kernel.log").read_text()
    return json.loads((root / "s" / "kernel.log").read_text())


def test_it_sees_its_own_files_and_no_links_of_theirs(seen):
    assert seen["work"] == ["book.ipynb"]
    assert seen["here"] == f"{policy.HOME}/ELE-03"
    assert "apprentice" in seen["passwd"] and "root" not in seen["passwd"]
    assert not seen["grading"]


def test_it_is_alone_and_cannot_call_anybody(seen):
    assert seen["pids"] == ["1"]
    assert seen["nets"] == ["lo"]
    assert seen["out"] == "OSError"  # no route
    assert seen["host"] == "bench"
    assert {int(number) for number in seen["files"]} <= {0, 1, 2, 3}  # 3 is the listing itself


def test_it_has_no_rights_to_win_any(seen):
    assert {int(caps, 16) for caps in seen["caps"]} == {0}
    assert seen["privileges"] == "1"
    assert seen["filter"] == ("2" if program(platform.machine()) else "0")
    assert seen["uid"] != 0


def test_it_writes_its_copy_and_nothing_else(seen):
    allowed = {place for place, error in seen["writes"].items() if error == "None"}
    assert allowed == {"book.ipynb"}


def test_its_environment_is_a_list_of_what_may_pass(seen):
    assert "SECRET" not in seen["env"]
    assert seen["env"]["LABSIM_KEYS"] == os.devnull
    assert set(seen["env"]) <= set(policy.clean({})) | policy.ENVIRONMENT


def test_it_ends_when_its_time_is_up_and_nothing_is_left(share):
    short = Policy(share.workdir, share.scratch, wall_seconds=1)
    began = time.monotonic()
    keeper = start(short, "import time; time.sleep(60)")
    assert keeper.wait(30) == 128 + signal.SIGKILL
    assert time.monotonic() - began < 25
    assert not groups_of(keeper)


def test_memory_of_all_its_processes_has_an_end(share):
    program = "b = bytearray(400_000_000); b[::4096] = b'x' * len(b[::4096]); print('held')"
    assert start(share, program).wait(60) != 0
    assert "held" not in (share.scratch / "kernel.log").read_text()


WAITS = """
import time
try:
    print("up", flush=True)
    time.sleep(50)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_signals_reach_it_through_its_keeper(share):
    keeper = start(share, WAITS, start_new_session=True)
    log = share.scratch / "kernel.log"
    while "up" not in (log.read_text() if log.exists() else ""):
        time.sleep(0.02)
    os.killpg(keeper.pid, signal.SIGINT)
    assert keeper.wait(30) == 0
    assert "interrupted" in log.read_text()


def test_it_dies_with_a_keeper_that_is_killed(share):
    keeper = start(share, WAITS)
    log = share.scratch / "kernel.log"
    while "up" not in (log.read_text() if log.exists() else ""):
        time.sleep(0.02)
    keeper.kill()
    keeper.wait()
    deadline = time.monotonic() + 10
    while _alive(str(share.scratch)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(str(share.scratch))
    limits.sweep(patience=5.0)
    assert not groups_of(keeper)


def groups_of(keeper: subprocess.Popen) -> list[Path]:
    """List the control groups a keeper has left; others grade beside this test."""
    return [group for group in limits.left() if group.name.endswith(f"-{keeper.pid}")]


def _alive(word: str) -> list[str]:
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [place.parent.name] if word in place.read_bytes().decode() else []
        except (OSError, ValueError):
            continue
    return found


def test_a_sandbox_that_cannot_be_made_runs_nothing(share):
    """The scratch folder is missing: the program must not start outside instead."""
    broken = Policy(share.workdir, share.scratch / "none")
    path = os.pathsep.join([str(course.PROJECT), os.environ.get("PYTHONPATH", "")])
    program = [sys.executable, "-c", f"open({str(share.scratch / 'ran')!r}, 'w')"]
    done = subprocess.run(
        launch.command(broken, program),
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Unavailable" in done.stderr
    assert not (share.scratch / "ran").exists()


@pytest.mark.parametrize(
    ("way", "manager"), [("auto", "AsyncKernelManager"), ("off", "AsyncKernelManager")]
)
def test_without_namespaces_stock_kernels_run_and_the_instructor_is_told(
    monkeypatch, caplog, way, manager
):
    monkeypatch.setattr(sandbox, "available", lambda: "there are no namespaces on darwin")
    step = running.RunNotebook(sandbox=way)
    said = []
    monkeypatch.setattr(step.log, "warning", said.append)
    assert step._manager().__name__ == manager
    assert "WITHOUT a sandbox" in said[0]


def test_required_sandbox_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setattr(sandbox, "available", lambda: "there are no namespaces on darwin")
    with pytest.raises(LabsimError, match="required, and there is none: there are no namespaces"):
        running.RunNotebook(sandbox="required")._manager()


def test_other_systems_say_why_there_is_no_sandbox(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    sandbox.available.cache_clear()
    try:
        assert sandbox.available() == "there are no namespaces on darwin"
    finally:
        sandbox.available.cache_clear()


def test_delegated_control_group_of_version_two_is_found_and_used(tmp_path, monkeypatch):
    """As systemd hands one to a user: the group's parent is ours and hands on controllers."""
    above = tmp_path / "user.slice" / "app.slice"
    (here := above / "shell.scope").mkdir(parents=True)
    (above / "cgroup.subtree_control").write_text("memory pids")
    for folder in (above, here):
        (folder / "cgroup.controllers").write_text("memory pids")
    (here / "cgroup.subtree_control").write_text("")
    monkeypatch.setattr(limits, "ROOT", tmp_path)
    monkeypatch.setattr(limits, "_memberships", lambda: {"": "/user.slice/app.slice/shell.scope"})
    made = limits._second()
    assert made == (above, {"memory", "pids"})


def test_what_may_be_read_names_no_folder_of_the_course():
    """Neither the project's root nor anything of grading/ is among what a kernel sees."""
    grading = course.PROJECT / "grading"
    for path in policy.needed():
        assert not grading.is_relative_to(path) or path in (Path("/usr"), Path(sys.prefix))
        assert not path.is_relative_to(grading)


def test_kernel_that_did_not_go_into_the_sandbox_is_not_spoken_to(share, monkeypatch):
    """Whatever starts it: here something that forgets to."""
    monkeypatch.setattr(launch, "command", lambda _policy, program: program)
    marker = share.scratch / "ran"
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(f"open({str(marker)!r}, 'w')")]
    )
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    client = NotebookClient(
        book, kernel_manager_class=manager.ShutInKernelManager, shutdown_kernel="immediate",
        resources={"metadata": {"path": str(share.workdir)}},
    )  # fmt: skip
    warnings.simplefilter("ignore")  # nbclient's own, when a start fails; pytest takes it back
    monkeypatch.setattr(atexit, "register", lambda *_: None)  # it would clear up a second time
    with pytest.raises(RuntimeError, match="did not go into the sandbox"):
        client.execute()
    assert not marker.exists()
