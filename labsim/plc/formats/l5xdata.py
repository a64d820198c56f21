"""Values and types of an L5X: decorated data, L5K data, user's structures, add-on parameters.

Decorated data names every member; L5K data is a bare list in the order of the members, with the
status bits of a timer and the BIT members of a structure packed in a word before them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from labsim.plc import literals
from labsim.plc.formats.declare import KNOWN
from labsim.plc.formats.safexml import Element
from labsim.plc.program import Struct, Tag
from labsim.plc.types import BITS

__all__ = ["dims_of", "fitted", "initial_of", "known_as", "structs_of", "texts", "user_structs"]

_USAGE = {"INPUT": "in", "OUTPUT": "out", "INOUT": "inout"}
_PACKED = {  # words of L5K data; the first holds the status bits, from bit 31 down (1756-RM084)
    "TIMER": (("EN", "TT", "DN"), ("PRE", "ACC")),
    "COUNTER": (("CU", "CD", "DN", "OV", "UN"), ("PRE", "ACC")),
    "CONTROL": (("EN", "EU", "DN", "EM", "ER", "UL", "IN", "FD"), ("LEN", "POS")),
}
_SAME = {"TIME32": "TIME", "LTIME": "TIME", "LDT": "DT"}
DEPTH = 40  # lists in lists of L5K data; three is the most we met


def dims_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return the bounds that "10", "2 3" or "2,3" says; none for "" and "0"."""
    sizes = [int(part) for part in text.replace(",", " ").split() if part.isdecimal()]
    return tuple((0, size - 1) for size in sizes if size > 0)


# decorated ----------------------------------------------------------------------------------------
def initial_of(element: Element, tag: Tag, types: dict[str, Struct]) -> Any:
    """Return the value that Data or DefaultData elements below an element give a tag, or None."""
    found = [*element.all("Data"), *element.all("DefaultData")]
    for data in found:
        if data.get("Format") == "Decorated" and data.children:
            return _decorated(data.children[0])
        if data.get("Format") == "String":
            return _text(data.inner())
    for data in found:
        if data.get("Format", "L5K") == "L5K" and data.inner().strip():
            return _Packed(types).value(_List(data.inner()).read(), tag)
    return None


def _decorated(element: Element) -> Any:
    if element.tag in ("DataValue", "DataValueMember"):
        return _scalar(element.get("Value"), element.get("DataType"), element)
    if element.tag in ("Array", "ArrayMember"):
        return [_element(one, element.get("DataType")) for one in element.all("Element")]
    if element.get("DataType") == "STRING" or _is_text(element):
        data = next((one for one in element if one.get("Name") == "DATA"), None)
        return _text(data.inner()) if data else ""
    return {one.get("Name"): _decorated(one) for one in element if one.get("Name")}


def _is_text(element: Element) -> bool:
    """Tell whether data are a string: its letters have the type of the whole."""
    if element.tag not in ("Structure", "StructureMember"):
        return False
    kinds = {one.get("Name"): one.get("DataType") for one in element}
    return kinds.keys() == {"LEN", "DATA"} and kinds["DATA"] == element.get("DataType")


def _element(element: Element, kind: str) -> Any:
    inner = element.children[0] if element.children else None
    return _decorated(inner) if inner else _scalar(element.get("Value"), kind, element)


def _scalar(text: str, kind: str, where: Element) -> Any:
    found = literals.scan(text.strip(), 0, "ab")
    if not text.strip():
        return None
    if not found or found[1] < len(text.strip()):
        raise where.error(f"{text[:40]!r} is no value for a {kind}")
    value = found[0].value
    if isinstance(value, str) and kind in BITS:  # Radix="ASCII": the letters are its bytes
        size = BITS[kind] // 8
        value = int.from_bytes(value.encode("latin-1", "replace")[-size:], "big", signed=True)
    return bool(value) if kind in ("BOOL", "BIT") else value


def _text(text: str) -> str:
    found = literals.scan(text.strip(), 0, "ab")
    return str(found[0].value).rstrip("\0") if found else text.strip()


# L5K ----------------------------------------------------------------------------------------------
class _List:
    """Reads `[1,[2,3],'text']` into nested lists."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def read(self, depth: int = 0) -> Any:
        self.space()
        if depth > DEPTH:
            return None
        if not self.text.startswith("[", self.at):
            found = literals.scan(self.text, self.at, "ab")
            self.at = found[1] if found else len(self.text)
            return found[0].value if found else None
        items = []
        while self.text[self.at : self.at + 1] in ("[", ","):
            self.at += 1
            items.append(self.read(depth + 1))
            self.space()
        self.at += 1
        return items

    def space(self) -> None:
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1


class _Packed:
    """Gives the items of L5K data the names of the members they are for."""

    def __init__(self, types: dict[str, Struct]) -> None:
        self.types = types

    def value(self, given: Any, tag: Tag) -> Any:
        if tag.dims and isinstance(given, list):
            item = Tag(tag.name, tag.type)
            return [self.value(one, item) for one in given]
        kind = tag.type.upper()
        if kind == "STRING":
            return (
                str(given[1]).rstrip("\0") if isinstance(given, list) and len(given) > 1 else None
            )
        if kind in _PACKED and isinstance(given, list) and len(given) == 3:
            bits, words = _PACKED[kind]
            flags = {bit: bool(_whole(given[0]) >> (31 - k) & 1) for k, bit in enumerate(bits)}
            return flags | dict(zip(words, given[1:], strict=True))
        if tag.type in self.types and isinstance(given, list):
            return self.members(given, self.types[tag.type])
        if isinstance(given, list):
            return None
        return bool(given) if kind == "BOOL" and given is not None else given

    def members(self, given: list[Any], struct: Struct) -> dict[str, Any]:
        """Take the words one by one; BIT members are in the hidden word before them."""
        made, at, word, bit = {}, 0, 0, 8
        for member in struct.members:
            if member.usage == "bit":
                if bit >= 8:
                    word, bit, at = _whole(given[at]) if at < len(given) else 0, 0, at + 1
                made[member.name] = bool(word >> bit & 1)
                bit += 1
            elif at < len(given):
                made[member.name] = self.value(given[at], member)
                at, bit = at + 1, 8
        return made


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def fitted(value: Any, kind: str, parts: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a value without the members its type has not; `parts` are the types of members."""
    if isinstance(value, list):
        return [fitted(one, kind, parts) for one in value]
    if not isinstance(value, dict) or kind not in parts:
        return value
    members = parts[kind]
    return {
        name: fitted(one, members[name.upper()], parts)
        for name, one in value.items()
        if name.upper() in members
    }


# types --------------------------------------------------------------------------------------------
def texts(controller: Element) -> frozenset[str]:
    """Return the names of all string types: declared ones, and those that only data show."""
    found = {
        kind.get("Name")
        for kind in controller.all("DataTypes/DataType")
        if kind.get("Family") == "StringFamily"
    }
    found |= {one.get("DataType") for one in controller.walk() if _is_text(one)}
    return frozenset(found - {""})


def known_as(name: str, texts: Collection[str]) -> str:
    """Return our name of a type."""
    return "STRING" if name in texts else _SAME.get(name, name)


def user_structs(controller: Element, texts: Collection[str]) -> dict[str, Struct]:
    """Return the structures of the DataTypes section; BIT members become BOOLs of their own."""
    made = {}
    for kind in controller.all("DataTypes/DataType"):
        members = [
            _member(one, texts) for one in kind.all("Members/Member") if one.get("Hidden") != "true"
        ]
        ours = kind.get("Name").upper() in KNOWN and kind.get("Class") != "User"
        if kind.get("Name") not in texts and not ours:
            made[kind.get("Name")] = Struct(kind.get("Name"), tuple(members))
    return made


def _member(element: Element, texts: Collection[str]) -> Tag:
    kind = known_as(element.get("DataType"), texts)
    bit = kind == "BIT"
    description = element.find("Description")
    return Tag(
        element.get("Name"),
        "BOOL" if bit else kind,
        dims_of(element.get("Dimension")),
        usage="bit" if bit else "",
        comment=description.inner().strip() if description else "",
    )


def structs_of(element: Element, texts: Collection[str]) -> Iterator[Struct]:
    """Yield the structures that decorated data describes: the inner ones first."""
    for child in element:
        yield from structs_of(child, texts)
    if element.tag in ("Structure", "StructureMember") and not _is_text(element):
        members = tuple(
            Tag(
                one.get("Name"),
                known_as(one.get("DataType"), texts),
                dims_of(one.get("Dimensions")),
            )
            for one in element
            if one.get("Name") and one.get("DataType")
        )
        yield Struct(element.get("DataType"), members)
