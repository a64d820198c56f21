"""PLC-02: whether the next one can read a program. Comments 5 of 10 points, names 3, order 2."""

from __future__ import annotations

import re
from collections import Counter

from labsim.machines.start_stop import POINTS
from labsim.plc.program import Path, Program

__all__ = ["NAME", "tidy"]

NAME = re.compile(r"[A-Z][A-Za-z]{2,}\d?(?:_[A-Za-z]+\d{0,2})*")
WORDS, SHORT = 3, 10  # a comment has at least so many words, and characters
PARTS = {"comments": 0.5, "names": 0.3, "order": 0.2}


def tidy(program: Program) -> tuple[float, list[str]]:
    """Return the share of the marks for tidiness, 0 to 1, and what is not tidy."""
    said: list[str] = []
    shares = {
        "comments": _comments(program, said),
        "names": _names(program, said),
        "order": _order(program, said),
    }
    return sum(PARTS[part] * share for part, share in shares.items()), said


def _comments(program: Program, said: list[str]) -> float:
    """Return how many rungs have a comment of their own that says something."""
    rungs = program.routine(program.main).rungs
    texts = [" ".join(rung.comment.split()) for rung in rungs]
    often = Counter(texts)
    good = [
        len(t) >= SHORT and len(re.findall(r"[^\W\d_]{2,}", t)) >= WORDS and often[t] == 1
        for t in texts
    ]
    bad = [n for n, fine in enumerate(good) if not fine]
    if bad:
        which = ", ".join(map(str, bad[:6])) + (" and more" if len(bad) > 6 else "")
        said.append(f"No comment that says what it is for: rung {which} (counted from 0).")
    return sum(good) / len(rungs)


def _names(program: Program, said: list[str]) -> float:
    """Return how many of the program's own variables have a name that says what they are."""
    own = sorted({name for name, *_ in _uses(program)} - set(POINTS) - {"S:FS"})
    bad = [name for name in own if not NAME.fullmatch(name)]
    if bad:
        said.append(f"Names that say nothing: {', '.join(bad[:6])}. Write Start_Pressed, not M1.")
    return 1 - len(bad) / len(own) if own else 1.0


def _order(program: Program, said: list[str]) -> float:
    """Return 1 when no coil is written twice and nothing is read that nobody writes."""
    uses = list(_uses(program))
    coils = Counter(name for name, op, way in uses if op in ("OTE", "OTN"))
    twice = sorted(name for name, count in coils.items() if count > 1)
    written = {name for name, _, way in uses if way != "in"}
    read = {name for name, _, way in uses if way == "in"}
    inputs = {name for name, address in POINTS.items() if address.startswith("I")}
    nowhere = sorted(read - written - inputs - {"S:FS"})
    abused = sorted(written & inputs)
    said += [f"{name} is the coil of two rungs: the last one wins." for name in twice]
    said += [f"{name} is read, and no rung writes it." for name in nowhere]
    said += [f"{name} is an input: the card writes it, no rung does." for name in abused]
    return float(not twice) / 2 + float(not nowhere and not abused) / 2


def _uses(program: Program) -> list[tuple[str, str, str]]:
    """Return variable, instruction and direction ("in", "out" …) of every operand."""
    found = []
    for rung in program.routine(program.main).rungs:
        for op in rung.ops():
            for arg, way in zip(op.args, _ways(op.name, len(op.args)), strict=True):
                if isinstance(arg, Path):
                    found.append((arg.root, op.name, way))
            found += [(path.root, op.name, "out") for path in op.outs.values()]
    return found


def _ways(name: str, count: int) -> list[str]:
    """Return what an instruction does with its operands: contacts read, all else has a memory."""
    return ["in" if name in ("XIC", "XIO", "XICP", "XICN") else "out"] * count
