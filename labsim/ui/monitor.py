"""The online monitor: a controller's rungs, live, with its mode switch, forces, inputs and trend.

`Monitor(controller)` at the end of a cell. Nothing runs by itself: scans are made one by one, or a
tenth of a second of controller time at each beat the browser sends while it plays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from labsim.core.errors import LabsimError
from labsim.drawing.rung_page import Page
from labsim.drawing.rung_page import style as ladder_style
from labsim.drawing.rung_states import written
from labsim.ui.files import script, style
from labsim.ui.intents import Intents
from labsim.ui.practice import Practice, inputs_of
from labsim.ui.rungview import Rungs
from labsim.ui.trend import Trend

__all__ = ["Monitor"]

BEATS = 5  # of which one draws the trend anew


class Monitor(Rungs, Trend, Intents, anywidget.AnyWidget):
    """`Monitor(controller)`: watch and work a controller that no machine is attached to."""

    _esm = script("tools.js", "ladder.js", "ladderdesk.js", "monitor.js")
    _css = style() + ladder_style()
    who = "the monitor"

    plc = traitlets.Dict({}).tag(sync=True)  # mode, forces, inputs, fault: what hands change
    clock = traitlets.Dict({}).tag(sync=True)  # scans and time: what every scan changes
    playing = traitlets.Bool(False).tag(sync=True)
    heard = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        controller: Any,
        routine: str = "",
        view: str = "studio",
        scan_ms: int = 0,
        why: bool = True,
    ) -> None:
        """Open a routine, the main one if none is named; `why=False` for work that is graded."""
        self.desk = Practice(controller, scan_ms)
        self.beat, self.explains = 0, why
        super().__init__()
        self.open_program(controller.program, routine)
        bits, numbers = inputs_of(controller.program, self.uses)
        self.offered = bits, numbers
        self.desk.attach([*bits, *numbers])
        self.view_as(view)
        self.show()
        self.on_msg(self._intent)

    # what is shown -------------------------------------------------------------------------------
    def plc_now(self) -> Any:
        """Return the controller on the desk."""
        return self.desk.controller

    def may(self, op: Any, tag: str) -> dict[str, bool]:
        """Return what can be done to the tag of an element."""
        value = self.value(tag) if tag else None
        bit, number = isinstance(value, bool), isinstance(value, int | float)
        return {
            "force": bit,
            "toggle": bit,
            "trend": bit or number,
            "why": self.explains and bit and self.uses.written(tag),
        }

    def value(self, tag: str) -> Any:
        """Return the value of a tag; None when it has none."""
        try:
            return self.desk.controller[tag]
        except (LabsimError, LookupError, TypeError):
            return None

    def show(self) -> Monitor:
        """Bring everything up to date, in one message."""
        with self.hold_sync():
            self.relight()
            self.plc = self._plc()
            self.clock = {"scans": int(self.desk.controller.scans), "ms": self.desk.now}
        return self

    def _plc(self) -> dict[str, Any]:
        c, (bits, numbers) = self.desk.controller, self.offered
        tags, fault = c.program.tags, next((str(f) for f in c.faults), "")
        label = lambda n: tags[n].comment or tags[n].address if n in tags else ""  # noqa: E731
        return {
            "mode": self.desk.mode, "fault": fault, "interval": self.desk.interval,
            "forces": [[name, written(v)] for name, v in c.forces.items()],
            "bits": [[n, bool(self.value(n)), label(n)] for n in bits],
            "numbers": [[n, written(self.value(n)), label(n)] for n in numbers],
            "practice": True, "locked": "",
        }  # fmt: skip

    # intents -------------------------------------------------------------------------------------
    def _heed(self, intent: Any) -> bool:
        done = super()._heed(intent)
        self.heard += 1
        return done

    def _table(self) -> dict[str, Callable[..., Any]]:
        own = ("step", "push", "play", "mode", "force", "unforce", "toggle", "put", "why")
        return {**self.reading(), **self.trending(), **{name: getattr(self, name) for name in own}}

    # the hands -----------------------------------------------------------------------------------
    def step(self, count: int = 1) -> None:
        """Scan once, or `count` times."""
        self._runs()
        self.playing = False
        self.desk.scan(min(max(int(count), 1), 10_000), self.sample)
        self.redraw()

    def push(self) -> None:
        """Go on by a tenth of a second, while it plays."""
        if not self.playing:
            return
        self.desk.push(self.sample)
        self.beat += 1
        if self.beat % BEATS == 0 and self.trend["picked"]:
            self.redraw()
        self.playing = self.desk.mode == "run"

    def play(self, on: bool) -> None:
        """Let time run, or hold it."""
        if on:
            self._runs()
        self.playing = bool(on)
        self.redraw()

    def _runs(self) -> None:
        if self.desk.mode == "fault":
            raise LabsimError("the controller has stopped at a major fault: Program clears it")
        if self.desk.mode != "run":
            raise LabsimError("the controller is in program mode: it does not scan")

    def mode(self, to: str) -> None:
        """Turn the key switch."""
        self.desk.switch(to)
        self.playing = self.playing and to == "run"

    def force(self, tag: str, value: Any) -> None:
        """Force a tag; the browser has asked whether it is meant."""
        self.desk.controller.force(tag, value)
        self._tell(f"{tag} is forced to {written(value)}. Take the force out when you are done.")

    def unforce(self, tag: str = "") -> None:
        """Take a force out; without a name, all of them."""
        names = [tag] if tag else list(self.desk.controller.forces)
        for name in names:
            self.desk.controller.unforce(name)
        self._tell(f"Force taken out: {', '.join(names) or 'there is none'}.")

    def toggle(self, tag: str) -> None:
        """Turn a bit over."""
        self.desk.toggle(tag)
        self.sample()

    def put(self, tag: str, value: Any) -> None:
        """Set an input to a number."""
        self.desk.put(tag, value)

    def why(self, tag: str) -> None:
        """Say what keeps a tag off, or on."""
        if not self.explains:
            raise LabsimError("in graded work nobody tells why: follow the rung")
        self._tell(str(self.desk.controller.why(tag)), "seen")

    def sampled(self, name: str) -> Any:
        """Return time in s and value of a tag."""
        return self.desk.now / 1000.0, self.value(name)

    # pictures without a kernel -------------------------------------------------------------------
    def static_html(self) -> str:
        """Return the rungs as they stand, without a script."""
        rungs = tuple(range(len(self.drawn.rungs)))
        return Page(self.drawn, rungs, self.watch.state(self.view)).html()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_()
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        return data | {"text/html": self.static_html(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Monitor of {self.drawn.program.name or 'a program'}, {self.drawn.routine}>"
