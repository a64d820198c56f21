"""Reads one operand or expression from the left; `operands.parse_operand` is the way in."""

from __future__ import annotations

import re

from labsim.core.errors import nearest
from labsim.plc import literals
from labsim.plc.errors import ProgramError
from labsim.plc.program import Bit, Expr, Index, Literal, Member, Operand, Path

__all__ = ["BINDS", "FUNCTIONS", "Reader"]

DEPTH = 30  # brackets in brackets; nobody writes more than five
LENGTH = 20_000  # characters of one operand: an expression of hundreds of terms

# binary operators, the loosest first
BINDS = {
    op: level
    for level, ops in enumerate(
        ("||", "^^", "&&", "OR", "XOR", "AND &", "= == <> < <= > >=", "+ -", "* / MOD |", "**")
    )
    for op in ops.split()
}
_SAME = {"&": "AND", "==": "=", "|": "/"}  # `|` divides in RSLogix 500, `/` is a bit there
_FUNCTIONS = """ABS SQR LN LOG EXP SIN COS TAN ASN ACS ATN ATAN2 DEG RAD TRN FRD TOD
    ADD SUB MUL DIV MOD EXPT MOVE SEL MUX MIN MAX LIMIT AND OR XOR NOT GT GE EQ LE LT NE
    SHL SHR ROL ROR LEN LEFT RIGHT MID CONCAT INSERT DELETE REPLACE FIND ISNAN ISINF"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
_FUNCTION_NAMES = {
    "SQRT": "SQR", "ASIN": "ASN", "ACOS": "ACS", "ATAN": "ATN", "TRUNC": "TRN",
    "BCD_TO": "FRD", "TO_BCD": "TOD",
}  # fmt: skip
_CONVERSION = re.compile(r"(?:[A-Z]+_)?TO_[A-Z]+$")

_OPERATOR = re.compile(
    r"\|\|?|\^\^|&&?|<>|<=|>=|==?|<|>|[+\-/]|\*(?!\*)|(?:OR|XOR|AND|MOD)(?!\w)", re.I
)
_UNARY = re.compile(r"[+\-!]|NOT(?![\w(])", re.I)
_CALL = re.compile(r"([^\W\d]\w*)\s*\(\s*")
_NAME = re.compile(r"~?[^\W\d]\w*")
_ROOT = re.compile(r"\\[^\W\d]\w*\.[^\W\d]\w*|[^\W\d]\w*|~\w+")
_MODULE = re.compile(r"[^\W\d]\w*(?::\w+)+")
_DIRECT = re.compile(r"%([IQM])([XBWDL]|(?=\d))(\d{1,9})(?:\.(\d{1,9}))?(?!\w)", re.I)
_FILE = re.compile(r"#?(?:((?:ST|MG|PD|[NBTCRFLA])\d{1,3})|(S)2?):(?=\[|\d{1,5}(?![\w:]))", re.I)
_CARD = re.compile(r"#?([IO])[01]?:(\d{1,5})(?:\.(\d{1,5}))?(?![\w:])", re.I)
_BIT_OF_FILE = re.compile(r"(B\d{1,3})/(\d{1,6})(?!\w)", re.I)
_BIT = re.compile(r"(?:%X)?(\d{1,3})(?!\w)", re.I)
_DIGITS = re.compile(r"\d+")


class Reader:
    """Reads one operand from the left, one method a kind of thing."""

    def __init__(self, text: str, dialect: str, line: int, column: int) -> None:
        self.text, self.dialect, self.line, self.column = text, dialect, line, column
        self.at, self.depth = 0, 0
        if len(text) > LENGTH:
            raise self.error(f"an operand of {len(text)} characters; at most {LENGTH} are read")

    def error(self, text: str) -> ProgramError:
        return ProgramError(text, self.line, self.column + self.at if self.line else 0)

    def space(self) -> None:
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found

    def sign(self, sign: str) -> bool:
        """Say whether a sign stands here, and step over it and the space behind it."""
        here = self.text.startswith(sign, self.at)
        if here:
            self.at += len(sign)
            self.space()
        return here

    def expect(self, sign: str) -> None:
        self.space()
        if not self.sign(sign):
            what = self.text[self.at : self.at + 20]
            raise self.error(
                f"expected {sign!r}" + (f" before {what!r}" if what else " at the end")
            )

    def whole(self) -> Operand:
        """Return what the whole text says."""
        self.space()
        start = self.at
        found = self.expression()
        if self.at < len(self.text):
            rest = self.text[self.at : self.at + 20]
            raise self.error(f"{rest!r} behind {self.text[start : self.at].strip()[-20:]!r}")
        return found

    # calculations -----------------------------------------------------------------------------
    def expression(self, least: int = 0) -> Operand:
        self.depth += 1
        if self.depth > DEPTH:
            raise self.error(f"brackets and signs nested deeper than {DEPTH}")
        left = self.signed()
        while found := self.operator(least):
            op, level = found
            left = Expr(_SAME.get(op, op), (left, self.expression(level + 1)))
        self.depth -= 1
        return left

    def operator(self, least: int) -> tuple[str, int] | None:
        self.space()
        found = _OPERATOR.match(self.text, self.at)
        op = found[0].upper() if found else ""
        if not found or BINDS[op] < least:
            return None
        self.at = found.end()
        self.space()
        return op, BINDS[op]

    def signed(self) -> Operand:
        self.space()
        literal = literals.scan(self.text, self.at, self.dialect)
        if found := _UNARY.match(self.text, self.at):
            behind = self.text[literal[1] :].lstrip() if literal else "**"
            if not behind.startswith("**") or (literal and self.dialect == "iec"):
                return self.power(self.primary())
            self.at = found.end()
            return self.unary(found[0].upper())
        return self.power(self.primary())

    def unary(self, op: str) -> Operand:
        self.depth += 1
        if self.depth > DEPTH:
            raise self.error(f"brackets and signs nested deeper than {DEPTH}")
        self.space()
        first = self.dialect == "iec" and not _UNARY.match(self.text, self.at)
        inner = self.primary() if first else self.signed()
        self.depth -= 1
        found = inner if op == "+" else Expr(op, (inner,))
        return self.power(found) if first else found

    def power(self, base: Operand) -> Operand:
        self.space()
        while self.sign("**"):
            signed = _UNARY.match(self.text, self.at)
            base = Expr("**", (base, self.signed() if signed else self.primary()))
            self.space()
        return base

    def primary(self) -> Operand:
        if self.sign("("):
            found = self.expression()
            self.expect(")")
            return found
        if literal := literals.scan(self.text, self.at, self.dialect):
            self.at = literal[1]
            return literal[0]
        if call := _CALL.match(self.text, self.at):
            return self.call(call)
        return self.path()

    def call(self, call: re.Match[str]) -> Expr:
        written = call[1]
        name = _FUNCTION_NAMES.get(written.upper(), written.upper())
        if name not in FUNCTIONS and not _CONVERSION.match(name):
            like = nearest(name, FUNCTIONS)
            raise self.error(f"no function {written}" + (f". Nearest: {like}" if like else ""))
        self.at = call.end()
        args = [self.expression()]
        while self.sign(","):
            args.append(self.expression())
        self.expect(")")
        return Expr(name, tuple(args))

    # variables --------------------------------------------------------------------------------
    def path(self) -> Path:
        start = self.at
        root, steps, slash = self.root()
        while step := self.step(slash):
            steps.append(step)
        return Path(root, tuple(steps), self.text[start : self.at])

    def root(self) -> tuple[str, list[Member | Index | Bit], bool]:
        if self.dialect == "ab" and (found := self.file()):
            return *found, True
        if found := self.take(_DIRECT):
            area, size, first, second = found.groups()
            size = (size or "X").upper()
            root = f"%{area.upper()}{size}{int(first)}"
            if size == "X" and second:
                return f"{root}.{int(second)}", [], False
            return root, [Bit(_int(second))] if second else [], False
        found = self.take(_MODULE) or self.take(_ROOT)
        if not found or found[0].upper() in ("AND", "OR", "XOR", "NOT", "MOD"):
            self.at -= len(found[0]) if found else 0
            what = (found[0] if found else self.text[self.at : self.at + 20]).strip()
            raise self.error(f"{what!r} is no operand" if what else "an operand is missing")
        return found[0], [], False

    def file(self) -> tuple[str, list[Member | Index | Bit]] | None:
        """Read the head of an address of the SLC and MicroLogix family, if one stands here."""
        if found := self.take(_BIT_OF_FILE):
            word, bit = divmod(int(found[2]), 16)
            return found[1].upper(), [Index((_int(word),)), Bit(_int(bit))]
        if found := self.take(_CARD):
            word = f".{int(found[3])}" if found[3] and int(found[3]) else ""
            return f"{found[1].upper()}:{found[2]}{word}", []
        found = self.take(_FILE)
        if not found:
            return None
        root = (found[1] or found[2]).upper()
        if self.sign("["):
            return root, [self.index()]
        return root, [Index((_int(self.take(_DIGITS)[0]),))]

    def index(self) -> Index:
        """Read what stands in brackets; no blank behind them is taken: the path may end here."""
        args = [self.expression()]
        while self.sign(","):
            args.append(self.expression())
        if not self.text.startswith("]", self.at):
            self.expect("]")
        self.at += 1
        return Index(tuple(args))

    def step(self, slash: bool) -> Member | Index | Bit | None:
        if self.sign("["):
            return self.index()
        if not (
            self.text.startswith(".", self.at) or (slash and self.text.startswith("/", self.at))
        ):
            return None
        sign = self.text[self.at]
        self.at += 1
        if found := self.take(_BIT):
            return Bit(_int(found[1]))
        if self.sign("["):
            return Bit(self.index().at[0])
        if found := self.take(_NAME):
            return Member(found[0].upper() if slash else found[0])
        raise self.error(f"expected a member or a bit behind {sign!r}")


def _int(number: int | str) -> Literal:
    return Literal(int(number), "", str(int(number)))
