"""Couplings, floating bearings, bearing parts, sleeve bearings, piping, feet and bases."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw
from labsim.study.matching import ask_case
from labsim.study.pictures import scheme

TOPIC = "Equipment knowledge"
COUPLINGS = (
    ("is filled with grease and has crowned teeth in a sleeve", "gear coupling",
     "Crowned teeth tilt in their sleeve and slide along it."),
    ("has an elastic star between its claws", "jaw coupling",
     "The star between the claws takes up shock."),
    ("has packs of thin steel plates and needs no lubricant", "disc coupling",
     "Thin plates bend, nothing slides."),
    ("has a bent steel spring laid in slots, under a cover with grease", "grid coupling",
     "The grid bends in its slots and must be greased."),
    ("is two flanges bolted metal to metal and tolerates no offset", "rigid coupling",
     "Rigid flanges make one shaft of two."),
    ("drives by oil between two bladed wheels, with some slip", "fluid coupling",
     "Oil carries the torque, so the driven wheel lags."),
)  # fmt: skip
KINDS = {
    "gear coupling": "teeth seen where there are none",
    "jaw coupling": "a star seen where there is none",
    "disc coupling": "plates seen where there are none",
    "grid coupling": "a spring seen where there is none",
    "rigid coupling": "a joint that gives taken for one that does not",
    "fluid coupling": "oil taken for what carries the torque",
}


@asks("types of shaft couplings", repair="MEC-05", backed="picture")
def coupling(draw: Draw) -> Asked:
    """Type of a coupling from its description."""
    driven = draw.pick("pump", "fan", "conveyor", "compressor")
    return ask_case(
        draw,
        f"The coupling between motor and {driven} {{}}. What kind is it?",
        COUPLINGS,
        KINDS,
        show=lambda: scheme(("motor", "coupling ?", driven), f"Motor, coupling, {driven}"),
    )


TOLERANT = (
    "it protects itself for a while; the bearings still carry the force",
    "it still bends each turn and loads shafts and bearings",
    "its limit is for its own life, not for the bearings'",
)
INTOLERANT = {
    "none: within its limit no force reaches the bearings": "a coupling taken for a free joint",
    "a flexible coupling makes alignment needless": "a catalogue limit read as a target",
    "it turns parallel offset into torque": "offset makes forces across, not torque",
    "it lowers the speed of the driven shaft": "only a fluid coupling slips",
    "it must be stiffened by a rigid one of the same size": "stiffer joints make more force",
    "vibration is excluded as long as the rubber is whole": "a whole element excludes nothing",
}


@asks("flexible couplings tolerate, they do not cure misalignment", repair="MEC-05")
def tolerated(draw: Draw) -> Asked:
    """What a flexible coupling does with misalignment."""
    kind, offset = draw.pick("jaw", "disc", "gear", "grid"), draw.pick(0.2, 0.3, 0.4)
    return draw.choice(
        f"A {kind} coupling may run with {offset:g} mm offset by its catalogue, and that is what it"
        " has. What is the consequence?",
        TOLERANT,
        INTOLERANT,
        because="The catalogue says what the coupling survives; align to the tolerance of the"
        " machine, which is far smaller.",
    )


ENDS = {"drive end": "non-drive end", "non-drive end": "drive end"}
FLOATING = (
    ("NU 316 (cylindrical rollers)", "6316, ring held by covers", "between rollers and ring",
     "in the outer ring's seat"),
    ("6312, ring free in its seat", "6312, ring held by covers", "in the outer ring's seat",
     "between rollers and ring"),
    ("22216, housing without locating rings", "22216, housing with locating rings",
     "in the outer ring's seat", "between rollers and ring"),
    ("NU 210 (cylindrical rollers)", "7210 pair, ring held by covers", "between rollers and ring",
     "in the outer ring's seat"),
)  # fmt: skip


def _short(bearing: str) -> str:
    """Return the designation alone, which fits under a box."""
    return bearing.split(",")[0].split(" (")[0]


@asks("locating and non-locating bearings of a shaft", repair="MEC-01", backed="picture")
def floating_end(draw: Draw) -> Asked:
    """Where a shaft that grows by heat can move."""
    free, held, where, elsewhere = draw.pick(*FLOATING)
    end, machine = draw.pick(*ENDS), draw.pick("fan", "motor", "pump")
    ends = {end: free, ENDS[end]: held}
    words = f"Shaft of a {machine}. " + "; ".join(f"{k}: {v}" for k, v in sorted(ends.items()))
    return draw.choice(
        f"Drive end: {ends['drive end']}. Non-drive end: {ends['non-drive end']}. The {machine}'s"
        " shaft grows warm and long. Where does it move?",
        f"at the {end}, {where}",
        {
            f"at the {ENDS[end]}, {where}": "the bearing that is held taken for the free one",
            f"at the {end}, {elsewhere}": "right end, but another bearing's way to float",
            f"at the {ENDS[end]}, {elsewhere}": "end and way taken from the wrong bearing",
            "at both ends, half at each": "one end must be held, or the shaft wanders",
            "nowhere, both ends are held": "a shaft held twice presses its bearings by heat",
        },
        because=f"One bearing locates, {held}; the other, {free}, lets the shaft move {where}.",
        show=lambda: scheme(
            ("drive end", machine, "non-drive end"),
            words,
            {0: _short(ends["drive end"]), 2: _short(ends["non-drive end"])},
        ),
    )


PARTS = (
    ("keeps the rolling elements apart", "cage", "Without it they would rub on each other."),
    ("usually sits tight on a turning shaft", "inner ring", "The ring that turns is fitted tight."),
    ("usually stands still in the housing", "outer ring", "It carries the load zone."),
    ("rolls between both tracks", "ball or roller", "It rolls on two tracks at once."),
    ("is a rubbing lip that keeps dirt out", "seal", "A seal touches, a shield leaves a gap."),
    ("keeps coarse dirt out and does not touch", "shield", "A shield leaves a gap, a seal rubs."),
)  # fmt: skip
PART_NAMES = {
    "cage": "the cage only holds distances",
    "inner ring": "the inner ring goes with the shaft",
    "outer ring": "the outer ring goes with the housing",
    "ball or roller": "rolling elements run, they do not hold",
    "seal": "a seal rubs on its ring",
    "shield": "a shield touches nothing",
    "grease nipple": "a nipple only lets grease in",
}


@asks("parts of a rolling bearing", repair="MEC-01")
def bearing_part(draw: Draw) -> Asked:
    """Part of a rolling bearing by what it does."""
    name = draw.pick("deep-groove ball bearing of a fan", "roller bearing of a pump",
                     "ball bearing of a motor")  # fmt: skip
    return ask_case(draw, f"Which part of the {name} {{}}?", PARTS, PART_NAMES)


SLEEVE = (
    ("shaft motion in a sleeve bearing of a turbine", "two proximity probes, 90° apart",
     "Casing and film hide much of the shaft's motion; probes see the shaft itself."),
    ("the shaft's mean place in a sleeve bearing", "the gap voltage of a proximity probe",
     "The DC part of the probe's signal is the mean gap."),
    ("early spalling in a rolling bearing of a fan", "an accelerometer on the bearing housing",
     "Impacts pass through the rolling elements to the housing."),
    ("a phase mark on the shaft of a large compressor", "a probe that looks at a keyway",
     "One notch a turn gives one pulse a turn."),
    ("the axial place of a thrust collar", "a proximity probe along the shaft",
     "It watches the distance of the collar, not its vibration."),
)  # fmt: skip
SENSORS = {
    "two proximity probes, 90° apart": "an orbit taken for what one signal tells",
    "the gap voltage of a proximity probe": "a mean place taken for motion",
    "an accelerometer on the bearing housing": "the housing taken for the shaft",
    "a probe that looks at a keyway": "a pulse taken for a measure of distance",
    "a proximity probe along the shaft": "axial place taken for radial motion",
    "a thermometer in the oil drain": "heat tells late and of no motion",
}


def _train():
    return scheme(("driver", "coupling", "machine"), "A train of machines with bearings", {2: "?"})


@asks("sleeve bearings: oil film and proximity probes; rolling bearings: casing", repair="VIB-01",
      backed="picture")  # fmt: skip
def seen_by(draw: Draw) -> Asked:
    """Sensor for a shaft in sleeve or rolling bearings."""
    stem = draw.pick("What shows {} best?", "Which sensor is right for {}?")
    return ask_case(draw, stem, SLEEVE, SENSORS, _train)


BASES = (
    ("one foot rises 0.15 mm when its bolt is loosened", "soft foot",
     "A foot that springs up was pulled down: shim it."),
    ("hammer blows show a gap between base plate and concrete", "broken grout",
     "Hollow sound or movement tells of a void under the plate."),
    ("the flanges spring apart when a pipe is unbolted", "pipe strain",
     "A pipe that must be pulled pulls the machine in turn."),
    ("one foot moves far more than the plate under it", "a loose hold-down bolt",
     "Across a tight joint both sides move alike."),
    ("vibration is high only at one speed, low above and below", "resonance of the structure",
     "A natural frequency of the frame meets 1X there."),
)  # fmt: skip
CAUSES = {
    "soft foot": "a foot blamed that stands flat",
    "broken grout": "grout blamed that is whole",
    "pipe strain": "a pipe blamed that fits",
    "a loose hold-down bolt": "a bolt blamed that is tight",
    "resonance of the structure": "resonance shows by speed, not by a gap",
    "a bent shaft": "the shaft does not change with feet or pipes",
    "wear of the impeller": "the impeller moves neither feet nor flanges",
}


@asks("piping, feet, base plates and grout", repair="MEC-05", backed="picture")
def base(draw: Draw) -> Asked:
    """What a sign at feet, base or piping tells of."""
    machine = draw.pick("pump", "blower", "compressor", "hydraulic power unit")
    return ask_case(
        draw,
        f"At a {machine}: {{}}. What does that tell of?",
        BASES,
        CAUSES,
        show=lambda: scheme(
            ("feet", "base plate", "grout", "concrete"),
            f"What stands under a {machine}: feet, base plate, grout, concrete",
        ),
    )
