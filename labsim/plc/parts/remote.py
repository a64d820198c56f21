"""Cards in a remote rack: what the controller has of them goes through the coupler and the ring.

An input reaches the controller at the next update of its rack; so does an output its card. On loss
of the connection a card keeps what it had or goes to zero, as it is set.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.clock import TICK
from labsim.core.component import Fault, Param, State
from labsim.core.view import View
from labsim.plc.parts.cards import InputCard, OutputCard, wide

__all__ = ["RemoteInputCard", "RemoteOutputCard"]

MISSING, FITS, WRONG = 0.0, 1.0, 2.0

# What every card in a remote rack has.
_FITTED = Param(FITS, "", "1: the right card sits in the slot, 2: another one, 0: none answers")
_HOLD = Param(0.0, "", "1: it keeps what it had when the connection is lost, 0: all to zero")
_SILENT = Fault("does not answer in its slot", 0.5, fitted=MISSING)
_OTHER = Fault("another type of card in its slot", 0.4, fitted=WRONG)


def passed(c: View, state: str, now: np.ndarray) -> float:
    """Bring a state to what is there now, at the updates of the rack; return the next look, s."""
    node, had = c.sim.views[c.part.node.tag], c[state]
    online = node.online
    if online.all() and np.array_equal(now, had):
        return np.inf
    every = node.part.ticks(node)
    due = (round(c.now / TICK) % every == 0)[:, None]
    lost = np.where(c.hold[:, None] > 0.5, had, False)
    new = np.where(online[:, None], np.where(due, now, had), lost)
    if not np.array_equal(new, had):
        c.keep(state, new)
        return c.now + TICK
    waits = (online[:, None] & (now != had)).any(axis=1)
    then = (np.floor(round(c.now / TICK) / every) + 1) * every * TICK
    return float(np.min(np.where(waits, then, np.inf)))


class RemoteInputCard(InputCard):
    """Card of 24 V inputs in a remote rack: `RemoteInputCard("4M: I10.0=Start I10.1")`."""

    title = "remote input card"
    node: Any = None  # its coupler, set by that
    fitted, hold, silent, other = _FITTED, _HOLD, _SILENT, _OTHER
    has = State(wide("inputs", bool), "what the controller has of the inputs")

    def rules(self, c: View) -> None:
        c.wake(min(self.looks(c), passed(c, "has", InputCard.read(self, c))))

    def read(self, c: View) -> np.ndarray:
        return c.has


class RemoteOutputCard(OutputCard):
    """Card of outputs in a remote rack: `RemoteOutputCard("5L: Q20.0=Run")`."""

    title = "remote output card"
    node: Any = None
    fitted, hold, silent, other = _FITTED, _HOLD, _SILENT, _OTHER
    gets = State(wide("outputs", bool), "what the card has got of the controller")

    def rules(self, c: View) -> None:
        super().rules(c)
        c.wake(passed(c, "gets", c.out))

    def driven(self, c: View) -> np.ndarray:
        return c.gets
