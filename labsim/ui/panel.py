"""The instrument in the workbench: leads on the drawing, dial, range, jack, what it reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from labsim.bench import Bench
from labsim.core.errors import LabsimError, unknown
from labsim.instruments.fluid import InLine
from labsim.ui import shown, trap
from labsim.ui.journal import against

__all__ = ["Panel", "in_hand"]

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
SECOND = "put sensor 2 on another pad, or press Read: after the tacho"
NOT_IN = "not in the line there: fit it, or take another port"


def in_hand(bench: Bench) -> dict[str, Any]:
    """Return the instrument that lies on top of the case: the multimeter, or the first there is."""
    known = bench.functions()
    name = METER["function"] if METER["function"] in known else next(iter(known), "OFF")
    return {**METER, "function": name, "instrument": known[name][0] if name in known else ""}


class Panel(traitlets.HasTraits):
    """What the instrument shows and where its leads are."""

    leads = traitlets.Dict(LEADS).tag(sync=True)
    meter = traitlets.Dict(METER).tag(sync=True)

    bench: Bench

    def metering(self) -> dict[str, Callable[..., Any]]:
        """Return the intents it answers."""
        own = ("touch", "take", "hand", "dial", "plug", "read", "range", "arm", "fit", "unfit")
        return {name: getattr(self, name) for name in own}

    def _meter(self, **changes: Any) -> None:
        self.meter = {**self.meter, **changes}

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
        by_itself = by_itself and not (self._gauges() and self.meter["range"] is None)
        if by_itself and self._ports(self.meter["function"]):
            if two and not leads["black"] and self.meter["instrument"] in shown.PAIRED:
                self._meter(note=SECOND)
            elif self._in_reach():
                self.read()
            else:
                self._meter(note=NOT_IN)

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
        same = instrument == self.meter["instrument"]
        held = self.meter["range"] if same and self._gauges() else None  # the gauge stays in hand
        self._meter(function=function, instrument=instrument, text="", note=note, warning="")
        self._meter(range=held, warning=shown.alert(self.bench, self.meter))

    def plug(self, jack: str) -> None:
        """Put the red lead into another jack of the multimeter."""
        note = "press Read" if self._ports(self.meter["function"]) else ""
        self._meter(jack=jack, text="", note=note)
        self._meter(warning=shown.alert(self.bench, self.meter))

    def range(self, top: float | None = None) -> None:
        """Hold the meter in its next range, after the largest it ranges itself; or in this one."""
        found = self.bench.hands.functions().get(self.meter["function"])
        ranges = [None, *(found[1].ranges if found else ())]
        at = ranges.index(self.meter["range"]) if self.meter["range"] in ranges else 0
        held = ranges[(at + 1) % len(ranges)]
        if top is not None:
            held = next((r for r in ranges[1:] if r == top), None)
            if held is None:
                raise unknown(self.meter["function"], "range", top, [f"{r:g}" for r in ranges[1:]])
        note = "press Read" if self._ports(self.meter["function"]) else ""
        self._meter(range=held, text="", note=note, warning="")

    def _gauges(self) -> bool:
        """Tell whether the range is a gauge to be chosen before it is connected."""
        return self.meter["instrument"] in shown.CHOSEN

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
        if self._gauges() and self.meter["range"] is None:
            raise LabsimError(
                "choose a gauge first: its range lies above the pressure you expect; beyond it the "
                "needle bends"
            )
        if not ports and 0 not in counts:
            raise LabsimError(self._unplaced(counts))
        jack = self.meter["jack"] if shown.alert(self.bench, self.meter) else None
        reading = self.bench.measure(function, *ports, range=self.meter["range"], jack=jack)
        note = " → ".join(filter(None, [*ports, against(function, ports)]))
        number, warning = self.meter["n"] + 1, "; ".join(reading.warnings)
        self._meter(**trap.display(reading, note), warning=warning, n=number)

    def _unplaced(self, counts: tuple[int, ...]) -> str:
        """Say what must be put on the drawing first."""
        grip = shown.GRIPS.get(self.meter["instrument"])
        if grip:
            return "aim first: click it" if grip == "aim" else "connect it first: click a port"
        need = "both leads" if counts == (2,) else "the red lead" if 2 in counts else "the jaws"
        return f"put {need} on the drawing first: click a terminal"

    def _in_reach(self) -> bool:
        """Tell whether it reads where it is put; a meter for lines is fitted into one first."""
        meter, ports = self.bench.hands.meter(self.meter["function"]), self._ports_there()
        return not isinstance(meter, InLine) or all(meter.reaches(port) for port in ports)

    def _ports_there(self) -> list[Any]:
        return [self.bench.machine.port(port) for port in self._ports(self.meter["function"])]

    def fit(self) -> None:
        """Open the line where the instrument is put, and fit it there."""
        self._fitting(self.bench.fit)

    def unfit(self) -> None:
        """Take the instrument out of the line it sits in."""
        self._fitting(self.bench.unfit)

    def _fitting(self, act: Callable[..., Any]) -> None:
        meter = self.bench.hands.meter(self.meter["function"])
        if not isinstance(meter, InLine):
            raise LabsimError(f"the {meter.title} goes into no line")
        there, sits = self.leads["red"], meter.at()
        port = sits[0] if act == self.bench.unfit and len(sits) == 1 else there
        if not port:
            raise LabsimError("click the port at which the line is opened first")
        act(port, meter.opens)
        self._meter(text="", note="press Read" if there else "")

    def arm(self) -> None:
        """Set the trap where the leads are."""
        self._meter(**trap.arm(self.bench, self._ports(self.meter["function"])))
