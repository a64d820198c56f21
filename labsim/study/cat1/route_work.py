"""On the route: names of points, order of work, safety, what is noted."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw
from labsim.study.matching import ask_case
from labsim.study.pictures import scheme

TOPIC = "Data acquisition"
NAMES = "usual naming: bearings numbered from the free end of the driver; H, V, A"
WAY = {"H": "horizontal", "V": "vertical", "A": "axial"}
SAFE = "safety at running machines: OSHA 1910.219, 1910.147, house rules of a plant"


@asks(NAMES, repair="VIB-01", backed="picture")
def point_name(draw: Draw) -> Asked:
    """Name of a measuring point on a train."""
    driver, driven = draw.pick(("motor", "pump"), ("motor", "fan"), ("turbine", "generator"),
                               ("motor", "compressor"), ("engine", "generator"))  # fmt: skip
    number, place = draw.pick(
        (1, f"free end of the {driver}"), (2, f"coupling end of the {driver}"),
        (3, f"coupling end of the {driven}"), (4, f"far end of the {driven}"),
    )  # fmt: skip
    mark = draw.pick(*WAY)
    others = [n for n in (1, 2, 3, 4) if n != number]
    marks = [m for m in WAY if m != mark]
    wrong = {
        f"B{others[0]}:{mark}": "bearings counted in another order",
        f"B{others[1]}:{mark}": "another bearing taken",
        f"B{others[2]}:{mark}": "counted from the wrong end",
        f"B{number}:{marks[0]}": "another direction taken",
        f"B{number}:{marks[1]}": "directions exchanged",
    }
    return draw.choice(
        f"Bearings are B1, B2, … from the free end of the driver; H, V, A are directions. What is"
        f" the {WAY[mark]} point at the {place}?",
        f"B{number}:{mark}",
        wrong,
        because=f"Counted from the free end of the {driver} it is bearing {number}; {WAY[mark]} is"
        f" {mark}.",
        show=lambda: scheme(
            (driver, "coupling", driven), f"Train: {driver}, coupling, {driven}",
            {0: "free end … coupling end", 2: "coupling end … far end"},
        ),
    )  # fmt: skip


@asks(NAMES, repair="VIB-01 VIB-03")
def direction(draw: Draw) -> Asked:
    """Direction of a sensor: horizontal, vertical, axial."""
    machine = draw.pick("pump", "fan", "motor", "blower", "gearbox")
    cases = (
        ("along the shaft", "axial", "Axial is along the shaft."),
        ("across the shaft, level with the floor", "horizontal", "Across and level: horizontal."),
        ("across the shaft, straight up", "vertical", "Across and up: vertical."),
        ("in the direction in which the machine on its feet is usually softest", "horizontal",
         "Feet hold up and down stiffly, sideways less."),
        ("in the direction in which a bent or angularly misaligned shaft shows most", "axial",
         "Both push and pull along the shaft."),
    )  # fmt: skip
    every = {
        "axial": "axial is along the shaft",
        "horizontal": "horizontal is across and level",
        "vertical": "vertical is across and up",
        "torsional": "torsion is a twist that no housing point shows",
        "tangential to the coupling": "the coupling turns, no sensor stands there",
    }
    stem = f"A sensor on a {machine} with a level shaft points {{}}. What direction is that?"
    return ask_case(draw, stem, cases, every)


@asks("workflow of a route with a data collector", repair="VIB-01")
def order_of_a_round(draw: Draw) -> Asked:
    """Order of work of a round."""
    where = draw.pick("pump house", "boiler house", "paper mill", "cold store", "quarry", "dairy")
    steps = (
        "load the route",
        "check sensor and cable",
        "measure and look at each record",
        "upload",
        "go through the alarm list of the database",
        "report",
    )
    mistakes = {
        "sensor checked when all is measured": (1, 2),
        "uploaded before it is measured": (2, 3),
        "reported before anybody looked": (4, 5),
        "alarms looked at before the data are there": (3, 4),
        "route loaded last: no points to measure": (0, 3),
    }
    return draw.order(
        f"A round in the {where}: what order is right?",
        steps,
        mistakes,
        because="Points must be loaded before they are taken; bad data are seen at the machine,"
        " where they can be taken again.",
    )


@asks("steps at one measuring point", repair="VIB-01")
def order_at_a_point(draw: Draw) -> Asked:
    """Order of steps at one point."""
    machine = draw.pick("fan", "pump", "motor", "gearbox", "compressor", "blower", "mill")
    steps = (
        "look whether it is safe",
        "check that it runs as it should",
        "clean the spot",
        "put the sensor on",
        "wait until it settles",
        "record",
    )
    mistakes = {
        "recorded before it settled": (4, 5),
        "sensor put on dirt, cleaned after": (2, 3),
        "safety looked at last": (0, 5),
        "speed and load looked at after the record": (1, 5),
        "sensor on first, safety later": (0, 3),
    }
    return draw.order(
        f"You come to a {machine} on the route. Which order is right?",
        steps,
        mistakes,
        because="Safety first; then running as it should, a clean spot, a settled sensor.",
    )


@asks(SAFE, repair="SAF-01 VIB-01")
def safe_or_not(draw: Draw) -> Asked:
    """What to do at a point that is not safe."""
    cases = (
        ("the guard of the coupling is missing", "do not measure, report it",
         "A running shaft without guard is no place to reach into."),
        ("the only path to the point is between two running belts", "do not measure, report it",
         "No reading is worth a hand."),
        ("a point needs a cable laid across a walkway", "lead the cable clear, keep it short",
         "A cable across a walkway trips people."),
        ("the cable would hang beside a turning shaft", "lead the cable clear, keep it short",
         "A shaft winds up what it catches."),
        ("the machine is locked out, somebody works on it", "leave it alone, note it as down",
         "A lock means nobody touches it."),
        ("a stud is to be screwed on behind a guard", "have it stopped and locked out first",
         "Work behind a guard needs zero energy."),
    )  # fmt: skip
    every = {
        "do not measure, report it": "this point can be taken, in another way",
        "lead the cable clear, keep it short": "the cable is not the trouble here",
        "leave it alone, note it as down": "it runs: something can be done",
        "have it stopped and locked out first": "no lockout is called for here",
        "reach in quickly and watch the shaft": "nobody is quicker than a shaft",
        "take off the guard for the reading": "guards stay on while it turns",
    }
    return ask_case(draw, "On the route {}. What is right?", cases, every)


@asks(SAFE, repair="SAF-01 VIB-01")
def dress_for_the_route(draw: Draw) -> Asked:
    """Clothing and cable near running shafts."""
    place = draw.pick("a row of fans", "a belt drive", "a line of pumps", "a mill", "a dryer")
    right = (
        "close-fitting sleeves, hair tied up, cable led away",
        "nothing loose on you, the cable led away",
    )
    wrong = {
        "a lanyard round the neck so the collector cannot fall": "a lanyard is caught and pulls",
        "loose gloves, so that a hand slips out of them": "gloves are drawn in with the hand",
        "the cable wound twice around the wrist": "a cable that is caught takes the arm",
        "one earplug out, to hear the bearings better": "noise harms all the same",
        "a ring as a tap to hear hollow spots": "rings catch and conduct",
        "the sensor held between two guards by hand": "a hand does not go between guards",
    }
    return draw.choice(
        f"You collect data at {place} in service. How do you go?",
        right,
        wrong,
        because="What is loose is caught. A cable that catches is to pull out, not to hold you.",
    )


@asks("what a reading needs beside it: speed, load, process", repair="VIB-01 VIB-02")
def what_to_note(draw: Draw) -> Asked:
    """Notes that go with a reading."""
    machine = draw.pick("fan on a drive", "pump with a throttled valve", "screw compressor",
                        "mill that is half full", "blower at part load")  # fmt: skip
    right = (
        "speed and load at that moment, and what looked or sounded odd",
        "speed, load, and what was heard, smelled or seen",
    )
    wrong = {
        "the name of the maker, at every reading anew": "this stands in the list already",
        "a diagnosis for each point, so that nobody need look": "this is not his to make",
        "nothing: the collector knows all that matters": "a collector knows neither load nor leaks",
        "only the highest of all overall values": "each point has a trend of its own",
        "the weather, and the time it took": "load says more than the weather",
        "the alarm limits, copied by hand": "they are in the database",
    }
    return draw.choice(
        f"At a {machine}: what is noted with the reading?",
        right,
        wrong,
        because="Vibration follows speed and load; eyes and ears see leaks, loose bolts, heat.",
    )


@asks("readings at other speed or load are not comparable", repair="VIB-01 VIB-02")
def not_as_usual(draw: Draw) -> Asked:
    """What to do when a machine does not run as usual."""
    cases = (
        ("stands still, its standby runs", "skip it, note it as down",
         "A machine at rest gives no reading; the note tells why it is missing."),
        ("has been started two minutes ago", "wait until it is steady",
         "Speed, load and heat are not settled yet."),
        ("runs at half its usual load", "measure, note the load",
         "The reading is worth something with its load beside it."),
        ("shakes so that the floor moves and the noise grows", "keep away, tell the operator",
         "What may break is told at once, from a distance."),
        ("has a new number plate and another pulley", "measure, tell that it was changed",
         "The list has old speeds: somebody must correct it."),
    )  # fmt: skip
    every = {
        "skip it, note it as down": "it runs: a reading is possible",
        "wait until it is steady": "it is steady as it is",
        "measure, note the load": "load is not what is unusual",
        "keep away, tell the operator": "nothing dangerous is told of it",
        "measure, tell that it was changed": "nothing was changed on it",
        "enter the value of last month": "an invented value",
    }
    machine = draw.pick("fan", "pump", "compressor")
    return ask_case(draw, f"On the route a {machine} {{}}. What do you do?", cases, every)
