"""Severity, baselines, alarms, routes: is it worse, by how much, and what comes then?"""

from __future__ import annotations

import math

import numpy as np

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import plot, table
from labsim.vibration.analysis.zones import alarm, limits, severity

TOPIC = "Condition monitoring"
ZONES = "ISO 10816-3:2009, velocity 10 to 1000 Hz; superseded by ISO 20816-3:2022"
SIZES = ((1, "a 450 kW"), (1, "a 710 kW"), (2, "a 37 kW"), (2, "a 90 kW"), (2, "a 160 kW"))
MACHINES = ("fan", "pump", "blower", "compressor", "mill")
MEANING = {
    "A": "as new: nothing to do",
    "B": "fit for long-term operation: keep the route",
    "C": "not fit for long-term operation: tell, watch closer, plan a repair",
    "D": "severe enough to cause damage: tell at once",
}


@asks(ZONES, repair="VIB-02", backed="picture", unsure=True)
def zone(draw: Draw) -> Asked:
    """Zone of a reading from the table of limits."""
    group, size = draw.pick(*SIZES)
    support, machine = draw.pick("rigid", "flexible"), draw.pick(*MACHINES)
    edges = limits(group, support)
    value = round(draw.pick(0.6, 0.8, 1.3, 1.7) * draw.pick(*edges), 1)
    right = severity(value, group, support)
    rows = [
        (f"{g} {s}", *(f"{v:g}" for v in limits(n, s)))
        for n, g in ((1, "above 300 kW"), (2, "15 to 300 kW"))
        for s in ("rigid", "flexible")
    ]
    wrong = {f"zone {z}": _misread(z, value, group, support) for z in MEANING if z != right}
    return draw.choice(
        f"{begin(size)} {machine} on {support} support shows {value:g} mm/s rms. Which zone?",
        f"zone {right}",
        wrong,
        because=f"Limits for it are {', '.join(f'{e:g}' for e in edges)} mm/s: zone {right},"
        f" {MEANING[right]}.",
        show=lambda: table(("machine, support", "A/B", "B/C", "C/D"), rows),
    )


def _misread(letter: str, value: float, group: int, support: str) -> str:
    """Name the mistake that leads to a zone, if there is one."""
    other = "flexible" if support == "rigid" else "rigid"
    if severity(value, group, other) == letter:
        return f"the limits of {other} support taken"
    if severity(value, 3 - group, support) == letter:
        return "the limits of the other group of machines taken"
    if severity(value / 2**0.5, group, support) == letter:
        return "the reading taken for a peak"
    return {"A": "read as new", "B": "read one zone too good", "C": "read one zone off",
            "D": "alarmed without need"}[letter]  # fmt: skip


@asks(ZONES, repair="VIB-02", backed="picture", unsure=True)
def alarm_from_baseline(draw: Draw) -> Asked:
    """Alarm above a baseline."""
    base, support = draw.pick(0.8, 1.0, 1.2, 1.6, 1.9), draw.pick("rigid", "flexible")
    limit, weeks = limits(2, support)[1], range(0, 52, 4)
    key = alarm(base, 2, support)
    return draw.number(
        f"A 55 kW pump on {support} support runs at {base:g} mm/s when healthy; its limit B/C is"
        f" {limit:g} mm/s. Where is the ALARM by the standard's rule for a known baseline?",
        key,
        "mm/s",
        mistakes={
            "the limit B/C itself": limit,
            "25 % added to the baseline": 1.25 * base,
            "the whole limit added to the baseline": base + limit,
            "1.25 times B/C, without a look at the baseline": 1.25 * limit,
            "twice the baseline": 2 * base,
            "a quarter of the limit alone": 0.25 * limit,
        },
        because=f"Baseline + 0.25 · B/C = {base:g} + {0.25 * limit:g} = {say(key)} mm/s, and never"
        f" above 1.25 · B/C.",
        show=lambda: plot(
            weeks,
            {"overall": [base * (1 + 0.04 * math.sin(w)) for w in weeks]},
            "week",
            "mm/s rms",
            f"A year of readings, even at {base:g} mm/s; limit B/C at {limit:g} mm/s",
            {"B/C": limit},
        ),
    )


@asks(ZONES, repair="VIB-02", backed="picture", unsure=True)
def change_that_counts(draw: Draw) -> Asked:
    """Smallest change that counts, zone or not."""
    group, size = draw.pick(*SIZES)
    support = draw.pick("rigid", "flexible")
    limit = limits(group, support)[1]
    weeks = list(range(0, 40, 4))
    base = round(0.3 * limit, 2)
    curve = [base + 0.02 * limit * (k % 3) for k in range(len(weeks))]
    return draw.number(
        f"{begin(size)} machine on {support} support has its limit B/C at {limit:g} mm/s."
        " From which change on is a reading significant, inside the good zones too?",
        0.25 * limit,
        "mm/s",
        mistakes={
            "25 % of the baseline": 0.25 * base,
            "the whole limit": limit,
            "half the limit": 0.5 * limit,
            "a tenth of the limit": 0.1 * limit,
            "1.25 times the limit": 1.25 * limit,
        },
        because=f"A change of more than 25 % of B/C counts: {0.25 * limit:.2f} mm/s, up or down.",
        show=lambda: plot(
            weeks, {"overall": curve}, "week", "mm/s rms",
            f"Trend over 36 weeks, even at {base:g} mm/s; limit B/C at {limit:g}",
            {"B/C": limit},
        ),
    )  # fmt: skip


@asks("statistical alarms: mean and standard deviation of a healthy machine", repair="VIB-02",
      backed="picture")  # fmt: skip
def statistical_alarm(draw: Draw) -> Asked:
    """Alarm from mean and scatter."""
    mean, scatter = draw.pick(1.2, 1.6, 2.0, 2.4), draw.pick(0.1, 0.15, 0.2, 0.25)
    factor, rng = draw.pick(2, 3), np.random.default_rng(draw.seed())
    key = mean + factor * scatter
    rest = rng.standard_normal(12)
    readings = mean + scatter * (rest - rest.mean()) / rest.std(ddof=1)
    return draw.number(
        f"Twelve readings of a healthy fan have a mean of {mean:g} mm/s and a standard deviation of"
        f" {scatter:g} mm/s. Where is the alarm at mean plus {factor} standard deviations?",
        key,
        "mm/s",
        mistakes={
            "one deviation only": mean + scatter,
            "the deviation squared": mean + factor * scatter**2,
            "taken off instead of added": mean - factor * scatter,
            "the mean multiplied": mean * factor,
            "divided by the root of the count": mean + factor * scatter / 12**0.5,
            "the deviation multiplied by the mean": mean + factor * scatter * mean * 1.5,
        },
        because=f"{mean:g} + {factor} · {scatter:g} = {say(key)} mm/s.",
        show=lambda: plot(
            range(1, 13),
            {"overall": list(readings)},
            "month",
            "mm/s rms",
            "Twelve readings: " + ", ".join(f"{v:.2f}" for v in readings) + " mm/s",
        ),
    )


@asks("clause 4 of ISO 18436-2: what a category may do", repair="VIB-02", backed="picture")
def what_to_do(draw: Draw) -> Asked:
    """What Category I does with a reading above the alarm."""
    limit = draw.pick(2.8, 4.5)
    weeks = list(range(12))
    rng = np.random.default_rng(draw.seed())
    curve = 0.4 * limit + 0.05 * limit * rng.random(12)
    curve[-1] = limit * draw.pick(1.1, 1.2, 1.4)
    machine = draw.pick("a supply fan", "a feed pump", "an exhaust fan", "a condensate pump")
    wrong = {
        "order a bearing for it today": "a diagnosis without a second reading, and not his to make",
        "raise the alarm a little": "an alarm that is moved warns of nothing",
        "say that the bearing has a week left": "a life from one overall value",
        "stop the machine without a word": "stopping is the operator's decision, by procedure",
        "leave it until the next round in a month": "what is above the alarm is told, not kept",
        "balance it on the spot": "a correction without a diagnosis",
    }
    return draw.choice(
        f"On the route the last reading of {machine} is above the alarm. What comes first?",
        ("check the mount, measure again, report it", "repeat the reading, then report it"),
        wrong,
        because="Category I recognises bad data, repeats, and reports above preset alarms; the"
        " diagnosis is for Category II.",
        show=lambda: plot(weeks, {"overall": list(curve)}, "week", "mm/s rms",
                          f"Twelve weeks, the last far above the others and above {limit:g} mm/s",
                          {"alarm": limit}),
    )  # fmt: skip


@asks("what makes readings comparable: same point, load, speed, settings", repair="VIB-02",
      backed="picture")  # fmt: skip
def comparable(draw: Draw) -> Asked:
    """Why a trend jumps when the machine did not."""
    cause, why = draw.pick(
        (
            "the speed was 900 rpm, at all earlier readings 1,480",
            "unbalance grows with speed",
        ),
        ("the flow was throttled to a third", "flow noise changed, not the machine's health"),
        ("the sensor stood on the other bearing", "every point has a baseline of its own"),
        ("it was taken by hand-held probe, before by magnet", "the mount changes what passes"),
        ("it was taken horizontally, before vertically", "stiffness differs by direction"),
    )
    machine, usual = draw.pick("fan", "pump", "compressor"), draw.pick(1.6, 2.0, 2.4)
    off = usual * draw.pick(0.5, 1.5)
    curve = [usual * f for f in (1.0, 1.03, 0.98, 1.01, 1.04, 0.99, 1.02)] + [off]
    wrong = {
        "the machine has changed: replace the bearing": "other conditions taken for wear",
        "nothing: one point of a trend never means anything": "a reading is not nothing, it is odd",
        "the alarm is set wrong": "the alarm has nothing to do with how it was measured",
        "average it with the earlier ones": "apples and pears have no mean",
        "the baseline must be deleted": "the baseline is right, for its own conditions",
    }
    return draw.choice(
        f"Today's overall value of a {machine} is half off the trend. The notes say: {cause}. What"
        " follows?",
        "measure again as for the baseline",
        wrong,
        because=f"Same point, same mount, same load, same speed, else no trend: {why}.",
        show=lambda: plot(
            range(8),
            {"overall": curve},
            "month",
            "mm/s rms",
            f"Seven readings near {usual:g} mm/s, the last at {off:g} mm/s",
        ),
    )


@asks("other techniques beside vibration, awareness level", repair="INS-04 VIB-02")
def other_technique(draw: Draw) -> Asked:
    """Technique that sees a given fault first."""
    fault, right, why = draw.pick(
        ("a loose lug in a motor's terminal box", "thermography", "resistance makes heat"),
        ("a hot joint in a distribution panel", "thermography", "resistance makes heat"),
        ("air lost at fittings behind a press", "ultrasound", "a leak hisses above hearing"),
        ("a steam trap that blows through", "ultrasound", "flow hisses above hearing"),
        ("wear metal in a gearbox before it can be felt", "oil analysis", "particles tell of wear"),
        ("water in a turbine's oil", "oil analysis", "the laboratory measures water in oil"),
        ("a broken rotor bar in a motor under load", "motor current analysis",
         "slip sidebands stand beside the line frequency"),
    )  # fmt: skip
    every = {
        "thermography": "thermography sees heat at a surface only",
        "ultrasound": "ultrasound hears flow and impacts",
        "oil analysis": "oil analysis tells what is in the oil",
        "motor current analysis": "current tells of rotor and load",
        "overall vibration": "overall velocity does not see it",
        "shaft alignment": "alignment corrects, it does not search",
    }
    return draw.choice(
        f"Which technique is the surest to find {fault}?",
        right,
        every,
        because=f"{begin(right)}: {why}.",
    )


@asks("interval of a route: at most half the P-F interval", repair="VIB-02")
def route_interval(draw: Draw) -> Asked:
    """Interval of a route from the P-F interval."""
    weeks, checks = draw.pick(6, 8, 12, 16, 24), draw.pick(2, 3)
    key = weeks / checks
    return draw.number(
        f"From the first sign to failure it takes {weeks} weeks. {checks} chances to see it are"
        " wanted. How long may the interval of the route be?",
        key,
        "weeks",
        mistakes={
            "the whole P-F interval": float(weeks),
            "multiplied by the chances": float(weeks * checks),
            "one chance too many": weeks / (checks + 2),
            "a quarter of a year, as a habit": 13.0,
            "P-F interval less the chances": float(weeks - checks),
            "a week, to be safe, at twelve times the work": weeks / 12,
        },
        because=f"{weeks} / {checks} = {say(key)} weeks: each failure passes {checks} readings.",
    )
