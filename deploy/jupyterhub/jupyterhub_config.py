"""JupyterHub of one course: real users, formgrader and measurement service beside it.

Read by `hub.py up`, which says in LABSIM_HUB where its settings lie.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from settings import SERVICE_USER, Settings  # noqa: E402

c = get_config()  # noqa: F821
hub = Settings.read(Path(os.environ["LABSIM_HUB"]))
state = hub.home / "hub"
passed = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
path = {"PATH": f"{hub.bin}:{os.environ.get('PATH', os.defpath)}", **passed}
shared = path | {"LABSIM_SERVICE": str(hub.socket)}


def config_of(*folders: str) -> dict[str, str]:
    """Return where Jupyter looks for configuration besides a user's own."""
    return {"JUPYTER_CONFIG_PATH": ":".join(str(hub.config / name) for name in folders)}


# the hub itself
c.JupyterHub.bind_url = f"http://{hub.address}:{hub.port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{hub.port + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{hub.port + 2}"
c.ConfigurableHTTPProxy.command = [hub.proxy]
c.ConfigurableHTTPProxy.should_start = True
c.JupyterHub.cleanup_servers = True
c.JupyterHub.db_url = f"sqlite:///{state}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")
c.JupyterHub.authenticator_class = hub.authenticator
c.Authenticator.allowed_users = {*hub.instructors, *hub.students}
if hub.authenticator == "dummy":
    c.DummyAuthenticator.password = hub.password

# notebooks run as the Unix user who logs in: nbgrader and the measurement service go by that
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [str(hub.bin / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
c.Spawner.environment = shared | config_of("students", "all")


def before_start(spawner) -> None:
    """Let instructors see all of nbgrader."""
    if spawner.user.name in hub.instructors:
        spawner.environment = shared | config_of("all")


c.Spawner.pre_spawn_hook = before_start

# beside it: the course's formgrader, and the machines of its sealed labs
formgrader = f"formgrade-{hub.course}"
c.JupyterHub.services = [
    {
        "name": hub.course,
        "url": f"http://127.0.0.1:{hub.port + 3}",
        "command": [str(hub.bin / "jupyterhub-singleuser")],
        "user": hub.owner,
        "cwd": str(hub.course_dir),
        "environment": shared | config_of("all"),
        "oauth_no_confirm": True,
    },
    {
        "name": "bench",
        "command": [hub.python, "-m", "labsim.cli", "bench-service", str(hub.service_config)],
        "user": SERVICE_USER,
        "cwd": str(hub.service_dir),
        "environment": path | {"OPENBLAS_NUM_THREADS": "1"},
    },
]
c.JupyterHub.load_groups = {
    formgrader: {"users": list(hub.instructors)},
    f"nbgrader-{hub.course}": {"users": list(hub.students)},
}
c.JupyterHub.load_roles = [
    {
        "name": formgrader,
        "scopes": [f"access:services!service={hub.course}"],
        "groups": [formgrader],
    },
]
