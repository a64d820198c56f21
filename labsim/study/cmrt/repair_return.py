"""After the repair: alignment, balance, test, guards, handover, running in."""

from __future__ import annotations

import math

from labsim.mechanical.alignment import at_foot
from labsim.mechanical.balancing import permissible, split, vector
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.fine import fine
from labsim.study.matching import ask_case
from labsim.study.pictures import plot, table

TOPIC = "Corrective Maintenance"
MOVE = "alignment moves: foot = offset + slope · distance of the foot from the coupling"


@asks(MOVE, repair="MEC-05", backed="picture")
def shim_at_foot(draw: Draw) -> Asked:
    """Shim under a motor's feet from offset and slope."""
    low, slope = draw.pick(0.1, 0.15, 0.2, 0.25), draw.pick(0.03, 0.04, 0.06)
    front, rear = draw.pick(150, 200, 250), draw.pick(500, 600, 700)
    foot = draw.pick("front", "rear")
    far, other = (front, rear) if foot == "front" else (rear, front)
    key = at_foot(low, slope, far)
    rows = [
        ("motor low at the coupling", f"{low:g} mm"),
        ("and lower still toward the rear by", f"{slope:g} mm in 100 mm"),
    ]
    rows += [("coupling to front feet", f"{front} mm"), ("coupling to rear feet", f"{rear} mm")]
    return fine(
        draw,
        f"Which shims go under the {foot} feet of the motor?",
        key,
        "mm",
        places=2,
        mistakes={
            "the slope forgotten": low,
            "the offset forgotten": slope * far / 100,
            "the other pair of feet": low + slope * other / 100,
            "the slope with the wrong sign": abs(low - slope * far / 100),
            "the slope taken once, without the distance": low + slope,
            "halved like an indicator reading": key / 2,
        },
        because=f"{low:g} + {slope:g} · {far} / 100 = {key:.2f} mm.",
        show=lambda: table(("alignment", "value"), rows),
    )


@asks("permissible residual unbalance U = 9549 · G · m / n (ISO 21940-11, by name)",
      repair="VIB-03 MEC-05", unsure=True)  # fmt: skip
def residual_unbalance(draw: Draw) -> Asked:
    """Unbalance that a rotor may keep."""
    grade, what = draw.pick((2.5, "pump"), (6.3, "fan"), (6.3, "pump"))
    mass, rpm = draw.pick(20, 35, 60, 90, 140), draw.pick(980, 1480, 2950)
    key = permissible(grade, mass, rpm)
    return draw.number(
        f"A {what} rotor of {mass} kg turns at {rpm} rpm and is balanced to G {grade}. How much"
        " unbalance may remain in all (U = 9549 · G · m / n)?",
        key,
        "g·mm",
        mistakes={
            "one plane's half taken": key / 2,
            "the mass forgotten: per kilogram": key / mass,
            "1,000 for 9549": 1000 * grade * mass / rpm,
            "the grade forgotten": key / grade,
            "twice, for two planes": key * 2,
        },
        because=f"9549 · {grade} · {mass} / {rpm} = {say(key)} g·mm.",
    )


@asks("splitting a correction weight between two blades", repair="VIB-03 MEC-05")
def split_weight(draw: Draw) -> Asked:
    """Weight on each of two blades when the place between has none."""
    blades, grams = draw.pick(4, 5, 6, 8), draw.pick(20, 30, 36, 45, 60)
    half = math.pi / blades
    key, _ = split(vector(grams, 180 / blades), 0.0, 360 / blades)
    return draw.number(
        f"A fan with {blades} blades needs {grams} g exactly halfway between two blades, at the"
        " same radius. How much goes on each of the two?",
        key,
        "g",
        mistakes={
            "simply halved": grams / 2,
            "the full weight on each": grams,
            "the sine taken": grams / (2 * math.sin(half)),
            "a share for every blade": grams / blades,
            "multiplied by the cosine": grams * math.cos(half) / 2,
            "no factor 2": grams / math.cos(half),
        },
        because=f"Each acts at {180 / blades:g}°: {grams} / (2 · cos {180 / blades:g}°) ="
        f" {say(key)} g.",
    )


RUN_IN = {
    "It settles: grease finds its place; note it and go on": "taken for settling",
    "It climbs on: stop, look at clearance, grease and fit": "a climb read into it",
    "It is too cold: heat the housing until it is warm": "heat given to a good bearing",
    "It goes up and down with the sensor: renew the cable": "the sensor blamed",
    "Give more grease at once, whatever the curve does": "grease as a cure for heat",
    "Tighten the belt to load the bearing evenly": "the belt tightened for heat",
}


@asks("running in of greased bearings: a peak that falls, against a climb", repair="MEC-01",
      backed="picture")  # fmt: skip
def run_in(draw: Draw) -> Asked:
    """What a new bearing's temperature says in its first hours."""
    kind, room, top = draw.pick(0, 1), draw.pick(20, 22, 25), draw.pick(24, 28, 32, 36)
    x = [k / 2 for k in range(17)]
    settle = [room + top * (0.6 * k * math.exp(1 - k / 2) + 0.6 * (1 - math.exp(-k))) for k in x]
    climb = [room + top * 2 * k / 8 for k in x]
    curve = (settle, climb)[kind]
    right = list(RUN_IN)[kind]
    limit = room + round(2.3 * top) // 5 * 5
    return draw.choice(
        f"A pump has new, greased bearings. What does the first run of eight hours say, room"
        f" {room} °C?",
        right,
        RUN_IN,
        because=f"{right}.",
        show=lambda: plot(
            x, {"bearing": curve}, "hours", "°C",
            "°C every half hour: " + ", ".join(f"{v:.0f}" for v in curve), {"limit": limit},
        ),
    )  # fmt: skip


AFTER = {
    "Hand it over: it is better than before and within all limits": "taken for good",
    "Keep it: vibration is still above its limit": "vibration seen as too high",
    "Keep it: the bearing is hotter than allowed": "heat seen as too high",
    "Keep it: the current is above the rated one": "current seen as too high",
    "Hand it over: it is better than before, limits are for new ones": "limits passed over",
    "Hand it over: the parts are new, a test adds nothing": "new parts taken for a test",
}


@asks("post-repair test against limits, not only against before", repair="VIB-02 MEC-06",
      backed="picture")  # fmt: skip
def after_repair(draw: Draw) -> Asked:
    """Whether a machine may go back after its test run."""
    kind, rated = draw.pick(0, 1, 2, 3), draw.pick(18, 24, 32, 45)
    vib, hot = draw.pick(1.2, 1.5, 1.8), draw.pick(52, 56, 61)
    amps = round(rated * 0.85, 1)
    after = [vib, hot, amps]
    if kind:
        after[kind - 1] = (draw.pick(3.4, 3.9), draw.pick(91, 95), round(rated * 1.12, 1))[kind - 1]
    rows = [("vibration, mm/s", "7.4", f"{after[0]}", "2.8")]
    rows += [("bearing, °C", "97", f"{after[1]}", "80")]
    rows += [("current, A", f"{rated * 1.15:.1f}", f"{after[2]}", f"{rated} (rated)")]
    right = list(AFTER)[kind]
    return draw.choice(
        f"A {draw.pick('pump', 'fan', 'blower')} ran two hours after repair. What follows?",
        right,
        AFTER,
        because=f"After: {after[0]} mm/s, {after[1]} °C, {after[2]} A. {right}.",
        show=lambda: table(("reading", "before", "after", "limit"), rows),
    )


@asks("return to service: guards, people clear, locks off, test, handover", repair="SAF-01 MEC-06")
def return_order(draw: Draw) -> Asked:
    """Order of the steps that bring a mended machine back."""
    machine = draw.pick("pump", "conveyor", "fan", "press", "mixer")
    steps = (
        draw.pick("tools out, count them", "clear tools and rags"),
        "guards on",
        draw.pick("people clear", "all people away"),
        "own locks off",
        draw.pick("test run", "trial run with readings"),
        "hand over",
    )
    return draw.order(
        f"A {machine} is mended under lockout. Which order brings it back?",
        steps,
        {
            "locks off before the guards are on": (1, 3),
            "the guards closed over the tools": (0, 1),
            "locks off with people near": (2, 3),
            "handed over before the test": (4, 5),
            "run while it is locked": (3, 4),
        },
        because="Tools out, guards on, people clear; only then energy; only after a test the"
        " handover.",
    )


TOLD = {
    "what was found, what was done, which parts, what to watch": "a full record for each need",
    "readings at the first run, with load and speed": "a baseline for each need",
    "limits on load and time, and who lifts them": "limits where none are wanted",
    "that it runs, and the name of the shift": "a note that helps nobody",
    "hours and cost only: the rest is in the head": "knowledge that leaves with people",
    "which shift broke it, so that it learns": "blame in place of facts",
}


@asks("handover and records after a repair", repair="WRK-01 WRK-05")
def handed_over(draw: Draw) -> Asked:
    """What is written or said when a repair ends."""
    found, base, limits, *_ = TOLD
    cases = [
        ("The next technician may meet the same fault", found, "Facts shorten the next search."),
        ("Later readings must be compared with the mended state", base, "It is the new baseline."),
        (
            "It runs on a makeshift part until Friday",
            limits,
            "A makeshift needs an end and limits.",
        ),
    ]
    return ask_case(draw, "{}. What must the handover hold above all?", cases, TOLD)


FIRST = {
    "bump the motor uncoupled, and look which way it turns": "rotation checked where it is sure",
    "prime it and vent the casing, suction open": "priming a machine that has no liquid",
    "turn the shaft by hand through a full turn": "a hand's turn where energy is on",
    "fill and vent the system's oil, relief backed off": "oil where there is none to fill",
    "start it at full load, to see at once if it holds": "full load at the first start",
    "start with the guard off, to see the coupling": "a guard left off",
    "pull its interlock for the first minutes": "an interlock defeated for a test",
}


@asks("checks before the first start after a repair", repair="MEC-06 SAF-01")
def before_start(draw: Draw) -> Asked:
    """What is done before the first start after a given repair."""
    names = list(FIRST)
    cases = [
        ("a motor's cable was connected anew; its pump must not turn backwards", names[0],
         "Two leads exchanged turn it back; uncoupled it does no harm."),
        ("a centrifugal pump was opened and is dry", names[1], "Run dry, its seal is gone soon."),
        ("a locked gearbox was put together; does anything rub", names[2],
         "What rubs is felt by hand, without harm."),
        ("a hydraulic pump was renewed, its lines are full of air", names[3],
         "Air and no oil ruin a pump in its first seconds."),
    ]  # fmt: skip
    return ask_case(draw, "Before the first start: {}. What comes first?", cases, FIRST)
