"""Vibration: machine trains that shake as physics says, and an analyser that reads them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# name: the module it lives in; loaded when it is asked for, so that `import labsim` stays quick
_WHERE = {
    "Bearing": "bearing",
    "Record": "record",
    "Setting": "route",
    "Verdict": "analysis.examine",
    "averaged_turn": "analysis.orders",
    "band": "analysis.values",
    "by_turns": "analysis.orders",
    "collect": "route",
    "envelope": "analysis.envelope",
    "envelope_spectrum": "analysis.envelope",
    "examine_bearing": "analysis.examine",
    "harmonics": "analysis.cursors",
    "in_unit": "analysis.units",
    "integrate": "analysis.integration",
    "order_spectrum": "analysis.orders",
    "overall": "analysis.values",
    "peaks": "analysis.cursors",
    "phasor": "analysis.orders",
    "read_record": "files.file",
    "severity": "analysis.zones",
    "sidebands": "analysis.cursors",
    "spectrum": "analysis.spectrum",
    "trend": "analysis.trend",
    "waterfall": "analysis.waterfall",
    "wave": "analysis.values",
    "whitened": "analysis.envelope",
    "write_record": "files.file",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"labsim.vibration has no {name}; it has {', '.join(_WHERE)}")
    return getattr(import_module(f"labsim.vibration.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
