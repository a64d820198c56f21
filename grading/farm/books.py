"""Done once, what nbgrader does a dozen times in a submission: opening books, trusting schemas."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft4Validator
from nbgrader import api

__all__ = ["share", "trust"]


def share() -> None:
    """Have gradebooks of this process put their SQL together once, not each its own.

    A gradebook that is closed leaves no connection open. Whether the tables are there is looked at
    once, too: nbgrader makes them when the assignment is generated.
    """
    if not hasattr(api.create_engine, "cache_info"):
        api.create_engine = cache(api.create_engine)
        api.Base.metadata.create_all = cache(api.Base.metadata.create_all)


def trust() -> None:
    """Have schemas taken for sound: they come with nbgrader, which checks its own at every cell."""
    Draft4Validator.check_schema = classmethod(_sound)


def _sound(kind: type, schema: Any, **_: Any) -> None:
    """Find nothing wrong."""
