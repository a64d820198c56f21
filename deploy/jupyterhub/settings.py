"""What a hub is told in its TOML file, and where everything of it lies."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

__all__ = ["SERVICE_USER", "Settings", "Trouble"]

SERVICE_USER = "labsim-bench"  # owns the machines of sealed labs, their logs and their key
NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


class Trouble(Exception):
    """Something is not as it must be; the text says what to do."""


@dataclass(frozen=True)
class Settings:
    """See hub.toml; ports that are not given follow from `port`."""

    course: str
    instructors: tuple[str, ...]
    students: tuple[str, ...]
    sealed: tuple[str, ...] = ()
    make_users: bool = False
    home: Path = Path("/srv/labsim")
    address: str = "127.0.0.1"
    port: int = 8000
    authenticator: str = "pam"
    password: str = ""  # of the dummy authenticator
    proxy: str = "configurable-http-proxy"
    python: str = sys.executable

    @classmethod
    def read(cls, path: Path) -> Settings:
        """Return the settings of a file; Trouble when there is something wrong with them."""
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise Trouble(f"{path}: {error}") from error
        known = {f.name: str(f.type) for f in fields(cls)}
        for name in given:
            if name not in known:
                raise Trouble(
                    f"{path} says {name}, which is no setting; there are {', '.join(known)}"
                )
        given |= {k: tuple(v) for k, v in given.items() if isinstance(v, list)}
        given |= {"home": Path(given.get("home", cls.home))}
        return cls(**given).checked()

    def checked(self) -> Settings:
        """Return these settings; Trouble when they contradict themselves."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", self.course):
            raise Trouble(f"{self.course!r} is no name for a course")
        if not self.instructors:
            raise Trouble("a course has an instructor")
        for name in (*self.instructors, *self.students):
            if not NAME.fullmatch(name) or name in ("root", SERVICE_USER):
                raise Trouble(f"{name!r} cannot be a user of the hub")
        both = set(self.instructors) & set(self.students)
        if both:
            raise Trouble(f"{', '.join(sorted(both))}: instructor and student at once")
        if self.authenticator not in ("pam", "dummy"):
            raise Trouble('authenticator is "pam" or "dummy"')
        if self.authenticator == "dummy" and (self.address != "127.0.0.1" or not self.password):
            raise Trouble('"dummy" lets anybody be anybody: only with a password, on 127.0.0.1')
        return self

    @property
    def owner(self) -> str:
        """The instructor who owns the course."""
        return self.instructors[0]

    @property
    def bin(self) -> Path:
        """The folder with Jupyter's commands."""
        return Path(self.python).parent

    @property
    def course_dir(self) -> Path:
        return self.home / "courses" / self.course

    @property
    def socket(self) -> Path:
        return self.home / "run" / "bench.sock"

    @property
    def service_dir(self) -> Path:
        return self.home / "service"

    @property
    def service_config(self) -> Path:
        return self.service_dir / "service.toml"

    @property
    def exchange(self) -> Path:
        return self.home / "exchange"

    @property
    def config(self) -> Path:
        return self.home / "config"
