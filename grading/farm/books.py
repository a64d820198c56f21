"""One engine for all the times nbgrader opens its gradebook, a dozen in a submission."""

from __future__ import annotations

from functools import cache

from nbgrader import api

__all__ = ["share"]


def share() -> None:
    """Have gradebooks of this process put their SQL together once, not each its own.

    A gradebook that is closed leaves no connection open. Whether the tables are there is looked at
    once, too: nbgrader makes them when the assignment is generated.
    """
    if not hasattr(api.create_engine, "cache_info"):
        api.create_engine = cache(api.create_engine)
        api.Base.metadata.create_all = cache(api.Base.metadata.create_all)
