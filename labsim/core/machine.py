"""Machines: components and the sheets that join them. A machine can be part of another."""

from __future__ import annotations

import copy
import re
from functools import cached_property
from typing import Any, ClassVar

from labsim.core.component import OPEN, Component, Fault, Pair, Param
from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Cable, Port, Sheet, Swap, Weak, Wire

__all__ = ["Machine"]


class Machine:
    """Subclass it, name components and draw sheets in the class body; an instance is a copy.

    `MotorStarter(K1={"rated": 24})` gives parameters of its parts other values.
    `unit` numbers the machine among its sisters: K1 of unit 3 is K31, wire 5 is 305.
    `pause` is how long it takes to come to rest after a control is worked, in s, if that is long.
    `guards` names what is active while its danger zone is shut and empty.
    `interlocks` names the points of its controller that nobody forces on, "A1:I0.2": what they
    speak for protects people or the machine.
    `zone` names the parts in its danger zone; `elsewhere` the sheets of what stands elsewhere.
    `apart` names what may be parted for a test, and the terminals whose conductors come off.
    `moments` names states that do not last and the steps there from rest; `home` are the steps that
    bring it back to where it stood, once a control has been worked: a cylinder stays where it is.
    """

    pause: ClassVar[float] = 0.0

    zone: ClassVar[tuple[str, ...]] = ()
    guards: ClassVar[tuple[str, ...]] = ()
    interlocks: ClassVar[tuple[str, ...]] = ()
    elsewhere: ClassVar[tuple[str, ...]] = ()
    apart: ClassVar[dict[str, tuple[str, ...]]] = {}
    moments: ClassVar[dict[str, tuple[str, ...]]] = {}
    home: ClassVar[tuple[str, ...]] = ()

    def __init__(self, unit: int = 0, **changes: dict[str, Any]) -> None:
        self.unit = unit
        names: dict[str, Any] = {}
        for cls in reversed(type(self).__mro__):
            names.update({n: v for n, v in vars(cls).items() if not n.startswith("_")})
        kinds = (Component, Machine, Sheet, Wire, Cable, Swap, Weak)
        parts = {n: v for n, v in names.items() if isinstance(v, kinds)}
        for name, part in copy.deepcopy(parts).items():
            self.__dict__[name] = part
            if isinstance(part, Machine):
                for tag, inner in part.components.items():
                    inner.tag = f"{name}.{tag}"
                part.__dict__.pop("components", None)
        for swap in self._own(Swap).values():
            for port in (swap.first, swap.second):
                crossed = Param(OPEN, "Ω", f"between terminal {port.mark} and the other's wire")
                port.component.params[f"{port.mark}.crossed"] = crossed
                port.component.values[f"{port.mark}.crossed"] = OPEN
        for tag, params in changes.items():
            self.component(tag).set(**params)
        if unit:
            self._number()

    def _number(self) -> None:
        """Put the number of the unit into the tags of its parts; PE has none."""
        for part in self.components.values():
            part.tag = self.numbered(part.tag)
        del self.components

    def numbered(self, address: str) -> str:
        """Return a tag or terminal of unit 0 as it is called here: S1:14 of unit 3 is S31:14."""
        if not self.unit:
            return address
        tag, colon, mark = address.partition(":")
        return re.sub(r"([A-Z]+)(\d+)$", rf"\g<1>{self.unit}\g<2>", tag) + colon + mark

    @property
    def title(self) -> str:
        """First line of the docstring."""
        return (type(self).__doc__ or type(self).__name__).strip().splitlines()[0].rstrip(".")

    def _own(self, kind: type) -> dict[str, Any]:
        return {n: v for n, v in vars(self).items() if isinstance(v, kind)}

    def _with_parts(self, kind: type) -> list[Any]:
        inner = [x for part in self._own(Machine).values() for x in part._with_parts(kind)]
        return inner + list(self._own(kind).values())

    @cached_property
    def components(self) -> dict[str, Component]:
        """Every component by tag; those of a machine within carry its name, `press.Y1`."""
        return {part.tag: part for part in self._with_parts(Component)}

    @property
    def sheets(self) -> list[Sheet]:
        """The drawings, those of machines within first."""
        return self._with_parts(Sheet)

    @property
    def cables(self) -> list[Cable]:
        return self._with_parts(Cable)

    @property
    def swaps(self) -> list[Swap]:
        return self._with_parts(Swap)

    @cached_property
    def nets(self) -> list[tuple[Port, ...]]:
        """Groups of ports that the sheets join, in drawing order."""
        parent: dict[Port, Port] = {}

        def root(port: Port) -> Port:
            while parent.setdefault(port, port) != port:
                port = parent[port]
            return port

        for sheet in self.sheets:
            sheet.check(self)
        for source in [*self.sheets, *self._with_parts(Wire)]:
            for a, b in source.wires():
                first, second = root(a), root(b)
                if first != second:
                    parent[second] = first
        groups: dict[Port, list[Port]] = {}
        for port in list(parent):
            groups.setdefault(root(port), []).append(port)
        return [tuple(ports) for ports in groups.values()]

    @cached_property
    def wire_numbers(self) -> dict[str, str]:
        """Wire number of every wired port, by address; one number for each net."""
        first = 100 * self.unit + 1
        return {p.name: str(n) for n, net in enumerate(self.nets, first) for p in net}

    def component(self, tag: str) -> Component:
        """Return the component with this tag; an unknown tag raises LabsimError."""
        if tag not in self.components:
            raise unknown(type(self).__name__, "part", tag, self.components)
        return self.components[tag]

    def port(self, address: str | Port) -> Port:
        """Return the port with this address, `K1:A1`; LabsimError if there is none."""
        if isinstance(address, Port):
            address = address.name
        text = isinstance(address, str)
        if text and address in self.ports:
            return self.ports[address]
        tag, colon, mark = str(address).rpartition(":")
        if not colon or not text:
            part = self.components.get(mark)
            like = next((f"{mark}:{m}" for m in part.marks), "K1:A1") if part else "K1:A1"
            raise LabsimError(f"{address!r} is not a terminal: write TAG:TERMINAL, as in {like}")
        return self.component(tag).port(mark)

    @cached_property
    def ports(self) -> dict[str, Port]:
        """Every port by address."""
        return {f"{c.tag}:{m}": Port(c, m) for c in self.components.values() for m in c.marks}

    def reachable(self) -> list[Port]:
        """Return the ports a lead can touch."""
        return [p for p in self.ports.values() if p.mark not in p.component.hidden]

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that can be wrong: parts, their terminals, swapped conductors, weak places."""
        wired: dict[str, set[str]] = {}
        for net in self.nets:
            for port in net:
                wired.setdefault(port.component.tag, set()).add(port.mark)
        found = [
            fault
            for tag, part in self.components.items()
            for fault in part.all_faults(frozenset(wired.get(tag, ())))
        ]
        weak = [
            Fault(w.title, w.rate, w.when, w.wrong).bound(w.part.tag)
            for w in self._with_parts(Weak)
        ]
        return tuple(found + [swap_fault(swap) for swap in self.swaps] + weak)

    def to_spice(self, simulation: Any = None, variant: int = 0) -> str:
        """Return an ngspice deck of the machine in its present state.

        The state is that of a simulation (and one of its variants), else the machine at rest.
        """
        from labsim.core.simulation import Simulation

        sim = Simulation(self) if simulation is None else simulation
        decks = [net.to_spice(variant) for net in sim.networks if hasattr(net, "to_spice")]
        if not decks:
            raise LabsimError(f"{type(self).__name__} has no electrical parts: nothing for ngspice")
        return decks[0]

    def fault(self, fault_id: str) -> Fault:
        """Return the fault with this id, "K1: coil burnt open"; LabsimError if there is none.

        Two ids with " & " between them are both faults at once.
        """
        if Pair.JOIN in fault_id:
            first, _, second = fault_id.partition(Pair.JOIN)
            return Pair(self.fault(first), self.fault(second))
        for fault in self.faults:
            if fault.id == fault_id:
                return fault
        raise unknown(type(self).__name__, "fault", fault_id, [f.id for f in self.faults])


def swap_fault(swap: Swap) -> Fault:
    """Return the fault "conductors … swapped": both straight joints open, both crossed made."""
    a, b = swap.first, swap.second
    if a.component is not b.component:
        raise LabsimError(f"{a.name} and {b.name}: only conductors of one part can be swapped")
    wrong = {
        f"{a.mark}.joint": OPEN,
        f"{b.mark}.joint": OPEN,
        f"{a.mark}.crossed": 0.0,
        f"{b.mark}.crossed": 0.0,
    }
    title = f"conductors {a.mark} and {b.mark} swapped"
    return Fault(title, swap.rate, wrong=wrong).bound(a.component.tag)
