"""Acceptance tests: under what conditions, by which limits, and what is written down."""

from __future__ import annotations

import math

from labsim.mechanical.balancing import permissible
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import spectrum, table
from labsim.vibration.analysis.zones import limits, severity

TOPIC = "Acceptance testing"
GRADE = "ISO 21940-11 (was 1940-1): e·ω = G"
ZONES = "ISO 10816-3:2009, new machines in zone A; superseded by ISO 20816-3:2022"
HUMP = (0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2)  # places around a natural frequency
BUYERS = ("a new fan", "a new pump set", "a rebuilt blower", "an overhauled motor")


@asks(GRADE, repair="VIB-03", unsure=True)
def residual_unbalance(draw: Draw) -> Asked:
    """Permissible residual unbalance of a grade."""
    grade, mass = draw.pick(2.5, 6.3), draw.pick(20, 40, 80, 120, 250)
    rpm = draw.pick(985, 1480, 1780, 2960, 3580)
    key = permissible(grade, mass, rpm)
    return draw.number(
        f"A rotor of {mass} kg is ordered to G{grade:g} at {rpm:,} rpm. What residual unbalance is"
        " permissible in all?",
        key,
        "g·mm",
        mistakes={
            "for each of two planes": key / 2,
            "Hz taken for radians per second": key * 2 * math.pi,
            "rpm taken for radians per second": grade * mass * 1000 / rpm,
            "the mass forgotten": 9549 * grade / rpm,
            "the other grade": key * (6.3 / 2.5 if grade == 2.5 else 2.5 / 6.3),
        },
        because=f"U = 9549 · G · m / n = 9549 · {grade:g} · {mass} / {rpm:,} = {say(key)} g·mm.",
    )


@asks(GRADE, repair="VIB-03", unsure=True)
def eccentricity(draw: Draw) -> Asked:
    """Permissible shift of the centre of mass."""
    grade, rpm = draw.pick(1.0, 2.5, 6.3, 16.0), draw.pick(740, 985, 1480, 2960)
    key = permissible(grade, 1.0, rpm)  # g·mm for each kg are µm
    return draw.number(
        f"How far may the centre of mass lie off the axis at G{grade:g} and {rpm:,} rpm?",
        key,
        "µm",
        mistakes={
            "Hz taken for radians per second": key * 2 * math.pi,
            "peak-to-peak taken": key * 2,
            "rms taken for the radius": key / math.sqrt(2),
            "rpm taken for Hz": key / 60,
            "G taken for the eccentricity": grade,
        },
        because=f"e = G / ω = {grade:g} / {say(2 * math.pi * rpm / 60)} mm = {say(key)} µm.",
    )


@asks(ZONES, repair="VIB-02", backed="picture", unsure=True)
def accept_or_not(draw: Draw) -> Asked:
    """Reading of an acceptance test against the limit of new machines."""
    group, size = draw.pick((1, "500 kW"), (2, "45 kW"), (2, "110 kW"))
    support, what = draw.pick("rigid", "flexible"), draw.pick(*BUYERS)
    edge = limits(group, support)[0]
    shares = draw.some((0.55, 0.7, 0.85, 0.9), 3)
    places = ("1V", "1H", "2H", "2A")
    worst = round(edge * draw.pick(0.95, 1.15, 1.4), 2)
    values = [round(edge * share, 2) for share in shares]
    values.insert(draw.pick(0, 1, 2, 3), worst)
    good = severity(worst, group, support) == "A"
    right = "accepted: the highest is in zone A" if good else "refused: the highest is above zone A"
    wrong = {
        "accepted: the mean is in zone A": "the mean taken, the standard takes the highest",
        "accepted: zone C begins far above": "limits of running machines taken for a new one",
        "refused: one reading differs from the others": "readings differ by direction, and may",
        "refused: all four have to be below 1 mm/s": "a limit nobody agreed on",
        "accepted: 2A is axial and does not count": "axial readings at the thrust bearing do count",
    }
    return draw.choice(
        f"{begin(what)} of {size} on {support} support is to be in zone A, up to {edge:g}"
        " mm/s. What is the result?",
        right,
        wrong,
        because=f"The highest of all points counts: {worst:g} against {edge:g} mm/s.",
        show=lambda: table(
            ("point", "mm/s rms"), [(p, f"{v:g}") for p, v in zip(places, values, strict=True)]
        ),
    )


@asks("acceptance by agreed conditions: load, speed, support, temperature, points", repair="VIB-02")
def condition(draw: Draw) -> Asked:
    """What a reading of an acceptance test needs beside it."""
    what = draw.pick(*BUYERS)
    stage = draw.pick(
        "in the maker's works", "on site before handing over", "after the repair shop"
    )
    wrong = {
        "the price of the machine": "the price changes no reading",
        "the trend of the last year": "a new machine has no past",
        "the name of the next shift": "who comes next changes no reading",
        "the colour of the spectrum's trace": "a matter of the display only",
        "the serial number of the coupling's bolts": "the parts list is another paper",
        "the tariff of the electricity": "the tariff changes no reading",
    }
    right = (
        "load, speed, support and the points measured",
        "speed and load, and how the sensor was mounted",
        "operating point, support, instrument and its calibration",
    )
    return draw.choice(
        f"{begin(what)} is tested {stage}. What has to stand beside the readings?",
        right,
        wrong,
        because="A limit is agreed for conditions: without them nobody can repeat the test.",
    )


@asks(
    "purchase specifications: limits by overall value and by band",
    repair="VIB-02",
    backed="picture",
)
def band_limit(draw: Draw) -> Asked:
    """Overall value within its limit, one band above its own."""
    rpm = draw.pick(985, 1480, 2960)
    hertz = rpm / 60
    order, name = draw.pick((1, "1X"), (2, "2X"), (7, "blade pass, 7X"))
    lines = {hertz: 0.9, 2 * hertz: 0.6, 7 * hertz: 0.5}
    high = draw.pick(1.9, 2.1, 2.3)
    lines[order * hertz] = high
    wrong = {
        "accepted: the overall value is within 2.8 mm/s": "the limit of the band left aside",
        "accepted: only 1X is ever limited": "each band has its limit",
        "refused: every line must be below 0.5 mm/s": "a limit that is not in the order",
        "accepted: the lines cancel each other": "lines of different frequency do not cancel",
        "refused: a new machine shows no lines at all": "every machine shows its speed",
    }
    return draw.choice(
        f"The order says: overall up to 2.8 mm/s rms, no line above 1.8 mm/s rms. A machine of"
        f" {rpm:,} rpm gives this spectrum. What is the result?",
        f"refused: {name} is above the limit of a line",
        wrong,
        because=f"{name} is at {high:g} mm/s. Overall is the root of the squares,"
        f" {math.sqrt(sum(v * v for v in lines.values())):.2f} mm/s, and within.",
        show=lambda: spectrum(
            lines, "mm/s rms", "Spectrum of three lines: "
            + ", ".join(f"{f:.0f} Hz {a:g} mm/s" for f, a in sorted(lines.items())),
            top=9 * hertz, floor=0.02,
        ),
    )  # fmt: skip


@asks("energy sum of lines: root of the sum of squares", repair="VIB-01", backed="picture")
def overall_of_lines(draw: Draw) -> Asked:
    """Overall value of a few lines."""
    a, b, c = draw.pick(1.2, 1.8, 2.4), draw.pick(0.8, 1.0, 1.4), draw.pick(0.5, 0.7, 0.9)
    hertz = draw.pick(16.4, 24.7, 49.3)
    key = math.sqrt(a * a + b * b + c * c)
    return draw.number(
        "Three lines stand out of a spectrum whose floor may be left aside. What overall value do"
        " they make?",
        key,
        "mm/s rms",
        mistakes={
            "added as if in phase": a + b + c,
            "the highest alone": a,
            "the mean of the three": (a + b + c) / 3,
            "the root of the sum, not of the squares": math.sqrt(a + b + c),
            "divided by √2 once more": key / math.sqrt(2),
            "multiplied by √2": key * math.sqrt(2),
        },
        because=f"√({a:g}² + {b:g}² + {c:g}²) = {say(key)} mm/s: powers add, heights do not.",
        show=lambda: spectrum(
            {hertz: a, 2 * hertz: b, 3 * hertz: c}, "mm/s rms",
            f"1X {a:g}, 2X {b:g}, 3X {c:g} mm/s rms", top=4 * hertz, floor=0.005,
        ),
    )  # fmt: skip


@asks("ISO 2954: what a severity meter measures", repair="INS-01 VIB-01", unsure=True)
def severity_meter(draw: Draw) -> Asked:
    """What an instrument for severity has to measure."""
    rpm = draw.pick(700, 985, 1480, 2960, 3580)
    wrong = {
        "peak acceleration to 20 kHz": "what bearings show early, not severity",
        "peak-to-peak displacement of the shaft": "for shafts in sleeve bearings, another standard",
        "peak velocity of the highest line": "one line is not the whole",
        "mean of the rectified velocity, 10 to 1000 Hz": "a mean value is no rms value",
        "rms acceleration from 10 to 1000 Hz": "severity is a velocity",
        "rms velocity from 1 to 100 Hz": "the band of slow machines, and too short",
    }
    return draw.choice(
        f"{begin(draw.pick(*BUYERS))} at {rpm:,} rpm is accepted by severity. What does the"
        " instrument measure?",
        "true rms velocity from 10 to 1000 Hz",
        wrong,
        because="Severity is the true rms value of velocity in 10 to 1000 Hz.",
    )


@asks("rigid support: natural frequency at least 1.25 times excitation (ISO 10816-3:2009)",
      repair="VIB-03", backed="picture", unsure=True)  # fmt: skip
def support_kind(draw: Draw) -> Asked:
    """Rigid or flexible support, from a bump test."""
    rpm = draw.pick(985, 1480, 1780, 2960)
    share = draw.pick(0.5, 0.7, 1.4, 1.8, 2.2)
    natural = rpm / 60 * share
    stiff = share >= 1.25
    right = "rigid" if stiff else "flexible"
    say_right = f"{right}: natural frequency {'above' if stiff else 'below'} 1.25 times 1X"
    other = "flexible" if stiff else "rigid"
    wrong = {
        f"{other}: concrete is {other}, steel is not": "judged by the material",
        f"{other}: the peak is {'above' if stiff else 'below'} 1X": "the rule turned round",
        f"{other}: the machine is {'light' if stiff else 'heavy'}": "judged by the mass alone",
        "neither: the peak shows a loose bolt": "a support always has a natural frequency",
        f"{right}: all machines of its size stand so": "size decides nothing",
    }
    return draw.choice(
        f"A bump on the bearing housing of a machine for {rpm:,} rpm, at standstill, gives this"
        " spectrum. Which limits apply, those for rigid or flexible support?",
        say_right,
        wrong,
        because=f"1X is {rpm / 60:.1f} Hz, the lowest natural frequency {natural:.1f} Hz: ratio"
        f" {share:g}, rigid is 1.25 and more.",
        show=lambda: spectrum(
            {natural * k: math.exp(-30 * (k - 1) ** 2) for k in HUMP},
            "mm/s", f"One hump, its top at {natural:.1f} Hz", top=3 * rpm / 60,
        ),
    )  # fmt: skip
