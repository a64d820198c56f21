"""Contacts and what hands work: buttons, selectors, disconnects; contact numbering of EN 50005."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.errors import LabsimError
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork

__all__ = [
    "Breaker", "Contacts", "Disconnect", "KnifeTerminal", "PushButton", "Selector", "contact_kind",
]  # fmt: skip

MADE = 0.005  # Ω, of a good contact (assumed; 2 to 20 mΩ are usual)
BURNT, DIRTY = OPEN, (330.0, 2200.0)  # Ω, of a contact that should conduct


def contact_kind(a: str, b: str) -> str:
    """Return "NO" or "NC" from the function digits (EN 50005): 1-2, 5-6 break; 3-4, 7-8 make."""
    if len(a) == 1:
        return "NO"  # main poles: 1-2, 3-4, 5-6
    kinds = {"12": "NC", "34": "NO", "56": "NC", "78": "NO", "14": "NO"}
    kind = kinds.get(a[-1] + b[-1])
    if kind is None:
        raise LabsimError(f"contact {a}-{b}: function digits are 1-2, 3-4, 5-6 or 7-8")
    return kind


def contact_kinds(pairs: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return "NO" or "NC" of contacts written 13-14; LabsimError when one is not written so."""
    kinds = {}
    for pair in pairs:
        a, dash, b = str(pair).partition("-")
        if not dash:
            raise LabsimError(f"contact {pair!r}: write two terminals with a dash, 13-14")
        kinds[a, b] = contact_kind(a, b)
    return kinds


class Contacts(Component):
    """A part with contacts that follow its own `active`: `Contacts("13-14", "21-22")`."""

    network = ElectricalNetwork
    base_marks: tuple[str, ...] = ()
    rate_of_contact = 1.0

    def __init__(self, *pairs: str, **params: Any) -> None:
        self.contacts = contact_kinds(pairs)
        marks = dict.fromkeys([*self.base_marks, *(m for pair in self.contacts for m in pair)])
        mine = {n: params.pop(n) for n in list(params) if "." in n}
        super().__init__(marks=tuple(marks), **params)
        for (a, b), kind in self.contacts.items():
            self._add_contact(a, b, kind)
        self.set(**mine)

    def _add_contact(self, a: str, b: str, kind: str) -> None:
        pair = f"{a}-{b}"
        made = Param(MADE, "Ω", f"of contact {pair} when it is made")
        parted = Param(OPEN, "Ω", f"of contact {pair} when it is parted")
        self.params |= {f"{pair}.made": made, f"{pair}.parted": parted}
        self.values |= {f"{pair}.made": MADE, f"{pair}.parted": OPEN}
        rate, stuck = self.rate_of_contact, "welded" if kind == "NO" else "stuck closed"
        self.faults += [
            Fault(f"contact {pair} does not make", rate, wrong={f"{pair}.made": BURNT}),
            Fault(f"contact {pair} dirty", rate, wrong={f"{pair}.made": DIRTY}),
            Fault(f"contact {pair} {stuck}", 0.4 * rate, wrong={f"{pair}.parted": MADE}),
        ]

    def is_made(self, c: View, pair: tuple[str, str]) -> np.ndarray:
        """Tell for every variant whether this contact's mechanism is in the made position."""
        return self.active(c) == (self.contacts[pair] == "NO")

    def laws(self, net: Any) -> None:
        for pair in self.contacts:
            net.branch("-".join(pair), *pair, lambda c, pair=pair: self.ohms(c, pair))

    def ohms(self, c: View, pair: tuple[str, str]) -> np.ndarray:
        """Return what a contact has now, made or parted, good or bad."""
        name = "-".join(pair)
        return np.where(self.is_made(c, pair), c[f"{name}.made"], c[f"{name}.parted"])


class PushButton(Contacts):
    """Momentary push button: `PushButton("NO")` has 13-14, `PushButton("NC")` 21-22."""

    title, letter, symbol, price, swap = "push button", "S", "PushButton", 25.0, 8.0
    positions = ("released", "pressed")
    momentary = True
    position = State(0, "1: a finger is on it")
    travel = Param(1.0, "", "part of the stroke that reaches the contacts")
    broken = Fault("actuator broken", 0.3, travel=0.0)

    def __init__(self, *kinds: str, **params: Any) -> None:
        pairs = []
        for n, kind in enumerate(kinds or ("NO",), 1):
            if kind not in ("NO", "NC"):
                raise LabsimError(f"push button contact {kind!r}: write NO or NC")
            tens = n if len(kinds) > 1 else {"NO": 1, "NC": 2}[kind]
            pairs.append(f"{tens}3-{tens}4" if kind == "NO" else f"{tens}1-{tens}2")
        super().__init__(*pairs, **params)

    def active(self, c: View) -> np.ndarray:
        return (c.position == 1) & (c["travel"] > 0.5)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "released", (c.position == 1, "pressed"))


class Selector(PushButton):
    """Two-position selector switch, stays where it is put."""

    title, symbol = "selector switch", "Selector"
    positions = ("0", "1")
    momentary = False

    def look(self, c: View) -> np.ndarray:
        return texts(c, "at 0", (c.position == 1, "at 1"))


class KnifeTerminal(Selector):
    """Knife disconnect terminal: opened, an ammeter can go in line without a wire being touched."""

    title, letter, price = "knife terminal", "X", 6.0
    positions = ("closed", "open")

    def __init__(self, **params: Any) -> None:
        super().__init__("NC", **params)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "closed", (c.position == 1, "open"))


class Disconnect(Contacts):
    """Main disconnect switch, three poles, lockable in the off position."""

    title, letter, symbol, price, swap = "disconnect switch", "Q", "Disconnect", 110.0, 30.0
    positions = ("off", "on")
    isolates = True
    rate_of_contact = 0.2
    position = State(1, "1: closed")

    def __init__(self, *pairs: str, **params: Any) -> None:
        super().__init__(*(pairs or ("1-2", "3-4", "5-6")), **params)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "handle at off", (c.position == 1, "handle at on"))


class Breaker(Disconnect):
    """Circuit breaker of a panel, lockable in the off position; one pole."""

    title, price, swap = "circuit breaker", 28.0, 15.0

    def __init__(self, *pairs: str, **params: Any) -> None:
        super().__init__(*(pairs or ("1-2",)), **params)
