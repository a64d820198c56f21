"""Vibration: machine trains that shake as physics says, and an analyser that reads them."""

from __future__ import annotations

from labsim.core.lazy import lazy

# name: the module it lives in
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
__getattr__, __dir__ = lazy(__name__, _WHERE)
