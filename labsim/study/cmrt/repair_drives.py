"""Drives mended: belts, sheaves, chains, couplings, gears."""

from __future__ import annotations

import math

from labsim.mechanical.drives import tension
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.matching import ask_case
from labsim.study.pictures import scheme, table, waveform
from labsim.study.pictures_repair import tooth
from labsim.study.pictures_trade import clock

TOPIC = "Corrective Maintenance"
TENSION = "belt static tension T = 4 · m · L² · f² from the frequency of the free span"


@asks("ratio of a belt drive: n1 · d1 = n2 · d2", repair="MEC-03", backed="picture")
def sheave_ratio(draw: Draw) -> Asked:
    """Speed after a sheave of another size is fitted."""
    rpm, d1 = draw.pick(980, 1170, 1480, 1760), draw.pick(112, 125, 140, 160)
    d2, machine = draw.pick(200, 224, 250, 280, 315), draw.pick("fan", "pump", "mixer")
    key = rpm * d1 / d2
    return draw.number(
        f"The {machine}'s sheave is replaced by the one shown. How fast does it turn now, slip left"
        " out?",
        key,
        "rpm",
        mistakes={
            "the ratio turned over": rpm * d2 / d1,
            "the motor's speed taken": rpm,
            "the square of the ratio": rpm * (d1 / d2) ** 2,
            "the difference of the sheaves taken": rpm * (d2 - d1) / d2,
            "the mean of both speeds": (rpm + key) / 2,
        },
        because=f"{rpm} · {d1} / {d2} = {say(key)} rpm.",
        show=lambda: scheme(
            (f"motor {rpm} rpm", f"sheave {d1} mm", f"sheave {d2} mm", machine),
            f"Motor of {rpm} rpm with a sheave of {d1} mm drives one of {d2} mm on the {machine}.",
        ),
    )


@asks(TENSION, repair="MEC-03", backed="picture")
def belt_by_frequency(draw: Draw) -> Asked:
    """Static tension of a belt from its frequency."""
    mass, span = draw.pick(0.07, 0.12, 0.2), draw.pick(0.4, 0.5, 0.6, 0.8)
    hertz = draw.pick(24, 30, 36, 42, 48)
    key = tension(mass * 1000, span * 1000, hertz)
    times = [k / 3600 for k in range(901)]
    ring = [math.exp(-6 * t) * math.sin(math.tau * hertz * t) for t in times]
    return draw.number(
        f"The free span of a V-belt, {span:g} m long, is plucked; a sensor beside it gives this."
        f" The belt has {mass:g} kg/m. What is its tension, T = 4 · m · L² · f²?",
        key,
        "N",
        mistakes={
            "the 4 forgotten": key / 4,
            "the length left unsquared": key / span,
            "two for four": key / 2,
            "the frequency left unsquared": key / hertz,
            "both strands added, or periods miscounted": 2 * key,
        },
        because=f"{hertz / 4:g} periods in 250 ms are {hertz} Hz: 4 · {mass:g} · {span:g}² ·"
        f" {hertz}² = {say(key)} N.",
        show=lambda: waveform(
            times, ring, "signal", f"A wave that dies away, {hertz / 4:g} periods in 250 ms"
        ),
    )


FORCE = {
    "Too slack: move the motor out, and read it again": "slack read into it",
    "Right: tighten the motor, put the guard on, read it after a day": "taken for right",
    "Too tight: move the motor in, and read it again": "tightness read into it",
    "Too slack: spray belt dressing on both sides": "dressing for tension",
    "Right, but add a tenth for the time when it gets older": "more than asked for bearings",
    "Too tight: run it so, a belt stretches to what it needs": "left tight, the bearings pay",
}


@asks("belt force at 16 mm of deflection per metre of span, against the maker's limits",
      repair="MEC-03", backed="picture")  # fmt: skip
def deflection_force(draw: Draw) -> Asked:
    """What the force at the right deflection says of a belt."""
    low = draw.pick(22, 28, 36, 45, 60)
    high, span, kind = round(low * 1.4), draw.pick(500, 750, 1000, 1250), draw.pick(0, 1, 2)
    force = round((low * 0.7, (low + high) / 2, high * 1.35)[kind])
    right = list(FORCE)[kind]
    rows = [("least force", f"{low} N"), ("greatest force", f"{high} N")]
    rows += [("free span", f"{span} mm"), ("deflection", f"{span * 0.016:g} mm")]
    rows += [("force read", f"{force} N")]
    return draw.choice(
        "A new belt was set, and its force read at midspan. What follows?",
        right,
        FORCE,
        because=f"{force} N against {low} to {high} N at 16 mm per metre of span. {right}.",
        show=lambda: table(("belt", "value"), rows),
    )


SAG = {
    "Tighten it: it hangs too low and may jump": "a slack chain seen",
    "Leave it: sag and length are within the manual": "taken for right",
    "Slacken it: a chain without sag wears out its pins": "a tight chain seen",
    "Renew chain and sprockets: they are worn together": "wear seen where there is none",
    "Take out one link, whatever the length says": "a link cut from a chain",
    "Run it dry: grease makes it hang lower": "lubricant blamed for sag",
}


@asks("roller chains: sag of the slack strand as a share of the centre distance; wear of the pitch",
      repair="MEC-03", backed="picture", unsure=True)  # fmt: skip
def chain_sag(draw: Draw) -> Asked:
    """What sag and wear of a roller chain call for."""
    far, kind = draw.pick(600, 800, 1000, 1200, 1500), draw.pick(0, 1, 2, 3)
    machine = draw.pick("a conveyor", "a mixer", "an oven", "a winder", "a palletiser")
    sag = round(far * (0.07, 0.02, 0.003, 0.07)[kind])
    worn = (0.6, 0.8, 0.2, 3.4)[kind]
    right = list(SAG)[kind]
    rows = [("centre distance", f"{far} mm"), ("sag", f"{sag} mm"), ("wear", f"{worn} %")]
    rows += [("manual: sag", "1 to 3 %"), ("manual: wear", "2 % at most")]
    return draw.choice(
        f"The level chain of {machine} is checked, its slack strand below. What does it need?",
        right,
        SAG,
        because=f"Sag {sag} of {far} mm is {100 * sag / far:.1f} %, wear {worn} %. {right}.",
        show=lambda: table(("chain", "value"), rows),
    )


LINE_UP = {
    "In line: tighten the motor and go on to the tension": "taken for right",
    "Parallel offset: move one sheave along its shaft": "offset read into it",
    "Angle: turn the motor on its base": "an angle read into it",
    "Twist: shim the motor under two of its feet": "a twist read into it",
    "A bent shaft: renew it before the belts go on": "the shaft blamed",
    "Worn grooves: renew both sheaves": "the grooves blamed",
}


@asks("sheave alignment by straight edge at four places", repair="MEC-03", backed="picture")
def straight_edge(draw: Draw) -> Asked:
    """What the gaps under a straight edge say of two sheaves."""
    kind, gap = draw.pick(0, 1, 2), draw.pick(1.5, 2.0, 2.5, 3.0, 4.0)
    near, far = ((0, 0), (gap, gap), (0, gap))[kind]
    if kind == 2 and draw.pick(True, False):
        near, far = far, near
    right = list(LINE_UP)[kind]
    rows = [("fan's sheave, outer rim", "0"), ("fan's sheave, inner rim", "0")]
    rows += [("motor's sheave, inner rim", f"{near:g}"), ("motor's sheave, outer rim", f"{far:g}")]
    return draw.choice(
        "Upright the sheaves show no twist. Level, a straight edge lies across the faces of two"
        " sheaves of equal rims, tight on the"
        f" fan's. Gaps beneath it in mm ({draw.pick('two', 'three', 'four')} belts). What is it?",
        right,
        LINE_UP,
        because=f"Gaps at the motor {near:g} and {far:g} mm. {right}.",
        show=lambda: table(("place", "gap, mm"), rows),
    )


PATTERNS = {
    "right: most of the flank bears": (0.5, 0.5, 0.8, 0.7, "taken for right"),
    "the shafts are not parallel": (0.14, 0.5, 0.22, 0.7, "a heavy end read into it"),
    "the shafts stand too far apart": (0.5, 0.87, 0.8, 0.2, "a shallow mesh read into it"),
    "the shafts stand too close together": (0.5, 0.15, 0.8, 0.22, "a deep mesh read into it"),
}
BLAMED = {
    "the oil is too thin for the load": "oil blamed for geometry",
    "the motor turns the wrong way": "rotation blamed",
    "the teeth are too soft": "hardness blamed",
}


@asks("contact pattern of spur gears with marking paste", repair="MEC-03", backed="picture")
def contact_pattern(draw: Draw) -> Asked:
    """What the contact pattern of a spur gear says."""
    right = draw.pick(*PATTERNS)
    x, y, wide, high, _ = PATTERNS[right]
    x = 1 - x if draw.pick(True, False) else x
    wrong = {text: row[-1] for text, row in PATTERNS.items()} | BLAMED
    words = f"Flank of a tooth with a patch of colour, its middle at {x:.0%} from end A, {y:.0%}"
    words += f" up from the root, {wide:.0%} wide and {high:.0%} high."
    return draw.choice(
        f"A gear pair of a {draw.pick('mixer', 'winch', 'conveyor', 'mill')} is turned with marking"
        " paste. What does the pattern say?",
        right,
        wrong,
        because=f"The patch shows where the teeth bear: {right}.",
        show=lambda: tooth(x, y, wide, high, words),
    )


@asks("backlash measured at another radius than the pitch radius", repair="MEC-03",
      backed="picture")  # fmt: skip
def backlash(draw: Draw) -> Asked:
    """Backlash of a gear from a dial on a longer arm."""
    pitch, arm = draw.pick(60, 80, 100), draw.pick(150, 200, 250)
    read = draw.pick(0.3, 0.36, 0.45, 0.5, 0.6)
    key = read * pitch / arm
    return draw.number(
        f"One gear is held; on the other a dial on an arm {arm} mm from the shaft's axis goes from"
        f" zero to what you see. The pitch radius is {pitch} mm. How large is the backlash?",
        key,
        "mm",
        digits=2,
        mistakes={
            "the reading taken as it is": read,
            "the ratio turned over": read * arm / pitch,
            "halved, as an offset": read / 2,
            "the right value halved": key / 2,
            "the difference of the radii taken": read * (arm - pitch) / arm,
        },
        because=f"{read:g} · {pitch} / {arm} = {key:.2f} mm.",
        show=lambda: clock(100 * read, 0),
    )


COUPLING = {
    "leave the gap between the hubs that the maker gives": "the gap as the answer to all",
    "heat the hub evenly, and push it on in one go": "heat for a loose hub",
    "put both keys half a turn apart or as they were balanced": "keys for what is not unbalance",
    "drive the hub on with a hammer over a piece of wood": "blows through the bearings",
    "push the hubs together until they touch": "no room for growth",
    "choose a softer insert, so that it need not be aligned": "an insert in place of alignment",
}


@asks("coupling assembly: gap, heat, keys as balanced", repair="MEC-05 MEC-06")
def coupling_fitted(draw: Draw) -> Asked:
    """How a coupling is put together."""
    gap, heat, keys, *_ = COUPLING
    cases = [
        ("The shafts grow along their axes when warm", gap, "Without a gap the hubs push on the"
         " bearings."),
        ("A hub has an interference fit", heat, "Heat does it without blows on the bearings."),
        ("A fast coupling must not bring unbalance", keys, "Key lengths belong to the balance."),
    ]  # fmt: skip
    return ask_case(draw, "{}. What is done when the coupling is fitted?", cases, COUPLING)
