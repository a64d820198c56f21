"""Study toward certificates: item generators, exam forms, practice that comes back in time.

`form("cmrt", seed)` draws a mock exam, `sitting` sits it, `practice` asks what is due.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# name: the module it lives in; loaded when it is asked for, so that `import labsim` stays quick
_WHERE = {
    "Item": "item",
    "Form": "form",
    "form": "form",
    "blueprint": "blueprint",
    "generators": "bank",
    "Progress": "progress",
    "Sitting": "sitting",
    "report": "report",
    "Practice": "practice",
    "statistics": "statistics",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"labsim.study has no {name}; it has {', '.join(_WHERE)}")
    return getattr(import_module(f"labsim.study.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
