"""Often read slots in local variables: what makes a compiled program quicker.

`m[17]` costs Python three steps and a look into a list, a local variable one. What no routine ever
writes, inputs above all, a routine takes into a local variable at its beginning; what it writes in
every scan is kept in one beside the memory, for those who read it further down. Memory itself is
right at every moment. Slots that are reached through an index, copied about, used by a block, or
written by two routines are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from labsim.plc.infer import static
from labsim.plc.instructions import find, known
from labsim.plc.program import Op, Path, Program, Routine
from labsim.plc.tree import named

__all__ = ["TOKEN", "localise"]

TOKEN = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\bm\[(\d+)\](?P<write> [-+*]?=(?!=) ?)?"
)
_HANDED = re.compile(r"\b\w+\(m, (\d+)")  # a function that works on a whole block
_ALWAYS = re.compile(r"(?: m\[\d+\] = )+(?!=)")  # written in every scan, and first of all
_ROOM = 200  # slots of one function
_READS = 2  # less often read, a local variable is not worth its while


def localise(unit: Any) -> None:
    """Rewrite the functions of a program's routines, which are all that `unit.lines` holds."""
    starts = [k for k, line in enumerate(unit.lines) if line.startswith("def ")]
    ends = [*starts[1:], len(unit.lines)]
    bodies = [unit.lines[a + 1 : b] for a, b in zip(starts, ends, strict=True)]
    writers = Counter(slot for body in bodies for slot in _written(body))
    shy = _shy(unit, bodies)
    heads = [unit.lines[start] for start in starts]
    places, unit.lines, moved = iter(unit.places), [], []
    for routine, head, start, body in zip(
        unit.program.routines.values(), heads, starts, bodies, strict=True
    ):
        rungs = [(at - start - 2, *rest) for at, *rest in (next(places) for _ in routine.rungs)]
        cuts = _cuts(body, [first for first, *_ in rungs])
        names = [head.replace("def ", f"def x{k}_") for k in range(len(cuts))]
        for name, (first, last) in zip(names, pairwise([*cuts, len(body)]), strict=True):
            moved += [(len(unit.lines) + at - first + 3, *rest) for at, *rest in rungs
                      if first <= at < last]  # fmt: skip
            unit.lines += [name, *_part(body[first:last], writers, shy)]
        unit.lines += [head, *(f" {name[4:-1]}" for name in names[:-1])]
        unit.lines.append(f" return {names[-1][4:-1]}")
    unit.places = moved


def _part(body: list[str], writers: Counter[int], shy: set[int]) -> list[str]:
    """Return a function's lines with local variables in them."""
    reads = Counter(_read("\n".join(body)))
    fixed = {slot for slot, n in reads.items() if n > _READS and not writers[slot]} - shy
    mine = {slot for slot, n in writers.items() if n == 1} - shy
    taken = "; ".join(["pass", *(f"_{slot} = m[{slot}]" for slot in sorted(fixed))])
    return [f" {taken}", *_rewritten(body, fixed, mine)]


def _cuts(body: list[str], rungs: list[int]) -> list[int]:
    """Divide a long routine that goes straight on: a short function is quicker than a long one.

    Python takes an extra step for every constant and variable past the first 256 of a function.
    """
    straight = rungs and rungs[0] == 0 and not any("return (" in line for line in body)
    cuts, slots = [0], set()
    for first, last in pairwise([*rungs, len(body)] if straight else []):
        more = {int(one[1]) for one in TOKEN.finditer("\n".join(body[first:last])) if one[1]}
        if len(slots | more) > _ROOM:
            cuts.append(first)
            slots = set()
        slots |= more
    return cuts


def _read(text: str) -> Iterator[int]:
    return (int(one[1]) for one in TOKEN.finditer(text) if one[1] and not one["write"])


def _written(body: list[str]) -> set[int]:
    found = TOKEN.finditer("\n".join(body))
    return {int(one[1]) for one in found if one[1] and one["write"]}


def _rewritten(body: list[str], fixed: set[int], mine: set[int]) -> list[str]:
    """Put local variables in; those of `mine` from the line on that always writes them."""
    text = "\n".join(body)
    straight = " while True:" not in body
    stepped = {int(one[1]) for one in TOKEN.finditer(text) if (one["write"] or " = ") != " = "}
    left, known_, made = Counter(_read(text)), set(fixed), []

    def local(found: re.Match[str]) -> str:
        slot = int(found[1] or -1)
        if slot not in known_:
            return found[0]
        return f"m[{slot}] = _{slot} = " if found["write"] else f"_{slot}"

    for line in body:
        left.subtract(_read(line))
        always = _ALWAYS.match(line) if straight else None
        new = set()
        if always:
            slots = {int(one[1]) for one in TOKEN.finditer(always[0])}
            new = {s for s in slots & mine - stepped if left[s] >= _READS and s not in known_}
        out = TOKEN.sub(local, line)
        for slot in new:
            out = out.replace(f"m[{slot}] = ", f"m[{slot}] = _{slot} = ", 1)
        known_ |= new
        made.append(out)
    return made


# what must stay in memory -------------------------------------------------------------------------
def _shy(unit: Any, bodies: list[list[str]]) -> set[int]:
    """Slots that are reached otherwise than by their number: whole variables of them."""
    layout = unit.layout
    spans = sorted({(at, at + kind.size) for at, kind, _ in layout.roots.values()})
    starts = [first for first, _ in spans]
    found = {int(at) for body in bodies for at in _HANDED.findall("\n".join(body))}
    found |= {layout.find(Path(path.root)).at for path in _reached(unit.program, layout)}
    shy: set[int] = set()
    for at in found:
        first, last = spans[bisect_right(starts, at) - 1]
        shy |= set(range(first, last))
    return shy


def _reached(program: Program, layout: Any) -> Iterator[Path]:
    """Yield variables that an index, a copy or a block reaches into."""
    for routine in program.routines.values():
        for op in _ops(routine):
            kind = find(op.name, program.dialect).kind if known(op.name, program.dialect) else ""
            whole = kind in ("move", "call", "foreign", "string") and op.name not in ("MOV", "CLR")
            yield from (path for path in named(op) if whole or not static(path))
    for block in program.blocks.values():
        mine = {tag.name.upper() for tag in block.tags}
        for routine in block.routines.values():
            for path in (path for op in _ops(routine) for path in named(op)):
                there = path.root.upper() in layout.roots or path.root.upper() in layout.aliases
                if there and path.root.upper() not in mine:
                    yield path


def _ops(routine: Routine) -> Iterator[Op]:
    for rung in routine.rungs:
        yield from rung.ops()
