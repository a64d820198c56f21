"""Operands and expressions of both dialects, read into the tree and written back.

`parse_operand("Line[i + 1].Cell.5")`, `parse_operand("T4:0/DN")`, `parse_operand("(a + b) * 2")`.
A data file of the SLC and MicroLogix family is an array: `N7:3/5` is element 3 of the array N7,
bit 5; an input or output word is one tag, `I:0`, and has bits. Operators bind as 1756-RM003 has it
(function, `**`, sign and NOT, `* / MOD`, `+ -`, AND, XOR, OR; from left to right); comparisons bind
weaker than sums, where the table printed for CMP says the opposite. In IEC the sign binds first.
"""

from __future__ import annotations

import re

from labsim.plc.errors import ProgramError
from labsim.plc.operandreader import BINDS, FUNCTIONS, Reader
from labsim.plc.program import Expr, Index, Literal, Member, Operand, Path

__all__ = ["FUNCTIONS", "file_type", "parse_operand", "parse_path", "write_operand", "write_path"]

_FILE_TYPES = {"N": "INT", "B": "INT", "T": "TIMER", "C": "COUNTER", "R": "CONTROL", "F": "REAL",
               "L": "DINT", "ST": "STRING", "A": "INT", "S": "INT"}  # fmt: skip


def parse_operand(text: str, dialect: str = "ab", line: int = 0, column: int = 1) -> Operand:
    """Return the constant, variable or expression a text says.

    ProgramError with line and column (counted on from the given place) when it says none.
    The outermost expression keeps its text where we would write it another way.
    """
    found = Reader(text, dialect, line, column).whole()
    if isinstance(found, Expr) and write_operand(found) != text.strip():
        return Expr(found.op, found.args, text.strip())
    return found


def parse_path(text: str, dialect: str = "ab", line: int = 0, column: int = 1) -> Path:
    """Return the variable a text names; ProgramError when it is anything else."""
    found = parse_operand(text, dialect, line, column)
    if not isinstance(found, Path):
        raise ProgramError(f"{text} is no variable", line, column)
    return found


def file_type(root: str) -> str:
    """Return the type of an SLC data file or I/O word: "INT" of N7 or I:0; "" when it is none."""
    if re.fullmatch(r"[IO]:\d+(\.\d+)?", root):
        return "INT"
    found = re.fullmatch(r"(ST|[NBTCRFLA])\d+|(S)", root)
    return _FILE_TYPES[found[1] or found[2]] if found else ""


# writing ------------------------------------------------------------------------------------------
def write_operand(operand: Operand) -> str:
    """Return the text of an operand: as it was written if that is known, else in our own way."""
    if isinstance(operand, Literal):
        return operand.text or _literal(operand)
    if isinstance(operand, Path):
        return write_path(operand)
    return operand.text or _expression(operand)


def write_path(path: Path) -> str:
    """Return the text of a variable: as written, unless the way has been changed since."""
    plain = _plain(path)
    if not path.text or path.text.casefold() == plain.casefold():
        return path.text or plain
    same = any(_says(path.text, dialect, plain) for dialect in ("ab", "iec"))
    return path.text if same else plain


def _says(text: str, dialect: str, plain: str) -> bool:
    try:
        found = parse_operand(text, dialect)
    except ProgramError:
        return False
    return isinstance(found, Path) and _plain(found).casefold() == plain.casefold()


def _plain(path: Path) -> str:
    text, slash = path.root, file_type(path.root) if ":" in path.root else ""
    for step in path.steps:
        if isinstance(step, Index):
            text += f"[{', '.join(_plain_operand(at) for at in step.at)}]"
        elif isinstance(step, Member):
            text += f".{step.name}"
        else:
            at = _plain_operand(step.at)
            text += ("/" if slash else ".") + (at if at.isdigit() else f"[{at}]")
    return text


def _plain_operand(operand: Operand) -> str:
    return _plain(operand) if isinstance(operand, Path) else write_operand(operand)


def _literal(literal: Literal) -> str:
    value = literal.value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return "'" + value.replace("$", "$$").replace("'", "$'").replace("\n", "$N") + "'"
    return f"T#{value}ms" if literal.type == "TIME" else repr(value)


def _expression(expr: Expr) -> str:
    op, args = expr.op, expr.args
    if len(args) == 1 and op in ("-", "NOT", "!"):
        inner = write_operand(args[0])
        bare = isinstance(args[0], Path) or _is_call(args[0]) or (op != "-" and inner.isalnum())
        return ("NOT " if op == "NOT" else op) + (inner if bare else f"({inner})")
    if len(args) != 2 or op not in BINDS:
        return f"{op}({', '.join(write_operand(a) for a in args)})"
    left, right = (_side(arg, BINDS[op] + i) for i, arg in enumerate(args))
    return f"{left} {op} {right}"


def _side(arg: Operand, least: int) -> str:
    text = write_operand(arg) if not isinstance(arg, Expr) else _expression(arg)
    if isinstance(arg, Expr) and not _is_call(arg):
        own = BINDS.get(arg.op, 0) if len(arg.args) == 2 else BINDS["*"]
        return text if own >= least else f"({text})"
    return f"({text})" if text[:1] in "+-" and least >= BINDS["**"] else text


def _is_call(operand: Operand) -> bool:
    if not isinstance(operand, Expr):
        return False
    unary = len(operand.args) == 1 and operand.op in ("-", "NOT", "!")
    return not unary and not (len(operand.args) == 2 and operand.op in BINDS)
