"""Electrical faults by their readings: control circuit, fuses, motors. Readings by simulation."""

from __future__ import annotations

from functools import lru_cache

from labsim.core.simulation import Simulation, variants_of
from labsim.electrical.unbalance import derating, nema
from labsim.instruments.multimeter import Multimeter
from labsim.machines.motor_starter import MotorStarter
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw
from labsim.study.pictures import scheme, table

TOPIC = "Troubleshooting and Analysis"
STARTER = "simulation of the motor starter of ELE-03, S1 held: multimeter readings"
RUNG = ("F6", "F7 95-96", "S0 21-22", "S1 13-14", "K1 A1-A2")
POINTS = ("F6:1", "F6:2", "F7:96", "S0:22", "S1:14", "K1:A2")
PAIRS = (("F6:1", "F6:2"), ("F7:95", "F7:96"), ("S0:21", "S0:22"), ("S1:13", "S1:14"),
         ("K1:A1", "K1:A2"))  # fmt: skip
OPEN = {  # fault of the machine -> what a technician calls it
    "F6: blown": "fuse F6",
    "F7: contact 95-96 does not make": "overload contact F7 95-96",
    "S0: contact 21-22 does not make": "stop button S0",
    "S1: contact 13-14 does not make": "start button S1",
    "K1: coil burnt open": "coil of K1",
}
SUPPLY = {
    "F4: blown": "primary fuse F4",
    "T1: secondary winding open": "transformer T1",
    "F6: blown": "secondary fuse F6",
}
CONVEYORS = ("Conveyor 2", "Conveyor 5", "Fan V-2", "Pump P-7", "Mixer R-1", "Screw feeder 3")


@lru_cache
def readings(*pairs: tuple[str, str]) -> dict[str, tuple[float, ...]]:
    """Return V between pairs of terminals of the starter for every fault, S1 held."""
    machine, names = MotorStarter(), (*OPEN, *SUPPLY)
    faults = [variants_of(machine.fault(name))[-1] for name in names]
    sim = Simulation(machine, faults).settle().operate("S1", "pressed").settle()
    ports = [[machine.port(a), machine.port(b)] for a, b in pairs]
    found = [one.value for one in Multimeter(sim).measure_many("V", ports)]
    return {name: tuple(float(v[k]) for v in found) for k, name in enumerate(names)}


def _others(fault: str) -> dict[str, str]:
    """Return the other parts of the rung with what the readings say of each."""
    place = list(OPEN).index(fault)
    return {
        name: f"{name} {'is behind the open part' if k > place else 'passes its voltage on'}"
        for k, (f, name) in enumerate(OPEN.items())
        if f != fault
    }


def _volts(value: float) -> str:
    return f"{value:.1f} V"


@asks(STARTER, repair="ELE-03 ELE-01", backed="simulation")
def open_in_the_rung(draw: Draw) -> Asked:
    """Open element of a control rung by readings to the neutral."""
    fault, what = draw.pick(*OPEN), draw.pick(*CONVEYORS)
    volts = readings(*((p, "T1:X2") for p in POINTS))[fault]
    shown = [_volts(v) for v in volts]
    wrong = _others(fault)
    wrong["transformer T1"] = "the supply blamed, though it is there"
    at = ", ".join(f"{p} {v}" for p, v in zip(POINTS, shown, strict=True))
    return draw.choice(
        f"{what} does not start. S1 is held; the meter is on X2 and goes along the rung"
        " (readings left of each part, the last one behind it). Which part is open?",
        OPEN[fault],
        wrong,
        because=f"{at}: between voltage and none stands the {OPEN[fault]}"
        + ("; voltage is on the coil, and it does not pull." if "coil" in OPEN[fault] else "."),
        show=lambda: scheme(RUNG, f"Readings to X2: {at}", dict(enumerate(
            [*shown[:4], f"{shown[4]} | {shown[5]}"]))),
    )  # fmt: skip


@asks(STARTER, repair="ELE-03 INS-01", backed="simulation")
def across_each(draw: Draw) -> Asked:
    """Open element by the voltage across each."""
    fault, what = draw.pick(*OPEN), draw.pick(*CONVEYORS)
    volts = readings(*PAIRS)[fault]
    rows = [
        ("-".join(pair).replace(":", " "), _volts(v)) for pair, v in zip(PAIRS, volts, strict=True)
    ]
    wrong = _others(fault)
    wrong["several, as most read 0 V"] = "0 V across a closed contact taken for a fault"
    return draw.choice(
        f"{what} does not start. S1 is held; the meter is put across one part after the other."
        " Which part is open?",
        OPEN[fault],
        wrong,
        because=f"Full voltage stands across what is open, 0 V across what is closed: the"
        f" {OPEN[fault]}.",
        show=lambda: table(("across", "reading"), rows),
    )  # fmt: skip


@asks(STARTER, repair="ELE-03 ELE-01", backed="simulation")
def control_supply(draw: Draw) -> Asked:
    """Fault in a control supply by primary and secondary readings."""
    fault, what = draw.pick(*SUPPLY), draw.pick(*CONVEYORS)
    pairs = (("F1:2", "F2:2"), ("T1:H1", "T1:H4"), ("T1:X1", "T1:X2"), ("F6:2", "T1:X2"))
    volts = readings(*pairs)[fault]
    wrong = {name: f"{name} taken" for f, name in SUPPLY.items() if f != fault}
    wrong |= {"start button S1": "searched behind the supply", "coil of K1": "searched at the load",
              "the main supply": "the line blamed, though it is there"}  # fmt: skip
    rows = [
        (f"{a} to {b}".replace(":", " "), _volts(v)) for (a, b), v in zip(pairs, volts, strict=True)
    ]
    return draw.choice(
        f"{what} is dead, no lamp is lit. Line fuses F1 and F2 feed F4 and F5, these the"
        " transformer T1 (480/120 V), this F6. Which part is at fault?",
        SUPPLY[fault],
        wrong,
        because="; ".join(f"{a} {v}" for a, v in rows) + f": {SUPPLY[fault]}.",
        show=lambda: table(("between", "reading"), rows),
    )


@asks("NEMA MG 1, 14.36: greatest distance from the mean, over the mean", repair="ELE-05",
      backed="picture")  # fmt: skip
def voltage_unbalance(draw: Draw) -> Asked:
    """Voltage unbalance of three line voltages."""
    base = draw.pick(455, 460, 470, 480)
    volts = [base + 1, base - draw.pick(12, 16, 20), base + draw.pick(4, 8)]
    mean = sum(volts) / 3
    return draw.number(
        f"At {draw.pick(*CONVEYORS)}'s motor {volts[0]}, {volts[1]} and {volts[2]} V are read"
        " between the lines. What is the voltage unbalance by NEMA's definition?",
        nema(volts),
        "%",
        mistakes={
            "highest less lowest over the mean": 100 * (max(volts) - min(volts)) / mean,
            "volts taken for per cent": mean - min(volts),
            "distance of the highest": 100 * (max(volts) - mean) / mean,
            "mean distance": 100 * sum(abs(v - mean) for v in volts) / 3 / mean,
            "twice, for both sides": 2 * nema(volts),
            "over the rating of 480 V": 100 * (480 - min(volts)) / 480,
        },
        because=f"Mean {mean:.1f} V, the farthest is {min(volts)} V: {mean - min(volts):.1f} /"
        f" {mean:.1f} = {nema(volts):.2f} %.",
        show=lambda: table(("U12, V", "U23, V", "U31, V"), [tuple(str(v) for v in volts)]),
    )


@asks("derating by unbalance: curve of NEMA MG 1, figure 14-1", repair="ELE-05", backed="picture",
      unsure=True)  # fmt: skip
def derated_power(draw: Draw) -> Asked:
    """Power a motor may give on unbalanced voltage."""
    kw, percent = draw.pick(7.5, 15, 22, 30, 37, 55, 75, 90), draw.pick(2, 3, 4, 5)
    rows = [(f"{p}", f"{derating(p):.2f}") for p in (1, 2, 3, 4, 5)]
    return draw.number(
        f"A motor of {kw:g} kW sees {percent} % voltage unbalance. What may it give by the table?",
        kw * derating(percent),
        "kW",
        mistakes={
            "the unbalance taken off": kw * (1 - percent / 100),
            "not derated": float(kw),
            "a row too low": kw * derating(percent + 1) if percent < 5 else kw * 0.66,
            "what it may not give": kw * (1 - derating(percent)),
            "ten times the unbalance taken off": kw * (1 - percent / 10),
        },
        because=f"{derating(percent):.2f} · {kw:g} kW; its heat grows with the square.",
        show=lambda: table(("unbalance, %", "factor"), rows),
    )


MOTOR = {
    "single": ("growls, slows down and gets hot", "one line is open: a fuse, a contact, a joint"),
    "overload": ("turns a little slow", "load: too much to drive, tight or jammed"),
    "unloaded": ("turns", "nothing is driven: belt, coupling or chain is off"),
    "healthy": ("turns", "the motor circuit is in order: look elsewhere"),
}


def _amps(case: str, rated: float, line: int, draw: Draw) -> list[float]:
    """Return three line currents in A of a motor in a state."""
    share = {"single": 1.9, "overload": 1.35, "unloaded": 0.38, "healthy": 0.85}[case]
    amps = [rated * share * (1 + 0.01 * draw.pick(-2, -1, 0, 1, 2)) for _ in range(3)]
    if case == "single":
        amps = [rated * share] * 3
        amps[line] = 0.0
    return [round(a, 1) for a in amps]


@asks("currents of a three-phase motor against its plate", repair="ELE-05 INS-01", backed="picture")
def motor_currents(draw: Draw) -> Asked:
    """What three line currents say of a motor."""
    case, rated = draw.pick(*MOTOR), draw.pick(6.8, 9.2, 12.4, 18.0, 27.0)
    (sign, right), line = MOTOR[case], draw.pick(0, 1, 2)
    amps = _amps(case, rated, line, draw)
    wrong = {text: f"read as {c}" for c, (_, text) in MOTOR.items() if c != case}
    wrong["rotation: two of the three lines are exchanged"] = "rotation looked for in the currents"
    wrong["insulation: current leaks from the winding to earth"] = (
        "an earth fault looked for in line currents"
    )
    return draw.choice(
        f"A motor with {rated:g} A on its plate {sign}. {draw.pick(*CONVEYORS)} is driven by it."
        " What do the currents point to?",
        right,
        wrong,
        because=f"{', '.join(f'{a:g}' for a in amps)} A at {rated:g} A rated: {right}.",
        show=lambda: table(("L1, A", "L2, A", "L3, A"), [tuple(f"{a:g}" for a in amps)]),
    )


@asks("series and delta or star windings of a three-phase motor", repair="ELE-05", backed="picture")
def winding_ohms(draw: Draw) -> Asked:
    """What three winding resistances say (star, six leads not apart)."""
    ohms, bad = draw.pick(0.8, 1.2, 1.8, 2.6), draw.pick("U", "V", "W")
    case = draw.pick("open", "even", "short")
    table_ = dict.fromkeys(("U-V", "V-W", "W-U"), 2 * ohms)
    if case != "even":
        table_ |= {p: float("inf") if case == "open" else 1.6 * ohms for p in table_ if bad in p}
    verdict = {
        "open": f"the coil of phase {bad} is open",
        "short": f"the coil of phase {bad} has shorted turns",
        "even": "the windings are alike: no fault is seen in them",
    }
    other = {"U": "V", "V": "W", "W": "U"}[bad]
    wrong = {text: f"read as {c}" for c, text in verdict.items() if c != case}
    wrong |= {f"the coil of phase {other} is open": "the wrong phase taken",
              f"the coil of phase {other} has shorted turns": "the phase that reads right taken",
              "a winding has gone to earth": "earth read from phase to phase"}  # fmt: skip
    rows = [(p, "OL" if v > 1e9 else f"{v:.2f} Ω") for p, v in table_.items()]
    return draw.choice(
        f"A star-connected motor of {draw.pick(*CONVEYORS)}, disconnected and cold, is measured"
        " between its three leads. What is found?",
        verdict[case],
        wrong,
        because=f"{', '.join(f'{p} {v}' for p, v in rows)}: {verdict[case]}.",
        show=lambda: table(("between", "reading"), rows),
    )


@asks("high-impedance meters read coupled voltage; LoZ loads it", repair="INS-01 INS-02")
def ghost_voltage(draw: Draw) -> Asked:
    """A voltage that a low-impedance input makes vanish."""
    volts, loaded = draw.pick(34, 42, 57, 63, 71), draw.pick("0.4", "0.8", "1.2")
    return draw.choice(
        f"On a spare core beside live ones a meter of 10 MΩ shows {volts} V; on LoZ (3 kΩ) it"
        f" shows {loaded} V. The core is open at both ends. What is it?",
        "Coupled in from its neighbours: it feeds no load",
        {
            "A feed through a poor joint, which gives way under load": "a bad joint taken",
            "An earth fault: the core touches the tray somewhere": "an earth fault taken",
            "A meter at fault: both ranges ought to show the same": "the meter blamed",
            "A feed by a transformer of another circuit, fused low": "a real source taken",
            "Rest of charge: it goes as soon as it was touched once": "direct charge taken",
        },
        because="Capacitance passes microamperes: 10 MΩ sees volts, 3 kΩ sees nearly nothing. Prove"
        " the meter before and after, and treat the core as live until then.",
    )
