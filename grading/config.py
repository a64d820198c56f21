"""The configuration every labsim course shares; a course's nbgrader_config.py calls `configure`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader import preprocessors as stock

from grading import (
    cleaning,
    collecting,
    disarm,
    feedback,
    intake,
    release,
    running,
    scoring,
)

__all__ = ["configure"]

HERE = Path(__file__).resolve().parent
SHOWN = [
    "text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/latex",
    "text/plain",
]  # fmt: skip


def configure(c: Any, root: str | Path, course: str) -> None:
    """Set up nbgrader for a course in the directory `root`."""
    root = Path(root).resolve()
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = course
    c.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db?timeout=60"
    c.ExchangeFactory.collect = collecting.Collect
    c.DataTypeFilter.display_data_priority = SHOWN
    c.Autograde.pre_convert_hook = intake.hook(root)
    _release(c)
    _marking(c)
    _feedback(c)


def _release(c: Any) -> None:
    c.GenerateAssignment.preprocessors = [
        stock.IncludeHeaderFooter,
        release.ShowRubrics,
        stock.LockCells,
        release.KeepAsWritten,
        stock.ClearOutput,
        stock.CheckCellMetadata,
        stock.ComputeChecksums,
        stock.SaveCells,
        stock.ClearHiddenTests,
        stock.ClearMarkScheme,
        stock.ComputeChecksums,
        stock.CheckCellMetadata,
    ]


def _marking(c: Any) -> None:
    c.Autograde.exporter_class = cleaning.SubmittedNotebook
    c.SubmittedNotebook.optimistic_validation = True  # at the end of all steps, not after each
    c.Autograde.sanitize_preprocessors = [
        stock.ClearOutput,
        stock.OverwriteKernelspec,
        cleaning.RestoreCells,
        stock.CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        scoring.ReadWork,
        running.RunNotebook,
        stock.IgnorePattern,
        stock.LimitOutput,
        disarm.Disarm,
        scoring.Score,
        scoring.SaveMarks,
        stock.AssignLatePenalties,
        stock.CheckCellMetadata,
    ]
    c.Execute.shutdown_kernel = "immediate"  # the kernel holds nothing worth a clean goodbye
    c.Execute.timeout = 60


def _feedback(c: Any) -> None:
    c.GenerateFeedback.exporter_class = feedback.FeedbackPage
    c.FeedbackPage.template_name = "labsim-feedback"
    c.FeedbackPage.extra_template_basedirs = [str(HERE / "templates")]
    c.GenerateFeedback.preprocessors = [
        stock.GetGrades,
        feedback.HideTests,
        stock.ClearMarkScheme,
        feedback.Titles,
        feedback.DrawFormulas,
        CSSHTMLHeaderPreprocessor,
    ]
