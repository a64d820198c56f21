"""Vibration: machine trains that shake as physics says, and an analyser that reads them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# name: the module it lives in; loaded when it is asked for, so that `import labsim` stays quick
_WHERE = {
    "Record": "record",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"labsim.vibration has no {name}; it has {', '.join(_WHERE)}")
    return getattr(import_module(f"labsim.vibration.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
