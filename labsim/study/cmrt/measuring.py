"""Measuring tools: vernier, micrometer, dial indicator, multimeter, and their readings."""

from __future__ import annotations

from labsim.mechanical.alignment import rim_offset
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.fine import fine
from labsim.study.matching import ask_entry
from labsim.study.pictures import dial, table
from labsim.study.pictures_trade import clock, micrometer, vernier

TOPIC = "Maintenance Practices"
SCALES = "reading of scales: shop measuring instruments (ISO 13385-1, ISO 3611, ISO 463 by name)"
METER = "accuracy statements of digital multimeters: ±(share of reading + digits)"
INCH = 25.4  # mm, by definition


@asks(SCALES, repair="INS-02 MEC-01", backed="picture")
def vernier_reading(draw: Draw) -> Asked:
    """Reading of a vernier calliper."""
    parts, whole = draw.pick(10, 20), draw.pick(*range(12, 60))
    k = draw.pick(*range(2, parts - 1))
    key, step = whole + k / parts, 1 / parts
    return fine(
        draw,
        "What does the calliper read?",
        key,
        "mm",
        places=2,
        mistakes={
            "one mark of the vernier too far": key + step,
            "one mark of the vernier too few": key - step,
            "a millimetre too many": key + 1,
            "a millimetre too few": key - 1,
            "the vernier's mark read as hundredths": whole + k / 100,
            "whole millimetres read where the marks meet": whole + k + k / parts,
        },
        because=f"Left of the zero mark {whole} mm; mark {k} of {parts} meets: {key:.2f} mm.",
        show=lambda: vernier(key, parts),
    )


@asks(SCALES, repair="MEC-01 ICA-01", backed="picture")
def micrometer_reading(draw: Draw) -> Asked:
    """Reading of a metric micrometer."""
    whole, half = draw.pick(*range(4, 23)), draw.pick(0.0, 0.5)
    drum = draw.pick(*range(4, 47))
    key = whole + half + drum / 100
    return fine(
        draw,
        "What does the micrometer read?",
        key,
        "mm",
        places=2,
        mistakes={
            "half a millimetre overlooked or added": key - 0.5 if half else key + 0.5,
            "a whole millimetre too many": key + 1,
            "the drum read from the other side": whole + half + (50 - drum) / 100,
            "one mark of the drum too far": key + 0.01,
            "the drum read as thousandths": whole + half + drum / 1000,
        },
        because=f"Sleeve {whole + half:.1f} mm, drum {drum} · 0.01 mm: {key:.2f} mm.",
        show=lambda: micrometer(key),
    )


@asks(SCALES, repair="INS-02 ICA-01", backed="picture")
def zero_error(draw: Draw) -> Asked:
    """Micrometer whose zero is not zero."""
    zero = draw.pick(0.02, 0.03, 0.04, 0.05)
    read = draw.pick(*range(5, 22)) + draw.pick(12, 18, 27, 33, 41, 62, 74, 86) / 100
    key = read - zero
    return fine(
        draw,
        f"Closed, the clean micrometer reads +{zero:.2f} mm. On the part it reads as shown."
        " What is the size?",
        key,
        "mm",
        places=2,
        mistakes={
            "the zero error added": read + zero,
            "the zero error forgotten": read,
            "the zero error taken twice": read - 2 * zero,
            "half a millimetre overlooked": key - 0.5,
            "half a millimetre added": key + 0.5,
        },
        because=f"What it shows too much at zero it shows too much everywhere: {read:.2f} −"
        f" {zero:.2f} = {key:.2f} mm.",
        show=lambda: micrometer(read, "on the part"),
    )


@asks(SCALES, repair="MEC-05", backed="picture")
def indicator_reading(draw: Draw) -> Asked:
    """Travel shown by a dial indicator with a counter of turns."""
    turns, mark = draw.pick(1, 2, 3, 4, 6), draw.pick(*range(8, 48), *range(53, 93))
    key = turns + mark / 100
    return fine(
        draw,
        "The indicator stood at zero, counter at zero, and was pushed in. How far?",
        key,
        "mm",
        places=2,
        mistakes={
            "the counter of turns forgotten": mark / 100,
            "a turn too many": key + 1,
            "read against the hand's way": turns + (100 - mark) / 100,
            "a mark taken for a thousandth": turns + mark / 1000,
            "the counter taken for tenths": turns / 10 + mark / 100,
        },
        because=f"{turns} turn(s) of 1 mm and {mark} marks of 0.01 mm: {key:.2f} mm.",
        show=lambda: clock(mark, turns),
    )


@asks("shaft alignment: offset is half the total indicator reading", repair="MEC-05", backed="picture")  # fmt: skip  # noqa: E501
def runout_to_offset(draw: Draw) -> Asked:
    """Offset of two shafts from a rim reading."""
    bottom = draw.pick(*(k / 100 for k in range(-48, 49, 4) if abs(k) > 9))
    side = round(bottom / 2, 3)
    shift = draw.pick(-0.06, -0.04, 0.04, 0.06)
    right, left = round(side + shift, 2), round(side - shift, 2)
    readings = {"top": 0.0, "right": right, "bottom": bottom, "left": left}
    key = abs(rim_offset(bottom, 0.0))
    return fine(
        draw,
        "Rim readings on a coupling, sag taken off. How large is the vertical offset?",
        key,
        "mm",
        places=2,
        mistakes={
            "the whole reading taken: the missing /2": abs(bottom),
            "half of the half": key / 2,
            "the reading at one side taken": abs(right),
            "the horizontal offset taken": abs(right - left) / 2,
            "twice the reading": 2 * abs(bottom),
        },
        because=f"Turning by half a turn shows the offset twice: {abs(bottom):.2f} / 2 = {key:.2f} mm.",  # noqa: E501
        show=lambda: dial(readings, "mm", "rim, mm"),
    )


@asks(METER, repair="INS-02 INS-01", backed="picture")
def meter_accuracy(draw: Draw) -> Asked:
    """Uncertainty of a digital reading from the data sheet."""
    share, digits = draw.pick(0.3, 0.5, 0.8, 1.0, 1.5), draw.pick(2, 3, 5)
    read, step = draw.pick((24.1, 0.1), (118.4, 0.1), (231.6, 0.1), (398.2, 0.1), (48.3, 0.1))
    key = read * share / 100 + digits * step
    rows = [("reading", f"{read} V"), ("resolution", f"{step} V")]
    rows += [("accuracy", f"±({share:g} % + {digits} digits)")]
    return fine(
        draw,
        "How far may the true voltage lie from this reading?",
        key,
        "V",
        places=2,
        mistakes={
            "the digits forgotten": read * share / 100,
            "the per cent forgotten": digits * step,
            "digits taken for volts": read * share / 100 + digits,
            "one digit only": read * share / 100 + step,
            "per cent of the reading as volts": share + digits * step,
        },
        because=f"{share:g} % of {read} V and {digits} · {step} V: ±{key:.2f} V.",
        show=lambda: table(("data", "value"), rows),
    )


INSTRUMENTS = {
    "outside micrometer": "it reads the diameter of a journal to 0.01 mm",
    "inside micrometer": "it reads the bore of a housing to 0.01 mm",
    "feeler gauge": "it finds the gap under a machine foot",
    "dial indicator": "it shows the run-out of a turning shaft",
    "clamp meter": "it reads the current of a running motor without opening the circuit",
    "insulation tester": "it reads megohms at 500 V or more",
    "strobe": "it makes a turning coupling seem to stand",
    "torque wrench": "it tightens a bolt to a moment",
    "straight edge": "it shows whether two sheaves lie in one plane",
}


@asks("use of shop instruments", repair="INS-01 MEC-01")
def right_instrument(draw: Draw) -> Asked:
    """Which instrument suits a task."""
    right = draw.pick(*INSTRUMENTS)
    task = INSTRUMENTS[right].removeprefix("it ")
    return ask_entry(draw, f"Which instrument is wanted: one that {task}?", right, INSTRUMENTS)


@asks("1 inch = 25.4 mm, 1 bar = 14.5 psi, 1 ft·lb = 1.356 N·m, °C = (°F − 32) / 1.8", repair="WRK-03")  # fmt: skip  # noqa: E501
def converted(draw: Draw) -> Asked:
    """Reading in foreign units of the shop."""
    name, factor, unit, values, other, error = draw.pick(
        ("psi", 1 / 14.504, "bar", (60, 90, 150, 1450, 2000, 3000), 0.098, "metres of water taken"),
        ("ft·lb", 1.3558, "N·m", (25, 40, 75, 110, 180), 1 / 8.851, "inch-pounds taken"),
        ("thousandths of an inch", INCH, "µm", (2, 3, 5, 8, 12), 10.0, "hundredths of a mm taken"),
        ("in", INCH, "mm", (1.125, 1.375, 1.75, 2.25), 30.48, "a tenth of a foot taken"),
        ("gpm (US)", 3.7854, "L/min", (5, 8, 12, 20), 4.546, "imperial gallons taken"),
    )
    value = draw.pick(*values)
    key = value * factor
    return draw.number(
        f"A manual gives {value:,} {name}. What is that in {unit}?",
        key,
        unit,
        mistakes={
            "divided where it is multiplied": value / factor,
            "the number left as it is": value,
            error: value * other,
            "the point one place too far right": key * 10,
            "the point one place too far left": key / 10,
        },
        because=f"{value:,} · {say(factor, 4)} = {say(key)} {unit}.",
    )


@asks("clamp meter: sum of the currents through the jaw", repair="INS-02 ELE-05")
def clamp_reading(draw: Draw) -> Asked:
    """What a clamp meter shows around several conductors."""
    amps, machine = draw.pick(4, 6, 8, 12, 15, 22), draw.pick("heater", "fan", "pump")
    how, shows, why = draw.pick(
        ("one of its two conductors", amps, "one conductor: its own current"),
        ("both of its conductors", 0, "what goes comes back: the sum is zero"),
        ("one conductor, laid through the jaw twice", 2 * amps, "each pass counts once"),
        ("one conductor, laid through the jaw three times", 3 * amps, "each pass counts once"),
    )
    values = {0: "both ways cancel", amps: "the current itself, for one pass",
              2 * amps: "two passes or two currents added", 3 * amps: "three passes counted",
              amps / 2: "half taken for each way"}  # fmt: skip
    return fine(
        draw,
        f"A single-phase {machine} takes {amps} A. The clamp is round {how}. What does it show?",
        shows,
        "A",
        places=1,
        mistakes={name: value for value, name in values.items() if value != shows},
        because=f"{begin(why)}, {shows} A.",
    )
