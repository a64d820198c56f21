"""A rung drawn as PLCopen XML: symbols at places, and lines from each to what feeds it.

Branches lie below each other, a block's further pins are fed from legs below the block. A rung that
has wires is in pieces on paper; a mark in `addData` says that they are one rung.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from labsim.plc.errors import ProgramError
from labsim.plc.instructions import INSTRUCTIONS, find, known
from labsim.plc.operands import write_operand
from labsim.plc.program import Expr, Literal, Node, Op, Operand, Parallel, Path, Rung, Series

__all__ = ["MARK", "Drawer", "clean"]

MARK = "urn:labsim:"
_ROW, _STEP, _PIN = 60, 120, 30  # pixels: between branches, symbols, pins
_CONTACTS = {
    "XIC": "",
    "XIO": ' negated="true"',
    "XICP": ' edge="rising"',
    "XICN": ' edge="falling"',
}
_COILS = {"OTE": "", "OTN": ' negated="true"', "OTL": ' storage="set"', "OTU": ' storage="reset"',
          "OTEP": ' edge="rising"', "OTEN": ' edge="falling"'}  # fmt: skip
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Source = tuple[int, str]  # number of a symbol, name of its output
_LEFT: Source = (0, "")


def clean(text: str) -> str:
    """Return text as XML holds it: without the signs it cannot hold."""
    return escape(_NO_XML.sub("\ufffd", text))


@dataclass
class Drawer:
    """Draws the rungs of one unit below each other; `name` spells variables for the file."""

    name: Callable[[str], str]
    symbols: list[str] = field(default_factory=list)
    number: int = 0
    y: int = _ROW
    mark: str = ""

    def rung(self, rung: Rung, number: int) -> None:
        """Draw one rung with its comment and label."""
        if rung.comment:
            content = f'<content><p xmlns="http://www.w3.org/1999/xhtml">{clean(rung.comment)}</p></content>'
            self._symbol("comment", ' width="400" height="40"', content, 0, self.y)
            self.y += _ROW
        if rung.label:
            self._symbol("label", f" label={quoteattr(rung.label)}", "", 0, self.y)
            self.y += _PIN
        pieces = any(
            isinstance(a, Path) and a.root[0] == "~" for op in rung.ops() for a in _all(op)
        )
        pieces = pieces or [type(one) for one in rung.body.items] == [Parallel]
        mark = f'<data name="{MARK}rung" handleUnknown="discard"><rung number="{number}"/></data>'
        self.mark = f"<addData>{mark}</addData>" if pieces else ""
        self._series(rung.body, [_LEFT], _STEP, self.y)
        self.y += 2 * _ROW

    # power flow -----------------------------------------------------------------------------------
    def _series(self, node: Node, sources: list[Source], x: int, y: int) -> tuple[list, int]:
        """Draw what is in a row; return what comes out and where the next symbol goes."""
        for item in node.items if isinstance(node, Series) else (node,):
            if isinstance(item, Parallel):
                sources, x = self._parallel(item, sources, x, y)
            elif isinstance(item, Series):
                sources, x = self._series(item, sources, x, y)
            else:
                sources, x = self._op(item, sources, x, y), x + _STEP
        return sources, x

    def _parallel(self, node: Parallel, sources: list, x: int, y: int) -> tuple[list, int]:
        found, furthest = [], x
        for k, branch in enumerate(node.branches):
            row = self.y + _ROW if k else y
            self.y = max(self.y, row)  # pins of a block before may hang lower
            ends, end = self._series(branch, sources, x, row)
            found += [one for one in ends if one not in found]
            furthest = max(furthest, end)
        return found, furthest

    def _op(self, op: Op, sources: list[Source], x: int, y: int) -> list[Source]:
        point = f"<connectionPointIn>{_place(0, 10)}{_lines(sources)}</connectionPointIn>"
        if op.name in _CONTACTS or op.name in _COILS:
            tag = "contact" if op.name in _CONTACTS else "coil"
            look = {**_CONTACTS, **_COILS}[op.name] + ' width="30" height="20"'
            inside = f"{point}<connectionPointOut>{_place(30, 10)}</connectionPointOut>"
            inside += f"<variable>{clean(self.operand(op.args[0]))}</variable>"
            return [(self._symbol(tag, look, inside, x, y - 10), "")]
        if op.name == "JMP":
            look = f" label={quoteattr(self.label(op))}"
            return [(self._symbol("jump", look, point, x, y - 10), "")]
        if op.name == "RET":
            return [(self._symbol("return", "", point, x, y - 10), "")]
        return self._block(op, sources, x, y)

    def label(self, op: Op) -> str:
        return op.args[0].root if isinstance(op.args[0], Path) else str(op.args[0])

    # blocks ---------------------------------------------------------------------------------------
    def _block(self, op: Op, sources: list[Source], x: int, y: int) -> list[Source]:
        memory, pins, outs, enter, leave = _shape(op)
        fed = {} if enter == "EN" and sources == [_LEFT] else {enter: sources}
        for name, value in pins.items():
            self.y = max(self.y, y) + _ROW
            fed[name] = self._pin(value, x)
        number = self._next()
        rows = "".join(_input(name, k, lines) for k, (name, lines) in enumerate(fed.items()))
        named = dict.fromkeys([leave, *outs]) if leave else outs
        ends = "".join(_output(name, k) for k, name in enumerate(named))
        look = f" typeName={quoteattr(op.spelling or op.name)}"
        look += f" instanceName={quoteattr(self.operand(memory))}" if memory else ""
        look += f' width="80" height="{_PIN * (1 + max(len(fed), len(named), 1))}"'
        inside = f"<inputVariables>{rows}</inputVariables><inOutVariables/>"
        inside += f"<outputVariables>{ends}</outputVariables>"
        self._symbol("block", look, inside, x, y - _PIN, number)
        for name, path in outs.items():
            self.y = max(self.y, y) + _PIN
            self._variable("out", path, x + 100, self.y, [(number, name)])
        return [(number, leave)]

    def _pin(self, value: Operand | Node, x: int) -> list[Source]:
        if isinstance(value, Op | Series | Parallel):
            return self._series(value, [_LEFT], max(_STEP, x - 4 * _STEP), self.y)[0]
        return [(self._variable("in", value, x - 100, self.y, []), "")]

    def _variable(self, way: str, value: Operand, x: int, y: int, fed: list[Source]) -> int:
        tag, point = ("inVariable", "Out") if way == "in" else ("outVariable", "In")
        inside = f"<connectionPoint{point}>{_lines(fed)}</connectionPoint{point}>"
        inside += f"<expression>{clean(self.operand(value))}</expression>"
        return self._symbol(tag, ' width="80" height="20"', inside, x, y)

    def operand(self, value: Operand) -> str:
        """Return the text of an operand, with wires by the names they have in the file."""
        return write_operand(self._named(value))

    def _named(self, value: Operand) -> Operand:
        if isinstance(value, Path) and value.root.startswith("~"):
            return Path(self.name(value.root), value.steps)
        if isinstance(value, Expr):
            args = tuple(self._named(one) for one in value.args)
            return value if args == value.args else Expr(value.op, args)
        return value

    # symbols --------------------------------------------------------------------------------------
    def _next(self) -> int:
        self.number += 1
        return self.number

    def _symbol(self, tag: str, look: str, inside: str, x: int, y: int, number: int = 0) -> int:
        number = number or self._next()
        mark = self.mark if tag not in ("comment", "label") else ""
        place = f'<position x="{x}" y="{y}"/>'
        self.symbols.append(f'<{tag} localId="{number}"{look}>{place}{inside}{mark}</{tag}>')
        return number


def _all(op: Op) -> Iterable[object]:
    return (*op.args, *op.pins.values(), *op.outs.values())


def _place(x: int, y: int) -> str:
    return f'<relPosition x="{x}" y="{y}"/>'


def _lines(sources: list[Source]) -> str:
    return "".join(
        f'<connection refLocalId="{number}"'
        + (f" formalParameter={quoteattr(pin)}" if pin else "")
        + "/>"
        for number, pin in sources
    )


def _input(name: str, k: int, sources: list[Source]) -> str:
    point = f"<connectionPointIn>{_place(0, _PIN * (k + 1))}{_lines(sources)}</connectionPointIn>"
    return f"<variable formalParameter={quoteattr(name)}>{point}</variable>"


def _output(name: str, k: int) -> str:
    point = f"<connectionPointOut>{_place(80, _PIN * (k + 1))}</connectionPointOut>"
    return f"<variable formalParameter={quoteattr(name)}>{point}</variable>"


def _shape(op: Op) -> tuple[Path | None, dict, dict, str, str]:
    """Return memory, pins, outputs and ways of a block; ProgramError where IEC has no such one."""
    row = INSTRUCTIONS.get(op.name) or (find(op.name, "iec") if known(op.name, "iec") else None)
    form = row.forms.get("iec") if row else None
    if form is None or row.kind == "flow":
        raise ProgramError(f"{op.spelling or op.name} is no part of a PLCopen drawing")
    if op.name == "CALL":
        function = bool(op.args) and not isinstance(op.args[0], Path)
        memory = op.args[0] if op.args and not function else None
        return memory, dict(op.pins), dict(op.outs), op.enter or "EN", op.leave
    form = find(op.spelling or op.name, "iec").form("iec")
    memory, rest = (op.args[0], op.args[1:]) if form.memory and op.args else (None, op.args)
    pins, outs = dict(op.pins), dict(op.outs)
    places = [one for one in form.positional if one.way != "memory"]
    for one, value in zip(places, rest, strict=False):
        (pins if one.way == "in" else outs)[one.name] = value
    if len(rest) > len(places) or (memory is not None and isinstance(memory, Literal)):
        raise ProgramError(f"{op.name} has more operands than pins in a PLCopen drawing")
    return memory, pins, outs, op.enter or form.enter, op.leave or form.leave
