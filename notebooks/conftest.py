"""`pytest --nbval-lax notebooks`: every cell runs, records lie apart, running is no work."""

import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

_KEPT = tempfile.TemporaryDirectory(prefix="labsim-records-")
WHO = "ann"


def _records(book: Path) -> Path:
    return Path(_KEPT.name) / book.stem


class LeavesNoMark(pytest.Item):
    """After its last cell: running the page was no work at the bench, and nothing is left of it."""

    def runtest(self) -> None:
        from grading.course import lab_of
        from labsim.attempt import Attempt

        book = self.parent.path
        left = {path.name for path in _records(book).iterdir()}
        if book.parent == Path(__file__).parent:  # the door opens no bench
            assert not left
        else:
            lab = lab_of(book)
            record = _records(book) / f"{lab}.attempt.jsonl"
            assert not Attempt.load(record).worked, "running the page is no work at the bench"
            assert all(name.startswith(f"{lab}.") for name in left), "only records of the lab"
        assert {path.name for path in book.parent.iterdir()} == self.parent.beside, "something lies"

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.parent.path, None, f"{self.parent.path.stem}: leaves no mark"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the look at what is left behind the last cell of each notebook."""
    told = []
    for file, cells in groupby(list(items), lambda item: item.parent):
        told += cells
        if hasattr(file, "nb"):  # what nbval collects
            told.append(LeavesNoMark.from_parent(file, name="leaves no mark"))
    items[:] = told


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Have a notebook's kernel, which its first cell starts, keep its records apart."""
    file = item.parent
    with pytest.MonkeyPatch.context() as patch:
        if getattr(file, "nb", None) is not None and file.kernel is None:
            _records(file.path).mkdir()
            file.beside = {path.name for path in file.path.parent.iterdir()}
            patch.setenv("LABSIM_RECORDS", str(_records(file.path)))
            patch.setenv("LABSIM_STUDENT", WHO)
        return (yield)


def pytest_unconfigure() -> None:
    _KEPT.cleanup()
