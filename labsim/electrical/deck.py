"""An electrical network in its present state as a deck for ngspice: text only, no engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.electrical.branch import EARTH, LEAK

__all__ = ["Deck", "number", "spice_name", "unique"]

LEAST = 10.0  # Ω; below it a resistance is written as a row v = R·i, which keeps all digits
SOFT = 100.0  # Ω, ρ of a diode's law

HEADER = """\
* {title}
* Written by labsim: the circuit in its present state, contacts as they stand, {hertz:g} Hz.
* Node k1_a1 is terminal K1:A1 (+ is p, - is n), m1_star an inner point, net7 the joint of several
* wires; earth is node 0. A branch from a to b obeys v(a) - v(b) = E + Z*i. Its V source carries E
* and measures i: i(vk1_coil). R is its resistance, or H below {least:g} ohm (v = R*i of its own
* current: a resistor of some milliohms would cost the digits of what hangs on leakage alone).
* L or C is its reactance at this frequency. Windings on one core have K; where the impedance is
* not mutual (an induction motor turning), H and E, with x… = j times the current of a winding.
* A branch that is open is left out. Every node has 1 nS to earth. Diodes are B sources: nothing
* below their threshold, a straight line above it. pivrel: what hangs on leakage needs good pivots.
.options pivrel=0.9"""


def spice_name(name: str) -> str:
    """Return a terminal, inner point or branch name as ngspice can read it: K1:A1 is k1_a1."""
    name = re.sub(r":\+", ":p", re.sub(r":-(?=$|~|×)", ":n", name.lower()))
    return re.sub(r"[^a-z0-9]+", "_", name.replace("~", "_").replace("×", "_x_")).strip("_")


def unique(names: list[str]) -> list[str]:
    """Return names ngspice can read, each once."""
    seen: dict[str, int] = {}
    result = []
    for name in map(spice_name, names):
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}_again{seen[name]}")
    return result


def number(value: Any) -> str:
    """Write a number with all its digits."""
    return repr(float(value))


@dataclass
class Deck:
    """The deck of one variant of a network; `nodes` and `meters` name what ngspice answers."""

    net: Any
    variant: int = 0
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.net.solve()
        self.nodes = unique(self.net.node_names)
        self.names = unique([branch.title for branch in self.net.branches])
        self.omega = 2 * np.pi * self.net.hertz
        alternating = self.net.alternating
        ends = [max(branch.a, branch.b) for branch in self.net.branches]
        self.is_ac = [bool(alternating[end]) for end in ends]
        table = np.where(self.is_ac, self.net.z[self.variant], self.net.z_dc[self.variant])
        self.z = [complex(z) for z in table]
        self.meters = [
            f"v{n}" if np.isfinite(z) else None for n, z in zip(self.names, self.z, strict=True)
        ]
        self._couplings()
        self._write()

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def node(self, node: int) -> str:
        return "0" if node == EARTH else self.nodes[node]

    def _couplings(self) -> None:
        """Sort couplings into pairs that are mutual (K) and the rest (controlled sources)."""
        m = self.net.m[self.variant]
        every = {
            (f, s): complex(m[k])
            for k, (f, s, *_) in enumerate(self.net.couplings)
            if self.is_ac[f] and self.meters[f] and self.meters[s] and m[k] != 0
        }
        self.mutual = {
            (f, s): z.imag / np.sqrt(self.z[f].imag * self.z[s].imag)
            for (f, s), z in every.items()
            if f < s and every.get((s, f)) == z and z.real == 0 and self._couples(f, s, z.imag)
        }
        self.driven = {
            pair: z
            for pair, z in every.items()
            if pair not in self.mutual and pair[::-1] not in self.mutual
        }

    def _couples(self, first: int, second: int, x: float) -> bool:
        return 0 < x * x < self.z[first].imag * self.z[second].imag

    def _write(self) -> None:
        title = self.net.sim.machine.title
        self.lines += HEADER.format(title=title, hertz=self.net.hertz, least=LEAST).splitlines()
        for k, branch in enumerate(self.net.branches):
            if self.meters[k]:
                self._branch(k, branch)
        for (f, s), k in self.mutual.items():
            name = f"K{self.names[f]}_{self.names[s]}"
            self.lines.append(f"{name} L{self.names[f]} L{self.names[s]} {number(k)}")
        for s in sorted({s for _, s in self.driven}):
            name = self.names[s]
            self.lines.append(f"Fx{name} 0 x{name} V{name} 1")
            self.lines.append(f"Lx{name} x{name} 0 {number(1 / self.omega)}")
        self._shunts()
        self.lines.append(".op")
        if any(self.net.alternating):
            hertz = number(self.net.hertz)
            self.lines.append(f".ac lin 1 {hertz} {hertz}")
        self.lines.append(".end")

    def _branch(self, k: int, branch: Any) -> None:
        """Write a branch as elements in series, the meter first."""
        name, push = self.names[k], complex(self.net.e[self.variant, k])
        if branch.kind == "diode":
            self._diode(k, branch)
            return
        parts = [self._meter(name, push, self.is_ac[k]), *self._impedance(k)]
        inner = [f"{name}_{n}" for n in range(1, len(parts))]
        chain = [self.node(branch.a), *inner, self.node(branch.b)]
        for (element, value), a, b in zip(parts, chain, chain[1:], strict=False):
            self.lines.append(f"{element} {a} {b} {value}")

    def _diode(self, k: int, branch: Any) -> None:
        """Write i = max(0, v - E + ρ·i) / (R + ρ): the straight line, without a large slope."""
        name, cathode, inner = self.names[k], self.node(branch.b), f"{self.names[k]}_1"
        over = f"V({inner},{cathode})-{number(self.net.e[self.variant, k].real)}"
        law = f"uramp(({over}+{SOFT}*I(V{name}))/{number(self.z[k].real + SOFT)})"
        self.lines.append(f"V{name} {self.node(branch.a)} {inner} DC 0")
        self.lines.append(f"B{name} {inner} {cathode} I={law}")

    def _meter(self, name: str, push: complex, alternating: bool) -> tuple[str, str]:
        if not alternating:
            return f"V{name}", f"DC {number(push.real)}"
        if push == 0:
            return f"V{name}", "DC 0"
        degrees = np.degrees(np.angle(push))
        return f"V{name}", f"DC 0 AC {number(abs(push))} {number(degrees)}"

    def _impedance(self, k: int) -> list[tuple[str, str]]:
        """Return the elements of a branch's own and mutual impedance."""
        name, z, parts = self.names[k], self.z[k], []
        if 0 < z.real < LEAST:
            parts.append((f"H{name}", f"V{name} {number(z.real)}"))
        elif z.real:
            parts.append((f"R{name}", number(z.real)))
        if z.imag > 0:
            parts.append((f"L{name}", number(z.imag / self.omega)))
        elif z.imag < 0:
            parts.append((f"C{name}", number(-1 / (z.imag * self.omega))))
        for (first, second), m in self.driven.items():
            other = self.names[second]
            if first == k and m.real:
                parts.append((f"H{name}_{other}", f"V{other} {number(m.real)}"))
            if first == k and m.imag:
                parts.append((f"E{name}_{other}", f"x{other} 0 {number(m.imag)}"))
        return parts

    def _shunts(self) -> None:
        """Write leakage and earth faults of the nodes, cable capacitance and connected leads."""
        for name, siemens in zip(self.nodes, self.net.g[self.variant], strict=True):
            self.lines.append(f"Rleak_{name} {name} 0 {number(1 / LEAK)}")
            if siemens > LEAK * (1 + 1e-12):
                self.lines.append(f"Rearth_{name} {name} 0 {number(1 / (siemens - LEAK))}")
        for n, (a, b, farads) in enumerate(self.net.capacitors, 1):
            self.lines.append(f"Ccable{n} {self.node(a)} {self.node(b)} {number(farads)}")
        if self.net.leads:
            a, b, ohms = self.net.leads
            self.lines.append(f"Rleads {self.node(a)} {self.node(b)} {number(np.real(ohms))}")
