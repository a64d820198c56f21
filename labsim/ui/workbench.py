"""The workbench: a machine's drawings, instruments, controls and papers as one widget.

Python is the only writer of what is shown. The browser sends intents, `{"do": "touch", …}`; every
intent changes a few small traits, which travel in one message.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import anywidget
import traitlets

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.drawing import draw_all
from labsim.drawing.rung_page import style as ladder_style
from labsim.instruments.fluid import fittings
from labsim.sealed.bench import FarBench
from labsim.ui import shown
from labsim.ui.desk import Desk
from labsim.ui.figure import figure
from labsim.ui.files import script, style
from labsim.ui.flows import Flows, offered
from labsim.ui.intents import Intents
from labsim.ui.journal import fluid_ports, injury, row
from labsim.ui.looking import looking
from labsim.ui.moving import Moving
from labsim.ui.online import Online, offer
from labsim.ui.panel import Panel, in_hand
from labsim.ui.scoped import Scope, facts
from labsim.ui.screwed import screws
from labsim.ui.shimmed import shims
from labsim.ui.tracks import Recorder, Tracks

__all__ = ["Workbench"]

SCRIPTS = (
    "tools.js", "drawing.js", "motion.js", "flow.js", "chart.js", "keys.js", "gauge.js", "meter.js",
    "screws.js", "hands.js", "papers.js", "coach.js", "replay.js", "scope.js", "ladder.js",
    "ladderdesk.js", "figures.js", "plcpage.js",
)  # fmt: skip


def _trait(kind: type[traitlets.TraitType], default: Any) -> Any:
    return kind(default).tag(sync=True)


class Workbench(Panel, Moving, Flows, Tracks, Desk, Scope, Online, Intents, anywidget.AnyWidget):
    """`Workbench(bench)` at the end of a cell shows the bench; `standard` is "IEC" or "NEMA"."""

    _esm = script(*SCRIPTS, "bench.js")
    _css = style() + ladder_style()
    who = "the workbench"
    broken = "That did not work: {}. Nothing was changed."

    fixed = _trait(traitlets.Dict, {})
    sheets = _trait(traitlets.List, [])
    standard = _trait(traitlets.Unicode, "IEC")
    controls = _trait(traitlets.List, [])
    sights = _trait(traitlets.List, [])
    screws = _trait(traitlets.List, [])
    fitted = _trait(traitlets.List, [])  # instrument and port, of what sits in a line
    lockout = _trait(traitlets.Dict, {})
    tally = _trait(traitlets.Dict, {})
    journal = _trait(traitlets.List, [])  # whole; grows in place, travels only when a view opens
    fresh = _trait(traitlets.List, [])  # the rows added by the last intent
    heard = _trait(traitlets.Int, 0)  # intents answered, so that the browser knows we are alive

    def __new__(cls, bench: Bench, *more: Any, **named: Any) -> Workbench:
        """On a bench whose machine stands in the measurement service: one that passes on."""
        if cls is Workbench and isinstance(bench, FarBench):
            from labsim.ui.far import FarWorkbench as cls
        return super().__new__(cls, bench, *more, **named)

    def __init__(self, bench: Bench, standard: str = "IEC") -> None:
        self.bench = bench
        self.drawn = draw_all(bench.machine, standard)
        self.lines = fluid_ports(bench.machine)
        rows = [row(event, self.lines) for event in bench.attempt.events]
        super().__init__(
            fixed=shown.fixed(bench),
            sheets=shown.sheets(bench, self.drawn),
            flows={"offer": offered(bench), "on": False},
            standard=standard,
            journal=rows,
            scope=facts(bench),
            plc=offer(bench),
            meter=in_hand(bench),
            motion=self.moved(0.0),
            **self._state(),
        )
        self.recorder = Recorder.of(bench)
        self.replot()
        self._handle: Any = None
        self.on_msg(self._intent)

    # what is shown --------------------------------------------------------------------------
    def _state(self) -> dict[str, Any]:
        bench, events = self.bench, self.bench.attempt.events
        found = {name: getattr(shown, name)(bench) for name in ("controls", "lockout", "tally")}
        found["fitted"] = [list(one) for one in fittings(bench.sim)]
        return found | {
            "sights": shown.sights(bench, events),
            "screws": screws(bench) + shims(bench),
        }

    def show(self) -> Workbench:
        """Bring what is shown up to date with the bench, in one message."""
        events = self.bench.attempt.events[len(self.journal) :]
        if not events:
            return self
        rows = [row(event, self.lines) for event in events]
        with self.hold_sync():
            for name, value in self._state().items():
                setattr(self, name, value)
            self.motion = self.moved(sum(event.get("dt", 0.0) for event in events))
            self.recorder.take(self.bench, events)
            self.reflow()
            self.replot()
            self.relit()
            self.journal.extend(rows)
            self.fresh = rows
        return self

    # intents ----------------------------------------------------------------------------------
    def _intent(self, _: Any, intent: Any, __: Any) -> None:
        """Carry out what the browser asks; what cannot be done is said, never raised."""
        was_signed, told, rows = self.tally["signed"], self.notice["n"], len(self.journal)
        with self.hold_sync(), looking(self), self.recorder.running(self.bench, intent):
            self._heed(intent)
            self.heard += 1
            self.show()
            if self.notice["n"] == told and len(self.journal) > rows:
                self.notice = {**self.notice, "text": ""}  # it was about what is mended now
        if self.tally["signed"] and not was_signed and self._handle is not None:
            self._handle.update(self._bundle(), raw=True)  # the notebook keeps the last picture

    def _table(self) -> dict[str, Callable[..., Any]]:
        bench = self.bench
        names = ("press", "release", "operate", "tap", "notify", "isolate", "lock", "discharge")
        names += ("prove", "try_out", "restore", "lift", "land", "repair", "mend", "wait")
        names += ("block", "unblock", "reach", "set", "turn", "warm", "shim", "shift")
        table = {name: self._after(getattr(bench, name)) for name in names}
        own = ("look", "diagnose", "sign_off", "draw")
        mine = {name: getattr(self, name) for name in own}
        parts = (self.metering, self.flowing, self.charting, self.desk, self.scoping, self.onlining)
        for more in parts:
            table |= more()
        return table | mine

    def _after(self, action: Callable[..., Any]) -> Callable[..., None]:
        """Do something to the machine; a reading taken before it is no longer what is there."""

        @wraps(action)
        def done(**given: Any) -> None:
            action(**given)
            for text in injury(self.bench.attempt.events[-1]):
                self._tell(text, "error")
            if self.meter["text"]:
                self._meter(text="", note="press Read")

        return done

    def look(self, tag: str) -> None:
        """Look at a part closely."""
        self._tell(f"{tag}: {self.bench.look(tag).text}", "seen")

    # papers -------------------------------------------------------------------------------------
    def diagnose(self, component: str, title: str) -> None:
        self.bench.diagnose(component, title)
        self._tell(
            f"Diagnosis noted: {component}, {title}. It can be changed until sign-off.", "done"
        )

    def sign_off(self, text: str) -> None:
        if not text.strip():
            raise LabsimError("write a line or two in the report before you sign off")
        self.bench.sign_off(text)
        self._tell("Signed off. The record is complete.", "done")

    def draw(self, standard: str) -> None:
        """Draw the sheets anew in another standard."""
        self.drawn = draw_all(self.bench.machine, standard)
        self.sheets, self.standard = shown.sheets(self.bench, self.drawn), standard

    # pictures without a kernel ------------------------------------------------------------------
    def static_html(self) -> str:
        """Return the workbench as it stands: drawings with leads, meter, journal; no scripts."""
        return figure(self)

    def _bundle(self) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_()
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        return data | {"text/html": self.static_html(), "text/plain": repr(self)}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self._bundle()

    def _ipython_display_(self, **_: Any) -> None:
        from IPython.display import display

        self._handle = display(self._bundle(), raw=True, display_id=True)

    def __repr__(self) -> str:
        name = self.fixed.get("id") or self.fixed.get("machine", "")
        return f"<Workbench {name}, {len(self.journal)} entries in the journal>"
