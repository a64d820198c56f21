"""The notebook's side of a sealed lab: a bench whose machine stands in the measurement service.

The service (`labsim.service`) holds the machine with its fault under a Unix user of its own; what
passes between it and a notebook is lines of JSON over a Unix socket (docs/adr/0021).
"""

from __future__ import annotations

import os
from typing import Any

from labsim.sealed.client import WELL_KNOWN, Link, address, link

__all__ = ["WELL_KNOWN", "Link", "address", "link", "open_sealed"]


def open_sealed(lab: Any, number: int | None = None) -> Any | None:
    """Return the bench of a lab that a measurement service here seals, else None.

    `number` is that of the attempt; without it the newest goes on.

    Where nbgrader runs a notebook again there is no service: the record is shown.
    """
    if os.environ.get("NBGRADER_EXECUTION") or (found := link()) is None:
        return None
    from labsim.sealed.bench import open_far

    return open_far(lab, found, number)
