"""Waveforms: the circuit from moment to moment, all variants at once, in steps of one length.

Trapezoidal rule, because halving its step quarters its error; for two steps after a diode or a
switch has changed backward Euler, because the trapezoidal rule would ring on where voltages jump.
Diodes are the piecewise-linear ones of the steady state: in each step a pattern of them is looked
for that contradicts no current and no voltage. For each pattern a step is one small matrix, made
once (reduced.py, docs/adr/0008). Steady states of machines do not pass through here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.electrical.branch import EARTH
from labsim.electrical.moving import Moving
from labsim.electrical.reduced import Pattern, Reduced

__all__ = ["STEP", "Transient", "Waves"]

STEP = 25e-6  # s
HOPS, TOGETHER = 100, 10  # as in network.py: changes of diodes tried in a step
SOFT = 2  # steps of backward Euler after a change: what jumps is over, what stores goes on


@dataclass
class Waves:
    """Recorded: time in s, volts of nodes and amps of branches (variants, ·, samples)."""

    net: Any
    time: np.ndarray
    nodes: dict[int, int]
    branches: dict[tuple[str, str], int]
    data: np.ndarray

    def node(self, node: int) -> np.ndarray:
        """Return the voltage of a node to earth, (variants, samples)."""
        if node == EARTH:
            return np.zeros((self.data.shape[0], len(self.time)))
        return self.data[:, self.nodes[node]]

    def volts(self, a: Port, b: Port | None = None) -> np.ndarray:
        """Return the voltage between two ports, b=None meaning earth, (variants, samples)."""
        low = 0.0 if b is None else self.node(self.net.node_of[b])
        return self.node(self.net.node_of[a]) - low

    def amps(self, tag: str, branch: str) -> np.ndarray:
        """Return the current of a branch, (variants, samples)."""
        return self.data[:, len(self.nodes) + self.branches[tag, branch]]


class Transient(Moving):
    """Runs an electrical network through time from its steady state on.

    Parts of a circuit in which nothing stores energy, moves or switches are left out.
    """

    def __init__(self, net: Any, step: float = STEP) -> None:
        super().__init__(net)
        self.h, self.now = step, 0.0
        self.rest()

    # state --------------------------------------------------------------------------------
    def rest(self, empty: bool = False) -> Transient:
        """Begin in the steady state (of AC: at the crest of the first source), or `empty`."""
        self.circuit = c = self.circuit_now()
        self.now, count = 0.0, self.net.sim.count
        self.on = np.zeros((count, len(c.switched)), dtype=bool)
        amps, volts = np.zeros((2, count, len(c.storing)))
        for n, k in enumerate(c.storing if not empty else ()):
            branch = self.branches[k]
            known = self.index.get(id(branch))
            crest = np.sqrt(2.0) if self.is_ac(branch) else 1.0
            across = crest * (self.net._at(branch.a) - self.net._at(branch.b)).real
            amps[:, n] = 0.0 if known is None else crest * self.net.i[:, known].real
            open_ = ~np.isfinite(self.ohms[:, k])
            drop = np.where(open_, 0.0, self.ohms[:, k]) * amps[:, n]
            volts[:, n] = across - drop - crest * self.e[:, k].real
            coil = ~self.is_ac(branch) & (self.henries[:, k] > 0)
            volts[:, n] = np.where(coil | open_, 0.0, volts[:, n])
        self.state = np.concatenate([amps, volts], axis=1)
        for n, k in enumerate(c.switched):
            known = self.index.get(id(self.branches[k]))
            self.on[:, n] = False if known is None or empty else self.net.on[:, known]
        self.soft = np.full(count, SOFT)
        return self

    # running ------------------------------------------------------------------------------
    def run(self, seconds: float, ports: Any = (), amps: Any = ()) -> Waves:
        """Let time pass; record nodes of these ports and currents of these (tag, branch)."""
        steps = round(seconds / self.h)
        time = self.now + self.h * np.arange(1, steps + 1)
        nodes = list(dict.fromkeys(self.net.node_of[p] for p in ports))
        missing = [n for n in nodes if n not in self.place]
        rows = [self.row[id(self.net.branches[self.net.index[tag]])] for tag in amps]
        self._prepare([self.place[n] for n in nodes if n in self.place], rows)
        push, gates = self._push(time), self._gates(time)
        if push.any() or self.state.any():
            data = self._recorded(*self._march(push, gates))
        else:  # nothing drives, nothing is stored
            data = np.zeros((self.net.sim.count, self._reduced[False].show.shape[1], steps))
        self.now = float(time[-1]) if steps else self.now
        known = [n for n in nodes if n in self.place]
        still = [np.repeat(self._still(n, time)[:, None], 1, axis=1) for n in missing]
        if still:
            data = np.concatenate([data[:, : len(known)], *still, data[:, len(known) :]], axis=1)
        places = {n: k for k, n in enumerate([*known, *missing])}
        return Waves(self.net, time, places, {tag: k for k, tag in enumerate(amps)}, data)

    def _still(self, node: int, time: np.ndarray) -> np.ndarray:
        """Return the wave of a node outside: DC stays, AC goes on as its phasor says."""
        v = self.net._at(node)
        if not self.net.alternating[node]:
            return np.repeat(v.real[:, None], len(time), axis=1)
        turn = np.exp(2j * np.pi * self.net.hertz * time)
        return np.sqrt(2.0) * (v[:, None] * turn).real

    def _prepare(self, nodes: list[int], rows: list[int]) -> None:
        """Make ready what depends on what is recorded."""
        show = np.array(nodes, dtype=int), np.array(rows, dtype=int)
        c = self.circuit = self.circuit_now()
        self._reduced = {s: Reduced(c, self.h, s, *show) for s in (False, True)}
        self.kept: dict[int, tuple[int, Pattern]] = {}
        rows = 2 * len(c.storing) + len(c.switched)
        shape = 0, self.net.sim.count, rows, 2 * len(c.storing) + len(c.driven)
        self.bank, self.bank_rest = np.empty(shape), np.empty(shape[:-1])
        self.diode = np.array([self.branches[k].kind == "diode" for k in c.switched], dtype=bool)
        self.bits = 2 ** np.arange(1, len(c.switched) + 1, dtype=np.int64)
        self.whole = np.isfinite(self.ohms[:, c.switched])
        self.threshold = self.e[:, c.switched].real

    def _push(self, time: np.ndarray) -> np.ndarray:
        """Return E of the driven branches at every moment: (samples, variants, driven)."""
        found = np.empty((len(time), self.net.sim.count, len(self.circuit.driven)))
        turn = np.sqrt(2.0) * np.exp(2j * np.pi * self.net.hertz * time)
        for n, k in enumerate(self.circuit.driven):
            branch, e = self.branches[k], self.e[:, k]
            if branch.wave:
                found[:, :, n] = np.transpose(branch.wave(branch.view, time))
            elif self.is_ac(branch):
                found[:, :, n] = (turn[:, None] * e).real
            else:
                found[:, :, n] = e.real
        return found

    def _gates(self, time: np.ndarray) -> np.ndarray:
        """Tell which switches may conduct at every moment: (samples, variants, switches)."""
        allowed = np.empty((len(time), *self.whole.shape), dtype=bool)
        allowed[:] = self.whole
        for n, k in enumerate(self.circuit.switched):
            branch = self.branches[k]
            if branch.gate:
                allowed[:, :, n] &= np.transpose(branch.gate(branch.view, time))
        return allowed

    def _march(self, push: np.ndarray, gates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Go step by step; return the inputs of every step and the pattern each variant had."""
        size = self.state.shape[1]
        inputs = np.empty((len(push), self.net.sim.count, size + push.shape[2]))
        keys = np.empty(inputs.shape[:2], dtype=np.int64)
        self.armed = np.full(self.net.sim.count, -1, dtype=np.int64)
        turns = np.append(True, (gates[1:] != gates[:-1]).any(axis=(1, 2)))
        calm = False  # no variant is within its steps of backward Euler
        for n, given in enumerate(inputs):
            given[:, :size], given[:, size:] = self.state, push[n]
            out = self._same(given) if calm and not turns[n] else None
            if out is None:
                out = self._one(given, gates[n])
                calm = not self.soft.any()
            self.state, keys[n] = out[:, :size], self.armed
        return inputs, keys

    def _same(self, given: np.ndarray) -> np.ndarray | None:
        """Go a step with the patterns as they are; None when one of them will not do."""
        out = np.einsum("vij,vj->vi", self.step, given) + self.rest_of
        wrong = self.sign * out[:, self.state.shape[1] :] > self.limit
        return None if wrong.any() else out

    def _one(self, given: np.ndarray, allowed: np.ndarray) -> np.ndarray:
        """Find the pattern of this step that contradicts nothing, and what comes of it."""
        want = np.where(self.diode, self.on & allowed, allowed)
        changed = (want != self.on).any(axis=1)
        self.on, self.soft = want, np.where(changed, SOFT, np.maximum(self.soft - 1, 0))
        for hop in range(HOPS):
            self._arm(self.on @ self.bits + (self.soft > 0))
            out = np.einsum("vij,vj->vi", self.step, given) + self.rest_of
            self.sign = np.where(self.on, -1.0, 1.0) * (allowed & self.diode)
            self.limit = np.where(self.on, 1e-12, 1e-9)
            wrong = self.sign * out[:, self.state.shape[1] :] > self.limit
            if not wrong.any():
                return out
            if hop >= TOGETHER:
                wrong &= np.cumsum(wrong, axis=1) == 1
            self.on = self.on ^ wrong
            self.soft = np.where(wrong.any(axis=1), SOFT, self.soft)
        raise LabsimError("diodes of this circuit find no stable state")

    def _arm(self, keys: np.ndarray) -> None:
        """Put each variant's step for its pattern in place; make those not met before."""
        moved = np.flatnonzero(keys != self.armed)
        if not len(moved):
            return
        met, which = np.unique(keys[moved], return_inverse=True)
        slots = np.array([self._slot(key) for key in met.tolist()])[which]
        if (self.armed < 0).all():
            self.step, self.rest_of = self.bank[0].copy(), self.bank_rest[0].copy()
        self.step[moved] = self.bank[slots, moved]
        self.rest_of[moved] = self.bank_rest[slots, moved]
        self.armed = keys

    def _slot(self, key: int) -> int:
        """Return where the steps of a pattern are kept, made when it is first met."""
        if key not in self.kept:
            on = ((key & self.bits) > 0) & self.whole
            made = self._reduced[bool(key & 1)].pattern(on, self.threshold)
            self.kept[key] = len(self.kept), made
            if len(self.kept) > len(self.bank):
                room = (max(16, 2 * len(self.bank)), *made.step.shape)
                self.bank, old = np.empty(room), self.bank
                self.bank_rest, rest = np.empty(room[:-1]), self.bank_rest
                self.bank[: len(old)], self.bank_rest[: len(old)] = old, rest
            self.bank[len(self.kept) - 1], self.bank_rest[len(self.kept) - 1] = made.step, made.rest
        return self.kept[key][0]

    def _recorded(self, inputs: np.ndarray, keys: np.ndarray) -> np.ndarray:
        """Work out what is recorded, pattern by pattern: (variants, recorded, samples)."""
        shown = self._reduced[False].show.shape[1]
        data = np.empty((keys.shape[1], shown, len(keys)))
        for v in range(len(data) if shown else 0):
            order = np.argsort(keys[:, v], kind="stable")
            met, first = np.unique(keys[order, v], return_index=True)
            for key, when in zip(met.tolist(), np.split(order, first[1:]), strict=True):
                made = self.kept[key][1]
                data[v][:, when] = made.show[v] @ inputs[when, v].T + made.show_rest[v][:, None]
        return data
