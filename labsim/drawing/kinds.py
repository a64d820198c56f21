"""What an element of a sheet is in the trade: which symbol it takes and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labsim.core.sheet import Element, Parallel, Series
from labsim.electrical.contacts import Contacts

if TYPE_CHECKING:
    from labsim.core.component import Component

__all__ = ["Kind", "is_load", "kind_of"]

ACTUATORS = {
    "PushButton": "push",
    "Selector": "turn",
    "Overload": "thermal",
    "TimerOn": "on delay",
    "TimerOff": "off delay",
    "Disconnect": "switch",
    "Float": "float",
}
LOADS = {"Coil", "TimerOn", "TimerOff", "Lamp", "Solenoid", "Horn", "Motor", "Valve", "LED"}


@dataclass(frozen=True)
class Kind:
    """The symbol of an element: its name, how its contact is worked, and the words for it."""

    symbol: str
    actuator: str = ""
    words: str = ""
    pole: bool = False


def contact_of(part: Component, a: str, b: str) -> str | None:
    """Return "NO" or "NC" when these two terminals are a contact of the part."""
    if not isinstance(part, Contacts):
        return None
    return part.contacts.get((a, b)) or part.contacts.get((b, a))


def kind_of(part: Component, a: str, b: str) -> Kind:
    """Return what the part shows between two of its terminals."""
    title = part.title
    contact = contact_of(part, a, b)
    if contact:
        pole = len(a) == 1
        word = "main pole" if pole else "make contact" if contact == "NO" else "break contact"
        actuator = ACTUATORS.get(part.symbol, "")
        return Kind(contact, actuator, f"{word} of {title}", pole)
    if part.symbol == "Overload":
        return Kind("Heater", "", f"heater of {title}", True)
    if part.symbol == "Motor" and {a[:1] + "1", a[:1] + "2"} == {a, b}:
        return Kind("Transformer", "", f"winding of {title}")
    if part.symbol in ("Coil", "TimerOn", "TimerOff") and {a, b} == {"A1", "A2"}:
        return Kind(part.symbol, "", f"coil of {title}")
    if part.symbol == "Coil":
        return Kind("Solenoid", "", title)
    return Kind(part.symbol, "", title)


def is_load(branch: Element | Series | Parallel) -> bool:
    """Tell whether a branch is what a rung feeds, to be drawn at the right rail."""
    if isinstance(branch, Parallel):
        return any(is_load(b) for b in branch.branches)
    if isinstance(branch, Series):
        return is_load(branch.items[-1])
    part, (a, b) = branch.component, branch.ports
    return kind_of(part, a.mark, b.mark).symbol in LOADS
