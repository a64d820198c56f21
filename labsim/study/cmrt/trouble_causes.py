"""Root cause: 5-why, fishbone, fault tree, FMEA, Pareto, history in numbers."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import plot, table

TOPIC = "Troubleshooting and Analysis"
TREE = "fault tree: AND multiplies, OR is 1 - Π(1 - p) for independent events"
RPN = "FMEA: RPN = severity · occurrence · detection, each 1 to 10"
LINES = ("filler 2", "press H-3", "the palletiser", "the labeller", "the wrapper")

WHYS = (  # chains from event to what the organisation can change
    ("the bearing seized", "it had no grease", "the nipple was not on the route",
     "it was added in a rebuild", "rebuilds are not checked against the PM list"),
    ("the motor burnt", "it ran on two phases", "a fuse clip was loose",
     "it was never tightened", "no task in the plan covers the MCC"),
    ("the pump cavitated", "the strainer was full", "the basket is cleaned once a year",
     "the interval was copied from a clean plant", "intervals are not reviewed by findings"),
    ("the belt broke", "it was overtightened", "it was set by feel",
     "the tension gauge is locked away", "the tool is not on the job plan"),
    ("the seal leaked", "the shaft ran out", "the coupling was hammered on",
     "no heater was at hand", "the job kit lists no heater"),
)  # fmt: skip


@asks("5-why: down to what the organisation can change", repair="WRK-01 REL-02")
def root_of_chain(draw: Draw) -> Asked:
    """Where a 5-why chain may end."""
    chain = draw.pick(*WHYS)
    names = ("the event", "the physical cause", "a condition", "a step short of the system")
    wrong = dict(zip(chain[:4], (f"stopped at {n}" for n in names), strict=True))
    wrong["the technician did not take care"] = "a person blamed"
    wrong["it was bad luck"] = "chance blamed"
    return draw.choice(
        f"On {draw.pick(*LINES)} {chain[0]}. A team collects these statements. At which one does"
        " the chain of whys get to what keeps it from coming back?",
        chain[-1],
        wrong,
        because=f"Because {', because '.join(chain)}: only the last can be changed so that the"
        " others do not return.",
    )


@asks("5-why: each answer must cause the one before", repair="WRK-01 REL-02")
def order_of_whys(draw: Draw) -> Asked:
    """Order of the answers of a 5-why."""
    chain = draw.pick(*WHYS)
    return draw.order(
        f"On {draw.pick(*LINES)} these answers were noted. Which chain of whys is right, event"
        " first?",
        chain[:4],
        {
            "event and first cause exchanged": (0, 1),
            "a cause told before what it causes": (1, 2),
            "the last two exchanged": (2, 3),
            "first and last exchanged": (0, 3),
            "second and last exchanged": (1, 3),
        },
        because="Read it back with “therefore”: each must bring about the one before.",
    )


BRANCHES = {
    "the gauge reads 0.3 bar too high": "measurement",
    "two shifts tighten in different orders": "method",
    "the new batch of gaskets is harder": "material",
    "the press ram has 0.4 mm play": "machine",
    "the new hire has had no training on it": "people",
    "the hall is at 41 °C in August": "environment",
}


@asks("fishbone (Ishikawa): six branches", repair="WRK-01 REL-02")
def fishbone(draw: Draw) -> Asked:
    """Branch of a fishbone on which a cause belongs."""
    cause = draw.pick(*BRANCHES)
    right = BRANCHES[cause]
    wrong = {b: f"taken for {b}" for b in BRANCHES.values() if b != right}
    return draw.choice(
        f"In a fishbone on leaks of {draw.pick(*LINES)} somebody says: “{cause}.” On which branch"
        " does it go?",
        right,
        wrong,
        because=f"“{cause}” is {right}; it stays a suspect until data confirm it.",
    )


@asks(TREE, repair="REL-02 REL-06")
def or_gate(draw: Draw) -> Asked:
    """Probability at an OR gate of a fault tree."""
    p, q = draw.pick(0.1, 0.15, 0.2, 0.3), draw.pick(0.25, 0.4, 0.5)
    top = draw.pick("no cooling", "no air", "a lost batch", "a line stop")
    return draw.number(
        f"A fault tree has {top} at an OR gate over two independent events with {p:g} and {q:g}."
        " How likely is it?",
        1 - (1 - p) * (1 - q),
        "",
        mistakes={
            "multiplied, as at an AND gate": p * q,
            "added": p + q,
            "the larger one taken": q,
            "that neither happens": (1 - p) * (1 - q),
            "exactly one of them": p + q - 2 * p * q,
            "the mean": (p + q) / 2,
        },
        because=f"1 - {1 - p:g} · {1 - q:g} = {say(1 - (1 - p) * (1 - q))}.",
    )


@asks(TREE, repair="REL-02 REL-06", backed="picture")
def and_or_tree(draw: Draw) -> Asked:
    """Top event of a small fault tree with AND and OR."""
    a, b, c = draw.pick(0.05, 0.1, 0.2), draw.pick(0.1, 0.2, 0.3), draw.pick(0.02, 0.04, 0.08)
    key = 1 - (1 - a * b) * (1 - c)
    rows = [("no water", "OR", "both pumps fail; valve stuck"),
            ("both pumps fail", "AND", "pump A fails; pump B fails"),
            ("pump A fails", "event", f"{a:g}"), ("pump B fails", "event", f"{b:g}"),
            ("valve stuck", "event", f"{c:g}")]  # fmt: skip
    return draw.number(
        f"Pump A fails with {a:g}, pump B with {b:g}, the valve with {c:g}, all independent. How"
        " likely is the top event of this fault tree?",
        key,
        "",
        mistakes={
            "all three multiplied": a * b * c,
            "all three at an OR gate": 1 - (1 - a) * (1 - b) * (1 - c),
            "only the pumps counted": a * b,
            "only the valve counted": c,
            "pumps at an OR gate, then AND": (1 - (1 - a) * (1 - b)) * c,
            "all three added": a + b + c,
        },
        because=f"AND: {a:g} · {b:g} = {a * b:g}; OR with {c:g}: {say(key)}.",
        show=lambda: table(("what", "gate", "from"), rows),
    )


@asks(RPN, repair="REL-06")
def rpn_after(draw: Draw) -> Asked:
    """RPN after a measure changes detection."""
    s, o, d = draw.pick(5, 6, 7, 8), draw.pick(3, 4, 5, 6), draw.pick(7, 8, 9)
    better = draw.pick(2, 3, 4)
    return draw.number(
        f"A failure mode of {draw.pick(*LINES)} has severity {s}, occurrence {o}, detection {d}. A"
        f" monthly check brings detection to {better}. What is the new RPN?",
        float(s * o * better),
        "",
        mistakes={
            "the old RPN": float(s * o * d),
            "added instead of multiplied": float(s + o + better),
            "detection scored the wrong way round": float(s * o * (11 - better)),
            "detection left out": float(s * o),
            "severity lowered with it": float(better * o * better),
            "the difference of old and new": float(s * o * (d - better)),
        },
        because=f"{s} · {o} · {better} = {s * o * better}: a check finds it, it does not make it"
        " milder or rarer.",
    )


@asks(RPN, repair="REL-06", backed="picture")
def rpn_first(draw: Draw) -> Asked:
    """Which failure mode has the highest RPN."""
    modes = draw.some(("seal leaks", "belt breaks", "bearing seizes", "fuse blows", "filter blocks",
                       "coupling shears"), 4)  # fmt: skip
    scores = draw.some(((9, 2, 3), (4, 8, 2), (6, 5, 6), (3, 4, 9), (10, 1, 4), (5, 3, 5)), 4)
    totals = [math.prod(x) for x in scores]
    top = totals.index(max(totals))
    names = {
        0: "highest severity taken",
        1: "highest occurrence taken",
        2: "highest detection taken",
    }
    wrong = {}
    for k, mode in enumerate(modes):
        if k != top:
            led = [names[j] for j in range(3) if scores[k][j] == max(x[j] for x in scores)]
            wrong[mode] = f"RPN {totals[k]}: {led[0] if led else 'sums or looks taken'}"
    rows = [(m, *(str(v) for v in x)) for m, x in zip(modes, scores, strict=True)]
    return draw.choice(
        f"By RPN, which failure mode of {draw.pick(*LINES)} comes first ({', '.join(modes)})?",
        modes[top],
        wrong,
        because="; ".join(f"{m} {t}" for m, t in zip(modes, totals, strict=True)) + ".",
        show=lambda: table(("mode", "severity", "occurrence", "detection"), rows),
    )


@asks("Pareto: downtime, not number of stops, ranks what costs", repair="REL-02", backed="picture")
def pareto(draw: Draw) -> Asked:
    """Share of the two worst causes in a Pareto of downtime."""
    causes = ("jams", "sensor", "changeover", "drive", "film breaks")
    stops, each = draw.some((4, 8, 15, 30, 60), 5), draw.some((3, 8, 20, 45, 90), 5)
    hours = [n * m / 60 for n, m in zip(stops, each, strict=True)]
    total, best = sum(hours), sorted(hours, reverse=True)
    key, number = 100 * sum(best[:2]) / total, sorted(stops, reverse=True)
    rows = [(c, str(n), str(m)) for c, n, m in zip(causes, stops, each, strict=True)]
    return draw.number(
        f"A month of {draw.pick(*LINES)}. Which share of the downtime is removed if the two worst"
        " causes are removed?",
        key,
        "%",
        digits=2,
        mistakes={
            "number of stops ranked": 100 * sum(number[:2]) / sum(stops),
            "two of five causes": 40.0,
            "the two longest stops ranked": 100
            * sum(n * m / 60 for m, n in sorted(zip(each, stops, strict=True))[-2:])
            / total,
            "the worst one only": 100 * best[0] / total,
            "what is left": 100 - key,
            "80 %, as Pareto says": 80.0,
            "three causes taken": 100 * sum(best[:3]) / total,
        },
        because=f"{say(sum(best[:2]))} h of {say(total)} h is {key:.2g} %.",
        show=lambda: table(("cause", "stops", "minutes each"), rows),
    )


@asks("MTBF = running time / failures; MTTR = repair time / failures", repair="REL-02 REL-06")
def mtbf_from_history(draw: Draw) -> Asked:
    """MTBF from a machine's history."""
    days, fails, down = (
        draw.pick(60, 90, 120, 180),
        draw.pick(3, 4, 5, 6, 8),
        draw.pick(2, 4, 6, 10),
    )
    total = days * 24
    key = (total - fails * down) / fails
    return draw.number(
        f"In {days} days round the clock {draw.pick(*LINES)} failed {fails} times, for {down} h"
        " each. What is its MTBF (running time between failures)?",
        key,
        "h",
        mistakes={
            "MTTR taken": float(down),
            "days taken for hours": days / fails,
            "one interval too many": (total - fails * down) / (fails + 1),
            "one failure left out": (total - fails * down) / (fails - 1),
            "running time not divided": float(total - fails * down),
            "days of eight hours": key / 3,
        },
        because=f"({total} - {fails * down}) h / {fails} = {say(key)} h.",
    )


@asks("a confirmed cause can be switched on and off", repair="REL-02 ELE-06", backed="picture")
def cause_or_chance(draw: Draw) -> Asked:
    """Whether data support a suspected cause."""
    link = draw.pick(True, False)
    weeks, base = list(range(12)), draw.pick(2, 3, 4)
    step = [1 if 4 <= w < 8 else 0 for w in weeks]
    curve = [
        base + w * 7 % 3 + (3 * base * s if link else 0) for w, s in zip(weeks, step, strict=True)
    ]
    verdicts = {
        True: "It fits: stops rise with it and fall when it is gone",
        False: "It does not fit: stops are alike with it and without",
    }
    wrong = {
        verdicts[not link]: "the picture read the other way",
        "It is proven: any stop in those weeks came from it": "every stop given to it",
        "Nothing: counts of stops never say anything on causes": "data given up",
        "It was another thing, which must be asked of the operators": "data passed over",
        "It fits: it was there, and there were stops at that time": "presence taken for effect",
    }
    return draw.choice(
        f"Supplier B's film ran on {draw.pick(*LINES)} from week {weeks[4]} to {weeks[7]} only and"
        f" is blamed for stops ({base} a week is usual). What do the counts say?",
        verdicts[link],
        wrong,
        because=f"{verdicts[link]}. On, off, on again is the best test a suspect can get.",
        show=lambda: plot(
            weeks, {"stops": curve}, "week", "stops",
            "Stops a week: " + ", ".join(f"{v:g}" for v in curve),
        ),
    )  # fmt: skip
