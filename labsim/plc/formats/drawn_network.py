"""Each kind of part as legs of the graph: contacts, coils, blocks, jumps, variables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from labsim.plc.formats.drawn import Part, Pin, Source, where
from labsim.plc.formats.drawn_blocks import Signature, check_operand
from labsim.plc.formats.drawn_tree import LEFT, RIGHT, Leg
from labsim.plc.formats.drawn_wiring import CONTACTS, Wiring
from labsim.plc.operands import write_operand
from labsim.plc.program import Expr, Literal, Node, Op, Operand, Path

__all__ = ["Network"]

_COILS = {
    ("", ""): "OTE",
    ("set", ""): "OTL",
    ("reset", ""): "OTU",
    ("", "rising"): "OTEP",
    ("", "falling"): "OTEN",
}
_OUT = ("out", "inout")


class Network(Wiring):
    """One network; `tree` walks its parts from the top and joins what they make."""

    def draw_contact(self, part: Part) -> None:
        """Draw a contact between what feeds it and what hangs behind it."""
        name = CONTACTS[part.edge]
        if part.negated:
            self._not_both(part, part.edge)
            name = "XIO"
        op = self.op(part, name, (self.bit(part),))
        self.leg(self._start(part), self.behind(part), part.key(), op)

    def draw_coil(self, part: Part) -> None:
        """Draw a coil; power goes on behind it."""
        if part.negated:
            self._not_both(part, part.edge or part.storage)
        name = "OTN" if part.negated else _COILS.get((part.storage, part.edge), "")
        if not name:
            self._note(part, "a coil that both keeps its state and has an edge")
            name = "OTE"
        bit = self.bit(part)
        if isinstance(bit, Literal) and part.text.strip("? "):
            raise part.error(f"{part.title} writes to a constant")
        op = self.op(part, name, (bit,))
        self.leg(self._start(part), self.behind(part), part.key(), op)

    def _not_both(self, part: Part, more: str) -> None:
        if more:
            self._note(part, f"{part.title} is negated and {more} at once")

    def _note(self, part: Part, what: str) -> None:
        self.scope.library.note(where(part, self.scope.unit), what)

    def _start(self, part: Part) -> int:
        return self.fed(part, next(iter(part.inputs), "")) if part.inputs else self._loose(part)

    def _loose(self, part: Part) -> int:
        part.inputs[""] = Pin()
        return self.fed(part, "")

    def draw_jump(self, part: Part) -> None:
        """Draw a jump: where power comes to it, the scan goes on at the label."""
        self.leg(self._start(part), RIGHT, part.key(), self.op(part, "JMP", (Path(part.text),)))

    def draw_return(self, part: Part) -> None:
        """Draw a return: where power comes to it, the unit ends."""
        self.leg(self._start(part), RIGHT, part.key(), self.op(part, "RET", ()))

    # variables that are written -------------------------------------------------------------------
    def draw_out(self, part: Part) -> None:
        """Draw a written variable: as a coil, as a move, or not at all when its block writes it."""
        name, pin = next(iter(part.inputs.items()), ("", None))
        if pin is None or not (pin.sources or pin.expression):
            self._note(part, f"{part.title} is not connected")
        elif len(pin.sources) == 1 and self._written_by(pin.sources[0]) is part:
            return
        elif self.powered(part, name) or self.scope.type_of(self.variable(part)) == "BOOL":
            self._as_coil(part, name)
        else:
            value = self.value(part, name)
            move = Op("MOV", (), {"IN": value}, {"OUT": self.variable(part)}, spelling="MOVE")
            self.leg(LEFT, RIGHT, part.key(), move)

    def draw_inout(self, part: Part) -> None:
        """Draw a variable that is read and written: written if something leads into it."""
        if any(pin.sources for pin in part.inputs.values()):
            self.draw_out(part)

    def _as_coil(self, part: Part, name: str) -> None:
        bit = self.bit(part)
        coil = self.op(part, "OTN" if part.negated else _COILS[part.storage, ""], (bit,))
        self.leg(self.fed(part, name), RIGHT, part.key(), coil)

    def _written_by(self, source: Source) -> Part | None:
        """Return the symbol whose variable a block writes itself: the first plain one there is."""
        maker = self.parts[source[0]]
        if maker.kind != "block" or self._turned(source) or self._by_wire(source):
            return None
        plain = [user for user, _ in self.users[source] if self._plain(user)]
        return min(plain, key=Part.key, default=None)

    def _plain(self, user: Part) -> bool:
        pin = next(iter(user.inputs.values()))
        turned = user.negated or user.storage or pin.negated or pin.edge
        return user.kind in _OUT and not turned and len(pin.sources) == 1

    def _turned(self, source: Source) -> bool:
        pin = self.parts[source[0]].outputs.get(source[1])
        return bool(pin and (pin.negated or pin.edge or pin.storage))

    # blocks ---------------------------------------------------------------------------------------
    def draw_block(self, part: Part) -> None:
        """Draw a block between the pins that power goes in and out by."""
        sign = self.signatures[part.id]
        args = self._instance(part, sign)
        enter = self._enter(part, sign)
        start = self.fed(part, enter) if self._given(part, enter) else LEFT
        pins = {name: self._pin(part, name) for name in self._others(part, sign, enter)}
        leave = self._leave(part, sign)
        outs = dict(self._outs(part, sign, leave))
        own = (sign.enter if sign.name != "CALL" else None, sign.leave or None)
        op = Op(
            *(sign.name, args, {}, outs),
            enter="" if enter == own[0] else enter,
            leave="" if leave == own[1] else leave,
            spelling=part.text,
            at=f"line {part.line}, column {part.column}" if part.line else "",
        )
        end = self.behind(part, leave) if leave else RIGHT
        self.graph.legs.append(
            Leg(start, end, part.key(enter), make=lambda: replace(op, pins=self._pins(pins)))
        )

    def _pins(self, pins: dict[str, Operand | int]) -> dict[str, Operand | Node]:
        return {
            name: self.graph.pin(one) if isinstance(one, int) else one for name, one in pins.items()
        }

    def _instance(self, part: Part, sign: Signature) -> tuple[Path, ...]:
        if not sign.memory:
            return ()
        if not part.instance:
            self._note(part, f"{part.title} has no instance")
            return ()
        path = self.variable(part, part.instance)
        kind = self.scope.type_of(path)
        known = bool(sign.enter) or sign.name == "CALL"
        if known and kind and kind.casefold() not in (sign.memory.casefold(), part.text.casefold()):
            raise part.error(f"{part.instance} is {kind}, the block drawn with it is {part.text}")
        return (path,)

    def _given(self, part: Part, name: str) -> bool:
        pin = part.inputs.get(name)
        return bool(pin and pin.sources)

    def _enter(self, part: Part, sign: Signature) -> str:
        """Return the pin that power comes in by: EN, the block's own, or its first that has any."""
        if self._given(part, "EN") or not sign.memory:
            return "EN"
        if self._given(part, sign.enter):
            return sign.enter
        return next((n for n in sign.inputs if n in part.inputs and self.powered(part, n)), "EN")

    def _others(self, part: Part, sign: Signature, enter: str) -> list[str]:
        given = [n for n, pin in part.inputs.items() if pin.sources or pin.expression]
        order = [*sign.inputs, *sorted(part.inputs, key=lambda name: (len(name), name))]
        return sorted(set(given) - {enter}, key=order.index)

    def _pin(self, part: Part, name: str) -> Operand | int:
        """Return a pin's operand, or the knot that its tree of power flow ends at."""
        wanted = self.signatures[part.id].kind(name)
        if not self.powered(part, name):
            value = self.value(part, name)
            given = self.scope.type_of(value)
            check_operand(part, name, wanted, given, write_operand(value))
            return value
        check_operand(part, name, wanted, "BOOL", "power")
        knot = self.graph.knot()
        self.leg(self.fed(part, name), knot, part.key(name))
        self.graph.pins[knot] = part.key(name)
        return knot

    def value(self, part: Part, name: str) -> Operand:
        """Return the operand at a pin: what is written there, or what one line leads to."""
        pin = part.inputs[name]
        if pin.expression:
            found = self._parsed(part, pin.expression)
        else:
            source = pin.sources[0]
            maker = self.parts[source[0]]
            found = self.operand_of(maker) if maker.kind != "block" else self._wire(source)
            if maker.negated:
                found = Expr("NOT", (found,))
        return Expr("NOT", (found,)) if pin.negated else found

    def _wire(self, source: Source) -> Path:
        """Return the wire that carries what a block puts out."""
        if source not in self.data:
            taken = [
                self.scope.type_of(self.variable(u))
                for u, _ in self.users[source]
                if u.kind in _OUT
            ]
            taken += [self._wanted(user, pin) for user, pin in self.users[source]]
            kind = self.kind_of(source) or next(filter(None, taken), "DINT")
            self.data[source] = self.scope.wire(kind)
        return Path(self.data[source])

    def _wanted(self, user: Part, pin: str) -> str:
        kind = self.signatures[user.id].kind(pin) if user.kind == "block" else ""
        return kind if kind not in ("NUM", "ANY") else ""

    # what comes out of a block --------------------------------------------------------------------
    def _hanging(self, source: Source) -> list[Part]:
        """Return what hangs on an output, but for variables that it may write itself."""
        users = [user for user, _ in self.users[source] if user.kind != "end"]
        plain = [user for user in users if self._plain(user)]
        return users if self._turned(source) else [u for u in users if u not in plain[:1]]

    def _by_wire(self, source: Source) -> bool:
        """Tell whether an output needs a wire of its own: more than one thing hangs on it."""
        if not self._hanging(source):
            return False
        part = self.parts[source[0]]
        return not self.is_power(source) or self._leave(part, self.signatures[part.id]) != source[1]

    def _leave(self, part: Part, sign: Signature) -> str:
        """Return the output that power goes on by, "" when none does."""
        used = [
            name
            for name in sign.outputs
            if self.is_power((part.id, name))
            and self._hanging((part.id, name))
            and not self._turned((part.id, name))
        ]
        return sign.leave if sign.leave in used else next(iter(used), "")

    def _outs(self, part: Part, sign: Signature, leave: str) -> Iterator[tuple[str, Path]]:
        """Yield variables and wires that outputs are written to."""
        for name in sign.outputs:
            source = (part.id, name)
            direct = self._written_by(source)
            if direct:
                yield name, self.variable(direct)
                self._check_out(part, name, direct)
            elif self._hanging(source) and name != leave:
                yield name, self._put_out(part, source)
            elif name == "OUT" and leave != "OUT":  # a result nobody takes still is worked out
                yield name, self._wire(source)

    def _check_out(self, part: Part, name: str, to: Part) -> None:
        kind = self.signatures[part.id].outputs[name]
        given = self.scope.type_of(self.variable(to))
        check_operand(part, name, kind, given, to.text)

    def _put_out(self, part: Part, source: Source) -> Path:
        if not self.is_power(source):
            if self._turned(source):
                self._note(part, f"output {source[1]} of {part.title} is changed on its way out")
            return self._wire(source)
        pin = part.outputs.get(source[1])
        wire = Path(self.scope.wire())
        name = "XIO" if pin and pin.negated else CONTACTS[pin.edge if pin else ""]
        self.leg(LEFT, self.behind(part, source[1]), part.key(), Op(name, (wire,)))
        return wire

    def _close(self) -> None:
        """Lead every loose end to the right."""
        starts = {leg.start for leg in self.graph.legs} | set(self.graph.pins) | {RIGHT}
        self.graph.legs = [
            leg if leg.end in starts else replace(leg, end=RIGHT) for leg in self.graph.legs
        ]
