"""Lists of SCA-01: journal, counts, first-out lamps, one alarm as rungs, what orders come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from labsim.bench import Bench
from labsim.core.errors import LabsimError, unknown
from labsim.course import lab
from labsim.drawing.chart import Curve, chart
from labsim.machines.bottling_hall import ORDERED
from labsim.plc import Controller, read_rungs
from labsim.scada.alarms import PRIORITIES, Alarm, state_of
from labsim.scada.alarms import rungs as alarm_rungs
from labsim.scada.journal import Event, clock_text
from labsim.scada.parts import run_of
from labsim.scada.points import FIGURES, alarm
from labsim.scada.response import respond
from labsim.scada.running import BEGIN, Run
from labsim.teaching.ladders import rungs
from labsim.teaching.page import Piece, table

__all__ = [
    "GUIDED", "block", "came", "comes", "counts", "figures", "first_out", "guide", "journal",
    "outcome", "run_behind", "states", "trends",
]  # fmt: skip

GUIDED = "P21: overload relay tripped"
WHERE = {"A1": "utilities", "A2": "line"}


def guide() -> Bench:
    """Return a practice bench: the hall with the guided example's initiating event."""
    return lab("SCA-01").bench(GUIDED)


def run_behind(bench: Bench) -> Run:
    """Return the run of the hall that a bench stands at the end of."""
    return run_of(bench.sim)


# the journal ---------------------------------------------------------------------------------
def came(bench: Bench, late: float = 0.0) -> list[Event]:
    """Return the alarms that came, in the order of their stamps, A2's put `late` s later."""
    found = [e for e in run_behind(bench).journal.events if e.what == "ALM" and e.at > BEGIN]
    return sorted(found, key=lambda e: stamp_of(e, late))


def stamp_of(event: Event, late: float) -> float:
    """Return the stamp of an event, A2's put `late` s later."""
    return event.stamp + (late if event.controller == "A2" else 0.0)


def journal(
    bench: Bench, since: str = "10:13:30", rows: int = 20, late: float = 0.0, without: Any = ()
) -> Piece:
    """Show alarms as the server lists them, from a time of the day on.

    `late`: seconds by which A2's stamps are put later. `without`: tags that are left out.
    """
    left = set(str(without).split()) if isinstance(without, str) else set(without)
    for tag in left:
        alarm(tag)
    listed = [e for e in came(bench, late) if e.tag not in left]
    shown = [e for e in listed if clock_text(stamp_of(e, late)) >= since][:rows]
    lines = [
        [clock_text(stamp_of(e, late)), e.controller, PRIORITIES[alarm(e.tag).priority], e.tag,
         alarm(e.tag).text] for e in shown
    ]  # fmt: skip
    more = f", A2's stamps put {late:g} s later" if late else ", as stamped"
    return table(["time", "from", "priority", "alarm", "text"], lines,
                 f"Alarms that came, from {since} on{more}.")  # fmt: skip


def counts(bench: Bench) -> Piece:
    """Show what can be counted: how often in the half hour before, three how fast, since when."""
    found = run_behind(bench).journal
    often: dict[str, list[float]] = {}
    for event in found.came(BEGIN, 0.0):
        often.setdefault(event.tag, []).append(event.at)
    standing = {tag: t for tag, t in found.standing().items() if t < 0.0}
    tags = sorted({*often, *standing}, key=lambda tag: (-len(often.get(tag, ())), tag))
    rows = []
    for tag in tags:
        at = often.get(tag, [])
        gaps = [b - a for a, b in zip(at, at[2:], strict=False)]
        since = clock_text(standing[tag], tenths=False) if tag in standing else ""
        three = f"{min(gaps):.0f}" if gaps else ""
        rows.append([tag, alarm(tag).text, str(len(at)), three, since])
    heads = ["alarm", "text", "came", "three within (s)", "in alarm since"]
    return table(
        heads, rows, "The half hour before 10:14, and what stood in alarm then; clocks put right."
    )


def first_out(bench: Bench) -> Piece:
    """Show which alarm each first-out group has marked."""
    rows = [
        [group, tag, alarm(tag).text] for group, tag in run_behind(bench).end.first_out().items()
    ]
    return table(["group", "first out", "text"], rows, "First-out lamps of the two controllers.")


def states(bench: Bench) -> Piece:
    """Show how many alarms are in which state at the end, in the words of ISA-18.2."""
    found: dict[str, int] = {}
    for part in run_behind(bench).end.parts.values():
        bits = zip(part.alm(part.plc.memory), part.new(part.plc.memory), strict=True)
        for active, new in bits:
            found[state_of(active, new)] = found.get(state_of(active, new), 0) + 1
    rows = [[state, str(count)] for state, count in sorted(found.items())]
    return table(["state", "alarms"], rows, "State of every alarm at 10:20.")


def figures() -> Piece:
    """Show the figures the historian has: which controller, what each is, unit."""
    rows = [[f"{where}:{tag}", what, unit] for tag, (where, what, unit, *_) in FIGURES.items()]
    return table(["figure", "what it is", "unit"], rows, "Figures of the historian.")


# one alarm -----------------------------------------------------------------------------------
def block(tag: str) -> Any:
    """Show the rungs of one alarm."""
    return rungs("\n".join(alarm(tag).lines()))


def comes(deadband: float = 0.0, on: float = 0.0, off: float = 0.0) -> int:
    """Return how often in two minutes an alarm at 5.0 bar comes on a figure that is restless there.

    The figure falls from 5.2 to 4.9 bar and goes up and down by 0.15 bar every 8 s. Deadband in
    bar, delays in s. It runs on a controller, scan by scan.
    """
    one = Alarm("PAL1", "trial", "P", "low", 5.0, deadband, on, off)
    bits = dict.fromkeys(("Ack", "First_Reset", "PAL1_Shelved"), "BOOL")
    text = "ROUTINE Main\n" + alarm_rungs([one]) + "END_ROUTINE\n"
    plc, count, before = Controller(read_rungs(text, tags={"P": "DINT"} | bits)), 0, False
    for n in range(240):
        bar = 5.2 - 0.3 * min(n / 120.0, 1.0) + (0.15 if n % 16 < 8 else -0.15)
        plc.scan(500 * n, {"P": round(100 * bar)})
        now = bool(plc["PAL1_Alm"])
        count, before = count + (now and not before), now
    return count


# readings and orders ---------------------------------------------------------------------------
def trends(bench: Bench, *ports: str, since: float = -60.0) -> Piece:
    """Read trends, one minute before to now, and draw them. On your order each is on record."""
    told, curves = [], []
    for port in ports:
        told.append(f"{port}: {bench.measure('trend', port).text}")
        tag = port.rpartition(":")[2]
        at, (_, _, unit, _, span) = run_behind(bench), FIGURES[tag]
        shown = at.times > since
        values = at.figures[tag][shown]
        curves.append(Curve(port, unit, at.times[shown] - since, values, least=0.2 * span))
    drawn = chart(curves)
    lines = "".join(f"<p>{line}</p>" for line in told)
    caption = "<p>Time 0 of the chart is 10:13:00 of the historian.</p>"
    return Piece(drawn.svg + caption + lines, "\n".join([*told, drawn.words]))


def outcome(bench: Bench, orders: Mapping[str, str]) -> Piece:
    """Show what orders come to in the next ten minutes: {"S12": "on"}; on practice benches only."""
    if bench.attempt.path is not None:
        raise LabsimError("on your own order the next ten minutes are not known before: decide")
    found = respond(run_behind(bench), inputs(bench, orders.items()))
    rows = [["bottles", f"{found.made:.0%} of full speed"]]
    rows += [[f"out of limits: {what}", f"{s:.0f} s"] for what, s in found.out.items()]
    rows += [["danger", what] for what in found.hurts]
    said = ", ".join(f"{tag} {position}" for tag, position in orders.items()) or "nothing ordered"
    return table(["in the next ten minutes", ""], rows, f"Orders: {said}.")


def inputs(bench: Bench, orders: Iterable[tuple[str, str]]) -> dict[str, bool]:
    """Return orders as inputs of the controllers; LabsimError for a position there is not."""
    found = {}
    for tag, position in orders:
        part = bench.machine.component(tag)
        if position not in part.positions:
            raise unknown(tag, "position", position, part.positions)
        if (tag, position) in ORDERED:
            found[ORDERED[tag, position]] = True
    return found
