"""Pages of a route list: its months, trends with alarms, the criteria, speed and load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labsim.core.simulation import Simulation, Variant
from labsim.machines.route_hall import months_of
from labsim.machines.twelve import FULL, INCH, MONTHS, PLACES, grid
from labsim.teaching.page import Piece, table
from labsim.teaching.vibration import alarmed
from labsim.vibration.analysis import zones
from labsim.vibration.analysis.trend import Trend, trend
from labsim.vibration.analysis.values import band
from labsim.vibration.route import Setting
from labsim.vibration.route import collect as collected

__all__ = [
    "again", "collect", "compared", "criteria", "kept", "left_so", "present", "route_list", "shown",
]  # fmt: skip

GROUP, SUPPORT = 2, "rigid"


def criteria() -> Piece:
    """Show the card that decides, with its figures."""
    steps = zones.limits(GROUP, SUPPORT)
    change, most, trip = 0.25 * steps[1], 1.25 * steps[1], zones.trip(GROUP, SUPPORT)
    rows = [
        ["alarm", f"above baseline + {change:.2f} mm/s, at most {most:.2f} mm/s",
         "tell the analyst and the shift lead today"],
        ["trip", f"above {trip:.2f} mm/s", "as alarm, and ask whether it may go on"],
        ["alert", "not in alarm, above its own alert level: baseline + 3σ",
         "tell the analyst; next reading in a week"],
        ["watch", f"none of these, and above {steps[1]:.1f} mm/s (zone C or D)",
         "it stays on the list of old cases"],
        ["normal", "none of these", "next month"],
    ]  # fmt: skip
    return table(["decision", "when", "then"], rows, "Group 2 of ISO 20816-3, rigid support.")


def compared(*tags: str) -> Piece:
    """Show what speed and load do to a machine with nothing wrong, from the model."""
    states = (FULL, "60 Hz, throttled", "45 Hz, open")
    rows = [
        [PLACES[tag].words, *(f"{grid()[tag, state][0]:.2f} mm/s" for state in states)]
        for tag in tags
    ]
    return table(["machine", *states], rows, "The same machine on the same day.")


def left_so(tag: str = "B3") -> Piece:
    """Show what a point with nothing wrong reads with settings that somebody left, from samples."""
    place = PLACES[tag]
    sim = Simulation(place.kind(), [Variant(dict(place.old))])
    sim.operate("A1", "60 Hz")
    sim.advance(10.0)
    of = lambda low, high, **more: band(  # noqa: E731
        collected(sim, place.pad, Setting(**more), seed=1), low, high, "mm/s"
    )
    route = of(10.0, 1000.0)
    rows = [
        ["the route: 10 to 1000 Hz, rms, magnet, 15 s on the pad", route],
        ["peak instead of rms", 2**0.5 * route],
        ["Fmax 50 Hz, left from a slow fan", of(10.0, 50.0)],
        ["from 2 Hz, 1 s on the pad", of(2.0, 1000.0, settled=1.0)],
        ["in/s instead of mm/s", route / INCH],
    ]
    shown_ = [[words, f"{value:.2f}"] for words, value in rows]
    return table(["settings in the collector", "shows"], shown_, f"{tag}, {place.words}.")


def present(bench: Any, tag: str) -> float | None:
    """Return the reading of this month that is on record, the last one; None if there is none."""
    looks = [e for e in bench.attempt.of("look") if e["tag"] == tag]
    try:
        return float(str(looks[-1]["text"]).split()[0]) if looks else None
    except ValueError:
        return None


def route_list(bench: Any) -> Piece:
    """Show nine months of every point, and of the tenth what is on record."""
    rows = []
    for tag, history in months_of(bench.sim).items():
        part, now = bench.machine.component(tag), present(bench, tag)
        figures = [_figure(v, s) for v, s in zip(history.values, history.states, strict=True)]
        last = "–" if now is None else f"{now:.2f}"
        rows.append([tag, part.label, *figures[: MONTHS - 1], last])
    heads = ["point", "machine", *(f"month {m}" for m in range(1, MONTHS + 1))]
    words = "mm/s rms, 10 to 1000 Hz. At 60 Hz, open, unless said: ▽ 45 Hz, ◁ throttled."
    return table(heads, rows, words)


def _figure(value: float, state: str) -> str:
    mark = {FULL: "", "45 Hz, open": " ▽", "60 Hz, throttled": " ◁"}[state]
    return f"{value:.2f}{mark}"


def collect(bench: Any, *tags: str) -> Piece:
    """Take this month's reading at points that have none on record yet; show what they read."""
    rows = []
    for tag in tags:
        if present(bench, tag) is None and not bench.attempt.signed_off:
            bench.look(tag)
        looks = [e["text"] for e in bench.attempt.of("look") if e["tag"] == tag]
        rows.append([tag, " · then ".join(map(str, looks)) or "not read"])
    return table(["point", "data collector"], rows)


def again(bench: Any, tag: str) -> Piece:
    """Take this month's reading at a point once more, with care; only once."""
    before = [e for e in bench.attempt.of("operate") if e["tag"] == tag]
    if not before and not bench.attempt.signed_off:
        bench.operate(tag, "again").look(tag)
    return collect(bench, tag)


def kept(bench: Any, tag: str, without: Sequence[int] = ()) -> Trend:
    """Return the trend of a point, months named in `without` left out; six make the baseline.

    LabsimError where fewer than six are left.
    """
    history, now = months_of(bench.sim)[tag], present(bench, tag)
    values = [float(v) for v in history.values[: MONTHS - 1]]
    values += [] if now is None else [now]
    months = [m for m in range(1, len(values) + 1) if m not in set(without)]
    return trend([30.0 * m for m in months], [values[m - 1] for m in months], "mm/s", GROUP,
                 SUPPORT)  # fmt: skip


def shown(bench: Any, tag: str, without: Sequence[int] = ()) -> Piece:
    """Draw the trend of a point with baseline, alert level, alarm and trip."""
    made = kept(bench, tag, without)
    left = f", without month {', '.join(map(str, without))}" if without else ""
    words = (
        f"{tag}, {bench.machine.component(tag).label}{left}: baseline {made.baseline:.2f}, alert "
        f"level {made.statistical:.2f}, alarm {made.alarm:.2f}, last {made.values[-1]:.2f} mm/s."
    )
    return alarmed(made, words)
