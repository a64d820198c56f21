"""JupyterLab in headless Chromium: what screenshots, tests and the click benchmark drive.

Needs playwright and a Chromium; neither is needed to use the workbench.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError

__all__ = ["browser", "command", "notebook", "open_notebook", "server", "shut_down"]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-default-apps", "--no-first-run",
    "--disable-features=Translate,MediaRouter,OptimizationHints",
)  # fmt: skip
START = 60.0  # s, the longest JupyterLab may take to answer
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a TCP port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def server(folder: Path, home: Path, **more: str) -> Iterator[str]:
    """Run JupyterLab on a folder with a home of its own; yield its address.

    `more` is put into its environment: LABSIM_STUDENT="robin" opens the lab as somebody.
    """
    port = free_port()
    options = [
        "--no-browser", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.open_browser=False",
        f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    _settings(home)
    log = (home / "jupyterlab.log").open("wb")
    command = [sys.executable, "-m", "jupyterlab", *options]
    env = _environment(home) | more
    process = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=folder)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, home / "jupyterlab.log")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _environment(home: Path) -> dict[str, str]:
    """Return an environment in which nothing of the user's own is read or written."""
    env = {**os.environ, "HOME": str(home), "JUPYTER_PLATFORM_DIRS": "1"}
    for name in ("CONFIG", "DATA", "RUNTIME"):
        env[f"JUPYTER_{name}_DIR"] = str(home / name.lower())
    env |= {"IPYTHONDIR": str(home / "ipython"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings")}
    env |= {"JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), env.get("PYTHONPATH", "")]))
    return env


def _settings(home: Path) -> None:
    """Set JupyterLab as labsim's installation does, and spare the pictures its news."""
    place = home / "config" / "labconfig"
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(__file__).parent / "jupyter" / "default_setting_overrides.json", place)
    place = home / "settings" / "@jupyterlab" / "apputils-extension"
    place.mkdir(parents=True, exist_ok=True)
    text = '{"fetchNews": "false", "checkForUpdates": false}'
    (place / "notification.jupyterlab-settings").write_text(text, encoding="utf-8")


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    tail = log.read_text(errors="replace").splitlines()[-5:]
    raise LabsimError("JupyterLab does not start: " + " / ".join(tail))


@contextmanager
def browser(path: str | None = None) -> Iterator[Any]:
    """Start Chromium without a window; `path` names another than the one found."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise LabsimError("playwright is missing: pip install playwright") from error
    found = path or os.environ.get("LABSIM_CHROMIUM")
    found = found or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        raise LabsimError("no Chromium found: install chromium")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=found, args=list(QUIET))
        yield chromium
        chromium.close()


def notebook(path: Path, cells: Sequence[str]) -> Path:
    """Write a notebook with these code cells."""
    import nbformat.v4 as v4

    made = v4.new_notebook(cells=[v4.new_code_cell(text) for text in cells])
    made.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def open_notebook(page: Any, address: str, name: str, dark: bool = False) -> None:
    """Open a notebook, run all its cells and wait for the workbench."""
    page.goto(f"{address}/lab/tree/{name}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    theme = "JupyterLab Dark" if dark else "JupyterLab Light"
    command(page, "apputils:change-theme", {"theme": theme})
    command(page, "application:toggle-left-area")
    wait_for_kernel(page)
    command(page, "notebook:run-all-cells")
    wait_for_bench(page)


def wait_for_kernel(page: Any) -> None:
    """Wait until the kernel of the notebook in front answers."""
    answers = page.evaluate(
        """async (longest) => {
        const pause = (ms) => new Promise((done) => setTimeout(done, ms));
        const end = Date.now() + longest;
        while (Date.now() < end) {
            const panel = window.jupyterapp?.shell.currentWidget;
            const kernel = panel?.sessionContext?.session?.kernel;
            if (kernel?.connectionStatus === "connected") {
                const info = kernel.requestKernelInfo().catch(() => null);
                const reply = await Promise.race([info, pause(5000)]);
                if (reply && kernel.status === "idle") return true;
            }
            await pause(100);
        }
        return false;
        }""",
        1000 * START,
    )
    if not answers:
        raise LabsimError("the kernel of the notebook does not answer")


def wait_for_bench(page: Any) -> None:
    """Wait for the workbench; LabsimError with the last line of a cell that fails instead."""
    failed = (
        ".jp-OutputArea-output[data-mime-type*=error], .jp-RenderedText[data-mime-type*=stderr]"
    )
    page.wait_for_selector(f".ls-bench .ls-frame, {failed}", timeout=60_000)
    if not page.locator(".ls-bench .ls-frame").count():
        text = page.locator(failed).first.inner_text().strip()
        raise LabsimError(f"a cell fails: {text.splitlines()[-1]}")


def command(page: Any, name: str, given: dict[str, Any] | None = None) -> None:
    """Start a command of JupyterLab; it may go on after this returns."""
    script = "([name, given]) => void window.jupyterapp.commands.execute(name, given)"
    page.evaluate(script, [name, given or {}])


def shut_down(page: Any) -> None:
    """Stop the kernel of the notebook in front, so that it takes no more memory."""
    page.evaluate(
        """async () => {
        const panel = window.jupyterapp.shell.currentWidget;
        await panel?.sessionContext?.shutdown();
        }"""
    )
