"""Projects of OpenPLC Editor v4: `project.json` and `pous/programs/*.ld`, or one `.ld` alone.

An `.ld` file has the declarations as text and the drawing as JSON: nodes with handles, and edges
from handle to handle. A fork or a joint of lines is a node of its own there. Both are turned into
the elements that PLCopen XML has, and read by the same reader. Projects of the first v4 releases
have all units inside `project.json`; they are read too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from labsim.plc.errors import ProgramError
from labsim.plc.formats.iectext import header, interface, type_element
from labsim.plc.formats.openplc_drawing import ladder, of
from labsim.plc.formats.plcopen import read_project
from labsim.plc.formats.safexml import Element, check_size, read_bytes
from labsim.plc.program import Program

__all__ = ["read_ld"]

_FOLDERS = ("programs", "function-blocks", "functions")
_LANGUAGES = {".ld": "LD", ".fbd": "FBD", ".st": "ST", ".il": "IL", ".sfc": "SFC", ".py": "Python",
              ".cpp": "C++"}  # fmt: skip
_MOST_FILES = 500
_KEYWORDS = {"program": "PROGRAM", "function-block": "FUNCTION_BLOCK", "function": "FUNCTION"}
_GROUPS = {"input": "VAR_INPUT", "output": "VAR_OUTPUT", "inOut": "VAR_IN_OUT", "temp": "VAR_TEMP",
           "external": "VAR_EXTERNAL", "global": "VAR_GLOBAL"}  # fmt: skip
_ID = re.compile(r'"id"\s*:\s*"([^"\\]+)"')


def read_ld(source: str | Path | bytes) -> Program:
    """Return the program of a project folder, its project.json, or of one .ld file or its text."""
    if isinstance(source, bytes) or (isinstance(source, str) and "\n" in source):
        return read_project(_root("", [_unit(_text(source), ".ld", "")]))
    path = Path(source)
    if path.is_dir() or path.name == "project.json":
        return _project(path if path.is_dir() else path.parent)
    return read_project(_root(path.stem, [_unit(_text(path), path.suffix.lower(), path.stem)]))


def _text(source: str | Path | bytes) -> str:
    data = source.encode() if isinstance(source, str) else read_bytes(source)
    check_size(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ProgramError("The file is not UTF-8 text", line, 1) from None


def _json(text: str, line: int = 1) -> Any:
    """Read JSON; its errors are told in lines of the whole file."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        below = line + error.lineno - 1
        raise ProgramError(f"This is no JSON: {error.msg}", below, error.colno) from None
    except (RecursionError, ValueError) as error:
        raise ProgramError(f"This JSON cannot be read: {error}"[:200], line, 1) from None


def _root(name: str, units: list[Element], *more: Element) -> Element:
    top = Element("contentHeader", {"name": name}, 1, 1)
    return Element("project", {}, 1, 1, children=[top, *more, *units])


# project ------------------------------------------------------------------------------------------
def _project(folder: Path) -> Program:
    data = of(_json(_text(folder / "project.json")), dict, "project.json")
    inside = of(data.get("data", {}), dict, "data")
    units = [
        _unit(_text(path), path.suffix.lower(), path.stem)
        for kind in _FOLDERS
        for path in _files(folder / "pous" / kind)
    ]
    units += [_inline(one) for one in of(inside.get("pous", []), list, "pous")]
    types = inside.get("dataTypes", inside.get("data-types", []))
    held = of(inside.get("configuration", {}), dict, "configuration")
    resource = of(held.get("resource", {}), dict, "resource")
    name = str(of(data.get("meta", {}), dict, "meta").get("name", ""))
    made = [_data_type(of(one, dict, "data type")) for one in of(types, list, "dataTypes")]
    return read_project(_root(name, units, *made, *_resource(resource)))


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    found = [path for path in found if path.suffix.lower() in _LANGUAGES]
    if len(found) > _MOST_FILES:
        raise ProgramError(f"{folder.name} has more than {_MOST_FILES} files")
    return found


def _resource(resource: dict) -> Iterator[Element]:
    globals_ = resource.get("globalVariables", resource.get("global-variables", []))
    lines = "\n".join(_declaration(one) for one in of(globals_, list, "globalVariables"))
    yield from interface(f"VAR_GLOBAL\n{lines}\nEND_VAR", 0).children
    tasks = {}
    for one in of(resource.get("tasks", []), list, "tasks"):
        name = str(of(one, dict, "task").get("name", ""))
        words = {"name": name, "interval": str(one.get("interval", ""))}
        if one.get("triggering") == "Interrupt":
            words = {"name": name, "single": "an interrupt"}
        words["priority"] = str(one.get("priority", 0))
        tasks[name] = Element("task", words, 0, 0)
    for one in of(resource.get("instances", []), list, "instances"):
        words = {"name": str(of(one, dict, "instance").get("name", ""))}
        words["typeName"] = str(one.get("program", ""))
        holder = tasks.get(str(one.get("task", "")))
        instance = Element("pouInstance", words, 0, 0)
        if holder is None:
            yield instance
        else:
            holder.children.append(instance)
    yield from tasks.values()


def _declaration(one: Any) -> str:
    """Return a variable of JSON as a declaration in text."""
    one = of(one, dict, "variable")
    kind = of(one.get("type", {}), dict, "type")
    at = f" AT {one['location']}" if one.get("location") else ""
    value = one.get("initialValue")
    value = value.get("simpleValue", {}).get("value") if isinstance(value, dict) else value
    first = f" := {value}" if value not in (None, "") else ""
    return f"{one.get('name', '')}{at} : {_type_text(kind)}{first};"


def _type_text(kind: dict) -> str:
    data = kind.get("data")
    if kind.get("definition") == "array" and isinstance(data, dict):
        base = of(data.get("baseType", {}), dict, "baseType").get("value", "")
        dims = of(data.get("dimensions", []), list, "dimensions")
        inside = ", ".join(str(of(one, dict, "dimension").get("dimension", "")) for one in dims)
        return f"ARRAY [{inside}] OF {base}"
    return str(kind.get("value", ""))


def _data_type(one: dict) -> Element:
    made = Element("dataType", {"name": str(one.get("name", ""))}, 0, 0)
    base = Element("baseType", {}, 0, 0)
    made.children.append(base)
    if one.get("derivation") == "structure":
        lines = "\n".join(map(_declaration, of(one.get("variable", []), list, "variable")))
        group = interface(f"VAR\n{lines}\nEND_VAR", 0).children[0]
        base.children.append(Element("struct", {}, 0, 0, children=group.children))
    elif one.get("derivation") == "enumerated":
        names = [of(v, dict, "value") for v in of(one.get("values", []), list, "values")]
        values = [Element("value", {"name": str(v.get("description", ""))}, 0, 0) for v in names]
        holder = Element("values", {}, 0, 0, children=values)
        base.children.append(Element("enum", {}, 0, 0, children=[holder]))
    else:
        text = _type_text({"definition": "array", "data": one})
        base.children.append(type_element(text, 0))
    return made


# units --------------------------------------------------------------------------------------------
def _unit(text: str, suffix: str, name: str) -> Element:
    """Return a unit from its file: declarations, then a drawing or another language's text."""
    unit = header(text)
    language = _LANGUAGES.get(suffix, "")
    if language != "LD":
        unit.children.append(_body(Element(language or f"{suffix} text", {}, 1, 1)))
        return unit
    begin = max((one.end() for one in re.finditer(r"\bEND_VAR\b", text, re.I)), default=0)
    start, end = text.find("{", begin), text.rfind("}") + 1
    if start < 0 or end <= start:
        raise ProgramError(f"{name or 'The unit'} has no drawing", text.count("\n") + 1, 1)
    line = text.count("\n", 0, start) + 1
    lines, row, last = {}, 1, 0
    for found in _ID.finditer(text):
        row, last = row + text.count("\n", last, found.start()), found.start()
        lines.setdefault(found[1], row)
    drawing = of(_json(text[start:end], line), dict, "the drawing")
    unit.children.append(_body(ladder(drawing, lines)))
    return unit


def _inline(one: Any) -> Element:
    """Return a unit that project.json itself holds."""
    one = of(one, dict, "pou")
    data = of(one.get("data", {}), dict, "data")
    groups = ""
    for variable in of(data.get("variables", []), list, "variables"):
        word = _GROUPS.get(of(variable, dict, "variable").get("class", ""), "VAR")
        groups += f"{word}\n{_declaration(variable)}\nEND_VAR\n"
    kind = _KEYWORDS.get(one.get("type", ""), "PROGRAM")
    result = f" : {data.get('returnType')}" if kind == "FUNCTION" else ""
    unit = header(f"{kind} {data.get('name', '')}{result}\n{groups}")
    body = of(data.get("body", {}), dict, "body")
    language = str(body.get("language", "")).upper()
    drawn = language == "LD"
    inside = ladder(of(body.get("value"), dict, "value"), {}) if drawn else None
    unit.children.append(_body(inside or Element(language, {}, 0, 0)))
    return unit


def _body(inside: Element) -> Element:
    return Element("body", {}, inside.line, 1, children=[inside])
