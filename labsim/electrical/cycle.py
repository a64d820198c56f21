"""One cycle of everything that moves: what an oscilloscope can see of a machine as it stands.

Mains, shafts and drives of a machine repeat after CYCLE: six periods of 60 Hz, one turn of a shaft
at 600 rpm. So one cycle, after it has settled, is all there is to know, however long one looks.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from labsim.core.told import Seen
from labsim.electrical.transient import STEP, Transient, Waves

__all__ = ["CYCLE", "Cycle"]

CYCLE = 0.1  # s
SETTLING = 1  # cycle from the steady state on: 2 µV are left (label line)
ROOM = 200e6  # bytes of waves that are kept in this process

_PLACES: dict[str, list[tuple[str, str]]] = {}  # what the waves of a circuit depend on
_KEPT: OrderedDict[str, np.ndarray] = OrderedDict()


class Cycle:
    """Works out the waves of a network; those of situations that come back are kept."""

    def __init__(self, net: Any) -> None:
        self.net = net
        self.key = ""
        self.waves: Waves | None = None
        self.memo: dict[str, Any] = {}
        lines = [f"{b.title} {b.a} {b.b} {b.when}" for b in [*net.branches, *net.moving]]
        self.circuit = f"{type(net.sim.machine).__qualname__} {net.hertz} {' '.join(lines)}"

    def _key(self) -> str:
        """Return the content of all that the waves depend on; "" while that is not known."""
        sim, places = self.net.sim, _PLACES.get(self.circuit)
        if places is None:
            return ""
        known = hashlib.blake2b(self.circuit.encode(), digest_size=16)
        for place in places:
            known.update(np.ascontiguousarray(sim.at(place)).tobytes())
        known.update(self.net.g.tobytes())
        return known.hexdigest()

    def now(self) -> Waves:
        """Return one cycle of the voltage of every node, as the machine stands."""
        self.net.sim.solve()
        self.net.sim.unsure()
        key = self._key()
        if self.waves is None or not key or key != self.key:
            self.waves, self.memo = self._fetch(key), {}
            self.key = self._key()
        return self.waves

    def _fetch(self, key: str) -> Waves:
        """Return the waves of a situation, kept or worked out."""
        net, data = self.net, _KEPT.get(key)
        if data is not None:
            _KEPT.move_to_end(key)
            nodes = {n: k for k, n in enumerate(dict.fromkeys(net.node_of.values()))}
            return Waves(net, STEP * np.arange(data.shape[2]), nodes, {}, data)
        waves = self._run()
        _KEPT[self._key()] = waves.data
        while len(_KEPT) > 1 and sum(kept.nbytes for kept in _KEPT.values()) > ROOM:
            _KEPT.popitem(last=False)
        return waves

    def _run(self) -> Waves:
        """Let the circuit settle and record a cycle; note what that depended on."""
        net, sim = self.net, self.net.sim
        outer, sim.read = sim.read, Seen()
        try:
            run = Transient(net, STEP)
            run.run(SETTLING * CYCLE)
            waves = run.run(CYCLE, net.node_of)
            # What only lags, the heat of a fuse, moves no voltage unless a law reads it.
            rest = {place for place in sim.read if place not in sim._lags}
            found = rest.union(*(law.read or {} for law in net._laws))
            _PLACES[self.circuit] = sorted(found | set(_PLACES.get(self.circuit, ())))
        finally:
            sim.read = outer
        nodes = {n: k for k, n in enumerate(dict.fromkeys(net.node_of.values()))}
        order = [waves.nodes[n] for n in nodes]
        return Waves(net, waves.time, nodes, {}, waves.data[:, order].astype(np.float32))

    def once(self, name: str, work: Callable[[], Any]) -> Any:
        """Work something out once for as long as the waves stay as they are."""
        self.now()
        if name not in self.memo:
            self.memo[name] = work()
        return self.memo[name]
