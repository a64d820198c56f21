"""Faults recognised in spectra and phases that the simulated trains give."""

from __future__ import annotations

from functools import lru_cache

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.item import Picture
from labsim.study.pictures import spectrum
from labsim.study.trains import Wrong, line_picture, line_table, turns, velocity
from labsim.vibration.bearing import catalogued
from labsim.vibration.route import Setting

TOPIC = "Fault analysis"
TRAIN = "simulated trains of labsim.vibration; signs as taught in the trade"
ORDINARY = Setting(fmax=500, lines=800, averages=4)
HIGH = Setting(fmax=2500, lines=1600, averages=4)
WIDE = Setting(fmax=1000, lines=1600, averages=4)


def wrong(tag: str, name: str, value: float) -> Wrong:
    """Return one wrong parameter."""
    return ((tag, name, value),)


@lru_cache(maxsize=128)
def drawn(
    machine: str, fault: Wrong, pad: str, setting: Setting, top: float, seed: int = 1,
    low: float = 0.0,
) -> Picture:  # fmt: skip
    """Return the picture of a velocity spectrum, worked out once."""
    return line_picture(velocity(machine, fault, pad, setting, seed), top=top, low=low)


# fault of the pump set at a radial point: part, parameter, sizes, points, what shows it
RADIAL = {
    "unbalance": ("P1", "heavy", (80.0, 100.0, 120.0), ("B3:H", "B4:H"), "1X alone stands out"),
    "parallel misalignment": ("X1", "parallel", (0.35, 0.45, 0.55), ("B3:H", "B3:V", "B2:H"),
                              "2X stands above 1X at the coupling"),
    "loose fit of a bearing": ("B3", "fit", (0.9, 1.1, 1.3), ("B3:H", "B3:V"),
                               "half orders and many harmonics on a raised floor"),
    "vane pass of the pump (5 vanes)": ("P1", "narrow", (8.0, 10.0, 13.0), ("B3:H", "B4:H"),
                                        "5X and its harmonics stand out"),
    "electrical, stator": ("M1", "uneven", (0.2, 0.25, 0.3), ("B1:H", "B2:H"),
                           "a line at 120 Hz, twice line frequency, just above 4X"),
}  # fmt: skip
NOT_RADIAL = {
    "unbalance": "unbalance is 1X alone",
    "parallel misalignment": "misalignment would raise 2X at the coupling",
    "loose fit of a bearing": "looseness brings many harmonics and halves",
    "vane pass of the pump (5 vanes)": "vane pass is 5X here",
    "electrical, stator": "the stator shakes at twice line frequency",
    "oil whirl": "oil whirl is a line below half of 1X, in sleeve bearings",
}


@asks(TRAIN, repair="VIB-03", backed="simulation")
def pump_spectrum(draw: Draw) -> Asked:
    """Fault of a pump set from a radial spectrum."""
    stem = ("Pump set, 4-pole motor on 60 Hz, 1,780 rpm (1X = 29.7 Hz), rolling bearings. Point {}:"
            " which fault fits?")  # fmt: skip
    return named(draw, stem, "pump", RADIAL, NOT_RADIAL, 320.0)


def named(
    draw: Draw, stem: str, machine: str, faults: dict, told: dict[str, str], top: float
) -> Asked:
    """Ask for the fault behind a spectrum; {} in the stem is the point it was taken at."""
    right = draw.pick(*faults)
    tag, name, sizes, pads, why = faults[right]
    size, pad = draw.pick(*sizes), draw.pick(*pads)
    return draw.choice(
        stem.format(pad),
        right,
        told,
        because=f"{begin(why)}: {right}.",
        show=lambda: drawn(machine, wrong(tag, name, size), pad, ORDINARY, top),
    )


BELT = {
    "worn belts": ("T1", "worn", (0.7, 0.9, 1.1), ("B3:H", "B2:H"),
                   "lines at belt frequency, below both shafts, the second the highest"),
    "sheaves out of line": ("T1", "askew", (0.7, 0.9, 1.2), ("B3:A", "B2:A"),
                            "both shaft speeds stand out axially"),
    "unbalance of the fan wheel": ("G2", "heavy", (70.0, 90.0, 110.0), ("B4:H", "B4:V"),
                                   "1X of the fan alone stands out"),
    "blades too close to the cut-off": ("G2", "narrow", (7.0, 9.0, 12.0), ("B4:H", "B4:V"),
                                        "blade pass, 8 times fan speed, and harmonics"),
}  # fmt: skip
NOT_BELT = {
    "worn belts": "worn belts show below both shaft speeds",
    "sheaves out of line": "sheaves out of line shake axially at both speeds",
    "unbalance of the fan wheel": "unbalance is 1X of the fan",
    "blades too close to the cut-off": "blades show at blade pass",
    "gear mesh": "there is no gear in this train",
}


@asks(TRAIN, repair="VIB-03", backed="simulation")
def fan_spectrum(draw: Draw) -> Asked:
    """Fault of a belt-driven fan from a spectrum."""
    stem = ("Fan with V-belts: motor 29.7 Hz, fan 18.8 Hz, belts 7.9 Hz, 8 blades. Point {}"
            " (B1 B2 motor, B3 B4 fan): which fault fits?")  # fmt: skip
    return named(draw, stem, "fan", BELT, NOT_BELT, 200.0)


@asks(TRAIN, repair="VIB-04", backed="simulation")
def gear_sidebands(draw: Draw) -> Asked:
    """Shaft that a gear's sidebands point to."""
    shaft, name = draw.pick((0, "off_pinion"), (1, "off_wheel"))
    size, pad = draw.pick(0.5, 0.6, 0.7, 0.8), draw.pick("B4:H", "B3:H", "B5:H")
    speeds = [turns("gear", (), k) for k in (0, 1)]
    named = ("the gear on the input shaft", "the gear on the output shaft")
    other = {
        named[1 - shaft]: "sidebands of the other shaft are another distance apart",
        "both gears alike, from wear": "wear raises mesh and the gears' own frequency",
        "the electric motor's stator": "the stator shakes at 120 Hz",
        "a coupling out of line": "misalignment of a coupling is 1X and 2X",
        "unbalance of the motor": "unbalance has no sidebands about mesh",
    }
    return draw.choice(
        f"Speed-up gear: input {speeds[0]:.1f} Hz, output {speeds[1]:.1f} Hz, mesh at"
        f" {67 * speeds[0]:,.0f} Hz. Point {pad}, about mesh: sidebands {speeds[shaft]:.1f} Hz"
        " apart. What runs off centre?",
        named[shaft],
        other,
        because=f"Sidebands stand {speeds[shaft]:.1f} Hz apart: the speed of the shaft that makes"
        f" mesh swell, {named[shaft]}.",
        show=lambda: drawn("gear", wrong("T1", name, size), pad, HIGH, 2250.0, low=1750.0),
    )


# machine, bearing, its number, points, what is there without any fault
BEARINGS = (
    ("pump", "B4", "7309", ("B4:H", "B4:V"), "The pump's 5X is always there."),
    ("fan", "B1", "6208", ("B1:H", "B1:V"), "A little of belts and fan is always there."),
)
RACES = {
    "outer": ("BPFO", "the outer race", "lines at {} X and harmonics, without sidebands"),
    "inner": ("BPFI", "the inner race", "lines at {} X and harmonics, with sidebands at 1X"),
    "ball": ("2·BSF", "a ball", "lines at {} X, twice the ball's spin, with cage sidebands"),
    "cage": ("FTF", "the cage", "lines at {} X, below half of 1X, and harmonics"),
}


@asks(TRAIN, repair="VIB-04", backed="simulation")
def bearing_part(draw: Draw) -> Asked:
    """Part of a rolling bearing from its spectrum."""
    name = draw.pick(*RACES)
    machine, tag, kind, pads, always = draw.pick(*BEARINGS)
    stage, pad, seed = draw.pick(2.8, 3.0, 3.2), draw.pick(*pads), draw.pick(1, 2)
    orders = catalogued(kind).slipping(0.013)
    orders["2·BSF"] = 2 * orders["BSF"]
    mark, right, why = RACES[name]
    others = {part: f"{sign} is not what stands out" for sign, part, _ in RACES.values()}
    others["none: this is unbalance"] = "unbalance is 1X alone"
    told = ", ".join(f"{sign} {orders[sign]:.2f}" for sign in ("BPFO", "BPFI", "2·BSF", "FTF"))
    return draw.choice(
        f"Bearing {tag}, shaft at 29.7 Hz, orders: {told}. {always} Point {pad}: what is damaged?",
        right,
        others,
        because=f"It shows {why.format(say(orders[mark]))}: {right}.",
        show=lambda: drawn(machine, wrong(tag, name, stage), pad, WIDE, 480.0, seed),
    )


STAGES = {
    "nothing to see in velocity": (0.0, 1.0, "Only running orders and vane pass stand out."),
    "a row of lines at a bearing frequency": (3.0, 3.2, "Lines of the outer race stand out with"
                                                        " their harmonics."),
    "late: a raised floor has swallowed the lines": (3.9, 4.0, "The floor at low frequency is"
                                                               " far up, lines drown in it."),
}  # fmt: skip


@asks(TRAIN, repair="VIB-04", backed="simulation", unsure=True)
def bearing_stage(draw: Draw) -> Asked:
    """Stage of a bearing defect from its velocity spectrum."""
    right = draw.pick(*STAGES)
    low, high, why = STAGES[right]
    machine, tag, kind, pads, always = draw.pick(*BEARINGS)
    size, pad, seed = draw.pick(low, high), draw.pick(*pads), draw.pick(1, 2, 3)
    order = catalogued(kind).slipping(0.013)["BPFO"]
    others = {
        "nothing to see in velocity": "what stands out was overlooked",
        "a row of lines at a bearing frequency": "no such row stands out",
        "late: a raised floor has swallowed the lines": "the floor is low",
        "misalignment: 2X far above everything": "2X is not far above everything",
        "a ski slope: the sensor had not settled": "a ski slope falls from the very first lines",
    }
    if right.startswith("late"):
        others.pop("a ski slope: the sensor had not settled")
    return draw.choice(
        f"Shaft at 29.7 Hz; outer race of {tag} at {order:.2f}X. {always} Point {pad}, velocity, 5"
        " to 480 Hz: what does it show of the bearing?",
        right,
        others,
        because=why,
        show=lambda: drawn(machine, wrong(tag, "outer", size), pad, WIDE, 480.0, seed),
    )


@asks(TRAIN, repair="VIB-03", backed="simulation")
def axial_phase(draw: Draw) -> Asked:
    """Angular misalignment or bent shaft, by axial phase."""
    right, tag, name, sizes, why = draw.pick(
        ("angular misalignment", "X1", "angular", (0.25, 0.3, 0.35, 0.4),
         "B2 and B3 move against each other: 180° across the coupling"),
        ("bent shaft of the pump", "P1", "bow", (0.08, 0.1, 0.12, 0.14),
         "B3 and B4 move against each other: 180° across the pump"),
        ("bent shaft of the motor", "M1", "bow", (0.08, 0.1, 0.12, 0.14),
         "B1 and B2 move against each other: 180° across the motor"),
    )  # fmt: skip
    size, load = draw.pick(*sizes), draw.pick("22 kW", "cooling water", "process", "condensate")
    others = {
        "angular misalignment": "misalignment turns phase across the coupling",
        "bent shaft of the pump": "a bent pump shaft turns phase across the pump",
        "bent shaft of the motor": "a bent motor shaft turns phase across the motor",
        "static unbalance of the pump": "unbalance between bearings is radial",
        "electrical fault of the stator": "the stator shakes at twice line frequency",
    }
    return draw.choice(
        f"A {load} pump, motor B1 B2, pump B3 B4, shakes axially at 1X. All sensors pointed the"
        f" same way. Which fault?",
        right,
        others,
        because=f"{why}: {right}.",
        show=lambda: line_table("pump", wrong(tag, name, size), ("B1:A", "B2:A", "B3:A", "B4:A")),
    )


PLACES = {"P1": "pump", "M1": "pump motor"}


@asks(TRAIN, repair="VIB-03", backed="simulation")
def kind_of_unbalance(draw: Draw) -> Asked:
    """Static or couple unbalance, by phase of two bearings."""
    tag, pads = draw.pick(("P1", ("B3:H", "B4:H")), ("M1", ("B1:H", "B2:H")))
    name, right, why = draw.pick(
        ("heavy", "static unbalance", "both bearings move in step"),
        ("couple", "couple unbalance", "the bearings move against each other"),
    )
    size = draw.pick(90.0, 105.0, 120.0, 140.0)
    others = {
        "static unbalance": "static unbalance moves both ends in step",
        "couple unbalance": "couple unbalance moves the ends against each other",
        "looseness of one foot": "looseness would bring harmonics, not this phase",
        "resonance at twice the speed": "nothing of 2X is in this table",
        "oil whirl in both bearings": "oil whirl is below half of 1X",
    }
    machine = f"{draw.pick('22 kW', '30 kW', 'feed water', 'brine')} {PLACES[tag]}"
    return draw.choice(
        f"1X of a {machine} at {pads[0]} and {pads[1]}, radial, nothing else is high. Which fault?",
        right,
        others,
        because=f"{begin(why)}: {right}.",
        show=lambda: line_table("pump", wrong(tag, name, size), pads),
    )


@asks("oil whirl: 0.38 to 0.48X, follows speed", repair="VIB-03", backed="picture")
def whirl_order(draw: Draw) -> Asked:
    """Order of a line below running speed."""
    shaft, share = draw.pick(49.3, 59.2, 86.4, 118.5), draw.pick(0.42, 0.43, 0.44, 0.45, 0.46)
    line = share * shaft
    return draw.number(
        f"A blower on sleeve bearings turns at {shaft:g} Hz, its motor at 24.6 Hz. The highest line"
        f" of the blower is at {line:.1f} Hz. What order of its shaft is that?",
        share,
        "X",
        mistakes={
            "referred to the motor": line / 24.6,
            "speed divided by the line": 1 / share,
            "taken for half an order, as of a rub": 0.5,
            "the difference to 1X": 1 - share,
            "half turns of the shaft counted": share / 2,
            "twice: 2X of the line": 2 * share,
        },
        because=f"{line:.1f} / {shaft:g} = {share:.2f}X: below 0.5X, where oil whirl is.",
        show=lambda: spectrum(
            {line: 3.0, shaft: 1.0, 2 * shaft: 0.4}, "mm/s rms",
            f"Highest line at {line:.1f} Hz, lower ones at {shaft:g} and {2 * shaft:g} Hz",
        ),
    )  # fmt: skip
