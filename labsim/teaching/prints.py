"""The question sheet of ELE-01: twelve places on the apprentice's own print, in three states."""

from __future__ import annotations

import random
from typing import Any

from labsim.core.machine import Machine
from labsim.teaching.page import Piece, table

__all__ = ["PLACES", "STATES", "QuestionSheet", "bring", "on_unit", "places", "predictions"]

STATES = {
    "at rest": (),
    "running": (("press", "S1"), ("release", "S1")),
    "Stop held": (("press", "S1"), ("release", "S1"), ("press", "S0")),
}
# Red lead, black lead; tags as on unit 0. No place here floats: ghosts are for a later lab.
PLACES = (
    ("T1:X1", "T1:X2"), ("T1:X1", "F6:1"), ("F7:96", "T1:X2"), ("S1:14", "T1:X2"),
    ("K1:A1", "K1:A2"), ("K1:21", "K1:22"), ("K1:22", "T1:X2"), ("K1:33", "K1:34"),
    ("K1:1", "K1:3"), ("K1:2", "K1:4"), ("F7:2", "M1:U1"), ("F1:2", "PE:PE"),
)  # fmt: skip
LETTERS = "abcdefghijkl"


def on_unit(machine: Machine, address: str) -> str:
    """Return a terminal or tag of unit 0 as it is called on this machine: S1:14 is S31:14."""
    return machine.numbered(address)


def places(bench: Any) -> dict[str, tuple[str, str]]:
    """Return letter -> red and black terminal, in the order this apprentice is asked them."""
    found = [(on_unit(bench.machine, a), on_unit(bench.machine, b)) for a, b in PLACES]
    if bench.seed is not None:
        random.Random(bench.seed).shuffle(found)
    return dict(zip(LETTERS, found, strict=True))


def bring(bench: Any, state: str) -> Any:
    """Bring a starter that is at rest into one of the three states."""
    for do, tag in STATES[state]:
        getattr(bench, do)(on_unit(bench.machine, tag))
    return bench


class QuestionSheet(Piece):
    """The twelve places, to be answered for three states of the machine."""

    def __init__(self, bench: Any) -> None:
        rows = [[letter, red, black] for letter, (red, black) in places(bench).items()]
        made = table(["", "red lead", "black lead"], rows)
        super().__init__(made.html, made.words)


def states_of(bench: Any) -> dict[tuple[str, frozenset[str]], list[str]]:
    """Return the readings on record by state and places, the display's words, oldest first."""
    start, stop = (on_unit(bench.machine, tag) for tag in ("S1", "S0"))
    contactor, held, pulled = on_unit(bench.machine, "K1"), set(), False
    found: dict[tuple[str, frozenset[str]], list[str]] = {}
    for event in bench.attempt.events:
        if event["do"] == "press":
            held.add(event["tag"])
        if event["do"] == "release":
            held.discard(event["tag"])
        pulled = event.get("seen", {}).get(contactor, "pulled in" if pulled else "") == "pulled in"
        if event["do"] == "measure" and event["function"] in ("V", "V LoZ") and start not in held:
            label = "Stop held" if stop in held else "running" if pulled else "at rest"
            found.setdefault((label, frozenset(event["ports"])), []).append(event["text"])
    return found


def predictions(bench: Any, **given: dict[str, Any]) -> Piece:
    """Show the apprentice's predictions beside their own readings; it judges nothing."""
    told, rows = states_of(bench), []
    for letter, ports in places(bench).items():
        row = [letter, " → ".join(ports)]
        for label in STATES:
            mine = given.get(label.lower().replace(" ", "_"), {}).get(f"{letter} (V)")
            read = told.get((label, frozenset(ports)), [""])[-1]
            row += ["" if mine is None else f"{mine:g} V" if _number(mine) else str(mine), read]
        rows.append(row)
    heads = ["", "red → black"]
    for label in STATES:
        heads += [f"{label}: you said", "you read"]
    return table(heads, rows)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
