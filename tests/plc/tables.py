"""Timing diagrams as text, and the machine that runs them through the public API.

    Case("what it shows", "where it says so", "ab", "XIC(A)TON(T);", {"T": TIMER}, '''
       t   A | T.ACC T.DN
       0   1 |     0    0
      10   1 |    10    0
    ''')

Left of the bar: ms and what is written before the scan ("." leaves it); right of it: what is to
be read after it ("." does not matter). A line with "!" is done between two scans: `! program`,
`! run`, `! cold`, `! warm`, `! force A 0`, `! unforce A`, `! set T.PRE 50`. Every case runs in the
fast form, in the traced form, and, when nothing but scans happens, in the walking reference too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from labsim import plc
from labsim.plc.program import Program
from tests.plc.walker import Walker

__all__ = ["Case", "check", "counter", "timer"]


def timer(preset: int, **more: int) -> dict[str, Any]:
    """Return an Allen-Bradley timer with a preset in ms."""
    return {"type": "TIMER", "PRE": preset, **more}


def counter(preset: int, **more: int) -> dict[str, Any]:
    """Return an Allen-Bradley counter with a preset."""
    return {"type": "COUNTER", "PRE": preset, **more}


@dataclass(frozen=True)
class Case:
    """One diagram: what it shows, the source, dialect, rungs, tags, and the table."""

    title: str
    source: str
    dialect: str
    rungs: str
    tags: Mapping[str, Any] = field(default_factory=dict)
    table: str = ""
    compat: str = ""
    walked: bool = True  # the walking reference knows what is in it

    def program(self) -> Program:
        return plc.read_rungs(self.rungs, self.dialect, self.tags)


def numbers(words: list[str]) -> list[Any]:
    return [None if w == "." else float(w) if "." in w or "e" in w else int(w) for w in words]


def steps(case: Case) -> Iterator[tuple[str, Any, dict[str, Any], dict[str, Any]]]:
    """Yield ("scan", ms, inputs, expected) and ("!", words, {}, {})."""
    lines = [line.strip() for line in case.table.strip().splitlines() if line.strip()]
    left, right = (side.split() for side in lines[0].split("|"))
    for line in lines[1:]:
        if line.startswith("!"):
            yield "!", line[1:].split(), {}, {}
            continue
        given, wanted = (numbers(side.split()) for side in line.split("|"))
        assert (len(given), len(wanted)) == (len(left), len(right)), f"{case.title}: {line}"
        before = {k: v for k, v in zip(left[1:], given[1:], strict=True) if v is not None}
        after = {k: v for k, v in zip(right, wanted, strict=True) if v is not None}
        yield "scan", given[0], before, after


def between(target: Any, words: list[str]) -> None:
    """Do what a "!" line says."""
    verb, *rest = words
    if verb in ("program", "run"):
        target.mode(verb)
    elif verb in ("cold", "warm"):
        target.start(verb)
    elif verb == "set":
        target[rest[0]] = numbers(rest[1:])[0]
    elif verb == "force":
        target.force(rest[0], numbers(rest[1:])[0])
    else:
        getattr(target, verb)(*rest)


def run(case: Case, target: Any, name: str) -> None:
    for kind, at, before, after in steps(case):
        if kind == "!":
            between(target, at)
            continue
        target.scan(at, before)
        found = {tag: target[tag] for tag in after}
        wrong = {tag: (found[tag], want) for tag, want in after.items()
                 if found[tag] != want}  # fmt: skip
        assert not wrong, f"{case.title}, {name}, at {at} ms: (found, wanted) {wrong}"


def check(case: Case) -> None:
    """Run a case in every form; AssertionError says which, when and what."""
    for traced in (False, True):
        controller = plc.Controller(case.program(), case.dialect, case.compat or None)
        controller.traced = traced
        run(case, controller, "traced" if traced else "fast")
    if "!" not in case.table and case.walked:
        run(case, Walker(case.program(), case.dialect, case.compat), "walker")
