"""Vibration data and motor tests as a technician of the route meets them."""

from __future__ import annotations

import math
from functools import lru_cache

from labsim.instruments.insulation import least_megohms
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import plot, spectrum, table
from labsim.vibration.analysis.zones import limits, severity
from labsim.vibration.bearing import Bearing, catalogued

TOPIC = "Preventive and Predictive Maintenance"
ZONES = "ISO 10816-3:2009, superseded by ISO 20816-3:2022"
IEEE43 = "IEEE 43-2013: least insulation resistance at 40 °C, polarisation index R10 / R1"
BEARINGS = ("6205", "6208", "6210", "6309", "6312", "6316")
SPEEDS = (980, 1180, 1480, 1780, 2960)
DUTIES = ("a pump", "a fan", "a blower", "a compressor", "a mixer")


@lru_cache
def geometry(name: str) -> Bearing:
    """Return a bearing of the catalogue, made once."""
    return catalogued(name)


@asks(ZONES, repair="VIB-02 VIB-01", backed="picture", unsure=True)
def worst_on_route(draw: Draw) -> Asked:
    """Which reading of a route list is the most urgent."""
    names = draw.some(("P-101", "P-102", "K-201", "V-305", "M-410", "B-512"), 4)
    spread = draw.some((0.35, 0.6, 0.85, 1.25), 4)
    kinds = [draw.pick((1, "rigid"), (1, "flexible"), (2, "rigid"), (2, "flexible")) for _ in names]
    values = [round(limits(*k)[1] * s, 1) for k, s in zip(kinds, spread, strict=True)]
    rows, wrong = [], {}
    for name, (group, base), v, share in zip(names, kinds, values, spread, strict=True):
        rows.append((name, "above 300 kW" if group == 1 else "15 to 300 kW", base, f"{v:g}",
                     f"{limits(group, base)[1]:g}"))  # fmt: skip
        if share < 1:
            wrong[name] = f"{100 * share:.0f} % of its limit taken for the worst"
    right = names[spread.index(1.25)]
    zone = severity(values[spread.index(1.25)], *kinds[spread.index(1.25)])
    return draw.choice(
        f"Today's route, mm/s rms, with the limit B/C of each machine ({', '.join(names)}). Which"
        " one is reported first?",
        right,
        wrong,
        because=f"{right} is in zone {zone}, a quarter above its limit; the others are below"
        " theirs, whatever their size.",
        show=lambda: table(("machine", "power", "support", "now", "limit B/C"), rows),
    )


@asks("level in dB = 20·log10(ratio of amplitudes)", repair="VIB-01",
      backed="picture")  # fmt: skip
def rise_in_db(draw: Draw) -> Asked:
    """Rise of an amplitude in dB."""
    first, ratio = draw.pick(0.2, 0.3, 0.4, 0.5), draw.pick(2, 3, 4, 5, 8, 10)
    key = 20 * math.log10(ratio)
    return draw.number(
        f"High-frequency acceleration on {draw.pick(*DUTIES)}, {first:g} g at first, has gone up as"
        " the trend shows. How many dB is that?",
        key,
        "dB",
        digits=2,
        mistakes={
            "10 instead of 20 before the logarithm": key / 2,
            "the ratio taken for dB": float(ratio),
            "natural logarithm": 20 * math.log(ratio),
            "the ratio times 20": 20.0 * ratio,
            "per cent of the rise": 100.0 * (ratio - 1),
        },
        because=f"20 · log10({ratio}) = {say(key, 2)} dB; twice the amplitude is 6 dB.",
        show=lambda: plot(
            range(6), {"g": [first * ratio ** (k / 5) for k in range(6)]}, "month", "g rms",
            f"Rise from {first:g} g to {first * ratio:g} g over five months",
        ),
    )  # fmt: skip


SHAPES = {  # orders of 1X with their size, what is to be seen
    "unbalance": ({1: 1.0, 2: 0.08}, "at 1X and hardly elsewhere"),
    "misalignment": ({1: 0.6, 2: 1.0, 3: 0.25}, "at 2X higher than at 1X"),
    "looseness": ({n: 1 / (0.6 + 0.25 * n) for n in range(1, 9)}, "at many orders of 1X"),
    "an outer-race defect": ({1: 0.12, 3.57: 0.7, 7.14: 0.5, 10.7: 0.35}, "off the orders of 1X"),
}


@asks("signatures of common faults", repair="VIB-03 VIB-04", backed="picture")
def shape_of_spectrum(draw: Draw) -> Asked:
    """Fault that a spectrum points to first."""
    fault, rpm = draw.pick(*SHAPES), draw.pick(*SPEEDS[:4])
    orders, sign = SHAPES[fault]
    size, seed = draw.pick(3.0, 4.5, 6.0, 8.0), draw.seed()
    wrong = {name: f"read as {text}" for name, (_, text) in SHAPES.items() if name != fault}
    wrong["cavitation"] = "a broad hump of noise looked for and not seen"
    wrong["an electrical fault at twice line frequency"] = "2X of the shaft taken for 2 · line"
    return draw.choice(
        f"{begin(draw.pick(*DUTIES))} at {rpm:,} rpm ({rpm / 60:.1f} Hz). To what does this"
        " spectrum point first?",
        fault,
        wrong,
        because=f"It has lines {sign}: look for {fault} first, then confirm it by a second method.",
        show=lambda: spectrum(
            {o * rpm / 60: size * a for o, a in orders.items()}, "mm/s rms", seed=seed,
            top=12 * rpm / 60,
        ),
    )  # fmt: skip


@asks("bearing frequencies from geometry (ISO 15243 terms); slip left out", repair="VIB-04",
      backed="simulation")  # fmt: skip
def defect_frequency(draw: Draw) -> Asked:
    """Defect frequency of an outer race, to look for in the data."""
    name, rpm = draw.pick(*BEARINGS), draw.pick(*SPEEDS)
    orders, hertz = geometry(name).orders, rpm / 60
    key = orders["BPFO"] * hertz
    return draw.number(
        f"A sheet gives for bearing {name}: BPFO {orders['BPFO']:.2f}, BPFI {orders['BPFI']:.2f},"
        f" cage {orders['FTF']:.2f} (orders). The shaft turns at {rpm:,} rpm. Where does an"
        " outer-race defect show?",
        key,
        "Hz",
        mistakes={
            "the inner race's order": orders["BPFI"] * hertz,
            "cpm taken for Hz": key * 60,
            "the cage's order": orders["FTF"] * hertz,
            "the shaft's speed in Hz": hertz,
            "twice the order": 2 * key,
            "divided by the order": hertz / orders["BPFO"],
        },
        because=f"{orders['BPFO']:.2f} · {hertz:.2f} Hz = {say(key)} Hz, a per cent less with"
        " slip.",
        show=lambda: table(("bearing", *orders), [(name, *(f"{v:.3f}" for v in orders.values()))]),
    )


@asks(IEEE43, repair="ELE-05")
def least_insulation(draw: Draw) -> Asked:
    """Whether a motor's insulation resistance will do."""
    kind, say_kind, kv = draw.pick(
        ("random", "a random-wound motor of 480 V", 0.48), ("form", "a form-wound motor of 4.16 kV"
        " built in 2005", 4.16), ("old", "a motor of 4.16 kV built in 1962", 4.16),
    )  # fmt: skip
    key = least_megohms(kv, kind)
    return draw.number(
        f"Work order {draw.pick(*range(4100, 4160))}: {say_kind} gets its yearly test. Below which"
        " one-minute insulation resistance at 40 °C is it not put on voltage?",
        key,
        "MΩ",
        mistakes={
            "kV + 1 for every motor": kv + 1 + 0.0,
            "1 MΩ, the rule of the old days": 1.0,
            "100 MΩ for every motor": 100.0,
            "5 MΩ for every motor": 5.0,
            "1 MΩ for each volt": kv * 1000,
            "ten times the limit": key * 10,
        },
        because=f"IEEE 43: kV + 1 MΩ for windings up to about 1970, 100 MΩ for form-wound ones"
        f" since, 5 MΩ for random-wound ones and those below 1 kV. Here {say(key)} MΩ.",
    )


@asks("insulation resistance halves for every 10 K more (IEEE 43)", repair="ELE-05")
def insulation_at_40(draw: Draw) -> Asked:
    """Insulation resistance corrected to 40 °C."""
    megohms, t = draw.pick(20, 40, 60, 120, 200, 320), draw.pick(10, 20, 30, 50, 60, 70)
    steps = (t - 40) / 10
    key = megohms * 2**steps
    return draw.number(
        f"A winding of {t} °C on {draw.pick(*DUTIES)} shows {megohms} MΩ. What is that at 40 °C,"
        " halved for every 10 K more?",
        key,
        "MΩ",
        mistakes={
            "corrected the wrong way": megohms / 2**steps,
            "not corrected": float(megohms),
            "in proportion to the temperature": megohms * t / 40,
            "halved once, however far": megohms * (2.0 if steps > 0 else 0.5),
            "a step too far": key * (2 if steps > 0 else 0.5),
            "ten times for each step": megohms * 10**steps,
        },
        because=f"{abs(steps):g} times 10 K: {megohms} · 2^({steps:g}) = {say(key)} MΩ. Cold"
        " windings look better than they are.",
    )


def _absorbed(one: float, pi: float) -> tuple[list[float], list[float]]:
    """Return minutes and MΩ of a test whose ratio of 10 min to 1 min is `pi`."""
    minutes = [0.25, 0.5, *range(1, 11)]
    return minutes, [one * m ** math.log10(pi) for m in minutes]


@asks(IEEE43, repair="ELE-05", backed="picture")
def polarisation(draw: Draw) -> Asked:
    """Polarisation index read from a ten-minute test."""
    one, pi = draw.pick(100, 200, 300, 400), draw.pick(1.5, 2.0, 2.5, 3.0, 4.0)
    x, curve = _absorbed(one, pi)
    half = curve[1]
    return draw.number(
        f"Insulation of {draw.pick(*DUTIES)}'s motor: {half:.0f} MΩ at 0.5 min, {one} MΩ at 1 min,"
        " the rest as in the picture. What is the polarisation index?",
        pi,
        "",
        mistakes={
            "0.5 min taken instead of 1 min": curve[-1] / half,
            "1 min over 0.5 min (the absorption ratio)": one / half,
            "turned upside down": 1 / pi,
            "the difference over the first": pi - 1,
            "read at 5 min": curve[6] / one,
        },
        because=f"R10 / R1 = {curve[-1]:.0f} / {one} = {pi:g}.",
        show=lambda: plot(
            x, {"insulation": curve}, "min", "MΩ",
            "MΩ by minute: " + ", ".join(f"{m:g}: {v:.0f}" for m, v in zip(x, curve, strict=True)),
        ),
    )  # fmt: skip


FLAT = {
    1.0: "Damp or dirty: dry and clean it, then test it again",
    3.0: "In order: note the value with its temperature for the trend",
}


@asks(IEEE43, repair="ELE-05", backed="picture")
def insulation_curve(draw: Draw) -> Asked:
    """What the course of insulation resistance over ten minutes says."""
    pi, one = draw.pick(1.0, 3.0), draw.pick(12, 18, 26) * draw.pick(1, 1.5)
    one = one if pi == 1.0 else one * 20
    x, curve = _absorbed(one, pi)
    right = FLAT[pi]
    wrong = {text: "the flat and the rising curve mixed up" for t, text in FLAT.items() if t != pi}
    wrong |= {
        "Shorted turns: rewind it before it is started again": "turns believed visible to earth",
        "Open phase: look for the broken joint in the winding": "open phase believed visible",
        "Worn bearings: plan their change in the next stop": "a test of insulation taken for more",
        "Test voltage too low: test with three times as much": "test voltage blamed",
    }
    return draw.choice(
        f"A 4 kV motor's winding is tested for ten minutes; after one it has {one:g} MΩ. What does"
        " the course say?",
        right,
        wrong,
        because=f"The index is {pi:g}: below 2 the surface leaks, above 2 the insulation absorbs.",
        show=lambda: plot(
            x, {"insulation": curve}, "min", "MΩ",
            f"From {curve[0]:.0f} MΩ at 0.25 min to {curve[-1]:.0f} MΩ at 10 min",
        ),
    )  # fmt: skip
