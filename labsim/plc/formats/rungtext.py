"""One rung of neutral text, `XIC(a)[XIC(b),XIO(c)]OTE(d)` or `XIC a BST XIC b NXB XIO c BND OTE d`.

Between brackets stand operands; a pin by name is `R:=reset`, an output `CV=>count`, a tree of power
flow at a pin `R:={XIC(a)XIO(b)}`, and `CU:=*`, `Q=>*` say by which pins the rung's power goes in
and out. `{…}` is a series within a series.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from labsim.core.errors import nearest
from labsim.plc import instructions
from labsim.plc.errors import ProgramError
from labsim.plc.formats.rungsource import Source, counts, sample
from labsim.plc.operands import parse_operand, parse_path
from labsim.plc.program import Literal, Node, Op, Operand, Parallel, Path, Series

__all__ = ["UNKNOWN", "RungReader"]

DEPTH = 60  # branches within branches; five is the most we met
UNKNOWN = Literal("?", "?", "?")  # as Rockwell exports what stands in the tag: TON(T1,?,?)
_NAME = re.compile(r"[^\W\d]\w*")
_PIN = re.compile(r"\s*([^\W\d]\w*)\s*(:=|=>)\s*")
_STOP = re.compile(r"[()\[\]{},]|'(?:\$.|[^'$])*'|\"(?:\$.|[^\"$])*\"|['\"]")
_CLOSE = {"(": ")", "[": "]", "{": "}"}
_WORD = re.compile(r"(?:[^\s\[\](){},;'\"]|\[[^\[\]'\"]*\]|\([^()'\"]*\)|'(?:\$.|[^'$\n])*')+")
_KEYWORDS = frozenset({"BST", "NXB", "BND", "SOR", "EOR", "END"})
_WORDS_OF_SUMS = frozenset({"AND", "OR", "XOR", "NOT", "MOD", "ABS", "SQR", "SQRT", "NEG"})


class RungReader:
    """Reads the tree of one rung; what cannot be executed is added to `problems`.

    A lenient one takes a wrong operand and a wrong number of them for such a problem too: one of
    thousands of rungs that a colleague's file has is no reason to read none of it.
    """

    def __init__(
        self,
        source: Source,
        dialect: str,
        blocks: Collection[str],
        problems: list[str],
        lenient: bool = False,
    ) -> None:
        self.source, self.text, self.dialect = source, source.text, dialect
        self.blocks = {name.casefold(): name for name in blocks}
        self.problems, self.lenient = problems, lenient
        self.scaled: set[Path] = set()  # timers whose time base is not 1 ms
        self.at, self.depth = 0, 0

    def read(self, start: int, end: int) -> Series:
        """Return the tree of the text between two places."""
        self.at, self.end = start, end
        found = self.series()
        if self.at < self.end:
            raise self.error(f"{self.text[self.at : self.at + 20]!r} begins no instruction")
        return found

    def error(self, text: str, at: int | None = None) -> ProgramError:
        return self.source.error(text, self.at if at is None else at)

    def space(self) -> None:
        while self.at < self.end and self.text[self.at].isspace():
            self.at += 1

    def series(self, close: str = "") -> Series:
        self.depth += 1
        if self.depth > DEPTH:
            raise self.error(f"branches nested deeper than {DEPTH}")
        items: list[Node] = []
        while (node := self.node(close)) is not None:
            items.append(node)
        self.depth -= 1
        return Series(tuple(items))

    def node(self, close: str) -> Node | None:
        self.space()
        sign = self.text[self.at] if self.at < self.end else ""
        if not sign or sign in "],};>":
            return None
        if sign == "[":
            return self.branches("[", ",", "]")
        if sign == "{":
            self.at += 1
            found = self.series("}")
            self.expect("}")
            return found
        return self.word(close)

    def word(self, close: str) -> Node | None:
        found = _NAME.match(self.text, self.at, self.end)
        if not found:
            raise self.error(f"{sample(self.text, self.at, self.end)!r} is no instruction")
        word = found[0].upper()
        if word == "BST" and self.bare(found.end()):
            return self.branches(found[0], "NXB", "BND")
        if word in ("NXB", "BND") and close == "BND" and self.bare(found.end()):
            return None
        if word in _KEYWORDS and self.bare(found.end()):
            raise self.error(f"{found[0]} without its BST" if word != "END" else "END in a rung")
        return self.instruction(found)

    def bare(self, at: int) -> bool:
        return not self.text.startswith("(", at)

    def branches(self, begin: str, between: str, close: str) -> Parallel:
        start = self.at
        self.at += len(begin)
        found = [self.series(close)]
        while self.sign(between):
            found.append(self.series(close))
        if not self.sign(close):
            what = f"the branch that begins here is not closed by {close}"
            raise self.error(what, start)
        return Parallel(tuple(found))

    def sign(self, sign: str) -> bool:
        self.space()
        here = self.text[self.at : self.at + len(sign)].upper() == sign and self.at < self.end
        self.at += len(sign) if here else 0
        return here

    def expect(self, sign: str) -> None:
        if not self.sign(sign):
            raise self.error(f"expected {sign!r}")

    # instructions -----------------------------------------------------------------------------
    def instruction(self, found: re.Match[str]) -> Op:
        start, self.at = self.at, found.end()
        kind = self.kind(found[0])
        if self.text.startswith("(", self.at) and self.at < self.end:
            parts = self.bracketed()
        else:
            parts = self.spaced(found[0], kind)
        if kind in ("", "foreign"):
            self.problem(found[0], kind)
        self.check(found[0], kind, parts, start)
        return self.op(found[0], kind, parts, start)

    def check(self, spelling: str, kind: str, parts: list[tuple[int, int]], start: int) -> None:
        """Refuse a wrong number of operands; pins by name may be any of the instruction's."""
        least, most = counts(spelling, self.dialect, kind)
        given = sum(not _PIN.match(self.text, *part) for part in parts)
        if least <= given <= most or (given < len(parts) and given <= most):
            return
        takes = str(least) if least == most else f"{least} to {most}"
        form = instructions.find(spelling, self.dialect).form(self.dialect)
        names = ", ".join(one.name for one in form.positional) or "none"
        unit = "operand" if takes == "1" else "operands"
        error = self.error(f"{spelling} takes {takes} {unit} ({names}), not {given}", start)
        if not self.lenient:
            raise error
        self.problems.append(str(error))

    def kind(self, spelling: str) -> str:
        """Return the kind of an instruction, "call" of a block with a body, "" of an unknown."""
        if spelling.casefold() in self.blocks or spelling.upper() == "CALL":
            return "call"
        if not instructions.known(spelling, self.dialect):
            return ""
        return instructions.find(spelling, self.dialect).kind

    def problem(self, spelling: str, kind: str) -> None:
        like = nearest(spelling, [*instructions.INSTRUCTIONS, *self.blocks.values()])
        why = "is not executed" if kind else f"is no instruction. Nearest: {like}"
        self.problems.append(f"{spelling} {why}")

    def bracketed(self) -> list[tuple[int, int]]:
        """Return the places of the operands between brackets, and step behind the bracket."""
        start, parts, open_, at = self.at, [], [")"], self.at + 1
        first = at
        while open_:
            found = _STOP.search(self.text, at, self.end)
            if not found or found[0] in "'\"":
                what = "text in quotes" if found else "bracket"
                raise self.error(f"a {what} is not closed", found.start() if found else start)
            sign, at = found[0], found.end()
            if sign in _CLOSE:
                open_.append(_CLOSE[sign])
            elif sign in ")]}" and open_.pop() != sign:
                raise self.error(f"{sign!r} closes nothing", found.start())
            if not open_ or (sign == "," and len(open_) == 1):
                parts.append((first, found.start()))
                first = at
            if len(open_) > DEPTH:
                raise self.error(f"brackets nested deeper than {DEPTH}", found.start())
        self.at = at
        blank = len(parts) == 1 and not self.text[slice(*parts[0])].strip()
        return [] if blank else parts

    def spaced(self, spelling: str, kind: str) -> list[tuple[int, int]]:
        """Return the places of operands that follow an instruction after blanks."""
        least, most = counts(spelling, self.dialect, kind)
        most = 500 if spelling.upper() in ("CPT", "CMP") else most
        parts: list[tuple[int, int]] = []
        while True:
            self.space()
            found = _WORD.match(self.text, self.at, self.end)
            if not found or len(parts) >= most or found[0].upper() in _KEYWORDS:
                break
            if len(parts) >= least and self.starts_instruction(found[0], spelling):
                break
            parts.append(found.span())
            self.at = found.end()
        if spelling.upper() in ("CPT", "CMP"):  # the rest is one sum
            first = 1 if spelling.upper() == "CPT" else 0
            parts[first:] = [(parts[first][0], parts[-1][1])] if len(parts) > first else []
        return parts

    def starts_instruction(self, word: str, within: str) -> bool:
        name = word.partition("(")[0].upper()
        sums = within.upper() in ("CPT", "CMP") and name in _WORDS_OF_SUMS
        return not sums and bool(self.kind(name))

    def op(self, spelling: str, kind: str, parts: list[tuple[int, int]], start: int) -> Op:
        args: list[Operand] = []
        pins: dict[str, Operand | Node] = {}
        outs: dict[str, Path] = {}
        power = {":=": "", "=>": ""}
        for first, end in parts:
            pin = _PIN.match(self.text, first, end)
            if not pin or kind in ("", "foreign"):
                args.append(self.operand(first, end, kind))
            elif self.text[pin.end() : end].strip() == "*":
                power[pin[2]] = pin[1]
            elif pin[2] == ":=":
                pins[pin[1]] = self.pin(pin.end(), end, kind)
            else:
                outs[pin[1]] = parse_path(
                    self.text[pin.end() : end].strip(), self.dialect, *self.source.place(pin.end())
                )
        args = self.timed(args) if kind == "timer" and len(args) == 4 else args
        name = self.canonical(spelling, kind)
        written = "" if name == spelling and kind != "call" else spelling
        at = "line {}, column {}".format(*self.source.place(start))
        return Op(name, tuple(args), pins, outs, power[":="], power["=>"], written, at)

    def timed(self, args: list[Operand]) -> list[Operand]:
        """Return the operands of `TON T4:0 1.0 5 0`, time base 1 s, in ms: `TON(T4:0,5000,0)`."""
        timer, base, *times = args
        seconds = base.value if isinstance(base, Literal) else 0
        whole = all(isinstance(t, Literal) and type(t.value) is int for t in times)
        if not isinstance(seconds, int | float) or not 0.001 <= seconds <= 1:
            self.problems.append(f"a time base of {base.text} is none; it is 0.001, 0.01 or 1.0")
        elif seconds != 0.001 and not whole:
            self.problems.append(f"a time base of {base.text} s needs a preset in the rung")
        elif seconds != 0.001:
            self.scaled |= {timer} if isinstance(timer, Path) else set()
            ms = [round(t.value * seconds * 1000) for t in times]
            times = [Literal(value, "", str(value)) for value in ms]
        return [timer, *times]

    def canonical(self, spelling: str, kind: str) -> str:
        if kind == "call":
            return "CALL"
        return instructions.find(spelling, self.dialect).name if kind else spelling

    def operand(self, first: int, end: int, kind: str) -> Operand:
        written = self.text[first:end]
        if written.strip() == "?":
            return UNKNOWN
        blank = len(written) - len(written.lstrip())
        line, column = self.source.place(first + blank)
        try:
            return parse_operand(written.strip(), self.dialect, line, column)
        except ProgramError as error:
            if kind not in ("", "foreign"):
                if not self.lenient:
                    raise
                self.problems.append(str(error))
        return Literal(written.strip(), "?", written.strip())  # of something not executed anyway

    def pin(self, first: int, end: int, kind: str) -> Operand | Node:
        sign = self.text[first]
        if sign not in "{[<":
            return self.operand(first, end, kind)
        blocks = self.blocks.values()
        inner = RungReader(self.source, self.dialect, blocks, self.problems, self.lenient)
        inner.depth = self.depth + 1
        inside = inner.read(first + (sign == "<"), end - (sign == "<"))
        return inside.items[0] if len(inside.items) == 1 else inside
