"""Permits and the dangers of the place: confined space, hot work, heights, noise, substances."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.matching import ask_entry
from labsim.study.pictures import gauge, table
from labsim.study.pictures_trade import leaning

TOPIC = "Maintenance Practices"
SPACE = "OSHA 29 CFR 1910.146 (public text): hazardous atmosphere"
SPACES = ("a tank", "a silo", "a pit", "a vessel", "a sewer", "a boiler")


@asks(SPACE, repair="SAF-03", backed="picture")
def gas_test(draw: Draw) -> Asked:
    """Gas readings before entry into a confined space."""
    oxygen, lel, h2s = draw.pick(20.6, 20.8, 20.9), draw.pick(0, 2, 4), draw.pick(0, 1, 2)
    right = draw.pick("no entry: oxygen too low", "no entry: oxygen too high",
                      "no entry: flammable gas", "entry as the permit says")  # fmt: skip
    if "low" in right:
        oxygen = draw.pick(17.8, 18.6, 19.0, 19.2)
    elif "high" in right:
        oxygen = draw.pick(23.8, 24.1, 24.6)
    elif "flammable" in right:
        lel = draw.pick(12, 15, 18, 25)
    wrong = {
        "no entry: oxygen too low": f"{oxygen} % is not below 19.5 %",
        "no entry: oxygen too high": f"{oxygen} % is not above 23.5 %",
        "no entry: flammable gas": f"{lel} % of the lower limit is not above 10 %",
        "entry as the permit says": "a reading is outside its limits",
        "entry with a dust mask": "a dust mask gives no oxygen and stops no gas",
        "entry for ten minutes only": "a short time makes bad air no better",
    }
    rows = [("oxygen", f"{oxygen} %"), ("flammable, of LEL", f"{lel} %"), ("H2S", f"{h2s} ppm")]
    return draw.choice(
        f"The permit of {draw.pick(*SPACES)} wants 19.5 to 23.5 % oxygen, at most 10 % of LEL and"
        " 10 ppm H2S. The test is shown. What follows?",
        right, wrong, because=f"Oxygen {oxygen} %, {lel} % of LEL, {h2s} ppm: {right}.",
        show=lambda: table(("gas", "reading"), rows),
    )  # fmt: skip


@asks(SPACE, repair="SAF-03")
def order_of_gas_test(draw: Draw) -> Asked:
    """Order of the work before entry into a confined space."""
    where = draw.pick(*SPACES)
    steps = ("isolate and empty", "test oxygen", "test flammable gas", "test toxic gas", "enter")
    mistakes = {
        "flammable gas tested before oxygen: the sensor needs oxygen": (1, 2),
        "toxic before flammable gas": (2, 3),
        "entered before the last test": (3, 4),
        "tested before it was isolated and empty": (0, 1),
        "toxic gas tested first, oxygen last": (1, 3),
    }
    return draw.order(f"In which order is entry into {where} prepared?", steps, mistakes,
                      because="Oxygen comes first, because sensors of flammable gas need it; then"
                      " flammable, then toxic gas.")  # fmt: skip


@asks("lower explosive limit: reading = concentration / LEL", repair="SAF-03")
def share_of_lel(draw: Draw) -> Asked:
    """Concentration of gas as a share of its lower explosive limit."""
    gas, limit = draw.pick(("methane", 5.0), ("propane", 2.1), ("hydrogen", 4.0), ("acetone", 2.5))
    volume = draw.pick(0.1, 0.2, 0.3, 0.4, 0.6)
    key = 100 * volume / limit
    return draw.number(
        f"Air holds {volume:g} % {gas} by volume; the lower explosive limit is {limit:g} %. What"
        " does a meter in % of LEL show?",
        key,
        "% of LEL",
        mistakes={
            "per cent by volume taken for per cent of LEL": volume,
            "limit over concentration": limit / volume,
            "both multiplied": volume * limit * 10,
            "what is left to the limit": 100 - key,
            "the difference of both": limit - volume,
            "a place lost": key / 10,
        },
        because=f"{volume:g} / {limit:g} = {say(key)} % of LEL.",
    )


ROLES = {
    "attendant": "stays outside, watches and calls for help",
    "entry supervisor": "checks tests and signs the permit",
    "entrant": "goes in and leaves at the first alarm",
    "rescue team": "brings people out with its own equipment",
    "fire watch": "looks for sparks and smoke during and after hot work",
    "permit issuer of the area": "knows the plant and releases it for the work",
}


@asks("OSHA 1910.146 and 1910.252 by name", repair="SAF-03")
def role_at_a_permit(draw: Draw) -> Asked:
    """Who does what at a permit."""
    right = draw.pick(*ROLES)
    where = draw.pick("entry into a tank", "welding inside a vessel", "work in a pit")
    return ask_entry(draw, f"A permit covers {where}. Who {ROLES[right]}?", right, ROLES)


HOT = (
    ("Grinding on a pipe two metres from a drum of solvent.",
     "the drum is taken away, then the place is checked again"),
    ("Welding on a wall of sheet metal.", "a second watch stands on the other side of the wall"),
    ("The welding on a floor with gaps is done.", "the watch stays for the time of the permit"),
    ("Cutting open an empty drum of unknown use.", "it is cleaned, tested, inerted or left alone"),
    ("Brazing under a covered cable tray.", "the tray is shielded by a fire blanket"),
)  # fmt: skip
COLD = {
    "an extinguisher is within 100 m, that is enough": "an extinguisher has to be at hand",
    "a fan blows the sparks to the side": "a fan carries sparks further",
    "one looks once, directly after the last spark": "embers flare up later",
    "the work goes on quickly, before it gets warm": "speed removes no fuel",
    "water is poured over it while welding": "water near welding brings shock and steam",
    "the permit of yesterday is used": "a permit is for one place and time",
}


@asks("hot work: NFPA 51B and OSHA 1910.252 by name", repair="MEC-04 SAF-03")
def hot_work(draw: Draw) -> Asked:
    """What hot work needs in a situation."""
    case, right = draw.pick(*HOT)
    return ask_entry(draw, f"{case} What is right?", right, {right: ""} | COLD,
                     because="Fuel away or covered, a watch with means at hand, also afterwards.")  # fmt: skip  # noqa: E501


@asks("portable ladders: foot at a quarter of the height, OSHA 1926.1053", repair="SAF-03", backed="picture")  # fmt: skip  # noqa: E501
def foot_of_a_ladder(draw: Draw) -> Asked:
    """How far the foot of a ladder stands from the wall."""
    high = draw.pick(2.4, 2.8, 3.2, 3.6, 4.0, 4.4, 4.8, 5.2, 5.6, 6.0)
    key = high / 4
    return draw.number(
        f"The ladder leans at {high:g} m (working length). Where does its foot stand?",
        key,
        "m from the wall",
        mistakes={
            "a third of the height": high / 3,
            "half the height": high / 2,
            "an eighth: too steep": high / 8,
            "one metre off the height": high - 1,
            "a sixth: too steep": high / 6,
            "45° taken": high,
        },
        because=f"One out for four up: {high:g} / 4 = {say(key)} m.",
        show=lambda: leaning(f"{high:g} m"),
    )


@asks("fall clearance: lanyard + absorber + height of the harness + margin", repair="SAF-03", backed="picture")  # fmt: skip  # noqa: E501
def fall_clearance(draw: Draw) -> Asked:
    """Free height under an anchor for a lanyard."""
    line, absorber = draw.pick(1.2, 1.5, 1.8, 2.0), draw.pick(1.0, 1.1, 1.2, 1.75)
    body, margin = draw.pick(1.5, 1.6, 1.8), draw.pick(0.6, 0.9, 1.0)
    key = line + absorber + body + margin
    rows = [("lanyard", line), ("absorber opens by", absorber), ("harness ring to feet", body)]
    rows.append(("margin", margin))
    return draw.number(
        "How much free height is needed under the anchor point?",
        key,
        "m",
        mistakes={
            "the absorber forgotten": key - absorber,
            "the length of the body forgotten": key - body,
            "the lanyard only": line,
            "the margin forgotten": key - margin,
            "the lanyard counted twice": key + line,
            "the margin for every part": key + 3 * margin,
        },
        because=f"{line:g} + {absorber:g} + {body:g} + {margin:g} = {say(key)} m.",
        show=lambda: table(("part of the fall", "m"), [(a, f"{b:g}") for a, b in rows]),
    )


@asks("OSHA 1910.95: T = 8 h / 2^((L − 90) / 5)", repair="SAF-03", backed="picture")
def noise_time(draw: Draw) -> Asked:
    """Permitted time in noise after OSHA."""
    level, room = draw.pick(92, 93, 95, 97, 98, 102, 105), draw.pick("press hall", "mill", "hall")
    key = 8 / 2 ** ((level - 90) / 5)
    return draw.number(
        f"The meter shows the noise in the {room}, the same all day. How long may"
        " an unprotected ear stay under OSHA 1910.95 (90 dBA for 8 h, 5 dB exchange)?",
        key,
        "h",
        mistakes={
            "3 dB exchange taken": 8 / 2 ** ((level - 90) / 3),
            "a share by decibels": 8 * 90 / level,
            "85 dBA taken for 8 h": 8 / 2 ** ((level - 85) / 5),
            "multiplied where it is divided": 8 * 2 ** ((level - 90) / 5),
            "an hour off each 5 dB": 8 - (level - 90) / 5,
            "10 dB exchange": 8 / 2 ** ((level - 90) / 10),
        },
        because=f"8 h / 2^(({level} − 90) / 5) = {say(key)} h, {math.floor(key * 60)} min.",
        show=lambda: gauge(level, 80, 110, "dBA", f"Gauge 80 to 110 dBA, pointer at {level}."),
    )


SECTIONS = {
    "first-aid measures (4)": "what to do when it got into an eye",
    "fire-fighting measures (5)": "which extinguisher to take",
    "accidental release measures (6)": "how to take up a spill",
    "handling and storage (7)": "what it must not be stored with",
    "exposure controls, personal protection (8)": "which gloves to wear",
    "physical and chemical properties (9)": "its flash point",
    "hazards identification (2)": "its pictograms and signal word",
}


@asks("safety data sheets, OSHA 1910.1200 Appendix D", repair="SAF-03")
def data_sheet(draw: Draw) -> Asked:
    """Section of a safety data sheet."""
    right = draw.pick(*SECTIONS)
    what = draw.pick("a degreaser", "a coolant", "a resin", "an oil", "an acid")
    stem = f"Where in the safety data sheet of {what} does it say {SECTIONS[right]}?"
    return ask_entry(draw, stem, right,
                     {name: f"there it says {text}" for name, text in SECTIONS.items()},
                     because=f"{begin(right)} says {SECTIONS[right]}.")  # fmt: skip
