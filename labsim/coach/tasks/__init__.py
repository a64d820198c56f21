"""Scorers of labs that are tasks, not diagnoses: one module a lab, named after it (`saf_01`).

A module says `MARKS` (points of each part, together 100), `judge(lab, attempt, fault_id) -> Score`
and `BOTS` (name -> (bot, lowest, highest mean score), as in labsim.coach.bots). The fault id is of
what the seed put into the apprentice's own machine. A task without a module has no bench to score.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

__all__ = ["of"]


def of(lab: Any) -> ModuleType | None:
    """Return the scorer of a task, None for a diagnosis or a task with questions only."""
    if lab.kind != "task":
        return None
    name = f"{__name__}.{lab.id.lower().replace('-', '_')}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
