"""Routines of the trained hand: bring the machine into an operating state, lock it out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from labsim.core.errors import unknown
from labsim.instruments.base import domain_of
from labsim.letoff import close_up, fluid, let_off, take_props_out
from labsim.moments import steps_home
from labsim.states import Check, OperatingState, Step
from labsim.stored import running, waiting
from labsim.zero import to_lock

if TYPE_CHECKING:
    from labsim.bench import Bench

__all__ = ["bring", "discharge"]


def bring(bench: Bench, label: str, here: OperatingState | None) -> OperatingState:
    """Bring the machine from `here` (None: as hands left it) into a state; return that state."""
    state = next((s for s in bench.states if s.label == label), None)
    if state is None:
        raise unknown("This machine", "state", label, [s.label for s in bench.states])
    if here == state and not state.anew:
        return state
    dead = here.dead if here is not None else _locked_out(bench)
    if state.dead and dead:
        undo = [s for s in here.back if s[0] in ("release", "land")] if here else _held(bench)
        do(bench, undo)
    else:
        if dead and fluid(bench):
            close_up(bench)
        do(bench, here.back if here is not None else _to_rest(bench))
        if dead and fluid(bench):
            take_props_out(bench)
        if state.dead:
            lock_out(bench)
    done = {("lift", port) for port in bench.lockout.off_leads}
    skip = ("isolate", "wait") if state.dead else ()
    do(bench, [step for step in state.there if step[0] not in skip and step not in done])
    return state


def trap(bench: Bench, check: Check, here: OperatingState | None) -> OperatingState:
    """Set the trap of a check, run the machine through what provokes it; return the state then."""
    state = next(s for s in bench.states if s.label == check.state)
    bring(bench, state.base, here)
    bench.arm(*check.ports)
    do(bench, state.course)
    return state


def do(bench: Bench, steps: Iterable[Step]) -> None:
    """Carry out steps such as ("press", "S1"); people are told before power comes back."""
    for action, *what in steps:
        if action == "restore":
            bench.notify()
        getattr(bench, action)(*what)
        if bench.machine.pause and action in ("press", "release", "restore"):
            bench.wait(bench.machine.pause)


def discharge(bench: Bench) -> None:
    """Discharge whatever an insulation test has left charged."""
    while bench.lockout.charged:
        bench.discharge(min(bench.lockout.charged))


def lock_out(bench: Bench) -> None:
    """Notify, isolate, lock, let off what is stored, prove that nothing is left.

    What runs down is left to stand still first; capacitors are measured, whatever their label says.
    """
    bench.notify()
    for _ in range(12):
        if bench.machine.pause and running(bench):
            bench.wait(10.0)
    for tag in to_lock(bench.machine):
        bench.isolate(tag).lock(tag)
    if fluid(bench):
        let_off(bench)
    if any(domain_of(part) == "electrical" for part in bench.machine.components.values()):
        prove_dead(bench)


def prove_dead(bench: Bench) -> None:
    """Wait for charge to go, prove the meter, test for voltage, prove the meter again."""
    if waiting(bench.machine):
        bench.wait(waiting(bench.machine))
    bench.prove()
    for tag, part in bench.machine.components.items():
        if part.store:
            bench.measure("V", *(f"{tag}:{mark}" for mark in part.store))
    for tag in to_lock(bench.machine):
        part = bench.machine.component(tag)
        marks = part.marks if domain_of(part) == "electrical" else ()
        dead = [m for m in marks if not bench.live(f"{tag}:{m}")]
        if len(dead) > 1:
            bench.measure("V", f"{tag}:{dead[0]}", f"{tag}:{dead[1]}")
    bench.prove()


def _locked_out(bench: Bench) -> bool:
    """Tell whether hands have locked everything out and proved it dead, or at zero."""
    every, state = set(to_lock(bench.machine)), bench.lockout
    proved = state.proof == "dead" or bool(state.zeroed)
    return bool(every) and every == state.off == state.locked and proved


def _held(bench: Bench) -> list[tuple[str, str]]:
    hands = [c for c in bench.controls() if c["position"] and c["hand"]]
    return [("release", c["tag"]) for c in hands]


def _to_rest(bench: Bench) -> list[tuple[str, str]]:
    """Let go of what is held, restore what is off, stop what runs."""
    steps = _held(bench) + [("restore", tag) for tag in sorted(bench.lockout.off)]
    steps += steps_home(bench.machine)
    running = [s for s in bench.states if s.label.startswith("after")]
    coils = [t for t, p in bench.machine.components.items() if "pulled" in p._states]
    views = [bench.sim.views[tag] for tag in coils]
    if running and any(view.look()[0] == "pulled in" for view in views):
        steps += running[0].back
    return steps
