"""One course, worked and graded once, for all tests that look at the result."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from classroom import Classroom, build, whole_round

try:
    import fcntl
except ImportError:  # Windows: nbgrader's exchange does not run there either
    fcntl = None


@pytest.fixture(scope="session")
def classroom(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Classroom:
    """Return a course after the whole round of nbgrader, with good and bad submissions.

    Test processes that run side by side share it: the first one makes it, the others wait.
    """
    if fcntl is None:
        pytest.skip("nbgrader's exchange needs a POSIX system")
    if worker_id == "master":
        return ready(tmp_path_factory.mktemp("classroom"))
    shared = tmp_path_factory.getbasetemp().parent / "classroom"
    with open(shared.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shared.mkdir(exist_ok=True)
        return ready(shared)


def ready(root: Path) -> Classroom:
    """Return the classroom in a directory, made now or by another process."""
    state = root / "state.pickle"
    if state.exists():
        return pickle.loads(state.read_bytes())
    if any(root.iterdir()):
        pytest.fail("another test process could not make the classroom; it says why")
    room = build(root)
    whole_round(room)
    state.write_bytes(pickle.dumps(room))
    return room
