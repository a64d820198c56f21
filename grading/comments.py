"""Comments an instructor uses again: written once with a name, called later by the name alone.

In the formgrader a line `evidence: Name the reading and its terminals.` is a comment and, from then
on, the meaning of `evidence:` alone. The gradebook keeps it where it was first written, and nobody
keeps it twice: feedback pages and the class page look it up there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grading.gradebook import Comment

__all__ = ["Phrase", "bank", "phrases", "spelt"]

NAMED = re.compile(r"\s*([a-z][a-z0-9-]{1,29}):\s+(\S.*)")
CALLED = re.compile(r"\s*([a-z][a-z0-9-]{1,29}):\s*")


@dataclass(frozen=True)
class Phrase:
    """A comment with a name: what it says, how often it was used, other texts under its name."""

    name: str
    text: str
    used: int
    others: tuple[str, ...] = ()


def phrases(comments: Iterable[Comment]) -> list[Phrase]:
    """Return the named comments, the most used first; the first text under a name is its own."""
    texts: dict[str, dict[str, None]] = {}
    used: Counter[str] = Counter()
    for line in (line for each in comments for line in each.text.splitlines()):
        if found := NAMED.fullmatch(line):
            texts.setdefault(found[1], {})[found[2].strip()] = None
            used[found[1]] += 1
        elif found := CALLED.fullmatch(line):
            used[found[1]] += 1
    made = [Phrase(name, next(iter(said)), used[name], tuple(said)[1:])
            for name, said in texts.items()]  # fmt: skip
    return sorted(made, key=lambda p: (-p.used, p.name))


def bank(comments: Iterable[Comment]) -> dict[str, str]:
    """Return the text of every named comment."""
    return {phrase.name: phrase.text for phrase in phrases(comments)}


def spelt(text: str, known: Mapping[str, str]) -> str:
    """Return a comment with every name that stands alone on a line followed by what it means."""
    lines = []
    for line in text.splitlines():
        found = CALLED.fullmatch(line)
        lines.append(f"{found[1]}: {known[found[1]]}" if found and found[1] in known else line)
    return "\n".join(lines)
