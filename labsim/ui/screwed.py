"""Adjusting screws in the workbench: no scale, no figure; who turns them counts the turns."""

from __future__ import annotations

from typing import Any

from labsim.bench import Bench
from labsim.screws import screws as parts

__all__ = ["screws", "turned"]

STEPS = ((0.125, "⅛ turn"), (0.25, "¼ turn"), (0.5, "½ turn"), (1.0, "1 turn"), (3.0, "3 turns"))
# What the browser asks for: intent, what names the screw, the amount, what its two buttons say.
VERB = {"do": "turn", "name": "screw", "amount": "turns", "less": "↺ out", "more": "↻ in",
        "lesser": "out", "greater": "in", "noun": "screw"}  # fmt: skip


def screws(bench: Bench) -> list[dict[str, Any]]:
    """Return every screw there is, with how far it was turned since the order was taken."""
    found = []
    for tag, part in parts(bench.machine).items():
        for screw in part.menu:
            count = sum(
                e["turns"]
                for e in bench.attempt.of("turn")
                if (e["tag"], e["screw"]) == (tag, screw)
            )
            found.append(
                {"tag": tag, "title": part.title, "screw": screw, "steps": [list(s) for s in STEPS],
                 "turned": count, "said": turned(count), "verb": VERB}
            )  # fmt: skip
    return found


def turned(count: float) -> str:
    """Say how far a screw stands from where it was found."""
    if not count:
        return "as found"
    whole, rest = divmod(abs(count), 1.0)
    parts_ = {0.125: "⅛", 0.25: "¼", 0.375: "⅜", 0.5: "½", 0.625: "⅝", 0.75: "¾", 0.875: "⅞"}
    figure = f"{int(whole) if whole or not rest else ''}{parts_.get(rest, '')}"
    if rest and rest not in parts_:
        figure = f"{abs(count):.2f}"
    unit = "turn" if abs(count) <= 1 else "turns"
    return f"{figure} {unit} {'in' if count > 0 else 'out'}"
