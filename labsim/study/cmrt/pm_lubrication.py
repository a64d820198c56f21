"""Grease: how much, how often, how it is known that it is enough."""

from __future__ import annotations

import math

from labsim.mechanical.lubrication import grease, interval
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import plot, table

TOPIC = "Preventive and Predictive Maintenance"
QUANTITY = "grease quantity G = 0.005 · D · B in g, D and B in mm (Tribology Handbook; SKF)"
INTERVAL = "t = k · (14e6 / (n · √d) - 4·d) in h, d in mm; k 10 / 5 / 1 (Tribology Handbook)"
BEARINGS = {  # bore, outside diameter, width in mm (ISO 15)
    "6206": (30, 62, 16), "6208": (40, 80, 18), "6210": (50, 90, 20), "6309": (45, 100, 25),
    "6310": (50, 110, 27), "6312": (60, 130, 31), "6314": (70, 150, 35), "6316": (80, 170, 39),
}  # fmt: skip
SPEEDS = (980, 1180, 1480, 1780)
# name: k in the table, what labsim calls it
KINDS = {"deep-groove ball": (10, "ball"), "cylindrical roller": (5, "roller"),
         "spherical roller": (1, "spherical")}  # fmt: skip


@asks(QUANTITY, repair="MEC-01 WRK-02", backed="picture")
def grease_quantity(draw: Draw) -> Asked:
    """Grease for one bearing from its table of sizes."""
    name = draw.pick(*BEARINGS)
    d, outside, b = BEARINGS[name]
    where = draw.pick("a motor's drive end", "a fan shaft", "a pump", "a conveyor drum")
    key = grease(outside, b)
    rows = [(n, *(str(v) for v in sizes)) for n, sizes in BEARINGS.items()]
    return draw.number(
        f"How much grease does a bearing {name} on {where} get, by G = 0.005 · D · B?",
        key,
        "g",
        digits=2,
        mistakes={
            "the bore taken for the outside diameter": 0.005 * d * b,
            "the factor 0.05": 0.05 * outside * b,
            "half the outside diameter": key / 2,
            "bore and outside diameter multiplied": 0.005 * d * outside,
            "both ends of the shaft counted": 2 * key,
            "the factor for inches (0.114)": 0.114 * outside * b,
        },
        because=f"0.005 · {outside} · {b} = {say(key)} g: D is the outside diameter, B the width.",
        show=lambda: table(("bearing", "d, mm", "D, mm", "B, mm"), rows),
    )


@asks(QUANTITY, repair="WRK-02")
def strokes(draw: Draw) -> Asked:
    """Strokes of a grease gun for a given quantity."""
    name, gram = draw.pick(*BEARINGS), draw.pick(0.7, 0.8, 1.2, 1.5, 2.0)
    _, outside, b = BEARINGS[name]
    g = round(grease(outside, b))
    return draw.number(
        f"A bearing {name} is to get {g} g. 20 strokes of your gun gave {20 * gram:g} g on the"
        " scale. How many strokes is that?",
        g / gram,
        "strokes",
        mistakes={
            "a gram a stroke taken for granted": float(g),
            "multiplied by the grams of a stroke": g * gram,
            "the 20 strokes of the trial": 20.0,
            "half, for a worn gun": g / gram / 2,
            "twice, to be sure": 2 * g / gram,
            "three strokes by habit": 3.0,
        },
        because=f"A stroke gives {gram:g} g: {g} / {gram:g} = {say(g / gram)} strokes. Guns"
        " differ: weigh yours.",
    )


@asks(INTERVAL, repair="REL-06 WRK-02", backed="picture")
def grease_interval(draw: Draw) -> Asked:
    """Relubrication interval from bore, speed and kind of bearing."""
    kind, (d, outside, _) = draw.pick(*KINDS), BEARINGS[draw.pick(*BEARINGS)]
    rpm, (k, called) = draw.pick(*SPEEDS), KINDS[kind]
    key = interval(d, rpm, called)
    return draw.number(
        f"A {kind} bearing of {d} mm bore and {outside} mm outside diameter turns at {rpm:,} rpm"
        f" below 70 °C. t = k · (14·10⁶ / (n · √d) - 4·d), k from the table. How long is it?",
        key,
        "h",
        digits=2,
        mistakes={
            **{f"k = {o} taken": interval(d, rpm, n) for o, n in KINDS.values() if o != k},
            "the root of D drawn": key - k * 14e6 / rpm * (d**-0.5 - outside**-0.5),
            "4·d not taken off": key + 4 * d * k,
            "4·d added": key + 8 * d * k,
        },
        because=f"{k} · (14·10⁶ / ({rpm} · √{d}) - {4 * d}) = {say(key, 2)} h.",
        show=lambda: table(("kind", "k"), [(name, str(v)) for name, (v, _) in KINDS.items()]),
    )


@asks("interval halved for every 15 °C above 70 °C (SKF)", repair="REL-06 WRK-02")
def hot_bearing_interval(draw: Draw) -> Asked:
    """Relubrication interval of a bearing that runs hot."""
    base, hot = draw.pick(2000, 3000, 4000, 6000, 8000), draw.pick(85, 100, 115)
    steps = (hot - 70) // 15
    return draw.number(
        f"The table gives {base:,} h at 70 °C. The bearing runs at {hot} °C. What is the interval,"
        " halved for every 15 °C more?",
        base / 2**steps,
        "h",
        mistakes={
            "doubled instead of halved": base * 2.0**steps,
            "not corrected": float(base),
            "a step too many": base / 2 ** (steps + 1),
            "in proportion to the temperature": base * 70 / hot,
            "halved for every 10 °C": base / 2 ** ((hot - 70) / 10),
            "halved once, however hot": base / 2,
        },
        because=f"{hot} - 70 is {steps} step{'s' if steps > 1 else ''} of 15 °C: {base:,} /"
        f" {2**steps} = {say(base / 2**steps)} h.",
    )


@asks("ultrasound: grease until the level stops falling", repair="WRK-02 MEC-01", backed="picture")
def grease_by_ear(draw: Draw) -> Asked:
    """At which stroke to stop when greasing with ultrasound."""
    best, base = draw.pick(3, 4, 5, 6, 7), draw.pick(18, 20, 22, 24)
    fall = draw.pick(1.5, 2.0, 2.5)
    x = list(range(12))
    curve = [base + fall * max(best - s, 0) + 1.2 * max(s - best - 1, 0) for s in x]
    return draw.number(
        f"A bearing is greased while its ultrasound is heard; its baseline is {base} dB. After"
        " how many strokes is it enough?",
        float(best),
        "strokes",
        digits=2,
        mistakes={
            "stopped halfway down": best / 2,
            "until the level has risen again": float(best + 4),
            "until the gun meets resistance": 11.0,
            "twice as much, for safety": 2.0 * best,
            "one stroke, by habit": 1.0,
            "a stroke too few": best - 1.0,
        },
        because=f"The level falls to the baseline at stroke {best} and then rises: more grease is"
        " churned, heats, and harms.",
        show=lambda: plot(
            x, {"level": curve}, "strokes", "dB",
            f"Level falls from {curve[0]:g} dB to {base} dB at stroke {best}, stays for a stroke,"
            " then rises",
        ),
    )  # fmt: skip


AFTER = {
    "settles": "Nothing: fresh grease is spread and settles; note it and look again",
    "stays": "Let the surplus out: run it with the drain open, and check the dose",
    "climbs": "Stop it in a planned way: the bearing was damaged before, or the grease is wrong",
}
ELSE = {
    "Add the same dose again, because a warm bearing asks for more grease": "more grease for heat",
    "Cool the housing with compressed air until the temperature is as before": "the sign cooled",
    "Change to a thicker grease at once, whatever the bearing's speed may be": "grease changed",
}


@asks("temperature after greasing: trade practice", repair="WRK-02 MEC-01", backed="picture")
def warm_after_greasing(draw: Draw) -> Asked:
    """What a bearing's temperature after greasing says."""
    case, base, step = draw.pick(*AFTER), draw.pick(46, 48, 52, 55, 58), draw.pick(8, 10, 12, 15)
    x = list(range(13))
    rise = [step * (1 - math.exp(-h / 1.2)) for h in x]
    factor = {
        "settles": [math.exp(-max(h - 2, 0) / 3) for h in x],
        "stays": [1.4] * 13,
        "climbs": [1 + 0.15 * h for h in x],
    }[case]
    curve = [base + r * f for r, f in zip(rise, factor, strict=True)]
    wrong = {text: f"read as: it {c}" for c, text in AFTER.items() if c != case} | ELSE
    return draw.choice(
        f"A bearing that ran at {base} °C was greased at hour 0. This is its temperature since."
        " Load and room did not change. What now?",
        AFTER[case],
        wrong,
        because=f"It {case}: {AFTER[case][0].lower()}{AFTER[case][1:]}.",
        show=lambda: plot(
            x, {"bearing": curve}, "hours", "°C",
            "Temperature over 12 hours: " + ", ".join(f"{v:.0f}" for v in curve[::3]) + " °C",
        ),
    )  # fmt: skip


STRANGERS = (("polyurea", "lithium complex"), ("lithium", "bentonite clay"),
             ("calcium sulphonate", "polyurea"), ("lithium complex", "clay"))  # fmt: skip


FALSE_HOPES = {
    "Use it: greases of the same NLGI class mix in any proportion without harm": "NLGI class taken",
    "Use it: with the same base oil viscosity the thickener does not matter": "thickener forgotten",
    "Use half the dose of it now and the other half with the right grease later": "half and half",
    "Use it if the colour is the same, as the makers colour like greases alike": "judged by colour",
    "Leave it without grease until the next overhaul, whenever that will be": "starved",
    "Mix it with some oil first, so that it becomes as soft as the old grease": "thinned",
}


@asks("compatibility of thickeners; trade practice", repair="MEC-01 WRK-04", unsure=True)
def other_grease(draw: Draw) -> Asked:
    """What to do when the grease at hand has another thickener."""
    old, new = draw.pick(*STRANGERS)
    machine = draw.pick("fan motor", "pump", "blower", "mixer")
    return draw.choice(
        f"A {machine} runs on {old} grease. The store has only {new}. What is right?",
        "Ask the maker whether they mix; if not, wait or clean it out before the change",
        FALSE_HOPES,
        because="Thickeners that do not mix turn to soup or to soap: the bearing starves with"
        " grease in it.",
    )
