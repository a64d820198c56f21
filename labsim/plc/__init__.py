"""PLC ladder: programs in two dialects, scanned as a controller scans them."""

from __future__ import annotations

from labsim.core.lazy import lazy

# name: the module it lives in
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
__getattr__, __dir__ = lazy(__name__, _WHERE)
