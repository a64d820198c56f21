"""Drawings in words: what a screen reader says of a sheet, in the trade's terms."""

from __future__ import annotations

from labsim.core.circuit import Circuit
from labsim.core.sheet import Element, Ladder, Parallel, Power, Series, Sheet
from labsim.drawing.fluid_words import circuit_words
from labsim.drawing.kinds import kind_of

__all__ = ["describe"]


def branch_words(branch: Element | Series | Parallel) -> str:
    """Say a branch: "fuse F6 1-2, then break contact of overload relay F7 95-96"."""
    if isinstance(branch, Series):
        return ", then ".join(branch_words(item) for item in branch.items)
    if isinstance(branch, Parallel):
        return "in parallel " + " with ".join(f"({branch_words(b)})" for b in branch.branches)
    part, (a, b) = branch.component, branch.ports
    return f"{kind_of(part, a.mark, b.mark).words} {part.tag} {a.mark}-{b.mark}"


def describe(sheet: Sheet) -> str:
    """Say a whole sheet, rung by rung, conductor by conductor or line by line."""
    if isinstance(sheet, Ladder):
        lines = [
            f"{sheet.title}: ladder between {sheet.left.name} on the left "
            f"and {sheet.right.name} on the right."
        ]
        for n, rung in enumerate(sheet.rungs, 1):
            note = f" ({rung.comment})" if rung.comment else ""
            lines.append(f"Rung {n}{note}: {branch_words(rung)}.")
        return " ".join(lines)
    if isinstance(sheet, Power):
        lines = [f"{sheet.title}, from top to bottom."]
        for n, phase in enumerate(sheet.phases, 1):
            begin = f"from {phase.first.name}: " if phase.first else ""
            end = f", to {phase.last.name}" if phase.last else ""
            lines.append(f"Conductor {n}: {begin}{branch_words(phase)}{end}.")
        return " ".join(lines)
    return circuit_words(sheet) if isinstance(sheet, Circuit) else sheet.title
