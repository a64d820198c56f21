"""Accelerometers, proximity probes, velocity pick-ups: sensitivity, range, supply, choice."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.matching import ask_case
from labsim.study.pictures import gauge, plot, waveform

TOPIC = "Data acquisition"
SENSE = "sensitivity of a transducer: volts = sensitivity · what is measured"
SUPPLY = "two-wire accelerometers with built-in amplifier (IEPE): 18 to 30 V, bias 10 to 14 V"
GAP = "eddy-current probes, usual: 200 mV/mil = 7.87 V/mm (API 670)"
PROBE = 7.87  # V/mm of an eddy-current probe
MACHINES = ("fan", "pump", "blower", "gearbox", "motor")


@asks(SENSE, repair="VIB-01", backed="picture")
def volts_to_g(draw: Draw) -> Asked:
    """Acceleration from millivolts of an accelerometer."""
    sense, volts = draw.pick(10, 50, 100, 500), draw.pick(40, 60, 85, 120, 150, 230)
    key = volts / sense
    return draw.number(
        f"An accelerometer of {sense} mV/g gives {volts} mV rms. What is the acceleration?",
        key,
        "g rms",
        mistakes={
            "sensitivity by volts": sense / volts,
            "multiplied": sense * volts / 1000,
            "m/s² taken for g": key * 9.81,
            "g taken for m/s²": key / 9.81,
            "rms taken for peak": key / math.sqrt(2),
            "peak given for rms": key * math.sqrt(2),
        },
        because=f"{volts} mV / {sense} mV/g = {say(key)} g.",
        show=lambda: gauge(volts, 0, 250, "mV", f"Voltmeter to 250 mV, pointer at {volts} mV"),
    )


@asks(SENSE, repair="VIB-01")
def largest_measured(draw: Draw) -> Asked:
    """Largest acceleration before an accelerometer clips."""
    sense, swing = draw.pick(10, 50, 100, 500), draw.pick(4, 5, 8)
    key = 1000 * swing / sense
    return draw.number(
        f"An accelerometer of {sense} mV/g can swing by ±{swing} V about its bias. What peak"
        " acceleration can it show?",
        key,
        "g",
        mistakes={
            "both sides added: peak-to-peak": 2 * key,
            "rms": key / math.sqrt(2),
            "multiplied": sense * swing / 1000,
            "mV taken for V": swing / sense,
            "m/s² taken for g": key * 9.81,
            "half the swing": key / 2,
        },
        because=f"{swing} V / {sense / 1000:g} V/g = {say(key)} g; above that the wave is cut off.",
    )


@asks(SENSE, repair="VIB-01")
def wrong_sensitivity(draw: Draw) -> Asked:
    """Reading when the wrong sensitivity is set."""
    true, entered = draw.pick((100, 10), (10, 100), (100, 500), (500, 100), (100, 50), (50, 100))
    real = draw.pick(0.4, 0.6, 1.2, 2.0, 3.0, 4.5)
    key = real * true / entered
    return draw.number(
        f"The sensor has {true} mV/g, the collector is set to {entered} mV/g. The machine moves"
        f" {real:g} g. What does the collector show?",
        key,
        "g",
        mistakes={
            "the right value": real,
            "the wrong way round": real * entered / true,
            "the ratio squared": real * (true / entered) ** 2,
            "the root of the ratio": real * math.sqrt(true / entered),
            "mean of both taken": real * (true + entered) / 2 / entered,
        },
        because=f"{real:g} g give {real * true:g} mV; by {entered} mV/g it shows {say(key)} g.",
    )


@asks(GAP, repair="VIB-01", backed="picture")
def gap_voltage(draw: Draw) -> Asked:
    """Movement of a shaft from the change of gap voltage."""
    start, change = draw.pick(9.0, 9.5, 10.0), draw.pick(0.5, 0.8, 1.2, 1.6, 2.0, 2.4)
    away = draw.pick(True, False)
    key, sign = change / PROBE * 1000, 1 if away else -1
    hours = [0.1 * k for k in range(61)]
    return draw.number(
        f"A proximity probe of 7.87 V/mm stood at -{start:g} V cold and stands at"
        f" -{start + change if away else start - change:.1f} V hot. How far has the shaft moved?",
        key,
        "µm",
        mistakes={
            "the whole voltage taken": (start + change) / PROBE * 1000,
            "multiplied by the sensitivity": change * PROBE,
            "mils taken for µm": change / 0.2,
            "V taken for mm": change * 1000,
            "half: radius for diameter": key / 2,
            "both sides of the shaft added": 2 * key,
        },
        because=f"{change:g} V / 7.87 V/mm = {say(key)} µm, {'away from' if away else 'toward'}"
        " the probe.",
        show=lambda: plot(
            hours,
            {"gap": [-start - sign * change * (1 - math.exp(-h)) for h in hours]},
            "hours",
            "V",
            f"Gap voltage from -{start:g} V, drifting by {change:g} V in six hours",
            {"0 V": 0.0},
        ),
    )


@asks(GAP, repair="VIB-01", backed="picture")
def shaft_vibration(draw: Draw) -> Asked:
    """Shaft vibration from the volts of a proximity probe."""
    volts = draw.pick(0.2, 0.3, 0.4, 0.5, 0.7, 0.9)
    speed = draw.pick(1480, 2960, 3580, 5200, 7400)
    key = volts / PROBE * 1000
    times = [180 / speed * k / 300 for k in range(301)]
    return draw.number(
        f"At {speed:,} rpm a probe of 7.87 V/mm gives {volts:g} V peak-to-peak. How far does the"
        " shaft move?",
        key,
        "µm peak-to-peak",
        mistakes={
            "peak taken for peak-to-peak": 2 * key,
            "peak given": key / 2,
            "rms given": key / (2 * math.sqrt(2)),
            "multiplied by the sensitivity": volts * PROBE,
            "mils taken for µm": volts / 0.2,
            "V taken for mm": volts * 1000,
        },
        because=f"{volts:g} / 7.87 mm = {say(key)} µm; speed does not enter: it is displacement.",
        show=lambda: waveform(
            times,
            [0.5 * volts * math.sin(math.tau * speed / 60 * t) for t in times],
            "V",
            f"Sine, {volts:g} V from top to bottom",
        ),
    )


@asks("use of transducers in the trade; ISO 13373-1 by name", repair="VIB-01")
def which_transducer(draw: Draw) -> Asked:
    """Transducer for a task."""
    cases = (
        ("the motion of a turbine's shaft in its sleeve bearings", "a proximity probe",
         "It sees the shaft against the bearing, down to standstill."),
        ("the place of a shaft within its bearing clearance", "a proximity probe",
         "Its gap voltage shows the place, not only motion."),
        ("an early bearing defect that rings at some kHz", "an accelerometer",
         "It reaches to many kHz."),
        ("gear mesh at 2,400 Hz on a gearbox casing", "an accelerometer",
         "It reaches to many kHz."),
        ("a route of pumps with one sensor for all of it", "an accelerometer",
         "It is small, robust and covers a wide range."),
        ("a pulse once per turn for phase", "a tachometer", "It marks the angle of the shaft."),
        ("turning speed of a belt-driven fan", "a tachometer", "It counts turns."),
        ("whether a contactor coil is fed", "a voltmeter", "This is an electrical value."),
    )  # fmt: skip
    every = {
        "a proximity probe": "a probe sees a shaft, not a casing",
        "an accelerometer": "an accelerometer sees the casing it stands on",
        "a tachometer": "a tachometer gives turns, no amplitude",
        "a dial indicator": "a dial indicator is for standing or slowly turned shafts",
        "a voltmeter": "a voltmeter has no sensor for motion",
        "an infrared thermometer": "temperature is no motion",
    }
    return ask_case(draw, "What is right to measure {}?", cases, every)


@asks("which motion which transducer gives", repair="VIB-01")
def what_it_measures(draw: Draw) -> Asked:
    """Quantity that a transducer gives by itself."""
    cases = (
        ("a piezo accelerometer on a bearing housing", "acceleration of the housing",
         "A crystal gives charge under force: acceleration."),
        ("a pick-up with coil and magnet on springs, on a housing", "velocity of the housing",
         "A coil in a field gives volts with velocity."),
        ("an eddy-current probe through a bearing cap", "displacement of the shaft to its bearing",
         "Gap makes its voltage."),
        ("a laser vibrometer pointed at a casing", "velocity of the housing",
         "The Doppler shift goes with velocity."),
    )  # fmt: skip
    every = {
        "acceleration of the housing": "acceleration comes from a piezo sensor",
        "velocity of the housing": "velocity comes from a moving coil or a laser",
        "displacement of the shaft to its bearing": "displacement comes from a probe",
        "acceleration of the shaft in space": "nothing here touches the shaft",
        "force on the bearing": "force would need a load cell",
        "temperature of the bearing": "temperature needs a thermometer",
    }
    machine = draw.pick(*MACHINES)
    return ask_case(draw, f"On a {machine}: what does {{}} give by itself?", cases, every)


@asks(SUPPLY, repair="VIB-01", backed="picture")
def bias_voltage(draw: Draw) -> Asked:
    """Bias voltage of an accelerometer and what it says."""
    supply = draw.pick(24, 24, 28)
    volts, right, why = draw.pick(
        (12.1, "sensor and cable are in order", "10 to 14 V is the bias of a sound sensor."),
        (11.4, "sensor and cable are in order", "10 to 14 V is the bias of a sound sensor."),
        (0.1, "short circuit in cable or connector", "Nothing is left of the supply."),
        (0.0, "short circuit in cable or connector", "Nothing is left of the supply."),
        (float(supply), "open circuit: sensor not connected", "The supply finds no load."),
        (6.2, "sensor damaged, or moisture in the connector", "It is fed, its bias is off."),
        (18.4, "sensor damaged, or moisture in the connector", "It is fed, its bias is off."),
    )
    every = {
        "sensor and cable are in order": "about half of the supply would be in order",
        "short circuit in cable or connector": "a short would leave 0 V",
        "open circuit: sensor not connected": "open would show the whole supply",
        "sensor damaged, or moisture in the connector": "damage shifts the bias",
        "machine vibrates above its alarm": "bias is a direct voltage: it tells of no vibration",
        "wrong Fmax in the collector": "settings do not alter the bias",
    }
    return draw.choice(
        f"The collector feeds an accelerometer with {supply} V; the bias reads {volts:g} V. What"
        " follows?",
        right,
        every,
        because=why,
        show=lambda: gauge(volts, 0, 30, "V", f"Voltmeter from 0 to 30 V, pointer at {volts:g} V"),
    )
