"""Whose record it is: one of another lab, or of an older edition of this one, is never scored."""

from __future__ import annotations

from typing import Any

from labsim.attempt import Attempt
from labsim.core.errors import LabsimError

__all__ = ["belongs"]


def belongs(lab: Any, attempt: Attempt) -> None:
    """Raise LabsimError when a record says that it was made on another lab or another edition.

    Readings of another machine would count as false ones. A record without edition (a bench of
    `Lab.bench`) or without lab (one of a machine alone) is taken as it is.
    """
    header = attempt.header
    other = header.get("at") or header.get("lab") or lab.id  # "at": a bench of an exam
    edition = header.get("edition") or lab.edition
    if other != lab.id:
        raise LabsimError(f"this is a record of {other}, not of {lab.id}: it is not scored")
    if edition != lab.edition:
        made = header.get("version") or "an unknown release"
        raise LabsimError(
            f"this record of {lab.id} was made with labsim {made}, edition {edition}; machine or "
            f"faults have changed since (now {lab.edition}): it is not scored. Score it with the "
            "release it was made with"
        )
