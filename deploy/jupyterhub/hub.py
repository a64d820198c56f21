"""A hub for one course on one machine: `sudo python hub.py up hub.toml`. See README.md.

Every step says what it has made, or that it was there already. Users that exist are not touched.
"""

from __future__ import annotations

import grp
import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from settings import SERVICE_USER, Settings, Trouble  # noqa: E402

__all__ = ["main", "setup"]

PROJECT = HERE.parents[1]
NBGRADER = """c = get_config()  # noqa: F821
c.Exchange.root = {exchange!r}
c.CourseDirectory.course_id = {course!r}
"""
SERVER = """c = get_config()  # noqa: F821
c.KernelManager.transport = "ipc"  # other users of this machine do not reach a kernel
"""
HIDDEN = ("formgrader", "create-assignment", "course-list")  # of nbgrader, for students
INIT = """import sys
from grading import course, keys, sealed
from labsim.seeds import sealing_key
home, name, socket, *labs = sys.argv[1:]
course.init(home, name)
sealed.seal(home, labs, socket)
print(sealing_key(keys.load(name), name))
"""


def say(text: str) -> None:
    print(text, flush=True)


# checks ---------------------------------------------------------------------------------------
def check(settings: Settings) -> None:
    """Raise Trouble where this machine cannot be a hub, with what to do about it."""
    if os.geteuid() != 0:
        raise Trouble("only root can start notebooks for several users: run this with sudo")
    if sys.platform != "linux":
        raise Trouble("this hub needs Linux: users, Unix sockets that know them, util-linux")
    if shutil.which(settings.proxy) is None:
        raise Trouble(f"{settings.proxy} is not there: npm install -g configurable-http-proxy")
    for name in (*settings.instructors, *settings.students):
        if not exists(name) and not settings.make_users:
            raise Trouble(f"there is no user {name}: make it, or say make_users = true")


def readable(settings: Settings) -> None:
    """Raise Trouble when ordinary users cannot run this Python or read the project."""
    code = "import jupyterhub.singleuser, nbgrader, labsim, grading.course"
    done = as_user(settings, SERVICE_USER, [settings.python, "-c", code], must=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Trouble(
            f"ordinary users cannot run {settings.python} with jupyterhub, nbgrader and labsim: "
            f"{last}. Put environment and project where everybody may read, as /opt/labsim"
        )


def exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


# steps ----------------------------------------------------------------------------------------
def make_user(name: str, *options: str) -> None:
    """Make a user whose password is locked; one that is there stays as it is."""
    if exists(name):
        home = Path(pwd.getpwnam(name).pw_dir)
        open_ = home.is_dir() and home.stat().st_mode & 0o077
        hint = f"; others can look into {home}: chmod 700 it" if open_ else ""
        say(f"user {name}: there already, not touched{hint}")
        return
    run(["useradd", "-K", "HOME_MODE=0700", "-K", "UMASK=077", *options, name])
    say(f"user {name}: made, password locked")


def make_folder(path: Path, owner: str, mode: int) -> None:
    """Make a folder; one that is there gets its owner and mode back."""
    new = not path.is_dir()
    path.mkdir(parents=True, exist_ok=True)
    entry = pwd.getpwnam(owner)
    os.chown(path, entry.pw_uid, entry.pw_gid)
    path.chmod(mode)
    say(f"folder {path} ({owner}, {mode:o}): {'made' if new else 'there already'}")


def write(path: Path, text: str, owner: str = "root", mode: int = 0o644) -> None:
    """Write a file, whole or not at all; say whether it has changed."""
    old = path.read_text(encoding="utf-8") if path.exists() else None
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as out:
        out.write(text)
    entry = pwd.getpwnam(owner)
    os.chown(fresh, entry.pw_uid, entry.pw_gid)
    fresh.chmod(mode)
    fresh.replace(path)
    said = "as it was" if old == text else "written" if old is None else "brought up to date"
    say(f"file {path}: {said}")


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"{' '.join(command)} fails: {done.stderr.strip()}")


def as_user(
    settings: Settings, user: str, command: list[str], must: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a command as a user, with nothing of root's environment but the path to the project."""
    entry = pwd.getpwnam(user)
    env = {"HOME": entry.pw_dir, "USER": user, "PATH": f"{settings.bin}:{os.defpath}"}
    env |= {k: os.environ[k] for k in ("PYTHONPATH",) if k in os.environ}
    groups = [g.gr_gid for g in grp.getgrall() if user in g.gr_mem]
    done = subprocess.run(
        command, env=env, cwd="/", capture_output=True, text=True,
        user=entry.pw_uid, group=entry.pw_gid, extra_groups=groups, umask=0o077,
    )  # fmt: skip
    if must and done.returncode:
        raise Trouble(f"as {user}: {(done.stderr.strip().splitlines() or ['it fails'])[-1]}")
    return done


def make_course(settings: Settings) -> str:
    """Make or refresh the course as its owner; return the sealing key of its service."""
    words = [str(settings.course_dir), settings.course, str(settings.socket), *settings.sealed]
    done = as_user(settings, settings.owner, [settings.python, "-c", INIT, *words])
    sealed = ", ".join(settings.sealed) or "none"
    say(f"course {settings.course} in {settings.course_dir}: ready; sealed labs: {sealed}")
    return done.stdout.strip().splitlines()[-1]


def make_service(settings: Settings, key: str) -> None:
    """Give the measurement service its key and its settings; nobody else can read them."""
    write(settings.service_dir / "key", key + "\n", SERVICE_USER, 0o600)
    rows = {
        "course": settings.course, "state": str(settings.service_dir / "state"),
        "key": str(settings.service_dir / "key"), "socket": str(settings.socket),
        "instructors": list(settings.instructors), "labs": list(settings.sealed),
    }  # fmt: skip
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in rows.items())
    write(settings.service_config, text, SERVICE_USER, 0o600)


def make_config(settings: Settings) -> None:
    """Write what every notebook server reads: exchange, kernels, and what students do not need."""
    values = {"exchange": str(settings.exchange), "course": settings.course}
    write(settings.config / "all" / "nbgrader_config.py", NBGRADER.format(**values))
    write(settings.config / "all" / "jupyter_server_config.py", SERVER)
    hidden = {f"@jupyter/nbgrader:{name}": True for name in HIDDEN}
    page = json.dumps({"disabledExtensions": hidden}, indent=1) + "\n"
    write(settings.config / "students" / "labconfig" / "page_config.json", page)


def setup(settings: Settings) -> None:
    """Make everything a hub needs that is not there yet."""
    check(settings)
    make_user(SERVICE_USER, "--system", "--shell", "/usr/sbin/nologin", "--home-dir",
              str(settings.service_dir), "--no-create-home")  # fmt: skip
    readable(settings)
    for name in (*settings.instructors, *settings.students):
        make_user(name, "--create-home", "--shell", "/bin/bash")
    for folder in ("", "courses", "config", "config/all", "config/students",
                   "config/students/labconfig"):  # fmt: skip
        make_folder(settings.home / folder, "root", 0o755)
    make_folder(settings.home / "hub", "root", 0o700)
    # Everybody writes there; sticky, or anybody could put an exchange of their own in its place.
    make_folder(settings.exchange, "root", 0o1777)
    make_folder(settings.service_dir, SERVICE_USER, 0o700)
    make_folder(settings.socket.parent, SERVICE_USER, 0o755)
    make_folder(settings.course_dir, settings.owner, 0o700)
    make_folder(settings.exchange / settings.course, settings.owner, 0o755)
    make_service(settings, make_course(settings))
    make_config(settings)


def start(settings: Settings, file: Path) -> None:
    """Become JupyterHub."""
    command = [settings.python, "-m", "jupyterhub", "-f", str(HERE / "jupyterhub_config.py")]
    say(f"the hub is at http://{settings.address}:{settings.port} from now on; Ctrl-C ends it")
    os.environ["LABSIM_HUB"] = str(file)
    os.environ["PATH"] = f"{settings.bin}:{os.environ.get('PATH', os.defpath)}"
    os.chdir(settings.home / "hub")
    os.execv(settings.python, command)


def main(words: list[str]) -> int:
    if len(words) != 2 or words[0] not in ("check", "setup", "up"):
        print("usage: hub.py check|setup|up hub.toml", file=sys.stderr)
        return 2
    try:
        file = Path(words[1]).resolve()
        settings = Settings.read(file)
        if words[0] == "check":
            check(settings)
            say("this machine can be the hub")
            return 0
        setup(settings)
        if words[0] == "up":
            start(settings, file)
    except Trouble as trouble:
        print(f"hub: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
