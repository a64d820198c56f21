"""Remote I/O on a device-level ring: couplers, the cables between them, the scanner that asks them.

The scanner sends every rack a frame each update time and wants an answer. Its second port is
blocked while the ring is closed; where the ring is open it reaches what is behind the gap the other
way round. The frame model is in survey.py; nothing in it is random: counters tell what a minute
brings on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from labsim.core.clock import TICK
from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.errors import LabsimError
from labsim.core.sheet import Element, Port, Sheet
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork
from labsim.plc.parts.channels import channels
from labsim.plc.parts.survey import NO_ANSWER, STATUS, Survey, survey

__all__ = ["Coupler", "Member", "NetworkCable", "Ring", "RingScanner"]

TIMEOUT, OPENS = 0.32, 0.5  # s: 16 updates without answer; to open a connection anew (assumed)
TOLD = {
    **{("status", n): f"{n}, {said}" for n, said in enumerate(STATUS)},
    **{("link", n): f"{n}, {said}" for n, said in enumerate(("down", "up"))},
    **{("ring", n): f"{n}, {said}" for n, said in enumerate(("open", "closed"))},
}
NONE = 32767  # what the word of an update time holds without a connection


class NetworkCable(Component):
    """Network cable of a ring, from the second port of one device to the first of the next.

    A frame that comes damaged is dropped and counted by the port that hears it. `joins` are the two
    devices, set by the scanner: hands at a plug are hands at their terminals.
    """

    title, letter, price, swap = "network cable", "W", 28.0, 10.0
    looking = 0.5
    joins: tuple[Any, ...] = ()
    broken = Param(0.0, "", "1: a pair is broken: neither end has a link")
    lost_there = Param(0.0, "", "part of the frames damaged on the way from its first end")
    lost_back = Param(0.0, "", "part of the frames damaged on the way back")
    torn = Fault("broken", 1.0, broken=1.0)
    screen = Fault("screen torn off", 1.2, lost_there=(0.08, 0.25), lost_back=(0.08, 0.25))
    crushed = Fault("plug at its far end crushed", 1.0, lost_there=(0.1, 0.3))


class _Device(Component):
    """A device on 24 V: it works while it has its supply."""

    letter, symbol = "A", "Box"
    network = ElectricalNetwork
    marks = ("L+", "M")
    load = Param(240.0, "Ω", "of its own electronics (24 V, 0.1 A; assumed)")
    lowest = Param(18.0, "V", "supply from which it works (assumed; 20.4 V is rated)")
    works = Param(1.0, "", "1: its electronics work")
    fed = State(False, "supply high enough")
    dead = Fault("electronics dead", 0.8, works=0.0)

    def laws(self, net: Any) -> None:
        net.branch("supply", "L+", "M", lambda c: c.load)

    def rules(self, c: View) -> None:
        c.follow("fed", c.volts("L+", "M").real >= c.lowest)

    def awake(self, c: View) -> np.ndarray:
        return c.fed & (c.works > 0.5)


class Member(_Device):
    """A device on the ring: two ports, and figures the engineering tool reads out of it."""

    @property
    def worth(self) -> tuple[str, ...]:
        """What of it is worth reading: link and CRC errors of the last minute, of each port."""
        return ("P1.link", "P1.crc", "P2.link", "P2.crc")

    def shown(self, c: View, names: Sequence[str]) -> np.ndarray:
        """Return what the tool shows of figures: (variants, names), NO_ANSWER where none comes."""
        found, heard = self.figures(c), self.heard(c)
        rows = [np.where(heard, found[name], NO_ANSWER) for name in names]
        return np.stack(rows, axis=1) if rows else np.zeros((c.count, 0))

    def told(self, name: str, value: float) -> str:
        """Say a figure in the words of the tool."""
        kind = name.rpartition(".")[2]
        return TOLD.get((kind, round(value)), "no answer" if value == NO_ANSWER else f"{value:g}")

    def heard(self, c: View) -> np.ndarray:
        """Tell for every variant whether the tool, plugged in at the scanner, reaches it."""
        raise NotImplementedError

    def figures(self, c: View) -> dict[str, np.ndarray]:
        """Return all figures by name."""
        raise NotImplementedError


class _Rack(Member):
    """What a rack has of the ring it is on."""

    ring: Any = None  # its scanner, set by that

    def among(self, c: View) -> tuple[Survey, int]:
        """Return how the ring is now, and which node of it this is."""
        ring = self.ring
        return c.sim.views[ring.tag].once(ring.surveyed), ring.nodes.index(self)

    def ticks(self, c: View) -> np.ndarray:
        """Return the ticks from one update of the rack that comes through to the next, at worst."""
        found, n = self.among(c)
        return np.maximum(1, np.rint(found.gap[:, n] / (1e3 * TICK))).astype(int)

    def heard(self, c: View) -> np.ndarray:
        found, n = self.among(c)
        return found.reached[:, n] & ~found.conflict[:, n]

    def figures(self, c: View) -> dict[str, np.ndarray]:
        found, n = self.among(c)
        return found.ports(n + 1)


class Coupler(_Rack):
    """Coupler of a remote rack, with the cards in its slots: `Coupler(A4, A5, address=1)`.

    A card in the wrong slot, or of another type, keeps the whole rack from being connected.
    `others` are the addresses somebody may have set by mistake: those of its neighbours.
    """

    title, price, swap = "bus coupler", 290.0, 20.0
    menu = {"address": "address"}
    takes = {"address": 4.0}  # min: switches set, then off and on (assumed)
    address = Param(1.0, "", "set at its rotary switches")
    online = State(False, "connected to the scanner")

    def __init__(self, *slots: Any, others: Sequence[int] = (), **params: Any) -> None:
        self.slots = slots
        super().__init__(**params)
        self.faults += [Fault(f"address switches set to {n}", 0.8, address=float(n))
                        for n in others]  # fmt: skip
        for card in slots:
            card.node = self

    def look(self, c: View) -> np.ndarray:
        found, n = self.among(c)
        up = self.awake(c)
        wrong = up & np.isin(found.status[:, n], (2, 3)) & ~found.conflict[:, n]
        ns = texts(c, "NS flashes red", (found.conflict[:, n], "NS red"), (c.online, "NS green"))
        text = np.char.add(np.where(wrong, "MS flashes red, ", "MS green, "), ns)
        set_to = np.char.add(", switches at ", np.rint(c.address).astype(int).astype(str))
        for port, link in (("LINK1", found.up[:, n]), ("LINK2", found.up[:, n + 1])):
            text = np.char.add(text, np.where(link, f", {port} lit", f", {port} dark"))
        return np.char.add(np.where(up, text, "all LEDs dark"), set_to)


class _Asking(Member):
    """How a scanner asks its racks, and what it makes of the answers."""

    bits = State(lambda part: np.zeros(len(part.inputs), dtype=bool), "what the controller gets")
    counts = State(lambda part: np.zeros(len(part.analog), dtype=int), "its words, in ms")

    def surveyed(self, c: View) -> Survey:
        """Work out how the ring is."""
        return survey(self, c)

    def heard(self, c: View) -> np.ndarray:
        return self.awake(c)

    def figures(self, c: View) -> dict[str, np.ndarray]:
        found: Survey = c.once(self.surveyed)
        return {**found.ports(0), **found.of_nodes(), "ring": found.closed,
                "conflict": self.twice(c)}  # fmt: skip

    def twice(self, c: View) -> np.ndarray:
        """Return the address that two devices have; 0: none."""
        at = np.stack([c.sim.views[node.tag].address for node in self.nodes], axis=1)
        return np.max(np.where(c.once(self.surveyed).conflict, at, 0.0), axis=1)

    def rules(self, c: View) -> None:
        super().rules(c)
        found: Survey = c.once(self.surveyed)
        for n, node in enumerate(self.nodes):
            good = found.status[:, n] == 0
            c.sim.views[node.tag].follow("online", good, np.where(good, OPENS, TIMEOUT))
        online = np.stack([c.sim.views[node.tag].online for node in self.nodes], axis=1)
        bits = np.column_stack([online, found.closed])
        words = np.where(online, np.rint(found.gap), NONE).astype(int)
        changed = not (np.array_equal(bits, c.bits) and np.array_equal(words, c.counts))
        if changed:
            c.remember("bits", bits)
            c.remember("counts", words)
        c.wake(c.now + TICK if changed else np.inf)


class RingScanner(_Asking):
    """Scanner of a controller, a ring supervisor: `RingScanner(W1, A3, W2, A5, W3, bits=…)`.

    To the controller it is one more card: `bits` are "connected" of each rack and "ring closed",
    `words` the longest time in ms between two updates of each rack.
    """

    title, price, swap = "network scanner", 420.0, 20.0
    outputs = ()

    def __init__(self, *line: Any, bits: str, words: str, **params: Any) -> None:
        self.cables, self.nodes = line[::2], line[1::2]
        self.inputs, self.analog = channels(bits, "M"), channels(words, "M")
        super().__init__(**params)
        if (len(self.inputs), len(self.analog)) != (len(self.nodes) + 1, len(self.nodes)):
            raise LabsimError(f"a ring of {len(self.nodes)} racks has a bit and a word of each, "
                              "and one bit more: ring closed")  # fmt: skip
        row = [self, *self.nodes, self]
        for n, cable in enumerate(self.cables):
            cable.joins = row[n], row[n + 1]
        for node in self.nodes:
            node.ring = self

    @property
    def worth(self) -> tuple[str, ...]:
        kinds = ("status", "gap", "lost")
        of_nodes = [f"node{n}.{kind}" for n in range(1, len(self.nodes) + 1) for kind in kinds]
        return ("ring", "nodes", "conflict", *of_nodes, *super().worth)

    def read(self, c: View) -> np.ndarray:
        """Return what the image gets of it."""
        return c.bits

    def look(self, c: View) -> np.ndarray:
        found: Survey = c.once(self.surveyed)
        all_on = (found.status == 0).all(axis=1)
        text = np.where(all_on, "NS green", "NS flashes red")
        text = np.char.add(text, np.where(found.closed, ", RING lit", ", RING flashes"))
        for port, link in (("LINK1", found.up[:, 0]), ("LINK2", found.up[:, -1])):
            text = np.char.add(text, np.where(link, f", {port} lit", f", {port} dark"))
        return np.where(self.awake(c), text, "all LEDs dark")


class Ring(Sheet):
    """The ring as it is drawn: `Ring("Device-level ring", A2)`. It joins no terminals."""

    def __init__(self, title: str, scanner: RingScanner) -> None:
        self.title, self.scanner = title, scanner

    def elements(self) -> Iterator[Element]:
        return iter(())

    def wires(self) -> Iterator[tuple[Port, Port]]:
        return iter(())
