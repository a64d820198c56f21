"""Figures a technician meets: MTBF, MTTR, availability, OEE, compliance, backlog, wrench time."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.fine import fine
from labsim.study.pictures import table
from labsim.study.pictures_trade import rail

TOPIC = "Maintenance Practices"
RELIABLE = "SMRP metrics by name; EN 15341: MTBF = running time / failures, MTTR = repair / repairs"
OEE = "OEE = availability · performance · quality (Nakajima; ISO 22400-2 by name)"
PLANNED = "work management metrics (SMRP best practices by name)"
ASSETS = ("a filler", "a palletiser", "a press", "a conveyor", "a compressor", "a wrapper")


def spans(draw: Draw) -> tuple[list[tuple[str, float]], list[float], list[float]]:
    """Draw a time line: running spans, and stops for repair between them."""
    stops = draw.pick(2, 3, 4)
    ups = [draw.between(30, 90, 5) for _ in range(stops + 1)]
    downs = [draw.pick(2.0, 3.0, 4.0, 6.0, 8.0) for _ in range(stops)]
    line: list[tuple[str, float]] = [("run", ups[0])]
    for down, up in zip(downs, ups[1:], strict=True):
        line += [("repair", down), ("run", up)]
    return line, ups, downs


def told(line: list[tuple[str, float]]) -> str:
    """Say a time line in words."""
    return "Time line in h: " + ", ".join(f"{name} {length:g}" for name, length in line) + "."


@asks(RELIABLE, repair="REL-01 WRK-02", backed="picture")
def mtbf_of_a_line(draw: Draw) -> Asked:
    """MTBF from a time line of running and repair."""
    line, ups, downs = spans(draw)
    asset, key = draw.pick(*ASSETS), sum(ups) / len(downs)
    return draw.number(
        f"The time line is {asset}'s, in hours. What is its MTBF?",
        key,
        "h",
        mistakes={
            "MTTR for MTBF": sum(downs) / len(downs),
            "divided by the running spans, not by the failures": sum(ups) / len(ups),
            "time of repair counted as running": (sum(ups) + sum(downs)) / len(downs),
            "the sum, not divided": sum(ups),
            "the longest span taken": max(ups),
            "the number of failures taken one too small": sum(ups) / (len(downs) - 1),
        },
        because=f"{say(sum(ups))} h of running / {len(downs)} failures = {say(key)} h.",
        show=lambda: rail(line, "hours", told(line)),
    )


@asks(RELIABLE, repair="REL-01 WRK-02", backed="picture")
def mttr_of_a_line(draw: Draw) -> Asked:
    """MTTR from a time line of running and repair."""
    line, ups, downs = spans(draw)
    asset, key = draw.pick(*ASSETS), sum(downs) / len(downs)
    return draw.number(
        f"The time line is {asset}'s, in hours. What is its MTTR?",
        key,
        "h",
        mistakes={
            "MTBF for MTTR": sum(ups) / len(downs),
            "the sum of the repairs, not divided": sum(downs),
            "divided by the running spans, not by the repairs": sum(downs) / len(ups),
            "the longest repair taken": max(downs),
            "the shortest repair taken": min(downs),
            "divided by two, whatever the number": sum(downs) / 2,
            "running and repair together": (sum(ups) + sum(downs)) / len(downs),
        },
        because=f"{say(sum(downs))} h of repair / {len(downs)} repairs = {say(key)} h.",
        show=lambda: rail(line, "hours", told(line)),
    )


@asks(RELIABLE, repair="REL-01")
def availability_from_times(draw: Draw) -> Asked:
    """Inherent availability from MTBF and MTTR."""
    asset, mtbf, mttr = draw.pick(*ASSETS), draw.pick(40, 60, 80, 90, 120, 150), draw.pick(4, 6, 10)
    key = 100 * mtbf / (mtbf + mttr)
    return fine(
        draw,
        f"For {asset} MTBF is {mtbf} h and MTTR {mttr} h. What is its availability?",
        key,
        "%",
        places=1,
        mistakes={
            "MTTR divided by MTBF": 100 * mttr / mtbf,
            "MTTR over the sum: that is what is not available": 100 - key,
            "MTTR taken from MTBF, divided by MTBF": 100 * (mtbf - mttr) / mtbf,
            "MTTR taken from the running time as well": 100 * (mtbf - mttr) / (mtbf + mttr),
            "twice the MTTR": 100 * mtbf / (mtbf + 2 * mttr),
        },
        because=f"MTBF / (MTBF + MTTR) = {mtbf} / {mtbf + mttr} = {key:.1f} %.",
    )


def shift(draw: Draw) -> tuple[dict[str, float], list[tuple[str, str]]]:
    """Draw one shift of a line: minutes, pieces, and the rows of a table."""
    plan, rate = draw.pick(420, 450, 480), draw.pick(20, 40, 60)
    down = draw.between(40, 110, 10)
    run = plan - down
    made = round(run * rate * draw.pick(0.8, 0.85, 0.9, 0.95))
    good = round(made * draw.pick(0.92, 0.95, 0.97, 0.98))
    data = {"A": run / plan, "P": made / (run * rate), "Q": good / made, "good": good, "made": made}
    data |= {"plan": plan, "run": run, "down": down, "rate": rate}
    rows = [("planned time", f"{plan} min"), ("stops", f"{down:g} min")]
    rows += [("rated speed", f"{rate} pieces/min"), ("made", f"{made:,}"), ("good", f"{good:,}")]
    return data, rows


@asks(OEE, repair="REL-02 INT-04", backed="picture")
def oee_of_a_shift(draw: Draw) -> Asked:
    """OEE of one shift from its sheet."""
    data, rows = shift(draw)
    a, p, q = (data[k] for k in "APQ")
    return fine(
        draw,
        "The table is the sheet of one shift. What is the OEE?",
        100 * a * p * q,
        "%",
        places=1,
        mistakes={
            "the mean of the three, not their product": 100 * (a + p + q) / 3,
            "availability only": 100 * a,
            "quality left out": 100 * a * p,
            "availability left out": 100 * p * q,
            "performance left out": 100 * a * q,
        },
        because=f"{100 * a:.1f} % · {100 * p:.1f} % · {100 * q:.1f} % = {100 * a * p * q:.1f} %;"
        " the same as good pieces over pieces possible in planned time.",
        show=lambda: table(("shift", "value"), rows),
    )


@asks(OEE, repair="REL-02", backed="picture")
def oee_factor(draw: Draw) -> Asked:
    """One factor of OEE from the sheet of a shift."""
    data, rows = shift(draw)
    a, p, q = (100 * data[k] for k in "APQ")
    name, key, how = draw.pick(
        ("availability", a, "running time over planned time"),
        ("performance", p, "pieces made over running time times rated speed"),
        ("quality", q, "good pieces over pieces made"),
    )
    whole = 100 * data["made"] / (data["plan"] * data["rate"])
    wrong = {"availability for it": a, "performance for it": p, "quality for it": q}
    wrong = {f"took {text}": value for text, value in wrong.items() if not text.startswith(name)}
    wrong |= {"pieces made over pieces possible in planned time": whole}
    wrong |= {"the share that is lost": 100 - key, "the product of all three": a * p * q / 1e4}
    return fine(
        draw,
        f"The table is the sheet of one shift. What is the factor {name}?",
        key,
        "%",
        places=1,
        mistakes=wrong,
        because=f"{begin(name)} is {how}: {key:.1f} %.",
        show=lambda: table(("shift", "value"), rows),
    )


@asks(PLANNED, repair="WRK-02", backed="picture")
def pm_compliance(draw: Draw) -> Asked:
    """PM compliance of a month from counts of orders."""
    due = draw.pick(48, 56, 64, 75, 80)
    late, missed = draw.pick(4, 5, 6, 8), draw.pick(3, 4, 7, 9)
    on_time, repairs = due - late - missed, draw.pick(30, 45, 52)
    rows = [("PM due this month", due), ("done in time", on_time), ("done late", late)]
    rows += [("not done", missed), ("repairs done", repairs)]
    return fine(
        draw,
        "PM compliance here counts what is done in time. What is it for this month?",
        100 * on_time / due,
        "%",
        places=1,
        mistakes={
            "late ones counted as well": 100 * (on_time + late) / due,
            "share of what was done, not of what was due": 100 * on_time / (on_time + late),
            "what was missed": 100 * missed / due,
            "repairs counted as PM done": 100 * (on_time + repairs) / (due + repairs),
            "PM as a share of all orders done": 100 * on_time / (on_time + late + repairs),
        },
        because=f"{on_time} in time of {due} due: {100 * on_time / due:.1f} %.",
        show=lambda: table(("orders", "number"), [(a, str(b)) for a, b in rows]),
    )


@asks(PLANNED, repair="WRK-02 WRK-06", backed="picture")
def schedule_compliance(draw: Draw) -> Asked:
    """Schedule compliance of a week, by hours."""
    planned = draw.pick(160, 200, 240, 280)
    done = planned - draw.pick(30, 40, 50, 60)
    broken, extra = draw.pick(15, 20, 25, 35), draw.pick(10, 18, 24)
    rows = [("scheduled for the week", planned), ("scheduled and done", done)]
    rows += [("emergency work done", broken), ("other work, not scheduled", extra)]
    return fine(
        draw,
        "What is the schedule compliance of this week?",
        100 * done / planned,
        "%",
        places=1,
        mistakes={
            "emergency work counted as done to schedule": 100 * (done + broken) / planned,
            "all work done over what was scheduled": 100 * (done + broken + extra) / planned,
            "share of all work done": 100 * done / (done + broken + extra),
            "what was not done": 100 * (planned - done) / planned,
            "emergency work as a share": 100 * broken / planned,
        },
        because=f"Only scheduled work counts: {done} h of {planned} h, {100 * done / planned:.1f} %.",  # noqa: E501
        show=lambda: table(("work", "hours"), [(a, str(b)) for a, b in rows]),
    )


@asks(PLANNED, repair="WRK-06")
def backlog_weeks(draw: Draw) -> Asked:
    """Backlog in weeks of a crew."""
    crew, hours = draw.pick(4, 5, 6, 8), draw.pick(38, 40)
    share, backlog = draw.pick(60, 70, 75, 80), draw.pick(480, 620, 840, 960, 1100)
    key = backlog / (crew * hours * share / 100)
    return draw.number(
        f"{backlog:,} h of work orders are ready. {crew} technicians work {hours} h a week, of"
        f" which {share} % is free for planned work. How long is the backlog?",
        key,
        "weeks",
        mistakes={
            "every hour of the week taken as free": backlog / (crew * hours),
            "one technician": backlog / (hours * share / 100),
            "the share that is not free": backlog / (crew * hours * (1 - share / 100)),
            "multiplied by the share": key * (share / 100) ** 2,
            "divided by the technicians only, days of 8 h": backlog / crew / 8,
        },
        because=f"{backlog:,} h / ({crew} · {hours} h · {share / 100:g}) = {say(key)} weeks.",
    )


@asks(PLANNED, repair="WRK-06 WRK-02", backed="picture")
def wrench_time(draw: Draw) -> Asked:
    """Wrench time of one shift from a day-work sample."""
    parts = {
        "work at the machine": draw.pick(150, 165, 180, 195, 210),
        "walking": draw.pick(45, 60, 70),
        "waiting for release, permit": draw.pick(30, 45, 50),
        "fetching parts and tools": draw.pick(50, 60, 75),
        "instruction and records": draw.pick(25, 30, 35),
        "breaks": draw.pick(30, 45),
    }
    hands, total = parts["work at the machine"], sum(parts.values())
    fetch, walk = parts["fetching parts and tools"], parts["walking"]
    return fine(
        draw,
        "What is the wrench time, as a share of the whole shift?",
        100 * hands / total,
        "%",
        places=1,
        mistakes={
            "fetching parts counted as wrench time": 100 * (hands + fetch) / total,
            "walking counted as wrench time": 100 * (hands + walk) / total,
            "everything but breaks": 100 * (total - parts["breaks"]) / total,
            "breaks taken out of the shift": 100 * hands / (total - parts["breaks"]),
            "everything that is not work": 100 * (total - hands) / total,
        },
        because=f"Hands on the machine: {hands} of {total} min, {100 * hands / total:.1f} %.",
        show=lambda: table(("activity", "minutes"), [(a, str(b)) for a, b in parts.items()]),
    )
