"""What went wrong with disk or gradebook, in words that say what to do."""

from __future__ import annotations

__all__ = ["known", "understood"]

KNOWN = {
    "no space left": "the disk is full: make room, and run this again",
    "disk is full": "the disk is full: make room, and run this again",
    "disk quota": "the disk quota is used up: make room, and run this again",
    "database is locked": "another program holds the gradebook: close it, and run this again",
    "readonly database": "the gradebook may not be written: look at its owner and mode",
    "unable to open database": "the gradebook cannot be opened: look at owner and mode of its "
    "folder",
}


def known(error: str) -> str:
    """Return what an instructor can do about an error; nothing when it is another."""
    return next((why for sign, why in KNOWN.items() if sign in error.lower()), "")


def understood(error: str) -> str:
    """Say what an instructor can do about an error; as it is when nothing is known of it."""
    return known(error) or error
