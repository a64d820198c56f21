"""Rows of the instruction table that calculate: numbers, comparisons, choices, strings.

The columns are those of `instruction_rows.py`.
"""

__all__ = ["CALCULATING"]

_TWO = "in SourceA NUM, in SourceB NUM"
_PAIR = "in IN1 ANY, in IN2 ANY, out OUT BOOL; EN OUT; IN"
_SUM = "in IN1 NUM, in IN2 NUM, out OUT NUM; EN ENO"
_LOGIC = "in IN1 ANY, in IN2 ANY, out OUT ANY; EN ENO; IN"
_ONE = "in IN NUM, out OUT NUM; EN ENO"
_SHIFT = "in IN ANY, in N INT, out OUT ANY; EN ENO"
_SOURCE = "in Source NUM, out Dest NUM"


def _math(name: str, title: str) -> tuple:
    return (name, "math", title, f"{_TWO}, out Dest NUM", _SUM + "; IN")


def _function(name: str, title: str) -> tuple:
    return (name, "math", title, _SOURCE, _ONE)


def _compare(name: str, title: str) -> tuple:
    return (name, "compare", title, _TWO, _PAIR)


_NUMBERS = (
    _math("ADD", "add"),
    _math("SUB", "subtract"),
    _math("MUL", "multiply"),
    _math("DIV", "divide"),
    _math("MOD", "remainder"),
    ("EXPT", "math", "power", f"{_TWO}, out Dest NUM", _SUM),
    ("CPT", "math", "compute", "out Dest NUM, in Expression NUM", None),
    _function("NEG", "change sign"),
    _function("ABS", "absolute value"),
    _function("SQRT", "square root"),
    _function("LN", "natural logarithm"),
    _function("LOG", "logarithm to base 10"),
    _function("EXP", "exponential"),
    _function("SIN", "sine"),
    _function("COS", "cosine"),
    _function("TAN", "tangent"),
    _function("ASIN", "arc sine"),
    _function("ACOS", "arc cosine"),
    _function("ATAN", "arc tangent"),
    _function("TRUNC", "cut off decimals"),
    _function("DEG", "radians to degrees"),
    _function("RAD", "degrees to radians"),
    _function("TOD", "to BCD"),
    _function("FRD", "from BCD"),
)
_TESTS = (
    _compare("EQU", "equal"),
    _compare("NEQ", "not equal"),
    _compare("GRT", "greater than"),
    _compare("GEQ", "greater than or equal"),
    _compare("LES", "less than"),
    _compare("LEQ", "less than or equal"),
    ("LIM", "compare", "limit test", "in Low NUM, in Test NUM, in High NUM", None),
    ("MEQ", "compare", "masked equal", "in Source INT, in Mask INT, in Compare INT", None),
    ("CMP", "compare", "compare an expression", "in Expression BOOL", None),
)
_CHOICES = (
    (
        "SEL",
        "select",
        "select one of two",
        "in Selector BOOL, in Source0 ANY, in Source1 ANY, out Dest ANY",
        "in G BOOL, in IN0 ANY, in IN1 ANY, out OUT ANY; EN ENO",
    ),
    (
        "LIMIT",
        "select",
        "keep within limits",
        "in Low NUM, in Source NUM, in High NUM, out Dest NUM",
        "in MN NUM, in IN NUM, in MX NUM, out OUT NUM; EN ENO",
    ),
    ("MIN", "select", "smallest", f"{_TWO}, out Dest NUM", _SUM + "; IN"),
    ("MAX", "select", "largest", f"{_TWO}, out Dest NUM", _SUM + "; IN"),
    ("MUX", "select", "select one of many", None, "in K INT, in IN0 ANY, out OUT ANY; EN ENO; IN"),
    ("AND", "logic", "and, bit by bit", f"{_TWO}, out Dest ANY", _LOGIC),
    ("OR", "logic", "or, bit by bit", f"{_TWO}, out Dest ANY", _LOGIC),
    ("XOR", "logic", "exclusive or, bit by bit", f"{_TWO}, out Dest ANY", _LOGIC),
    ("NOT", "logic", "not, bit by bit", _SOURCE, "in IN ANY, out OUT ANY; EN ENO"),
    ("SHL", "logic", "shift left", None, _SHIFT),
    ("SHR", "logic", "shift right", None, _SHIFT),
    ("ROL", "logic", "rotate left", None, _SHIFT),
    ("ROR", "logic", "rotate right", None, _SHIFT),
)
_TEXTS = (
    (
        "CONCAT",
        "string",
        "join two strings",
        "in SourceA STRING, in SourceB STRING, out Dest STRING",
        "in IN1 STRING, in IN2 STRING, out OUT STRING; EN ENO; IN",
    ),
    (
        "MID",
        "string",
        "middle of a string",
        "in Source STRING, in Qty INT, in Start INT, out Dest STRING",
        "in IN STRING, in L INT, in P INT, out OUT STRING; EN ENO",
    ),
    ("LEFT", "string", "left of a string", None, "in IN STRING, in L INT, out OUT STRING; EN ENO"),
    (
        "RIGHT",
        "string",
        "right of a string",
        None,
        "in IN STRING, in L INT, out OUT STRING; EN ENO",
    ),
    ("LEN", "string", "length of a string", None, "in IN STRING, out OUT INT; EN ENO"),
    (
        "FIND",
        "string",
        "find a string in another",
        "in Source STRING, in Search STRING, in Start INT, out Dest INT",
        "in IN1 STRING, in IN2 STRING, out OUT INT; EN ENO",
    ),
    (
        "INSERT",
        "string",
        "put a string into another",
        "in SourceA STRING, in SourceB STRING, in Start INT, out Dest STRING",
        "in IN1 STRING, in IN2 STRING, in P INT, out OUT STRING; EN ENO",
    ),
    (
        "DELETE",
        "string",
        "take letters out of a string",
        "in Source STRING, in Qty INT, in Start INT, out Dest STRING",
        "in IN STRING, in L INT, in P INT, out OUT STRING; EN ENO",
    ),
    (
        "REPLACE",
        "string",
        "exchange letters of a string",
        None,
        "in IN1 STRING, in IN2 STRING, in L INT, in P INT, out OUT STRING; EN ENO",
    ),
    ("UPPER", "string", "to upper case", "in Source STRING, out Dest STRING", None),
    ("LOWER", "string", "to lower case", "in Source STRING, out Dest STRING", None),
    ("DTOS", "string", "whole number to string", "in Source INT, out Dest STRING", None),
    ("RTOS", "string", "decimal number to string", "in Source NUM, out Dest STRING", None),
    ("STOD", "string", "string to whole number", "in Source STRING, out Dest INT", None),
    ("STOR", "string", "string to decimal number", "in Source STRING, out Dest NUM", None),
)
CALCULATING = (*_NUMBERS, *_TESTS, *_CHOICES, *_TEXTS)
