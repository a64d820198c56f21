"""Rubrics for cells that a person marks: anchored levels, shown to apprentice and instructor."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError, unknown

__all__ = ["load", "markdown"]

FILE = Path(__file__).with_name("rubrics.toml")


@cache
def load() -> dict[str, dict[str, Any]]:
    """Return all rubrics by name, checked: every criterion has a title and at least two levels."""
    rubrics = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for name, rubric in rubrics.items():
        for criterion in rubric.get("criteria", ()):
            if len(criterion.get("levels", ())) < 2 or not criterion.get("title"):
                raise LabsimError(f"{FILE.name}, {name}: a criterion needs a title and two levels")
        if not rubric.get("title") or not rubric.get("criteria"):
            raise LabsimError(f"{FILE.name}, {name}: a rubric needs a title and criteria")
    return rubrics


def markdown(name: str, points: float) -> str:
    """Return the rubric as a table: one row a criterion, its levels with their points."""
    if name not in load():
        raise unknown(FILE.name, "rubric", name, load())
    rubric = load()[name]
    share = points / len(rubric["criteria"])
    lines = [f"**How this is marked: {rubric['title'].lower()}, {points:g} points**", ""]
    for criterion in rubric["criteria"]:
        top = len(criterion["levels"]) - 1
        lines += [f"*{criterion['title']}*", ""]
        lines += [
            f"* {round(share * level / top, 2):g}: {text}"
            for level, text in enumerate(criterion["levels"])
        ]
        lines.append("")
    return "\n".join(lines).rstrip()
