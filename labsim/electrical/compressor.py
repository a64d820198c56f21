"""A packaged compressor: it shakes the frame, warms the bay, and loads when its valve says so."""

from __future__ import annotations

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.loads import Solenoid
from labsim.electrical.network import ElectricalNetwork

__all__ = ["Compressor"]


class Compressor(Component):
    """Piston compressor, 240 V, 2.2 kW, run up unloaded; `Compressor(valve=Y1)` loads it.

    It shakes its frame while it runs up or down: on the way it passes the resonance of the frame.
    Under load it warms what is mounted beside it, a first-order model (assumed).
    """

    title, letter, symbol, price, swap = "compressor", "M", "Motor", 900.0, 90.0
    network, obvious = ElectricalNetwork, True
    marks = ("L", "N")
    idle = Param(24.0, "Ω", "running unloaded, 10 A (assumed)", spread=0.01)
    pumping = Param(18.0, "Ω", "under load, 13 A (assumed)", spread=0.01)
    inrush = Param(4.0, "Ω", "while it runs up, 60 A (assumed)")
    least = Param(180.0, "V", "voltage from which it turns (assumed, 0.75 of rated)")
    run_up = Param(3.0, "s", "to pass the resonance of the frame, up or down (assumed)")
    tau = Param(600.0, "s", "for the bay to warm up or cool down (assumed)")
    warmth = Param(0.3, "", "heat of the bay in the end, running unloaded (assumed; 1 under load)")
    up = State(False, "at speed")
    speed = State(0.0, "part of full speed")
    shakes = State(False, "passes the resonance of the frame")
    loaded = State(False, "pumps against the net")
    heat = State(0.0, "of the bay; above 0.5 what fails by heat fails")
    seized = Fault("compressor seized", 0.3, least=1e9)

    def __init__(self, valve: Solenoid, **params: float) -> None:
        super().__init__(**params)
        self.valve = valve

    def laws(self, net: ElectricalNetwork) -> None:
        net.branch("motor", "L", "N", self.impedance)

    def impedance(self, c: View) -> np.ndarray:
        return np.where(c.shakes, c.inrush, np.where(c.loaded, c.pumping, c.idle))

    def rules(self, c: View) -> None:
        fed = np.abs(c.volts("L", "N")) >= c.least
        c.follow("up", fed, c.run_up)
        c.follow("shakes", fed != c.up)
        c.follow("speed", np.where(c.up | fed, 1.0, 0.0))
        c.follow("loaded", fed & c.up & c.sim.views[self.valve.tag].active)
        c.lag("heat", np.where(c.loaded, 1.0, c.warmth * c.up), c.tau)

    def look(self, c: View) -> np.ndarray:
        cases = (c.shakes, "shakes on its frame"), (c.loaded, "pumps"), (c.up, "runs unloaded")
        return texts(c, "stands still", *cases)
