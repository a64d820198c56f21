"""Routes and databases: loading, unloading, what came home, how long it takes, whose task it is."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.matching import ask_case
from labsim.study.pictures import table

TOPIC = "Data acquisition"


@asks("database and data collector: loading and unloading routes", repair="VIB-01")
def up_and_down(draw: Draw) -> Asked:
    """Loading a route, unloading data."""
    cases = (
        ("points, settings and alarms into the collector", "load the route",
         "The collector needs points and settings."),
        ("readings from the collector into the database", "unload the collector",
         "Readings are worth nothing until they are in the database."),
        ("a copy of the database to another place", "back up the database",
         "A copy elsewhere survives a broken disk."),
        ("a reading that belongs to no point of the route, into the collector",
         "take it off route", "It is assigned to its machine later."),
        ("space in the collector after all readings are safe in the database",
         "clear the collector", "Cleared only after the transfer was checked."),
    )  # fmt: skip
    every = {
        "load the route": "loading goes to the collector",
        "unload the collector": "unloading goes to the database",
        "back up the database": "a backup goes from database to a store",
        "take it off route": "off route is what no list has",
        "clear the collector": "clearing deletes",
        "format the database": "this would lose everything",
    }
    return ask_case(draw, "What brings {}?", cases, every)


@asks("a transfer is checked before anything is deleted", repair="VIB-01", backed="picture")
def missing_points(draw: Draw) -> Asked:
    """Share of a route that came home."""
    machines, each = draw.pick(12, 15, 18, 20), draw.pick(8, 10, 12)
    down, bad = draw.pick(2, 3, 4), draw.pick(14, 18, 22, 26)
    total = machines * each
    good = total - down * each - bad
    return draw.number(
        f"A route has {machines} machines with {each} points. {down} stood still;"
        f" {bad} records were bad. What share of the points has good data?",
        100 * good / total,
        "%",
        digits=4,
        mistakes={
            "machines that stood still forgotten": 100 * (total - bad) / total,
            "bad records forgotten": 100 * (total - down * each) / total,
            "one point for a machine that stood": 100 * (total - down - bad) / total,
            "share of what is missing": 100 * (total - good) / total,
            "bad records counted twice": 100 * (good - bad) / total,
            "machines at rest counted twice": 100 * (good - down * each) / total,
        },
        because=f"{total} points, {down * each + bad} without good data: {good}/{total} ="
        f" {say(100 * good / total)} %.",
        show=lambda: table(
            ("route", "count"),
            [("points", str(total)), ("on machines at rest", str(down * each)), ("bad", str(bad))],
        ),
    )


@asks("time of a route: measuring, placing, walking", repair="VIB-01 VIB-02", backed="picture")
def time_of_a_route(draw: Draw) -> Asked:
    """Time that a route takes."""
    machines, each = draw.pick(10, 15, 20, 30), draw.pick(6, 8, 10, 12)
    block, place, walk = draw.pick(6, 8, 10), draw.pick(10, 15, 20), draw.pick(2, 3, 4)
    key = machines * (each * (block + place) / 60 + walk)
    return draw.number(
        f"{machines} machines, {each} points each. A point takes {block} s to measure and {place} s"
        f" to place and settle; the walk to a machine takes {walk} min. How long is the route?",
        key,
        "min",
        mistakes={
            "walks forgotten": machines * each * (block + place) / 60,
            "placing forgotten": machines * (each * block / 60 + walk),
            "one walk only": machines * each * (block + place) / 60 + walk,
            "one walk for each point": machines * each * ((block + place) / 60 + walk),
            "minutes and seconds mixed": machines * (each * (block + place) / 100 + walk),
            "half the points forgotten": machines * (each / 2 * (block + place) / 60 + walk),
        },
        because=f"{machines} · ({each} · {block + place} s / 60 + {walk} min) = {say(key)} min.",
        show=lambda: table(
            ("part", "time"),
            [
                ("measure a point", f"{block} s"),
                ("place and settle", f"{place} s"),
                ("walk to a machine", f"{walk} min"),
            ],
        ),
    )


@asks("role of Category I: ISO 18436-2, clause 4 (as quoted by training bodies)", repair="VIB-02")
def whose_task(draw: Draw) -> Asked:
    """What Category I does, and what others do."""
    cases = (
        ("take a preset route with the collector", "Category I", "This is what it certifies."),
        ("see that a record is bad and take it again", "Category I", "This is what it certifies."),
        ("compare a reading with a preset alarm", "Category I", "This is what it certifies."),
        ("find the cause behind a new peak, alone", "a higher category",
         "Diagnosis is for Category II and up."),
        ("choose sensors and methods for a new plant", "a higher category",
         "Choosing methods is not Category I's."),
        ("decide that a line is stopped for a repair", "production with maintenance",
         "The analyst advises; the plant decides."),
        ("lock out a machine before its coupling is opened", "whoever works on it",
         "Everybody who works on it puts a lock of his own."),
    )  # fmt: skip
    every = {
        "Category I": "this goes beyond what Category I is certified for",
        "a higher category": "this needs no higher category",
        "production with maintenance": "this is no decision of the plant's",
        "whoever works on it": "nobody works on the machine here",
        "the maker of the collector": "the maker knows the tool, not the plant",
        "the certification body": "it examines people, it runs no plant",
    }
    return ask_case(draw, "Whose task is it to {}?", cases, every)
