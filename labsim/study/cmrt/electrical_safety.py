"""Electrical safety and signs: live-dead-live, meter categories, shock, boundaries, hazards."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.matching import ask_entry
from labsim.study.pictures import scheme
from labsim.study.pictures_symbols import HAZARDS, SIGNS, hazard, sign

TOPIC = "Maintenance Practices"
CATEGORY = "IEC 61010-2-030 measurement categories by name"


@asks("proving dead: tester proved, circuit tested, tester proved", repair="INS-01 SAF-02")
def live_dead_live(draw: Draw) -> Asked:
    """Order of proving a circuit dead."""
    where = draw.pick("a starter", "a panel", "a drive", "a heater", "a junction box")
    steps = ("isolate and lock", "prove the tester on a live source", "test all conductors",
             "prove the tester again", "work")  # fmt: skip
    mistakes = {
        "work begun before the tester is proved again": (3, 4),
        "tester proved only after the test": (1, 2),
        "tested before isolation": (0, 2),
        "second proof before the test": (2, 3),
        "tested only after the work": (2, 4),
    }
    return draw.order(f"In which order do you prove {where} dead?", steps, mistakes,
                      because="A tester that fails shows “dead” everywhere: it is proved before"
                      " and after.")  # fmt: skip


PLACES = {
    "CAT IV": ("service", "at the meter", "the origin of the installation: service cable, meter"),
    "CAT III": ("panel", "at a motor starter", "the fixed installation: panels, motors, busbars"),
    "CAT II": ("appliance", "in a plugged-in tool", "what is plugged into a socket"),
}
TRAIN = ("service", "panel", "appliance")


@asks(CATEGORY, repair="SAF-02 INS-01", backed="picture")
def meter_category(draw: Draw) -> Asked:
    """Measurement category for a place."""
    cat = draw.pick(*PLACES)
    place, where, why = PLACES[cat]
    volts = draw.pick(230, 277, 347, 400)
    enough, small = ("300 V", "150 V") if volts < 300 else ("600 V", "300 V")
    wrong = {f"{cat} {small}": f"{small} is below the {volts} V of the circuit"}
    for rank, other in enumerate(PLACES):
        if other != cat:
            more = rank < list(PLACES).index(cat)
            fact = "is more than this place asks for" if more else f"is for {PLACES[other][2]}"
            wrong[f"{other} {enough}"] = f"{other} {fact}"
            wrong[f"{other} {small}"] = f"{small} is too low here, {other} or not"
    return draw.choice(
        f"You measure {volts} V to earth {where}. What is the least marking of a meter that is"
        " enough?",
        f"{cat} {enough}",
        wrong,
        because=f"{cat} is for {why}; the voltage must not be below that of the circuit.",
        show=lambda: scheme(
            TRAIN,
            f"Service, panel and appliance in a row; measured at the {place}.",
            {TRAIN.index(place): "measured here"},
        ),
    )


@asks("Ohm's law; resistance of a body assumed", repair="SAF-02")
def shock_current(draw: Draw) -> Asked:
    """Current through a body."""
    volts, ohms = draw.pick(120, 230, 277, 400, 480), draw.pick(1000, 1500, 2000, 5000)
    key = volts / ohms * 1000
    state = draw.pick("a tool", "a wire", "a housing")
    return draw.number(
        f"Somebody touches {state} at {volts} V; the path through the body is taken as"
        f" {ohms:,} Ω. What current flows?",
        key,
        "mA",
        mistakes={
            "amperes left as milliamperes": volts / ohms,
            "resistance over voltage": ohms / volts,
            "voltage times resistance, powers of ten dropped": volts * ohms / 1e4,
            "the voltage taken for the current": volts,
            "two bodies in parallel": 2 * key,
            "two bodies in series": key / 2,
        },
        because=f"{volts} V / {ohms:,} Ω = {say(key)} mA. Some tens of mA through the chest can"
        " kill.",
    )


BOUNDARIES = {
    "arc flash boundary": "where the incident energy falls to 1.2 cal/cm²",
    "limited approach boundary": "how near unqualified people may come to a live part unescorted",
    "restricted approach boundary": "from where shock protection and a plan are needed",
    "incident energy": "the heat that reaches a surface at working distance, in cal/cm²",
    "arc rating": "the heat in cal/cm² that clothing withstands",
    "working distance": "how far face and chest are from the possible arc",
}


@asks("NFPA 70E by name", repair="SAF-02", unsure=True)
def boundaries(draw: Draw) -> Asked:
    """Words of an arc flash label."""
    right = draw.pick(*BOUNDARIES)
    device = draw.pick("a motor control centre", "a switchboard", "a panel")
    return ask_entry(draw, f"On the label of {device}: what says {BOUNDARIES[right]}?", right,
                     BOUNDARIES)  # fmt: skip


GLOVES = {"00": 500, "0": 1000, "1": 7500, "2": 17000}


@asks("ASTM D120 glove classes by name: greatest use voltage, AC", repair="SAF-02", unsure=True)
def glove_class(draw: Draw) -> Asked:
    """Class of insulating gloves for a voltage."""
    volts = draw.pick(230, 277, 400, 480, 600, 690, 2400, 4160, 6600, 7200, 11000, 13800)
    least = next(name for name, top in GLOVES.items() if top >= volts)
    task = draw.pick("a switch", "a cable", "a busbar", "a test")
    wrong = {}
    for name, top in GLOVES.items():
        if name != least:
            why = "not enough" if top < volts else "more than needed, clumsy"
            wrong[f"class {name}"] = f"class {name} is good to {top:,} V: {why}"
    return draw.choice(
        f"Which is the lowest class of rubber gloves for {task} at {volts:,} V AC?",
        f"class {least}",
        wrong, because=f"Class {least} may be used up to {GLOVES[least]:,} V; the first above"
        f" {volts:,} V is chosen.",
    )  # fmt: skip


SHAPES = {
    "flammable": "its pictogram is a flame",
    "oxidiser": "its pictogram is a flame over a circle",
    "gas under pressure": "its pictogram is a cylinder",
    "irritant or harmful": "its pictogram is an exclamation mark",
    "acutely toxic": "its pictogram is a skull",
    "corrosive": "its pictogram shows metal and a hand eaten away",
    "danger to the environment": "its pictogram is a tree and a fish",
    "explosive": "its pictogram is a bursting ball",
}


@asks("GHS pictograms (UN GHS, OSHA 1910.1200)", repair="SAF-03", backed="picture")
def hazard_pictogram(draw: Draw) -> Asked:
    """Hazard pictogram on a drum."""
    right = draw.pick(*HAZARDS)
    what = draw.pick("a drum", "a can", "a bottle", "a tank", "a spray")
    stem = f"The pictogram is on {what}. Of what does it warn?"
    return ask_entry(draw, stem, right, SHAPES, show=lambda: hazard(right))


MEANS = {
    "prohibition": "something is forbidden",
    "mandatory action": "something has to be done or worn",
    "warning": "there is a danger",
    "safe condition": "the way out, or first aid",
    "fire equipment": "where a means against fire is",
}


@asks("ISO 7010 / ISO 3864-1 shapes and colours by name", repair="SAF-03", backed="picture")
def safety_sign(draw: Draw) -> Asked:
    """Shape and colour of a safety sign."""
    right = draw.pick(*SIGNS)
    where = draw.pick("at a door", "on a machine", "in a corridor", "at a gate", "on a wall")
    wrong = {text: f"that is the sign of {name}" for name, text in MEANS.items() if name != right}
    return draw.choice(f"A sign of this shape and colour hangs {where}. What does it tell?",
                       MEANS[right], wrong, because=f"{begin(right)}: {MEANS[right]}.",
                       show=lambda: sign(right))  # fmt: skip


DEVICES = {
    "fuse": "it clears a short circuit once and is replaced",
    "circuit breaker": "it opens at over-current and is reset",
    "overload relay": "it follows the heating of a motor",
    "RCD or GFCI": "it trips when current leaks to earth",
    "disconnect": "it isolates visibly and takes a lock",
    "protective conductor": "it keeps a housing from becoming live",
}


@asks("protective devices of low-voltage circuits", repair="SAF-02 ELE-03")
def protective_device(draw: Draw) -> Asked:
    """Which protective device does what."""
    right = draw.pick(*DEVICES)
    where = draw.pick("of a machine", "of a pump", "of a workshop")
    return ask_entry(draw, f"In the circuit {where}: which device does this: {DEVICES[right]}?",
                     right, DEVICES)  # fmt: skip
