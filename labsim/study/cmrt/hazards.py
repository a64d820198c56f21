"""Hazards and what is done about them: controls, fire, noise, guards, incidents, gear."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.fine import fine
from labsim.study.matching import ask_entry
from labsim.study.pictures import table

TOPIC = "Maintenance Practices"
G = 9.81  # m/s²

LEVELS = {
    "elimination": "the hazard is gone",
    "substitution": "something less dangerous takes its place",
    "engineering control": "a device or guard keeps people from the hazard",
    "administrative control": "rules, signs and training keep people away",
    "personal protective equipment": "the person wears something",
}
MEASURES = (
    ("A pit is filled up, nobody has to go down any more.", "elimination"),
    ("A valve on a roof is moved to the ground.", "elimination"),
    ("A solvent gives way to a water-based cleaner.", "substitution"),
    ("A 230 V hand lamp gives way to one of 24 V.", "substitution"),
    ("A light curtain stops the press.", "engineering control"),
    ("A hood draws off the welding fume.", "engineering control"),
    ("A coupling gets a fixed guard.", "engineering control"),
    ("Only trained people may enter, a sign says so.", "administrative control"),
    ("Work in the hot hall changes every 20 minutes.", "administrative control"),
    ("Ear plugs are worn in the mill.", "personal protective equipment"),
    ("Face shield and gloves are worn for acid.", "personal protective equipment"),
)


@asks("hierarchy of controls (NIOSH, ISO 45001 by name)", repair="SAF-03")
def level_of_control(draw: Draw) -> Asked:
    """Level of a measure in the hierarchy of controls."""
    case, right = draw.pick(*MEASURES)
    return ask_entry(draw, f"{case} Which level of control is this?", right, LEVELS)


FIRES = {
    "class A": "wood, paper and cloth burn",
    "class B": "oil, petrol or solvent burns",
    "class C": "equipment under voltage burns",
    "class D": "magnesium or another metal burns",
    "class K": "cooking oil in a fryer burns",
}
BURNING = (
    ("a stack of pallets", "class A"), ("rags and cardboard in a bin", "class A"),
    ("a tray of hydraulic oil", "class B"), ("spilt paint thinner", "class B"),
    ("a live control cabinet", "class C"), ("a drive that cannot be switched off", "class C"),
    ("magnesium chips at a mill", "class D"), ("titanium swarf in a bin", "class D"),
    ("hot fat in a canteen", "class K"),
)  # fmt: skip


@asks("fire classes of the USA, NFPA 10 by name (Europe uses other letters)", repair="SAF-03")
def fire_class(draw: Draw) -> Asked:
    """Class of a fire."""
    what, right = draw.pick(*BURNING)
    return ask_entry(draw, f"Of which US class is this fire: {what}?", right, FIRES)


@asks("ISO 13855 by name: S = K · T + C", repair="SAF-03", backed="picture", unsure=True)
def distance_of_a_curtain(draw: Draw) -> Asked:
    """Distance of a light curtain from the danger."""
    stop, relay = draw.pick(90, 110, 130, 150, 170), draw.pick(20, 30)
    beam = draw.pick(14, 20, 25)  # up to 500 mm the standard takes 2,000 mm/s
    extra = 8 * (beam - 14)
    key = 2 * (stop + relay) + extra
    rows = [("press stops in", f"{stop} ms"), ("curtain and relay", f"{relay} ms")]
    rows += [("K", "2,000 mm/s"), ("resolution d", f"{beam} mm")]
    return fine(
        draw,
        "S = K · T + 8 · (d − 14 mm). How far from the danger does the light curtain stand?",
        key,
        "mm",
        places=0,
        mistakes={
            "time of curtain and relay forgotten": 2 * stop + extra,
            "time of the press forgotten": 2 * relay + extra,
            "the resolution taken as it is": 2 * (stop + relay) + 8 * beam,
            "K of 1,600 mm/s taken": 1.6 * (stop + relay) + extra,
            "the times subtracted": 2 * (stop - relay) + extra,
            "one millimetre for each millisecond": stop + relay + extra,
        },
        because=f"2 mm/ms · ({stop} + {relay}) ms + {extra} mm = {key} mm.",
        show=lambda: table(("what", "value"), rows),
    )


GEAR = {
    "face shield over safety glasses": "for grinding, where pieces can fly",
    "hearing protection": "for work in a hall above 85 dBA",
    "arc-rated suit and hood": "for racking a breaker in a live switchboard",
    "cut-resistant gloves": "for handling sheet metal",
    "chemical gloves and goggles": "for filling an acid tank",
    "full-body harness": "for work at an open edge",
    "supplied-air respirator": "for entering air that lacks oxygen",
    "welding helmet": "for arc welding",
}


@asks("personal protective equipment, OSHA 1910.132 ff. by name", repair="SAF-02 SAF-03")
def gear_for_the_task(draw: Draw) -> Asked:
    """Protective equipment for a task."""
    right = draw.pick(*GEAR)
    task = GEAR[right]
    who = draw.pick("a helper", "a contractor", "your colleague")
    return ask_entry(draw, f"What does {who} need above all {task}?", right, GEAR)


@asks("OSHA incident rate: cases · 200,000 h / hours worked", repair="SAF-04", backed="picture")
def incident_rate(draw: Draw) -> Asked:
    """Recordable incident rate of a year."""
    cases, people = draw.pick(2, 3, 4, 5, 6), draw.pick(80, 120, 150, 250, 400)
    hours, aid = people * draw.pick(1800, 1900, 2000), draw.pick(7, 9, 12)
    key = cases * 200000 / hours
    rows = [("recordable cases", f"{cases}"), ("first-aid cases", f"{aid}")]
    rows += [("people", f"{people}"), ("hours worked", f"{hours:,}")]
    return draw.number(
        "What is the recordable incident rate of this year (per 200,000 h)?",
        key,
        "",
        mistakes={
            "first-aid cases counted": (cases + aid) * 200000 / hours,
            "per million hours": cases * 1e6 / hours,
            "per person": cases / people,
            "first-aid cases only": aid * 200000 / hours,
            "per 20,000 h": key / 10,
            "per 100,000 h": key / 2,
        },
        because=f"{cases} · 200,000 / {hours:,} = {say(key)}: cases for 100 people in a year.",
        show=lambda: table(("year", "value"), rows),
    )


WORDS = {
    "hazard": "a source of harm that is there, nothing has happened yet",
    "near miss": "something happened, nobody was hurt, by luck",
    "first-aid case": "a small wound, plaster and back to work",
    "recordable case": "an injury that needs more than first aid",
    "lost-time case": "an injury with days away from work",
}
EVENTS = (
    ("A wrench falls from a platform beside a colleague.", "near miss"),
    ("A truck brakes a hand's breadth before a fitter.", "near miss"),
    ("A floor grating is missing at the pump.", "hazard"),
    ("A coupling turns without its guard.", "hazard"),
    ("A scratch gets a plaster, work goes on.", "first-aid case"),
    ("A splinter is pulled out with tweezers, work goes on.", "first-aid case"),
    ("A cut gets four stitches; back at full duty the same day.", "recordable case"),
    ("A burn is treated with a prescribed ointment, no day is lost.", "recordable case"),
    ("A broken wrist: three weeks at home.", "lost-time case"),
    ("A strained back: the next five shifts are missed.", "lost-time case"),
)


@asks("OSHA 1904 by name", repair="SAF-04")
def word_for_an_event(draw: Draw) -> Asked:
    """Word for what happened or nearly happened."""
    case, right = draw.pick(*EVENTS)
    return ask_entry(draw, f"{case} What is this called most exactly?", right, WORDS)


@asks("levels add as energies: L = 10 · lg(10^(L1/10) + 10^(L2/10))", repair="SAF-03", backed="picture")  # fmt: skip  # noqa: E501
def two_machines_are_heard(draw: Draw) -> Asked:
    """Noise of two machines together."""
    first = draw.pick(82, 84, 85, 87, 90)
    second = first + draw.pick(0, 1, 2, 3)
    key = 10 * math.log10(10 ** (first / 10) + 10 ** (second / 10))
    return fine(
        draw,
        "The table gives the level of each machine alone at one place. What is it with both?",
        key,
        "dBA",
        places=1,
        mistakes={
            "levels added as numbers": first + second,
            "the louder one only": second,
            "added as sound pressures in step": second + 6.0,
            "the mean taken": (first + second) / 2,
            "a tenth of the quieter one added": second + first / 10,
        },
        because=f"Energies add: {first} and {second} dBA give {key:.1f} dBA; two equal ones give"
        " 3 dB more.",
        show=lambda: table(("machine", "dBA"), [("pump", f"{first}"), ("blower", f"{second}")]),
    )


@asks("moment = m · g · distance", repair="SAF-03")
def load_in_the_arms(draw: Draw) -> Asked:
    """Moment on the back when a part is lifted."""
    mass, far = draw.pick(8, 10, 12, 15, 18, 20), draw.pick(300, 400, 450, 500, 600)
    part = draw.pick("a valve", "a small motor", "a gear", "a box of bolts")
    key = mass * G * far / 1000
    return draw.number(
        f"{begin(part)} of {mass} kg is held {far} mm in front of the lower back. What moment"
        " does the load put on it?",
        key,
        "N·m",
        mistakes={
            "kilograms taken for newtons": mass * far / 1000,
            "the distance forgotten": mass * G,
            "half the distance": key / 2,
            "weight over distance": mass * G / (far / 1000),
            "centimetres taken for decimetres": key * 10,
        },
        because=f"{mass} kg · 9.81 m/s² · {far / 1000:g} m = {say(key)} N·m: near to the body is light.",  # noqa: E501
    )
