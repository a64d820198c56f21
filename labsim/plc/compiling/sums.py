"""Calculations to code.

`calculate(op, [(code, type), …], dialect)` is the code of an operator or function and the type of
its result; `op` is a sign of an expression or a name of the instruction table. What can go wrong
notes a minor fault and the controller runs on: division by zero leaves the first operand
(1756-RM003, DIV; in IEC 0 for whole numbers, as matiec).
"""

from __future__ import annotations

import itertools

from labsim.plc.errors import ProgramError
from labsim.plc.instructions import find, known
from labsim.plc.types import BITS, FLOATS, SIGNED, TEXTS

__all__ = ["COMPARE", "calculate", "common"]

COMPARE = {
    "EQU": "==",
    "NEQ": "!=",
    "GRT": ">",
    "GEQ": ">=",
    "LES": "<",
    "LEQ": "<=",
    "=": "==",
    "<>": "!=",
    ">": ">",
    ">=": ">=",
    "<": "<",
    "<=": "<=",
}
_SIGNS = {"+": "ADD", "-": "SUB", "*": "MUL", "/": "DIV", "**": "EXPT", "&": "AND"}
_PLAIN = {"ADD": "+", "SUB": "-", "MUL": "*", "AND": "&", "OR": "|", "XOR": "^"}
_CALLED = {"DIV", "MOD", "EXPT"}
_REAL_ONLY = {
    "SQRT": "root",
    "LN": "log_e",
    "LOG": "log_10",
    "EXP": "exp",
    "SIN": "sin",
    "COS": "cos",
    "TAN": "tan",
    "ASIN": "asin",
    "ACOS": "acos",
    "ATAN": "atan",
    "DEG": "math.degrees",
    "RAD": "math.radians",
}
_SHIFTS = ("SHL", "SHR", "ROL", "ROR")
_TEXT_FUNCTIONS = (
    *("CONCAT", "MID", "LEFT", "RIGHT", "LEN"),
    *("FIND", "INSERT", "DELETE", "REPLACE", "UPPER", "LOWER"),
)
_TEXTS_OF = {"FIND": 2, "INSERT": 2, "REPLACE": 2}  # operands that are texts; else one
_WANTED = {True: "STRING", False: "number"}
_CHOICES = ("SEL", "MUX", "MIN", "MAX", "LIMIT", "MOV")  # they hand on what they get

Typed = tuple[str, str]


def common(kinds: list[str], dialect: str) -> str:
    """Return the type a calculation is done in."""
    known_ = [kind for kind in kinds if kind]
    if known_ and all(kind in TEXTS for kind in known_):
        return known_[0]
    for wide in ("LREAL", "REAL"):
        if wide in known_:
            return wide
    if known_ and all(kind == "BOOL" for kind in kinds):
        return "BOOL"
    if dialect == "ab":
        return "LINT" if "LINT" in known_ else "DINT"
    return max(known_, key=lambda kind: BITS.get(kind, 0), default="")


def calculate(op: str, args: list[Typed], dialect: str) -> Typed:
    """Return the code and the type of a calculation; ProgramError when there is no such one."""
    op = op.upper()
    if op in COMPARE and len(args) == 2:
        _same_kind(op, args, dialect)
        return f"({args[0][0]}{COMPARE[op]}{args[1][0]})", "BOOL"
    if op in ("&&", "||", "^^", "!"):
        op = {"&&": "AND", "||": "OR", "^^": "XOR", "!": "NOT"}[op]
    if op == "-" and len(args) == 1:
        op = "NEG"
    name = _SIGNS.get(op) or _name(op, dialect)
    if name in COMPARE:
        _same_kind(op, args, dialect)
        pairs = itertools.pairwise(args)
        tests = [f"({a[0]}{COMPARE[name]}{b[0]})" for a, b in pairs]
        return (tests[0] if len(tests) == 1 else f"({' and '.join(tests)})"), "BOOL"
    return _function(name, args, dialect)


def _same_kind(op: str, args: list[Typed], dialect: str) -> None:
    """Refuse to compare a text with a number, and in IEC a BOOL with one."""
    kinds = [of for _, of in args]
    odd = {of in TEXTS for of in kinds}
    mixed = {of == "BOOL" for code, of in args if of or code not in ("0", "1")}
    if len(odd) > 1 or (dialect == "iec" and len(mixed) > 1):
        listed = " and a ".join(dict.fromkeys(of or "number" for of in kinds))
        raise ProgramError(f"{op} cannot compare a {listed}")


def _name(op: str, dialect: str) -> str:
    if not known(op, dialect):
        other = "iec" if dialect == "ab" else "ab"
        return find(op, other if known(op, other) else dialect).name
    return find(op, dialect).name


def _function(name: str, args: list[Typed], dialect: str) -> Typed:
    kind = common([of for _, of in args], dialect)
    codes = [code for code, _ in args]
    source, to, target = name.partition("_TO_")
    if to:
        return _converted(codes[0], args[0][1] or source, target)
    if name in _TEXT_FUNCTIONS:
        codes = _text_operands(name, args)
        return _text(name, [*codes, "True"] if (name, dialect) == ("INSERT", "ab") else codes)
    if kind in FLOATS and name in (*_SHIFTS, "AND", "OR", "XOR", "NOT"):
        raise ProgramError(f"{name} works on bits, not on a {kind}")
    if name not in _CHOICES and any(of in TEXTS for _, of in args):
        raise ProgramError(f"{name} does not work on a text")
    if name in _PLAIN or name in _CALLED:
        return _chain(name, codes, kind, dialect)
    if name in _REAL_ONLY:
        kind = "LREAL" if kind == "LREAL" else "REAL"
        return _rounded(f"{_REAL_ONLY[name]}({codes[0]})", kind), kind
    if name in _SHIFTS:
        return f"{name.lower()}({codes[0]}, {codes[1]}, {BITS.get(args[0][1], 32)})", args[0][1]
    return _other(name, args, codes, kind, dialect)


def _text_operands(name: str, args: list[Typed]) -> list[str]:
    """Return the code of a text function's operands: texts first, then whole numbers."""
    texts = len(args) if name == "CONCAT" else _TEXTS_OF.get(name, 1)
    for k, (_, of) in enumerate(args):
        if (of in TEXTS) != (k < texts):
            raise ProgramError(f"{name}: a {of or 'number'} where a {_WANTED[k < texts]} is wanted")
    return [f"whole({code})" if of in FLOATS else code for code, of in args]


def _other(name: str, args: list[Typed], codes: list[str], kind: str, dialect: str) -> Typed:
    if name in ("MIN", "MAX"):
        return f"{name.lower()}({', '.join(codes)})", kind
    if name == "LIMIT":
        return f"min(max({codes[1]}, {codes[0]}), {codes[2]})", kind
    if name == "SEL":
        test = codes[0] if args[0][1] == "BOOL" else f"({codes[0]}!=0)"
        rest = common([of for _, of in args[1:]], dialect)
        return f"({codes[2]} if {test} else {codes[1]})", rest
    if name == "MUX":
        return f"({', '.join(codes[1:])},)[ix({codes[0]}, 0, {len(codes) - 2})]", kind
    if name in ("NEG", "ABS", "NOT", "MOV", "TRUNC", "TOD", "FRD"):
        return _single(name, args[0], kind)
    raise ProgramError(f"{name} is no function of an expression")


def _single(name: str, arg: Typed, kind: str) -> Typed:
    code, of = arg
    if name == "NEG":
        return f"(-{code})", kind
    if name == "NOT":
        if of == "BOOL":
            return f"(not {code})", "BOOL"
        return (f"(~{code})" if of in SIGNED or not of else f"wrap(~{code}, {of!r})"), of
    if name == "TRUNC":
        return f"cut({code})", "DINT"
    if name in ("TOD", "FRD"):
        return f"{name.lower()}({code})", "DINT"
    return (code if name == "MOV" else f"abs({code})"), (of if name == "MOV" else kind)


def _chain(name: str, codes: list[str], kind: str, dialect: str) -> Typed:
    total = codes[0]
    real = kind in FLOATS
    for code in codes[1:]:
        if name in _PLAIN:
            total = f"({total}{_PLAIN[name]}{code})"
        else:
            total = f"{'f' if real else 'i'}{name.lower()}(e, {total}, {code}, {dialect == 'ab'})"
        total = _rounded(total, kind) if real else total
    return total, kind


def _rounded(code: str, kind: str) -> str:
    return f"f32({code})" if kind == "REAL" else code


def _converted(code: str, of: str, target: str) -> Typed:
    if of in TEXTS and target in ("TIME", "DATE", "TOD", "DT"):
        raise ProgramError(f"there is no conversion of a {of} to {target}")
    if target == "BOOL":
        return (f"truth({code})" if of in TEXTS else f"(({code})!=0)"), "BOOL"
    if of in TEXTS and target in FLOATS:
        return (f"f32(decimal({code}))" if target == "REAL" else f"decimal({code})"), target
    if target in FLOATS:
        return (f"f32({code})" if target == "REAL" else f"float({code})"), target
    if target in TEXTS:
        return f"text({code})", target
    if of in TEXTS:
        return f"wrap(number({code}), {target!r})", target
    if target not in BITS:
        raise ProgramError(f"there is no conversion to {target}")
    return f"wrap(whole({code}), {target!r})", target


def _text(name: str, codes: list[str]) -> Typed:
    if name == "CONCAT":
        return f"({'+'.join(codes)})", "STRING"
    if name == "LEN":
        return f"len({codes[0]})", "DINT"
    if name == "FIND":
        return f"found({', '.join(codes)})", "DINT"
    return f"{name.lower()}({', '.join(codes)})", "STRING"
