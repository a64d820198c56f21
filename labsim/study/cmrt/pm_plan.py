"""Preventive work: intervals, the P–F curve, compliance, which task suits which failure."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import plot, table

TOPIC = "Preventive and Predictive Maintenance"
PF = "P–F interval: from the first sign that can be found to the functional failure"
INTERVALS = (7, 14, 30, 90, 180, 360)  # days
MACHINES = ("a boiler feed pump", "a cooling-tower fan", "a palletiser", "a chain conveyor",
            "an air compressor")  # fmt: skip
SIGNS = ("bearing noise in the ultrasonic range", "the bearing's defect frequency",
         "iron in the oil", "a hot joint", "play in the coupling")  # fmt: skip


@asks("PM compliance with the 10 % rule, as the stem says it", repair="WRK-02", backed="picture")
def compliance(draw: Draw) -> Asked:
    """PM compliance by the 10 % rule from a list of orders."""
    days = [draw.pick(*INTERVALS[:3]) for _ in range(4)] + [draw.pick(*INTERVALS[3:]) for _ in "12"]
    late = [draw.pick(0, 0, 1, 2, 4, 8) for _ in days] + [8, 8, 2]
    days += [30, 90, 14]
    pairs = enumerate(zip(days, late, strict=True), 11)
    rows = [(f"PM-{n}", f"{d}", f"{x}") for n, (d, x) in pairs]
    rows.append(("PM-20", "30", "not done"))
    on_time = sum(x <= 0.1 * d for d, x in zip(days, late, strict=True))
    return draw.number(
        "An order counts as done in time when it is late by no more than 10 % of its interval."
        " What is the compliance of these ten orders?",
        100 * on_time / 10,
        "%",
        digits=2,
        mistakes={
            "every order done is counted": 90.0,
            "ten days allowed instead of 10 %": 100 * sum(x <= 10 for x in late) / 10 + 0.0,
            "no tolerance at all": 100 * sum(x == 0 for x in late) / 10,
            "the share that is late or open": 100 - 10.0 * on_time,
            "divided by the orders done": 100 * on_time / 9,
            "late by up to 20 % allowed": 10.0
            * sum(x <= 0.2 * d for d, x in zip(days, late, strict=True)),
            "late by up to 5 % allowed": 10.0
            * sum(x <= 0.05 * d for d, x in zip(days, late, strict=True)),
            "the open order counted as in time": 10.0 * on_time + 10,
        },
        because=f"{on_time} of 10 are late by no more than a tenth of their interval; the order"
        " that is not done counts among the ten.",
        show=lambda: table(("order", "interval, days", "days late"), rows),
    )


def _decline(p: int, f: int) -> tuple[list[int], list[float]]:
    """Return weeks and a condition in % that is even to P and falls to 20 % at F."""
    weeks = list(range(f + 1))
    return weeks, [100 - 80 * max((w - p) / (f - p), 0.0) ** 2 for w in weeks]


@asks(PF, repair="REL-06 VIB-04", backed="picture")
def interval_from_curve(draw: Draw) -> Asked:
    """Inspection interval read from a P–F curve."""
    p, gap = int(draw.between(10, 40, 2)), draw.pick(6, 8, 10, 12, 16)
    weeks, curve = _decline(p, p + gap)
    sign = draw.pick(*SIGNS)
    return draw.number(
        f"The sign is {sign}; it can first be found in week {p}, and at 20 % condition the machine"
        " fails. At least two inspections shall fall in between. What is the longest interval?",
        gap / 2,
        "weeks",
        digits=2,
        mistakes={
            "the whole P–F interval": float(gap),
            "half the age at P": p / 2,
            "half the age at failure": (p + gap) / 2,
            "a quarter: two inspections in each half": gap / 4,
            "the age at failure": float(p + gap),
            "a third: the ends counted as inspections": gap / 3,
        },
        because=f"From P to F it is {gap} weeks; half of it is {say(gap / 2, 2)} weeks. The age at"
        " P does not matter.",
        show=lambda: plot(
            weeks, {"condition": curve}, f"week (fails in week {p + gap})", "condition, %",
            f"Condition 100 % to week {p}, then falling faster and faster to 20 % in week"
            f" {p + gap}", {"fails": 20.0},
        ),
    )  # fmt: skip


@asks(PF, repair="REL-06", backed="picture")
def lead_time(draw: Draw) -> Asked:
    """Time that is left to plan in the worst case (nett P–F interval)."""
    gap, every = draw.pick(8, 10, 12, 16, 20, 24), draw.pick(2, 3, 4, 6)
    machine, sign, p = draw.pick(*MACHINES), draw.pick(*SIGNS), draw.pick(6, 10, 14, 20)
    weeks, curve = _decline(p, p + gap)
    return draw.number(
        f"On {machine} {sign} can be found from week {p} on, and it fails at 20 % condition. It is"
        f" looked for every {every} weeks. How long is there at least to plan the repair?",
        float(gap - every),
        "weeks",
        digits=2,
        mistakes={
            "best case: found at once": float(gap),
            "the inspection interval": float(every),
            "interval added": float(gap + every),
            "half the P–F interval": gap / 2,
            "number of inspections in it": gap / every,
            "half an interval taken off: the average, not the worst": gap - every / 2,
        },
        because=f"At worst the sign appears just after a visit and is seen {every} weeks later:"
        f" {gap} - {every} = {gap - every} weeks.",
        show=lambda: plot(
            weeks, {"condition": curve}, f"week (fails in week {p + gap})", "condition, %",
            f"Condition 100 % to week {p}, 20 % in week {p + gap}", {"fails": 20.0},
        ),
    )  # fmt: skip


@asks("P(found) = 1 - (1 - p)^n for n independent inspections", repair="REL-06")
def chance_to_find(draw: Draw) -> Asked:
    """Chance that one of several inspections finds the defect."""
    p, n = draw.pick(0.55, 0.6, 0.65, 0.7, 0.75, 0.8), draw.pick(2, 3)
    machine, key = draw.pick(*MACHINES), 100 * (1 - (1 - p) ** n)
    return draw.number(
        f"One inspection of {machine} finds a developing defect with {100 * p:g} % chance, and"
        f" {n} inspections fall in the P–F interval. How sure is it that the defect is found?",
        key,
        "%",
        mistakes={
            "only one inspection counted": 100 * p,
            "all of them must find it": 100 * p**n,
            "the chance to miss it every time": 100 * (1 - p) ** n,
            "the chance to miss it once": 100 * (1 - p),
            "one inspection too few": 100 * (1 - (1 - p) ** (n - 1)),
        },
        because=f"It is missed {n} times with {say(100 * (1 - p) ** n)} % chance, so it is found"
        f" with {say(key)} %.",
    )


@asks("failure-finding interval = 2 · unavailability · MTBF", repair="REL-06 SAF-01")
def failure_finding(draw: Draw) -> Asked:
    """Failure-finding interval of a hidden function."""
    years, u = draw.pick(5, 8, 10, 20, 25, 40), draw.pick(0.5, 1.0, 2.0, 2.5)
    what = draw.pick("standby pump", "high-level switch", "relief valve", "smoke damper")
    months = years * 12
    return draw.number(
        f"A {what} that nobody would miss until it is needed fails once in {years} years on"
        f" average. It may be unavailable {u:g} % of the time. How often must it be tested?",
        2 * u / 100 * months,
        "months",
        mistakes={
            "the factor 2 forgotten": u / 100 * months,
            "years left as years": 2 * u / 100 * years,
            "half instead of twice": u / 200 * months,
            "tested once in the mean life": float(months),
            "a tenth of the mean life": months / 10,
        },
        because=f"2 · {u / 100:g} · {months} months = {say(2 * u / 100 * months)} months: on"
        " average it is dead for half an interval after it fails.",
    )


PATTERNS = {
    "Fan belts wear and last 14 to 18 months": "replace by age, before the wear-out starts",
    "Drive electronics fail at any age and without a sign": "run to failure and keep a spare",
    "Pump bearings fail at any age, and show it weeks ahead": "monitor its condition on a route",
    "An overspeed trip may be dead without anybody's notice": "test its function at intervals",
    "Bearings fail in the first week after every overhaul": "mend how it is fitted and started",
}
TASKS = {
    "replace by age, before the wear-out starts": "age replacement without a wear-out age",
    "run to failure and keep a spare": "left to fail though it gives a sign or is needed",
    "monitor its condition on a route": "monitored though there is no sign to be seen in time",
    "test its function at intervals": "a test of what works all day anyway",
    "mend how it is fitted and started": "blamed on fitting without early failures",
    "overhaul it more often, to be sure": "overhaul believed to be always good",
}


@asks("choice of task by failure pattern (RCM: SAE JA1011)", repair="REL-06")
def task_for_pattern(draw: Draw) -> Asked:
    """Which task suits which failure pattern."""
    case = draw.pick(*PATTERNS)
    right = PATTERNS[case]
    return draw.choice(
        f"{case}. Which strategy suits?",
        right,
        TASKS,
        because=f"{case}: {right}. The pattern of failure decides, not the habit.",
    )


@asks("a task says what, how, with which limit, and what then", repair="WRK-02 WRK-01")
def good_task(draw: Draw) -> Asked:
    """Which PM task text can be done the same by everybody."""
    mm, hz, bar = draw.pick(8, 10, 12), draw.pick(36, 42, 55), draw.pick(0.6, 0.8, 1.0)
    right = draw.pick(
        f"Belt B1: tune to {hz} ± 3 Hz, locked; note before and after",
        f"Filter F2: note Δp at full flow; above {bar:g} bar change it",
        f"Chain C3: note sag at midspan; above {mm} mm tighten",
    )
    wrong = {
        "Check the belts, the filter and the chain, and correct whatever is needed": "no limit",
        "Inspect the drive thoroughly and make sure that all is in good condition": "no measure",
        "Look the machine over during the shift and report if something seems wrong": "no object",
        "Replace parts that are worn, by your experience, and tick the box when done": "no record",
        "Grease all points well, until fresh grease comes out of every seal in sight": "no dose",
        "Tighten everything that is loose so that it is tight again for the month": "no torque",
    }
    machine = draw.pick(*MACHINES)
    return draw.choice(
        f"A PM plan for {machine} is rewritten. Which task will be done alike by every technician?",
        right,
        wrong,
        because="It names the object, the measurement, the limit, the action and the record.",
    )
