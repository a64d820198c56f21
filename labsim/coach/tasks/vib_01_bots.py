"""Simulated apprentices on the route: who looks at every record, who counts, who rejects all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.bench import Bench
from labsim.coach.bots import nothing
from labsim.machines.route_pump import SEEN
from labsim.vibration.analysis.values import overall
from labsim.vibration.helper import ROUTE, collector, next_take

__all__ = ["BOTS", "goes_round", "on_sheet", "runs"]

ENOUGH, AGREE = 8, 0.05  # records at a point at most; part by which two may differ


def runs(bench: Bench) -> Bench:
    """Bring the pump to the speed of its route."""
    return bench.operate(bench.machine.numbered("A1"), "60 Hz").wait(6)


def goes_round(bench: Bench) -> list[str]:
    """Look at everything; return lines for what is not as it should be."""
    sound = {"bolts and shims in place, no marks", "guard in place, four bolts tight",
             "guard in place, nothing under it", "glass two thirds full, oil clear",
             "dry, no marks below it", "no leak, runs evenly"}  # fmt: skip
    tags = [bench.machine.numbered(tag) for tag in SEEN]
    told = {tag: bench.look(tag).text for tag in tags}
    return [f"seen: {tag} {text}" for tag, text in told.items() if text not in sound]


def on_sheet(bench: Bench, lines: list[str]) -> None:
    kit = collector(bench.machine)
    if kit is not None:
        bench.file(kit.tag, "\n".join(lines))


def collects(bench: Bench, look: Callable[[str, int, str], str]) -> list[str]:
    """Take records until two that are kept agree; `look` says why one is rejected, or nothing."""
    lines: list[str] = []
    for plain in ROUTE:
        pad, kept = bench.machine.numbered(plain), []
        for _ in range(ENOUGH):
            number, fate = next_take(bench.sim, pad)
            record, why = bench.collect(pad), look(pad, number, fate)
            lines += [f"{pad} {number} {why}"] if why else []
            kept += [] if why else [overall(record)]
            if len(kept) > 1 and abs(kept[-1] - kept[-2]) <= 0.5 * AGREE * sum(kept[-2:]):
                break
    return lines


def expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Knows every spoilt record when it comes, and has eyes."""
    lines = collects(runs(bench), lambda pad, number, fate: fate)
    on_sheet(bench, lines + goes_round(bench))
    bench.sign_off("Ten points, two sound records each; what was rejected is on the sheet.")


def counts(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Looks at the figure alone: two that agree are enough."""
    collects(runs(bench), lambda pad, number, fate: "")
    on_sheet(bench, goes_round(bench))
    bench.sign_off("Ten points, two figures each that agree.")


def header(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Rejects what shows in head and figure at once, and calls it all a cable fault otherwise."""
    plain = ("wrong Fmax", "hand-held", "cable fault", "clipped")
    lines = collects(
        runs(bench), lambda pad, number, fate: fate if fate in plain else fate and "cable fault"
    )
    on_sheet(bench, lines + goes_round(bench))
    bench.sign_off("Rejected what looked odd.")


def rejects_all(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Takes three everywhere and throws the first away, for the same reason."""
    runs(bench)
    pads = [bench.machine.numbered(plain) for plain in ROUTE]
    for pad in pads:
        for _ in range(3):
            bench.collect(pad)
    on_sheet(bench, [f"{pad} 1 loose magnet" for pad in pads])
    bench.sign_off("First ones thrown away.")


def once(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Takes each point once and goes."""
    runs(bench)
    for plain in ROUTE:
        bench.collect(bench.machine.numbered(plain))
    bench.sign_off("Route taken.")


# name: (bot, lowest and highest mean score)
BOTS: dict[str, tuple[Callable[..., None], float, float]] = {
    "expert": (expert, 98, 100),
    "by the head": (header, 55, 90),
    "by the figure": (counts, 8, 40),
    "rejects all": (rejects_all, 0, 40),
    "once": (once, 0, 10),
    "nothing": (nothing, 0, 0),
}
