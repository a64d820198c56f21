"""Parts of the bottling hall as a machine has them: what can be wrong, what a look there tells.

Their behaviour is the hall's (labsim/scada/hall.py); a look tells what is there at the moment the
journal ends. Orders to the field are positions; they are carried out in the response that follows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State
from labsim.core.errors import unknown
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.core.view import View
from labsim.scada.days import Day
from labsim.scada.hall import SOUND
from labsim.scada.points import FIGURES
from labsim.scada.running import Run, run

__all__ = [
    "AirDryer", "AirHose", "Blowdown", "Burner", "Chiller", "Compressor", "ControlFuse",
    "ControlValve", "CoolingPump", "FeedPump", "FieldController", "HeaderTransmitter", "Order",
    "Server", "Strainer", "run_of", "values_of",
]  # fmt: skip


def values_of(sim: Simulation, n: int = 0) -> tuple[tuple[tuple[str, str], float], ...]:
    """Return what of the hall's parts is not as it should be, in variant n."""
    found = {place: float(sim.effective[place][n]) for place in SOUND}
    return tuple((place, value) for place, value in found.items() if value != SOUND[place])


def run_of(sim: Simulation, n: int = 0, day: Day | None = None) -> Run:
    """Return the run of the hall with the parts as they are in variant n, on its day or another."""
    return run(values_of(sim, n), day)


class _InHall(Component):
    """A part that stands in the hall: a look tells what the run has made of it."""

    looking = 3.0  # min, a walk there and back (assumed)
    price, swap = 400.0, 60.0

    def sight(self, c: View, n: int, at: Run) -> str:
        """Tell what is to see of it in variant n."""
        raise NotImplementedError

    def look(self, c: View) -> np.ndarray:
        return np.array([self.sight(c, n, run_of(c.sim, n)) for n in range(c.count)])


class CoolingPump(_InHall):
    """Duty pump of the cooling water, on motor control centre 2."""

    title, letter = "cooling water pump", "P"
    motor = Param(1.0, "", "1: its overload relay lets it run")
    coupling = Param(1.0, "", "1: the coupling turns the pump")
    tripped = Fault("overload relay tripped", 1.0, motor=0.0)
    sheared = Fault("coupling sheared", 0.8, coupling=0.0)

    def sight(self, c: View, n: int, at: Run) -> str:
        relay = "overload relay in" if c.motor[n] > 0.5 else "overload relay out"
        if not at.end.hall.runs[self.tag]:
            return f"motor stands still, {relay}"
        turns = "pump shaft turns" if c.coupling[n] > 0.5 else "pump shaft stands, rubber crumbs"
        return f"motor turns, {turns}, {relay}"


class Strainer(_InHall):
    """Basket strainer in the suction of both cooling water pumps."""

    title, letter = "suction strainer", "Z"
    free = Param(1.0, "", "part of its area that is free")
    blocked = Fault("basket blocked", 1.0, free=0.1)

    def sight(self, c: View, n: int, at: Run) -> str:
        gauge = round(float(1.2 - at.figures["PT200"][-1]), 1)
        return f"gauge across it {gauge:.1f} bar"


class ControlValve(_InHall):
    """Control valve from the pumps to everything that is cooled; without air it goes shut."""

    title, letter = "control valve", "V"
    opening = Param(1.0, "", "part of its stroke that it is open")
    torn = Fault("diaphragm of the actuator torn", 0.8, opening=0.04)

    def sight(self, c: View, n: int, at: Run) -> str:
        return f"stem indicator {100 * c.opening[n]:.0f} % open, output 100 %"


class Compressor(_InHall):
    """Screw compressor, cooled by water."""

    title, letter = "screw compressor", "G"
    loading = Param(1.0, "", "1: the inlet valve opens when load is asked for")
    cooler = Param(1.0, "", "part of the oil cooler that still cools")
    unloaded = Fault("inlet valve stuck shut", 1.0, loading=0.0)
    fouled = Fault("oil cooler fouled", 0.8, cooler=0.2)

    def sight(self, c: View, n: int, at: Run) -> str:
        hall = at.end.hall
        if not hall.runs[self.tag]:
            return "panel: stopped, OIL TEMPERATURE"
        inlet = "inlet valve open" if c.loading[n] > 0.5 else "LOAD lit, inlet valve shut"
        return f"panel: runs, {inlet}"


class AirDryer(_InHall):
    """Adsorption dryer behind G11, with its filters."""

    title, letter = "air dryer", "Z"
    free = Param(1.0, "", "part of its filters that is free")
    blocked = Fault("after-filter blocked", 0.8, free=0.05)

    def sight(self, c: View, n: int, at: Run) -> str:
        drop = float(at.figures["PT110"][-1]) - at.end.hall.now["header"]
        return f"gauge across it {drop:.1f} bar"


class AirHose(_InHall):
    """Air hose from the header's drop to the filler."""

    title, letter = "air hose", "W"
    leak = Param(0.0, "", "1: it lies open at one end")
    burst = Fault("burst at the filler", 0.8, leak=1.0)

    def sight(self, c: View, n: int, at: Run) -> str:
        return "air roars, the hose whips" if c.leak[n] > 0.5 else "whole, quiet"


class HeaderTransmitter(_InHall):
    """Transmitter of the air header, PT111, with a gauge beside it."""

    title, letter = "pressure transmitter", "B"
    offset = Param(0.0, "bar", "that it reads too much")
    low = Fault("reads too low", 0.8, offset=-2.2)

    def sight(self, c: View, n: int, at: Run) -> str:
        shown = float(at.figures["PT111"][-1])
        return f"display {shown:.1f} bar, gauge {at.end.hall.now['header']:.1f} bar"


class FeedPump(_InHall):
    """Duty feed pump of the boiler."""

    title, letter = "feed pump", "P"
    delivers = Param(1.0, "", "part of its flow that it still delivers")
    airlock = Fault("sucks air", 0.8, delivers=0.0)

    def sight(self, c: View, n: int, at: Run) -> str:
        return "runs, smooth" if c.delivers[n] > 0.5 else "runs, crackles, casing cold"


class Blowdown(_InHall):
    """Bottom blow-down valve of the boiler."""

    title, letter = "blow-down valve", "V"
    passing = Param(0.0, "", "part of its stroke that it stays open")
    stuck = Fault("stuck open", 0.8, passing=1.0)

    def sight(self, c: View, n: int, at: Run) -> str:
        return "pipe behind it roars, hot" if c.passing[n] > 0.5 else "pipe behind it cold"


class Burner(_InHall):
    """Burner of the boiler, with flame detector and lockout."""

    title, letter = "burner", "E"
    flame = Param(1.0, "", "1: its detector sees the flame")
    sooted = Fault("flame detector sooted", 1.0, flame=0.0)

    def sight(self, c: View, n: int, at: Run) -> str:
        glass = "clear" if c.flame[n] > 0.5 else "black"
        lit = "burns" if at.end.hall.flame else "lockout lamp lit"
        return f"{lit}, glass of the detector {glass}"


class Chiller(_InHall):
    """Chiller of the glycol; its condenser is cooled by the cooling water."""

    title, letter = "chiller", "E"
    switch = Param(1.0, "", "1: its flow switch sees the glycol flow")
    stuck = Fault("flow switch stuck", 1.0, switch=0.0)

    def sight(self, c: View, n: int, at: Run) -> str:
        hall = at.end.hall
        if hall.runs[self.tag]:
            return "panel: runs"
        pumps = "glycol pump runs, flow meter in the line turns"
        why = "FLOW" if c.switch[n] < 0.5 else ("HIGH PRESSURE" if hall.control else "NO CONTROL")
        return f"panel: tripped, {why}; {pumps}"


class ControlFuse(_InHall):
    """Control fuse of motor control centre 2."""

    title, letter, price = "control fuse", "F", 4.0
    whole = Param(1.0, "", "1: it carries")
    blown = Fault("blown", 0.8, whole=0.0)

    def sight(self, c: View, n: int, at: Run) -> str:
        return "indicator white" if c.whole[n] > 0.5 else "indicator red, control lamps dark"


class Order(Component):
    """What the operator can order: a position is given to the field, or left as it is."""

    title, letter, price = "order", "S", 0.0
    looking = 0.1
    position = State(0, "which of its positions is ordered")

    def __init__(self, *positions: str, **params: Any) -> None:
        self.positions = positions
        super().__init__(**params)


class _Tags(Component):
    """What has variables of the SCADA server behind it."""

    letter = "A"
    price, swap = 2000.0, 120.0

    @property
    def worth(self) -> list[str]:
        """The figures that the historian has of it."""
        return [tag for tag, (where, *_) in FIGURES.items() if where == self.tag]

    def port(self, mark: object) -> Port:
        """Return a figure of this controller, to be read from the historian."""
        if str(mark) not in self.worth:
            raise unknown(self.tag or "This part", "figure", mark, self.worth)
        return Port(self, str(mark))


class FieldController(_Tags):
    """Controller of the hall: its own clock stamps its alarms."""

    title = "controller"


class Server(_Tags):
    """SCADA server: alarm list, journal, historian; takes what is put on file."""

    title = "alarm server"
    files = True  # it takes a list of alarms
