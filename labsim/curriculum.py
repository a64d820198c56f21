"""The curriculum as data: tiers, skills and the labs that are planned, in teaching order."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["curriculum"]


@cache
def curriculum() -> dict[str, Any]:
    """Return what curriculum.json says: tiers, groups of skills, labs in teaching order."""
    text = resources.files("labsim").joinpath("curriculum.json").read_text(encoding="utf-8")
    return json.loads(text)
