"""A transient as a deck for ngspice: the same branches, from the same stored energy on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.electrical.branch import EARTH
from labsim.electrical.deck import LEAST, SOFT, number, unique

__all__ = ["WaveDeck"]

HEADER = """\
* {title}
* Written by labsim: the circuit from moment to moment, from the stored energy of its steady state.
* Node k1_a1 is terminal K1:A1, net7 the joint of several wires; earth is node 0. The V source of a
* branch carries what drives it and measures its current. R below {least:g} ohm is written as H.
* Diodes are B sources, as in the deck of the steady state; a switch worked by time is one too.
.options method=trap reltol=1e-5 abstol=1e-9 vntol=1e-7"""


@dataclass
class WaveDeck:
    """The deck of one variant of a Transient for so many seconds; `nodes` names what answers."""

    run: Any
    seconds: float
    variant: int = 0
    every: float = 25e-6  # s between the points of what moves by itself
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        run, net = self.run, self.run.net
        every = unique(net.node_names)
        self.nodes = {int(n): every[n] for n in run.nodes}
        self.names = unique([f"{branch.title} {k}" for k, branch in enumerate(run.branches)])
        self.time = np.arange(0.0, self.seconds + self.every, self.every)
        self.begin = run.now  # what moves by itself has moved so far
        self.lines += HEADER.format(title=net.sim.machine.title, least=LEAST).splitlines()
        for k, branch in enumerate(run.branches):
            if np.isfinite(run.ohms[self.variant, k]):
                self._branch(k, branch)
        for first, second, henries in run.circuit.mutual:
            if first > second:  # written once
                continue
            size = np.sqrt(np.prod(run.henries[self.variant, [first, second]]))
            a, b, factor = self.names[first], self.names[second], henries[self.variant] / size
            self.lines.append(f"K{a}_{b} L{a} L{b} {number(factor)}")
        for n, siemens in zip(run.nodes, net.g[self.variant, run.nodes], strict=True):
            name = self.nodes[int(n)]
            self.lines.append(f"Rleak_{name} {name} 0 {number(1 / siemens)}")
        step = number(self.every)
        self.lines += [f".tran {step} {number(self.seconds)} 0 {step} uic", ".end"]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def node(self, node: int) -> str:
        return "0" if node == EARTH else self.nodes[node]

    def meter(self, tag: str, branch: str) -> str:
        """Return the name under which ngspice answers the current of a branch."""
        run = self.run
        return f"v{self.names[run.row[id(run.net.branches[run.net.index[tag, branch]])]]}#branch"

    def _branch(self, k: int, branch: Any) -> None:
        if branch.kind == "diode" or branch.gate:
            self._switch(k, branch)
            return
        name = self.names[k]
        parts = [(f"V{name}", self._drive(k, branch)), *self._store(k)]
        inner = [f"{name}_{n}" for n in range(1, len(parts))]
        chain = [self.node(branch.a), *inner, self.node(branch.b)]
        for (element, value), a, b in zip(parts, chain, chain[1:], strict=False):
            self.lines.append(f"{element} {a} {b} {value}")

    def _drive(self, k: int, branch: Any) -> str:
        e = complex(self.run.e[self.variant, k])
        if branch.wave:
            wave = branch.wave(branch.view, self.begin + self.time)[self.variant]
            return f"PWL({self._points(wave)})"
        if self.run.is_ac(branch) and e:
            crest, degrees = np.sqrt(2) * abs(e), np.degrees(np.angle(e)) + 90
            degrees += 360 * self.run.net.hertz * self.begin
            return f"SIN(0 {number(crest)} {number(self.run.net.hertz)} 0 0 {number(degrees)})"
        return f"DC {number(e.real)}"

    def _points(self, values: np.ndarray) -> str:
        return " ".join(f"{t:.9g} {v:.9g}" for t, v in zip(self.time, values, strict=True))

    def _store(self, k: int) -> list[tuple[str, str]]:
        """Return resistance, inductance and capacitance, with the energy they begin with."""
        run, v, name, parts = self.run, self.variant, self.names[k], []
        ohms = run.ohms[v, k]
        parts.append((f"H{name}", f"V{name} {number(ohms)}") if ohms < LEAST else
                     (f"R{name}", number(ohms)))  # fmt: skip
        storing = list(run.circuit.storing)
        n = storing.index(k) if k in storing else 0
        if run.henries[v, k] > 0:
            parts.append((f"L{name}", f"{number(run.henries[v, k])} IC={run.state[v, n]!s}"))
        if run.daraf[v, k] > 0:
            stored = run.state[v, len(storing) + n]
            parts.append((f"C{name}", f"{number(1 / run.daraf[v, k])} IC={stored!s}"))
        return parts

    def _switch(self, k: int, branch: Any) -> None:
        """Write i = (v - E + ρ·i) / (R + ρ) where it conducts, as in the steady deck."""
        name, cathode, inner = self.names[k], self.node(branch.b), f"{self.names[k]}_1"
        e, ohms = self.run.e[self.variant, k].real, self.run.ohms[self.variant, k]
        law = f"(V({inner},{cathode})-{number(e)}+{SOFT}*I(V{name}))/{number(ohms + SOFT)}"
        law = f"uramp({law})" if branch.kind == "diode" else law
        if branch.gate:
            gate = branch.gate(branch.view, self.begin + self.time)[self.variant] * 1.0
            self.lines.append(f"Vgate_{name} gate_{name} 0 PWL({self._points(gate)})")
            law = f"V(gate_{name})*{law}"
        self.lines.append(f"V{name} {self.node(branch.a)} {inner} DC 0")
        self.lines.append(f"B{name} {inner} {cathode} I={law}")
