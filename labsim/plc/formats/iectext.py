"""Declarations of IEC 61131-3 as text, `PROGRAM … VAR … END_VAR`, as the elements PLCopen has.

So one reader takes variables from both. Read are names, `AT %IX0.0` on either side of the colon,
arrays, strings, initial values with brackets, and comments behind a declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from labsim.plc.errors import ProgramError
from labsim.plc.formats.safexml import Element
from labsim.plc.instruction_rows import ELEMENTARY

__all__ = ["header", "interface", "type_element"]

_HEAD = re.compile(r"\s*(PROGRAM|FUNCTION_BLOCK|FUNCTION)\s+(\w+)(?:\s*:\s*([\w\[\]]+))?", re.I)
_UNITS = {"PROGRAM": "program", "FUNCTION_BLOCK": "functionBlock", "FUNCTION": "function"}
_GROUP = re.compile(
    r"\b(VAR(?:_(?:INPUT|OUTPUT|IN_OUT|TEMP|EXTERNAL|GLOBAL))?)\b([ \t]*(?:(?:CONSTANT|RETAIN"
    r"|NON_RETAIN|PERSISTENT)\b[ \t]*)*)(.*?)\bEND_VAR\b",
    re.I | re.S,
)
_LISTS = {"VAR": "localVars", "VAR_INPUT": "inputVars", "VAR_OUTPUT": "outputVars",
          "VAR_IN_OUT": "inOutVars", "VAR_TEMP": "tempVars", "VAR_EXTERNAL": "externalVars",
          "VAR_GLOBAL": "globalVars"}  # fmt: skip
_COMMENT = re.compile(r"\(\*(.*?)\*\)|//([^\n]*)", re.S)
_VARIABLE = re.compile(
    r"\s*(?P<names>\w+(?:\s*,\s*\w+)*)\s*(?:AT\s+(?P<at>%\S+)\s*)?:(?!=)\s*"
    r"(?P<type>[^;:]*?)\s*(?:\bAT\s+(?P<behind>%[^\s;:]+)\s*)?(?::=(?P<value>.*))?\s*$",
    re.I | re.S,
)
_ARRAY = re.compile(r"ARRAY\s*\[([^\]]*)\]\s*OF\s+(.+)$", re.I | re.S)
_STRING = re.compile(r"(W?STRING)\s*[\[(].*[\])]$", re.I)


def header(text: str) -> Element:
    """Return the unit a text declares, with its interface and no body."""
    found = _HEAD.match(_blanked(text))
    if not found:
        raise ProgramError("A unit begins with PROGRAM, FUNCTION_BLOCK or FUNCTION", 1, 1)
    kind, name, result = found.groups()
    line = text.count("\n", 0, found.start(2)) + 1
    unit = Element("pou", {"name": name, "pouType": _UNITS[kind.upper()]}, line, 1)
    inside = interface(text, 1)
    if result:
        returned = Element("returnType", {}, line, 1, children=[type_element(result, line)])
        inside.children.insert(0, returned)
    unit.children.append(inside)
    return unit


def _blanked(text: str) -> str:
    """Return the text with blanks for comments: places stay where they are."""
    return _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def interface(text: str, line: int) -> Element:
    """Return the groups of variables in a text that begins at a line."""
    plain, made = _blanked(text), Element("interface", {}, line, 1)
    for found in _GROUP.finditer(plain):
        words = found[2].upper().split()
        flags = {word.lower(): "true" for word in words if word != "NON_RETAIN"}
        at = line + plain.count("\n", 0, found.start())
        group = Element(_LISTS[found[1].upper()], flags, at, 1)
        group.children += _variables(text, plain, found.start(3), found.end(3), line)
        made.children.append(group)
    return made


def _variables(text: str, plain: str, start: int, end: int, line: int) -> Iterator[Element]:
    while (stop := plain.find(";", start, end)) >= 0:
        at = line + plain.count("\n", 0, start + _blanks(plain[start:stop]))
        yield from _declared(plain[start:stop], at, _comment(text, stop + 1, end))
        start = stop + 1
    if plain[start:end].strip():
        at = line + plain.count("\n", 0, start + _blanks(plain[start:end]))
        raise ProgramError(f"{plain[start:end].strip()[:60]!r}: a semicolon is missing", at, 1)


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _comment(text: str, start: int, end: int) -> str:
    """Return the comment behind a declaration, on its line."""
    found = _COMMENT.match(text, start + _blanks(text[start:end].split("\n")[0] + "."))
    found = found or _COMMENT.match(text, start + len(re.match(r"[ \t]*", text[start:end])[0]))
    return " ".join((found[1] or found[2] or "").split()) if found else ""


def _declared(text: str, line: int, comment: str) -> Iterator[Element]:
    found = _VARIABLE.match(text)
    if not found:
        raise ProgramError(f"{text.strip()[:60]!r} declares no variable", line, 1)
    address = found["at"] or found["behind"] or ""
    for name in re.split(r"\s*,\s*", found["names"]):
        one = Element("variable", {"name": name, "address": address}, line, 1)
        kind = Element("type", {}, line, 1, children=[type_element(found["type"], line)])
        one.children.append(kind)
        if found["value"] and found["value"].strip():
            value = _value(found["value"].strip(), line)
            one.children.append(Element("initialValue", {}, line, 1, children=[value]))
        if comment:
            one.children.append(Element("documentation", {}, line, 1, text=comment))
        yield one


def type_element(text: str, line: int, depth: int = 0) -> Element:
    """Return a type as PLCopen writes it: `ARRAY [1..5] OF INT`, `STRING[20]`, a name."""
    text = text.strip()
    if depth > 8 or not text:
        raise ProgramError(f"{text[:60]!r} is no type", line, 1)
    if found := _ARRAY.match(text):
        made = Element("array", {}, line, 1)
        for one in found[1].split(","):
            low, dots, high = (part.strip() for part in one.partition(".."))
            low, high = (low, high) if dots else ("0", low)
            made.children.append(Element("dimension", {"lower": low, "upper": high}, line, 1))
        inner = type_element(found[2], line, depth + 1)
        made.children.append(Element("baseType", {}, line, 1, children=[inner]))
        return made
    name = _STRING.sub(r"\1", text)
    if name.upper() in ELEMENTARY or name.upper() == "WSTRING":
        return Element(name.upper(), {}, line, 1)
    return Element("derived", {"name": name}, line, 1)


def _value(text: str, line: int, depth: int = 0) -> Element:
    if depth > 8:
        raise ProgramError("An initial value has too many brackets", line, 1)
    if not (text.startswith("[") and text.endswith("]")):
        return Element("simpleValue", {"value": text}, line, 1)
    made = Element("arrayValue", {}, line, 1)
    for part in _parts(text[1:-1]):
        times, bracket, inside = part.partition("(")
        repeated = bool(bracket) and times.strip().isdigit() and part.endswith(")")
        one = inside[:-1].strip() if repeated else part
        flags = {"repetitionValue": times.strip()} if repeated else {}
        child = _value(one, line, depth + 1)
        made.children.append(Element("value", flags, line, 1, children=[child]))
    return made


def _parts(text: str) -> list[str]:
    """Split at commas outside brackets."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "[(") - (sign in "])")
        if sign == "," and not depth:
            parts.append(text[start:at].strip())
            start = at + 1
    return [part for part in [*parts, text[start:].strip()] if part]
