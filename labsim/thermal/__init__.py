"""Thermography: what an infrared camera sees of a warm joint, and what that is worth."""

from __future__ import annotations

from labsim.core.lazy import lazy

# name: the module it lives in
_WHERE = {
    "Grade": "severity",
    "Row": "sheet",
    "Thermogram": "thermogram",
    "apparent": "radiometry",
    "at_load": "severity",
    "corrected": "radiometry",
    "grade": "severity",
    "joint_watts": "joints",
    "read_sheet": "sheet",
    "rise_after": "joints",
    "seen_at": "radiometry",
    "settled_rise": "joints",
    "write_sheet": "sheet",
}

__all__ = list(_WHERE)
__getattr__, __dir__ = lazy(__name__, _WHERE)
