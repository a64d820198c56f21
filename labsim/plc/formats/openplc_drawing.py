"""The drawing of an `.ld` file: its nodes and edges made the elements that PLCopen XML has."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from labsim.plc.errors import ProgramError
from labsim.plc.formats.safexml import Element

__all__ = ["ladder", "of"]

_VARIANTS = {
    "default": {},
    "negated": {"negated": "true"},
    "risingEdge": {"edge": "rising"},
    "fallingEdge": {"edge": "falling"},
    "set": {"storage": "set"},
    "reset": {"storage": "reset"},
}
_BELOW = 1_000_000.0  # between two rungs: their own heights do not matter


def of(value: Any, kind: type, name: str) -> Any:
    """Return a value of JSON that must be of a type; ProgramError when it is not."""
    if not isinstance(value, kind):
        raise ProgramError(f"{name} is {type(value).__name__}, not {kind.__name__}")
    return value


def ladder(drawing: dict, lines: dict[str, int]) -> Element:
    """Return the rungs of a drawing, one below the other; `lines` tells where an id stands."""
    made = Element("LD", {}, 1, 1)
    for number, rung in enumerate(of(drawing.get("rungs", []), list, "rungs")):
        rung = of(rung, dict, "rung")
        top, line = number * _BELOW, lines.get(str(rung.get("id", "")), 0)
        comment = str(rung.get("comment") or "").strip()
        if comment:
            text = Element("content", {}, line, 1, text=comment)
            made.children.append(_at("comment", "", 0.0, top, line, [text]))
        made.children += _Drawn(rung, number, lines).elements()
    return made


def _at(tag: str, name: str, x: float, y: float, line: int, children: list[Element], **more: str):
    place = Element("position", {"x": repr(x), "y": repr(y)}, line, 1)
    words = ({"localId": name} if name else {}) | more
    return Element(tag, words, line, 1, children=[place, *children])


class _Drawn:
    """One rung: its nodes by id, and what leads to each of their handles."""

    def __init__(self, rung: dict, number: int, lines: dict[str, int]) -> None:
        self.number, self.top, self.lines = number + 1, number * _BELOW, lines
        nodes = [of(one, dict, "node") for one in of(rung.get("nodes", []), list, "nodes")]
        self.nodes = {str(one.get("id", "")): one for one in nodes}
        if len(self.nodes) < len(nodes):
            raise ProgramError(f"Rung {self.number} has two nodes of one id")
        self.short = {name: f"{self.number}.{k}" for k, name in enumerate(self.nodes, 1)}
        self.into: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for edge in of(rung.get("edges", []), list, "edges"):
            edge = of(edge, dict, "edge")
            ends = [str(edge.get(key) or "") for key in ("source", "sourceHandle")]
            target = str(edge.get("target") or ""), str(edge.get("targetHandle") or "")
            self.into.setdefault(target, []).append((ends[0], ends[1]))

    def elements(self) -> Iterator[Element]:
        """Yield the nodes as elements of PLCopen."""
        for name, node in self.nodes.items():
            data = of(node.get("data", {}), dict, "data")
            build = getattr(self, f"_{node.get('type')}", None)
            if build is None:
                raise ProgramError(f"A node {node.get('type')} is none we know", self.line(name), 1)
            yield from build(name, data)

    def line(self, name: str) -> int:
        return self.lines.get(name, 0)

    def _made(self, tag: str, name: str, children: list[Element], **more: str) -> Element:
        place = of(self.nodes[name].get("position", {}), dict, "position")
        x, y = (_number(place.get(axis, 0)) for axis in "xy")
        more |= {"~rung": str(self.number)}
        return _at(tag, self.short[name], x, self.top + y, self.line(name), children, **more)

    def _id(self, name: object) -> str:
        return self.short.get(str(name), str(name or "nothing"))

    def _feed(self, name: str, handles: list[str], row: float = 0.0) -> Element:
        """Return a pin with the lines that lead to some handles; those of variables are none."""
        point = Element("connectionPointIn", {}, self.line(name), 1)
        point.children.append(Element("relPosition", {"x": "0", "y": repr(row)}, 0, 0))
        for handle in handles:
            for source, out in self.into.get((name, handle), ()):
                kind = self.nodes.get(source, {}).get("type")
                pin = {"formalParameter": out} if kind == "block" else {}
                if kind != "variable":
                    words = {"refLocalId": self._id(source)} | pin
                    line = Element("connection", words, self.line(name), 1)
                    point.children.append(line)
        return point

    def _handles(self, name: str) -> list[str]:
        return [handle for node, handle in self.into if node == name]

    def _powerRail(self, name: str, data: dict) -> Iterator[Element]:
        left = data.get("variant") == "left"
        yield self._made("leftPowerRail" if left else "rightPowerRail", name, [])

    def _parallel(self, name: str, data: dict) -> Iterator[Element]:
        yield self._made("~joint", name, [self._feed(name, self._handles(name))])

    def _contact(self, name: str, data: dict) -> Iterator[Element]:
        yield self._bit("contact", name, data)

    def _coil(self, name: str, data: dict) -> Iterator[Element]:
        yield self._bit("coil", name, data)

    def _bit(self, tag: str, name: str, data: dict) -> Element:
        variant = str(data.get("variant", "default"))
        if variant not in _VARIANTS:
            raise ProgramError(f"A {tag} {variant} is none we know", self.line(name), 1)
        pin = self._feed(name, self._handles(name), 12.0)
        written = Element("variable", {}, self.line(name), 1, text=_named(data))
        return self._made(tag, name, [pin, written], **_VARIANTS[variant])

    def _variable(self, name: str, data: dict) -> Iterator[Element]:
        """A value at a block's handle; one without text is an empty box."""
        text = _named(data)
        if not text:
            return
        written = Element("expression", {}, self.line(name), 1, text=text)
        if data.get("variant") == "input":
            yield self._made("inVariable", name, [written])
            return
        at = of(data.get("block", {}), dict, "block")
        words = {"refLocalId": self._id(at.get("id")), "formalParameter": str(at.get("handleId"))}
        line = Element("connection", words, self.line(name), 1)
        point = Element("connectionPointIn", {}, self.line(name), 1, children=[line])
        yield self._made("outVariable", name, [point, written])

    def _block(self, name: str, data: dict) -> Iterator[Element]:
        variant = of(data.get("variant", {}), dict, "variant")
        function = variant.get("type") == "function"
        pins = Element("inputVariables", {}, 0, 0)
        for handle in of(data.get("inputHandles", []), list, "inputHandles"):
            pin = str(of(handle, dict, "handle").get("id", ""))
            place = handle.get("relPosition")
            row = _number(place.get("y", 0)) if isinstance(place, dict) else 0.0
            point = self._feed(name, [pin], row)
            point.children += self._values(name, pin)
            one = Element("variable", {"formalParameter": pin}, self.line(name), 1)
            one.children.append(point)
            pins.children.append(one)
        words = {"typeName": str(variant.get("name", ""))}
        words |= {} if function else {"instanceName": _named(data)}
        order = data.get("executionOrder")
        if isinstance(order, int) and 0 < order < 10**6:
            words["executionOrderId"] = str(order)
        yield self._made("block", name, [pins], **words)

    def _values(self, block: str, pin: str) -> Iterator[Element]:
        for name, node in self.nodes.items():
            data = of(node.get("data", {}), dict, "data")
            at = data.get("block")
            if node.get("type") != "variable" or not isinstance(at, dict):
                continue
            mine = (at.get("id"), at.get("handleId")) == (block, pin)
            if mine and data.get("variant") == "input" and _named(data):
                yield Element("connection", {"refLocalId": self._id(name)}, self.line(name), 1)


def _named(data: dict) -> str:
    variable = data.get("variable")
    return str(variable.get("name") or "").strip() if isinstance(variable, dict) else ""


def _number(value: Any) -> float:
    good = isinstance(value, int | float) and abs(value) < 1e9 and math.isfinite(value)
    return float(value) if good else 0.0
