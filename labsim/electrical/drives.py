"""Variable-frequency drive of an invented maker, Halden V4: DC bus, ramps, chopper, fault codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from labsim.core.clock import TICK
from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical import dcbus
from labsim.electrical.dcbus import IDLE, LOW
from labsim.electrical.live import CHARGED
from labsim.electrical.network import EARTH, ElectricalNetwork

__all__ = ["CODES", "DARK", "MENU", "Drive", "ahead", "inputs", "ripple"]

FAST, COAST, BLEED = 20, 100, 1000  # ticks between changes: working, running down, discharging
DARK = 250.0  # V of the bus below which display and control are dead (assumed)
SPARE = 740.0  # V at the run command above which the chopper is blocked (assumed)
HARD = 45.0  # A, over-current trip (assumed)
GROUND = 3.0  # A of the three outputs together: earth fault (assumed)
ON = 3e-3  # A into a control input that reads on (assumed; 24 V: 5 mA)
EMPTY = 1000.0  # Ω, discharged capacitors as an ohmmeter that charges them reads (assumed)
CODES = {
    0: "no fault", 2: "F02 over-current", 5: "F05 bus under-voltage", 7: "F07 bus over-voltage",
    11: "F11 earth fault at the output", 12: "F12 output phase missing",
}  # fmt: skip
# Code on the keypad: parameter, unit, what it is. The manual (notebook folder) has them by section.
MENU = {
    "P1.01": ("accel", "s", "acceleration time, 0 to maximum frequency"),
    "P1.02": ("decel", "s", "deceleration time, maximum frequency to 0"),
    "P1.03": ("decel2", "s", "deceleration time while DI2 is on"),
    "P1.04": ("stop_mode", "", "stop: 0 on the ramp, 1 coasting"),
    "P2.01": ("base", "Hz", "base frequency: full output voltage from here"),
    "P2.02": ("limit", "A", "current limit: the ramp waits above it"),
    "P2.03": ("top", "Hz", "maximum frequency"),
    "P3.01": ("chopper", "", "braking chopper: 0 off, 1 on"),
    "P3.02": ("threshold", "V", "bus voltage at which the chopper switches on"),
}


class _Settings(Component):
    """Parameters an engineer enters at the keypad."""

    title, letter = "drive settings", "T"
    network = ElectricalNetwork
    menu: ClassVar[Mapping[str, str]] = {code: name for code, (name, *_) in MENU.items()}
    accel = Param(5.0, "s", MENU["P1.01"][2])
    decel = Param(5.0, "s", MENU["P1.02"][2])
    decel2 = Param(2.0, "s", MENU["P1.03"][2])
    stop_mode = Param(0.0, "", MENU["P1.04"][2])
    base = Param(60.0, "Hz", MENU["P2.01"][2])
    limit = Param(30.0, "A", MENU["P2.02"][2])
    top = Param(60.0, "Hz", MENU["P2.03"][2])
    chopper = Param(1.0, "", MENU["P3.01"][2])
    threshold = Param(780.0, "V", MENU["P3.02"][2])
    short_ramp = Fault("deceleration time set too short", 2.0, decel=(2.0, 1.5))
    chopper_off = Fault("braking chopper switched off by parameter", 1.0, chopper=0.0)
    chopper_late = Fault(
        "chopper threshold set above the trip level", 0.6, threshold=(830.0, 850.0)
    )
    coasts = Fault("stop mode set to coast", 0.5, stop_mode=1.0)
    limit_low = Fault("current limit set far too low", 0.6, limit=(8.0, 6.0))


class _Power(_Settings):
    """Power stage: rectifier, bus capacitors, chopper transistor, inverter."""

    title, symbol, price, swap = "power stage of a drive", "PowerSupply", 1450.0, 40.0
    marks = ("L1", "L2", "L3", "U", "V", "W", "DC+", "DC-", "PB", "24V", "DI1", "DI2")
    store = ("DC+", "DC-")
    wait = Param(300.0, "s", "after switching off, as the label on the door says")
    farads = Param(1.5e-3, "F", "bus capacitors (assumed)")
    bleeder = Param(120e3, "Ω", "across the capacitors (assumed)")
    precharge = Param(47.0, "Ω", "in line while the capacitors charge (assumed)")
    path = Param(0.05, "Ω", "of the chopper transistor while it conducts (assumed)")
    gain = Param(1.0, "", "what the drive reads of its bus, part of the truth")
    stuck = Param(0.0, "", "1: input DI2 reads on whatever it gets")
    bus = State(0.0, "V between DC+ and DC-")
    chopping = State(0.0, "1: chopper conducts")
    peak = State(0.0, "V, highest the drive read since the run command")
    peak_at = State(0.0, "s after the stop command, when the peak was read")
    braking = State(0.0, "A, highest braking current since the run command")
    surge = State(0.0, "A, highest motoring current since the run command")
    out = State(0.0, "A, output current, highest phase")
    drawn = State(IDLE, "W from the mains")
    dead_chopper = Fault("chopper transistor dead", 1.0, path=OPEN)
    aged = Fault("bus capacitors dried out", 0.8, farads=(4e-4, 3e-4))
    sense = Fault("bus sense reads too high", 0.6, gain=(1.10, 1.14))
    no_charge = Fault("pre-charge resistor open", 0.5, precharge=OPEN)
    input_stuck = Fault("input DI2 stuck on", 0.4, stuck=1.0)

    def laws(self, net: Any) -> None:
        power_laws(net)


class Drive(_Power):
    """Frequency drive, 11 kW, 480 V: a run command clears a fault, the ramp stops the load.

    The motor's power goes through the output terminals; what it gives back while braking raises the
    bus. The ramp waits while the current is above its limit. Keypad and codes: see its manual.
    """

    title, obvious = "frequency drive", True
    hertz = State(0.0, "Hz, output frequency")
    running = State(False, "run command seen before")
    on = State(False, "output switched on")
    blocked = State(False, "chopper blocked: the bus stood too high at the run command")
    clean = State(False, "the last run ended on the ramp, without a trip")
    since = State(0.0, "s since the stop command")
    code = State(0, "fault shown")

    def rules(self, c: View) -> None:
        run = (c.amps("di1").real > ON) & (c.bus > DARK)
        edge = run & ~c.running & ~c.on
        begin(c, edge)
        code = np.where(edge, 0, np.where(c.code > 0, c.code, trips(c)))
        c.follow("code", np.where(c.bus > DARK, code, 0))
        c.follow("running", run)
        ramps = c.on & (c.hertz > 0.3) & (c.stop_mode < 0.5)
        c.follow("on", (run | ramps) & (code == 0) & (c.bus > DARK))
        ended = c.on & ~run & ~ramps & (code == 0) & (c.stop_mode < 0.5)
        c.follow("clean", (c.bus > DARK) & ~run & (code == 0) & (c.clean | ended))
        move(c, run)

    def awake(self, c: View) -> np.ndarray:
        return c.bus > DARK

    def entered(self, c: View) -> None:
        c.keep("clean", False)  # what the display said of the last run is no longer said

    def look(self, c: View) -> np.ndarray:
        up = c.running & (c.hertz < c.top - 0.5)
        shown = [((c.code == n) & (n > 0), text) for n, text in CODES.items()]
        ready = (c.clean, "ready, last run ended on the ramp")
        down = (c.on & ~c.running, "ramping down")
        dark = (c.bus <= DARK, "display dark")
        rest = ((c.on & up, "running up"), (c.on & c.running, "running"))
        return texts(c, "ready", dark, *shown, down, *rest, ready)


# what the terminals do --------------------------------------------------------------------------
def power_laws(net: Any) -> None:
    """Declare mains, bus, chopper, output and control terminals of a drive."""
    # In steps, so that the mains need not be solved anew for every watt.
    load = lambda c: 480.0**2 / np.maximum(np.round(c.drawn / 250) * 250, IDLE)  # noqa: E731
    for mark in ("L1", "L2", "L3"):
        net.branch(f"in {mark}", mark, "~in", load, dc=lambda c: 4.7e5)
    bus_ohms = lambda c: np.where(c.bus > CHARGED, 0.05, EMPTY)  # noqa: E731
    net.branch("bus", "DC+", "DC-", bus_ohms, lambda c: c.bus, kind="store", source="dc")
    for mark in ("DC+", "DC-"):
        net.branch(f"mid {mark}", mark, EARTH, 1e6)  # keeps both ends even about earth
    net.branch("sense", "PB", "DC-", 1e5)  # what the drive sees of the resistor
    for n, mark in enumerate(("U", "V", "W")):
        turn = np.exp(-2j * np.pi * n / 3)
        ohms = lambda c: np.where(c.on, 0.05, OPEN)  # noqa: E731
        push = lambda c, turn=turn: np.where(c.on, output(c), 0.0) * turn  # noqa: E731
        net.branch(mark, mark, EARTH, ohms, push, source="ac")
        net.passes("DC+", mark)
        net.passes(f"L{n + 1}", "DC+")
    push = lambda c: np.where(c.bus > DARK, 24.0, 0.0)  # noqa: E731
    net.branch("24V", "24V", EARTH, 10.0, push, source="dc")
    net.passes("DC+", "24V")
    for n in (1, 2):
        net.branch(f"di{n}", f"DI{n}", EARTH, 4700.0)


def output(c: View) -> np.ndarray:
    """Phase voltage in V: in proportion to frequency up to the base frequency (V/f)."""
    return 480.0 / np.sqrt(3) * np.minimum(c.hertz / c.base, 1.0)


# what happens in time ---------------------------------------------------------------------------
def rectified(c: View) -> np.ndarray:
    """What the rectifier holds the bus at: the peak of the highest line voltage."""
    lines = [c.volts(a, b) for a, b in (("L1", "L2"), ("L2", "L3"), ("L3", "L1"))]
    peak = np.sqrt(2) * np.max(np.abs(lines), axis=0)
    return np.where(np.isfinite(c.precharge), peak, 0.0)


def currents(c: View) -> tuple[np.ndarray, np.ndarray]:
    """Output currents (3, variants) in A and the power they carry to the motor in W."""
    amps = np.array([-c.amps(mark) for mark in "UVW"])
    turns = np.exp(-2j * np.pi * np.arange(3) / 3)[:, None]
    return amps, np.sum((output(c) * turns * np.conj(amps)).real, axis=0) * c.on


def ripple(c: View) -> np.ndarray:
    """Ripple of the bus, V from peak to peak: what the load takes in a sixth of a mains period."""
    return np.where(c.on, np.maximum(c.drawn, 0.0), 0.0) / (c.farads * np.maximum(c.bus, 1.0) * 360)


def inputs(c: View) -> np.ndarray:
    """The control inputs as the display shows them: 10 is DI1 on, DI2 off."""
    return 10.0 * (c.amps("di1").real > ON) + second(c)


def second(c: View) -> np.ndarray:
    """Tell whether input DI2 reads on."""
    return (c.amps("di2").real > ON) | (c.stuck > 0.5)


def trips(c: View) -> np.ndarray:
    """Code of the fault there is now, 0 if none."""
    amps, _ = currents(c)
    size = np.abs(amps)
    works = c.on & (c.hertz > 5)
    missing = works & (size.min(axis=0) < 0.05) & (size.max(axis=0) > 0.5)
    return np.select(
        [c.on & (np.abs(amps.sum(axis=0)) > GROUND), c.on & (size.max(axis=0) > HARD),
         c.peak >= dcbus.TRIP, missing, c.on & (c.bus < LOW)], [11, 2, 7, 12, 5], 0)  # fmt: skip


def begin(c: View, edge: np.ndarray) -> None:
    """At a run command: forget the peaks, look at the bus, catch a motor that still turns."""
    turning = np.abs(c.volts("U", "V")) / 480.0 * c.base
    c.keep("hertz", np.where(edge, turning, c.hertz))
    c.keep("blocked", np.where(edge, c.bus * c.gain >= SPARE, c.blocked))
    c.keep("peak", np.where(edge, c.bus * c.gain, c.peak))
    for name in ("peak_at", "braking", "surge", "since"):
        c.keep(name, np.where(edge, 0.0, c[name]))


def brake_ohms(c: View) -> np.ndarray:
    """Resistor, its wires and the chopper, as the drive finds them between DC+ and PB."""
    amps = np.maximum(c.amps("sense").real, 1e-12)
    across = c.volts("DC+", "PB").real
    whole = amps * 1e6 > np.maximum(c.bus, 1.0)  # PB above a tenth of the bus
    return np.where(whole, across / amps, 1e9) + np.where(np.isfinite(c.path), c.path, 1e9)


def move(c: View, run: np.ndarray) -> None:
    """Let frequency, bus and what is remembered go on for a step."""
    amps, power = currents(c)
    size, floor = np.abs(amps).max(axis=0), rectified(c)
    busy = c.on | (floor > 1) & (np.abs(c.bus - floor) > 0.1)
    idling = (floor < 1) & (c.bus > DARK)
    every = np.where(busy | idling, FAST, np.where((floor < 1) & (c.bus > 0), BLEED, COAST))
    step = every * TICK
    news = on_the_bus(c, power, floor, busy, step)
    drawn = (np.maximum(power, 0) + idle(c)) * (floor > 1)
    news |= {
        "peak_at": (c.since - c.peak_at) * (news["peak"] > 0),
        "surge": np.maximum(size * (power > 0) - c.surge, 0) * c.on,
        "since": (c.on & ~run) * step,
        "drawn": (drawn - c.drawn) * (np.abs(drawn - c.drawn) > 1),
        "out": (size * c.on - c.out) * (np.abs(size * c.on - c.out) > 1e-3),
        "hertz": ramp(c, run, size, step) * step,
    }
    for name, change in news.items():
        c.integrate(name, change / step, every)


def idle(c: View) -> np.ndarray:
    """What electronics and fan take from the bus, in W."""
    return np.where(c.bus > DARK, IDLE, 0.0)


def on_the_bus(c: View, power: Any, floor: Any, busy: Any, step: Any) -> dict[str, np.ndarray]:
    """Changes of the bus and of what was read of it within a step; discharge when power is off."""
    short = FAST * TICK
    was = dcbus.Bus(c.bus, c.chopping, c.peak, c.braking)
    now = dcbus.drift(was, c, -power - idle(c), floor, brake_ohms(c), ready(c), short)
    leak = c.bus * np.expm1(-step / (c.bleeder * c.farads))
    bus = np.where(busy | (c.bus > DARK), (now.volts - c.bus) * step / short, leak)
    moves = busy | (floor < 1) & (c.bus > 0)
    return {
        "bus": bus * moves * (np.abs(bus) > 1e-3),
        "chopping": (now.chopping - c.chopping) * busy,
        "peak": (now.peak - c.peak) * busy,
        "braking": (now.braking - c.braking) * busy,
    }


def ready(c: View) -> np.ndarray:
    """Tell whether the chopper may work."""
    return (c.chopper > 0.5) & ~c.blocked & (c.bus > DARK)


def ahead(c: View, seconds: float) -> list[float]:
    """Return the bus of the first variant in V, slice by slice, for the step that comes."""
    now, found = dcbus.Bus(c.bus, c.chopping, c.peak, c.braking), []
    given = -currents(c)[1] - idle(c), rectified(c), brake_ohms(c), ready(c), dcbus.SLICE
    for _ in range(round(seconds / dcbus.SLICE)):
        now = dcbus.drift(now, c, *given)
        found.append(float(now.volts[0]))
    return found


def ramp(c: View, run: np.ndarray, size: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Change of frequency in Hz per s: the set ramp; it waits while the current is too high."""
    down = c.top / np.where(second(c), c.decel2, c.decel)
    want = np.where(run, c.top, 0.0) - c.hertz
    rate = np.clip(want / step, -down, c.top / c.accel)
    held = size >= c.limit
    return np.where(c.on, np.where(held, 0.0, rate), -c.hertz / step * (c.hertz > 0))
