"""Fluid circuits in words: which parts there are, and what each line joins."""

from __future__ import annotations

from labsim.core.circuit import Circuit

__all__ = ["circuit_words"]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def circuit_words(circuit: Circuit) -> str:
    """Say a circuit line by line: "Line P joins pump P1 at P, relief valve R1 at P"."""
    said = [f"{circuit.title}, {circuit.medium}."]
    for line in circuit.lines:
        ends = [f"{p.component.title} {p.component.tag} at {p.mark}" for p in line.ports]
        said.append(f"Line {line.name} joins {_listed(ends)}.")
    return " ".join(said)
