"""How a fault is searched: verify, observe, isolate, test, confirm; half-split; history."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin
from labsim.study.pictures import scheme, table

TOPIC = "Troubleshooting and Analysis"
METHOD = "systematic troubleshooting: verify, observe, isolate, test, confirm"
MACHINES = ("conveyor C-12", "press H-3", "mixer R-4", "palletiser L-1", "pump P-101", "oven T-2")


@asks(METHOD, repair="ELE-03 ELE-02")
def order_of_search(draw: Draw) -> Asked:
    """Order of the steps of a systematic search."""
    steps = ("verify complaint", "observe, ask", "list causes", "test to isolate", "repair",
             "confirm at work", "report")  # fmt: skip
    return draw.order(
        f"{begin(draw.pick(*MACHINES))} is reported to {draw.pick('stop', 'run slow', 'jam')}"
        f" on {draw.pick('every', 'the late', 'the early')} shift. Which order is right?",
        steps,
        {
            "repaired before it was tested": (3, 4),
            "believed before it was verified": (0, 2),
            "causes listed before anything was looked at": (1, 2),
            "reported before it was confirmed": (5, 6),
            "tested before causes were thought of": (2, 3),
            "a part changed first, to see what happens": (0, 4),
        },
        because="See it fail, look and ask, think, then test what halves the list; a repair is done"
        " when the machine has worked.",
    )


FIRST = {
    "verify": ("The order says “{m} does not start”. You have just arrived.",
               "Have it started once and see for yourself what happens"),
    "ask": ("You have seen {m} fail as reported. You have no idea yet.",
            "Look, listen, smell, and ask what was done to it last"),
    "confirm": ("You have changed a sensor on {m}. Its lamp is lit again.",
                "Let it run its usual cycle with the operator, several times"),
    "evidence": ("On {m} a fuse is blown. You have a new one of the same rating.",
                 "Find what blew it before the new one gets voltage"),
}  # fmt: skip
HASTE = {
    "Change the part that failed there last time, and see": "memory taken for a test",
    "Change the most likely parts one after the other": "parts changed for tests",
    "Turn a setting until it runs again, then go on": "a setting turned without evidence",
    "Write the report, as the cause is clear by now": "reported before it was shown",
    "Order the spare at once, so that no time is lost": "ordered before it was isolated",
}


@asks(METHOD, repair="ELE-03 WRK-01")
def next_step(draw: Draw) -> Asked:
    """Next step in a given state of a search."""
    case, machine = draw.pick(*FIRST), draw.pick(*MACHINES)
    text, right = FIRST[case]
    return draw.choice(
        f"{text.format(m=machine)} What comes next?", right, HASTE,
        because=f"{right}: every step before the repair makes the list of causes shorter.",
    )  # fmt: skip


@asks("half-split: n parts in a row need log2 n tests", repair="ELE-02", backed="picture")
def tests_needed(draw: Draw) -> Asked:
    """Number of tests half-splitting needs."""
    n = draw.pick(8, 16, 32, 64, 128)
    what = draw.pick("lamps", "contacts", "terminals", "joints", "connectors", "fuse links")
    key = math.ceil(math.log2(n))
    return draw.number(
        f"{n} {what} are in series and one is open. How many tests find it at most, if each halves"
        " what is left?",
        float(key),
        "tests",
        digits=2,
        mistakes={
            "one after the other": n - 1.0,
            "one after the other, on average": n / 2,
            "halved twice, then one by one": n / 4 + 1,
            "one halving forgotten": key - 1.0,
            "both ends tested as well": key + 2.0,
            "root of the number": math.sqrt(n),
        },
        because=f"2^{key} = {n}: {key} tests.",
        show=lambda: scheme(
            ["1", "2", "3", "…", f"{n - 1}", f"{n}"], f"{n} boxes in a row between two lines"
        ),
    )  # fmt: skip


@asks("half-split: test where half of the causes lie on each side", repair="ELE-02 ELE-03",
      backed="picture")  # fmt: skip
def where_to_test(draw: Draw) -> Asked:
    """Where to put the next lead by half-splitting."""
    parts = draw.some(("F6", "F7", "S0", "B1", "B2", "S4", "S5", "K9"), 8)
    good, bad = draw.pick((0, 8), (0, 4), (4, 8), (2, 6), (0, 6), (2, 8))
    middle = (good + bad) // 2

    def after(k: int) -> str:
        return f"behind {parts[k - 1]}"

    wrong = {after(k): name for k, name in (
        (1, "from the source on, one by one"), (7, "from the load back, one by one"),
        (good or 8, "where it is known already"),
        ((good + 2) if good + 2 != middle else good + 1, "too near to the good end"),
        (bad - 1, "too near to the bad end"),
    ) if k != middle}  # fmt: skip
    known = (
        "Voltage is at the source and not at the coil"
        if bad - good == 8
        else (
            f"Voltage is {'at the source' if not good else after(good)} and not"
            f" {'at the coil' if bad == 8 else after(bad)}"
        )
    )
    return draw.choice(
        f"Eight contacts in a row ({', '.join(parts)}) feed a coil. {known}. All are as likely to"
        " be open. Where is the next reading taken?",
        after(middle),
        wrong,
        because=f"Between {good} and {bad} contacts from the source the middle is {after(middle)}.",
        show=lambda: scheme(parts, "Source, " + ", ".join(parts) + ", coil K1, in this order"),
    )


CLUES = {
    "runs when cold, fails after an hour": "Something that warms up: heat and cool suspects",
    "fails in rain and after washing": "Moisture: boxes, glands, insulation to earth",
    "fails whenever the crane starts": "The supply: record its dips with the crane",
    "fails when the cable chain moves": "A broken core: move the cable and watch it",
    "fails at one and the same point of the cycle": "What acts there: watch that step",
}
CLUE_WRONG = {
    "runs when cold, fails after an hour": "a fault of heat taken",
    "fails in rain and after washing": "a fault of moisture taken",
    "fails whenever the crane starts": "a fault of the supply taken",
    "fails when the cable chain moves": "a fault of movement taken",
    "fails at one and the same point of the cycle": "a fault of the sequence taken",
}


@asks("intermittent faults: find the condition, provoke, record", repair="ELE-06")
def intermittent(draw: Draw) -> Asked:
    """What the condition of an intermittent fault points to."""
    clue = draw.pick(*CLUES)
    wrong = {text: CLUE_WRONG[c] for c, text in CLUES.items() if c != clue}
    wrong["Chance: wait until it fails for good"] = "left to chance"
    machine = draw.pick(*MACHINES)
    return draw.choice(
        f"{begin(machine)} {clue}. At rest every test is good. Where to look?",
        CLUES[clue],
        wrong,
        because=f"It {clue}: {CLUES[clue][0].lower()}{CLUES[clue][1:]}. Provoke it with a recorder"
        " on, then prove the repair the same way.",
    )


CHANGES = (
    ("sensor B4 replaced", "same type"), ("belt changed", "42 Hz as left"),
    ("program edit", "timer T12"), ("guard switch moved", "20 mm"), ("valve Y3 replaced", "new"),
    ("cable W7 laid anew", "in the chain"), ("gripper pads changed", "harder ones"),
)  # fmt: skip


@asks("history: what changed, and when", repair="WRK-01 ELE-03", backed="picture")
def what_changed(draw: Draw) -> Asked:
    """Which entry of a history to look at first."""
    day, later = draw.pick(16, 17, 18, 19, 20), draw.pick(1, 2, 3)
    away = [draw.pick(2, 3), 5, 8][:later] + [-draw.pick(1, 2), -6, -10, -14][: 5 - later]
    what = draw.some(CHANGES, 5)
    rows = sorted((day + d, text, note) for d, (text, note) in zip(away, what, strict=True))
    before = [r for r in reversed(rows) if r[0] < day]
    right, others = before[0][1], [r for r in rows if r != before[0]]
    wrong = {r[1]: f"changed {abs(r[0] - day)} days"
             f" {'after' if r[0] > day else 'before'} it began" for r in others}  # fmt: skip
    return draw.choice(
        f"{begin(draw.pick(*MACHINES))} has failed at random since day {day}; it never did"
        " before. Which entry of its history is checked first?",
        right,
        wrong,
        because=f"The last change before day {day} is “{right}”; what came later cannot be the"
        " cause. It is a suspect, not yet a proof.",
        show=lambda: table(("day", "what", "note"), [(str(d), *r) for d, *r in rows]),
    )


SUSPECTS = (
    ("the sensor", "the cylinder", "its LED, moving the cylinder by hand"),
    ("the output card", "the valve", "the LED and the volts at the valve"),
    ("the contactor", "the motor", "the volts behind the contactor"),
    ("the regulator", "the cylinder", "the regulator's gauge while it moves"),
)


@asks("a test is worth what its two answers would change", repair="ELE-02 WRK-01")
def cheapest_test(draw: Draw) -> Asked:
    """Which test to do first by time and by what it tells."""
    minutes = draw.pick((2, 40, 90), (3, 30, 60), (1, 20, 120))
    a, b, look = draw.pick(*SUSPECTS)
    right = f"Look at {look}, {minutes[0]} min"
    wrong = {
        f"Change {b}, {minutes[2]} min, as it is dearer": "price taken for likelihood",
        f"Open {b}, {minutes[1]} min, because it is easy to reach": "ease without information",
        f"Change {a} and {b}, {minutes[2] + 20} min, to be sure": "both changed at once",
        f"Measure the supply again, {minutes[0]} min, it was good before": "a known thing measured",
        f"Wait, {minutes[2]} min, to see if the fault comes back": "no test at all",
    }
    return draw.choice(
        f"On {draw.pick(*MACHINES)} {a} and {b} are suspected, about alike. Which step is first?",
        right,
        wrong,
        because=f"It costs least and tells {a} from {b}; a part changed tells nothing about why.",
    )
