"""Simulated apprentices at the press: they lock out well, badly, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from labsim.bench import Bench
from labsim.coach.bots import nothing
from labsim.zero import Source, hazards, in_zone, sources

__all__ = ["BOTS"]

PATIENCE, BLIND = 60, 600.0  # looks of half a minute; s that those wait who do not look


def feeds(bench: Bench) -> list[Source]:
    return [s for s in sources(bench.machine) if s.kind == "feed"]


def stores(bench: Bench) -> list[Source]:
    return [s for s in sources(bench.machine) if s.kind == "store"]


def sensor(bench: Bench) -> str:
    """Return the part in the danger zone that the job is about."""
    return next(tag for tag in bench.machine.components if in_zone(bench.machine, tag))


def isolate(bench: Bench, chosen: Iterable[Source], lock: bool = True) -> list[str]:
    """Switch off and lock what shuts these sources off; return the tags in that order."""
    tags = [s.isolator for s in chosen if s.isolator]
    for tag in tags:
        bench.isolate(tag)
        if lock:
            bench.lock(tag)
    return tags


def let_off(bench: Bench, look: bool = True) -> None:
    """Prop first, then bleed and vent, and wait until the gauges are at zero."""
    for store in stores(bench):
        if store.blocks:
            bench.block(store.tag)
    for store in stores(bench):
        if store.release:
            bench.discharge(store.tag)
    if not look:
        bench.wait(BLIND)
    for store in stores(bench) if look else ():
        for _ in range(PATIENCE * bool(store.release)):
            if bench.look(store.tag).text == "gauge at 0 bar":
                break
            bench.wait(30)


def pairs(bench: Bench, feed: Source) -> list[tuple[str, str]]:
    """Return where to test a feed: its isolator's load side, each pole; else at what it feeds."""
    part = bench.machine.component(feed.tag)
    ends = [f"{feed.tag}:{b}" for _, b in part.contacts]
    if len(ends) >= 3:
        return list(zip(ends, ends[1:] + ends[:1], strict=True))
    fused = next(p for p in sorted(feed.ports) if p.startswith("F"))
    island = bench.machine.port(ends[0])
    return [(fused, common(bench, island))]


def common(bench: Bench, port: Any) -> str:
    """Return the shared conductor of the supply a breaker is on: N, or minus."""
    for net in bench.machine.nets:
        marks = {p.component.tag for p in net}
        if port.component.tag in marks:
            for p in net:
                shared = getattr(p.component, "shared", ())
                if shared:
                    return f"{p.component.tag}:{shared[0]}"
    raise LookupError(port.name)


def verify(bench: Bench) -> None:
    """Prove, test every feed, prove again, try to start."""
    bench.prove()
    for feed in feeds(bench):
        for a, b in pairs(bench, feed):
            bench.measure("V", a, b)
    bench.prove().try_out(bench.machine.numbered("S1"))


def give_back(bench: Bench, tags: list[str]) -> None:
    """Tell them, close the valves, locks off in reverse, start, prop out when oil carries again."""
    bench.notify()
    for store in stores(bench):
        if store.release:
            bench.operate(store.release, "closed")
    for tag in reversed(tags):
        bench.restore(tag)
    start, stop = bench.machine.numbered("S1"), bench.machine.numbered("S0")
    bench.press(start).release(start).wait(40)
    for store in stores(bench):
        if store.blocks:
            bench.unblock(store.tag)
    bench.press(stop).release(stop)


def job(bench: Bench, tags: list[str]) -> None:
    """Fit the sensor, give the press back, report."""
    bench.repair(sensor(bench))
    give_back(bench, tags)
    bench.sign_off("Sensor fitted, all sources locked and at zero before; press proved by a start.")


def expert(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Reads the prints, takes every source away, proves it, gives the press back in reverse."""
    bench.notify()
    tags = isolate(bench, sources(bench.machine))
    let_off(bench)
    verify(bench)
    job(bench, tags)


def card_only(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Works by the old card: everything but the second feed, which is not on it."""
    bench.notify()
    known = [s for s in feeds(bench) if s is not feeds(bench)[-1]]
    tags = isolate(bench, [*known, *stores(bench)])
    let_off(bench)
    bench.prove()
    for feed in known:
        for a, b in pairs(bench, feed):
            bench.measure("V", a, b)
    bench.prove().try_out(bench.machine.numbered("S1"))
    job(bench, tags)


def electrician(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Locks and proves every feed, and forgets what is stored."""
    bench.notify()
    tags = isolate(bench, feeds(bench))
    verify(bench)
    job(bench, tags)


def believer(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Takes every source away and verifies nothing."""
    bench.notify()
    tags = isolate(bench, sources(bench.machine))
    let_off(bench, look=False)
    job(bench, tags)


def no_locks(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Does all of it with the isolators off and no lock on any."""
    bench.notify()
    tags = isolate(bench, sources(bench.machine), lock=False)
    let_off(bench)
    verify(bench)
    job(bench, tags)


def halfway(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Finds that something is not at zero, and goes home without telling anybody."""
    isolate(bench, feeds(bench)[:1])
    bench.prove()
    if hazards(bench.sim):
        bench.sign_off("Could not do it.")


def careless(lab: Any, coach: Any, bench: Bench, seed: int) -> None:
    """Main switch off, no lock, hands in."""
    bench.isolate(feeds(bench)[0].tag).repair(sensor(bench))
    bench.notify().restore(feeds(bench)[0].tag).sign_off("Sensor fitted.")


# name: (bot, lowest and highest mean score)
BOTS: dict[str, tuple[Callable, float, float]] = {
    "expert": (expert, 98, 100),
    "no verification": (believer, 60, 76),
    "no locks": (no_locks, 40, 75),
    "halfway": (halfway, 0, 15),
    "forgets the second feed": (card_only, 0, 0),
    "forgets stored energy": (electrician, 0, 0),
    "careless": (careless, 0, 0),
    "nothing": (nothing, 0, 0),
}
