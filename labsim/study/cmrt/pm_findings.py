"""On the round: how a PM is carried out, what is recorded, what findings do to the plan."""

from __future__ import annotations

from labsim.mechanical.drives import deflection, elongation
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import plot, table

TOPIC = "Preventive and Predictive Maintenance"
CRAFT = "trade practice: record as found, limits of the plan, feedback to the planner"
PLACES = ("pump P-101", "fan V-204", "conveyor C-12", "mixer R-3", "blower B-7")


@asks(CRAFT, repair="WRK-02 SAF-01")
def steps_of_a_pm(draw: Draw) -> Asked:
    """Order of the steps of a PM that needs a stop."""
    steps = ("read plan", "tell operation", "lock out and try", "measure as found", "adjust",
             "restart and verify", "record")  # fmt: skip
    return draw.order(
        f"A stop PM of {draw.pick(*PLACES)}, {draw.pick('30', '45', '60', '90', '120')} min."
        " Which order of steps is right?",
        steps,
        {
            "adjusted before it was measured": (3, 4),
            "locked out before operation knew": (1, 2),
            "the plan read after the lock": (0, 2),
            "recorded before it ran again": (5, 6),
            "measured before it was locked out": (2, 3),
            "adjusted on a machine that is not locked out": (2, 4),
        },
        because="Plan, word to operation, zero energy, then as found before as left; the record"
        " comes when the machine has shown that it runs.",
    )


DEVIATIONS = (
    ("an oil drip at the gearbox, one drop a minute", "the sight glass still in the green"),
    ("a bearing at 78 °C, where the route's limit is 80 °C and last month showed 61 °C", "quiet"),
    ("a grease line torn off at the bearing", "the bearing at its usual 52 °C"),
    ("a belt with three cracks across it, tension in limits", "no dust under the guard"),
    ("a coupling spider that sheds rubber dust", "vibration in limits"),
)


@asks(CRAFT, repair="WRK-01 WRK-02")
def deviation_found(draw: Draw) -> Asked:
    """What to do with a finding that is not on the PM's list."""
    what, besides = draw.pick(*DEVIATIONS)
    return draw.choice(
        f"On the PM of {draw.pick(*PLACES)} you find {what}; {besides}. It is not on the list."
        " What now?",
        "Record place, size and picture; raise a work order with its urgency",
        {
            "Tick the PM as done: what is not on the list belongs to the next one": "not told",
            "Tell the colleague of the next shift, who may have a look at it then": "only told",
            "Mend it now without an order: there is time for such things in the plan": "no order",
            "Write “not OK” in the box, the planner will come and see for himself": "no evidence",
            "Stop the machine at once, because every deviation is a reason to stop": "over-reacts",
            "Wait one or two rounds until it is beyond a limit, and report it then": "waits",
        },
        because="A finding is worth what the next reader can do with it: place, size, evidence,"
        " urgency. Early findings buy time to plan.",
    )  # fmt: skip


@asks("baseline: a reading in a known good, stated condition", repair="VIB-02 WRK-02")
def baseline_when(draw: Draw) -> Asked:
    """When a baseline is taken."""
    what = draw.pick("vibration", "temperature", "motor current", "ultrasound level")
    machine = draw.pick(*PLACES)
    return draw.choice(
        f"{begin(machine)} has a new bearing. When to take its baseline {what}?",
        "After run-in, at its usual load and speed, noted with it",
        {
            "In the first minute after the start, before anything can wear at all": "not run in",
            "When the first alarm comes, as the value to which it is compared": "after the damage",
            "On the test bench without load, where nothing disturbs the reading": "other load",
            "Never: the baseline from before the repair holds for the machine": "old baseline kept",
            "At any load, as long as the same instrument is used every time": "load forgotten",
            "As the mean of all sister machines, whatever condition they are in": "sisters' mean",
        },
        because="Trends compare like with like: same point, load, speed, sensor; after run-in and"
        " again after every repair that changes the machine.",
    )


FINDINGS = {  # (found good, found worn in limits, found beyond limits, failed between), verdict
    (24, 0, 0, 0): "Lengthen it in a step, and watch what the next rounds find",
    (9, 12, 3, 0): "Leave it as it is: it finds wear before it does harm",
    (6, 4, 4, 5): "Shorten it, or find the sign with a better inspection",
    (22, 0, 0, 6): "Change the task: it does not see what fails",
}
VERDICTS = {
    "Lengthen it in a step, and watch what the next rounds find": "fewer rounds than it needs",
    "Leave it as it is: it finds wear before it does harm": "left though the findings speak",
    "Shorten it, or find the sign with a better inspection": "more rounds of the same",
    "Change the task: it does not see what fails": "a task thrown out that works",
    "Drop it: work that stops production costs money": "dropped without a look at the risk",
    "Double the rounds: more maintenance is always safer": "more is believed to be better",
}


@asks("feedback: as-found condition decides on the interval", repair="REL-06", backed="picture")
def feedback(draw: Draw) -> Asked:
    """What the as-found record says about an interval."""
    found = draw.pick(*FINDINGS)
    times, right = draw.pick(1, 2, 3), FINDINGS[found]
    counts = [str(times * n) for n in found]
    heads = ("as good as new", "worn, in limits", "beyond limits", "failed in between")
    wrong = dict(VERDICTS)
    if found == (6, 4, 4, 5):
        del wrong["Change the task: it does not see what fails"]
        wrong["Lengthen it: nine in ten rounds find the machine running"] = "running taken for good"
    return draw.choice(
        f"The record of one PM task on {draw.pick(4, 5, 6)} like machines. What to do with it?",
        right,
        wrong,
        because=f"{', '.join(f'{n} {h}' for n, h in zip(counts, heads, strict=True))}: {right}.",
        show=lambda: table(heads, [counts]),
    )


@asks("a limit and a trend together", repair="VIB-02 WRK-02", backed="picture")
def weeks_to_limit(draw: Draw) -> Asked:
    """Weeks until a straight trend meets its limit."""
    now, rise, weeks = draw.pick(52, 55, 58, 60), draw.pick(0.5, 1.0, 1.5, 2.0), draw.pick(6, 8, 10)
    left = draw.pick(4, 6, 10, 12)
    first, limit = now - rise * weeks, now + rise * left
    x = list(range(weeks + 1))
    curve = [first + rise * w for w in x]
    return draw.number(
        f"A gearbox runs at {now:g} °C today, {weeks} weeks after it ran at {first:g} °C; load and"
        f" room are the same. In how many weeks from today is {limit:g} °C reached, if it goes on?",
        float(left),
        "weeks",
        digits=2,
        mistakes={
            "counted from the first reading": float(left + weeks),
            "slope of a week taken as one degree": limit - now,
            "slope taken twice": left / 2,
            "the weeks that have gone by": float(weeks),
            "rise over limit": limit / (now - first),
            "from zero degrees on": limit / rise,
        },
        because=f"{say(now - first)} °C in {weeks} weeks is {rise:g} °C a week; {limit - now:g} °C"
        f" are left: {left} weeks. And the rise itself is worth a search.",
        show=lambda: plot(
            x, {"oil": curve}, "week", "°C", f"Straight rise from {first:g} to {now:g} °C",
            {"limit": limit},
        ),
    )  # fmt: skip


@asks(
    "chain elongation 3 % (1.5 % at fixed centres): rule of the trade", repair="MEC-03", unsure=True
)
def chain_wear(draw: Draw) -> Asked:
    """Elongation of a roller chain."""
    pitch, links = draw.pick(12.7, 15.875, 19.05, 25.4), draw.pick(20, 24, 30)
    worn = draw.pick(0.8, 1.2, 1.8, 2.4, 3.4, 4.0) / 100
    length = pitch * links
    measured = round(length * (1 + worn), 1)
    key = 100 * elongation(measured, pitch, links)
    return draw.number(
        f"{links} pitches of a chain of {pitch:g} mm pitch measure {measured:g} mm under tension."
        " How far has the chain worn?",
        key,
        "%",
        digits=2,
        mistakes={
            "millimetres taken for per cent": measured - length,
            "one link too many counted": 100 * abs(measured - pitch * (links + 1)) / length,
            "one link too few counted": 100 * (measured - pitch * (links - 1)) / length,
            "stretch over pitch": 100 * (measured - length) / pitch,
            "half: taken as wear on each side": key / 2,
            "stretch a link in mm": (measured - length) / links,
        },
        because=f"New it is {length:.1f} mm; {measured - length:.1f} mm more is {key:.2g} %. Limit"
        " 3 %, and 1.5 % where the centres are fixed.",
    )


@asks("belt force by deflection: 1/64 inch for every inch of span", repair="MEC-03")
def belt_deflection(draw: Draw) -> Asked:
    """Deflection of a V-belt at which its force is read."""
    span = draw.pick(480, 560, 640, 720, 800, 960, 1120, 1280)
    drive, key = draw.pick("fan", "compressor", "pump", "mixer"), deflection(span)
    return draw.number(
        f"The free span of a {drive}'s V-belt is {span} mm. By how much is it pushed in at midspan"
        " when the force is read, by the rule of 1/64?",
        key,
        "mm",
        mistakes={
            "1/100 of the span": span / 100,
            "half the span taken": span / 128,
            "1/16 taken": span / 16,
            "inches taken for millimetres": span / 64 / 25.4,
            "1/32 of the span": span / 32,
        },
        because=f"{span} / 64 = {say(key)} mm; then the force is compared with the table.",
    )
