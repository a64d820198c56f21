"""What comes of the operator's orders: ten minutes more of the same hall, and its limits.

Limits (assumed, as a bottling hall sets them): product filled at 6.5 °C at most, 5.0 bar at the
filler while it fills, 75 °C in a CIP step that counts and 4.5 bar for its valves, 105 °C for the
oil of a compressor that runs. A hose under pressure that whips, and a burner that fires without
water or without a flame seen, hurt people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from labsim.scada.running import NOW, Run, Runner

__all__ = ["LIMITS", "SECONDS", "Outcome", "best", "respond"]

SECONDS, STEP, PULSE = 600.0, 2.0, 4.0  # s that are judged, of a step, that a reset is held
KEPT, MADE = 0.7, 0.3  # what staying in limits counts, and what bottles count (assumed)
WEIGHS = 3.0  # how much a second out of limits weighs (assumed)
FEW = 2.0  # s a breach may last before it is one (assumed)
LIMITS = {"product": 6.5, "air": 5.0, "CIP": 75.0, "valves": 4.5, "oil": 105.0}
CHOICES = {
    "P22_Hand": ("P22_Hand",), "G12_Hand": ("G12_Hand",), "P32_Hand": ("P32_Hand",),
    "filler": ("Fill_Full", "Fill_Half", "Fill_Stop"), "CIP_Hold": ("CIP_Hold",),
    "G11_Reset": ("G11_Reset",), "E31_Reset": ("E31_Reset",), "E41_Reset": ("E41_Reset",),
}  # fmt: skip
LITTLE = 1e-3
STARTS = (
    ("P22_Hand", "G12_Hand", "P32_Hand", "Fill_Full", "G11_Reset", "E41_Reset"),
    ("Fill_Stop", "CIP_Hold"),
)


@dataclass
class Outcome:
    """Seconds out of each limit, seconds of danger by kind, bottles as part of full speed."""

    out: dict[str, float] = field(default_factory=lambda: dict.fromkeys(LIMITS, 0.0))
    danger: dict[str, float] = field(default_factory=dict)
    made: float = 0.0

    @property
    def hurts(self) -> list[str]:
        """Dangers that lasted."""
        return [what for what, seconds in self.danger.items() if seconds > FEW]

    @property
    def kept(self) -> float:
        """Return how well it stayed in its limits, 0 to 1."""
        return 1.0 - min(WEIGHS * sum(self.out.values()) / SECONDS, 1.0)

    @property
    def worth(self) -> float:
        """Return what the response is worth, 0 to 1; nothing when it can hurt somebody."""
        if self.hurts:
            return 0.0
        return KEPT * self.kept + MADE * self.made

    def note(self, now: Runner) -> None:
        """Count a step."""
        hall, runs = now.hall, now.hall.speed > 0
        steps = bool(hall.out["CIP_Run"])
        found = {
            "product": runs and hall.now["product"] > LIMITS["product"],
            "air": runs and hall.now["filler"] < LIMITS["air"],
            "CIP": steps and hall.now["cip"] < LIMITS["CIP"],
            "valves": steps and hall.now["filler"] < LIMITS["valves"],
            "oil": max(hall.now["oil"] * hall.runs["G11"], hall.now["oil2"] * hall.runs["G12"])
            > LIMITS["oil"],
        }  # fmt: skip
        for what, bad in found.items():
            self.out[what] += STEP * bad
        danger = {
            "a burst hose under pressure whips": hall.par["W51", "leak"] > 0.5
            and bool(hall.out["Air_Open"]) and hall.now["filler"] > 1.0,
            "the burner is fired without water": hall.runs["E31"] and hall.now["level"] < 20.0,
            "fuel goes in and no flame is seen": hall.runs["E31"] and not hall.flame,
        }  # fmt: skip
        for what, bad in danger.items():
            self.danger[what] = self.danger.get(what, 0.0) + STEP * bad


def respond(at: Run, orders: Mapping[str, bool]) -> Outcome:
    """Return what comes of orders (inputs of the controllers) carried out at the journal's end."""
    return _respond(at, tuple(sorted(name for name, on in orders.items() if on)))


@lru_cache(maxsize=2048)
def _respond(at: Run, given: tuple[str, ...]) -> Outcome:
    runner, found = at.end.copy(), Outcome()
    runner.hall.filled = 0.0
    held = {name for name in given if not name.endswith("_Reset")}
    for n in range(round(SECONDS / STEP)):
        on = given if n * STEP < PULSE else held
        runner.scan(NOW + (n + 1) * STEP, STEP, dict.fromkeys(on, True))
        found.note(runner)
    found.made = min(runner.hall.filled / SECONDS, 1.0)
    return found


@lru_cache(maxsize=64)
def best(at: Run) -> tuple[tuple[str, ...], float]:
    """Return the best orders that can be found, one selector after the other, and their worth."""
    found = [_climb(at, set(start)) for start in STARTS]
    given, worth = max(found, key=lambda one: (round(one[1], 3), -len(one[0])))
    return tuple(sorted(given)), worth


def _climb(at: Run, held: set[str]) -> tuple[set[str], float]:
    """Change one selector at a time as long as that helps, and leave out what does not."""
    worth = respond(at, dict.fromkeys(held, True)).worth
    for names in CHOICES.values():
        for name in (None, *names):
            other = held - set(names) | ({name} if name else set())
            got = worth if other == held else respond(at, dict.fromkeys(other, True)).worth
            if got > worth + LITTLE or (len(other) < len(held) and got > worth - LITTLE):
                held, worth = other, got
    return held, worth
