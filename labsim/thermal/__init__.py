"""Thermography: what an infrared camera sees of a warm joint, and what that is worth."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# name: the module it lives in; loaded when it is asked for, so that `import labsim` stays quick
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


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"labsim.thermal has no {name}; it has {', '.join(_WHERE)}")
    return getattr(import_module(f"labsim.thermal.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
