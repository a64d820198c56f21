"""The drawing in a body of PLCopen XML (LD or FBD) as parts with pins and lines.

CODESYS gives no positions and one pair of rails a body, Beremiz and OpenPLC give both for every
network; both are read. What vendors add (`addData`) is not part of the drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from labsim.plc.formats.drawn import Part, Pin
from labsim.plc.formats.iecscope import Library
from labsim.plc.formats.safexml import Element

__all__ = ["LANGUAGES", "drawing", "language"]

LANGUAGES = ("LD", "FBD", "ST", "IL", "SFC")
_KINDS = {
    "leftPowerRail": "rail",
    "rightPowerRail": "end",
    "contact": "contact",
    "coil": "coil",
    "block": "block",
    "inVariable": "in",
    "outVariable": "out",
    "inOutVariable": "inout",
    "continuation": "continuation",
    "connector": "connector",
    "jump": "jump",
    "label": "label",
    "return": "return",
    "comment": "comment",
    "~joint": "joint",  # of OpenPLC's editor; no element of XML can be called so
}
_NAMES = {"block": "typeName", "jump": "label", "label": "label", "continuation": "name",
          "connector": "name"}  # fmt: skip
_LISTS = ("inputVariables", "inOutVariables", "outputVariables")


def language(pou: Element) -> tuple[str, list[Element]]:
    """Return the language of a unit and its bodies; "" when it has none."""
    bodies = [one for body in pou.all("body") for one in body if one.tag != "addData"]
    return (bodies[0].tag if bodies else ""), bodies


def drawing(bodies: list[Element], unit: str, library: Library) -> list[Part]:
    """Return the parts of a drawing in the order of the file."""
    parts: list[Part] = []
    for element in (one for body in bodies for one in body):
        kind = _KINDS.get(element.tag) or _vendors(element, unit, library)
        if kind:
            parts += _part(element, kind, len(parts))
    return parts


def _vendors(element: Element, unit: str, library: Library) -> str:
    """Say what an element of no known name is: a network's title, or nothing we can do."""
    if element.tag in ("addData", "documentation"):
        return ""
    if element.tag == "vendorElement" and not any(e.tag == "connection" for e in element.walk()):
        return "comment" if element.find("alternativeText") else ""
    library.note(f"{unit}, line {element.line}", f"element {element.tag}")
    return ""


def _part(element: Element, kind: str, serial: int) -> list[Part]:
    name = element.get("localId").strip()
    if not name and kind not in ("comment", "label"):
        raise element.error(f"{element.tag} has no localId")
    place = element.find("position")
    part = Part(
        *(name or f"{kind} {serial}", kind, _text(element, kind)),
        instance=element.get("instanceName").strip(),
        negated=_flag(element, "negated"),
        edge=_choice(element, "edge", ("rising", "falling")),
        storage=_choice(element, "storage", ("set", "reset")),
        x=_number(place, "x") if place else 0.0,
        y=_number(place, "y") if place else 0.0,
        serial=serial,
        rung=_rung(element),
        order=int(_number(element, "executionOrderId")),
        line=element.line,
        column=element.column,
    )
    if kind == "block":
        return _block(element, part)
    _pins(element, part)
    return [part]


def _rung(element: Element) -> int:
    """Return the number of the rung where one is told: by OpenPLC's editor, or by our own mark."""
    marks = [one for one in element.all("addData/data") if one.get("name") == "urn:labsim:rung"]
    number = next((mark.children[0].get("number") for mark in marks if mark.children), "")
    number = element.get("~rung") or number
    return int(number) if number.isdecimal() and len(number) < 9 else 0


def _text(element: Element, kind: str) -> str:
    if kind in _NAMES:
        return element.get(_NAMES[kind]).strip()
    if kind == "comment":
        content = element.find("content") or element.find("alternativeText")
        return content.inner().strip() if content else ""
    written = element.find("variable") or element.find("expression")
    return written.inner().strip() if written else ""


def _flag(element: Element, name: str) -> bool:
    return element.get(name).strip() in ("true", "1")


def _choice(element: Element, name: str, words: tuple[str, ...]) -> str:
    text = element.get(name).strip()
    if text in ("", "none"):
        return ""
    if text not in words:
        raise element.error(f"{name} of {element.tag} is {text}, not {', '.join(words)} or none")
    return text


def _number(element: Element, name: str) -> float:
    text = element.get(name).strip() or "0"
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise element.error(f"{name} of {element.tag} is {text[:40]}: no number")
    return number


# pins ---------------------------------------------------------------------------------------------
def _pins(element: Element, part: Part) -> None:
    """Give a symbol its one input and output; a rail has outputs only."""
    points = list(element.all("connectionPointIn"))
    if points or part.kind in ("contact", "coil", "out", "jump", "return", "connector"):
        part.inputs[""] = Pin()
    for point in points:
        _feed(part.inputs[""], point)
    if part.kind not in ("end", "jump", "return", "out", "comment", "label"):
        part.outputs[""] = Pin()


def _feed(pin: Pin, point: Element) -> None:
    """Take a pin's lines, its height, and what is written at it."""
    for line in point.all("connection"):
        source = line.get("refLocalId").strip()
        if not source:
            raise line.error("A connection has no refLocalId")
        pin.sources.append((source, line.get("formalParameter").strip()))
    place, written = point.find("relPosition"), point.find("expression")
    pin.row = _number(place, "y") if place else pin.row
    pin.expression = written.inner().strip() if written else ""


def _block(element: Element, part: Part) -> list[Part]:
    """Give a block its pins; what is written at an output is a symbol of its own."""
    made = [part]
    for group in _LISTS:
        for number, one in enumerate(element.all(f"{group}/variable")):
            name = one.get("formalParameter").strip() or _nameless(group, number)
            pin = Pin(
                negated=_flag(one, "negated"),
                edge=_choice(one, "edge", ("rising", "falling")),
                storage=_choice(one, "storage", ("set", "reset")),
                inout=group == "inOutVariables",
            )
            for point in one.all("connectionPointIn"):
                _feed(pin, point)
            if group != "outputVariables":
                _once(part.inputs, name, pin, one)
            else:
                _once(part.outputs, name, pin, one)
                made += _written(one, part, name)
    return made


def _nameless(group: str, number: int) -> str:
    return "" if group == "outputVariables" and not number else f"{group[:2]}{number + 1}"


def _once(pins: dict[str, Pin], name: str, pin: Pin, element: Element) -> None:
    if name in pins:
        raise element.error(f"A block has two pins {name}")
    pins[name] = pin


def _written(element: Element, block: Part, name: str) -> Iterator[Part]:
    for point in element.all("connectionPointOut/expression"):
        text = point.inner().strip()
        if text:
            pin = Pin([(block.id, name)])
            yield Part(
                *(f"{block.id}.{name}", "out", text),
                inputs={"": pin},
                x=block.x + 1,
                y=block.y,
                serial=block.serial,
                line=point.line,
                column=point.column,
            )
