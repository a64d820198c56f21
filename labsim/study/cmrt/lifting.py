"""Tools and lifting: slings, hoists, torque, grinders, drills, and looking before use."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.matching import ask_entry
from labsim.study.pictures_trade import beam, sling, wrench

TOPIC = "Maintenance Practices"
RIGGING = "statics of sling legs; ASME B30.9 and EN 13414 by name"
TORQUE = "statics of a lever: setting = torque · L / (L + E)"
SPEED = "v = π·d·n"
G = 9.81  # m/s²
STEEL = 7850.0  # kg/m³, structural steel


@asks(RIGGING, repair="SAF-03", backed="picture")
def sling_tension(draw: Draw) -> Asked:
    """Tension in each leg of a two-leg sling."""
    tons, angle = draw.pick(1.0, 1.6, 2.0, 2.4, 3.0, 4.0), draw.pick(30, 40, 45, 50, 60)
    upright = draw.pick(True, False)
    sine = math.sin(math.radians(angle))
    key = tons * 1000 * G / 2 / sine / 1000
    shown = f"{90 - angle}° from the vertical" if upright else f"{angle}° from the horizontal"
    return draw.number(
        f"Two legs lift {tons:g} t; each stands {shown}. What is the tension in a leg?",
        key,
        "kN",
        mistakes={
            "half the load: the angle forgotten": key * sine,
            "the whole load in each leg, angle taken": 2 * key,
            "multiplied by the sine": key * sine**2,
            "the angle from the other axis taken": key * sine / math.cos(math.radians(angle)),
            "tonnes left as they are": tons / 2 / sine,
            "whole load divided by three": tons * G / 3,
        },
        because=f"T = W / (2 · sin {angle}°) = {say(tons * G)} / {say(2 * sine)} = {say(key)} kN.",
        show=lambda: sling(angle, f"{tons:g} t", shown),
    )


@asks(RIGGING, repair="SAF-03", backed="picture")
def sling_capacity(draw: Draw) -> Asked:
    """What a two-leg sling may lift at an angle."""
    rated, angle = draw.pick(0.8, 1.0, 1.5, 2.0, 3.2), draw.pick(30, 40, 45, 60)
    sine = math.sin(math.radians(angle))
    key = 2 * rated * sine
    shown = f"{angle}° from the horizontal"
    return draw.number(
        f"Each leg carries {rated:g} t in a straight lift. What may two legs lift at {shown}?",
        key,
        "t",
        mistakes={
            "the angle forgotten": 2 * rated,
            "one leg only, angle taken": rated * sine,
            "cosine of that angle": 2 * rated * math.cos(math.radians(angle)),
            "divided by the sine": 2 * rated / sine,
            "one leg, no angle": rated,
        },
        because=f"2 · {rated:g} t · sin {angle}° = {say(key)} t.",
        show=lambda: sling(angle, "load", shown),
    )


@asks(RIGGING, repair="SAF-03", backed="picture")
def flatter_legs(draw: Draw) -> Asked:
    """How tension in sling legs changes with the angle."""
    start, end = draw.pick((60, 30), (60, 45), (75, 30), (70, 40), (80, 30), (45, 30))
    ratio = math.sin(math.radians(start)) / math.sin(math.radians(end))
    load = draw.pick("a motor", "a gearbox", "a pump", "a valve", "a mould")
    return draw.number(
        f"{begin(load)} hangs on two legs {start}° from the horizontal. With shorter legs"
        f" they stand at {end}°. By what factor does the tension grow or fall?",
        ratio,
        "times",
        mistakes={
            "the angles divided": start / end,
            "the angles divided the other way": end / start,
            "taken the other way: tension falls": 1 / ratio,
            "the load is the same, so the tension": 1.0,
            "cosines taken": math.cos(math.radians(start)) / math.cos(math.radians(end)),
        },
        because=f"Tension goes with 1 / sin of the angle: {say(ratio)} times. Flat legs pull hard.",
        show=lambda: sling(start, "load", f"{start}° from the horizontal"),
    )


@asks("statics: moments about one hoist", repair="SAF-03", backed="picture")
def two_hoists(draw: Draw) -> Asked:
    """Load on each of two hoists."""
    kilos, long = draw.pick(600, 900, 1200, 1500, 2000), draw.pick(3.0, 4.0, 5.0, 6.0)
    near = long * draw.pick(0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75)
    which = draw.pick("A", "B")
    a = kilos * (long - near) / long
    key = a if which == "A" else kilos - a
    texts = (f"{kilos} kg", f"{near:.2f} m", f"{long - near:.2f} m")
    return draw.number(
        f"What does hoist {which} carry?",
        key,
        "kg",
        mistakes={
            "the other hoist's share: distances exchanged": kilos - key,
            "half each, wherever the centre is": kilos / 2,
            "distances divided by each other": kilos * near / (long - near),
            "the whole load": kilos,
            "a quarter, by eye": kilos / 4,
        },
        because=f"The nearer hoist carries more: moments about the other one give {say(key)} kg.",
        show=lambda: beam(*texts, near / long),
    )


@asks("mass = volume · density; steel 7,850 kg/m³", repair="SAF-03")
def mass_of_a_plate(draw: Draw) -> Asked:
    """Mass of a steel part before it is lifted."""
    long, wide = draw.pick(1.2, 1.5, 2.0, 2.5), draw.pick(0.6, 0.8, 1.0, 1.25)
    thick = draw.pick(12, 15, 20, 25, 30, 40)
    key = long * wide * thick / 1000 * STEEL
    return draw.number(
        f"A steel plate is {long:g} m by {wide:g} m and {thick} mm thick. What does it weigh?",
        key,
        "kg",
        mistakes={
            "density of aluminium": key * 2700 / STEEL,
            "density of water": key * 1000 / STEEL,
            "length and width added": (long + wide) * thick / 1000 * STEEL,
            "the thickness a place off": key * 10,
            "a round plate of this width": math.pi / 4 * wide**2 * thick / 1000 * STEEL,
            "pounds for kilograms": key * 2.2046,
        },
        because=f"{long:g} · {wide:g} · {thick / 1000:g} m³ · 7,850 kg/m³ = {say(key)} kg.",
    )


@asks(TORQUE, repair="MEC-02", backed="picture")
def extension(draw: Draw) -> Asked:
    """Torque wrench with an extension."""
    torque, arm, more = draw.pick(60, 80, 110, 150, 200), draw.pick(400, 450, 500), draw.pick(80, 100, 150)  # fmt: skip  # noqa: E501
    key = torque * arm / (arm + more)
    return draw.number(
        f"The bolt needs {torque} N·m. To what is the wrench set?",
        key,
        "N·m",
        mistakes={
            "the ratio turned over": torque * (arm + more) / arm,
            "the extension forgotten": torque,
            "extension over arm taken off": torque * (1 - more / arm),
            "extension over arm alone": torque * more / arm,
            "the extension over both": torque * more / (arm + more),
        },
        because=f"{torque} · {arm} / ({arm} + {more}) = {say(key)} N·m.",
        show=lambda: wrench(f"{arm} mm", f"{more} mm"),
    )


WHEELS = ((115, 11000), (115, 9000), (125, 11000), (125, 10000), (150, 2900), (150, 3580),
          (180, 8500), (200, 2900), (200, 3580), (230, 6500), (230, 6000), (250, 2900))  # fmt: skip


@asks(SPEED, repair="MEC-04")
def wheel_speed(draw: Draw) -> Asked:
    """Rim speed of a grinding wheel."""
    size, rpm = draw.pick(*WHEELS)
    key = math.pi * size / 1000 * rpm / 60
    return draw.number(
        f"A grinding wheel of {size} mm turns at {rpm:,} rpm. What is the speed of its rim?",
        key,
        "m/s",
        mistakes={
            "radius taken for diameter": key / 2,
            "π forgotten": key / math.pi,
            "metres per minute divided by 100": key * 0.6,
            "2π·diameter taken": key * 2,
            "millimetres taken for centimetres": key * 10,
        },
        because=f"π · {size / 1000:g} m · {rpm / 60:.1f} turns/s = {say(key)} m/s; compare with the"
        " speed printed on the wheel.",
    )


@asks(SPEED, repair="MEC-02")
def drill_speed(draw: Draw) -> Asked:
    """Speed of a drill from the cutting speed."""
    size, cut = draw.pick(6, 8, 10, 12, 16, 20), draw.pick(20, 25, 30)
    metal = draw.pick("mild steel", "cast iron", "a bracket")
    key = cut * 1000 / (math.pi * size)
    return draw.number(
        f"{begin(metal)} is drilled with a drill of {size} mm at a cutting speed of"
        f" {cut} m/min. At what speed does the drill turn?",
        key,
        "rpm",
        mistakes={
            "π forgotten": cut * 1000 / size,
            "radius taken for diameter": key * 2,
            "multiplied by π": cut * 1000 / size * math.pi,
            "half of it: diameter taken twice": key / 2,
            "metres taken for decimetres": key / 10,
        },
        because=f"n = v / (π·d) = {cut},000 / (π · {size}) = {say(key)} rpm.",
    )


REJECT = {
    "a synthetic sling without its label": "without label nobody knows what it carries",
    "a chain sling with a stretched link": "a stretched link was overloaded",
    "a wire rope with a bird cage": "an opened lay has lost its core",
    "a hook opened at its throat": "an opened hook was overloaded",
    "a ladder with a bent rail": "a bent rail buckles under load",
    "a harness whose webbing is burnt": "burnt webbing has lost strength",
    "a grinder without its guard": "the guard stops pieces of a burst wheel",
    "a meter lead with cracked insulation": "bare lead is in the hand",
}
USABLE = {
    "a chain hoist with dust on its cover": "dust on a cover can be wiped off",
    "a shackle with worn paint": "paint carries no load",
    "a sling whose label is dirty and can be read": "the label can be read",
    "a torque wrench calibrated last month": "its calibration is in date",
    "a ladder with a scratched sticker": "a scratch on a sticker carries no load",
    "a meter whose battery was renewed": "a new battery is no fault",
    "a lead with a dusty plug": "dust can be wiped off",
}


@asks("inspection before use: makers' instructions, OSHA 1910.184 and 1926.1053 by name", repair="SAF-03 SAF-02")  # fmt: skip  # noqa: E501
def before_use(draw: Draw) -> Asked:
    """What is taken out of service by a look before use."""
    right = draw.pick(*REJECT)
    who = draw.pick("before a lift", "at the start of a shift", "at the tool crib")
    return ask_entry(draw, f"You look through the gear {who}. What is taken out of service?", right,
                     REJECT | USABLE, among=[right, *USABLE])  # fmt: skip
