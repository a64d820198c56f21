"""Channels of I/O cards: their names, parameters, faults, and laws between their terminals.

Cards are declared in words: `"I0.0 I0.1"` gives channels with a common of their own, terminals
I0.0 and I0.0M; `"1M: I0.0 I0.1"` one common for all that follow; `"I0.0=Start"` binds the channel
to a tag of the program by name, where the program gives no address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param
from labsim.core.errors import LabsimError
from labsim.plc.addresses import plain

__all__ = ["Channel", "channels", "declare", "laws"]

BRIDGE = 0.2  # Ω, of a short between two cores of a cable (assumed)


@dataclass(frozen=True)
class Channel:
    """One point of a card: address, the two terminals it sits between, the tag it is bound to."""

    address: str
    marks: tuple[str, str]
    tag: str = ""
    grouped: bool = False  # it shares its common with others


def channels(text: str, own: str, pair: str = "") -> tuple[Channel, ...]:
    """Read what a card is declared to have; `own` is the letter of a common of a channel's own.

    `pair`: terminals of analog channels, "+-". LabsimError for an address that is there twice.
    """
    found: dict[str, Channel] = {}
    common = ""
    for word in text.split():
        if word.endswith(":"):
            common = word[:-1]
            continue
        name, _, tag = word.partition("=")
        address = plain(name)
        if address in found:
            raise LabsimError(f"{address} is there twice: give every channel an address of its own")
        ends = (address, common or address + own)
        ends = (address + pair[0], address + pair[1]) if pair else ends
        found[address] = Channel(address, ends, tag, bool(common))
    return tuple(found.values())


def _declare(part: Component, name: str, value: float, unit: str, text: str) -> None:
    part.params[name] = Param(value, unit, text)
    part.values[name] = value


def declare(part: Any, ohms: float, kind: str) -> None:
    """Give a card the parameters and faults of all it has; `kind` of its outputs."""
    for channel in part.inputs:
        _declare_input(part, channel, ohms)
        if part.supply:
            _declare_short(part, channel, part.supply[0])
    for channel in part.outputs:
        _declare_output(part, channel, kind)
    for common in part.groups:
        _declare_fuse(part, common)
    for channel in part.analog:
        _declare_analog(part, channel)


def laws(part: Any, net: Any) -> None:
    """Declare what all channels of a card are between their terminals."""
    for channel in part.inputs:
        _input_laws(net, channel, part.sense)
        if part.supply:
            _short_laws(net, channel, part.supply[0])
    for number, common in enumerate(part.groups):
        _fuse_laws(net, number, common)
    for number, channel in enumerate(part.outputs):
        _output_laws(part, net, number, channel)
    for channel in part.analog:
        _analog_laws(net, channel)


# inputs -------------------------------------------------------------------------------------------
def _declare_input(part: Component, channel: Channel, ohms: float) -> None:
    """Give a card the parameters and faults of one input."""
    a = channel.address
    _declare(part, f"{a}.ohms", ohms, "Ω", f"of input {a} (24 V, 5 mA; IEC 61131-2: 2 to 15 mA)")
    _declare(
        part, f"{a}.passes", 1.0, "", f"1: input {a} reaches the image; 0: its channel is dead"
    )
    _declare(part, f"{a}.sticks", 0.0, "", f"1: the channel of {a} says on, whatever its terminal")
    _declare(part, f"{a}.led", 1.0, "", f"1: the LED of {a} works")
    part.faults += [
        Fault(f"input {a} dead", 0.6, wrong={f"{a}.passes": 0.0}),
        Fault(f"input {a} stuck on", 0.3, wrong={f"{a}.sticks": 1.0}),
        Fault(f"input circuit {a} burnt open", 0.2, wrong={f"{a}.ohms": OPEN}),
        Fault(f"LED of {a} failed", 0.1, wrong={f"{a}.led": 0.0}),
    ]


def _input_laws(net: Any, channel: Channel, sense: str) -> None:
    """Declare what an input is between its terminals: a resistor, or one with a diode."""
    a, (plus, minus) = channel.address, channel.marks
    ohms = lambda c: c[f"{a}.ohms"]  # noqa: E731
    if sense == "both":
        net.branch(f"input {a}", plus, minus, ohms)
    else:
        ends = (plus, minus) if sense == "sinking" else (minus, plus)
        net.diode(f"input {a}", *ends, 0.0, ohms)


def _declare_short(part: Component, channel: Channel, rail: str) -> None:
    """Give a card with a 24 V terminal the fault of a wire that touches 24 V."""
    a = channel.address
    _declare(part, f"{a}.bridge", OPEN, "Ω", f"from the wire at {a} to {rail}")
    part.faults.append(Fault(f"wire at {a} shorted to 24 V", 0.2, wrong={f"{a}.bridge": BRIDGE}))


def _short_laws(net: Any, channel: Channel, rail: str) -> None:
    """Declare where a wire touches 24 V."""
    a = channel.address
    net.branch(f"bridge {a}", a, rail, lambda c: c[f"{a}.bridge"])


# outputs ------------------------------------------------------------------------------------------
def _declare_output(part: Component, channel: Channel, kind: str) -> None:
    """Give a card the parameters and faults of one output, transistor or relay."""
    a, relay = channel.address, kind == "relay"
    closed, parted = (0.03, OPEN) if relay else (0.2, 240e3)
    what = "contact" if relay else "transistor"
    _declare(part, f"{a}.closed", closed, "Ω", f"of the {what} of {a}, on (assumed)")
    leak = "" if relay else " (0.1 mA at 24 V; IEC 61131-2: ≤ 0.5 mA)"
    _declare(part, f"{a}.parted", parted, "Ω", f"of the {what} of {a}, off{leak}")
    _declare(part, f"{a}.led", 1.0, "", f"1: the LED of {a} works")
    open_, shorted = ("does not make", "welded") if relay else ("open", "shorted")
    part.faults += [
        Fault(f"output {what} {a} {open_}", 0.6, wrong={f"{a}.closed": OPEN}),
        Fault(f"output {what} {a} {shorted}", 0.4, wrong={f"{a}.parted": 0.3}),
        Fault(f"LED of {a} failed", 0.1, wrong={f"{a}.led": 0.0}),
    ]


def _declare_fuse(part: Component, common: str) -> None:
    """Give a card the fuse of a group of outputs."""
    _declare(part, f"{common}.fuse", 0.02, "Ω", f"fuse of group {common} (assumed)")
    part.faults.append(Fault(f"fuse of group {common} blown", 1.0, wrong={f"{common}.fuse": OPEN}))


def _output_laws(part: Any, net: Any, number: int, channel: Channel) -> None:
    """Declare what an output is: a switch from its common to its terminal, as it is told.

    A group has its fuse before the switches.
    """
    a, (mark, common) = channel.address, channel.marks
    told = lambda c: part.driven(c)[:, number]  # noqa: E731
    gate = lambda c: np.where(told(c), c[f"{a}.closed"], c[f"{a}.parted"])  # noqa: E731
    net.branch(f"output {a}", f"~{common}" if channel.grouped else common, mark, gate)


def _fuse_laws(net: Any, number: int, common: str) -> None:
    """Declare the fuse of a group; state `melted` says which are gone."""
    blown = lambda c: np.where(c.melted[:, number], OPEN, c[f"{common}.fuse"])  # noqa: E731
    net.branch(f"fuse {common}", common, f"~{common}", blown)


# analog -------------------------------------------------------------------------------------------
def _declare_analog(part: Component, channel: Channel) -> None:
    """Give a card the parameters and faults of an input for 4 to 20 mA."""
    a, plus = channel.address, channel.marks[0]
    _declare(part, f"{plus}.burden", 250.0, "Ω", f"of input {a} (IEC 61131-2: ≤ 300 Ω)")
    _declare(part, f"{plus}.gain", 1.0, "", f"of the converter of {a}")
    _declare(part, f"{plus}.offset", 0.0, "mA", f"by which the converter of {a} is off")
    part.faults += [
        Fault(f"analog input {a} reads too high", 0.5, wrong={f"{plus}.offset": (0.8, 2.0)}),
        Fault(f"analog input {a} reads too low", 0.5, wrong={f"{plus}.offset": (-0.8, -2.0)}),
        Fault(f"analog input {a} scaled wrong", 0.4, wrong={f"{plus}.gain": (0.8, 0.5)}),
        Fault(f"analog input {a} burnt open", 0.3, wrong={f"{plus}.burden": OPEN}),
    ]


def _analog_laws(net: Any, channel: Channel) -> None:
    """Declare the burden that turns the current of the loop into volts."""
    a, plus = channel.address, channel.marks[0]
    net.branch(f"burden {a}", *channel.marks, lambda c: c[f"{plus}.burden"])
