"""Kinds of pumps, fans, compressors and generators, and what makes them noisy."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.matching import ask_case
from labsim.study.pictures import scheme, table

TOPIC = "Equipment knowledge"


def told(cases: tuple[tuple[str, str, str], ...]) -> list[tuple[str, str, str]]:
    """Return cases with their reasons as sentences."""
    return [(seen, right, f"{begin(why)}.") for seen, right, why in cases]


PASSING = "passing frequency = number of vanes, blades or lobes · shaft speed"
MORE = {  # what makes cavitation more likely -> why
    "warmer liquid in the suction tank": "warm liquid boils at a higher pressure",
    "a strainer half blocked in the suction": "it takes pressure away before the eye",
    "a lower level in the suction tank": "less head stands over the eye",
    "a longer and thinner suction pipe": "friction takes pressure before the eye",
    "far more flow than the best point": "more flow needs more NPSH and loses more on the way",
    "a suction valve left half shut": "it takes pressure away before the eye",
}
LESS = {
    "a higher level in the suction tank": "more head over the eye helps",
    "colder liquid in the suction tank": "cold liquid boils at a lower pressure",
    "a wider suction pipe": "less friction on the way to the eye helps",
    "a clean strainer in place of a dirty one": "a strainer that lets more through helps",
    "a lower speed from the drive": "a slower pump needs less NPSH",
    "a new coupling of the same size": "the coupling has no part in it",
    "a pump set lower, under the tank": "liquid that runs to the pump by weight helps",
}


@asks("cavitation: pressure at the impeller's eye against vapour pressure", repair="MEC-06")
def what_brings_cavitation(draw: Draw) -> Asked:
    """Condition that brings a pump nearer to cavitation."""
    pump = draw.pick("cooling-water pump", "condensate pump", "feed pump", "process pump")
    right = draw.pick(*MORE)
    return draw.choice(
        f"Which of these brings a centrifugal {pump} nearer to cavitation?",
        right,
        LESS,
        because=f"{begin(right)}: {MORE[right]}. NPSH available must stay above required.",
    )


PUMPS = (
    ("centrifugal pump", "flow falls as the back pressure rises", "its head comes from speed"),
    ("gear pump", "flow hardly changes with back pressure", "each turn moves a fixed volume"),
    ("piston pump", "flow hardly changes with back pressure", "each stroke moves a fixed volume"),
    ("screw pump", "flow hardly changes with back pressure", "each turn moves a fixed volume"),
    ("mixed-flow pump", "flow falls as the back pressure rises", "its head comes from speed"),
    ("side-channel pump", "flow falls as the back pressure rises", "its head comes from speed"),
)
BEHAVES = {
    "flow falls as the back pressure rises": "displacement taken for a dynamic machine",
    "flow hardly changes with back pressure": "a dynamic machine taken for displacement",
    "flow rises as the back pressure rises": "the curve read backwards",
    "flow stops below half the rated speed": "a limit that does not exist",
    "pressure depends on the motor's power alone": "power is a result, pressure the system's",
    "flow depends on the pipe behind it alone": "the pump forgotten",
}


@asks("dynamic and displacement pumps", repair="HYD-03")
def dynamic_or_displacement(draw: Draw) -> Asked:
    """How flow of a pump answers to back pressure."""
    stem = "How does a {} behave" + draw.pick(" at constant speed?", " at its rated speed?")
    return ask_case(draw, stem, told(PUMPS), BEHAVES)


FANS = (
    ("only 70 % of its flow is needed; a damper or a drive can lower it",
     "lower speed saves more power", "power goes with the cube of speed"),
    ("its inlet damper is almost shut, and a low-frequency rumble has come",
     "the fan works in stall", "too little flow breaks away from the blades"),
    ("dust sticks on the blades of its wheel", "1X rises, by unbalance",
     "what sticks is never even"),
    ("a strut stands close behind its axial wheel", "blade pass rises",
     "each blade meets the strut's wake"),
    ("the cut-off of its casing stands too near to the wheel", "blade pass rises",
     "each blade pulses at the cut-off"),
    ("part of the crust has fallen off its wheel", "1X rises, by unbalance",
     "what is left is uneven"),
)  # fmt: skip
FAN_ANSWERS = {
    "lower speed saves more power": "speed taken for a cure of everything",
    "the fan works in stall": "stall taken for what mass or a wake does",
    "1X rises, by unbalance": "mass taken for flow",
    "blade pass rises": "blades taken for the cause",
    "the line frequency rises": "the mains do not change with the fan",
    "gear mesh rises at the wheel": "a fan wheel has no teeth",
    "the bearing frequencies move": "geometry and speed set them, not air",
}


@asks("fans and blowers: damper, stall, wake, deposits", repair="VIB-03")
def fans(draw: Draw) -> Asked:
    """What a change at a fan does."""
    fan = draw.pick("An exhaust fan", "A supply fan", "A boiler fan")
    return ask_case(draw, fan + ": {}. What follows?", told(FANS), FAN_ANSWERS)


@asks(PASSING, repair="VIB-03", backed="picture")
def lobe_pass(draw: Draw) -> Asked:
    """Lobe pass of a screw compressor."""
    lobes, flutes = draw.pick((4, 6), (5, 6), (3, 5), (5, 7))
    rpm = draw.pick(1480, 1780, 2950, 3550)
    key = lobes * rpm / 60
    return draw.number(
        f"The male rotor of a screw compressor is driven at {rpm:,} rpm. At what frequency do"
        " its lobes pass?",
        key,
        "Hz",
        mistakes={
            "flutes of the female rotor times its drive speed": flutes * rpm / 60,
            "turning speed": rpm / 60,
            "speed of the female rotor": key / flutes,
            "lobes and flutes added": (lobes + flutes) * rpm / 60,
            "twice lobe pass": 2 * key,
            "lobes times flutes": key * flutes,
        },
        because=f"{lobes} · {rpm:,} / 60 = {say(key)} Hz; the female rotor gives the same.",
        show=lambda: table(("rotor", "count"), [("male", f"{lobes} lobes"),
                                                ("female", f"{flutes} flutes")]),
    )  # fmt: skip


@asks("screw compressor: both rotors mesh, lobes · n male = flutes · n female", repair="VIB-03")
def female_rotor(draw: Draw) -> Asked:
    """Speed of the female rotor of a screw compressor."""
    lobes, flutes = draw.pick((4, 6), (5, 6), (3, 5), (5, 7))
    rpm = draw.pick(1480, 1780, 2950, 3550)
    key = rpm * lobes / flutes
    return draw.number(
        f"The male rotor has {lobes} lobes and turns at {rpm:,} rpm, the female has {flutes}"
        " flutes. How fast does the female turn?",
        key,
        "rpm",
        digits=4,
        mistakes={
            "the ratio upside down": rpm * flutes / lobes,
            "both taken as equally fast": float(rpm),
            "a ratio of two to one taken": rpm / 2,
            "lobe pass in cycles a minute": float(rpm * lobes),
            "divided by the flutes alone": rpm / flutes,
            "one flute too many": rpm * lobes / (flutes + 3),
        },
        because=f"{rpm:,} · {lobes} / {flutes} = {key:,.0f} rpm.",
    )


@asks("reciprocating machines: inertia at 1X and 2X, single- and double-acting", repair="VIB-03",
      backed="picture")  # fmt: skip
def strokes(draw: Draw) -> Asked:
    """Pulses of a reciprocating compressor."""
    rpm, cylinders = draw.pick(300, 450, 590, 735, 980), draw.pick(1, 2, 3)
    acting, each = draw.pick(("single-acting", 1), ("double-acting", 2))
    key = rpm / 60 * cylinders * each
    return draw.number(
        f"A compressor turns at {rpm} rpm; its cylinders are {acting} and evenly spaced in time."
        " At what frequency does it push gas into its discharge line?",
        key,
        "Hz",
        mistakes={
            "acting once for twice, or twice for once": key * 2 if each == 1 else key / 2,
            "four times too many pushes": key * 4,
            "one push in four turns": rpm / 60 / 4,
            "cpm left undivided": key * 60,
            "pushes of one more cylinder": rpm / 60 * (cylinders + 1) * each,
            "three pushes each turn of a cylinder": rpm / 60 * cylinders * 3,
        },
        because=f"{cylinders} · {each} pushes a turn at {say(rpm / 60)} Hz: {say(key)} Hz.",
        show=lambda: scheme(
            ("motor", "coupling", f"{cylinders} cyl., {acting}"),
            f"Motor, coupling, compressor with {cylinders} cylinders, {acting}",
        ),
    )


NORMAL = (
    ("a healthy reciprocating compressor", "1X and 2X of the crank, high", "masses go to and fro"),
    ("a healthy two-lobe Roots blower", "four times the shaft speed",
     "two rotors with two lobes each give four pulses a turn"),
    ("a healthy gearbox under load", "the mesh of its teeth", "teeth meet at tooth rate"),
    ("a healthy pump with five vanes", "five times the shaft speed", "each vane passes the lip"),
    ("a healthy screw compressor, five lobes on the driven rotor", "five times the shaft speed",
     "each lobe pushes gas out once a turn"),
)  # fmt: skip
LINES = {
    "1X and 2X of the crank, high": "inertia of a crank expected where nothing goes to and fro",
    "four times the shaft speed": "four pulses expected where there are none",
    "the mesh of its teeth": "teeth expected where there are none",
    "five times the shaft speed": "five vanes or lobes expected where there are none",
    "half of the shaft speed": "half orders tell of looseness or whirl, not of health",
    "the outer race of its bearings": "a race that shows is a damaged one",
    "the third harmonic of the mains": "the mains do not shake a machine at 3X",
}


@asks("what a healthy machine shows by its construction", repair="VIB-03")
def normal_line(draw: Draw) -> Asked:
    """Line that belongs to a healthy machine."""
    stem = "Which line is to be expected of {}" + draw.pick("?", " on a route?", " as new?")
    return ask_case(draw, stem, told(NORMAL), LINES)


@asks("synchronous generators: n = 120·f / poles, no slip", repair="VIB-01", backed="picture")
def generator_poles(draw: Draw) -> Asked:
    """Poles of a synchronous generator from its speed."""
    hertz, poles = draw.pick((50, 4), (50, 6), (50, 8), (50, 10), (50, 12), (60, 4), (60, 6),
                             (60, 8), (60, 10), (60, 12))  # fmt: skip
    mover = draw.pick("diesel engine", "water turbine", "gas engine")
    rpm = 120 * hertz // poles
    return draw.number(
        f"A {mover} drives a synchronous generator at {rpm:,} rpm; the grid has {hertz} Hz. How"
        " many poles has the generator?",
        poles,
        "poles",
        digits=2,
        mistakes={
            "pairs of poles counted": poles / 2,
            "doubled": poles * 2.0,
            "two too many": poles + 2.0,
            "two too few": poles - 2.0,
            "four too many": poles + 4.0,
        },
        because=f"120 · {hertz} / {rpm:,} = {poles}; a synchronous machine has no slip.",
        show=lambda: scheme((mover, "coupling", "generator", f"grid {hertz} Hz"),
                            f"{mover}, coupling, generator, grid of {hertz} Hz"),
    )  # fmt: skip
