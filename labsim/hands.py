"""What a hand does to a machine, one machine or many variants alike: events in, readings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.forcing import force, switch
from labsim.instruments.alignment import AlignmentDials, AlignmentLaser
from labsim.instruments.archive import Archive
from labsim.instruments.base import TAGGED, Function, Instrument, Measured, decimals
from labsim.instruments.clamp import Clamp
from labsim.instruments.condition import LeakDetector, OilSample, Thermometer
from labsim.instruments.flow import FlowMeter, MeasuringJug
from labsim.instruments.gauge import PressureGauge
from labsim.instruments.historian import Historian
from labsim.instruments.infrared import InfraredCamera
from labsim.instruments.insulation import InsulationTester
from labsim.instruments.keypad import Keypad
from labsim.instruments.laboratory import OilLaboratory
from labsim.instruments.logger import EventLogger
from labsim.instruments.motion import DialIndicator, Stopwatch, Tachometer
from labsim.instruments.multimeter import Multimeter
from labsim.instruments.online import Online
from labsim.instruments.oscilloscope import Oscilloscope
from labsim.instruments.thermal import ThermalImager
from labsim.instruments.vibration import BearingAnalyser, RouteCollector, VibrationAnalyser
from labsim.screws import turn
from labsim.shimming import moved
from labsim.spill import spill

__all__ = ["INSTRUMENTS", "Hands", "case", "functions", "isolators"]

INSTRUMENTS: tuple[type[Instrument], ...] = (
    Multimeter, Clamp, InsulationTester, ThermalImager, EventLogger, Keypad, Oscilloscope,
    PressureGauge, FlowMeter, MeasuringJug, Thermometer, Tachometer, Stopwatch, DialIndicator,
    OilSample, OilLaboratory, LeakDetector, Online, VibrationAnalyser, RouteCollector,
    BearingAnalyser, Historian, Archive, InfraredCamera, AlignmentDials, AlignmentLaser,
)  # fmt: skip
NOTHING = "nothing unusual to see"


def case(titles: Sequence[str] = ()) -> list[type[Instrument]]:
    """Return the instruments of a case: those with these titles, else the standard ones."""
    known = {kind.title: kind for kind in INSTRUMENTS}
    for title in titles:
        if title not in known:
            raise unknown("The instrument case", "instrument", title, known)
    return [k for t, k in known.items() if (t in titles if titles else k.standard)]


def functions(titles: Sequence[str] = ()) -> dict[str, tuple[type[Instrument], Function]]:
    """Return the measuring functions of a case by name, with the instrument that has each."""
    return {name: (kind, f) for kind in case(titles) for name, f in kind.functions.items()}


def isolators(sim: Simulation) -> list[str]:
    """Return the tags of what can be switched off and locked."""
    return [tag for tag, part in sim.machine.components.items() if part.isolates]


class Hands:
    """Carries out events on a simulation: {"do": "press", "tag": "S1", "dt": 6}."""

    def __init__(
        self, sim: Simulation, seed: int | None = None, titles: Sequence[str] = ()
    ) -> None:
        """`seed` gives the instruments their calibration errors; None: they read true.

        `titles` names the instruments in the case; the standard ones if none is named.
        """
        self.sim = sim
        self.spilled: np.ndarray | None = None  # L, by what was opened last; None: nothing sprayed
        self.kit = {kind: kind(sim, seed) for kind in case(titles)}
        self._functions = {n: (kind, f) for kind in self.kit for n, f in kind.functions.items()}

    def do(self, event: Mapping[str, Any]) -> Measured | None:
        """Carry out one event and let its time pass; return the readings if it takes any."""
        act, self.spilled = getattr(self, f"_{event['do']}", None), None
        result = act(event) if act else None
        dt = float(event.get("dt", 0.0))
        if dt:
            self.sim.advance(dt)
        if event["do"] == "measure":
            self.meter(event["function"]).left_on(result, event)
        return result

    def _press(self, event: Mapping[str, Any]) -> None:
        self.sim.operate(event["tag"], self._part(event).positions[1])

    def _release(self, event: Mapping[str, Any]) -> None:
        self.sim.operate(event["tag"], self._part(event).positions[0])

    _isolate, _restore = _release, _press

    def _part(self, event: Mapping[str, Any]) -> Any:
        return self.sim.machine.component(event["tag"])

    def _operate(self, event: Mapping[str, Any]) -> None:
        self.sim.operate(event["tag"], event["position"])

    def _tap(self, event: Mapping[str, Any]) -> None:
        self.sim.tap(event["tag"])

    def _warm(self, event: Mapping[str, Any]) -> None:
        self.sim.warm(event["tag"])

    def _arm(self, event: Mapping[str, Any]) -> None:
        self.sim.arm(*event["ports"])

    def _lift(self, event: Mapping[str, Any]) -> None:
        self._undo(event["port"])
        self.sim.lift(event["port"])

    def _land(self, event: Mapping[str, Any]) -> None:
        self._undo(event["port"])
        self.sim.land(event["port"])

    def _undo(self, where: str) -> None:
        """Undo the fittings at a port or a part; what is under pressure there gets out."""
        self.spilled = spill(self.sim, where)

    def _fit(self, event: Mapping[str, Any]) -> None:
        meter = self.meter(event["function"])
        self._undo(event["port"])
        meter.fit(self.sim.machine.port(event["port"]), event["do"] == "fit")

    _unfit = _fit

    def _repair(self, event: Mapping[str, Any]) -> None:
        what = event["what"]
        self._undo(what)
        if ":" in what:
            self.sim.remake(what)
        else:
            self.sim.replace(what)

    def _discharge(self, event: Mapping[str, Any]) -> None:
        part = self._part(event)
        part.discharge(self.sim.views[part.tag])

    def _block(self, event: Mapping[str, Any]) -> None:
        part = self._part(event)
        part.block(self.sim.views[part.tag], event["do"] == "block")

    _unblock = _block

    def _set(self, event: Mapping[str, Any]) -> None:
        part = self._part(event)
        self.sim.enter(part.tag, part.menu[event["parameter"]], event["value"])

    def _turn(self, event: Mapping[str, Any]) -> None:
        turn(self.sim, event)

    def _shim(self, event: Mapping[str, Any]) -> None:
        moved(self.sim, event)

    _shift = _shim

    def _force(self, event: Mapping[str, Any]) -> None:
        force(self.sim, event)

    _unforce = _force

    def _mode(self, event: Mapping[str, Any]) -> None:
        switch(self.sim, event)

    def _try_out(self, event: Mapping[str, Any]) -> None:
        self._press(event)
        self.sim.advance(1.0)
        self._release(event)

    def _look(self, event: Mapping[str, Any]) -> Measured:
        self.sim.solve()
        part = self._part(event)
        seen = self.sim.views[part.tag].look()
        if seen is None:
            seen = np.full(self.sim.count, NOTHING)
        return Measured(seen, np.zeros(self.sim.count), "", lambda n: str(seen[n]))

    def _mend(self, event: Mapping[str, Any]) -> None:
        self.instrument(event["what"]).mend()

    def _measure(self, event: Mapping[str, Any]) -> Measured:
        ports = [self.sim.machine.port(port) for port in event["ports"]]
        meter = self.meter(event["function"])
        over, meter.held = meter.over_rating(ports), event.get("range")
        meter.plugged, meter.knobs = event.get("jack", ""), event.get("settings", {})
        try:
            found = self.measure_many(event["function"], [event["ports"]])[0]
        finally:
            meter.held, meter.plugged, meter.knobs = None, "", {}
        if "range" in event:  # read coarser: half a figure more or less
            found.sigma = np.hypot(found.sigma, 0.5 * 10.0 ** decimals(event["range"]))
        if over.any():
            meter.raise_flag(TAGGED, over)
            found.warnings.append(f"above the rating of the {meter.title}: it is tagged out")
        return found

    def over_rating(self, event: Mapping[str, Any]) -> bool:
        """Tell whether a lead of a measurement would touch more than it is made for."""
        ports = [self.sim.machine.port(port) for port in event["ports"]]
        return bool(self.meter(event["function"]).over_rating(ports).any())

    def functions(self) -> dict[str, tuple[type[Instrument], Function]]:
        """Return the measuring functions of this case by name, with the instrument of each."""
        return self._functions

    def meter(self, name: str) -> Instrument:
        """Return the instrument of the case that has a function: "V"."""
        known = self.functions()
        if name not in known:
            raise unknown("The instrument case", "function", name, known)
        return self.kit[known[name][0]]

    def instrument(self, title: str) -> Instrument:
        """Return an instrument of the case by title: "multimeter"."""
        for kind, instrument in self.kit.items():
            if kind.title == title:
                return instrument
        raise unknown("The instrument case", "instrument", title, [k.title for k in self.kit])

    def places(self, name: str, groups: Sequence[Sequence[str]]) -> list[list[Port]]:
        """Return the ports of measurements; LabsimError when leads cannot be put so."""
        meter = self.meter(name)
        function = meter.functions[name]
        if meter.flag(TAGGED).all():
            again = f"mend({meter.title!r}) gets another"
            raise LabsimError(f"the {meter.title} is tagged out: {again}")
        places = [[self.sim.machine.port(p) for p in ports] for ports in groups]
        for ports in places:
            if len(ports) not in function.leads:
                need = " or ".join(str(n) for n in function.leads)
                noun = "terminal" if function.leads == (1,) else "terminals"
                raise LabsimError(f"{name} takes {need} {noun}, not {len(ports)}")
            for port in ports:
                if port.mark in port.component.hidden:
                    raise LabsimError(f"{port.name} is inside the part: no lead reaches it")
            if len({p.name for p in ports}) < len(ports):
                raise LabsimError(f"both leads are on {ports[0].name}: use two terminals")
            meter.network(ports)
        return places

    def measure_many(self, name: str, groups: Sequence[Sequence[str]]) -> list[Measured]:
        """Measure one function at several groups of ports, the machine as it stands."""
        places = self.places(name, groups)
        shaky = self.sim.unsteady()
        meter = self.meter(name)
        found = meter.measure_many(name, places) if places else []
        for measured in found if self.sim.slack and not meter.exact else ():
            measured.loosen(self.sim.slack)
        for measured in found if shaky.any() else ():
            measured.jump(shaky)
        return found
