"""The class at the command line: gather it with a progress bar, show it as text or as a page."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grading import autograde, classpage, classtext, comments, gradebook
from grading import course as courses
from grading.classview import view
from grading.cohort import Cohort, Tell, gather
from labsim.core.errors import unknown

__all__ = ["main"]


def main(
    labs: Sequence[str] = (), html: Path | None = None, jobs: int | None = None,
    root: Path | None = None,
) -> str:  # fmt: skip
    """Return the class as text, or say which page was written; LabsimError as `gather`."""
    home = root or autograde.home()
    book = gradebook.find(home / "gradebook.db")
    with _progress() as tell:
        cohort = gather(home, courses.name_of(home), book, tell, jobs)
    for lab in labs:
        if lab not in cohort.labs:
            raise unknown("the gradebook", "lab", lab, cohort.labs)
    if labs:
        cohort = replace(
            cohort, handed_in=[h for h in cohort.handed_in if h.lab.partition("/")[0] in labs]
        )
    shown = view(cohort)
    if html is None:
        return classtext.text(shown)
    phrases = comments.phrases(gradebook.comments(book))
    ways = _ways(home, cohort, html.resolve().parent)
    html.write_text(classpage.html(shown, phrases, ways), encoding="utf-8")
    return f"Written: {html}"


def _ways(home: Path, cohort: Cohort, start: Path) -> dict[tuple[str, str], str]:
    """Return the feedback pages there are, as addresses from where the class page lies."""
    found = {}
    for each in cohort.handed_in:
        folder = home / "feedback" / each.student / each.lab
        for page in sorted(folder.glob("*.html"))[:1]:
            found[each.student, each.lab] = quote(os.path.relpath(page, start))
    return found


@contextmanager
def _progress() -> Iterator[Tell]:
    """Show on stderr how far the reading of hand-ins is; nothing when all of it is known."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("hand-ins read"),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        job = bar.add_task("", total=None, visible=False)
        yield lambda done, of: bar.update(job, completed=done, total=of, visible=True)
