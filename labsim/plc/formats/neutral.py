"""Ladder as text: `read_rungs` makes a program of it.

A rung ends with `;`, or with its line where the text has no `;` at all. A comment before a rung
(`// …`, `(* … *)`, `RC: "…"`) is the rung's comment; `3:`, `Rung 3:` and `N:` before it are numbers
and mean nothing, `again:` is a label. `SOR … EOR` frames a rung of RSLogix 500. `ROUTINE Pump` and
`END_ROUTINE` divide a program that has several; `Main`, or else the first, is where a scan begins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from labsim.core.errors import LabsimError
from labsim.plc.errors import ProgramError
from labsim.plc.formats.declare import declare
from labsim.plc.formats.rungsource import Source
from labsim.plc.formats.rungtext import RungReader
from labsim.plc.operands import write_path
from labsim.plc.program import Member, Path, Program, Routine, Rung
from labsim.plc.tree import paths

__all__ = ["read_one", "read_rungs"]

LARGEST = 16 * 2**20  # characters; the largest export we met has two million
_SKIP = re.compile(
    r"//[^\n]*|\(\*(?:[^*]|\*(?!\)))*(?:\*\))?|'(?:\$.|[^'$\n])*'|\"(?:\$.|[^\"$])*\""
    r"|[;\[\](){}\n]|\b(?:SOR|EOR)\b(?!\()",
    re.I,
)
_HEAD = re.compile(
    r"\s*(?:END_ROUTINE\b|ROUTINE[ \t]+(?P<routine>[\w:~]+)"
    r"|RC:\s*(?P<said>(?:\"(?:\$.|[^\"$])*\"\s*)+)"
    r"|(?P<number>(?:Rung[ \t]*)?\d+|[NIRD]|IR|NR|RR|RN|RI)\s*:(?=\s|[A-Z\[]|$)|SOR\b(?!\()"
    r"|(?P<label>[^\W\d]\w*)\s*:(?=\s|$))",
    re.I,
)
_ESCAPE = re.compile(r"\"\s*\"|\$(.)", re.S)
_ESCAPES = {"N": "\n", "L": "\n", "R": "", "Q": '"', "T": "\t"}


def read_rungs(
    text: str,
    dialect: str = "ab",
    tags: Mapping[str, Any] | None = None,
    like: Program | None = None,
) -> Program:
    """Return the program a text says; tags that are not given have the type their use asks for.

    `tags` says types and values: `{"A": "BOOL", "T1": {"type": "TIMER", "PRE": 30},
    "Arr": "DINT[10]"}`; `like` is a program whose tags, types and blocks hold here too.
    ProgramError with line and column when the text is malformed, an instruction has the wrong
    number of operands, or a tag is of the wrong type for it. What is known to exist and not
    executed, and what nobody knows, is in `Program.unsupported`.
    """
    if dialect not in ("ab", "iec"):
        raise LabsimError(f'a dialect is "ab" or "iec", not {dialect!r}')
    document = _Document(text, dialect, tuple(like.blocks) if like else ())
    document.read()
    routines = {name: Routine(name, tuple(rungs)) for name, rungs in document.routines.items()}
    routines = routines or {"Main": Routine("Main", ())}
    main = "Main" if "Main" in routines else next(iter(routines))
    program = Program("", dialect, declare(tags or {}, dialect), routines=routines, main=main)
    if like:
        program.tags = {**like.tags, **program.tags}
        program.types, program.blocks = dict(like.types), dict(like.blocks)
    program.unsupported = document.unsupported + _told_in_ms(program, document.scaled)
    return program


def _told_in_ms(program: Program, scaled: set[Path]) -> list[tuple[str, str]]:
    """List the timers with another time base whose count is read: here it would be ms."""
    found = {
        Path(one.root, one.steps[:-1])
        for one in (paths(program) if scaled else ())
        if one.steps and isinstance(one.steps[-1], Member) and one.steps[-1].name in ("ACC", "PRE")
    }
    said = "counts in its own time base; a rung that reads ACC or PRE would find ms"
    return [(write_path(timer), said) for timer in scaled if timer in found]


def read_one(text: str, dialect: str, blocks: Collection[str], problems: list[str]) -> Rung:
    """Return one rung of a text without comments, as an L5X holds them."""
    end = len(text.rstrip().removesuffix(";"))
    body = RungReader(Source(text), dialect, blocks, problems).read(0, end)
    return Rung(body, text=text[:end].strip())


class _Document:
    """A text of many rungs: divides it, and hands each rung to a RungReader."""

    def __init__(self, text: str, dialect: str, blocks: Collection[str]) -> None:
        self.source, self.comments, self.lines = _clean(text)
        self.dialect, self.blocks = dialect, blocks
        self.routines: dict[str, list[Rung]] = {}
        self.routine = "Main"
        self.unsupported: list[tuple[str, str]] = []
        self.scaled: set[Path] = set()
        self.said: list[str] = []
        self.label = ""
        self.last: tuple[str, int] | None = None  # where the rung before this ended

    def read(self) -> None:
        start, before = 0, ""
        for begin, end, sign in self.statements():
            at = self.heads(begin, end)
            self.remarks(start, end)
            start = end
            blank = not self.source.text[at:end].strip()
            if not blank or (sign == ";" and before != "EOR" and not self.only_heads):
                self.rung(at, end)
            before = sign

    def statements(self) -> Iterator[tuple[int, int, str]]:
        """Yield where each rung with its heads begins and ends, and the sign that ends it."""
        text, begin, depth, framed = self.source.text, 0, 0, False
        for found in _SKIP.finditer(text):
            sign = found[0].upper()
            depth += (sign in "([{") - (sign in ")]}")
            framed = framed or sign == "SOR"
            line = sign == "\n" and self.lines and depth <= 0 and not framed
            if sign == ";" or line or (sign == "EOR" and framed):
                if text[begin : found.start()].strip() or sign == ";":
                    yield begin, found.start(), sign
                begin, depth, framed = found.end(), 0, False
        if text[begin:].strip():
            yield begin, len(text), ""

    def heads(self, at: int, end: int) -> int:
        """Take in what stands before a rung; return where the rung itself begins."""
        self.only_heads = False
        while found := _HEAD.match(self.source.text, at, end):
            at = found.end()
            ends_here = "\n" not in self.source.text[at:end]
            header = found[0].lstrip().upper().startswith(("ROUTINE", "END_"))
            self.only_heads = bool(found["said"]) or (header and ends_here)
            if found["routine"]:
                self.open(found)
            if found["said"]:
                self.said.append(_unescape(found["said"]))
            self.label = found["label"] or self.label
        return at

    def open(self, found: re.Match[str]) -> None:
        self.routine = found["routine"]
        if self.routine in self.routines:
            raise self.source.error(
                f"routine {self.routine} is there twice", found.start("routine")
            )
        self.routines[self.routine] = []

    def remarks(self, start: int, end: int) -> None:
        """Take in the comments between two places; one behind a rung on its line is that rung's."""
        while self.comments and self.comments[0][0] < end:
            at, said = self.comments.pop(0)
            rungs = self.routines.get(self.routine)
            if rungs and start and "\n" not in self.source.text[start:at]:
                rungs[-1] = _with_comment(rungs[-1], said)
            else:
                self.said.append(said)

    def rung(self, at: int, end: int) -> None:
        rungs = self.routines.setdefault(self.routine, [])
        problems: list[str] = []
        reader = RungReader(self.source, self.dialect, self.blocks, problems)
        body = reader.read(at, end)
        self.scaled |= reader.scaled
        where = f"{self.routine}, rung {len(rungs)}"
        self.unsupported += [(where, problem) for problem in problems]
        text = self.source.text[at:end].strip()
        rungs.append(Rung(body, "\n".join(self.said), self.label, text))
        self.said, self.label = [], ""


def _with_comment(rung: Rung, said: str) -> Rung:
    comment = f"{rung.comment}\n{said}" if rung.comment else said
    return Rung(rung.body, comment, rung.label, rung.text)


def _clean(text: str) -> tuple[Source, list[tuple[int, str]], bool]:
    """Return the text with blanks for comments, the comments, and whether lines end rungs."""
    if not isinstance(text, str):
        raise LabsimError(f"rungs are text, not {type(text).__name__}")
    if len(text) > LARGEST:
        raise ProgramError(f"a text of {len(text)} characters; at most {LARGEST} are read")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    comments: list[tuple[int, str]] = []
    kept, last, lines = [], 0, True
    for found in _SKIP.finditer(text):
        said = found[0]
        lines = lines and said != ";"
        if not said.startswith(("//", "(*")):
            continue
        if said[0] == "(" and (len(said) < 4 or not said.endswith("*)")):
            raise Source(text).error("a comment is not closed by *)", found.start())
        inside = said[2:].removeprefix(" ") if said[0] == "/" else said[2:-2].strip()
        comments.append((found.start(), inside))
        kept += [text[last : found.start()], re.sub(r"[^\n]", " ", said)]
        last = found.end()
    return Source("".join([*kept, text[last:]])), comments, lines


def _unescape(said: str) -> str:
    """Return what the quoted texts of an RC say, one behind the other."""
    inside = said.strip()[1:-1]
    return _ESCAPE.sub(lambda m: _ESCAPES.get(m[1].upper(), m[1]) if m[1] else "", inside)
