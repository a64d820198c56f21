"""Which labs can be sealed: those whose text asks of the machine only what a bench tells."""

from __future__ import annotations

from typing import Any

__all__ = ["OPEN", "refusal"]

# Labs whose notebook looks into the machine beside the bench, in this process. A hub opens them as
# a laptop does, and the bench says "practice".
OPEN = {
    "SCA-01": "journal and trends are read from the hall itself, not through the bench",
    "VIB-01": "the book of records takes them anew from the machine",
    "VIB-02": "the months before are read from the machine's own history",
    "VIB-04": "the twelve weeks of the run are drawn from the bearing that is hidden",
}


def refusal(lab: Any) -> str:
    """Say why a lab cannot be sealed; nothing if it can."""
    if lab.kind == "exam":
        return "an exam draws its papers in the notebook"
    return OPEN.get(lab.id, "")
