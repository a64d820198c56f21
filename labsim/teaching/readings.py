"""The work sheet of INS-01: fifteen readings on the apprentice's own practice board."""

from __future__ import annotations

import re
from typing import Any

from labsim.coach.tasks.ins_01 import PLACES, meant, on_board
from labsim.teaching.page import Piece, table

__all__ = ["ReadingSheet", "beside"]

TAG = re.compile(r"\b[A-Z]\d\b")


def leads(bench: Any, place: Any) -> str:
    """Return where the leads go, in this board's own tags."""
    return " → ".join(on_board(bench.machine, port) for port in place.ports)


class ReadingSheet(Piece):
    """The fifteen places: letter, where the leads go, what is wanted."""

    def __init__(self, bench: Any) -> None:
        own = lambda text: TAG.sub(lambda m: on_board(bench.machine, m[0]), text)  # noqa: E731
        rows = [[p.letter, leads(bench, p), own(p.task)] for p in PLACES]
        made = table(["", "red → black", "what is wanted"], rows)
        super().__init__(made.html, made.words)


def beside(bench: Any, values: dict[str, Any]) -> Piece:
    """Show what the apprentice wrote beside what stands on record; it judges nothing."""
    told: dict[str, str] = {}
    off = False
    for event in bench.attempt.events[1:]:
        if event["do"] in ("isolate", "restore"):
            off = event["do"] == "isolate"
        place = meant(event, off) if event["do"] == "measure" else None
        if place is not None and event["function"] in place.functions:
            told[place.letter] = event["text"]
    written = {name[0]: value for name, value in values.items()}
    rows = [
        [p.letter, leads(bench, p), told.get(p.letter, ""), str(written.get(p.letter) or "")]
        for p in PLACES
    ]
    return table(["", "red → black", "on record", "you wrote"], rows)
