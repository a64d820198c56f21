"""One JupyterLab and one Chromium for all browser tests; a page for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from labsim.core.errors import LabsimError
from labsim.ui import browser as drive

START = "from labsim.ui import Workbench\nimport labsim\n"
numbers = count(1)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Run JupyterLab for all browser tests; yield the folder it serves, and its address."""
    folder = tmp_path_factory.mktemp("served")
    with drive.server(folder, tmp_path_factory.mktemp("home")) as address:
        yield folder, address


@pytest.fixture(scope="module")
def course(served: tuple[Path, str], request: pytest.FixtureRequest) -> Path:
    """Return the folder of a module's notebooks and their records."""
    folder = served[0] / Path(request.path).stem
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start Chromium; it is closed before other tests start theirs."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    api.expect.set_options(timeout=60_000)  # ms, for a machine with much else to do
    try:
        with drive.browser() as found:
            yield found
    except LabsimError as error:
        pytest.skip(str(error))


@pytest.fixture
def open_cells(
    served: tuple[Path, str], chromium: Any, course: Path
) -> Iterator[Callable[..., Any]]:
    """Return a function that runs cells in a notebook of its own and returns the page."""
    pages = []

    def opened(*cells: str, dark: bool = False, width: int = 1280) -> Any:
        path = drive.notebook(course / f"lab{next(numbers)}.ipynb", cells)
        page = chromium.new_page(viewport={"width": width, "height": 1200})
        page.set_default_timeout(15_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        drive.open_notebook(page, served[1], f"{course.name}/{path.name}", dark)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        assert not page.problems
        drive.shut_down(page)
        page.close()


@pytest.fixture
def bench_page(open_cells: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that shows ELE-03 with a known fault."""

    def shown(fault: str = "S0: contact 21-22 does not make", **how: Any) -> Any:
        code = f"bench = labsim.lab('ELE-03').bench({fault!r})\nWorkbench(bench)"
        return open_cells(START + code, **how)

    return shown
