"""Types, variables and initial values of PLCopen XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from labsim.core.errors import LabsimError, nearest
from labsim.plc.errors import ProgramError
from labsim.plc.formats.iecscope import Library, Names, Scope
from labsim.plc.formats.safexml import Element
from labsim.plc.instruction_rows import ELEMENTARY
from labsim.plc.instructions import find
from labsim.plc.program import Literal, Struct, Tag

__all__ = ["data_type", "documentation", "initials", "resolve_structs", "variables"]

Dims = tuple[tuple[int, int], ...]
_USAGE = {"inputVars": "in", "outputVars": "out", "inOutVars": "inout"}
_LISTS = (*_USAGE, "localVars", "tempVars", "globalVars", "externalVars")
_MOST = 1_000_000  # elements of one array
_RANGES = ("subrangeSigned", "subrangeUnsigned")


def documentation(element: Element) -> str:
    """Return the text of an element's documentation."""
    found = element.find("documentation")
    return " ".join(found.inner().split()) if found else ""


def variables(interface: Element, library: Library) -> Iterator[tuple[str, Tag, Element]]:
    """Yield list ("localVars", …), tag and element of every variable; no initial values yet."""
    for group in interface:
        if group.tag not in _LISTS:
            continue
        flags = {flag: group.get(flag) == "true" for flag in ("constant", "retain", "persistent")}
        for one in group.all("variable"):
            name = one.get("name").strip()
            if not name:
                raise one.error("A variable has no name")
            kind, dims = type_of(_type(one), library, name)
            yield (
                group.tag,
                Tag(
                    *(_wire(one) or name, kind, dims, None, _USAGE.get(group.tag, "")),
                    retain=flags["retain"] or flags["persistent"],
                    constant=flags["constant"],
                    address=one.get("address").strip(),
                    comment=documentation(one),
                ),
                one,
            )


def _wire(element: Element) -> str:
    """Return the name of a wire that we have written as a variable; "" for any other."""
    for one in element.all("addData/data"):
        if one.get("name") == "urn:labsim:wire" and one.children:
            name = one.children[0].get("name")
            return name if name[:2] == "~w" and name[2:].isalnum() else ""
    return ""


def _type(element: Element, tag: str = "type") -> Element:
    found = element.find(tag)
    if found is None or not found.children:
        raise element.error(f"{element.get('name') or element.tag} has no type")
    return found.children[0]


# types --------------------------------------------------------------------------------------------
def type_of(element: Element, library: Library, owner: str) -> tuple[str, Dims]:
    """Return name and dimensions of a type, with what the project declares looked up."""
    name = element.tag
    if name.upper() in ELEMENTARY:
        return name.upper(), ()
    if name == "derived":
        return _derived(element, library, owner)
    if name == "array":
        dims = tuple(_dimension(one) for one in element.all("dimension"))
        inner, more = type_of(_type(element, "baseType"), library, owner)
        return inner, _checked(element, dims + more)
    if name in _RANGES:
        return type_of(_type(element, "baseType"), library, owner)
    if name == "enum":
        _enumerators(element, owner, library)
        return "INT", ()
    if name == "struct":
        struct = _struct(element, f"{owner}_type", library)
        library.types[struct.name.casefold()] = struct
        return struct.name, ()
    library.note(owner, f"type {name} of PLCopen XML")
    return name.upper(), ()


def _dimension(element: Element) -> tuple[int, int]:
    try:
        low, high = int(element.get("lower", "0")), int(element.get("upper", ""))
    except ValueError:
        raise element.error("An array's limits are whole numbers") from None
    if high < low:
        raise element.error(f"An array from {low} to {high} has no elements")
    return low, high


def _checked(element: Element, dims: Dims) -> Dims:
    size = 1
    for low, high in dims:
        size *= high - low + 1
    if size > _MOST:
        raise element.error(f"An array of {size} elements; {_MOST} is the limit")
    return dims


def _derived(element: Element, library: Library, owner: str) -> tuple[str, Dims]:
    """Look a type's name up: a structure, another name, a block, a standard function block."""
    name, folded = element.get("name").strip(), element.get("name").strip().casefold()
    if folded in library.types:
        return library.types[folded].name, ()
    if folded in library.aliases:
        return library.aliases[folded]
    if folded in library.enums:
        return "INT", ()
    if folded in library.blocks:
        return library.blocks[folded].name, ()
    shown = name.upper().removeprefix("HMI_")  # plain values that Beremiz shows on its screen
    if shown in ELEMENTARY:
        return shown, ()
    if _standard(name):
        return name.upper(), ()
    like = nearest(name, [*library.types, *library.blocks, "TON", "TOF", "TP", "CTU", "CTD"])
    library.note(owner, f"unknown type {name}" + (f". Nearest: {like}" if like else ""))
    return name, ()


def _standard(name: str) -> bool:
    try:
        form = find(name, "iec").forms.get("iec")
    except LabsimError:
        return False
    return bool(form and form.memory and form.memory != "ANY")


def data_type(element: Element, library: Library) -> None:
    """Take one declared type into the library; types it is made of may follow later."""
    name = element.get("name").strip()
    if not name:
        raise element.error("A type has no name")
    base = _type(element, "baseType")
    if base.tag == "enum":
        _enumerators(base, name, library)
    elif base.tag == "struct":
        library.types[name.casefold()] = _struct(base, name, library)
    else:
        library.aliases[name.casefold()] = type_of(base, library, name)


def _struct(element: Element, name: str, library: Library) -> Struct:
    members = Names()
    for one in element.all("variable"):
        kind, dims = type_of(_type(one), library, f"{name}.{one.get('name')}")
        if members.find(one.get("name")):
            raise one.error(f"{name} has two members {one.get('name')}")
        members.add(Tag(one.get("name"), kind, dims, comment=documentation(one)))
    return Struct(name, tuple(members.values()))


def _enumerators(element: Element, name: str, library: Library) -> None:
    numbers, following = {}, 0
    for one in element.all("values/value"):
        text = one.get("value").strip()
        if text:
            try:
                following = int(text)
            except ValueError:
                raise one.error(f"{one.get('name')} has the value {text}: no number") from None
        numbers[one.get("name").casefold()] = following
        following += 1
    library.enums[name.casefold()] = numbers


def resolve_structs(elements: list[Element], library: Library) -> None:
    """Read declared types in an order in which each finds what it is made of."""
    names = {element.get("name").strip().casefold(): element for element in elements}
    done: set[str] = set()

    def read(name: str, within: tuple[str, ...]) -> None:
        if name in within:
            raise names[name].error(f"Type {name} is made of itself")
        if name not in done:
            for inner in names[name].walk():
                used = inner.get("name").strip().casefold() if inner.tag == "derived" else ""
                if used in names and len(within) < 50:
                    read(used, (*within, name))
            done.add(name)
            data_type(names[name], library)

    for name in names:
        read(name, ())


# initial values -----------------------------------------------------------------------------------
def initials(tag: Tag, element: Element, scope: Scope) -> Tag:
    """Return the tag with the initial value its element gives."""
    value = element.find("initialValue")
    if value is None or not value.children:
        return tag
    return replace(tag, initial=_value(value.children[0], tag.type, tag.dims, scope))


def _value(element: Element, kind: str, dims: Dims, scope: Scope) -> Any:
    if element.tag == "arrayValue":
        return _list(element, kind, dims[1:], scope)
    if element.tag == "structValue":
        members = scope.members(kind)
        named = {}
        for one in element.all("value"):
            tag = members.get(one.get("member").casefold())
            if tag is None:
                raise one.error(f"{kind} has no member {one.get('member')}")
            named[tag.name] = _value(_only(one), tag.type, tag.dims, scope)
        return named
    return _simple(element, kind, scope)


def _only(element: Element) -> Element:
    if not element.children:
        raise element.error("A value is empty")
    return element.children[0]


def _list(element: Element, kind: str, dims: Dims, scope: Scope) -> list:
    values: list = []
    for one in element.all("value"):
        times = one.get("repetitionValue", "1")
        if not times.isdigit() or int(times) + len(values) > _MOST:
            raise one.error(f"A value cannot be repeated {times} times")
        values += [_value(_only(one), kind, dims, scope)] * int(times)
    return values


def _simple(element: Element, kind: str, scope: Scope) -> Any:
    """Return the number a text gives, as the type has it."""
    text = element.get("value").strip()
    if kind == "STRING" and text[:1] not in ("'", '"'):
        return text
    found = scope.operand(text, scope.unit, element.line, element.column)
    if not isinstance(found, Literal):
        scope.library.note(scope.unit, f"initial value {text} is no constant")
        return None
    if kind == "BOOL":
        return bool(found.value)
    if kind in ("REAL", "LREAL") and isinstance(found.value, int):
        return float(found.value)
    if kind == "TIME" and found.type != "TIME":
        raise ProgramError(f"{text} is no time", element.line, element.column)
    return found.value
