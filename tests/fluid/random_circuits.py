"""Random fluid circuits out of primitive laws: any part on any line, sizes over decades."""

from __future__ import annotations

from random import Random
from typing import Any

from labsim.core.machine import Machine
from tests.fluid.primitives import ATMOSPHERE, Block, choose, machine

__all__ = ["random_air", "random_oil"]


def decades(rng: Random, low: float, high: float) -> float:
    """Return a number between low and high, every decade as likely."""
    return low * (high / low) ** rng.random()


def pump(rng: Random) -> Any:
    flow, slip = decades(rng, 0.5, 200), decades(rng, 1e-4, 0.3)
    limit = rng.choice([None, decades(rng, 20, 300)])
    fill = rng.uniform(-0.5, -0.1)

    def laws(net: Any) -> None:
        net.pump("flow", "S", "P", choose(flow, 0.0, flow, flow / 2), limit, fill=fill)
        net.leak("slip", "P", "S", slip)

    return "SP", laws


def relief(rng: Random) -> Any:
    size, setting, span = decades(rng, 5, 200), rng.uniform(0, 300), decades(rng, 0.5, 40)

    def laws(net: Any) -> None:
        gate = {"opens": {"P": 1, "T": -1}, "crack": setting, "span": span}
        net.orifice("relief", "P", "T", size, **gate)

    return "PT", laws


def check(rng: Random) -> Any:
    size, crack, span = decades(rng, 1, 200), rng.uniform(0, 5), decades(rng, 0.1, 5)
    pilot, least = rng.choice([0.0, 3.0]), rng.choice([0.0, 0.0, 0.01])

    def laws(net: Any) -> None:
        opens = {"A": 1, "B": -1, "X": pilot}
        net.orifice("check", "A", "B", size, opens=opens, crack=crack, span=span, least=least)

    return "ABX", laws


def reducing(rng: Random) -> Any:
    size, setting = decades(rng, 5, 80), rng.uniform(5, 150)

    def laws(net: Any) -> None:
        net.orifice("main", "P", "A", size, opens={"A": -1}, crack=-setting, span=5.0)
        net.orifice("vent", "A", "T", 5.0, opens={"A": 1}, crack=setting + 5, span=5.0)

    return "PAT", laws


def throttle(rng: Random) -> Any:
    size, gap = decades(rng, 0.01, 300), decades(rng, 1e-6, 1.0)

    def laws(net: Any) -> None:
        net.orifice("way", "A", "B", choose(size, 0.0, size / 7, size))
        net.leak("gap", "A", "B", gap)

    return "AB", laws


def valve(rng: Random) -> Any:
    size, overlap, tau = decades(rng, 1, 100), rng.uniform(-0.1, 0.3), decades(rng, 1e-3, 0.2)
    pilots = rng.choice([None, {"P": 0.02}, {"A": 0.05, "B": -0.05}])
    band = rng.choice([0.0, 0.3])
    centre = rng.choice([1, 0, -1])

    def laws(net: Any) -> None:
        net.spool("spool", choose(0.0, 1.0, -1.0, 0.4), tau, pilots, band)
        for a, b, side in (("P", "A", 1), ("B", "T", 1), ("P", "B", -1), ("A", "T", centre)):
            net.orifice(a + b, a, b, size, edge=("spool", side, overlap))
        net.leak("gap", "P", "T", 1e-4)

    return "PTAB", laws


def cylinder(rng: Random) -> Any:
    mass, stroke = decades(rng, 0.2, 8000), decades(rng, 5, 2000)
    cap, force = decades(rng, 1, 300), rng.choice([-1, 1]) * decades(rng, 1, 1e5)
    ring, dead = cap * rng.uniform(0.1, 1.0), decades(rng, 1e-4, 1.0)
    rub, stick = rng.choice([0.0, decades(rng, 1, 3000)]), rng.uniform(0.5, 3)
    contact = rng.choice([None, (stroke * rng.random(), decades(rng, 1, 1e5))])
    seal, cushion = decades(rng, 1e-6, 0.1), rng.random() < 0.3

    def laws(net: Any) -> None:
        net.volume("A", dead)
        net.inner("~B", dead)
        net.body("rod", mass, stroke, rng_start * stroke, choose(force, force, -force, 0.0),
                 rub, rub * stick, rub / 100, contact)  # fmt: skip
        net.piston("cap", "A", "rod", cap)
        net.piston("ring", "~B", "rod", -ring)
        net.orifice("port", "~B", "B", 50.0)
        net.leak("seal", "A", "~B", seal)
        if cushion:
            net.orifice("end", "A", "B", 20.0, near=("rod", stroke * 0.2, stroke * 0.05))

    rng_start = rng.choice([0.0, 1.0, rng.random()])
    return "AB", laws


def plunger(rng: Random) -> Any:
    area, mass, stroke = decades(rng, 1, 100), decades(rng, 1, 5000), decades(rng, 10, 1000)
    rub = rng.choice([0.0, 200.0])

    def laws(net: Any) -> None:
        net.body("rod", mass, stroke, 0.0, -9.81 * mass, rub, 2 * rub)
        net.piston("cap", "A", "rod", area)
        net.piston("other", ATMOSPHERE, "rod", -area / 2)

    return "A", laws


def bladder(rng: Random) -> Any:
    litres, precharge = decades(rng, 0.05, 50), rng.uniform(0, 200)

    def laws(net: Any) -> None:
        net.inner("~oil", 0.05)
        net.bladder("gas", "~oil", litres, precharge)
        net.orifice("neck", "A", "~oil", choose(30.0, 30.0, 0.5, 0.0))

    return "A", laws


def motor(rng: Random) -> Any:
    inertia, size = decades(rng, 1e-3, 5), decades(rng, 0.3, 30)
    torque, rub = rng.uniform(-100, 100), rng.choice([0.0, 5.0])

    def laws(net: Any) -> None:
        net.shaft("rotor", inertia, choose(torque, 0.0, -torque, torque), rub, 0.02)
        net.piston("in", "A", "rotor", size)
        net.piston("out", "B", "rotor", -size)
        net.leak("gap", "A", "B", 0.01)

    return "AB", laws


OIL = (relief, check, reducing, throttle, valve, cylinder, plunger, bladder, motor, pump, cylinder)


def random_oil(rng: Random) -> Machine:
    """Return a random oil circuit: a tank, a pump, and up to nine parts on up to six lines."""
    kinds = [pump, relief, *(rng.choice(OIL) for _ in range(rng.randint(1, 9)))]
    return wired(rng, kinds, "oil", tank)


def tank(rng: Random) -> Any:
    air, grade, start = decades(rng, 1e-4, 0.2), rng.choice([15, 46, 150]), rng.uniform(-5, 80)

    def laws(net: Any) -> None:
        net.fixed("T")
        net.medium(grade=grade, air=air, start=start)

    return "T", laws


def wired(rng: Random, kinds: list[Any], medium: str, supply: Any) -> Machine:
    """Put every port of the parts on a random line; sucking ports on the tank's."""
    marks, laws = supply(rng)
    parts = {"T1": Block(marks, laws)}
    names = [f"L{n}" for n in range(rng.randint(1, 6))]
    lines: dict[str, list[str]] = {"T": ["T1:T"]} | {name: [] for name in names}
    for n, kind in enumerate(kinds):
        marks, laws = kind(rng)
        parts[f"X{n}"] = Block(marks, laws)
        for mark in marks:
            on = "T" if mark == "S" else rng.choice([*names, "T"] if mark != "P" else names)
            lines[on].append(f"X{n}:{mark}")
    litres = {name: decades(rng, 1e-4, 5.0) for name in lines}
    return machine(medium, litres, {k: v for k, v in lines.items() if v}, **parts)


def main_line(rng: Random) -> Any:
    bar = rng.uniform(0.5, 10)
    return "T", lambda net: net.fixed("T", choose(bar, 0.0, bar, bar / 2))


def restriction(rng: Random) -> Any:
    size, critical = decades(rng, 1e-4, 10), rng.uniform(0.1, 0.5)
    opens = rng.choice([{}, {"opens": {"A": 1, "B": -1}, "crack": 0.1, "span": 0.2}])
    return "AB", lambda net: net.sonic("way", "A", "B", size, critical, **opens)


def vent(rng: Random) -> Any:
    size = decades(rng, 1e-3, 10)
    return "A", lambda net: net.sonic("out", "A", ATMOSPHERE, choose(size, 0.0, size, 0.0))


def air_valve(rng: Random) -> Any:
    size, tau = decades(rng, 0.1, 8), decades(rng, 2e-3, 0.05)
    pilots, band = rng.choice([(None, 0.0), ({"A": 0.4, "B": -0.4}, 0.5)])

    def laws(net: Any) -> None:
        net.spool("spool", choose(-1.0, 1.0, -1.0, 0.0), tau, pilots, band)
        for a, b, side in (("P", "A", 1), ("B", "T", 1), ("P", "B", -1), ("A", "T", -1)):
            net.sonic(a + b, a, b, size, 0.3, edge=("spool", side, 0.0))

    return "PTAB", laws


def air_cylinder(rng: Random) -> Any:
    mass, stroke = decades(rng, 0.05, 200), decades(rng, 5, 1000)
    cap, dead = decades(rng, 0.5, 100), decades(rng, 1e-4, 0.1)
    rub, force = rng.choice([0.0, decades(rng, 1, 200)]), rng.uniform(-500, 500)

    def laws(net: Any) -> None:
        net.volume("A", dead)
        net.volume("B", dead)
        net.body("rod", mass, stroke, 0.0, force, rub, 1.5 * rub, 0.01)
        net.piston("cap", "A", "rod", cap)
        net.piston("ring", "B", "rod", -0.85 * cap)
        net.sonic("seal", "A", "B", 1e-4)

    return "AB", laws


def sucker(rng: Random) -> Any:
    nozzle, suction, deepest = decades(rng, 0.1, 1), rng.uniform(5, 100), rng.uniform(-0.95, -0.3)

    def laws(net: Any) -> None:
        net.ejector("venturi", "P", "V", ATMOSPHERE, nozzle, suction, deepest)

    return "PV", laws


def compressor(rng: Random) -> Any:
    flow = decades(rng, 10, 500)

    def laws(net: Any) -> None:
        net.pump("flow", ATMOSPHERE, "A", choose(flow, 0.0, flow, 0.0), 8.0, 0.5)

    return "A", laws


AIR = (restriction, restriction, vent, air_valve, air_cylinder, air_cylinder, sucker, compressor)


def random_air(rng: Random) -> Machine:
    """Return a random pneumatic circuit on a main."""
    kinds = [rng.choice(AIR) for _ in range(rng.randint(2, 9))]
    return wired(rng, kinds, "air", main_line)
