"""Errors that say what was asked, what exists, and the nearest match."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable

__all__ = ["LabsimError", "nearest", "unknown"]


class LabsimError(ValueError):
    """Something asked of labsim cannot be done; the text says what can."""


def nearest(asked: object, existing: Iterable[object]) -> str | None:
    """Return the existing name most like the asked one, or None when nothing is like it.

    Of numbers the nearest is the nearest in size, not in spelling: to 100 that is 60, not 10.
    """
    existing = list(existing)
    sizes = [_number(name) for name in (asked, *existing)]
    if existing and not any(map(math.isnan, sizes)):
        return str(min(existing, key=lambda name: abs(_number(name) - sizes[0])))
    names = {str(name).casefold(): str(name) for name in existing}
    found = difflib.get_close_matches(str(asked).casefold(), list(names), n=1, cutoff=0.4)
    return names[found[0]] if found else None


def _number(name: object) -> float:
    try:
        return float(str(name))
    except ValueError:
        return math.nan


def unknown(owner: str, kind: str, asked: object, existing: Iterable[object]) -> LabsimError:
    """Build the error "K1 has no terminal 33; it has A1, A2, 13, 14"."""
    names = [str(name) for name in existing]
    listed = ", ".join(names[:40]) + (", …" if len(names) > 40 else "") or "none"
    text = f"{owner} has no {kind} {asked}; it has {listed}"
    like = nearest(asked, names)
    return LabsimError(f"{text}. Nearest: {like}" if like and len(names) > 1 else text)
