"""Rungs on the screen: sent once, then a set of bits and the values that changed.

`Rungs` is what a monitor of a controller and the PLC page of the workbench have in common. Python
works out every bit and every word; the browser puts them where their numbers are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import traitlets

from labsim.core.errors import LabsimError, unknown
from labsim.drawing.rung_page import State, page
from labsim.drawing.rung_states import Watch
from labsim.drawing.rung_text import operand
from labsim.drawing.rung_words import say
from labsim.drawing.rungs import Ladder, draw_routine
from labsim.plc.program import Block, Op, Path, Program
from labsim.ui.uses import Uses

__all__ = ["MODES", "Rungs", "packed"]

MODES = ("studio", "power")
SPOKEN = 4  # changes said in one sentence
KINDS = {
    "XIC": "normally open contact", "XIO": "normally closed contact",
    "OTE": "output coil", "OTL": "latch coil", "OTU": "unlatch coil",
}  # fmt: skip


def packed(bits: Any) -> bytes:
    """Return bits as bytes, the first bit the lowest of the first byte."""
    return np.packbits(np.asarray(bits, dtype=bool), bitorder="little").tobytes()


class Rungs(traitlets.HasTraits):
    """`ladder`: what is drawn, once for each routine; `lit`, `live`, `forced`: what changes."""

    ladder = traitlets.Dict({}).tag(sync=True)
    view = traitlets.Unicode("studio").tag(sync=True)
    lit = traitlets.Bytes(b"").tag(sync=True)
    values = traitlets.List([]).tag(sync=True)  # whole; grows in place, travels when a view opens
    live = traitlets.Dict({}).tag(sync=True)  # number of a place: what stands there now
    forced = traitlets.Dict({}).tag(sync=True)  # element: F1, F0
    about = traitlets.Dict({"n": -1}).tag(sync=True)  # the element in hand
    pointed = traitlets.Dict({"n": -1}).tag(sync=True)  # the element under the pointer

    said = traitlets.Unicode("").tag(sync=True)  # for a screen reader

    drawn: Ladder
    watch: Watch
    uses: Uses
    spoken: dict[str, Any]
    outside: tuple[
        tuple[Program, str, str], ...
    ] = ()  # where one came from: program, routine, block

    def reading(self) -> dict[str, Callable[..., None]]:
        """Return the intents it answers."""
        return {
            "view": self.view_as, "routine": self.open_routine, "select": self.hold,
            "hover": self.point_at, "find": self.find_tag, "go": self.go_to,
            "enter": self.enter_block, "leave": self.leave_block, "writer": self.to_writer,
        }  # fmt: skip

    # what the other half knows -------------------------------------------------------------------
    def plc_now(self) -> Any:
        """Return the controller as it stands; None when nothing answers or may be seen."""
        raise NotImplementedError

    def told(self, name: str) -> str:
        """Return the value of a tag as it is shown, "" when it is not known."""
        return "" if self.plc_now() is None else self.watch.one(name)

    def may(self, op: Any, tag: str) -> dict[str, bool]:
        """Return what can be done to the tag of an element here: force, toggle, trend, why."""
        return {}

    # drawing -------------------------------------------------------------------------------------
    def open_program(self, program: Program, routine: str = "", inside: str = "") -> None:
        """Draw a routine; the browser gets it whole. `inside` is the memory of a block."""
        self.outside = self.outside if inside else ()
        drawn, found = draw_routine(program, routine), Uses(program)
        self.drawn, self.uses = drawn, found
        self.watch, self.spoken = Watch(self.drawn, None, inside), {}
        self.ladder = {
            "program": program.name, "inside": inside, "routine": self.drawn.routine,
            "page": page(self.drawn),
            "routines": list(program.routines), "dialect": self.drawn.dialect,
            "says": [say(op) for op in self.drawn.elements], "rung": self.drawn.rung_of,
            "nets": len(self.drawn.joints), "tags": self.uses.names,
            "ahead": [n + len(self.drawn.elements) * (kind == "x") for kind, n in self.drawn.ahead],
        }  # fmt: skip
        self.about, self.pointed = {"n": -1}, {"n": -1}
        self.values = ["–"] * len(self.drawn.places.values)

    def open_routine(self, name: str) -> None:
        """Show another routine."""
        program = self.drawn.program
        program.routine(name)
        with self.hold_sync():
            self.open_program(program, name, self.watch.inside)
            self.relight()

    def view_as(self, mode: str) -> None:
        """Show instruction truth ("studio") or power flow ("power")."""
        if mode not in MODES:
            raise unknown("the monitor", "view", mode, MODES)
        if mode == "power" and self.watch.inside:
            raise LabsimError("a controller keeps no power flow of the inside of a block")
        self.view = mode
        self.relight()

    def state(self) -> State | None:
        """Return what is lit now; None when nothing answers online."""
        controller = self.plc_now()
        if controller is None:
            return None
        self.watch.controller = controller
        return self.watch.state(self.view)

    def relight(self) -> None:
        """Bring bits and values up to date; what did not change does not travel."""
        state = self.state() or State()
        self.lit = packed(state.bits)
        self.forced = {str(n): text for n, text in state.forced.items()}
        known = [*state.values, *["–"] * (len(self.values) - len(state.values))]
        new = {n: v for n, v in enumerate(known) if v != self.values[n]}
        for n, text in new.items():
            self.values[n] = text
        if new:
            self.live = {str(n): text for n, text in new.items()}
        self._speak()
        if self.about["n"] >= 0:
            self.about = {**self._about(self.about["n"]), "jump": self.about.get("jump", 0)}

    def _speak(self) -> None:
        """Say which coils of this routine have changed, for those who do not see it."""
        now = self.watch.coils()
        new = [f"{n} {'on' if v else 'off'}" for n, v in now.items() if self.spoken.get(n, v) != v]
        more = f" and {len(new) - SPOKEN} more" if len(new) > SPOKEN else ""
        if new:
            self.said = ", ".join(new[:SPOKEN]) + more
        self.spoken = now

    # the inside of blocks ------------------------------------------------------------------------
    def _body(self, op: Op) -> Block | None:
        """Return the body of the block an instruction calls, None when it calls none."""
        found = self.drawn.program.blocks.get(op.spelling) if op.name == "CALL" else None
        return found if found is not None and found.routines and op.args else None

    def enter_block(self, n: int) -> None:
        """Show the logic of the block an element calls, with the values of this very call."""
        about = self._about(n)
        op, program, inside = self.drawn.elements[n], self.drawn.program, self.watch.inside
        body = self._body(op)
        if body is None:
            raise LabsimError(f"{op.spelling or op.name} has no rungs of its own to show")
        came = (*self.outside, (program, self.drawn.routine, inside))
        logic = replace(program, name=body.name, tags={tag.name: tag for tag in body.tags},
                        routines=dict(body.routines), main=body.main)  # fmt: skip
        with self.hold_sync():
            self.view = "studio"
            self.outside = came
            self.open_program(logic, body.main, about["tag"])
            self.relight()

    def leave_block(self) -> None:
        """Go back to where the block is called."""
        if not self.outside:
            raise LabsimError("this is no inside of a block")
        came, (program, routine, inside) = self.outside[:-1], self.outside[-1]
        with self.hold_sync():
            self.outside = came
            self.open_program(program, routine, inside)
            self.relight()

    # one element ---------------------------------------------------------------------------------
    def hold(self, n: int) -> None:
        """Take an element in hand: its tag, its value, where else it is used."""
        self.about = self._about(n) if n != -1 else {"n": -1}

    def point_at(self, n: int) -> None:
        """Say the same of the element under the pointer, shorter."""
        self.pointed = self._about(n) if n != -1 else {"n": -1}

    def _about(self, n: int) -> dict[str, Any]:
        if not isinstance(n, int) or not 0 <= n < len(self.drawn.elements):
            raise LabsimError(f"there is no element {n} in {self.drawn.routine}")
        op = self.drawn.elements[n]
        path = next((arg for arg in op.args if isinstance(arg, Path)), None)
        own = operand(path) if path is not None else ""
        name = self.watch.full(own)
        tag = self.drawn.program.tags.get(path.root) if path is not None else None
        return {
            "n": n, "op": op.spelling or op.name, "what": KINDS.get(op.name, ""), "say": say(op),
            "tag": name, "value": self.told(name) if name else "",
            "type": tag.type if tag and not path.steps else "",
            "address": tag.address if tag else "", "comment": tag.comment if tag else "",
            "forced": _force(self.forced.get(str(n), "")), "rung": self.drawn.rung_of[n],
            "uses": self.uses.of(own), "warning": self.uses.warning(own) if own else "",
            "may": {**self.may(op, name), "enter": self._body(op) is not None},
        }  # fmt: skip

    # finding -------------------------------------------------------------------------------------
    def find_tag(self, text: str) -> None:
        """Go to the next use of a tag after the element in hand."""
        found = self.uses.find(str(text))
        if not found:
            raise unknown("the program", "tag", str(text), self.uses.names)
        here = (self.drawn.routine, self.about["n"])
        if here in found:  # on to the next, in another routine too; behind the last the first
            self.go_to(*found[(found.index(here) + 1) % len(found)])
            return
        later = [place for place in found if place[0] == here[0] and place[1] > here[1]]
        self.go_to(*(later or found)[0])

    def to_writer(self, tag: str) -> None:
        """Go to the rung that writes a tag; from there to its next place."""
        rows, here = self.uses.of(str(tag)), (self.drawn.routine, self.about["n"])
        wrote = next((row for row in rows if "write" in row["way"]), None)
        if wrote is None or (wrote["routine"], wrote["n"]) == here:
            self.find_tag(tag)
        else:
            self.go_to(wrote["routine"], wrote["n"])

    def go_to(self, routine: str, element: int = -1, rung: int = -1) -> None:
        """Bring an element, or a rung, into view and take it in hand."""
        if routine != self.drawn.routine:
            self.open_routine(routine)
        if element < 0:
            if not 0 <= rung < len(self.drawn.rungs):
                last = len(self.drawn.rungs) - 1
                raise LabsimError(f"{self.drawn.routine} has rungs 0 to {last}, no rung {rung}")
            element = next(iter(self.drawn.rungs[rung].elements), -1)
        self.about = {**self._about(element), "jump": self.about.get("jump", 0) + 1}


def _force(mark: str) -> str:
    """Return the mark of an element if it tells of a force; else it is a value that was read."""
    return mark if mark.startswith("F") else ""
