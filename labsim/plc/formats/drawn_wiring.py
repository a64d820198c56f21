"""The parts of one network joined into a graph of power flow, ready to become a tree.

Power is what goes from the rail through contacts, coils and BOOL pins of blocks; everything else
are operands. A line from a number to a number is a wire of its type. A BOOL variable drawn where
power comes from is a contact, one drawn where power goes to is a coil.
"""

from __future__ import annotations

import math
from collections import defaultdict

from labsim.plc.formats.drawn import Key, Part, Pin, Source, where
from labsim.plc.formats.drawn_blocks import Signature, signature
from labsim.plc.formats.drawn_tree import LEFT, RIGHT, Graph, Leg
from labsim.plc.formats.iecscope import Scope
from labsim.plc.instruction_rows import ELEMENTARY
from labsim.plc.program import Literal, Op, Operand, Path, Series

__all__ = ["CONTACTS", "Wiring"]

_NOWHERE: Key = (math.inf, math.inf, 0)  # a plain line does not decide which branch is the upper
_FALSE, _TRUE = Literal(False, "BOOL", "FALSE"), Literal(True, "BOOL", "TRUE")
CONTACTS = {"": "XIC", "rising": "XICP", "falling": "XICN"}
_SIZES = ["BOOL", "BYTE", "SINT", "USINT", "WORD", "INT", "UINT", "DWORD", "DINT", "UDINT",
          "LWORD", "LINT", "ULINT", "REAL", "LREAL"]  # fmt: skip


def _at(part: Part) -> str:
    return f"line {part.line}, column {part.column}" if part.line else ""


class Wiring:
    """One network: what its pins are joined to, and the graph that comes of it."""

    def __init__(self, parts: list[Part], scope: Scope) -> None:
        self.parts = {part.id: part for part in parts}
        self.scope = scope
        self.graph = Graph(scope.wire)
        self.signatures: dict[str, Signature] = {}
        for part in parts:
            if part.kind == "block":
                self.signatures[part.id] = self._named(part)
        self.types: dict[Source, str] = {}
        self.atoms: dict[object, int] = {}
        self.data: dict[Source, str] = {}  # wires that carry what a block puts out
        self.users: dict[Source, list[tuple[Part, str]]] = defaultdict(list)
        for part in parts:
            for name, pin in part.inputs.items():
                for source in pin.sources:
                    self.users[source].append((part, name))

    def tree(self) -> Series:
        """Return the network as a tree of power flow."""
        self.nets = self._nets()
        for part in sorted(self.parts.values(), key=Part.key):  # methods of drawn_network.Network
            build = getattr(self, f"draw_{part.kind}", None)
            if build:
                build(part)
        self._close()
        return self.graph.tree()

    def _named(self, part: Part) -> Signature:
        """Give a block's pins the names of its table, here and in the lines that lead to them."""
        for other in self.parts.values():
            for one, out in (source for pin in other.inputs.values() for source in pin.sources):
                if one == part.id:
                    part.outputs.setdefault(out, Pin())
        sign = signature(part, self.scope)
        plain = [name for name in part.inputs if name.upper() != "EN"]
        part.inputs = {
            sign.input(part, name, plain.index(name) if name in plain else 0): pin
            for name, pin in part.inputs.items()
            if pin.sources or pin.expression
        }
        part.outputs = {
            sign.output(part, name): pin
            for name, pin in part.outputs.items()
            if pin.negated or pin.edge or pin.storage
        }
        for other in self.parts.values():
            for pin in other.inputs.values():
                pin.sources = [
                    (one, sign.output(part, out)) if one == part.id else (one, out)
                    for one, out in pin.sources
                ]
        return sign

    # what is power and what is not ----------------------------------------------------------------
    def kind_of(self, source: Source) -> str:
        """Return the type of what comes out of a part; "" when it cannot be told."""
        if source not in self.types:
            self.types[source] = ""  # a line that leads back to itself has no type of its own
            self.types[source] = self._kind_of(source)
        return self.types[source]

    def _kind_of(self, source: Source) -> str:
        part = self.parts[source[0]]
        if part.kind in ("in", "inout", "out"):
            return self.scope.type_of(self.operand_of(part))
        if part.kind != "block":
            return "BOOL"
        sign = self.signatures[part.id]
        kind = sign.outputs.get(source[1], "")
        if kind not in ("NUM", "ANY"):
            return kind
        pins = [p for p in part.inputs if sign.kind(p) in ("NUM", "ANY")]
        kinds = [kind for pin in pins for kind in self._kinds_at(part, pin) if kind]
        return max(kinds, key=lambda k: _SIZES.index(k) if k in _SIZES else 99, default="")

    def _kinds_at(self, part: Part, name: str) -> list[str]:
        pin = part.inputs[name]
        if pin.expression:
            return [self.scope.type_of(self._parsed(part, pin.expression))]
        return [self.kind_of(source) for source in pin.sources]

    def is_power(self, source: Source) -> bool:
        """Tell whether a source gives power; a variable is an operand, unless power is wanted."""
        part = self.parts[source[0]]
        if part.kind in ("in", "inout", "out"):
            return False
        if part.kind != "block":
            return True
        kind = self.kind_of(source)
        return kind == "BOOL" or (
            not kind and any(self._wants(*user) for user in self.users[source])
        )

    def _wants(self, part: Part, name: str) -> bool:
        if part.kind == "block":
            return self.signatures[part.id].kind(name) == "BOOL"
        return part.kind in ("contact", "coil", "jump", "return", "end")

    def powered(self, part: Part, name: str) -> bool:
        """Tell whether a pin is fed with power (else with an operand, or with nothing)."""
        pin = part.inputs[name]
        if part.kind != "block":
            return part.kind not in ("out", "inout") or any(map(self.is_power, pin.sources))
        if not pin.sources:
            return False
        return any(map(self.is_power, pin.sources)) or len(pin.sources) > 1

    # operands -------------------------------------------------------------------------------------
    def _parsed(self, part: Part, text: str) -> Operand:
        place = where(part, self.scope.unit)
        return self.scope.operand(text, place, part.line, part.column if part.line else 0)

    def operand_of(self, part: Part) -> Operand:
        """Return what a variable's symbol says."""
        return self._parsed(part, part.text)

    def variable(self, part: Part, text: str = "") -> Path:
        """Return the variable a contact, coil or output names."""
        found = self._parsed(part, text or part.text)
        if not isinstance(found, Path):
            raise part.error(f"{part.title} needs a variable, not {text or part.text}")
        return found

    def bit(self, part: Part) -> Operand:
        """Return the BOOL of a contact or coil."""
        if part.text.strip("? ") == "":
            place = where(part, self.scope.unit)
            self.scope.library.note(place, f"{part.title} has no variable")
            return _FALSE
        found = self._parsed(part, part.text)
        kind = self.scope.type_of(found)
        known = kind in ELEMENTARY or isinstance(found, Literal)
        if known and kind != "BOOL":
            raise part.error(f"{part.title} needs a BOOL; {part.text} is {kind or 'a number'}")
        return found

    # knots ----------------------------------------------------------------------------------------
    def _nets(self) -> list[frozenset]:
        """Return all sets of sources that meet at a pin, the large ones first."""
        found = {
            self.sources_of(pin) for part in self.parts.values() for pin in part.inputs.values()
        }
        return sorted((one for one in found if len(one) > 1), key=lambda s: (-len(s), sorted(s)))

    def sources_of(self, pin: Pin) -> frozenset:
        return frozenset(("", "") if self._rail(s) else s for s in pin.sources)

    def _rail(self, source: Source) -> bool:
        return self.parts[source[0]].kind == "rail"

    def knot(self, sources: frozenset) -> int:
        """Return the knot where some sources meet; knots of fewer of them lead into it."""
        if len(sources) == 1:
            return self._atom(next(iter(sources)))
        if sources not in self.atoms:
            self.atoms[sources] = knot = self.graph.knot()
            left = set(sources)
            for smaller in self.nets:
                if smaller < sources and smaller <= left:
                    self.leg(self.knot(smaller), knot, _NOWHERE)
                    left -= smaller
            for source in sorted(left):
                self.leg(self._atom(source), knot, _NOWHERE)
        return self.atoms[sources]

    def _atom(self, source: Source) -> int:
        """Return the knot behind one source: a rail, a part's output, a variable as a contact."""
        if source == ("", ""):
            return LEFT
        if source not in self.atoms:
            self.atoms[source] = self.graph.knot()
            part = self.parts[source[0]]
            if part.kind in ("in", "inout", "out"):
                self._contact_of(part, self.atoms[source])
            elif not self.is_power(source):
                kind = self.kind_of(source) or "no BOOL"
                raise part.error(f"{source[1]} of {part.title} is {kind}: no power comes from it")
        return self.atoms[source]

    def _contact_of(self, part: Part, knot: int) -> None:
        bit = self.bit(part)
        if bit == _TRUE and not part.negated:
            self.leg(LEFT, knot, part.key())
            return
        self.leg(LEFT, knot, part.key(), self.op(part, "XIO" if part.negated else "XIC", (bit,)))

    def op(self, part: Part, name: str, args: tuple[Operand, ...]) -> Op:
        return Op(name, args, at=_at(part))

    def leg(self, start: int, end: int, key: Key, *items: Op) -> None:
        self.graph.legs.append(Leg(start, end, key, items))

    def fed(self, part: Part, name: str) -> int:
        """Return the knot that feeds a pin, behind what the pin does to the power."""
        pin = part.inputs[name]
        if not pin.sources:
            knot = self.graph.knot()
            self.scope.library.note(where(part, self.scope.unit), f"{part.title} is not connected")
            self.leg(LEFT, knot, part.key(), Op("XIC", (_FALSE,)))
        else:
            knot = self.knot(self.sources_of(pin))
        if not (pin.negated or pin.edge):
            return knot
        return self._modified(part, knot, pin)

    def _modified(self, part: Part, knot: int, pin: Pin) -> int:
        if pin.negated and pin.edge:
            raise part.error(
                f"A pin of {part.title} is negated and has an edge: which comes first?"
            )
        wire, behind = Path(self.scope.wire()), self.graph.knot()
        name = "XIO" if pin.negated else CONTACTS[pin.edge]
        self.leg(knot, RIGHT, part.key(), Op("OTE", (wire,)))
        self.leg(LEFT, behind, part.key(), Op(name, (wire,)))
        return behind

    def behind(self, part: Part, name: str = "") -> int:
        """Return the knot behind an output; the right end when nothing hangs there."""
        users = [user for user, _ in self.users[part.id, name] if user.kind != "end"]
        return self._atom((part.id, name)) if users else RIGHT
