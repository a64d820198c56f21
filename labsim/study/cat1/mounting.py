"""How a sensor is held, its cable, what it needs before it reads: mount, surface, time."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.matching import ask_case
from labsim.study.pictures import plot, table
from labsim.study.trains import highest, line_picture, taken
from labsim.vibration.analysis.spectrum import Spectrum, spectrum
from labsim.vibration.mount import MOUNTS, mounted
from labsim.vibration.route import Setting

TOPIC = "Data acquisition"
MOUNT = "mounted resonance of a sensor of about 100 g; readings are good to a third of it"
WORDS = {
    "stud": "on a stud",
    "flat magnet": "by flat magnet on a machined pad",
    "curved magnet": "by two-pole magnet on a curved casing",
    "hand-held": "by hand with a probe tip",
}
CAVITATES = (("P1", "boils", 0.8),)  # noise at all frequencies: what a mount does stands out


def decade() -> list[float]:
    """Return frequencies from 50 Hz to 20 kHz."""
    return [50.0 * k for k in range(1, 401)]


@asks(MOUNT, repair="VIB-01", backed="simulation")
def usable_to(draw: Draw) -> Asked:
    """Highest frequency that a mount lets through rightly."""
    name = draw.pick(*MOUNTS)
    natural = round(mounted(name).hertz * draw.pick(0.85, 0.9, 0.95, 1.0, 1.05), -2)
    key = natural / 3
    chain = replace(mounted(name), hertz=natural).chain(decade())
    return draw.number(
        f"A sensor {WORDS[name]} rings at {natural:,.0f} Hz. To what frequency may its readings be"
        " trusted, by the usual rule?",
        key,
        "Hz",
        mistakes={
            "to the resonance itself": natural,
            "to half of it": natural / 2,
            "to a tenth": natural / 10,
            "divided by 2.56": natural / 2.56,
            "to twice the resonance": 2 * natural,
            "to a fifth": natural / 5,
        },
        because=f"A third of the mounted resonance: {natural:,.0f} / 3 = {say(key)} Hz.",
        show=lambda: plot(
            decade(), {"gain": list(abs(chain))}, "Hz", "gain", "Gain with one peak, then a fall"
        ),
    )


@asks(MOUNT, repair="VIB-01", backed="picture")
def mount_for_a_purpose(draw: Draw) -> Asked:
    """Mount that is good enough for a frequency."""
    top = draw.pick(250, 300, 350, 800, 1500, 1800, 2000, 3000)
    machine = draw.pick("fan", "pump", "gearbox", "compressor")
    good = [name for name, one in MOUNTS.items() if one.hertz / 3 >= top]
    right = good[-1]
    better = {WORDS[name]: "stricter than it needs to be" for name in good[:-1]}
    bad = {WORDS[name]: "its resonance is too low" for name in MOUNTS if name not in good}
    wrong = dict(zip([*better, *bad], NAMES[len(better)], strict=True))
    return draw.choice(
        f"Lines up to {top:,} Hz are to be read on a {machine}. Which is the simplest mount"
        " that is good to there (a third of its resonance)?",
        WORDS[right],
        wrong,
        because=f"{begin(WORDS[right])} a sensor rings at about"
        f" {mounted(right).hertz:,.0f} Hz: good to {mounted(right).hertz / 3:,.0f} Hz.",
        show=lambda: table(("mount", "rings at, Hz"),
                           [(WORDS[n], f"{one.hertz:,.0f}") for n, one in MOUNTS.items()]),
    )  # fmt: skip


_LOW, _MORE = "its resonance is too low", "better than is needed"
NAMES = {
    0: (_LOW, f"{_LOW}: a magnet", f"{_LOW}: a probe"),
    1: (_MORE, _LOW, f"{_LOW}: a probe"),
    2: (f"{_MORE}: a stud", _MORE, _LOW),
    3: (f"{_MORE}: a stud", _MORE, f"{_MORE}: a magnet"),
}


@lru_cache
def ringing(name: str, pad: str = "B3:H") -> Spectrum:
    """Return the acceleration spectrum to 16 kHz of a pump that cavitates, by a mount."""
    setting = Setting(fmax=16000, lines=800, averages=12, mount=name, tacho=False)
    return spectrum(taken("pump", CAVITATES, pad, setting, 3), 16000, 800)


@asks(MOUNT, repair="VIB-01", backed="simulation")
def which_mount_was_it(draw: Draw) -> Asked:
    """Mount that made a spectrum, from the place of its hump."""
    name, point = draw.pick(*MOUNTS), draw.pick("B3:H", "B3:V", "B4:H", "B4:V")
    found = ringing(name, point)
    kilo = mounted(name).hertz / 1000
    every = {
        WORDS["stud"]: "a stud rings highest of all",
        WORDS["flat magnet"]: "a flat magnet rings at about 6 kHz",
        WORDS["hand-held"]: "a hand-held probe rings at about 1 kHz",
        WORDS["curved magnet"]: "a two-pole magnet rings a little below a flat one",
        "by glue on a clean pad": "glue is nearly as stiff as a stud",
    }
    near = {"flat magnet": WORDS["curved magnet"], "curved magnet": WORDS["flat magnet"]}
    wrong = {
        t: m
        for t, m in every.items()
        if t not in (WORDS[name], near.get(name, "by glue on a clean pad"))
    }
    if name in ("flat magnet", "stud"):
        wrong["hung loosely by its cable"] = "such a sensor reads nothing of the machine"
    else:
        wrong["by wax on a polished pad"] = "wax is nearly as stiff as glue"
    return draw.choice(
        f"Point {point} of a pump that cavitates: noise at all frequencies. The hump is the"
        " sensor's own resonance. How was it held?",
        WORDS[name],
        wrong,
        because=f"{begin(WORDS[name])} it rings at about {kilo:.1f} kHz.",
        show=lambda: line_picture(
            found, "m/s² rms", words=f"Spectrum to 16 kHz; the sensor rings at {kilo:.1f} kHz;"
            f" highest line at {max(highest(found), key=lambda p: p[1])[0]:.0f} Hz",
        ),
    )  # fmt: skip


@asks("preparation of a measuring point (ISO 5348: mounting of accelerometers)", repair="VIB-01")
def prepare_the_point(draw: Draw) -> Asked:
    """Preparing a surface for a sensor."""
    what = draw.pick("magnet", "stud")
    point = draw.pick("a motor's bearing housing", "a pump's bearing frame", "a fan's pillow block")
    right = (
        "clean, flat, bare metal, with a thin film of grease",
        "a bare, flat spot, clean, a little grease on it",
    )
    wrong = {
        "a thick coat of paint, so that the sensor does not slip": "paint is a spring under it",
        "any spot: a strong hold is enough on rust": "rust lets it rock",
        "the thin sheet of a guard close to the bearing": "sheet metal has its own vibration",
        "a rubber pad beneath, so that nothing is scratched": "rubber keeps high frequencies out",
        "a cooling fin near the bearing, if it is flat": "a fin rings by itself",
        "three turns of tape, so that it holds tightly": "tape is soft",
    }
    return draw.choice(
        f"What does a {what}-held sensor need on {point}?",
        right,
        wrong,
        because="Stiff and flat: what is soft or rocks lowers the mounted resonance.",
    )


@asks(
    "settling of an accelerometer after it is put on or powered", repair="VIB-01", backed="picture"
)
def settling(draw: Draw) -> Asked:
    """Time until a sensor has settled."""
    tau, left = draw.pick(0.8, 1.0, 1.2, 1.5, 2.0), draw.pick(1, 2, 5)
    key = tau * math.log(100 / left)
    times = [tau * n / 60 for n in range(361)]
    return draw.number(
        f"After it is put on, a sensor's offset dies away with a time constant of {tau:g} s. How"
        f" long until {left} % of it is left?",
        key,
        "s",
        mistakes={
            "one time constant": tau,
            "log to base 10": tau * math.log10(100 / left),
            "time constant times the ratio": tau * 100 / left,
            "five time constants, whatever is to be left": 5 * tau,
            "one by the time constant": math.log(100 / left) / tau,
            "half-lives instead of time constants": tau * math.log2(100 / left),
        },
        because=f"ln(100/{left}) = {say(math.log(100 / left))} time constants: {say(key)} s.",
        show=lambda: plot(
            times, {"offset": [100 * math.exp(-v / tau) for v in times]}, "time, s", "offset, %",
            f"Offset from 100 %, falling fast, then ever slower, over {6 * tau:g} s",
        ),
    )  # fmt: skip


@asks("where to put a sensor: as near the bearing as can be, stiff path", repair="VIB-01")
def where_to_put_it(draw: Draw) -> Asked:
    """Place of a sensor on a machine."""
    part = draw.pick("a motor", "a pump", "a fan", "a gearbox", "a blower")
    way = draw.pick("horizontal", "vertical", "axial")
    right = (
        "on the bearing housing, in line with the bearing",
        "on solid metal of the bearing housing",
    )
    wrong = {
        "on the fan cowl, which is easiest to reach": "sheet metal has its own vibration",
        "on the foundation beside the machine": "what arrives there has passed feet and grout",
        "on the coupling guard between the machines": "a guard rattles by itself",
        "on the terminal box, which is flat": "a box is no path of the bearing's force",
        "on a cooling fin near the bearing": "fins ring",
        "wherever the reading is lowest": "a reading is to tell, not to please",
    }
    return draw.choice(
        f"Where is the {way} sensor put on {part}?",
        right,
        wrong,
        because="The path from the bearing to the sensor is to be short and stiff.",
    )


@asks("faults of cables and connectors of accelerometers", repair="VIB-01")
def cable_fault(draw: Draw) -> Asked:
    """What a cable or connector does to a signal."""
    cases = (
        ("jumps and gaps when the cable is moved", "a lead that breaks now and then",
         "A loose contact makes jumps that die away."),
        ("a steady line at 50 or 60 Hz, also with the machine at rest",
         "mains hum by a broken screen",
         "The screen keeps the field of the mains out."),
        ("bias 0 V, no signal at all", "a short circuit in the cable", "A short leaves 0 V."),
        ("bias at the full supply, no signal", "an open lead", "The supply finds no load."),
        ("bias drifts and noise grows in wet weather", "water in the connector",
         "Leakage shifts the bias."),
        ("low-frequency thumps without gaps whenever the cable swings",
         "a cable that is not tied down",
         "A cable that whips makes charge and pulls at the sensor."),
    )  # fmt: skip
    every = {
        "a lead that breaks now and then": "this would make gaps and jumps",
        "mains hum by a broken screen": "hum stands at mains frequency",
        "a short circuit in the cable": "a short leaves 0 V of bias",
        "an open lead": "open shows the full supply",
        "water in the connector": "water shifts the bias slowly",
        "a cable that is not tied down": "a swinging cable thumps",
    }
    return ask_case(draw, "On a route this is seen: {}. What is it most likely?", cases, every)
