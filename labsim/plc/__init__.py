"""PLC ladder: programs in two dialects, scanned as a controller scans them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# name: the module it lives in; loaded when it is asked for, so that `import labsim` stays quick
_WHERE = {
    "Controller": "controller",
    "Fault": "controller",
    "ProgramError": "errors",
    "read_ld": "formats.openplc",
    "read_plcopen": "formats.plcopen",
    "read_l5x": "formats.l5x",
    "read_rungs": "formats.neutral",
    "write_plcopen": "formats.plcopen_write",
    "write_rungs": "formats.neutralwriter",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"labsim.plc has no {name}; it has {', '.join(_WHERE)}")
    return getattr(import_module(f"labsim.plc.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
