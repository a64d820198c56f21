"""One course, worked and graded once, for all tests that look at the result."""

from __future__ import annotations

from pathlib import Path

import pytest
from classroom import Classroom, build, whole_round


@pytest.fixture(scope="session")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """Return a course after the whole round of nbgrader, with good and bad submissions."""
    root = tmp_path_factory.mktemp("course")
    room = build(Path(root))
    whole_round(room)
    return room
