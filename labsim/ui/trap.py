"""The event logger in the workbench: its leads stay on while the machine runs."""

from __future__ import annotations

from typing import Any

from labsim.bench import Bench, Reading
from labsim.core.errors import LabsimError

__all__ = ["arm", "display"]

ARMED = {"text": "", "note": "armed: let the machine run, then press Read", "warning": ""}


def arm(bench: Bench, ports: list[str]) -> dict[str, Any]:
    """Set the trap where the leads are; return what the display says then."""
    if len(ports) < 2:
        raise LabsimError("put both leads on the drawing first: click a terminal")
    bench.arm(*ports)
    return dict(ARMED)


def display(reading: Reading, where: str) -> dict[str, str]:
    """Return a reading for the display: figures large, what follows in the note."""
    text, *more = reading.text.split("; " if reading.unit else ", ")
    return {"text": text, "note": "; ".join([*more, where])}
