"""Work orders, CMMS, priorities, records: what is asked for, what is written back."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin
from labsim.study.fine import fine
from labsim.study.matching import ask_entry
from labsim.study.pictures import table

TOPIC = "Maintenance Practices"
RANK = "ranking index: priority = criticality of the asset · urgency of the work (RIME by name)"
GOOD_WORK = "work management practice; SMRP body of knowledge by name"
ASSETS = ("boiler feed pump", "filler", "exhaust fan", "air dryer", "palletiser", "cooling pump",
          "main compressor", "dock leveller")  # fmt: skip


@asks(RANK, repair="WRK-01 REL-04", backed="picture")
def order_that_comes_first(draw: Draw) -> Asked:
    """Which of four orders is done first by index."""
    names = draw.some(ASSETS, 4)
    pairs = draw.some([(a, w) for a in range(3, 11) for w in range(3, 11)], 4)
    score = {n: a * w for n, (a, w) in zip(names, pairs, strict=True)}
    while len(set(score.values())) < 4:
        pairs = draw.some([(a, w) for a in range(3, 11) for w in range(3, 11)], 4)
        score = {n: a * w for n, (a, w) in zip(names, pairs, strict=True)}
    right = max(score, key=score.__getitem__)
    rows = [(n, str(a), str(w)) for n, (a, w) in zip(names, pairs, strict=True)]
    wrong = {n: f"index {score[n]}, lower than {score[right]} of the {right}"
             for n in names if n != right}  # fmt: skip
    return draw.choice(
        "Criticality and urgency are rated 1 to 10, 10 is highest; the index is their product."
        " Which order is done first?",
        right, wrong, because=f"The {right}: {score[right]} is the highest product.",
        show=lambda: table(("asset", "criticality", "urgency"), rows),
    )  # fmt: skip


@asks("cost of an order: hours · rate + parts", repair="WRK-01", backed="picture")
def cost_of_an_order(draw: Draw) -> Asked:
    """Cost of one work order."""
    crew, hours, rate = draw.pick(2, 3), draw.pick(3, 4, 5, 6), draw.pick(45, 52, 60, 68)
    parts, hire = draw.pick(180, 240, 420, 650), draw.pick(120, 200, 300)
    labour = crew * hours * rate
    key = labour + parts + hire
    rows = [("technicians", crew), ("hours each", hours), ("rate, €/h", rate), ("parts, €", parts)]
    rows.append(("hired crane, €", hire))
    return fine(
        draw,
        "What did this order cost?",
        key,
        "€",
        places=0,
        mistakes={
            "one technician counted": hours * rate + parts + hire,
            "labour forgotten": parts + hire,
            "hire forgotten": labour + parts,
            "labour only": labour,
            "parts forgotten": labour + hire,
            "hire taken for each technician": labour + parts + crew * hire,
        },
        because=f"{crew} · {hours} h · {rate} €/h = {labour:,} €, with parts and hire {key:,} €.",
        show=lambda: table(("order", "value"), [(a, str(b)) for a, b in rows]),
    )


@asks(GOOD_WORK, repair="WRK-01")
def life_of_an_order(draw: Draw) -> Asked:
    """Life of a work order in the CMMS."""
    asset = draw.pick(*ASSETS)
    steps = ("request", "screening", "planning", "scheduling", "work", "feedback and closing")
    mistakes = {
        "scheduled before it is planned": (2, 3),
        "planned before the request is screened": (1, 2),
        "work before it is scheduled": (3, 4),
        "closed before the work": (4, 5),
        "screened before it is requested": (0, 1),
    }
    return draw.order(
        f"A leak at the {asset} is to be repaired as planned work. In which order does the work"
        " order go?",
        steps, mistakes,
        because="Planning says what and how, scheduling says when and who; feedback ends it.",
    )  # fmt: skip


TEXTS = (
    ("a pump lost pressure", "coupling insert worn through, replaced, gap set 3 mm, runs at 6 bar"),
    ("a fan tripped", "overload set 8 A for an 11 A motor; set to 11 A, run 1 h at 9.8 A"),
    (
        "a conveyor stops at random",
        "lead of B7 chafed at bracket, new lead and clip, 200 cycles good",
    ),
    ("a cylinder is slow", "silencer of V3 clogged with oil, replaced, stroke 0.8 s as before"),
    ("a motor is hot", "fan cover full of dust, cleaned, 71 °C after 2 h at full load"),
)
POOR = {
    "repaired, OK": "no cause, no part, no proof: the next one starts from zero",
    "was checked, runs again, fault not found, please watch it": "no reading, no next step",
    "replaced several parts, one of them was probably the cause": "nobody learns which one",
    "as last time, see the old order, same procedure as always": "the reader has to search",
    "operator was told to handle the machine with more care": "blame, no cause",
    "took longer than planned, difficult access, all done now": "tells of the work, not the fault",
}


@asks(GOOD_WORK, repair="WRK-01")
def feedback_text(draw: Draw) -> Asked:
    """Feedback that helps the next technician."""
    case, right = draw.pick(*TEXTS)
    wrong = dict(POOR)
    for other, text in TEXTS:
        if other != case:
            wrong[text] = f"good words, but for another order: {other}"
    return draw.choice(
        f"The order says: {case}. Which feedback serves the next technician best?", right, wrong,
        because="It says cause, what was done, settings and how it was proved.",
    )  # fmt: skip


CODES = {
    "bearing seized": ("failure mode", "how it failed"),
    "grease dried out": ("cause", "why it failed"),
    "fan stands still": ("effect", "what is noticed"),
    "new bearing fitted": ("remedy", "what was done"),
    "V-belt torn": ("failure mode", "how it failed"),
    "sheaves out of line": ("cause", "why it failed"),
    "conveyor does not move": ("effect", "what is noticed"),
    "sheaves aligned, belt renewed": ("remedy", "what was done"),
    "contact welded": ("failure mode", "how it failed"),
    "short circuit behind the contactor": ("cause", "why it failed"),
}
FIELD = {
    "failure mode": "says how the part failed",
    "cause": "says why it failed",
    "effect": "is what the operator notices",
    "remedy": "is what was done",
    "priority": "says how soon",
    "asset number": "says where",
}


@asks("failure coding, ISO 14224 by name", repair="WRK-01 REL-02")
def failure_code(draw: Draw) -> Asked:
    """Field of a failure record."""
    text = draw.pick(*CODES)
    right, what = CODES[text]
    return ask_entry(draw, f"Into which field of the record belongs “{text}”?", right, FIELD,
                     because=f"It tells {what}: {right}.")  # fmt: skip


KINDS = {
    "preventive": "done by plan before a failure",
    "predictive, on condition": "done because a measured value says so",
    "corrective, planned": "repair of a known fault at a chosen time",
    "emergency": "breaks into the schedule at once",
    "improvement": "changes the machine so that a fault cannot return",
    "run to failure": "nothing is done until it fails, by decision",
}
EXAMPLES = (
    ("Oil is changed every 4,000 h.", "preventive"),
    ("Filters are renewed each quarter.", "preventive"),
    ("A bearing is renewed since its envelope rose for three weeks.", "predictive, on condition"),
    ("A joint is tightened since the thermal image showed 40 K.", "predictive, on condition"),
    ("A weeping seal is renewed in the stop of next month.", "corrective, planned"),
    ("A worn guide found on a route is put on next week's list.", "corrective, planned"),
    ("Steam escapes beside a walkway, the crew is called off its work.", "emergency"),
    ("A hose that chafed three times gets a new route.", "improvement"),
    ("Lamps in the store are renewed when they are dark.", "run to failure"),
)


@asks("kinds of maintenance, EN 13306 by name", repair="WRK-02 REL-06")
def kind_of_work(draw: Draw) -> Asked:
    """Kind of maintenance of an order."""
    case, right = draw.pick(*EXAMPLES)
    return ask_entry(draw, f"{case} What kind of work is this?", right, KINDS)


@asks("estimating error: actual against planned hours", repair="WRK-06", backed="picture")
def hours_against_plan(draw: Draw) -> Asked:
    """Actual hours of a week's orders against the estimate."""
    plan = [draw.pick(2, 4, 6, 8, 10) for _ in range(4)]
    used = [max(p + draw.pick(-1, 0, 1, 2, 3), 1) for p in plan]
    total, spent = sum(plan), sum(used)
    if spent == total:
        used[0], spent = used[0] + 2, spent + 2
    rows = [(f"W-{draw.pick(1, 2, 3)}{k}0", str(p), str(u))
            for k, (p, u) in enumerate(zip(plan, used, strict=True))]  # fmt: skip
    key = 100 * (spent - total) / total
    mean = sum(100 * (u - p) / p for p, u in zip(plan, used, strict=True)) / 4
    return fine(
        draw,
        "By how much did the work of these orders together exceed the estimate (negative: less)?",
        key,
        "%",
        places=1,
        mistakes={
            "the mean of the orders' own shares": mean,
            "difference over the hours used": 100 * (spent - total) / spent,
            "hours used over hours planned": 100 * spent / total,
            "the sign exchanged": -key,
            "the difference in hours taken for per cent": spent - total,
        },
        because=f"{spent} h used, {total} h planned: {key:.1f} %.",
        show=lambda: table(("order", "planned, h", "used, h"), rows),
    )


HELP = {
    "bill of materials": "which bearing the pump has",
    "failure history": "whether this happened before",
    "job plan": "steps, tools and hours of the work",
    "asset hierarchy": "to which line and system a machine belongs",
    "PM schedule": "when the next service is due",
    "backlog report": "how much approved work is waiting",
    "open order list": "whether somebody already works on it",
}


@asks("functions of a CMMS", repair="WRK-01 WRK-04")
def where_in_the_system(draw: Draw) -> Asked:
    """Where in the CMMS an answer is found."""
    right, asset = draw.pick(*HELP), draw.pick(*ASSETS)
    return ask_entry(draw, f"You work on the {asset}. Where in the CMMS do you look up this:"
                 f" {HELP[right]}?", right,
                 {name: f"there one sees {text}" for name, text in HELP.items()},
                 because=f"{begin(right)}: it shows {HELP[right]}.")  # fmt: skip
