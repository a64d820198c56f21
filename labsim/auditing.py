"""The audit at the command line: which labs, progress, a table in the terminal, a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

import labsim
from grading.examproof import exams
from grading.leaks import leaks
from labsim import scenario
from labsim.coach.audit import Report, audit
from labsim.coach.audit.page import page
from labsim.course import Lab

__all__ = ["chosen", "examine", "show", "write"]


def chosen(names: Iterable[str]) -> list[Lab]:
    """Return labs by id or by the path of a scenario file; all if none is named."""
    found = [
        Lab(scenario.load(name)) if name.endswith(".toml") else labsim.lab(name) for name in names
    ]
    return found or labsim.labs()


def examine(labs: Sequence[Lab], sample: int, seeds: int) -> list[Report]:
    """Audit labs with a progress bar on stderr."""
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        job = bar.add_task("", total=1.0)
        tell = lambda text, share: bar.update(job, description=text, completed=share)  # noqa: E731
        return audit(labs, sample=sample, seeds=seeds, progress=tell, more=(leaks, exams))


def show(reports: list[Report]) -> None:
    """Print the findings as tables, and at the end what fails, or that nothing does."""
    console = Console()
    for report in reports:
        verdict = "passes" if report.passed else "does not pass"
        title = f"{report.lab} {report.title}: {verdict}"
        table = Table("", "what", "found", title=title, title_justify="left")
        for finding in report.findings:
            table.add_row("✓" if finding.holds else "✗", finding.what, finding.text)
        console.print(table, markup=False)
    for report in reports:
        for sentence in report.failed or ["passes."]:
            sign = "✗ " if report.failed else ""
            console.print(f"{sign}{report.lab} {sentence}", markup=False, highlight=False)


def write(reports: list[Any], file: Path) -> None:
    """Write the page for people."""
    file.write_text(page(reports), encoding="utf-8")
