"""One measurement service for the tests that only talk to it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Service, running

from labsim.service import peers

ME = peers.name_of(os.getuid())


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """Run a service that seals ELE-03, where every user can reach its socket."""
    if why := peers.possible():
        pytest.skip(why)
    with (
        tempfile.TemporaryDirectory(prefix="labsim-service-") as folder,
        running(Path(folder) / "hub", labs=["ELE-03"], instructors=[ME]) as found,
    ):
        Path(folder).chmod(0o755)
        yield found


@pytest.fixture
def on_hub(service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Service:
    """Work in a notebook on the hub of the service."""
    monkeypatch.setenv("LABSIM_SERVICE", str(service.socket))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.chdir(tmp_path)
    return service
