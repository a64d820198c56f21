"""Oil: viscosity, film, cleanliness code, sample, what a look at it says."""

from __future__ import annotations

import math

from labsim.fluid.cleanliness import code, limit
from labsim.fluid.oil import viscosity
from labsim.mechanical import lubrication
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import plot, scheme, table

TOPIC = "Preventive and Predictive Maintenance"
ISO4406 = "ISO 4406: particles in a mL ≥ 4 / 6 / 14 µm; the number goes up by 1 for twice as many"
WALTHER = "viscosity over temperature: ASTM D341; grades ISO 3448 (viscosity index near 100)"
GRADES = (32, 46, 68, 100, 150, 220)
WHERE = ("a press", "a gearbox", "a hydraulic power unit", "a turbine", "a rolling mill")


@asks(WALTHER, repair="HYD-05 MEC-01", backed="simulation")
def viscosity_read(draw: Draw) -> Asked:
    """Viscosity of an ISO VG grade read from a chart."""
    grades = draw.pick((32, 68), (46, 100), (68, 150), (100, 220))
    grade, other = draw.some(grades, 2)
    t = draw.pick(50, 60, 70)
    x = list(range(40, 81, 2))
    curves = {f"VG {g}": [float(viscosity(g, c)) for c in x] for g in grades}
    key = float(viscosity(grade, t))
    return draw.number(
        f"Oil VG {grade} runs {draw.pick(*WHERE)} at {t} °C. What is its viscosity there?",
        key,
        "mm²/s",
        digits=2,
        mistakes={
            "the grade itself, which is at 40 °C": float(grade),
            "the other curve read": float(viscosity(other, t)),
            "in proportion to the temperature": grade * 40 / t,
            "read 15 °C too low": float(viscosity(grade, t - 15)),
            "the grade of the other oil": float(other),
        },
        because=f"VG {grade} has {grade} mm²/s at 40 °C; at {t} °C the curve shows {key:.2g}.",
        show=lambda: plot(
            x, curves, "°C", "mm²/s",
            "; ".join(f"{n}: " + ", ".join(f"{c} °C {float(v[k]):.3g}" for k, c in enumerate(x)
                      if c % 10 == 0) for n, v in curves.items()),
        ),
    )  # fmt: skip


@asks("κ = ν / ν1 (ISO 281): viscosity at running temperature over the one needed", repair="MEC-01",
      backed="simulation")  # fmt: skip
def kappa(draw: Draw) -> Asked:
    """Viscosity ratio kappa of a bearing."""
    grade, t, v1 = draw.pick(*GRADES), draw.pick(50, 60, 70), draw.pick(9, 11, 14, 18, 26)
    x = list(range(40, 81, 2))
    v = float(f"{float(viscosity(grade, t)):.2g}")
    return draw.number(
        f"A bearing needs ν1 = {v1} mm²/s. It runs at {t} °C on the oil of the chart, VG {grade}."
        " What is κ, about?",
        lubrication.kappa(v, v1),
        "",
        digits=2,
        mistakes={
            "viscosity at 40 °C taken": grade / v1,
            "turned upside down": v1 / v,
            "the oil's own two viscosities": v / grade,
            "the difference over ν1": abs(v - v1) / v1,
            "the two added, over ν1": (v + v1) / v1,
        },
        because=f"κ = {v:g} / {v1} = {say(v / v1, 2)}: below 1 surfaces touch, 1 to 4 is wanted.",
        show=lambda: plot(
            x, {f"VG {grade}": [float(viscosity(grade, c)) for c in x]}, "°C", "mm²/s",
            f"VG {grade}: "
            + ", ".join(f"{c} °C {say(float(viscosity(grade, c)), 2)}" for c in x[::5]),
        ),
    )  # fmt: skip


def _tables(low: int, high: int) -> list[tuple[str, str, str]]:
    return [(str(n), f"{limit(n - 1):g}", f"{limit(n):g}") for n in range(low, high + 1)]


@asks(ISO4406, repair="HYD-05", backed="picture")
def cleanliness_code(draw: Draw) -> Asked:
    """ISO 4406 code of a particle count."""
    top = draw.pick(16, 17, 18, 19, 20)
    numbers = (top, top - draw.pick(2, 3), top - draw.pick(5, 6))
    counts = [float(f"{limit(n) * draw.pick(0.6, 0.7, 0.85, 0.95):.2g}") for n in numbers]
    a, b, c = (int(n) for n in code(*counts).split("/"))
    wrong = {
        f"{a - 1}/{b - 1}/{c - 1}": "the lower end of the row taken for its number",
        f"{a + 1}/{b + 1}/{c + 1}": "a row too high",
        f"{c}/{b}/{a}": "largest particles first",
        f"{a}/{b}/{b}": "the second count taken twice",
        f"{a}/{b}/{c + 1}": "the last count a row too high",
        f"{a}/{b - 1}/{c}": "the middle count a row too low",
    }
    x, y, z = (f"{n:,g}" for n in counts)
    return draw.choice(
        f"A count gives {x} particles a mL ≥ 4 µm, {y} ≥ 6 µm and {z} ≥ 14 µm. Which code is that?",
        f"{a}/{b}/{c}",
        wrong,
        because=f"{x} is in row {a}, {y} in row {b}, {z} in row {c}: smallest size first.",
        show=lambda: table(("number", "more than, a mL", "up to, a mL"), _tables(c - 1, a + 1)),
    )


@asks(ISO4406, repair="HYD-05", backed="picture")
def code_steps(draw: Draw) -> Asked:
    """How many times more particles some steps of the code mean."""
    first, steps = draw.pick(13, 14, 15, 16, 17), draw.pick(2, 3, 4, 5)
    what = draw.pick(*WHERE)
    return draw.number(
        f"The ≥ 6 µm number of {what} went from {first} to {first + steps} in a quarter. How many"
        " times more particles is that?",
        float(2**steps),
        "times",
        digits=2,
        mistakes={
            "steps taken for times": float(steps),
            "two for each step, added": 2.0 * steps,
            "ten for each step": float(10**steps),
            "number over number": (first + steps) / first,
            "a step too many": 2.0 ** (steps + 1),
            "a step too few": 2.0 ** (steps - 1),
        },
        because=f"Each step is twice as many: 2^{steps} = {2**steps} times.",
        show=lambda: plot(
            range(4), {"code": [first, first + 0.3 * steps, first + 0.7 * steps, first + steps]},
            "month", "scale number ≥ 6 µm", f"Rise from {first} to {first + steps} in three months",
        ),
    )  # fmt: skip


@asks("filter ratio β: particles ahead over behind (ISO 16889)", repair="HYD-05",
      backed="picture")  # fmt: skip
def filter_beta(draw: Draw) -> Asked:
    """Particles behind a filter of a β ratio."""
    beta, ahead = draw.pick(2, 5, 10, 20, 75), draw.pick(2000, 3000, 6000, 12000)
    size = draw.pick(6, 10, 14)
    return draw.number(
        f"{ahead:,} particles a mL ≥ {size} µm come to a filter with β{size} = {beta}. How many"
        " come out behind it?",
        ahead / beta,
        "a mL",
        mistakes={
            "what it holds back": ahead * (1 - 1 / beta),
            "β taken for per cent held back": ahead * (1 - beta / 100),
            "β taken for per cent that pass": ahead * beta / 100,
            "divided by the size": ahead / size,
            "divided by β + 1": ahead / (beta + 1),
            "divided by twice β": ahead / (2 * beta),
        },
        because=f"β is ahead over behind: {ahead:,} / {beta} = {say(ahead / beta)}.",
        show=lambda: scheme(
            [f"{ahead:,} a mL", f"β{size} = {beta}", "? a mL"],
            f"Tank with {ahead:,} particles a mL, filter with β{size} = {beta}, machine behind it",
        ),
    )


LOOKS = {
    "milky, like coffee with milk": "Water: find where it enters, dry or change the oil",
    "covered with foam that does not go": "Air: check level, suction side, return line",
    "dark, with a burnt smell": "Overheated or overaged: change it, find the heat",
    "full of fine glitter": "Wear metal: have it analysed, look at gears and bearings",
    "clear but thin as petrol": "Thinned or wrong oil: measure viscosity, trace the barrel",
}
MISREAD = {
    "milky, like coffee with milk": "taken for water",
    "covered with foam that does not go": "taken for air",
    "dark, with a burnt smell": "taken for age",
    "full of fine glitter": "taken for metal",
    "clear but thin as petrol": "taken for the wrong oil",
}


@asks("first look at an oil sample; trade practice", repair="HYD-05 WRK-02")
def look_of_oil(draw: Draw) -> Asked:
    """What the look of an oil says."""
    look = draw.pick(*LOOKS)
    wrong = {text: MISREAD[other] for other, text in LOOKS.items() if other != look}
    wrong["Normal for oil at work: top it up and go on"] = "taken for normal"
    return draw.choice(
        f"The oil of {draw.pick(*WHERE)} is {look}. What does it mean, and what now?",
        LOOKS[look],
        wrong,
        because=f"{begin(look)}: {LOOKS[look][0].lower()}{LOOKS[look][1:]}.",
    )


@asks("oil sampling: live zone, flushed, clean bottle", repair="HYD-05 WRK-02")
def where_to_sample(draw: Draw) -> Asked:
    """Where and how an oil sample is taken."""
    kind = draw.pick("monthly", "quarterly", "weekly")
    return draw.choice(
        f"Where is the {kind} oil sample of {draw.pick(*WHERE)} taken?",
        "From the running system ahead of the filter, after flushing the valve",
        {
            "From the drain plug after a night at rest, when all dirt has settled": "dregs sampled",
            "Behind the filter, because that is the oil which the bearings really get": "filtered",
            "From the top of the tank with a cup, minutes after fresh oil was added": "fresh oil",
            "From whichever valve is nearest, another one each time, for a true mean": "no point",
            "From the first oil out of the valve, since it has stood there longest": "not flushed",
            "From the waste-oil drum after the change, which costs no extra stop": "the drum",
        },
        because="Same point, running and warm, ahead of the filter that would hide the wear, first"
        " oil thrown away, clean bottle, label with hours.",
    )


@asks("the oil ages twice as fast for every 10 °C (Arrhenius rule of thumb)", repair="HYD-05")
def oil_life(draw: Draw) -> Asked:
    """Oil life at another temperature."""
    hours, t0, steps = draw.pick(4000, 6000, 8000, 10000), draw.pick(50, 55, 60), draw.pick(1, 2, 3)
    t1, factor = t0 + 10 * steps, 2**steps
    return draw.number(
        f"Oil lasts {hours:,} h at {t0} °C. By the rule of 10 °C, how long does it last at"
        f" {t1} °C?",
        hours / factor,
        "h",
        mistakes={
            "doubled instead of halved": float(hours * factor),
            "in proportion to the temperature": hours * t0 / t1,
            "a step too many": hours / factor / 2,
            "divided by the number of steps plus one": hours / (steps + 1),
            "10 % less for each step": hours * 0.9**steps,
            "as an exponent of e": hours * math.exp(-steps),
        },
        because=f"{t1 - t0} °C more is {steps} times half: {hours:,} / {factor} ="
        f" {say(hours / factor)} h.",
    )
