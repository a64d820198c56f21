"""Simulated apprentices in an alarm flood: who looks, who guesses, who presses every reset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.bench import Bench
from labsim.coach.bots import nothing
from labsim.coach.tasks.sca_01_belief import cases, first_alarms
from labsim.machines.bottling_hall import ORDERED
from labsim.scada.parts import run_of
from labsim.scada.response import best
from labsim.scada.running import BEGIN

__all__ = ["BOTS", "order"]

POSITIONS = {name: place for place, name in ORDERED.items()}


def order(bench: Bench, names: Any) -> None:
    """Give orders, named as inputs of the controllers."""
    for name in names:
        bench.operate(*POSITIONS[name])


def finds(lab: Any, bench: Bench) -> str:
    """Take the suspects from the journal, look at each in the hall, return who is left."""
    known, at = cases(lab), run_of(bench.sim)
    left = known.by_journal(at)
    for tag in dict.fromkeys(
        i.partition(":")[0] for i, on in zip(known.ids, left, strict=True) if on
    ):
        bench.look(tag)
        left = left & known.by_reading(bench.attempt.events[-1], at)
        if left.sum() == 1:
            break
    return known.ids[int(left.argmax())]


def names(bench: Bench, fault_id: str) -> None:
    bench.diagnose(*fault_id.split(": ", 1))


def tidies(bench: Bench) -> None:
    """Put the list on file: what chatters and what stands for days."""
    bench.file("A9", "\n".join(run_of(bench.sim).journal.nuisance(BEGIN, 0.0)))


def expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Journal, looks, the best orders, the list."""
    names(bench, finds(lab, bench))
    order(bench, best(run_of(bench.sim))[0] or ("Fill_Stop",))
    tidies(bench)
    bench.sign_off("Initiating event shown by a look, orders given, list on file.")


def cautious(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Finds it, and stops all there is; no list."""
    names(bench, finds(lab, bench))
    order(bench, ("Fill_Stop", "CIP_Hold"))
    bench.sign_off("Line stopped, CIP held.")


def told(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Knows the answer, reads nothing, orders nothing."""
    names(bench, bench._hidden.id if bench._hidden else lab.family[0].id)
    bench.sign_off("Somebody told me.")


def first_listed(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Takes the loudest for the first: the filler; resets everything, full speed."""
    alarm = first_alarms(run_of(bench.sim).journal, 1)[0]
    names(bench, "W51: burst at the filler" if alarm != "PAL511" else "E41: flow switch stuck")
    order(bench, ("Fill_Full", "G11_Reset", "E31_Reset", "E41_Reset"))
    bench.file("A9", "PAL511 PALL511 XA51 MAH114 ZA701 ZA702 ZA703")
    bench.sign_off("All reset.")


# name: (bot, lowest and highest mean score)
BOTS: dict[str, tuple[Callable[..., None], float, float]] = {
    "expert": (expert, 98, 100),
    "cautious": (cautious, 60, 78),
    "told": (told, 0, 40),
    "resets all": (first_listed, 0, 40),
    "nothing": (nothing, 0, 0),
}
