"""Simulated apprentices with a route list: by the criteria, by the zone, by the eye, by the ear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.bench import Bench
from labsim.coach.bots import nothing
from labsim.machines.route_hall import months_of
from labsim.machines.twelve import MONTHS, History, decision, reference
from labsim.vibration.analysis import zones
from labsim.vibration.analysis.trend import statistical

__all__ = ["BOTS", "collects"]

BASE = 6


def collects(bench: Bench, careful: bool = True) -> dict[str, History]:
    """Take this month's readings; what is far off its past once more."""
    hall = months_of(bench.sim)
    for tag, history in hall.items():
        bench.look(tag)
        if careful and history.blunder == MONTHS:
            bench.operate(tag, "again").look(tag)
    return hall


def signs(bench: Bench, lines: list[str], why: str = "") -> None:
    """Put the sheet on file and report what is to be told."""
    bench.file(bench.machine.numbered("A1"), "\n".join(lines))
    told = [line.split()[0] for line in lines if line.endswith(("alarm", "alert"))]
    bench.sign_off(f"To the analyst: {', '.join(told) or 'nothing'}. {why}".strip())


def by_criteria(hall: dict[str, History]) -> list[str]:
    lines = [f"{tag} {decision(h)}" for tag, h in hall.items()]
    lines += [f"{tag} month {h.blunder}" for tag, h in hall.items() if h.blunder]
    return lines + [f"level {tag} {reference(h).statistical:.2f}" for tag, h in hall.items()]


def expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Compares what can be compared, and goes by the criteria."""
    signs(bench, by_criteria(collects(bench)))


def names_causes(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Does all of it well, and cannot help saying what it is."""
    signs(bench, by_criteria(collects(bench)), "It is unbalance, as always.")


def takes_all(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Believes every figure in the list."""
    lines = []
    for tag, h in collects(bench, careful=False).items():
        level = statistical(h.values[:BASE])
        lines += [f"{tag} alert"] if h.values[-1] > level else []
        lines += [f"level {tag} {level:.2f}"]
    signs(bench, lines)


def by_zone(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Looks at the zone alone: what has always been rough is told, what got worse is not."""
    hall = collects(bench, careful=False)
    zone = {tag: zones.severity(float(h.values[-1]), 2, "rigid") for tag, h in hall.items()}
    signs(bench, [f"{tag} alarm" for tag, letter in zone.items() if letter in "CD"])


# name: (bot, lowest and highest mean score)
BOTS: dict[str, tuple[Callable[..., None], float, float]] = {
    "expert": (expert, 98, 100),
    "names causes": (names_causes, 80, 90),
    "takes all": (takes_all, 10, 50),
    "by the zone": (by_zone, 0, 35),
    "nothing": (nothing, 0, 0),
}
