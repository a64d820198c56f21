"""What a hub is told, and what it refuses before it touches anything."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HUB = ROOT / "deploy" / "jupyterhub"
made = runpy.run_path(str(HUB / "hub.py"))
Settings, Trouble = made["Settings"], made["Trouble"]


def test_the_example_is_sound() -> None:
    found = Settings.read(HUB / "hub.toml")
    assert (found.owner, found.course) == ("inst", "maint")
    assert not found.make_users
    assert found.authenticator == "pam"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('colour = "red"', "colour, which is no setting"),
        ('authenticator = "dummy"', "only with a password"),
        ('authenticator = "dummy"\npassword = "x"\naddress = "0.0.0.0"', "127.0.0.1"),
        ('authenticator = "none"', "pam"), ('students = ["inst"]', "instructor and student"),
        ('students = ["root"]', "cannot be a user"), ('students = ["a b"]', "cannot be a user"),
        ('course = "../x"', "no name for a course"), ("instructors = []", "has an instructor"),
        ("course =", "hub.toml"),
    ],
)  # fmt: skip
def test_what_would_not_do_is_refused_in_a_sentence(tmp_path: Path, more: str, said: str) -> None:
    given = {"course": 'course = "c"', "instructors": 'instructors = ["inst"]',
             "students": 'students = ["ann"]'}  # fmt: skip
    rows = [line for name, line in given.items() if not more.startswith(name)]
    (tmp_path / "hub.toml").write_text("\n".join([*rows, more]))
    with pytest.raises(Trouble, match=said):
        Settings.read(tmp_path / "hub.toml")


def test_the_command_says_how_it_is_used_and_what_is_wrong(tmp_path: Path) -> None:
    def hub(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(HUB / "hub.py"), *words]
        return subprocess.run(command, capture_output=True, text=True)

    assert hub().returncode == 2
    assert "check|setup|up" in hub("down", "x").stderr
    (tmp_path / "hub.toml").write_text((HUB / "hub.toml").read_text() + 'proxy = "no-such-proxy"\n')
    done = hub("check", str(tmp_path / "hub.toml"))
    assert done.returncode == 1
    assert done.stderr.startswith("hub: ")
    assert len(done.stderr.splitlines()) == 1
