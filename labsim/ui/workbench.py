"""The workbench: a machine's drawings, instruments, controls and papers as one widget.

Python is the only writer of what is shown. The browser sends intents, `{"do": "touch", …}`; every
intent changes a few small traits, which travel in one message.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

import anywidget
import traitlets

from labsim.bench import Bench
from labsim.core.errors import LabsimError, unknown
from labsim.ui import shown, trap
from labsim.ui.desk import Desk
from labsim.ui.figure import figure
from labsim.ui.files import script, style
from labsim.ui.scoped import Scope, facts

__all__ = ["Workbench"]

log = logging.getLogger(__name__)
SCRIPTS = ("tools.js", "drawing.js", "keys.js", "meter.js", "hands.js", "papers.js", "coach.js",
           "replay.js", "scope.js")  # fmt: skip
METER = {
    "instrument": "multimeter",
    "function": "V",
    "range": None,  # None: it ranges itself
    "jack": "VΩ",  # where the red lead is plugged; it stays there when the dial turns
    "text": "",
    "note": "",
    "warning": "",
    "n": 0,
}
LEADS = {"red": "", "black": "", "hand": "red"}


def _trait(kind: type[traitlets.TraitType], default: Any) -> Any:
    return kind(default).tag(sync=True)


class Workbench(Desk, Scope, anywidget.AnyWidget):
    """`Workbench(bench)` at the end of a cell shows the bench; `standard` is "IEC" or "NEMA"."""

    _esm = script(*SCRIPTS, "bench.js")
    _css = style()

    fixed = _trait(traitlets.Dict, {})
    sheets = _trait(traitlets.List, [])
    standard = _trait(traitlets.Unicode, "IEC")
    leads = _trait(traitlets.Dict, LEADS)
    meter = _trait(traitlets.Dict, METER)
    controls = _trait(traitlets.List, [])
    sights = _trait(traitlets.List, [])
    lockout = _trait(traitlets.Dict, {})
    tally = _trait(traitlets.Dict, {})
    notice = _trait(traitlets.Dict, {"n": 0, "text": "", "kind": ""})
    journal = _trait(traitlets.List, [])  # whole; grows in place, travels only when a view opens
    fresh = _trait(traitlets.List, [])  # the rows added by the last intent
    heard = _trait(traitlets.Int, 0)  # intents answered, so that the browser knows we are alive

    def __init__(self, bench: Bench, standard: str = "IEC") -> None:
        self.bench = bench
        rows = [shown.row(event) for event in bench.attempt.events]
        super().__init__(
            fixed=shown.fixed(bench),
            sheets=shown.sheets(bench, standard),
            standard=standard,
            journal=rows,
            scope=facts(bench),
            **self._state(),
        )
        self._handle: Any = None
        self.on_msg(self._intent)

    # what is shown --------------------------------------------------------------------------
    def _state(self) -> dict[str, Any]:
        bench, events = self.bench, self.bench.attempt.events
        found = {name: getattr(shown, name)(bench) for name in ("controls", "lockout", "tally")}
        return found | {"sights": shown.sights(bench, events)}

    def show(self) -> Workbench:
        """Bring what is shown up to date with the bench, in one message."""
        events = self.bench.attempt.events[len(self.journal) :]
        if not events:
            return self
        rows = [shown.row(event) for event in events]
        with self.hold_sync():
            for name, value in self._state().items():
                setattr(self, name, value)
            self.journal.extend(rows)
            self.fresh = rows
        return self

    def _tell(self, text: str, kind: str = "error") -> None:
        self.notice = {"n": self.notice["n"] + 1, "text": text, "kind": kind}

    def _meter(self, **changes: Any) -> None:
        self.meter = {**self.meter, **changes}

    # intents ----------------------------------------------------------------------------------
    def _intent(self, _: Any, intent: Any, __: Any) -> None:
        """Carry out what the browser asks; what cannot be done is said, never raised."""
        was_signed = self.tally["signed"]
        with self.hold_sync():
            try:
                self.act(intent)
            except LabsimError as error:
                self._tell(str(error))
            except Exception as error:  # a broken message must not end in a traceback
                log.debug("intent %s", intent, exc_info=True)
                self._tell(f"That did not work: {type(error).__name__}. Nothing was changed.")
            self.heard += 1
            self.show()
        if self.tally["signed"] and not was_signed and self._handle is not None:
            self._handle.update(self._bundle(), raw=True)  # the notebook keeps the last picture

    def act(self, intent: Any) -> None:
        """Carry out one intent; LabsimError when it cannot be done."""
        if not isinstance(intent, dict) or not isinstance(intent.get("do"), str):
            raise LabsimError("the workbench got a message it does not know")
        rest = {k: v for k, v in intent.items() if k != "do"}
        table = self._table()
        if intent["do"] not in table:
            raise unknown("the workbench", "action", intent["do"], table)
        action = table[intent["do"]]
        try:
            signature(action).bind(**rest)
        except TypeError as error:
            raise LabsimError(f"{intent['do']}: something is missing or too much") from error
        action(**rest)

    def _table(self) -> dict[str, Callable[..., Any]]:
        bench = self.bench
        names = ("press", "release", "operate", "tap", "notify", "isolate", "lock", "discharge")
        names += ("prove", "try_out", "restore", "lift", "land", "repair", "mend", "wait")
        names += ("block", "unblock", "reach", "set", "warm")
        table = {name: self._after(getattr(bench, name)) for name in names}
        own = ("touch", "take", "hand", "dial", "plug", "read", "range", "look", "diagnose")
        mine = {name: getattr(self, name) for name in (*own, "sign_off", "draw")}
        mine["arm"] = lambda: self._meter(**trap.arm(bench, self._ports(self.meter["function"])))
        return table | self.desk() | self.scoping() | mine

    def _after(self, action: Callable[..., Any]) -> Callable[..., None]:
        """Do something to the machine; a reading taken before it is no longer what is there."""

        @wraps(action)
        def done(**given: Any) -> None:
            action(**given)
            for text in shown.injury(self.bench.attempt.events[-1]):
                self._tell(text)
            if self.meter["text"]:
                self._meter(text="", note="press Read")

        return done

    # leads and meter ----------------------------------------------------------------------------
    def _counts(self, function: str) -> tuple[int, ...]:
        """How many leads a function takes here: a multimeter wants both on the machine."""
        if function == "OFF":
            return ()
        instrument, _, counts = self.bench.functions()[function]
        return (2,) if instrument == "multimeter" and 2 in counts else tuple(counts)

    def touch(self, port: str, color: str = "") -> None:
        """Put a lead on a terminal: the one in hand, or the one named. Reads when leads are on."""
        color = color or self.leads["hand"]
        if color not in ("red", "black"):
            raise unknown("the meter", "lead", color, ["red", "black"])
        name = self.bench.machine.port(port).name
        leads = {**self.leads, color: name}
        two = 2 in self._counts(self.meter["function"])
        if two and not leads["black"] and color == "red":
            leads["hand"] = "black"
        elif leads["red"]:
            leads["hand"] = "red"
        self.leads = leads
        self._meter(text="", note="", warning="")
        by_itself = self.meter["instrument"] not in shown.WAITS
        by_itself = by_itself and not self.bench.attempt.signed_off
        if by_itself and self._ports(self.meter["function"]):
            self.read()

    def take(self, color: str = "") -> None:
        """Take one lead off its terminal, or both."""
        names = [color] if color in ("red", "black") else ["red", "black"]
        hand = "black" if names == ["black"] else "red"
        self.leads = {**self.leads, **dict.fromkeys(names, ""), "hand": hand}
        self._meter(text="", note="", warning="")

    def hand(self, color: str) -> None:
        """Take a lead into the hand."""
        if color in ("red", "black"):
            self.leads = {**self.leads, "hand": color}

    def dial(self, function: str) -> None:
        """Set the instrument and its function; "OFF" switches it off."""
        known = self.bench.functions()
        if function != "OFF" and function not in known:
            raise unknown("the instrument case", "function", function, known)
        note = "press Read" if self._ports(function) or 0 in self._counts(function) else ""
        instrument = known[function][0] if function != "OFF" else self.meter["instrument"]
        self._meter(function=function, instrument=instrument, text="", note=note, warning="")
        self._meter(range=None, warning=shown.alert(self.bench, self.meter))

    def plug(self, jack: str) -> None:
        """Put the red lead into another jack of the multimeter."""
        note = "press Read" if self._ports(self.meter["function"]) else ""
        self._meter(jack=jack, text="", note=note)
        self._meter(warning=shown.alert(self.bench, self.meter))

    def range(self) -> None:
        """Hold the meter in its next range; after the largest it ranges itself again."""
        found = self.bench.hands.functions().get(self.meter["function"])
        ranges = [None, *(found[1].ranges if found else ())]
        at = ranges.index(self.meter["range"]) if self.meter["range"] in ranges else 0
        held = ranges[(at + 1) % len(ranges)]
        note = "press Read" if self._ports(self.meter["function"]) else ""
        self._meter(range=held, text="", note=note, warning="")

    def _ports(self, function: str) -> list[str]:
        """The terminals a reading would be taken at now; none when a lead is missing."""
        counts, ports = self._counts(function), [self.leads["red"], self.leads["black"]]
        if 2 not in counts or not ports[1]:
            ports = ports[:1]
        return ports if all(ports) and len(ports) in counts else []

    def read(self) -> None:
        """Take a reading at the terminals the leads are on."""
        function = self.meter["function"]
        if function == "OFF":
            raise LabsimError("the meter is off: turn the dial to a function")
        counts, ports = self._counts(function), self._ports(function)
        if not ports and 0 not in counts:
            need = "both leads" if counts == (2,) else "the red lead" if 2 in counts else "the jaws"
            raise LabsimError(f"put {need} on the drawing first: click a terminal")
        jack = self.meter["jack"] if shown.alert(self.bench, self.meter) else None
        reading = self.bench.measure(function, *ports, range=self.meter["range"], jack=jack)
        note = " → ".join(ports) if 2 not in counts or len(ports) > 1 else f"{ports[0]} → earth"
        number, warning = self.meter["n"] + 1, "; ".join(reading.warnings)
        self._meter(**trap.display(reading, note), warning=warning, n=number)

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
        self.sheets, self.standard = shown.sheets(self.bench, standard), standard

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
