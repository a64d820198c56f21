"""labsim: a troubleshooting school for industrial technicians.

A machine is defined once; it is drawn, simulated, broken, probed, diagnosed and graded from that.
Names load when they are first used, so that `import labsim` is quick.
"""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["Lab", "LabsimError", "coach", "lab", "labs", "open_lab"]

_HOME = {
    "Lab": "labsim.course",
    "LabsimError": "labsim.core.errors",
    "lab": "labsim.course",
    "labs": "labsim.course",
    "open_lab": "labsim.study.opening",
}
_MODULES = ("coach",)


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"labsim.{name}")
    if name not in _HOME:
        raise AttributeError(f"labsim has no {name}; it has {', '.join(__all__)}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
