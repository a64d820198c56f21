"""Gear trains, belts, rolling and sleeve bearings: what turns how fast, what carries what."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.cat1.flow_machines import told
from labsim.study.draw import Asked, Draw, say
from labsim.study.matching import ask_case
from labsim.study.pictures import scheme, table
from labsim.vibration.bearing import CATALOGUE, catalogued

TOPIC = "Equipment knowledge"
GEARS = "gear trains: n2 = n1 · T1 / T2; mesh = teeth · speed of their own shaft"
SPEEDS = (735, 985, 1180, 1480, 1780)  # rpm
STAGES = ((19, 57, 23, 69), (21, 63, 25, 50), (17, 68, 20, 60), (23, 46, 19, 76), (25, 75, 22, 44))


def _train(first: int, second: int, third: int, fourth: int):
    shafts = ("input", "middle", "middle", "output")
    teeth = (first, second, third, fourth)
    rows = [(f"{k}, {at} shaft", str(t)) for k, at, t in zip("1234", shafts, teeth, strict=True)]
    return lambda: table(("gear", "teeth"), rows)


@asks(GEARS, repair="MEC-03", backed="picture")
def output_speed(draw: Draw) -> Asked:
    """Output speed of a gearbox of two stages."""
    teeth, rpm = draw.pick(*STAGES), draw.pick(*SPEEDS)
    one, two, three, four = teeth
    key = rpm * one / two * three / four
    return draw.number(
        f"The input shaft of this gearbox turns at {rpm:,} rpm. How fast does its output shaft"
        " turn?",
        key,
        "rpm",
        mistakes={
            "the first stage only": rpm * one / two,
            "the second stage only": rpm * three / four,
            "both ratios upside down": rpm * two / one * four / three,
            "the second ratio upside down": rpm * one / two * four / three,
            "the first ratio taken twice": rpm * (one / two) ** 2,
            "halved once more, for two stages": key / 2,
            "the mean of both stages": rpm * (one / two + three / four) / 2,
        },
        because=f"{rpm:,} · {one}/{two} · {three}/{four} = {say(key)} rpm.",
        show=_train(*teeth),
    )


@asks(GEARS, repair="MEC-03 VIB-03", backed="picture")
def second_mesh(draw: Draw) -> Asked:
    """Mesh frequency of the second stage of a gearbox."""
    teeth, rpm = draw.pick(*STAGES), draw.pick(*SPEEDS)
    one, two, three, four = teeth
    middle = rpm / 60 * one / two
    return draw.number(
        f"The input shaft turns at {rpm:,} rpm. At what frequency do gears 3 and 4 mesh?",
        middle * three,
        "Hz",
        mistakes={
            "mesh of the first stage": rpm / 60 * one,
            "gear 3 at input speed": rpm / 60 * three,
            "gear 4 at the middle shaft's speed": middle * four,
            "speed of the middle shaft": middle,
            "gear 4 at input speed": rpm / 60 * four,
            "speed of the output shaft": middle * three / four,
        },
        because=f"The middle shaft turns at {say(middle)} Hz, times {three} teeth:"
        f" {say(middle * three)} Hz.",
        show=_train(*teeth),
    )


@asks("hunting tooth frequency = mesh · common factor / (T1 · T2)", repair="MEC-03")
def hunting_tooth(draw: Draw) -> Asked:
    """Hunting tooth frequency of a pair of gears."""
    pinion, wheel = draw.pick((19, 57), (20, 64), (21, 70), (24, 60), (18, 48), (23, 61), (20, 50))
    rpm, shared = draw.pick(*SPEEDS), math.gcd(pinion, wheel)
    key = rpm * shared / wheel
    return draw.number(
        f"A pinion with {pinion} teeth turns at {rpm:,} rpm and drives a wheel with {wheel} teeth."
        " How often do the same two teeth meet?",
        key,
        "times a minute",
        mistakes={
            "speed of the wheel": rpm * pinion / wheel,
            "speed of the pinion": float(rpm),
            "the common factor forgotten": rpm / wheel,
            "divided by the pinion's teeth": rpm * shared / pinion,
            "divided by both numbers of teeth": rpm * shared / (pinion * wheel),
            "mesh frequency a minute": float(rpm * pinion),
            "every second tooth counted": 2 * key,
        },
        because=f"Largest common factor {shared}: {rpm:,} · {shared} / {wheel} = {say(key)} a"
        " minute.",
    )


@asks("belt drives: n2 = n1 · d1 / d2, pitch diameters", repair="MEC-03", backed="picture")
def belt_ratio(draw: Draw) -> Asked:
    """Speed of a fan behind a belt drive."""
    small, large = draw.pick((125, 250), (140, 315), (160, 280), (180, 250), (200, 355))
    rpm = draw.pick(*SPEEDS)
    key = rpm * small / large
    return draw.number(
        f"The motor turns at {rpm:,} rpm. How fast does the fan turn, without slip of the belts?",
        key,
        "rpm",
        mistakes={
            "the ratio upside down": rpm * large / small,
            "the ratio squared, as if areas drove": rpm * (small / large) ** 2,
            "speed of the motor": float(rpm),
            "the root of the ratio": rpm * (small / large) ** 0.5,
            "the large sheave taken twice as large": key / 2,
            "difference of diameters to the large one": rpm * (large - small) / large,
        },
        because=f"{rpm:,} · {small} / {large} = {say(key)} rpm: the large sheave is the slow one.",
        show=lambda: scheme(
            (f"motor, {small} mm", "belts", f"fan, {large} mm"),
            f"Motor with a sheave of {small} mm, belts, fan with a sheave of {large} mm",
        ),
    )


@asks("slip of belts: measured against computed speed", repair="MEC-03")
def belt_slip(draw: Draw) -> Asked:
    """Slip of V-belts from measured speeds."""
    ratio, rpm, slip = draw.pick(0.5, 0.6, 0.75), draw.pick(980, 1480), draw.pick(3, 4, 5, 6, 8)
    computed = rpm * ratio
    measured = round(computed * (1 - slip / 100))
    key = 100 * (computed - measured) / computed
    return draw.number(
        f"The strobe shows {rpm:,} rpm at the motor and {measured:,} rpm at the fan. The sheaves'"
        f" pitch diameters are as {ratio:g} to 1. How much do the belts slip?",
        key,
        "%",
        digits=2,
        mistakes={
            "fan to motor, the ratio forgotten": 100 * (rpm - measured) / rpm,
            "rpm taken for per cent": computed - measured,
            "related to the motor's speed": 100 * (computed - measured) / rpm,
            "slip multiplied by two sheaves": 2 * key,
            "a place lost": key / 10,
            "share of the speed that is left": 100 - key,
        },
        because=f"Without slip {computed:,.0f} rpm; {computed - measured:.0f} rpm are missing,"
        f" {say(key, 2)} %.",
    )


@asks("bore codes in makers' catalogues: from 04 on times 5 (DIN 623-1 by name)", repair="MEC-01")
def bore(draw: Draw) -> Asked:
    """Bore of a bearing from its designation."""
    series, code = draw.pick("62", "63", "222", "NU 3", "72"), draw.pick(5, 6, 8, 9, 12, 16, 20, 22)
    key = 5.0 * code
    return draw.number(
        f"What is the bore of a bearing {series}{code:02d}?",
        key,
        "mm",
        digits=2,
        mistakes={
            "the code taken for millimetres": float(code),
            "the code times ten": 10.0 * code,
            "the code times four": 4.0 * code,
            "the radius of the bore": 2.5 * code,
            "one code too large": key + 5,
            "one code too small": key - 5,
        },
        because=f"The last two digits times 5: {code} · 5 = {key:g} mm. (00 to 03 are 10, 12, 15,"
        " 17 mm.)",
    )


SUFFIXES = (
    ("C3", "radial clearance greater than normal", "rings grow warm and fits take clearance"),
    ("2RS", "rubber seals on both sides", "RS is a rubbing seal, 2 says both sides"),
    ("2Z", "metal shields on both sides", "Z is a shield that does not rub, 2 says both sides"),
    ("NR", "groove in the outer ring, with a snap ring", "N is the groove, R the ring"),
    ("K", "tapered bore, 1 in 12", "K sits on a taper or a sleeve"),
    ("M", "machined brass cage", "M is brass, machined"),
)
MEANS = {
    "radial clearance greater than normal": "clearance read into another letter",
    "rubber seals on both sides": "seals read into another letter",
    "metal shields on both sides": "shields read into another letter",
    "groove in the outer ring, with a snap ring": "a groove read into another letter",
    "tapered bore, 1 in 12": "a taper read into another letter",
    "machined brass cage": "a cage read into another letter",
    "radial clearance smaller than normal": "C2 is the small clearance",
}


@asks("makers' usual suffixes of rolling bearings", repair="MEC-01")
def suffix(draw: Draw) -> Asked:
    """Meaning of a suffix on a bearing."""
    machine = draw.pick("fan", "pump", "motor", "gearbox")
    stem = f"A bearing for a {machine} has the suffix {{}} on its box. What does it say?"
    return ask_case(draw, stem, told(SUFFIXES), MEANS)


NAMED = {"BPFO": "outer race", "BPFI": "inner race", "BSF": "spin of a ball or roller",
         "FTF": "cage"}  # fmt: skip


@asks("defect frequencies by geometry (Harris, Rolling Bearing Analysis)", repair="VIB-04",
      backed="picture")  # fmt: skip
def which_order(draw: Draw) -> Asked:
    """Tell the four orders of a bearing apart by their size."""
    name, wanted, rpm = draw.pick(*CATALOGUE), draw.pick(*NAMED), draw.pick(*SPEEDS)
    geometry = catalogued(name)
    orders = geometry.orders
    rows = [(f"{order:.3f} X",) for order in sorted(orders.values())]
    return draw.number(
        f"A list gives four orders of a {name} and no names; it has {geometry.balls} rolling"
        f" elements in a row. Its shaft turns at {rpm:,} rpm. Which frequency belongs to the"
        f" {NAMED[wanted]}?",
        orders[wanted] * rpm / 60,
        "Hz",
        mistakes={
            **{f"{text} taken": orders[k] * rpm / 60 for k, text in NAMED.items() if k != wanted},
            "turning speed": rpm / 60,
            "all rolling elements together": geometry.balls * rpm / 60,
        },
        because=f"Cage below 0.5, outer race about 0.4 and inner about 0.6 of {geometry.balls}; the"
        f" spin is left. {wanted} = {orders[wanted]:.3f} X.",
        show=lambda: table((f"orders of a {name}",), rows),
    )


@asks("a stationary outer ring: BPFO + BPFI = number of rolling elements", repair="VIB-04")
def count_of_rollers(draw: Draw) -> Asked:
    """Rolling elements from the orders of both races."""
    name = draw.pick(*CATALOGUE)
    orders, machine = catalogued(name).orders, draw.pick("fan", "pump", "mixer", "spindle")
    key = catalogued(name).balls
    return draw.number(
        f"For a bearing of a {machine} the maker gives BPFO {orders['BPFO']:.2f} X and BPFI"
        f" {orders['BPFI']:.2f} X. How many rolling elements are in a row?",
        key,
        "elements",
        digits=2,
        mistakes={
            "BPFO alone": float(round(orders["BPFO"])),
            "BPFI alone": float(round(orders["BPFI"])),
            "one too many": key + 1.0,
            "two too many": key + 2.0,
            "one too few": key - 1.0,
            "twice the right number": 2.0 * key,
        },
        because=f"{orders['BPFO']:.2f} + {orders['BPFI']:.2f} = {key}.",
    )
