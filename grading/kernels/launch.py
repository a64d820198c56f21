"""Start a program in the sandbox: `python -m grading.kernels.launch POLICY -- PROGRAM …`.

This is the way for a kernel that nbgrader starts itself, without the warm mother: formgrader's
button, `nbgrader autograde`. POLICY is JSON, the fields of `policy.Policy`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from grading.kernels import sandbox
from grading.kernels.policy import Policy, clean

__all__ = ["command", "main", "policy_of"]


def command(policy: Policy, program: list[str]) -> list[str]:
    """Return the command that starts a program in the sandbox.

    -P: what lies in the working directory must not be taken for a module of ours.
    """
    text = json.dumps(asdict(policy), default=str)
    return [sys.executable, "-P", "-m", "grading.kernels.launch", text, "--", *program]


def policy_of(text: str) -> Policy:
    """Read a policy from JSON."""
    fields = json.loads(text)
    fields |= {name: Path(fields[name]) for name in ("workdir", "scratch")}
    return Policy(**fields | {"read_only": tuple(map(Path, fields.get("read_only", ())))})


def _probe() -> None:
    """Enter once and leave; the exit status tells whether it went well."""
    with tempfile.TemporaryDirectory(prefix="labsim-") as folder:
        work = Path(folder, "work")
        work.mkdir()
        child = os.fork()
        if child == 0:
            try:
                sandbox.enter(Policy(work, Path(folder), wall_seconds=20))
            except sandbox.Unavailable as error:
                print(error, file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def main(words: list[str]) -> None:
    if words == ["--probe"]:
        _probe()
    text, _, *program = words
    sandbox.enter(policy_of(text))
    # Under nohup or cron interrupts are ignored, and a cell without end could not be stopped.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execve(program[0], program, clean(os.environ))


if __name__ == "__main__":
    main(sys.argv[1:])
