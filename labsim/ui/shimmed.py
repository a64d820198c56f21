"""Shims and jack bolts in the workbench: beside the screws, in mm, counted since the order came."""

from __future__ import annotations

from typing import Any

from labsim.bench import Bench
from labsim.mechanical.feet import ENDS

__all__ = ["shims"]

THICK = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0)  # mm, shims of the box
JACKED = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0)  # mm, by the dial beside the foot
SHIM = {"do": "shim", "name": "foot", "amount": "mm", "less": "− out", "more": "+ in",
        "lesser": "take out", "greater": "put in", "noun": "foot"}  # fmt: skip
SHIFT = {"do": "shift", "name": "end", "amount": "mm", "less": "← left", "more": "→ right",
         "lesser": "to the left", "greater": "to the right", "noun": "end"}  # fmt: skip


def shims(bench: Bench) -> list[dict[str, Any]]:
    """Return every foot and end that can be moved, with how far it was since the order came."""
    found = []
    for tag, part in bench.machine.components.items():
        if getattr(part, "moved", False):
            found += [_row(bench, tag, part.title, foot, SHIM, THICK) for foot in part.marks]
            found += [_row(bench, tag, part.title, end, SHIFT, JACKED) for end in ENDS]
    return found


def _row(
    bench: Bench, tag: str, title: str, place: str, verb: dict[str, str], steps: tuple[float, ...]
) -> dict[str, Any]:
    """Return one row: what the browser asks for, how far, and what has been done there."""
    mine = [e["mm"] for e in bench.attempt.of(verb["do"])
            if (e["tag"], e[verb["name"]]) == (tag, place)]  # fmt: skip
    total = round(sum(mine), 4)
    said = f"{total:+g} mm" if total else "as found"
    return {"tag": tag, "title": title, "screw": place, "turned": 0.0, "said": said, "verb": verb,
            "steps": [[mm, f"{mm:g} mm"] for mm in steps]}  # fmt: skip
