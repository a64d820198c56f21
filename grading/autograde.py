"""Grading from the shell: nbgrader's own autograde, lab by lab, in the course directory."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsim import store
from labsim.core.errors import LabsimError, unknown

if TYPE_CHECKING:
    from grading.kernels.provisioner import Mother

__all__ = ["grade", "home"]

CONFIG = "nbgrader_config.py"
INTERRUPTED = 130  # what a shell calls the end by Ctrl-C
# What libraries load for what is not asked here, and do without where it is not installed:
NOT_ASKED = (
    "rfc3987_syntax",  # of jsonschema, the grammar of internationalised addresses: a second
    "schemdraw.backends.mpl",  # matplotlib, 0.4 s; sheets are drawn as SVG
)


def home() -> Path:
    """Return the course directory: the working directory, its `grading`, or the project's."""
    for place in (Path(), Path("grading"), Path(__file__).parent):
        if (place / CONFIG).is_file() and (place / "source").is_dir():
            return place.resolve()
    raise LabsimError("there is no course here: run `labsim course init` first")


def grade(labs: Sequence[str], **options: Any) -> None:
    """Autograde what was collected for these labs; LabsimError when that fails for somebody."""
    place = home()
    _known(place, labs)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # a process for each processor: threads would only wait
    for name in NOT_ASKED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    try:
        with _in_words(), _kernels(place) as mother:  # she loads hers while we load nbgrader
            from grading.farm import run

            failed = run.run(place, labs, run.Options(**options), mother)
    except KeyboardInterrupt:
        print("labsim: stopped; run it again, and it goes on", file=sys.stderr)
        sys.exit(INTERRUPTED)
    names = [f"{done.student} ({lab})" for lab, some in failed.items() for done in some]
    if names:
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        raise LabsimError(f"not graded: {', '.join(names[:5])}{more}; logs in {place}/.labsim/logs")


def _known(course: Path, labs: Sequence[str]) -> None:
    known = sorted(path.name for path in (course / "source").iterdir() if path.is_dir())
    for lab in labs:
        if lab not in known:
            raise unknown("The course", "lab", lab, known)


@contextmanager
def _in_words() -> Iterator[None]:
    """Say what disk and gradebook have to complain of as a sentence; what is unknown stays."""
    from grading.farm.words import known

    try:
        yield
    except Exception as error:
        if isinstance(error, LabsimError) or not (why := known(str(error))):
            raise
        raise LabsimError(why) from error


@contextmanager
def _kernels(course: Path) -> Iterator[Mother | None]:
    """Have kernels come from a warm mother, where the system can fork safely."""
    from grading.kernels.lifeline import LINUX
    from grading.kernels.provisioner import use_mother

    if not LINUX:
        print("Kernels are started one by one on this system: slower, the same marks.")
        yield None
        return
    root = course.parent
    os.environ["LABSIM_CACHE"] = str(store.folder() or "off")
    with use_mother(str(root / "notebooks") if (root / "scenarios").is_dir() else "") as mother:
        yield mother
