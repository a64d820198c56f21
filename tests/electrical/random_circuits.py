"""Random machines from the parts of the trade, for comparison with ngspice."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN
from labsim.core.machine import Machine
from labsim.core.sheet import Cable, Ladder, Phase, Power, Rung, Swap
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.coils import Contactor, OffDelayTimer, OnDelayTimer, Relay
from labsim.electrical.contacts import Disconnect, PushButton, Selector
from labsim.electrical.electronics import LED, Diode, Suppressor
from labsim.electrical.loads import PilotLight, Resistor, Solenoid
from labsim.electrical.motors import InductionMotor
from labsim.electrical.protection import Fuse, OverloadRelay
from labsim.electrical.sensors import NPNSensor, PNPSensor, TerminalStrip, TwoWireSensor
from labsim.electrical.sources import DCSupply, Earth, Supply, ThreePhaseSupply, Transformer

PAIRS = ("13-14", "21-22", "33-34", "41-42")


class Draft:
    """A circuit while it is drawn at random."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.parts: dict[str, Any] = {}
        self.free: list[Any] = []  # contacts no rung has yet
        self.coils: list[Any] = []  # coils no rung has yet
        self.dc = False

    def add(self, part: Any, letter: str) -> Any:
        tag = f"{letter}{sum(t.startswith(letter) for t in self.parts) + 1}"
        part.tag = tag
        self.parts[tag] = part
        return part

    def pick(self, *choices: Any) -> Any:
        return choices[self.rng.integers(len(choices))]

    def near(self, value: float) -> float:
        """A value between a third and three times the given one."""
        return float(value * 3 ** self.rng.uniform(-1, 1))

    # what rungs are made of ---------------------------------------------------------------
    def relays(self) -> None:
        for _ in range(self.rng.integers(1, 4)):
            kinds = (Relay, OnDelayTimer, OffDelayTimer) if self.dc else (Contactor,)
            pairs = PAIRS[: self.rng.integers(1, 5)]
            coil = self.add(self.pick(*kinds)(*pairs), "K")
            coil.set(resistance=self.near(coil.values["resistance"]))
            self.coils.append(coil)
            self.free += [coil[tuple(pair.split("-"))] for pair in pairs]

    def element(self, depth: int = 0) -> Any:
        kind = self.rng.integers(9 if depth < 2 else 6)
        if kind <= 1 and self.free:
            return self.free.pop(self.rng.integers(len(self.free)))
        if kind == 2:
            return self.add(Fuse(rating=self.near(2.0)), "F")
        if kind == 3:
            return self.add(Resistor(resistance=self.near(5.0)), "R")
        if kind == 4:
            return self.add(Selector(self.pick("NO", "NC")), "S")
        if kind == 5:
            return self.add(OverloadRelay(), "F")[95, 96]
        if kind >= 7:
            return self.element(depth + 1) | (self.element(depth + 1), self.element(depth + 1))
        return self.add(PushButton(self.pick("NC", "NC", "NO")), "S")

    def load(self) -> Any:
        kind = self.rng.integers(4 if not self.dc else 8)
        if kind == 0 and self.coils:
            coil = self.coils.pop()["A1", "A2"]
            if self.dc and self.rng.random() < 0.5:
                return coil | self.add(Suppressor(), "R")
            return coil
        if kind in (4, 5):
            return self.add(LED(resistance=self.near(2200)), "P")
        if kind == 6:
            diode = self.add(Diode(), "R")["A", "K"]
            if self.rng.random() < 0.3:
                diode = diode[::-1] if isinstance(diode, tuple) else diode
            return (diode, self.add(Resistor(resistance=self.near(200)), "R"))
        if kind == 7:
            return self.add(Solenoid(), "Y")
        if kind == 1:
            return self.add(Resistor(resistance=self.near(300)), "R")
        return self.add(PilotLight(resistance=self.near(2400)), "P")

    def sensors(self, rungs: list[Rung]) -> None:
        kind = self.pick(None, PNPSensor, NPNSensor, TwoWireSensor)
        if kind is None:
            return
        sensor = self.add(kind(), "B")
        if kind is TwoWireSensor:
            rungs.append(Rung(sensor, self.add(Resistor(resistance=self.near(800)), "R")))
            return
        rungs.append(Rung(sensor["BN", "BU"]))
        output = self.add(Resistor(resistance=self.near(800)), "R")
        parts = (sensor["BN", "BK"], output) if kind is PNPSensor else (output, sensor["BK", "BU"])
        rungs.append(Rung(*parts))

    def ladder(self, left: Any, right: Any) -> Ladder:
        self.relays()
        rungs = []
        for _ in range(self.rng.integers(1, 6)):
            series = [self.element() for _ in range(self.rng.integers(1, 4))]
            rungs.append(Rung(*series, self.load()))
        if self.dc:
            self.sensors(rungs)
        if self.rng.random() < 0.4:
            strip = self.add(TerminalStrip(2), "X")
            rungs.append(Rung(strip["1a", "1b"], self.load(), strip["2b", "2a"]))
        return Ladder("Control circuit", left, right, *rungs)

    # supplies -----------------------------------------------------------------------------
    def single(self) -> dict[str, Any]:
        self.dc = bool(self.rng.random() < 0.5)
        kind = DCSupply if self.dc else Supply
        source = self.add(kind(bond=self.pick(0.0, 0.0, OPEN)), "G")
        return {"control": self.ladder(*(source[mark] for mark in source.marks))}

    def three_phase(self) -> dict[str, Any]:
        source, switch = self.add(ThreePhaseSupply(), "G"), self.add(Disconnect(), "Q")
        source.set(voltage=self.near(400), unbalance=self.rng.uniform(0, 0.1))
        fuses = [self.add(Fuse(rating=20.0), "F") for _ in range(3)]
        motor = InductionMotor(stator=self.near(1.6), rotor=self.near(1.4), load=self.near(10.0))
        self.add(motor, "M")
        relay = self.add(OverloadRelay(setting=7.0), "F")
        main = self.add(Contactor("1-2", "3-4", "5-6", "13-14"), "K")
        poles = (("1", "2"), ("3", "4"), ("5", "6"))
        ends = [motor[mark] for mark in self.rng.permutation(motor.marks)]
        phases = [
            Phase(source[f"L{n + 1}"], switch[pole], fuses[n], main[pole], relay[pole], ends[n])
            for n, pole in enumerate(poles)
        ]
        trafo, earth = self.add(Transformer(power=self.near(200)), "T"), self.add(Earth(), "PE")
        small = [self.add(Fuse(rating=1.0), "F") for _ in range(2)]
        second = Phase(fuses[1]["2"], small[1], trafo["H4", "X2"], earth["PE"])
        first = Phase(fuses[0]["2"], small[0], trafo["H1", "X1"])
        self.coils.append(main)
        self.free.append(main[13, 14])
        return {
            "power": Power("Power circuit", *phases),
            "supply": Power("Control supply", first, second),
            "control": self.ladder(trafo["X1"], trafo["X2"]),
        }

    def machine(self) -> Machine:
        """Draw everything and build the machine."""
        names = self.three_phase() if self.rng.random() < 0.4 else self.single()
        ports = sorted({p.name: p for s in names.values() for w in s.wires() for p in w}.items())
        chosen = [ports[k][1] for k in self.rng.permutation(len(ports))[:3]]
        if len(chosen) > 1:
            names["cable"] = Cable(self.near(50), *chosen)
        relays = [p for p in self.parts.values() if isinstance(p, Relay | Contactor)]
        wired = {p.name for _, p in ports}
        for part in relays:
            if {f"{part.tag}:13", f"{part.tag}:A1"} <= wired and self.rng.random() < 0.5:
                names["mixed_up"] = Swap(part["13"], part["A1"])
        body = {"__doc__": "A random circuit.", **self.parts, **names}
        return type("RandomCircuit", (Machine,), body)()


def variants(
    machine: Machine, rng: np.random.Generator, singles: int, doubles: int
) -> list[Variant]:
    """Return the healthy machine, some of its faults, and some pairs of faults."""
    faults = machine.faults
    picks = [rng.permutation(len(faults))[:1] for _ in range(singles)]
    picks += [rng.permutation(len(faults))[:2] for _ in range(doubles)]
    found = [Variant()]
    for pick in picks:
        wrong: dict[tuple[str, str], Any] = {}
        for k in pick:
            grades = faults[k].severities()
            chosen = grades[rng.integers(len(grades))]
            wrong |= {(faults[k].component, name): value for name, value in chosen.items()}
        found.append(Variant(wrong, None, " and ".join(faults[k].id for k in pick)))
    return found


def operate(sim: Simulation, rng: np.random.Generator, moves: int) -> list[tuple[str, str]]:
    """Work controls at random; return what was done."""
    controls = [(t, p) for t, p in sim.machine.components.items() if p.positions]
    done = []
    for _ in range(moves):
        tag, part = controls[rng.integers(len(controls))]
        position = part.positions[1] if rng.random() < 0.8 else part.positions[0]
        sim.operate(tag, position).settle()
        done.append((tag, position))
    return done
