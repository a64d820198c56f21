"""The settled form: a generator that keeps what a program remembers in its own local variables.

A local variable costs Python a third of a slot of a list. So a program that runs on without anybody
looking is worked by a generator: it takes the slots the program writes into local variables once,
makes a scan whenever it is sent the time, and puts everything back into memory when it is closed,
or stops at a fault. What the program only reads, inputs above all, it fetches anew in every scan;
outputs by their address it puts into memory in every scan. Only for programs that are one routine
going straight on, without variables reached through an index, calls and copies; None of others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from labsim.plc.compiling.compiler import Compiled, Unit
from labsim.plc.compiling.local_slots import TOKEN
from labsim.plc.running.memory import Layout

__all__ = ["Settled", "settled"]

_STRAY = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\bm\[\d+\]")
_AWAY = re.compile(r"^\s*(?:return|while|continue)\b", re.MULTILINE)
_ROW = 30  # Python makes a longer tuple one by one


@dataclass
class Settled(Compiled):
    """`scan(m, e)` makes the generator; `held` are the slots that are not right in memory."""

    held: frozenset[int] = frozenset()


def settled(layout: Layout, dialect: str, fast: Compiled, outputs: Iterable[int]) -> Settled | None:
    """Return the settled form of a program that has been compiled, None if it cannot have one."""
    unit = Unit(layout, dialect, False)
    unit.routine(unit.program.routines[unit.main])
    body = unit.lines[1:-1]
    text = "\n".join(body)
    found = [one for one in TOKEN.finditer(text) if one[1]]
    written = {int(one[1]) for one in found if one["write"]}
    if len(unit.program.routines) > 1 or not written or not _straight(text):
        return None
    read = {int(one[1]) for one in found} - written
    through = written & set(outputs)
    lines, places = _lines(unit.places, body, written, read, through)
    names, source = dict(fast.scan.__globals__), "\n".join(lines)
    exec(compile(source, "<ladder>", "exec"), names)
    held = frozenset(written - through)
    return Settled(names["settled"], None, places, fast.elements, source, held)


def _straight(text: str) -> bool:
    """Tell whether a routine goes straight on and reaches memory by numbers of slots only."""
    named = any(re.search(r"[p_]\d", one) for one in re.findall(r"'[^']*'|\"[^\"]*\"", text))
    return not named and not _AWAY.search(text) and not re.search(r"\bm\b", _STRAY.sub("", text))


def _lines(
    places: list[tuple[int, str, int]],
    body: list[str],
    written: set[int],
    read: set[int],
    through: set[int],
) -> tuple[list[str], list[tuple[int, str, int]]]:
    """Return the source and where in it the rungs begin."""
    cuts = [at - 2 for at, *_ in places] + [len(body)]
    rungs = [shortened(body[first:last]) for first, last in pairwise(cuts)]
    head = [one.lstrip() for one in body[: cuts[0]]]
    fixed = presets(rungs)
    lines = ["def settled(m, e):", f" now = {_row(rungs, written | read)} = None"]
    lines += _opening(written, read, head, fixed)
    made = []
    for (_, routine, k), rung in zip(places, rungs, strict=True):
        made.append((len(lines) + 1, routine, k))
        lines += [f"  {line}" for line in rung]
    lines += [f"   {line}" for line in _back(through)]
    return [*lines, " finally:", *(f"  {line}" for line in _back(written))], made


def _opening(written: set[int], read: set[int], head: list[str], fixed: dict[str, str]) -> list:
    """Return the lines before the first rung."""
    return [
        *(f" {', '.join(_named(run))}, = m[{run[0]}:{run[-1] + 1}]" for run in _runs(written)),
        *(f" {name} = {value}" for name, value in fixed.items()),
        " try:",
        "  while True:",
        "   now = yield",
        *(f"   {', '.join(_named(run))}, = m[{run[0]}:{run[-1] + 1}]" for run in _runs(read)),
        *(f"   {line}" for line in head),
    ]


def _row(rungs: list[list[str]], slots: set[int]) -> str:
    """Return all local variables, often used ones first: Python is quicker with the first 256."""
    used: Counter[str] = Counter()
    for line in (line for rung in rungs for line in rung):
        weight = 1 if line[:2].strip() else 0.1  # deeper in, it is not worked in every scan
        for name in re.findall(r"\b[_p]\d+\b", line):
            used[name] += weight  # type: ignore[assignment]
    names = [*_named(sorted(slots)), *sorted(set(used) - set(_named(list(slots))))]
    return " = ".join(sorted(names, key=lambda name: -used[name]))


def _back(slots: set[int]) -> list[str]:
    """Return the lines that put slots back into memory."""
    rows = (run[k : k + _ROW] for run in _runs(slots) for k in range(0, len(run), _ROW))
    return [f"m[{row[0]}:{row[-1] + 1}] = {', '.join(_named(row))}," for row in rows]


def _named(slots: list[int]) -> list[str]:
    return [f"_{slot}" for slot in slots]


def _runs(slots: set[int]) -> list[list[int]]:
    """Return slots as rows without gaps."""
    found: list[list[int]] = []
    for slot in sorted(slots):
        if found and slot == found[-1][-1] + 1:
            found[-1].append(slot)
        else:
            found.append([slot])
    return found


# one rung -----------------------------------------------------------------------------------------
def shortened(rung: list[str]) -> list[str]:
    """Return a rung's lines with local variables for slots, and without detours."""
    local = [TOKEN.sub(_local, line) for line in rung]
    names: dict[str, str] = {}
    lines = [re.sub(r"\bp\d+\b", lambda p: names.setdefault(p[0], f"p{len(names)}"), line)
             for line in local]  # fmt: skip
    return _uncopied(_nested(lines))


def _local(found: re.Match[str]) -> str:
    return f"_{found[1]}{found['write'] or ''}" if found[1] else found[0]


def _nested(lines: list[str]) -> list[str]:
    """`if p: …` and then `if p and q: …`: the second is worked inside the first."""
    made: list[str] = []
    last, inside = "", False
    for k, line in enumerate(lines):
        top = line[:2].strip() != ""
        more = re.fullmatch(r" if (p\d+) and (.*):", line) if last else None
        if more and more[1] == last and _only(more[2], lines[k + 1 :]):
            made.append(f"  if {more[2]}:")
            inside = True
            continue
        if top:
            first = re.fullmatch(r" if (p\d+):", line)
            last, inside = first[1] if first else "", False
        made.append(f" {line}" if inside else line)
    return made


def _only(condition: str, rest: list[str]) -> bool:
    """Tell whether nothing but this condition decides, and nothing is done otherwise."""
    after = next((line for line in rest if line[:2].strip()), "")
    plain = " or " not in re.sub(r"\([^()]*\)", "", condition)
    return plain and not after.startswith((" else", " elif"))


def _writes(name: str, lines: list[str]) -> bool:
    pattern = re.compile(rf"\b{name}\b (?:[-+*]?=|:=)(?!=)")
    return any(pattern.search(line) for line in lines)


def _uncopied(lines: list[str]) -> list[str]:
    """`p = _7`: use the slot itself, as long as the rest of the rung does not write it."""
    made = list(lines)
    k = 0
    while k < len(made):
        copy = re.fullmatch(r" (p\d+) = ((?:not )?(_\d+))", made[k])
        rest = made[k + 1 :]
        if copy and not _writes(copy[3], rest) and not _writes(copy[1], rest):
            name = re.compile(rf"\b{copy[1]}\b")
            plain = copy[2] == copy[3]
            if plain or sum(len(name.findall(line)) for line in rest) == 1:
                code = copy[2] if plain else f"({copy[2]})"
                made[k:] = [name.sub(code, line) for line in rest]
                continue
        k += 1
    return made


def _joined(lines: list[str]) -> list[str]:
    """`p = …`, then `_7 = p`: into the slot at once."""
    for k, (line, after) in enumerate(pairwise(lines)):
        power = re.fullmatch(r" (p\d+) = (.*)", line)
        slot = re.fullmatch(r" (_\d+) = (p\d+)", after)
        rest = lines[k + 2 :]
        if not power or not slot or slot[2] != power[1] or ";" in line:
            continue
        if not _writes(slot[1], rest) and not _writes(power[1], rest):
            name = re.compile(rf"\b{power[1]}\b")
            renamed = [name.sub(slot[1], one) for one in rest]
            return [*lines[:k], *_joined([f" {slot[1]} = {power[2]}", *renamed])]
    return lines


# settings -----------------------------------------------------------------------------------------
def presets(rungs: list[list[str]]) -> dict[str, str]:
    """Take numbers that a slot is given in every scan, presets, out of rungs; return them.

    Only where nothing else writes the slot and nothing reads it before. The memory holds the number
    already: the settled form begins after many scans.
    """
    pattern = re.compile(r" (_\d+) = (\d+)")
    writes = Counter(
        name for rung in rungs for line in rung for name in re.findall(r"(_\d+) [-+*]?=(?!=)", line)
    )
    found: dict[str, str] = {}
    seen: set[str] = set()
    for rung in rungs:
        for k, line in enumerate(rung):
            given = pattern.fullmatch(line)
            if given and writes[given[1]] == 1 and given[1] not in seen:
                found[given[1]] = given[2]
                rung[k] = " pass"
            seen.update(re.findall(r"\b_\d+\b", line))
    for rung in rungs:
        lines = [re.sub(r"\b_\d+\b", lambda one: found.get(one[0], one[0]), line)
                 for line in rung if line != " pass"]  # fmt: skip
        rung[:] = _joined(lines)
    return found
