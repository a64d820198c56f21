"""Operating states that the controls can reach, and the checks that can be made in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from labsim.actions import MINUTES
from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.hands import Hands, case
from labsim.instruments.base import Instrument, domain_of
from labsim.instruments.fluid import FITTING, InLine
from labsim.instruments.logger import TRAP
from labsim.places import places_of
from labsim.stored import waiting
from labsim.zero import to_lock

__all__ = [
    "LOCKED_OUT", "LOCKOUT_MINUTES", "REST", "Check", "OperatingState", "Step",
    "break_in", "checks", "operating_states",
]  # fmt: skip

# ("press", "S1"), or with the position: ("operate", "S2", "100 Ω")
Step = tuple[str, ...]

REST, LOCKED_OUT = "at rest", "locked out"
LOCKOUT_MINUTES = 6.0  # notify, isolate, lock, prove, test, prove, as the bench times them
HOLD_MINUTES = 0.1
PROVOKING = ("tap", "warm")


@dataclass(frozen=True)
class OperatingState:
    """A label, and what the hands do from rest to get there and back to rest."""

    label: str
    there: tuple[Step, ...]
    back: tuple[Step, ...]
    dead: bool = False
    minutes: float = HOLD_MINUTES
    base: str = ""  # the state in which a trap is set before the last steps, `course`
    course: tuple[Step, ...] = ()
    only: str = ""  # the one part worth a look there; nothing else is
    fleeting: bool = False  # it lasts a moment: what is read there is read on a new run

    @property
    def provokes(self) -> bool:
        """Tell whether a part is knocked on or warmed there: it is done anew for each look."""
        return any(step[0] in PROVOKING for step in self.there)

    @property
    def anew(self) -> float:
        """Minutes that every observation in it takes once more to get there."""
        return self.minutes if self.fleeting or self.provokes else 0.0


def between(one: OperatingState, other: OperatingState, lockout: float) -> float:
    """Return the minutes from one state to another; who is locked out already stays so.

    `lockout` are the minutes of a lockout by itself.
    """
    if one == other:
        return 0.0
    return max(HOLD_MINUTES, other.minutes - (lockout if one.dead and other.dead else 0.0))


@dataclass(frozen=True)
class Check:
    """One thing that can be observed in one state: function and ports, or looking at a part."""

    id: str
    state: str
    instrument: str
    function: str
    ports: tuple[str, ...]
    minutes: float
    setup: float

    @property
    def event(self) -> dict:
        """The event that makes this check once the machine is in its state."""
        if self.function == "look":
            return {"do": "look", "tag": self.ports[0]}
        return {"do": "measure", "function": self.function, "ports": list(self.ports)}


def signature(sim: Simulation) -> tuple[str, ...]:
    """What distinguishes one state of a healthy machine from another: what can be seen."""
    seen = []
    for view in sim.views.values():
        text = view.look() if not view.part.positions else None
        if text is not None:
            seen.append(f"{view.tag} {text[0]}")
    return tuple(seen)


def act(sim: Simulation, steps: Iterable[Step], seconds: float | None = 1.0) -> None:
    """Carry out steps such as ("press", "S1") on a simulation, with a pause after each.

    None: each takes the time it takes at the bench.
    """
    hands = Hands(sim)
    for do, tag, *position in steps:
        own = do in PROVOKING or seconds is None
        dt = float(tag) if do == "wait" else 60 * MINUTES[do] if own else seconds
        where = dict(zip(["position"], position, strict=False))
        what = "port" if do in ("lift", "land") else "tag"
        hands.do({"do": do, what: tag, "dt": dt, **where})


def enter(sim: Simulation, state: OperatingState, seconds: float | None) -> None:
    """Bring a machine at rest into a state, with traps set everywhere before its course."""
    first = len(state.there) - len(state.course)
    act(sim, state.there[:first], seconds)
    if state.course:
        sim.arm()
    act(sim, state.there[first:], seconds)


def is_control(part: Component) -> bool:
    """Tell whether an operator works this part: not an isolator, not a reset button."""
    return bool(part.positions) and not part.isolates and part.positions[1] != "reset"


def operating_states(machine: Machine) -> list[OperatingState]:
    """Explore the healthy machine: at rest, each control held, what stays after it, locked out."""
    sim = Simulation(machine)
    isolating = to_lock(machine)
    home, start = signature(sim), sim.snapshot()
    found = {home: OperatingState(REST, (), (), minutes=0.0)}
    hands = [t for t, p in machine.components.items() if is_control(p)]
    states = [found[home]]
    for tag in hands:
        sim.rewind(start)
        act(sim, [("press", tag)], 2.0)
        states += _put(tag, machine.component(tag))
        if machine.component(tag).momentary:
            act(sim, [("release", tag)], 1.0)
            latched = signature(sim)
            if latched not in found:
                back = _way_home(sim, hands, home)
                there = (("press", tag), ("release", tag))
                found[latched] = OperatingState(f"after {tag}", there, back)
                states.append(found[latched])
    return states + _dead_states(machine, isolating, hands)


def _put(tag: str, part: Component) -> list[OperatingState]:
    """Return the states of a control: held, at 1, or in each of its positions but the first."""
    first, second, *more = part.positions
    if part.momentary:
        return [OperatingState(f"{tag} held", (("press", tag),), (("release", tag),))]
    if not more:
        return [OperatingState(f"{tag} at 1", (("press", tag),), (("release", tag),))]
    back, usual = (("operate", tag, first),), HOLD_MINUTES
    return [
        OperatingState(f"{tag} at {at}", (("operate", tag, at),), back, False, takes)
        for at, takes in ((at, part.takes.get(at, usual)) for at in (second, *more))
    ]


def _dead_states(machine: Machine, isolating: list[str], hands: list[str]) -> list[OperatingState]:
    off = tuple(("isolate", tag) for tag in isolating)
    on = tuple(("restore", tag) for tag in reversed(isolating))
    wait = waiting(machine)
    off, takes = (*off, *[("wait", f"{wait:g}")][: wait > 0]), LOCKOUT_MINUTES + wait / 60.0
    states = [OperatingState(LOCKED_OUT, off, on, dead=True, minutes=takes)]
    for tag in hands:
        part = machine.component(tag)
        if len(part.positions) > 2 or domain_of(part) == "fluid":
            continue  # what a switch of many positions chooses is not there without power
        label = f"{LOCKED_OUT}, {tag} held"
        there, back = (*off, ("press", tag)), (("release", tag), *on)
        states.append(OperatingState(label, there, back, True, takes + HOLD_MINUTES))
    return states + [_parted(machine, label, off, on) for label in machine.apart]


def _parted(
    machine: Machine, label: str, off: tuple[Step, ...], on: tuple[Step, ...]
) -> OperatingState:
    """Return the state in which conductors are off their terminals, to test each side alone."""
    ports = [machine.numbered(name) for name in machine.apart[label]]
    lift, land = (tuple((do, port) for port in ports) for do in ("lift", "land"))
    minutes = LOCKOUT_MINUTES + waiting(machine) / 60.0 + MINUTES["lift"] * len(ports)
    return OperatingState(f"{LOCKED_OUT}, {label}", (*off, *lift), (*land, *on), True, minutes)


def _way_home(sim: Simulation, hands: list[str], home: tuple[str, ...]) -> tuple:
    """Find the control that brings the healthy machine back to rest."""
    here = sim.snapshot()
    for tag in hands:
        sim.rewind(here)
        steps = (("press", tag), ("release", tag))
        act(sim, steps, 2.0)
        if signature(sim) == home:
            return steps
    return ()


def checks(
    machine: Machine,
    states: list[OperatingState],
    titles: Sequence[str] = (),
    ports: set[str] | None = None,
) -> tuple[Check, ...]:
    """Return what can be observed in every state with a case; leads only on `ports` if given."""
    places = places_of(machine, ports)
    found: list[Check] = []
    for state in states:
        for kind in case(titles):
            for name, groups in kind.plan(places, state.dead):
                if state.course if name == TRAP else not state.only:
                    found += [_probe(state, kind, name, ports) for ports in groups]
        found += [] if state.dead else looks(machine, state)
    return tuple(found)


def _probe(
    state: OperatingState, kind: type[Instrument], name: str, ports: tuple[Port, ...]
) -> Check:
    """Return the check of leads on some ports; for a trap, the course is run anew each time."""
    names = tuple(p.name for p in ports)
    text = f"{state.label} | {name} | {' '.join(names)}"
    opened = max((p.component.values["access"] for p in ports), default=0.0)
    takes, setup = kind.functions[name].minutes + opened + state.anew, state.minutes - state.anew
    takes += break_in(kind, ports, ())
    if name == TRAP:
        takes, setup = takes + MINUTES["arm"] + setup, 0.0
    return Check(text, state.label, kind.title, name, names, takes, setup)


def break_in(
    kind: type[Instrument], ports: Iterable[Port], on: Collection[tuple[str, str]]
) -> float:
    """Return the minutes it takes to put an instrument into the line, the lockout with them.

    `on` is what sits in lines already, (instrument, port).
    """
    closed = issubclass(kind, InLine) and not all(kind.served(port, on) for port in ports)
    return (LOCKOUT_MINUTES + FITTING) * closed


def looks(machine: Machine, state: OperatingState) -> list[Check]:
    """Return a look at every part that shows something, or at the one that matters there."""
    where = state.label, "eyes", "look"
    tags = [state.only] if state.only else visible(machine)
    return [
        Check(
            f"{state.label} | look | {tag}",
            *where,
            (tag,),
            part.looking + state.anew,
            state.minutes - state.anew,
        )
        for tag, part in ((tag, machine.component(tag)) for tag in tags)
    ]


def visible(machine: Machine) -> list[str]:
    """Return the tags of parts that show something."""
    sim = Simulation(machine)
    return [t for t, v in sim.views.items() if isinstance(v.look(), np.ndarray)]
