"""Tags as a lab author or an apprentice gives them beside a text of rungs.

`{"A": "BOOL", "T1": {"type": "TIMER", "PRE": 30}, "Arr": "DINT[10]", "Level": {"type": "REAL",
"value": 4.5}, "Step": 3}`: a type, a type with a value or members, or just a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from labsim.core.errors import LabsimError
from labsim.plc.errors import ProgramError
from labsim.plc.operands import file_type, parse_operand, parse_path
from labsim.plc.program import Bit, Index, Literal, Path, Tag

__all__ = ["KNOWN", "declare", "read_type"]

ELEMENTS = 2_000_000  # elements of one array at most, assumed: what a large controller holds
_ARRAY = re.compile(r"\s*(?:ARRAY\s*\[(.*?)\]\s*OF\s+(\S+)|([^\[\]\s]+)\s*(?:\[(.*)\])?)\s*", re.I)
_NAMES = """BOOL SINT INT DINT LINT USINT UINT UDINT ULINT BYTE WORD DWORD LWORD REAL LREAL TIME
    DATE TOD DT STRING TIMER COUNTER CONTROL TON TOF TP CTU CTD CTUD R_TRIG F_TRIG SR RS"""
KNOWN = frozenset(_NAMES.split())  # spelt in capitals, however they are given
_WORDS = ("usage", "retain", "constant", "address", "comment")


def declare(tags: Mapping[str, Any], dialect: str) -> dict[str, Tag]:
    """Return the declarations; LabsimError when one cannot be understood."""
    if not isinstance(tags, Mapping):
        raise LabsimError(f"tags are a mapping of names, not {type(tags).__name__}")
    made: dict[str, Tag] = {}
    for name, given in tags.items():
        tag = given if isinstance(given, Tag) else _tag(str(name).strip(), given, dialect)
        if tag.name.upper() in {one.upper() for one in made if one != tag.name}:
            raise LabsimError(f"tag {tag.name} is declared twice")
        for one in _parted(tag, made, dialect):
            made[one.name] = one
    return made


def read_type(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the type and the bounds of "DINT[2,3]", "ARRAY[1..5] OF INT", "BOOL"."""
    found = _ARRAY.fullmatch(text)
    if not found:
        raise ProgramError(f"{text!r} is no type")
    name, inside = found[2] or found[3], found[1] or found[4]
    dims = tuple(_bounds(part, text) for part in inside.split(",")) if inside else ()
    count = 1
    for low, high in dims:
        count *= high - low + 1
    if count > ELEMENTS:
        raise ProgramError(f"{text}: an array of {count} elements; at most {ELEMENTS} are held")
    return name if name.upper() not in KNOWN else name.upper(), dims


def _bounds(part: str, text: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(?:(-?\d{1,9})\s*\.\.\s*)?(-?\d{1,9})\s*", part)
    if not found:
        raise ProgramError(f"{text!r}: {part!r} is no size of an array")
    low, high = (int(found[1]), int(found[2])) if found[1] else (0, int(found[2]) - 1)
    if high < low:
        raise ProgramError(f"{text!r}: an array from {low} to {high} has no element")
    return low, high


def _tag(name: str, given: Any, dialect: str) -> Tag:
    if isinstance(given, str):
        kind, sign, value = given.partition(":=")
        kind, dims = read_type(kind)
        return Tag(name, kind, dims, _value(value.strip(), dialect) if sign else None)
    if isinstance(given, Mapping):
        return _full(name, dict(given), dialect)
    for kinds, kind in ((bool, "BOOL"), (int, "DINT"), (float, "REAL")):
        if isinstance(given, kinds):
            return Tag(name, kind, initial=given)
    raise LabsimError(f"tag {name}: {given!r} is neither a type nor a value")


def _full(name: str, given: dict[str, Any], dialect: str) -> Tag:
    if "type" not in given:
        raise LabsimError(f'tag {name}: {given!r} has no "type"')
    kind, dims = read_type(str(given.pop("type")))
    known = {word: given.pop(word) for word in _WORDS if word in given}
    alias = given.pop("alias", None)
    value = given.pop("value", given.pop("initial", None))
    if given and value is not None:
        raise LabsimError(f"tag {name}: both a value and members {', '.join(given)}")
    value = _value(given or value, dialect)
    return Tag(
        name, kind, dims, value, alias=parse_path(alias, dialect) if alias else None, **known
    )


def _value(given: Any, dialect: str) -> Any:
    """Return a value, with the constants in it that are written as text: "T#5s"."""
    if isinstance(given, Mapping):
        return {key: _value(one, dialect) for key, one in given.items()}
    if isinstance(given, list | tuple):
        return [_value(one, dialect) for one in given]
    if not isinstance(given, str):
        return given
    try:
        found = parse_operand(given, dialect)
    except ProgramError:
        return given
    return found.value if isinstance(found, Literal) else given


def _parted(tag: Tag, made: Mapping[str, Tag], dialect: str) -> list[Tag]:
    """Return a tag as the memory has it: `I0.4` is a bit of a word, `T4:0` an element of a file.

    The bit stays as an alias, for its comment.
    """
    if tag.name.isidentifier() or tag.alias is not None:
        return [tag]
    try:
        path = parse_path(tag.name, dialect)
    except ProgramError as error:
        raise LabsimError(f"{tag.name!r} is no name of a tag: {error}") from None
    kind = file_type(path.root) if ":" in tag.name or "/" in tag.name else ""
    if path.steps and isinstance(path.steps[0], Bit):
        return _bit(tag, path, made)
    if path.steps and kind:
        return [_with_element(path, kind, tag.initial, made)]
    return [tag if path.steps else replace(tag, name=path.root)]


def _bit(tag: Tag, path: Path, made: Mapping[str, Tag]) -> list[Tag]:
    """Return the word a bit is in, with the bit set when that is its value, and its alias."""
    word = made.get(path.root) or Tag(path.root, "INT")
    at = path.steps[0].at
    if tag.initial and isinstance(at, Literal) and not word.dims:
        word = replace(word, initial=(word.initial or 0) | 1 << int(at.value))
    return [word, replace(tag, type="BOOL", dims=(), initial=None, alias=path)]


def _with_element(path: Path, kind: str, value: Any, made: Mapping[str, Tag]) -> Tag:
    first = path.steps[0]
    assert isinstance(first, Index)
    at = int(first.at[0].value) if isinstance(first.at[0], Literal) else 0
    before = next((t for t in made.values() if t.name == path.root and t.dims), None)
    values = list(before.initial) if before and before.initial else []
    values += [None] * (at + 1 - len(values))
    values[at] = value if len(path.steps) == 1 else values[at]
    size = max(255, at, before.dims[0][1] if before else 0)  # a data file has 256 elements at most
    return Tag(
        path.root, kind, ((0, size),), values if any(v is not None for v in values) else None
    )
