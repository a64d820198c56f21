"""What a controller holds and what can be wrong with it; how it shows, is read and is worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Fault, Param, State, texts
from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Port
from labsim.core.view import View
from labsim.plc.parts.cards import Reading, Wired, told
from labsim.plc.parts.scanning import BEGINS, PROGRAM, RUN, beats, ready, work

__all__ = ["PROGRAM_MARK", "Operated"]

MODES = ("program", "run")
PROGRAM_MARK = "program"  # A1:program is what a compare tool reads


def _points(part: Any) -> np.ndarray:
    return np.zeros(len(part.points), dtype=bool)


def _inputs(part: Any) -> np.ndarray:
    return np.zeros(sum(len(card.inputs) for card in part.hosts), dtype=bool)


def _words(part: Any) -> np.ndarray:
    return np.zeros(sum(len(card.analog) for card in part.hosts), dtype=int)


class _Memory(Reading):
    """What a controller holds; every state is one value, or one row, for each variant."""

    core = State(None, "memory of the controller after its last scan")
    due = State(0.0, "s, when a scan with the same inputs may change anything")
    last = State(-1.0, "s, when it last scanned")
    up = State(0.0, "s, from which it is up after its supply came")
    fed = State(False, "supply high enough")
    lost = State(False, "its program is gone")
    halted = State(False, "stopped by a major fault")
    asked = State(False, "something was done to it since the last scan")
    begin = State(0, "how the next scan begins: 1 after power, 2 after program mode")
    mode = State(RUN, "1: run, 0: program")
    sown = State(0.0, "which forces that were left have been set")
    taken = State(_inputs, "inputs as they were last scanned")
    unforced = State(_inputs, "inputs as the cards had them")
    raw = State(_words, "words as they were last scanned")
    forced = State(_points, "points that are forced")
    forced_to = State(_points, "what to")


class _Processor(_Memory):
    """What can be wrong with a controller and with what is in it."""

    scan = Param(0.010, "s", "from scan to scan")
    watchdog = Param(0.5, "s", "scan time at which it stops (assumed)")
    lowest = Param(18.0, "V", "supply from which it works (assumed; 20.4 V is rated)")
    load = Param(160.0, "Ω", "of its own electronics (24 V, 0.15 A; assumed)")
    works = Param(1.0, "", "1: the processor works")
    battery = Param(1.0, "", "1: its battery is good")
    stale = Param(0.0, "", "1: its remote inputs keep the values they had")
    edit = Param(0.0, "", "which program runs: 0 the right one")
    forces = Param(0.0, "", "which forces somebody has left: 0 none")
    dead = Fault("processor dead", 0.2, works=0.0)
    flat = Fault("battery empty", 0.3, battery=0.0)
    slow = Fault("scan overrun", 0.2, scan=(0.25, 0.6))
    menu: ClassVar[Mapping[str, str]] = {"program": "edit", "forces": "forces"}

    def laws(self, net: Any) -> None:
        super().laws(net)
        if self.supply:
            net.branch("supply", *self.supply, lambda c: c.load)

    def rules(self, c: View) -> None:
        Wired.rules(self, c)
        c.wake(min(self.looks(c), work(c)))

    def entered(self, c: View) -> None:
        """Take note of a download, or of forces taken out."""
        c.remember("lost", np.zeros(c.count, dtype=bool))
        c.remember("halted", np.zeros(c.count, dtype=bool))
        c.remember("asked", np.ones(c.count, dtype=bool))

    def awake(self, c: View) -> np.ndarray:
        return c.fed & (c.works > 0.5)


class _Named(_Processor):
    """How its points and variables are called: terminals, addresses, names of the program."""

    hosts = property(lambda self: (self, *self.cards))
    points = property(lambda self: [*self.of("inputs"), *self.of("outputs")])

    def of(self, kind: str) -> list[str]:
        """Return the addresses of all channels of a kind, those of its cards last."""
        return [ch.address for card in self.hosts for ch in getattr(card, kind, ())]

    @cached_property
    def called(self) -> dict[str, str]:
        """What the program calls every channel, by address."""
        kinds = ("inputs", "analog", "outputs")
        found = [ch for kind in kinds for card in self.hosts for ch in getattr(card, kind, ())]
        return {ch.address: "" if ch.tag == "-" else self.logic.tag(ch.address, ch.tag)
                for ch in found}  # fmt: skip

    @cached_property
    def names(self) -> tuple[list[str], list[str]]:
        """What the program calls its inputs, words behind bits, and its outputs."""
        ins = [*self.of("inputs"), *self.of("analog")]
        return [self.called[a] for a in ins], [self.called[a] for a in self.of("outputs")]


class _Variables(_Named):
    """What of it can be read online, and what it read itself."""

    @property
    def worth(self) -> list[str]:
        """What is worth a look online: every channel, and what the author names."""
        return [*dict.fromkeys([*self.points, *self.of("analog"), *self.watch])]

    def port(self, mark: object) -> Port:
        """Return a terminal, or a variable of the program to be read online."""
        name = str(mark)
        if name in self.marks or name in self.worth or name == PROGRAM_MARK:
            return Port(self, name)
        if self.logic.variable(name):
            return Port(self, name)
        there = [*self.marks, *self.worth, *self.logic.tags]
        raise unknown(self.tag or "This PLC", "terminal or variable", name, dict.fromkeys(there))

    def given(self, c: View, n: int, later: Any = True) -> dict[str, Any]:
        """Return what a variant reads, by name; nothing when no scan is to be made."""
        row = [*c.taken[n].tolist(), *c.raw[n].tolist()]
        named = zip(self.names[0], row, strict=True)
        return {name: value for name, value in named if name} if later else {}


class _Held(_Variables):
    """What it holds, read and written whole, as a client of its network does."""

    @staticmethod
    def moment(c: View) -> np.ndarray:
        """Return the last multiple of the scan time, in ms."""
        every = beats(c)
        return np.floor(round(c.now / 0.01) / every) * every * 10

    def held(self, c: View, n: int = 0) -> tuple[Any, ...]:
        """Return the whole memory of a variant that has scanned, as it is online now."""
        ms = self.moment(c)[n]
        later = ready(c)[n] and ms > 1e3 * c.last[n] + 0.5
        return self.logic.held(c.core[n], int(ms), self.given(c, n, later))

    def write(self, c: View, name: str, value: Any) -> None:
        """Put a value into a variable of every variant, as an HMI does: the next scan sees it.

        LabsimError when there is no such variable, or no controller that answers.
        """
        if not self.awake(c).all() or any(core is None for core in c.core) or c.lost.any():
            raise LabsimError(f"{self.tag} does not answer: nothing can be written")
        cores = c.core.copy()
        cores[:] = [self.logic.put(core, name, value) for core in cores]
        c.remember("core", cores)
        c.remember("asked", np.ones(c.count, dtype=bool))


class _Shown(_Held):
    """How it shows, and what it tells online."""

    def look(self, c: View) -> np.ndarray:
        dark, run = ~(c.fed & (c.works > 0.5)), ready(c)
        head = texts(c, "RUN", (dark, "all LEDs dark"), (~run & (c.mode == RUN), "FLT"),
                     (~run, "RUN dark"))  # fmt: skip
        for on, text in ((c.forced.any(axis=1), ", FORCE"), (c.battery < 0.5, ", BATT")):
            head = np.where(on & ~dark, np.char.add(head, text), head)
        lamps = [(name, on & ~dark) for name, on in self.lamps(c)]
        return np.where(dark, head, told(c, lamps, head))

    def shown(self, c: View, names: Sequence[str]) -> np.ndarray:
        """Return what an engineering tool shows of variables now: (variants, names), NaN: nothing.

        A reading makes no scan: timers are told as they stand at the last multiple of the scan.
        """
        found = np.full((c.count, len(names)), np.nan)
        online, runs = c.fed & (c.works > 0.5) & ~c.lost, ready(c)
        paths, ms = [self.called.get(n, n) for n in names], self.moment(c)
        known: dict[tuple[Any, ...], list[float]] = {}
        for n in np.flatnonzero(online):
            core, later = c.core[n], runs[n] and ms[n] > 1e3 * c.last[n] + 0.5
            key = id(core), later, c.taken[n].tobytes(), c.raw[n].tobytes()
            if core is not None and key not in known:
                known[key] = self.logic.seen(core, int(ms[n]), self.given(c, n, later), paths)
            found[n] = known.get(key, np.nan)
        for k, name in enumerate(names):  # a spare input: what its card gives
            if paths[k] == "" and name in self.of("inputs"):
                bit = c.taken[:, self.of("inputs").index(name)]
                found[:, k] = np.where(np.isnan(found[:, k]), np.nan, bit)
        return found


class Operated(_Shown):
    """How it is forced and switched."""

    takes: ClassVar[Mapping[str, float]] = {"program": 8.0, "forces": 0.5}  # min (assumed)

    def force(self, c: View, point: str, on: bool | None) -> None:
        """Force a point, or (None) take its force out; what somebody left there is gone with it."""
        k = self.points.index(point)
        forced, to = c.forced.copy(), c.forced_to.copy()
        forced[:, k], to[:, k] = on is not None, bool(on)
        for name, value in (("forced", forced), ("forced_to", to)):
            c.remember(name, value)
        c.remember("asked", np.ones(c.count, dtype=bool))
        still = [any(forced[n, self.points.index(p)] for p in self.left[round(float(left))])
                 for n, left in enumerate(c.forces)]  # fmt: skip
        if on is None and (~np.array(still) & (c.forces > 0)).any():
            c.sim.enter(self.tag, "forces", np.where(still, c.forces, 0.0))

    def switch(self, c: View, to: str) -> None:
        """Put it into run or program mode; a major fault is cleared by the way through program."""
        run = np.full(c.count, MODES.index(to))
        begin = np.where((c.mode == PROGRAM) & (run == RUN), BEGINS.index("run"), c.begin)
        c.remember("begin", begin)
        c.remember("mode", run)
        c.remember("halted", c.halted & (run == RUN))
        c.remember("asked", np.ones(c.count, dtype=bool))
