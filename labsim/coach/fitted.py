"""What an instrument in a line costs: opening it for the first reading there, then no more.

The dictionary prices each check as if its line had to be opened for it. Once a reading has paid for
that, what reads at the same place costs its own minutes only, until the instrument is taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from labsim.coach.dictionary import Dictionary
from labsim.core.machine import Machine
from labsim.hands import functions
from labsim.instruments.fluid import fittings
from labsim.states import break_in

__all__ = ["Fitted", "cheaper", "opening", "paid"]

Fitted = frozenset[tuple[str, str]]  # instrument, port


def paid(sim: Any, event: Mapping[str, Any], so_far: Fitted) -> Fitted:
    """Return what sits in lines and has been read, after an event."""
    on = frozenset(fittings(sim))
    read = {place for place in on if event["do"] == "measure" and place[1] in event["ports"]}
    return (so_far | read) & on


def opening(machine: Machine, titles: tuple[str, ...], event: Mapping[str, Any],
            on: Fitted) -> float:  # fmt: skip
    """Return the minutes that opening the line for a reading took, 0 if it was paid before."""
    known = functions(titles)
    if event.get("function") not in known:
        return 0.0
    ports = [machine.port(port) for port in event["ports"]]
    return break_in(known[event["function"]][0], ports, on)


def cheaper(book: Dictionary, machine: Machine, titles: tuple[str, ...], on: Fitted) -> Dictionary:
    """Return a dictionary with the prices of readings where instruments sit in lines."""
    if not on:
        return book
    known, checks = functions(titles), []
    for check in book.checks:
        kind = known[check.function][0] if check.function in known else None
        ports = [machine.port(port) for port in check.ports] if kind else []
        off = break_in(kind, ports, ()) - break_in(kind, ports, on) if kind else 0.0
        checks.append(replace(check, minutes=check.minutes - off) if off else check)
    return replace(book, checks=tuple(checks))
