"""Sources: control supply, three-phase mains, DC power supply, control transformer, earth."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.network import EARTH, ElectricalNetwork

__all__ = [
    "DCBus", "DCSupply", "Earth", "PanelSupply", "PowerSupply", "SplitPhaseSupply", "Supply",
    "ThreePhaseSupply",
    "Transformer",
]  # fmt: skip


class _Source(Component):
    """A supply with its own switch, which can be opened and locked."""

    network = ElectricalNetwork
    positions = ("off", "on")
    isolates = True
    position = State(1, "1: switched on")

    def look(self, c: View) -> np.ndarray:
        return texts(c, "switched off", (c.position == 1, "switched on"))


class Supply(_Source):
    """Single-phase AC supply; the second terminal is bonded to earth (NFPA 79, 8.2)."""

    title, letter, symbol, price = "control supply", "G", "Supply", 180.0
    marks = ("L1", "N")
    voltage = Param(120.0, "V", "rms between the terminals", spread=0.01)
    frequency = Param(60.0, "Hz", "mains frequency")
    resistance = Param(0.2, "Ω", "of the source (assumed)")
    bond = Param(0.0, "Ω", "from the second terminal to earth; OPEN floats")
    low = Fault("supply voltage low", 0.3, voltage=(90.0, 72.0))
    dead = Fault("no voltage from supply", 0.5, voltage=0.0)

    def laws(self, net: Any) -> None:
        first, second = self.marks
        ohms = lambda c: np.where(c.position == 1, c.resistance, OPEN)  # noqa: E731
        net.branch("source", first, second, ohms, lambda c: c.voltage, kind="source", source="ac")
        net.branch("bond", second, EARTH, lambda c: c.bond)


class DCSupply(_Source):
    """DC supply for control circuits; minus is bonded to earth."""

    title, letter, symbol, price = "DC supply", "G", "Supply", 140.0
    marks = ("+", "-")
    voltage = Param(24.0, "V", "between + and -", spread=0.01)
    resistance = Param(0.05, "Ω", "of the source (assumed)")
    bond = Param(0.0, "Ω", "from - to earth; OPEN floats")
    low = Fault("supply voltage low", 0.3, voltage=(17.0, 12.0))
    dead = Fault("no voltage from supply", 0.5, voltage=0.0)

    def laws(self, net: Any) -> None:
        plus, minus = self.marks
        ohms = lambda c: np.where(c.position == 1, c.resistance, OPEN)  # noqa: E731
        net.branch("source", plus, minus, ohms, lambda c: c.voltage, kind="source", source="dc")
        net.branch("bond", minus, EARTH, lambda c: c.bond)


class PanelSupply(Supply):
    """Single-phase supply of a distribution panel, 120 V; its breakers switch it, not a switch."""

    title = "panel supply"
    positions, isolates = (), False
    shared = ("N",)  # earthed, of all circuits alike: a breaker parts the line only


class DCBus(DCSupply):
    """24 V DC bus of a line; each machine has its own breaker on it."""

    title = "DC bus"
    positions, isolates = (), False
    shared = ("-",)


class ThreePhaseSupply(_Source):
    """Three-phase mains with earthed star point, sequence L1-L2-L3."""

    title, letter, symbol, price = "three-phase supply", "G", "ThreePhaseSupply", 400.0
    positions, isolates = (), False  # the feeder of the plant: nobody at the machine switches it
    marks = ("L1", "L2", "L3")
    voltage = Param(480.0, "V", "rms between two lines", spread=0.005)
    frequency = Param(60.0, "Hz", "mains frequency")
    resistance = Param(0.02, "Ω", "of the source and feeder, per line (assumed)")
    unbalance = Param(0.0, "", "part of the voltage missing on L3")
    lost1 = Param(0.0, "Ω", "added in line L1 upstream")
    lost2 = Param(0.0, "Ω", "added in line L2 upstream")
    lost3 = Param(0.0, "Ω", "added in line L3 upstream")
    phase_l1 = Fault("phase L1 lost upstream", 0.3, lost1=OPEN)
    phase_l2 = Fault("phase L2 lost upstream", 0.3, lost2=OPEN)
    phase_l3 = Fault("phase L3 lost upstream", 0.3, lost3=OPEN)
    uneven = Fault("voltage unbalance, L3 low", 0.2, unbalance=(0.05, 0.12))

    def laws(self, net: Any) -> None:
        for n, mark in enumerate(self.marks):
            turn = np.exp(-2j * np.pi * n / 3) / np.sqrt(3)

            def ohms(c: View, n: int = n) -> np.ndarray:
                return np.where(c.position == 1, c.resistance + c[f"lost{n + 1}"], OPEN)

            def volts(c: View, n: int = n, turn: complex = turn) -> np.ndarray:
                return c.voltage * turn * (1 - c.unbalance * (n == 2))

            net.branch(f"phase{n}", mark, EARTH, ohms, volts, kind="source", source="ac")

    def look(self, c: View) -> None:
        return None


class SplitPhaseSupply(_Source):
    """Service of a building, 120/240 V: two legs in opposite phase, neutral bonded to earth."""

    title, letter, symbol, price = "split-phase service", "G", "Supply", 400.0
    positions, isolates = (), False  # before the main switch: nobody at the panel switches it
    marks = ("L1", "N", "L2", "PE")
    voltage = Param(120.0, "V", "rms from each leg to neutral", spread=0.01)
    frequency = Param(60.0, "Hz", "mains frequency")
    resistance = Param(0.02, "Ω", "of each leg (assumed)")
    lost = Param(0.0, "Ω", "added in leg L2 upstream")
    lost_leg = Fault("leg L2 lost upstream", 0.3, lost=OPEN)

    def laws(self, net: Any) -> None:
        for mark, turn, added in (("L1", 1.0, "resistance"), ("L2", -1.0, "lost")):
            ohms = lambda c, added=added: np.maximum(c.resistance, c[added])  # noqa: E731
            volts = lambda c, turn=turn: c.voltage * turn  # noqa: E731
            net.branch(f"leg {mark}", mark, "N", ohms, volts, kind="source", source="ac")
        net.branch("bond", "N", "PE", 0.0)
        net.branch("earth", "PE", EARTH, 0.0)

    def look(self, c: View) -> None:
        return None


class Earth(Component):
    """Protective earth terminal of the enclosure."""

    title, letter, symbol, price = "earth terminal", "X", "Earth", 2.0
    network = ElectricalNetwork
    marks = ("PE",)

    def laws(self, net: Any) -> None:
        net.branch("earth", "PE", EARTH, 0.0)


class Transformer(Component):
    """Control transformer as two coupled windings: magnetising and leakage reactance, copper."""

    title, letter, symbol, price, swap = "control transformer", "T", "Transformer", 95.0, 30.0
    network = ElectricalNetwork
    marks = ("H1", "H4", "X1", "X2")
    primary = Param(480.0, "V", "rated primary voltage")
    secondary = Param(120.0, "V", "rated secondary voltage")
    power = Param(150.0, "VA", "rated power")
    copper = Param(0.04, "", "copper drop at rated load, part of rated voltage (assumed)")
    leakage = Param(0.03, "", "leakage reactance, per unit (assumed)")
    magnetising = Param(12.0, "", "magnetising reactance, per unit (assumed)")
    broken_primary = Param(0.0, "Ω", "added in the primary winding")
    broken_secondary = Param(0.0, "Ω", "added in the secondary winding")
    primary_open = Fault("primary winding open", 0.5, broken_primary=OPEN)
    secondary_open = Fault("secondary winding open", 0.3, broken_secondary=OPEN)

    def laws(self, net: Any) -> None:
        def own(c: View, rated: np.ndarray) -> np.ndarray:
            base = rated**2 / c.power
            return base * (c.copper / 2 + 1j * (c.leakage / 2 + c.magnetising))

        def mutual(c: View) -> np.ndarray:
            return 1j * c.magnetising * c.primary * c.secondary / c.power

        net.branch("primary", "H1", "H4", lambda c: own(c, c.primary) + c.broken_primary)
        # The secondary is written against its own current so that X1 is in phase with H1.
        net.branch("secondary", "X1", "X2", lambda c: own(c, c.secondary) + c.broken_secondary)
        net.couple("primary", "secondary", mutual)
        net.couple("secondary", "primary", mutual)


class PowerSupply(Component):
    """24 V DC power supply fed from AC: regulates while its input is high enough."""

    title, letter, symbol, price = "24 V power supply", "T", "PowerSupply", 120.0
    network = ElectricalNetwork
    marks = ("L", "N", "+", "-")
    converts = ("L", "+")
    voltage = Param(24.0, "V", "regulated output", spread=0.01)
    least = Param(85.0, "V", "lowest input that keeps the output")
    input = Param(300.0, "Ω", "load on the mains (assumed)")
    resistance = Param(0.05, "Ω", "of the output (assumed)")
    running = State(False, "output on")
    dead = Fault("power supply dead", 1.0, voltage=0.0)
    low = Fault("output voltage low", 0.5, voltage=(17.0, 12.0))

    def laws(self, net: Any) -> None:
        net.branch("input", "L", "N", lambda c: c.input)
        push = lambda c: np.where(c.running, c.voltage, 0.0)  # noqa: E731
        ohms = lambda c: np.where(c.running, c.resistance, 1e4)  # noqa: E731
        net.branch("output", "+", "-", ohms, push, kind="source", source="dc")
        net.branch("bond", "-", EARTH, 0.0)

    def rules(self, c: View) -> None:
        c.follow("running", np.abs(c.volts("L", "N")) >= c.least, 0.05)

    def look(self, c: View) -> np.ndarray:
        lit = c.running & (np.abs(c.volts("+", "-")) > 20)
        return texts(c, "DC OK lamp dark", (lit, "DC OK lamp lit"))
