"""Expected answers of SAF-01, from the energy graph of the apprentice's own press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grading.answers import Ask, Expected, Number, Word
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.course import own_unit
from labsim.zero import Source, sources

__all__ = ["energy", "graph", "sequence"]

TELL, STOP, PROVE, TEST, AGAIN = "tell", "stop", "prove", "test", "prove again"


@dataclass(frozen=True)
class Order(Expected):
    """A list of steps: each once, nothing too much, and what must come before what.

    Where two steps may come in either order, either is right. The share is the mean of steps
    found (less those too much) and of rules of order kept.
    """

    steps: tuple[str, ...]
    before: tuple[tuple[str, str], ...]
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        if not isinstance(given, (list, tuple)):
            return 0.0, 'Not a list: write ["…", "…"].'
        mine = [_plain(step) for step in given]
        wanted = {_plain(step) for step in self.steps}
        hits, extra = len(wanted & set(mine)), len(mine) - len(wanted & set(mine))
        kept = [self._kept(mine, _plain(a), _plain(b)) for a, b in self.before]
        share = (hits / (len(wanted) + extra) + sum(kept) / len(kept)) / 2
        said = [f"{len(wanted) - hits} missing"] * (hits < len(wanted))
        said += [f"{extra} too much"] * bool(extra)
        said += ["a step comes too early"] * (hits == len(wanted) and not all(kept))
        return share, f"{', '.join(said).capitalize()}." if said else "Right."

    @staticmethod
    def _kept(mine: list[str], a: str, b: str) -> bool:
        return a in mine and b in mine and mine.index(a) < mine.index(b)

    def example(self) -> list[str]:
        return list(self.steps)


def _plain(word: Any) -> str:
    return "".join(str(word).split()).casefold()


def press(ask: Ask) -> Machine:
    """Return the press this apprentice stands before."""
    return own_unit(ask.lab, ask.seed) or ask.lab.machine


def second(machine: Machine) -> Source:
    """Return the feed that comes from elsewhere."""
    here = {e.component.tag for s in machine.sheets if s.title not in machine.elsewhere
            for e in s.elements()}  # fmt: skip
    return next(s for s in sources(machine) if s.kind == "feed" and s.tag not in here)


def graph(ask: Ask) -> dict[str, Expected]:
    machine = press(ask)
    tag, feed = machine.numbered, second(machine)
    load = next(p.rpartition(":")[0] for p in sorted(feed.ports)
                if p.rpartition(":")[0] != tag("F8"))  # fmt: skip
    why = "Follow the auxiliary circuit from its first terminal to the sheet it comes from."
    return {
        "480 V: what I switch off and lock": Word(tag("Q1"), why="Power circuit, first part."),
        "24 V control: what I switch off and lock": Word(tag("Q2"), why="24 V supply: Q1 is not "
                                                          "in it."),
        "second feed: what I switch off and lock": Word(feed.tag, why=why),
        "second feed: what of the press hangs on it": Word(load, why=why),
        "second feed: voltage it brings in (V)": Number(machine.component(tag("G3")).values
                                                        ["voltage"], why="Panel LP-2."),
        "air: what I close and lock": Word(tag("Q3"), why="Air circuit, behind the main."),
        "air: what lets it off": Word(tag("Q11"), why="Behind the isolating valve."),
        "oil: what lets it off": Word(tag("Q10"), why="Circuit of oil and gravity."),
        "gravity: what a prop goes under": Word(tag("C2"), why="Oil holds it up, so far."),
    }  # fmt: skip


def energy(ask: Ask) -> dict[str, Expected]:
    """Joules by the model; by hand: m·g·h, p·V·ln(p/p0), p·V."""
    sim = Simulation(press(ask))
    known = lambda tag: float(sim.machine.component(tag).stored(sim.views[tag])[0])  # noqa: E731
    tag = sim.machine.numbered
    return {
        "raised platen (kJ)": Number(known(tag("C2")) / 1e3, why="m·g·h, h in metres."),
        "accumulator (kJ)": Number(known(tag("C1")) / 1e3, why="p0·V·ln(p/p0); 1 bar·L is 0.1 kJ."),
        "air clamp (kJ)": Number(known(tag("C3")) / 1e3, margin=0.2, why="p·V; 1 bar·L is 0.1 kJ."),
        "bar at which the oil no longer carries the platen": Number(
            float(sim.machine.component(tag("C2")).needs(sim.views[tag("C2")])[0]),
            margin=1.0, why="Weight over area: m·g/(π/4·d²).",
        ),
    }  # fmt: skip


def sequence(ask: Ask) -> Expected:
    """The lockout of this press, from its energy graph: steps, and what must come first."""
    machine = press(ask)
    locks = [f"lock {s.isolator}" for s in sources(machine) if s.isolator]
    props = [f"prop {s.tag}" for s in sources(machine) if s.blocks]
    lets = [f"open {s.release}" for s in sources(machine) if s.release]
    tries = f"try {machine.numbered('S1')}"
    steps = (TELL, STOP, *locks, *props, *lets, PROVE, TEST, AGAIN, tries)
    chain = [(TELL, STOP), (PROVE, TEST), (TEST, AGAIN), (AGAIN, tries)]
    before = [(STOP, x) for x in locks] + [(x, y) for x in locks for y in (*props, *lets, PROVE)]
    before += [(x, y) for x in props for y in lets] + [(x, tries) for x in lets]
    why = (
        "Off and locked comes before let off; the prop before the oil; 0 V is read between proofs."
    )
    return Order(steps, (*chain, *before), why)
